"""The overall ranking of one edition in the publisher's smaller table, that of its Data Explorer."""

import csv
import io
from dataclasses import replace
from typing import Final

import pandas as pd

from data.contract import Violation
from data.schema import GII_SCORES, GII_STRUCTURE
from data.snapshot import sha256
from etl.assembly import to_types
from etl.economies import check_names
from etl.errors import BadFile, Refused
from etl.release import Content, Release, Task, release_row
from etl.sources.curated import ranking_source
from etl.sources.gii import check_edition

COLUMNS: Final = {"economy": "iso3", "rank": "rank", "score": "score", "year": "giiyr"}
"""Our names and the publisher's."""
NAME_COLUMN: Final = "economy_name"
"""Optional names of economies, encoded twice; compared with the codes."""
IGNORED_COLUMNS: Final = ("v1", NAME_COLUMN, "income")

TABLE_NAME: Final = "ranking"
MIN_STATED_SHARE: Final = 0.5
"""Share of rows that must state their edition: single rows say NA."""


def parse(release: Release, edition: int, task: Task) -> Content:
    """Return the edition in a release, with overall ranks and scores alone.

    Scores stay the printed single-precision numbers. An economy with neither rank nor score is
    left out. BadFile names line and column at fault; Refused says that the table has another
    edition.
    """
    document, source = release.documents[0], ranking_source(edition)
    cells = _read(document.content)
    economy, scores = _parse_ranking(cells, edition, task)
    check_edition(scores, task.tables.get(GII_SCORES.name), edition)

    def locate(violation: Violation) -> Violation:
        if violation.table != GII_SCORES.name:
            return violation
        lines = economy.index[economy == violation.economy]
        row = f"line {lines[0]} ({violation.row})" if len(lines) else violation.row
        return replace(
            violation, table=TABLE_NAME, row=row, column=COLUMNS.get(violation.column, violation.column)
        )

    missing = "sub-indices, pillars and indicators are missing until the workbook of the edition is fetched"
    digest = sha256(document.content).removeprefix("sha256:")
    note = f"Partial: overall ranks and scores only; {missing}. SHA-256 {digest}"
    title = f"GII {edition}: overall ranks and scores (Data Explorer)"
    address = document.address
    overall = {"edition": edition, "code": "GII", "name": "Global Innovation Index", "source": source}
    warnings = [f"the GII {edition} is partial: {missing}"]
    if unknown := ", ".join(
        name for name in map(str, cells) if name not in (*COLUMNS.values(), *IGNORED_COLUMNS)
    ):
        warnings.append(f"the column {unknown[:120]} of the ranking is not known and is passed over")
    return Content(
        row=release_row(source, release.family, title, release.vintage, task.checked, address, note),
        scores=to_types(GII_SCORES, scores.assign(score_source=source, rank_source=source)),
        structure=to_types(GII_STRUCTURE, pd.DataFrame([overall])),
        edition=edition,
        locate=locate,
        warnings=tuple(warnings),
    )


def _read(content: bytes) -> pd.DataFrame:
    """Return the stripped cells by line number, without blank lines; BadFile if a column is missing."""
    rows = {}
    try:
        reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        names = [name.strip() for name in next(reader, [])]
        for name in COLUMNS.values():
            if names.count(name) != 1:
                word = "stands there twice" if name in names else "is missing"
                existing = ", ".join(names)[:120] or "none"
                raise BadFile(f"the column {name} {word} (columns in the table: {existing})")
        for cells in reader:
            if any(cells) and len(cells) != len(names):
                raise BadFile(f"line {reader.line_num}: {len(cells)} cells under {len(names)} columns")
            if any(cells):
                rows[reader.line_num] = [cell.strip() for cell in cells]
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadFile(f"the table cannot be read as UTF-8 text with commas ({error})") from error
    table = pd.DataFrame.from_dict(rows, orient="index", columns=names, dtype="str")
    return table.loc[:, ~table.columns.duplicated()]


def _parse_ranking(cells: pd.DataFrame, edition: int, task: Task) -> tuple[pd.Series, pd.DataFrame]:
    """Return the economy by line, and edition, code, economy, score and rank of ranked economies."""
    economy, rank, score, year = (cells[name].replace(["NA", "NaN"], "") for name in COLUMNS.values())
    codes, both = list(task.catalog.economies), "rank and score must both be given, or neither"
    for name, wrong, problem in (
        ("economy", ~economy.isin(codes), "a code of an economy in the catalog expected"),
        ("economy", economy.duplicated(), "each economy once expected"),
        ("rank", ~rank.str.fullmatch(r"|[1-9][0-9]{0,2}(\.0)?"), "a rank expected"),
        ("score", ~score.str.fullmatch(r"|[0-9]{1,3}([.,][0-9]+)?"), "a score expected"),
        ("year", ~year.str.fullmatch(r"|20[0-9]{2}"), "the year of the edition expected"),
        ("rank", (rank == "") & (score != ""), both),
        ("score", (rank != "") & (score == ""), both),
    ):
        if wrong.any():
            first, column = int(wrong.to_numpy().argmax()), COLUMNS[name]
            value = str(cells[column].iloc[first])[:40]
            raise BadFile(f"line {cells.index[first]}, column {column}: {problem}, found {value!r}")
    other = year[~year.isin(["", str(edition)])]
    if len(other):
        position = f"line {other.index[0]}, column {COLUMNS['year']}"
        raise Refused(f"{position}: the table holds the GII {other.iloc[0]}, not the {edition}")
    stated, ranked = int((year != "").sum()), rank != ""
    if not ranked.any():
        raise BadFile("the table has no row with a rank")
    if stated <= MIN_STATED_SHARE * len(year):
        raise BadFile(f"column {COLUMNS['year']}: only {stated} of {len(year)} rows state their edition")
    if NAME_COLUMN in cells:
        check_names(zip(economy, cells[NAME_COLUMN], strict=True), task.catalog, TABLE_NAME)
    score, rank = score.str.replace(",", "."), rank.str.removesuffix(".0")
    frame = pd.DataFrame(
        {"edition": edition, "economy": economy, "code": "GII", "score": score, "rank": rank}
    )
    frame = frame[ranked].sort_values("economy", ignore_index=True)
    return economy, frame.astype({name: GII_SCORES.dtypes[name] for name in map(str, frame)})
