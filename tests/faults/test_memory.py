"""The memory of a worker after many thousand choices that nobody made before, and as many odd requests."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from random import Random

import pytest
import requests
from requests.adapters import HTTPAdapter

from app import Dashboard
from data.snapshot import Snapshot
from tests.sampling import LONG, SEED
from tests.serving import serve
from tests.site_callbacks import UPDATE, callback

FIRST, ALL = 1_000, 20_000
"""Requests after which the memory is taken, first and at last."""
MOST = 1.25
CLIENTS = 4
CHANGE = {"overview-from.value": 2010, "overview-to.value": 2025, "overview-show.value": "rank"}
ADDRESSES = (
    "/{lang}/?with={three}&show=score",
    "/{lang}/compare?economy={one}&with={three}&measure=P{digit}",
    "/{lang}/economy/{one}?edition={edition}&beside={other}",
    "/{lang}/weights?economy={one}&edition={edition}&w={number},20,20,20,20,50,50",
    "/{lang}/ranking?edition={edition}&find={number}",
    "/embed/trajectory?lang={lang}&with={three}",
    "/download/comparison.csv?economy={one}&with={three}",
    "/api/v1/scores?economy={three}&edition={edition}&limit={number}",
    "/api/v1/cards/weights-places?economy={one}&edition={edition}&w={number},20,20,20,20,50,50",
    "/{lang}/{number}/{one}?edition=<script>",
    "/api/v1/scores?economy={number}&x={three}",
)
"""Four fifths are choices that a page, embed, download or endpoint has; the last ones nobody has."""


def asked(economies: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield addresses without end, each with three economies for a callback."""
    chance = Random(SEED)  # noqa: S311 - nothing is kept secret by it
    while True:
        for address in ADDRESSES:
            one, other, *three = chance.sample(economies, 5)
            named = {
                "one": one,
                "other": other,
                "three": ",".join(three),
                "lang": chance.choice(("en", "zh")),
            }
            numbers = {"edition": chance.randint(2011, 2025), "number": chance.randint(1, 99)}
            yield address.format(**named, **numbers, digit=chance.randint(1, 7)), three


@pytest.mark.skipif(not LONG, reason="20,000 requests: make test-long")
def test_a_worker_does_not_grow_with_what_it_was_asked(
    quick: Dashboard, pinned: Snapshot, tmp_path: Path
) -> None:
    with serve(tmp_path, tmp_path / "none", "--workers", "1") as site, ThreadPoolExecutor(CLIENTS) as clients:
        session = requests.Session()
        session.mount("http://", HTTPAdapter(pool_maxsize=CLIENTS))
        session.headers["Content-Type"] = "application/json"

        def ask(one: tuple[str, list[str]]) -> set[int]:
            address, three = one
            body = callback(quick, "overview-figures.data", {**CHANGE, "overview-with.value": three})
            answers = session.post(site.address + UPDATE, body), session.get(site.address + address)
            return {answer.status_code for answer in answers}

        def memory() -> int:
            text = Path(f"/proc/{site.workers[0]}/status").read_text(encoding="ascii")
            return int(text.partition("VmRSS:")[2].split()[0])

        left = asked(sorted(map(str, pinned.table("economies")["economy"])))
        held = []
        for count in (FIRST // 2, (ALL - FIRST) // 2):
            statuses = set().union(*clients.map(ask, islice(left, count)))
            assert statuses <= {200, 400, 404, 429}, statuses
            held.append(memory())
        assert held[1] <= MOST * held[0], f"{held} kB"
