"""Embeds: each shows its card alone, says where it is from, and nothing else may be framed."""

import re
from urllib.parse import quote

import pytest
from dash import dcc, html
from flask.testing import FlaskClient

from components.cards.markup import to_html
from components.documents import embed
from components.documents.routes import routes
from components.pages import CARDS, PAGES
from components.text.catalog import LANGUAGES, words
from data import catalog, store
from data.snapshot import Snapshot
from service import headers
from tests.embedding import HOSTILE, text

PATHS = routes(catalog.load())
# What pages read of a query, and keys that none reads.
KEYS = (
    *("show", "from", "to", "with", "raise", "economy", "pillar", "edition", "w", "sort", "order", "series"),
    *("lang", "theme", "x", "claim", "history", "scale"),
)


def test_an_embed_is_its_card_alone_with_its_source_and_the_way_to_its_page(
    visitor: FlaskClient, later: store.Package
) -> None:
    assert len(CARDS) == len({card.prefix for page in PAGES for card in page.cards})
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in CARDS)
    for number, name in enumerate(CARDS):
        lang = LANGUAGES[number % 2]
        document = text(visitor, f"/embed/{name}?lang={lang}&pillar=1")
        assert len(re.findall(r"<h1>.+?</h1>", document)) == 1, name
        meta = '<meta name="robots" content="noindex">'
        for part in (meta, 'class="source"', words(lang)("embed.site"), later.id):
            assert part in document, (name, part)
        for part in ("<header", "<nav", "dash-component-suites"):
            assert part not in document, (name, part)
        (page,) = re.findall(r'rel="canonical" href="([^"?]+)', document)
        assert page in PATHS, name
        for link in re.findall(r"<a [^>]+>", document):
            framed = 'target="_blank"' in link and 'rel="noopener"' in link
            assert framed or 'href="/download/' in link, (name, link)
        assert ("plotly" in document) == ("data-config=" in document), name


def test_what_an_embed_does_not_know_is_told_and_changes_nothing_else(visitor: FlaskClient) -> None:
    hostile = "&".join(f"{key}={quote(HOSTILE)}" for key in KEYS if key != "lang")
    # Addresses keep, escaped, what the page itself passes over, and a line tells it.
    known = r'(data-view|href)="[^"]*"|(?<=<p class="refused">).*?(?=</p>)'
    for name in {page.key: name for name, (page, _) in CARDS.items()}.values():
        other = text(visitor, f"/embed/{name}?lang=zh&{hostile}")
        plain = text(visitor, f"/embed/{name}?lang=zh")
        assert HOSTILE not in other, name
        assert re.sub(known, "", other) == re.sub(known, "", plain), name


def test_an_embed_leads_to_the_page_with_the_same_view(visitor: FlaskClient) -> None:
    for address, place in {
        "trajectory?lang=zh&theme=dark&show=score&with=KOR,FRA&x=1": "/zh/?show=score&amp;with=KOR,FRA",
        "economy-history?lang=en&economy=KOR&history=P1": "/en/economy/KOR?history=P1",
        "economy-history?lang=en&economy=XXX": "/en/economy/CHN",
    }.items():
        assert f'rel="canonical" href="{place}"' in text(visitor, f"/embed/{address}"), address
    for lang, address in (("en", "clusters?pillar=2"), ("zh", "economy-levels?economy=ABW")):
        assert words(lang)("embed.empty") in text(visitor, f"/embed/{address}&lang={lang}"), address


def test_language_and_theme_are_of_the_address_alone(visitor: FlaskClient) -> None:
    def head(address: str) -> str:
        return text(visitor, f"/embed/trajectory{address}").partition("<head>")[0]

    visitor.set_cookie("theme", "dark")
    try:
        assert "data-theme" not in head("?lang=en") + head("?theme=pink&lang=en")
        assert 'data-theme="light"' in head("?theme=light&lang=zh")
    finally:
        visitor.delete_cookie("theme")
    chinese = visitor.get("/embed/trajectory", headers={"Accept-Language": "zh-CN,zh;q=0.9"})
    assert '<html lang="zh-CN"' in chinese.get_data(as_text=True)
    assert "Accept-Language" in chinese.headers["Vary"]
    english = visitor.get("/embed/trajectory?lang=en", headers={"Accept-Language": "zh-CN"})
    assert '<html lang="en"' in english.get_data(as_text=True)


