"""Names of economies and measures, and what a text means by them.

Names of all languages and editions count; case, accents and punctuation do not.
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
"""Ids by normalized name (``normalize_without_article``)."""
Alias = tuple[str, tuple[int, ...]]
"""Another name, and the editions that used it; () for a current name."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the search index.

    group: heading in the results (components/search_index.py); path: address of its page, without the
    language; kind, code: in the API, "" where the API does not have it; note: text next to the name, searched
    as well.
    """

    group: str
    name: Text
    path: str
    kind: str = ""
    code: str = ""
    note: Text | None = None
    aliases: tuple[Alias, ...] = ()
    definition: Text | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that matches a query.

    name: the name that matches; partial: the entry has only some of the words.
    """

    entry: Entry
    name: str
    partial: bool = False


@cached
def stated_measures(dataset: Dataset) -> dict[str, Measure]:
    """Return the measures of Compare and the series of a single economy, by id."""
    single = {
        code: Measure(code, SERIES, code, indicator.direction != "context")
        for code, indicator in dataset.catalog.indicators.items()
        if code in dataset.observations_by_series and indicator.status != "withheld"
    }
    return single | measures(dataset)


@cached
def measure_aliases(dataset: Dataset) -> list[tuple[str, str]]:
    """Return (name, id) for every id and every name of a measure in any language or edition.

    Withheld series are included, so that a search can say why they are not shown.
    """
    catalog = dataset.catalog
    withheld = [code for code, indicator in catalog.indicators.items() if indicator.status == "withheld"]
    ids = {*stated_measures(dataset), *withheld}
    pairs = [(code, code) for code in (*stated_measures(dataset), *withheld)]
    for parts in catalog.phrases["parts"].by_language.values():
        pairs += zip(parts.split("|"), TOP, strict=True)
    for code, concept in catalog.concepts.items():
        pairs += [(name, code) for name in concept.name.by_language.values()]
    for code, indicator in catalog.indicators.items():
        texts = filter(None, (indicator.name, indicator.short, indicator.measure))
        names = [name for text in texts for name in text.by_language.values()]
        names += indicator.aliases
        pairs += [(name, code) for name in names]
        for old in indicator.earlier:
            for mark in catalog.indicators[old].release:
                pairs += [(f"{name} {mark}", old) for name in names]
                pairs += [(f"{mark} {name}", old) for name in names]
    pairs += zip(dataset.parts["name"], dataset.parts["concept"], strict=True)
    return [(name, code) for name, code in dict.fromkeys(pairs) if code in ids]


@cached
def economy_names(dataset: Dataset) -> Names:
    """Return the economies by code and name."""
    catalog = dataset.catalog
    codes = [(name, code) for code, economy in catalog.economies.items() for name in (code, economy.iso2)]
    return _names([*codes, *((name, code) for code, names in catalog.spellings.items() for name in names)])


@cached
def measure_names(dataset: Dataset) -> Names:
    """Return the measures by id and name."""
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
    """Normalize a name and drop its article, in Chinese also spaces and 的."""
    normalized = normalize_name(name).removeprefix("the ")
    return normalized if normalized.isascii() else normalized.replace(" ", "").replace("的", "")


def exact_economies(dataset: Dataset, text: str) -> tuple[str, ...]:
    """Return the economies with exactly this code or current, former or short name."""
    return economy_names(dataset).get(normalize_without_article(text), ())


@cached
def _economy_names_in_texts(dataset: Dataset) -> list[tuple[str, str]]:
    """Return (name, code), the longest names first, without codes and very short names."""
    names = economy_names(dataset)
    unambiguous = [(name, codes[0]) for name, codes in names.items() if len(codes) == 1]
    long = [(name, code) for name, code in unambiguous if len(name) > (3 if name.isascii() else 1)]
    return sorted(long, key=lambda pair: -len(pair[0]))


def economies_in(dataset: Dataset, text: str) -> tuple[list[str], str]:
    """Return the economies in a text, in order of appearance, and the text without their names.

    A code of three letters counts only in capitals.
    """
    codes = {code for code in re.findall(r"\b[A-Z]{3}\b", text) if code in dataset.catalog.economies}
    remaining = f" {normalize_name(text)} "
    positions = {code: remaining.index(f" {code.lower()} ") for code in codes}
    for code in codes:
        remaining = remaining.replace(f" {code.lower()} ", " ")
    for name, code in _economy_names_in_texts(dataset):
        sought = f" {name} " if name.isascii() else name
        if sought in remaining:
            positions.setdefault(code, remaining.index(sought))
            remaining = remaining.replace(sought, " ")
    return sorted(positions, key=positions.__getitem__), remaining.strip()


def names_to_codes(dataset: Dataset, listed: str) -> str:
    """Replace names in a list with commas by codes; a name may contain a comma: Hong Kong, China."""
    parts, codes = listed.split(","), []
    while parts:
        tried = [(count, exact_economies(dataset, ",".join(parts[:count]))) for count in (2, 1)]
        count, code = next(((count, meant[0]) for count, meant in tried if len(meant) == 1), (1, parts[0]))
        codes.append(code)
        del parts[:count]
    return ",".join(codes)


def ids_with_words(names: Names, text: str) -> tuple[str, ...]:
    """Return the ids with a name in which every word of a text begins a word; () for one letter."""
    words = normalize_name(text).removeprefix("the ").split()
    if len("".join(words)) < 2:
        return ()
    spaced = ((f" {name}", " ", ids) if name.isascii() else (name, "", ids) for name, ids in names.items())
    matches = (ids for name, space, ids in spaced if all(f"{space}{word}" in name for word in words))
    return tuple(dict.fromkeys(id_ for ids in matches for id_ in ids))


def exact_measures(dataset: Dataset, text: str, edition: int) -> tuple[tuple[str, ...], str | None]:
    """Return the measures that a text names, and the figure it names (rank, score ...) or None.

    Codes and names of the edition come first, since both are reused. For a rank or score only parts of the
    index count; else also series with the same name, and those that measure the same concept.
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
    ids = edition_names.get(name) or tuple(measure for measure in every.get(name, ()) if measure in parts)
    if not ids or show in (None, "value"):
        series = [measure for measure in every.get(name, ()) if measure in indicators]
        series += [code for code, indicator in indicators.items() if indicator.concept in ids]
    return tuple(dict.fromkeys((*ids, *series))) or every.get(name, ()), show


def split_ending(name: str) -> tuple[str, str | None]:
    """Split a normalized name into the measure and the figure that its last word names, or None."""
    for show, words in _ENDINGS.items():
        for word in words:
            if f" {name}".endswith(f" {word}" if word.isascii() else word):
                return name.removesuffix(word).strip(), show
    return name, None


def measure_name(dataset: Dataset, measure: str, lang: str) -> str:
    """Return the name of a measure, in English where only an edition names it."""
    catalog = dataset.catalog
    if measure in TOP:
        return catalog.phrases["parts"].get(lang).split("|")[TOP.index(measure)]
    entry = catalog.concepts.get(measure) or catalog.indicators.get(measure)
    if entry:
        return entry.name.get(lang)
    return str(dataset.parts.loc[dataset.parts["concept"] == measure, "name"].iloc[-1])
