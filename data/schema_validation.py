"""The table of validation: what was checked when a snapshot was built, and the largest deviation found."""

from __future__ import annotations

from typing import Final

from data.table import Field, Table

RULES: Final[dict[str, str]] = {
    "schema": "contract",
    "keys": "contract",
    "references": "contract",
    "headline": "counts",
    "china-ranked": "counts",
    "counts-stated": "counts",
    "grid": "counts",
    "catalogued": "counts",
    "vintages": "counts",
    "ranks-complete": "ranks",
    "ranks-paired": "ranks",
    "ranks-in-order": "ranks",
    "index-from-pillars": "scores",
    "index-from-subindices": "scores",
    "subindices-from-pillars": "scores",
    "pillars-from-subpillars": "scores",
    "subpillars-from-indicators": "scores",
    "known-gap": "scores",
    "flags-in-place": "coverage",
    "coverage-rule": "coverage",
    "concepts": "concepts",
    "context-rows": "context",
    "context-positive": "context",
    "context-agrees": "context",
    "sources-agree": "agreement",
    "values-in-bounds": "bounds",
    "intervals-inside": "intervals",
    "intervals-hold-rank": "intervals",
    "draws-in-bounds": "intervals",
    "intervals-known": "intervals",
    "verdicts": "claims",
    "headline-claim": "claims",
    "others-cited": "rankings",
    "clusters-cited": "rankings",
}
"""Every rule that is checked before a snapshot is published, with the gate that checks it, in order."""

_GATES: Final = tuple(dict.fromkeys(RULES.values()))
UNITS: Final = ("points", "places", "times", "share")
OUTCOMES: Final = ("passed", "exception", "untested", "broken")

VALIDATION: Final = Table(
    "validation",
    "Validation",
    "What was checked when this snapshot was built: one row for each rule and what it was checked of. A "
    "snapshot in which a rule is broken is not published. passed: all that was checked holds; exception: "
    "what does not hold is documented; untested: the snapshot holds nothing that the rule speaks of.",
    (
        Field("rule", "string", "The rule", True, enum=tuple(RULES)),
        Field("gate", "string", "The part of the checks that holds it", True, enum=_GATES),
        Field("subject", "string", "GII edition, table, or all: what was checked", True),
        Field("checked", "integer", "Cells, rows or comparisons checked", True, minimum=0),
        Field("broken", "integer", "How many of them break the rule", True, minimum=0),
        Field("exceptions", "integer", "How many of them are documented exceptions", True, minimum=0),
        Field(
            "deviation",
            "number",
            "Largest deviation found, to nine decimals, without the exceptions; blank where a rule is kept "
            "or not",
            minimum=0,
        ),
        Field("tolerance", "number", "Deviation allowed at that place", minimum=0),
        Field("unit", "string", "Unit of deviation and tolerance", enum=UNITS),
        Field("outcome", "string", "What follows from the counts", True, enum=OUTCOMES),
    ),
    ("rule", "subject"),
)
