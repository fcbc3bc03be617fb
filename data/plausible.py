"""What a value of a series can be, and how far it may move in a year: the bounds and steps of the catalog."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Final

from pydantic import AfterValidator, Field, with_config

from data.entries import ISO3, KINDS, Economy, Indicator
from data.fields import CatalogError, Number, Share, Words, checked, one_of, read_rows, read_tables

ERROR: Final = "error"
"""Kind of the indicators that another names as its standard error."""
_Ratio = Annotated[float, Field(strict=True, gt=0), AfterValidator(math.log)]


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of a series, in its own unit, and its steps where they are judged in points and not as ratios.

    low, high: may be reached, infinite where there is none; points, others: from which a step of a large, or
    of another, economy is odd; None: judged as a ratio.
    """

    low: Number = -math.inf
    high: Number = math.inf
    points: Number | None = None
    others: Number | None = None


@dataclass(frozen=True, slots=True)
class Steps:
    """How far values may move in a year; ratios as natural logarithms.

    times, own, most: floor of a large economy, factor on the largest step of its past, and cap; others_times,
    others_own, far: the same of the others, whose steps beyond are only warned of if they are at most `few`
    (share) of the economies of a series; enough: steps that make a past; noise: share of the median size of
    a series; newest: years that are judged again.

    How far beyond every step of the past, as a logarithm or as a share of the range of steps in points:
    headline: one of China is told where it is a headline; china: it is refused there, and told elsewhere;
    median: the median step of all economies is refused.
    """

    times: _Ratio
    own: Number
    most: _Ratio
    others_times: _Ratio
    others_own: Number
    few: Share
    far: _Ratio
    enough: Annotated[int, Field(strict=True, ge=1, le=50)]
    noise: Share
    headline: Share
    china: Share
    median: Share
    newest: Annotated[int, Field(strict=True, ge=1, le=50)]


@dataclass(frozen=True, slots=True)
class Profiles:
    """What a new edition is compared by: concepts and economies that make a profile, points of a far move."""

    concepts: Annotated[int, Field(strict=True, ge=1, le=300)]
    economies: Annotated[int, Field(strict=True, ge=1, le=300)]
    points: Number


@dataclass(frozen=True, slots=True)
class Plausibility:
    """Limits by kind and, where an indicator has its own, in full by indicator; large: ISO3 codes."""

    large: frozenset[str]
    steps: Steps
    kinds: dict[str, Limits]
    kind_of: dict[str, str]
    own: dict[str, Limits]
    edition: Profiles

    def usual(self, indicator: str) -> Limits:
        """Return the limits of an indicator's kind."""
        return self.kinds[self.kind_of[indicator]]

    def of(self, indicator: str) -> Limits:
        """Return the limits of an indicator."""
        return self.own.get(indicator) or self.usual(indicator)


def _limits(limits: Limits) -> Limits:
    if not limits.low < limits.high:
        raise ValueError("'low' must be below 'high'")
    if (limits.points is None) != (limits.others is None):
        raise ValueError("'points' and 'others' go together")
    return limits


_Limits = Annotated[Limits, AfterValidator(_limits)]


@with_config(extra="forbid")
@dataclass(frozen=True, slots=True)
class _File:
    """The file but for the limits of single indicators, which may say only what differs from their kind."""

    large: frozenset[str]
    steps: Steps
    kind: dict[Annotated[str, one_of((*KINDS, ERROR))], _Limits]
    edition: Profiles


@dataclass(frozen=True, slots=True)
class _Spelling:
    economy: Annotated[str, ISO3]
    name: Words


def read_plausible(
    path: Path, indicators: Mapping[str, Indicator], economies: Mapping[str, Economy]
) -> Plausibility:
    """Return the bounds and steps; CatalogError names the key of a fault, and ids that are not known."""
    tables = read_tables(path)
    errors = {item.error for item in indicators.values()}
    kind_of = {name: ERROR if name in errors else item.kind for name, item in indicators.items()}
    own = {name: tables.pop(name) for name in kind_of if name in tables}
    file = checked(_File, tables, path.name)
    if unknown := sorted(file.large - set(economies)):
        raise CatalogError(f"{path.name}: unknown economy '{unknown[0]}'")
    if missing := [kind for kind in (*KINDS, ERROR) if kind not in file.kind]:
        raise CatalogError(f"{path.name}, kind: missing key '{missing[0]}'")
    usual = {name: asdict(file.kind[kind_of[name]]) for name in own}
    whole = {name: usual[name] | table if isinstance(table, dict) else table for name, table in own.items()}
    limits = checked(dict[str, _Limits], whole, path.name)
    return Plausibility(file.large, file.steps, file.kind, kind_of, limits, file.edition)


def read_spellings(path: Path, economies: Mapping[str, Economy]) -> dict[str, tuple[str, ...]]:
    """Return other names of economies by ISO3 code; CatalogError names a code that is not known."""
    names: dict[str, tuple[str, ...]] = {}
    for line, one in read_rows(dict[int, _Spelling], path).items():
        if one.economy not in economies:
            raise CatalogError(f"{path.name} line {line}: unknown economy '{one.economy}'")
        names[one.economy] = (*names.get(one.economy, ()), one.name)
    return names
