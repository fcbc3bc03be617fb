"""The ledgers of a rank and of a score between two editions, and the sentences on them in all their cases."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import pandas as pd

from analysis.index import ledger as method
from analysis.index.ledger import REWEIGHTED, WHOLE, Choice, Ledger, RankSplit
from components.text import numbers
from components.text.catalog import Words
from components.text.view import EconomyView


@dataclass(frozen=True)
class WhyView(EconomyView[Choice]):
    """One view: the choice with everything that is computed for it, each once."""

    @property
    def editions(self) -> tuple[int, int]:
        """Both editions, in order."""
        return self.choice.first, self.choice.last

    @cached_property
    def split(self) -> RankSplit | None:
        """The rank ledger, None where there is none."""
        return method.PLACES.result(self.dataset, self.choice)

    @cached_property
    def ledger(self) -> Ledger | None:
        """The score ledger, None where there is none."""
        return method.LEDGER.result(self.dataset, self.choice)

    def index_ledger(self, detail: str) -> Ledger | None:
        """Return the score ledger of the whole index by the parts of a detail, None where there is none."""
        return method.LEDGER.result(self.dataset, replace(self.choice, detail=detail, pillar=WHOLE))

    @property
    def span(self) -> str:
        """Both editions as headings write them: 2015–2020."""
        return numbers.DASH.join(map(str, self.editions))

    @property
    def bars_shown(self) -> str:
        """Which figures of the score ledger the bars show."""
        return "own" if self.choice.split == "plain" else "relative"

    def by_edition(self, column: str) -> Mapping[Any, Any]:
        """Return the economy's ranks, or its scores, by edition in ascending order."""
        scores = self.dataset.scores
        rows = scores[(scores["economy"] == self.choice.economy) & (scores["code"] == "GII")]
        return rows.set_index("edition")[column].dropna().sort_index().to_dict()

    def in_words(self, editions: Iterable[int]) -> str:
        """Write editions that can be chosen, or that there are none."""
        return self.edition_list(editions) or self.t("why.empty.nothing")

    def labelled_parts(self, ledger: Ledger) -> pd.DataFrame:
        """Return the parts of a score ledger with their names in the language of the page (column label)."""
        labels = []
        for row in ledger.parts.to_dict("records"):
            if known := self.dataset.catalog.concepts.get(str(row["part"])):
                labels.append(self.t.phrase(known.name))
            elif row["status"] == REWEIGHTED:
                labels.append(self.t("why.part.group_reweighted"))
            else:
                labels.append(str(row["name"]) if "." in row["code"] else self.t(f"gii.{row['code']}"))
        return ledger.parts.assign(label=labels)

    def pillar_name(self, code: str) -> str:
        """Return the name of a GII pillar, or of all together."""
        return self.t("why.control.whole" if code == WHOLE else f"gii.{code}")


SHARES: Final = (25, 33, 40, 50, 60, 67, 75, 80)
"""Shares in percent that have words of their own."""
_NEAR: Final = 0.03
_LEVEL: Final = 0.05
"""Points of the score below which a sum counts as none."""
_NAMED: Final = 0.05  # points: a part that added less carried nothing


def possessive_name(name: str, t: Words) -> str:
    """Write whose something is: China’s, United States’."""
    return t("why.of_s" if name.endswith("s") else "why.of", name=name)


def count(places: float, lang: str) -> str:
    """Write a number of places without its direction: 15.5, 8."""
    return numbers.halves(abs(places), lang)


def many_economies(places: float, t: Words) -> str:
    """Write a number of places with its word: 15.5 places, 1 place."""
    return t(f"why.places.{'count_one' if abs(places) == 1 else 'count_many'}", count=places)


def places_moved(places: float, t: Words) -> str:
    """Write a move with its direction; below zero is towards the first place: 15.5 places up."""
    return t("why.places.up" if places < 0 else "why.places.down", places=many_economies(places, t))


