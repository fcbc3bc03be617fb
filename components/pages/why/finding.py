"""What "Why it moved" finds for one choice: both ledgers, and the sentences on them in all their cases."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import compress
from typing import Any, Final

import pandas as pd

from analysis.change import RankSplit
from analysis.dataset import Dataset
from analysis.frames import why as frames
from analysis.ledger import LEVEL_OF, REWEIGHTED, WHOLE, Choice, Ledger, editions_with
from components import numbers
from components.measures import CONTRIBUTION
from components.text import Words
from components.view import EconomyView


def reach(dataset: Dataset, detail: str) -> tuple[int, ...]:
    """Return the editions that can be split into the parts of a detail, in ascending order."""
    return editions_with(dataset.parts, LEVEL_OF[detail])


@dataclass(frozen=True)
class View(EconomyView[Choice]):
    """One view: the choice with everything that is computed for it, each once."""

    @property
    def editions(self) -> tuple[int, int]:
        """Both editions, in order."""
        return self.choice.first, self.choice.last

    @cached_property
    def split(self) -> RankSplit | None:
        """The rank ledger, None where there is none."""
        return frames.PLACES.result(self.dataset, self.choice)

    @cached_property
    def ledger(self) -> Ledger | None:
        """The score ledger, None where there is none."""
        return frames.LEDGER.result(self.dataset, self.choice)

    def whole(self, detail: str) -> Ledger | None:
        """Return the score ledger of the whole index by the parts of a detail, None where there is none."""
        return frames.LEDGER.result(self.dataset, replace(self.choice, detail=detail, pillar=WHOLE))

    @property
    def span(self) -> str:
        """Both editions as headings write them: 2012–2022."""
        return numbers.DASH.join(map(str, self.editions))

    @property
    def drawn(self) -> str:
        """Which figures of the score ledger the bars show."""
        return "own" if self.choice.split == "plain" else "relative"

    @cached_property
    def ranks(self) -> tuple[int | None, int | None]:
        """The published rank in both editions, None where the economy is not ranked."""
        rows = self._rows("rank")
        before, after = (numbers.whole(rows.get(edition, None)) for edition in self.editions)
        return before, after

    def ranked(self, column: str = "rank") -> tuple[int, ...]:
        """Return the editions in which the economy has a rank, or a score."""
        return tuple(sorted(int(edition) for edition in self._rows(column)))

    def _rows(self, column: str) -> dict[int, float]:
        scores = self.dataset.scores
        rows = scores[(scores["economy"] == self.choice.economy) & (scores["code"] == "GII")]
        rows = rows[rows[column].notna()]
        return dict(zip(rows["edition"].astype(int), rows[column].astype(float), strict=True))

    @cached_property
    def parts(self) -> pd.DataFrame:
        """The parts of the score ledger with their names in the language of the page (column label)."""
        return pd.DataFrame(columns=["label"]) if self.ledger is None else self.labelled(self.ledger)

    def labelled(self, ledger: Ledger) -> pd.DataFrame:
        """Return the parts of a score ledger with their names (column label)."""
        labels = [self._label(row) for row in ledger.parts.to_dict("records")]
        return ledger.parts.assign(label=labels)

    def _label(self, row: Mapping[Any, Any]) -> str:
        known = self.dataset.catalog.concepts.get(str(row["part"]))
        if known:
            return known.name.get(self.t.lang)
        code = str(row["code"])
        if row["status"] == REWEIGHTED:
            return self.t("why.part.group_reweighted")
        return str(row["name"]) if "." in code else self.t(f"gii.{code}")

    def pillar_name(self, code: str) -> str:
        """Return the name of a GII pillar, or of all together."""
        return self.t("why.control.whole" if code == WHOLE else f"gii.{code}")


SHARES: Final = (25, 33, 40, 50, 60, 67, 75, 80)
"""Shares in percent that have words of their own."""
_NEAR: Final = 0.03
_LEVEL: Final = 0.05
"""Points of the score below which a sum counts as none."""


def whose(name: str, t: Words) -> str:
    """Write whose something is: China’s, United States’."""
    return t("why.of_s" if name.endswith("s") else "why.of", name=name)


def count(places: float, lang: str) -> str:
    """Write a number of places without its direction: 15.5, 8."""
    return numbers.halves(abs(places), lang)


def many(places: float, t: Words) -> str:
    """Write a number of places with its word: 15.5 places, 1 place."""
    key = "count_one" if abs(places) == 1 else "count_many"
    return t(f"why.places.{key}", count=count(places, t.lang))


def moved(places: float, t: Words) -> str:
    """Write a move with its direction; below zero is towards the first place: 15.5 places up."""
    return t("why.places.up" if places < 0 else "why.places.down", places=many(places, t))


def either(values: tuple[float, float], t: Words) -> str:
    """Write two moves as alternatives, the smaller first: 14 or 17 places up, 1 place up or 2 places down."""
    low, high = sorted(values, key=abs)
    if low == high:
        return moved(low, t)
    if low * high < 0:
        return t("why.places.either", low=moved(low, t), high=moved(high, t))
    direction = "up" if high < 0 else "down"
    return t(f"why.places.either_{direction}", low=count(low, t.lang), high=count(high, t.lang))


def parts_of(split: RankSplit) -> dict[str, float]:
    """Return the parts of a split that moved the rank, in the order in which they are told."""
    parts = {"own": split.own, "others": split.others, "coverage": float(split.exits + split.entries)}
    return {key: value for key, value in parts.items() if value}


def finding(split: RankSplit, name: str, t: Words) -> str:
    """Return the sentence (marked text) on the parts of a rank's change."""
    parts, total = parts_of(split), split.total
    up = total < 0
    same_way = all((value < 0) == up for value in parts.values())
    if total == 0 or not same_way or (abs(total) == 1 and len(parts) > 1):
        return _mixed(split, parts, name, t)
    (first, value), *others = parts.items()
    subject = t(f"why.finding.name_{first}")
    direction = "up" if up else "down"
    if not others:
        kind = "all_one" if abs(total) == 1 else "all"
        return t(f"why.finding.{kind}_{direction}", name=name, subject=subject, total=count(total, t.lang))
    rest = [t(f"why.finding.rest_{key}", count=count(each, t.lang)) for key, each in others]
    return t(
        f"why.finding.share_{direction}",
        name=name,
        subject=subject,
        count=count(value, t.lang),
        total=count(total, t.lang),
        rest=t("why.finding.comma").join(rest),
    )


