"""Export as CSV, JSON and Parquet."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from data.cells import rows
from data.formulas import neutral_frame
from data.store import encode
from etl.export.cells import about

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd

    from data.snapshot import Snapshot


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a frame as UTF-8 with line feeds; text that a spreadsheet would run gets an apostrophe."""
    path.write_bytes(encode(neutral_frame(frame)))


def write_json(snapshot: Snapshot, names: Sequence[str], path: Path) -> None:
    """Write {"about": {...}, "tables": {name: [record, ...]}}, one record a line, null for a blank."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write(f'{{"about": {json.dumps(about(snapshot, names), ensure_ascii=False)},\n"tables": {{\n')
        for place, name in enumerate(names):
            frame = snapshot.table(name)
            columns = list(frame.columns)
            records = (
                json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False) for row in rows(frame)
            )
            out.write(("," if place else "") + f'"{name}": [\n' + ",\n".join(records) + "]\n")
        out.write("}}\n")


def write_parquet(frame: pd.DataFrame, path: Path) -> None:
    """Write a frame with the types of its columns."""
    frame.to_parquet(path, index=False)
