"""The document of a page: whole without scripts, the same in every process, closed to hostile text."""

import os
import re
import subprocess
import sys
from functools import partial
from html import escape
from pathlib import Path

from dash import dcc, html
from dash.development.base_component import Component
from flask.testing import FlaskClient

from analysis.dataset import Dataset
from components import bundles
from components.cards.cache import Cache
from components.cards.markup import STATIC_HTML, static_markup, walk_components
from components.charts.static_svg import static_svg
from components.documents.prerender.document import Prerender, prerender
from components.documents.shell import message_for
from components.pages import PAGES
from components.text.attributes import attributes
from components.text.catalog import words
from tests.unit.views import chosen, drawn

ROOT = Path(__file__).resolve().parents[3]
HOSTILE = '</script><script>window.sentinel=1</script><img src=x onerror="window.sentinel=1">'
PICTURED = "Without scripts this is a picture"
ASK = "from tests.pinned import site; print(site.server.test_client().get('/zh/economy/CHN').headers['ETag'])"


def first_of(text: str) -> str:
    """What a reader without scripts gets of a document."""
    return text.split('<div id="site-first">')[1].split('<link rel="stylesheet"')[0]


def test_every_page_is_whole_in_its_document(reader: FlaskClient) -> None:
    for page in PAGES:
        query = "?edition=2022&since=2012" if page.key == "brief" else ""
        document = reader.get(f"/en/{page.home}{query}").text
        first = first_of(document)
        (heading,) = (re.sub(r"<[^>]+>", "", one) for one in re.findall(r"<h1\b.*?</h1>", first))
        (title,) = re.findall(r"<title>(.*)</title>", document)
        assert title.endswith(f"{heading} · {words('en')('site.name')}"), page.key
        assert page.key != "brief" or "to 11th in 2022" in title
        # Scripts must find the elements of the page itself.
        assert not re.search(r'\s(?:for|on\w+)="', first), page.key
        named = {*re.findall(r'<(\w+)[^>]*\sid="', first)}
        assert named <= {"main", "section", "details", "h2", "h3", "h4"}, page.key
        assert "<script" not in first, page.key
        assert "{origin}" not in first, page.key  # no address is a placeholder
        # What scripts draw can be downloaded without them.
        addresses = re.findall(r'<div class="empty unscripted"><p>.*? <a href="([^"]*)">', first)
        assert all(address.startswith("/download/") for address in addresses), page.key
        if page.key in ("weights", "pillar", "compare"):
            assert len(addresses) == first.count('<div class="graph') == first.count(PICTURED) > 0