def _mixed(split: RankSplit, parts: dict[str, float], name: str, t: Words) -> str:
    rank = numbers.ordinal(split.rank_last, t.lang)
    if not parts:
        return t("why.finding.same", name=name, rank=rank)
    moves = []
    for key, value in parts.items():
        move = f"{'+' if value < 0 else numbers.MINUS}{many(value, t)}"  # a gain is above zero
        moves.append(t("why.finding.part", subject=t(f"why.finding.name_{key}"), moved=move))
    sentence = t("why.finding.comma").join(moves)
    if split.total == 0:
        return t("why.finding.mixed_same", name=name, rank=rank, parts=sentence)
    direction = "up" if split.total < 0 else "down"
    return t(f"why.finding.mixed_{direction}", name=name, total=many(split.total, t), parts=sentence)


def unsplit(name: str, editions: tuple[int, int], ranks: tuple[int | None, int | None], t: Words) -> str:
    """Return the sentence where there is no split: not ranked in an edition, or ranked without scores."""
    before, after = ranks
    if before is None and after is None:
        return t("why.finding.unranked_both", name=name, first=editions[0], last=editions[1])
    if before is None or after is None:
        missing = numbers.edition(editions[0] if before is None else editions[1], t.lang)
        return t("why.finding.unranked", name=name, edition=missing)
    return t(
        f"why.finding.unscored_{'up' if after < before else 'down' if after > before else 'same'}",
        name=name,
        before=numbers.ordinal(before, t.lang),
        after=numbers.ordinal(after, t.lang),
    )


def places_heading(split: RankSplit | None, span: str, t: Words) -> str:
    """Return the heading of the rank ledger (marked text): from which rank to which in a span of editions."""
    if split is None:
        return t("why.heading.places_none")
    ends = {"before": split.rank_first, "after": split.rank_last}
    ranks = {key: numbers.ordinal(rank, t.lang) for key, rank in ends.items()}
    return t("why.heading.places", span=span, **ranks)


def points_heading(ledger: Ledger | None, names: list[str], drawn: str, span: str, t: Words) -> str:
    """Return the heading of the score ledger: which part carries how much of the sum in a span of editions.

    names: of the parts, in their order; drawn: "own" or "relative", the figures that the bars show. Only
    parts that can be compared are named; where most of the sum is not theirs, that is the heading.
    """
    comparable = [] if ledger is None else [status == "both" for status in ledger.parts["status"]]
    if ledger is None or not any(comparable):
        return t("why.heading.points_none")
    values = [float(value) for value in ledger.parts.loc[comparable, drawn]]
    names = list(compress(names, comparable))
    total = ledger.own if drawn == "own" else ledger.relative
    plain = "_plain" if drawn == "own" else ""
    if abs(total) < _LEVEL:
        return t(f"why.heading.even{plain}", span=span, total=CONTRIBUTION.write(total, t.lang, sign=True))
    largest = max(range(len(values)), key=lambda at: values[at] * (1 if total > 0 else -1))
    share = values[largest] / total
    gain = "gain" if total > 0 else "loss"
    part = names[largest]
    apart = float(ledger.apart[drawn].drop(REWEIGHTED, errors="ignore").sum()) / total
    if apart > 0.5:
        part_of = t("why.share.most") if apart > 1.05 else _share(apart, t)
        return t(f"why.heading.apart{plain}_{gain}", span=span, share=part_of)
    if share > 1.05:
        return t(f"why.heading.over{plain}_{gain}", span=span, part=part)
    if written := _share(share, t):
        return t(f"why.heading.share{plain}_{gain}", span=span, part=part, share=written)
    return t(f"why.heading.largest{plain}_{gain}", span=span, part=part)


def _share(share: float, t: Words) -> str:
    if share > 0.9:
        return t("why.share.all")
    nearest = min(SHARES, key=lambda percent: abs(share - percent / 100))
    if abs(share - nearest / 100) <= _NEAR:
        return t(f"why.share.f{nearest}")
    return t("why.share.most") if share > 0.5 else ""
