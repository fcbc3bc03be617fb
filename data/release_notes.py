"""Remarks in the notes of releases: series that were held back, values accepted beyond their bounds."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

_HELD: Final = re.compile(r"Held back since (\d{4}-\d\d-\d\d): (\S+) of (\S+), ")
_ACCEPTED: Final = re.compile(r"Accepted beyond bounds: (.+)\.$")
_BEGIN: Final = re.compile(r" ?(?:Held back since|Accepted beyond bounds:) ")


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A series of a newer release that was refused, so that its last good values stay.

    series: id; vintage: of the refused release; since: ISO date of the first refusal; why: a sentence.
    """

    series: str
    vintage: str
    since: str
    why: str = ""


def remove_remarks(note: str) -> str:
    """Return a note without its remarks."""
    return _BEGIN.split(note)[0]


def replace_remarks(note: str, held: Iterable[HeldBack], accepted: Collection[str]) -> str:
    """Return a note with new remarks in place of old ones; accepted: SERIES:ECONOMY."""
    parts = [remove_remarks(note)]
    parts += [f"Held back since {item.since}: {item.series} of {item.vintage}, {item.why}." for item in held]
    parts += [f"Accepted beyond bounds: {', '.join(sorted(accepted))}."] if accepted else []
    return " ".join(filter(None, parts))


def read_held_back(notes: Iterable[str]) -> list[HeldBack]:
    """Return the series that are held back according to notes, without the reason."""
    matches = [match for note in notes for match in _HELD.findall(note)]
    return [HeldBack(series, vintage, since) for since, series, vintage in matches]


def read_accepted(notes: Iterable[str]) -> set[str]:
    """Return the values that were accepted beyond their bounds according to notes, as SERIES:ECONOMY."""
    return {name for note in notes for names in _ACCEPTED.findall(note) for name in names.split(", ")}
