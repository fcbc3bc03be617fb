"""Other rankings: do they tell the same story of China's rise as the Global Innovation Index?"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from analysis.dataset import Dataset, cached
from analysis.frames import others as frames
from analysis.query import Nothing, Query, one_of
from analysis.triangulation import FIRST, GII, Movement, movements, places
from components import numbers, view
from components.attributes import attributes
from components.callbacks import Callbacks
from components.card import Card
from components.charts.layer import packed
from components.charts.other_rankings import (
    FULL,
    HEIGHT,
    ROW,
    WIDTHS,
    FieldRow,
    Line,
    Point,
    field_strip,
    rank_lines,
)
from components.measures import OF_INDEX, PERCENTILE
from components.parts.citation import cited
from components.parts.columns import columns, three
from components.parts.controls import Controls
from components.parts.figure_card import Content, Credit, figure_card, table_card
from components.parts.tables import Cell, Column, heads, table
from components.text import Words, markup, plain, words
from data.entries import Ranking, Source

STRIP = Card("others-strip", "other-rankings", (frames.RANKINGS,), height=830)
LINES = Card("others-lines", "other-rankings-by-year", (frames.RANKINGS,), height=830, enlarge=True)
CITED = Card("others-cited", "other-rankings-cited", (frames.RANKINGS,), height=720)
VALUES = Card("others-values", "other-indices", (frames.RANKINGS,), height=720)

Row = Mapping[Any, Any]


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """What a reader of the page chose: the measure of a place."""

    show: str = one_of("show", ("percentile", "rank"))


@dataclass(frozen=True)
class View(view.View):
    """China in all rankings, in one measure; ``frame`` has the rows of ``analysis.triangulation``."""

    choice: Choice
    frame: pd.DataFrame

    @property
    def show(self) -> str:
        """The measure of a place."""
        return self.choice.show

    @property
    def known(self) -> dict[str, Ranking]:
        """The rankings of the catalog by id."""
        return self.dataset.catalog.rankings

    @cached_property
    def ranked(self) -> list[str]:
        """The ids of those that are rankings of economies, the GII first."""
        present = set(self.frame["ranking"])
        return [key for key, one in self.known.items() if one.kind == "rank" and key in present]

    @cached_property
    def places(self) -> pd.DataFrame:
        """First and latest place in each ranking, in the measure on show."""
        return places(self.frame, self.ranked, self.show)

    @cached_property
    def percentiles(self) -> pd.DataFrame:
        """First and latest percentile in each ranking, whatever is on show."""
        return places(self.frame, self.ranked)

    @cached_property
    def moved(self) -> list[Movement]:
        """How China moved in each of the others, over one method."""
        return movements(self.frame, [key for key in self.ranked if key != GII])

    def short(self, ranking: str) -> str:
        """Return the short name of a ranking."""
        return self.known[ranking].short.get(self.t.lang)

    def family(self, ranking: str) -> Source:
        """Return the family of sources of a ranking."""
        return self.dataset.catalog.sources[self.known[ranking].source]


def _tip(view: View, row: Row) -> str:
    """Return the words of one point: ranking and year, rank and field, percentile, whether derived."""
    t = view.t
    rank = plain(view.ordinal(int(row["rank"])))
    name = view.known[str(row["ranking"])].name.get(t.lang)
    lines = [f"<b>{t('others.tip.head', name=name, year=row['year'])}</b>"]
    count = numbers.whole(row["economies"])
    if count is None:
        lines.append(t("others.tip.rank_alone", rank=rank))
    else:
        lines.append(t("others.tip.rank", rank=rank, count=count))
        percentile = PERCENTILE.write(float(row["percentile"]), t.lang)
        lines.append(t("others.tip.percentile", percentile=percentile))
    if row["derived"] is True:
        lines.append(t("others.tip.derived"))
    return "<br>".join(lines)


def _percent(value: Any, missing: str, lang: str) -> str:
    """Write a percentile in a column."""
    return missing if pd.isna(value) else PERCENTILE.write(float(value), lang)


def _span(points: pd.DataFrame) -> tuple[int, int]:
    """Return the first and the last year of some rows."""
    return int(points["year"].min()), int(points["year"].max())


def _source(view: View, text: str) -> list[str | Component]:
    """Return a source line: publishers, what is our own, that licences are listed with the data."""
    t = view.t
    line = text + t("others.source.checked", checked=view.checked)
    link = html.A(t("overview.source_link"), href=f"/{t.lang}/data")
    return [line, link, html.Span(line, hidden=True, **attributes(data_part="picture-source"))]


def cite(view: View, title: str, rankings: Collection[str]) -> Credit:
    """Return how to cite a view of some rankings: every publisher, the index first where it is shown."""
    rows = view.frame[view.frame["ranking"].isin(rankings)]
    releases = (release for cell in rows["source"].dropna() for release in str(cell).split())
    return cited(view.dataset, title, releases, view.t)


def strip_content(view: View, finding: str) -> Content:
    """Return what the card of first and latest places holds."""
    t = view.t
    return Content(
        heading=t("others.strip.title"),
        heading_visible=False,
        finding=plain(finding),
        measure=markup(t(f"others.strip.measure_{view.show}") + t("others.strip.marks")),
        table=_strip_table(view),
        source=_source_of_figures(view),
        data_address=view.download("other-rankings"),
        credit=cite(view, plain(finding), view.ranked),
        height=ROW * len(view.places) + 42,
    )


def _source_of_figures(view: View) -> list[str | Component]:
    families = {view.known[key].source: view.family(key) for key in view.ranked}
    publishers = view.t.listing([one.short.get(view.t.lang) for one in families.values()])
    return _source(view, view.t("others.source.text", publishers=publishers))


def _at(view: View, ranking: str, year: int) -> Row:
    rows = view.frame[(view.frame["ranking"] == ranking) & (view.frame["year"] == year)]
    found: Row = rows.iloc[0].to_dict()
    return found


def strip_figure(view: View) -> str:
    """Return the figure of first and latest places in both sets of labels, as JSON text."""
    rows = [_field_row(view, row) for row in view.places.to_dict("records")]
    return packed(lambda least: field_strip(rows, view.show, compact=least == 0), 0, FULL)


def _field_row(view: View, row: Row) -> FieldRow:
    t, ranking = view.t, str(row["ranking"])
    start, count = numbers.whole(row["first_year"]), numbers.whole(row["economies"])
    years = str(row["year"]) if start is None else f"{start} → {row['year']}"
    field = t("others.strip.unknown") if count is None else t("others.strip.of", count=count)
    number = str(row["rank"])
    if view.show == "percentile":
        number = PERCENTILE.write(float(row["value"]), t.lang)
        field = t("others.strip.rank_of", rank=row["rank"], count=count)
    return FieldRow(
        name=view.short(ranking),
        years=years,
        first=None if start is None else float(row["first"]),
        latest=float(row["value"]),
        number=number,
        field=field,
        tips=(
            "" if start is None else _tip(view, _at(view, ranking, start)),
            _tip(view, _at(view, ranking, row["year"])),
        ),
        broken=bool(row["broken"]),
        hero=ranking == GII,
    )


def _strip_table(view: View) -> Component:
    t, missing, write = view.t, view.t("missing"), OF_INDEX[view.show].writer(view.t.lang)
    rows: list[list[Cell]] = []
    for row in view.places.to_dict("records"):
        start = numbers.whole(row["first_year"])
        first = missing if start is None else f"{write(float(row['first']))} ({start})"
        latest, of = (
            f"{write(float(row['value']))} ({row['year']})",
            numbers.whole_cell(row["economies"], missing),
        )
        changed = t("others.column.yes") if row["broken"] else t("others.column.no")
        name = view.known[str(row["ranking"])].name.get(t.lang)
        rows.append([name, first, latest, str(row["rank"]), of, changed])
    names = ("ranking", "first", "latest", "rank", "of", "broken")
    columns = heads(t, "others.column", names, ("ranking",))
    return table(t, columns, rows, caption=t("others.strip.title"))


def _by_year(view: View) -> pd.DataFrame:
    """Return the ranks since the article's start in rankings of which more than one year is known."""
    frame = view.frame[view.frame["ranking"].isin(view.ranked) & (view.frame["year"] >= FIRST)]
    counts = frame["ranking"].value_counts()
    return frame[frame["ranking"].isin(counts.index[counts > 1])]


