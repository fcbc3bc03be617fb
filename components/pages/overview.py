"""Overview: how far has China risen, and how does each strategic pillar look?"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset, cached
from analysis.index.groups import median_figures
from analysis.index.standing import MEASURES, TRAJECTORY, Choice, rows_of
from analysis.robustness.intervals import select_widened
from components.cards.callbacks import Callbacks
from components.cards.card import Card, Content, UnseenPart
from components.cards.citation import cited_providers
from components.cards.tables import Col, file_rows, own_table, rows_table
from components.charts.layer import Row, figure_by_width
from components.charts.lines import records
from components.charts.trajectory import ChartStyle, add_tips, trajectories
from components.text import numbers
from components.text.attributes import attributes
from components.text.catalog import Words, markup, plain
from components.text.view import PageView, View, line_labels
from components.widgets.blocks import change_list, column
from components.widgets.controls import Controls, control_bar
from components.widgets.framework import copied_note, every_change, explained_changes
from components.widgets.groups import median_cell, median_tip, membership
from components.widgets.reading import pillar_row, strip
from components.widgets.trajectory import finding, frame_of, strategy_sources
from data.article import ARTICLE, CLAIM, FOCUS

PAGE = "overview"
CHIPS, FINDING, NOTE = "overview-chips", "overview-finding", "overview-note"
VARIANTS: Final[dict[int, dict[str, Any]]] = {
    0: {"is_compact": True, "uses_codes": True, "height": 312},
    460: {"is_compact": True, "height": 420},
    718: {"height": 420},
    722: {"height": 500},
}
"""How a plot is drawn (charts/trajectory.py, Look), by its least width in pixels.

