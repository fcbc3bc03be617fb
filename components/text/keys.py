"""Text keys of coded values: of GII codes, income groups, regions, verdicts, strengths of evidence, pages."""

from collections.abc import Mapping
from typing import Final

INDEX_PARTS: Final[Mapping[str, str]] = {
    "GII": "gii.GII", "IN": "gii.IN", "OUT": "gii.OUT", "P1": "gii.P1", "P2": "gii.P2",
    "P3": "gii.P3", "P4": "gii.P4", "P5": "gii.P5", "P6": "gii.P6", "P7": "gii.P7",
    "1.3.2": "gii.1.3.2", "2.2.3": "gii.2.2.3", "2.3": "gii.2.3", "2.3.3": "gii.2.3.3",
    "4.2": "gii.4.2", "5.1": "gii.5.1", "5.2": "gii.5.2", "5.2.1": "gii.5.2.1",
    "5.2.2": "gii.5.2.2", "5.2.3": "gii.5.2.3", "5.2.4": "gii.5.2.4", "5.2.5": "gii.5.2.5",
    "5.3": "gii.5.3", "6.1": "gii.6.1", "6.3": "gii.6.3",
}  # fmt: skip
"""By GII code; sub-pillars and indicators that are not here have their name in the snapshot."""
INCOME_GROUPS: Final[Mapping[str, str]] = {
    "HI": "income.HI", "UM": "income.UM", "LM": "income.LM", "LI": "income.LI",
}  # fmt: skip
REGIONS: Final[Mapping[str, str]] = {
    "NAC": "region.NAC", "EUR": "region.EUR", "SEAO": "region.SEAO", "NAWA": "region.NAWA",
    "LCN": "region.LCN", "CSA": "region.CSA", "SSA": "region.SSA",
}  # fmt: skip
VERDICTS: Final[Mapping[str, str]] = {
    "right": "verdict.right", "wrong": "verdict.wrong", "not_checkable": "verdict.not_checkable",
    "moved": "verdict.moved", "mixed": "verdict.mixed", "not_moved": "verdict.not_moved",
    "not_measured": "verdict.not_measured", "met": "verdict.met", "late": "verdict.late",
    "missed": "verdict.missed", "unjudged": "verdict.unjudged", "not_due": "verdict.not_due",
}  # fmt: skip
STRENGTHS: Final[Mapping[str, str]] = {
    "direct": "strength.direct", "proxy": "strength.proxy", "none": "strength.none",
    "partial": "strength.partial",
}  # fmt: skip
PAGES: Final[Mapping[str, str]] = {
    "about": "page.about", "accessibility": "page.accessibility", "api": "page.api",
    "brief": "page.brief", "claims": "page.claims", "compare": "page.compare", "data": "page.data",
    "economy": "page.economy", "glossary": "page.glossary", "indicator": "page.indicator",
    "lessons": "page.lessons", "map": "page.map", "others": "page.others",
    "overview": "page.overview", "pillar": "page.pillar", "productivity": "page.productivity",
    "provinces": "page.provinces", "ranking": "page.ranking", "reach": "page.reach",
    "story": "page.story", "strategy": "page.strategy", "targets": "page.targets",
    "weights": "page.weights", "why": "page.why",
}  # fmt: skip
PAGE_GROUPS: Final[Mapping[str, str]] = {
    "position": "group.position", "why": "group.why", "article": "group.article",
    "compare": "group.compare", "learn": "group.learn", "data": "group.data",
}  # fmt: skip
QUESTIONS: Final[Mapping[str, str]] = {
    "ranking": "question.ranking", "map": "question.map", "reach": "question.reach",
    "others": "question.others", "why": "question.why", "weights": "question.weights",
    "indicator": "question.indicator", "strategy": "question.strategy", "pillar": "question.pillar",
    "productivity": "question.productivity", "provinces": "question.provinces",
    "targets": "question.targets", "claims": "question.claims", "compare": "question.compare",
    "economy": "question.economy", "brief": "question.brief", "lessons": "question.lessons",
    "glossary": "question.glossary", "data": "question.data", "api": "question.api",
    "about": "question.about", "accessibility": "question.accessibility",
}  # fmt: skip
"""By page; the questions of overview and story depend on the course of the rank."""
