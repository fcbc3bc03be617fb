"""What holds of every page in every state that queries reach: all of them are drawn here, once."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest
from dash import html
from dash.development.base_component import Component
from flask.testing import FlaskClient
from plotly.utils import PlotlyJSONEncoder

from analysis.dataset import Dataset
from components.cards.markup import as_json, properties
from components.documents import shell
from components.documents.routes import NAVIGATION
from components.pages import CARDS, PAGES
from components.pages import TABLES as DOWNLOADS
from components.pages.glossary import ENTRIES
from components.text.catalog import GLOSSARY, LANGUAGES, words
from data import catalog
from data.schema import TABLES
from data.snapshot import Snapshot
from service.api.answers import CardEndpoint
from service.downloads import FORMS
from tests.sampling import sample
from tests.unit import drawn as drawing
from tests.unit import figures
from tests.unit.downloading import fetched
from tests.unit.drawn import View
from tests.unit.page_queries import QUERIES
from tests.unit.views import revised, sent, text_of

OTHER = 50  # views that are drawn in the other language too
ADDRESSES = 3  # of a download that are asked for
WORDS = 15  # of a headline, as CONTRIBUTING has it
RAW = re.compile(r'~\w+:[\w-]+\||(?<!_)\*[^\s*"][^*"]*\*|\[第|\[\d+(?:st|nd|rd|th)\b')
"""Marks of texts (components.text.catalog.markup) that no reader should meet; a star after _ is a file's."""
CAVEATS = {
    "cause": re.compile(r"no cause|proven cause|proof of a cause|share a cause", re.I),
    "judgement": re.compile(r"our (?:editorial )?judgement", re.I),
}
NAMED = {"rank-ledger": DOWNLOADS["economy-editions"]}
"""A table whose rows a finding names beside those of its card: two ranks, where no score can be split."""
NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?", re.ASCII)
KNOWN = ("overview", "{'with': 'EU27,UM', 'show': 'score'}")
"""A view in which the name of the interval lies on the label of a group, by percentile."""


# What is looked for in each view: each function gives what is wrong with one, or nothing


def raw_marks(view: View) -> Iterator[str]:
    """Marks that are left in what the browser gets: texts, names and stores."""
    return unread(json_of(view.framed))


def json_of(node: object) -> str:
    return json.dumps(node, cls=PlotlyJSONEncoder, ensure_ascii=False)


def unread(text: str) -> Iterator[str]:
    return (text[max(0, one.start() - 40) : one.end() + 40] for one in RAW.finditer(text))


def headings(view: View) -> Iterator[object]:
    """Headings without words, or more or less than one that titles the page."""
    for part in view.parts:
        if isinstance(part, html.H1 | html.H2 | html.H3 | html.H4) and not text_of(part).strip():
            yield part
        if getattr(part, "data-part", "") == "plot" and not getattr(part, "aria-label"):
            yield part
    if sum(isinstance(part, html.H1) for part in view.parts) != 1:
        yield "not one heading"


def long_headlines(view: View) -> Iterator[str]:
    """Headlines of more than WORDS words in English, a name being one."""
    if view.lang == "en":
        found = {text_of(part) for part in view.parts if isinstance(part, html.H1 | html.H2)}
        if view.page.key != "pillar":  # whose figures are read out in full
            plots = (part for part in view.parts if getattr(part, "data-part", "") == "plot")
            found |= {getattr(part, "aria-label") for part in plots}
        yield from (text for text in found if len(names(view.dataset).sub("X", text).split()) > WORDS)


@cache
def names(dataset: Dataset) -> re.Pattern[str]:
    """Names that are not ours to shorten, the longest first, and brackets of at most three words."""
    t = words("en")
    heads = ("gii.", "compare.short.", "ranking.head.")  # with the names of columns, where words may break
    found = {text.replace("\u00ad", "") for code, text in t._entries.items() if code.startswith(heads)}
    for each in dataset.catalog.indicators.values():
        found |= {one.get("en") for one in (each.name, each.short, each.measure) if one}
    measures = dataset.catalog.provinces.values()
    found |= {text.get("en") for each in measures for text in (each.name, each.short)}
    found |= {source.short.get("en") for source in dataset.catalog.sources.values()}
    found |= set(dataset.table("gii_structure")["name"]) | set(dataset.labels(t.lang).values())
    longest = sorted((re.escape(name) for name in found), key=len, reverse=True)
    return re.compile("|".join([*longest, r"\([^\s()]+(?: [^\s()]+){0,2}\)"]), re.IGNORECASE)


def caveats(view: View) -> Iterator[str]:
    """A caveat that stands twice on a page, a change without what WIPO says of changes."""
    if view.lang == "en":
        text = text_of(view.framed)
        yield from (kind for kind, pattern in CAVEATS.items() if len(pattern.findall(text)) > 1)
        if view.page.key == "why" and words("en")("overview.quote") not in text:
            yield "no quotation"