On tablets it has up to 720; beside the strategic pillars it is as high as they are.
"""
_MORE: Final = ("why", "strategy", "weights", "claims", "ranking", "compare")


def layout(view: PageView[Choice]) -> list[Component]:
    """Return the page for editions, economies and a measure."""
    dataset, t, chosen = view.dataset, view.t, view.choice
    controls = Controls(PAGE, chosen, dataset, t)
    deck_, strips, strategy, below = _fixed(dataset, t)
    card = CARD.draw(view)
    with_strips = replace(card, content=replace(card.content, below_actions=strips))
    compared = controls.comparison("with", CHIPS, raises=True, raised=chosen.raised)
    more = [controls.span(chosen.first, chosen.last), compared]
    return [
        html.P(html.A(t("story.start"), href=t.link("story/1")), className="newcomer"),
        html.H1(card.title, id=FINDING),
        deck_,
        control_bar(t, [controls.segmented_control("show")], more),
        html.Div([with_strips.html, strategy], className="overview-grid"),
        *below,
        controls.store("raise"),
    ]


@cached
def _fixed(dataset: Dataset, t: Words) -> tuple[html.P, tuple[Component, ...], html.Section, list[Component]]:
    """Return what does not change with the controls: deck, strips, strategic pillars, and what is below."""
    pillars = dataset.catalog.strategy
    china = frame_of(dataset, Choice.read(dataset, {"with": "", "from": str(dataset.editions[0])}), t)
    newest = china.iloc[-1]
    intro = html.Span(markup(t("overview.deck.intro")), className="roomy")
    reach = View(dataset, t).reach_link(FOCUS, int(newest["edition"]), numbers.integer(newest["rank"]))
    beside = html.Span([" ", *reach], className="roomy")
    more = html.A(t("strategy.more"), href=t.link("strategy"))
    strategy = [
        html.H2(markup(t("strategy.heading")), className="measure"),
        html.Ol([pillar_row(dataset, pillar, t) for pillar in pillars], className="rows"),
        html.P([strategy_sources(dataset, t), " ", more], className="source"),
    ]
    # Framework changes, how to read the rank, what the page cannot show; links.
    counted = [html.P(markup(line)) for line in [every_change(dataset, t)] if line]
    changes = [html.H2(markup(t("overview.changes_title"))), change_list(dataset, t), *counted]
    cannot = [
        html.H2(t("overview.limits_title")),
        *(html.P(markup(line)) for line in [*limits(china, t), *unseen(dataset, t)]),
    ]
    reading = column(t("overview.reading_title"), _reading(dataset, china, t))
    places = {
        t("story.link"): "story/1",
        **{t(f"question.{page}"): page for page in _MORE},
        t("brief.print_two"): f"brief/{FOCUS}",
    }
    links = [html.A(text, href=t.link(place)) for text, place in places.items()]
    three = html.Div([html.Div(changes), reading, html.Div(cannot)], className="three")
    columns_ = [three, html.P(links, className="links more")]
    return (
        html.P([intro, *markup(deck(china, t)), beside], className="deck"),
        tuple(strip(dataset, pillar, t) for pillar in pillars),
        html.Section(strategy, className="strategy"),
        [html.Section(columns_, className="block"), _china_table(dataset, t)],
    )


def deck(china: pd.DataFrame, t: Words) -> str:
    """Return the lines under the finding (marked text), from the rows of China in all editions."""
    row, interval = china.iloc[-1], ""
    low, high = numbers.integer(row["low"]), numbers.integer(row["high"])
    if low is not None and high is not None:
        similar = t("similar.ranks", interval=t.write((low, high), "interval"))
        interval = t("overview.deck.interval", similar=similar)
    values = {"year": row["edition"], "rank": row["rank"], "count": row["economies"]}
    lines = [t("overview.deck.text", **values, interval=interval)]
    if target := ARTICLE.target:
        lines.append(t("overview.deck.target", rank=target.rank, edition=target.edition))
    return t.sentences(lines)


def _reading(dataset: Dataset, china: pd.DataFrame, t: Words) -> list[str]:
    lines, own = [], View(dataset, t).intervals("weights")
    if len(own):
        first, last, draws = own["edition"].min(), own["edition"].max(), own["draws"].iloc[-1]
        lines.append(t("overview.reading.band", first=first, last=last, draws=draws))
    rounded = own[own["outer_low"].notna()]
    if len(rounded):  # what the rounding of older scores adds to the band of China
        wider = [
            t(
                "overview.reading.widened",
                edition=row["edition"],
                interval=(row["outer_low"], row["outer_high"]),
            )
            for row in select_widened(rounded).to_dict("records")
        ]
        key = "overview.reading.rounding" if wider else "overview.reading.rounding_same"
        lines.append(t(key, last=rounded["edition"].max(), intervals=t.listing(wider)))
    for row in china[china["published_low"].notna()].tail(1).to_dict("records"):
        interval = row["published_low"], row["published_high"]
        lines.append(t("overview.reading.bracket", edition=row["edition"], interval=interval))
    if china["economies"].isna().any():
        lines.append(t("overview.reading.hollow"))
    counts = china["economies"].dropna()
    return [*lines, t("overview.reading.percentile", low=counts.min(), high=counts.max())]


def limits(china: pd.DataFrame, t: Words) -> list[str]:
    """Return what the page cannot show (marked text), from the rows of China in all editions."""
    rank = {int(edition): int(value) for edition, value in zip(china["edition"], china["rank"], strict=True)}
    start, end = CLAIM
    lines = [t("overview.limits.cause")]
    if {start - 1, start, end} <= rank.keys():
        before, first = rank[start - 1], rank[start]
        hides = before < first and min(before, first) > rank[end]
        key = "overview.limits.start" if hides else "overview.limits.start_up"
        places = {"from_before": before - rank[end], "from_start": first - rank[end]}
        lines.append(t(key, before=before, start=first, **places))
    lowest = max(rank, key=rank.__getitem__, default=start)
    if lowest not in CLAIM and rank.get(lowest, 0) > rank.get(start, 0) > 0:
        lines.append(t("overview.limits.lowest", edition=lowest, rank=rank[lowest]))
    elif lowest == start and rank.get(end, 0) < rank[start] and len(rank) > len(CLAIM):
        lines.append(t("overview.limits.from_lowest", rank=rank[start]))
    return lines


def unseen(dataset: Dataset, t: Words) -> list[str]:
    """Return of how much of what the article names there are no data; nothing where there are of all."""
    actions = [action for pillar in dataset.catalog.strategy for action in pillar.actions]
    gaps = sum(not action.indicators for action in actions)
    return [t("overview.limits.pillars", gaps=gaps, actions=len(actions))] if gaps else []


def _china_table(dataset: Dataset, t: Words) -> html.Section:
    """Return China by edition with sub-indices and both intervals; the claim's editions are marked."""
    view = PageView(dataset, t, Choice.read(dataset, {"with": "", "from": str(dataset.editions[0])}))
    rows = file_rows(view, TRAJECTORY)
    rows["claimed"] = rows["edition"].isin(CLAIM)
    count = t("overview.table_count", visible=len(rows), all=len(rows))
    head = html.Div([html.H2(t("overview.table")), html.P(count, className="small")], className="block-head")
    body = own_table(view, TRAJECTORY, t("overview.table"), rows, marked=("claimed", True))
    return html.Section([head, body], className="block")


# The figure and the words around it


