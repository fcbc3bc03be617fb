"""A text read without a model: which figures of the data it states, and whether each holds.

Rules find for each number of a sentence whose it is, of what and when: the nearest economy before it that is
not only compared with, the nearest measure that it can be a value of, the year beside it or before it. What
is missing is carried over from the sentence before, and said.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, Final

from analysis.comparison.lexicon import Item, items
from analysis.dataset import Dataset
from data.article import HERO

_NEAR: Final = 6  # words between a figure and what stands after it
_FARTHEST: Final = 42  # words between a measure and a figure after it
_LONGEST: Final = 120  # items of a sentence; a longer one is read in parts
_COMMA: Final = (",", "，", "、")
_SAID: Final = (
    *("rank", "rise", "fall", "from", "to", "in", "plain", "now", "index", "economy", "measure", "series"),
)
_COMPARED: Final = ("overtake", "above", "below", "only_behind", "record", "first", "twice")
_NAMED: Final = {
    "overtake": "overtook",
    "above": "ahead",
    "below": "behind",
    "only_behind": "behind",
    "first": "figure",
}
_MOVES: Final = ("places", "gain", "growth", "points_of_percent", "more")
"""Kinds of figures that say how far something moved."""
_OPEN: Final = (*_COMMA, "(", ":")


_Note = tuple[str, tuple[tuple[str, str], ...]]
_NEWEST: Final = ("newest", ())


@dataclass(frozen=True, slots=True)
class Claim:
    """What a text states, as it is read: in the order of the text.

    start, end: in the text; kind: figure, change, growth, ratio, ahead, behind, overtook, record, count or
    target; economies: whose it is, and the one that it is compared with; measures: ids that may be meant, the
    likeliest first; periods: editions or years that may be meant, the likeliest first; firsts: those that a
    change may begin with; others, rivals: periods and economies that may be meant as well, where none stands
    beside the figure: one that is right of those is not false; notes: what else was understood, each a
    phrase with its words.
    """

    start: int
    end: int
    kind: str
    economies: tuple[str, ...]
    measures: tuple[str, ...]
    show: str
    periods: tuple[int, ...] = ()
    value: str = "0"
    comparison: str = "equal"
    unit: str = ""
    firsts: tuple[int, ...] = ()
    others: tuple[int, ...] = ()
    rivals: tuple[str, ...] = ()
    direction: int = 0
    notes: tuple[_Note, ...] = ()


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number with the words that say what it counts: items first to last; kind: what it is."""

    first: int
    last: int
    kind: str
    value: str
    comparison: str = "equal"
    unit: str = ""
    currency: str = ""


@dataclass(slots=True)
class _Before:
    """What earlier sentences were about."""

    economy: str = ""
    other_index: bool = False
    index_named: bool = False
    part: str = ""
    series: tuple[str, ...] = ()
    year: int = 0
    last_year: int = 0
    ranks: list[tuple[str, int]] = field(default_factory=list)
    pair: tuple[int, ...] = ()
    named: list[str] = field(default_factory=list)


def claims(dataset: Dataset, text: str, most: int) -> list[Claim]:
    """Return what a text states of the data, in its order, up to so many figures."""
    found, before = list[Claim](), _Before()
    parts, all_items = list[list[Item]](), items(dataset, text)
    innovation = any(one.any("index", "innovation") for one in all_items)
    sentence: list[Item] = []
    for one in all_items:
        sentence.append(one)
        if one.any("stop") or len(sentence) >= _LONGEST:
            parts.append(sentence)
            sentence = []
    for part in (*parts, sentence):
        if len(found) >= most:
            break
        if part and part[-1].kinds.get("stop") == "\n" and len(part) == 1:
            before.year = 0
        found += _Sentence(dataset, part, before, innovation).claims()
    return sorted(found, key=lambda one: (one.start, one.end))[:most]