def _drawn(view: View) -> pd.DataFrame:
    """Return the points of the second figure: those that the measure on show has."""
    frame = _by_year(view)
    return frame[frame[view.show].notna()]


def lines_figure(view: View) -> str:
    """Return the figure of all years in both sets of labels, as JSON text."""
    rows = _drawn(view)
    lines = []
    for ranking in (key for key in view.ranked if key in set(rows["ranking"])):
        own = rows[rows["ranking"] == ranking].sort_values("year")
        points = [
            # As on the GII's own charts a framework change does not interrupt its line.
            Point(int(row["year"]), float(row[view.show]), _tip(view, row), row["stretch"] * (ranking != GII))
            for row in own.to_dict("records")
        ]
        lines.append(Line(view.short(ranking), points, hero=ranking == GII))
    return packed(lambda least: rank_lines(lines, _span(rows), view.show, least), *WIDTHS)


def lines_content(view: View, finding: str) -> Content:
    """Return what the card of all years holds."""
    t = view.t
    first, last = _span(_drawn(view))
    title = t("others.lines.title", first=first, last=last)
    left = len(_by_year(view)) - len(_drawn(view))
    note = t("others.lines.left_out", count=left) if left else ""
    return Content(
        heading=title,
        finding=plain(finding),
        measure=markup(t(f"others.lines.measure_{view.show}") + t("others.lines.marks") + note),
        table=_lines_table(view),
        source=_source_of_figures(view),
        data_address=view.download("other-rankings"),
        file_name="china-other-rankings-by-year",
        credit=cite(view, title, view.ranked),
        quote=t("overview.quote"),
        height=HEIGHT,
    )


