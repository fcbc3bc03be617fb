"""The five strategic pillars: what the article recommends, our links to indicators, and what gaps remain."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from data.entries import Indicator, StrategicPillar
from data.fields import CatalogError, read

_GII_CODE = re.compile(r"GII|IN|OUT|P[1-7]|[1-7]\.[1-3](\.[1-9])?")


def read_strategy(path: Path, indicators: Mapping[str, Indicator]) -> tuple[StrategicPillar, ...]:
    """Return the pillars of strategy.toml in the article's order; CatalogError names the key of a fault."""
    pillars = read(dict[Literal["pillar"], tuple[StrategicPillar, ...]], path).get("pillar", ())
    for number, pillar in enumerate(pillars, start=1):
        for fault in _faults(pillar, indicators):
            raise CatalogError(f"{path.name}, pillar {number}{fault}")
    if [pillar.number for pillar in pillars] != [1, 2, 3, 4, 5]:
        raise CatalogError(f"{path.name}: the pillars must be numbered 1 to 5, in this order")
    return pillars


def _faults(pillar: StrategicPillar, indicators: Mapping[str, Indicator]) -> Iterator[str]:
    linked = {link.indicator: link.gii for link in pillar.links}
    first = {link.indicator for link in pillar.links if not link.gii and not link.of}
    for number, link in enumerate(pillar.links, start=1):
        place, code = f", link {number}", link.indicator
        if link.gii and not _GII_CODE.fullmatch(code):
            yield f"{place}: '{code}' is not a GII code"
        if not link.gii and code not in indicators:
            yield f"{place}: unknown indicator '{code}'"
        if not link.gii and indicators[code].status in ("withheld", "superseded"):
            yield f"{place}: indicator '{code}' is {indicators[code].status}"
        if link.of and (link.gii or link.of not in first):
            yield f": '{code}' measures the same as '{link.of}', which is no link of its own"
    for number, action in enumerate(pillar.actions, start=1):
        if unknown := [code for code in action.indicators if code not in linked]:
            yield f", action {number}: '{unknown[0]}' is not among the links of the pillar"
        if not action.indicators and action.gap is None:
            yield f", action {number}: an action without indicators must say its gap"
    for number, multiple in enumerate(pillar.multiples, start=1):
        for code in filter(None, (multiple.indicator, multiple.peers)):
            if linked.get(code, True):
                yield f", multiple {number}: the series '{code}' is not among the links of the pillar"
    if linked.get(pillar.headline, True):
        yield f": the headline '{pillar.headline}' is not among its links"
    if unused := linked.keys() - {code for action in pillar.actions for code in action.indicators}:
        yield f": no action names the link '{min(unused)}'"
