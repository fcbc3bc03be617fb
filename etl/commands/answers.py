"""What a command says on stdout: one JSON document for machines, aligned lines for people."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def show(document: object) -> None:
    """Print the one JSON document of a command."""
    click.echo(text(document))


def text(document: object) -> str:
    """Return plain values as JSON."""
    return json.dumps(document, ensure_ascii=False, indent=1)


def table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> list[str]:
    """Return rows as aligned lines of text under their column names; None is blank."""
    cells = [
        list(columns),
        *[["" if row[name] is None else str(row[name]) for name in columns] for row in rows],
    ]
    widths = [max(len(line[place]) for line in cells) for place in range(len(columns))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in cells
    ]


def show_table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """Print rows as aligned lines of text."""
    click.echo("\n".join(table(rows, columns)))


def verdict_lines(verdicts: Mapping[str, Any]) -> list[str]:
    """Return one line for each claim whose verdict changed: {claim: [old, new]}; else is passed over."""
    pairs = [(claim, pair) for claim, pair in verdicts.items() if isinstance(pair, list) and len(pair) == 2]
    return [f"verdict of {claim}: {old} -> {new}" for claim, (old, new) in pairs]
