"""A table of a card: the result for a choice, its rows for readers, and the columns that all rows have."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

import pandas as pd

from analysis.dataset import Dataset, cached
from analysis.query import NoChoices, Query
from analysis.reshape import TOP

T = TypeVar("T")
Q = TypeVar("Q", bound=Query)

OWN_CALCULATION: Final = "own_calculation"  # the release under which our own figures stand in ``sources``
_KINDS = ("rank_source", "score_source")
PUBLISHER = "WIPO, Global Innovation Index"
EDITIONS = ("edition", "first_edition", "last_edition", "against", "x_edition", "y_edition")
"""Columns with the edition of the index whose figures are in the row."""
RANK = "unit_rank"
"""The phrase that is the unit of ranks."""


@dataclass(frozen=True, slots=True)
class Table(Generic[Q, T]):
    """One table, the same for its card, downloads and the API.

    name: in addresses; file: name of its file without ending; compute: (dataset, choice) -> result, a frame
    or an object with frames, in no language; to_rows: (result, dataset, choice, language of names) -> rows.
    columns: those that its page shows, in their order, each with how its values are written: a name of
    components.text.formats, "economy" for the short name of a code, "text" for what is no number, "unbroken"
    for a text on one line; several are written in one cell, the ends of a "range", a "bounded" rank with
    bounds. What they mean and the words above them are in the catalog (``Catalog.heads``). across: the column
    whose values stand side by side on its page, each with all columns but the first, which heads the rows.
    newest: the column by which its page has the newest rows first; files have the rows as they are made.
    query: the choices of its view; keys: of the address, those that choose its subject; filters: those that
    only narrow it, which "all" leaves aside. compute_unfiltered: computes the unfiltered result, where
    clearing the filters is not enough.
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
        """The columns that are written in a cell of its page, and how, by the first one, which heads it."""
        several = {
            (columns,) if isinstance(columns, str) else columns: how for columns, how in self.columns.items()
        }
        return {names[0]: (names, how) for names, how in several.items()}

    def result(self, dataset: Dataset, choice: Q) -> T:
        """Return the result for a choice, read only: the figure, the finding and all rows are made of it."""
        result: T = _result(dataset, self.compute, choice)
        return result

    def rows(
        self, dataset: Dataset, values: Mapping[str, str], lang: str, *, whole: bool = False
    ) -> pd.DataFrame:
        """Return the rows of a view, or all; values: its choices as texts, by key."""
        if whole and not self.compute_unfiltered:
            values = {key: value for key, value in values.items() if key not in self.filters}
        choice = self.query.read(dataset, values)
        compute_all = self.compute_unfiltered if whole else None
        result = compute_all(dataset, choice) if compute_all else self.result(dataset, choice)
        return self.to_rows(result, dataset, choice, lang)

    def file_columns(
        self, dataset: Dataset, values: Mapping[str, str], *, whole: bool = False
    ) -> dict[str, str]:
        """Return as texts the choices among values that the rows depend on; what is unknown is left out."""
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


def of_index(rows: pd.DataFrame, by: Sequence[str]) -> "pd.Series[str]":
    """Return the releases that rows of gii_scores were read from, joined by a space, for each key of ``by``.

    Rank and score of one row may come from two releases; what is computed here names itself as one.
    """
    parts = [rows[[*by, kind]].rename(columns={kind: "source"}) for kind in _KINDS]
    releases = pd.concat(parts).dropna(subset=["source"]).drop_duplicates()
    return releases.sort_values("source").groupby(list(by))["source"].agg(" ".join)


def join_sources(*cells: object) -> str:
    """Return the releases of several cells, each once, in the order in which they are met."""
    releases = (release for cell in cells if isinstance(cell, str) for release in cell.split())
    return " ".join(dict.fromkeys(releases))


def insert_after(frame: pd.DataFrame, column: str, name: str, values: Any) -> None:
    """Put a new column behind another one."""
    frame.insert(list(frame.columns).index(column) + 1, name, values)


def with_terms(frame: pd.DataFrame, dataset: Dataset, *columns: str) -> pd.DataFrame:
    """Return the frame with columns of the table sources for its column source, and the snapshot.

    source: ids of releases joined by a space.
    """
    columns_by_name = {column: dataset.provenance(column, frame["source"]) for column in columns}
    return frame.assign(**columns_by_name, snapshot=dataset.snapshot.id)


def in_units(frame: pd.DataFrame, dataset: Dataset, *columns: str) -> pd.DataFrame:
    """Return rows of indicators with columns of stored values in the unit in which they are displayed."""
    scales = [dataset.catalog.indicators[code].scale for code in frame["indicator"]]
    for name in columns:
        pairs = zip(frame[name].astype("float64"), scales, strict=True)
        frame = frame.assign(**{name: [x if k == 1 else float(f"{x * k:.15g}") for x, k in pairs]})
    return frame


def series_terms(frame: pd.DataFrame, dataset: Dataset, lang: str) -> pd.DataFrame:
    """Return rows of indicators with names of economies and indicators, their unit and their terms.

    frame: columns economy (ISO3), indicator and source. A row that has no vintage of its own gets those of
    its releases.
    """
    named = frame.copy()
    indicators = [dataset.catalog.indicators[code] for code in named["indicator"]]
    insert_after(named, "economy", "name", named["economy"].map(dataset.names(lang)))
    insert_after(named, "indicator", "unit", [one.unit.get(lang) for one in indicators])
    insert_after(named, "indicator", "indicator_name", [one.name.get(lang) for one in indicators])
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
    """Return rows of the index with names of economies, releases, publisher, licence and snapshot.

    frame: columns economy (ISO3) and edition; where rows have no single edition it brings its own source and
    licence. Without a column source the releases are those of the economy's scores and ranks in the edition:
    of the row's own code if there is a column code, else of ``codes``. computed: rows with figures of
    the site's own beside WIPO's. choice: whose edition and economy the rows have that name none.
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
    """Return cells of releases, with the site's own calculation where a row has figures of its own."""
    cells = list(source)
    flags = [computed] * len(cells) if isinstance(computed, bool) else computed
    return [
        join_sources(cell, OWN_CALCULATION if flag else None) for cell, flag in zip(cells, flags, strict=True)
    ]


def _sources(frame: pd.DataFrame, dataset: Dataset, codes: Sequence[str]) -> list[str]:
    """Return the releases of each row; of a part that the edition does not have, those of the edition."""
    wanted = frame["code"].dropna().unique() if "code" in frame else list(codes)
    scores = dataset.scores if {*wanted} <= {*TOP} else dataset.table("gii_scores")  # a tenth of the rows
    read = scores[
        scores["edition"].isin(frame["edition"].unique())
        & scores["economy"].isin(frame["economy"].unique())
        & scores["code"].isin(wanted)
    ]
    by = ["edition", "economy", *(["code"] if "code" in frame else [])]
    sources = of_index(read, by).to_dict()
    whole = dataset.by_edition["source"].to_dict()
    keys = zip(*(frame[key] for key in by), strict=True)
    return [sources.get(key, whole[key[0]]) for key in keys]
