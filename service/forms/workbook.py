"""A table as an Excel workbook: sheets data, columns, sources and about, the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING

from data.cells import rows
from data.sheets import add, formats
from service.forms.archive import zipped
from service.forms.notes import caveats, columns, facts, licences, sources

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openpyxl import Workbook

    from data.entries import Text
    from service.documents import Document

_PROPERTIES = "docProps/core.xml"


def as_xlsx(made: Document, phrases: Mapping[str, Text]) -> bytes:
    """Return the workbook; openpyxl is imported here, since few readers of the site ask for one."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    heads = [column.head for column in made.columns]
    add(book, "data", heads, rows(made.frame), formats(made.frame))
    words, told = columns(made, phrases)
    named = [[row[0], column.head, *row[1:]] for row, column in zip(told, made.columns, strict=True)]
    add(book, "columns", [words[0], phrases["head"].get(made.lang), *words[1:]], named)
    add(book, "sources", *sources(made, phrases))
    add(book, "about", [made.title], _about(made, phrases))
    buffer = io.BytesIO()
    book.save(buffer)
    return _without_clock(book, buffer.getvalue(), made)


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


def _without_clock(book: Workbook, content: bytes, made: Document) -> bytes:
    """Return the same workbook as of the day of the snapshot: it would hold the time at which it was made."""
    from openpyxl.xml.functions import tostring

    day = datetime.fromisoformat(made.snapshot[1])
    book.properties.created = book.properties.modified = day
    book.properties.creator, book.properties.title = "Innovation Trajectory", made.title
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files[_PROPERTIES] = tostring(book.properties.to_tree())
    return zipped(files)
