"""The download of a comparison: the frame of the view asked for, with units, releases, licences."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from analysis import peers
from analysis.comparison import Choice, choose
from analysis.comparison_measures import Measure, measured, measures
from analysis.comparison_views import ends, pairs, paths, pillars, plane
from analysis.composition import PILLARS
from analysis.evidence import Base
from analysis.evidence_base import base_of
from data.catalog import Catalog
from data.snapshot import Snapshot
from service.dress import PUBLISHER, RANK
from service.origins import NOT_STATED, OWN_CALCULATION, joined

SCORE: Final = {"en": "score, 0 to 100", "zh": "得分，0至100"}
PERCENTILE: Final = {"en": "percentile, 100 is best", "zh": "百分位，100为最佳"}
_NAMES: Final = {"economies": "economies_ranked", "at": "shown", "low": "shown_low", "high": "shown_high"}


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a query asks for, and what answers it."""

    snapshot: Snapshot
    catalog: Catalog
    base: Base
    known: Mapping[str, Measure]
    chosen: Choice
    economies: tuple[str, ...]
    lang: str

    def name(self, measure: Measure) -> str:
        """Return the name of a measure: of the catalog, or as the newest edition that has it calls it."""
        if measure.related:
            return self.catalog.indicators[measure.id].name.get(self.lang)
        concept = self.catalog.concepts.get(measure.id)
        if concept and self.lang != "en":
            return concept.name.get(self.lang)
        rows = self.base.structure[self.base.structure["concept"] == measure.id]
        return str(rows.sort_values("edition")["name"].iloc[-1])

    def unit(self, measure: Measure) -> str:
        """Return the unit of the values of a measure."""
        if measure.related:
            return self.catalog.indicators[measure.id].unit.get(self.lang)
        return SCORE[self.lang]


def comparison_frame(snapshot: Snapshot, catalog: Catalog, query: Mapping[str, str]) -> pd.DataFrame:
    """Return what the page of comparisons shows for ``query``, which is read as on the page.

    Over time, a row for each economy and period; of the seven GII pillars, a row for each economy and pillar
    with the quartiles of the field; inputs and outputs, and two measures, a row for each economy drawn; of
    the table, first and latest. Ranks of related indicators are ours, among all economies held for the year.
    """
    return _frame(_read(snapshot, catalog, query))


def comparison_whole(snapshot: Snapshot, catalog: Catalog, query: Mapping[str, str]) -> pd.DataFrame:
    """Return the same view with every economy that the index ever ranked in the place of those chosen."""
    asked = _read(snapshot, catalog, query)
    return _frame(replace(asked, economies=tuple(sorted(asked.base.ranked))))


def _frame(asked: _Asked) -> pd.DataFrame:
    """Return the frame of the view; every row names all releases that it rests on."""
    frame = _FRAMES[asked.chosen.view](asked)
    sources = [name for name in map(str, frame) if name == "source" or name.endswith("_source")]
    own = OWN_CALCULATION if _computes(asked) else None
    frame["source"] = [joined(*cells, own) for cells in zip(*(frame[name] for name in sources), strict=True)]
    return frame.assign(snapshot=asked.snapshot.id)


def _computes(asked: _Asked) -> bool:
    """Return whether the view holds figures of ours: quartiles of the field, ranks of related indicators."""
    chosen = asked.chosen
    shown = {"scatter": (chosen.x, chosen.y), "plane": ()}.get(chosen.view, (chosen.measure,))
    return chosen.view == "pillars" or any(asked.known[one].related for one in shown)


def _read(snapshot: Snapshot, catalog: Catalog, query: Mapping[str, str]) -> _Asked:
    base = base_of(snapshot.table, catalog)
    known = measures(base)
    editions = sorted(int(edition) for edition in base.editions["edition"])
    chosen = choose(query, editions, base.edition, sorted(base.ranked), known)
    found: list[str] = []
    if chosen.strategy != "none":
        field = peers.field(base.scores, snapshot.table("gii_economies"), base.editions, chosen.at)
        found = [str(code) for code in peers.found(field, chosen.strategy, chosen.economy)["economy"]]
    lang = "zh" if query.get("lang") == "zh" else "en"
    economies = (chosen.economy, *chosen.others(found))
    return _Asked(snapshot, catalog, base, known, chosen, economies, lang)


def _over_time(asked: _Asked) -> pd.DataFrame:
    one, chosen = asked.known[asked.chosen.measure], asked.chosen
    frame = paths(measured(asked.base, one), asked.economies, chosen.first, chosen.last, chosen.show)
    frame = frame.drop(columns="period").assign(shows=chosen.show).rename(columns=_NAMES)
    return _dressed(_of(asked, one, frame), asked)


def _pillars(asked: _Asked) -> pd.DataFrame:
    chosen = asked.chosen
    fields = {code: measured(asked.base, asked.known[code]) for code in PILLARS}
    frame = pillars(fields, asked.economies, chosen.edition, chosen.show)
    frame = frame.drop(columns=["period", "year"]).assign(shows=chosen.show)
    names = {"lower": "field_lower_quartile", "median": "field_median", "upper": "field_upper_quartile"}
    frame = frame.rename(columns=_NAMES | names)
    frame.insert(1, "pillar_name", [asked.name(asked.known[code]) for code in frame["pillar"]])
    frame.insert(1, "pillar", frame.pop("pillar"))
    return _dressed(frame.assign(unit=SCORE[asked.lang]), asked)


