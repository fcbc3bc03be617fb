"""A table as an Excel workbook: sheets data, columns, sources and about, the same bytes each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.sheets import Sheet, formats, rows, workbook
from service.forms.notes import caveats, columns, facts, licences, sources

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.entries import Text
    from service.documents import Document


def as_xlsx(document: Document, phrases: Mapping[str, Text]) -> bytes:
    """Return the workbook."""
    heads = [column.head for column in document.columns]
    words, meant = columns(document, phrases)
    named = [[row[0], head, *row[1:]] for row, head in zip(meant, heads, strict=True)]
    sheets = [
        Sheet("data", heads, rows(document.frame), formats(document.frame)),
        Sheet("columns", [words[0], phrases["head"].get(document.lang), *words[1:]], named),
        Sheet("sources", *sources(document, phrases)),
        Sheet("about", [document.title], _about(document, phrases), filters=False),
    ]
    return workbook(sheets, document.title, document.snapshot[1])


def _about(document: Document, phrases: Mapping[str, Text]) -> list[list[str]]:
    """Return the rows of the sheet of notes."""
    lang = document.lang
    heads, licence_rows = licences(document, phrases)
    edition = [heads, *licence_rows, [phrases["licence_note"].get(lang)]] if licence_rows else []
    return [
        [document.row],
        [document.chosen],
        [],
        *([word, text] for word, text in facts(document, phrases)),
        [],
        *([text] for text in caveats(document, phrases)),
        [phrases["disclaimer"].get(lang)],
        [],
        *edition,
        [],
        [phrases["citation"].get(lang)],
        *([line] for line in document.citation.text.splitlines()),
        *([line] for line in document.citation.bibtex().splitlines()),
    ]
