"""How a strategic pillar's page writes changes, ranks, gaps to the frontier, doubts and sources."""

from typing import Any

from analysis.quality import DOUBTS
from analysis.standing import CHINA
from components import numbers
from components.numbers import known
from components.pages.pillar.view import View
from components.parts.reading import Row, value
from components.parts.reading import caveats as said
from components.text import Words
from data.catalog import Indicator


def steps(indicator: Indicator, row: Row, say: Words) -> tuple[str, str]:
    """Return the change of a row in words, and its growth a year where there is one to tell.

    Across a break there is none: what grew and what was counted anew cannot be told apart.
    """
    growth = ""
    if known(row["growth"]) and not broken(row):
        growth = say("pillar.growth", share=numbers.decimal(100 * float(row["growth"]), 1, sign=True))
    if row["how"] == "ratio":
        return numbers.significant_ratio(float(row["change"]), say.lang), growth
    moved = difference(indicator, float(row["change"]), sign=True)
    return say("pillar.points", change=moved) if indicator.kind == "share" else moved, growth


def broken(row: Row) -> bool:
    """Return whether the change of a row runs across a break of the series."""
    return "break" in str(row["doubts"]).split()


def difference(indicator: Indicator, gap: float, *, sign: bool = False) -> str:
    """Write a difference in the unit on show; shares with two decimals below ten."""
    shown = gap * indicator.scale
    decimals = (2 if abs(shown) < 10 else 1) if indicator.kind == "share" else indicator.decimals
    return numbers.decimal(shown, decimals, sign=sign)


def change_line(view: View, code: str) -> str:
    """Return the change of a multiple since its first year in words."""
    say, indicator, row = view.say, view.indicator(code), view.row(code)
    if not known(row["last"]):
        return no_value(view)
    if not known(row["change"]):
        return say("strategy.single_year", year=int(row["last_year"]))
    change, growth = steps(indicator, row, say)
    key = "pillar.times" if row["how"] == "ratio" else "pillar.since"
    told = say(key, change=change, year=int(row["first_year"]))
    told = say("pillar.with_growth", change=told, growth=growth) if growth else told
    return say("pillar.across", change=told) if broken(row) else told


def no_value(view: View) -> str:
    """Return that no value of China is held since the base year."""
    return view.say("pillar.no_value", year=view.chosen.since)


def rank_line(view: View, code: str) -> str:
    """Return where China stands on an indicator, or why it has no rank."""
    say, row = view.say, view.row(code)
    if not known(row["last"]):
        return ""
    if not known(row["rank"]):
        return say("pillar.rank.context" if row["direction"] == "context" else "pillar.rank.alone")
    values = {"year": int(row["rank_year"]), "rank": numbers.ordinal(int(row["rank"]), say.lang)}
    values["count"] = int(row["economies"])
    if int(row["peers"]) < 2:
        return say("pillar.rank.all", **values)
    peer = numbers.ordinal(int(row["peer_rank"]), say.lang)
    return say("pillar.rank.both", peer_rank=peer, peers=int(row["peers"]), **values)


def doubt_list(view: View, row: Row) -> list[str]:
    """Return the doubts of a row in words, in the order of analysis.quality.DOUBTS."""
    codes = str(row["doubts"]).split() if known(row["doubts"]) else []
    return [view.say(f"quality.doubt.{code}") for code in DOUBTS if code in codes]


def caveats(view: View, code: str) -> tuple[str, ...]:
    """Return what must be known of an indicator's values: computed, and as the catalog says."""
    return said(view.dataset, view.row(code), view.say)


def name_of(view: View, code: str) -> str:
    """Return the short name of an indicator, with its source where another of the pillar has the same."""
    indicator, lang = view.indicator(code), view.say.lang
    name = indicator.short.get(lang)
    others = [link.indicator for link in view.pillar.links if not link.gii and link.indicator != code]
    if all(view.indicator(other).short.get(lang) != name for other in others):
        return name
    source = view.dataset.catalog.sources[indicator.source].short.get(lang)
    return view.say("pillar.named", name=name, source=source)


def holder(view: View, economy: Any) -> str:
    """Return the name of who holds a target of the frontier."""
    return view.dataset.labels(view.say.lang)[str(economy)]


def target_cell(view: View, row: Row, target: str) -> tuple[str, list[str]] | None:
    """Return the gap to a target of the frontier in words, and below it who holds it and its value.

    None where an indicator has no such target: more is neither better nor worse, or China stands alone.
    """
    say, indicator = view.say, view.indicator(str(row["code"]))
    if not known(row[f"{target}_gap"]):
        return None
    at = value(indicator, float(row[f"{target}_value"]))
    economy, missing = row[f"{target}_economy"], float(row[f"{target}_gap"])
    if economy == CHINA:
        return say("pillar.state.leads"), []
    below = [f"{holder(view, economy)} {at}" if economy else at]
    if missing <= 0:
        return say("pillar.state.ahead"), below
    gap = difference(indicator, missing)
    return say("pillar.gap_points" if indicator.kind == "share" else "pillar.gap", gap=gap), below