def _plane(asked: _Asked) -> pd.DataFrame:
    chosen = asked.chosen
    show = "percentile" if chosen.show == "percentile" else "rank"
    inputs, outputs = (measured(asked.base, asked.known[code]) for code in ("IN", "OUT"))
    frame = plane(inputs, outputs, asked.economies, (chosen.first, chosen.last), show)
    frame = frame.drop(columns=["x", "y"]).rename(columns=_NAMES)
    for side, name in (("x", "inputs"), ("y", "outputs")):
        shown_as = {"at": show, "low": f"{show}_low", "high": f"{show}_high", "source": "source"}
        frame = frame.rename(columns={f"{side}_{old}": f"{name}_{new}" for old, new in shown_as.items()})
    unit = RANK[asked.lang] if show == "rank" else PERCENTILE[asked.lang]
    return _dressed(frame.assign(unit=unit), asked)


def _scatter(asked: _Asked) -> pd.DataFrame:
    x, y = (asked.known[code] for code in (asked.chosen.x, asked.chosen.y))
    fields = (measured(asked.base, x), measured(asked.base, y))
    frame = pairs(*fields, (x.related, y.related), asked.chosen.edition).frame
    releases = asked.snapshot.table("sources").set_index("source")
    for side, one in (("x", x), ("y", y)):
        source = frame[f"{side}_source"]
        period = "year" if one.related else "edition"
        frame = frame.drop(columns=f"{side}_year").rename(columns={f"{side}_period": f"{side}_{period}"})
        about = {"measure": one.id, "name": asked.name(one), "unit": asked.unit(one)}
        frame = frame.assign(**{f"{side}_{name}": value for name, value in about.items()})
        told = {name: source.map(releases[name]) for name in ("vintage", "publisher")}
        told["licence"] = source.map(releases["licence"]) if one.related else _licences(asked, frame, side)
        frame = frame.assign(**{f"{side}_{name}": value for name, value in told.items()})
    first, second = frame["x_publisher"].fillna(PUBLISHER), frame["y_publisher"].fillna(PUBLISHER)
    frame["publisher"] = first.where(first == second, first + "; " + second)
    frame.insert(1, "name", _called(asked, frame))
    frame.insert(2, "chosen", frame["economy"].isin(asked.economies))
    return frame


def _licences(asked: _Asked, frame: pd.DataFrame, side: str) -> pd.Series:
    held = asked.base.editions.set_index("edition")["licence"]
    return frame[f"{side}_edition"].map(held).fillna(NOT_STATED)


def _ends(asked: _Asked) -> pd.DataFrame:
    one, chosen = asked.known[asked.chosen.measure], asked.chosen
    frame = ends(measured(asked.base, one), asked.economies, chosen.first, chosen.last)
    gone = "edition" if one.related else "year"
    kept = [name for name in map(str, frame) if name.rpartition("_")[2] not in (gone, "period")]
    frame = frame[kept].rename(columns={"places": "places_gained", "change": "value_change"})
    frame = _of(asked, one, frame)
    frame.insert(1, "name", _called(asked, frame))
    releases = asked.snapshot.table("sources").set_index("source")
    for side in ("first", "last"):
        source = frame[f"{side}_source"]
        frame[f"{side}_vintage"] = source.map(releases["vintage"])
        licence = source.map(releases["licence"]) if one.related else _licences(asked, frame, side)
        frame[f"{side}_licence"] = licence
    publisher = frame["last_source"].map(releases["publisher"]) if one.related else PUBLISHER
    return frame.assign(publisher=publisher)


def _of(asked: _Asked, one: Measure, frame: pd.DataFrame) -> pd.DataFrame:
    """Return rows with what they measure, and in which unit."""
    frame = frame.copy()
    about = {"measure": one.id, "measure_name": asked.name(one), "level": one.level, "unit": asked.unit(one)}
    for place, (name, value) in enumerate(about.items()):
        frame.insert(1 + place, name, value)
    return frame


def _called(asked: _Asked, frame: pd.DataFrame) -> list[str]:
    return [asked.catalog.economies[code].name.get(asked.lang) for code in frame["economy"]]


def _dressed(frame: pd.DataFrame, asked: _Asked) -> pd.DataFrame:
    """Return rows with names, publisher, vintage and licence: of the edition, or of the release."""
    frame = frame.copy()
    frame.insert(1, "name", _called(asked, frame))
    releases = asked.snapshot.table("sources").set_index("source")
    index = frame["edition"].notna()
    editions = asked.base.editions.set_index("edition")["licence"]
    licence = frame["edition"].map(editions)
    frame["publisher"] = PUBLISHER
    if "source" in frame:
        frame["vintage"] = frame["source"].map(releases["vintage"])
        publisher = frame["source"].map(releases["publisher"])
        frame["publisher"] = publisher.where(~index, PUBLISHER)
        licence = licence.where(index, frame["source"].map(releases["licence"]))
    return frame.assign(licence=licence.fillna(NOT_STATED))


_FRAMES: Final[Mapping[str, Callable[[_Asked], pd.DataFrame]]] = {
    "trajectory": _over_time,
    "pillars": _pillars,
    "plane": _plane,
    "scatter": _scatter,
    "table": _ends,
}