def test_a_document_is_the_same_in_every_process(reader: FlaskClient) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "1"}
    done = subprocess.run(
        [sys.executable, "-c", ASK], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == reader.get("/zh/economy/CHN").headers["ETag"]


def test_no_text_of_a_page_becomes_markup() -> None:
    link, store = html.A("x", href="javascript:alert(1)"), dcc.Store("s", data=HOSTILE)
    page = html.Div([html.H1(HOSTILE, title=HOSTILE), link, store])
    text = Prerender("", {}).document(page, "en", "")
    assert "<img" not in text
    assert "window.sentinel=1</script>" not in text
    assert "javascript" not in first_of(text)


def test_words_of_a_figure_are_text_in_its_first_picture(dataset: Dataset) -> None:
    figure = drawn(dataset, chosen(dataset))
    figure["layout"]["annotations"][0]["text"] = f"<b>{HOSTILE}</b><br>second"
    written = static_svg(figure)
    assert "<img" not in written
    assert "<script" not in written
    assert "&lt;img" in written


def test_the_one_asked_for_longest_ago_gives_way() -> None:
    made: list[str] = []

    def make(key: str) -> str:
        made.append(key)
        return key

    lately: Cache[str, str] = Cache(4)
    for key in ("a", "b", "a", "c", "d", "a", "b"):
        assert lately.get(key, partial(make, key)) == key
    assert made == ["a", "b", "c", "d", "b"]


def test_a_flood_of_new_things_displaces_none_that_was_asked_for_again() -> None:
    lately: Cache[int, int] = Cache(8)
    for key in (1, 2, 3, 4, 1, 2, 3, 4, *range(10, 100)):
        lately.get(key, lambda key=key: key)  # type: ignore[misc]
    assert [lately.find(key) for key in (1, 2, 3, 4)] == [1, 2, 3, 4]
    assert sum(lately.find(key) is not None for key in range(10, 100)) == 4


def test_files_are_named_after_what_they_hold_and_kept(reader: FlaskClient) -> None:
    assert len({one.name for one in bundles.bundles()}) == 6
    for one in bundles.bundles():
        answer = reader.get(one.address)
        assert (answer.status_code, answer.data) == (200, one.content)
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_every_sheet_is_in_the_head_of_a_document_that_needs_it_or_linked(reader: FlaskClient) -> None:
    assert bundles.PAGE_SHEETS.keys() <= {page.key for page in PAGES}
    known = {path.stem for path in bundles.STYLES.iterdir()}
    text = reader.get("/en/why").get_data(as_text=True)
    inlined = text.partition("<style>")[2].partition("</style>")[0]
    for name in known - {"layers", "dash", "dash_live"}:
        there = [f"@layer {name} {{" in one for one in (inlined, bundles.bundles().styles.content.decode())]
        assert there == [name in (*bundles.FIRST_SHEETS, "why"), name not in bundles.FIRST_SHEETS], name
    # A document has no ids until Dash has drawn the page.
    assert "#site-page" not in inlined.replace(":is(#site-page,[data-id=site-page])", "")


def test_no_picture_is_named_where_there_is_nothing_to_draw() -> None:
    link = html.A(id="x-data", href="/download/x.csv")
    page = html.Div([html.Div(id="x-graph", className="graph", **attributes(data_config="{}")), link])
    text = prerender(page, [*walk_components(page)], "en", ())
    assert "This needs JavaScript" in text
    assert PICTURED not in text


def test_a_page_of_an_error_offers_to_try_again_where_that_may_help() -> None:
    assert all('href=""' in message_for(status, "zh") for status in (429, 500, 503))
    assert 'href=""' not in message_for(404, "zh")


def written(component: Component) -> list[str]:
    """The HTML of every static part of a component."""
    held = (one.to_plotly_json()["props"] for one in walk_components(component) if isinstance(one, Component))
    return [props[STATIC_HTML] for props in held if STATIC_HTML in props]


def test_what_a_callback_names_and_what_leads_to_it_stay_components_and_the_rest_is_html() -> None:
    cells = html.Tr([html.Th("China", scope="row"), html.Td(34, className="num", colSpan=2)])
    table = html.Div(html.Table(html.Tbody(cells)), className="scroll", tabIndex="0")
    moved = html.Div(table, id="moved")
    page = html.Div([html.Section([html.H2("Title"), moved]), dcc.Store(id="store"), table])
    made = static_markup(page, {"moved", "store"})
    section, store, other = made.children
    assert section.children[1].id == "moved"
    assert store.id == "store"
    assert len(written(made)) == 2
    assert written(moved) == []  # the page itself is as it was: pages keep what they made once
    assert (other.className, other.tabIndex) == ("scroll", "0")
    row = '<th scope="row">China</th><td class="num" colspan="2">34</td>'
    assert written(other) == [f"<table><tbody><tr>{row}</tr></tbody></table>"]
    button = html.Button(HOSTILE, disabled=False, hidden=True, **attributes(data_action="x"))
    flags = f'<p><span>a</span><button data-action="x" hidden>{escape(HOSTILE, quote=False)}</button></p>'
    assert written(static_markup(html.Div(html.P([html.Span("a"), None, button])), ())) == [flags]
