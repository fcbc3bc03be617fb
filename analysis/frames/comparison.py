"""Economies compared, one table for each view of Compare: of those that are chosen, or of all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from analysis import comparison as method
from analysis import peers
from analysis.comparison import Choice, Measure, measured, measures
from analysis.composition import PILLARS
from analysis.dataset import Dataset
from analysis.derived import peer_field
from analysis.frames.table import Table
from analysis.frames.terms import PUBLISHER, index_terms, insert_after, terms, with_own
from analysis.provenance import OWN_CALCULATION, joined

_NAMES = {
    "economies": "economies_ranked",
    "lower": "field_lower_quartile",
    "median": "field_median",
    "upper": "field_upper_quartile",
    "places": "places_gained",
    "change": "value_change",
}
_DRAWN = ["at", "low", "high"]
_PEERS = ("economy", "with", "peers")
Frame = Callable[["Compared", Dataset, Choice, str], pd.DataFrame]


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


def _compared(
    dataset: Dataset, choice: Choice, economies: Sequence[str], editions: tuple[int, int]
) -> Compared:
    """Return what the view of a choice shows of some economies; those compared decide the periods of ends."""
    known, compared = measures(dataset), economies_of(dataset, choice)
    rows = measured(dataset, known[choice.measure])
    if choice.view == "trajectory":
        return Compared(compared, method.paths(rows, economies, *editions, choice.show))
    if choice.view == "pillars":
        fields: dict[str, pd.DataFrame] = {
            code: measured(dataset, known[code]) for code in PILLARS if code in known
        }
        return Compared(compared, method.pillars(fields, economies, choice.edition, choice.show))
    if choice.view == "plane":
        sides = measured(dataset, known["IN"]), measured(dataset, known["OUT"])
        ranks, shares = (method.plane(*sides, economies, editions, show) for show in ("rank", "percentile"))
        return Compared(compared, ranks, shares)
    if choice.view == "scatter":
        x, y = known[choice.x], known[choice.y]
        sides = measured(dataset, x), measured(dataset, y)
        frame = method.pairs(*sides, (x.related, y.related), choice.edition)
        return Compared(compared, frame, correlation=method.spearman(frame["x"], frame["y"]))
    return Compared(compared, method.ends(rows, economies, choice.first, choice.last, compared))


def _name(dataset: Dataset, measure: Measure, lang: str) -> str:
    """Return the name of a measure: of the catalog, or as the newest edition that has it calls it."""
    if measure.related:
        return dataset.catalog.indicators[measure.id].name.get(lang)
    concept = dataset.catalog.concepts.get(measure.id)
    if concept and lang != "en":
        return concept.name.get(lang)
    rows = dataset.parts[dataset.parts["concept"] == measure.id]
    return str(rows.sort_values("edition")["name"].iloc[-1])


def unit_of(dataset: Dataset, measure: Measure, lang: str) -> str:
    """Return the unit of the values of a measure."""
    catalog = dataset.catalog
    unit = catalog.indicators[measure.id].unit if measure.related else catalog.phrases["unit_score"]
    return unit.get(lang)


def licences_of(dataset: Dataset, measure: Measure, source: pd.Series, edition: pd.Series) -> list[str]:
    """Return the licence of each row: of its release, or of its edition."""
    if measure.related:
        return dataset.provenance("licence", source)
    return [str(one) for one in dataset.licences_of(edition)]


def publishers_of(dataset: Dataset, measure: Measure, source: pd.Series) -> list[str]:
    """Return the publisher of each row."""
    return dataset.provenance("publisher", source) if measure.related else [PUBLISHER] * len(source)


def trajectory(found: Compared, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return a row for each economy and edition, or year, of a measure.

    Ranks of related indicators are ours, among all economies of which there are values.
    """
    frame = _measured(found.frame.drop(columns=["period", *_DRAWN]), dataset, choice, lang)
    if not measures(dataset)[choice.measure].related:
        return _index_terms(frame.drop(columns="source"), dataset, lang)
    insert_after(frame, "economy", "name", frame["economy"].map(dataset.names(lang)))
    rows = terms(frame, dataset, "vintage", "publisher", "licence")
    return rows.assign(source=with_own(rows["source"]))


