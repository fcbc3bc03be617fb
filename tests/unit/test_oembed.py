"""oEmbed 1.0: the frame of a figure for a link to a page or an embed, and refusals of anything else."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from components.pages import EMBEDS
from tests.embedding import HOSTILE, text

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from data.snapshot import Snapshot

SITE = "http://localhost"


class _Frame(HTMLParser):
    """The attributes of the only element of a text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[dict[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append({"tag": tag, **{name: value or "" for name, value in attrs}})


def ask(reader: FlaskClient, address: str, **query: object) -> dict[str, Any]:
    """Return an answer with its frame; it has all that oembed.com 2.3.4 requires of the type rich."""
    answer = reader.get("/oembed", query_string={"url": address, **query})
    assert answer.status_code == 200, address
    assert answer.mimetype == "application/json"
    known: dict[str, Any] = answer.get_json()
    assert (known["type"], known["version"]) == ("rich", "1.0")
    (frame,) = _Frame(known["html"]).found
    assert (frame["tag"], frame["title"]) == ("iframe", known["title"])
    assert (frame["width"], frame["height"]) == (str(known["width"]), str(known["height"]))
    source = urlsplit(frame["src"])
    return known | {"path": source.path, "query": dict(parse_qsl(source.query)), "src": frame["src"]}


def test_a_page_gives_its_figure_of_exactly_that_view(reader: FlaskClient) -> None:
    known = ask(reader, f"{SITE}/zh/?show=score&with=KOR&utm_source=x")
    assert known["path"] == "/embed/trajectory"
    assert known["query"] == {"show": "score", "with": "KOR", "lang": "zh"}
    assert known["title"] in text(reader, known["src"].removeprefix(SITE))
    item = ask(reader, f"{SITE}/en/economy/KOR?edition=2020")
    assert item["query"] == {"economy": "KOR", "edition": "2020", "lang": "en"}
    assert "Rep. of Korea" in item["title"]
    assert "14th" not in item["title"]
    assert ask(reader, f"{SITE}/en") == ask(reader, f"{SITE}/en/")


def test_an_embed_stays_what_it_is(reader: FlaskClient, pinned: Snapshot) -> None:
    address = f"{SITE}/embed/economy-history?economy=KOR&history=P1&lang=zh&theme=dark&snapshot={pinned.id}"
    known = ask(reader, address)
    assert known["path"] == "/embed/economy-history"
    assert known["query"] == dict(parse_qsl(urlsplit(address).query))
    for name, (_, card) in EMBEDS.items():
        if name in ("ranking", "comparison", "targets"):
            assert ask(reader, f"{SITE}/embed/{name}")["height"] == card.height


def test_a_frame_is_no_larger_than_allowed(reader: FlaskClient) -> None:
    page = f"{SITE}/en/"
    usual = ask(reader, page)
    small = ask(reader, page, maxwidth=320, maxheight=200)
    assert (small["width"], small["height"]) == (320, 200)
    for hostile in ("-1", "0", "1e9", "٣", "", "9" * 30, HOSTILE):
        assert ask(reader, page, maxwidth=hostile, maxheight=hostile)["width"] == usual["width"], hostile


def test_no_text_of_an_address_leaves_its_attribute(reader: FlaskClient) -> None:
    known = ask(reader, f"{SITE}/embed/trajectory?with={HOSTILE}&theme={HOSTILE}&lang={HOSTILE}")
    assert known["query"] == {"with": HOSTILE, "lang": "en"}


def test_what_is_not_of_this_site_is_refused(reader: FlaskClient) -> None:
    hosts = ("http://evil.example", "http://localhost@evil.example", "//localhost")
    pages = ("/en/nowhere", "/embed/nowhere", "/en/about", "/download/x.csv")
    for address, status in (
        *(("", 400), (None, 400)),
        *((f"{host}/en/", 404) for host in hosts),
        *((f"{SITE}{path}", 404) for path in pages),
        *((f"{SITE}/embed/trajectory?snapshot={one}", 404) for one in ("0123456789ab", "../../etc")),
        *((one, 404) for one in ("javascript:alert(1)", "http://[", "http://[::1]:x/", "\0", "x" * 3000)),
    ):
        answer = reader.get("/oembed", query_string={} if address is None else {"url": address})
        assert (answer.status_code, answer.mimetype) == (status, "application/json"), address
