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
STYLES_BY_WIDTH: Final[dict[int, dict[str, Any]]] = {
    0: {"is_compact": True, "uses_codes": True, "height": 312},
    460: {"is_compact": True, "height": 420},
    718: {"height": 420},
    722: {"height": 500},
}
"""Options of ``ChartStyle`` by the least width of the plot in px: up to 720 on tablets, then as high as the
strategic pillars beside it."""
_LINKED_PAGES: Final = {
    "question.why": "why", "question.strategy": "strategy", "question.weights": "weights",
    "question.claims": "claims", "question.ranking": "ranking", "question.compare": "compare",
}  # fmt: skip
_MEASURES: Final = {
    "rank": ("controls.rank", "overview.measure.rank"),
    "percentile": ("controls.percentile", "overview.measure.percentile"),
    "score": ("controls.score", "overview.measure.score"),
}
"""Keys of the name of each measure and of the line above the figure."""


def layout(view: PageView[Choice]) -> list[Component]:
    """Return the page for editions, economies and a measure."""
    dataset, t, choice = view.dataset, view.t, view.choice
    controls = Controls(PAGE, choice, dataset, t)
    deck_, strips, strategy, below = _fixed_parts(dataset, t)
    card = CARD.draw(view)
    with_strips = replace(card, content=replace(card.content, below_actions=strips))
    comparison = controls.comparison("with", CHIPS, raises=True, raised=choice.raised)
    more = [controls.span(choice.first, choice.last), comparison]
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
def _fixed_parts(
    dataset: Dataset, t: Words
) -> tuple[html.P, tuple[Component, ...], html.Section, list[Component]]:
    """Return what no control changes: deck, strips, strategic pillars, and the parts below."""
    pillars = dataset.catalog.strategy
    china = frame_of(dataset, Choice.read(dataset, {"with": "", "from": str(dataset.editions[0])}), t)
    newest = china.iloc[-1]
    intro = html.Span(markup(t("overview.deck.intro")), className="roomy")
    reach_link = View(dataset, t).reach_link(FOCUS, int(newest["edition"]), numbers.integer(newest["rank"]))
    reach = html.Span([" ", *reach_link], className="roomy")
    more = html.A(t("strategy.more"), href=t.link("strategy"))
    strategy = [
        html.H2(markup(t("strategy.heading")), className="measure"),
        html.Ol([pillar_row(dataset, pillar, t) for pillar in pillars], className="rows"),
        html.P([strategy_sources(dataset, t), " ", more], className="source"),
    ]
    framework = every_change(dataset, t)
    changes = [html.H2(markup(t("overview.changes_title"))), change_list(dataset, t)]
    changes += [html.P(markup(framework))] if framework else []
    reading = column(t("overview.reading_title"), _reading(dataset, china, t))
    limitations = column(t("overview.limits_title"), [*limits(china, t), *missing_data(dataset, t)])
    pages = {
        t("story.link"): "story/1",
        **{t(key): page for key, page in _LINKED_PAGES.items()},
        t("brief.print_two"): f"brief/{FOCUS}",
    }
    links = [html.A(text, href=t.link(page)) for text, page in pages.items()]
    three = html.Div([html.Div(changes), reading, limitations], className="three")
    below = html.Section([three, html.P(links, className="links more")], className="block")
    return (
        html.P([intro, *markup(deck(china, t)), reach], className="deck"),
        tuple(strip(dataset, pillar, t) for pillar in pillars),
        html.Section(strategy, className="strategy"),
        [below, _china_table(dataset, t)],
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
    lines, intervals = [], View(dataset, t).intervals("weights")
    if len(intervals):
        ends = {"first": intervals["edition"].min(), "last": intervals["edition"].max()}
        lines.append(t("overview.reading.band", **ends, draws=intervals["draws"].iloc[-1]))
    rounded = intervals[intervals["outer_low"].notna()]
    if len(rounded):  # what the rounding of older scores adds to the band of China
        wider = []
        for row in select_widened(rounded).to_dict("records"):
            outer = row["outer_low"], row["outer_high"]
            wider.append(t("overview.reading.widened", edition=row["edition"], interval=outer))
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
    ranks = {int(edition): int(value) for edition, value in zip(china["edition"], china["rank"], strict=True)}
    start, end = CLAIM
    lines = [t("overview.limits.cause")]
    if {start - 1, start, end} <= ranks.keys():
        before, first = ranks[start - 1], ranks[start]
        hides_fall = before < first and min(before, first) > ranks[end]
        key = "overview.limits.start" if hides_fall else "overview.limits.start_up"
        places = {"from_before": before - ranks[end], "from_start": first - ranks[end]}
        lines.append(t(key, before=before, start=first, **places))
    lowest = max(ranks, key=ranks.__getitem__, default=start)
    if lowest not in CLAIM and ranks.get(lowest, 0) > ranks.get(start, 0) > 0:
        lines.append(t("overview.limits.lowest", edition=lowest, rank=ranks[lowest]))
    elif lowest == start and ranks.get(end, 0) < ranks[start] and len(ranks) > len(CLAIM):
        lines.append(t("overview.limits.from_lowest", rank=ranks[start]))
    return lines


def missing_data(dataset: Dataset, t: Words) -> list[str]:
    """Return for how many of the actions that the article names there are no data; empty if for none."""
    actions = [action for pillar in dataset.catalog.strategy for action in pillar.actions]
    gaps = sum(not action.indicators for action in actions)
    return [t("overview.limits.pillars", gaps=gaps, actions=len(actions))] if gaps else []


def _china_table(dataset: Dataset, t: Words) -> html.Section:
    view = PageView(dataset, t, Choice.read(dataset, {"with": "", "from": str(dataset.editions[0])}))
    rows = file_rows(view, TRAJECTORY)
    rows["claimed"] = rows["edition"].isin(CLAIM)
    count = t("overview.table_count", visible=len(rows), all=len(rows))
    head = html.Div([html.H2(t("overview.table")), html.P(count, className="small")], className="block-head")
    table = own_table(view, TRAJECTORY, t("overview.table"), rows, marked=("claimed", True))
    return html.Section([head, table], className="block")


def content(view: PageView[Choice]) -> Content:
    """Return the card in the chosen measure."""
    dataset, choice, t, measure = view.dataset, view.choice, view.t, view.choice.measure
    frame, labels = frame_of(dataset, choice, t), line_labels(dataset, t)
    names = {code: labels[code] for code in choice.economies}
    title = finding(frame, measure, t)
    axis = [html.Span(markup(t("overview.measure.rank_axis")), className="roomy")]  # left out on phones
    # Notes that a wide plot has beside its marks are below a narrow one; scores have no interval.
    shaded = [] if measure == "score" else [t("trajectory.note.shaded_short")]
    narrow_notes = html.P([*shaded, t("trajectory.note.framework_short")])
    query = {"from": choice.first, "to": choice.last, "with": ",".join(choice.peers)}
    widths = STYLES_BY_WIDTH.values()
    styles = [ChartStyle(measure, t, highlighted=choice.raised, **options) for options in widths]
    figures = trajectories(_points(frame, t), names, explained_changes(dataset, t), styles)
    variants = dict(zip(STYLES_BY_WIDTH, figures, strict=True))
    _, line_key = _MEASURES[measure]
    return Content(
        title,
        heading=UnseenPart(t("overview.heading_figure")),
        measure=[*markup(t(line_key)), *(axis if measure == "rank" else [])],
        table=figure_table(frame, names, measure, t),
        figure=figure_by_width(variants.__getitem__, *STYLES_BY_WIDTH),
        source=_source_line(dataset, frame, choice.peers, measure, t),
        data_address=view.download("trajectory", query),
        credit=cited_providers(dataset, plain(title), (), t, frame["edition"]),
        quote=t("overview.quote"),
        body=[html.Div(narrow_notes, id=NOTE, className="narrow-note")],
    )


CARD = Card(PAGE, "trajectory", (TRAJECTORY,), content, height=740)
CARDS = (CARD,)
CALLBACKS = Callbacks(Choice, parts=(FINDING, CHIPS, NOTE), cards=CARDS, stores=("raise",))


def _points(frame: pd.DataFrame, t: Words) -> list[Row]:
    points = records(median_figures(frame))
    writers = {name: t.writer(name) for name in MEASURES}
    medians = []
    for row in (row for row in points if row.get("members") is not None):
        head = plain(t("trajectory.tip.head", name=row["name"], edition=row["edition"]))
        medians.append(row | {"tip": median_tip(row, head, writers, t)})
    return [*add_tips([row for row in points if row.get("members") is None], t), *medians]


def figure_table(frame: pd.DataFrame, names: Mapping[str, str], measure: str, t: Words) -> Component:
    """Return the figure as a table: editions down, economies across, in the measure on show."""
    wide = frame.pivot(index="edition", columns="economy", values=measure).reindex(columns=list(names))
    formats, write = dict.fromkeys(names, measure), t.writer(measure)
    medians = frame[frame["members"].notna()] if "members" in frame else frame.iloc[:0]
    for code in medians["economy"].unique():
        formats[code] = ""
        rows = rows_of(medians, code).to_dict("records")
        cells = {row["edition"]: median_cell(row, measure, write, t) or pd.NA for row in rows}
        wide[code] = pd.Series(cells, dtype="str")
    table = wide.dropna(how="all").sort_index(ascending=False).reset_index()
    table = table.fillna(dict.fromkeys(medians["economy"], t("missing")))
    columns = [
        Col("edition", t("overview.column.edition"), "text"),
        *(Col(code, name, formats[code]) for code, name in names.items()),
    ]
    name_key, _ = _MEASURES[measure]
    return rows_table(t, table, columns, t("overview.column.table", measure=t(name_key)))


def _source_line(
    dataset: Dataset, frame: pd.DataFrame, peers: Sequence[str], measure: str, t: Words
) -> list[str | Component]:
    """Return publisher, editions, own calculation, licence, and the dates of the data and the last check.

    Phones leave out the middle and the dates, which are also in the text under the figure and in the footer.
    The last part is hidden: the browser draws it into a picture, where nobody can follow a link to licences.
    """
    measured = frame[frame[measure].notna()]
    frame = frame if measured.empty else measured  # before 2011 there are ranks only
    china = rows_of(frame, FOCUS)
    first, last = int(frame["edition"].min()), int(frame["edition"].max())
    published = china.loc[china["published_low"].notna(), "edition"]
    notes = copied_note(dataset, range(first, last + 1), t)
    if measure != "score" and china["low"].notna().any():
        notes = t("overview.source_own") + notes
    if measure == "rank" and len(published):
        notes = t("overview.source_published", edition=published.iloc[-1]) + notes
    publisher = t("overview.source", first=first, last=last)
    dates = t("overview.source_asof", last=dataset.editions[-1], checked=dataset.last_checked)
    dates = t.language.gap + dates
    picture = f"{publisher}{notes}{t('overview.source_licences_differ')}{t.language.stop}{dates}"
    groups = membership(dataset, peers, t)
    return [
        publisher,
        html.Span(notes, className="roomy"),
        t("overview.source_licences"),
        html.A(t("overview.source_link"), href=t.link("data")),
        t.language.stop,
        html.Span(dates, className="roomy"),
        *([t.language.gap, *groups] if groups else []),
        html.Span(picture, hidden=True, **attributes(data_part="picture-source")),
    ]
