"""A text read without a model: which figures of the data it states, and how sure the reading is.

Three questions are asked of each number: whose it is, of what, and when. What stands beside it answers; else
whatever the sentence names may be meant, the nearest first, and what earlier sentences named where this one
names nothing. A figure may be called false only where each question has one answer, the year is stated and
every word is understood, back to where the economy and the measure were named (``Claim.doubt``).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations, pairwise
from typing import Final

from analysis.comparison.lexicon import Item, items
from analysis.dataset import Dataset
from data.article import HERO

_NEAR: Final = 6  # items after a figure within which its year or measure stands
_LONGEST: Final = 120  # items of a sentence; a longer one is read in parts
_MOST: Final = 4  # economies or measures, and twice as many periods, that are tried for one figure
_UNREAD: Final = 2  # words that are not understood between a series and a value of it; of Chinese, signs
_FIRST: Final = 50  # economies of an edition, at the fewest
_COMMA: Final = (",", "，", "、")
_MOVED: Final = ("places", "gain", "growth", "points_of_percent", "more")
"""Kinds of figures that say how far something moved."""
_RANKED: Final = ("rank", "top", "places", "score", "gain", "first")
_BETWEEN: Final = ("in", "index", "gdp", "places", "rank", "measure", "series", "economies", "joining")
"""What may stand between a figure and its year after it."""
_LITTLE: Final = ("in", "rank", "to", "plain", "now", "about", "at_least", "at_most", "gdp")
"""What may stand between an economy and its figure after it."""
_COMPARED: Final = ("overtake", "above", "below", "only_behind", "record", "first", "twice")
_NAMED: Final = {
    "overtake": "overtook",
    "above": "ahead",
    "below": "behind",
    "only_behind": "behind",
    "first": "figure",
    "twice": "ratio",
}
_BEFORE_RANK: Final = (
    *("rank", "rise", "fall", "from", "to", "in", "plain", "now", "index", "economy", "measure", "series"),
)
"""What stands before an ordinal that is a rank."""
_UNDERSTOOD: Final = (
    *("economy", "index", "measure", "series", "year", "rank", "score", "rise", "fall", "from", "to", "and"),
    *("in", "percent", "points_of_percent", "unit", "yuan", "dollars", "gdp", "of_research", "places"),
    *("points", "economies", "top", "plain", "now", "counted", "pronoun", "said", "above", "below"),
    *("overtake", "only_behind", "stop", "years", "later", "twice", "between"),
)
"""What does not change what a figure is about."""

_Note = tuple[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Claim:
    """What a text states, as it is read.

    start, end: in the text; kind: figure, change, growth, ratio, ahead, behind, overtook, record, count or
    target; economies, measures, periods: what may be meant, the likeliest first; spans: for a change, (first,
    last) period; other: the economy that it is compared with; notes: what else was understood, each a phrase
    with its words; doubt: why it may not be called false, None where nothing is in doubt.
    """

    start: int
    end: int
    kind: str
    economies: tuple[str, ...]
    measures: tuple[str, ...]
    show: str
    periods: tuple[int, ...] = ()
    value: str = "1"
    comparison: str = "equal"
    unit: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    direction: int = 0
    other: str = ""
    notes: tuple[_Note, ...] = ()
    doubt: _Note | None = None


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number with the words that say what it counts: items first to last; kind: what it is."""

    first: int
    last: int
    kind: str
    value: str = "1"
    comparison: str = "equal"
    unit: str = ""
    currency: str = ""


@dataclass(slots=True)
class _Before:
    """What earlier sentences were about; unclear: what was named before a word that is not understood."""

    economies: tuple[str, ...] = ()
    index: bool = False
    other_index: bool = False
    part: str = ""
    series: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    last_year: int = 0
    unclear: dict[str, bool] = field(default_factory=dict)


