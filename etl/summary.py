"""What a refresh brought: what is new, what was revised, and China's headline figures now and before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from analysis.progress import series
from analysis.standing import CHINA
from data.schema import GII_SCORES, OBSERVATIONS, SOURCES, TABLES
from etl.difference import compare

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from data.catalog import Catalog

NAMED: Final = 3
"""Releases that a line of text names; the others are counted."""
NOTHING: Final = "no figure of the index or of the indicators is new or revised"
OF: Final = {"observations": "the indicators", "index": "the index"}


def summary(
    before: Mapping[str, pd.DataFrame], now: Mapping[str, pd.DataFrame], catalog: Catalog
) -> dict[str, Any]:
    """Return what differs between the tables of two snapshots as plain values.

    releases: titles of those that were not there before; editions: years of those that were not; observations
    and index: how many rows were added and removed, and how many figures revised, without those of new
    editions; headline: China's newest rank and score, and the headline indicator of each strategic pillar,
    each with figure, unit and, for now and before, year (or edition) and value, None where there is none.
    """
    scores, observed = GII_SCORES.name, OBSERVATIONS.name
    fresh = ~now[SOURCES.name]["source"].isin(before[SOURCES.name]["source"])
    editions = sorted(set(now[scores]["edition"]) - set(before[scores]["edition"]))
    known = now[scores][~now[scores]["edition"].isin(editions)]
    pairs = zip(_headline(now, catalog), _headline(before, catalog), strict=True)
    return {
        "releases": [str(title) for title in now[SOURCES.name].loc[fresh, "title"]],
        "editions": [int(edition) for edition in editions],
        "observations": _counts(observed, before[observed], now[observed]),
        "index": _counts(scores, before[scores], known),
        "headline": [
            {"figure": figure, "unit": unit, "now": value, "before": earlier}
            for (figure, unit, value), (_, _, earlier) in pairs
        ],
    }


def _counts(name: str, before: pd.DataFrame, now: pd.DataFrame) -> dict[str, int]:
    if before.equals(now):
        return {"added": 0, "removed": 0, "revised": 0}
    counts, moves = compare(TABLES[name], before, now)
    revised = sum(len(frame) for frame in moves)
    return {"added": counts["added"], "removed": counts["removed"], "revised": revised}


def _headline(
    tables: Mapping[str, pd.DataFrame], catalog: Catalog
) -> Iterator[tuple[str, str, dict[str, Any] | None]]:
    """Yield figure, unit, and year and value, rounded as readers see them."""
    scores = tables[GII_SCORES.name]
    own = scores[(scores["economy"] == CHINA) & (scores["code"] == "GII")].sort_values("edition")
    for name, decimals in (("rank", 0), ("score", 1)):
        yield f"GII {name}", "", _newest(own["edition"], own[name], decimals)
    for pillar in catalog.strategy:
        indicator = catalog.indicators[pillar.headline]
        rows = series(tables[OBSERVATIONS.name], indicator.id, CHINA)
        value = _newest(rows["year"], rows["value"] * indicator.scale, indicator.decimals)
        yield indicator.short.en, indicator.unit.en, value


def _newest(years: pd.Series, values: pd.Series, decimals: int) -> dict[str, Any] | None:
    known = values.notna().to_numpy()
    if not known.any():
        return None
    value = float(values[known].iloc[-1])
    return {"year": int(years[known].iloc[-1]), "value": round(value, decimals) if decimals else round(value)}


def lines(found: Mapping[str, Any]) -> list[str]:
    """Return a summary as a few lines for people, one where nothing changed; none for an empty one."""
    if not found:
        return []
    counts = {name: found[name] for name in OF}
    if not (found["releases"] or found["editions"] or any(any(item.values()) for item in counts.values())):
        return [NOTHING]
    told = [f"new: {text}"] if (text := _new(found)) else []
    for kind, word in (("revised", "revised"), ("removed", "no longer there")):
        parts = [_figures(name, item[kind]) for name, item in counts.items() if item[kind]]
        told += [f"{word}: {', '.join(parts)}"] if parts else []
    return [*told, "China now (before):", *(f"  {_figure(item)}" for item in found["headline"])]


def _new(found: Mapping[str, Any]) -> str:
    parts = [f"GII {edition}" for edition in found["editions"]]
    parts += [_figures(name, found[name]["added"]) for name in OF if found[name]["added"]]
    named = ["; ".join(" ".join(title.split()) for title in found["releases"][:NAMED])]
    if more := found["releases"][NAMED:]:
        named.append(f"and {len(more)} more releases")
    if not found["releases"]:
        return ", ".join(parts)
    return f"{', '.join(parts) or 'no figure'} ({' '.join(named)})"


def _figures(name: str, count: int) -> str:
    return f"{count:,} figure{'' if count == 1 else 's'} of {OF[name]}"


def _figure(item: Mapping[str, Any]) -> str:
    now, before = item["now"], item["before"]
    same = "the same" if now == before else _value(before, "")
    return f"{item['figure']}: {_value(now, item['unit'])} ({same})"


def _value(item: Mapping[str, Any] | None, unit: str) -> str:
    if item is None:
        return "no value"
    return " ".join(filter(None, (f"{item['value']:,}", unit, f"in {item['year']}")))
