"""What some words may mean: economies, measures, terms, cards, targets and claims, by any of their names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from analysis.dataset import Dataset, cached
from analysis.derived import measures
from analysis.listing import spelled
from analysis.statements import called_economies, called_measures, measure_name, stated_measures
from data.languages import LANGUAGES, Text
from service.api.cards import Cards
from service.api.query import Query
from service.api.statements import address
from service.api.tables import paged
from service.api.writing import Page, Row
from service.forms import records

Terms = Mapping[str, tuple[Text, Text]]
"""The terms of the glossary with their definitions, by the ends of their addresses."""
_TARGET: Final = ("target", "year", "name_en", "name_zh", "quotation_en", "quotation_zh")


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be found. names: in all languages and editions; path: of its page; about: its definition."""

    kind: str
    code: str
    name: str
    names: tuple[str, ...]
    path: str
    about: str | None = None

    def match(self, sought: str) -> tuple[int, str] | None:
        """Return how well words match the best name, 0 for the whole of it, and that name; None for none."""
        found = [
            (0 if name == sought else 1 if name.startswith(sought) else 2, other != self.name, other)
            for other in dict.fromkeys((self.name, self.code, *self.names))
            if all(word in (name := spelled(other)) for word in sought.split())
        ]
        return (min(found)[0], min(found)[2]) if found else None


def find(dataset: Dataset, query: Query, cards: Cards, terms: Terms) -> Page:
    """Return what has all words in one of its names; whole names first, then beginnings."""
    sought, found = spelled(query["words"]), []
    for entry in _entries(dataset, query["lang"], cards, terms) if sought else ():
        if match := entry.match(sought):
            row: Row = {
                "kind": entry.kind,
                "code": entry.code,
                "name": entry.name,
                "matched": None if match[1] in (entry.name, entry.code) else match[1],
                "about": entry.about,
                "view": address(dataset, entry.path),
            }
            found.append((match[0], row))
    return paged([row for _, row in sorted(found, key=lambda one: one[0])], query)


def _entries(dataset: Dataset, lang: str, cards: Cards, terms: Terms) -> Iterator[Entry]:
    """Yield all that can be found, in a language."""
    yield from _index(dataset, lang)
    for slug, (term, definition) in terms.items():
        path = f"/{lang}/about/glossary#{slug}"
        yield Entry("term", slug, term.get(lang), _words(term), path, definition.get(lang))
    for card in cards.values():
        title = dataset.catalog.downloads[card.tables[0].name].title
        yield Entry("card", card.name, title.get(lang), _words(title), f"/{lang}/{card.page}".rstrip("/"))


@cached
def _index(dataset: Dataset, lang: str) -> tuple[Entry, ...]:
    """Return the economies, measures, targets and claims."""
    labels, catalog = dataset.labels(lang), dataset.catalog
    economies, concepts = _grouped(called_economies(dataset)), _grouped(called_measures(dataset))
    found = [
        Entry("economy", one, labels[one], economies[one], f"/{lang}/economy/{one}") for one in economies
    ]
    for one in stated_measures(dataset):
        related = catalog.indicators.get(one)
        about = related.definition.get(lang) if related else None
        path = f"/{lang}/compare?measure={one}" if one in measures(dataset) else f"/{lang}/data"
        found.append(Entry("measure", one, measure_name(dataset, one, lang), concepts[one], path, about))
    written = lang if lang in ("en", "zh") else "en"
    targets = dataset.table("targets").merge(dataset.table("target_measures"), on="measure")
    for row in records(targets[list(_TARGET)]):
        names = tuple(row[one] for one in _TARGET[2:] if row[one])
        name = f"{row[f'name_{written}']}, {row['year']}"
        path = f"/{lang}/strategy/targets#target-{row['target']}"
        found.append(Entry("target", row["target"], name, names, path, row[f"quotation_{written}"]))
    for claim in catalog.claims:
        statement, path = claim.statement, f"/{lang}/claims#claim-{claim.id}"
        found.append(Entry("claim", claim.id, statement.get(lang), _words(statement), path))
    return tuple(found)


def _words(text: Text) -> tuple[str, ...]:
    return tuple(text.get(lang) for lang in LANGUAGES)


def _grouped(pairs: list[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name, one in pairs:
        found.setdefault(one, []).append(name)
    return {one: tuple(names) for one, names in found.items()}
