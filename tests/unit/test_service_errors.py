"""Redirects, and pages for errors."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from components.pages import PAGES
from components.routes import NAVIGATION
from components.text import words
from data.languages import LANGUAGES

if TYPE_CHECKING:
    from flask.testing import FlaskClient


@pytest.mark.parametrize(
    ("accepted", "place"),
    [
        (None, "/en/"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "/zh/"),
        ("zh", "/zh/"),
        ("zh-Hant-TW", "/zh/"),
        ("en-GB,en;q=0.9,zh;q=0.8", "/en/"),
        ("fr-FR", "/en/"),
        ("zh;q=0, en;q=0.1", "/en/"),
        ("*", "/en/"),
        ("nonsense;;q=,,", "/en/"),
    ],
)
def test_the_bare_address_leads_to_the_readers_language(
    client: FlaskClient, accepted: str | None, place: str
) -> None:
    answer = client.get("/", headers={"Accept-Language": accepted} if accepted else {})
    assert answer.status_code == 302
    assert answer.headers["Location"] == place
    assert "Accept-Language" in answer.headers["Vary"]
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_that_is_not_there_leads_to_all_that_are(reader: FlaskClient, lang: str) -> None:
    answer = reader.get(f"/{lang}/nothing")
    assert answer.status_code == 404
    links = re.findall(r'<a href="([^"]+)"', answer.text)
    pages = {f"/{lang}/{place}" for group in NAVIGATION.values() for place in group}
    assert set(links) == pages | {f"/{lang}/#search"}
    assert {f"/{lang}/{page.home}" for page in PAGES} <= pages


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("/en/rankings", "/en/ranking"),
        ("/en/economy/Vietnam", "/en/economy/VNM"),
        ("/zh/brief/越南", "/zh/brief/VNM"),
        ("/zh/economys", "/zh/economy"),
        ("/en/strategy/target", "/en/strategy/targets"),
    ],
)
def test_a_mistyped_address_names_the_page_that_may_be_meant(
    reader: FlaskClient, path: str, meant: str
) -> None:
    text = reader.get(path).text
    assert f'<p class="ways"><b>{words(path[1:3])("error.near")}</b> <a href="{meant}">' in text
    assert 'class="mark"' in text
    assert words("en")("error.near") not in reader.get("/en/qqqq").text


def test_redirects_keep_the_query(client: FlaskClient) -> None:
    query = "peers=KOR,JPN&measure=score&x=%E4%B8%AD"
    assert client.get(f"/?{query}").headers["Location"] == f"/en/?{query}"
    assert client.get(f"/zh?{query}").headers["Location"] == f"/zh/?{query}"
    assert client.get("/en/data/").headers["Location"] == "/en/data"


@pytest.mark.parametrize("path", ["/EN/Data", "/en/DATA/", "/En/data"])
def test_the_case_of_letters_leads_nobody_astray(client: FlaskClient, path: str) -> None:
    assert client.get(f"{path}?x=1").headers["Location"] == "/en/data?x=1"


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/data?lang=en", "/en/data"),
        ("/data?x=1&lang=en&with=KOR,JPN", "/en/data?x=1&with=KOR,JPN"),
        ("/Data/?lang=en", "/en/data"),
        ("/data?lang=<script>", "/en/data"),
        ("/data", "/en/data"),
    ],
)
def test_a_page_without_its_language_leads_to_the_one_asked_for(
    client: FlaskClient, path: str, place: str
) -> None:
    answer = client.get(path)
    assert answer.status_code == 302
    assert unquote(answer.headers["Location"]) == place
    assert "Accept-Language" in answer.headers["Vary"]


def test_the_last_part_of_a_path_alone_leads_to_its_page(reader: FlaskClient) -> None:
    query = "economy=CHN&edition=2025&rank=5"
    assert reader.get(f"/reach?{query}&lang=zh").headers["Location"] == f"/zh/why/reach?{query}"
    assert reader.get(f"/en/reach?{query}").headers["Location"] == f"/en/why/reach?{query}"
    assert reader.get("/en/CHN").status_code == 404  # two pages end so


@pytest.mark.parametrize("path", ["//evil.example/x", "/%0d%0aSet-Cookie:%20a=b", "/?next=//evil.example"])
def test_no_redirect_leaves_the_site(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (302, 308, 404)
    location = answer.headers.get("Location", "/")
    assert location.removeprefix("http://localhost").startswith("/")
    assert not location.startswith("//")
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "path", ["/nothing", "/en/nothing", "/%00", "/" + "a" * 10_000, "/_dash", "/en/data/x"]
)
def test_unknown_paths_get_the_page(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.content_type == "text/html; charset=utf-8"
    assert "<title>404</title>" in answer.get_data(as_text=True)


def test_the_page_speaks_the_language_of_its_path(client: FlaskClient) -> None:
    assert "lang='zh'" in client.get("/zh/nothing").get_data(as_text=True)
    english = client.get("/en/nothing", headers={"Accept-Language": "zh"})
    assert "lang='en'" in english.get_data(as_text=True)
    assert "lang='zh'" in client.get("/nothing", headers={"Accept-Language": "zh-CN"}).get_data(as_text=True)


def test_programs_get_json(client: FlaskClient) -> None:
    answer = client.get("/_dash-nothing")
    assert answer.status_code == 404
    assert answer.get_json() == {"error": "Not Found"}
    answer = client.get("/api/v1/nothing")
    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"
    assert answer.get_json()["title"] == "Not Found"


def test_a_fault_shows_nothing_of_itself(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        answer = client.get("/broken")
    assert answer.status_code == 500
    assert "<title>500</title>" in answer.get_data(as_text=True)
    assert "secret" not in answer.get_data(as_text=True)
    assert "secret" in caplog.text
