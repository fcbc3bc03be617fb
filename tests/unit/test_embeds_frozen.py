"""Frozen embeds: on exactly their snapshot, with its downloads, or a sentence in place of other data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from components import embed
from components.text import LANGUAGES, words
from tests.embedding import HOSTILE, text

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from data import store
    from data.snapshot import Snapshot


@pytest.mark.parametrize("name", ["trajectory", "ranking", "strategic-pillar"])
def test_a_frozen_embed_is_of_its_snapshot_with_all_that_can_be_taken_from_it(
    visitor: FlaskClient, name: str, pinned: Snapshot, later: store.Package
) -> None:
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


def test_an_embed_frozen_at_the_snapshot_on_show_stays_at_it(
    visitor: FlaskClient, later: store.Package
) -> None:
    document = text(visitor, f"/embed/trajectory?lang=en&snapshot={later.id}")
    assert f"Always shows snapshot {later.id}" in document
    assert f"&amp;snapshot={later.id}" in document


@pytest.mark.parametrize("asked", ["0123456789ab", "../../etc/passwd", HOSTILE, "%00", "x" * 3000])
def test_a_snapshot_that_is_not_held_is_said_in_both_languages(visitor: FlaskClient, asked: str) -> None:
    answer = visitor.get("/embed/trajectory", query_string={"with": "KOR", "snapshot": asked})
    document = answer.get_data(as_text=True)
    assert answer.status_code == 410
    assert "X-Snapshot" not in answer.headers
    for lang in LANGUAGES:
        assert words(lang)("embed.missing_title") in document
        assert words(lang)("embed.current") in document
    assert 'href="/embed/trajectory?with=KOR"' in document
    assert (asked in document) == (asked == "0123456789ab")
    assert visitor.get("/download/trajectory.csv", query_string={"snapshot": asked}).status_code == 410


def test_an_old_snapshot_that_cannot_be_drawn_is_as_good_as_gone(
    visitor: FlaskClient, pinned: Snapshot, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> str:
        raise KeyError("a family that the catalog does not name")

    monkeypatch.setattr(embed, "document", broken)
    assert visitor.get(f"/embed/claims?snapshot={pinned.id}").status_code == 410
    assert [line.levelname for line in caplog.records] == ["WARNING"]
