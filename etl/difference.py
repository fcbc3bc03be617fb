"""The difference between two snapshots: rows added, removed and changed, and the figures that moved most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from analysis.verdicts import changed
from data.schema import CLAIMS, GII_SCORES, OBSERVATIONS, TABLES
from etl.errors import CorruptSnapshot

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from data.snapshot import Snapshot
    from data.table import Table

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
        "largest": [_plain(row) for row in first.to_dict("records")],
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
    # From 0 there is no relative change; such a value is told before the others, not lost among them.
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


def _plain(row: Mapping[Hashable, Any]) -> dict[str, Any]:
    relative = row["relative"]
    named = {str(name): value for name, value in row.items()}
    return {**named, "relative": None if pd.isna(relative) else float(relative)}


def lines(result: Mapping[str, Any]) -> list[str]:
    """Return a difference as lines of text for people."""
    a, b = result["a"], result["b"]
    head = f"from snapshot {a['snapshot']} of {a['created']} to {b['snapshot']} of {b['created']}"
    told = [_table_line(name, counts) for name, counts in result["tables"].items()]
    found = [head, *(line for line in told if line)]
    if len(found) == 1:
        return [f"{head}: the tables are the same"]
    found += [f"verdict of {claim}: {old} -> {new}" for claim, (old, new) in result["verdicts"].items()]
    if result["largest"]:
        shown = len(result["largest"])
        which = "all" if shown == result["moves"] else f"the {shown} largest of"
        found += ["", f"figures that moved, {which} {result['moves']:,}:"]
        found += [_move_line(row) for row in result["largest"]]
    return found


def _table_line(name: str, counts: Mapping[str, Any]) -> str:
    kinds = [f"{counts[kind]:,} {kind}" for kind in ("added", "removed", "changed") if counts[kind]]
    if not kinds:
        return ""
    cells = ", ".join(f"{column} {number:,}" for column, number in counts["columns"].items())
    return f"{name}: {', '.join(kinds)} of {counts['rows_a']:,} rows" + (f" ({cells})" if cells else "")


def _move_line(row: Mapping[str, Any]) -> str:
    key = ", ".join(f"{column} {value}" for column, value in row["key"].items())
    change = "" if row["relative"] is None else f" ({row['relative']:+.2%})"
    return f"  {row['table']}, {key}: {row['column']} {row['old']:.10g} -> {row['new']:.10g}{change}"
