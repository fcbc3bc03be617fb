"""How a source is fetched live: address, limits, and how much of its past may change."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Annotated, NamedTuple

from pydantic import Field

from data.fields import Address, Share, Words, form


class Limit(NamedTuple):
    """How many requests may be made in how many seconds."""

    requests: Annotated[int, Field(strict=True, ge=1, le=100_000)]
    seconds: Annotated[int, Field(strict=True, ge=1, le=86_400)]


@dataclass(frozen=True, slots=True)
class Live:
    """Where a source is fetched: base address, paths below it and whole numbers or words that it needs.

    family: id in sources.toml. hosts: other hosts to which an answer may be redirected. limits: requests per
    seconds, e.g. (60, 3600). deadline: seconds that a refresh may ask the source, all answers together.
    """

    family: Words
    base: Address
    variable: Annotated[str, form("[A-Z][A-Z_]*_URL")]
    threads: Annotated[int, Field(strict=True, ge=1, le=16)]
    deadline: Annotated[int, Field(strict=True, ge=10, le=3_600)]
    hosts: tuple[Words, ...] = ()
    paths: dict[str, str] = field(default_factory=dict)
    options: dict[str, str] = field(default_factory=dict)
    limits: tuple[Limit, ...] = ()

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

    loss: Share
    change: Share
    rewritten: Share
    provisional: Annotated[int, Field(strict=True, ge=0, le=10)]
    economies: Share
    noticed: Share
