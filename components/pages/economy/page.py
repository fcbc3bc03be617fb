"""Economy profile: where does one economy stand on every level, how firm is it, and how did it get there?"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from analysis.dataset import Dataset, cached
from analysis.derived import ranks
from analysis.profile import MOST_EDITIONS, Choice
from analysis.strengths import agreement
from components import numbers
from components.callbacks import Callbacks, Change, Draw
from components.measures import SCORE
from components.numbers import known
from components.pages.economy import cards as levels
from components.pages.economy import editions, history
from components.pages.economy.table import TABLE, marks_section, table_section
from components.pages.economy.view import PAGE, PAST, View, part_name
from components.parts.controls import choice
from components.parts.figure_card import figure_card
from components.parts.fold import fold
from components.parts.peers import peers_section, people
from components.parts.section import links
from components.shell import path
from components.text import Words, markup, words

CARDS = (levels.CARD, history.CARD, editions.CARD)
BESIDE = editions.CARD
LEVEL = (
    (levels.CARD.figures, "data"),
    *((name, "children") for name in (levels.CARD.measure_line, levels.CARD.table, BESIDE.table)),
)
"""What the level alone changes."""
EDITIONS = (
    ("economy-editions", "options"),
    (BESIDE.data, "href"),
    *((name, "children") for name in (BESIDE.heading, BESIDE.table, BESIDE.source, *BESIDE.credit)),
)
"""What the editions side by side change."""
FINDING, DECK, BODY, HISTORY = "economy-finding", "economy-deck", "economy-body", f"{PAGE}-history"


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the page of the economy that the path names; ``query`` gives the values of its controls.

    An economy that no edition ranks has a page that says so.
    """
    view = View(dataset, words(lang), Choice.read(dataset, query))
    economy = view.choice.economy
    if economy not in dataset.economies:
        return _never(view)
    return [
        html.H1(markup(finding(view)), id=FINDING),
        html.P(_deck(view), id=DECK, className="deck"),
        _controls(view),
        html.Div(_body(view), id=BODY),
        CALLBACKS.address(PAGE, dataset, economy=economy),
    ]


def finding(view: View) -> str:
    """Return the sentence (marked text) that heads the page."""
    t, index = view.t, view.row("GII")
    values = {"name": view.name, "edition": view.here}
    if not view.ranked or index is None:
        return t("economy.finding.unranked" if _complete(view) else "economy.finding.absent", **values)
    values["rank"] = view.rank_words(index)
    if view.count is None:
        return t("economy.finding.uncounted", **values)
    sides = [view.row("IN"), view.row("OUT")]
    scored = [side for side in sides if side is not None and known(side["score"])]
    if len(scored) < len(sides):
        return t("economy.finding.short", count=view.count, **values)
    inputs, outputs = (view.rank_words(side) for side in scored)
    return t("economy.finding.full", count=view.count, inputs=inputs, outputs=outputs, **values)


def _complete(view: View) -> bool:
    """Return whether all ranks of the edition are available, so that a missing one does not exist."""
    ranks: Any = view.dataset.by_edition["ranks"][view.choice.edition]
    return view.count is not None and int(ranks) >= view.count


def _deck(view: View) -> list[str | Component]:
    """Return the lines under the finding, with the way to the brief of the same edition."""
    place = path(view.t.lang, f"brief/{view.choice.economy}")
    link = html.A(view.t("brief.link"), href=f"{place}?edition={view.choice.edition}")
    index = view.row("GII") if view.ranked else None
    rank = None if index is None else numbers.whole(index["rank"])
    reach = view.reach(view.choice.economy, view.choice.edition, rank)
    return [*markup(_lines(view)), " ", link, *([" · ", *reach] if reach else [])]


def _lines(view: View) -> str:
    """Return the lines under the finding (marked text): groups, population, score and our interval."""
    t, chosen = view.t, view.choice
    lines = []
    context = view.dataset.table("gii_economies")
    rows = context[(context["economy"] == chosen.economy) & (context["edition"] == chosen.edition)]
    if len(rows):
        row = rows.iloc[0]
        groups = [t(f"income.{row['income']}")] if known(row["income"]) else []
        groups.append(t(f"region.{row['region']}"))
        population = people(float(row["population"]), t) if known(row["population"]) else ""
        key = "economy.deck.groups" if population else "economy.deck.groups_only"
        lines.append(t(key, groups=t("economy.deck.join").join(groups), population=population))
    index = view.row("GII")
    if index is not None and known(index["score"]):
        lines.append(t("economy.deck.score", score=SCORE.write(float(index["score"]), t.lang)))
    lines += intervals(view)
    if not view.ranked:
        editions = view.runs(ranks(view.dataset, chosen.economy))
        lines.append(t("economy.deck.ranked_in", editions=editions))
    return t("economy.deck.between").join(lines)


