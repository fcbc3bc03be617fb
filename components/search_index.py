"""The index of the site's search: what can be found, by every name that it has or had, in each language."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from typing import Final

from analysis.comparison.views import measures
from analysis.dataset import Dataset, cached
from analysis.evidence.provinces import codes, province_names
from analysis.evidence.targets import counted
from analysis.listing import runs, spelled
from analysis.names import Named, found_by_name
from analysis.vintages import released
from components.pages import CARDS, GROUPS
from components.pages.data import USED, anchor
from components.pages.economy import PAST
from components.pages.glossary import ENTRIES
from components.pages.pillar import anchor as row_of
from components.pages.provinces import COURSE, PATH
from components.parts.profile import part_name
from components.words.places import name_of, page_exists, path
from components.words.text import GLOSSARY, LANGUAGES, Words, plain, words
from components.words.view import View
from data.article import HERO
from data.languages import in_tables

_SECTIONS: Final = {
    "data.part.": "data",
    "about.head.": "about",
    "accessibility.head.": "about/accessibility",
}
"""By the beginning of the keys of its parts, whose ends are their anchors, the path of a page."""
_PARTS: Final = {
    "economy.marks.title": "marks",
    "economy.history.title": PAST,
    "peers.title": "peers",
    "economy.table.title": "indicators",
}
"""The parts of the page of an economy, by the keys of their words."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to be found.

    names: by language; path: below that of the language; note: what stands beside the name, and is searched
    as well; more: its other names, each with the editions that used it in words, "" for a name of today.
    """

    names: Mapping[str, str]
    path: str
    note: str = ""
    more: tuple[tuple[str, str], ...] = ()


@cached
def index(dataset: Dataset, lang: str) -> str:
    """Return the index in a language as JSON: kinds in words, and entries in the order of the kinds.

    An entry is [number of its kind, name, path, note, other names]; a name that only some editions used is
    [name, editions]. Names in the other languages are among the other names. profile and compare: where a
    question leads that names an economy and an edition, or several economies.
    """
    t, named = words(lang), found_by_name(dataset)
    kinds: dict[str, Iterable[Entry]] = {
        "economies": chain(_economies(named["economy"]), _groups(dataset)),
        "pages": _pages(dataset, t),
        "parts": _parts(dataset, t, indicators=False),
        "indicators": _parts(dataset, t, indicators=True),
        "related": _related(dataset, t),
        "pillars": _pillars(dataset, t),
        "provinces": _provinces(dataset),
        "terms": [Entry(_by_key(f"glossary.{slug}.term"), f"{GLOSSARY}#{slug}") for slug in ENTRIES],
        "targets": _targets(dataset, t, named["target"]),
        "claims": [
            Entry(one.name.by_language, one.path, claim.number)
            for one, claim in zip(named["claim"], dataset.catalog.claims, strict=True)
        ],
        "methods": [Entry(_by_key(f"method.{one}.title"), f"data#{anchor(one)}") for one in USED],
    }
    also = {place.replace("{HERO}", HERO): text for place, text in dataset.catalog.searched.items()}
    entries = [
        [number, *_written(entry, lang, also.get(entry.path, ()))]
        for number, found in enumerate(kinds.values())
        for entry in found
    ]
    known = {
        "kinds": [t(f"search.kind.{kind}") for kind in kinds],
        "entries": entries,
        "editions": dataset.editions,
        "profile": [t("page.economy"), path(lang, "economy/{economy}?edition={edition}")],
        "compare": [t("page.compare"), path(lang, "compare?economy={economy}&with={others}")],
    }
    return json.dumps(known, ensure_ascii=False, separators=(",", ":"))


@cached
def index_path(dataset: Dataset, lang: str) -> str:
    """Return the path of the index in a language, which names its content (service/search.py)."""
    return f"/search/{lang}.{sha256(index(dataset, lang).encode()).hexdigest()[:12]}.json"


def _written(entry: Entry, lang: str, also: Iterable[str]) -> list[object]:
    name = entry.names[lang]
    others = [*_today(other for key, other in entry.names.items() if key != lang), *_today(also)]
    found = {spelled(other): (other, used) for other, used in (*entry.more, *others)}
    found.pop(spelled(name), None)
    more = [[other, used] if used else other for other, used in found.values()]
    return [name, path(lang, entry.path), entry.note, more]


def _by_key(key: str) -> dict[str, str]:
    return {lang: plain(words(lang)(key)) for lang in LANGUAGES}


def _today(names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return names of today."""
    return tuple((name, "") for name in names)


def _economies(found: Iterable[Named]) -> Iterator[Entry]:
    for one in found:
        yield Entry(one.name.by_language, one.path, one.code, _today(one.others))


def _groups(dataset: Dataset) -> Iterator[Entry]:
    for code, one in dataset.catalog.groups.items():
        others = one.short.by_language.values() if one.short else ()
        yield Entry(one.name.by_language, f"compare?with={code}", code, _today(others))


