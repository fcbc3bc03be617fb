"""Names: what can be found by them, and the economies and measures that a text means by one.

Names may be of any language or edition, and are compared without case, accents and punctuation.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

import pandas as pd

from analysis.comparison.views import SERIES, Measure, measures
from analysis.dataset import Dataset, cached
from analysis.index.composition import TOP
from analysis.listing import spelled
from data.languages import LANGUAGES, Text, in_tables

_ENDINGS: Final = {
    "rank": ("rank", "ranking", "排名", "名次", "位次"),
    "score": ("score", "得分", "分数"),
    "percentile": ("percentile", "百分位"),
    "value": ("value", "数值"),
}
_OVERALL: Final = ("", "gii", "overall", "总", "总体")

Names = Mapping[str, tuple[str, ...]]
"""The ids that have a name, by the name as it is compared (``bare``)."""


@dataclass(frozen=True, slots=True)
class Named:
    """What can be found.

    others: its names beside that of each language; path: of its page, below that of the language; about: its
    definition, by language; year: of a target, by when.
    """

    code: str
    name: Text
    others: tuple[str, ...]
    path: str
    about: Mapping[str, str] = field(default_factory=dict)
    year: int | None = None


@cached
def found_by_name(dataset: Dataset) -> dict[str, list[Named]]:
    """Return the economies, measures, targets and claims with all their names, by their kind."""
    catalog, called = dataset.catalog, defaultdict[str, list[str]](list)
    kinds: dict[str, list[Named]] = {kind: [] for kind in ("economy", "measure", "target", "claim")}
    for code, economy in catalog.economies.items():
        others = (*catalog.spellings[code], economy.iso2)
        kinds["economy"].append(Named(code, economy.short, others, f"economy/{code}"))
    for name, code in called_measures(dataset):
        called[code].append(name)
    for code in stated_measures(dataset):
        related = catalog.indicators.get(code)
        path = f"compare?measure={code}" if code in measures(dataset) else "data"
        words = Text({lang: measure_name(dataset, code, lang) for lang in LANGUAGES})
        about = related.definition.by_language if related else {}
        kinds["measure"].append(Named(code, words, tuple(called[code]), path, about))
    targets = dataset.table("targets").merge(dataset.table("target_measures"), on="measure")
    for row in targets.to_dict("records"):
        words = Text({lang: row[f"name_{in_tables(lang)}"] for lang in LANGUAGES})
        quoted = {lang: row[f"quotation_{in_tables(lang)}"] for lang in LANGUAGES}
        about = {lang: str(text) for lang, text in quoted.items() if not pd.isna(text)}
        path = f"strategy/targets#target-{row['target']}"
        kinds["target"].append(
            Named(row["target"], words, (*reversed(about.values()),), path, about, row["year"])
        )
    for claim in catalog.claims:
        kinds["claim"].append(Named(claim.id, claim.statement, (), f"claims#claim-{claim.id}"))
    return kinds


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
def called_measures(dataset: Dataset) -> list[tuple[str, str]]:
    """Return (name, id) for the id of every measure and every name in a language or an edition.

    Withheld series have theirs as well: who asks for one is told why it is not shown.
    """
    catalog = dataset.catalog
    withheld = [code for code, one in catalog.indicators.items() if one.status == "withheld"]
    known = {*stated_measures(dataset), *withheld}
    found = [(one, one) for one in (*stated_measures(dataset), *withheld)]
    for parts in catalog.phrases["parts"].by_language.values():
        found += zip(parts.split("|"), TOP, strict=True)
    for code, concept in catalog.concepts.items():
        found += [(name, code) for name in concept.name.by_language.values()]
    for code, one in catalog.indicators.items():
        texts = filter(None, (one.name, one.short, one.measure))
        names = [*(name for text in texts for name in text.by_language.values()), *one.aliases]
        found += [(name, code) for name in names]
        marks = [(mark, old) for old in one.earlier for mark in catalog.indicators[old].release]
        found += [(f"{name} {mark}", old) for name in names for mark, old in marks]
        found += [(f"{mark} {name}", old) for name in names for mark, old in marks]
    found += zip(dataset.parts["name"], dataset.parts["concept"], strict=True)
    return [(name, code) for name, code in dict.fromkeys(found) if code in known]


@cached
def economy_names(dataset: Dataset) -> Names:
    """Return the economies by their codes and names."""
    catalog = dataset.catalog
    codes = [(name, code) for code, one in catalog.economies.items() for name in (code, one.iso2)]
    return _names([*codes, *((name, code) for code, names in catalog.spellings.items() for name in names)])


@cached
def measure_names(dataset: Dataset) -> Names:
    """Return the measures by their ids and names."""
    return _names(called_measures(dataset))


@cached
def _edition_names(dataset: Dataset, edition: int) -> Names:
    """Return the parts of an edition by their codes and names in it."""
    parts = dataset.structure(edition)
    return _names(zip((*parts["code"], *parts["name"]), (*parts["concept"],) * 2, strict=True))


def _names(pairs: Iterable[tuple[str, str]]) -> Names:
    found: dict[str, dict[str, None]] = {}
    for name, one in pairs:
        found.setdefault(bare(str(name)), {})[str(one)] = None
    return {name: tuple(ids) for name, ids in found.items()}


def bare(name: str) -> str:
    """Return a name as it is compared, without its article; Chinese without spaces and the sign 的."""
    found = spelled(name).removeprefix("the ")
    return found if found.isascii() else found.replace(" ", "").replace("的", "")


def economies_named(dataset: Dataset, text: str) -> tuple[str, ...]:
    """Return the economies that a text names exactly, by code or by a name of today, of old, in short."""
    return economy_names(dataset).get(bare(text), ())


def by_code(dataset: Dataset, listed: str) -> str:
    """Return a list with commas, names as codes; a name may hold a comma and a space: Hong Kong, China."""
    parts, found = listed.split(","), []
    while parts:
        tried = [(count, economies_named(dataset, ",".join(parts[:count]))) for count in (2, 1)]
        count, code = next(((count, meant[0]) for count, meant in tried if len(meant) == 1), (1, parts[0]))
        found.append(code)
        del parts[:count]
    return ",".join(found)


def with_words(names: Names, text: str) -> tuple[str, ...]:
    """Return the ids that have a name in which all words of a text begin one; a single letter is no word."""
    words = spelled(text).removeprefix("the ").split()
    if len("".join(words)) < 2:
        return ()
    spaced = ((f" {name}", " ", ids) if name.isascii() else (name, "", ids) for name, ids in names.items())
    found = (ids for name, space, ids in spaced if all(f"{space}{word}" in name for word in words))
    return tuple(dict.fromkeys(one for ids in found for one in ids))


def measures_named(dataset: Dataset, text: str, edition: int) -> tuple[tuple[str, ...], str | None]:
    """Return the measures that a text names, and what it states of them, None if it does not say.

    Codes and names of the edition come first, since both are reused; of several measures with the same name
    those that the edition has. Of a rank or score the part of the index is meant; else a series of the same
    name may be meant as well, and the one that measures the same thing.
    """
    own = _edition_names(dataset, edition) if edition in dataset.editions else {}
    every, indicators = measure_names(dataset), dataset.catalog.indicators
    name, show, series = bare(text), None, []
    known = {*dataset.structure(edition)["concept"], *indicators}
    if name not in own and known.isdisjoint(every.get(name, ())):
        name, show = without_ending(name)
    if name in _OVERALL:
        return ("GII",), show
    parts = known.difference(indicators)
    ids = own.get(name) or tuple(one for one in every.get(name, ()) if one in parts)
    if not ids or show in (None, "value"):
        series = [one for one in every.get(name, ()) if one in indicators]
        series += [code for code, one in indicators.items() if one.concept in ids]
    return tuple(dict.fromkeys((*ids, *series))) or every.get(name, ()), show


def without_ending(name: str) -> tuple[str, str | None]:
    """Return a spelled name without the word at its end that says what is stated, and what that is."""
    for show, words in _ENDINGS.items():
        for word in words:
            if f" {name}".endswith(f" {word}" if word.isascii() else word):
                return name.removesuffix(word).strip(), show
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
