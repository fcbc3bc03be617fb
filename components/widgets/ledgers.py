"""The ledgers of a rank and of a score between two editions, and all sentences about them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import pandas as pd

from analysis.index import ledger as method
from analysis.index.ledger import REWEIGHTED, WHOLE, Choice, Ledger, RankSplit
from components.text import numbers
from components.text.catalog import Words
from components.text.keys import INDEX_PARTS, by_last_part
from components.text.view import EconomyView

_UNSCORED: Final = by_last_part(
    "why.finding.unscored_up", "why.finding.unscored_down", "why.finding.unscored_same", without="unscored_"
)
_ANSWERS: Final = by_last_part("why.answer.up", "why.answer.down", "why.answer.same")
_ANSWER_WAYS: Final = by_last_part(
    "why.answer.by_own", "why.answer.by_others", "why.answer.by_coverage", without="by_"
)
_SUBJECTS: Final = by_last_part(
    "why.finding.name_own", "why.finding.name_others", "why.finding.name_coverage", without="name_"
)
_LATER_PARTS: Final = {"others": "why.finding.rest_others", "coverage": "why.finding.rest_coverage"}
_POINTS_HEADINGS: Final = by_last_part(
    "why.heading.apart", "why.heading.over", "why.heading.share", "why.heading.largest"
)
_SHARES: Final = by_last_part(
    "why.share.f25", "why.share.f33", "why.share.f40", "why.share.f50", without="f"
) | by_last_part("why.share.f60", "why.share.f67", "why.share.f75", "why.share.f80", without="f")
"""Text keys of shares by percent."""
_MAX_SHARE_DISTANCE: Final = 0.03
_MIN_SUM: Final = 0.05  # points of the score; a smaller sum counts as none
_MIN_PART: Final = 0.05  # points; a smaller part carried nothing


@dataclass(frozen=True)
class WhyView(EconomyView[Choice]):
    """The choice of a view with everything that is computed for it, each once."""

    @property
    def editions(self) -> tuple[int, int]:
        """Both editions, the earlier one first."""
        return self.choice.first, self.choice.last

    @cached_property
    def split(self) -> RankSplit | None:
        """The rank ledger."""
        return method.PLACES.result(self.dataset, self.choice)

    @cached_property
    def ledger(self) -> Ledger | None:
        """The score ledger."""
        return method.LEDGER.result(self.dataset, self.choice)

    def index_ledger(self, detail: str) -> Ledger | None:
        """Return the score ledger of the whole index at a level of detail."""
        return method.LEDGER.result(self.dataset, replace(self.choice, detail=detail, pillar=WHOLE))

    @property
    def span(self) -> str:
        """Both editions in the form of headings: 2015–2020."""
        return numbers.DASH.join(map(str, self.editions))

    @property
    def bars_shown(self) -> str:
        """The column of the score ledger that the bars show."""
        return "own" if self.choice.split == "plain" else "relative"

    def by_edition(self, column: str) -> Mapping[Any, Any]:
        """Return the economy's ranks, or its scores, by edition in ascending order."""
        scores = self.dataset.scores
        rows = scores[(scores["economy"] == self.choice.economy) & (scores["code"] == "GII")]
        return rows.set_index("edition")[column].dropna().sort_index().to_dict()

    def in_words(self, editions: Iterable[int]) -> str:
        """Write editions as a list, or that there are none."""
        return self.edition_list(editions) or self.t("why.empty.nothing")

    def labelled_parts(self, ledger: Ledger) -> pd.DataFrame:
        """Return the parts of a score ledger with a column label, their names in the language of the page."""
        labels = []
        for row in ledger.parts.to_dict("records"):
            concept = self.dataset.catalog.concepts.get(str(row["part"]))
            if concept:
                labels.append(self.t.phrase(concept.name))
            elif row["status"] == REWEIGHTED:
                labels.append(self.t("why.part.group_reweighted"))
            else:
                labels.append(str(row["name"]) if "." in row["code"] else self.t(INDEX_PARTS[row["code"]]))
        return ledger.parts.assign(label=labels)

    def pillar_name(self, code: str) -> str:
        """Return the name of a GII pillar, or of the whole index."""
        return self.t("why.control.whole" if code == WHOLE else INDEX_PARTS[code])


def possessive_name(name: str, t: Words) -> str:
    """Write the possessive of a name: China’s, United States’."""
    return t("why.of_s" if name.endswith("s") else "why.of", name=name)


