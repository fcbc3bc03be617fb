"""Editions of the index that were launched and are not held, one line each."""

from dash.development.base_component import Component

from analysis.dataset import Dataset
from components import numbers
from components.text import Words, markup


def launched(dataset: Dataset, say: Words) -> list[list[str | Component]]:
    """Return a line for each edition that the catalog knows as launched and the snapshot does not hold."""
    return [
        markup(
            say(
                "launched",
                edition=one.year,
                publisher=one.publisher.get(say.lang),
                day=numbers.day(one.released, say.lang),
                theme=one.theme.get(say.lang),
                last=dataset.editions[-1],
            )
        )
        for one in dataset.launched
    ]