def pillars(found: Compared, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return a row for each economy and GII pillar of one edition, with the quartiles of the field."""
    known = measures(dataset)
    frame = found.frame.drop(columns=["period", "year", "source", *_DRAWN]).rename(columns=_NAMES)
    frame.insert(1, "pillar", frame.pop("pillar"))
    names = [_name(dataset, known[code], lang) for code in frame["pillar"]]
    insert_after(frame, "pillar", "pillar_name", names)
    unit = unit_of(dataset, known[PILLARS[0]], lang)
    return _index_terms(frame.assign(quartiles_of=choice.show, unit=unit), dataset, lang)


def plane(found: Compared, dataset: Dataset, _choice: Choice, lang: str) -> pd.DataFrame:
    """Return inputs and outputs of all economies in the last edition, of the chosen ones in all."""
    frame = found.frame.assign(chosen=found.frame["economy"].isin(found.economies))
    for side, name in (("x", "input"), ("y", "output")):
        drawn = {f"{side}_at": f"{name}_rank", f"{side}_low": f"{name}_low", f"{side}_high": f"{name}_high"}
        frame = frame.rename(columns=drawn).drop(columns=[side, f"{side}_source"])
        frame = frame.astype(dict.fromkeys(drawn.values(), "Int64"))
        percentiles = found.percentiles[["economy", "edition", f"{side}_at"]]
        frame = frame.merge(percentiles, on=["economy", "edition"], how="left")
        frame = frame.rename(columns={f"{side}_at": f"{name}_percentile"})
    return _index_terms(frame.rename(columns=_NAMES).assign(rank_unit="1-N"), dataset, lang, ("IN", "OUT"))


def scatter(found: Compared, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return two measures of every economy that has both, each with the edition or year of its value."""
    frame, publishers, licences = found.frame.copy(), [], []
    for side, key in (("x", choice.x), ("y", choice.y)):
        one, period, source = measures(dataset)[key], frame.pop(f"{side}_period"), frame[f"{side}_source"]
        edition = period.mask(pd.Series(one.related, index=period.index))
        frame.insert(list(frame.columns).index(f"{side}_year"), f"{side}_edition", edition)
        frame[f"{side}_measure"] = one.id
        frame[f"{side}_name"] = _name(dataset, one, lang)
        frame[f"{side}_unit"] = unit_of(dataset, one, lang)
        frame[f"{side}_vintage"] = dataset.provenance("vintage", source)
        publishers.append(publishers_of(dataset, one, source))
        licences.append(licences_of(dataset, one, source, edition))
    insert_after(frame, "economy", "chosen", frame["economy"].isin(found.economies))
    insert_after(frame, "economy", "name", frame["economy"].map(dataset.names(lang)))
    frame["source"] = _calculated(frame, "x_source", "y_source")
    for name, sides in (("publisher", publishers), ("licence", licences)):
        frame[name] = ["; ".join(dict.fromkeys(cells)) for cells in zip(*sides, strict=True)]
    return frame.assign(snapshot=dataset.snapshot.id)


def table(found: Compared, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return first and latest of a measure, a row for each economy."""
    measure = measures(dataset)[choice.measure]
    frame = _measured(found.frame.drop(columns=["first_period", "last_period"]), dataset, choice, lang)
    insert_after(frame, "economy", "name", frame["economy"].map(dataset.names(lang)))
    for side in ("first", "last"):
        source, edition = frame[f"{side}_source"], frame[f"{side}_edition"]
        frame[f"{side}_vintage"] = dataset.provenance("vintage", source)
        frame[f"{side}_licence"] = licences_of(dataset, measure, source, edition)
    publishers = publishers_of(dataset, measure, frame["last_source"])
    frame["source"] = _calculated(frame, "first_source", "last_source")
    return frame.assign(publisher=publishers, licence=frame["last_licence"], snapshot=dataset.snapshot.id)


def _measured(frame: pd.DataFrame, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return rows with what they measure, and in which unit, behind the economy."""
    frame, measure = frame.rename(columns=_NAMES), measures(dataset)[choice.measure]
    insert_after(frame, "economy", "unit", unit_of(dataset, measure, lang))
    insert_after(frame, "economy", "level", measure.level)
    insert_after(frame, "economy", "measure_name", _name(dataset, measure, lang))
    insert_after(frame, "economy", "measure", measure.id)
    return frame


def _calculated(frame: pd.DataFrame, *columns: str) -> list[str]:
    """Take columns of sources out of a frame; return them joined, with our own calculation."""
    cells = zip(*(frame.pop(column) for column in columns), strict=True)
    return [joined(*cell, OWN_CALCULATION) for cell in cells]


def _index_terms(
    frame: pd.DataFrame, dataset: Dataset, lang: str, codes: Sequence[str] = ("GII",)
) -> pd.DataFrame:
    """Return rows of the index with their terms; percentiles are the site's own."""
    rows = index_terms(frame, dataset, lang, codes, computed=True)
    read = rows["source"].astype("str").str.replace(f" ?{OWN_CALCULATION}", "", regex=True)
    return rows.assign(vintage=dataset.provenance("vintage", read))


def _table(
    view: str, frame: Frame, keys: tuple[str, ...], filters: tuple[str, ...]
) -> Table[Choice, Compared]:
    """Return the table of a view: of the economies compared and the editions chosen, or of all."""

    def chosen(dataset: Dataset, choice: Choice) -> Compared:
        choice = replace(choice, view=view)
        return _compared(dataset, choice, economies_of(dataset, choice), (choice.first, choice.last))

    def everything(dataset: Dataset, choice: Choice) -> Compared:
        others = sorted(set(dataset.catalog.economies) - {choice.economy})
        span = (dataset.editions[0], dataset.editions[-1])
        return _compared(dataset, replace(choice, view=view), (choice.economy, *others), span)

    name = f"comparison-{view}"
    every = everything if filters else None
    return Table(name, f"gii-{name}", chosen, frame, Choice, keys, filters, every)


TABLES = {
    "trajectory": _table("trajectory", trajectory, ("measure", "show"), (*_PEERS, "from", "to")),
    "pillars": _table("pillars", pillars, ("edition", "show"), _PEERS),
    "plane": _table("plane", plane, (), (*_PEERS, "from", "to")),
    "scatter": _table("scatter", scatter, ("x", "y", "edition", *_PEERS), ()),
    "table": _table("table", table, ("measure", "from", "to"), _PEERS),
}
"""By view (``analysis.comparison.VIEWS``)."""