def _lines_table(view: View) -> Component:
    """Return the second figure as a table: years down, rankings across, rank or percentile in the cell."""
    t, missing, rows = view.t, view.t("missing"), _drawn(view)
    rankings = [key for key in view.ranked if key in set(rows["ranking"])]
    keys = zip(rows["year"], rows["ranking"], strict=True)
    values = dict(zip(keys, rows[view.show], strict=True))
    write = partial(_percent, lang=t.lang) if view.show == "percentile" else numbers.whole_cell
    body: list[list[Cell]] = [
        [str(year), *(write(values.get((year, key)), missing) for key in rankings)]
        for year in sorted(set(rows["year"]), reverse=True)
    ]
    columns = [Column(t("others.column.year"), number=False)]
    columns += [Column(view.short(key)) for key in rankings]
    return table(t, columns, body, caption=t("others.lines.caption"))


def cited_table(view: View) -> html.Section:
    """Return every rank that is cited, with the number of economies, the percentile and its source."""
    t, missing = view.t, view.t("missing")
    rows = view.frame[view.frame["ranking"].isin(view.ranked) & (view.frame["ranking"] != GII)]
    rows = rows.assign(order=rows["ranking"].map(view.ranked.index))
    rows = rows.sort_values(["order", "year"], ascending=[True, False])
    body: list[list[Cell]] = []
    for row in rows.to_dict("records"):
        rank = numbers.whole_cell(row["rank"], missing)
        if row["derived"] is True:
            rank = t("others.derived_mark", rank=rank)
        of = numbers.whole_cell(row["economies"], missing)
        percentile = _percent(row["percentile"], missing, view.t.lang)
        place = view.short(row["ranking"]), str(row["year"]), rank, of, percentile
        body.append([*place, *_notes(view, row)])
    names = ("ranking", "year", "rank", "of", "percentile", "note", "source")
    return _section(view, CITED, "cited", names, body)