def claims(dataset: Dataset, text: str, most: int) -> list[Claim]:
    """Return what a text states of the data, in its order, up to so many figures."""
    found, before, sentence = list[Claim](), _Before(), list[Item]()
    every = items(dataset, text)
    innovation = any(one.any("index", "innovation") for one in every)
    for place, one in enumerate(every):
        sentence.append(one)
        if one.any("stop") or len(sentence) >= _LONGEST or place == len(every) - 1:
            found += _Sentence(dataset, sentence, before, innovation).claims()
            sentence = []
        if len(found) >= most:
            break
    return sorted(found, key=lambda one: (one.start, one.end))[:most]


class _Sentence:
    """One sentence, read with what is known of those before it."""

    def __init__(self, dataset: Dataset, part: list[Item], before: _Before, innovation: bool) -> None:
        self.dataset, self.items, self.before, self.innovation = dataset, part, before, innovation
        self.asian = sum(not one.text.isascii() for one in part) * 2 > len(part)
        self._name_years()
        self.kinds = {kind for one in part for kind in one.kinds}
        self.years = [place for place, one in enumerate(part) if one.any("year")]
        self.figures = list[_Figure]()
        for place in range(len(part)):
            found = self._figure(place)
            self.figures += [found] if found else []
        self.own = {one.first: self._year_after(one) for one in self.figures}
        self.unread = self._unread()

    def any(self, place: int, *kinds: str) -> bool:
        """Return whether the item at a place is there, and may be of one of these kinds."""
        return 0 <= place < len(self.items) and self.items[place].any(*kinds)

    def some(self, places: Iterable[int], *kinds: str) -> bool:
        """Return whether one of these places has one of these kinds."""
        return any(self.any(place, *kinds) for place in places)

    def here(self, *kinds: str) -> bool:
        """Return whether the sentence has one of these kinds."""
        return not self.kinds.isdisjoint(kinds)

    def year(self, place: int) -> int:
        """Return the year at a place."""
        return int(self.items[place].kinds["year"])

    def sign(self, place: int) -> str:
        """Return the single word or sign at a place."""
        return str(self.items[place].kinds.get("sign", "")) if 0 <= place < len(self.items) else ""

    def _name_years(self) -> None:
        """Give words that name a year by another one, such as ten years later, the year they mean."""
        counted = ("percent", "yuan", "dollars", "unit", "places", "counted", "economies", "currency")
        last = self.before.last_year
        for place, one in enumerate(self.items):
            if one.any("year") and self.any(place + 1, *counted) and not self.any(place + 1, "in"):
                del one.kinds["year"]
            if one.any("year"):
                last = last if last and self._based(place) else one.kinds["year"]
                continue
            shift = 1 if one.any("next") else -1 if one.any("before") else 0 if one.any("same") else None
            later = self.any(place + 2, "later") or self.any(place - 1, "coming")
            if one.any("number") and self.any(place + 1, "years") and later:
                shift = int(float(one.kinds["number"]))
                if self.any(place + 2, "later"):
                    one.end = self.items[place + 2].end
                    one.text = " ".join(each.text for each in self.items[place : place + 3])
            if shift is not None and last and -1 <= shift <= 60:
                one.kinds["year"], one.kinds["words"] = last + shift, one.text
                one.kinds.pop("number", None)
                last += max(shift, 0)
        self.before.last_year = last

    def _based(self, place: int) -> bool:
        """Return whether a year is only what another is compared with: since 2012, than in 2021."""
        if "before" in self.items[place].kinds:
            return True
        before, after = place - 1 - self.any(place - 1, "in"), place + 1 + self.any(place + 1, "in")
        asian = ("since", "beside") if self.asian else ("since",)
        return self.any(before, "since", "beside") or self.any(after, *asian)

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
            ended = place + self.any(after, "places", "economies")
            out = self.some(range(place - _NEAR, place), "out", "fall")
            return None if out else _Figure(place - 1, ended, "top", value, "or-better")
        if one.any("ordinal"):
            last = self._ordered(place)
            return None if last is None else _Figure(place, last, "rank", value, comparison)
        currency = next((kind for kind in ("yuan", "dollars", "currency") if self.any(place - 1, kind)), "")
        first -= bool(currency)
        unit = str(self.items[after].kinds["unit"]) if self.any(after, "unit") else ""
        after += bool(unit)
        if self.any(after, "points_of_percent"):
            return _Figure(first, after, "points_of_percent", value, comparison)
        if self.any(after, "percent"):
            kind = "growth" if self._grows(place, after) else "percent"
            last = after + self.any(after + 1, "gdp", "of_research")
            return _Figure(first, last, kind, value, comparison)
        named = next((kind for kind in ("yuan", "dollars", "currency") if self.any(after, kind)), "")
        after += bool(named)
        if currency or named:
            kind = "more" if self._grows(place, after - 1) else "money"
            return _Figure(first, after - 1, kind, value, comparison, unit, currency or named)
        if not unit and self.any(after, "places", "economies", "times", "points"):
            return self._counted(place, value, comparison)
        if not unit and self._says_rank(place):
            return _Figure(place, place, "rank", value, comparison)
        kind = "score" if self._says_score(place) else "amount"
        return _Figure(first, after - 1 + self.any(after, "counted"), kind, value, comparison, unit)

    def _grows(self, place: int, after: int) -> bool:
        """Return whether a number says how much something grew: grew 8%, an increase of 8%, 8% growth."""
        start = place - 1
        while self.any(start, "about", "at_least", "at_most", "in", "plain") and start > place - 4:
            start -= 1
        listed = self.figures and self.figures[-1].kind == "growth" and self.figures[-1].last >= place - 2
        changed = self.any(start, "rise", "fall") or (not self.asian and self.any(after + 1, "rise", "fall"))
        return bool(listed) or changed

    def _counted(self, place: int, value: str, comparison: str) -> _Figure | None:
        """Return a number of places, economies or points; the tenth place is a rank in Chinese."""
        after = place + 1
        if self.any(after, "places"):
            moved = self.some(range(place - 5, after + 4), "rise", "fall") or self._off(after)
            called = self._says_rank(place) and not self.any(place - 1, "rise", "fall")
            if self.asian and (called or self.any(place - 1, "from", "to")):
                return _Figure(place, after, "rank", value, comparison)
            return _Figure(place, after, "places", value, comparison) if moved else None
        if self.any(after, "points"):
            kind = "gain" if self._grows(place, after) else "score"
            apart = self.any(after + 1, "above", "below", "beside")  # how far somebody is from another
            return None if apart else _Figure(place, after, kind, value, comparison)
        return _Figure(place, after, "economies" if self.any(after, "economies") else "times", value)

    def _off(self, after: int) -> bool:
        """Return whether places are counted from an earlier year: one place lower than in 2021."""
        return self.any(after + 1, "above", "below") and not self.any(after + 2, "economy")

    def _says_rank(self, place: int) -> bool:
        """Return whether words before a number make it a rank: ranked 11, No. 3, # 5, China (11)."""
        before = self.sign(place - 1 - (self.sign(place - 1) == ".")).casefold()
        bracketed = self.sign(place - 1) == "(" and self.sign(place + 1) == ")"
        if before in ("#", "no", "number") or (bracketed and self.any(place - 2, "economy")):
            return before != "(" or self.here("index", "rank", "top")
        start = place - 1
        while self.any(start, "in", "to", "about", "plain") and start > place - 3:
            start -= 1
        whole = "." not in str(self.items[place].kinds["number"])
        return self.any(start, "rank") and whole and not self.any(place + 1, "years", "times", "unit")

    def _says_score(self, place: int) -> bool:
        """Return whether a number is called a score, by the last word before it that says what it is."""
        measures = ("score", "rank", "series", "measure", "other", "other_index")
        back = next((one for one in range(place - 1, -1, -1) if self.any(one, *measures)), -1)
        return self.any(back, "score") or self.some((place + 1, place + 2), "score")

    def _ordered(self, place: int) -> int | None:
        """Return the last item of a rank that is an ordinal; None for the 14th plan, the 21st century."""
        after = place + 1
        if self.asian and not self.any(after, "places"):
            named_before = self.some(range(place - 4, place), "rank", "index", "rise", "fall")
            listed = any(one.kind == "rank" and one.last >= place - 2 for one in self.figures)
            named = self.any(place - 1, "economy") and self.here("index", "rank")
            return place if (named_before or listed or named) and not self.any(after, "word") else None
        after += self.sign(after) == "-"
        if self.any(after, "places", "rank"):
            return after
        noun = self.any(after, "word", "economy", "series", "measure")
        if (noun and not self.any(after, "ordinal_noun")) or self.any(after, "other", "economies", "gdp"):
            return None
        opened = (*_COMMA, "(", ":")
        near = range(max(0, place - 3), place)
        ranked = self.some(near, *_BEFORE_RANK) or any(self.sign(one) in opened for one in near)
        return place if ranked or place < 2 else None

    # --- whose it is

    def _whose(self, figure: _Figure) -> tuple[tuple[str, ...], bool, bool]:
        """Return the economies that a figure may be of, whether only one can be meant, and was carried."""
        first, after = figure.first, figure.last + 1
        after += not self.any(after, "in", "and") and self.any(after, "plain")
        if self.any(after, "in") and self.any(after + 1, "economy") and not self.any(after + 2, "number"):
            return (self._economy(after + 1),), True, False  # 1.9% recorded in China
        named, pronoun = list[int](), False
        for place in range(first - 1, -1, -1):
            if self.any(place, "economy"):
                near = range(place + 1, first)
                little = all(self.any(one, *_LITTLE) or self.sign(one) in (*_COMMA, "(", ":") for one in near)
                listed = self.any(place - 2, "economy")  # China, France and Japan ranked
                if (
                    len(near) <= 4
                    and little
                    and not self.some(near, "year")
                    and not (listed or figure.kind in _COMPARED)
                ):
                    return (self._economy(place),), True, False  # Japan (13th)
                named += [] if self._only_compared(place) else [place]
            elif self.any(place, "other") and not named and self._bound(place):
                return (), False, False
            pronoun = pronoun or self.any(place, "pronoun")
        early = bool(named)
        late = (place for place in range(after, len(self.items)) if self.any(place, "economy"))
        named += [place for place in late if not self._only_compared(place)] if not named else []
        codes = tuple(dict.fromkeys(self._economy(place) for place in named))
        if not early or pronoun:
            every = tuple(dict.fromkeys((*codes, *self.before.economies)))
            return every, len(every) == 1, not codes
        return codes, len(codes) == 1, False

    def _economy(self, place: int) -> str:
        return str(self.items[place].kinds["economy"])

    def _bound(self, place: int) -> bool:
        """Return whether another body is what a figure is of, not only where it is counted or compared."""
        if self.any(place, "economy", "measure", "series", "plain"):
            return False
        apart = self.any(place - 1, "in", "beside", "top", "above", "below", "overtake", "at_least")
        return not apart and not self.any(place + 1, "economies", "rank", "index")

    def _only_compared(self, place: int) -> bool:
        """Return whether an economy is named only as what another is compared with: ahead of Japan."""
        back = place - 1
        while self.any(back, "economy", "and", "plain", "pronoun") or self.sign(back) in _COMMA[2:]:
            back -= 1
        compared = self.any(back, "overtake", "above", "below", "only_behind", "beside")
        explained = self.some((place + 1, place + 2), "which")
        return compared and not explained and not self.any(back, "from")

    # --- when

    def _year_after(self, figure: _Figure) -> int:
        """Return the place of the year just after a figure: 34th in 2012, 11th (2022); -1 for none."""
        for place in range(figure.last + 1, figure.last + _NEAR):
            if self.any(place, "year"):
                late = self.any(place + 1, "number", "in") and self.asian
                listed = self.any(place + 2, "year") or self.some((place + 2, place + 3), "year")
                return -1 if self._based(place) or late or listed else place
            counted = self.any(place, "number") and self.any(place + 1, "economies")
            joins = self.any(place, *_BETWEEN) and not self.any(place, "and") and not self.asian
            if not (joins or counted or self.sign(place) == "("):
                return -1
        return -1

    def _when(self, figure: _Figure) -> tuple[tuple[int, ...], bool]:
        """Return the years that a figure may be of, and whether only one can be meant."""
        if self.own.get(figure.first, -1) >= 0:
            return (self.year(self.own[figure.first]),), True
        taken = {place for first, place in self.own.items() if first != figure.first}
        stated = [place for place in self.years if not self._based(place)]
        before = [place for place in reversed(stated) if place < figure.first]
        follows = self.any(figure.last + 1, "in") and self.any(figure.last + 2, "year")  # in 2024 and 2025
        if before and before[0] not in taken and not follows:
            between = any(before[0] < one.first < figure.first for one in self.figures)
            joined = self.any(before[0] - 1, "from", "to", "and") or self.sign(before[0] - 1) == "-"
            if not between and not joined:
                return (self.year(before[0]),), self.asian or len({self.year(one) for one in stated}) == 1
        order = sorted(
            (*before, *(one for one in stated if one > figure.first)), key=lambda one: one in taken
        )
        based = [place for place in self.years if place not in stated]
        known = (self.year(place) for place in (*order, *based))
        return tuple(dict.fromkeys((*known,))) if stated else (*self.before.years, *known), False

    # --- of what

    def _ranked(self, figure: _Figure) -> tuple[tuple[str, ...], bool]:
        """Return the parts of the index that a rank or score may be of, and whether one alone can be."""
        first, last = figure.first, figure.last
        if self.any(first - 1, "measure", "series"):
            return self._parts(first - 1), True
        for place in range(last + 1, last + 1 if self.asian else min(len(self.items), last + 1 + _NEAR)):
            if (self.any(place, "number") and not self.any(place, "year")) or self.sign(place) in _COMMA:
                break
            if self._other_index(place):
                return (), False
            if self.any(place, "index"):
                return ("GII",), True
            if self.any(place, "measure", "series") and self.some(range(last + 1, place), "in"):
                return self._parts(place), True
        found = list[str]()
        for place in range(first - 1, -1, -1):
            if self.any(place, "index"):
                found.append("GII")
            elif self._other_index(place):
                if found:
                    break
                return (), False
            elif self.any(place, "measure", "series"):
                parts = [one for one in self._parts(place) if one not in self.dataset.catalog.indicators]
                if not parts and not found and not self.here("index"):
                    return (), False  # the second of the world, of what was said before
                found += parts
        if not found and self.before.other_index and not self.here("index"):
            return (), False
        late = range(last + 1, len(self.items))
        named = self.some(late, "index") or self.before.index
        found += ["GII"] if named or self.innovation else []
        found += [self.before.part] if self.before.part else []
        known = tuple(dict.fromkeys(found))
        return known[:_MOST], len(known) == 1 and (named or self.here("index"))

    def _other_index(self, place: int) -> bool:
        """Return whether another index is named than that of the data: by a name in capitals."""
        if not self.any(place, "other_index") or self.any(place, "index"):
            return False
        if self.items[place].text.isascii():
            back = place - 1 - self.any(place - 1, "number")
            named = self.any(back, "capital") and place > 1
            return named and not self.any(place - 1, "economy", "index", "year")
        return self.any(place - 1, "word", "other") and not self.any(place - 1, "this")

    def _parts(self, place: int) -> tuple[str, ...]:
        kinds, related = self.items[place].kinds, self.dataset.catalog.indicators
        ids = dict.fromkeys((*kinds.get("measure", ()), *kinds.get("series", ())))
        return tuple(sorted(ids, key=lambda one: one in related))

    def _series(self, figure: _Figure) -> tuple[tuple[str, ...], bool]:
        """Return the indicators that a figure may be a value of, and whether only they were named."""
        found, unread = dict[tuple[str, ...], None](), 0.0
        for place in range(figure.first - 1, -1, -1):
            if self.any(place, "word"):
                unread += 1 if self.items[place].text.isascii() else 0.5
            if unread > _UNREAD or self.any(place, "nothing") or self._other_index(place) or (
                self.any(place, "other") and not self.any(place, "plain")
            ):  # fmt: skip
                break
            fits = tuple(one for one in self._parts(place) if self._fits(one, figure))
            found |= {fits: None} if fits else {}
        for place in range(figure.last + 1, min(len(self.items), figure.last + 1 + _NEAR)):
            if found or self.any(place, "word", "other", "nothing") or self.sign(place) == "，":
                break
            fits = tuple(one for one in self._parts(place) if self._fits(one, figure))
            found |= {fits: None} if fits else {}
        if not found and (
            self.here("target") or not self.some(range(figure.first), "word", "series", "measure")
        ):
            return tuple(one for one in self.before.series if self._fits(one, figure)), True
        return next(iter(found), ()), len(found) == 1

    def _fits(self, code: str, figure: _Figure) -> bool:
        """Return whether a figure counts in the unit of an indicator."""
        one = self.dataset.catalog.indicators.get(code)
        if one is None:
            return False
        unit, own = one.unit.en, range(figure.first, figure.last + 1)
        if figure.kind in ("percent", "points_of_percent"):
            if self.some(own, "of_research"):
                return unit == "% of R&D spending"
            return unit == "% of GDP" if self.some(own, "gdp") else unit.startswith("%")
        if figure.kind == "growth":
            return one.kind in ("money", "count")
        if figure.kind in ("money", "more"):
            return one.kind == "money" and ("yuan" if figure.currency == "yuan" else "dollars") in unit
        return one.kind in ("count", "ratio", "score", "index")

    # --- what is stated

    def claims(self) -> Iterator[Claim]:
        """Yield what the sentence states, and remember what it is about for the next one."""
        about = self.before.economies or self.here("economy", "index", "measure", "series")
        for figure in (*self.figures, *self._compared()) if about else ():
            found = self._claim(figure)
            if found:
                yield found
                if found.show == "rank" and found.kind == "figure" and found.measures[0] != "GII":
                    self.before.part = found.measures[0]
        self._remember()

    def _compared(self) -> Iterator[_Figure]:
        """Yield who is said to be ahead of whom, to have the best place so far, or to lead."""
        for place, one in enumerate(self.items):
            kind = next((kind for kind in _COMPARED if one.any(kind)), "")
            pair = kind in _COMPARED[:4]
            counted = one.any("number") and self.any(place + 1, "places")  # first place, a rank
            noun = kind == "first" and self.any(place + 1, "in") and self.any(place + 2, "word")
            if kind and (self.any(place + 1, "economy") if pair else not (counted or noun)):
                found = _Figure(place, place + pair, kind, str(one.kinds.get("twice") or 1))
                self.own[place] = self._year_after(found)
                more = self.any(place - 1, "at_least") or self.any(place + 1, "more")
                yield replace(found, comparison="at-least") if kind == "twice" and more else found

    def _claim(self, figure: _Figure) -> Claim | None:
        """Return what a figure states; None where it is none of the data."""
        kind = figure.kind
        nothing = self.some((figure.last + 1, figure.first - 1), "nothing")
        if nothing or kind == "times" or figure.currency == "currency":
            return None
        if kind == "economies":
            return self._count(figure)
        economies, one_economy, carried = self._whose(figure)
        aim = self.here("target")
        if not economies and not self.here("other"):
            economies = (HERO,) if aim else self._alone(figure)
            self.before.economies = economies
        pair = self._economy(figure.last) if kind in _COMPARED[:4] else ""
        economies = tuple(one for one in economies if one != pair)[:_MOST]
        ranked = kind in _RANKED or (kind in _COMPARED[:5] and not self._of_series(figure))
        if ranked:
            measures, one_measure = self._ranked(figure)
        else:
            unit = {"twice": "growth"}.get(kind, "percent") if kind in _COMPARED else kind
            measures, one_measure = self._series(replace(figure, kind=unit))
        if not economies or not measures:
            return None
        years, one_year = self._when(figure)
        words, notes = [one for one in self.years if "words" in self.items[one].kinds], list[_Note]()
        for one in (one for one in words if self.year(one) in years[:1]):
            written = str(self.items[one].kinds["words"])
            notes.append(("words", (("words", written), ("period", str(years[0])))))
        notes += [("carried", ())] if carried and not self.here("pronoun") else []
        show = ("score" if kind in ("score", "gain") else "rank") if ranked else "value"
        base = Claim(
            self.items[figure.first].start, self._end(figure), _NAMED.get(kind, kind), economies, measures,
            show, years[: 2 * _MOST], figure.value, figure.comparison, figure.unit, other=pair,
        )  # fmt: skip
        if not one_year and (not years or self.here("now", "current") or show == "value"):
            base = replace(base, periods=tuple(dict.fromkeys((*base.periods, self._newest(base)))))
        if not self.years:
            notes.append(("newest", ()))
        if kind not in _NAMED and kind != "record":
            aimed = aim and show == "value" and economies[0] == HERO
            base = replace(base, kind="target" if aimed else "figure")
        moved = kind in _MOVED or kind == "twice"
        if moved:
            moves = [one for one in self.figures if one.kind in _MOVED]
            one_year = len({self.year(one) for one in self.years}) == 2 and len(moves) == 1
        sure = one_economy and one_measure and one_year and not any(one == "words" for one, _ in notes)
        base = replace(base, notes=tuple(notes), doubt=self._doubt(figure, carried, ranked, sure))
        return self._change(base, figure) if moved else base

    def _end(self, figure: _Figure) -> int:
        return self.items[max(figure.last, self.own.get(figure.first, -1))].end

    def _unread(self) -> str:
        """Return the first word or number that is not understood, "" where all are."""
        read = {place for one in self.figures for place in range(one.first, one.last + 1)}
        for place, one in enumerate(self.items):
            alone = self.any(place, "above", "below", "overtake") and not self.any(place + 1, "economy")
            number = one.any("number") and not one.any("year") and place not in read
            named = one.any(*_UNDERSTOOD) or not one.text[0].isalnum()
            if alone or number or not (named or place in read):
                return one.text
        return ""

    def _doubt(self, figure: _Figure, carried: bool, ranked: bool, sure: bool) -> _Note | None:
        """Return why a figure may not be called false: a word, or what may be meant as well."""
        if self.unread:
            return "unread", (("words", self.unread),)
        about = ("index", "measure", "series") if ranked else ("series", "measure")
        unclear = carried and self.before.unclear.get("economy", True)
        unclear = unclear or (not self.here(*about) and self.before.unclear.get("measure", True))
        odd = figure.comparison not in ("equal", "or-better") or figure.kind in ("growth", "record", "more")
        return ("unsure", ()) if unclear or odd or not sure or self.here("target") else None

    def _alone(self, figure: _Figure) -> tuple[str, ...]:
        """Return the only economy that has a series, where a text names none."""
        for code in self._series(figure)[0] if figure.kind in ("money", "percent", "growth") else ():
            rows = self.dataset.observed.get(code)
            if rows is not None and rows["economy"].nunique() == 1:
                return (str(rows["economy"].iloc[0]),)
        return ()

    def _of_series(self, figure: _Figure) -> bool:
        """Return whether values are compared in place of ranks: the sentence is about a series."""
        about = ("series", "measure", "index", "rank")
        back = next((at for at in range(figure.first, -1, -1) if self.any(at, *about)), -1)
        return back >= 0 and not self.any(back, "rank", "index") and self._parts(back)[-1] in (
            self.dataset.catalog.indicators
        )  # fmt: skip

    def _newest(self, claim: Claim) -> int:
        """Return the newest period that has a figure of a claim."""
        rows = self.dataset.observed.get(claim.measures[0])
        if rows is None:
            return int(self.dataset.editions[-1])
        years = rows[(rows["economy"] == claim.economies[0]) & rows["value"].notna()]["year"]
        return int(years.max()) if len(years) else int(self.dataset.editions[-1])

    def _change(self, base: Claim, figure: _Figure) -> Claim | None:
        """Return a rise or fall by so many places, points or percent, with the years it may lie between."""
        near = range(max(0, figure.first - 2 * _NEAR), figure.last + 5)
        signs = [1 if self.any(place, "rise") else -1 for place in near if self.any(place, "rise", "fall")]
        if self._off(figure.last):
            signs = [1 if self.any(figure.last + 1, "above") else -1]
        if not signs and figure.kind != "twice":
            return None
        years = sorted({self.year(place) for place in self.years}) or sorted({*base.periods})
        last = base.periods[0]
        lengths = [
            int(float(one.kinds["number"]))
            for one, after in pairwise(self.items)
            if one.any("number") and not one.any("year") and after.any("years") and len(one.text) < 4
        ]
        spans = list[tuple[int, int]]()
        stated = len(years) > 1 and bool(self.years)
        if stated and figure.kind != "growth":
            spans.append((years[0], years[-1]))
        earlier = sorted({*self.before.years, *years})
        spans += [(one - 1, one) for one in (base.periods if figure.kind == "growth" else (last,))]
        spans += [(last - length, last) for length in lengths if 1 < length < 40]
        spans += [(first, final) for first, final in combinations(earlier[-_MOST:], 2)]
        kind = figure.kind if figure.kind == "growth" else "ratio" if figure.kind == "twice" else "change"
        direction = signs[0] if signs else 1
        return replace(base, kind=kind, spans=tuple(dict.fromkeys(spans)), direction=direction)

    def _count(self, figure: _Figure) -> Claim | None:
        """Return how many economies an edition ranks: 34th of 141 economies, among 132 economies."""
        known = self.before.index or self.here("index", "innovation")
        among = self.some(
            range(max(0, figure.first - 4), figure.first), "in", "ordinal_noun", "plain", "rank"
        )
        years, _ = self._when(figure)
        years = years or self.before.years[:1]
        if not known or self.before.other_index or not among or float(figure.value) < _FIRST or not years:
            return None
        return Claim(
            self.items[figure.first].start, self.items[figure.last].end, "count", (), ("GII",), "rank",
            years, figure.value, figure.comparison, doubt=self._doubt(figure, False, True, len(years) == 1),
        )  # fmt: skip

    def _remember(self) -> None:
        before = self.before
        named = [place for place, one in enumerate(self.items) if one.any("economy")]
        named = [place for place in named if not self._only_compared(place)]
        pronoun = next((place for place, one in enumerate(self.items) if one.any("pronoun")), len(self.items))
        if named and (named[0] < pronoun or not before.economies):
            before.economies = tuple(dict.fromkeys(self._economy(place) for place in named))
            before.unclear["economy"] = False
        for place, one in enumerate(self.items):
            if one.any("index"):
                before.index, before.other_index = True, False
            elif self._other_index(place):
                before.other_index = not self.here("index")
            if one.any("series", "measure"):
                related = self.dataset.catalog.indicators
                series = tuple(code for code in self._parts(place) if code in related)
                before.series = series or before.series
        if self.here("index", "series", "measure"):
            before.unclear["measure"] = False
        if self.unread or self.here("target"):
            before.unclear = dict.fromkeys(("economy", "measure"), True)
        years = [place for place in self.years if not self._based(place)]
        leading = sorted(years, key=lambda one: one in self.own.values())
        before.years = tuple(dict.fromkeys(self.year(place) for place in leading)) or before.years
