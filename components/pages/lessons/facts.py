"""What the answers of the lessons are computed from: one snapshot in one language, the editions compared."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import pandas as pd

from analysis.change import default_pair
from analysis.ledger import editions_with
from analysis.standing import standings
from components import numbers, view

LATELY: Final = 4
"""Editions back from the newest: few enough that the framework is nearly the same."""
Fact = Callable[["Facts"], Mapping[str, Any] | None]
"""What fills the answer of a task; None where the snapshot does not hold it."""
View = Callable[["Facts"], str]
"""The page that a task needs, with the query of its view, without the language."""


@dataclass(frozen=True)
class Facts(view.View):
    """The ranks of China and the editions that the lessons compare."""

    @cached_property
    def standing(self) -> pd.DataFrame:
        """China's rows by edition."""
        tables = self.dataset.table
        return standings(self.dataset.china_scores, tables("gii_editions"), tables("gii_intervals"))

    @cached_property
    def ranks(self) -> dict[int, int]:
        """China's published rank by edition."""
        pairs = zip(self.standing["edition"], self.standing["rank"], strict=True)
        return {int(edition): int(rank) for edition, rank in pairs}

    @property
    def claim(self) -> tuple[int, int]:
        """The editions of the article's claim."""
        return default_pair(self.dataset.editions)

    @cached_property
    def late(self) -> tuple[int, int]:
        """The newest edition held with its GII pillars, after the one that is LATELY editions older."""
        held = editions_with(self.dataset.parts, "pillar")[-LATELY - 1 :]
        return (held[0], held[-1]) if len(held) > 1 else self.claim

    @cached_property
    def newest(self) -> tuple[int, int]:
        """The newest edition held down to its indicators, after the one before it."""
        last = self.dataset.detailed
        return max((year for year in self.dataset.editions if year < last), default=last), last

    @property
    def editions(self) -> dict[str, int]:
        """The editions named in tasks and answers."""
        names = ("first", "last", "early", "late", "before", "newest")
        known = (*self.claim, *self.late, *self.newest)
        return dict(zip(names, known, strict=True))

    def names(self, economies: list[str]) -> str:
        """Write economies by their short names."""
        labels = self.dataset.labels(self.say.lang)
        return self.say.listing([labels[code] for code in economies])

    def places(self, places: float) -> str:
        """Write a part of a change of rank: towards the first place is a gain."""
        size = numbers.halves(abs(places))
        said = self.say("learn.place" if abs(places) == 1 else "learn.places", count=size)
        if not places:
            return said
        return self.say("lessons.gained" if places < 0 else "lessons.lost", places=said)

    def ranked(self, editions: tuple[int, ...]) -> bool:
        """Return whether China's rank and the number of economies are held for some editions."""
        return all(edition in self.ranks and self.dataset.counts.get(edition) for edition in editions)
