"""Codes of the index (GII, IN, OUT, P1 to P7, 2.3, 2.3.2): their level, parent and order."""

import re
from typing import Final

CODE: Final = r"^(GII|IN|OUT|P[1-7]|[1-7]\.[1-9]|[1-7]\.[1-9]\.[1-9][0-9]?)$"
LEVELS: Final = ("index", "subindex", "pillar", "subpillar", "indicator")
CONCEPT: Final = r"^(GII|IN|OUT|P[1-7]|[a-z][a-z0-9-]*|\d{4}-[1-7]\.[1-9](\.[1-9][0-9]?)?)$"
"""A concept: a code down to the pillars, an id of data/catalog/concepts.csv, or an edition and its code."""
INCOMES: Final = ("HI", "UM", "LM", "LI")
"""Income groups of the GII: high, upper middle, lower middle and low income."""
REGIONS: Final = ("NAC", "EUR", "SEAO", "NAWA", "LCN", "CSA", "SSA")
"""Regions of the GII, after the United Nations: Northern America, Europe, South East Asia with East Asia and
Oceania, Northern Africa and Western Asia, Latin America, Central and Southern Asia, Sub-Saharan Africa."""

CLASSES: Final = (*INCOMES, *REGIONS)


def level_of(code: str) -> str:
    """Return the level of a code, one of LEVELS."""
    if code in ("IN", "OUT"):
        return "subindex"
    return "index" if code == "GII" else LEVELS[2 + code.count(".")]


def parent_of(code: str) -> str | None:
    """Return the code one level above, None for the index itself."""
    if code == "GII":
        return None
    if code in ("IN", "OUT"):
        return "GII"
    if code.startswith("P"):
        return "IN" if code <= "P5" else "OUT"
    head, _, _ = code.rpartition(".")
    return head if "." in head else f"P{head}"


def code_order(code: str) -> tuple[int, ...]:
    """Return the sort key of a code: GII, IN, OUT, P1 to P7, then numerically."""
    heads = {"GII": 0, "IN": 1, "OUT": 2}
    if code in heads:
        return (0, heads[code])
    if code.startswith("P"):
        return (1, int(code[1:]))
    return (2, *(int(part) for part in code.split(".")))


def parse_codes(cell: str) -> dict[int, str]:
    """Parse a cell such as "2025:2.3.1 2024:2.3.1" into codes by edition; ValueError for another form."""
    codes: dict[int, str] = {}
    for part in cell.split():
        edition, _, code = part.partition(":")
        if not re.fullmatch(r"\d{4}", edition) or not re.fullmatch(CODE, code):
            raise ValueError(f"must have the form 2025:2.3.1, not '{part}'")
        if int(edition) in codes:
            raise ValueError(f"has the edition {edition} twice")
        codes[int(edition)] = code
    return codes