def index_table(view: View) -> html.Section:
    """Return what other indices say of China that is no rank among economies."""
    lang, missing = view.t.lang, view.t("missing")
    body: list[list[Cell]] = []
    for key, one in view.known.items():
        if one.kind == "rank":
            continue
        decimals = 1 if one.kind in ("index", "relative") else 0
        rows = view.frame[view.frame["ranking"] == key].sort_values("year", ascending=False)
        for row in rows.to_dict("records"):
            score = missing if pd.isna(row["score"]) else numbers.decimal(float(row["score"]), decimals, lang)
            cells = (score, one.unit.get(lang) if one.unit else "", numbers.whole_cell(row["rank"], ""))
            body.append([one.short.get(lang), str(row["year"]), *cells, *_notes(view, row)])
    names = ("index", "year", "value", "unit", "volume_rank", "note", "source")
    return _section(view, VALUES, "values", names, body)


def _notes(view: View, row: Row) -> list[Cell]:
    """Return the break that begins with a year, and the release that the figure was read from.

    The release is a link to its publisher where the page of that is known.
    """
    t, ranking = view.t, str(row["ranking"])
    breaks = view.known[ranking].breaks
    notes = " ".join(item.note.get(t.lang) for item in breaks if item.year == row["year"])
    family = view.family(ranking)
    vintage = numbers.day(str(view.dataset.sources.at[str(row["source"]), "vintage"]), t.lang)
    text = t("others.release", publisher=family.short.get(t.lang), vintage=vintage)
    return [notes, [html.A(text, href=family.url, rel="noopener")] if family.url else text]


def _section(
    view: View, card: Card, name: str, names: tuple[str, ...], body: list[list[Cell]]
) -> html.Section:
    t = view.t
    words = ("ranking", "index", "unit", "note", "source", "year")
    title = t(f"others.{name}.title")
    columns = heads(t, "others.column", names, words, ("source",))
    rows = table(t, columns, body, caption=title)
    folded = html.Details([html.Summary(t("others.rows", count=len(body))), rows], className="checks-folded")
    content = Content(
        heading=title,
        finding=title,
        measure=markup(t(f"others.{name}.measure")),
        table=html.Div(_caveats(view, name), className="others-notes"),
        source=_source(view, t("others.source.cited")),
        data_address=view.download("other-rankings"),
        credit=cite(view, title, [key for key in view.known if _belongs(view, key, name)]),
    )
    return html.Section(table_card(card, content, [folded], t), className="block others-table")


def _belongs(view: View, ranking: str, name: str) -> bool:
    """Say whether a ranking is one of the table with this name."""
    one = view.known[ranking]
    return one.table == "other_rankings" and (one.kind == "rank") == (name == "cited")


def _caveats(view: View, name: str) -> list[Component]:
    """Return what must be known of each ranking or index in the table."""
    lang, between = view.t.lang, "" if view.t.lang == "zh" else " "
    found: list[Component] = []
    for key, one in view.known.items():
        if one.caveats and _belongs(view, key, name):
            sentence = between.join(text.get(lang) for text in one.caveats)
            found.append(html.P([html.B(one.short.get(lang)), view.t("others.colon"), sentence]))
    return found


