"""The assessed claims of a snapshot, filtered by a query and counted by verdict."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.claims import Tables, Value
from analysis.query import Query, one_of
from analysis.verdicts import Assessment
from data.claims import KINDS, MOVE, Claim
from data.schema import CAVEAT, CLAIM_FIGURES, CLAIM_TESTS, CLAIMS, SUPPORT, VERDICTS

ALL = "all"
TABLES = (CLAIMS.name, CLAIM_FIGURES.name, CLAIM_TESTS.name)
NO_PILLAR = "0"  # of claims about the article as a whole
PILLARS = ("1", "2", "3", "4", "5", NO_PILLAR)


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """The choices on the claims: verdict, strategic pillar and kind, each may be ALL; claim or ""."""

    verdict: str = one_of("verdict", (ALL, *VERDICTS))
    pillar: str = one_of("pillar", (ALL, *PILLARS))
    kind: str = one_of("kind", (ALL, *KINDS))
    claim: str = one_of("claim", lambda dataset, _: ("", *(one.id for one in dataset.catalog.claims)))


def stored(claims: Sequence[Claim], tables: Tables) -> list[Assessment]:
    """Return the assessments that a snapshot stores: statements first, then aims by strategic pillar.

    tables: those named in TABLES.
    """
    rows = {str(row["claim"]): row for row in tables[CLAIMS.name].to_dict("records")}
    figures, tests = tables[CLAIM_FIGURES.name], tables[CLAIM_TESTS.name]
    known = [claim for claim in claims if claim.id in rows]
    found = []
    for claim in sorted(known, key=lambda one: (KINDS.index(one.kind), one.pillar)):
        row, own = rows[claim.id], tests[tests["claim"] == claim.id]
        support = own[own["role"] == SUPPORT]
        moves = support.dropna(subset="course")
        found.append(
            Assessment(
                claim,
                _values(claim, figures[figures["claim"] == claim.id]),
                dict(zip(moves["figure"], moves["course"], strict=True)),
                _outcomes(support, len(moves) or len(claim.tests)),
                _outcomes(own[own["role"] == CAVEAT], len(claim.caveats)),
                str(row["verdict"]),
                (int(row["tests"]), int(row["tests_recent"])),
                "" if pd.isna(row["verdict_before"]) else str(row["verdict_before"]),
            )
        )
    return found


def _values(claim: Claim, rows: pd.DataFrame) -> dict[str, Value]:
    """Return the figures of a claim; one that the snapshot lacks has no value."""
    found = {name: Value() for name in claim.figures}
    for row in rows.to_dict("records"):
        if row["figure"] in found or row["kind"] == MOVE:
            year, since = (None if pd.isna(row[key]) else int(row[key]) for key in ("year", "since"))
            economy, source = ("" if pd.isna(row[key]) else str(row[key]) for key in ("economy", "source"))
            value, then, now = (
                None if pd.isna(row[key]) else float(row[key])
                for key in ("value", "value_since", "value_year")
            )
            found[str(row["figure"])] = Value(value, year, since, economy, source, then, now)
    return found


def _outcomes(rows: pd.DataFrame, count: int) -> tuple[bool | None, ...]:
    outcomes = {
        int(test): None if pd.isna(holds) else bool(holds)
        for test, holds in zip(rows["test"], rows["holds"], strict=True)
    }
    return tuple(outcomes.get(number) for number in range(1, count + 1))


def listed(claims: Sequence[Assessment], choice: Choice) -> list[Assessment]:
    """Return the claims that fit a choice, in their order."""
    return [
        one
        for one in claims
        if choice.verdict in (ALL, one.verdict)
        and choice.pillar in (ALL, str(one.claim.pillar))
        and choice.kind in (ALL, one.claim.kind)
    ]


def counts(claims: Sequence[Assessment], kind: str = ALL) -> dict[str, int]:
    """Return how many claims, of one kind or of all, have each verdict."""
    counter = Counter(one.verdict for one in claims if kind in (ALL, one.claim.kind))
    return {verdict: counter[verdict] for verdict in VERDICTS}
