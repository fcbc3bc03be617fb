"""A download before it is written: its table, title, columns, sources, licences and citation."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from analysis.dataset import Dataset
from analysis.frames.table import Table
from analysis.frames.terms import EDITIONS, PUBLISHER
from analysis.reuse import reuse
from data.catalog import Catalog, column_of
from data.citation import Citation, cite, families, index
from data.entries import Download
from data.languages import known_language
from data.sheets import heads

FILTERED, ALL = ROWS = ("shown", "all")


@dataclass(frozen=True, slots=True)
class ColumnNote:
    """A column: type as in JSON, unit (empty where it has none), meaning in words.

    head: its heading, the first clause of its meaning, with the name where two have the same.
    """

    name: str
    head: str
    kind: str
    unit: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Document:
    """One table to be downloaded. stem: name of the file without its ending, ASCII, of known values only.

    rows: one of ROWS; query: the choices; sources: rows of the table sources that the table rests on;
    editions: licences of the editions of the index in it; reuse: what they let readers do, in words; words:
    the phrases of the catalog.
    """

    stem: str
    title: str
    row: str
    chosen: str
    rows: str
    query: dict[str, str]
    address: str
    lang: str
    words: dict[str, str]
    snapshot: tuple[str, str]
    frame: pd.DataFrame
    columns: tuple[ColumnNote, ...]
    sources: pd.DataFrame
    editions: dict[int, str]
    citation: Citation
    reuse: str


def build_document(table: Table[Any, Any], rows: str, dataset: Dataset, query: Mapping[str, str]) -> Document:
    """Return the download of a table for a query. rows: FILTERED, or ALL for those of every filter."""
    lang, whole = known_language(query.get("lang")), rows == ALL
    frame = table.rows(dataset, query, lang, whole=whole)
    about = dataset.catalog.downloads[table.name]
    chosen = table.chosen(dataset, query, whole=whole)
    values = urlencode({**chosen, "rows": rows, "lang": lang}, safe=",")
    address = f"{dataset.address}/download/{table.name}.zip?{values}"
    releases = list(dict.fromkeys(one for cell in frame["source"].dropna() for one in str(cell).split()))
    published = [frame[column].dropna() for column in EDITIONS if column in frame]
    editions = sorted({int(edition) for values in published for edition in values})
    words = {key: text.get(lang) for key, text in dataset.catalog.phrases.items()}
    return Document(
        stem="_".join((table.file, *_scope(frame, table.file), rows)),
        title=about.title.get(lang),
        row=about.row.get(lang),
        chosen=words[f"rows_{rows}"].format(count=len(frame), whole=about.whole.get(lang)),
        rows=rows,
        query=chosen,
        address=address,
        lang=lang,
        words=words,
        snapshot=(dataset.snapshot.id, dataset.snapshot.created),
        frame=frame,
        columns=_columns(frame, about, dataset.catalog, lang),
        sources=dataset.sources.loc[releases].reset_index(),
        editions={edition: str(dataset.licences[edition]) for edition in editions},
        reuse=reuse(dataset, lang, tuple(releases), tuple(editions)).sentence,
        citation=_citation(frame, releases, editions, dataset, (about.title.get(lang), lang), address),
    )


def _columns(frame: pd.DataFrame, about: Download, catalog: Catalog, lang: str) -> tuple[ColumnNote, ...]:
    known = {name: column_of(catalog.columns, about, name) for name in map(str, frame.columns)}
    meanings = {name: column.meaning.get(lang) if column else name for name, column in known.items()}
    named, found = heads(meanings), []
    for name, column in known.items():
        unit = column.unit.get(lang) if column and column.unit else ""
        meaning = meanings[name] if column else ""
        found.append(ColumnNote(name, named[name], _kind(frame[name]), unit, meaning))
    return tuple(found)


def _kind(values: pd.Series) -> str:
    if pd.api.types.is_bool_dtype(values):
        return "boolean"
    if pd.api.types.is_integer_dtype(values):
        return "integer"
    return "number" if pd.api.types.is_numeric_dtype(values) else "string"


def _scope(frame: pd.DataFrame, named: str) -> list[str]:
    """Return economy, strategic pillar and editions or years of a table, as far as it has one of each.

    named: the name of the file so far.
    """
    found = []
    one = {column: frame[column].dropna().unique() for column in ("economy", "pillar") if column in frame}
    if len(one.get("economy", ())) == 1 and not named.startswith("china-"):
        found.append(re.sub(r"[^A-Z]", "", str(one["economy"][0])))
    if len(one.get("pillar", ())) == 1:
        found.append(f"pillar-{re.sub(r'[^P1-7]', '', str(one['pillar'][0]))}")
    for group in (EDITIONS[:3], ("year",)):
        found_years = [frame[column].dropna() for column in group if column in frame]
        years = [int(year) for values in found_years for year in (values.min(), values.max()) if len(values)]
        if years:
            ends = dict.fromkeys((min(years), max(years)))
            return [*found, "-".join(str(year) for year in ends)]
    return found


def _citation(
    frame: pd.DataFrame,
    releases: list[str],
    editions: list[int],
    dataset: Dataset,
    words: tuple[str, str],
    address: str,
) -> Citation:
    """Return the citation of a table: WIPO with its editions where it is in it, then every other provider."""
    title, lang = words
    snapshot, catalog = dataset.snapshot, dataset.catalog
    of_index = frame["publisher"] == PUBLISHER
    ends = (editions[0], editions[-1]) if editions else (dataset.editions[0], dataset.editions[-1])
    first = [index(catalog.phrases, lang, *ends)] if of_index.any() else []
    others = {one for cell in frame.loc[~of_index, "source"].dropna() for one in str(cell).split()}
    named = [one for one in releases if one in others]
    join = ("、" if lang == "zh" else ", ").join
    found = families(catalog.phrases, lang, dataset.table("sources"), catalog.sources, named, ends, join)
    return cite(catalog.phrases, lang, title, [*first, *found], (snapshot.id, snapshot.created), address)
