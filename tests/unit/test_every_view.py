"""What holds of every page in every state that queries reach: all of them are drawn here, once."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from dash import html
from plotly.utils import PlotlyJSONEncoder

from analysis.dataset import Dataset
from analysis.index.guess import Choice
from components import shell
from components.charts.time_lines import Look, rows, trajectories, with_tips
from components.framework import framework_changes
from components.pages import CARDS, PAGES, learn, releases
from components.pages import TABLES as DOWNLOADS
from components.pages import data as data_page
from components.parts import trajectory
from components.parts.trajectory import finding
from components.prerender.document import Prerender, prerender
from components.routes import NAVIGATION
from components.text import LANGUAGES, Words, plain, words
from components.view import line_labels
from data import catalog
from data.schema import TABLES
from service.downloads import FORMS
from tests.unit import views
from tests.unit.downloading import fetched
from tests.unit.page_queries import QUERIES
from tests.unit.test_text import constants, made

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from components.pages import Page
    from data.snapshot import Snapshot

STYLES = re.compile(r"<style>.*?</style>", re.DOTALL)
RAW = re.compile(r'~\w+:[\w-]+\||(?<!_)\*[^\s*"][^*"]*\*|\[第|\[\d+(?:st|nd|rd|th)\b')
"""Marks of texts (components.text.markup) that no reader should meet; a star after _ is of a file's name."""
WORDS = 15  # of a headline, as CONTRIBUTING has it
CAVEATS = {
    "cause": re.compile(r"no cause|proven cause|proof of a cause|share a cause", re.I),
    "judgement": re.compile(r"our (?:editorial )?judgement", re.I),
}
OWN_TESTS = (
    "gii.",
    "refused.of.",
    "pillar.control.pillar",
    "overview.finding.",
    "news.",
    "search.kind.",
    "map.in.",
)
MOST = 6  # tests of each page hold its downloads to what it shows for every query


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was met: keys, addresses of downloads, cards, raw marks; headlines and texts in English."""

    keys: set[str] = field(default_factory=set)
    downloads: set[str] = field(default_factory=set)
    cards: set[tuple[str, str, str]] = field(default_factory=set)
    raw: set[tuple[str, str]] = field(default_factory=set)
    headlines: set[tuple[str, str]] = field(default_factory=set)
    texts: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def read(self, place: str, node: object) -> None:
        """Note the marks that are left in what the browser gets: texts, names and stores."""
        text = json.dumps(node, cls=PlotlyJSONEncoder, ensure_ascii=False)
        self.raw.update(
            (place, text[max(0, one.start() - 40) : one.end() + 40]) for one in RAW.finditer(text)
        )


@pytest.fixture(scope="module")
def drawn(pinned: Snapshot) -> Drawn:
    """Every view in every language, of a site that no other test has filled."""
    found, ask = Drawn(), Words.__call__

    def listen(self: Words, key: str, **values: object) -> str:
        found.keys.add(key)
        return ask(self, key, **values)

    with patch.object(Words, "__call__", listen):
        dataset = Dataset(pinned, catalog.load())
        revised = Dataset(views.revised(pinned), catalog.load())
        for page in PAGES:
            for query in QUERIES[page.key]:
                for lang in LANGUAGES:  # what is computed for the one is there for the other
                    _view(found, dataset, lang, page, query)
        for lang in LANGUAGES:
            _others(found, dataset, lang)
            _revised(revised, lang)
    return found


def _view(found: Drawn, dataset: Dataset, lang: str, page: Page, query: dict[str, str]) -> None:
    """Draw a view of a page."""
    content = page.layout(dataset, lang, query)
    framed = shell.frame(dataset, lang, page.home, NAVIGATION, content, key=page.key)
    found.read(page.key, framed)
    # with whatever figures it has
    assert prerender(html.Div(framed), [*views.walk(framed)], lang, frozenset())
    assert views.heading(content), (page.key, query)
    if lang == "en":
        found.texts[page.key, page.item, str(query)] = views.text_of(framed)
    for part in views.walk(content):
        if lang == "en" and isinstance(part, html.H1 | html.H2):
            found.headlines.add((page.key, views.text_of(part)))
        figure = getattr(part, "data-part", "") == "plot" and page.key != "pillar"  # read out in full
        if lang == "en" and figure:
            found.headlines.add((page.key, getattr(part, "aria-label")))
        if (address := str(getattr(part, "href", ""))).startswith("/download/"):
            found.downloads.add(address)
        if card := getattr(part, "data-card", None):
            found.cards.add((page.key, page.item, card))


def _others(found: Drawn, dataset: Dataset, lang: str) -> None:
    """Draw what is no view of a page: tours, errors, an answered guess, selections of the Overview."""
    for page in PAGES:
        document = Prerender("", {}).document(html.H1("title"), lang, "", page.key)
        found.read(page.key, STYLES.sub("", document))
    guess = {"economy": "CHE", "from": "2023", "guess": "1,1,2"}
    found.read(
        "learn, answered", learn.answered(learn.GuessView(dataset, words(lang), Choice.read(dataset, guess)))
    )
    for status in (400, 404, 405, 413, 418, 429, 500, 503):
        found.read(f"error {status}", shell.message_for(status, lang, NAVIGATION))
    t = words(lang)
    for chosen in views.selections(dataset):
        frame = trajectory.frame_of(dataset, chosen, t)
        headline = plain(finding(frame, chosen.measure, t))
        if lang == "en":
            found.headlines.add(("overview", headline))
        looks = [Look(chosen.measure, t, compact=compact) for compact in (False, True)]
        labels = {code: line_labels(dataset, t)[code] for code in chosen.economies}
        trajectories(with_tips(rows(frame), t), labels, framework_changes(dataset), looks)


def _revised(dataset: Dataset, lang: str) -> None:
    for series in ("GB.XPD.RSDV.GD.ZS", "PWT11.rtfpna"):
        views.page_of(releases, dataset, lang, {"series": series})
    views.page_of(data_page, dataset, lang)


def test_no_key_of_a_text_is_idle(drawn: Drawn) -> None:
    # Keys for states that the pinned data do not reach stand in the code, in full or in parts; others have
    # tests of their own (OWN_TESTS), and every region may have most of the best.
    idle = words("en").keys() - drawn.keys - constants()
    assert sorted(key for key in idle - made(idle) if not key.startswith(OWN_TESTS)) == []


def test_no_text_that_readers_get_holds_raw_marks(drawn: Drawn) -> None:
    assert not drawn.raw


def test_every_card_that_a_page_draws_is_declared(drawn: Drawn) -> None:
    there = {one for one in drawn.cards if one[0] != "story"}  # whose steps are the cards of other pages
    assert {(page.key, page.item, card.prefix) for page, card in CARDS.values()} == there
    assert all(card.item in ("", page.item) for page, card in CARDS.values())
    assert [name for name, (_, card) in CARDS.items() if not card.height] == ["guess"]


def sampled(offered: set[str]) -> list[str]:
    """At most MOST addresses of each download, the first and the last among them."""
    found: dict[str, list[str]] = {}
    for address in sorted(offered):
        found.setdefault(address.partition(".csv")[0], []).append(address)
    return [
        one for held in found.values() for one in dict.fromkeys([*held[:: -(-len(held) // MOST)], held[-1]])
    ]


def test_what_pages_offer_can_be_had_and_names_its_source(
    drawn: Drawn, pinned: Snapshot, reader: FlaskClient
) -> None:
    forms = {link.partition("?")[0].removeprefix("/download/") for link in drawn.downloads}
    assert forms <= {
        "snapshot.zip",
        *(f"{name}.{form}" for name in DOWNLOADS for form in FORMS),
        *(f"table/{name}.csv" for name in TABLES),
    }
    offered = {link for link in drawn.downloads if ".csv" in link and "lang=zh" not in link}
    names = {f"/download/{name}" for name in DOWNLOADS} | {f"/download/table/{name}" for name in TABLES}
    assert {link.partition(".csv")[0] for link in offered} == names
    for address in sampled({link for link in offered if "/table/" not in link}):  # as in the package
        frame = fetched(reader, address)
        assert set(frame["snapshot"]) <= {pinned.id}, address
        assert frame["publisher"].notna().all(), address


def named(dataset: Dataset) -> re.Pattern[str]:
    """Names that are not ours to shorten, the longest first, and brackets of at most three words."""
    t = words("en")
    heads = ("gii.", "compare.short.", "ranking.head.")  # with the names of columns, where words may break
    found = {text.replace("\u00ad", "") for code, text in t._entries.items() if code.startswith(heads)}
    for each in dataset.catalog.indicators.values():
        found |= {one.get("en") for one in (each.name, each.short, each.measure) if one}
    found |= {source.short.get("en") for source in dataset.catalog.sources.values()}
    found |= set(dataset.table("gii_structure")["name"]) | set(dataset.labels(t.lang).values())
    longest = sorted((re.escape(name) for name in found), key=len, reverse=True)
    return re.compile("|".join([*longest, r"\([^\s()]+(?: [^\s()]+){0,2}\)"]), re.IGNORECASE)


def test_headlines_have_few_words(drawn: Drawn, dataset: Dataset) -> None:
    names = named(dataset)
    long = {(page, text) for page, text in drawn.headlines if len(names.sub("X", text).split()) > WORDS}
    assert sorted(long) == []


def test_every_view_of_a_change_says_what_wipo_says_of_changes(drawn: Drawn) -> None:
    quote = words("en")("overview.quote")
    assert [view for view, text in drawn.texts.items() if view[0] == "why" and quote not in text] == []


def test_a_caveat_stands_once_on_a_page(drawn: Drawn) -> None:
    twice = {
        (page, item, kind)
        for (page, item, _), text in drawn.texts.items()
        for kind, pattern in CAVEATS.items()
        if len(pattern.findall(text)) > 1
    }
    assert sorted(twice) == []