def either_order(values: tuple[float, float], t: Words) -> str:
    """Write two moves as alternatives, the smaller first: 14 or 17 places up, 1 place up or 2 places down."""
    low, high = sorted(values, key=abs)
    if low == high:
        return places_moved(low, t)
    if low * high < 0:
        return t("why.places.either", low=places_moved(low, t), high=places_moved(high, t))
    return t(f"why.places.either_{'up' if high < 0 else 'down'}", low=low, high=high)


def parts_of(split: RankSplit) -> dict[str, float]:
    """Return the parts of a split that moved the rank, in the order in which they are told."""
    parts = {"own": split.own, "others": split.others, "coverage": float(split.exits + split.entries)}
    return {key: value for key, value in parts.items() if value}


def title(view: WhyView) -> str:
    """Return the sentence (marked text) that heads the page: on the split, or why there is none."""
    if view.split is not None:
        return finding(view.split, view.name, view.t)
    (first, last), ranks = view.editions, view.by_edition("rank")
    before, after = ranks.get(first), ranks.get(last)
    if before is None and after is None:
        return view.t("why.finding.unranked_both", name=view.name, first=first, last=last)
    if before is None or after is None:
        return view.t("why.finding.unranked", name=view.name, edition=first if before is None else last)
    course = "up" if after < before else "down" if after > before else "same"
    return view.t(f"why.finding.unscored_{course}", name=view.name, before=before, after=after)


def rank_answer(view: WhyView) -> str:
    """Return the sentence (marked text) that heads the page: how the rank moved, and by what most of it."""
    t, split = view.t, view.split
    if split is None:
        return title(view)
    parts, course = parts_of(split), "up" if split.total < 0 else "down" if split.total > 0 else "same"
    about = {"first": split.first, "last": split.last, "name": view.name, "rank": split.rank_last}
    course_said = t(f"why.answer.{course}", places=many_economies(split.total, t), **about)
    if not split.total or _mixed(split):
        return course_said
    largest = max(parts, key=lambda key: abs(parts[key]))
    share = t("why.answer.all") if len(parts) == 1 else _share(parts[largest] / split.total, t)
    way = t(f"why.answer.by_{largest}")
    return t("why.answer.share", moved=course_said, share=share, way=way) if share else course_said


def shares(view: WhyView) -> str:
    """Return how many places each part moved the rank (marked text), with signs where they differ.

    Blank where the sentence above says it: there is no split, or one part alone.
    """
    t, split = view.t, view.split
    if split is None or len(parts_of(split)) < 2:
        return ""
    signs = ("+", numbers.MINUS) if _mixed(split) else ("", "")  # a gain is above zero
    lines = [
        t(
            "why.answer.part",
            places=f"{signs[value > 0]}{many_economies(value, t)}",
            way=t(f"why.answer.by_{key}"),
        )
        for key, value in parts_of(split).items()
    ]
    return t("why.latest.sentence", finding=t("why.finding.comma").join(lines))


def _mixed(split: RankSplit) -> bool:
    """Whether some parts moved the rank up and others down."""
    return len({value < 0 for value in parts_of(split).values()}) > 1


def finding(split: RankSplit, name: str, t: Words) -> str:
    """Return the sentence (marked text) on the parts of a rank's change."""
    parts, total = parts_of(split), split.total
    course, comma = "up" if total < 0 else "down", t("why.finding.comma")
    if total and not _mixed(split) and (abs(total) > 1 or len(parts) == 1):
        (first, value), *others = parts.items()
        values = {"name": name, "subject": t(f"why.finding.name_{first}"), "total": total}
        if not others:
            return t(f"why.finding.{'all_one' if abs(total) == 1 else 'all'}_{course}", **values)
        rest = comma.join(t(f"why.finding.rest_{key}", count=each) for key, each in others)
        return t(f"why.finding.share_{course}", count=value, rest=rest, **values)
    if not parts:
        return t("why.finding.same", name=name, rank=split.rank_last)
    moves = []
    for key, value in parts.items():
        move = f"{'+' if value < 0 else numbers.MINUS}{many_economies(value, t)}"  # a gain is above zero
        moves.append(t("why.finding.part", subject=t(f"why.finding.name_{key}"), moved=move))
    if total == 0:
        return t("why.finding.mixed_same", name=name, rank=split.rank_last, parts=comma.join(moves))
    return t(
        f"why.finding.mixed_{course}", name=name, total=many_economies(total, t), parts=comma.join(moves)
    )


