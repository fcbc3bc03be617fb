"""A table as CSV and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from data.cells import neutral_frame, rows

if TYPE_CHECKING:
    import pandas as pd

    from service.documents import Document

MARK = "\ufeff"  # at the head of a file it tells spreadsheets that the names are UTF-8


def csv(frame: pd.DataFrame) -> str:
    """Return a frame as CSV: text neutralised, numbers as numbers, missing values blank."""
    return neutral_frame(frame).to_csv(index=False, lineterminator="\n")


def as_csv(made: Document) -> bytes:
    """Return the table as a file of CSV."""
    return (MARK + csv(made.frame)).encode()


def as_json(made: Document) -> bytes:
    """Return the table as JSON: title, snapshot, query, columns, sources, and the data row by row."""
    names = [column.name for column in made.columns]
    identity, created = made.snapshot
    content: dict[str, Any] = {
        "title": made.title,
        "description": [made.row, made.chosen],
        "snapshot": identity,
        "created": created,
        "rows": made.rows,
        "query": made.query,
        "address": made.address,
        "citation": made.citation.text,
        "columns": [
            {"name": one.name, "type": one.kind}
            | ({"unit": one.unit} if one.unit else {})
            | {"description": one.meaning}
            for one in made.columns
        ],
        "sources": _records(made.sources, list(made.sources.columns)),
        "editions": [{"edition": edition, "licence": licence} for edition, licence in made.editions.items()],
        "data": _records(made.frame, names),
    }
    return (json.dumps(content, ensure_ascii=False, allow_nan=False) + "\n").encode()


def _records(frame: pd.DataFrame, names: list[str]) -> list[dict[str, Any]]:
    return [dict(zip(names, row, strict=True)) for row in rows(frame)]
