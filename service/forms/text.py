"""A table as CSV and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from data.sheets import neutral_frame, rows

if TYPE_CHECKING:
    import pandas as pd

    from service.documents import Document

MARK = "\ufeff"  # at the head of a file: spreadsheets then read it as UTF-8


def csv(frame: pd.DataFrame) -> str:
    """Return a frame as CSV: text neutralised, numbers as numbers, missing values blank."""
    return neutral_frame(frame).to_csv(index=False, lineterminator="\n")


def as_csv(document: Document) -> bytes:
    """Return the table as a file of CSV."""
    return (MARK + csv(document.frame)).encode()


def as_json(document: Document) -> bytes:
    """Return the table as JSON: title, snapshot, query, columns, sources, and the data row by row."""
    identity, created = document.snapshot
    content: dict[str, Any] = {
        "title": document.title,
        "description": [document.row, document.chosen],
        "snapshot": identity,
        "created": created,
        "rows": document.rows,
        "query": document.query,
        "address": document.address,
        "citation": document.citation.text,
        "columns": described(document),
        "sources": records(document.sources),
        "editions": [
            {"edition": edition, "licence": licence} for edition, licence in document.editions.items()
        ],
        "data": records(document.frame),
    }
    return (json.dumps(content, ensure_ascii=False, allow_nan=False) + "\n").encode()


def described(document: Document) -> list[dict[str, str]]:
    """Return what each column is: name, type as in JSON, unit where it has one, meaning."""
    return [
        {"name": one.name, "type": one.kind}
        | ({"unit": one.unit} if one.unit else {})
        | {"description": one.meaning}
        for one in document.columns
    ]


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as objects of JSON."""
    names = [str(column) for column in frame]
    return [dict(zip(names, row, strict=True)) for row in rows(frame)]
