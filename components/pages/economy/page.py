"""Economy profile: where does one economy stand on every level, how firm is it, and how did it get there?"""

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset, cached
from analysis.derived import ranks
from analysis.frames.economy import PROFILE
from analysis.profile import FILTERS, MOST_EDITIONS, Choice, filtered
from analysis.strengths import agreement
from components import numbers
from components.attributes import attributes
from components.callbacks import Callbacks, Change, Draw
from components.numbers import known
from components.pages.economy import cards
from components.pages.economy.cards import EDITIONS, HISTORY, LEVELS
from components.pages.economy.view import (
    PAGE,
    PAST,
    PILLAR,
    Row,
    View,
    calculated,
    change_text,
    chooser,
    doubt_text,
    score_text,
    value_text,
)
from components.parts.badges import empty
from components.parts.controls import choice
from components.parts.fold import fold
from components.parts.peers import peers_section, people
from components.parts.section import links
from components.parts.tables import bare, labelled, region
from components.shell import path
from components.text import Words, markup, words

CARDS = (LEVELS, HISTORY, EDITIONS)
FINDING, DECK, BODY, TABLE = "economy-finding", "economy-deck", "economy-body", "economy-table"
CHOICE = f"{PAGE}-history"
MOST = 12  # rows that are not folded
_HEADS = ("indicator", "value", "year", "score", "rank", "of", "change", "among", "group", "past")
_SIGNS = {"S": ("●", "◆"), "W": ("○", "◇")}


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the page of the economy that the path names; ``query`` gives the values of its controls.

    An economy that no edition ranks has a page that says so.
    """
    view = View(dataset, words(lang), Choice.read(dataset, query))
    t, controls, economy = view.t, view.controls, view.choice.economy
    picker = controls.select("economy", searchable=True, among={*dataset.economies, economy})
    if economy not in dataset.economies:
        return _never(view, picker)
    parts = dataset.parts
    first = int(parts.loc[parts["level"] == "subpillar", "edition"].min())
    since = html.Span(t("economy.control.since", edition=first), className="small profile-since")
    label = t("economy.history.label")
    history = choice(CHOICE, label, _parts(view), view.choice.history, t, searchable=True)
    row = [picker, controls.select("edition"), controls.segmented("level"), since, history]
    return [
        html.H1(markup(finding(view)), id=FINDING),
        html.P(_deck(view), id=DECK, className="deck"),
        html.Div(row, className="controls in-line"),
        html.Div(_body(view), id=BODY),
        CALLBACKS.address(PAGE, dataset, economy=economy),
    ]


def _parts(view: View) -> list[tuple[str | int, str]]:
    """Return the parts whose history can be drawn: those of this edition, and the one drawn if it is none."""
    parts = view.dataset.parts
    rows = view.frame if view.detailed else parts[parts["edition"] == view.dataset.detailed]
    options: dict[str | int, str] = {}
    for row in rows.to_dict("records"):
        called = view.part(row)
        options[row["concept"]] = f"{row['code']} {called}" if "." in row["code"] else called
    if view.choice.history not in options:
        options[view.choice.history] = view.concept_name(view.choice.history)
    return list(options.items())


def _never(view: View, picker: html.Div) -> list[Component]:
    """Return the page of an economy that no edition ranks: that it is so, and the way to the others."""
    dataset, t = view.dataset, view.t
    title, paragraphs = never(dataset, view.choice.economy, t)
    prose = html.Div([html.P(markup(one)) for one in paragraphs], className="prose profile-never")
    # Those of the same region and income group that the newest edition ranks.
    groups = {code: (one.region, one.income) for code, one in dataset.catalog.economies.items()}
    ranked = dataset.ranks(dataset.editions[-1])["GII"].dropna().index
    near = [code for code in ranked if groups[code] == groups[view.choice.economy]]
    if near:
        links = [
            html.Li(html.A(name, href=path(t.lang, f"economy/{code}")))
            for code, name in dataset.by_name(near, t.lang)
        ]
        others = t("economy.never.near", edition=dataset.editions[-1])
        prose.children += [html.P(markup(others)), html.Ul(links)]
    return [html.H1(markup(title)), html.Div(picker, className="controls"), prose]


def never(dataset: Dataset, economy: str, t: Words) -> tuple[str, list[str]]:
    """Return the finding and the paragraphs for an economy that no edition available here ranks."""
    name = dataset.labels(t.lang)[economy]
    finding = t("economy.never.finding", name=name, first=dataset.editions[0], last=dataset.editions[-1])
    others = t("economy.never.others", count=len(dataset.economies))
    return finding, [t("economy.never.reason", name=name), others]


def finding(view: View) -> str:
    """Return the sentence (marked text) that heads the page."""
    index, sides = view.rows.get("GII"), [view.rows.get(code, {}) for code in ("IN", "OUT")]
    if not view.ranked or index is None:
        # Where all ranks of the edition are available, a missing one does not exist.
        ranked: Any = view.dataset.by_edition["ranks"][view.choice.edition]
        whole = view.count is not None and int(ranked) >= view.count
        return view.say(f"economy.finding.{'unranked' if whole else 'absent'}")
    rank = view.rank_words(index)
    if view.count is None:
        return view.say("economy.finding.uncounted", rank=rank)
    if not all(known(side.get("score")) for side in sides):
        return view.say("economy.finding.short", rank=rank)
    inputs, outputs = (view.rank_words(side) for side in sides)
    return view.say("economy.finding.full", rank=rank, inputs=inputs, outputs=outputs)


def _deck(view: View) -> list[str | Component]:
    """Return the lines under the finding: groups, population, score, our interval, the way to the brief."""
    t, economy, edition = view.t, view.choice.economy, view.choice.edition
    lines = []
    context = view.dataset.table("gii_economies")
    rows = context[(context["economy"] == economy) & (context["edition"] == edition)]
    for row in rows.head(1).to_dict("records"):
        groups = [t(f"income.{row['income']}")] if known(row["income"]) else []
        groups.append(t(f"region.{row['region']}"))
        population = people(float(row["population"]), t) if known(row["population"]) else ""
        key = "economy.deck.groups" if population else "economy.deck.groups_only"
        lines.append(t(key, groups=t("economy.deck.join").join(groups), population=population))
    index = view.rows.get("GII", {})
    if known(index.get("score")):
        lines.append(t("economy.deck.score", score=index["score"]))
    lines += intervals(view)
    if not view.ranked:
        lines.append(t("economy.deck.ranked_in", editions=view.runs(ranks(view.dataset, economy))))
    brief = f"{path(t.lang, f'brief/{economy}')}?edition={edition}"
    rank = numbers.whole(index["rank"]) if view.ranked else None
    reach = view.reach(economy, edition, rank)
    text = markup(t("economy.deck.between").join(lines))
    return [*text, " ", html.A(t("brief.link"), href=brief), *([" · ", *reach] if reach else [])]


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


def _body(view: View) -> list[Component]:
    """Return all that the edition decides."""
    t = view.t
    card, figures, beside = _levels(view)
    # Without a rank the card is hidden, not left out: a control that changes it must find it.
    now = html.Div([card, figures], hidden=not view.ranked)
    aside = html.Div(cards.beside(view), hidden=not view.ranked)
    parts = {PAST: t("economy.history.title"), EDITIONS.prefix: t("economy.editions.part")}
    if view.ranked and view.detailed:
        parts["indicators"] = t("economy.table.title")
    if view.ranked:
        parts["marks"] = t("economy.marks.title")
    parts["peers"] = t("peers.title")
    past = html.Section(cards.history_card(view), id=PAST)
    several = view.controls.several("editions", MOST_EDITIONS)
    below = html.Div([beside, aside], className="profile-grid")
    return [
        links(parts, t),
        html.Div([past, now], className="profile-grid profile-first"),
        html.Section([several, below], className="block", id=EDITIONS.prefix),
        _table_section(view),
        *([_marks_section(view)] if view.ranked else []),
        peers_section(view.dataset, view.choice.economy, view.choice.edition, t),
        *_below(view),
    ]


def _levels(view: View) -> list[Component]:
    """Return the card of every level, the store of its figure, and the card of editions side by side."""
    return [*cards.levels_card(view, finding(view)), cards.editions_card(view)]


def _marks_section(view: View) -> html.Section | html.Details:
    """Return both lists, folded, or the words that stand where an edition has no marks."""
    t = view.t
    head = html.H2(t("economy.marks.title"))
    if view.frame["marked"].isna().all():
        return html.Section([head, _unheld(view, "economy.marks.none")], className="block", id="marks")
    deck = view.say(f"economy.marks.{'rule' if view.ours else 'published'}")
    sentences, lists = zip(*(_marks(view, mark) for mark in _SIGNS), strict=True)
    data = html.A(t("economy.marks.data"), href=view.address(PROFILE), download="")
    source = view.say(f"economy.marks.source{'_ours' if view.ours else ''}")
    body = [
        html.P(markup(deck), className="prose"),
        html.Div(list(lists), className="profile-marks"),
        html.P([source, data], className="source"),
    ]
    return fold(head, markup(t("economy.levels.join").join(sentences)), body, "marks", "block")


def _marks(view: View, mark: str) -> tuple[str, html.Div]:
    """Return how many indicators carry a mark, with the clearest of them (marked text), and the list."""
    t, rows = view.t, marked(view.frame, mark).to_dict("records")
    title = t(f"economy.marks.{mark}", count=len(rows))
    parts: list[Component] = [html.H3(title, className="marks-title")]
    above = view.frame[(view.frame["strength"] == mark) & (view.frame["level"] != "indicator")]
    names = [
        t("economy.marks.named", name=view.part(row), rank=row["rank"]) for row in above.to_dict("records")
    ]
    if names:
        parts.append(html.P(t(f"economy.marks.above_{mark}", names=t.listing(names)), className="small"))
    css = {"column.indicator": None, "marks.axis": "strip-head", "column.rank": "num", "column.of": "num"}
    heads = [html.Th(t(f"economy.{key}"), scope="col", className=name) for key, name in css.items()]
    shape = "ring-mark" if mark == "W" else "dot-mark"
    color = "hero-mark" if view.hero else "ink-mark"
    drawn = []
    for row in rows:
        rank, count = int(row["rank"]), numbers.whole(row["economies"]) or 1
        left = 100 * (rank - 1) / max(count - 1, 1)
        dot = html.Span(className=f"{shape} {color}", style={"left": f"{left:.1f}%"})
        line = html.Span(dot, className="strip-line", **attributes(aria_hidden="true"))
        cells = [
            html.Th(view.part(row), scope="row"),
            html.Td(line, className="strip-cell"),
            html.Td(str(rank), className="num strong"),
            html.Td(str(count), className="num quiet-number"),
        ]
        drawn.append(html.Tr(cells))

    def listed(rows: list[html.Tr]) -> html.Div:
        return html.Div(bare(title, heads, [html.Tbody(rows)]), className="profile-list")

    if not rows:
        return title, html.Div(parts)
    parts.append(listed(drawn[:MOST]))
    if len(rows) > MOST:
        more = html.Summary(t("economy.marks.more", count=len(rows) - MOST))
        parts.append(html.Details([more, listed(drawn[MOST:])], className="profile-more"))
    first = {"name": view.part(rows[0]), "rank": view.rank_words(rows[0])}
    return t("economy.marks.first", caption=title, **first), html.Div(parts)


def marked(frame: pd.DataFrame, mark: str) -> pd.DataFrame:
    """Return the indicators of a profile that carry a mark (S or W), the clearest first."""
    found = frame[(frame["strength"] == mark) & (frame["level"] == "indicator")]
    share = (found["rank"] / found["economies"]).astype("float64")
    return found.assign(share=share).sort_values("share", ascending=mark == "S", kind="stable")


def _unheld(view: View, missing: str) -> html.Div:
    """Return what is missing without indicators (key of its words), and as links which editions hold them."""
    place = path(view.t.lang, f"economy/{view.choice.economy}")
    links: list[str | Component] = []
    for year in view.detailed_editions:
        links += [html.A(str(year), href=f"{place}?edition={year}"), " "]
    block = empty([view.say(missing)])
    if links:
        block.children = [*(block.children or []), html.P([view.t("economy.marks.editions"), " ", *links])]
    return block


def _table_section(view: View) -> html.Section:
    """Return the heading, the filter and a table for each pillar; without indicators words in their place."""
    t = view.t
    control, title = view.controls.segmented("show"), t("economy.table.title")
    if not view.detailed or not view.ranked:
        # Hidden, not left out: the address reads the control, a change of it fills the table.
        folded = html.Div([control, html.Div(id=TABLE)], hidden=True)
        if not view.ranked:
            return html.Section(folded, hidden=True)
        missing = _unheld(view, "economy.table.unheld")
        return html.Section([html.H2(title), missing, folded], className="block")
    head = html.Div([html.H2(title, id="indicators"), control], className="block-head profile-head")
    lines = [t(f"economy.table.{'signs_ours' if view.ours else 'signs'}"), t("economy.table.deck")]
    lines += calculated(view.frame, t)
    deck = html.P(markup(t("economy.deck.between").join(lines)), className="prose")
    return html.Section([head, deck, html.Div(_table(view), id=TABLE)], className="block")


def _table(view: View) -> list[Component]:
    """Return the rows that the filter asks for, under their sub-pillars, and how many of how many."""
    t, frame = view.t, view.frame
    rows, before = filtered(frame, view.choice.show), numbers.whole(frame["before"].iloc[0])
    counts = {"visible": rows["level"].eq("indicator").sum(), "all": frame["level"].eq("indicator").sum()}
    count = html.P(t("economy.table.count", **counts), className="small")
    if rows.empty:
        return [count, html.P(t("economy.table.none"), className="prose")]
    # Data years and marks of the group only where the edition has them.
    absent = {"year": frame["data_year"].isna().all(), "group": frame["strength_income"].isna().all()}
    heads = {head: t(f"economy.column.{head}") for head in _HEADS if not absent.get(head)}
    if before is not None:
        heads["change"] = t("economy.column.change_since", edition=before)
    if view.ours:
        heads["among"] = t("economy.column.among_ours")
    css = dict.fromkeys(("indicator", "among", "group", "past"))  # the others hold numbers
    top = [html.Th(text, scope="col", className=css.get(head, "num")) for head, text in heads.items()]
    found: list[Component] = [count]
    for number, group in groupby(rows.to_dict("records"), lambda row: str(row["code"]).partition(".")[0]):
        inside, caption = list(group), t(f"gii.P{number}")
        body = html.Tbody([_row(view, row, heads) for row in inside])
        table = region(t, bare(caption, top, [body]), caption, " cards profile-table")
        title = html.H3([html.Span(f"{number} ", className="code"), caption])
        opened, standing = view.choice.show != FILTERS[0], _standing(view, number, inside)
        found.append(fold(title, standing, [table], f"{PILLAR}{number}", "pillar", open=opened))
    return found


def _standing(view: View, number: str, rows: Sequence[Row]) -> list[str | Component]:
    """Return the rank of a GII pillar, its change, and how many of its indicators are marked."""
    t, pillar, found = view.t, view.rows.get(f"P{number}"), list[str | Component]()
    if pillar is not None:
        rank, count = view.rank_cell(pillar), numbers.whole_cell(pillar["economies"], t("missing"))
        found.append(html.Span(markup(t("economy.table.standing", rank=rank, count=count))))
        found.append(html.Span(change_text(pillar), className=_tone(pillar)))
    marks = [row["strength"] for row in rows if row["level"] == "indicator"]
    shown = [mark for mark in _SIGNS if mark in marks]
    return found + [html.Span(t(f"economy.table.{mark}", count=marks.count(mark))) for mark in shown]


def _row(view: View, row: Row, heads: Mapping[str, str]) -> html.Tr:
    """Return an indicator, or the sub-pillar above it, which has neither a value nor a data year."""
    t, missing, part = view.t, view.t("missing"), row["level"] == "subpillar"
    year: Any = "" if part else numbers.whole_cell(row["data_year"], missing)
    if numbers.is_true(row["outdated"]) and not part:
        year = [year, html.Span(t("economy.table.old"), className="old")]
    marks = [
        f"{_SIGNS[str(mark)][column]} {t(f'economy.short.{mark}')}" if mark in ("S", "W") else ""
        for column, mark in enumerate((row["strength"], row["strength_income"]))
    ]
    cells: dict[str, tuple[Any, str]] = {
        "value": ("" if part else value_text(row, t), "num"),
        "year": (year, "num"),
        "score": (score_text(row, t), "num"),
        "rank": (view.rank_cell(row), "num strong"),
        "of": (numbers.whole_cell(row["economies"], missing), "num quiet-number"),
        "change": (change_text(row), "num " + _tone(row)),
        "among": (marks[0], "flag"),
        "group": (marks[1], "flag"),
    }
    body: list[Component] = [
        html.Td(cell, className=css + (" missing" if cell == missing else ""))
        for cell, css in (cells[head] for head in heads if head in cells)
    ]
    body.append(html.Td(chooser(view, row)))
    name: list[str | Component] = [html.Span(f"{row['code']} ", className="code"), view.part(row)]
    if t.lang != "en":  # the publisher's words state the unit
        name.append(html.Span(str(row["name"]), className="small", lang="en"))
    if doubt := doubt_text(row, t):
        name.append(html.Span(doubt, className="small"))
    head = html.Th(name, scope="row")
    return html.Tr([head, *labelled(body, list(heads.values())[1:])], className="part-row" if part else None)


def _tone(row: Row) -> str:
    places = numbers.whole(row["change"])
    return "" if not places else "gain" if places > 0 else "loss"


def _below(view: View) -> list[Component]:
    """Return how marks are set and how to read, folded, and where else the economy is shown."""
    t, code, edition = view.t, view.choice.economy, view.choice.edition
    # How far our reading of the rule gives the marks that are published, and what it adds to them.
    editions, printed, alike, added = _agreement(view.dataset)
    key = "check_all" if alike == printed and not added else "check_some"
    counts = {"count": printed, "alike": alike, "added": added, "first": editions[0], "last": editions[-1]}
    check = t(f"economy.reading.{key}", **counts) + t("economy.reading.details")
    marks = [t("economy.reading.marks"), t("economy.reading.group"), check]
    reading = [t(f"economy.reading.{key}") for key in ("change", "years", "coverage", "concepts")]
    columns = [html.Div([html.P(markup(line)) for line in lines]) for lines in (reading, marks)]
    title, body = html.H2(t("economy.reading.title")), html.Div(columns, className="three")
    queries = {
        "why": f"?economy={code}",
        "weights": f"?economy={code}",
        "ranking": f"?edition={edition}" if view.hero else f"?edition={edition}&with={code}",
    }
    links = [
        html.Li(html.A(view.say(f"economy.links.{page}"), href=path(t.lang, page) + query))
        for page, query in queries.items()
    ]
    more = [html.H2(view.say("economy.links.title")), html.Ul(links, className="links-list")]
    return [
        fold(title, t("economy.reading.deck"), [body], "reading", "block"),
        html.Section(more, className="block links-more"),
    ]


@cached
def _agreement(dataset: Dataset) -> tuple[tuple[int, ...], int, int, int]:
    return agreement(dataset.table("gii_scores"), dataset.parts)


def _alone(draw: Callable[[View], Sequence[Component]]) -> Draw:
    """Return what draws one section of the page for a query."""
    return lambda dataset, lang, query: draw(View(dataset, words(lang), Choice.read(dataset, query)))


def _several(view: View) -> list[Component]:
    """Return the editions side by side, and the control that says which can be chosen beside them."""
    return [view.controls.several("editions", MOST_EDITIONS), cards.editions_card(view)]


_OF_LEVEL = (LEVELS.measure_line, LEVELS.table, EDITIONS.table)
_OF_EDITIONS = (EDITIONS.heading, EDITIONS.table, EDITIONS.source, *EDITIONS.credit)
_LEVEL_PARTS = ((LEVELS.figures, "data"), *((name, "children") for name in _OF_LEVEL))
_EDITIONS_PARTS = (
    ("economy-editions", "options"),
    (EDITIONS.data, "href"),
    *((name, "children") for name in _OF_EDITIONS),
)
CALLBACKS = Callbacks(
    Choice,
    parts=((FINDING, "children"), (DECK, "children"), (CHOICE, "options"), (BODY, "children")),
    changes=(
        Change(("level",), _LEVEL_PARTS, _alone(_levels)),
        Change(("history",), (*HISTORY.parts, (cards.NOTES, "children")), _alone(cards.history_card)),
        Change(("editions",), _EDITIONS_PARTS, _alone(_several)),
        Change(("show",), ((TABLE, "children"),), _alone(lambda view: [_table_section(view)])),
    ),
    cards=(LEVELS, HISTORY),
    path=("economy",),
)
