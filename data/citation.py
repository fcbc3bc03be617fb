"""The citation of a view or a file: the site as author, and the providers of its data."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from data.entries import Source
from data.languages import BY_CODE, Text

SITE: Final = "Innovation Trajectory"
VERSION: Final = "0.1.0"
"""The same as in pyproject.toml, which is not installed with the site."""
FORMS: Final[Mapping[str, str]] = {"txt": "text", "bib": "bibtex", "ris": "ris"}
"""Formats of citations by suffix of the file."""

OWN: Final = "own_calculation"
INDEX: Final = ("wipo_gii", "third_party_panel")
"""Families whose releases contain the index."""

_ESCAPES: Final = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_TEX: Final = str.maketrans(_ESCAPES | {sign: f"\\{sign}" for sign in "&%$#_{}"})


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation. The site is the author; the note names the providers of the data.

    key: of the BibTeX entry (letters, digits, underscores); created: YYYY-MM-DD.
    """

    key: str
    title: str
    author: str
    text: str
    note: str
    created: str
    address: str

    def bibtex(self) -> str:
        """Return a BibTeX entry, escaped for TeX except the address."""
        fields = {
            "author": f"{{{_replace_line_breaks(self.author).translate(_TEX)}}}",
            "title": f"{{{_replace_line_breaks(self.title).translate(_TEX)}}}",
            "year": self.created[:4],
            "note": _replace_line_breaks(self.note).translate(_TEX),
            "url": self.address,
        }
        lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
        return f"@misc{{{self.key},\n{lines}\n}}"

    def ris(self) -> str:
        """Return a RIS record with one line for each tag."""
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
        return "\n".join(f"{tag}  - {_replace_line_breaks(value)}" for tag, value in tags)


def cite(
    phrases: Mapping[str, Text],
    lang: str,
    title: str,
    providers: Iterable[str],
    snapshot: tuple[str, str],
    address: str,
) -> Citation:
    """Return the citation of a view with this title.

    providers: as cited (see ``families``), empty for views without data of others; snapshot: id and day;
    address: of the view, or a placeholder that the browser replaces.
    """
    names = list(dict.fromkeys(providers)) or [phrases["cite_own"].get(lang)]
    sources = BY_CODE[lang].semicolon.join(names)
    identity, created = snapshot
    values = {"sources": sources, "title": title, "id": identity, "created": created, "url": address}
    site = phrases["site"].get(lang)
    return Citation(
        key=f"innovation_trajectory_{identity}",
        title=title,
        author=site,
        text=phrases["cite_site" if title == site else "cite_text"].get(lang).format(**values),
        note=phrases["cite_note"].get(lang).format(**values),
        created=created,
        address=address,
    )


def index(phrases: Mapping[str, Text], lang: str, first: int, last: int) -> str:
    """Return the publisher of the index as a provider, with the first and last edition cited."""
    key = "cite_edition" if first == last else "cite_index"
    return phrases[key].get(lang).format(first=first, last=last)


def families(
    phrases: Mapping[str, Text],
    lang: str,
    sources: pd.DataFrame,
    catalog_sources: Mapping[str, Source],
    releases: Iterable[str],
    editions: tuple[int, int],
    dates: Callable[[list[str]], str],
) -> list[str]:
    """Return the providers of releases: the index first, then each family once, with its vintages.

    Releases of a family with several publishers, such as the press, have publisher and title of their own.
    sources: the table of releases; catalog_sources: families by id; releases: ids in order of citation;
    editions: first and last edition of the index, cited if a release contains it; dates: formats vintages.
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
        source = catalog_sources[family]
        name = source.publisher.get(lang), source.name.get(lang)
        if row["publisher"] != source.publisher.en:
            name = str(row["publisher"]), str(row["title"])
        vintages.setdefault(name, []).append(str(row["vintage"]))
    providers = [index(phrases, lang, *editions)] if not present.isdisjoint(INDEX) else []
    for (publisher, title), days in vintages.items():
        text = phrases["cite_provider"].get(lang)
        providers.append(text.format(publisher=publisher, name=title, dates=dates(days)))
    return providers


def _replace_line_breaks(text: str) -> str:
    return re.sub(r"[\s\x00-\x1f\x7f\u2028\u2029]+", " ", text).strip()
