"""Releases of one measure: the codes they have in the catalog, and the codes of their standard errors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data.entries import Indicator
from data.fields import CatalogError


@dataclass(frozen=True, slots=True)
class Releases:
    """A measure as its newest release has it, and the codes of what was published of it earlier.

    codes: of whole series, the newest first; errors: the code of the standard error, by code of a series;
    bases: the year in which an index is 1, by code, for series that are indices of that kind.
    """

    codes: tuple[str, ...]
    errors: dict[str, str]
    bases: dict[str, int]

    @property
    def newest(self) -> str:
        """The code of the newest release."""
        return self.codes[0]

    @property
    def rebased(self) -> bool:
        """Whether the releases are indices of different base years, which cannot be compared as they are."""
        return len({self.bases.get(code) for code in self.codes}) > 1


def releases_of(indicators: Mapping[str, Indicator], code: str) -> Releases:
    """Return what the catalog says of the releases of one series."""
    codes = (code, *indicators[code].earlier)
    return Releases(
        codes=codes,
        errors={one: indicators[one].error for one in codes if indicators[one].error},
        bases={one: base for one in codes if (base := indicators[one].base) is not None},
    )


def check_releases(file: str, indicators: Mapping[str, Indicator]) -> None:
    """Refuse codes that are not in the catalog, of another unit or concept, or named for two series."""
    claimed: dict[str, str] = {}
    for code, indicator in indicators.items():
        place = f"{file}, {code}"
        for other in (*indicator.earlier, *([indicator.error] if indicator.error else [])):
            if other not in indicators or other == code:
                raise CatalogError(f"{place}: '{other}' is not another indicator")
            if other in claimed:
                raise CatalogError(f"{place}: '{other}' belongs to '{claimed[other]}' already")
            claimed[other] = code
        for other in indicator.earlier:
            if indicators[other].kind != indicator.kind:
                raise CatalogError(f"{place}: '{other}' is of another kind, not an earlier release")
            if (indicators[other].base is None) != (indicator.base is None):
                raise CatalogError(f"{place}: '{other}' has a base year and it has none, or the reverse")
