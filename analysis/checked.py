"""Results of the checks of a snapshot, rule by rule, with the largest deviation and its tolerance."""

from typing import Final

import pandas as pd

POINTS: Final = "points"


def by_rule(validation: pd.DataFrame) -> pd.DataFrame:
    """Return the table validation with one row for each rule, in its order.

    Columns: rule, gate; subjects: how many were checked; first, last: their names, where more than one;
    checked, broken, exceptions: sums; deviation, tolerance, unit: those of the largest deviation, at, among
    equal ones the nearest to its tolerance; outcome: the worst of its rows, untested only where all are.
    """
    found: list[dict[str, object]] = []
    for rule, rows in validation.groupby("rule", sort=False):
        tested = rows[rows["checked"] > 0]
        named = sorted(tested["subject"])
        row: dict[str, object] = {"rule": str(rule), "gate": rows["gate"].iloc[0], "subjects": len(named)}
        row |= {"first": named[0] if named else "", "last": named[-1] if named else ""}
        row |= {name: int(rows[name].sum()) for name in ("checked", "broken", "exceptions")}
        row |= {"deviation": float("nan"), "tolerance": float("nan"), "unit": None, "at": ""}
        worst = _worst(rows)
        if worst is not None:
            row |= {name: worst[name] for name in ("deviation", "tolerance", "unit")}
            row["at"] = worst["subject"]
        outcomes = set(tested["outcome"]) or {"untested"}
        state = next(one for one in ("broken", "exception", "passed", "untested") if one in outcomes)
        found.append(row | {"outcome": state})
    return pd.DataFrame(found)


def _worst(rows: pd.DataFrame) -> pd.Series | None:
    measured = rows[rows["deviation"].notna()]
    if measured.empty:
        return None
    ordered = measured.sort_values(["deviation", "tolerance"], ascending=[False, True], kind="stable")
    return ordered.iloc[0]


def totals(validation: pd.DataFrame) -> dict[str, int]:
    """Return how many checks there are, how many of each outcome, and how much they looked at."""
    tested = validation[validation["checked"] > 0]
    return {
        "checks": len(tested),
        "passed": int((tested["outcome"] == "passed").sum()),
        "exceptions": int((tested["outcome"] == "exception").sum()),
        "broken": int((tested["outcome"] == "broken").sum()),
        "checked": int(tested["checked"].sum()),
    }


def rebuilt(validation: pd.DataFrame) -> pd.DataFrame:
    """Return the rules on scores rebuilt from their parts that were checked by edition, newest first.

    Columns as in the table validation, without what was not tested.
    """
    rows = validation[(validation["unit"] == POINTS) & (validation["exceptions"] == 0)]
    return rows.sort_values("subject", ascending=False, kind="stable")


def furthest(validation: pd.DataFrame) -> pd.Series | None:
    """Return the row of the largest deviation of a rebuilt score, None where none was measured."""
    return _worst(rebuilt(validation))
