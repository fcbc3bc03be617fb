"""The index of names: everything that a reader can search for, by every name that it has or had.

The search of the site fetches it as JSON (``index``); ``/api/v1/find`` asks it for words (``search``).
"""

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from typing import Final

import pandas as pd

from analysis.comparison.views import measures
from analysis.dataset import Dataset, cached
from analysis.evidence.provinces import province_codes, province_names
from analysis.evidence.targets import is_counted_once
from analysis.names import Alias, Entry, Match, economies_in, measure_aliases, stated_measures
from analysis.normalize import format_runs, normalize_name
from analysis.vintages import series_with_releases
from components.pages import CARDS, GROUPS
from components.pages.data import USED, anchor
from components.pages.economy import PAST
from components.pages.glossary import ENTRIES
from components.pages.pillar import anchor as row_of
from components.pages.provinces import COURSE, PATH
from components.text.catalog import GLOSSARY, LANGUAGES, plain, words
from components.text.paths import name_key, page_exists, path
from components.text.view import View
from components.widgets.profile import part_name
from data.article import FOCUS
from data.languages import Text, in_tables

RESULT_GROUPS: Final = (
    *("economies", "pages", "parts", "indicators", "related"),
    *("pillars", "provinces", "terms", "targets", "claims", "methods"),
)
"""The headings under which the search of the site lists its results, in order."""
MIN_PARTIAL_SHARE: Final = 0.5
"""The least score of a partial match, as a share of the score of the best one."""
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
IGNORED_WORDS: Final = "a an and are by did does for from how in is of on per the to what with"
"""English words that mean nothing in a search."""
_IGNORED: Final = frozenset(IGNORED_WORDS.split())
_WORD: Final = re.compile(r"[\u3400-\u9fff]+|[^\u3400-\u9fff ]+")
_QUERY: Final = """
    SELECT entry, name, bm25(names, 4.0, 1.0) AS score FROM names WHERE names MATCH ? ORDER BY score, rowid
"""


@cached
def index(dataset: Dataset, lang: str) -> str:
    """Return the index in a language as JSON: the groups in words, and the entries in their order.

    An entry is [number of its group, name, path, note, other names]; a name that only some editions used is
    [name, editions]. Names in the other languages are among the other names. profile and compare: where a
    question leads that names an economy and an edition, or several economies.
    """
    t = words(lang)
    found = {
        "kinds": [t(f"search.kind.{group}") for group in RESULT_GROUPS],
        "entries": [_as_json(entry, lang) for entry in entries(dataset)],
        "editions": dataset.editions,
        "ignored": IGNORED_WORDS.split(),
        "profile": [t("page.economy"), path(lang, "economy/{economy}?edition={edition}")],
        "compare": [t("page.compare"), path(lang, "compare?economy={economy}&with={others}")],
    }
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


@cached
def index_path(dataset: Dataset, lang: str) -> str:
    """Return the path of the index in a language, which names its content (service/programs.py)."""
    return f"/search/{lang}.{sha256(index(dataset, lang).encode()).hexdigest()[:12]}.json"


def _as_json(entry: Entry, lang: str) -> list[object]:
    name, note = entry.name.get(lang), entry.note.get(lang) if entry.note else ""
    aliases = {normalize_name(alias): (alias, editions) for alias, editions in _aliases(entry)}
    aliases = {
        key: alias
        for key, alias in aliases.items()
        if key not in (normalize_name(name), normalize_name(note))
    }
    more = [[alias, _editions(used).get(lang)] if used else alias for alias, used in aliases.values()]
    return [RESULT_GROUPS.index(entry.group), name, path(lang, entry.path), note, more]


# --- entries


@cached
def entries(dataset: Dataset) -> tuple[Entry, ...]:
    """Return everything that can be searched for, in the order of RESULT_GROUPS."""
    listed = (
        *_economies(dataset),
        *_pages(dataset),
        *_parts_of_the_index(dataset),
        *_series(dataset),
        *_pillars(dataset),
        *_provinces(dataset),
        *_terms(),
        *_targets(dataset),
        *_claims(dataset),
        *(Entry("methods", _text(f"method.{slug}.title"), f"data#{anchor(slug)}") for slug in USED),
    )
    more = {place.replace("{HERO}", FOCUS): names for place, names in dataset.catalog.searched.items()}
    listed = tuple(
        replace(entry, aliases=(*entry.aliases, *_of_today(more.get(entry.path, ())))) for entry in listed
    )
    return tuple(sorted(listed, key=lambda entry: RESULT_GROUPS.index(entry.group)))


def _aliases(entry: Entry) -> tuple[Alias, ...]:
    """Return every other name of an entry: its name in each language and its code among them."""
    names = (*entry.name.by_language.values(), *([entry.code] if entry.code else []))
    return (*entry.aliases, *_of_today(names))


def _of_today(names: Iterable[str]) -> tuple[Alias, ...]:
    return tuple((name, ()) for name in names)


