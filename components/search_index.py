"""The search index: everything that readers can search for, by every name that it has or had.

The search of the site fetches it as JSON (``index``); ``/api/v1/find`` searches it (``search``).
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

from analysis.comparison.names import Alias, Entry, Match, economies_in, measure_aliases, stated_measures
from analysis.comparison.views import measures
from analysis.dataset import Dataset, cached
from analysis.evidence.provinces import province_codes, province_names
from analysis.evidence.targets import is_counted_once
from analysis.normalize import format_runs, normalize_name
from analysis.vintages import series_with_releases
from components.pages import CARDS, GROUPS
from components.pages.data import USED, anchor
from components.pages.economy import PAST
from components.pages.glossary import ENTRIES
from components.pages.pillar import anchor as row_of
from components.pages.provinces import COURSE, PATH
from components.text.catalog import GLOSSARY, LANGUAGES, plain, words
from components.text.keys import PAGE_GROUPS, PAGE_NAMES
from components.text.paths import name_key, page_exists, path
from components.text.view import View
from components.widgets.profile import part_name
from data.article import FOCUS
from data.languages import Text, in_tables

_RESULT_HEADS: Final = {
    "economies": "search.kind.economies", "pages": "search.kind.pages", "parts": "search.kind.parts",
    "indicators": "search.kind.indicators", "related": "search.kind.related",
    "pillars": "search.kind.pillars", "provinces": "search.kind.provinces", "terms": "search.kind.terms",
    "targets": "search.kind.targets", "claims": "search.kind.claims", "methods": "search.kind.methods",
}  # fmt: skip
RESULT_GROUPS: Final = tuple(_RESULT_HEADS)
"""The groups of search results, in order."""
MIN_PARTIAL_SHARE: Final = 0.5
"""Minimum score of a partial match, as a share of the score of the best one."""
_SECTIONS: Final = {
    "data.part.": "data",
    "about.head.": "about",
    "accessibility.head.": "about/accessibility",
}
"""Paths of pages, by the prefix of the text keys of their sections, which end with the anchors."""
_ECONOMY_SECTIONS: Final = {
    "economy.marks.title": "marks",
    "economy.history.title": PAST,
    "peers.title": "peers",
    "economy.table.title": "indicators",
}
"""Anchors of the sections of the page of an economy, by the text keys of their titles."""
IGNORED_WORDS: Final = "a an and are by did does for from how in is of on per the to what with"
"""English words without meaning in a search."""
_IGNORED: Final = frozenset(IGNORED_WORDS.split())
_WORD: Final = re.compile(r"[\u3400-\u9fff]+|[^\u3400-\u9fff ]+")
_QUERY: Final = """
    SELECT entry, name, bm25(names, 4.0, 1.0) AS score FROM names WHERE names MATCH ? ORDER BY score, rowid