def count(places: float, lang: str) -> str:
    """Write a number of places without direction: 15.5, 8."""
    return numbers.halves(abs(places), lang)


def count_places(places: float, t: Words) -> str:
    """Write a number of places with its noun: 15.5 places, 1 place."""
    return t("why.places.count_one" if abs(places) == 1 else "why.places.count_many", count=places)


def places_moved(places: float, t: Words) -> str:
    """Write a move with its direction, up for negative numbers: 15.5 places up."""
    return t("why.places.up" if places < 0 else "why.places.down", places=count_places(places, t))


def either_order(values: tuple[float, float], t: Words) -> str:
    """Write two moves as alternatives, the smaller first: 14 or 17 places up, 1 place up or 2 places down."""
    low, high = sorted(values, key=abs)
    if low == high:
        return places_moved(low, t)
    if low * high < 0:
        return t("why.places.either", low=places_moved(low, t), high=places_moved(high, t))
    return t("why.places.either_up" if high < 0 else "why.places.either_down", low=low, high=high)


def parts_of(split: RankSplit) -> dict[str, float]:
    """Return the places that each part moved the rank, without parts that moved nothing, in text order."""
    parts = {"own": split.own, "others": split.others, "coverage": float(split.exits + split.entries)}
    return {key: value for key, value in parts.items() if value}


def title(view: WhyView) -> str:
    """Return the title (marked text): the finding of the split, or why there is none."""
    if view.split is not None:
        return finding(view.split, view.name, view.t)
    (first, last), ranks = view.editions, view.by_edition("rank")
    before, after = ranks.get(first), ranks.get(last)
    if before is None and after is None:
        return view.t("why.finding.unranked_both", name=view.name, first=first, last=last)
    if before is None or after is None:
        return view.t("why.finding.unranked", name=view.name, edition=first if before is None else last)
    return view.t(_UNSCORED[_course(after - before)], name=view.name, before=before, after=after)


def _course(places: float) -> str:
    return "up" if places < 0 else "down" if places > 0 else "same"


def rank_answer(view: WhyView) -> str:
    """Return the heading of the page (marked text): how the rank moved, and what moved most of it."""
    t, split = view.t, view.split
    if split is None:
        return title(view)
    parts = parts_of(split)
    values = {"first": split.first, "last": split.last, "name": view.name, "rank": split.rank_last}
    answer = t(_ANSWERS[_course(split.total)], places=count_places(split.total, t), **values)
    if not split.total or _is_mixed(split):
        return answer
    largest = max(parts, key=lambda part: abs(parts[part]))
    share = t("why.answer.all") if len(parts) == 1 else _share(parts[largest] / split.total, t)
    way = t(_ANSWER_WAYS[largest])
    return t("why.answer.share", moved=answer, share=share, way=way) if share else answer


def shares(view: WhyView) -> str:
    """Return how many places each part moved the rank (marked text), with signs where they differ.

    Blank where the heading says it already: without a split, or with one part alone.
    """
    t, split = view.t, view.split
    if split is None or len(parts_of(split)) < 2:
        return ""
    gain, loss = ("+", numbers.MINUS) if _is_mixed(split) else ("", "")
    lines = []
    for part, value in parts_of(split).items():
        places = f"{gain if value < 0 else loss}{count_places(value, t)}"
        lines.append(t("why.answer.part", places=places, way=t(_ANSWER_WAYS[part])))
    return t("why.latest.sentence", finding=t("why.finding.comma").join(lines))


def _is_mixed(split: RankSplit) -> bool:
    return len({value < 0 for value in parts_of(split).values()}) > 1


def finding(split: RankSplit, name: str, t: Words) -> str:
    """Return the sentence (marked text) on the parts of a rank's change."""
    parts, total = parts_of(split), split.total
    is_rise, comma = total < 0, t("why.finding.comma")
    if total and not _is_mixed(split) and (abs(total) > 1 or len(parts) == 1):
        (first, value), *later = parts.items()
        values = {"name": name, "subject": t(_SUBJECTS[first]), "total": total}
        if later:
            remaining = comma.join(t(_LATER_PARTS[part], count=places) for part, places in later)
            key = "why.finding.share_up" if is_rise else "why.finding.share_down"
            return t(key, count=value, rest=remaining, **values)
        if abs(total) == 1:
            return t("why.finding.all_one_up" if is_rise else "why.finding.all_one_down", **values)
        return t("why.finding.all_up" if is_rise else "why.finding.all_down", **values)
    if not parts:
        return t("why.finding.same", name=name, rank=split.rank_last)
    moves = []
    for part, value in parts.items():
        move = f"{'+' if value < 0 else numbers.MINUS}{count_places(value, t)}"
        moves.append(t("why.finding.part", subject=t(_SUBJECTS[part]), moved=move))
    if total == 0:
        return t("why.finding.mixed_same", name=name, rank=split.rank_last, parts=comma.join(moves))
    key = "why.finding.mixed_up" if is_rise else "why.finding.mixed_down"
    return t(key, name=name, total=count_places(total, t), parts=comma.join(moves))


