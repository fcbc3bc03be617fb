"""Economies compared, one table for each view of Compare: of those that are chosen, or of all."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from analysis import peers
from analysis.comparison import Choice
from analysis.comparison_measures import Measure
from analysis.comparison_views import ends, pairs, paths
from analysis.comparison_views import pillars as pillar_rows
from analysis.comparison_views import plane as plane_rows
from analysis.composition import PILLARS
from analysis.dataset import Dataset
from analysis.derived import measured, measures, peer_field
from analysis.frames.table import Table
from analysis.frames.terms import PUBLISHER, index_terms, insert_after, terms, with_own
from analysis.provenance import OWN_CALCULATION, joined

SCORE = "unit_score"
"""The phrase that is the unit of scores."""
_NAMES = {"economies": "economies_ranked"}
_DRAWN = ["at", "low", "high"]
_PEERS = ("economy", "with", "peers")


@dataclass(frozen=True, slots=True)
class Compared:
    """What a view shows. economies: those compared, the one in focus first; frame: of comparison_views.

    percentiles: the rows of the plane as percentiles; correlation: of two measures, None where none is known.
    """

    economies: tuple[str, ...]
    frame: pd.DataFrame
    percentiles: pd.DataFrame = field(default_factory=pd.DataFrame)
    correlation: float | None = None


def economies_of(dataset: Dataset, choice: Choice) -> tuple[str, ...]:
    """Return the economy in focus and those beside it."""
    found: list[str] = []
    if choice.strategy != "none":
        alike = peers.found(peer_field(dataset, choice.at), choice.strategy, choice.economy)
        found = [str(code) for code in alike["economy"]]
    return (choice.economy, *choice.others(found))


def _trajectory(
    dataset: Dataset, choice: Choice, economies: Sequence[str], editions: tuple[int, int]
) -> Compared:
    rows = measured(dataset, measures(dataset)[choice.measure])
    return Compared(economies_of(dataset, choice), paths(rows, economies, *editions, choice.show))


def _pillars(dataset: Dataset, choice: Choice, economies: Sequence[str], _editions: Any) -> Compared:
    known = measures(dataset)
    fields: dict[str, pd.DataFrame] = {
        code: measured(dataset, known[code]) for code in PILLARS if code in known
    }
    frame = pillar_rows(fields, economies, choice.edition, choice.show)
    return Compared(economies_of(dataset, choice), frame)


def _plane(dataset: Dataset, choice: Choice, economies: Sequence[str], editions: tuple[int, int]) -> Compared:
    inputs, outputs = (measured(dataset, measures(dataset)[code]) for code in ("IN", "OUT"))
    ranks, percentiles = (
        plane_rows(inputs, outputs, economies, editions, show) for show in ("rank", "percentile")
    )
    return Compared(economies_of(dataset, choice), ranks, percentiles)


def _scatter(dataset: Dataset, choice: Choice, _economies: Any, _editions: Any) -> Compared:
    x, y = (measures(dataset)[key] for key in (choice.x, choice.y))
    found = pairs(measured(dataset, x), measured(dataset, y), (x.related, y.related), choice.edition)
    return Compared(economies_of(dataset, choice), found.frame, correlation=found.correlation)


def _ends(dataset: Dataset, choice: Choice, economies: Sequence[str], _editions: Any) -> Compared:
    """Return both ends; the economies compared decide the periods."""
    rows, compared = measured(dataset, measures(dataset)[choice.measure]), economies_of(dataset, choice)
    return Compared(compared, ends(rows, economies, choice.first, choice.last, compared))


@dataclass(frozen=True, slots=True)
class _View:
    """One view of a choice; names are in the language ``lang``."""

    dataset: Dataset
    choice: Choice
    lang: str

    @property
    def known(self) -> Mapping[str, Measure]:
        """The measures by which economies can be compared, by id."""
        return measures(self.dataset)

    @property
    def measure(self) -> Measure:
        """The measure over time and of the table."""
        return self.known[self.choice.measure]

    def name(self, measure: Measure) -> str:
        """Return the name of a measure: of the catalog, or as the newest edition that has it calls it."""
        if measure.related:
            return self.dataset.catalog.indicators[measure.id].name.get(self.lang)
        concept = self.dataset.catalog.concepts.get(measure.id)
        if concept and self.lang != "en":
            return concept.name.get(self.lang)
        rows = self.dataset.parts[self.dataset.parts["concept"] == measure.id]
        return str(rows.sort_values("edition")["name"].iloc[-1])

    def unit(self, measure: Measure) -> str:
        """Return the unit of the values of a measure."""
        catalog = self.dataset.catalog
        unit = catalog.indicators[measure.id].unit if measure.related else catalog.phrases[SCORE]
        return unit.get(self.lang)

    def licences(self, source: pd.Series, edition: pd.Series, *, related: bool) -> list[str]:
        """Return the licence of each row: of its release, or of its edition."""
        if related:
            return self.dataset.provenance("licence", source)
        return [str(one) for one in self.dataset.licences_of(edition)]

    def publishers(self, source: pd.Series, *, related: bool) -> list[str]:
        """Return the publisher of each row."""
        return self.dataset.provenance("publisher", source) if related else [PUBLISHER] * len(source)


def trajectory(found: Compared, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return a row for each economy and edition, or year, of a measure.

    Ranks of related indicators are ours, among all economies of which there are values.
    """
    view = _View(dataset, choice, lang)
    frame = _measured(view, found.frame.drop(columns=["period", *_DRAWN]).rename(columns=_NAMES))
    if not view.measure.related:
        return _index_terms(frame.drop(columns="source"), view)
    insert_after(frame, "economy", "name", frame["economy"].map(view.dataset.names(view.lang)))
    rows = terms(frame, view.dataset, "vintage", "publisher", "licence")
    rows["source"] = with_own(rows["source"])
    return rows