class _Sentence:
    """One sentence, read with what is known of those before it."""

    def __init__(self, dataset: Dataset, part: list[Item], before: _Before, innovation: bool) -> None:
        self.dataset, self.items, self.before, self.innovation = dataset, part, before, innovation
        self.editions = dataset.editions
        self.asian = sum(not one.text.isascii() for one in part) * 2 > len(part)
        self._years()
        self.figures = list[_Figure]()
        for place in range(len(part)):
            found = self._figure(place)
            self.figures += [found] if found else []
        self.attached: dict[int, int] = {}
        self.told: dict[str, tuple[str, ...]] = {}

    def any(self, place: int, *kinds: str) -> bool:
        """Return whether the item at a place is there, and may be of one of these kinds."""
        return 0 <= place < len(self.items) and self.items[place].any(*kinds)

    def some(self, places: Iterable[int], *kinds: str) -> bool:
        """Return whether one of these places has one of these kinds."""
        return any(self.any(place, *kinds) for place in places)

    def here(self, *kinds: str) -> bool:
        """Return whether the sentence has one of these kinds."""
        return self.some(range(len(self.items)), *kinds)

    def year(self, place: int) -> int:
        """Return the year at a place, 0 where there is none."""
        return int(self.items[place].kinds["year"]) if place >= 0 else 0

    def sign(self, place: int) -> str:
        """Return the single word or sign at a place."""
        return str(self.items[place].kinds.get("sign", "")) if 0 <= place < len(self.items) else ""

    # --- years

    def _years(self) -> None:
        """Give words that name a year by another one, such as ten years later, the year they mean."""
        last = self.before.last_year
        for place, one in enumerate(self.items):
            if one.any("year") and self._no_year(place):
                del one.kinds["year"]
            if one.any("year"):
                last = last if last and self._based(place) else one.kinds["year"]
                continue
            shift = 1 if one.any("next") else -1 if one.any("before") else 0 if one.any("same") else None
            if one.any("number") and self.any(place + 1, "years") and self.any(place + 2, "later"):
                shift, one.end = int(float(one.kinds["number"])), self.items[place + 2].end
                one.text = " ".join(each.text for each in self.items[place : place + 3])
            elif one.any("number") and self.any(place + 1, "years") and self.any(place - 1, "coming"):
                shift = int(float(one.kinds["number"]))
            if shift is not None and last and 0 <= shift + 1 <= 60:
                one.kinds["year"], one.kinds["words"] = last + shift, one.text
                one.kinds.pop("number", None)
                last += shift
        self.before.last_year = last

    def _no_year(self, place: int) -> bool:
        """Return whether what looks like a year is another number."""
        kinds = ("percent", "yuan", "dollars", "unit", "places", "counted", "economies", "currency")
        return self.any(place + 1, *kinds) and not self.any(place + 1, "in")

    def _range(self) -> tuple[int, int]:
        """Return two places of years that a sentence names as from the one to the other; -1 for none."""
        years = [place for place, one in enumerate(self.items) if one.any("year")]
        for first, last in pairwise(years):
            between = range(first + 1, last)
            joined = any(self.any(one, "to", "and") or self.sign(one) == "-" for one in between)
            opened = self.any(first - 1, "between", "from") or not self.some(between, "and")
            plain = all(self.any(one, "to", "and", "in") or self.sign(one) == "-" for one in between)
            if joined and opened and plain:
                return first, last
        return -1, -1

    # --- numbers

    def _figure(self, place: int) -> _Figure | None:
        """Return what the number at a place counts; None where it is no figure of its own."""
        one = self.items[place]
        if not one.any("number") or one.any("year"):
            return None
        value, after, first = str(one.kinds["number"]), place + 1, place
        before = place - 1 - self.any(place - 1, "dollars", "yuan")
        kinds = (kind for kind in ("about", "at_least", "at_most") if self.any(before, kind))
        comparison = next(kinds, "equal").replace("_", "-")
        if self.any(place - 1, "top") and not one.any("ordinal") and "." not in value:
            if self.some(range(place - 4, place), "out"):
                return None
            after += self.any(after, "places", "economies")
            return _Figure(place - 1, after - 1, "top", value, "or-better")
        if one.any("ordinal"):
            return self._order(place, value, comparison)
        currency = next((kind for kind in ("yuan", "dollars", "currency") if self.any(place - 1, kind)), "")
        if currency:
            first = place - 1
        unit = ""
        if self.any(after, "unit"):
            unit, after = str(self.items[after].kinds["unit"]), after + 1
        for kind in ("points_of_percent", "percent", "yuan", "dollars", "currency"):
            if self.any(after, kind):
                if kind in ("points_of_percent", "percent"):
                    last = after
                    growth = kind == "percent" and self._grows(place, after)
                    if kind == "percent" and self.any(after + 1, "gdp", "of_research"):
                        last = after + 1
                    return _Figure(first, last, "growth" if growth else kind, value, comparison)
                currency, after = kind, after + 1
        if currency:
            kind = "more" if self._grows(place, after) else "money"
            return _Figure(first, after - 1, kind, value, comparison, unit, currency)
        if not unit:
            for kind in ("places", "economies", "times", "points"):
                if self.any(after, kind):
                    return self._counted(place, after, kind, value, comparison)
            if self._says_rank(place):
                return _Figure(place, place, "rank", value, comparison)
        if self.any(after, "counted"):
            after += 1
        score = self._says_score(place)
        kind = "score" if score else "amount"
        return _Figure(first, after - 1, kind, value, comparison, unit)

    def _grows(self, place: int, after: int) -> bool:
        """Return whether a percentage is a rate of growth: grew 8%, an increase of 8%, 8% growth."""
        start = place - 1
        while self.any(start, "about", "at_least", "at_most", "in", "plain") and start > place - 4:
            start -= 1
        listed = self.figures and self.figures[-1].kind == "growth" and self.figures[-1].last >= place - 2
        return (
            bool(listed)
            or self.any(start, "rise", "fall")
            or (not self.asian and self.any(after + 1, "rise", "fall"))
        )

    def _counted(self, place: int, after: int, kind: str, value: str, comparison: str) -> _Figure | None:
        if kind == "places":
            moved = self.some(range(place - 5, after + 4), "rise", "fall") or self._off(after)
            named = self._says_rank(place) and not self.any(place - 1, "rise", "fall")
            if self.asian and (named or self.any(place - 1, "from", "to")):
                return _Figure(place, after, "rank", value, comparison)
            return _Figure(place, after, "places", value, comparison) if moved else None
        if kind == "points" and self.any(after + 1, "above", "below", "beside"):
            return None  # how far somebody is from another
        if kind == "points":
            return _Figure(
                place, after, "score" if not self._grows(place, after) else "gain", value, comparison
            )
        return _Figure(place, after, kind, value, comparison)

    def _off(self, after: int) -> bool:
        """Return whether places are counted from an earlier year: one place lower than in 2021."""
        return self.any(after + 1, "above", "below") and not self.any(after + 2, "economy")

    def _says_rank(self, place: int) -> bool:
        """Return whether words before a number make it a rank: ranked 11, No. 3, # 5, 11 of 132."""
        before = self.sign(place - 1).casefold()
        numbered = before in ("#", "no", "number") or (
            before == "." and self.sign(place - 2).casefold() == "no"
        )
        bracketed = before == "(" and self.sign(place + 1) == ")" and self.any(place - 2, "economy")
        if numbered or (bracketed and any(one.any("index", "rank", "top") for one in self.items[:place])):
            return True
        start = place - 1
        while self.any(start, "in", "to", "about", "plain") and start > place - 3:
            start -= 1
        return (
            self.any(start, "rank")
            and "." not in str(self.items[place].kinds["number"])
            and not self.any(place + 1, "years", "times", "unit")
        )

    def _says_score(self, place: int) -> bool:
        """Return whether a number is called a score, by the last word before it that says what it is."""
        said = ("score", "rank", "series", "measure", "other", "other_index")
        back = next((one for one in range(place - 1, -1, -1) if self.any(one, *said)), -1)
        return self.any(back, "score") or any(self.any(one, "score") for one in (place + 1, place + 2))

    def _order(self, place: int, value: str, comparison: str) -> _Figure | None:
        """Return a rank where an ordinal is one, in place of the 14th plan or the 21st century."""
        after = place + 1
        if self.asian:
            if self.any(after, "places"):
                return _Figure(place, after, "rank", value, comparison)
            said = self.some(range(place - 4, place), "rank", "index", "rise", "fall")
            said = said or any(one.kind == "rank" and one.last >= place - 2 for one in self.figures)
            said = said or (self.any(place - 1, "economy") and self.here("index", "rank"))
            free = after == len(self.items) or not self.any(after, "word")
            return _Figure(place, place, "rank", value, comparison) if said and free else None
        end = after
        if self.sign(after) == "-":
            end += 1
        if self.any(end, "places", "rank"):
            return _Figure(place, end, "rank", value, comparison)
        nouns = self.any(after, "word", "economy", "series", "measure") and not self.any(
            after, "ordinal_noun"
        )
        if nouns or self.any(after, "other", "nothing", "economies", "gdp", "times"):
            return None
        said = any(
            self.any(one, *_SAID) or self.sign(one) in _OPEN for one in range(max(0, place - 3), place)
        )
        return _Figure(place, place, "rank", value, comparison) if said or place < 2 else None

    # --- whose it is

    def _whose(self, figure: _Figure) -> tuple[str, bool]:
        """Return the economy of a figure, "" for none, and whether an earlier sentence named it."""
        first, last = figure.first, figure.last
        if follows := self._follows(figure):
            return str(self.items[follows].kinds["economy"]), False
        for place in range(first - 1, -1, -1):
            one = self.items[place]
            if one.any("other") and not one.any("economy", "measure", "series"):
                if self._bound(place, first):
                    return "", False
                continue
            if one.any("pronoun") and not self._only_compared(place) and self._subject(place)[0]:
                return self._subject(place)
            if one.any("economy") and (self._adjacent(place, first) or not self._only_compared(place)):
                return str(one.kinds["economy"]), False
        after = (place for place in range(last + 1, len(self.items)) if self.any(place, "economy", "other"))
        place = next(after, -1)
        if self.any(place, "economy") and not (self.before.economy and self._only_compared(place)):
            return str(self.items[place].kinds["economy"]), False
        return self.before.economy, bool(self.before.economy)

    def _follows(self, figure: _Figure) -> int:
        """Return the place of the economy after a figure: 1.9% recorded in China; 0 for none."""
        place = (
            figure.last + 1 + (self.any(figure.last + 2, "in") and not self.any(figure.last + 1, "in", "and"))
        )
        follows = self.any(place, "in") and self.any(place + 1, "economy")
        own = self.any(place + 2, "number") or self.sign(place + 2) == "("
        return place + 1 if follows and not own else 0

    def _subject(self, place: int) -> tuple[str, bool]:
        """Return whom a pronoun means: who is named first in the sentence before it, or in an earlier one."""
        for earlier in range(place):
            if self.items[earlier].any("economy") and not self._only_compared(earlier):
                return str(self.items[earlier].kinds["economy"]), False
        return self.before.economy, bool(self.before.economy)

    def _bound(self, place: int, first: int) -> bool:
        """Return whether another body is what a figure is of, and no word of where it is compared."""
        if self.any(place, "plain") and place >= first - 2:  # the tenth of the world
            return False
        if self.any(place - 1, "in", "beside", "top") or self.any(place + 1, "economies", "rank", "index"):
            return self.any(place - 1, "beside", "above", "below") and self._adjacent(place, first)
        if self.any(place - 1, "above", "below", "overtake", "at_least"):
            return self._adjacent(place, first)
        return not self.some(range(place + 1, first), "economy")

    def _only_compared(self, place: int) -> bool:
        """Return whether an economy is named only as what another is compared with."""
        if self.some((place + 1, place + 2), "which"):
            return False
        kinds, back = ("overtake", "above", "below", "only_behind", "beside"), place - 1
        little = ("economy", "and", "only_behind", "plain", "pronoun")
        listed = ("number", "percent", "gdp") if self.any(place - 1, "and") else ()
        while back >= 0 and not self.any(back, *kinds):
            counts = self.any(back, *listed) and not self.any(back, "year")
            if not (self.any(back, *little) or counts or self.sign(back) in _COMMA):
                break
            if self.any(back, "economy") and back == 0:
                return False
            back -= 1
        ended = self.some(range(back + 1, place), "year") or self.sign(place - 1) in _COMMA
        return self.any(back, *kinds[: -1 if ended else None]) and not self.any(back, "from")

    def _adjacent(self, place: int, first: int) -> bool:
        """Return whether only little words stand between an economy and a figure: Japan (13th)."""
        between = range(place + 1, first)
        little = ("in", "rank", "to", "plain", "now", "about", "at_least", "at_most", "gdp")
        return len(between) <= 4 and all(
            (self.any(one, *little) or self.sign(one) in _OPEN) and not self.any(one, "year")
            for one in between
        )

    # --- when

    def _based(self, place: int) -> bool:
        """Return whether a year is only what another is compared with: since 2012, than in 2021."""
        back = place - 1 - self.any(place - 1, "in")
        after = place + 1 + self.any(place + 1, "in")
        return self.any(back, "since", "beside") or self.any(
            after, "since", *(["beside"] if self.asian else [])
        )

    def _when(self, figure: _Figure) -> int:
        """Return the place of the year of a figure, -1 for none."""
        joining = ("in", "index", "gdp", "places", "rank", "measure", "series", "economies", "joining")
        place = figure.last + 1
        while place <= figure.last + 5 and not self.asian:
            if self.any(place, "year"):
                if self._based(place):
                    break
                if place in self.range:
                    return self.range[1]
                self.attached[place] = figure.first
                return place
            comma = (
                self.sign(place) == "," and self.any(place + 1, "year") and not self.any(place + 2, "number")
            )
            if not (self.any(place, *joining) or self.sign(place) == "(" or comma) or self.any(place, "and"):
                break
            place += 1
        for place in range(figure.first - 1, -1, -1):
            if self.any(place, "year") and not self._spent(place, figure):
                return self.range[1] if place in self.range else place
        row = next((row for row in self.rows if figure.first in row), [figure.first])
        numbers = [one.first for one in self.figures if one.first > row[-1] and one.kind == figure.kind]
        for place in range(figure.last + 1, len(self.items)):
            if self.any(place, "year") and not self._based(place):
                mine = not numbers or place < numbers[0]
                return (self.range[1] if place in self.range else place) if mine else -1
        return -1

    def _spent(self, place: int, figure: _Figure) -> bool:
        """Return whether a year before a figure is only that of another: from 34th in 2012 to 11th."""
        between = range(place + 1, figure.first)
        if self.some(between, "current"):
            return True
        level = figure.kind not in _MOVES and "words" not in self.items[place].kinds
        if self.asian and len(between) < 2 and level:
            return False
        if self._based(place):
            return not self.some(between, "when")
        owner = self.attached.get(place)
        if self.asian and owner is None and self.any(place - 1, "from"):
            owner = next((one.first for one in self.figures if place < one.first <= place + 3), None)
        if owner is None or owner == figure.first:
            return False
        same = next((one.kind for one in self.figures if one.first == owner), "") == figure.kind
        moved = self.any(figure.first - 1, "to", "from", "rise", "fall")
        return (same and moved) or self.some(between, "now")

    # --- of what

    def _ranked(self, figure: _Figure) -> tuple[str, ...]:
        """Return the parts of the index that a rank or score may be of; () where it is of another index."""
        first, last = figure.first, figure.last
        other = self.before.other_index
        if self.any(first - 1, "measure", "series"):
            return self._parts(first - 1)
        for place in range(last + 1, last + 1 if self.asian else min(len(self.items), last + 1 + _NEAR)):
            if (self.any(place, "number") and not self.any(place, "year")) or self.sign(place) in _COMMA:
                break
            linked = self.some(range(last + 1, place), "in")
            if self.any(place, "index"):
                return ("GII",)
            if self._other_index(place):
                return ()
            if linked and self.any(place, "measure", "series"):
                return self._parts(place)
        for place in range(first - 1, -1, -1):
            if self.any(place, "index"):
                return ("GII", self.before.part) if self.before.part else ("GII",)
            if self._other_index(place):
                return ()
            if self.any(place, "measure", "series"):
                if self._heads(place, first):
                    return self._parts(place)
                related = all(one in self.dataset.catalog.indicators for one in self._parts(place))
                if related and not self.here("index"):
                    return ()  # the second of the world, of what was said before
        for place in range(last + 1, len(self.items)):
            if self.any(place, "index"):
                return ("GII",)
            if self._other_index(place):
                return ()
        if other or not (self.innovation or self.before.index_named):
            return () if other else (self.before.part or "GII", "GII", "")
        return ("GII", self.before.part) if self.before.part else ("GII",)

    def _other_index(self, place: int) -> bool:
        """Return whether another index is named than that of the data: by a name in capitals."""
        if not self.any(place, "other_index") or self.any(place, "index"):
            return False
        one = self.items[place]
        if one.text.isascii():
            named = self.any(place - 1, "capital") or (
                self.any(place - 2, "capital") and self.any(place - 1, "number")
            )
            return named and place > 1 and not self.any(place - 1, "economy", "index", "year")
        return self.any(place - 1, "word", "other") and not self.any(place - 1, "this")

    def _heads(self, place: int, first: int) -> bool:
        """Return whether a part of the index stands before a rank as what is ranked: In infrastructure."""
        gap = range(place + 1, first)
        if any(self.any(one, "number") and not self.any(one, "year") for one in gap):
            return False
        named = self.any(place + 1, "rank", "score", "places") or self.sign(place + 1) in (":", "(")
        opened = place < 3 and self.any(place - 1, "in")
        words = sum(self.any(one, "word", "economy") for one in gap)
        return (
            named or opened or (self.asian and len(gap) <= 8 and words <= 4) or (words == 0 and len(gap) <= 4)
        )

    def _parts(self, place: int) -> tuple[str, ...]:
        kinds = self.items[place].kinds
        ids = dict.fromkeys((*kinds.get("measure", ()), *kinds.get("series", ())))
        related = self.dataset.catalog.indicators
        return tuple(sorted(ids, key=lambda one: one in related))

    def _series(self, figure: _Figure) -> tuple[str, ...]:
        """Return the related indicators that a figure may be a value of, by how near they are named."""
        first, last, found = figure.first, figure.last, list[str]()
        for place in (*range(first - 1, -1, -1), *range(last + 1, min(len(self.items), last + 1 + _NEAR))):
            if self._other_index(place):
                break
            if self.any(place, "measure", "series") and self._linked(place, figure):
                found += [one for one in self._parts(place) if self._fits(one, figure)]
                if found:
                    return tuple(dict.fromkeys(found))
        if self.sign(first - 1) == "(" and self.any(first - 2, "economy") and figure.kind in self.told:
            return self.told[figure.kind]
        strange = sum(self.any(place, "word", "series", "measure") for place in range(first))
        if self.before.series and strange <= 2 * self.here("target"):
            return tuple(one for one in self.before.series if self._fits(one, figure))
        return ()

    def _alone(self, figure: _Figure) -> str:
        """Return the only economy that has a series, where a text names none; "" where several have it."""
        for code in self._series(figure) if figure.kind in ("money", "percent") else ():
            rows = self.dataset.observed.get(code)
            if rows is not None and rows["economy"].nunique() == 1:
                return str(rows["economy"].iloc[0])
        return ""

    def _linked(self, place: int, figure: _Figure) -> bool:
        """Return whether no word of another matter stands between a measure and a figure."""
        gap = range(place + 1, figure.first) if place < figure.first else range(figure.last + 1, place)
        strange = [one for one in gap if self.any(one, "word") or self.any(one, "other", "nothing")]
        other = [
            one for one in gap if self.any(one, "measure", "series") and not self.any(one, "plain", "gdp")
        ]
        if place > figure.first:
            crossed = [one for one in gap if self.any(one, "number", "economy") or self.sign(one) in _COMMA]
            numbers = [one for one in gap if self.any(one, "number") and not self.any(one, "year")]
            opened = figure.first <= 2 and not numbers  # At 3% of GDP, Japanese R&D ...
            return not strange and not other and (opened or not crossed)
        asian = sum(not self.items[one].text.isascii() for one in strange)
        return (
            len(gap) <= _FARTHEST
            and len(strange) - asian <= 1
            and asian <= 4
            and (not other or self.some(range(figure.first, figure.last + 1), "gdp"))
        )

    def _fits(self, code: str, figure: _Figure) -> bool:
        """Return whether a figure counts in the unit of an indicator."""
        one = self.dataset.catalog.indicators.get(code)
        if one is None:
            return False
        unit, near = one.unit.en, range(max(0, figure.first - 8), min(len(self.items), figure.last + 3))
        if figure.kind in ("percent", "points_of_percent"):
            gdp = self.some(range(figure.first, figure.last + 1), "gdp")
            research = self.some(range(figure.first, figure.last + 1), "of_research")
            if gdp or research:
                return unit == ("% of GDP" if gdp else "% of R&D spending")
            return unit.startswith("%")
        if figure.kind in ("money", "growth", "more"):
            money = one.kind == "money"
            named = {"yuan": "yuan" in unit, "dollars": "dollars" in unit}
            return money and (figure.kind == "growth" or named.get(figure.currency, False))
        gdp = self.some(near, "gdp")
        return one.kind in ("count", "ratio", "score", "index") and not gdp

    # --- what is stated

    def claims(self) -> Iterator[Claim]:
        """Yield what the sentence states, and remember what it is about for the next one."""
        about = ("economy", "index", "series", "measure")
        if not self.before.economy and not self.here(*about):
            return
        self.range, self.pair = self._range(), self.before.pair
        self.rows = self._rows(
            [one.first for one in self.figures], {one.first: one.last for one in self.figures}
        )
        pairs = self._respectively()
        ranks = list[tuple[str, int]]()
        for number, figure in enumerate(self.figures):
            if any(self.any(place, "nothing") for place in (figure.last + 1, figure.first - 1)):
                continue
            economy, carried = pairs.get(("economy", number)) or self._whose(figure)
            found = self._claim(number, figure, economy, carried, pairs.get(("year", number)), ranks)
            if found is None:
                continue
            if found.show == "value":
                self.told[figure.kind] = found.measures
            if found.kind == "figure":
                told = [period for whose, period in ranks if whose == economy and period != found.periods[0]]
                self.pair = (told[-1], found.periods[0]) if told else self.pair
                ranks += [(economy, found.periods[0])] if found.comparison == "equal" else []
                if found.show == "rank" and self.items[figure.first].any("number"):
                    self.before.part = found.measures[0] if found.measures[0] != "GII" else self.before.part
            yield found
        yield from self._compared()
        self._remember(ranks)

    def _remember(self, ranks: list[tuple[str, int]]) -> None:
        before, index = self.before, False
        for place, one in enumerate(self.items):
            if one.any("index"):
                before.other_index, before.index_named, index = False, True, True
            elif self._other_index(place):
                before.other_index = not index
            if one.any("series", "measure"):
                related = self.dataset.catalog.indicators
                parts = self._parts(place)
                before.series = tuple(code for code in parts if code in related) or before.series
        years = [place for place, one in enumerate(self.items) if one.any("year")]
        years = [one for one in years if not self._based(one)]
        begun = [one for one in years if self.asian and self.any(one - 1, "from")]
        leading = [one for one in years if one not in self.attached and one not in begun] or years
        before.year = self.year(leading[-1]) if leading else before.year
        subjects = [
            place
            for place, one in enumerate(self.items)
            if one.any("economy") and not self._only_compared(place)
        ]
        pronoun = next((place for place, one in enumerate(self.items) if one.any("pronoun")), len(self.items))
        if subjects and (subjects[0] < pronoun or not before.economy):
            before.economy = str(self.items[subjects[0]].kinds["economy"])
        before.ranks, before.pair = ranks or before.ranks, self.pair
        before.named = [str(self.items[place].kinds["economy"]) for place in subjects] or before.named

    def _respectively(self) -> dict[tuple[str, int], Any]:
        """Return economies and years of numbers in a row, after as many names or years in a row."""
        found: dict[tuple[str, int], Any] = {}
        rows = self._rows([place for place, one in enumerate(self.items) if one.any("economy")])
        years = self._rows([place for place, one in enumerate(self.items) if one.any("year")])
        if self.here("respectively"):
            years.append(
                [at for at, one in enumerate(self.items) if one.any("year") and "words" not in one.kinds]
            )
        for row in self.rows:
            for kind, every in (("economy", rows), ("year", years)):
                same = [one for one in every if len(one) == len(row) > 1]
                near = [one for one in same if one[-1] < row[0]] or (same if kind == "year" else [])
                known = near or self.here("economy") or any(len(one) == len(row) for one in years)
                if kind == "economy" and not known and len(self.before.named) == len(row) > 1:
                    numbers = [one.first for one in self.figures]
                    told = zip(row, self.before.named, strict=True)
                    found |= {(kind, numbers.index(place)): (code, True) for place, code in told}
                if near:
                    for place, named in zip(row, near[-1], strict=True):
                        number = next(at for at, one in enumerate(self.figures) if one.first == place)
                        value = self.items[named].kinds[kind]
                        found[kind, number] = (value, False) if kind == "economy" else value
        return found

    def _rows(self, places: list[int], ends: dict[int, int] | None = None) -> list[list[int]]:
        """Return places in rows whose members are joined by commas and "and" alone."""
        rows = list[list[int]]()
        for place in places:
            start = (ends or {}).get(rows[-1][-1], rows[-1][-1]) if rows else 0
            gap = range(start + 1, place)
            joined = (
                rows
                and len(gap) <= 3
                and any(self.any(one, "and") or self.sign(one) in _COMMA for one in gap)
                and all(self.any(one, "and", "in", "places") or self.sign(one) in _COMMA for one in gap)
            )
            if joined:
                rows[-1].append(place)
            else:
                rows.append([place])
        return rows

    def _claim(
        self,
        number: int,
        figure: _Figure,
        economy: str,
        carried: bool,
        year: int | None,
        ranks: list[tuple[str, int]],
    ) -> Claim | None:
        """Return what a figure states; None where it is none of the data."""
        kind, aim = figure.kind, self.here("target")
        if kind in ("times", "currency") or (kind == "money" and figure.currency == "currency"):
            return None
        if kind == "economies":
            return self._count(figure)
        economy, carried = (economy, carried) if economy or not aim else (HERO, False)
        if not economy and not self.here("other"):
            economy, carried = self._alone(figure), False
            self.before.economy = economy
        if not economy:
            return None
        place = self._when(figure)
        period = year or (self.year(place))
        last = max(self.items[figure.last].end, *(
            self.items[at].end for at, owner in self.attached.items() if owner == figure.first
        ), 0)  # fmt: skip
        base = Claim(
            self.items[figure.first].start, last, "figure", (economy,), (), "rank",
            value=figure.value, comparison=figure.comparison, unit=figure.unit,
        )  # fmt: skip
        words = str(self.items[place].kinds.get("words", "")) if place >= 0 and not year else ""
        notes: list[_Note] = [("words", (("words", words), ("period", str(period))))] if words else []
        notes += [("carried", ())] if carried and not self.here("pronoun") else []
        if kind in ("rank", "top", "score", "places", "gain"):
            measures, show = self._ranked(figure), "score" if kind in ("score", "gain") else "rank"
        else:
            measures, show = self._series(figure), "value"
        if not measures:
            return None
        if self._follows(figure) and self.any(figure.first - 1, "above", "below"):
            base = replace(base, comparison="equal")
        if "" in measures:
            measures, notes = tuple(filter(None, measures)), [*notes, ("assumed", ())]
        base = replace(base, measures=measures, show=show, notes=tuple(notes))
        if aim and show == "value" and period and economy == HERO:
            return replace(base, kind="target", periods=(period,))
        if not period and len(self.pair) > 1 and (self._moved_to(figure) or self._moved_from(figure)):
            period = self.pair[1 if self._moved_to(figure) else 0]
        base = self._dated(base, period, figure)
        if kind in _MOVES:
            return self._change(base, figure, ranks)
        if self._moved_from(figure) and figure.first not in self.attached.values() and not year:
            base = self._begun(base, number, figure)
        return self._doubted(base, figure, place, paired=bool(year))

    def _doubted(self, base: Claim, figure: _Figure, place: int, *, paired: bool) -> Claim:
        """Return a claim with what else may be meant, where year or economy stand not beside it."""
        years = {self.year(at) for at, one in enumerate(self.items) if one.any("year")} - {*base.periods}
        beside = paired or place in self.attached or (self.asian and 0 <= figure.first - place < 4)
        if not beside:
            base = replace(base, others=tuple(dict.fromkeys((*base.others, *sorted(years)))))
        rivals = (at for at, one in enumerate(self.items) if one.any("economy"))
        near = (
            at for at in range(figure.first) if self.any(at, "economy") and self._adjacent(at, figure.first)
        )
        if self._follows(figure) or any(near):
            return base
        codes = dict.fromkeys(str(self.items[at].kinds["economy"]) for at in rivals)
        return replace(base, rivals=tuple(one for one in codes if one not in base.economies))

    def _moved_from(self, figure: _Figure) -> bool:
        return self.any(figure.first - 1, "from")

    def _moved_to(self, figure: _Figure) -> bool:
        earlier = [one for one in self.figures if one.last < figure.first]
        moved = self.any(figure.first - 1, "to", "rise", "fall")
        return moved and bool(earlier) and earlier[-1].kind == figure.kind and self._moved_from(earlier[-1])

    def _dated(self, base: Claim, period: int, figure: _Figure) -> Claim:
        """Return a claim with the period stated, else that of an earlier sentence, else the newest."""
        if period:
            return replace(base, periods=(period,))
        newest, every = self._known(base)
        base = replace(base, notes=(*base.notes, _NEWEST))
        near = self.items[max(0, figure.first - 8) : figure.last + 3]
        if self.before.year and not any(one.any("now") for one in near):
            return replace(base, periods=(self.before.year,), others=(newest,))
        return replace(base, periods=(newest,), others=every)

    def _known(self, base: Claim) -> tuple[int, tuple[int, ...]]:
        """Return the newest period that has a figure of a claim, and all of them."""
        rows = self.dataset.observed.get(base.measures[0])
        if rows is None or not base.economies:
            return self.editions[-1], self.editions
        held = rows[(rows["economy"] == base.economies[0]) & rows["value"].notna()]["year"]
        every = tuple(sorted(map(int, held))) or self.editions
        return every[-1], every

    def _begun(self, base: Claim, number: int, figure: _Figure) -> Claim:
        """Return a claim of what something rose or fell from: its year is the first of two."""
        starts = self._since()
        if self.range[0] >= 0:
            starts = [self.year(self.range[0])]
        own = self.some(range(figure.first - 3, figure.first), "year")
        later = self.figures[number + 1 :]
        if starts:
            notes = tuple(one for one in base.notes if one != _NEWEST)
            return replace(base, periods=tuple(starts[:1]), others=(), notes=notes)
        if (self.asian and own) or not later or later[0].kind != figure.kind or len(self.pair) > 1:
            return base
        place = self._when(later[0])
        end = int(self.items[place].kinds["year"]) if place >= 0 else base.periods[0]
        return replace(base, periods=(end - 1,), others=tuple(range(end - 2, end - 20, -1)))

    def _since(self) -> list[int]:
        return [
            int(one.kinds["year"])
            for place, one in enumerate(self.items)
            if one.any("year")
            and (self._based(place) or (self.any(place - 1, "from") and one.text.isascii()))
        ]

    def _change(self, base: Claim, figure: _Figure, ranks: list[tuple[str, int]]) -> Claim | None:
        """Return a rise or fall by so many places, points or percent, with what it may begin with."""
        near = range(max(0, figure.first - _NEAR * (2 if figure.kind == "growth" else 1)), figure.last + 5)
        signs = [1 if self.any(place, "rise") else -1 for place in near if self.any(place, "rise", "fall")]
        if self._off(figure.last):
            signs = [1 if self.any(figure.last + 1, "above") else -1]
        if not signs:
            return None
        last, firsts, since = base.periods[0], list[int](), self._since()
        here = [period for economy, period in ranks if economy == base.economies[0]]
        before = [period for economy, period in self.before.ranks if economy == base.economies[0]]
        spans = [
            int(float(one.kinds["number"]))
            for one, after in pairwise(self.items)
            if one.any("number") and not one.any("year") and after.any("years") and len(one.text) < 4
        ]
        if self.range[0] >= 0:
            first, last = map(self.year, self.range)
            firsts = [first]
        elif figure.kind == "growth":
            firsts = [last - 1]
        elif len(here) > 1:
            firsts, last = [min(here[-2:])], max(here[-2:])
        elif since:
            firsts = since[:1]
            last = last if last > since[0] else self._known(base)[0]
        else:
            firsts = [last - span for span in spans if 1 < span < 40]
            firsts += [one for one in reversed(before) if one < last] + [last - 1]
            last = before[-1] if not here and len(before) > 1 and before[-1] > last else last
        kind = "growth" if figure.kind == "growth" else "change"
        return replace(base, kind=kind, periods=(last,), firsts=tuple(firsts), direction=signs[0])

    def _count(self, figure: _Figure) -> Claim | None:
        """Return how many economies an edition ranks: 34th of 141 economies, among 132 economies."""
        known = self.before.index_named or self.here("index", "innovation")
        near = range(max(0, figure.first - 4), figure.first)
        among = self.some(near, "in", "ordinal_noun", "plain", "rank")
        place = self._when(figure)
        period = int(self.items[place].kinds["year"]) if place >= 0 else self.before.year
        if not known or self.before.other_index or not among or float(figure.value) < 50 or not period:
            return None
        return Claim(
            self.items[figure.first].start, self.items[figure.last].end, "count", (), ("GII",), "rank",
            (period,), figure.value, figure.comparison,
        )  # fmt: skip

    def _compared(self) -> Iterator[Claim]:
        """Yield who is said to be ahead of whom, to have the best place so far, or to lead."""
        for place, one in enumerate(self.items):
            kind = next((kind for kind in _COMPARED if one.any(kind)), "")
            if not kind or (kind in _COMPARED[:3] and not self.any(place + 1, "economy")):
                continue
            end = place + 1 if kind in _COMPARED[:4] else place
            if kind == "first" and self.any(end + 1, "in") and self.any(end + 2, "word"):
                continue
            if kind == "first" and (self.any(place, "number") and self.any(place + 1, "places")):
                continue
            figure = _Figure(place, end, kind, "1")
            economy, _ = self._whose(figure)
            if not economy or (not self.any(end, "economy") and end > place):
                continue
            at = self._when(figure)
            period = self.year(at)
            others = (str(self.items[end].kinds["economy"]),) if end > place else ()
            if kind == "twice" or self._linked_value(place):
                measures, show = (
                    (kind == "twice" and self._series(replace(figure, kind="growth")))
                    or self._series(replace(figure, kind="percent")),
                    "value",
                )
            else:
                measures, show = self._ranked(figure), "rank"
            if not measures or "" in measures or economy in others:
                continue
            attached = [at for at, owner in self.attached.items() if owner == place]
            last = self.items[attached[0] if attached else end]
            claim = Claim(
                one.start, last.end, _NAMED.get(kind, kind), (economy, *others), measures, show
            )  # fmt: skip
            claim = self._dated(replace(claim, value=str(one.kinds.get("twice", 1))), period, figure)
            if kind == "twice":
                if self.range[0] < 0:
                    continue
                first, end_year = map(self.year, self.range)
                claim = replace(claim, kind="ratio", firsts=(first,), periods=(end_year,), direction=1)
                if self.any(place - 1, "at_least") or self.any(place + 1, "more"):
                    claim = replace(claim, comparison="at-least")
            yield claim

    def _linked_value(self, place: int) -> bool:
        """Return whether values are compared in place of ranks: the sentence is about a series."""
        back = next(
            (at for at in range(place, -1, -1) if self.any(at, "series", "measure", "index", "rank")), -1
        )
        return back >= 0 and self.any(back, "series", "measure") and not self.any(back, "rank")
