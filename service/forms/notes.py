"""The notes that travel with a download: what it is, how chosen, columns, sources, caveats, licences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pandas as pd

from data.cells import printable, rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from data.entries import Text
    from service.documents import Document

_CAVEATS = ("caveat_editions", "caveat_own", "caveat_vintages", "caveat_blank")
_MARKS: Final = re.compile(r"[\\`]|\](?=[(\[:])")
_SOURCES = ("source", "publisher", "title", "vintage", "licence", "provenance")


def facts(made: Document, phrases: Mapping[str, Text]) -> list[tuple[str, str]]:
    """Return what is said of a download as pairs of a word and its text."""
    say = _say(phrases, made.lang)
    identity, created = made.snapshot
    query = "; ".join(f"{key}={value}" for key, value in made.query.items())
    editions = ", ".join(str(edition) for edition in made.editions)
    told = [
        (say("query"), query or say("query_none")),
        (say("address"), made.address),
        (say("snapshot"), f"{identity}, {created}"),
    ]
    return [*told, *([(say("editions"), editions)] if editions else [])]


def caveats(made: Document, phrases: Mapping[str, Text]) -> list[str]:
    """Return what to know before use: of editions only where the table holds some."""
    say = _say(phrases, made.lang)
    return [say(key) for key in _CAVEATS if made.editions or key != "caveat_editions"]


def sources(made: Document, phrases: Mapping[str, Text]) -> tuple[list[str], list[list[str]]]:
    """Return the heads and rows of the releases that a table rests on."""
    say = _say(phrases, made.lang)
    heads = [say("series" if name == "title" else name) for name in _SOURCES]
    table = made.sources[list(_SOURCES)]
    return heads, [["" if pd.isna(cell) else str(cell) for cell in row] for row in rows(table)]


def columns(made: Document, phrases: Mapping[str, Text]) -> tuple[list[str], list[list[str]]]:
    """Return the heads and rows of what each column means."""
    say = _say(phrases, made.lang)
    heads = [say(key) for key in ("column", "type", "unit", "meaning")]
    return heads, [[one.name, one.kind, one.unit, one.meaning] for one in made.columns]


def licences(made: Document, phrases: Mapping[str, Text]) -> tuple[list[str], list[list[str]]]:
    """Return the heads and rows of the licences of editions of the index in a table."""
    say = _say(phrases, made.lang)
    named = phrases["edition_licence"].get(made.lang)
    told = [[named.format(edition=edition), licence] for edition, licence in made.editions.items()]
    return [say("editions"), say("licence")], told


def readme(made: Document, phrases: Mapping[str, Text]) -> str:
    """Return README.md of a download."""
    say = _say(phrases, made.lang)
    gap, colon = ("", "：") if made.lang == "zh" else (" ", ": ")
    parts = [
        f"# {_plain(made.title)}",
        _plain(gap.join((made.row, made.chosen))),
        gap.join((say("file"), say("made"))),
        _list(f"**{word}**{colon}{_plain(text)}" for word, text in facts(made, phrases)),
        f"## {say('columns')}",
        _table(*columns(made, phrases)),
        f"## {say('sources')}",
        _table(*sources(made, phrases)),
        f"## {say('caveats')}",
        _list(caveats(made, phrases)),
        say("disclaimer"),
        f"## {say('citation')}",
        _plain(made.citation.text),
    ]
    return "\n\n".join(parts) + "\n"


def licence_file(made: Document, phrases: Mapping[str, Text]) -> str:
    """Return LICENSES.md of a download: of each edition and each release in it."""
    say = _say(phrases, made.lang)
    heads, told = sources(made, phrases)
    kept = [heads.index(say(key)) for key in ("source", "publisher", "licence")]
    releases = _table([heads[place] for place in kept], [[row[place] for place in kept] for row in told])
    parts = [f"# {say('sources')}", say("licence_note")]
    parts += [_table(*licences(made, phrases))] if made.editions else []
    return "\n\n".join([*parts, releases, say("disclaimer")]) + "\n"


def _say(phrases: Mapping[str, Text], lang: str) -> Callable[[str], str]:
    return lambda key: phrases[key].get(lang)


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _table(heads: list[str], told: list[list[str]]) -> str:
    """Return a table in Markdown; what a cell says cannot end it."""
    lines = [heads, ["---"] * len(heads), *told]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return _plain(text).replace("|", "\\|")


def _plain(text: str) -> str:
    """Return text of publishers as one line of Markdown that says it: no HTML, link, image or code begins."""
    return _MARKS.sub(r"\\\g<0>", " ".join(printable(text).split())).replace("<", "&lt;")
