"""Embeds: each shows its card alone, says where it is from, and nothing else may be framed."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from dash import dcc, html

from components.pages import CARDS, EMBEDS, PAGES
from components.prerender.markup import to_html
from components.routes import routes
from components.text import LANGUAGES, words
from data import catalog
from service import headers
from tests.embedding import HOSTILE, text

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from data import store

PATHS = routes(catalog.load())
# What pages read of a query, and keys that none reads.
KEYS = (
    *("show", "from", "to", "with", "raise", "economy", "pillar", "edition", "w", "sort", "order", "series"),
    *("lang", "theme", "x", "claim", "history", "scale"),
)


def test_cards_have_names_of_their_own() -> None:
    cards = [card for page in PAGES for card in page.cards]
    assert len(CARDS) == len(cards) == len({card.prefix for card in cards})
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in CARDS)


def test_an_embed_says_what_it_shows_and_where_it_is_from(visitor: FlaskClient, later: store.Package) -> None:
    for number, name in enumerate(EMBEDS):
        assert_embed(visitor, name, LANGUAGES[number % 2], later)


def assert_embed(visitor: FlaskClient, name: str, lang: str, later: store.Package) -> None:
    """An embed is its card alone, with its heading, its source and the way to its page."""
    document = text(visitor, f"/embed/{name}?lang={lang}&pillar=1")
    t = words(lang)
    assert len(re.findall(r"<h1>.+?</h1>", document)) == 1
    assert '<meta name="robots" content="noindex">' in document
    assert 'class="source"' in document
    assert t("embed.site") in document
    assert later.id in document
    assert "<header" not in document
    assert "<nav" not in document
    assert "dash-component-suites" not in document
    page = re.search(r'rel="canonical" href="([^"]+)"', document)
    assert page
    assert page[1].partition("?")[0] in PATHS
    for link in re.findall(r"<a [^>]+>", document):
        assert 'href="/download/' in link or 'target="_blank"' in link
        assert 'href="/download/' in link or 'rel="noopener"' in link
    for held in re.findall(r'<script type="application/json" id="[\w-]+">(.+?)</script>', document):
        json.loads(held)
    graphs = document.count("data-config=")
    assert graphs == 0 or 'type="application/json"' in document
    assert ("plotly" in document) == (graphs > 0)


def test_what_an_embed_does_not_know_is_told_and_changes_nothing_else(visitor: FlaskClient) -> None:
    hostile = "&".join(f"{key}={quote(HOSTILE)}" for key in KEYS if key != "lang")
    # Addresses keep, escaped, what the page itself passes over, and a line tells it.
    known = r'(data-view|href)="[^"]*"|(?<=<p class="refused">).*?(?=</p>)'
    for name in {page.key: name for name, (page, _) in EMBEDS.items()}.values():
        other = text(visitor, f"/embed/{name}?lang=zh&{hostile}")
        plain = text(visitor, f"/embed/{name}?lang=zh")
        assert HOSTILE not in other, name
        assert re.sub(known, "", other) == re.sub(known, "", plain), name


def test_a_choice_without_a_figure_says_so(visitor: FlaskClient) -> None:
    assert words("en")("embed.empty") in text(visitor, "/embed/clusters?lang=en&pillar=2")
    assert words("zh")("embed.empty") in text(visitor, "/embed/economy-levels?lang=zh&economy=ABW")


def test_an_embed_leads_to_the_page_with_the_same_view(visitor: FlaskClient) -> None:
    shown = text(visitor, "/embed/trajectory?lang=zh&theme=dark&show=score&with=KOR,FRA&x=1")
    assert 'rel="canonical" href="/zh/?show=score&amp;with=KOR,FRA"' in shown
    item = text(visitor, "/embed/economy-history?lang=en&economy=KOR&history=P1")
    assert 'rel="canonical" href="/en/economy/KOR?history=P1"' in item
    assert "Korea" in item.partition("</h1>")[0]
    assert 'href="/en/economy/CHN"' in text(visitor, "/embed/economy-history?lang=en&economy=XXX")


# Language and theme


def test_language_and_theme_are_of_the_address_alone(visitor: FlaskClient) -> None:
    visitor.set_cookie("theme", "dark")
    try:
        assert "data-theme" not in text(visitor, "/embed/trajectory?lang=en").partition("<head>")[0]
        assert 'data-theme="light"' in text(visitor, "/embed/trajectory?theme=light&lang=zh")
        assert (
            "data-theme" not in text(visitor, "/embed/trajectory?theme=pink&lang=en").partition("<head>")[0]
        )
    finally:
        visitor.delete_cookie("theme")
    chinese = visitor.get("/embed/trajectory", headers={"Accept-Language": "zh-CN,zh;q=0.9"})
    assert '<html lang="zh-CN"' in chinese.get_data(as_text=True)
    assert "Accept-Language" in chinese.headers["Vary"]
    english = visitor.get("/embed/trajectory?lang=en", headers={"Accept-Language": "zh-CN"})
    assert '<html lang="en"' in english.get_data(as_text=True)


# Who may frame what


@pytest.mark.parametrize(
    "path", ["/embed/trajectory", "/embed/ranking?lang=zh", "/embed/trajectory?snapshot=000000000000"]
)
def test_embeds_may_be_framed_and_read_by_every_site(visitor: FlaskClient, path: str) -> None:
    answer = visitor.get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors *;" in policy
    assert "script-src 'self';" in policy
    shared = {"Cross-Origin-Resource-Policy": "cross-origin"}
    assert {name: answer.headers[name] for name in headers.FIXED} == headers.FIXED | shared
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/en/", "/zh/economy/CHN", "/en/?embed=trajectory", "/readyz", "/download/trajectory.csv"),
        *(
            "/embed/",
            "/embed/nothing",
            "/embed/nothing?snapshot=000000000000",
            "/embed/trajectory/x",
            "/healthz",
        ),
        *("/embed/..", "/embed/%2e%2e%2fen%2f", "/embed/Trajectory", "/download/trajectory.csv?snapshot=0"),
    ],
)
def test_nothing_else_may_be_framed(visitor: FlaskClient, path: str) -> None:
    answer = visitor.get(path)
    assert "frame-ancestors 'none';" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.status_code in (200, 302, 308, 404, 410, 503)  # 503: /readyz while pages are being drawn
    assert not path.startswith("/embed/") or answer.status_code == 404


# Components as HTML


def test_components_are_written_with_everything_escaped() -> None:
    link = html.A(["a < b & ", html.B("c")], href='/x?y="1"')
    assert to_html([link, None, 3]) == ('<a href="/x?y=&quot;1&quot;">a &lt; b &amp; <b>c</b></a>3')
    assert to_html(html.P(className="small", hidden=True)) in (
        '<p class="small" hidden></p>',
        '<p hidden class="small"></p>',
    )
    drawing = html.Img(src="data:image/svg+xml,%3Csvg/%3E")
    assert to_html(drawing) == '<img src="data:image/svg+xml,%3Csvg/%3E">'
    assert to_html(html.Div(style={"flexGrow": 2, "left": "3%"})) == (
        '<div style="flex-grow:2;left:3%"></div>'
    )


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//elsewhere", "data:text/html,x", "vbscript:x"])
def test_addresses_that_run_something_are_not_written(address: str) -> None:
    assert to_html(html.A("x", href=address)) == "<a>x</a>"


def test_what_only_dash_can_draw_is_refused() -> None:
    with pytest.raises(TypeError, match="Dropdown needs Dash"):
        to_html(html.Div(dcc.Dropdown()))
