"""What "Guess the line" rests on: the choice, the published ranks, and what the browser draws from."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import pandas as pd

from analysis.dataset import Dataset
from analysis.guess import Choice, most
from analysis.standing import standings
from components import numbers
from components.charts.scales import RANK_FLOOR
from components.framework import framework_changes
from components.text import Words, plain
from components.view import EconomyView, line_labels

_ROOM: Final = 1.5  # of the lowest given rank: the scale must not tell how far the line goes
_WORDS: Final = (
    *("draw", "own", "empty", "given", "none_left", "edition_axis", "economies_axis"),
    *("column_edition", "column_guess", "column_rank", "column_off", "caption"),
)


@dataclass(frozen=True)
class View(EconomyView[Choice]):
    """One economy and the editions to guess, in one language."""

    @cached_property
    def standing(self) -> pd.DataFrame:
        """The published ranks of the economy with our intervals, by edition."""
        rows = self.dataset.scores[self.dataset.scores["economy"] == self.choice.economy]
        tables = self.dataset.table
        return standings(rows, tables("gii_editions"), tables("gii_intervals"))

    @cached_property
    def ranks(self) -> dict[int, int]:
        """The published rank by edition."""
        pairs = zip(self.standing["edition"], self.standing["rank"], strict=True)
        return {int(edition): int(rank) for edition, rank in pairs}

    def places(self, count: int) -> str:
        """Write a number of places."""
        return self.say("learn.place" if count == 1 else "learn.places", count=count)


def read(dataset: Dataset, say: Words, query: Mapping[str, object]) -> View:
    """Return the view that a query asks for."""
    return View(dataset, say, Choice.read(dataset, query))


def frame(view: View) -> str:
    """Return the drawing before the answer, as JSON text: nothing in it depends on what is to be guessed.

    editions with the number of economies ranked (null: not verified); given: ranks by edition; drawn: the
    editions to guess; floor: the lowest rank on the scale; most: the largest that can be guessed; words, of
    which {edition} and {count} are filled in by the browser; ordinals: ranks from 1 as they are spoken.
    """
    dataset, say, chosen = view.dataset, view.say, view.choice
    given = {edition: view.ranks[edition] for edition in chosen.given}
    largest = most(dataset)
    words: dict[str, str] = {key: say(f"learn.draw.{key}") for key in _WORDS}
    words["handle"] = say("learn.draw.handle", edition="{edition}")
    words["left"] = say("learn.draw.left", count="{count}")
    words["name"] = line_labels(dataset, say.lang)[chosen.economy]
    made: dict[str, Any] = {
        "hero": view.hero,
        "editions": list(dataset.counts.items()),
        "given": given,
        "drawn": chosen.drawn,
        "floor": max(RANK_FLOOR, math.ceil(_ROOM * max(given.values()) / 10) * 10),
        "most": largest,
        "changes": [[change.edition, change.letter, change.breaks] for change in framework_changes(dataset)],
        "words": words,
        "ordinals": [plain(view.ordinal(rank)) for rank in range(1, largest + 1)],
    }
    return _text(made)


def answer(view: View, compared: pd.DataFrame) -> str:
    """Return the answer to a guess as JSON text; compared: what ``analysis.guess.compared`` gave.

    guess: the one that was answered; rows: edition, published rank, low and high of our interval (null where
    it is not held), and how far off the guess was, in words.
    """
    rows = [
        [
            int(row["edition"]),
            int(row["rank"]),
            numbers.whole(row["low"]),
            numbers.whole(row["high"]),
            _off(view, int(row["off"])),
        ]
        for row in compared.to_dict("records")
    ]
    return _text({"guess": view.choice.written()["guess"], "rows": rows})


def _off(view: View, places: int) -> str:
    key = "learn.off.exact" if places == 0 else "learn.off.below" if places > 0 else "learn.off.above"
    return view.say(key, places=abs(places))


def _text(made: dict[str, Any]) -> str:
    return json.dumps(made, ensure_ascii=False, separators=(",", ":"))
