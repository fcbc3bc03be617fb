"""The strategic pillars: choices, files of evidence, the evidence matrix, and small multiples."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from analysis.dataset import Dataset, cached
from analysis.evidence.pillar import UNMEASURED, all_evidence, concat_evidence, pillar_evidence
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
    """Return the number of the pillar with a slug or number; None for anything else."""
    for pillar in pillars:
        if value in (pillar.slug, pillar.number, str(pillar.number)):
            return pillar.number
    return None


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """The choices on the page of a strategic pillar.

    pillar: number, from a number or slug in the path; scale: whether axes of one unit share a range; since:
    year from which movements count.
    """

    pillar: int = parsed_choice("pillar", pillar_of, 1, lambda dataset, _: dataset.catalog.strategy)
    peers: tuple[str, ...] = peers()
    scale: str = one_of("scale", SCALES)
    since: int = one_of("since", BASES)


@dataclass(frozen=True, slots=True)
class EvidenceChoice(Query):
    """The choices of the file of evidence. pillar: None for all five."""

    pillar: int | None = parsed_choice(
        "pillar",
        pillar_of,
        lambda *_: None,
        lambda dataset, _: dataset.catalog.strategy,
        lambda number: str(number or ""),
    )
    peers: tuple[str, ...] = peers()
    since: int = one_of("since", BASES)


@dataclass(frozen=True, slots=True)
class MatrixChoice(Query):
    """The choices of the evidence matrix. ALL filters nothing; since: year from which movements count."""

    pillar: str = one_of("pillar", PILLARS)
    strength: str = one_of("strength", LINKS)
    course: str = one_of("course", COURSES)
    origin: str = one_of("origin", ORIGINS)
    since: int = one_of("since", BASES)
    sort: str = one_of("sort", SORTS)
    order: str = one_of("order", ("", "desc"))

    @property
    def descending(self) -> bool:
        """Whether the order is reversed."""
        return self.order == "desc"

    @property
    def is_filtered(self) -> bool:
        """Whether rows are left out."""
        return {self.pillar, self.strength, self.course, self.origin} != {ALL}


def multiples(
    pillar: StrategicPillar,
    indicators: Mapping[str, Indicator],
    observed: Mapping[str, pd.DataFrame],
    peers: Collection[str],
) -> pd.DataFrame:
    """Return the values of the small multiples of a pillar since DEFAULT_SINCE, those of China first.

    Columns: COLUMNS. multiple: number, from 1; indicator: code of the series, which may be another one for
    peers (``Multiple.peers``); value: in ``unit`` (English).
    """
    blank = pd.DataFrame(columns=list(COLUMNS))
    parts = [blank]
    other_peers = [code for code in peers if code != FOCUS]
    for number, multiple in enumerate(pillar.multiples, start=1):
        groups = ((multiple.indicator, [FOCUS]), (multiple.peers or multiple.indicator, other_peers))
        for code, economies in groups:
            rows = observed.get(code, blank)
            rows = rows[rows["economy"].isin(economies) & rows["value"].notna()]
            rows = rows[rows["year"] >= DEFAULT_SINCE]
            if rows.empty:
                continue
            positions = {economy: position for position, economy in enumerate(economies)}
            rows = rows.assign(position=rows["economy"].map(positions)).sort_values(["position", "year"])
            values = rows["value"].astype("float64") * indicators[code].scale
            rows = rows.assign(multiple=number, value=values, unit=indicators[code].unit.en)
            parts.append(rows[list(COLUMNS)])
    frame = pd.concat(parts).reset_index(drop=True)
    return frame.astype({"multiple": "int64", "year": "int64", "value": "float64"})


def needs_log_scale(values: pd.Series, kind: str) -> bool:
    """Return whether values are drawn on a logarithmic axis: positive counts and money."""
    return kind in RATIO_SCALE and not values.empty and bool((values > 0).all())


def ranges(
    frame: pd.DataFrame, pillar: StrategicPillar, indicators: Mapping[str, Indicator], scale: str
) -> dict[int, tuple[float, float]]:
    """Return the lowest and highest value on the axis of each multiple, by number.

    If ``scale`` is "shared", multiples with the same unit and kind of axis have the same range.
    """
    axis_ranges: dict[int, tuple[float, float]] = {}
    for group in _groups_by_axis(frame, pillar, indicators):
        for numbers in [group] if scale == "shared" else [[number] for number in group]:
            values = frame.loc[frame["multiple"].isin(numbers), "value"]
            axis_ranges |= dict.fromkeys(numbers, (float(values.min()), float(values.max())))
    return axis_ranges


def groups_with_shared_range(
    frame: pd.DataFrame, pillar: StrategicPillar, indicators: Mapping[str, Indicator]
) -> list[list[int]]:
    """Return groups of numbers of multiples that can share a range."""
    return [numbers for numbers in _groups_by_axis(frame, pillar, indicators) if len(numbers) > 1]


def _groups_by_axis(
    frame: pd.DataFrame, pillar: StrategicPillar, indicators: Mapping[str, Indicator]
) -> list[list[int]]:
    """Group the numbers of multiples with values by unit and kind of axis."""
    groups: dict[tuple[str, bool], list[int]] = {}
    for number, multiple in enumerate(pillar.multiples, start=1):
        values = frame.loc[frame["multiple"] == number, "value"]
        if not values.empty:
            indicator = indicators[multiple.indicator]
            key = (indicator.unit.en, needs_log_scale(values, indicator.kind))
            groups.setdefault(key, []).append(number)
    return list(groups.values())


def _compute_evidence(dataset: Dataset, choice: EvidenceChoice) -> pd.DataFrame:
    numbers = [pillar.number for pillar in dataset.catalog.strategy]
    chosen = [number for number in numbers if choice.pillar in (None, number)]
    frames = [pillar_evidence(dataset, number, choice.peers, since=choice.since) for number in chosen]
    return concat_evidence(frames)


def evidence(frame: pd.DataFrame, dataset: Dataset, choice: EvidenceChoice, lang: str) -> pd.DataFrame:
    """Return the file of evidence of one strategic pillar, or of all five.

    ``first``, ``last`` and what is computed from them are in ``unit`` (ranks for parts of the GII);
    ``change`` is a difference or a ratio, as ``how`` says; ``growth`` is a share a year (0.05 is 5 %).
    """
    return _evidence_rows(frame.assign(peers_asked_for=",".join(choice.peers)), dataset, lang)


def filtered_evidence(
    frame: pd.DataFrame, choice: MatrixChoice, name_key: Callable[[str], bytes]
) -> pd.DataFrame:
    """Return the rows that match a choice, in its order.

    name_key: sort key of the name of a code (see analysis.normalize.sort_key). Rows without a value come
    last in either order; gaps match the course "none".
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
    if choice.sort == "standing":  # share of the other economies that rank higher
        keys = (rows["rank"] - 1) / (rows["economies"] - 1)
    elif choice.sort == "last_year":
        keys = -rows["last_year"].astype("float64")  # newest first
    elif choice.sort == "name":
        names = rows["code"].mask(unmeasured).map(name_key, na_action="ignore")
        positions = {name: position for position, name in enumerate(sorted(names.dropna()))}
        keys = names.map(positions).astype("Float64")
    else:
        values = rows[choice.sort] if choice.sort == "strength" else rows[choice.sort].mask(unmeasured)
        order = {value: position for position, value in enumerate(_ORDERS[choice.sort])}
        keys = values.map(order).astype("Float64")
    index = keys.sort_values(ascending=not choice.descending, na_position="last", kind="stable").index
    return rows.loc[index].reset_index(drop=True)


