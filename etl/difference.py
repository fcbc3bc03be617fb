"""What a refresh brought: new, revised and removed figures, and the headline figures before and after."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from analysis.evidence.progress import series
from data.article import FOCUS, FOCUS_NAME
from data.catalog import Catalog
from data.schema import GII_SCORES, OBSERVATIONS, SOURCES, Table

FIGURE_COLUMNS: Final = {GII_SCORES.name: ("score", "rank", "value"), OBSERVATIONS.name: ("value",)}
"""Columns that readers see as figures, by table."""


NO_CHANGE: Final = "no figure of the index or of the indicators is new or revised"


def summary(
    before: Mapping[str, pd.DataFrame], now: Mapping[str, pd.DataFrame], catalog: Catalog
) -> dict[str, Any]:
    """Compare the tables of two snapshots, as plain values.

    releases: titles of new releases; editions: years of new editions; observations and index:
    numbers of added and removed rows and of revised figures, without new editions; headline:
    China's newest rank and score, and the headline indicator of each strategic pillar: figure,
    unit, and for now and before the year (or edition) and value, None if there is none.
    """
    scores, observed = GII_SCORES.name, OBSERVATIONS.name
    fresh = ~now[SOURCES.name]["source"].isin(before[SOURCES.name]["source"])
    editions = sorted(set(now[scores]["edition"]) - set(before[scores]["edition"]))
    earlier_editions = now[scores][~now[scores]["edition"].isin(editions)]
    figures = zip(_headline(now, catalog), _headline(before, catalog), strict=True)
    return {
        "releases": [str(title) for title in now[SOURCES.name].loc[fresh, "title"]],
        "editions": [int(edition) for edition in editions],
        "observations": _counts(OBSERVATIONS, before[observed], now[observed]),
        "index": _counts(GII_SCORES, before[scores], earlier_editions),
        "headline": [item | {"before": earlier["now"]} for item, earlier in figures],
    }


def _counts(table: Table, before: pd.DataFrame, now: pd.DataFrame) -> dict[str, int]:
    both = before.merge(now, on=list(table.key), suffixes=(" before", " now"), validate="one_to_one")
    revised = 0
    for name in FIGURE_COLUMNS[table.name]:
        old, new = both[f"{name} before"], both[f"{name} now"]
        revised += int((old.notna() & new.notna() & (old != new)).sum())
    return {"added": len(now) - len(both), "removed": len(before) - len(both), "revised": revised}


def _headline(tables: Mapping[str, pd.DataFrame], catalog: Catalog) -> list[dict[str, Any]]:
    scores = tables[GII_SCORES.name]
    overall = scores[(scores["economy"] == FOCUS) & (scores["code"] == "GII")]
    overall = overall.set_index("edition").sort_index()
    figures = [("GII rank", "", overall["rank"], 0), ("GII score", "", overall["score"], 1)]
    for headline in filter(None, (pillar.headline for pillar in catalog.strategy)):
        item = catalog.indicators[headline]
        values = series(tables[OBSERVATIONS.name], item.id, FOCUS).set_index("year")["value"] * item.scale
        figures.append((item.short.en, item.unit.en, values, item.decimals))
    rows = []
    for figure, unit, values, decimals in figures:
        present, now = values.dropna(), None
        if len(present):
            now = {"year": int(present.index[-1]), "value": round(float(present.iloc[-1]), decimals or None)}
        rows.append({"figure": figure, "unit": unit, "now": now})
    return rows


def summary_lines(summary: Mapping[str, Any]) -> list[str]:
    """Return a summary as lines of text: one if nothing changed, none if it is empty."""
    if not summary:
        return []

    def figures(kind: str) -> list[str]:
        counts = (("the indicators", summary["observations"][kind]), ("the index", summary["index"][kind]))
        return [f"{count:,} figure{'' if count == 1 else 's'} of {what}" for what, count in counts if count]

    lines = []
    new = [f"GII {edition}" for edition in summary["editions"]] + figures("added")
    titles = [" ".join(title.split()) for title in summary["releases"]]
    if titles:
        more = f" and {len(titles) - 3} more releases" if len(titles) > 3 else ""
        lines.append(f"new: {', '.join(new) or 'no figure'} ({'; '.join(titles[:3])}{more})")
    elif new:
        lines.append(f"new: {', '.join(new)}")
    for kind, word in (("revised", "revised"), ("removed", "no longer there")):
        if parts := figures(kind):
            lines.append(f"{word}: {', '.join(parts)}")
    if not lines:
        return [NO_CHANGE]
    lines.append(f"{FOCUS_NAME} now (before):")
    for item in summary["headline"]:
        now, before = item["now"], item["before"]
        same = "the same" if now == before else _value(before, "")
        lines.append(f"  {item['figure']}: {_value(now, item['unit'])} ({same})")
    return lines


def _value(item: Mapping[str, Any] | None, unit: str) -> str:
    if item is None:
        return "no value"
    return " ".join(filter(None, (f"{item['value']:,}", unit, f"in {item['year']}")))
