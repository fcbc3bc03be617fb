"""What a name or code means: economies and measures, by any name in any language or edition."""

from collections.abc import Iterable, Mapping
from typing import Final

from analysis.comparison_measures import SERIES, TOP, Measure
from analysis.dataset import Dataset, cached
from analysis.derived import measures
from analysis.listing import spelled

STATED: Final = {True: ("value", "rank", "percentile"), False: ("rank", "score", "percentile")}
"""What can be stated of a measure: of a related indicator (True), of a part of the index (False)."""
_ENDINGS: Final = {
    "rank": ("rank", "ranking", "排名", "名次", "位次"),
    "score": ("score", "得分", "分数"),
    "percentile": ("percentile", "百分位"),
    "value": ("value", "数值"),
}
_OVERALL: Final = ("", "gii", "overall", "总", "总体")

Names = Mapping[str, tuple[str, ...]]
"""The ids that have a name, by the name as it is compared (analysis.listing.spelled)."""


@cached
def stated_measures(dataset: Dataset) -> dict[str, Measure]:
    """Return what can be stated, by id: the measures of Compare, and series of a single economy."""
    alone = {
        code: Measure(code, SERIES, code, one.direction != "context")
        for code, one in dataset.catalog.indicators.items()
        if code in dataset.observed and one.status != "withheld"
    }
    return alone | measures(dataset)


@cached
def called_economies(dataset: Dataset) -> list[tuple[str, str]]:
    """Return (name, code) for every code and name of an economy that the catalog knows."""
    catalog = dataset.catalog
    return [
        (name, code)
        for code, names in dataset.spellings.items()
        for name in (code, catalog.economies[code].iso2, *names, *catalog.spellings.get(code, ()))
    ]


@cached
def called_measures(dataset: Dataset) -> list[tuple[str, str]]:
    """Return (name, id) for the id of every measure and every name in a language or an edition.

    Withheld series have theirs as well: who asks for one is told why it is not shown.
    """
    catalog = dataset.catalog
    withheld = [code for code, one in catalog.indicators.items() if one.status == "withheld"]
    known = {*stated_measures(dataset), *withheld}
    found = [(one, one) for one in (*stated_measures(dataset), *withheld)]
    for names in catalog.phrases["parts"].by_language.values():
        found += zip(names.split("|"), TOP, strict=True)
    for code, concept in catalog.concepts.items():
        found += [(name, code) for name in concept.name.by_language.values()]
    for code, one in catalog.indicators.items():
        texts = filter(None, (one.name, one.short, one.measure))
        found += [(name, code) for text in texts for name in (*text.by_language.values(), *one.aliases)]
    found += zip(dataset.parts["name"], dataset.parts["concept"], strict=True)
    return [(name, code) for name, code in dict.fromkeys(found) if code in known]


@cached
def economy_names(dataset: Dataset) -> Names:
    """Return the economies by their codes and names."""
    return _names(called_economies(dataset))


@cached
def measure_names(dataset: Dataset) -> Names:
    """Return the measures by their ids and names."""
    return _names(called_measures(dataset))


@cached
def _edition_names(dataset: Dataset, edition: int) -> Names:
    """Return the parts of an edition by their codes and names in it."""
    parts = dataset.structure(edition)
    return _names(
        (name, concept)
        for column in ("code", "name")
        for name, concept in zip(parts[column], parts["concept"], strict=True)
    )


def _names(pairs: Iterable[tuple[str, str]]) -> Names:
    found: dict[str, dict[str, None]] = {}
    for name, one in pairs:
        found.setdefault(spelled(str(name)), {})[str(one)] = None
    return {name: tuple(ids) for name, ids in found.items()}


def with_words(names: Names, text: str) -> tuple[str, ...]:
    """Return the ids that have a name with all words of a text in it; a single letter is no word."""
    words = spelled(text).split()
    if len("".join(words)) < 2:
        return ()
    found = (ids for name, ids in names.items() if all(word in name for word in words))
    return tuple(dict.fromkeys(one for ids in found for one in ids))


def economies_named(dataset: Dataset, text: str) -> tuple[str, ...]:
    """Return the economies that a text may mean: one where it is a name, several, or none."""
    return economy_names(dataset).get(spelled(text), ())


def measures_named(dataset: Dataset, text: str, edition: int) -> tuple[tuple[str, ...], str | None]:
    """Return the measures that a text names, and what it states of them, None if it does not say.

    Codes and names of the edition come first, since both are reused; of several measures with the same name
    those that the edition has. Of a rank or score the part of the index is meant; else a series of the same
    name may be meant as well, and the one that measures the same thing.
    """
    own = _edition_names(dataset, edition) if edition in dataset.editions else {}
    every, indicators = measure_names(dataset), dataset.catalog.indicators
    name, show, series = spelled(text), None, []
    known = {*dataset.structure(edition)["concept"], *indicators}
    if name not in own and known.isdisjoint(every.get(name, ())):
        name, show = _without_ending(name)
    if name in _OVERALL:
        return ("GII",), show
    parts = known.difference(indicators)
    ids = own.get(name) or tuple(one for one in every.get(name, ()) if one in parts)
    if not ids or show in (None, "value"):
        series = [one for one in every.get(name, ()) if one in indicators]
        series += [code for code, one in indicators.items() if one.concept in ids]
    return tuple(dict.fromkeys((*ids, *series))) or every.get(name, ()), show


def measures_like(dataset: Dataset, text: str) -> tuple[str, ...]:
    """Return the measures that have a name with the words of a text in it."""
    return with_words(measure_names(dataset), _without_ending(spelled(text))[0])


def _without_ending(name: str) -> tuple[str, str | None]:
    """Return a spelled name without the word at its end that says what is stated, and what that is."""
    for show, words in _ENDINGS.items():
        for word in words:
            ends = f" {name}".endswith(f" {word}") if word.isascii() else name.endswith(word)
            if ends:
                return name.removesuffix(word).strip().removesuffix("的"), show
    return name, None


def measure_name(dataset: Dataset, one: str, lang: str) -> str:
    """Return the name of a measure in a language; in English where only an edition has named it."""
    catalog = dataset.catalog
    if one in TOP:
        return catalog.phrases["parts"].get(lang).split("|")[TOP.index(one)]
    entry = catalog.concepts.get(one) or catalog.indicators.get(one)
    if entry:
        return entry.name.get(lang)
    return str(dataset.parts.loc[dataset.parts["concept"] == one, "name"].iloc[-1])
