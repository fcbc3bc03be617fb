"""What differs between two snapshots, in full, and in short as what a refresh brought."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import pandas as pd

from analysis.progress import series
from analysis.standing import CHINA
from analysis.verdicts import changed
from data.catalog import Catalog
from data.schema import CLAIMS, GII_SCORES, OBSERVATIONS, SOURCES, TABLES, Table
from data.snapshot import Snapshot
from etl.commands.cli import verdict_lines
from etl.errors import CorruptSnapshot

FIGURES: Final = {GII_SCORES.name: ("score", "rank", "value"), OBSERVATIONS.name: ("value",)}
"""What readers see as figures, by table and column; other numbers count rows, or follow from these."""


def difference(a: Snapshot, b: Snapshot, largest: int = 20) -> dict[str, Any]:
    """Return what differs from snapshot a to snapshot b, as plain values.

    a, b: snapshot and created. tables: for each, rows in a and in b, rows added, removed and changed (the
    same key, another value), and in columns how many cells differ. moves: how many FIGURES became others;
    largest: those that moved most relative to their old value, with table, key, column, old, new and
    relative, (new - old) / |old|: None where old is 0, and these come first. verdicts: the claims whose
    verdict differs, {claim: [old, new]}.
    """
    tables: dict[str, dict[str, Any]] = {}
    moves: list[pd.DataFrame] = []
    for name, table in TABLES.items():
        tables[name], moved = compare(table, a.table(name), b.table(name))
        moves += moved
    every = pd.concat(moves, ignore_index=True) if moves else pd.DataFrame(columns=["size"])
    first = every.sort_values("size", ascending=False, kind="stable").head(largest).drop(columns="size")
    return {
        "a": {"snapshot": a.id, "created": a.created},
        "b": {"snapshot": b.id, "created": b.created},
        "tables": tables,
        "verdicts": changed(a.table(CLAIMS.name), b.table(CLAIMS.name)),
        "moves": len(every),
        "largest": [
            row | {"relative": None if pd.isna(row["relative"]) else float(row["relative"])}
            for row in first.to_dict("records")
        ],
    }


def compare(table: Table, a: pd.DataFrame, b: pd.DataFrame) -> tuple[dict[str, Any], list[pd.DataFrame]]:
    """Return what differs in one table, as in `difference`, and its FIGURES that became others.

    Of these a frame for each column: table, key, column, old, new, relative and size, |relative|.
    """
    key = list(table.key)
    try:
        both = a.merge(b, on=key, how="inner", suffixes=(" a", " b"), validate="one_to_one")
    except pd.errors.MergeError as error:
        raise CorruptSnapshot(
            f"the table {table.name} of a snapshot has two rows with the same key"
        ) from error
    changed = pd.Series(data=False, index=both.index)
    columns, moves = {}, []
    for item in table.fields:
        if item.name in key:
            continue
        old, new = both[f"{item.name} a"], both[f"{item.name} b"]
        same = (old == new).fillna(False).astype(bool) | (old.isna() & new.isna())
        changed |= ~same
        if not same.all():
            columns[item.name] = int((~same).sum())
            moved = ~same & old.notna() & new.notna()
            if item.name in FIGURES.get(table.name, ()) and moved.any():
                moves.append(_moves(table.name, item.name, both.loc[moved, key], old[moved], new[moved]))
    counts = {
        "rows_a": len(a),
        "rows_b": len(b),
        "added": len(b) - len(both),
        "removed": len(a) - len(both),
        "changed": int(changed.sum()),
        "columns": columns,
    }
    return counts, moves


def _moves(name: str, column: str, keys: pd.DataFrame, old: pd.Series, new: pd.Series) -> pd.DataFrame:
    old, new = old.astype("float64"), new.astype("float64")
    # From 0 there is no relative change; such a value comes before the others, not lost among them.
    relative = ((new - old) / old.abs()).where(old != 0)
    return pd.DataFrame(
        {
            "table": name,
            "key": keys.to_dict("records"),
            "column": column,
            "old": old.to_numpy(),
            "new": new.to_numpy(),
            "relative": relative.to_numpy(),
            "size": relative.abs().fillna(float("inf")).to_numpy(),
        }
    )


def lines(result: Mapping[str, Any]) -> list[str]:
    """Return a difference as lines of text for people."""
    a, b = result["a"], result["b"]
    head = f"from snapshot {a['snapshot']} of {a['created']} to {b['snapshot']} of {b['created']}"
    found = [head]
    for name, counts in result["tables"].items():
        if kinds := [f"{counts[kind]:,} {kind}" for kind in ("added", "removed", "changed") if counts[kind]]:
            cells = ", ".join(f"{column} {number:,}" for column, number in counts["columns"].items())
            where = f" ({cells})" if cells else ""
            found.append(f"{name}: {', '.join(kinds)} of {counts['rows_a']:,} rows{where}")
    if len(found) == 1:
        return [f"{head}: the tables are the same"]
    found += verdict_lines(result["verdicts"])
    if result["largest"]:
        count = len(result["largest"])
        which = "all" if count == result["moves"] else f"the {count} largest of"
        found += ["", f"figures that moved, {which} {result['moves']:,}:"]
    for row in result["largest"]:
        key = ", ".join(f"{column} {value}" for column, value in row["key"].items())
        change = "" if row["relative"] is None else f" ({row['relative']:+.2%})"
        moved = f"{row['old']:.10g} -> {row['new']:.10g}{change}"
        found.append(f"  {row['table']}, {key}: {row['column']} {moved}")
    return found


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


def summary_lines(found: Mapping[str, Any]) -> list[str]:
    """Return a summary as a few lines for people, one where nothing changed; none for an empty one."""
    if not found:
        return []
    counts = {name: found[name] for name in OF}
    if not (found["releases"] or found["editions"] or any(any(item.values()) for item in counts.values())):
        return [NOTHING]
    brought = [f"new: {text}"] if (text := _new(found)) else []
    for kind, word in (("revised", "revised"), ("removed", "no longer there")):
        parts = [_figures(name, item[kind]) for name, item in counts.items() if item[kind]]
        brought += [f"{word}: {', '.join(parts)}"] if parts else []
    return [*brought, "China now (before):", *(f"  {_figure(item)}" for item in found["headline"])]


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
