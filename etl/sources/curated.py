"""The hand-kept tables of data/curated: what has no file of a publisher that could be fetched again."""

import hashlib
import re
from pathlib import Path
from typing import Final

import pandas as pd

from data.schema import (
    CURATED,
    GII_ECONOMIES,
    GII_INTERVALS,
    GII_SCORES,
    GII_STRUCTURE,
    LARGEST_INTEGER,
    OBSERVATIONS,
    SOURCES,
    Field,
    Table,
)
from data.store import encode
from etl.assembly import Parts, typed
from etl.errors import OWN_FILE, BadFile
from etl.release import OBSERVED, ROW
from etl.sources.gii import CONTEXT, ParsedWorkbook

FOLDER: Final = Path(__file__).resolve().parents[2] / "data" / "curated"
EDITION_SCORES: Final = (
    *("economy", "code", "score", "rank", "value", "data_year", "outdated"),
    *("strength", "strength_income", "low_coverage"),
)
EDITION_STRUCTURE: Final = ("code", "name", "type")
PANEL: Final = (
    *("edition", "economy", "code", "score", "rank", "rank_low", "rank_high", "value", "doubt"),
    *("score_source", "rank_source", "value_source"),
)
PANEL_STRUCTURE: Final = ("edition", "code", "name", "weight", "type", "source")
OTHERS: Final = ("releases", *(table.name for table in CURATED))
"""Files that hold no observations."""
PRINTED: Final = ("edition", "economy", "kind", "low", "high", "source", "level", "draws")


def workbook_source(edition: int) -> str:
    """Return the id of the release that an edition's workbook is."""
    return f"wipo_tech1_{edition}"


def read(folder: Path = FOLDER) -> Parts:
    """Return the parts in the folder. BadFile names the file and what does not fit."""
    scores = [_read(folder / "gii_2007_2020.csv", GII_SCORES, PANEL)]
    structure = [_read(folder / "gii_structure_2007_2020.csv", GII_STRUCTURE, PANEL_STRUCTURE)]
    context = [typed(GII_ECONOMIES, pd.DataFrame())]
    observations = []
    for path in sorted(folder.glob("*.csv")):
        if edition := re.fullmatch(r"gii_(\d{4})\.csv", path.name):
            year = int(edition[1])
            parts, economies = folder / f"gii_structure_{year}.csv", folder / f"gii_economies_{year}.csv"
            scores.append(edition_scores(_read(path, GII_SCORES, EDITION_SCORES), year))
            given = _read(parts, GII_STRUCTURE, EDITION_STRUCTURE)
            structure.append(edition_rows(GII_STRUCTURE, given, year))
            context.append(edition_rows(GII_ECONOMIES, _read(economies, GII_ECONOMIES, CONTEXT), year))
        elif path.stem not in OTHERS and not path.name.startswith("gii_"):
            observations.append(_read(path, OBSERVATIONS, OBSERVED))
    return Parts(
        scores=pd.concat([typed(GII_SCORES, frame) for frame in scores], ignore_index=True),
        structure=pd.concat([typed(GII_STRUCTURE, frame) for frame in structure], ignore_index=True),
        context=pd.concat(context, ignore_index=True),
        intervals=typed(GII_INTERVALS, _read(folder / "gii_intervals.csv", GII_INTERVALS, PRINTED)),
        observations=pd.concat(observations, ignore_index=True),
        releases=read_releases(folder),
        curated={table.name: _unchanged(folder / f"{table.name}.csv", table) for table in CURATED},
    )


def digest(folder: Path = FOLDER) -> str:
    """Return a hash over the names and contents of all hand-kept tables."""
    total = hashlib.sha256()
    for path in sorted(folder.glob("*.csv")):
        total.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _unchanged(path: Path, table: Table) -> pd.DataFrame:
    """Return a table that goes into the snapshot as it is; its vintages are those of the releases."""
    columns = [name for name in table.columns if name != "vintage"]
    return typed(table, _read(path, table, columns))


def read_releases(folder: Path = FOLDER) -> pd.DataFrame:
    """Return the releases that the tables of the folder name."""
    return _read(folder / "releases.csv", SOURCES, ROW)


def _read(path: Path, table: Table, columns: tuple[str, ...] | list[str]) -> pd.DataFrame:
    try:
        text = pd.read_csv(path, dtype="str", keep_default_na=False, na_values=[""], encoding="utf-8")
    except (OSError, ValueError) as error:
        raise BadFile(f"data/curated/{path.name} cannot be read: {error}").advise(OWN_FILE) from error
    if list(text.columns) != list(columns):
        problem = BadFile(f"data/curated/{path.name} must have the columns {', '.join(columns)}")
        raise problem.advise(OWN_FILE)
    return pd.DataFrame({name: _column(path.name, text[name], table[name]) for name in columns})


def _column(file: str, cells: pd.Series, item: Field) -> pd.Series:
    if item.kind in ("string", "date"):
        return cells
    if item.kind == "boolean":
        values: pd.Series = cells.map({"true": True, "false": False}).astype("boolean")
    else:
        values = pd.to_numeric(cells, errors="coerce").astype("float64")
    wrong = cells.notna() & values.isna()
    if item.kind == "integer":
        wrong |= values.notna() & ((values % 1 != 0) | (values.abs() > LARGEST_INTEGER))
    if wrong.any():
        line = int(wrong.to_numpy().argmax())
        problem = f"{cells.iloc[line]!r} is not of type {item.kind}"
        raise BadFile(f"data/curated/{file}, line {line + 2}, column {item.name}: {problem}").advise(OWN_FILE)
    return values.astype("Int32") if item.kind == "integer" else values


def edition_scores(scores: pd.DataFrame, edition: int) -> pd.DataFrame:
    """Return the scores of a workbook with its edition and sources, in the columns of gii_scores."""
    source = pd.Series(workbook_source(edition), index=scores.index, dtype="str")
    return typed(
        GII_SCORES,
        scores.assign(
            edition=edition,
            score_source=source.where(scores["score"].notna()),
            rank_source=source.where(scores["rank"].notna()),
        ),
    )


def edition_rows(table: Table, rows: pd.DataFrame, edition: int) -> pd.DataFrame:
    """Return the structure or economies of a workbook with edition and source, in the columns of a table."""
    return typed(table, rows.assign(edition=edition, source=workbook_source(edition)))


def keep(parsed: ParsedWorkbook, edition: int, folder: Path = FOLDER) -> list[Path]:
    """Write the tables of a workbook into the folder and return their paths."""
    contents = {
        f"gii_{edition}.csv": parsed.scores[list(EDITION_SCORES)],
        f"gii_structure_{edition}.csv": parsed.structure[list(EDITION_STRUCTURE)],
        f"gii_economies_{edition}.csv": parsed.context[list(CONTEXT)],
    }
    for name, frame in contents.items():
        (folder / name).write_bytes(encode(frame))
    return [folder / name for name in contents]


def keep_release(release: pd.DataFrame, folder: Path = FOLDER) -> None:
    """Add or replace the row of one release in the folder."""
    releases = read_releases(folder)
    rows = pd.concat([releases[~releases["source"].isin(release["source"])], release]).sort_values("source")
    (folder / "releases.csv").write_bytes(encode(rows[list(ROW)]))
