"""The forms of a download: CSV, JSON, an Excel workbook, an archive with its notes, licences and citation."""

import io
import json
import re
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any, Final

import pandas as pd

from data.citation import FORMS, Citation
from data.sheets import Sheet, formats, neutral_frame, printable, rows, workbook
from service.documents import Document

Grid = tuple[list[str], list[list[str]]]
"""Heads and rows of notes."""
MARK: Final = "\ufeff"  # at the head of a file: spreadsheets then read it as UTF-8
_CAVEATS = ("caveat_editions", "caveat_own", "caveat_vintages", "caveat_blank")
_MARKS: Final = re.compile(r"[\\`]|\](?=[(\[:])")
_SOURCES = ("source", "publisher", "title", "vintage", "licence", "provenance")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time of a zip: the same content gives the same bytes


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
        "reuse": document.reuse,
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


def facts(document: Document) -> list[tuple[str, str]]:
    """Return the facts about a download as pairs of a label and its text."""
    identity, created = document.snapshot
    query = "; ".join(f"{key}={value}" for key, value in document.query.items())
    texts = {
        "query": query or document.words["query_none"],
        "address": document.address,
        "snapshot": f"{identity}, {created}",
        "editions": ", ".join(str(edition) for edition in document.editions),
    }
    return [(document.words[name], text) for name, text in texts.items() if text]


def caveats(document: Document) -> list[str]:
    """Return what to know before use: of editions only where the table has some."""
    return [document.words[key] for key in _CAVEATS if document.editions or key != "caveat_editions"]


def source_notes(document: Document) -> Grid:
    """Return the heads and rows of the releases that a table rests on."""
    heads = [document.words["series" if name == "title" else name] for name in _SOURCES]
    table = document.sources[list(_SOURCES)]
    return heads, [["" if pd.isna(cell) else str(cell) for cell in row] for row in rows(table)]


def column_notes(document: Document) -> Grid:
    """Return the heads and rows of what each column means."""
    heads = [document.words[key] for key in ("column", "type", "unit", "meaning")]
    return heads, [[one.name, one.kind, one.unit, one.meaning] for one in document.columns]


def licence_notes(document: Document) -> Grid:
    """Return the heads and rows of the licences of editions of the index in a table."""
    label = document.words["edition_licence"]
    cells = [[label.format(edition=edition), licence] for edition, licence in document.editions.items()]
    return [document.words["editions"], document.words["licence"]], cells


def readme(document: Document) -> str:
    """Return README.md of a download."""
    gap, colon = ("", "：") if document.lang == "zh" else (" ", ": ")
    parts = [
        f"# {_plain(document.title)}",
        _plain(gap.join((document.row, document.chosen))),
        gap.join((document.words["file"], document.words["made"])),
        _list(f"**{word}**{colon}{_plain(text)}" for word, text in facts(document)),
        f"## {document.words['columns']}",
        _table(*column_notes(document)),
        f"## {document.words['sources']}",
        _table(*source_notes(document)),
        f"## {document.words['caveats']}",
        _list(caveats(document)),
        document.words["disclaimer"],
        f"## {document.words['citation']}",
        _plain(document.citation.text),
    ]
    return "\n\n".join(parts) + "\n"


def licence_file(document: Document) -> str:
    """Return LICENSES.md of a download: of each edition and each release in it."""
    heads, cells = source_notes(document)
    places = [heads.index(document.words[key]) for key in ("source", "publisher", "licence")]
    releases = _table([heads[place] for place in places], [[row[place] for place in places] for row in cells])
    parts = [f"# {document.words['sources']}", document.reuse, document.words["licence_note"]]
    parts += [_table(*licence_notes(document))] if document.editions else []
    return "\n\n".join([*parts, releases, document.words["disclaimer"]]) + "\n"


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _table(heads: list[str], body: list[list[str]]) -> str:
    """Return a table in Markdown; no text of a cell can end it."""
    lines = [heads, ["---"] * len(heads), *body]
    return "\n".join(
        "| " + " | ".join(_plain(cell).replace("|", "\\|") for cell in line) + " |" for line in lines
    )


def _plain(text: str) -> str:
    """Return text of publishers as one line of Markdown, escaped: no HTML, link, image or code begins."""
    return _MARKS.sub(r"\\\g<0>", " ".join(printable(text).split())).replace("<", "&lt;")


def as_xlsx(document: Document) -> bytes:
    """Return the workbook."""
    heads = [column.head for column in document.columns]
    notes, meant = column_notes(document)
    named = [[row[0], head, *row[1:]] for row, head in zip(meant, heads, strict=True)]
    sheets = [
        Sheet("data", heads, rows(document.frame), formats(document.frame)),
        Sheet("columns", [notes[0], document.words["head"], *notes[1:]], named),
        Sheet("sources", *source_notes(document)),
        Sheet("about", [document.title], _about(document), filters=False),
    ]
    return workbook(sheets, document.title, document.snapshot[1])


def _about(document: Document) -> list[list[str]]:
    """Return the rows of the sheet of notes."""
    heads, licence_rows = licence_notes(document)
    edition = [heads, *licence_rows, [document.words["licence_note"]]] if licence_rows else []
    return [
        [document.row],
        [document.chosen],
        [],
        *([word, text] for word, text in facts(document)),
        [],
        *([text] for text in caveats(document)),
        [document.words["disclaimer"]],
        [],
        *edition,
        [],
        [document.words["citation"]],
        *([line] for line in document.citation.text.splitlines()),
        *([line] for line in document.citation.bibtex().splitlines()),
    ]


def zipped(files: Mapping[str, bytes], folder: str = "") -> bytes:
    """Return an archive of files by their names, the same bytes for the same files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(f"{folder}/{name}" if folder else name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()


def citations(cited: Citation) -> dict[str, bytes]:
    """Return the files CITATION.txt, .bib and .ris."""
    texts = {"text": f"{cited.text}\n", "bibtex": f"{cited.bibtex()}\n"}
    texts["ris"] = f"{cited.ris()}\n".replace("\n", "\r\n")
    return {f"CITATION.{ending}": texts[form].encode() for ending, form in FORMS.items()}


def as_zip(document: Document) -> bytes:
    """Return the table as data.csv with README.md, LICENSES.md and the citation, in one folder."""
    files = {
        "README.md": readme(document).encode(),
        "data.csv": as_csv(document),
        "LICENSES.md": licence_file(document).encode(),
        **citations(document.citation),
    }
    return zipped(files, document.stem)