def repeated_terms(view: View) -> Iterator[str]:
    """Terms of the glossary that are linked twice in the first view, or not to their entry."""
    terms = [part.href for part in view.parts if getattr(part, "className", "") == "term"]
    if view.query == QUERIES[view.page.key][0]:
        yield from (term for term, count in Counter(terms).items() if count > 1)
    yield from (term for term in terms if term.partition("#")[0] != f"/{view.lang}/{GLOSSARY}")


def written_otherwise(view: View) -> Iterator[object]:
    """Components that are sent with other properties than Dash would send."""
    for part in view.parts:
        known = part.to_plotly_json()
        if as_json(part) != {**known, "props": dict(sorted(known["props"].items()))}:
            yield part


def unsaid_keys(view: View) -> Iterator[str]:
    """Keys of a query by which a page is drawn, but not found again."""
    yield from sorted(view.read.difference(view.page.reads))


OPENED: dict[tuple[object, ...], set[str]] = {}
"""What no callback sends of each page, as its first view has it."""


def unsent(view: View) -> Iterator[str]:
    """Elements that differ between two views of a page, and which none of its callbacks renews."""
    known = (*BY_SCRIPTS, *LEFT.get(view.page.key, ()))
    found = {*resting(view.content, callbacks_of(view.page, view.dataset))}
    key = view.page.key, view.lang, view.dataset, view.query.get(view.page.item)
    other = found ^ OPENED.setdefault(key, found)
    yield from (one for one in other if not any(part in one for part in known))


callbacks_of = cache(sent)


def resting(node: object, known: Mapping[str, set[str]]) -> Iterator[str]:
    """Yield the elements and texts of a tree without what callbacks read or write."""
    if isinstance(node, list | tuple):
        for one in node:
            yield from resting(one, known)
    elif isinstance(node, Component):
        own = known.get(getattr(node, "id", ""), set())
        props = {name: value for name, value in properties(node).items() if name not in own}
        yield f"{node._type} " + " ".join(f"{name}={value}" for name, value in sorted(props.items()))
        if "children" not in own:
            yield from resting(getattr(node, "children", None), known)
    elif node is not None:
        yield str(node)


def unheard_numbers(view: View) -> Iterator[object]:
    """Numbers of a finding that are neither in the rows of its card nor in rows that it names."""
    query = view.page.with_item(view.dataset, view.query)
    headlines = [text_of(part) for part in view.parts if isinstance(part, html.H1)]
    for card in view.cards:
        if card.card in view.page.cards:
            finding = drawing.finding(card)
            unknown = numbers(finding) - numbers(" ".join(query.values()))
            told_by = sources(view, card.card, query, heads=finding in headlines)
            while unknown and (more := next(told_by, None)):
                unknown -= more
            if unknown:
                yield card.card.name, finding, unknown


def sources(view: View, card: Any, query: dict[str, str], *, heads: bool) -> Iterator[set[float]]:
    """Give the numbers of a card's rows, of those that it names, and of all cards if it heads the page."""
    own = CardEndpoint(card.name, card.tables, view.page.home).table(view.dataset, query)
    named = [NAMED[card.name]] if card.name in NAMED else []
    every = [table for one in view.page.cards for table in one.tables] if heads else []
    for table in (own, *named, *every):
        for whole in (False, True):
            yield told(table.rows(view.dataset, query, view.lang, whole=whole))
    cells = (text_of(part) for part in view.parts if isinstance(part, html.Td))
    yield numbers(" ".join(cells))  # rates and shares of the rows, which the page has in its table


def numbers(sentence: str) -> set[float]:
    return {float(one.replace(",", "")) for one in NUMBER.findall(sentence)}


def told(frame: pd.DataFrame) -> set[float]:
    """Return what a sentence may say of rows: values, as written or in percent, and counts of equal ones."""
    said = {float(len(frame))}
    for name in frame:
        values = frame[name].dropna()
        said |= {float(count) for count in values.value_counts()}
        if values.dtype.kind in "iuf":
            exact = values.abs().astype(float)
            said |= {
                one for scale in (1, 100) for digits in range(4) for one in (exact * scale).round(digits)
            }
        else:
            said |= set().union(*map(numbers, values.astype(str)))
    return said


VIEWS: dict[str, Callable[[View], Iterator[object]]] = {
    "no text holds raw marks": raw_marks,
    "no heading and no picture is without words": headings,
    "headlines have few words": long_headlines,
    "a caveat stands once, and each change has the words of WIPO": caveats,
    "a page links a term once, to the glossary": repeated_terms,
    "elements have the properties that Dash has": written_otherwise,
    "a page says which keys of an address it reads": unsaid_keys,
    "what a control changes is sent": unsent,
    "the numbers of a finding are those of its rows": unheard_numbers,
}
FIGURES: dict[str, Callable[[dict[str, Any], int], Iterator[object]]] = {
    "no text of a figure is smaller than 12 px": figures.small,
    "figures have the colours of the theme": figures.foreign,
    "nothing is drawn outside its figure": figures.outside,
    "no two texts of a figure touch": figures.touching,
    "every point that is drawn has words": figures.wordless,
}


