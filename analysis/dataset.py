"""A verified snapshot with its catalog, and all that is derived from both, computed once."""

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

from analysis.evidence.pillar import Base, concat_evidence, evidence
from analysis.evidence.progress import series
from analysis.index.composition import TOP, pivot_scores
from analysis.index.framework import Changes, framework
from analysis.inventory import by_indicator, by_series, scored_counts
from analysis.normalize import sort_key
from data.article import CLAIM_YEAR, FOCUS, PEERS
from data.catalog import Catalog
from data.entries import Launch
from data.licences import NOT_STATED, of_editions
from data.release_notes import HeldBack, read_held_back
from data.snapshot import Snapshot

P = ParamSpec("P")
T = TypeVar("T")

ENTRIES: Final = 600  # results in the cache; some of 60 kB, one for each economy and edition
UPPER_MIDDLE: Final = "Upper middle income"
RESTATED: Final = ("third_party_panel", "press")
"""Families of releases in which others restate what a publisher printed."""
COPY: Final = "copy: "
"""Begins the provenance of a publisher's own file that was read from a third party's copy."""
_TOP_COLUMNS = (
    *("edition", "economy", "code", "score", "rank", "rank_low", "rank_high"),
    *("low_coverage", "doubt", "score_source", "rank_source"),
)


