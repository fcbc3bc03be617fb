"""What search engines read: robots.txt, sitemap.xml, schema.org."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest

from components.text import LANGUAGES
from service import programs
from service.programs import PREVIEWS
from tests import packages
from tests.embedding import text

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from analysis.dataset import Dataset
    from data.snapshot import Snapshot

SITE = "http://localhost"
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
CC_BY = "https://creativecommons.org/licenses/by/4.0/"


def may_read(robots: str, agent: str, path: str) -> bool:
    """Return what RFC 9309 (2.2.1, 2.2.2) says: the group of the agent, in it the longest rule that fits."""
    groups: dict[str, list[tuple[str, str]]] = {}
    agents: list[str] = []
    ruled = True
    for line in robots.splitlines():
        key, _, value = (part.strip() for part in line.partition(":"))
        if key == "User-agent":
            agents = [value] if ruled else [*agents, value]
            ruled = False
        elif key in ("Allow", "Disallow"):
            ruled = True
            for one in agents:
                groups.setdefault(one, []).append((key, value))
    rules = groups.get(agent, groups["*"])
    fits = [rule for rule in rules if re.match(re.escape(rule[1]).replace(r"\*", ".*"), path)]
    return max(fits, key=lambda rule: (len(rule[1]), rule[0] == "Allow"), default=("Allow", ""))[0] == "Allow"


def test_robots_may_read_pages_and_what_draws_them_but_no_view_and_no_machine(reader: FlaskClient) -> None:
    robots = text(reader, "/robots.txt")
    pages = ("/", "/en/", "/zh/economy/CHN", "/robots.txt", "/sitemap.xml", "/en/feed.xml")
    needed = ("/assets/site.js", "/assets/one.css?m=1", "/_dash-component-suites/dash/x.js?v=2")
    held = ("/download/snapshot.zip", "/download/table/gii_scores.csv")
    endless = (
        *("/en/?with=KOR", "/zh/weights?w=1", "/download/trajectory.csv?lang=en", "/embed/trajectory"),
        *("/_dash-update-component", "/_dash-layout", "/oembed?url=x"),
    )
    asked = re.findall(r"(/api/v1[^\s)]*)", text(reader, "/llms.txt"))
    assert any("/check?economy=" in path for path in asked)
    for path in (*pages, *needed, *held, *asked, "/preview/trajectory.png?lang=en"):
        assert may_read(robots, "Googlebot", path), path
    for path in endless:
        assert not may_read(robots, "Googlebot", path), path
    for agent in PREVIEWS:  # a reader shared this view
        assert may_read(robots, agent, "/en/?with=KOR"), agent
    assert f"Sitemap: {SITE}/sitemap.xml" in robots.splitlines()


def test_the_sitemap_lists_every_page_in_every_language(reader: FlaskClient, dataset: Dataset) -> None:
    """sitemaps.org 0.9, and Google's rules for localised versions: each lists all, itself included."""
    answer = reader.get("/sitemap.xml", headers={"Accept-Encoding": "identity"})
    assert answer.mimetype == "application/xml"
    root = ElementTree.fromstring(answer.data)  # noqa: S314  # our own
    urls = {one.findtext("s:loc", "", MAP): one for one in root.findall("s:url", MAP)}
    assert len(urls) == len(root) < 50_000
    assert len(answer.data) < 50 * 1024 * 1024
    groups: dict[str, dict[str, str]] = {}
    for address, one in urls.items():
        assert one.findtext("s:lastmod", "", MAP) == dataset.snapshot.created
        links = {link.get("hreflang", ""): link.get("href", "") for link in one.findall("x:link", MAP)}
        assert set(links) == {"en", "zh-CN", "x-default"}
        assert address in links.values()
        assert all(link in urls for link in links.values())
        assert links["x-default"] == links["en"]
        groups[address] = links
    for address, links in groups.items():
        assert all(groups[link] == links for link in links.values()), address
    paths = [address.removeprefix(SITE) for address in urls]
    for lang in LANGUAGES:
        profiles = {path for path in paths if path.startswith(f"/{lang}/economy/")}
        assert profiles == {f"/{lang}/economy/{code}" for code in dataset.economies}
        for path in ("", "weights", "strategy/innovation-system", "about/glossary", "data", "story/1"):
            assert f"/{lang}/{path}" in paths
        assert not {f"/{lang}/{path}" for path in ("strategy/1", "economy", "brief")} & set(paths)
    few = [path for path in paths if not re.search(r"/(economy|brief)/", path)]
    for path in [*few[:: len(few) // 3], "/zh/economy/KOR"]:
        assert reader.get(path).status_code == 200, path


def _data(document: str) -> dict[str, Any]:
    found = re.findall(r'<script type="application/ld\+json">(.+?)</script>', document)
    assert len(found) == 1
    whole: dict[str, Any] = json.loads(found[0])
    return whole


@pytest.fixture(scope="module")
def whole(reader: FlaskClient) -> dict[str, Any]:
    """The Dataset in the Data page, and in no other."""
    assert "ld+json" not in text(reader, "/en/")
    return _data(text(reader, "/en/data"))


def test_the_snapshot_is_a_dataset_by_the_rules_of_google(whole: dict[str, Any], reader: FlaskClient) -> None:
    """developers.google.com/search/docs/appearance/structured-data/dataset: required, and recommended."""
    assert (whole["@type"], whole["creator"]["@type"]) == ("Dataset", "Organization")
    assert whole["name"]
    assert 50 <= len(whole["description"]) <= 5000
    assert {"url", "version", "identifier", "temporalCoverage", "spatialCoverage", "usageInfo"} <= set(whole)
    assert whole["temporalCoverage"] == "2007/2025"
    (file,) = whole["distribution"]
    assert file["@type"] == "DataDownload"
    assert file["contentUrl"].startswith("/download/")
    assert file["encodingFormat"] == reader.get(file["contentUrl"]).mimetype


def test_a_licence_stands_only_where_a_publisher_states_one(whole: dict[str, Any]) -> None:
    works = whole["isBasedOn"]
    assert whole["license"] == "/en/data#sources", "the page with what each publisher states"
    assert {one.get("license") for one in works} == {CC_BY, None}
    world_bank = [one for one in works if one["name"] == "World Development Indicators"]
    assert [one["license"] for one in world_bank] == [CC_BY]
    index = [one for one in works if one["name"] == "Global Innovation Index"]
    assert [one["version"] for one in index if "license" in one] == ["2023"]


def test_no_text_of_a_snapshot_can_end_the_element(dataset: Dataset, pinned: Snapshot) -> None:
    sources = dataset.table("sources").assign(citation="</script><script>alert(1)</script>")
    hostile = type(dataset)(packages.with_table(pinned, "sources", sources), dataset.catalog)
    element = programs.schema_org(hostile)
    assert element.count("<") == 2
    assert "</script><script>" in json.dumps(_data(element))