# What is let be although a control changes it


BY_SCRIPTS = ("-wrap", "data-form=", "className=plot ", "data-weights=", "/strategy")
"""What scripts keep in step: counts, addresses of other files, heights of plots, presets, links to views."""
LEFT = {
    "map": ("map-against", "className=quote", "WIPO: GII"),
    "ranking": ("ranking-against",),
    "data": ("open=",),  # which a reader opened or closed
    "productivity": ("data-file=",),
    "weights": ("%",),  # what scripts/weights.js writes at its sliders
}
"""What is not renewed before the page is loaded again, by page: a list that only becomes shorter."""


# Drawing


@dataclass(frozen=True, slots=True)
class Met:
    """What was met: faults by what they break; what pages offer, link and show."""

    faults: dict[str, list[object]] = field(default_factory=lambda: defaultdict(list))
    downloads: set[str] = field(default_factory=set)
    terms: set[str] = field(default_factory=set)
    cards: set[tuple[str, str, str]] = field(default_factory=set)
    figures: set[str] = field(default_factory=set)

    def look(self, view: View) -> None:
        """Look at a view that was drawn."""
        for promise, look in VIEWS.items():
            self.faults[promise] += [(*view.place, one) for one in look(view)]
        for figure in view.figures:
            if figure.store not in self.figures:
                go.Figure(figure.json)  # raises where Plotly does not know a part of it
                self.figures.add(figure.store)
            for promise, of_figure in FIGURES.items():
                if of_figure is not figures.touching or view.place[:2] != KNOWN:
                    found = of_figure(figure.json, figure.least)
                    self.faults[promise] += [(*view.place, figure.store, figure.least, one) for one in found]
        for part in view.parts:
            address = str(getattr(part, "href", ""))
            if address.startswith("/download/"):
                self.downloads.add(address)
            if getattr(part, "className", "") == "term":
                self.terms.add(address.partition("#")[2])
            if card := getattr(part, "data-card", None):
                self.cards.add((view.page.key, view.page.item, card))


@pytest.fixture(scope="module")
def met(pinned: Snapshot) -> Met:
    """Every view, some in the other language, and the pages of errors, of a site that no test has filled."""
    found = Met()
    dataset, other = Dataset(pinned, catalog.load()), Dataset(revised(pinned), catalog.load())
    views = [(dataset, page, query) for page in PAGES for query in QUERIES[page.key]]
    late = [(page, {"series": one}) for page in PAGES for one in ("GB.XPD.RSDV.GD.ZS", "PWT11.rtfpna")]
    views += [(other, page, query) for page, query in late if page.key == "data"]
    translated = [id(view) for view in sample(views, OTHER)]
    for view in views:
        for lang in LANGUAGES if id(view) in translated else LANGUAGES[:1]:
            found.look(drawing.draw(view[0], view[1], lang, view[2]))
    for lang in LANGUAGES:
        for status in (400, 404, 405, 413, 418, 429, 500, 503):
            text = json_of(shell.message_for(status, lang, NAVIGATION))
            found.faults["no text holds raw marks"] += [(status, lang, one) for one in unread(text)]
    return found


@pytest.mark.parametrize("promise", [*VIEWS, *FIGURES])
def test_of_every_view(met: Met, promise: str) -> None:
    assert met.faults[promise] == []


def test_every_figure_of_a_card_is_drawn_in_some_view(met: Met) -> None:
    plotted = {card.id("figures") for _, card in CARDS.values() if card.plotted}
    assert plotted - met.figures == {"pillar-figures"}  # each of its small multiples has a store of its own
    assert {f"pillar-{number}-figures" for number in range(1, 6)} <= met.figures


def test_every_entry_of_the_glossary_is_linked_from_a_page(met: Met) -> None:
    assert met.terms == ENTRIES.keys()


def test_every_card_that_a_page_draws_is_declared(met: Met) -> None:
    there = {one for one in met.cards if one[0] != "story"}  # whose steps are the cards of other pages
    assert {(page.key, page.item, card.prefix) for page, card in CARDS.values()} == there
    assert all(card.item in ("", page.item) for page, card in CARDS.values())


def test_what_pages_offer_can_be_had_and_names_its_source(
    met: Met, pinned: Snapshot, reader: FlaskClient
) -> None:
    offered = defaultdict(list)
    for link in sorted(met.downloads):
        place, _, form = link.partition("?")[0].removeprefix("/download/").partition(".")
        assert form in FORMS or place == "snapshot", link
        if form == "csv" and "lang=zh" not in link:
            offered[place].append(link)
    assert offered.keys() == {*DOWNLOADS, *(f"table/{name}" for name in TABLES)}
    for name in DOWNLOADS:  # tables are as in the package
        for address in sample(offered[name], ADDRESSES):
            frame = fetched(reader, address)
            assert set(frame["snapshot"]) <= {pinned.id}, address
            assert frame["publisher"].notna().all(), address
