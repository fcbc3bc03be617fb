"""The Dataset: a verified snapshot with its catalog, and what is derived from both once."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from functools import cached_property, wraps
from threading import Lock
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

import numpy as np
import pandas as pd
from cachetools import LRUCache
from cachetools.keys import hashkey
from numpy.typing import NDArray

from analysis.normalize import sort_key
from analysis.reshape import (
    TOP,
    by_indicator,
    by_series,
    newest_detailed,
    pivot_scores,
    structure_with_scores,
    take_codes,
)
from data.catalog import Catalog
from data.entries import Launch
from data.licences import NOT_STATED, of_editions
from data.release_notes import HeldBack, read_held_back
from data.snapshot import Snapshot

P = ParamSpec("P")
T = TypeVar("T")

MAX_CACHED_RESULTS: Final = 600  # some have 60 kB, one for each economy and edition
RESTATING_FAMILIES: Final = ("third_party_panel", "press")
"""Families of releases in which third parties restate what a publisher printed."""
COPY_PREFIX: Final = "copy: "
"""Prefix of the provenance of a publisher's file that was read from a third party's copy."""
_TOP_COLUMNS = (
    *("edition", "economy", "code", "score", "rank", "rank_low", "rank_high"),
    *("low_coverage", "doubt", "score_source", "rank_source"),
)


def cached(compute: Callable[Concatenate["Dataset", P], T]) -> Callable[Concatenate["Dataset", P], T]:
    """Cache the results of a function of a Dataset and hashable values on that Dataset.

    The least recently used results are dropped first. Two threads may compute the same result at once; both
    get the one that is ready first.
    """

    @wraps(compute)
    def lookup(dataset: "Dataset", /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = hashkey(compute, *args, **kwargs)  # type: ignore[arg-type]  # of hashable values
        with dataset.lock:
            if key in dataset.cache:
                stored: T = dataset.cache[key]
                return stored
        computed = compute(dataset, *args, **kwargs)
        with dataset.lock:
            result: T = dataset.cache.setdefault(key, computed)
        return result

    return lookup


@dataclass(eq=False)
class Dataset:
    """One snapshot and its catalog; returned frames are read only.

    contact: address for error reports, or ""; address: public address of the site, such as
    "https://example.org", or "".
    """

    snapshot: Snapshot
    catalog: Catalog
    contact: str = ""
    address: str = ""
    cache: LRUCache[Hashable, Any] = field(default_factory=lambda: LRUCache(MAX_CACHED_RESULTS), repr=False)
    lock: Lock = field(default_factory=Lock, repr=False)

    def public_address(self, path: str) -> str:
        """Return the public address of a path; "" where the address of the site is not configured."""
        return self.address + path if self.address else ""

    def table(self, name: str) -> pd.DataFrame:
        """Return a table of the snapshot (data.schema)."""
        return self.snapshot.table(name)

    @cached
    def row_positions(self, name: str, column: str) -> dict[str, NDArray[np.int32]]:
        """Return the positions of the rows of a table by the value of a column, as text."""
        indices = self.table(name).groupby(column).indices
        return {str(value): np.asarray(rows, "int32") for value, rows in indices.items()}

    @cached_property
    def by_edition(self) -> pd.DataFrame:
        """The table gii_editions, indexed by edition."""
        return self.table("gii_editions").set_index("edition")

    @cached_property
    def licences(self) -> "pd.Series[str]":
        """The licence of each edition; NOT_STATED where its publisher states none."""
        return of_editions(self.table("gii_editions"))

    def licences_of(self, editions: "pd.Series[int]") -> "pd.Series[str]":
        """Return the licence of each edition of a column; NOT_STATED for a missing edition."""
        return editions.map(self.licences).fillna(NOT_STATED)

    @cached_property
    def editions(self) -> tuple[int, ...]:
        """All editions of the snapshot, ascending."""
        return tuple(sorted(int(edition) for edition in self.by_edition.index))

    @cached_property
    def rank_counts(self) -> dict[int, int | None]:
        """Number of ranked economies by edition; None where it is not verified."""
        counts = zip(self.by_edition.index, self.by_edition["economies"], strict=True)
        return {int(edition): None if pd.isna(count) else int(count) for edition, count in counts}

    @property
    def course_start(self) -> int:
        """Default first edition of trajectories: the first with a verified number of economies."""
        counted = [edition for edition in self.editions[:-1] if self.rank_counts[edition]]
        return next(iter(counted), self.editions[0])

    @property
    def missing_editions(self) -> tuple[Launch, ...]:
        """Launched editions of the index that the snapshot lacks."""
        return self.catalog.launches_except(self.editions)

    @cached_property
    def newest_detailed(self) -> int:
        """The newest edition with indicators; a newer one may have the ranking only. 0 without any."""
        return newest_detailed(self.parts)

    @cached_property
    def scores(self) -> pd.DataFrame:
        """Rows of gii_scores for the codes in TOP, without the columns on raw values and marks."""
        scores = self.table("gii_scores")
        return scores.loc[scores["code"].isin(TOP), list(_TOP_COLUMNS)].reset_index(drop=True)

    @cached_property
    def economies(self) -> tuple[str, ...]:
        """ISO3 codes of the economies that were ever ranked, sorted."""
        ranked = self.scores.loc[(self.scores["code"] == "GII") & self.scores["rank"].notna(), "economy"]
        return tuple(sorted(str(code) for code in ranked.unique()))

    @cached_property
    def parts(self) -> pd.DataFrame:
        """Rows of gii_structure that have scores."""
        return structure_with_scores(self.table("gii_scores"), self.table("gii_structure"))

    @cached
    def editions_with(self, level: str) -> tuple[int, ...]:
        """Return the editions with scores and weights at a level (pillars: with scores), ascending."""
        rows = self.parts[self.parts["level"] == level]
        if level != "pillar":
            rows = rows[rows["weight"].notna()]
        return tuple(sorted(int(edition) for edition in rows["edition"].unique()))

    def structure(self, edition: int) -> pd.DataFrame:
        """Return the rows of ``parts`` of an edition, in the order of the codes."""
        return self.parts[self.parts["edition"] == edition].reset_index(drop=True)

    def concept(self, concept: str) -> pd.DataFrame:
        """Return the rows of gii_scores of a concept, under its code in each edition."""
        codes = self.parts.loc[self.parts["concept"] == concept, ["edition", "code"]]
        return self.rows_of_codes(codes["code"]).merge(codes, on=["edition", "code"])

    def rows_of_codes(self, codes: Iterable[str]) -> pd.DataFrame:
        """Return the rows of gii_scores of some codes, for all editions and economies."""
        return take_codes(self.table("gii_scores"), self.row_positions("gii_scores", "code"), codes)

    @cached
    def wide(self, edition: int, column: str = "score") -> pd.DataFrame:
        """Return a column of gii_scores for one edition, as economies x codes (``pivot_scores``)."""
        return pivot_scores(self.table("gii_scores"), edition, column)

    def ranks(self, edition: int) -> pd.DataFrame:
        """Return the ranks of one edition as economies x codes; NaN where there is none."""
        return self.wide(edition, "rank")

    @cached_property
    def observations_by_series(self) -> dict[str, pd.DataFrame]:
        """All observations, by indicator."""
        return by_indicator(self.table("observations"))

    @cached_property
    def revised_series(self) -> dict[str, tuple[str, float]]:
        """Release and largest relative change, by indicator whose past values for China were revised."""
        rows = by_series(self.table("revisions"))
        rows = rows[(rows["measure"] == "value") & rows["economy_change"].notna()]
        pairs = zip(rows["new_vintage"], rows["economy_change"], strict=True)
        return dict(zip(rows["series"], pairs, strict=True))

    @cached_property
    def sources(self) -> pd.DataFrame:
        """The table sources, indexed by release."""
        return self.table("sources").set_index("source")

    @cached_property
    def last_checked(self) -> str:
        """ISO date of the day on which files of publishers were last read and checked."""
        return str(self.sources["checked"].dropna().max())

    @cached_property
    def copied_editions(self) -> tuple[int, ...]:
        """Editions read from a third party, which restates them or has a copy of WIPO's file."""
        read = self.sources.loc[self.by_edition["source"], ["family", "provenance"]]
        copied = read["family"].isin(RESTATING_FAMILIES) | read["provenance"].fillna("").str.startswith(
            COPY_PREFIX
        )
        return tuple(sorted(int(edition) for edition in self.by_edition.index[copied.to_numpy()]))

    @cached_property
    def withheld_releases(self) -> dict[str, HeldBack]:
        """Newest releases that were not taken over, by series."""
        return {release.series: release for release in read_held_back(self.sources["note"].dropna())}

    def provenance(self, column: str, cells: Iterable[object]) -> list[str]:
        """Return a column of the table sources for cells of release ids; different values joined by "; ".

        Without a value "", for a licence NOT_STATED.
        """
        by_release, wanted = self.sources[column].dropna().to_dict(), list(cells)
        texts = {
            cell: "; ".join(
                dict.fromkeys(
                    str(by_release[release]) for release in str(cell).split() if release in by_release
                )
            )
            for cell in set(wanted)
        }
        blank = NOT_STATED if column == "licence" else ""
        return [texts[cell] or blank for cell in wanted]

    def members(self, group: str, edition: int) -> frozenset[str]:
        """Return the members of a group: fixed ones, or the region or income group of an edition."""
        if stated := self.catalog.groups[group].members:
            return frozenset(stated)
        classed = self.table("gii_economies")
        in_group = (classed["income"] == group) | (classed["region"] == group)
        return frozenset(classed.loc[in_group & (classed["edition"] == edition), "economy"])

    @cached
    def group_labels(self, lang: str) -> dict[str, str]:
        """Names of all groups with the number of members ranked in the newest detailed edition."""
        ranked = set(self.ranks(self.newest_detailed)["GII"].dropna().index)
        phrase, labels = self.catalog.phrases["group"].get(lang), {}
        for code, group in self.catalog.groups.items():
            members = self.members(code, self.newest_detailed)
            labels[code] = phrase.format(
                name=group.name.get(lang), count=len(members & ranked), all=len(members)
            )
        return labels

    @cached
    def names(self, lang: str) -> dict[str, str]:
        """Names of all economies, as their publisher writes them, and of groups, by code."""
        named, phrase = self.catalog.economies.values(), self.catalog.phrases["group_median"].get(lang)
        groups = {
            code: phrase.format(name=entry.name.get(lang)) for code, entry in self.catalog.groups.items()
        }
        return {entry.id: entry.name.get(lang) for entry in named} | groups

    @cached
    def labels(self, lang: str) -> dict[str, str]:
        """Short names of all economies, by ISO3 code."""
        return {economy.id: economy.short.get(lang) for economy in self.catalog.economies.values()}

    @cached
    def menu_names(self, lang: str) -> dict[str, str]:
        """Names of economies and groups for lists and chips, by code."""
        return self.labels(lang) | self.group_labels(lang)

    def by_name(self, economies: Iterable[str], lang: str) -> list[tuple[str, str]]:
        """Return (code, short name) of economies and groups, in the alphabetical order of a language."""
        labels = self.menu_names(lang)
        return [(code, labels[code]) for code in sorted(economies, key=lambda code: sort_key(labels[code]))]
