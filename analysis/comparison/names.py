"""Names: what can be found by them, and the economies and measures that a text means by one.

Names may be of any language or edition, and are compared without case, accents and punctuation.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from analysis.comparison.views import SERIES, Measure, measures
from analysis.dataset import Dataset, cached
from analysis.normalize import normalize_name
from analysis.reshape import TOP
from data.languages import Text

_ENDINGS: Final = {
    "rank": ("rank", "ranking", "排名", "名次", "位次"),
    "score": ("score", "得分", "分数"),
    "percentile": ("percentile", "百分位"),
    "value": ("value", "数值"),
}
_OVERALL: Final = ("", "gii", "overall", "总", "总体")

Names = Mapping[str, tuple[str, ...]]
"""The ids that have a name, by the name as it is compared (``bare``)."""
Alias = tuple[str, tuple[int, ...]]
"""Another name, and the editions that used it; none for a name of today."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be searched for.

    Parameters
    ----------
    group
        Under which heading the search of the site lists it (components/search_index.py).
    path
        Address of the page that shows it, below that of the language.
    kind, code
        What the API calls it, and its code there; "" where the API does not know it.
    note
        What stands beside the name; it is searched as well.
    about
        Its definition.
    """

    group: str
    name: Text
    path: str
    kind: str = ""
    code: str = ""
    note: Text | None = None
    aliases: tuple[Alias, ...] = ()
    about: Text | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that fits a query.

    name: the one of its names that fits; partial: the entry has only some of the words.
    """

    entry: Entry
    name: str
    partial: bool = False


@cached
def stated_measures(dataset: Dataset) -> dict[str, Measure]:
    """Return what can be stated, by id: the measures of Compare, and series of a single economy."""
    alone = {
        code: Measure(code, SERIES, code, indicator.direction != "context")
        for code, indicator in dataset.catalog.indicators.items()
        if code in dataset.observations_by_series and indicator.status != "withheld"
    }
    return alone | measures(dataset)


@cached
def measure_aliases(dataset: Dataset) -> list[tuple[str, str]]:
    """Return (name, id) for the id of every measure and every name in a language or an edition.

    Withheld series have theirs as well: who asks for one is told why it is not shown.
    """
    catalog = dataset.catalog
    withheld = [code for code, one in catalog.indicators.items() if one.status == "withheld"]
    ids = {*stated_measures(dataset), *withheld}
    pairs = [(one, one) for one in (*stated_measures(dataset), *withheld)]
    for parts in catalog.phrases["parts"].by_language.values():
        pairs += zip(parts.split("|"), TOP, strict=True)
    for code, concept in catalog.concepts.items():
        pairs += [(name, code) for name in concept.name.by_language.values()]
    for code, one in catalog.indicators.items():
        texts = filter(None, (one.name, one.short, one.measure))
        names = [*(name for text in texts for name in text.by_language.values()), *one.aliases]
        pairs += [(name, code) for name in names]
        marks = [(mark, old) for old in one.earlier for mark in catalog.indicators[old].release]
        pairs += [(f"{name} {mark}", old) for name in names for mark, old in marks]
        pairs += [(f"{mark} {name}", old) for name in names for mark, old in marks]
    pairs += zip(dataset.parts["name"], dataset.parts["concept"], strict=True)
    return [(name, code) for name, code in dict.fromkeys(pairs) if code in ids]


@cached
def economy_names(dataset: Dataset) -> Names:
    """Return the economies by their codes and names."""
    catalog = dataset.catalog
    codes = [(name, code) for code, economy in catalog.economies.items() for name in (code, economy.iso2)]
    return _names([*codes, *((name, code) for code, names in catalog.spellings.items() for name in names)])


@cached
def measure_names(dataset: Dataset) -> Names:
    """Return the measures by their ids and names."""
    return _names(measure_aliases(dataset))


@cached
def _edition_names(dataset: Dataset, edition: int) -> Names:
    parts = dataset.structure(edition)
    return _names(zip((*parts["code"], *parts["name"]), (*parts["concept"],) * 2, strict=True))


def _names(pairs: Iterable[tuple[str, str]]) -> Names:
    ids_by_name: dict[str, dict[str, None]] = {}
    for name, id_ in pairs:
        ids_by_name.setdefault(normalize_without_article(str(name)), {})[str(id_)] = None
    return {name: tuple(ids) for name, ids in ids_by_name.items()}


def normalize_without_article(name: str) -> str:
    """Return a name as it is compared, without its article; Chinese without spaces and the sign 的."""
    normalized = normalize_name(name).removeprefix("the ")
    return normalized if normalized.isascii() else normalized.replace(" ", "").replace("的", "")


