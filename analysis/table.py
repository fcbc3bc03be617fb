"""A table of a card: the result for a choice, its rows for readers, and their common columns."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

import pandas as pd

from analysis.dataset import Dataset, cached
from analysis.query import NoChoices, Query
from analysis.reshape import TOP

T = TypeVar("T")
Q = TypeVar("Q", bound=Query)

OWN_CALCULATION: Final = "own_calculation"  # id of our own figures in the table sources
_SOURCE_COLUMNS = ("rank_source", "score_source")
PUBLISHER = "WIPO, Global Innovation Index"
EDITIONS = ("edition", "first_edition", "last_edition", "against", "x_edition", "y_edition")
"""Columns with an edition of the index that has figures in the row."""
RANK = "unit_rank"
"""Key of the phrase for the unit of ranks."""


@dataclass(frozen=True, slots=True)
class Table(Generic[Q, T]):
    """One table, the same for its card, downloads and the API.

    name: in addresses; file: file name without ending; compute: (dataset, choice) -> result, a frame or an
    object with frames, without language; to_rows: (result, dataset, choice, language) -> rows.
    query: class of the choices; keys: keys of an address that choose the subject; filters: keys that only
    narrow it and that "all" ignores; compute_unfiltered: computes the unfiltered result where clearing the
    filters is not enough.
    columns: those of the page in order, each with its format: a name of components.text.formats, "economy"
    (short name of a code), "text" or "unbroken" (text on one line); a tuple of columns shares a cell, as a
    "range" or a "bounded" rank. ``Catalog.heads`` has their headings. across: column whose values become
    groups of columns on the page; newest: column by which the page sorts the newest rows first (files keep
    the order of the rows).
    """

    name: str
    file: str
    compute: Callable[[Dataset, Q], T]
    to_rows: Callable[[T, Dataset, Q, str], pd.DataFrame]
    query: type[Q] = NoChoices  # type: ignore[assignment]  # the default of a table without choices
    keys: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    compute_unfiltered: Callable[[Dataset, Q], T] | None = None
    columns: Mapping[str | tuple[str, ...], str] = field(default_factory=dict)
    across: str = ""
    newest: str = ""

    @property
    def cells(self) -> dict[str, tuple[tuple[str, ...], str]]:
        """Columns and format of each cell of the page, by the first column, which gives the heading."""
        cells = [((key,) if isinstance(key, str) else key, how) for key, how in self.columns.items()]
        return {names[0]: (names, how) for names, how in cells}

    def result(self, dataset: Dataset, choice: Q) -> T:
        """Return the result for a choice, cached and read only."""
        result: T = _result(dataset, self.compute, choice)
        return result

    def rows(
        self, dataset: Dataset, values: Mapping[str, str], lang: str, *, whole: bool = False
    ) -> pd.DataFrame:
        """Return the rows of a view, or all rows; values: the choices as texts, by key."""
        if whole and not self.compute_unfiltered:
            values = {key: value for key, value in values.items() if key not in self.filters}
        choice = self.query.read(dataset, values)
        compute_all = self.compute_unfiltered if whole else None
        result = compute_all(dataset, choice) if compute_all else self.result(dataset, choice)
        return self.to_rows(result, dataset, choice, lang)

    def file_columns(
        self, dataset: Dataset, values: Mapping[str, str], *, whole: bool = False
    ) -> dict[str, str]:
        """Return the choices among values on which the rows depend, as texts; invalid ones left out."""
        keys = self.keys if whole else (*self.keys, *self.filters)
        choice, today = self.query.read(dataset, values), self.query.with_old_addresses_mapped(values)
        written, changed = choice.texts(), choice.changed_choices(dataset)
        return {
            key: written[key]
            for key in keys
            if key in today and (key in changed or written[key] == today[key])
        }


@cached
def _result(dataset: Dataset, compute: Callable[[Dataset, Any], Any], choice: Query) -> Any:
    return compute(dataset, choice)


def releases_of_rows(rows: pd.DataFrame, by: Sequence[str]) -> "pd.Series[str]":
    """Return the releases of rows of gii_scores, joined by a space, for each key in ``by``.

    Rank and score of a row may come from two releases; own calculations count as a release.
    """
    parts = [rows[[*by, kind]].rename(columns={kind: "source"}) for kind in _SOURCE_COLUMNS]
    releases = pd.concat(parts).dropna(subset=["source"]).drop_duplicates()
    return releases.sort_values("source").groupby(list(by))["source"].agg(" ".join)


def join_sources(*cells: object) -> str:
    """Join the releases of several cells, each once, in order of appearance."""
    releases = (release for cell in cells if isinstance(cell, str) for release in cell.split())
    return " ".join(dict.fromkeys(releases))


def insert_after(frame: pd.DataFrame, column: str, name: str, values: Any) -> None:
    """Insert a column after another one."""
    frame.insert(list(frame.columns).index(column) + 1, name, values)


def with_terms(frame: pd.DataFrame, dataset: Dataset, *columns: str) -> pd.DataFrame:
    """Add columns of the table sources, by the releases in the column source, and the snapshot.

    The column source has ids of releases joined by a space.
    """
    columns_by_name = {column: dataset.provenance(column, frame["source"]) for column in columns}
    return frame.assign(**columns_by_name, snapshot=dataset.snapshot.id)


def in_units(frame: pd.DataFrame, dataset: Dataset, *columns: str) -> pd.DataFrame:
    """Convert columns of stored values of indicators to the unit of display."""
    scales = [dataset.catalog.indicators[code].scale for code in frame["indicator"]]
    for name in columns:
        pairs = zip(frame[name].astype("float64"), scales, strict=True)
        frame = frame.assign(**{name: [x if k == 1 else float(f"{x * k:.15g}") for x, k in pairs]})
    return frame


def series_terms(frame: pd.DataFrame, dataset: Dataset, lang: str) -> pd.DataFrame:
    """Add names of economies and indicators, units, publishers and licences to rows of indicators.

    frame: columns economy (ISO3), indicator and source. Without a column vintage, the vintages of the
    releases are added.
    """
    named = frame.copy()
    indicators = [dataset.catalog.indicators[code] for code in named["indicator"]]
    insert_after(named, "economy", "name", named["economy"].map(dataset.names(lang)))
    insert_after(named, "indicator", "unit", [indicator.unit.get(lang) for indicator in indicators])
    insert_after(named, "indicator", "indicator_name", [indicator.name.get(lang) for indicator in indicators])
    vintage = () if "vintage" in named else ("vintage",)
    return with_terms(named, dataset, *vintage, "publisher", "licence")


def index_terms(
    frame: pd.DataFrame,
    dataset: Dataset,
    lang: str,
    codes: Sequence[str] = ("GII",),
    computed: "bool | pd.Series[bool]" = False,
    choice: Any = None,
) -> pd.DataFrame:
    """Add names of economies, releases, publisher, licence and snapshot to rows of the index.

    frame: columns economy (ISO3) and edition; rows without a single edition have columns source and licence.
    Without a column source, the releases are those of the scores and ranks of the economy in the edition, for
    the code in the column code, else for ``codes``. computed: rows that contain our own figures. choice:
    gives the edition and economy where the frame has no such column.
    """
    named = frame.copy()
    for position, column in enumerate(("edition", "economy") if choice else ()):
        if column not in named:
            named.insert(position, column, getattr(choice, column))
    insert_after(named, "economy", "name", named["economy"].map(dataset.names(lang)))
    if "source" not in named:
        named["source"] = _sources(named, dataset, codes)
    named["source"] = with_own_calculation(named["source"], computed)
    named["publisher"] = PUBLISHER
    if "edition" in named:
        named["licence"] = dataset.licences_of(named["edition"])
    return named.assign(snapshot=dataset.snapshot.id)


def with_own_calculation(source: Iterable[object], computed: "bool | pd.Series[bool]" = True) -> list[str]:
    """Add OWN_CALCULATION to the cells of releases where computed is True."""
    cells = list(source)
    flags = [computed] * len(cells) if isinstance(computed, bool) else computed
    return [
        join_sources(cell, OWN_CALCULATION if flag else None) for cell, flag in zip(cells, flags, strict=True)
    ]


def _sources(frame: pd.DataFrame, dataset: Dataset, codes: Sequence[str]) -> list[str]:
    """Return the releases of each row; for a part that the edition lacks, those of the edition."""
    wanted = frame["code"].dropna().unique() if "code" in frame else list(codes)
    scores = dataset.scores if {*wanted} <= {*TOP} else dataset.table("gii_scores")  # a tenth of the rows
    read = scores[
        scores["edition"].isin(frame["edition"].unique())
        & scores["economy"].isin(frame["economy"].unique())
        & scores["code"].isin(wanted)
    ]
    by = ["edition", "economy", *(["code"] if "code" in frame else [])]
    sources = releases_of_rows(read, by).to_dict()
    whole = dataset.by_edition["source"].to_dict()
    keys = zip(*(frame[key] for key in by), strict=True)
    return [sources.get(key, whole[key[0]]) for key in keys]