def cached(compute: Callable[Concatenate["Dataset", P], T]) -> Callable[Concatenate["Dataset", P], T]:
    """Cache the results of a function of a Dataset and of hashable values on that Dataset.

    The least recently used are dropped first. Two threads may compute the same at once; both get the result
    that is ready first.
    """

    @wraps(compute)
    def lookup(dataset: "Dataset", /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = hashkey(compute, *args, **kwargs)  # type: ignore[arg-type]  # of hashable values
        with dataset.lock:
            if key in dataset.cache:
                found: T = dataset.cache[key]
                return found
        computed = compute(dataset, *args, **kwargs)
        with dataset.lock:
            result: T = dataset.cache.setdefault(key, computed)
        return result

    return lookup


@dataclass(eq=False)
class Dataset:
    """One snapshot and its catalog; frames returned are read only.

    contact: the address for reports of errors, or "".
    address: what the public finds the site under, such as "https://example.org", or "".
    """

    snapshot: Snapshot
    catalog: Catalog
    contact: str = ""
    address: str = ""
    cache: LRUCache[Hashable, Any] = field(default_factory=lambda: LRUCache(ENTRIES), repr=False)
    lock: Lock = field(default_factory=Lock, repr=False)

    def public_address(self, path: str) -> str:
        """Return the full address of a path for the public; "" where the site does not know its own."""
        return self.address + path if self.address else ""

    def table(self, name: str) -> pd.DataFrame:
        """Return a table of the snapshot (data.schema)."""
        return self.snapshot.table(name)

    @cached
    def row_positions(self, name: str, column: str) -> dict[str, NDArray[np.int32]]:
        """Return the positions of the rows of a table by what stands in a column, as text."""
        found = self.table(name).groupby(column).indices
        return {str(value): np.asarray(rows, "int32") for value, rows in found.items()}

    @cached_property
    def by_edition(self) -> pd.DataFrame:
        """The table gii_editions by edition."""
        return self.table("gii_editions").set_index("edition")

    @cached_property
    def licences(self) -> "pd.Series[str]":
        """The licence of each edition, NOT_STATED where its publisher states none."""
        return of_editions(self.table("gii_editions"))

    def licences_of(self, editions: "pd.Series[int]") -> "pd.Series[str]":
        """Return the licence of each edition of a column, NOT_STATED where the column has none."""
        return editions.map(self.licences).fillna(NOT_STATED)

    @cached_property
    def editions(self) -> tuple[int, ...]:
        """All editions of the snapshot, in ascending order."""
        return tuple(sorted(int(edition) for edition in self.by_edition.index))

    @cached_property
    def rank_counts(self) -> dict[int, int | None]:
        """Economies ranked, by edition; None where that is not verified."""
        counts = zip(self.by_edition.index, self.by_edition["economies"], strict=True)
        return {int(edition): None if pd.isna(count) else int(count) for edition, count in counts}

    @property
    def course_start(self) -> int:
        """The edition with which courses begin at first: the first with a verified number of economies."""
        known = [one for one in self.editions[:-1] if self.rank_counts[one]]
        return next(iter(known), self.editions[0])

    @property
    def missing_editions(self) -> tuple[Launch, ...]:
        """The editions of the index that were launched and are not in the snapshot."""
        return self.catalog.launches_except(self.editions)

    @cached_property
    def newest_detailed(self) -> int:
        """The newest edition with its indicators; a newer one may be a ranking only."""
        return self.base.edition

    @cached
    def framework(self, first: int, last: int) -> Changes | None:
        """Return what changed of the indicators between two editions; None where that cannot be counted."""
        return framework(self.table("gii_structure"), first, last)

    @cached_property
    def scores(self) -> pd.DataFrame:
        """Scores and ranks of the index, the sub-indices and the pillars, all editions and economies.

        Without the columns on raw values and marks.
        """
        scores = self.table("gii_scores")
        return scores.loc[scores["code"].isin(TOP), list(_TOP_COLUMNS)].reset_index(drop=True)

    @cached_property
    def economies(self) -> tuple[str, ...]:
        """ISO3 codes of the economies that were ever ranked, in alphabetical order."""
        ranked = self.scores.loc[(self.scores["code"] == "GII") & self.scores["rank"].notna(), "economy"]
        return tuple(sorted(str(code) for code in ranked.unique()))

    @cached_property
    def parts(self) -> pd.DataFrame:
        """The rows of gii_structure that have scores: what can be read of each edition."""
        return scored_counts(self.table("gii_scores"), self.table("gii_structure"))

    @cached
    def editions_with(self, level: str) -> tuple[int, ...]:
        """Return the editions that have a level of the index with weights, in ascending order."""
        rows = self.parts[self.parts["level"] == level]
        if level != "pillar":
            rows = rows[rows["weight"].notna()]
        return tuple(sorted(int(edition) for edition in rows["edition"].unique()))

    def structure(self, edition: int) -> pd.DataFrame:
        """Return the parts of an edition that have scores, in the order of the codes."""
        return self.parts[self.parts["edition"] == edition].reset_index(drop=True)

    def concept(self, concept: str) -> pd.DataFrame:
        """Return the rows of gii_scores of a concept, by the code that it has in each edition."""
        codes = self.parts.loc[self.parts["concept"] == concept, ["edition", "code"]]
        return self.base.rows_of_codes(codes["code"]).merge(codes, on=["edition", "code"])

    @cached
    def wide(self, edition: int, column: str = "score") -> pd.DataFrame:
        """Return one edition as economies x codes of all levels: scores, or another column of gii_scores."""
        return pivot_scores(self.table("gii_scores"), edition, column)

    def ranks(self, edition: int) -> pd.DataFrame:
        """Return the ranks of one edition as economies x codes of all levels; NaN where there is none."""
        return self.wide(edition, "rank")

    @cached_property
    def observations_by_series(self) -> dict[str, pd.DataFrame]:
        """All observations, by indicator."""
        return by_indicator(self.table("observations"))

    @cached
    def china(self, indicator: str) -> pd.DataFrame:
        """Return China's series of an indicator since the year of the claim."""
        rows = self.observations_by_series.get(indicator)
        return series(self.table("observations").iloc[:0] if rows is None else rows, indicator, FOCUS)

    @cached_property
    def revised_series(self) -> dict[str, tuple[str, float]]:
        """For each indicator whose past was revised for China: the release, and the largest change."""
        rows = by_series(self.table("revisions"))
        rows = rows[(rows["measure"] == "value") & rows["economy_change"].notna()]
        pairs = zip(rows["new_vintage"], rows["economy_change"], strict=True)
        return dict(zip(rows["series"], pairs, strict=True))

    @cached_property
    def base(self) -> Base:
        """The inputs of the evidence of the strategic pillars."""
        return Base(
            indicators=self.catalog.indicators,
            observed=self.observations_by_series,
            scores=self.table("gii_scores"),
            structure=self.parts,
            editions=self.table("gii_editions"),
            ranked=frozenset(self.economies),
            upper_middle=frozenset(
                one.id for one in self.catalog.economies.values() if one.income == UPPER_MIDDLE
            ),
            checked=int(self.last_checked[:4]),
        )

    @cached
    def evidence(self, number: int, peers: tuple[str, ...] = PEERS, since: int = CLAIM_YEAR) -> pd.DataFrame:
        """Return the evidence of a strategic pillar since a year, standing among these peers as well."""
        return evidence(self.base, self.catalog.strategy[number - 1], peers, since)

    @cached
    def all_evidence(self, since: int = CLAIM_YEAR) -> pd.DataFrame:
        """Return the evidence of all strategic pillars beside PEERS, one below the other."""
        return concat_evidence(
            [self.evidence(pillar.number, since=since) for pillar in self.catalog.strategy]
        )

    @cached_property
    def sources(self) -> pd.DataFrame:
        """The table sources by release."""
        return self.table("sources").set_index("source")

    @cached_property
    def last_checked(self) -> str:
        """The day on which files of publishers were last read and checked, as an ISO date."""
        return str(self.sources["checked"].dropna().max())

    @cached_property
    def copied_editions(self) -> tuple[int, ...]:
        """The editions that third parties restate, or of which they have a copy of WIPO's own file."""
        read = self.sources.loc[self.by_edition["source"], ["family", "provenance"]]
        copied = read["family"].isin(RESTATED) | read["provenance"].fillna("").str.startswith(COPY)
        return tuple(sorted(int(edition) for edition in self.by_edition.index[copied.to_numpy()]))

    @cached_property
    def withheld_releases(self) -> dict[str, HeldBack]:
        """The series whose newest release was not taken over, by their id."""
        return {one.series: one for one in read_held_back(self.sources["note"].dropna())}

    def provenance(self, column: str, cells: Iterable[object]) -> list[str]:
        """Return a column of the table sources for cells of releases, different ones joined by "; ".

        "" for nothing; a licence may be NOT_STATED.
        """
        known, wanted = self.sources[column].dropna().to_dict(), list(cells)
        texts = {
            cell: "; ".join(dict.fromkeys(str(known[one]) for one in str(cell).split() if one in known))
            for cell in set(wanted)
        }
        blank = NOT_STATED if column == "licence" else ""
        return [texts[cell] or blank for cell in wanted]

    def members(self, group: str, edition: int) -> frozenset[str]:
        """Return the members of a group: those stated, or those that an edition classes so."""
        if stated := self.catalog.groups[group].members:
            return frozenset(stated)
        classed = self.table("gii_economies")
        there = (classed["income"] == group) | (classed["region"] == group)
        return frozenset(classed.loc[there & (classed["edition"] == edition), "economy"])

    @cached
    def group_labels(self, lang: str) -> dict[str, str]:
        """Names of all groups with how many members the newest detailed edition ranks, by code."""
        ranked = set(self.ranks(self.newest_detailed)["GII"].dropna().index)
        phrase, found = self.catalog.phrases["group"].get(lang), {}
        for code, group in self.catalog.groups.items():
            members = self.members(code, self.newest_detailed)
            found[code] = phrase.format(
                name=group.name.get(lang), count=len(members & ranked), all=len(members)
            )
        return found

    @cached
    def names(self, lang: str) -> dict[str, str]:
        """Names of all economies as their publisher writes them in a language, and of groups, by code."""
        named, phrase = self.catalog.economies.values(), self.catalog.phrases["group_median"].get(lang)
        groups = {code: phrase.format(name=one.name.get(lang)) for code, one in self.catalog.groups.items()}
        return {one.id: one.name.get(lang) for one in named} | groups

    @cached
    def labels(self, lang: str) -> dict[str, str]:
        """Short names of all economies in a language, by ISO3 code."""
        return {one.id: one.short.get(lang) for one in self.catalog.economies.values()}

    @cached
    def menu_names(self, lang: str) -> dict[str, str]:
        """Names of economies and groups in lists and chips, by code."""
        return self.labels(lang) | self.group_labels(lang)

    def by_name(self, economies: Iterable[str], lang: str) -> list[tuple[str, str]]:
        """Return economies and groups with their short names, in the alphabetical order of a language."""
        labels = self.menu_names(lang)
        return [(code, labels[code]) for code in sorted(economies, key=lambda code: sort_key(labels[code]))]
