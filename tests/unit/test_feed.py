"""The feed of changes, read by feedparser: all in it follows from the data, nothing from the clock."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import feedparser  # type: ignore[import-untyped]
import pytest

from analysis.dataset import Dataset
from analysis.evidence.targets import official_targets
from analysis.news import last_day
from components import news
from components.text import LANGUAGES
from tests import packages

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from data.snapshot import Snapshot

SITE = "http://localhost"


def read(reader: FlaskClient, path: str) -> Any:
    """Return a feed as feedparser reads it, which has no complaint."""
    answer = reader.get(path)
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    found = feedparser.parse(answer.data)
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_feed_keeps_the_rules_of_atom(reader: FlaskClient, lang: str, dataset: Dataset) -> None:
    """RFC 4287, 4.1: an id, a title and a time of each; an author; links; ids that occur once."""
    found = read(reader, f"/{lang}/feed.xml")
    for one in (found.feed, *found.entries):
        assert one.id.startswith("tag:localhost,2026:")  # RFC 4151
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", one.updated)
        assert one.updated[:10] <= dataset.snapshot.created
        assert one.title
        assert not re.search(r"[\[\]{}*~]", one.title + one.get("summary", ""))
    assert found.feed.author
    links = {link["rel"]: link["href"] for link in found.feed.links}
    assert links == {"self": f"{SITE}/{lang}/feed.xml", "alternate": f"{SITE}/{lang}/"}
    assert len({one.id for one in found.entries}) == len(found.entries) <= news.MOST
    days = [one.updated for one in found.entries]
    assert days == sorted(days, reverse=True)
    assert found.feed.updated == days[0]
    paths = {one.link.removeprefix(SITE).partition("#")[0] for one in found.entries}
    for path in sorted(paths)[::8]:
        assert reader.get(path).status_code == 200, path


def test_a_refresh_that_revises_and_turns_a_verdict_is_in_the_feed(
    dataset: Dataset, pinned: Snapshot
) -> None:
    revisions, claims = (dataset.table(name).copy() for name in ("revisions", "claims"))
    rows = [
        ("BM.GSR.ROYL.CD", "value", "CHN", 2012, 1.0, 1.1, 0.1, "2025-05", "2026-10", "wdi_2026_07_13"),
        ("GII", "rank", "CHN", 2024, 11.0, None, None, "2025-09", "2026-11-20", "wipo_tech1_2025"),
    ]
    for row in rows:
        revisions.loc[len(revisions)] = row
    turned = claims["claim"] == "enterprises"
    claims.loc[turned, ["verdict", "verdict_before"]] = ["moved", "not_moved"]
    snapshot = packages.with_table(pinned, "claims", claims)
    later = Dataset(packages.with_table(snapshot, "revisions", revisions), dataset.catalog)
    found = {one.key: one for one in news.feed(later, "en").entries}
    new = [found[key] for key in found.keys() - {one.key for one in news.feed(dataset, "en").entries}]
    said = {one.path.removeprefix("/en/"): (one.day, one.title, one.text) for one in new}
    assert len(new) == len(said) == 3
    day, title, text = said["claims#claim-enterprises"]
    assert day == "2026-11-20"
    assert title.endswith(": Moved towards it")
    assert "from “Did not move towards it” to “Moved towards it”" in text
    assert said["data/releases?series=BM.GSR.ROYL.CD"][0] == "2026-10-31"
    assert "the largest by 10.0%" in said["data/releases?series=BM.GSR.ROYL.CD"][2]
    assert said["data#revisions"][1] == "GII GII, rank: revised for China"
    assert "no longer published" in said["data#revisions"][2]


def test_a_target_that_today_looks_otherwise_is_in_the_feed(dataset: Dataset) -> None:
    frame = official_targets(dataset)
    place = frame[frame["counted"] & (frame["verdict_first"] == "late")].index[0]
    target = str(frame.loc[place, "target"])
    turned = frame.copy()
    turned.loc[place, "verdict_revised"] = "missed"
    other = Dataset(dataset.snapshot, dataset.catalog)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("components.news.official_targets", lambda _: turned)
        (one,) = (one for one in news.feed(other, "en").entries if one.key.startswith("target/"))
    assert one.key == f"target/{target}/late/missed"
    assert one.title.endswith("Missed by today’s figures")
    assert one.path == f"/en/strategy/targets#target-{target}"
    assert one.day <= dataset.snapshot.created


def test_a_date_counts_from_when_it_is_over(dataset: Dataset) -> None:
    for text, day in (
        *(("2026-07-13", "2026-07-13"), ("2024-02", "2024-02-29"), ("2023", "2023-12-31")),
        *(("2024 update", "2024-12-31"), ("2026", "2026-11-24"), ("11.0", "2026-11-24")),
    ):
        assert last_day(dataset, text) == day
