"""The Penn World Table made up: a workbook laid out as published, with a few economies."""

import hashlib
import io
from typing import Any

import openpyxl

from data import catalog
from data.catalog import Catalog
from etl.release import Document, Release, Task

HEAD = (
    "countrycode",
    "country",
    "currency_unit",
    "year",
    "rgdpe",
    "ctfp",
    "cwtfp",
    "rtfpna",
    "rwtfpna",
    "i_cig",
)
ADDRESS = "https://dataverse.nl/api/access/datafile/554105"


def rows() -> list[list[Any]]:
    """Return three years of China and the United States, the first of them before 1996, and two blanks."""
    return [
        [code, "Name", "Unit", year, 1e6, level, None, growth, None, "Benchmark"]
        for code, level, growth in (("USA", 1, 0.9), ("CHN", 0.4, 0.8))
        for year in (1995, 1996, 2023)
    ] + [["ZWE", "Name", "Unit", 2023, 1e5, None, None, None, None, None]]


def workbook(
    table: list[list[Any]] | None = None, head: tuple[str, ...] = HEAD, sheet: str = "Data"
) -> bytes:
    """Return the file."""
    book = openpyxl.Workbook()
    info = book.active
    assert info is not None
    info.title = "Info"
    info.append(["Penn World Table, version 11.0"])
    data = book.create_sheet(sheet)
    for row in (head, *(rows() if table is None else table)):
        data.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def md5(content: bytes) -> str:
    """Return the checksum as the catalog writes it."""
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def expecting(content: bytes, **changes: Any) -> Catalog:
    """Return the catalog with the checksum of a file made up here; changes: keys of its table live."""
    known = catalog.load()
    source = known.sources["penn_world_table"]
    assert source.live is not None
    changes["options"] = {**source.live.options, "md5": md5(content)}
    source = source.model_copy(update={"live": source.live.model_copy(update=changes)})
    return known.model_copy(update={"sources": {**known.sources, source.id: source}})


def release(content: bytes) -> Release:
    """Return the release as it is fetched."""
    documents = (Document("pwt11.0.xlsx", ADDRESS, content),)
    return Release("penn_world_table", "11.0", "2026-03-20T10:11:12Z", documents)


def task(kept: Release | None = None, known: Catalog | None = None) -> Task:
    """Return the task of a refresh."""
    return Task(known or catalog.load(), "penn_world_table", "2026-03-20", {}, lambda _: kept)