def matrix(frame: pd.DataFrame, dataset: Dataset, choice: MatrixChoice, lang: str) -> pd.DataFrame:
    """Return the file of the evidence matrix, filtered and in the chosen order."""
    names = {code: indicator.short.get(lang) for code, indicator in dataset.catalog.indicators.items()}
    names |= _part_names(dataset, lang)
    rows = filtered_evidence(frame, choice, lambda code: sort_key(names[code]))
    return _evidence_rows(rows, dataset, lang)


def _evidence_rows(frame: pd.DataFrame, dataset: Dataset, lang: str) -> pd.DataFrame:
    """Convert rows of evidence to displayed units, and add texts, publisher, vintage and licence."""
    catalog, names = dataset.catalog, _part_names(dataset, lang)
    scales = frame["code"].map({code: indicator.scale for code, indicator in catalog.indicators.items()})
    scales = scales.astype("float64").fillna(1.0)  # of parts of the index and of gaps; ratios and ranks stay
    values = ["first", "last", *(str(name) for name in frame if str(name).endswith(("_value", "_gap")))]
    integers = ["action", "first_year", "last_year", "peak_year"]
    integers += ["rank_year", "rank", "economies", "peer_rank", "peers"]
    dtypes = dict.fromkeys([*values, "change"], "float64") | dict.fromkeys(integers, "Int64")
    frame = frame.astype(dtypes | {"of": "str"})  # a column that is blank in a whole pillar has no type
    frame[values] = frame[values].mul(scales, axis=0)
    frame["change"] *= scales.where(frame["how"] == "difference", 1.0)
    rows, texts, publishers = frame.to_dict("records"), [], []
    releases = releases_by_row(dataset, rows)
    for row, publisher in zip(rows, dataset.provenance("publisher", releases), strict=True):
        code, kind, pillar = str(row["code"]), row["kind"], catalog.strategy[int(row["pillar"]) - 1]
        action = pillar.actions[int(row["action"]) - 1]
        text = {"pillar_name": pillar.name.get(lang), "recommendation": action.text.get(lang)}
        text |= dict.fromkeys(("name", "unit", "reason", "gap", "caveats"), "")
        if kind in UNMEASURED:
            publisher, text["gap"] = OWN_SCALE, action.gap.get(lang) if action.gap else ""
        elif kind == _INDEX:
            publisher, text["reason"] = PUBLISHER, pillar.link(code).reason.get(lang)
            text |= {"name": names[code], "unit": catalog.phrases[RANK].get(lang)}
        else:
            indicator, text["reason"] = catalog.indicators[code], pillar.link(code).reason.get(lang)
            text |= {"name": indicator.name.get(lang), "unit": indicator.unit.get(lang)}
            text["caveats"] = " ".join(caveat.get(lang) for caveat in indicator.caveats_of(FOCUS))
            publisher = publisher or catalog.sources[indicator.source].publisher.en
        publishers.append(publisher)
        texts.append(text)
    frame = frame.rename(columns={"sources": "source"}).assign(source=releases)
    frame = pd.concat([frame, pd.DataFrame(texts, index=frame.index)], axis=1).assign(publisher=publishers)
    return with_terms(frame, dataset, "vintage", "licence")


