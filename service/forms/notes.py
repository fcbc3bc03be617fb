"""The notes that travel with a download: what it is, how chosen, columns, sources, caveats, licences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pandas as pd

from data.sheets import printable, rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from data.entries import Text
    from service.documents import Document

_CAVEATS = ("caveat_editions", "caveat_own", "caveat_vintages", "caveat_blank")
_MARKS: Final = re.compile(r"[\\`]|\](?=[(\[:])")
_SOURCES = ("source", "publisher", "title", "vintage", "licence", "provenance")


def facts(document: Document, phrases: Mapping[str, Text]) -> list[tuple[str, str]]:
    """Return the facts about a download as pairs of a label and its text."""
    say = _say(phrases, document.lang)
    identity, created = document.snapshot
    query = "; ".join(f"{key}={value}" for key, value in document.query.items())
    editions = ", ".join(str(edition) for edition in document.editions)
    pairs = [
        (say("query"), query or say("query_none")),
        (say("address"), document.address),
        (say("snapshot"), f"{identity}, {created}"),
    ]
    return [*pairs, *([(say("editions"), editions)] if editions else [])]


def caveats(document: Document, phrases: Mapping[str, Text]) -> list[str]:
    """Return what to know before use: of editions only where the table has some."""
    say = _say(phrases, document.lang)
    return [say(key) for key in _CAVEATS if document.editions or key != "caveat_editions"]


def sources(document: Document, phrases: Mapping[str, Text]) -> tuple[list[str], list[list[str]]]:
    """Return the heads and rows of the releases that a table rests on."""
    say = _say(phrases, document.lang)
    heads = [say("series" if name == "title" else name) for name in _SOURCES]
    table = document.sources[list(_SOURCES)]
    return heads, [["" if pd.isna(cell) else str(cell) for cell in row] for row in rows(table)]


def columns(document: Document, phrases: Mapping[str, Text]) -> tuple[list[str], list[list[str]]]:
    """Return the heads and rows of what each column means."""
    say = _say(phrases, document.lang)
    heads = [say(key) for key in ("column", "type", "unit", "meaning")]
    return heads, [[one.name, one.kind, one.unit, one.meaning] for one in document.columns]


def licences(document: Document, phrases: Mapping[str, Text]) -> tuple[list[str], list[list[str]]]:
    """Return the heads and rows of the licences of editions of the index in a table."""
    say = _say(phrases, document.lang)
    named = phrases["edition_licence"].get(document.lang)
    listed = [[named.format(edition=edition), licence] for edition, licence in document.editions.items()]
    return [say("editions"), say("licence")], listed


def readme(document: Document, phrases: Mapping[str, Text]) -> str:
    """Return README.md of a download."""
    say = _say(phrases, document.lang)
    gap, colon = ("", "：") if document.lang == "zh" else (" ", ": ")
    parts = [
        f"# {_plain(document.title)}",
        _plain(gap.join((document.row, document.chosen))),
        gap.join((say("file"), say("made"))),
        _list(f"**{word}**{colon}{_plain(text)}" for word, text in facts(document, phrases)),
        f"## {say('columns')}",
        _table(*columns(document, phrases)),
        f"## {say('sources')}",
        _table(*sources(document, phrases)),
        f"## {say('caveats')}",
        _list(caveats(document, phrases)),
        say("disclaimer"),
        f"## {say('citation')}",
        _plain(document.citation.text),
    ]
    return "\n\n".join(parts) + "\n"


def licence_file(document: Document, phrases: Mapping[str, Text]) -> str:
    """Return LICENSES.md of a download: of each edition and each release in it."""
    say = _say(phrases, document.lang)
    heads, cells = sources(document, phrases)
    places = [heads.index(say(key)) for key in ("source", "publisher", "licence")]
    releases = _table([heads[place] for place in places], [[row[place] for place in places] for row in cells])
    parts = [f"# {say('sources')}", say("licence_note")]
    parts += [_table(*licences(document, phrases))] if document.editions else []
    return "\n\n".join([*parts, releases, say("disclaimer")]) + "\n"


def _say(phrases: Mapping[str, Text], lang: str) -> Callable[[str], str]:
    return lambda key: phrases[key].get(lang)


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _table(heads: list[str], body: list[list[str]]) -> str:
    """Return a table in Markdown; no text of a cell can end it."""
    lines = [heads, ["---"] * len(heads), *body]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return _plain(text).replace("|", "\\|")


def _plain(text: str) -> str:
    """Return text of publishers as one line of Markdown, escaped: no HTML, link, image or code begins."""
    return _MARKS.sub(r"\\\g<0>", " ".join(printable(text).split())).replace("<", "&lt;")
