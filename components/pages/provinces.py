"""Provinces: where inside the economy is what its strategic pillars ask for, and how did that move?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.evidence import provinces as method
from analysis.evidence.provinces import Choice, Provinces, province_names
from components.cards.badges import evidence, icon, ring
from components.cards.callbacks import Callbacks
from components.cards.card import Card, Content, UnseenPart
from components.cards.tables import Cell, file_rows, own_table
from components.charts.layer import figure_by_width
from components.charts.lines import LineStyle, series_style
from components.charts.tile_map import SMALL_WIDTHS, Grid, tile_chart
from components.charts.time_lines import SERIES_HEIGHTS, series_lines
from components.text import numbers
from components.text.attributes import attributes
from components.text.catalog import markup, plain
from components.text.numbers import is_present
from components.text.view import PageView
from components.widgets.blocks import columns, three
from components.widgets.controls import Controls, control_bar
from components.widgets.series_source import source_line
from data.article import CLAIM_YEAR, FOCUS
from data.entries import ProvinceMeasure

PAGE, PATH = "provinces", "strategy/provinces"
FINDING, DECK, AIMS, LEGEND = (f"{PAGE}-{part}" for part in ("finding", "deck", "aims", "legend"))
_COLUMNS = {
    "read": ("place", "change", "steps"),
    "made": ("doubt", "most"),
    "limits": ("prices", "gdp", "cause"),
}
Row = dict[Any, Any]


@dataclass(frozen=True)
class ProvincesView(PageView[Choice]):
    """A measure of provinces in one year."""

    @cached_property
    def found(self) -> Provinces:
        """What is to be said of them."""
        return method.PROVINCES.result(self.dataset, self.choice)

    @cached_property
    def by_code(self) -> dict[str, Row]:
        """The rows by the code of their province; that of the whole economy is among them."""
        return {row["province"]: row for row in self.found.frame.to_dict("records")}

    @property
    def whole(self) -> str:
        """The code of the economy as a whole."""
        return self.dataset.catalog.economies[FOCUS].iso2

    @cached_property
    def names(self) -> dict[str, str]:
        """The names of all, by code."""
        return province_names(self.dataset, self.t.lang)

    @property
    def about(self) -> ProvinceMeasure:
        """The measure."""
        return self.dataset.catalog.provinces[self.choice.measure]

    @property
    def since(self) -> int:
        """The year from which changes count."""
        return int(self.found.frame["since"].iloc[0])

    def cited(self, frame: pd.DataFrame) -> dict[str, Any]:
        """Return the source line and the releases of rows with columns year and source."""
        releases = [*dict.fromkeys(" ".join(frame["source"]).split())]
        years = int(frame["year"].min()), int(frame["year"].max())
        if "since" in frame:
            years = min(years[0], int(frame["since"].min())), years[1]
        named = pd.DataFrame({"source": releases})
        return {
            "source": source_line(self.dataset, named, self.t, is_calculated=True, years=years),
            "releases": releases,
        }

    def written(self, value: Any) -> str:
        """Write a value of the measure with its decimals, a share with the percent sign."""
        if not is_present(value):
            return self.t("missing")
        decimals = self.about.decimals
        if self.about.percent:
            return numbers.percent(value, decimals, self.t.lang)
        return numbers.decimal(value, decimals, self.t.lang)

    def moved(self, change: Any) -> str:
        """Write a change with its sign and unit: +1.37 points, +312%."""
        if self.about.adds_up:
            return self.t.write(change, "+whole_percent")
        text = self.t.write(change, f"+.{self.about.decimals}")
        return self.t("provinces.points", points=text) if self.about.percent else text

    def doubted(self, row: Mapping[Any, Any], *columns: str) -> str:
        """Return why the values of a row may not be what was meant, "" without a doubt."""
        kinds = dict.fromkeys(
            row[name] for name in columns or ("doubt", "doubt_since") if is_present(row[name])
        )
        return self.t.sentences(self.t(f"provinces.doubt.{kind}") for kind in kinds)

    def tip(self, name: str, year: int, value: Any) -> str:
        """Return the words of a point."""
        return self.t("provinces.tip", name=name, year=year, value=self.written(value))


def layout(view: ProvincesView) -> list[Component]:
    """Return the page for a measure, a year and a province."""
    dataset, t = view.dataset, view.t
    measures = {name: t.phrase(one.short) for name, one in dataset.catalog.provinces.items()}
    controls = Controls(PAGE, view.choice, dataset, t, measures | view.names)
    visible = [
        controls.select("measure"),
        controls.play_slider("year"),
        html.Div(aims(view), id=AIMS, className="aims"),
    ]
    more = [controls.segmented_control("sort"), controls.select("province", searchable=True)]
    return [
        html.H1(markup(finding(view)), id=FINDING),
        html.P(markup(deck(view)), id=DECK, className="deck"),
        control_bar(t, visible, more, "provinces-controls"),
        html.Div(MAP.draw(view).html, className="provinces-map"),
        html.Section([html.Div(card.draw(view).html) for card in CARDS[1:]], className="block two-cards"),
        three(columns(t, PAGE, _COLUMNS)),
    ]


def finding(view: ProvincesView) -> str:
    """Return in how many provinces a share is above the country's, or how much of an amount five have."""
    found, name = view.found, view.t.phrase(view.about.name)
    if not view.about.adds_up:
        count = int(found.frame["provinces"].iloc[0])
        return view.t("provinces.finding.above", measure=name, above=found.above, count=count)
    return five_of(view)