def points_heading(view: WhyView) -> str:
    """Return the heading of the score ledger: which part carries how much of the sum.

    Only parts that can be compared are named; where most of the sum is not theirs, that is the heading.
    """
    t, drawn, ledger = view.t, view.bars_shown, view.ledger
    if ledger is None or "both" not in set(ledger.parts["status"]):
        return t("why.heading.points_none")
    total, plain_sum = getattr(ledger, drawn), drawn == "own"
    if abs(total) < _LEVEL:
        return t(f"why.heading.even{'_plain' if plain_sum else ''}", span=view.span, total=total)
    course, sign = ("gain", 1) if total > 0 else ("loss", -1)
    both = view.labelled_parts(ledger)[ledger.parts["status"] == "both"]
    largest = both.iloc[(sign * both[drawn]).argmax()]
    share = largest[drawn] / total
    apart = float(ledger.not_comparable[drawn].drop(REWEIGHTED, errors="ignore").sum()) / total
    if apart > 0.5:
        kind, written = "apart", t("why.share.most") if apart > 1.05 else _share(apart, t)
    elif share > 1.05:
        kind, written = "over", ""
    else:
        written = _share(share, t)
        kind = "share" if written else "largest"
    return t(
        f"why.heading.{kind}",
        span=view.span,
        part=largest["label"],
        share=written,
        sum=t(f"why.sum.{'plain_' if plain_sum else ''}{course}"),
        moved=t(f"why.sum.moved_{course}"),
        against="" if plain_sum else t("why.sum.against"),
    )


def _share(share: float, t: Words) -> str:
    if share > 0.9:
        return t("why.share.all")
    nearest = min(SHARES, key=lambda percent: abs(share - percent / 100))
    if abs(share - nearest / 100) <= _NEAR:
        return t(f"why.share.f{nearest}")
    return t("why.share.most") if share > 0.5 else ""


def subpillars(view: WhyView, ledger: Ledger) -> str:
    """Return which sub-pillars carried the change of the score, and which held it back (marked text)."""
    t, drawn, parts = view.t, view.bars_shown, view.labelled_parts(ledger)
    parts = parts[parts["status"] == "both"].sort_values(drawn)
    course, sign = ("gain", 1) if getattr(ledger, drawn) >= 0 else ("loss", -1)
    sides = []
    for side in (sign, -sign):
        rows = parts[parts[drawn] * side >= _NAMED].iloc[::-side].head(3)
        pairs = zip(rows["label"], rows[drawn], strict=True)
        sides.append(t.listing([t("why.carried.part", name=name, points=points) for name, points in pairs]))
    carried, against = sides
    basis = t("why.carried.plain" if drawn == "own" else f"why.carried.relative_{course}")
    key = f"why.carried.{course}" if against else f"why.carried.{course}_only"
    return t(key, basis=basis, parts=carried, against=against)


def empty_places(view: WhyView) -> str:
    """Return why there is no rank ledger; blank where there is one."""
    if view.split is not None:
        return ""
    t, ranks, scores = view.t, view.by_edition("rank"), view.by_edition("score")
    for edition in view.editions:
        if edition not in ranks:
            return t("why.empty.unranked", name=view.name, edition=edition, editions=view.in_words(ranks))
    first, last = view.editions
    bare = next((edition for edition in view.editions if edition not in scores), first)
    places = many_economies(ranks[last] - ranks[first], t)
    return t("why.empty.unscored", edition=bare, places=places, editions=view.in_words(scores))
