"""The strategic pillars: choices, evidence of one or all, its matrix, small multiples and their ranges."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from analysis.dataset import Dataset, cached
from analysis.evidence.pillar import UNMEASURED, all_evidence, pillar_evidence
from analysis.evidence.pillar import join_codes as joined_rows
from analysis.evidence.progress import BASES, RATIO_SCALE
from analysis.normalize import sort_key
from analysis.query import Query, one_of, parsed_choice, peers
from analysis.table import (
    OWN_CALCULATION,
    PUBLISHER,
    RANK,
    Table,
    insert_after,
    join_sources,
    releases_of_rows,
    with_terms,
)
from data.article import AIMS, FOCUS
from data.entries import Indicator, StrategicPillar

DEFAULT_SINCE: Final = 2005
SCALES: Final = ("own", "shared")
COLUMNS: Final = ("multiple", "indicator", "economy", "year", "value", "unit", "vintage", "source")
OWN_SCALE = "Innovation Trajectory, own judgement"
_INDEX = "gii"
ALL: Final = "all"
PILLARS: Final = (ALL, *AIMS)
LINKS: Final = (ALL, "direct", "proxy", "partial", "none")
COURSES: Final = (ALL, "towards", "away", "flat", "none")
ORIGINS: Final = (ALL, "indicator", "gii", *UNMEASURED)
SORTS: Final = ("pillar", "name", "strength", "last_year", "course", "standing", "quality")
_ORDERS: Final[Mapping[str, Sequence[str]]] = {
    "strength": LINKS[1:],
    "course": COURSES[1:],
    "quality": ("solid", "fair", "thin", "none"),
}


def pillar_of(value: object, pillars: Sequence[StrategicPillar]) -> int | None:
    """Return the number of the pillar that a slug or a number names; None for anything else."""
    return next((one.number for one in pillars if value in (one.slug, one.number, str(one.number))), None)


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """The choices on a strategic pillar: its number, or slug, in the path; economies beside China.

    scale: whether axes of one unit have one range; since: the year from which movements count.
    """

    pillar: int = parsed_choice("pillar", pillar_of, 1, lambda dataset, _: dataset.catalog.strategy)
    peers: tuple[str, ...] = peers()
    scale: str = one_of("scale", SCALES)
    since: int = one_of("since", BASES)


@dataclass(frozen=True, slots=True)
class EvidenceChoice(Query):
    """Whose evidence: that of one strategic pillar, of all five where it is None."""

    pillar: int | None = parsed_choice(
        "pillar",
        pillar_of,
        lambda *_: None,
        lambda dataset, _: dataset.catalog.strategy,
        lambda one: str(one or ""),
    )
    peers: tuple[str, ...] = peers()
    since: int = one_of("since", BASES)


@dataclass(frozen=True, slots=True)
class MatrixChoice(Query):
    """The choices of the matrix; ``all`` filters nothing, changes count from the year since."""

    pillar: str = one_of("pillar", PILLARS)
    strength: str = one_of("strength", LINKS)
    course: str = one_of("course", COURSES)
    origin: str = one_of("origin", ORIGINS)
    since: int = one_of("since", BASES)
    sort: str = one_of("sort", SORTS)
    order: str = one_of("order", ("", "desc"))

    @property
    def descending(self) -> bool:
        """Return whether the order is turned."""
        return self.order == "desc"

    @property
    def filtered(self) -> bool:
        """Return whether anything is left out."""
        return {self.pillar, self.strength, self.course, self.origin} != {ALL}


def multiples(
    pillar: StrategicPillar,
    indicators: Mapping[str, Indicator],
    observed: Mapping[str, pd.DataFrame],
    peers: Collection[str],
) -> pd.DataFrame:
    """Return the rows that the multiples of a pillar draw (COLUMNS), China's first in each.

    multiple: number of the multiple, from 1; indicator: the series that the row belongs to, for a peer that
    of ``Multiple.peers`` where one is named, for China never; value: in ``unit`` (English), since
    SINCE.
    """
    blank = pd.DataFrame(columns=list(COLUMNS))
    found = [blank]
    for number, one in enumerate(pillar.multiples, start=1):
        beside = [code for code in peers if code != FOCUS]
        for code, economies in ((one.indicator, [FOCUS]), (one.peers or one.indicator, beside)):
            rows = observed.get(code, blank)
            rows = rows[
                rows["economy"].isin(economies) & (rows["year"] >= DEFAULT_SINCE) & rows["value"].notna()
            ]
            if rows.empty:
                continue
            place = {economy: place for place, economy in enumerate(economies)}
            rows = rows.assign(place=rows["economy"].map(place)).sort_values(["place", "year"])
            values = rows["value"].astype("float64") * indicators[code].scale
            rows = rows.assign(multiple=number, value=values, unit=indicators[code].unit.en)
            found.append(rows[list(COLUMNS)])
    frame = pd.concat(found).reset_index(drop=True)
    return frame.astype({"multiple": "int64", "year": "int64", "value": "float64"})


def needs_log_scale(values: pd.Series, kind: str) -> bool:
    """Return whether values stand on a logarithmic axis: counts and money, where all are above zero."""
    return kind in RATIO_SCALE and not values.empty and bool((values > 0).all())


def ranges(
    frame: pd.DataFrame, pillar: StrategicPillar, indicators: Mapping[str, Indicator], scale: str
) -> dict[int, tuple[float, float]]:
    """Return the lowest and highest value that the axis of each multiple must show.

    Where ``scale`` is "shared", multiples of one unit, on axes of one kind, have those of all of them.
    """
    found: dict[int, tuple[float, float]] = {}
    for alike in _alike(frame, pillar, indicators):
        groups = [alike] if scale == "shared" else [[number] for number in alike]
        for numbers in groups:
            values = frame.loc[frame["multiple"].isin(numbers), "value"]
            found |= dict.fromkeys(numbers, (float(values.min()), float(values.max())))
    return found


def share_scale(
    frame: pd.DataFrame, pillar: StrategicPillar, indicators: Mapping[str, Indicator]
) -> list[list[int]]:
    """Return the numbers of the multiples that can share a range, those of one unit together."""
    return [numbers for numbers in _alike(frame, pillar, indicators) if len(numbers) > 1]


def _alike(
    frame: pd.DataFrame, pillar: StrategicPillar, indicators: Mapping[str, Indicator]
) -> list[list[int]]:
    """Return all multiples that have a value, those of one unit and one kind of axis together."""
    groups: dict[tuple[str, bool], list[int]] = {}
    for number, one in enumerate(pillar.multiples, start=1):
        values = frame.loc[frame["multiple"] == number, "value"]
        if not values.empty:
            indicator = indicators[one.indicator]
            key = (indicator.unit.en, needs_log_scale(values, indicator.kind))
            groups.setdefault(key, []).append(number)
    return list(groups.values())


def _found(dataset: Dataset, choice: EvidenceChoice) -> pd.DataFrame:
    pillars = [one.number for one in dataset.catalog.strategy if choice.pillar in (None, one.number)]
    return joined_rows(
        [pillar_evidence(dataset, number, choice.peers, since=choice.since) for number in pillars]
    )


def evidence(frame: pd.DataFrame, dataset: Dataset, choice: EvidenceChoice, lang: str) -> pd.DataFrame:
    """Return the evidence of one strategic pillar, or of all five.

    ``first``, ``last`` and what is computed from them are in ``unit``, ranks for parts of the GII; ``change``
    is a difference or a ratio, as ``how`` says; ``growth`` a year is a share (0.05 is 5 %).
    """
    return _evidence(frame.assign(peers_asked_for=",".join(choice.peers)), dataset, lang)


def filtered_evidence(
    frame: pd.DataFrame, choice: MatrixChoice, named: Callable[[str], bytes]
) -> pd.DataFrame:
    """Return the rows that match a choice, in its order.

    named: what a row is sorted by in the order of names, from its code (see listing.alphabetical). Without a
    value a row comes last in either order; gaps have no course and match the course none.
    """
    rows = frame
    for column, value in (("strength", choice.strength), ("course", choice.course), ("kind", choice.origin)):
        if value != ALL:
            values = rows[column].fillna("none") if column == "course" else rows[column]
            rows = rows[values == value]
    if choice.pillar != ALL:
        rows = rows[rows["pillar"] == int(choice.pillar)]
    if choice.sort == "pillar":
        return rows.sort_values("pillar", ascending=not choice.descending, kind="stable", ignore_index=True)
    unmeasured = rows["kind"].isin(UNMEASURED)
    if choice.sort == "standing":  # the share of the others that are better
        keys = (rows["rank"] - 1) / (rows["economies"] - 1)
    elif choice.sort == "last_year":
        keys = -rows["last_year"].astype("float64")  # the newest first
    elif choice.sort == "name":
        names = rows["code"].mask(unmeasured).map(named, na_action="ignore")
        places = {name: place for place, name in enumerate(sorted(names.dropna()))}
        keys = names.map(places).astype("Float64")
    else:
        values = rows[choice.sort] if choice.sort == "strength" else rows[choice.sort].mask(unmeasured)
        order = {value: place for place, value in enumerate(_ORDERS[choice.sort])}
        keys = values.map(order).astype("Float64")
    index = keys.sort_values(ascending=not choice.descending, na_position="last", kind="stable").index
    return rows.loc[index].reset_index(drop=True)


def matrix(frame: pd.DataFrame, dataset: Dataset, choice: MatrixChoice, lang: str) -> pd.DataFrame:
    """Return the rows of the evidence matrix, filtered and in the order of a choice."""
    names = {code: one.short.get(lang) for code, one in dataset.catalog.indicators.items()}
    names |= _part_names(dataset, lang)
    rows = filtered_evidence(frame, choice, lambda code: sort_key(names[code]))
    return _evidence(rows, dataset, lang)


def _evidence(frame: pd.DataFrame, dataset: Dataset, lang: str) -> pd.DataFrame:
    """Return rows of evidence in the units that the site shows, with words, publisher, vintage, licence."""
    catalog, names = dataset.catalog, _part_names(dataset, lang)
    scales = frame["code"].map({code: one.scale for code, one in catalog.indicators.items()})
    scales = scales.astype("float64").fillna(1.0)  # of parts of the index and of gaps; ratios and ranks stay
    values = ["first", "last", *(str(name) for name in frame if str(name).endswith(("_value", "_gap")))]
    whole = ["action", "first_year", "last_year", "peak_year"]
    whole += ["rank_year", "rank", "economies", "peer_rank", "peers"]
    kinds = dict.fromkeys([*values, "change"], "float64") | dict.fromkeys(whole, "Int64")
    frame = frame.astype(kinds | {"of": "str"})  # blank in a whole pillar it has no type
    frame[values] = frame[values].mul(scales, axis=0)
    frame["change"] *= scales.where(frame["how"] == "difference", 1.0)
    rows, words, publishers = frame.to_dict("records"), [], []
    found = releases_by_row(dataset, rows)
    for row, publisher in zip(rows, dataset.provenance("publisher", found), strict=True):
        code, kind, pillar = str(row["code"]), row["kind"], catalog.strategy[int(row["pillar"]) - 1]
        action = pillar.actions[int(row["action"]) - 1]
        own = {"pillar_name": pillar.name.get(lang), "recommendation": action.text.get(lang)}
        own |= dict.fromkeys(("name", "unit", "reason", "gap", "caveats"), "")
        if kind in UNMEASURED:
            publisher, own["gap"] = OWN_SCALE, action.gap.get(lang) if action.gap else ""
        elif kind == _INDEX:
            publisher, own["reason"] = PUBLISHER, pillar.link(code).reason.get(lang)
            own |= {"name": names[code], "unit": catalog.phrases[RANK].get(lang)}
        else:
            one, own["reason"] = catalog.indicators[code], pillar.link(code).reason.get(lang)
            own |= {"name": one.name.get(lang), "unit": one.unit.get(lang)}
            own["caveats"] = " ".join(caveat.get(lang) for caveat in one.caveats_of(FOCUS))
            publisher = publisher or catalog.sources[one.source].publisher.en  # who would publish a value
        publishers.append(publisher)
        words.append(own)
    frame = frame.rename(columns={"sources": "source"}).assign(source=found)
    frame = pd.concat([frame, pd.DataFrame(words, index=frame.index)], axis=1).assign(publisher=publishers)
    return with_terms(frame, dataset, "vintage", "licence")


def releases_by_row(dataset: Dataset, rows: Sequence[Mapping[Any, Any]]) -> list[str]:
    """Return the releases of each row of evidence: of parts of the index of both editions, of gaps ours."""
    read = _read(dataset)
    found = []
    for row in rows:
        ends = [read.get((row[end], row["code"])) for end in ("first_year", "last_year")]
        own = OWN_CALCULATION if row["kind"] in UNMEASURED else row["sources"]
        found.append(join_sources(*ends) if row["kind"] == _INDEX else join_sources(own))
    return found


@cached
def _read(dataset: Dataset) -> dict[Any, str]:
    """Return the releases that China's scores were read from, by edition and code."""
    scores = dataset.table("gii_scores")
    return releases_of_rows(scores[scores["economy"] == FOCUS], ["edition", "code"]).to_dict()


