"""Whose figures the site holds: how many come from each release, and who published them."""

from collections import Counter
from typing import Final

from analysis import inventory
from analysis.dataset import Dataset, cached
from components.text import Words

PASSED_ON: Final = ("own_calculation", "third_party_panel", "press", "official_targets")
"""Families that name no publisher of figures: our own, and those who restate what others published."""


@cached
def used(dataset: Dataset) -> dict[str, int]:
    """Return how many figures come from each release."""
    return {str(source): int(count) for source, count in inventory.used(dataset.table).items()}


def publishers(dataset: Dataset, t: Words) -> list[str]:
    """Return who published those figures, in a language, the one of most figures first."""
    counts: Counter[str] = Counter()
    for release, count in used(dataset).items():
        family = str(dataset.sources.at[release, "family"])
        if family not in PASSED_ON:
            counts[t.of(dataset.catalog.sources[family].publisher)] += count
    return [name for name, _ in counts.most_common()]
