"""The two figures of the page on other rankings: first and latest place in each, and all years."""

from collections.abc import Collection

import pandas as pd
from dash.development.base_component import Component

from analysis.frames import others as frames
from analysis.triangulation import FIRST, GII
from components import numbers
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
from components.pages.others.view import Row, View, percent, source, span, tip
from components.parts.citation import cited
from components.parts.figure_card import Content
from components.parts.tables import Cell, Column, heads, table
from components.text import markup, plain

STRIP = Card("others-strip", "other-rankings", (frames.RANKINGS,), height=810)
LINES = Card("others-lines", "other-rankings-by-year", (frames.RANKINGS,), height=790)


def cite(view: View, title: str, rankings: Collection[str]) -> list[Component]:
    """Return how to cite a view of some rankings: every publisher, the index first where it is shown."""
    rows = view.frame[view.frame["ranking"].isin(rankings)]
    releases = (release for cell in rows["source"].dropna() for release in str(cell).split())
    return cited(view.dataset, title, releases, view.say)


def strip_content(view: View, finding: str) -> Content:
    """Return what the card of first and latest places holds."""
    say = view.say
    publishers = _publishers(view)
    return Content(
        heading=say("others.strip.title"),
        heading_shown=False,
        finding=plain(finding),
        measure=markup(say(f"others.strip.measure_{view.show}") + say("others.strip.marks")),
        table=_strip_table(view),
        source=source(view, say("others.source.text", publishers=publishers)),
        data_address=view.download("other-rankings"),
        file_name="china-other-rankings",
        citation=cite(view, plain(finding), view.ranked),
        height=ROW * len(view.places) + 42,
    )


def _publishers(view: View) -> str:
    families = {view.known[key].source: view.family(key) for key in view.ranked}
    return view.say.listing([one.short.get(view.say.lang) for one in families.values()])


def _at(view: View, ranking: str, year: int) -> Row:
    rows = view.frame[(view.frame["ranking"] == ranking) & (view.frame["year"] == year)]
    found: Row = rows.iloc[0].to_dict()
    return found


def strip_figure(view: View) -> str:
    """Return the figure of first and latest places in both sets of labels, as JSON text."""
    rows = [_field_row(view, row) for row in view.places.to_dict("records")]
    return packed(lambda least: field_strip(rows, view.show, compact=least == 0), 0, FULL)


def _field_row(view: View, row: Row) -> FieldRow:
    say, ranking = view.say, str(row["ranking"])
    start, count = numbers.whole(row["first_year"]), numbers.whole(row["economies"])
    years = str(row["year"]) if start is None else f"{start} → {row['year']}"
    first = None if start is None else float(row["first"])
    field = say("others.strip.unknown") if count is None else say("others.strip.of", count=count)
    number = str(row["rank"])
    if view.show == "percentile":
        number = PERCENTILE.write(float(row["value"]))
        field = say("others.strip.rank_of", rank=row["rank"], count=count)
    return FieldRow(
        name=view.short(ranking),
        years=years,
        first=first,
        latest=float(row["value"]),
        number=number,
        field=field,
        tips=(
            "" if start is None else tip(view, _at(view, ranking, start)),
            tip(view, _at(view, ranking, row["year"])),
        ),
        broken=bool(row["broken"]),
        hero=ranking == GII,
    )


def _strip_table(view: View) -> Component:
    say, missing = view.say, view.say("missing")
    rows: list[list[Cell]] = []
    for row in view.places.to_dict("records"):
        start = numbers.whole(row["first_year"])
        first = missing if start is None else f"{_value(view, row['first'])} ({start})"
        latest = f"{_value(view, row['value'])} ({row['year']})"
        changed = say("others.column.yes") if row["broken"] else say("others.column.no")
        name = view.known[str(row["ranking"])].name.get(say.lang)
        rows.append(
            [name, first, latest, str(row["rank"]), numbers.whole_cell(row["economies"], missing), changed]
        )
    names = ("ranking", "first", "latest", "rank", "of", "broken")
    columns = heads(say, "others.column", names, ("ranking",))
    return table(columns, rows, caption=say("others.strip.title"), missing=missing)


def _value(view: View, value: float) -> str:
    return OF_INDEX[view.show].write(float(value))


def _held(view: View) -> pd.DataFrame:
    """Return the ranks since the article's start in rankings of which more than one year is known."""
    frame = view.frame[view.frame["ranking"].isin(view.ranked) & (view.frame["year"] >= FIRST)]
    counts = frame["ranking"].value_counts()
    return frame[frame["ranking"].isin(counts.index[counts > 1])]


def _drawn(view: View) -> pd.DataFrame:
    """Return the points of the second figure: those that the measure on show has."""
    frame = _held(view)
    return frame[frame[view.show].notna()]


def lines_figure(view: View) -> str:
    """Return the figure of all years in both sets of labels, as JSON text."""
    rows = _drawn(view)
    lines = []
    for ranking in (key for key in view.ranked if key in set(rows["ranking"])):
        own = rows[rows["ranking"] == ranking].sort_values("year")
        points = [
            # As on the GII's own charts a framework change does not interrupt its line.
            Point(int(row["year"]), float(row[view.show]), tip(view, row), row["stretch"] * (ranking != GII))
            for row in own.to_dict("records")
        ]
        lines.append(Line(view.short(ranking), points, hero=ranking == GII))
    return packed(lambda least: rank_lines(lines, span(rows), view.show, least), *WIDTHS)


def lines_content(view: View, finding: str) -> Content:
    """Return what the card of all years holds."""
    say = view.say
    first, last = span(_drawn(view))
    title = say("others.lines.title", first=first, last=last)
    left = len(_held(view)) - len(_drawn(view))
    note = say("others.lines.left_out", count=left) if left else ""
    return Content(
        heading=title,
        finding=plain(finding),
        measure=markup(say(f"others.lines.measure_{view.show}") + say("others.lines.marks") + note),
        table=_lines_table(view),
        source=source(view, say("others.source.text", publishers=_publishers(view))),
        data_address=view.download("other-rankings"),
        file_name="china-other-rankings-by-year",
        citation=cite(view, title, view.ranked),
        quote=say("overview.quote"),
        height=HEIGHT,
    )


def _lines_table(view: View) -> Component:
    """Return the second figure as a table: years down, rankings across, rank or percentile in the cell."""
    say, missing, rows = view.say, view.say("missing"), _drawn(view)
    shown = [key for key in view.ranked if key in set(rows["ranking"])]
    keys = zip(rows["year"], rows["ranking"], strict=True)
    values = dict(zip(keys, rows[view.show], strict=True))
    write = percent if view.show == "percentile" else numbers.whole_cell
    body: list[list[Cell]] = [
        [str(year), *(write(values.get((year, key)), missing) for key in shown)]
        for year in sorted(set(rows["year"]), reverse=True)
    ]
    columns = [Column(say("others.column.year"), number=False)]
    columns += [Column(view.short(key)) for key in shown]
    return table(columns, body, caption=say("others.lines.caption"), missing=missing)
