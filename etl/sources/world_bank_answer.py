"""What the World Bank's Indicators API answers: its pages, its messages, and the observations in them."""

import json
import re
from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final, NamedTuple, NoReturn

import numpy as np
import pandas as pd

from data.contract import Violation
from data.entries import Economy
from data.schema import OBSERVATIONS
from etl.errors import BadFile, Refused, SourceUnreachable
from etl.http import Unusable
from etl.release import OBSERVED, Document

OUT_OF_ORDER: Final = "105"
"""The message that the service is not available for now."""
UNKNOWN: Final = frozenset(("120", "160", "175"))
"""Messages about what was asked for: invalid value, no data, indicator deleted or archived."""
MAX_PAGES: Final = 5_000
"""No catalog asks for so many: an answer that claims more is not believed."""
_XML_MESSAGE: Final = re.compile(r'<wb:message id="(\d+)"[^>]*>([^<]*)')


class State(NamedTuple):
    """What all pages of one query have in common, unless the database changes between them.

    updated: date of the database's release, YYYY-MM-DD; pages, total: how many pages and observations.
    """

    updated: str
    pages: int
    total: int


_NONE: Final = State("", 0, 0)


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of observations as published, or, if `problem` is not blank, why there is none.

    database: the number of the one that answered; blank if it is not stated.
    """

    problem: str = ""
    state: State = _NONE
    page: int = 0
    rows: Sequence[Any] = ()
    database: str = ""


def check_usable(content: bytes) -> None:
    """Raise Unusable unless the body is JSON or a message in XML; what else is wrong in it, `read` tells.

    That the service is out of order for now is no answer either.
    """
    try:
        data = _decode(content)
    except (ValueError, RecursionError) as error:
        raise Unusable(_reason(content)) from error
    except BadFile:
        return
    head = data[0] if isinstance(data, list) and data else None
    number, problem = _message(head.get("message")) if isinstance(head, dict) else ("", "")
    if number == OUT_OF_ORDER:
        raise Unusable(f"with {problem}")


def read(document: Document) -> Answer:
    """Return what the document says.

    BadFile names its address and what does not fit, SourceUnreachable the message of a service out of order.
    """
    try:
        data = _decode(document.content)
    except (ValueError, RecursionError) as error:
        raise BadFile(f"{document.address} answered with {_reason(document.content)}") from error
    except BadFile as error:
        raise BadFile(f"{document.address} answered with {error}") from error
    head = data[0] if isinstance(data, list) and data else None
    if not isinstance(head, dict):
        _misfit(document, "is not an array that begins with an object")
    if "message" in head:
        number, problem = _message(head["message"])
        if number not in UNKNOWN:
            raise SourceUnreachable(f"{document.address} answered with {problem}", document.address)
        return Answer(problem)
    if len(data) != 2:
        _misfit(document, f"has {len(data)} parts in place of 2")
    return _page(document, head, data[1])


def state_of(document: Document) -> State:
    """Return what the head of a page states, without decoding its rows, which takes a hundred times as long.

    Raises BadFile as `read` does, which also tells what is wrong in an answer that has no such head.
    """
    text = document.content.decode("utf-8-sig", "replace")
    try:
        head, _ = json.JSONDecoder().raw_decode(text, text.find("{"))
    except (ValueError, RecursionError):
        head = {}
    return _state(document, head) if "pages" in head else read(document).state


def _decode(content: bytes) -> Any:
    """Return the JSON; a message in XML, which comes even where JSON was asked for, like one in JSON."""
    text = content.decode("utf-8-sig")
    if found := _XML_MESSAGE.search(text[:2_000]):
        return [{"message": [{"id": found[1], "value": found[2]}]}]
    return json.loads(text, parse_constant=_refuse)


def _refuse(constant: str) -> NoReturn:
    raise BadFile(f"{constant}, which is not a number")


def _reason(content: bytes) -> str:
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if not start:
        return "nothing"
    return "a page in place of JSON" if start == b"<" else "JSON that is broken or cut off"


def _message(parts: Any) -> tuple[str, str]:
    """Return the number of a message, blank if it has none, and what it says."""
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], dict) else {"value": parts}
    words = "".join(sign if sign.isprintable() else " " for sign in str(first.get("value", ""))[:200])
    number = str(first.get("id", ""))
    return number, f"message {number[:10]}: {' '.join(words.split()).rstrip('.')}"


def _page(document: Document, head: dict[str, Any], rows: Any) -> Answer:
    page, total = _whole(document, head, "page"), _whole(document, head, "total")
    if total == 0 and not rows:
        return Answer(problem="no observation")
    if not isinstance(rows, list):
        _misfit(document, f"states {total} observations and has none")
    state = _state(document, head)
    if state.pages > MAX_PAGES:
        _misfit(document, f"claims {state.pages} pages")
    return Answer("", state, page, rows, str(head.get("sourceid") or ""))


def _state(document: Document, head: dict[str, Any]) -> State:
    pages, total = _whole(document, head, "pages"), _whole(document, head, "total")
    updated = head.get("lastupdated")
    try:
        stated = isinstance(updated, str) and date.fromisoformat(updated).isoformat() == updated
    except ValueError:
        stated = False
    if not stated:
        _misfit(document, "does not state the date of its release ('lastupdated')")
    return State(str(updated), pages, total)


def _whole(document: Document, head: dict[str, Any], key: str) -> int:
    """Return a number that some answers write as text."""
    value = head.get(key)
    if isinstance(value, str) and re.fullmatch(r"\d{1,9}", value):
        return int(value)
    if type(value) is not int or value < 0:
        _misfit(document, f"does not state '{key}'")
    return value


def _misfit(document: Document, what: str) -> NoReturn:
    raise BadFile(f"{document.address} answered with JSON that {what}")


_YEARS: Final = 10_000


@cache
def _year(text: str) -> int:
    if not re.fullmatch(r"[0-9]{4}", text):
        raise ValueError(f"the date {text[:20]!r}, not a year")
    return int(text)


class Series:
    """The cells of a release. Rows may come in any order; those without a value are passed over."""

    def __init__(self, wanted: Mapping[str, str], economies: Iterable[Economy]) -> None:
        """Take the ids of indicators by their codes, and the economies; others are passed over."""
        ordered = sorted(economies, key=lambda item: item.id)
        self._indicators = sorted(wanted.values())
        self._economies = [item.id for item in ordered]
        # a code of three letters and one of two never meet, so one table serves both
        self._places = {code: place for place, item in enumerate(ordered) for code in (item.iso2, item.id)}
        block = len(ordered) * _YEARS
        self._starts = {code: self._indicators.index(name) * block for code, name in wanted.items()}
        self._wanted = wanted
        self._titles: set[tuple[str, str]] = set()
        self._keys, self._values = array("q"), array("d")
        self.economies: set[tuple[str, str]] = set()
        """Codes (ISO3) and names as the rows pair them."""

    def add(self, address: str, codes: Collection[str], rows: Sequence[Any]) -> None:
        """Add the rows of one page; BadFile names its address, and the row that is not an observation."""
        number = 0
        titles: set[tuple[Any, Any]] = set()
        try:
            for number, row in enumerate(rows, 1):  # noqa: B007 (named if the row does not fit)
                indicator, value, year = row["indicator"], row["value"], _year(row["date"])
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
            problem = "other fields than an observation has"
            raise BadFile(f"{address}, observation {number}, has {problem}") from error
        for code, title in sorted(titles, key=str):
            if code not in codes:
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
