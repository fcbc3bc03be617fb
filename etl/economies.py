"""Economies in sentences: short names with China first, suspects, and checks of names against codes."""

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import numpy as np

from data.article import FOCUS
from data.catalog import Catalog
from data.contract import Violation
from etl.errors import Refused

MAX_NAMED: Final = 4
"""Number of economies that a sentence names one by one."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """Economies (ISO3) whose figures look wrong, the worst first, and the reason in a sentence.

    series: id of the series, blank for an edition of the index; excess: how far the worst is
    beyond the limit.
    """

    economies: tuple[str, ...]
    sentence: str
    series: str = ""
    excess: float = np.inf
    refused: bool = True

    def accepted_by(self, names: Collection[str]) -> bool:
        """Return whether the names accept the suspect: its series, or each of its economies."""
        if self.series in names:
            return True
        return all(economy in names or f"{self.series}:{economy}" in names for economy in self.economies)


def short_name(economy: str, catalog: Catalog) -> str:
    """Return the short English name of an economy, or its code if the catalog lacks it."""
    return catalog.economies[economy].short.en if economy in catalog.economies else economy


def join_names(names: Sequence[str], most: int = MAX_NAMED) -> str:
    """Join names of economies for a sentence; count those beyond the first ``most``."""
    parts = list(names[:most])
    parts += [f"{len(names) - most} more economies"] if len(names) > most else []
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))


def name_economies(economies: Iterable[str], catalog: Catalog, most: int = MAX_NAMED) -> str:
    """Join the short names of economies for a sentence; count those beyond the first ``most``."""
    return join_names([short_name(economy, catalog) for economy in economies], most)


def china_first(economies: Iterable[str]) -> tuple[str, ...]:
    """Return the economies in their order, but China first."""
    return tuple(sorted(map(str, economies), key=lambda code: code != FOCUS))


def normalize(name: str) -> str:
    """Return a name without accents, signs and case; repair UTF-8 that was read as Latin."""
    with suppress(UnicodeError):
        name = name.encode("cp1252").decode()
    plain = unicodedata.normalize("NFKD", name.replace("&", " and ")).casefold()
    return "".join(character for character in plain if character.isalpha())


def check_names(pairs: Iterable[tuple[str, str]], catalog: Catalog, table: str) -> None:
    """Raise Refused if a code (ISO3) stands beside the name of another economy.

    ``pairs`` are codes and names; those that the catalog lacks are ignored, since a publisher may
    rename an economy. ``table`` is what the publisher calls the table.
    """
    code_of_name = {normalize(name): code for code in catalog.economies for name in catalog.spellings[code]}
    wrong = {
        code: name
        for code, name in pairs
        if code in catalog.economies and code_of_name.get(normalize(name), code) != code
    }
    if wrong:
        codes = china_first(sorted(wrong))
        problem = "the code {} stands beside the name {!r}"
        named = codes[:MAX_NAMED]
        violations = [Violation(table, "", "", problem.format(code, wrong[code]), code) for code in named]
        raise Refused(f"names and codes disagree for {join_names(codes)}", violations)