def exact_economies(dataset: Dataset, text: str) -> tuple[str, ...]:
    """Return the economies that a text names exactly, by code or by a name of today, of old, in short."""
    return economy_names(dataset).get(normalize_without_article(text), ())


@cached
def _economy_names_in_texts(dataset: Dataset) -> list[tuple[str, str]]:
    """Return (name, code) of the economies, the longest names first, without codes and very short names."""
    names = economy_names(dataset)
    unambiguous = [(name, codes[0]) for name, codes in names.items() if len(codes) == 1]
    long = [(name, code) for name, code in unambiguous if len(name) > (3 if name.isascii() else 1)]
    return sorted(long, key=lambda pair: -len(pair[0]))


def economies_in(dataset: Dataset, text: str) -> tuple[list[str], str]:
    """Return the economies that a text names, in its order, and the text without their names.

    A code of three letters counts where it is written in capitals.
    """
    codes = {code for code in re.findall(r"\b[A-Z]{3}\b", text) if code in dataset.catalog.economies}
    remaining = f" {normalize_name(text)} "
    places = {code: remaining.index(f" {code.lower()} ") for code in codes}
    for code in codes:
        remaining = remaining.replace(f" {code.lower()} ", " ")
    for name, code in _economy_names_in_texts(dataset):
        sought = f" {name} " if name.isascii() else name
        if sought in remaining:
            places.setdefault(code, remaining.index(sought))
            remaining = remaining.replace(sought, " ")
    return sorted(places, key=places.__getitem__), remaining.strip()


def names_to_codes(dataset: Dataset, listed: str) -> str:
    """Return a list with commas, names as codes; a name may hold a comma and a space: Hong Kong, China."""
    parts, codes = listed.split(","), []
    while parts:
        tried = [(count, exact_economies(dataset, ",".join(parts[:count]))) for count in (2, 1)]
        count, code = next(((count, meant[0]) for count, meant in tried if len(meant) == 1), (1, parts[0]))
        codes.append(code)
        del parts[:count]
    return ",".join(codes)


def ids_with_words(names: Names, text: str) -> tuple[str, ...]:
    """Return the ids that have a name in which all words of a text begin one; a single letter is no word."""
    words = normalize_name(text).removeprefix("the ").split()
    if len("".join(words)) < 2:
        return ()
    spaced = ((f" {name}", " ", ids) if name.isascii() else (name, "", ids) for name, ids in names.items())
    matches = (ids for name, space, ids in spaced if all(f"{space}{word}" in name for word in words))
    return tuple(dict.fromkeys(id_ for ids in matches for id_ in ids))


def exact_measures(dataset: Dataset, text: str, edition: int) -> tuple[tuple[str, ...], str | None]:
    """Return the measures that a text names, and what it states of them, None if it does not say.

    Codes and names of the edition come first, since both are reused; of several measures with the same name
    those that the edition has. Of a rank or score the part of the index is meant; else a series of the same
    name may be meant as well, and the one that measures the same thing.
    """
    edition_names = _edition_names(dataset, edition) if edition in dataset.editions else {}
    every, indicators = measure_names(dataset), dataset.catalog.indicators
    name, show, series = normalize_without_article(text), None, []
    known_ids = {*dataset.structure(edition)["concept"], *indicators}
    if name not in edition_names and known_ids.isdisjoint(every.get(name, ())):
        name, show = split_ending(name)
    if name in _OVERALL:
        return ("GII",), show
    parts = known_ids.difference(indicators)
    ids = edition_names.get(name) or tuple(one for one in every.get(name, ()) if one in parts)
    if not ids or show in (None, "value"):
        series = [one for one in every.get(name, ()) if one in indicators]
        series += [code for code, one in indicators.items() if one.concept in ids]
    return tuple(dict.fromkeys((*ids, *series))) or every.get(name, ()), show


def split_ending(name: str) -> tuple[str, str | None]:
    """Return a spelled name without the word at its end that says what is stated, and what that is."""
    for show, words in _ENDINGS.items():
        for word in words:
            if f" {name}".endswith(f" {word}" if word.isascii() else word):
                return name.removesuffix(word).strip(), show
    return name, None


def measure_name(dataset: Dataset, measure: str, lang: str) -> str:
    """Return the name of a measure in a language; in English where only an edition has named it."""
    catalog = dataset.catalog
    if measure in TOP:
        return catalog.phrases["parts"].get(lang).split("|")[TOP.index(measure)]
    entry = catalog.concepts.get(measure) or catalog.indicators.get(measure)
    if entry:
        return entry.name.get(lang)
    return str(dataset.parts.loc[dataset.parts["concept"] == measure, "name"].iloc[-1])
