"""Small multiples of a strategic pillar: the choices, the rows, and which of them share a range."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from analysis.progress import BASES, RATIO_SCALE
from analysis.query import Query, one_of, parsed, peers
from analysis.standing import CHINA
from data.entries import Indicator, StrategicPillar

SINCE: Final = 2005
SCALES: Final = ("own", "shared")
COLUMNS: Final = ("multiple", "indicator", "economy", "year", "value", "unit", "vintage", "source")


def pillar_of(value: object, pillars: Sequence[StrategicPillar]) -> int | None:
    """Return the number of the pillar that a slug or a number names; None for anything else."""
    return next((one.number for one in pillars if value in (one.slug, one.number, str(one.number))), None)


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """The choices on a strategic pillar: its number, or slug, in the path; economies beside China.

    scale: whether axes of one unit have one range; since: the year from which movements count.
    """

    pillar: int = parsed("pillar", pillar_of, 1, lambda dataset, _: dataset.catalog.strategy)
    peers: tuple[str, ...] = peers()
    scale: str = one_of("scale", SCALES)
    since: int = one_of("since", BASES)


@dataclass(frozen=True, slots=True)
class EvidenceChoice(Query):
    """Whose evidence: that of one strategic pillar, of all five where it is None."""

    pillar: int | None = parsed(
        "pillar",
        pillar_of,
        lambda *_: None,
        lambda dataset, _: dataset.catalog.strategy,
        lambda one: str(one or ""),
    )
    peers: tuple[str, ...] = peers()
    since: int = one_of("since", BASES)


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
        beside = [code for code in peers if code != CHINA]
        for code, economies in ((one.indicator, [CHINA]), (one.peers or one.indicator, beside)):
            rows = observed.get(code, blank)
            rows = rows[rows["economy"].isin(economies) & (rows["year"] >= SINCE) & rows["value"].notna()]
            if rows.empty:
                continue
            place = {economy: place for place, economy in enumerate(economies)}
            rows = rows.assign(place=rows["economy"].map(place)).sort_values(["place", "year"])
            values = rows["value"].astype("float64") * indicators[code].scale
            rows = rows.assign(multiple=number, value=values, unit=indicators[code].unit.en)
            found.append(rows[list(COLUMNS)])
    frame = pd.concat(found).reset_index(drop=True)
    return frame.astype({"multiple": "int64", "year": "int64", "value": "float64"})


def logarithmic(values: pd.Series, kind: str) -> bool:
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


def sharing(
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
            key = (indicator.unit.en, logarithmic(values, indicator.kind))
            groups.setdefault(key, []).append(number)
    return list(groups.values())