def deck(view: ProvincesView) -> str:
    """Return who leads and who is last, how unequal provinces are, and who rose most."""
    t, found, names = view.t, view.found, view.names
    ends = [
        t("provinces.value", name=names[code], value=view.written(view.by_code[code]["value"]))
        for code in (found.highest, view.whole, found.lowest)
        if code in view.by_code
    ]
    unit = "" if view.about.percent else t("provinces.unit", unit=t.phrase(view.about.unit))
    sentences = [
        t("provinces.deck.now", year=view.choice.year, unit=unit, values=t("list.separator").join(ends))
    ]
    sentences.append(t("provinces.deck.ratio", name=names[found.highest], ratio=found.ratio))
    if found.rose in view.by_code:
        row = view.by_code[found.rose]
        steps = {"then": view.written(row["value_since"]), "now": view.written(row["value"])}
        moved = t("provinces.moved", **steps) if view.about.adds_up else view.moved(row["change"])
        about = {"since": view.since, "name": names[found.rose], "change": moved}
        key = "fell" if row["change"] <= 0 else "grew" if view.about.adds_up else "rose"
        sentences.append(t(f"provinces.deck.{key}", **about))
    return t.sentences(sentences)


def aims(view: ProvincesView) -> list[Component]:
    """Return for which strategic pillars the measure speaks, and how directly."""
    found: list[Component] = []
    for pillar in view.dataset.catalog.strategy:
        for one in pillar.provinces:
            if one.measure == view.choice.measure:
                link = html.A(view.t.phrase(pillar.short), href=view.t.link(f"strategy/{pillar.slug}"))
                found.append(html.Span([ring(pillar.number), link, evidence(one.strength, view.t)]))
    return found


def card(view: ProvincesView) -> Content:
    """Return every province in its tile, and all in an order, with bars, beside the economy as a whole."""
    t, found, about = view.t, view.found, view.about
    placed = view.dataset.table("provinces").dropna(subset=["tile_row"]).set_index("province")
    across, down = (placed[side].astype("int").to_dict() for side in ("tile_column", "tile_row"))
    tiles = []
    for code in (one for one in view.by_code if one in down):
        row, name = view.by_code[code], view.names[code]
        tips = [view.tip(name, view.choice.year, row["value"])]
        if is_present(row["value"]):
            among = {"place": row["place_in_country"], "count": row["provinces"]}
            tips.append(plain(t("provinces.tip_place", **among)))
        if is_present(row["change"]):
            tips.append(t("provinces.tip_change", change=view.moved(row["change"]), since=view.since))
        tiles.append(
            {
                "code": code,
                "name": name if t.language.wide else code.partition("-")[2],
                "column": across[code],
                "row": down[code],
                "step": numbers.integer(row["step"]),
                "text": _short(view, row["value"]) if is_present(row["value"]) else "",
                "tip": "<br>".join(filter(None, [*tips, view.doubted(row)])),
                "strong": code == found.highest,
            }
        )
    grid = Grid(1 + max(across.values()), 1 + max(down.values()))
    without = view.dataset.catalog.article.not_provinces
    note = t.sentences([t("provinces.note"), *([t.phrase(without)] if without else [])])
    return Content(
        finding(view),
        t(
            "provinces.measure",
            measure=t.phrase(about.name),
            unit=t.phrase(about.unit),
            year=view.choice.year,
        ),
        _table(view),
        figure_by_width(lambda least: tile_chart(tiles, grid, least), *SMALL_WIDTHS),
        body=[_legend(view), html.P(note, className="small")],
        table_place="open",
        heading=UnseenPart(t("provinces.heading")),
        **view.cited(found.frame),
    )