def _text(key: str, **values: object) -> Text:
    return Text({lang: plain(words(lang)(key, **values)) for lang in LANGUAGES})


def _same(text: str) -> Text:
    return Text(dict.fromkeys(LANGUAGES, text))


def _editions(editions: Iterable[int]) -> Text:
    spans = format_runs(editions)
    return Text(
        {
            lang: words(lang)("search.editions", editions=words(lang)("list.separator").join(spans))
            for lang in LANGUAGES
        }
    )


def _economies(dataset: Dataset) -> Iterator[Entry]:
    catalog = dataset.catalog
    for code, economy in catalog.economies.items():
        aliases = _of_today((*catalog.spellings[code], economy.iso2))
        yield Entry("economies", economy.short, f"economy/{code}", "economy", code, _same(code), aliases)
    for code, group in catalog.groups.items():
        aliases = _of_today(group.short.by_language.values() if group.short else ())
        place = f"compare?with={code}"
        yield Entry("economies", group.name, place, "group", code, _same(code), aliases)


def _pages(dataset: Dataset) -> Iterator[Entry]:
    """Yield the pages, their parts, and their figures by the titles of their files."""
    for group, pages in GROUPS.items():
        for page in pages:
            yield Entry("pages", _text(f"page.{page.key}"), page.home, note=_text(f"group.{group}"))
    for edition in reversed(dataset.editions):
        ranking = _text("page.ranking").by_language
        name = Text({lang: f"{ranking[lang]} {edition}" for lang in LANGUAGES})
        written = _of_today(words(lang).write(edition, "edition") for lang in LANGUAGES)
        place = f"ranking?edition={edition}"
        yield Entry("pages", name, place, note=_editions([edition]), aliases=written)
    if dataset.missing_editions:
        newer = Text({lang: View(dataset, words(lang)).newer_edition_note for lang in LANGUAGES})
        yield Entry("pages", newer, "data#coverage")
    parts = {key: (f"economy/{FOCUS}", part) for key, part in _PARTS.items()}
    for start, place in _SECTIONS.items():
        keys = [key for key in sorted(words(LANGUAGES[0]).keys()) if key.startswith(start)]
        parts |= {key: (place, key.removeprefix(start)) for key in keys}
    for key, (place, part) in parts.items():
        yield Entry("pages", _text(key), f"{place}#{part}", note=_text(name_key(place)))
    for page, card in CARDS.values():
        title = dataset.catalog.downloads[card.tables[0].name].title
        place = f"{page.home}#{card.id('heading')}"
        yield Entry("pages", title, place, "card", card.name, _text(f"page.{page.key}"))


def _parts_of_the_index(dataset: Dataset) -> Iterator[Entry]:
    aliases = _names_by_measure(dataset)
    structure = dataset.table("gii_structure").sort_values(["edition", "code"], ascending=[False, True])
    for concept, rows in structure.groupby("concept", sort=False):
        newest, used = rows.iloc[0], dict[str, tuple[str, list[int]]]()
        for name, edition in zip(rows["name"], rows["edition"], strict=True):
            used.setdefault(normalize_name(name), (name, []))[1].append(int(edition))
        part = str(newest["code"]), str(concept), str(newest["name"])
        current = newest["edition"] == dataset.newest_detailed
        yield Entry(
            "indicators" if newest["level"] == "indicator" else "parts",
            Text({lang: part_name(dataset, words(lang), *part) for lang in LANGUAGES}),
            f"economy/{FOCUS}?history={concept}#{PAST}",
            "measure",
            str(concept),
            _same(part[0]) if current else _editions(map(int, rows["edition"])),
            (
                *((name, tuple(editions)) for name, editions in used.values()),
                *_of_today(name for name in aliases[str(concept)] if normalize_name(name) not in used),
            ),
        )


def _series(dataset: Dataset) -> Iterator[Entry]:
    """Yield the related series, at the page that shows them: with their aim, compared, or by release."""
    catalog, aliases = dataset.catalog, _names_by_measure(dataset)
    places = dict.fromkeys(stated_measures(dataset), "data")
    versions = {code: f"data?series={code}#releases" for code in series_with_releases(dataset)}
    places |= versions
    places |= {old: place for code, place in versions.items() for old in catalog.indicators[code].earlier}
    places |= {code: f"compare?measure={code}" for code, one in measures(dataset).items() if one.related}
    for pillar in catalog.strategy:
        linked = [link.indicator for link in pillar.links if not link.gii]
        places |= {code: f"strategy/{pillar.slug}#{row_of(code)}" for code in linked}
    for code, series in catalog.indicators.items():
        if code in places:
            source, more = catalog.sources[series.source].short, _of_today(aliases[code])
            place = places[code]
            yield Entry("related", series.name, place, "measure", code, source, more, series.definition)


def _names_by_measure(dataset: Dataset) -> dict[str, list[str]]:
    names = defaultdict[str, list[str]](list)
    for name, code in measure_aliases(dataset):
        names[code].append(name)
    return names