def intervals(view: View, key: str = "economy.deck.interval") -> list[str]:
    """Return our interval of the rank (marked text; ``key`` of its words), and with rounding at its worst."""
    if view.robust is None:
        return []
    interval = view.interval(*view.robust)
    lines = [view.t(key, interval=interval, similar=view.t("similar.ranks", interval=interval))]
    outer = view.bounds("weights", view.choice.economy, view.choice.edition, ("outer_low", "outer_high"))
    if outer and outer != view.robust:
        lines.append(view.t("economy.deck.rounded", interval=view.interval(*outer)))
    return lines


def _never(view: View) -> list[Component]:
    """Return the page of an economy that no edition ranks: that it is so, and the way to the others."""
    dataset, t, economy = view.dataset, view.t, view.choice.economy
    title, paragraphs = never(dataset, economy, t)
    picker = html.Div(_picker(view), className="controls")
    prose = html.Div([html.P(markup(one)) for one in paragraphs], className="prose profile-never")
    links = [
        html.Li(html.A(name, href=path(t.lang, f"economy/{code}")))
        for code, name in dataset.by_name(_near(dataset, economy), t.lang)
    ]
    if links:
        edition = view.edition(dataset.editions[-1])
        prose.children += [html.P(markup(t("economy.never.near", edition=edition))), html.Ul(links)]
    return [html.H1(markup(title)), picker, prose]


def never(dataset: Dataset, economy: str, t: Words) -> tuple[str, list[str]]:
    """Return the finding and the paragraphs for an economy that no edition available here ranks."""
    name = dataset.labels(t.lang)[economy]
    finding = t("economy.never.finding", name=name, first=dataset.editions[0], last=dataset.editions[-1])
    others = t("economy.never.others", count=len(dataset.economies))
    return finding, [t("economy.never.reason", name=name), others]


def _near(dataset: Dataset, economy: str) -> list[str]:
    """Return the economies of the same region and income group that the newest edition ranks."""
    groups = {code: (one.region, one.income) for code, one in dataset.catalog.economies.items()}
    ranked = dataset.ranks(dataset.editions[-1])["GII"].dropna().index
    return [code for code in ranked if groups[code] == groups[economy]]


def _picker(view: View) -> html.Div:
    among = {*view.dataset.economies, view.choice.economy}
    return view.controls.select("economy", searchable=True, among=among)


def _controls(view: View) -> html.Div:
    first = int(view.structure.loc[view.structure["level"] == "subpillar", "edition"].min())
    since = html.Span(view.t("economy.control.since", edition=first), className="small profile-since")
    controls = view.controls
    label = view.t("economy.history.label")
    history = choice(HISTORY, label, _parts(view), view.choice.history, view.t, searchable=True)
    parts = [_picker(view), controls.select("edition"), controls.segmented("level"), since, history]
    return html.Div(parts, className="controls in-line")


def _body(view: View) -> list[Component]:
    """Return all that the edition decides."""
    t, chosen = view.t, view.choice
    card, figures, beside = _levels(view)
    # Without a rank the card is hidden, not left out: a control that changes it must find it.
    now = html.Div([card, figures], hidden=not view.ranked)
    aside = html.Div(levels.beside(view), hidden=not view.ranked)
    parts = {PAST: t("economy.history.title"), BESIDE.prefix: t("economy.editions.part")}
    if view.ranked and view.detailed:
        parts |= {"indicators": t("economy.table.title")}
    parts |= {"marks": t("economy.marks.title")} if view.ranked else {}
    parts |= {"peers": t("peers.title")}
    several = html.Section(
        [
            view.controls.several("editions", MOST_EDITIONS),
            html.Div([beside, aside], className="profile-grid"),
        ],
        className="block",
        id=BESIDE.prefix,
    )
    return [
        links(parts, t),
        html.Div([_past(view), now], className="profile-grid profile-first"),
        several,
        table_section(view),
        *([marks_section(view)] if view.ranked else []),
        peers_section(view.dataset, chosen.economy, chosen.edition, t),
        *_below(view),
    ]


