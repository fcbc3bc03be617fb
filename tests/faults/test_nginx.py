"""What nginx does for readers of two replicas: one each, files once, no mix of themes or ids, limits."""

from __future__ import annotations

import re
import time
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from tests.balancing import FRESH
from tests.faults.replicas import PATHS, Asked, Stage, staged
from tests.site_callbacks import UPDATE

if TYPE_CHECKING:
    from collections.abc import Iterator


KEPT = {"HIT", "REVALIDATED"}


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Two replicas on the bundled snapshot."""
    with staged(tmp_path_factory.mktemp("site"), tmp_path_factory.mktemp("data")) as running:
        yield running


def test_a_reader_stays_with_one_replica_and_readers_are_spread_over_both(stage: Stage) -> None:
    for number in range(1, 13):
        for path in ("/en/", "/api/v1/standing?economy=CHN&edition=2025&n"):
            Asked(path).of(stage.address, f"203.0.113.{number}")
    replicas: dict[str, set[str]] = defaultdict(set)
    for line in stage.nginx.log():
        if line["client"].startswith("203.0.113.") and line["replica"]:
            replicas[line["client"]].add(line["replica"])
    assert len(replicas) == 12
    assert {len(one) for one in replicas.values()} == {1}
    assert len(set().union(*replicas.values())) == 2


def test_a_file_is_asked_of_a_replica_once_for_each_coding_whatever_browsers_call_it(stage: Stage) -> None:
    document = Asked("/en/").of(stage.address).body.decode()
    script = re.search(r"/assets/[\w.-]+\.js(?:\?m=[\d.]+)?", document)
    assert script
    told = [
        (said.headers.get("Content-Encoding"), said.kept)
        for coding in ("br, gzip", "gzip, deflate, br, zstd", "gzip;q=1.0, br;q=0", "gzip, deflate", "br")
        for said in [Asked(script[0]).of(stage.address, Accept_Encoding=coding)]
    ]
    assert told == [("br", "MISS"), ("br", "HIT"), ("gzip", "MISS"), ("gzip", "HIT"), ("br", "HIT")]


def test_the_theme_of_one_reader_is_never_that_of_another(stage: Stage) -> None:
    for theme in ("dark", "light", "", "dark"):
        said = Asked("/en/").of(stage.address, Cookie=f"theme={theme}" if theme else "other=1")
        assert said.kept is None
        assert said.headers["Cache-Control"] == "no-cache"
        assert re.findall(r'<html[^>]* data-theme="(\w*)"', said.body.decode()) == ([theme] if theme else [])


def test_what_the_site_says_of_an_answer_reaches_the_reader_unchanged(stage: Stage) -> None:
    own = {"Connection", "Date", "Server", "X-Cache", "X-Request-ID", "Transfer-Encoding", "Content-Length"}
    for one in map(Asked, [*PATHS, "/en/nowhere", "/api/v1/scores?x=1", "/assets/favicon.svg"]):
        direct, through = one.of(stage.replicas[0].address), one.of(stage.address)
        assert through.status == direct.status
        kept = {name: value for name, value in direct.headers.items() if name not in own}
        assert {name: value for name, value in through.headers.items() if name not in own} == kept
        assert through.headers["Server"] == "nginx"


def test_every_answer_has_the_id_of_its_own_request_also_when_it_was_kept(stage: Stage) -> None:
    one = Asked("/api/v1/scores?economy=KOR&code=GII")
    for identity in ("reader-one-0001", "reader-two-0002"):
        assert one.of(stage.address, X_Request_ID=identity).headers["X-Request-ID"] == identity
    made = one.of(stage.address, X_Request_ID='"; drop')
    assert re.fullmatch(r"[0-9a-f]{32}", made.headers["X-Request-ID"])
    assert made.kept == "HIT"


def test_a_body_beyond_the_limit_and_too_many_requests_end_at_nginx(stage: Stage) -> None:
    assert Asked(UPDATE, b"x" * (256 * 1024 + 1)).of(stage.address).status == 413
    statuses = [Asked("/download/x.csv").of(stage.address, "192.0.2.99") for _ in range(30)]
    assert {one.status for one in statuses} == {404, 429}
    refused = statuses[-1]
    assert (refused.status, refused.headers["Retry-After"]) == (429, "5")
    assert Asked("/download/x.csv").of(stage.address, "192.0.2.98").status == 404


def test_a_preview_is_asked_of_a_replica_once_whatever_readers_take(stage: Stage) -> None:
    readers = [("gzip", "en"), ("br, gzip", "zh"), ("identity", "en-GB,en;q=0.9"), ("gzip", "en")]
    for path in ("/preview/trajectory.png?lang=en&show=score", "/preview/brief.png?lang=zh&economy=KOR"):
        said = [
            Asked(path).of(stage.address, f"203.0.113.{number}", Accept_Encoding=coding, Accept_Language=lang)
            for number, (coding, lang) in enumerate(readers, start=1)
        ]
        assert said[0].kept == "MISS"
        assert {one.kept for one in said[1:]} <= KEPT
        assert {one.body for one in said} == {said[0].body}
        assert said[0].body.startswith(b"\x89PNG")
        assert said[0].headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    # Without a language in the address it depends on the reader; what is no picture is not kept.
    own = [Asked("/preview/about.png").of(stage.address, Accept_Language=lang) for lang in ("en", "zh", "en")]
    assert [one.kept in KEPT for one in own] == [False, False, True]
    assert own[0].body == own[2].body != own[1].body
    for path, status in (("/preview/none.png", 404), ("/preview/about.png?snapshot=0123456789ab", 410)):
        gone = [Asked(path).of(stage.address) for _ in range(2)]
        assert [(one.status, one.kept) for one in gone] == [(status, "MISS")] * 2, path


def test_a_kept_preview_is_revalidated_not_sent_again(stage: Stage) -> None:
    path = "/preview/ranking.png?lang=en"
    first = Asked(path).of(stage.address)
    time.sleep(FRESH + 1)
    again = Asked(path).of(stage.address)
    assert (first.kept, again.kept) == ("MISS", "REVALIDATED")
    assert again.body == first.body


def test_an_embed_that_names_no_language_comes_in_that_of_each_reader(stage: Stage) -> None:
    for lang in ("en", "zh", "en"):
        said = Asked("/embed/trajectory").of(stage.address, Accept_Language=lang).body.decode()
        assert re.findall(r'<html lang="(\w\w)', said) == [lang]
