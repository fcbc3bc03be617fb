"""The five strategic pillars: what the article recommends, our links to indicators, and what gaps remain."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from data.entries import ROLES, STRENGTHS, Action, Indicator, Link, Multiple, StrategicPillar
from data.fields import Fields, read_tables

FEWEST, MOST = 3, 6  # small multiples of a pillar
_SLUG = re.compile(r"[a-z][a-z0-9-]*")
_GII_CODE = re.compile(r"GII|IN|OUT|P[1-7]|[1-7]\.[1-3](\.[1-9])?")


def read_strategy(path: Path, indicators: Mapping[str, Indicator]) -> tuple[StrategicPillar, ...]:
    """Return the pillars of strategy.toml in the article's order; CatalogError names the key of a fault."""
    root = Fields(read_tables(path), path.name)
    pillars = tuple(_pillar(fields, indicators) for fields in root.tables("pillar", "pillar"))
    root.close()
    if [pillar.number for pillar in pillars] != [1, 2, 3, 4, 5]:
        root.fail("the pillars must be numbered 1 to 5, in this order")
    return pillars


def _pillar(fields: Fields, indicators: Mapping[str, Indicator]) -> StrategicPillar:
    links = tuple(_link(item, indicators) for item in fields.tables("link", "link"))
    linked = {link.indicator: link.gii for link in links}
    first = {link.indicator for link in links if not link.gii and not link.of}
    if wrong := [link for link in links if link.of and (link.gii or link.of not in first)]:
        fields.fail(
            f"'{wrong[0].indicator}' measures the same as '{wrong[0].of}', which is no link of its own"
        )
    pillar = StrategicPillar(
        number=fields.integer("number", 1, 5),
        slug=fields.string("slug", _SLUG),
        name=fields.text("name"),
        gist=fields.text("gist"),
        summary=fields.text("summary"),
        quotation=fields.text("quotation"),
        question=fields.text("question"),
        headline=fields.string("headline"),
        links=links,
        actions=tuple(_action(item, linked) for item in fields.tables("action", "action")),
        multiples=tuple(_multiple(item, linked) for item in fields.tables("multiple", "multiple")),
    )
    fields.close()
    if linked.get(pillar.headline, True):
        fields.fail(f"the headline '{pillar.headline}' is not among its links")
    if unused := linked.keys() - {code for action in pillar.actions for code in action.indicators}:
        fields.fail(f"no action names the link '{min(unused)}'")
    if not FEWEST <= len(pillar.multiples) <= MOST:
        fields.fail(f"it must have {FEWEST} to {MOST} multiples")
    return pillar


def _link(fields: Fields, indicators: Mapping[str, Indicator]) -> Link:
    link = Link(
        indicator=fields.string("indicator"),
        role=fields.choice("role", ROLES),
        strength=fields.choice("strength", STRENGTHS),
        reason=fields.text("reason"),
        gii=fields.flag("gii", False),
        of=fields.string("of") if "of" in fields.values else "",
    )
    fields.close()
    if link.gii and not _GII_CODE.fullmatch(link.indicator):
        fields.fail(f"'{link.indicator}' is not a GII code")
    if not link.gii and link.indicator not in indicators:
        fields.fail(f"unknown indicator '{link.indicator}'")
    if not link.gii and indicators[link.indicator].status in ("withheld", "superseded"):
        fields.fail(f"indicator '{link.indicator}' is {indicators[link.indicator].status}")
    return link


def _action(fields: Fields, linked: Mapping[str, bool]) -> Action:
    action = Action(
        text=fields.text("text"),
        indicators=fields.strings("indicators"),
        gap=fields.text_or_none("gap"),
    )
    fields.close()
    if unknown := [code for code in action.indicators if code not in linked]:
        fields.fail(f"'{unknown[0]}' is not among the links of the pillar")
    if not action.indicators and action.gap is None:
        fields.fail("an action without indicators must say its gap")
    return action


def _multiple(fields: Fields, linked: Mapping[str, bool]) -> Multiple:
    peers = fields.string("peers") if "peers" in fields.values else ""
    multiple = Multiple(indicator=fields.string("indicator"), peers=peers)
    fields.close()
    for code in filter(None, (multiple.indicator, multiple.peers)):
        if linked.get(code, True):
            fields.fail(f"the series '{code}' is not among the links of the pillar")
    return multiple
