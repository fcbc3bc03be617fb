"""What a refresh adds to the note of a release: series held back, values accepted beyond their bounds."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

_HELD: Final = re.compile(r"Held back since (\d{4}-\d\d-\d\d): (\S+) of (\S+), ")
_ACCEPTED: Final = re.compile(r"Accepted beyond bounds: (.+)\.$")
_BEGIN: Final = re.compile(r" ?(?:Held back since|Accepted beyond bounds:) ")


@dataclass(frozen=True, slots=True)
class Held:
    """A series (id) of a newer release that was not taken over, so that its last good values stay.

    vintage: of that release; since: the day of the first refusal, YYYY-MM-DD; why: a sentence.
    """

    series: str
    vintage: str
    since: str
    why: str = ""


def plain(note: str) -> str:
    """Return a note without these remarks."""
    return _BEGIN.split(note)[0]


def with_remarks(note: str, held: Iterable[Held], accepted: Collection[str]) -> str:
    """Return a note with its remarks anew; accepted: SERIES:ECONOMY."""
    parts = [plain(note)]
    parts += [f"Held back since {one.since}: {one.series} of {one.vintage}, {one.why}." for one in held]
    parts += [f"Accepted beyond bounds: {', '.join(sorted(accepted))}."] if accepted else []
    return " ".join(filter(None, parts))


def read_held_back(notes: Iterable[str]) -> list[Held]:
    """Return the series that notes say are held back, without the reason."""
    found = [match for note in notes for match in _HELD.findall(note)]
    return [Held(series, vintage, since) for since, series, vintage in found]


def read_accepted(notes: Iterable[str]) -> set[str]:
    """Return the SERIES:ECONOMY whose values notes say were accepted beyond their bounds."""
    return {name for note in notes for names in _ACCEPTED.findall(note) for name in names.split(", ")}
