"""The hand-kept tables of data/curated: data without a publisher's file that could be fetched again."""

import hashlib
from collections.abc import Collection, Sequence
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
    REVISIONS,
    SOURCES,
    Table,
)
from data.store import encode
from etl.assembly import Parts, to_types
from etl.errors import OWN_FILE_ADVICE, BadFile
from etl.release import OBSERVATION_COLUMNS, RELEASE_COLUMNS, Content
from etl.sources.gii import CONTEXT

FOLDER: Final = Path(__file__).resolve().parents[2] / "data" / "curated"
EDITION_SCORES: Final = (
    *("economy", "code", "score", "rank", "value", "data_year", "outdated"),
    *("strength", "strength_income", "low_coverage"),
)
EDITION_STRUCTURE: Final = ("code", "name", "type")
PANEL_SCORES: Final = (
    *("edition", "economy", "code", "score", "rank", "rank_low", "rank_high", "value", "doubt"),
    *("score_source", "rank_source", "value_source"),
)
PANEL_STRUCTURE: Final = ("edition", "code", "name", "weight", "type", "source")
INTERVAL_COLUMNS: Final = ("edition", "economy", "kind", "low", "high", "source", "level", "draws")


def workbook_source(edition: int) -> str:
    """Return the id of an edition's workbook in the table sources."""
    return f"wipo_tech1_{edition}"


def ranking_source(edition: int) -> str:
    """Return the id of an edition's overall ranking in the table sources."""
    return f"wipo_explorer_{edition}"


def read_parts(folder: Path = FOLDER) -> Parts:
    """Return the parts in the folder. BadFile names the file and the problem."""
    scores = [to_types(GII_SCORES, _read(folder / "gii_2007_2020.csv", GII_SCORES, PANEL_SCORES))]
    rows = _read(folder / "gii_structure_2007_2020.csv", GII_STRUCTURE, PANEL_STRUCTURE)
    structure, context = [to_types(GII_STRUCTURE, rows)], [to_types(GII_ECONOMIES, pd.DataFrame())]
    releases = read_releases(folder)
    for path in sorted(folder.glob("gii_20??.csv")):
        year = int(path.stem.removeprefix("gii_"))
        whole_edition = (releases["source"] == workbook_source(year)).any()
        source = workbook_source(year) if whole_edition else ranking_source(year)
        scores.append(edition_scores(_read(path, GII_SCORES, EDITION_SCORES), year, source))
        rows = _read(folder / f"gii_structure_{year}.csv", GII_STRUCTURE, EDITION_STRUCTURE)
        structure.append(edition_rows(GII_STRUCTURE, rows, year, source))
        economies = _read(folder / f"gii_economies_{year}.csv", GII_ECONOMIES, CONTEXT)
        context.append(edition_rows(GII_ECONOMIES, economies, year, source))
    revised = pd.DataFrame(columns=REVISIONS.columns)
    if (folder / f"{REVISIONS.name}.csv").exists():
        revised = unchanged_table(folder, REVISIONS)
    return Parts(
        scores=pd.concat(scores, ignore_index=True),
        structure=pd.concat(structure, ignore_index=True),
        context=pd.concat(context, ignore_index=True),
        intervals=to_types(
            GII_INTERVALS, _read(folder / "gii_intervals.csv", GII_INTERVALS, INTERVAL_COLUMNS)
        ),
        observations=pd.concat(observation_tables(folder).values(), ignore_index=True),
        releases=releases,
        revisions=revised,
        curated={table.name: unchanged_table(folder, table) for table in CURATED},
    )


def observation_tables(folder: Path) -> dict[Path, pd.DataFrame]:
    """Return the tables of observations in the folder by path, one for each family."""
    other_tables = {"releases", *(table.name for table in (*CURATED, REVISIONS))}
    return {
        path: _read(path, OBSERVATIONS, OBSERVATION_COLUMNS)
        for path in sorted(folder.glob("*.csv"))
        if path.stem not in other_tables and not path.stem.startswith("gii_")
    }


def unchanged_table(folder: Path, table: Table) -> pd.DataFrame:
    """Return a table that enters the snapshot unchanged; its vintages are those of the releases."""
    columns = [name for name in table.columns if name != "vintage"]
    return to_types(table, _read(folder / f"{table.name}.csv", table, columns))


