"""Tiny whole snapshots, quick to write and to read."""

import shutil
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.dataset import Dataset
from analysis.evidence.verdicts import claim_tables
from data import catalog, store
from data.catalog import Catalog
from data.schema import CURATED, TABLES
from data.snapshot import Snapshot, current_version, open_snapshot
from etl import gates
from etl.assembly import assemble, parts_of
from etl.pipeline import package
from etl.sources import curated

SHORT = (2012, 2022)
"""Editions that the anchors stand on."""
SHOWN = (2012, 2021, 2022, 2025)
"""Editions of the snapshots that a site shows in a test."""
ROWS: dict[str, list[dict[str, Any]]] = {
    "gii_scores": [{"edition": 2025, "economy": "CHN", "code": "GII", "score": 56.5551, "rank": 10}],
    "gii_structure": [{"edition": 2025, "code": "GII", "name": "Index", "level": "index", "source": "one"}],
    "gii_editions": [{"edition": 2025, "change": "unmarked", "source": "one", "scores": 1, "ranks": 1}],
    "observations": [
        {"indicator": "X.Y", "economy": "CHN", "year": 2024, "value": 1 / 3, "vintage": "1", "source": "one"}
    ],
    "economies": [
        {"economy": "CHN", "name_en": "China", "name_zh": "中国", "short_en": "China", "short_zh": "中国"},
        {
            "economy": "NAM",
            "name_en": "Namibia",
            "name_zh": "纳米比亚",
            "iso2": "NA",
            "short_en": "N",
            "short_zh": "纳",
        },
    ],
    "sources": [
        {
            "source": "one",
            "family": "wipo_gii",
            "title": 'A "quoted", title',
            "publisher": "WIPO",
            "vintage": "1",
            "checked": "2026-11-24",
        }
    ],
}


def tables(note: str = "") -> dict[str, pd.DataFrame]:
    """Return all tables; `note` makes them, and so the id, different."""
    frames = {
        name: pd.DataFrame(ROWS.get(name, [])).reindex(columns=table.columns).astype(table.dtypes)
        for name, table in TABLES.items()
    }
    frames["sources"]["note"] = pd.Series([note or None], dtype="str")
    return frames


def small(note: str = "") -> store.Package:
    """Return a package whose sources carry the note."""
    return store.pack(tables(note), {}, {})


def pair(tables: dict[str, pd.DataFrame]) -> tuple[store.Package, store.Package]:
    """Return two packages that a site opens and draws quickly; no page of one is that of the other."""
    one = cut(tables)
    return store.pack(one, {}, {}), store.pack(altered(one), {}, {})