def _parts(dataset: Dataset, t: Words, *, indicators: bool) -> Iterator[Entry]:
    """Return the indicators of the index in all editions, or the parts above them, those of today first."""
    structure = dataset.table("gii_structure").sort_values(["edition", "code"], ascending=[False, True])
    rows = structure[(structure["level"] == "indicator") == indicators]
    concepts: dict[str, list[tuple[int, str, str]]] = {}
    for concept, *row in zip(*(rows[name] for name in ("concept", "edition", "code", "name")), strict=True):
        concepts.setdefault(concept, []).append((int(row[0]), *row[1:]))
    for concept, found in concepts.items():
        newest, code, name = found[0]
        names = {lang: part_name(dataset, words(lang), code, concept, name) for lang in LANGUAGES}
        used: dict[str, tuple[str, list[int]]] = {}
        for edition, _, name in found:
            used.setdefault(spelled(name), (name, []))[1].append(edition)
        more = tuple((name, _used(editions, t)) for name, editions in used.values())
        note = code if newest == dataset.detailed else _used((edition for edition, *_ in found), t)
        yield Entry(names, f"economy/{HERO}?history={concept}#{PAST}", note, more)


def _used(editions: Iterable[int], t: Words) -> str:
    return t("search.editions", editions=t("list.separator").join(runs(editions)))


def _related(dataset: Dataset, t: Words) -> Iterator[Entry]:
    """Return the related indicators where they are shown: with their aim, compared, or by release."""
    catalog = dataset.catalog
    places = {code: f"data?series={code}#releases" for code in released(dataset)}
    places |= {old: place for code, place in places.items() for old in catalog.indicators[code].earlier}
    places |= {code: f"compare?measure={code}" for code, one in measures(dataset).items() if one.related}
    for one in catalog.strategy:
        links = [link.indicator for link in one.links if not link.gii]
        places |= {code: f"strategy/{one.slug}#{row_of(code)}" for code in links}
    for code, indicator in catalog.indicators.items():
        if code in places:
            source = t.phrase(catalog.sources[indicator.source].short)
            names = (*indicator.short.by_language.values(), code)
            yield Entry(indicator.name.by_language, places[code], source, _today(names))


def _pillars(dataset: Dataset, t: Words) -> Iterator[Entry]:
    for one in dataset.catalog.strategy:
        gist = _today(one.gist.by_language.values())
        yield Entry(one.name.by_language, f"strategy/{one.slug}", t.phrase(one.short), gist)


def _provinces(dataset: Dataset) -> Iterator[Entry]:
    names = {lang: province_names(dataset, lang) for lang in LANGUAGES}
    for code in codes(dataset) if page_exists(PATH) else ():
        place = f"{PATH}?province={code}#{COURSE.id('heading')}"
        yield Entry({lang: named[code] for lang, named in names.items()}, place, code)


def _pages(dataset: Dataset, t: Words) -> Iterator[Entry]:
    """Return the pages, their parts, and their figures by the titles of their files."""
    for group, pages in GROUPS.items():
        for page in pages:
            yield Entry(_by_key(f"page.{page.key}"), page.home, t(f"group.{group}"))
    for edition in reversed(dataset.editions):
        names = {lang: f"{ranking} {edition}" for lang, ranking in _by_key("page.ranking").items()}
        written = _today(words(lang).write(edition, "edition") for lang in LANGUAGES)
        note = t("search.editions", editions=edition)
        yield Entry(names, f"ranking?edition={edition}", note, written)
    if dataset.launched:
        yield Entry({lang: View(dataset, words(lang)).newer for lang in LANGUAGES}, "data#coverage")
    parts = {key: (f"economy/{HERO}", part) for key, part in _PARTS.items()}
    for start, place in _SECTIONS.items():
        keys = [key for key in sorted(t.keys()) if key.startswith(start)]
        parts |= {key: (place, key.removeprefix(start)) for key in keys}
    for key, (place, part) in parts.items():
        yield Entry(_by_key(key), f"{place}#{part}", t(name_of(place)))
    figures = {(page.key, card.tables[0].name): (page, card) for page, card in CARDS.values()}
    for (key, name), (page, card) in figures.items():
        title = dataset.catalog.downloads[name].title
        yield Entry(title.by_language, f"{page.home}#{card.id('heading')}", t(f"page.{key}"))


def _targets(dataset: Dataset, t: Words, found: Iterable[Named]) -> Iterator[Entry]:
    """Return the targets by what they measure, with document and year, found by their own words too."""
    documents = dataset.table("target_documents").set_index("document")[f"short_{in_tables(t.lang)}"]
    targets = dataset.table("targets")
    rows = targets.assign(once=counted(targets)).to_dict("records")
    for one, row in zip(found, rows, strict=True):
        note = t("targets.due", document=documents[row["document"]], year=row["year"])
        # The page lists equal targets once.
        place = one.path if row["once"] else one.path.replace("#", f"?document={row['document']}#")
        yield Entry(one.name.by_language, place, note, _today(one.others))