def content(view: PageView[Choice]) -> Content:
    """Return what the card shows of the measure that is chosen."""
    dataset, chosen, t, measure = view.dataset, view.choice, view.t, view.choice.measure
    frame, labels = frame_of(dataset, chosen, t), line_labels(dataset, t)
    names = {code: labels[code] for code in chosen.economies}
    title = finding(frame, measure, t)
    axis = [html.Span(markup(t("overview.measure.rank_axis")), className="roomy")]  # left out on phones
    # What a full plot says beside its marks is below a narrow one; scores have no interval.
    shaded = [] if measure == "score" else [t("trajectory.note.shaded_short")]
    narrow = html.P([*shaded, t("trajectory.note.framework_short")])
    query = {"from": chosen.first, "to": chosen.last, "with": ",".join(chosen.peers)}
    looks = [ChartStyle(measure, t, highlighted=chosen.raised, **form) for form in VARIANTS.values()]
    figures = trajectories(_points(frame, t), names, explained_changes(dataset, t), looks)
    variants = dict(zip(VARIANTS, figures, strict=True))
    return Content(
        title,
        heading=UnseenPart(t("overview.heading_figure")),
        measure=[*markup(t(f"overview.measure.{measure}")), *(axis if measure == "rank" else [])],
        table=figure_table(frame, names, measure, t),
        figure=figure_by_width(variants.__getitem__, *VARIANTS),
        source=_source_line(dataset, frame, chosen.peers, measure, t),
        data_address=view.download("trajectory", query),
        credit=cited_providers(dataset, plain(title), (), t, frame["edition"]),
        quote=t("overview.quote"),
        body=[html.Div(narrow, id=NOTE, className="narrow-note")],
    )


CARD = Card(PAGE, "trajectory", (TRAJECTORY,), content, height=740)
CARDS = (CARD,)
CALLBACKS = Callbacks(Choice, parts=(FINDING, CHIPS, NOTE), cards=CARDS, stores=("raise",))


def _points(frame: pd.DataFrame, t: Words) -> list[Row]:
    """Return the points of the lines with their tips: of economies, and of medians of groups."""
    points = records(median_figures(frame))
    economies = add_tips([row for row in points if row.get("members") is None], t)
    writers = {name: t.writer(name) for name in MEASURES}
    medians = []
    for row in (row for row in points if row.get("members") is not None):
        head = plain(t("trajectory.tip.head", name=row["name"], edition=row["edition"]))
        medians.append(row | {"tip": median_tip(row, head, writers, t)})
    return [*economies, *medians]


def figure_table(frame: pd.DataFrame, names: Mapping[str, str], measure: str, t: Words) -> Component:
    """Return the figure as a table: editions down, economies across, in the measure on show."""
    wide = frame.pivot(index="edition", columns="economy", values=measure).reindex(columns=list(names))
    ways, write = dict.fromkeys(names, measure), t.writer(measure)
    medians = frame[frame["members"].notna()] if "members" in frame else frame.iloc[:0]
    for code in medians["economy"].unique():
        rows_, ways[code] = rows_of(medians, code).to_dict("records"), ""
        cells = {row["edition"]: median_cell(row, measure, write, t) or pd.NA for row in rows_}
        wide[code] = pd.Series(cells, dtype="str")
    known = wide.dropna(how="all").sort_index(ascending=False).reset_index()
    known = known.fillna(dict.fromkeys(medians["economy"], t("missing")))
    columns = [
        Col("edition", t("overview.column.edition"), "text"),
        *(Col(code, name, ways[code]) for code, name in names.items()),
    ]
    return rows_table(t, known, columns, t("overview.column.table", measure=t(f"controls.{measure}")))


def _source_line(
    dataset: Dataset, frame: pd.DataFrame, peers: Sequence[str], measure: str, t: Words
) -> list[str | Component]:
    """Return publisher, editions, own calculation, licence, data as of and checked on.

    Phones leave out the middle and the dates, which stand in the text under the figure and in the footer. The
    last part is not shown: it is the source as the browser draws it into a picture, which has no link to the
    licences.
    """
    known = frame[frame[measure].notna()]
    frame = frame if known.empty else known  # before 2011 there are ranks only
    china = rows_of(frame, FOCUS)
    first, last = int(frame["edition"].min()), int(frame["edition"].max())
    printed = china.loc[china["published_low"].notna(), "edition"]
    rest = copied_note(dataset, range(first, last + 1), t)
    if measure != "score" and china["low"].notna().any():
        rest = t("overview.source_own") + rest
    if measure == "rank" and len(printed):
        rest = t("overview.source_published", edition=printed.iloc[-1]) + rest
    publisher = t("overview.source", first=first, last=last)
    dates = t.language.gap + t(
        "overview.source_asof", last=dataset.editions[-1], checked=dataset.last_checked
    )
    picture = f"{publisher}{rest}{t('overview.source_licences_differ')}{t.language.stop}{dates}"
    return [
        publisher,
        html.Span(rest, className="roomy"),
        t("overview.source_licences"),
        html.A(t("overview.source_link"), href=t.link("data")),
        t.language.stop,
        html.Span(dates, className="roomy"),
        *([t.language.gap, *groups] if (groups := membership(dataset, peers, t)) else []),
        html.Span(picture, hidden=True, **attributes(data_part="picture-source")),
    ]