def _levels(view: View) -> list[Component]:
    """Return the card of every level, the store of its figure, and the card of editions side by side."""
    card = figure_card(levels.CARD, levels.content(view, finding(view)), view.t)
    return [card, dcc.Store(id=levels.CARD.figures, data=levels.figures(view)), editions.card(view)]


def _several(view: View) -> list[Component]:
    """Return the editions side by side, and the control that says which can be chosen beside them."""
    return [view.controls.several("editions", MOST_EDITIONS), editions.card(view)]


def _past(view: View) -> html.Section:
    """Return the history of one part of the index."""
    return html.Section(_history(view), id=PAST)


def _history(view: View) -> list[Component]:
    """Return the card of one history, what breaks its line, and the store of its figure."""
    frame = history.frame_of(view)
    notes = history.notes(view, frame)
    return [
        figure_card(history.CARD, history.content(view, frame), view.t),
        html.Div(notes, id=history.NOTES, className="profile-notes"),
        dcc.Store(id=history.CARD.figures, data=history.figures(view, frame)),
    ]


def _parts(view: View) -> list[tuple[str | int, str]]:
    """Return the parts whose history can be drawn: those of this edition, and the one drawn if it is none."""
    dataset, t = view.dataset, view.t
    newest = view.structure[view.structure["edition"] == dataset.detailed]
    rows = view.frame if view.detailed else newest
    options: dict[str | int, str] = {}
    for code, concept, name in zip(rows["code"], rows["concept"], rows["name"], strict=True):
        called = part_name(dataset, t, code, concept, name)
        options[concept] = called if "." not in code else f"{code} {called}"
    if view.choice.history not in options:
        options[view.choice.history] = view.concept_name(view.choice.history)
    return list(options.items())


def _below(view: View) -> list[Component]:
    """Return how marks are set and how to read, folded, and where else the economy is shown."""
    t = view.t
    marks = [t("economy.reading.marks"), t("economy.reading.group"), _check(view.dataset, t)]
    reading = [t(f"economy.reading.{key}") for key in ("change", "years", "coverage", "concepts")]
    columns = [html.Div([html.P(markup(line)) for line in lines]) for lines in (reading, marks)]
    title = html.H2(t("economy.reading.title"))
    links = html.H2(t("economy.links.title", name=view.name))
    return [
        fold(title, t("economy.reading.deck"), [html.Div(columns, className="three")], "reading", "block"),
        html.Section([links, html.Ul(_links(view), className="links-list")], className="block links-more"),
    ]


@cached
def _agreement(dataset: Dataset) -> tuple[tuple[int, ...], int, int, int]:
    return agreement(dataset.table("gii_scores"), dataset.parts)


def _check(dataset: Dataset, t: Words) -> str:
    """Return how far our reading of the rule gives the marks that are published, and what it adds to it."""
    editions, printed, alike, added = _agreement(dataset)
    values = {"count": numbers.decimal(printed, 0, t.lang), "first": editions[0], "last": editions[-1]}
    details = t("economy.reading.details")
    if alike == printed and not added:
        return t("economy.reading.check_all", **values) + details
    counts = {"alike": numbers.decimal(alike, 0, t.lang), "added": numbers.decimal(added, 0, t.lang)}
    return t("economy.reading.check_some", **counts, **values) + details


def _links(view: View) -> list[Component]:
    """Return the links to the other pages with this economy."""
    t, code, edition = view.t, view.choice.economy, view.choice.edition
    queries = {
        "why": f"?economy={code}",
        "weights": f"?economy={code}",
        "ranking": f"?edition={edition}" if view.hero else f"?edition={edition}&with={code}",
    }
    return [
        html.Li(html.A(t(f"economy.links.{page}", name=view.name), href=path(t.lang, page) + query))
        for page, query in queries.items()
    ]


def _alone(draw: Callable[[View], Sequence[Component]]) -> Draw:
    """Return what draws one section of the page for a query."""
    return lambda dataset, lang, query: draw(View(dataset, words(lang), Choice.read(dataset, query)))


CALLBACKS = Callbacks(
    Choice,
    parts=((FINDING, "children"), (DECK, "children"), (HISTORY, "options"), (BODY, "children")),
    changes=(
        Change(("level",), LEVEL, _alone(_levels)),
        Change(("history",), (*history.CARD.parts, (history.NOTES, "children")), _alone(_history)),
        Change(("editions",), EDITIONS, _alone(_several)),
        Change(("show",), ((TABLE, "children"),), _alone(lambda view: [table_section(view)])),
    ),
    cards=(levels.CARD, history.CARD),
    path=("economy",),
)