def releases_by_row(dataset: Dataset, rows: Sequence[Mapping[Any, Any]]) -> list[str]:
    """Return the releases of each row of evidence, joined by spaces.

    Parts of the index have those of their first and last edition, gaps have OWN_CALCULATION.
    """
    by_edition_and_code = _index_releases(dataset)
    releases = []
    for row in rows:
        if row["kind"] == _INDEX:
            years = (row["first_year"], row["last_year"])
            releases.append(join_sources(*(by_edition_and_code.get((year, row["code"])) for year in years)))
        else:
            releases.append(join_sources(OWN_CALCULATION if row["kind"] in UNMEASURED else row["sources"]))
    return releases


@cached
def _index_releases(dataset: Dataset) -> dict[Any, str]:
    scores = dataset.table("gii_scores")
    return releases_of_rows(scores[scores["economy"] == FOCUS], ["edition", "code"]).to_dict()


def _multiples(dataset: Dataset, pillar: int, economies: Collection[str]) -> pd.DataFrame:
    catalog = dataset.catalog
    return multiples(
        catalog.strategy[pillar - 1], catalog.indicators, dataset.observations_by_series, economies
    )


def multiple_rows(frame: pd.DataFrame, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return the file of the small multiples of a strategic pillar, with names and terms."""
    indicators = [dataset.catalog.indicators[code] for code in frame["indicator"]]
    frame = frame.assign(unit=[indicator.unit.get(lang) for indicator in indicators])
    frame.insert(0, "pillar", choice.pillar)
    names = [indicator.name.get(lang) for indicator in indicators]
    insert_after(frame, "indicator", "indicator_name", names)
    insert_after(frame, "economy", "name", frame["economy"].map(dataset.names(lang)))
    return with_terms(frame, dataset, "publisher", "licence")


def _part_names(dataset: Dataset, lang: str) -> dict[str, str]:
    newest = dataset.structure(dataset.newest_detailed)
    names = {}
    for code, concept, name in zip(newest["code"], newest["concept"], newest["name"], strict=True):
        entry = dataset.catalog.concepts.get(str(concept))
        names[str(code)] = f"GII {code} {entry.name.get(lang) if entry else name}"
    return names


EVIDENCE = Table(
    "evidence",
    "strategic-pillars-evidence",
    _compute_evidence,
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
