"""Archives with fixed times: a table with its notes, licences and citation, or any files."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from data.citation import FORMS, Citation
from service.forms.notes import licence_file, readme
from service.forms.text import as_csv

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.entries import Text
    from service.documents import Document

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time of a zip: the same content gives the same bytes


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
    texts = {"text": cited.text, "bibtex": cited.bibtex(), "ris": cited.ris().replace("\n", "\r\n")}
    ends = {"ris": "\r\n"}
    return {
        f"CITATION.{ending}": (texts[form] + ends.get(form, "\n")).encode() for ending, form in FORMS.items()
    }


def as_zip(document: Document, phrases: Mapping[str, Text]) -> bytes:
    """Return the table as data.csv with README.md, LICENSES.md and the citation, in one folder."""
    files = {
        "README.md": readme(document, phrases).encode(),
        "data.csv": as_csv(document),
        "LICENSES.md": licence_file(document, phrases).encode(),
        **citations(document.citation),
    }
    return zipped(files, document.stem)