def pillars(found: Compared, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return a row for each economy and GII pillar of one edition, with the quartiles of the field."""
    view = _View(dataset, choice, lang)
    quartiles = {"lower": "field_lower_quartile", "median": "field_median", "upper": "field_upper_quartile"}
    frame = found.frame.drop(columns=["period", "year", "source", *_DRAWN])
    frame = frame.rename(columns=_NAMES | quartiles)
    frame.insert(1, "pillar", frame.pop("pillar"))
    insert_after(frame, "pillar", "pillar_name", [view.name(view.known[code]) for code in frame["pillar"]])
    unit = view.unit(view.known[PILLARS[0]])
    return _index_terms(frame.assign(quartiles_of=view.choice.show, unit=unit), view)


def plane(found: Compared, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return inputs and outputs of all economies in the last edition, of the chosen ones in all."""
    view, shares = _View(dataset, choice, lang), found.percentiles
    frame = found.frame.assign(chosen=found.frame["economy"].isin(found.economies))
    for side, name in (("x", "input"), ("y", "output")):
        drawn = {f"{side}_at": f"{name}_rank", f"{side}_low": f"{name}_low", f"{side}_high": f"{name}_high"}
        frame = frame.rename(columns=drawn).drop(columns=[side, f"{side}_source"])
        frame = frame.astype(dict.fromkeys(drawn.values(), "Int64"))
        percentiles = shares[["economy", "edition", f"{side}_at"]]
        frame = frame.merge(percentiles, on=["economy", "edition"], how="left")
        frame = frame.rename(columns={f"{side}_at": f"{name}_percentile"})
    return _index_terms(frame.rename(columns=_NAMES).assign(rank_unit="1-N"), view, ("IN", "OUT"))


def scatter(found: Compared, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return two measures of every economy that has both, each with the edition or year of its value."""
    view, frame = _View(dataset, choice, lang), found.frame.copy()
    x, y = view.known[choice.x], view.known[choice.y]
    publishers, licences = [], []
    for side, one in (("x", x), ("y", y)):
        period, source = frame.pop(f"{side}_period"), frame[f"{side}_source"]
        edition = period.mask(pd.Series(one.related, index=period.index))
        frame.insert(list(frame.columns).index(f"{side}_year"), f"{side}_edition", edition)
        about = {
            "measure": one.id,
            "name": view.name(one),
            "unit": view.unit(one),
            "vintage": dataset.provenance("vintage", source),
        }
        frame = frame.assign(**{f"{side}_{name}": value for name, value in about.items()})
        publishers.append(view.publishers(source, related=one.related))
        licences.append(view.licences(source, edition, related=one.related))
    insert_after(frame, "economy", "chosen", frame["economy"].isin(found.economies))
    insert_after(frame, "economy", "name", frame["economy"].map(dataset.names(lang)))
    both = zip(frame.pop("x_source"), frame.pop("y_source"), strict=True)
    frame["source"] = [joined(*cells, OWN_CALCULATION) for cells in both]
    for name, sides in (("publisher", publishers), ("licence", licences)):
        frame[name] = ["; ".join(dict.fromkeys(cells)) for cells in zip(*sides, strict=True)]
    return frame.assign(snapshot=dataset.snapshot.id)


def table(found: Compared, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return first and latest of a measure, a row for each economy."""
    view = _View(dataset, choice, lang)
    related = view.measure.related
    frame = found.frame.drop(columns=["first_period", "last_period"])
    frame = _measured(view, frame.rename(columns={"places": "places_gained", "change": "value_change"}))
    insert_after(frame, "economy", "name", frame["economy"].map(view.dataset.names(view.lang)))
    for side in ("first", "last"):
        source, edition = frame[f"{side}_source"], frame[f"{side}_edition"]
        frame[f"{side}_vintage"] = view.dataset.provenance("vintage", source)
        frame[f"{side}_licence"] = view.licences(source, edition, related=related)
    publishers = view.publishers(frame["last_source"], related=related)
    both = zip(frame.pop("first_source"), frame.pop("last_source"), strict=True)
    frame["source"] = [joined(*cells, OWN_CALCULATION) for cells in both]
    return frame.assign(
        publisher=publishers, licence=frame["last_licence"], snapshot=view.dataset.snapshot.id
    )


def _measured(view: _View, frame: pd.DataFrame) -> pd.DataFrame:
    """Return rows with what they measure, and in which unit, behind the economy."""
    frame, measure = frame.copy(), view.measure
    about = {
        "unit": view.unit(measure),
        "level": measure.level,
        "measure_name": view.name(measure),
        "measure": measure.id,
    }
    for name, value in about.items():
        insert_after(frame, "economy", name, value)
    return frame


def _index_terms(frame: pd.DataFrame, view: _View, codes: Sequence[str] = ("GII",)) -> pd.DataFrame:
    """Return rows of the index with their terms; percentiles are the site's own."""
    rows = index_terms(frame, view.dataset, view.lang, codes, computed=True)
    read = rows["source"].astype("str").str.replace(f" ?{OWN_CALCULATION}", "", regex=True)
    return rows.assign(vintage=view.dataset.provenance("vintage", read))


Compute = Callable[[Dataset, Choice, Sequence[str], tuple[int, int]], Compared]
Frame = Callable[[Compared, Dataset, Choice, str], pd.DataFrame]


def _table(
    view: str, compute: Compute, frame: Frame, keys: tuple[str, ...], filters: tuple[str, ...]
) -> Table[Choice, Compared]:
    """Return the table of a view: of the economies compared and the editions chosen, or of all."""

    def chosen(dataset: Dataset, choice: Choice) -> Compared:
        choice = replace(choice, view=view)
        return compute(dataset, choice, economies_of(dataset, choice), (choice.first, choice.last))

    def everything(dataset: Dataset, choice: Choice) -> Compared:
        others = sorted(set(dataset.catalog.economies) - {choice.economy})
        ends = (dataset.editions[0], dataset.editions[-1])
        return compute(dataset, replace(choice, view=view), (choice.economy, *others), ends)

    name = f"comparison-{view}"
    every = everything if filters else None
    return Table(name, f"gii-{name}", chosen, frame, Choice, keys, filters, every)


TABLES = {
    "trajectory": _table("trajectory", _trajectory, trajectory, ("measure", "show"), (*_PEERS, "from", "to")),
    "pillars": _table("pillars", _pillars, pillars, ("edition", "show"), _PEERS),
    "plane": _table("plane", _plane, plane, (), (*_PEERS, "from", "to")),
    "scatter": _table("scatter", _scatter, scatter, ("x", "y", "edition", *_PEERS), ()),
    "table": _table("table", _ends, table, ("measure", "from", "to"), _PEERS),
}
"""By view (``analysis.comparison.VIEWS``)."""