def test_embeds_alone_may_be_framed_and_read_by_every_site(visitor: FlaskClient) -> None:
    for path in ("trajectory", "ranking?lang=zh", "trajectory?snapshot=000000000000"):
        answer = visitor.get(f"/embed/{path}")
        policy = answer.headers["Content-Security-Policy"]
        assert "frame-ancestors *;" in policy, path
        assert "script-src 'self';" in policy, path
        shared = {"Cross-Origin-Resource-Policy": "cross-origin"}
        assert {name: answer.headers[name] for name in headers.FIXED} == headers.FIXED | shared, path
        assert "Set-Cookie" not in answer.headers, path
    for path in (
        *("/en/?embed=trajectory", "/download/trajectory.csv", "/download/trajectory.csv?snapshot=0"),
        *("/embed/", "/embed/nothing", "/embed/nothing?snapshot=000000000000", "/embed/trajectory/x"),
        *("/embed/..", "/embed/%2e%2e%2fen%2f", "/embed/Trajectory"),
    ):
        answer = visitor.get(path)
        assert "frame-ancestors 'none';" in answer.headers["Content-Security-Policy"], path
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin", path
        assert answer.status_code in ((404,) if path.startswith("/embed/") else (200, 410)), path


# Frozen: on exactly their snapshot, with its downloads, or a sentence in place of other data


def test_a_frozen_embed_is_of_its_snapshot_with_all_that_can_be_taken_from_it(
    visitor: FlaskClient, pinned: Snapshot, later: store.Package
) -> None:
    for name in ("reach-ladder", "trajectory", "ranking", "strategic-pillar"):
        frozen = visitor.get(f"/preview/{name}.png?lang=en&snapshot={pinned.id}")
        pictures = (frozen, visitor.get(f"/preview/{name}.png?lang=en"))
        assert [one.headers["X-Snapshot"] for one in pictures] == [pinned.id, later.id]
        assert frozen.headers["Cache-Control"] == headers.NAMED
        assert frozen.data != pictures[1].data or name != "reach-ladder"
        answer = visitor.get(f"/embed/{name}?lang=en&snapshot={pinned.id}")
        document = answer.get_data(as_text=True)
        assert answer.headers["X-Snapshot"] == pinned.id
        assert later.id not in document
        assert f"Always shows snapshot {pinned.id}" in document
        downloads = re.findall(r'href="(/download/[^"]+)"', document)
        assert downloads
        for link in downloads:
            taken = visitor.get(link.replace("&amp;", "&"))
            assert taken.headers["X-Snapshot"] == pinned.id
            if taken.mimetype in ("text/csv", "application/json"):
                assert pinned.id in taken.get_data(as_text=True)
        newest = visitor.get(f"/embed/{name}?lang=en")
        assert newest.headers["X-Snapshot"] == later.id
        assert "&amp;snapshot=" not in newest.get_data(as_text=True)
    assert f"Always shows snapshot {later.id}" in text(visitor, f"/embed/claims?lang=en&snapshot={later.id}")


def test_a_snapshot_that_is_not_held_is_said_in_both_languages(visitor: FlaskClient) -> None:
    for asked in ("0123456789ab", "../../etc/passwd", HOSTILE, "%00", "x" * 3000):
        answer = visitor.get("/embed/trajectory", query_string={"with": "KOR", "snapshot": asked})
        document = answer.get_data(as_text=True)
        assert answer.status_code == 410
        assert "X-Snapshot" not in answer.headers
        for lang in LANGUAGES:
            assert words(lang)("embed.missing_title") in document
            assert words(lang)("embed.current") in document
        assert 'href="/embed/trajectory?with=KOR"' in document
        assert (asked in document) == (asked == "0123456789ab")
        for path in ("/download/trajectory.csv", "/preview/reach-ladder.png"):
            gone = visitor.get(path, query_string={"snapshot": asked})
            assert (gone.status_code, gone.headers.get("X-Snapshot")) == (410, None), path


def test_an_old_snapshot_that_cannot_be_drawn_is_as_good_as_gone(
    visitor: FlaskClient, pinned: Snapshot, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> str:
        raise KeyError("a family that the catalog does not name")

    monkeypatch.setattr(embed, "document", broken)
    assert visitor.get(f"/embed/claims?snapshot={pinned.id}").status_code == 410
    assert [line.levelname for line in caplog.records] == ["WARNING"]


# Components as HTML


def test_components_are_written_with_everything_escaped() -> None:
    link = html.A(["a < b & ", html.B("c")], href='/x?y="1"')
    assert to_html([link, None, 3]) == '<a href="/x?y=&quot;1&quot;">a &lt; b &amp; <b>c</b></a>3'
    for address in ("javascript:alert(1)", "//elsewhere", "data:text/html,x", "vbscript:x"):
        assert to_html(html.A("x", href=address)) == "<a>x</a>"  # which would run something
    with pytest.raises(TypeError, match="Dropdown needs Dash"):
        to_html(html.Div(dcc.Dropdown()))