def cut(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return what opens quickly: the editions SHOWN China's observations."""
    found = {
        name: frame[frame["edition"].isin(SHOWN)] if "edition" in frame else frame
        for name, frame in tables.items()
    }
    found["observations"] = found["observations"][found["observations"]["economy"] == "CHN"]
    return found


def altered(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """In 2025, China and Korea change places; China's other figures are a tenth higher, and checked later."""
    found = {name: frame.copy() for name, frame in tables.items()}
    for name in ("gii_scores", "gii_intervals"):
        frame = found[name]
        newest = frame["edition"] == SHOWN[-1]
        exchanged = frame["economy"].replace({"CHN": "KOR", "KOR": "CHN"})
        frame["economy"] = frame["economy"].where(~newest, exchanged)
    found["observations"]["value"] *= 1.1
    found["sources"]["checked"] = "2026-12-24"
    return found


def further(snapshot: Snapshot, known: Catalog) -> Dataset:
    """Return what pages read after one more edition: the newest again, with China and Korea exchanged."""
    tables = snapshot.tables()
    stated = known.editions[int(tables["gii_editions"]["edition"].max())]
    year = stated.year + 1
    source = stated.source.replace(str(stated.year), str(year))
    named = {stated.source: source, "CHN": "KOR", "KOR": "CHN"}
    for name in ("gii_scores", "gii_structure", "gii_editions", "gii_intervals", "gii_economies"):
        rows = tables[name].query(f"edition == {stated.year}").assign(edition=year)
        rows = rows.apply(lambda one: one.replace(named) if one.dtype == "str" else one)
        tables[name] = pd.concat([tables[name], rows], ignore_index=True)
    scores = tables["gii_scores"]
    tables["gii_scores"] = scores.assign(
        score=scores["score"].where(scores["edition"] < year, scores["score"] * 0.9)
    )
    tables["gii_editions"] = tables["gii_editions"].replace({"released": {stated.released: f"{year}-09-15"}})
    release = tables["sources"].query("source == @stated.source").assign(source=source, vintage=str(year))
    tables["sources"] = pd.concat([tables["sources"], release], ignore_index=True)
    added = stated.model_copy(update={"year": year, "source": source})
    more = known.model_copy(update={"editions": known.editions | {year: added}})
    made = type(snapshot)(snapshot.folder, snapshot.descriptor, {})
    made._frames = tables | claim_tables(more, tables)
    return Dataset(made, more)


def short(tables: dict[str, pd.DataFrame], editions: tuple[int, ...] = SHORT) -> store.Package:
    """Return a snapshot cut to some editions and China's observations; it passes every check."""
    cut = {
        name: frame[frame["edition"].isin(editions)].reset_index(drop=True)
        if name.startswith("gii_")
        else frame
        for name, frame in tables.items()
    }
    observed = cut["observations"]
    cut["observations"] = observed[observed["economy"] == "CHN"].reset_index(drop=True)
    made = assemble(parts_of(cut), catalog.load(), cut["gii_intervals"])
    return package(gates.snapshot(made), catalog.load())


def held(snapshot: Snapshot) -> store.Package:
    """Return the package that a snapshot was opened from."""
    return store.Package(snapshot.id, {path.name: path.read_bytes() for path in snapshot.folder.iterdir()})


def overall(tables: dict[str, pd.DataFrame]) -> store.Package:
    """Return the same with nothing of the index but overall ranks and scores: quick to check."""
    alone = {
        name: frame[frame["code"] == "GII"].reset_index(drop=True)
        for name, frame in tables.items()
        if name in ("gii_scores", "gii_structure")
    }
    return short(tables | alone)


def curated_short(folder: Path) -> Path:
    """Write the hand-kept tables into a folder, cut to the same two editions and a few observations."""
    folder.mkdir()
    held = ("gii_2022.csv", "gii_structure_2022.csv", "gii_economies_2022.csv")
    kept = [f"{table.name}.csv" for table in CURATED]
    for name in ("releases.csv", *held, *kept, "nbs_yearbook.csv"):
        shutil.copy(curated.FOLDER / name, folder)
    older = ("gii_2007_2020.csv", "gii_structure_2007_2020.csv", "gii_intervals.csv")
    for name in (*older, "gii_clusters.csv"):
        lines = (curated.FOLDER / name).read_text(encoding="utf-8").splitlines()
        wanted = [line for line in lines if line.startswith(("edition,", *(f"{one}," for one in SHORT)))]
        (folder / name).write_text("\n".join(wanted) + "\n", encoding="utf-8")
    return folder


def note_of(folder: Path) -> str:
    """Return the note of the snapshot that a data folder serves; the snapshot is verified on the way."""
    version = current_version(folder)
    assert version is not None
    return str(open_snapshot(version).table("sources")["note"].iloc[0])


def with_table(snapshot: Snapshot, name: str, frame: pd.DataFrame) -> Snapshot:
    """Return a snapshot in memory with another table in place of one of its own."""
    contents = {one["name"]: snapshot.content(one["name"]) for one in snapshot.resources}
    contents[name] = store.encode(frame)
    return type(snapshot)(snapshot.folder, snapshot.descriptor, contents)