"""


@cached
def index(dataset: Dataset, lang: str) -> str:
    """Return the index in a language as JSON: the heads of groups, and the entries in their order.

    An entry is [number of its group, name, path, note, other names]; a name that only some editions used is
    [name, editions]. Names in other languages are among the other names. profile and compare are the targets
    of questions that name an economy and an edition, or several economies.
    """
    t = words(lang)
    content = {
        "kinds": [t(key) for key in _RESULT_HEADS.values()],
        "entries": [_as_json(entry, lang) for entry in entries(dataset)],
        "editions": dataset.editions,
        "ignored": IGNORED_WORDS.split(),
        "profile": [t("page.economy"), path(lang, "economy/{economy}?edition={edition}")],
        "compare": [t("page.compare"), path(lang, "compare?economy={economy}&with={others}")],
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


@cached
def index_path(dataset: Dataset, lang: str) -> str:
    """Return the path of the index in a language, with a hash of its content (service/programs.py)."""
    return f"/search/{lang}.{sha256(index(dataset, lang).encode()).hexdigest()[:12]}.json"


def _as_json(entry: Entry, lang: str) -> list[object]:
    name, note = entry.name.get(lang), entry.note.get(lang) if entry.note else ""
    aliases = {normalize_name(alias): (alias, editions) for alias, editions in _all_aliases(entry)}
    aliases.pop(normalize_name(name), None)
    aliases.pop(normalize_name(note), None)
    other_names = [[alias, _editions(used).get(lang)] if used else alias for alias, used in aliases.values()]
    return [RESULT_GROUPS.index(entry.group), name, path(lang, entry.path), note, other_names]


@cached
def entries(dataset: Dataset) -> tuple[Entry, ...]:
    """Return everything that can be searched for, in the order of RESULT_GROUPS."""
    all_entries = (
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
    searched = dataset.catalog.searched
    more_names = {address.replace("{HERO}", FOCUS): names for address, names in searched.items()}
    named = []
    for entry in all_entries:
        aliases = _current_names(more_names.get(entry.path, ()))
        named.append(replace(entry, aliases=(*entry.aliases, *aliases)))
    return tuple(sorted(named, key=lambda entry: RESULT_GROUPS.index(entry.group)))


def _all_aliases(entry: Entry) -> tuple[Alias, ...]:
    names = (*entry.name.by_language.values(), *([entry.code] if entry.code else []))
    return (*entry.aliases, *_current_names(names))


def _current_names(names: Iterable[str]) -> tuple[Alias, ...]:
    return tuple((name, ()) for name in names)


def _text(key: str, **values: object) -> Text:
    return Text({lang: plain(words(lang)(key, **values)) for lang in LANGUAGES})


def _untranslated(text: str) -> Text:
    return Text(dict.fromkeys(LANGUAGES, text))


def _editions(editions: Iterable[int]) -> Text:
    runs, texts = format_runs(editions), {}
    for lang in LANGUAGES:
        t = words(lang)
        texts[lang] = t("search.editions", editions=t("list.separator").join(runs))
    return Text(texts)


def _economies(dataset: Dataset) -> Iterator[Entry]:
    catalog = dataset.catalog
    for code, economy in catalog.economies.items():
        aliases = _current_names((*catalog.spellings[code], economy.iso2))
        yield Entry(
            "economies", economy.short, f"economy/{code}", "economy", code, _untranslated(code), aliases
        )
    for code, group in catalog.groups.items():
        aliases = _current_names(group.short.by_language.values() if group.short else ())
        address = f"compare?with={code}"
        yield Entry("economies", group.name, address, "group", code, _untranslated(code), aliases)


def _pages(dataset: Dataset) -> Iterator[Entry]:
    for group, pages in GROUPS.items():
        for page in pages:
            yield Entry("pages", _text(PAGE_NAMES[page.key]), page.home, note=_text(PAGE_GROUPS[group]))
    ranking = _text("page.ranking").by_language
    for edition in reversed(dataset.editions):
        name = Text({lang: f"{ranking[lang]} {edition}" for lang in LANGUAGES})
        aliases = _current_names(words(lang).write(edition, "edition") for lang in LANGUAGES)
        yield Entry("pages", name, f"ranking?edition={edition}", note=_editions([edition]), aliases=aliases)
    if dataset.missing_editions:
        newer = Text({lang: View(dataset, words(lang)).newer_edition_note for lang in LANGUAGES})
        yield Entry("pages", newer, "data#coverage")
    sections = {key: f"economy/{FOCUS}#{section}" for key, section in _ECONOMY_SECTIONS.items()}
    for prefix, page_path in _SECTIONS.items():
        keys = [key for key in sorted(words(LANGUAGES[0]).keys()) if key.startswith(prefix)]
        sections |= {key: f"{page_path}#{key.removeprefix(prefix)}" for key in keys}
    for key, address in sections.items():
        yield Entry("pages", _text(key), address, note=_text(name_key(address.partition("#")[0])))
    for page, card in CARDS.values():
        title = dataset.catalog.downloads[card.tables[0].name].title
        address = f"{page.home}#{card.id('heading')}"
        yield Entry("pages", title, address, "card", card.name, _text(PAGE_NAMES[page.key]))


def _parts_of_the_index(dataset: Dataset) -> Iterator[Entry]:
    names = _names_by_measure(dataset)
    structure = dataset.table("gii_structure").sort_values(["edition", "code"], ascending=[False, True])
    for concept, rows in structure.groupby("concept", sort=False):
        newest = rows.iloc[0]
        old_names: dict[str, tuple[str, list[int]]] = {}
        for name, edition in zip(rows["name"], rows["edition"], strict=True):
            old_names.setdefault(normalize_name(name), (name, []))[1].append(int(edition))
        other_names = [name for name in names[str(concept)] if normalize_name(name) not in old_names]
        part = str(newest["code"]), str(concept), str(newest["name"])
        current = newest["edition"] == dataset.newest_detailed
        yield Entry(
            "indicators" if newest["level"] == "indicator" else "parts",
            Text({lang: part_name(dataset, words(lang), *part) for lang in LANGUAGES}),
            f"economy/{FOCUS}?history={concept}#{PAST}",
            "measure",
            str(concept),
            _untranslated(part[0]) if current else _editions(map(int, rows["edition"])),
            (
                *((name, tuple(editions)) for name, editions in old_names.values()),
                *_current_names(other_names),
            ),
        )


def _series(dataset: Dataset) -> Iterator[Entry]:
    """Yield the related series at the page that shows them: with their aim, compared, or by release."""
    catalog, names = dataset.catalog, _names_by_measure(dataset)
    paths = dict.fromkeys(stated_measures(dataset), "data")
    releases = {code: f"data?series={code}#releases" for code in series_with_releases(dataset)}
    paths |= releases
    paths |= {old: address for code, address in releases.items() for old in catalog.indicators[code].earlier}
    related = [code for code, measure in measures(dataset).items() if measure.related]
    paths |= {code: f"compare?measure={code}" for code in related}
    for pillar in catalog.strategy:
        linked = [link.indicator for link in pillar.links if not link.gii]
        paths |= {code: f"strategy/{pillar.slug}#{row_of(code)}" for code in linked}
    for code, series in catalog.indicators.items():
        if code in paths:
            source, aliases = catalog.sources[series.source].short, _current_names(names[code])
            definition = series.definition
            yield Entry("related", series.name, paths[code], "measure", code, source, aliases, definition)


def _names_by_measure(dataset: Dataset) -> dict[str, list[str]]:
    names = defaultdict[str, list[str]](list)
    for name, code in measure_aliases(dataset):
        names[code].append(name)
    return names


def _pillars(dataset: Dataset) -> Iterator[Entry]:
    for pillar in dataset.catalog.strategy:
        aliases = _current_names(pillar.gist.by_language.values())
        yield Entry("pillars", pillar.name, f"strategy/{pillar.slug}", note=pillar.short, aliases=aliases)


def _provinces(dataset: Dataset) -> Iterator[Entry]:
    names = {lang: province_names(dataset, lang) for lang in LANGUAGES}
    for code in province_codes(dataset) if page_exists(PATH) else ():
        name = Text({lang: names[lang][code] for lang in LANGUAGES})
        address = f"{PATH}?province={code}#{COURSE.id('heading')}"
        yield Entry("provinces", name, address, note=_untranslated(code))


def _terms() -> Iterator[Entry]:
    for slug in ENTRIES:
        term, meaning = _text(f"glossary.{slug}.term"), _text(f"glossary.{slug}.says")
        yield Entry("terms", term, f"{GLOSSARY}#{slug}", "term", slug, definition=meaning)


def _targets(dataset: Dataset) -> Iterator[Entry]:
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
        # The page lists equal targets only once.
        query = "" if row["once"] else f"?document={row['document']}"
        yield Entry(
            "targets",
            Text({lang: row[f"name_{column}"] for lang, column in columns.items()}),
            f"strategy/targets{query}#target-{row['target']}",
            "target",
            row["target"],
            Text(notes),
            _current_names(quoted),
            _untranslated(quoted[0]) if quoted else None,
        )


def _claims(dataset: Dataset) -> Iterator[Entry]:
    for claim in dataset.catalog.claims:
        address = f"claims#claim-{claim.id}"
        yield Entry("claims", claim.statement, address, "claim", claim.id, _untranslated(claim.number))


def search(dataset: Dataset, text: str, lang: str) -> list[Match]:
    """Return the entries that match a text, best matches first.

    Economies named in the text come first, then entries that have all its other words. If none has all of
    them, the best partial matches follow.
    """
    economies, remaining = economies_in(dataset, text)
    all_entries, query_words = entries(dataset), _words(normalize_name(remaining or text))
    matches = {
        position: Match(entry, entry.name.get(lang))
        for position, entry in enumerate(all_entries)
        if entry.kind == "economy" and entry.code in economies
    }
    for operator in (" AND ", " OR "):
        condition = operator.join(f'"{word}"{_wildcard(word)}' for word in query_words)
        rows = _full_text_table(dataset).execute(_QUERY, [condition]).fetchall() if condition else []
        for position, name, score in rows:
            if operator == " AND " or score <= MIN_PARTIAL_SHARE * rows[0][-1]:
                match = Match(all_entries[position], name, partial=operator == " OR ")
                matches.setdefault(position, match)
        if rows:
            break
    return list(matches.values())


@cached
def _full_text_table(dataset: Dataset) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.execute(
        "CREATE VIRTUAL TABLE names USING fts5"
        "(words, note, entry UNINDEXED, name UNINDEXED, tokenize = 'porter ascii', prefix = '2 3')"
    )
    for position, entry in enumerate(entries(dataset)):
        note = " ".join(entry.note.by_language.values()) if entry.note else ""
        for name, _ in _all_aliases(entry):
            name_words, note_words = _words(normalize_name(name)), _words(normalize_name(note))
            row = (" ".join(name_words), " ".join(note_words), position, name)
            connection.execute("INSERT INTO names VALUES (?, ?, ?, ?)", row)
    return connection


def _wildcard(word: str) -> str:
    """Return "*" if longer words may match; short ones such as "per" would match too much."""
    return "*" if len(word) > 3 or not word.isascii() else ""


def _words(spelling: str) -> list[str]:
    """Return the meaningful words of a text; a run of Chinese is split into overlapping pairs."""
    tokens: list[str] = []
    for word in _WORD.findall(spelling.replace("的", " ")):
        if not word.isascii() and len(word) > 2:
            tokens += [word[start : start + 2] for start in range(len(word) - 1)]
        elif word not in _IGNORED:
            tokens.append(word)
    return tokens
