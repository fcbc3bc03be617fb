"""The search: everything on the site is in its index by all its names, at addresses that exist."""

import json
import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from analysis.dataset import Dataset
from analysis.evidence import targets
from analysis.normalize import normalize_name
from analysis.query import query_of
from components import search_index
from components.documents.routes import routes
from components.pages import PAGES
from components.pages.data import USED
from components.pages.glossary import ENTRIES
from components.text.catalog import LANGUAGES, plain, words
from tests.unit.views import Pages, walk

LARGEST = 60_000  # bytes as transferred
KINDS = (
    *("economies", "pages", "parts", "indicators", "related"),
    *("pillars", "provinces", "terms", "targets", "claims", "methods"),
)


Entries = dict[str, list[Any]]


@pytest.fixture(scope="module")
def found(dataset: Dataset) -> dict[str, Entries]:
    """By language the entries of the index by kind: name, path, note, names."""
    by_language: dict[str, Entries] = {}
    for lang in LANGUAGES:
        index = json.loads(search_index.index(dataset, lang))
        assert index["kinds"] == [words(lang)(f"search.kind.{kind}") for kind in KINDS]
        by_language[lang] = {kind: [] for kind in KINDS}
        for kind, *entry in index["entries"]:
            by_language[lang][KINDS[kind]].append(entry)
    return by_language


def test_every_province_is_found_by_its_names_in_both_languages(found: dict[str, Entries]) -> None:
    for lang, entries in found.items():
        known = named(entries["provinces"])
        assert len(known) == 31
        place = f"/{lang}/strategy/provinces?province=CN-GD#province-course-heading"
        assert {normalize_name(one) for one in ("Guangdong", "广东", "CN-GD")} <= known[place]


def names(entry: Any) -> set[str]:
    name, _, note, more = entry
    return {normalize_name(one if isinstance(one, str) else one[0]) for one in (name, note, *more)}


def named(entries: list[Any]) -> dict[str, set[str]]:
    """All names of the entries by their path."""
    by_path: dict[str, set[str]] = {}
    for entry in entries:
        by_path.setdefault(entry[1], set()).update(names(entry))
    return by_path


def test_every_economy_is_found_by_its_names_in_both_languages_and_its_codes(
    dataset: Dataset, found: dict[str, Entries]
) -> None:
    for lang in LANGUAGES:
        known = named(found[lang]["economies"])
        for code, one in dataset.catalog.economies.items():
            written = (*one.name.by_language.values(), *one.short.by_language.values(), code, one.iso2)
            assert {normalize_name(name) for name in written} <= known[f"/{lang}/economy/{code}"]
        for name, code in {"Côte d’Ivoire": "CIV", "England": "GBR", "zhongguo": "CHN"}.items():
            assert normalize_name(name) in known[f"/{lang}/economy/{code}"]
        shown = {path: name for name, path, *_ in found[lang]["economies"]}
        assert shown[f"/{lang}/economy/TWN"] == dataset.labels(lang)["TWN"]  # as its page calls it


def test_every_name_that_an_edition_used_is_found_and_says_which(
    dataset: Dataset, found: dict[str, Entries]
) -> None:
    """A name of today, in either language, needs no edition beside it."""
    structure = dataset.table("gii_structure")
    for entries in found.values():
        used: dict[tuple[str, str], str] = {}
        for name, path, _, more in (*entries["indicators"], *entries["parts"]):
            concept = query_of(urlsplit(path).query)["history"]
            used |= {(concept, normalize_name(one)): "" for one in (name, *more) if isinstance(one, str)}
            used |= {(concept, normalize_name(one[0])): one[1] for one in more if not isinstance(one, str)}
        rows = zip(*(structure[name] for name in ("concept", "edition", "name")), strict=True)
        for concept, edition, name in rows:
            spans = re.findall(r"(\d{4})(?:–(\d{4}))?", used[concept, normalize_name(name)])
            years = {year for first, last in spans for year in range(int(first), int(last or first) + 1)}
            assert not spans or edition in years, (name, edition)


def test_pages_terms_targets_claims_methods_and_related_indicators_are_found(
    dataset: Dataset, found: dict[str, Entries]
) -> None:
    catalog, rows = dataset.catalog, dataset.table("targets")
    for lang, entries in found.items():
        t = words(lang)
        expected = [("terms", f"about/glossary#{slug}", t(f"glossary.{slug}.term")) for slug in ENTRIES]
        expected += [("methods", f"data#method-{one}", t(f"method.{one}.title")) for one in USED]
        expected += [("pages", page.home, t(f"page.{page.key}")) for page in PAGES]
        expected += [("claims", f"claims#claim-{one.id}", one.statement.get(lang)) for one in catalog.claims]
        expected += [("pillars", f"strategy/{one.slug}", one.name.get(lang)) for one in catalog.strategy]
        known = {kind: named(of_kind) for kind, of_kind in entries.items()}
        lost = [
            one
            for kind, path, one in expected
            if normalize_name(plain(one)) not in known[kind][f"/{lang}/{path}"]
        ]
        said = set().union(*map(names, (*entries["targets"], *entries["related"])))
        links = [link.indicator for pillar in catalog.strategy for link in pillar.links if not link.gii]
        lost += [one for one in (*rows["quotation_zh"].dropna(), *links) if normalize_name(one) not in said]
        assert lost == []


def test_every_address_leads_to_what_it_names(dataset: Dataset, pages: Pages, reader: FlaskClient) -> None:
    known, drawn = routes(dataset.catalog), dict[str, set[str]]()
    options: dict[str, Any] = {}
    entries = json.loads(search_index.index(dataset, "en"))["entries"]
    for address in sorted({path for _, _, path, _, _ in entries}):
        place, asked = urlsplit(address), query_of(urlsplit(address).query)
        _, page, given = known[place.path]
        if asked and page.key not in options:
            assert page.query
            offered = page.query.read(dataset, {}).options(dataset)
            options[page.key] = {key: set(map(str, values)) for key, values in offered.items()}
        for key, value in asked.items():
            assert value in options[page.key][key], address
        shown = place._replace(fragment="", query="").geturl()
        if "document" in asked:
            rows = targets.filter_targets(dataset, targets.Choice.read(dataset, asked))
            assert place.fragment in {f"target-{one}" for one in rows["target"]}
            continue
        if place.fragment and shown not in drawn:
            parts = walk(page.layout(dataset, "en", given) if given else pages.content(page))
            drawn[shown] = {str(getattr(part, "id", "")) for part in parts}
        assert not place.fragment or place.fragment in drawn[shown], address
    for path in ("economy/CIV", "economy/CHN?history=research-talent", "compare?measure=IC.BUS.NDNS.ZS"):
        assert reader.get(f"/en/{path}").status_code == 200


def test_the_index_is_small_and_cached_under_the_name_of_its_content(
    dataset: Dataset, reader: FlaskClient
) -> None:
    for lang in LANGUAGES:
        address = re.findall(r'data-index="([^"]+)"', reader.get(f"/{lang}/about").text)[0]
        answer = reader.get(address, headers={"Accept-Encoding": "br"})
        assert (answer.status_code, answer.mimetype) == (200, "application/json")
        assert answer.headers["Content-Encoding"] == "br"
        assert len(answer.data) < LARGEST
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert reader.get(address).text == search_index.index(dataset, lang)
        older = reader.get(f"/search/{lang}.0123456789ab.json")
        assert (older.status_code, older.headers["Cache-Control"]) == (200, "no-cache")
        for unknown in ("/search/xx.0123456789ab.json", f"/search/{lang}.json", "/search/"):
            assert reader.get(unknown).status_code == 404
