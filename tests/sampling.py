"""What is long by nature is sampled by a fixed seed; `make test-long` runs all of it."""

import os
from collections.abc import Iterable
from random import Random
from typing import TypeVar

T = TypeVar("T")

LONG = os.environ.get("TEST_LONG") == "1"
SEED = int(os.environ.get("TEST_SEED", "2022"))


def sample(cases: Iterable[T], most: int) -> list[T]:
    """Return at most so many of some cases, in their order: the same for the same seed."""
    every = list(cases)
    if LONG or len(every) <= most:
        return every
    places = Random(SEED).sample(range(len(every)), most)  # noqa: S311 - nothing is kept secret by it
    return [every[place] for place in sorted(places)]
