"""The citation of a view or a file: whose data it shows, and this site, which is its author."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from data.entries import Source
from data.languages import BY_CODE, Text

SITE: Final = "Innovation Trajectory"
VERSION: Final = "0.1.0"
"""The release of the site, as pyproject.toml has it, which is not at hand where the site runs."""
FORMS: Final[Mapping[str, str]] = {"txt": "text", "bib": "bibtex", "ris": "ris"}
"""By the ending of a file, the form of the citation in it."""

OWN: Final = "own_calculation"
INDEX: Final = ("wipo_gii", "third_party_panel")
"""Families whose releases hold the index."""

_ESCAPES: Final = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_TEX: Final = str.maketrans(_ESCAPES | {sign: f"\\{sign}" for sign in "&%$#_{}"})


@dataclass(frozen=True, slots=True)
class Citation:
    """What is cited: author and title, text and note in words, day and address of the site.

    The site is the author: of what it says of the data, not of the data, whose providers the note names.
    key: of the BibTeX entry, letters, digits and underscores; created: YYYY-MM-DD.
    """

    key: str
    title: str
    author: str
    text: str
    note: str
    created: str
    address: str

    def bibtex(self) -> str:
        """Return a BibTeX entry: signs of TeX are escaped, the address stands as it is in its own field."""
        fields = {
            "author": f"{{{_line(self.author).translate(_TEX)}}}",
            "title": f"{{{_line(self.title).translate(_TEX)}}}",
            "year": self.created[:4],
            "note": _line(self.note).translate(_TEX),
            "url": self.address,
        }
        lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
        return f"@misc{{{self.key},\n{lines}\n}}"

    def ris(self) -> str:
        """Return a RIS record: each tag on a line of its own, no value longer than its line."""
        tags = [
            ("TY", "DATA"),
            ("AU", self.author),
            ("TI", self.title),
            ("PY", self.created[:4]),
            ("DA", self.created.replace("-", "/")),
            ("N1", self.note),
            ("UR", self.address),
            ("ER", ""),
        ]
        return "\n".join(f"{tag}  - {_line(value)}" for tag, value in tags)


def cite(
    phrases: Mapping[str, Text],
    lang: str,
    title: str,
    providers: Iterable[str],
    snapshot: tuple[str, str],
    address: str,
) -> Citation:
    """Return the citation of a view with this title.

    providers: what is cited of each, in words; of a view without data of others only this site. snapshot: its
    id and its day; address: of the view, or a mark that the browser replaces.
    """
    named = list(dict.fromkeys(providers)) or [phrases["cite_own"].get(lang)]
    listed = BY_CODE[lang].semicolon.join(named)
    identity, created = snapshot
    values = {"sources": listed, "title": title, "id": identity, "created": created, "url": address}
    return Citation(
        key=f"innovation_trajectory_{identity}",
        title=title,
        author=(site := phrases["site"].get(lang)),
        text=phrases["cite_site" if title == site else "cite_text"].get(lang).format(**values),
        note=phrases["cite_note"].get(lang).format(**values),
        created=created,
        address=address,
    )


def index(phrases: Mapping[str, Text], lang: str, first: int, last: int) -> str:
    """Return the publisher of the index as a provider, with the editions cited."""
    key = "cite_edition" if first == last else "cite_index"
    return phrases[key].get(lang).format(first=first, last=last)


def families(
    phrases: Mapping[str, Text],
    lang: str,
    sources: pd.DataFrame,
    known: Mapping[str, Source],
    releases: Iterable[str],
    editions: tuple[int, int],
    dates: Callable[[list[str]], str],
) -> list[str]:
    """Return the providers of some releases: the index first, then each family once, with its vintages.

    A release of a family of several publishers, such as the press, is named by its own publisher and title.
    sources: the table of releases; known: families by id; releases: ids, in the order of naming; editions: of
    the index, where a release holds some of it, whoever copied it; dates: writes vintages in the language.
    """
    rows = sources.set_index("source")
    vintages: dict[tuple[str, str], list[str]] = {}
    present = set()
    for release in dict.fromkeys(releases):
        row = rows.loc[release]
        family = str(row["family"])
        present.add(family)
        if family in (*INDEX, OWN):
            continue
        one = known[family]
        named = one.publisher.get(lang), one.name.get(lang)
        if row["publisher"] != one.publisher.en:
            named = str(row["publisher"]), str(row["title"])
        vintages.setdefault(named, []).append(str(row["vintage"]))
    return [
        *([index(phrases, lang, *editions)] if not present.isdisjoint(INDEX) else []),
        *(
            phrases["cite_provider"].get(lang).format(publisher=publisher, name=name, dates=dates(dated))
            for (publisher, name), dated in vintages.items()
        ),
    ]


def _line(text: str) -> str:
    """Return text on one line: what breaks or ends a record is a space."""
    return re.sub(r"[\s\x00-\x1f\x7f\u2028\u2029]+", " ", text).strip()
