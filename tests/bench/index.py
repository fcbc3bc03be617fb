"""Time what is computed from the pillars of one edition, and what the ETL stores of all editions."""

import statistics
import sys
import time
from collections.abc import Callable

from analysis.bounds import bounds_around, rank_bounds
from analysis.composition import wide
from analysis.draws import PUBLISHED
from analysis.extreme_weights import best, free
from analysis.imputation import completed
from analysis.robustness import around, rank_draws, rank_intervals, ranked
from analysis.sensitivity import sobol
from data.snapshot import BUNDLED, open_snapshot
from etl.intervals import intervals

EDITION = 2025
ECONOMY = "CHN"
LONGEST = 5.0
"""Seconds that the rounds of one line may take together, its first round aside."""


def median(work: Callable[[], object], rounds: int = 15) -> float:
    """Return the median in ms of up to so many rounds after a first one that is not counted."""
    work()
    taken: list[float] = []
    while len(taken) < rounds and (not taken or sum(taken) < LONGEST):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken) * 1000


def main() -> None:
    """Print one line for each piece of work."""
    snapshot = open_snapshot(BUNDLED)
    scores, structure = snapshot.table("gii_scores"), snapshot.table("gii_structure")
    held = wide(scores, EDITION)
    pillars = ranked(held)
    rows = structure[structure["edition"] == EDITION]
    start = free(pillars, ECONOMY)
    work: dict[str, Callable[[], object]] = {
        f"10,000 draws x {len(pillars)} economies, all ranks": lambda: rank_draws(pillars, 5_000),
        "2 x 10,000 draws, intervals of all": lambda: rank_intervals(pillars),
        "2 x 10,000 draws around weights, one economy": lambda: around(pillars, PUBLISHED, ECONOMY),
        "10,000 free draws, one economy": lambda: free(pillars, ECONOMY),
        "nearest weights for the best rank": lambda: best(pillars, ECONOMY, start),
        "bounds, one economy": lambda: bounds_around(pillars, PUBLISHED, ECONOMY),
        "bounds, all economies": lambda: rank_bounds(pillars),
        "which assumption matters, one economy": lambda: sobol(pillars, ECONOMY),
        "missing indicators estimated, one edition": lambda: completed(held, rows),
        "ETL: intervals of all editions": lambda: intervals(scores, structure, None),
    }
    lines = [f"Index of {EDITION}, median ms"]
    for name, task in work.items():
        lines.append(f"{name:<50}{median(task):>10,.1f}")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
