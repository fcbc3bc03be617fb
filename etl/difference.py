"""What differs between two snapshots, in full, and in short as what a refresh brought."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from analysis.evidence.progress import series
from analysis.evidence.verdicts import changed
from data.article import HERO, HERO_NAME
from data.catalog import Catalog
from data.schema import CLAIMS, GII_SCORES, OBSERVATIONS, SOURCES, TABLES, Table
from data.snapshot import Snapshot
from etl.cli_context import verdict_lines
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
    compared = {name: compare(table, a.table(name), b.table(name)) for name, table in TABLES.items()}
    moves = pd.concat([compared[name][1].assign(table=name) for name in FIGURES], ignore_index=True)
    # From 0 there is no relative change; such a value comes before the others, not lost among them.
    moves["relative"] = ((moves["new"] - moves["old"]) / moves["old"].abs()).where(moves["old"] != 0)
    first = moves.sort_values("relative", key=abs, ascending=False, kind="stable", na_position="first")
    largest_first = first.head(largest)[["table", "key", "column", "old", "new", "relative"]]
    return {
        "a": {"snapshot": a.id, "created": a.created},
        "b": {"snapshot": b.id, "created": b.created},
        "tables": {name: counts for name, (counts, _) in compared.items()},
        "verdicts": changed(a.table(CLAIMS.name), b.table(CLAIMS.name)),
        "moves": len(moves),
        "largest": largest_first.astype(object).where(largest_first.notna(), None).to_dict("records"),
    }


def compare(table: Table, a: pd.DataFrame, b: pd.DataFrame) -> tuple[dict[str, Any], pd.DataFrame]:
    """Return what differs in one table, as in `difference`, and which of its FIGURES became others.

    Of these the columns key, column, old and new, one column of the table after the other.
    """
    key = list(table.key)
    try:
        both = a.merge(b, on=key, suffixes=(" a", " b"), validate="one_to_one")
    except pd.errors.MergeError as error:
        problem = f"the table {table.name} of a snapshot has two rows with the same key"
        raise CorruptSnapshot(problem) from error
    names = [name for name in table.columns if name not in key]
    old, new = (both[[f"{name} {one}" for name in names]].set_axis(names, axis=1) for one in "ab")
    other = (old != new).fillna(True).astype(bool) & ~(old.isna() & new.isna())
    counts = {
        "rows_a": len(a),
        "rows_b": len(b),
        "added": len(b) - len(both),
        "removed": len(a) - len(both),
        "changed": int(other.any(axis=1).sum()),
        "columns": {name: int(number) for name, number in other.sum().items() if number},
    }
    moves = []
    for name in FIGURES.get(table.name, ()):
        at = other[name] & old[name].notna() & new[name].notna()
        values = {"old": old.loc[at, name].astype("float64"), "new": new.loc[at, name].astype("float64")}
        moves.append(pd.DataFrame({"key": both.loc[at, key].to_dict("records"), "column": name, **values}))
    return counts, pd.concat(moves, ignore_index=True) if moves else pd.DataFrame()


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


NOTHING: Final = "no figure of the index or of the indicators is new or revised"


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
    figures = zip(_headline(now, catalog), _headline(before, catalog), strict=True)
    counted = {}
    for kind, name, rows in (("observations", observed, now[observed]), ("index", scores, known)):
        counts, moves = compare(TABLES[name], before[name], rows)
        counted[kind] = {"added": counts["added"], "removed": counts["removed"], "revised": len(moves)}
    return {
        "releases": [str(title) for title in now[SOURCES.name].loc[fresh, "title"]],
        "editions": [int(edition) for edition in editions],
        **counted,
        "headline": [item | {"before": earlier["now"]} for item, earlier in figures],
    }


def _headline(tables: Mapping[str, pd.DataFrame], catalog: Catalog) -> list[dict[str, Any]]:
    """Return figure, unit and, as `now`, year and value, rounded as readers see them."""
    scores = tables[GII_SCORES.name]
    own = scores[(scores["economy"] == HERO) & (scores["code"] == "GII")].set_index("edition").sort_index()
    figures = [("GII rank", "", own["rank"], 0), ("GII score", "", own["score"], 1)]
    for pillar in (one for one in catalog.strategy if one.headline):
        item = catalog.indicators[pillar.headline]
        values = series(tables[OBSERVATIONS.name], item.id, HERO).set_index("year")["value"] * item.scale
        figures.append((item.short.en, item.unit.en, values, item.decimals))
    found = []
    for figure, unit, values, decimals in figures:
        known, now = values.dropna(), None
        if len(known):
            now = {"year": int(known.index[-1]), "value": round(float(known.iloc[-1]), decimals or None)}
        found.append({"figure": figure, "unit": unit, "now": now})
    return found


def summary_lines(found: Mapping[str, Any]) -> list[str]:
    """Return a summary as a few lines for people, one where nothing changed; none for an empty one."""
    if not found:
        return []

    def figures(kind: str) -> list[str]:
        counts = (("the indicators", found["observations"][kind]), ("the index", found["index"][kind]))
        return [f"{count:,} figure{'' if count == 1 else 's'} of {what}" for what, count in counts if count]

    lines = []
    new = [f"GII {edition}" for edition in found["editions"]] + figures("added")
    titles = [" ".join(title.split()) for title in found["releases"]]
    if titles:
        more = f" and {len(titles) - 3} more releases" if len(titles) > 3 else ""
        lines.append(f"new: {', '.join(new) or 'no figure'} ({'; '.join(titles[:3])}{more})")
    elif new:
        lines.append(f"new: {', '.join(new)}")
    for kind, word in (("revised", "revised"), ("removed", "no longer there")):
        if parts := figures(kind):
            lines.append(f"{word}: {', '.join(parts)}")
    if not lines:
        return [NOTHING]
    lines.append(f"{HERO_NAME} now (before):")
    for item in found["headline"]:
        now, before = item["now"], item["before"]
        same = "the same" if now == before else _value(before, "")
        lines.append(f"  {item['figure']}: {_value(now, item['unit'])} ({same})")
    return lines


def _value(item: Mapping[str, Any] | None, unit: str) -> str:
    if item is None:
        return "no value"
    return " ".join(filter(None, (f"{item['value']:,}", unit, f"in {item['year']}")))