PAGE = "others"
CARDS = (STRIP, LINES, CITED, VALUES)
_COLUMNS = {
    "differ": ("field", "measured", "opinion", "year"),
    "left": ("tables", "unseen", "without"),
    "sources": ("single", "derived", "cause"),
}
CALLBACKS = Callbacks(
    Choice,
    parts=tuple(
        part
        for card in (STRIP, LINES)
        for part in ((card.figures, "data"), (card.measure_line, "children"), (card.table, "children"))
    ),
    cards=(STRIP, LINES),
)


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the page in a language; ``query`` gives the value of its control."""
    t = words(lang)
    view = _view(dataset, t, query)
    title = finding(view)
    control = Controls(PAGE, view.choice, dataset, t).segmented("show")
    strip = figure_card(STRIP, strip_content(view, title), t)
    lines = figure_card(LINES, lines_content(view, title), t)
    fields, *below = _tables(dataset, t)
    return [
        html.H1(markup(title)),
        html.P(markup(deck(view)), className="deck"),
        html.Div([control, html.Span(t("others.control"), className="small")], className="controls"),
        html.Div([strip, fields], className="profile-grid"),
        html.Section(lines, className="block"),
        dcc.Store(id=STRIP.figures, data=strip_figure(view)),
        dcc.Store(id=LINES.figures, data=lines_figure(view)),
        *below,
        CALLBACKS.address(PAGE, dataset),
    ]


def _view(dataset: Dataset, t: Words, query: Mapping[str, Any]) -> View:
    return View(dataset, t, Choice.read(dataset, query), frames.RANKINGS.result(dataset, Nothing()))


@cached
def _tables(dataset: Dataset, t: Words) -> list[Component]:
    """Return what is the same in either measure: the fields, then what stands below the figures."""
    view = _view(dataset, t, {})
    return [
        _fields(view),
        cited_table(view),
        index_table(view),
        three(columns(t, "others", _COLUMNS)),
    ]


def finding(view: View) -> str:
    """Return in how many of the rankings that compare over time China rose, and where it stands in these."""
    t, moved = view.t, view.moved
    higher, all_ = sum(one.rose > 0 for one in moved), len(moved)
    key = "others.finding.some" if higher else "others.finding.none"
    key = "others.finding.all" if higher == all_ else key
    return t(key, count=_small(all_, t), higher=_small(higher, t)) + _spread(view)


def _spread(view: View) -> str:
    latest = view.percentiles.set_index("ranking")["value"]
    counted = latest.reindex([one.ranking for one in view.moved])
    if GII not in latest or counted.empty:
        return ""
    ends = {"low": counted.min(), "high": counted.max(), "gii": latest[GII]}
    values = {name: numbers.decimal(float(value), 0, view.t.lang) for name, value in ends.items()}
    return view.t("others.finding.spread", **values)


def _small(number: int, t: Words) -> str:
    """Write a number in words where the language does so."""
    small = t("others.number").split("|")
    return small[number] if number < len(small) else str(number)


def deck(view: View) -> str:
    """Return what is shown, where China did not rise or fell since, and what the same rank is worth."""
    return view.t("others.deck.intro") + held(view) + same(view)


def held(view: View) -> str:
    """Return where China hardly moved, and where it is lower than at its best, with year and percentile."""
    still = [_move(view, one.ranking, one.first, one.last) for one in view.moved if not one.rose]
    lower = [_move(view, one.ranking, one.best, one.last) for one in view.moved if one.fell_since_best]
    told = [view.t("others.deck.still", moves=view.t.listing(still))] if still else []
    told += [view.t("others.deck.lower", moves=view.t.listing(lower))] if lower else []
    return "".join(told)


def _move(view: View, ranking: str, start: tuple[int, float], end: tuple[int, float]) -> str:
    values = {"start": PERCENTILE.write(start[1], view.t.lang), "end": PERCENTILE.write(end[1], view.t.lang)}
    years = {"start_year": start[0], "end_year": end[0]}
    return view.t("others.deck.move", name=view.short(ranking), **values, **years)


def same(view: View) -> str:
    """Return what the same rank is worth in the GII and in a smaller ranking; blank if there is none."""
    t = view.t
    latest = {str(row["ranking"]): row for row in view.percentiles.to_dict("records")}
    own = latest.pop(GII, None)
    alike = [row for row in latest.values() if own and row["rank"] == own["rank"]]
    if not own or not alike:
        return ""
    other = min(alike, key=lambda row: int(row["economies"]))
    return t(
        "others.deck.same",
        rank=view.ordinal(int(own["rank"])),
        few=int(other["economies"]),
        few_value=PERCENTILE.write(float(other["value"]), t.lang),
        name=view.short(str(other["ranking"])),
        many=int(own["economies"]),
        many_value=PERCENTILE.write(float(own["value"]), t.lang),
    )


def _fields(view: View) -> html.Div:
    """Return whom each ranking covers and what it measures, as a list beside the figure."""
    t = view.t
    items = []
    for key in view.ranked:
        one, family = view.known[key], view.family(key)
        name = one.name.get(t.lang)
        title = html.A(name, href=family.url, rel="noopener") if family.url else name
        dated = t("others.dated") if one.dated == "data" else ""
        words = t("others.field", coverage=one.coverage.get(t.lang), measures=one.measures.get(t.lang))
        items.append(html.Li([html.H3(title), html.P(words + dated)]))
    head = [html.H2(t("others.fields"), className="aside-title"), html.P(t("others.years"))]
    return html.Div([*head, html.Ul(items)], className="others-fields")