def _short(view: ProvincesView, value: float) -> str:
    """Write a value where there is room for four or five digits."""
    if value >= 1000:
        return view.t.write(value, "short")
    return view.t.write(value, f".{min(view.about.decimals, 0 if value >= 100 else 1)}")


def _legend(view: ProvincesView) -> Component:
    t, bounds = view.t, [_short(view, bound) for bound in reversed(view.found.bounds)]
    words = [t("provinces.under", bound=bounds[0]), *bounds[:-1], t("provinces.over", bound=bounds[-1])]
    swatches = [html.Span(className=f"tile step-{step}") for step in range(method.STEPS, 0, -1)]
    steps = [html.Li([swatch, text]) for swatch, text in zip(swatches, words, strict=True)]
    return html.Ul(
        steps, id=LEGEND, className="province-steps", **attributes(aria_label=t("provinces.steps"))
    )


def _table(view: ProvincesView) -> Component:
    """Return the rows as a list: a bar with a line for the first year, the value, and the change."""
    t, rows = view.t, file_rows(view, method.PROVINCES)
    own = rows[rows["province"] != view.whole] if view.about.adds_up else rows
    most = max(own["value"].max(), own["value_since"].max())
    bars: list[Cell] = []
    values: list[Cell] = []
    changes: list[Cell] = []
    for row in rows.to_dict("records"):
        value, then, change, doubt = row["value"], row["value_since"], row["change"], view.doubted(row)
        parts: list[str | Component] = [html.Span(view.written(then), className="unseen")]
        # No bar for the country where provinces are parts of it.
        if is_present(value) and value <= most:
            parts.append(html.Span(className="province-bar", style={"width": f"{100 * value / most:.1f}%"}))
        if is_present(then) and then <= most:
            parts.append(html.Span(className="province-then", style={"left": f"{100 * then / most:.1f}%"}))
        bars.append(html.Div(parts, className="province-track"))
        sign = html.Span([icon("caveat"), html.Span(doubt, className="unseen")], title=doubt)
        values.append([*([sign] if doubt else []), view.written(value)])
        size = view.written(abs(change)) if view.about.percent else view.moved(abs(change))
        arrow = numbers.arrow(change, size.strip("+%")) if is_present(change) else t("missing")
        changes.append(html.Span(arrow, className="up" if change > 0 else "down" if change < 0 else ""))
    words = {"value_since": bars, "value": values, "change": changes}
    about = {"year": view.choice.year, "since": view.since, "unit": rows["change_unit"].iloc[0]}
    whole = ("province", view.whole)
    return own_table(view, method.PROVINCES, t("provinces.caption"), rows, words, marked=whole, **about)


