"""What is kept between requests is bounded, however many different ones are made."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

from analysis.dataset import ENTRIES, Dataset, cached
from analysis.index.ranking import RANKING, Choice
from components.routes import PATHS
from tests.sampling import LONG

if TYPE_CHECKING:
    from flask.testing import FlaskClient

WARM, MORE = (600, 600) if LONG else (300, 150)
MOST_LEFT = 10  # objects a request; a cache that nothing bounds keeps more of each


def test_a_dataset_caches_the_results_that_were_needed_lately(dataset: Dataset) -> None:
    other, computed = Dataset(dataset.snapshot, dataset.catalog), list[int]()

    @cached
    def compute(_dataset: Dataset, number: int) -> int:
        computed.append(number)
        return number

    for number in range(ENTRIES):
        assert compute(other, number) == number
    assert compute(other, 0) == 0
    assert len(computed) == ENTRIES
    compute(other, ENTRIES)
    assert (compute(other, 0), len(computed)) == (0, ENTRIES + 1)  # needed lately, so it stayed
    assert (compute(other, 1), len(computed)) == (1, ENTRIES + 2)  # not needed the longest, so it went


def test_texts_that_readers_type_share_one_ranking(dataset: Dataset) -> None:
    other = Dataset(dataset.snapshot, dataset.catalog)  # in that of other tests one of the three may be left
    results = [RANKING.result(other, Choice.read(other, {"find": text})) for text in ("chi", "ger", "")]
    assert all(one is results[0] for one in results)


def test_different_requests_leave_nothing_behind(reader: FlaskClient) -> None:
    visitor, pages = reader.application.test_client(use_cookies=False), sorted(PATHS)

    def ask(first: int, last: int) -> int:
        for number in range(first, last):
            paths = (
                pages[number % len(pages)],
                f"/api/v1/scores?economy=CHN&edition={2011 + number % 15}&limit={number + 1}",
                f"/assets/favicon.svg?m={number}",
            )
            answer = visitor.get(paths[number % 3], headers={"Accept-Encoding": "br"})
            assert answer.status_code < 500
            answer.close()
        gc.collect()
        return sys.getallocatedblocks()

    before = ask(0, WARM)
    assert (ask(WARM, WARM + MORE) - before) / MORE < MOST_LEFT
