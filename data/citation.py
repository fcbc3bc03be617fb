"""The citation of a view or a file: the providers of the data first, then this site and its snapshot."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import pandas as pd

    from data.entries import Source, Text

WIPO: Final = "World Intellectual Property Organization (WIPO)"
SITE: Final = "Innovation Trajectory"
VERSION: Final = "0.1.0"
"""The release of the site, as pyproject.toml has it, which is not at hand where the site runs."""
FORMS: Final[Mapping[str, str]] = {"txt": "text", "bib": "bibtex", "ris": "ris"}
"""By the ending of a file, the form of the citation in it."""

_INDEX: Final = ("wipo_gii", "third_party_panel")  # families whose releases hold the index
_OWN: Final = "own_calculation"

_SPECIAL: Final[Mapping[str, str]] = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
}


@dataclass(frozen=True, slots=True)
class Citation:
    """What is cited: title, providers in their order, text and note in words, day and address of the site.

    key: of the BibTeX entry, letters, digits and underscores; created: YYYY-MM-DD.
    """

    key: str
    title: str
    authors: tuple[str, ...]
    text: str
    note: str
    created: str
    address: str

    def bibtex(self) -> str:
        """Return a BibTeX entry: signs of TeX are escaped, the address stands as it is in its own field."""
        author = " and ".join(f"{{{_tex(name)}}}" for name in self.authors)
        fields = {
            "author": author,
            "title": f"{{{_tex(self.title)}}}",
            "howpublished": SITE,
            "year": self.created[:4],
            "note": _tex(self.note),
            "url": self.address,
        }
        lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
        return f"@misc{{{self.key},\n{lines}\n}}"

    def ris(self) -> str:
        """Return a RIS record: each tag on a line of its own, no value longer than its line."""
        tags = [
            ("TY", "DATA"),
            *(("AU", name) for name in self.authors),
            ("TI", self.title),
            ("PB", SITE),
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
    providers: Iterable[tuple[str, str]],
    snapshot: tuple[str, str],
    address: str,
) -> Citation:
    """Return the citation of a view with this title.

    providers: name of the author and what is cited of it, in words; snapshot: its id and its day; address:
    of the view, or a mark that the browser replaces.
    """
    named = list(providers)
    told = ("；" if lang == "zh" else "; ").join(words for _, words in named)
    identity, created = snapshot
    values = {"sources": told, "title": title, "id": identity, "created": created, "url": address}
    return Citation(
        key=f"innovation_trajectory_{identity}",
        title=title,
        authors=tuple(dict.fromkeys(author for author, _ in named)),
        text=phrases["cite_text"].get(lang).format(**values),
        note=phrases["cite_note"].get(lang).format(**values),
        created=created,
        address=address,
    )


def index(phrases: Mapping[str, Text], lang: str, first: int, last: int) -> tuple[str, str]:
    """Return the publisher of the index as a provider, with the editions cited."""
    return WIPO, phrases["cite_index"].get(lang).format(first=first, last=last)


def families(
    phrases: Mapping[str, Text],
    lang: str,
    sources: pd.DataFrame,
    known: Mapping[str, Source],
    releases: Iterable[str],
    editions: tuple[int, int],
    dates: Callable[[list[str]], str],
) -> list[tuple[str, str]]:
    """Return the providers of some releases: the index first, then each family once, with its vintages.

    sources: the table of releases; known: families by id; releases: ids, in the order of naming; editions: of
    the index, where a release holds some of it, whoever copied it; dates: writes vintages in the language.
    What this site computed has no provider but itself.
    """
    rows = sources.set_index("source")
    vintages: dict[str, list[str]] = {}
    for release in dict.fromkeys(releases):
        row = rows.loc[release]
        vintages.setdefault(str(row["family"]), []).append(str(row["vintage"]))
    found = [index(phrases, lang, *editions)] if not vintages.keys().isdisjoint(_INDEX) else []
    for family in (one for one in vintages if one not in (*_INDEX, _OWN)):
        one = known[family]
        values = {"publisher": one.publisher.get(lang), "name": one.name.get(lang)}
        held = dates(list(dict.fromkeys(vintages[family])))
        found.append((one.publisher.en, phrases["cite_provider"].get(lang).format(**values, dates=held)))
    return found


def _tex(text: str) -> str:
    return "".join(_SPECIAL.get(sign, sign) for sign in _line(text))


def _line(text: str) -> str:
    """Return text on one line: what breaks or ends a record is a space."""
    return re.sub(r"[\s\x00-\x1f\x7f\u2028\u2029]+", " ", text).strip()