def _pillars(dataset: Dataset) -> Iterator[Entry]:
    for pillar in dataset.catalog.strategy:
        gist = _of_today(pillar.gist.by_language.values())
        yield Entry("pillars", pillar.name, f"strategy/{pillar.slug}", note=pillar.short, aliases=gist)


def _provinces(dataset: Dataset) -> Iterator[Entry]:
    names = {lang: province_names(dataset, lang) for lang in LANGUAGES}
    for code in province_codes(dataset) if page_exists(PATH) else ():
        name = Text({lang: names[lang][code] for lang in LANGUAGES})
        place = f"{PATH}?province={code}#{COURSE.id('heading')}"
        yield Entry("provinces", name, place, note=_same(code))


def _terms() -> Iterator[Entry]:
    for slug in ENTRIES:
        term, meaning = _text(f"glossary.{slug}.term"), _text(f"glossary.{slug}.says")
        yield Entry("terms", term, f"{GLOSSARY}#{slug}", "term", slug, about=meaning)


def _targets(dataset: Dataset) -> Iterator[Entry]:
    """Yield the targets by what they measure and by their own words, with document and year."""
    documents = dataset.table("target_documents").set_index("document")
    targets = dataset.table("targets")
    targets = targets.assign(once=is_counted_once(targets)).merge(
        dataset.table("target_measures"), on="measure"
    )
    columns = {lang: in_tables(lang) for lang in LANGUAGES}
    for row in targets.to_dict("records"):
        notes = {}
        for lang, column in columns.items():
            document = documents.at[row["document"], f"short_{column}"]
            notes[lang] = words(lang)("targets.due", document=document, year=row["year"])
        quoted = [row[f"quotation_{column}"] for column in columns.values()]
        quoted = [text for text in reversed(quoted) if not pd.isna(text)]
        # The page lists equal targets once.
        query = "" if row["once"] else f"?document={row['document']}"
        yield Entry(
            "targets",
            Text({lang: row[f"name_{column}"] for lang, column in columns.items()}),
            f"strategy/targets{query}#target-{row['target']}",
            "target",
            row["target"],
            Text(notes),
            _of_today(quoted),
            _same(quoted[0]) if quoted else None,
        )


def _claims(dataset: Dataset) -> Iterator[Entry]:
    for claim in dataset.catalog.claims:
        place = f"claims#claim-{claim.id}"
        yield Entry("claims", claim.statement, place, "claim", claim.id, _same(claim.number))


# --- search


def search(dataset: Dataset, text: str, lang: str) -> list[Match]:
    """Return the entries that fit a text, those that fit best first.

    The economies that the text names come first, then the entries that have all its other words. Where none
    has all of them, the best partial matches follow.
    """
    economies, remaining = economies_in(dataset, text)
    listed, words_sought = entries(dataset), _words(normalize_name(remaining or text))
    matches = {
        position: Match(entry, entry.name.get(lang))
        for position, entry in enumerate(listed)
        if entry.kind == "economy" and entry.code in economies
    }
    for operator in (" AND ", " OR "):
        condition = operator.join(f'"{word}"{_prefix(word)}' for word in words_sought)
        rows = _full_text(dataset).execute(_QUERY, [condition]).fetchall() if condition else []
        for position, name, score in rows:
            if operator == " AND " or score <= MIN_PARTIAL_SHARE * rows[0][-1]:
                match = Match(listed[position], name, partial=operator == " OR ")
                matches.setdefault(position, match)
        if rows:
            break
    return list(matches.values())


@cached
def _full_text(dataset: Dataset) -> sqlite3.Connection:
    """Return a full-text table with a row for each name of each entry, and its note beside it."""
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.execute(
        "CREATE VIRTUAL TABLE names USING fts5"
        "(words, note, entry UNINDEXED, name UNINDEXED, tokenize = 'porter ascii', prefix = '2 3')"
    )
    for position, entry in enumerate(entries(dataset)):
        note = " ".join(entry.note.by_language.values()) if entry.note else ""
        for name, _ in _aliases(entry):
            row = (
                " ".join(_words(normalize_name(name))),
                " ".join(_words(normalize_name(note))),
                position,
                name,
            )
            connection.execute("INSERT INTO names VALUES (?, ?, ?, ?)", row)
    return connection


def _prefix(word: str) -> str:
    """Return the sign by which a word may go on: a short one, such as "per", would find too much."""
    return "*" if len(word) > 3 or not word.isascii() else ""


def _words(spelling: str) -> list[str]:
    """Return the words of a spelled text that mean something; a run of Chinese is cut into pairs of signs."""
    found = list[str]()
    for word in _WORD.findall(spelling.replace("的", " ")):
        if not word.isascii() and len(word) > 2:
            found += [word[start : start + 2] for start in range(len(word) - 1)]
        elif word not in _IGNORED:
            found.append(word)
    return found
