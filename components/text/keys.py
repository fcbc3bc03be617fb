"""Dictionaries from a case to its whole text key: a search for a key finds the code that says the text."""

from collections.abc import Mapping
from typing import Final


def by_last_part(*keys: str, without: str = "") -> dict[str, str]:
    """Return text keys by their last part, without a prefix: {"up": "why.answer.up", ...}."""
    return {key.rpartition(".")[2].removeprefix(without): key for key in keys}


INDEX_PARTS: Final[Mapping[str, str]] = {
    "GII": "gii.GII", "IN": "gii.IN", "OUT": "gii.OUT", "P1": "gii.P1", "P2": "gii.P2",
    "P3": "gii.P3", "P4": "gii.P4", "P5": "gii.P5", "P6": "gii.P6", "P7": "gii.P7",
    "1.3.2": "gii.1.3.2", "2.2.3": "gii.2.2.3", "2.3": "gii.2.3", "2.3.3": "gii.2.3.3",
    "4.2": "gii.4.2", "5.1": "gii.5.1", "5.2": "gii.5.2", "5.2.1": "gii.5.2.1",
    "5.2.2": "gii.5.2.2", "5.2.3": "gii.5.2.3", "5.2.4": "gii.5.2.4", "5.2.5": "gii.5.2.5",
    "5.3": "gii.5.3", "6.1": "gii.6.1", "6.3": "gii.6.3",
}  # fmt: skip
"""By GII code; other codes have their name in the snapshot only."""
INCOME_GROUPS: Final = by_last_part(
    "income.HI", "income.UM", "income.LM", "income.LI",
)  # fmt: skip
REGION_NAMES: Final = by_last_part(
    "region.NAC", "region.EUR", "region.SEAO", "region.NAWA", "region.LCN", "region.CSA",
    "region.SSA",
)  # fmt: skip
VERDICTS: Final = by_last_part(
    "verdict.right", "verdict.wrong", "verdict.not_checkable", "verdict.moved", "verdict.mixed",
    "verdict.not_moved", "verdict.not_measured", "verdict.met", "verdict.late", "verdict.missed",
    "verdict.unjudged", "verdict.not_due",
)  # fmt: skip
STRENGTHS: Final = by_last_part(
    "strength.direct", "strength.proxy", "strength.none", "strength.partial",
)  # fmt: skip
PAGE_NAMES: Final = by_last_part(
    "page.about", "page.accessibility", "page.api", "page.brief", "page.glossary", "page.lessons",
    "page.pillar", "page.strategy", "page.productivity", "page.provinces", "page.overview",
    "page.why", "page.reach", "page.weights", "page.indicator", "page.ranking", "page.map",
    "page.story", "page.others", "page.compare", "page.economy", "page.claims", "page.data",
    "page.targets",
)  # fmt: skip
PAGE_GROUPS: Final = by_last_part(
    "group.position", "group.why", "group.article", "group.compare", "group.learn", "group.data",
)  # fmt: skip
PAGE_QUESTIONS: Final = by_last_part(
    "question.overview", "question.ranking", "question.map", "question.reach", "question.others",
    "question.why", "question.weights", "question.indicator", "question.strategy", "question.pillar",
    "question.productivity", "question.provinces", "question.targets", "question.claims",
    "question.compare", "question.economy", "question.brief", "question.story", "question.lessons",
    "question.glossary", "question.data", "question.api", "question.about", "question.accessibility",
)  # fmt: skip
PEER_LISTS: Final = by_last_part(
    "peers.list.score", "peers.list.income", "peers.list.population", "peers.list.gdp_per_head",
    "peers.list.path",
)  # fmt: skip
PEER_RULES: Final = by_last_part(
    "peers.rule.score", "peers.rule.income", "peers.rule.population", "peers.rule.gdp_per_head",
    "peers.rule.path",
)  # fmt: skip
UNKNOWN_PEERS: Final = by_last_part(
    "peers.unknown.score", "peers.unknown.income", "peers.unknown.population",
    "peers.unknown.gdp_per_head", "peers.unknown.path",
)  # fmt: skip
