"""Observations of the World Bank gathered page by page: each a whole number that sorts like its key."""

from __future__ import annotations

import re
from array import array
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from data.schema import OBSERVATIONS
from data.violation import Violation
from etl.errors import BadFile, Refused
from etl.release import OBSERVED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from data.entries import Economy

_YEARS: Final = 10_000


class _Years(dict[str, int]):
    """Years by the text of a date, each checked once."""

    def __missing__(self, text: str) -> int:
        if not re.fullmatch(r"[0-9]{4}", text):
            raise ValueError(f"the date {text[:20]!r}, not a year")
        self[text] = int(text)
        return self[text]


class Series:
    """The cells of a release. Rows may come in any order; those without a value are passed over."""

    def __init__(self, wanted: Mapping[str, str], economies: Iterable[Economy]) -> None:
        """Take the ids of indicators by their codes, and the economies; others are passed over."""
        held = sorted(economies, key=lambda item: item.id)
        self._indicators = sorted(wanted.values())
        self._economies = [item.id for item in held]
        # a code of three letters and one of two never meet, so one table serves both
        self._places = {code: place for place, item in enumerate(held) for code in (item.iso2, item.id)}
        block = len(held) * _YEARS
        self._starts = {code: self._indicators.index(name) * block for code, name in wanted.items()}
        self._wanted = wanted
        self._years = _Years()
        self._titles: set[tuple[str, str]] = set()
        self._keys, self._values = array("q"), array("d")
        self.economies: set[tuple[str, str]] = set()
        """Codes (ISO3) and names as the rows pair them."""

    def add(self, address: str, asked: Collection[str], rows: Sequence[Any]) -> None:
        """Add the rows of one page; BadFile names its address, and the row that is not an observation."""
        number = 0
        titles: set[tuple[Any, Any]] = set()
        try:
            for number, row in enumerate(rows, 1):  # noqa: B007 (told if the row does not fit)
                indicator, value, year = row["indicator"], row["value"], self._years[row["date"]]
                titles.add((indicator["id"], indicator["value"]))
                self.economies.add((row["countryiso3code"], row["country"]["value"]))
                place = self._places.get(row["countryiso3code"] or row["country"]["id"])
                if value is None:
                    continue
                if type(value) is not float and type(value) is not int:
                    raise ValueError(f"the value {str(value)[:20]!r}, not a number")
                start = self._starts.get(indicator["id"])
                if place is not None and start is not None:
                    self._keys.append(start + place * _YEARS + year)
                    self._values.append(value)
        except (ValueError, OverflowError) as error:
            raise BadFile(f"{address}, observation {number}, has {error}") from error
        except (KeyError, TypeError) as error:
            told = "other fields than an observation has"
            raise BadFile(f"{address}, observation {number}, has {told}") from error
        for code, title in sorted(titles, key=str):
            if code not in asked:
                raise BadFile(f"{address} has the indicator {str(code)[:40]!r}, which was not asked for")
            if not isinstance(title, str) or not title.strip() or not title.isprintable():
                raise BadFile(f"{address} has no name for the indicator {code}")
        self._titles |= titles

    def names(self) -> dict[str, str]:
        """Return the publisher's names by indicator; BadFile if one has two."""
        names: dict[str, str] = {}
        for code, title in sorted(self._titles):
            if code in self._wanted and names.setdefault(self._wanted[code], title) != title:
                known = names[self._wanted[code]]
                raise BadFile(f"the World Bank calls {code} both {known!r} and {title!r}")
        return names

    def frame(self, source: str) -> tuple[pd.DataFrame, tuple[str, ...]]:
        """Return the columns OBSERVED sorted by key, and warnings; Refused if values contradict."""
        keys, values = np.array(self._keys), np.array(self._values)
        order = np.lexsort((values, keys))
        keys, values = keys[order], values[order]
        again = np.concatenate([[False], keys[1:] == keys[:-1]])[: len(keys)]
        differs = again & np.concatenate([[False], values[1:] != values[:-1]])[: len(keys)]
        cells, years = np.divmod(keys, _YEARS)
        indicators, places = np.divmod(cells, len(self._economies))
        columns = {
            "indicator": np.array(self._indicators, object)[indicators],
            "economy": np.array(self._economies, object)[places],
            "year": years,
            "value": values,
        }
        frame = pd.DataFrame(columns)
        if not np.isfinite(values).all():
            raise BadFile(f"{_where(frame[~np.isfinite(values)])} is infinite")
        if differs.any():
            raise Refused(
                "the World Bank states two values for the same observation",
                [_contradiction(frame, int(line)) for line in np.flatnonzero(differs)],
            )
        frame = frame[~again].assign(source=source)
        dtypes = {name: OBSERVATIONS[name].dtype for name in OBSERVED}
        warning = f"{int(again.sum()):,} observations came twice, with the same value"
        return frame[list(OBSERVED)].astype(dtypes).reset_index(drop=True), (warning,) * bool(again.any())


def _where(frame: pd.DataFrame) -> str:
    first = frame.iloc[0]
    return f"{first['indicator']}, {first['economy']}, {first['year']}"


def _contradiction(frame: pd.DataFrame, line: int) -> Violation:
    one, other = frame["value"].iloc[line - 1 : line + 1]
    return Violation(OBSERVATIONS.name, _where(frame.iloc[line:]), "value", f"is both {one} and {other}")
