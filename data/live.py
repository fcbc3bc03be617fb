"""How a source is fetched live: address, limits, and how much of its past may change."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Final

from data.fields import Fields

_VARIABLE: Final = re.compile(r"[A-Z][A-Z_]*_URL")


@dataclass(frozen=True, slots=True)
class Live:
    """Where a source is fetched: base address, paths below it and whole numbers or words that it needs.

    family: id in sources.toml. hosts: other hosts to which an answer may be redirected. limits: requests per
    seconds, e.g. (60, 3600). deadline: seconds that a refresh may ask the source, all answers together.
    """

    family: str
    base: str
    variable: str
    hosts: tuple[str, ...]
    paths: dict[str, str]
    options: dict[str, str]
    limits: tuple[tuple[int, int], ...]
    threads: int
    deadline: int

    @property
    def address(self) -> str:
        """The base address in use: that of the environment variable, else that of the catalog."""
        return (os.environ.get(self.variable) or self.base).rstrip("/")

    def place(self, key: str) -> str:
        """Return where a key of the source stands in the catalog, as a sentence says it."""
        return f"`{key}` in [{self.family}.live] of data/catalog/sources.toml"

    def url(self, path: str, **values: object) -> str:
        """Return the address of one of the paths with its placeholders filled in."""
        return self.address + self.paths[path].format(**values)


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How much of the past a release may change before a series is refused; all but provisional are shares.

    A group is one indicator in one year, or one indicator of one economy. loss: values of a group that may
    vanish; change: relative change from which a value counts as rewritten; rewritten: values of a group that
    may be rewritten; provisional: newest years whose values may be rewritten; economies: of an indicator
    that may have more of their values rewritten than that, as when a statistical office changes its base
    year; China is never one of them; noticed: relative change from which readers are told of a revision.
    """

    loss: float
    change: float
    rewritten: float
    provisional: int
    economies: float
    noticed: float


def read_live(fields: Fields, family: str) -> Live:
    """Return the table [<family>.live]; CatalogError names the key at fault."""
    live = Live(
        family=family,
        base=fields.link("base"),
        variable=fields.string("variable", _VARIABLE),
        hosts=fields.strings("hosts"),
        paths=fields.words("paths"),
        options=fields.words("options"),
        limits=tuple(_limit(item) for item in fields.tables("limits", "limit")),
        threads=fields.integer("threads", 1, 16),
        deadline=fields.integer("deadline", 10, 3_600),
    )
    fields.close()
    return live


def _limit(fields: Fields) -> tuple[int, int]:
    limit = fields.integer("requests", 1, 100_000), fields.integer("seconds", 1, 86_400)
    fields.close()
    return limit


def read_tolerance(fields: Fields) -> Tolerance:
    """Return a table of tolerances; CatalogError names the key at fault."""
    tolerance = Tolerance(
        loss=fields.share("loss"),
        change=fields.share("change"),
        rewritten=fields.share("rewritten"),
        provisional=fields.integer("provisional", 0, 10),
        economies=fields.share("economies"),
        noticed=fields.share("noticed"),
    )
    fields.close()
    return tolerance