def _multiples(dataset: Dataset, pillar: int, economies: Collection[str]) -> pd.DataFrame:
    catalog = dataset.catalog
    return multiples(
        catalog.strategy[pillar - 1], catalog.indicators, dataset.observations_by_series, economies
    )


def multiple_rows(frame: pd.DataFrame, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return the rows that the multiples of a strategic pillar draw, in ``unit``, with their release."""
    indicators = [dataset.catalog.indicators[code] for code in frame["indicator"]]
    frame = frame.assign(unit=[one.unit.get(lang) for one in indicators])
    frame.insert(0, "pillar", choice.pillar)
    insert_after(frame, "indicator", "indicator_name", [one.name.get(lang) for one in indicators])
    insert_after(frame, "economy", "name", frame["economy"].map(dataset.names(lang)))
    return with_terms(frame, dataset, "publisher", "licence")


def _part_names(dataset: Dataset, lang: str) -> dict[str, str]:
    newest = dataset.structure(dataset.newest_detailed)
    names = {}
    for code, concept, name in zip(newest["code"], newest["concept"], newest["name"], strict=True):
        known = dataset.catalog.concepts.get(str(concept))
        names[str(code)] = f"GII {code} {known.name.get(lang) if known else name}"
    return names


EVIDENCE = Table(
    "evidence",
    "strategic-pillars-evidence",
    _found,
    evidence,
    EvidenceChoice,
    ("with", "since"),
    filters=("pillar",),
)
MATRIX = Table(
    "evidence-matrix",
    "strategic-pillars-matrix",
    lambda dataset, choice: all_evidence(dataset, choice.since),
    matrix,
    MatrixChoice,
    ("sort", "order", "since"),
    filters=("pillar", "strength", "course", "origin"),
)
MULTIPLES = Table(
    "multiples",
    "strategic-pillar-multiples",
    lambda dataset, choice: _multiples(dataset, choice.pillar, choice.peers),
    multiple_rows,
    Choice,
    ("pillar",),
    filters=("with",),
    compute_unfiltered=lambda dataset, choice: _multiples(dataset, choice.pillar, dataset.catalog.economies),
    columns={"year": "text", "value": ""},
    across="economy",
)
