"""What the words of a text may mean: economies, measures, years, numbers, and the words that join them.

The names are those by which a statement is checked; the words that join them stand in reading.toml of the
catalog, and are known in all languages at once. A text is read in one pass, whatever is in it.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from analysis.dataset import Dataset, cached
from analysis.index.composition import TOP
from analysis.names import measure_aliases

LONGEST: Final = 20_000
"""Characters of a text that is read."""
_YEARS: Final = range(1950, 2101)
_DIGITS: Final = 15  # of a number that is read; a longer one is none of the data
_WORDS: Final = re.compile(
    r"(?:[a-z]\.){2,}|[a-z]+(?:[&'][a-z]+)*|[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|\n|\S"
)
_LEFT_OUT: Final = re.compile(
    r"<[^<>]{0,200}>|(?:https?://|www\.)[!-~]+|[!-~]{1,64}@[!-~]+"
    r"|(?<![0-9])\+?[0-9]{1,6}(?:[ -][0-9]{2,6}){2,}|(?<![0-9])[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?![0-9])"
    r"|(?<![0-9])[0-9]{1,2}[:/][0-9]{1,2}(?:[:/][0-9]{2,4})?(?![0-9])"
)
"""Markup, addresses, telephone numbers, dates and times of day."""
_SIGNS: Final = dict(zip("’‘（）：％．，。", "''():%.，。", strict=True))
_DASHES: Final = "‐‑‒–—−－~～"
_PASSED: Final = frozenset({"-", "的", "/", "·", "'", '"', "“", "”", "the", "《", "》", ",", "(", ")"})
"""What may stand between the words of a name, up to three of them."""
_SILENT: Final = frozenset({"the", "的"})
_UNITS: Final = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_IRREGULAR: Final = dict(
    zip(
        ("first", "second", "third", "fifth", "eighth", "ninth", "twelfth"),
        ("one", "two", "three", "five", "eight", "nine", "twelve"),
        strict=True,
    )
)
_NUMERALS: Final = {**{sign: value for value, sign in enumerate("〇一二三四五六七八九")}, "零": 0, "两": 2}
_MONTHS: Final = re.compile(
    r"(?:jan|febr)uary|march|april|may|june|july|august|(?:septem|octo|novem|decem)ber|jan|feb|mar|apr|jun"
    r"|jul|aug|sept?|oct|nov|dec"
)


@dataclass(slots=True)
class Item:
    """A word, name or number of a text: where it stands, and what it may be, by kind."""

    start: int
    end: int
    text: str
    kinds: dict[str, Any] = field(default_factory=dict)

    def any(self, *kinds: str) -> bool:
        """Return whether it may be of one of these kinds."""
        return not self.kinds.keys().isdisjoint(kinds)


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str  # as it is compared
    capital: bool
    upper: bool


def _folded(text: str) -> tuple[str, list[int]]:
    """Return a text in small letters without accents, and where each of its signs stands in the text."""
    signs, places = [], []
    for place, sign in enumerate(text):
        category = unicodedata.category(sign)
        if category == "Cf":  # marks of direction, joiners, soft hyphens
            continue
        plain = _SIGNS.get(sign) or ("-" if sign in _DASHES else "")
        if not plain:
            plain = " " if category == "No" else unicodedata.normalize("NFKD", sign).casefold()[:1] or " "
        signs.append("\n" if sign in "\n\r\u2028\u2029" else plain)
        places.append(place)
    return "".join(signs), places


def _words(text: str) -> list[_Word]:
    """Return the words of a text, without what holds no figure of the data."""
    folded, places = _folded(text)
    folded = _LEFT_OUT.sub(lambda found: "\x00" * len(found[0]), folded)
    found = []
    for word in _WORDS.finditer(folded.replace("\x00", " ")):
        start, end = places[word.start()], places[word.end() - 1] + 1
        raw, plain = text[start:end], word[0].removesuffix("'s")
        if plain != word[0]:
            end = places[word.end() - 3] + 1
        if plain[0].isalpha():
            plain = plain.replace(".", "").replace("&", "").replace("'", "")
        elif plain[0].isdigit():
            plain = plain.replace(",", "")
        found.append(_Word(start, end, plain, raw[:1].isupper(), raw.removesuffix("'s").isupper()))
    return found


@cache
def _small() -> dict[str, tuple[int, bool]]:
    """Return (number, whether it orders) by its English word, up to ninety-nine."""
    known = {word: value for value, word in enumerate(_UNITS) if value}
    known |= {word: 20 + 10 * place for place, word in enumerate(_TENS)}
    found = {word: (value, False) for word, value in known.items()}
    for word, value in known.items():
        order = next((one for one, plain in _IRREGULAR.items() if plain == word), "")
        found[order or f"{word.removesuffix('y')}{'ie' if word.endswith('y') else ''}th"] = (value, True)
    return found


def _listed(dataset: Dataset, name: str) -> Iterator[tuple[str, str]]:
    """Yield (words, what follows their sign =) of a list of reading.toml, in every language."""
    for text in dataset.catalog.reading[name].by_language.values():
        waiting = []
        for entry in text.split("|"):
            words, _, value = entry.partition("=")
            waiting.append(words)
            if value:
                yield from ((one, value) for one in waiting)
                waiting = []
        yield from ((one, "") for one in waiting)


@cached
def _tree(dataset: Dataset) -> Mapping[str, Any]:
    """Return all names and words as a tree by their words; under "" the kinds of what ends there."""
    tree: dict[str, Any] = {}

    def add(name: str, kind: str, value: Any) -> None:
        node = tree
        for word in _words(name):
            if word.text not in _PASSED:
                node = node.setdefault(word.text, {})
        if node is not tree:
            kinds = node.setdefault("", {})
            kinds[kind] = (*kinds.get(kind, ()), *value) if isinstance(value, tuple) else value

    for code, names in dataset.catalog.spellings.items():
        for name in names:
            add(name, "economy", code)
    for name, code in _listed(dataset, "names"):
        add(name, "economy", code)
    for name, one in measure_aliases(dataset):
        if one not in TOP[:1] and name != one and len(name) > 1:
            add(name, "measure", (one,))
    for name, listed in _listed(dataset, "series"):
        add(name, "series", tuple(listed.split(",")))
    for name, _ in _listed(dataset, "index"):
        add(name, "index", True)
    for kind in dataset.catalog.reading:
        if kind not in ("names", "series", "index"):
            for words, value in _listed(dataset, kind):
                add(words, kind, value or words)
    return tree


def items(dataset: Dataset, text: str) -> list[Item]:
    """Return what a text consists of: the longest names, numbers, and words that mean nothing here."""
    words, tree, found, at = _words(text), _tree(dataset), list[Item](), 0
    while at < len(words):
        word, (end, kinds) = words[at], _longest(tree, words, at)
        if word.text[0].isdigit():
            kinds = _number(words, at)
            end = at + 1 + ("ordinal" in kinds)
        elif "ordinal" in (spelt := _spelt(words, at))[1] or ("number" in spelt[1] and end <= spelt[0]):
            end, kinds = spelt[0], spelt[1] | (kinds if end == spelt[0] else {})
        elif word.text == "\n" or (word.text in ".。!?！？;；" and _ends(words, at)):
            kinds = {"stop": word.text}
        if word.text in _SILENT and not kinds:
            at += 1
            continue
        item = Item(word.start, words[end - 1].end, text[word.start : words[end - 1].end], dict(kinds))
        item.kinds |= {"capital": True} if word.capital else {}
        if not item.kinds.keys() - {"capital"} and word.text[0].isalnum():
            item.kinds["word"] = word.text
        item.kinds["sign"] = word.text if end == at + 1 else ""
        found.append(item)
        at = end
    return found


def _ends(words: list[_Word], at: int) -> bool:
    """Return whether a full stop ends a sentence, in place of an abbreviation."""
    if words[at].text != ".":
        return True
    if at + 1 == len(words) or words[at + 1].start > words[at].end:
        return not (at and words[at - 1].text in ("no", "rep", "st", "dem"))
    return not (words[at + 1].text.isascii() and words[at + 1].text.isalnum())


def _longest(tree: Mapping[str, Any], words: list[_Word], at: int) -> tuple[int, dict[str, Any]]:
    """Return where the longest name ends that begins at a word, and what it is; a code is in capitals."""
    node, best, place, passed = tree, (at + 1, dict[str, Any]()), at, 0
    while place < len(words):
        text = words[place].text
        if text in node:
            node, place, passed = node[text], place + 1, 0
            if "" in node:
                short = place == at + 1 and len(words[at].text) <= 3 and text.isascii()
                kinds = node[""]
                if short and "economy" in kinds and not words[at].upper:
                    kinds = {kind: value for kind, value in kinds.items() if kind != "economy"}
                best = (place, dict(kinds)) if kinds else best
        elif text in _PASSED and node is not tree and passed < 3:
            place, passed = place + 1, passed + 1
        else:
            break
    return best


def _number(words: list[_Word], at: int) -> dict[str, Any]:
    """Return what figures are: a year, a place in an order, or a number; nothing where they are a part."""
    word, before = words[at], words[at - 1] if at else None
    after = words[at + 1] if at + 1 < len(words) else None
    glued = after is not None and after.start == word.end
    if len(word.text) > _DIGITS or (before and before.end == word.start and before.text.isascii() and (
        before.text.isalnum() and before.text not in ("rmb", "cny", "usd", "us", "no", "gii", "eur")
    )):  # fmt: skip
        return {}
    if before and before.text == "-" and at > 1 and before.end == word.start:
        earlier = words[at - 2]
        if earlier.end == before.start and earlier.text.isalpha() and earlier.text.isascii():
            return {"number": word.text} if earlier.text == "top" else {}
    if after and glued and after.text in ("月", "日", "号", "时", "点"):
        return {}
    month = [one for one in (before, after) if one and one.end - one.start > 2 and one.capital]
    if any(_MONTHS.fullmatch(one.text) for one in month) and len(word.text) < 3:
        return {}
    if after and glued and after.text in ("st", "nd", "rd", "th"):
        return {"number": word.text, "ordinal": True}
    plain = word.text.isdigit() and "," not in word.text
    if plain and len(word.text) == 4 and int(word.text) in _YEARS and word.end - word.start == 4:
        return {"year": int(word.text), "number": word.text}
    if glued and after and after.text.isascii() and after.text.isalpha() and len(after.text) > 3:
        return {}
    negative = before is not None and before.text == "-" and before.end == word.start
    alone = negative and (at < 2 or words[at - 2].end < words[at - 1].start)
    return {"number": f"-{word.text}" if alone else word.text}


def _spelt(words: list[_Word], at: int) -> tuple[int, dict[str, Any]]:
    """Return where a number in words ends, and what it is: twenty-third, 第十一, 三十四."""
    word = words[at].text
    if word in _small():
        value, order = _small()[word]
        end = at + 1
        if not order and value >= 20 and end < len(words):
            end += words[end].text == "-"
            unit, order = _small().get(words[end].text, (0, False)) if end < len(words) else (0, False)
            fits = 0 < unit < 10
            value, end, order = (value + unit, end + 1, order) if fits else (value, at + 1, False)
        return end, {"number": str(value)} | ({"ordinal": True} if order else {})
    order, end = word == "第", at + (word == "第")
    if order and end < len(words) and words[end].text[0].isdigit():
        return end + 1, {"number": words[end].text, "ordinal": True}
    start, value, unit, digits = end, 0, 0, ""
    while (
        end < len(words) and end - start < 5 and (words[end].text in _NUMERALS or words[end].text in "十百")
    ):
        sign, end = words[end].text, end + 1
        if sign in "十百":
            value, unit = value + max(unit, 1) * (10 if sign == "十" else 100), 0
        else:
            unit, digits = _NUMERALS[sign], f"{digits}{_NUMERALS[sign]}"
    value = int(digits) if len(digits) == end - start > 1 else value + unit
    if end == start or not value:
        return at + 1, {}
    kinds: dict[str, Any] = {"number": str(value)} | ({"ordinal": True} if order else {})
    return end, kinds | ({"year": value} if not order and value in _YEARS else {})
