"""Economies compared, one frame for each view of Compare: those that are chosen, or all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

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
from analysis.frames.table import Frame, Table
from analysis.frames.terms import PUBLISHER, index_terms, insert_after, terms, with_own
from analysis.provenance import OWN_CALCULATION, joined

SCORE = "unit_score"
"""The phrase that is the unit of scores."""
_NAMES = {"economies": "economies_ranked"}
_DRAWN = ["at", "low", "high"]


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

    @property
    def economies(self) -> tuple[str, ...]:
        """The economy in focus and those beside it, by code."""
        found: list[str] = []
        if self.choice.strategy != "none":
            field = peer_field(self.dataset, self.choice.at)
            alike = peers.found(field, self.choice.strategy, self.choice.economy)
            found = [str(code) for code in alike["economy"]]
        return (self.choice.economy, *self.choice.others(found))

    @property
    def all_economies(self) -> Sequence[str]:
        """The economy in focus, then all others of which anything can be compared."""
        return (self.choice.economy, *sorted(set(self.dataset.catalog.economies) - {self.choice.economy}))

    @property
    def range(self) -> tuple[int, int]:
        """The first and the last edition of the choice."""
        return self.choice.first, self.choice.last

    @property
    def all_editions(self) -> tuple[int, int]:
        """The first and the last edition of the snapshot."""
        return self.dataset.editions[0], self.dataset.editions[-1]

    def field(self, code: str) -> pd.DataFrame:
        """Return a measure of all economies and periods."""
        return measured(self.dataset, self.known[code])

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


def trajectory(dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return a row for each economy and edition, or year, of a measure.

    Ranks of related indicators are ours, among all economies of which there are values.
    """
    view = _View(dataset, replace(choice, view="trajectory"), lang)
    return _trajectory(view, view.economies, view.range)


def trajectory_of_all(dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return the same of every economy in all editions, or the years of these."""
    view = _View(dataset, choice, lang)
    return _trajectory(view, view.all_economies, view.all_editions)


def _trajectory(view: _View, economies: Sequence[str], editions: tuple[int, int]) -> pd.DataFrame:
    frame = paths(view.field(view.measure.id), economies, *editions, view.choice.show)
    frame = _measured(view, frame.drop(columns=["period", *_DRAWN]).rename(columns=_NAMES))
    if not view.measure.related:
        return _index_terms(frame.drop(columns="source"), view)
    insert_after(frame, "economy", "name", frame["economy"].map(view.dataset.names(view.lang)))
    rows = terms(frame, view.dataset, "vintage", "publisher", "licence")
    rows["source"] = with_own(rows["source"])
    return rows


def pillars(dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return a row for each economy and GII pillar of one edition, with the quartiles of the field."""
    view = _View(dataset, replace(choice, view="pillars"), lang)
    return _pillars(view, view.economies)


def pillars_of_all(dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return the same of every economy of the edition."""
    view = _View(dataset, choice, lang)
    return _pillars(view, view.all_economies)


def _pillars(view: _View, economies: Sequence[str]) -> pd.DataFrame:
    fields = {code: view.field(code) for code in PILLARS}
    frame = pillar_rows(fields, economies, view.choice.edition, view.choice.show)
    quartiles = {"lower": "field_lower_quartile", "median": "field_median", "upper": "field_upper_quartile"}
    frame = frame.drop(columns=["period", "year", "source", *_DRAWN]).rename(columns=_NAMES | quartiles)
    frame.insert(1, "pillar", frame.pop("pillar"))
    insert_after(frame, "pillar", "pillar_name", [view.name(view.known[code]) for code in frame["pillar"]])
    unit = view.unit(view.known[PILLARS[0]])
    return _index_terms(frame.assign(quartiles_of=view.choice.show, unit=unit), view)


def plane(dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return inputs and outputs of all economies in the last edition, of the chosen ones in all."""
    view = _View(dataset, replace(choice, view="plane"), lang)
    return _plane(view, view.economies, view.range)


def plane_of_all(dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return inputs and outputs of every economy in every edition."""
    view = _View(dataset, replace(choice, view="plane"), lang)
    return _plane(view, view.all_economies, view.all_editions)


def _plane(view: _View, economies: Sequence[str], editions: tuple[int, int]) -> pd.DataFrame:
    sides = view.field("IN"), view.field("OUT")
    frame = plane_rows(*sides, economies, editions, "rank")
    shares = plane_rows(*sides, economies, editions, "percentile")
    frame["chosen"] = frame["economy"].isin(view.economies)
    for side, name in (("x", "input"), ("y", "output")):
        drawn = {f"{side}_at": f"{name}_rank", f"{side}_low": f"{name}_low", f"{side}_high": f"{name}_high"}
        frame = frame.rename(columns=drawn).drop(columns=[side, f"{side}_source"])
        frame = frame.astype(dict.fromkeys(drawn.values(), "Int64"))
        percentiles = shares[["economy", "edition", f"{side}_at"]]
        frame = frame.merge(percentiles, on=["economy", "edition"], how="left")
        frame = frame.rename(columns={f"{side}_at": f"{name}_percentile"})
    return _index_terms(frame.rename(columns=_NAMES).assign(rank_unit="1-N"), view, ("IN", "OUT"))


def scatter(dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return two measures of every economy that has both, each with the edition or year of its value."""
    view = _View(dataset, replace(choice, view="scatter"), lang)
    x, y = view.known[choice.x], view.known[choice.y]
    frame = pairs(view.field(x.id), view.field(y.id), (x.related, y.related), choice.edition).frame
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
    insert_after(frame, "economy", "chosen", frame["economy"].isin(view.economies))
    insert_after(frame, "economy", "name", frame["economy"].map(dataset.names(lang)))
    both = zip(frame.pop("x_source"), frame.pop("y_source"), strict=True)
    frame["source"] = [joined(*cells, OWN_CALCULATION) for cells in both]
    for name, sides in (("publisher", publishers), ("licence", licences)):
        frame[name] = ["; ".join(dict.fromkeys(cells)) for cells in zip(*sides, strict=True)]
    return frame.assign(snapshot=dataset.snapshot.id)


def table(dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return first and latest of a measure, a row for each economy."""
    view = _View(dataset, replace(choice, view="table"), lang)
    return _ends(view, view.economies)


def table_of_all(dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return the same of every economy."""
    view = _View(dataset, replace(choice, view="table"), lang)
    return _ends(view, view.all_economies)


def _ends(view: _View, economies: Sequence[str]) -> pd.DataFrame:
    related = view.measure.related
    frame = ends(view.field(view.measure.id), economies, *view.range, view.economies)
    frame = frame.drop(columns=["first_period", "last_period"])
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


def _table(view: str, frame: Frame, keys: tuple[str, ...], filters: tuple[str, ...], whole: Frame) -> Table:
    name = f"comparison-{view}"
    return Table(name, f"gii-{name}", frame, Choice, keys, filters, whole)


_PEERS = ("economy", "with", "peers")
TABLES = (
    _table("trajectory", trajectory, ("measure", "show"), (*_PEERS, "from", "to"), trajectory_of_all),
    _table("pillars", pillars, ("edition", "show"), _PEERS, pillars_of_all),
    _table("plane", plane, (), (*_PEERS, "from", "to"), plane_of_all),
    Table("comparison-scatter", "gii-comparison-scatter", scatter, Choice, ("x", "y", "edition", *_PEERS)),
    _table("table", table, ("measure", "from", "to"), _PEERS, table_of_all),
)
"""One for each view, in the order of ``analysis.comparison.VIEWS``."""
