"""What pages read: one verified snapshot and the catalog, with the views of them that every page shares."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, wraps
from threading import Lock
from typing import Any, Final, TypeVar

import pandas as pd

from analysis.composition import wide
from analysis.evidence import Base, evidence
from analysis.evidence_base import base_of
from analysis.framework import Changes, framework
from analysis.holdings import scored
from analysis.listing import alphabetical
from analysis.progress import CLAIM_YEAR, series
from analysis.revision import by_series
from analysis.reweighting import Field, fields
from analysis.selection import PEERS
from analysis.standing import CHINA
from components.charts.framework import FrameworkChange
from components.charts.tips import change_tip
from components.text import Words
from data.catalog import Catalog
from data.entries import Launch
from data.snapshot import Snapshot

T = TypeVar("T")

MOST: Final = 600  # things kept by `Site.kept`; of one kind, 60 kB each, there is one an economy and edition
_LINE_LABEL = 18  # characters that fit beside a plot
_TOP_CODES = ("GII", "IN", "OUT", "P1", "P2", "P3", "P4", "P5", "P6", "P7")


@dataclass(eq=False)
class Site:
    """One snapshot and its catalog; frames returned are read only.

    contact: the address at which whoever runs this site wants to hear of errors, or "".
    address: what the public finds the site under, such as "https://example.org", or "".
    """

    snapshot: Snapshot
    catalog: Catalog
    contact: str = ""
    address: str = ""
    _labels: dict[str, dict[str, str]] = field(default_factory=dict)
    _wide: dict[tuple[int, str], pd.DataFrame] = field(default_factory=dict)
    _series: dict[str, pd.DataFrame] = field(default_factory=dict)
    _kept: dict[tuple[Hashable, ...], Any] = field(default_factory=dict)
    _made: dict[tuple[Callable[..., Any], str], Any] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def public(self, path: str) -> str:
        """Return the full address of a path for the public; "" where the site does not know its own."""
        return self.address + path if self.address else ""

    @cached_property
    def scores(self) -> pd.DataFrame:
        """Scores and ranks of the index, the sub-indices and the pillars, all editions and economies."""
        scores = self.snapshot.table("gii_scores")
        return scores[scores["code"].isin(_TOP_CODES)].reset_index(drop=True)

    @cached_property
    def editions(self) -> tuple[int, ...]:
        """All editions held, in ascending order."""
        return tuple(sorted(int(edition) for edition in self.snapshot.table("gii_editions")["edition"]))

    @cached_property
    def economies(self) -> tuple[str, ...]:
        """ISO3 codes of the economies that were ever ranked, in alphabetical order."""
        ranked = self.scores.loc[(self.scores["code"] == "GII") & self.scores["rank"].notna(), "economy"]
        return tuple(sorted(ranked.unique()))

    @cached_property
    def counts(self) -> dict[int, int | None]:
        """Economies ranked, by edition; None where that is not verified."""
        held = self.snapshot.table("gii_editions")
        pairs = zip(held["edition"], held["economies"], strict=True)
        return {int(edition): None if pd.isna(count) else int(count) for edition, count in pairs}

    @cached_property
    def spellings(self) -> dict[str, tuple[str, ...]]:
        """All names of each economy, in every language, by ISO3 code."""
        economies = self.catalog.economies.values()
        texts = {one.id: (one.name, one.short) for one in economies}
        return {
            code: tuple(t for name in names for t in name.by_language.values())
            for code, names in texts.items()
        }

    @property
    def launched(self) -> tuple[Launch, ...]:
        """The editions of the index that were launched and are not held."""
        return self.catalog.launched(self.editions)

    @cached_property
    def changes(self) -> tuple[FrameworkChange, ...]:
        """Framework changes of the index, lettered in the order of the editions."""
        known = self.catalog.editions
        marked = [
            edition for edition in self.editions if edition in known and known[edition].change != "unmarked"
        ]
        return tuple(
            FrameworkChange(edition, chr(ord("A") + index), self.catalog.editions[edition].change == "break")
            for index, edition in enumerate(marked)
        )

    def framework(self, first: int, last: int) -> Changes | None:
        """Return what changed of the indicators between two editions; None where that cannot be counted."""
        return self.kept(
            ("framework", first, last), lambda: framework(self.snapshot.table("gii_structure"), first, last)
        )

    def changes_in(self, say: Words) -> tuple[FrameworkChange, ...]:
        """Return the framework changes with the words of their squares: letter, edition and its note."""
        return tuple(
            replace(one, tip=change_tip(one, self.catalog.editions[one.edition].note.get(say.lang), say))
            for one in self.changes
        )

    @cached_property
    def china_scores(self) -> pd.DataFrame:
        """All scores and ranks of China, to the level of indicators."""
        scores = self.snapshot.table("gii_scores")
        return scores[scores["economy"] == CHINA].reset_index(drop=True)

    @cached_property
    def base(self) -> Base:
        """What the evidence of the strategic pillars is computed from."""
        return base_of(self.snapshot.table, self.catalog)

    @property
    def observed(self) -> Mapping[str, pd.DataFrame]:
        """All observations, by indicator."""
        return self.base.observed

    def concept(self, concept: str) -> pd.DataFrame:
        """Return all rows of gii_scores whose code stands for a concept in some edition."""
        return self.base.coded(self.parts.loc[self.parts["concept"] == concept, "code"])

    def evidence(self, number: int, peers: tuple[str, ...] = PEERS, since: int = CLAIM_YEAR) -> pd.DataFrame:
        """Return the evidence of a strategic pillar since a year, standing among these peers as well."""
        pillar = self.catalog.strategy[number - 1]
        if peers != PEERS:
            return evidence(self.base, pillar, peers, since)
        return self.kept(("evidence", number, since), lambda: evidence(self.base, pillar, peers, since))

    @cached_property
    def _china(self) -> dict[str, pd.DataFrame]:
        observations = self.snapshot.table("observations")
        held = observations[observations["economy"] == CHINA]
        return {str(indicator): rows for indicator, rows in held.groupby("indicator", sort=False)}

    def china(self, indicator: str) -> pd.DataFrame:
        """Return China's series of an indicator since the year of the claim."""
        if indicator not in self._series:
            rows = self._china.get(indicator)
            frame = self.snapshot.table("observations").iloc[:0] if rows is None else rows
            self._series[indicator] = series(frame, indicator, CHINA)
        return self._series[indicator]

    @cached_property
    def revised(self) -> dict[str, tuple[str, float]]:
        """For each indicator whose past was revised for China: the release, and the largest change."""
        rows = by_series(self.snapshot.table("revisions"))
        rows = rows[(rows["measure"] == "value") & rows["china_change"].notna()]
        pairs = zip(rows["new_vintage"], rows["china_change"], strict=True)
        return dict(zip(rows["series"], pairs, strict=True))

    @cached_property
    def parts(self) -> pd.DataFrame:
        """The rows of gii_structure of which scores are held: what pages can show of each edition."""
        return scored(self.snapshot.table("gii_scores"), self.snapshot.table("gii_structure"))

    @cached_property
    def detailed(self) -> int:
        """The newest edition held down to its indicators; a newer one may be a ranking only."""
        return int(self.parts.loc[self.parts["level"] == "indicator", "edition"].max())

    @cached_property
    def release(self) -> str:
        """The release that the newest detailed edition of the index comes from."""
        return str(self.snapshot.table("gii_editions").set_index("edition").at[self.detailed, "source"])

    @cached_property
    def fields(self) -> dict[int, Field]:
        """The economies with scores of all seven GII pillars, as one matrix an edition."""
        return fields(self.scores)

    def kept(self, key: tuple[Hashable, ...], make: Callable[[], T]) -> T:
        """Return what ``make`` gave for this key the first time.

        It goes with the site; of MOST things, that one goes which was not asked for the longest.
        """
        with self._lock:
            if known := key in self._kept:
                self._kept[key] = self._kept.pop(key)  # the one asked for last is the last to go
                found: T = self._kept[key]
        if not known:
            found = make()
            with self._lock:
                self._kept[key] = found
                while len(self._kept) > MOST:
                    del self._kept[next(iter(self._kept))]
        return found

    def wide(self, edition: int, column: str = "score") -> pd.DataFrame:
        """Return one edition as economies x codes of all levels: scores, or another column of gii_scores."""
        if (edition, column) not in self._wide:
            self._wide[edition, column] = wide(self.snapshot.table("gii_scores"), edition, column)
        return self._wide[edition, column]

    def ranks(self, edition: int) -> pd.DataFrame:
        """Return the ranks of one edition as economies x codes of all levels; NaN where there is none."""
        return self.wide(edition, "rank")

    def structure(self, edition: int) -> pd.DataFrame:
        """Return the parts of an edition of which scores are held, in the order of the codes."""
        return self.parts[self.parts["edition"] == edition].reset_index(drop=True)

    @cached_property
    def checked(self) -> str:
        """The day on which files held here were last read and checked, as an ISO date."""
        return str(self.snapshot.table("sources")["checked"].dropna().max())

    def line_labels(self, words: Words) -> dict[str, str]:
        """Names beside lines, by ISO3 code: the publisher's own where it fits, else the short form."""
        economies = self.catalog.economies.values()
        names = {
            economy.id: (economy.name.get(words.lang), economy.short.get(words.lang)) for economy in economies
        }
        longest = _LINE_LABEL if words.lang == "en" else 0  # full Chinese names are long beside a line
        return {code: name if len(name) <= longest else short for code, (name, short) in names.items()}

    def labels(self, words: Words) -> dict[str, str]:
        """Short names of all economies in a language, by ISO3 code."""
        if words.lang not in self._labels:
            economies = self.catalog.economies.values()
            self._labels[words.lang] = {economy.id: economy.short.get(words.lang) for economy in economies}
        return self._labels[words.lang]

    def short_labels(self, words: Words) -> dict[str, str]:
        """Names for where a code would stand, by ISO3 code: in English those that take no more room."""
        names = self.labels(words)
        return names if words.lang == "zh" else {code: name for code, name in names.items() if len(name) <= 7}

    def by_name(self, economies: Iterable[str], words: Words) -> list[tuple[str, str]]:
        """Return economies with their short names, in the alphabetical order of a language."""
        labels = self.labels(words)
        return [
            (code, labels[code]) for code in sorted(economies, key=lambda code: alphabetical(labels[code]))
        ]


def once(make: Callable[[Site, str], T]) -> Callable[[Site, str], T]:
    """Let a function work once for a site and a language; what it made is kept, and goes, with the site."""

    @wraps(make)
    def kept(site: Site, lang: str) -> T:
        if (make, lang) not in site._made:
            site._made[make, lang] = make(site, lang)
        made: T = site._made[make, lang]
        return made

    return kept
