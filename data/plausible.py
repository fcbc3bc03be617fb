"""What a value of a series can be, and how far it may move in a year: the bounds and steps of the catalog."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from data.entries import KINDS, Economy, Indicator
from data.fields import CatalogError, Fields, read_rows, read_tables

ERROR: Final = "error"
"""Kind of the indicators that another names as its standard error."""
_ISO3: Final = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of a series, in its own unit, and its steps where they are judged in points and not as ratios.

    low, high: may be reached, infinite where there is none; points, others: from which a step of a large, or
    of another, economy is odd; None: judged as a ratio.
    """

    low: float = -math.inf
    high: float = math.inf
    points: float | None = None
    others: float | None = None


@dataclass(frozen=True, slots=True)
class Steps:
    """How far values may move in a year; ratios as natural logarithms.

    times, own, most: floor of a large economy, factor on the largest step of its past, and cap; others_times,
    others_own, far: the same of the others, whose steps beyond are only warned of if they are at most `few`
    (share) of the economies of a series; enough: steps that make a past; noise: share of the median size of
    a series; newest: years held that are judged again.
    """

    times: float
    own: float
    most: float
    others_times: float
    others_own: float
    few: float
    far: float
    enough: int
    noise: float
    newest: int


@dataclass(frozen=True, slots=True)
class Profiles:
    """What a new edition is compared by: concepts and economies that make a profile, points of a far move."""

    concepts: int
    economies: int
    points: float


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


def read_plausible(
    path: Path, indicators: Mapping[str, Indicator], economies: Mapping[str, Economy]
) -> Plausibility:
    """Return the bounds and steps; CatalogError names the key of a fault, and ids that are not known."""
    root = Fields(read_tables(path), path.name)
    large = frozenset(root.strings("large"))
    steps, kinds, edition = (root.table(name) for name in ("steps", "kind", "edition"))
    if unknown := sorted(large - set(economies)):
        root.fail(f"unknown economy '{unknown[0]}'")
    if steps is None or kinds is None or edition is None:
        root.fail("the tables steps, kind and edition are needed")
    found = {kind: _limits(fields, Limits()) for kind in (*KINDS, ERROR) if (fields := kinds.table(kind))}
    kinds.close()
    if missing := [kind for kind in (*KINDS, ERROR) if kind not in found]:
        kinds.fail(f"missing key '{missing[0]}'")
    errors = {item.error for item in indicators.values()}
    kind_of = {name: ERROR if name in errors else item.kind for name, item in indicators.items()}
    own = {
        name: _limits(fields, found[kind]) for name, kind in kind_of.items() if (fields := root.table(name))
    }
    root.close()
    return Plausibility(large, _steps(steps), found, kind_of, own, _profiles(edition))


def _limits(fields: Fields, usual: Limits) -> Limits:
    given = {name: fields.real(name) for name in ("low", "high", "points", "others") if name in fields.values}
    fields.close()
    limits = replace(usual, **given)
    if not limits.low < limits.high:
        fields.fail("'low' must be below 'high'")
    if (limits.points is None) != (limits.others is None):
        fields.fail("'points' and 'others' go together")
    return limits


def _profiles(fields: Fields) -> Profiles:
    profiles = Profiles(
        concepts=fields.integer("concepts", 1, 300),
        economies=fields.integer("economies", 1, 300),
        points=fields.real("points"),
    )
    fields.close()
    return profiles


def _steps(fields: Fields) -> Steps:
    steps = Steps(
        times=math.log(fields.real("times")),
        own=fields.real("own"),
        most=math.log(fields.real("most")),
        others_times=math.log(fields.real("others_times")),
        others_own=fields.real("others_own"),
        few=fields.share("few"),
        far=math.log(fields.real("far")),
        enough=fields.integer("enough", 1, 50),
        noise=fields.share("noise"),
        newest=fields.integer("newest", 1, 50),
    )
    fields.close()
    return steps


def read_spellings(path: Path, economies: Mapping[str, Economy]) -> dict[str, tuple[str, ...]]:
    """Return other names of economies by ISO3 code; CatalogError names a code that is not known."""
    names: dict[str, tuple[str, ...]] = {}
    for fields in read_rows(path):
        economy, name = fields.string("economy", _ISO3), fields.string("name")
        fields.close()
        if economy not in economies:
            raise CatalogError(f"{fields.place}: unknown economy '{economy}'")
        names[economy] = (*names.get(economy, ()), name)
    return names
