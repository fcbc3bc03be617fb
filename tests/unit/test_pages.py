"""Pages are built from any address, and own the ids of their callbacks."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import pytest
from dash import Dash
from dash.development.base_component import Component

import app as site
from components import shell
from components.pages import PAGES
from components.places import places
from components.text import LANGUAGES
from data.api import OPENAPI, ROOT
from tests.unit.views import text_of, walk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.testing import FlaskClient

    from components.pages import Page
    from components.site import Site
    from data.snapshot import Snapshot

UNKNOWN = {
    "show": "<script>alert(1)</script>",
    "from": "9999",
    "to": "-1",
    "with": "XXX,<b>",
    "raise": "<img src=x onerror=alert(1)>",
    "theme": '"><script>',
    "x": "y" * 10_000,
}


@pytest.fixture(scope="module")
def dashboard(bundled: Snapshot) -> site.Dashboard:
    return site.create_app(bundled)


@pytest.fixture(scope="module")
def reader(dashboard: site.Dashboard) -> FlaskClient:
    client: FlaskClient = dashboard.server.test_client()
    return client


def written(page: Page, held: Site, lang: str, query: Mapping[str, str]) -> str:
    return json.dumps([part.to_plotly_json() for part in page.layout(held, lang, query)], default=plain_json)


def plain_json(part: Any) -> Any:
    return part.to_plotly_json() if isinstance(part, Component) else str(part)


# Any address


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
def test_what_is_unknown_changes_nothing(held: Site, page: Page, lang: str) -> None:
    assert written(page, held, lang, UNKNOWN) == written(page, held, lang, {})


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
def test_what_is_asked_is_never_written_back(held: Site, page: Page, lang: str) -> None:
    hostile = {key: f"<script>{key}</script>" for key in ("show", "from", "to", "with", "raise", "lang")}
    assert "<script>" not in written(page, held, lang, hostile)


def shown(reader: FlaskClient, pathname: Any, search: Any) -> Any:
    """What the browser gets when it goes back to a view of a page."""
    body = {
        "output": "site-page.children",
        "outputs": {"id": "site-page", "property": "children"},
        "inputs": [{"id": "site-visit", "property": "data", "value": {"path": pathname, "search": search}}],
        "changedPropIds": ["site-visit.data"],
    }
    answer = reader.post("/_dash-update-component", json=body)
    assert answer.status_code == 200
    return answer.get_json()["response"]["site-page"]["children"]


@pytest.mark.parametrize(
    "search",
    [
        "?" + "&".join(f"p{number}={number}" for number in range(200)),
        "?" + "&".join(f"with=USA{number}" for number in range(200)),
        "?show=rank;from=2012",
        "?&&&==&=",
        "?show",
        "?" + quote("<script>window.sentinel=1</script>"),
        "?%ff%fe=%00",
        "?from=" + "9" * 2000,
        "?from=2025&to=2010",
        "no question mark",
    ],
    ids=lambda search: search[:24],
)
@pytest.mark.parametrize("path", ["/en/", "/zh/", "/en/data"])
def test_hostile_searches_show_the_default_page(reader: FlaskClient, path: str, search: str) -> None:
    assert shown(reader, path, search) == shown(reader, path, "")


@pytest.mark.parametrize("pathname", [None, 1, "", "/", "/xx/", "/en/../zh/", "javascript:alert(1)"])
def test_unknown_paths_show_the_overview(reader: FlaskClient, pathname: Any) -> None:
    assert shown(reader, pathname, "") == shown(reader, "/en/", "")


def test_the_theme_of_the_address_reaches_the_document(reader: FlaskClient) -> None:
    assert 'data-theme="dark"' in reader.get("/en/?theme=dark").get_data(as_text=True)
    assert "data-theme" not in reader.get("/en/?theme=pink").get_data(as_text=True)
    assert '<html lang="zh-CN"' in reader.get("/zh/").get_data(as_text=True)


# Ids


def ids(parts: Any) -> list[str]:
    return [name for part in walk(parts) if isinstance(name := getattr(part, "id", None), str)]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
def test_ids_are_unique_and_begin_with_the_page(held: Site, page: Page, lang: str) -> None:
    names = {one.home: one.key for one in PAGES}
    found = ids([shell.root(), *shell.frame(held, lang, page.path, names, page.layout(held, lang, {}))])
    assert len(found) == len(set(found))


def test_every_callback_finds_its_ids_on_the_page_that_owns_it(held: Site) -> None:
    # The app suppresses Dash's own check, because a page comes with its address; this is what replaces it.
    frame = set(ids(shell.root()))
    for page in PAGES:
        recorded = Dash(__name__, suppress_callback_exceptions=True)
        page.callbacks(recorded, lambda: held)
        asked = recorded.callback_map.values()
        listed = recorded._callback_list
        wanted = {part["id"] for one in asked for key in ("inputs", "state") for part in one[key]}
        wanted |= {
            one.rpartition(".")[0]
            for entry in listed
            for one in entry["output"].strip(".").split("...")
            if "." in one
        }
        wanted |= {part["id"] for entry in listed for key in ("inputs", "state") for part in entry[key]}
        own = set(ids(page.layout(held, "en", {})))
        assert wanted <= own | frame, page.key


def test_labels_and_descriptions_point_at_something(held: Site) -> None:
    for page in PAGES:
        names = {one.home: one.key for one in PAGES}
        parts = list(walk(shell.frame(held, "en", page.path, names, page.layout(held, "en", {}))))
        known = set(ids(parts))
        for part in parts:
            for name in ("aria-controls", "aria-labelledby", "aria-describedby"):
                for target in str(getattr(part, name, "") or "").split():
                    assert target in known, (page.key, name, target)


# Links


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
def test_links_lead_to_this_site_or_to_a_publisher(held: Site, page: Page, lang: str) -> None:
    names = {one.home: one.key for one in PAGES}
    known = {urlsplit(source.url).hostname for source in held.catalog.sources.values() if source.url}
    known |= {urlsplit(one.url).hostname for one in held.catalog.estimates if one.url}
    known |= {urlsplit(one.licence_url).hostname for one in held.catalog.editions.values() if one.licence_url}
    parts = list(walk(shell.frame(held, lang, page.path, names, page.layout(held, lang, {}))))
    anchors = set(ids(parts))
    tables = (str(getattr(part, "data", "")) for part in parts)  # which the browser draws
    anchors |= {name for table in tables for name in re.findall(r'"anchor": ?"([^"]+)"', table)}
    known_paths = places(held.catalog)
    for part in parts:
        for name in ("href", "src"):
            address = getattr(part, name, None)
            if not address:
                continue
            target = urlsplit(address)
            assert target.scheme in ("", "https", "http", "data"), address
            if target.scheme == "data":
                assert address.startswith("data:image/svg+xml,")
            elif target.hostname:
                assert target.hostname in known, address
            elif address.startswith("#"):
                assert address[1:] in anchors, address
            else:
                files = target.path.startswith("/download/") or target.path in (ROOT, OPENAPI)
                assert target.path in known_paths or files, address


def test_every_image_and_button_has_words_or_is_decoration(held: Site) -> None:
    for page in PAGES:
        names = {one.home: one.key for one in PAGES}
        for part in walk(shell.frame(held, "en", page.path, names, page.layout(held, "en", {}))):
            if type(part).__name__ == "Img":
                assert getattr(part, "alt", None) is not None
            if type(part).__name__ == "Button":
                assert getattr(part, "type", "") == "button"
                assert text_of(part).strip() or getattr(part, "aria-label", "")
