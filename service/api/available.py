"""The values that parameters of the interface may have, from the snapshot and the catalog."""

from __future__ import annotations

from analysis.dataset import Dataset, cached
from data.api import Parameter
from data.codes import code_order

Value = str | int


@cached
def values(dataset: Dataset) -> dict[str, tuple[Value, ...]]:
    """Return the values of parameters, by the name of the list (data.api.Parameter)."""
    years = dataset.table("observations")["year"]
    return {
        "economies": tuple(sorted(map(str, dataset.table("economies")["economy"]))),
        "editions": dataset.editions,
        "codes": tuple(sorted(set(dataset.table("gii_scores")["code"]), key=code_order)),
        "indicators": tuple(sorted(dataset.catalog.indicators)),
        "sources": tuple(sorted(map(str, dataset.sources.index))),
        "years": tuple(range(int(years.min()), int(years.max()) + 1)),
    }


def options(dataset: Dataset, parameter: Parameter) -> tuple[Value, ...]:
    """Return the values of a parameter; empty if it may be any number."""
    return values(dataset)[parameter.values] if parameter.values else parameter.options


def limits(dataset: Dataset, parameter: Parameter) -> tuple[float | None, float | None]:
    """Return the least and the greatest number that a parameter may be."""
    if parameter.between:
        numbers = [value for value in values(dataset)[parameter.between] if isinstance(value, int)]
        return numbers[0], numbers[-1]
    return parameter.minimum, parameter.maximum


def default(dataset: Dataset, parameter: Parameter) -> Value | None:
    """Return the value of a parameter that is not given."""
    return dataset.detailed if parameter.default == "newest" else parameter.default
