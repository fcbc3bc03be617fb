"""A table as an Excel workbook: sheets data, columns, sources and about, the same bytes each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.cells import rows
from data.sheets import Sheet, formats, workbook
from service.forms.notes import caveats, columns, facts, licences, sources

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.entries import Text
    from service.documents import Document


def as_xlsx(made: Document, phrases: Mapping[str, Text]) -> bytes:
    """Return the workbook."""
    heads = [column.head for column in made.columns]
    words, meant = columns(made, phrases)
    named = [[row[0], head, *row[1:]] for row, head in zip(meant, heads, strict=True)]
    sheets = [
        Sheet("data", heads, rows(made.frame), formats(made.frame)),
        Sheet("columns", [words[0], phrases["head"].get(made.lang), *words[1:]], named),
        Sheet("sources", *sources(made, phrases)),
        Sheet("about", [made.title], _about(made, phrases), filters=False),
    ]
    return workbook(sheets, made.title, made.snapshot[1])


def _about(made: Document, phrases: Mapping[str, Text]) -> list[list[str]]:
    """Return the rows of the sheet of notes."""
    lang = made.lang
    heads, told = licences(made, phrases)
    edition = [heads, *told, [phrases["licence_note"].get(lang)]] if told else []
    return [
        [made.row],
        [made.chosen],
        [],
        *([word, text] for word, text in facts(made, phrases)),
        [],
        *([text] for text in caveats(made, phrases)),
        [phrases["disclaimer"].get(lang)],
        [],
        *edition,
        [],
        [phrases["citation"].get(lang)],
        *([line] for line in made.citation.text.splitlines()),
        *([line] for line in made.citation.bibtex().splitlines()),
    ]
