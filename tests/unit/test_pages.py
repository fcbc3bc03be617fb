"""Pages are built from any address, and own the ids of their callbacks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from dash import Dash

from components import shell
from components.pages import PAGES
from components.routes import refused, routes
from components.text import LANGUAGES
from data.api import OPENAPI, ROOT
from tests.unit.views import walk

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from analysis.dataset import Dataset
    from tests.unit.views import Pages

UNKNOWN = {
    "show": "<script>alert(1)</script>",
    "from": "<script>from</script>",
    "to": "-1",
    "with": "XXX,<b>",
    "raise": "<img src=x onerror=alert(1)>",
    "theme": '"><script>',
    "x": "y" * 10_000,
}


# Any address


def test_what_is_unknown_changes_nothing(dataset: Dataset) -> None:
    changed = [one.key for one in PAGES if one.query.read(dataset, UNKNOWN) != one.query.read(dataset, {})]
    assert changed == []


def told(document: str) -> str:
    """The line above the content that says what the address asks for in vain."""
    found = re.search(r'<p class="refused">(.*?)</p>', document)
    assert found
    return found[1]


UNTOLD = {"find", "guess"}  # any text is looked for, and what is no guess of ranks guesses nothing


def test_what_an_address_asks_for_in_vain_is_told_in_one_line(reader: FlaskClient, dataset: Dataset) -> None:
    for number, page in enumerate(PAGES):
        keys, lang = [key for key in page.keys if key not in UNTOLD], LANGUAGES[number % 2]
        given = {page.item: page.first} if page.item else {}
        empty = {"utm_source": "x", "theme": "pink", **dict.fromkeys(keys, "")}
        assert refused(dataset, lang, page, given, empty, list) == "", page.key
        query = urlencode(dict.fromkeys(keys, "<b>" + "x" * 100))
        document = reader.get(f"/{lang}/{page.home}?{query}").text
        line = told(document)
        assert line.count("&lt;b&gt;") == len(keys), line
        assert "x" * 41 not in line
        assert "<b>x" not in document, page.key  # nor is it written back anywhere else


def test_what_is_shown_in_its_place_is_told(reader: FlaskClient) -> None:
    order = "Editions put in order: 2012 to 2022."
    for address, line in {
        "/en/?from=2022&to=2012": order,
        "/en/brief/CHN?edition=2012&since=2022": order,
        "/zh/why?from=2022&to=2012": "两个版次已按先后排列：2012年版至2022年版。",
        "/embed/rank-ledger?from=2022&to=2012": order,
        "/en/?from=2007&to=2010": "Last edition: 2010 not available, shown: 2025.",
        "/en/why?from=1999&economy=ZZZ": "First edition: 1999 not available, shown: 2012. "
        "Economy: ZZZ not available, shown: China.",
        "/en/why/reach?edition=2010": "Edition: 2010 not available, shown: 2025.",
        "/en/why/reach?rank=15": "Rank to reach: 15 not available, shown: 5.",
        "/en/data/releases?series=RL.EST": "Series: RL.EST not available, shown: "
        "R&amp;D spending, share of GDP.",
        "/en/why/reach?economy=ZZZ,YYY,XXX,WWW": "Economy: ZZZ, YYY and XXX not available, shown: China.",
        "/en/?with=USA,KOR,SGP,DEU,JPN,IND,FRA,GBR,ITA": "Compare with: 8 are shown, no more.",
        "/en/?with=CHN,USA": "",  # China is drawn anyway
        "/en/why?from=2007": "",  # the page itself says what there is of it
    }.items():
        assert told(reader.get(address).text) == line, address


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


def test_unknown_paths_show_the_overview(reader: FlaskClient) -> None:
    paths = (None, 1, "", "/", "/xx/", "/en/../zh/", "javascript:alert(1)")
    usual = shown(reader, "/en/", "")
    assert [path for path in paths if shown(reader, path, "") != usual] == []


def test_the_theme_of_the_address_reaches_the_document(reader: FlaskClient) -> None:
    assert re.search(r'<html[^>]* data-theme="dark"', reader.get("/en/?theme=dark").get_data(as_text=True))
    assert re.search(r"<html[^>]* data-theme", reader.get("/en/?theme=pink").get_data(as_text=True)) is None
    assert '<html lang="zh-CN"' in reader.get("/zh/").get_data(as_text=True)


# Ids


def ids(parts: Any) -> list[str]:
    return [name for part in walk(parts) if isinstance(name := getattr(part, "id", None), str)]


def test_ids_are_unique_and_every_callback_finds_its_own_on_its_page(pages: Pages) -> None:
    # The app suppresses Dash's own check, because a page comes with its address; this is what replaces it.
    frame = set(ids(shell.root()))
    for page in PAGES:
        found = ids([shell.root(), *pages.framed(page)])
        assert sorted({name for name in found if found.count(name) > 1}) == [], page.key
        recorded = Dash(__name__, suppress_callback_exceptions=True)
        page.register(recorded, lambda: pages.dataset)
        wanted = set()
        for entry in (*recorded.callback_map.values(), *recorded._callback_list):
            wanted |= {part["id"] for key in ("inputs", "state") for part in entry[key]}
            outputs = str(entry["output"] if isinstance(entry["output"], str) else "").strip(".").split("...")
            wanted |= {one.rpartition(".")[0] for one in outputs if "." in one}
        own = {*found, *frame}
        if page.item:  # what its first item alone shows
            own |= set(ids(pages.content(page, query={page.item: page.first})))
        assert wanted - own == set(), page.key


# Links


def test_links_lead_to_this_site_or_to_a_publisher(pages: Pages) -> None:
    known, places = pages.dataset.catalog, set(routes(pages.dataset.catalog))
    urls = [source.url for source in known.sources.values()] + [one.url for one in known.estimates.values()]
    urls += [one.licence_url for one in known.editions.values()]
    hosts = {urlsplit(url).hostname for url in urls if url}
    for lang in LANGUAGES:
        for page in PAGES:
            parts = list(walk(pages.framed(page, lang)))
            anchors = set(ids(parts))
            tables = (str(getattr(part, "data", "")) for part in parts)  # which the browser draws
            anchors |= {name for table in tables for name in re.findall(r'"anchor": ?"([^"]+)"', table)}
            addresses = {str(getattr(part, name, None) or "") for part in parts for name in ("href", "src")}
            lost = {one for one in addresses - {""} if not leads(one, anchors, places, hosts)}
            assert lost == set(), (page.key, lang)


def leads(address: str, anchors: set[str], known: set[str], hosts: set[str | None]) -> bool:
    """Whether an address is of this site, its own page, a publisher, or a drawing in the page itself."""
    target = urlsplit(address)
    if target.scheme == "data":
        return address.startswith("data:image/svg+xml,")
    if target.scheme not in ("", "https", "http"):
        return False
    if target.hostname:
        return target.hostname in hosts
    if address.startswith("#"):
        return address[1:] in anchors
    return (
        target.path in known
        or target.path.startswith("/download/")
        or target.path in (ROOT, OPENAPI, "/llms.txt")
    )


PLACES = {
    **dict.fromkeys(("economy", "economy/KOR", "economy/CHN"), "economy/CHN"),
    **dict.fromkeys(("brief", "brief/KOR"), "economy/CHN"),
    **dict.fromkeys(("story", "story/7"), "story/1"),
    **{path: path for path in ("", "ranking", "why", "strategy/targets")},
}


def test_every_address_marks_its_own_place(reader: FlaskClient) -> None:
    for path, place in PLACES.items():
        document = reader.get(f"/zh/{path}", headers={"Accept-Encoding": "identity"}).text
        assert set(re.findall(r'<a aria-current="page" href="([^"]+)"', document)) == {f"/zh/{place}"}, path