def over_time(view: ProvincesView) -> Content:
    """Return the province chosen in every year against the economy as a whole."""
    t, frame = view.t, method.COURSE.result(view.dataset, view.choice)
    about, code, whole = view.about, view.choice.province, view.whole
    first, last = (frame[frame["year"] >= frame[end].max()].iloc[0] for end in ("since", "year"))
    name, country = view.names[code], view.names[whole]
    title = t(
        "provinces.course.finding",
        name=name,
        whole=country,
        first=first["year"],
        last=last["year"],
        then=view.written(first["value"]),
        now=view.written(last["value"]),
        whole_then=view.written(first["value_whole"]),
        whole_now=view.written(last["value_whole"]),
    )
    lines = []
    for line, column in ((whole, "value_whole"), (code, "value")):
        points = frame.assign(line=line, value=frame[column], error=float("nan")).dropna(subset=["value"])
        tips = [view.tip(view.names[line], row["year"], row["value"]) for row in points.to_dict("records")]
        lines.append(points.assign(tip=tips))
    looks = [
        series_style(line, view.names[line], view.names[line], role, hero=line == whole)
        for line, role in ((whole, "hero"), (code, "other"))
    ]
    records = frame.to_dict("records")
    words = {one: [view.written(row[one]) for row in records] for one in ("value", "value_whole")}
    words["doubt"] = [view.doubted(row, "doubt") for row in records]
    return Content(
        title,
        t("provinces.course.measure", measure=t.phrase(about.name), unit=t.phrase(about.unit)),
        own_table(
            view,
            method.COURSE,
            plain(title),
            words=words,
            marked=("year", CLAIM_YEAR),
            name=name,
            whole=country,
        ),
        _lines(pd.concat(lines), looks, view.written, log=about.adds_up),
        **view.cited(frame),
    )


def _lines(frame: pd.DataFrame, looks: Sequence[LineStyle], write: Callable[[Any], str], *, log: bool) -> str:
    return figure_by_width(
        lambda least: series_lines(frame, looks, write, least, log=log, mark=CLAIM_YEAR), *SERIES_HEIGHTS
    )


def five_of(view: ProvincesView) -> str:
    """Return how much of an amount five provinces have, and had."""
    t, frame = view.t, method.FIRST_FIVE.result(view.dataset, view.choice)
    rows = frame[frame["year"].between(view.since, view.choice.year)].to_dict("records")
    if not rows:
        return t("provinces.five.unknown")
    about = view.dataset.catalog.provinces[rows[-1]["measure"]]
    few = len(rows[-1]["provinces"].split())
    ends = {"measure": t.phrase(about.name), "few": few, "year": rows[-1]["year"], "share": rows[-1]["share"]}
    if len(rows) == 1:
        return t("provinces.five.now", **ends)
    return t("provinces.five.then", **ends, since=rows[0]["year"], then=rows[0]["share"])


def first_five(view: ProvincesView) -> Content:
    """Return how much the five provinces with most have of the amount behind the measure, each year."""
    t, frame, title = view.t, method.FIRST_FIVE.result(view.dataset, view.choice), five_of(view)
    named = [t.listing([view.names[code] for code in cell.split()]) for cell in frame["provinces"]]
    write, label = (
        t.writer("percent"),
        t("provinces.five.label", few=len(frame["provinces"].iloc[-1].split())),
    )
    rows = zip(frame.to_dict("records"), named, strict=True)
    tips = [f"<b>{row['year']}</b><br>{write(row['share'])}<br>{names}" for row, names in rows]
    lines = frame.assign(line="five", value=frame["share"], error=float("nan"), tip=tips)
    return Content(
        title,
        t("provinces.five.measure", year=frame["year"].iloc[-1], names=named[-1]),
        own_table(view, method.FIRST_FIVE, plain(title), words={"province_names": named}),
        _lines(lines, [series_style("five", label, label, "hero", hero=False)], write, log=False),
        **view.cited(frame),
    )


MAP = Card(PAGE, PAGE, (method.PROVINCES,), card, height=1760)
COURSE = Card("province-course", "province-course", (method.COURSE,), over_time, height=640)
FIRST_FIVE = Card("provinces-five", "provinces-first-five", (method.FIRST_FIVE,), first_five, height=640)
CARDS = (MAP, COURSE, FIRST_FIVE)
CALLBACKS = Callbacks(
    Choice,
    ProvincesView,
    parts=(
        *(FINDING, DECK, AIMS, LEGEND, f"{PAGE}-at", (f"{PAGE}-play", "data-places")),
        *((f"{PAGE}-year", prop) for prop in ("min", "max", "marks", "value")),
    ),
    cards=CARDS,
    no_history_entry=("year",),
)