def digest(folder: Path = FOLDER) -> str:
    """Return a hash over the names and contents of all hand-kept tables."""
    total = hashlib.sha256()
    for path in sorted(folder.glob("*.csv")):
        total.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def read_releases(folder: Path = FOLDER) -> pd.DataFrame:
    """Return the releases that the tables of the folder name."""
    return _read(folder / "releases.csv", SOURCES, RELEASE_COLUMNS)


def _read(path: Path, table: Table, columns: Sequence[str]) -> pd.DataFrame:
    file = f"data/curated/{path.name}" if path.parent.name == FOLDER.name else str(path)
    try:
        cells = pd.read_csv(path, dtype="str", keep_default_na=False, na_values=[""], encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        why = "it is not saved as “CSV UTF-8”" if isinstance(error, UnicodeDecodeError) else error
        raise BadFile(f"{file} cannot be read: {why}").advise(OWN_FILE_ADVICE) from error
    if list(cells) != list(columns):
        semicolons = ", with commas between them and not semicolons" if ";" in str(cells.columns[0]) else ""
        raise BadFile(f"{file} must have the columns {', '.join(columns)}{semicolons}").advise(
            OWN_FILE_ADVICE
        )
    for name, given in cells.items():
        kind = table[str(name)].kind
        if kind in ("string", "date"):
            continue
        if kind == "boolean":
            values: pd.Series = given.map({"true": True, "false": False}).astype("boolean")
        else:
            values = pd.to_numeric(given, errors="coerce").astype("float64")
        wrong = given.notna() & values.isna()
        if kind == "integer":
            wrong |= values.notna() & ((values % 1 != 0) | (values.abs() > LARGEST_INTEGER))
        if wrong.any():
            first = int(wrong.to_numpy().argmax())
            problem = f"line {first + 2}, column {name}: {given.iloc[first]!r} is not of type {kind}"
            raise BadFile(f"{file}, {problem}").advise(OWN_FILE_ADVICE)
        cells[name] = values.astype("Int32") if kind == "integer" else values
    return cells


def edition_scores(scores: pd.DataFrame, edition: int, source: str) -> pd.DataFrame:
    """Return the scores of an edition with its year and release, in the columns of gii_scores."""
    released = {True: source, False: None}
    given = {f"{name}_source": scores[name].notna().map(released) for name in ("score", "rank")}
    return to_types(GII_SCORES, scores.assign(edition=edition, **given))


def edition_rows(table: Table, rows: pd.DataFrame, edition: int, source: str) -> pd.DataFrame:
    """Return the structure or economies of an edition with year and release, in the table's columns."""
    return to_types(table, rows.assign(edition=edition, source=source))


def keep(content: Content, gives: Collection[str], folder: Path = FOLDER) -> None:
    """Write the content and the row of a release into the tables of the folder.

    ``gives`` lists the series to take, each complete, in place of earlier values; for an edition
    it is ignored.
    """
    if content.edition is None:
        _keep_series(content, gives, folder)
    else:
        contents = {
            f"gii_{content.edition}.csv": content.scores[list(EDITION_SCORES)],
            f"gii_structure_{content.edition}.csv": content.structure[list(EDITION_STRUCTURE)],
            f"gii_economies_{content.edition}.csv": content.context[list(CONTEXT)],
        }
        for name, frame in contents.items():
            (folder / name).write_bytes(encode(frame))
    keep_release(content.row, folder)


def _keep_series(content: Content, gives: Collection[str], folder: Path) -> None:
    own_path = folder / f"{content.row['family'].iloc[0]}.csv"
    given = content.observations[content.observations["indicator"].isin(gives)]
    for path, rows in ({own_path: given[:0]} | observation_tables(folder)).items():
        remaining = rows[~rows["indicator"].isin(gives)]
        if path == own_path:
            remaining = pd.concat([remaining, given]) if len(remaining) else given
            remaining = remaining.sort_values(["indicator", "economy", "year"])
        if path == own_path or len(remaining) < len(rows):
            path.write_bytes(encode(remaining[list(OBSERVATION_COLUMNS)]))


def keep_release(release: pd.DataFrame, folder: Path = FOLDER) -> None:
    """Add or replace the row of one release in the folder."""
    releases = read_releases(folder)
    rows = pd.concat([releases[~releases["source"].isin(release["source"])], release]).sort_values("source")
    (folder / "releases.csv").write_bytes(encode(rows[list(RELEASE_COLUMNS)]))