def points_heading(view: WhyView) -> str:
    """Return the heading of the score ledger: which part carries how much of the sum.

    Only comparable parts are named; where most of the sum lies in other parts, the heading says so.
    """
    t, drawn, ledger = view.t, view.bars_shown, view.ledger
    if ledger is None or "both" not in set(ledger.parts["status"]):
        return t("why.heading.points_none")
    total, is_plain = getattr(ledger, drawn), drawn == "own"
    if abs(total) < _MIN_SUM:
        return t("why.heading.even_plain" if is_plain else "why.heading.even", span=view.span, total=total)
    is_gain = total > 0
    both = view.labelled_parts(ledger)[ledger.parts["status"] == "both"]
    largest = both.iloc[(both[drawn] if is_gain else -both[drawn]).argmax()]
    share = largest[drawn] / total
    apart = float(ledger.not_comparable[drawn].drop(REWEIGHTED, errors="ignore").sum()) / total
    if apart > 0.5:
        kind, share_text = "apart", t("why.share.most") if apart > 1.05 else _share(apart, t)
    elif share > 1.05:
        kind, share_text = "over", ""
    else:
        share_text = _share(share, t)
        kind = "share" if share_text else "largest"
    if is_plain:
        sum_key = "why.sum.plain_gain" if is_gain else "why.sum.plain_loss"
    else:
        sum_key = "why.sum.gain" if is_gain else "why.sum.loss"
    return t(
        _POINTS_HEADINGS[kind],
        span=view.span,
        part=largest["label"],
        share=share_text,
        sum=t(sum_key),
        moved=t("why.sum.moved_gain" if is_gain else "why.sum.moved_loss"),
        against="" if is_plain else t("why.sum.against"),
    )


def _share(share: float, t: Words) -> str:
    if share > 0.9:
        return t("why.share.all")
    nearest = min(_SHARES, key=lambda percent: abs(share - int(percent) / 100))
    if abs(share - int(nearest) / 100) <= _MAX_SHARE_DISTANCE:
        return t(_SHARES[nearest])
    return t("why.share.most") if share > 0.5 else ""


def subpillars(view: WhyView, ledger: Ledger) -> str:
    """Return which sub-pillars carried the change of the score, and which held it back (marked text)."""
    t, drawn = view.t, view.bars_shown
    parts = view.labelled_parts(ledger)
    parts = parts[parts["status"] == "both"].sort_values(drawn)
    is_gain = getattr(ledger, drawn) >= 0

    def listing(sign: int) -> str:
        rows = parts[parts[drawn] * sign >= _MIN_PART].iloc[::-sign].head(3)
        pairs = zip(rows["label"], rows[drawn], strict=True)
        return t.listing([t("why.carried.part", name=name, points=points) for name, points in pairs])

    values = {"parts": listing(1 if is_gain else -1), "against": listing(-1 if is_gain else 1)}
    if is_gain:
        key = "why.carried.gain" if values["against"] else "why.carried.gain_only"
        basis = "why.carried.relative_gain"
    else:
        key = "why.carried.loss" if values["against"] else "why.carried.loss_only"
        basis = "why.carried.relative_loss"
    return t(key, basis=t("why.carried.plain" if drawn == "own" else basis), **values)


def empty_places(view: WhyView) -> str:
    """Return why there is no rank ledger, "" where there is one."""
    if view.split is not None:
        return ""
    t, ranks, scores = view.t, view.by_edition("rank"), view.by_edition("score")
    for edition in view.editions:
        if edition not in ranks:
            return t("why.empty.unranked", name=view.name, edition=edition, editions=view.in_words(ranks))
    first, last = view.editions
    bare = next((edition for edition in view.editions if edition not in scores), first)
    places = count_places(ranks[last] - ranks[first], t)
    return t("why.empty.unscored", edition=bare, places=places, editions=view.in_words(scores))
