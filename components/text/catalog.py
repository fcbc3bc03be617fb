"""Every word of the interface, by language and key; a missing key or placeholder is an error."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from components.text.attributes import attributes
from components.text.formats import format_value
from data import languages, pack
from data.entries import Indicator

LANGUAGES, LANGUAGE_TAGS = languages.LANGUAGES, languages.TAGS

FOLDER = Path(__file__).parent
GLOSSARY = "about/glossary"
"""The end of the path of the page that explains the terms which texts link."""
_MARK = re.compile(
    r"\*(?P<bold>[^*]+)\*|\[(?P<fixed>[^\]]+)\]|~(?P<lang>\w+):(?P<entry>[\w-]+)\|(?P<term>[^~]+)~"
)
_COUNTED = re.compile(r"(第?[+−±×]?\d[\d.,]*%?(?:年版|个百分点|[个位年项版次家条分倍种月日]))")
_FORMAT = re.compile(r"\{(\w+):([^{}]+)\}")
_ECONOMY = re.compile(
    r"(?P<start>(?:^|(?<=[.] ))\*?)\{(name|leader|economy)\}(?=\*? [a-z]|’s )"
    r"|(?<=[a-z,}:] )(\*?)\{(name|other|above|below)\}(?=\*?(?:[ ,.?:]|’s|$))"
)
"""An economy within an English sentence: at its beginning, or after another word."""
_NAMED = re.compile(r"\{[^{}]*\}?|\}")  # what stands in braces, as it is written
_WRITTEN = re.compile(r"~([\w-]+)\|([^~]+)~")  # a term as the files have it, without the language
_TERM = re.compile(r"~\w+:[\w-]+\|([^~]+)~")


def _with_article(found: re.Match[str]) -> str:
    """Let an English text write the article that the name of an economy may have."""
    start, first, bold, name = found.groups()
    return f"{bold}{{{name}:the}}" if start is None else f"{start}{{{first}:The}}"


class Words:
    """The words of one language: ``words("overview.finding.rose", first="3rd")``.

    A text says how a value is written: {first:ordinal}, by a name of components.text.formats.
    """

    def __init__(self, lang: str, entries: Mapping[str, str]) -> None:
        self.lang = lang
        self.language = languages.BY_CODE[lang]
        if lang == languages.ORIGINAL:
            entries = {key: _ECONOMY.sub(_with_article, text) for key, text in entries.items()}
        self._formats = {key: found for key, text in entries.items() if (found := _FORMAT.findall(text))}
        self._entries = {key: _FORMAT.sub(r"{\1|\2}", text) for key, text in entries.items()}

    def __call__(self, key: str, **values: Any) -> str:
        """Return the text of ``key`` with its placeholders filled; ``KeyError`` names what is missing."""
        if key not in self._entries:
            raise KeyError(f"text/{self.lang} has no {key}")
        for name, how in self._formats.get(key, ()):
            values[f"{name}|{how}"] = self.write(values[name], how)
        return self._entries[key].format(**values)

    def write(self, value: Any, how: str) -> str:
        """Write a value in the language, by a name of components.text.formats."""
        return format_value(value, how, self)

    def writer(self, how: str) -> Callable[[Any], str]:
        """Return what writes values in the language."""
        return partial(self.write, how=how)

    def link(self, page: str, /, **query: Any) -> str:
        """Return the address of a page in the language, by its path: /en/, /zh/why?from=2015."""
        return f"/{self.lang}/{page}" + (f"?{urlencode(query)}" if query else "")

    def phrase(self, text: languages.Text) -> str:
        """Return a text of the catalog in the language."""
        return text.get(self.lang)

    def has(self, key: str) -> bool:
        """Say whether the language has this key (for keys that only some data values need)."""
        return key in self._entries

    def keys(self) -> frozenset[str]:
        """Return all keys, for the test that compares languages."""
        return frozenset(self._entries)

    def lines(self, key: str, **values: Any) -> list[str]:
        """Return the lines of a text of several, blank ones left out."""
        return [line for line in self(key, **values).split("\n") if line]

    def listing(self, items: list[str], *, clauses: bool = False) -> str:
        """Join items as the language does: "A, B and C" or "A、B和C", clauses too or "A，B"; "A，B；C"."""
        marks = self.language
        if clauses and marks.besides:
            return (marks.semicolon if any(marks.comma in one for one in items) else marks.comma).join(items)
        return languages.join_list(items, self.lang)

    def unit_of(self, indicator: Indicator) -> tuple[str, float]:
        """Return the unit that texts count in, and the scale of values in it: 亿美元 of 十亿美元."""
        unit = self.phrase(indicator.unit)
        for large, (own, times) in self.language.counts.items():
            if unit.startswith(large):
                return own + unit.removeprefix(large), times * indicator.scale
        return unit, indicator.scale

    def sentences(self, items: Iterable[str]) -> str:
        """Join sentences as the language does, blank ones left out."""
        return self.language.gap.join(item for item in items if item)


@cache
def words(lang: str) -> Words:
    """Return the words of a language of LANGUAGES, read once from text/<lang>/*.toml.

    Those that a pack has in a folder text of its own take their place. ``ValueError`` names the keys that two
    files define, or what of a pack cannot take the place of a text.
    """
    entries: dict[str, str] = {}
    for path in sorted((FOLDER / lang).glob("*.toml")):
        found = _read(path, lang)
        if twice := sorted(entries.keys() & found.keys()):
            raise ValueError(f"{path.name} defines again: {', '.join(twice)}")
        entries |= found
    for path in sorted((pack.FOLDER / "text" / lang).glob("*.toml")):
        found = _read(path, lang)
        for key, text in found.items():
            if key not in entries or not {*_NAMED.findall(text)} <= {*_NAMED.findall(entries[key])}:
                raise ValueError(f"{path}: '{key}' is no text of the site, or names what that does not")
        entries |= found
    # A text that is passed on says no language; its terms are linked in that of their file.
    return Words(lang, {key: _WRITTEN.sub(rf"~{lang}:\1|\2~", text) for key, text in entries.items()})


def _read(path: Path, lang: str) -> dict[str, str]:
    return dict(_flatten(pack.fill_all(pack.read_toml(path), lang)))


def _flatten(table: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    entries: list[tuple[str, str]] = []
    for key, value in table.items():
        path = f"{prefix}{key}"
        entries += _flatten(value, f"{path}.") if isinstance(value, Mapping) else [(path, str(value))]
    return entries


def markup(text: str) -> list[str | Component]:
    """Turn marks into components; all else stays text.

    ``*bold*``, ``[never broken over two lines]``, and ``~edition|the editions~``: words that are linked to
    an entry of the glossary. A Chinese number and its counter stay on one line. ``KeyError`` names an entry
    that does not exist.
    """
    parts: list[str | Component] = []
    end = 0
    for match in _MARK.finditer(text):
        parts += _counted(text[end : match.start()])
        if match["bold"]:
            parts.append(html.B(markup(match["bold"])))
        elif match["term"]:
            parts.append(_term(match["lang"], match["entry"], match["term"]))
        else:
            parts.append(html.Span(match["fixed"], className="fixed"))
        end = match.end()
    parts += _counted(text[end:])
    return [part for part in parts if part != ""]


def _counted(text: str) -> list[str | Component]:
    """Return the text with each Chinese number and counter ("139个") in an element that is never broken."""
    pieces = _COUNTED.split(text)
    return [html.Span(one, className="fixed") if place % 2 else one for place, one in enumerate(pieces)]


def _term(lang: str, entry: str, text: str) -> html.A:
    """Return words linked to an entry, whose name and definition are shown in place (scripts/term.js)."""
    t = words(lang)
    about = {"data_term": t(f"glossary.{entry}.term"), "data_definition": t(f"glossary.{entry}.says")}
    return html.A(markup(text), href=t.link(f"{GLOSSARY}#{entry}"), className="term", **attributes(**about))


def plain(text: str) -> str:
    """Return the text without its marks, for figures, titles and downloads."""
    return re.sub(r"[*\[\]]", "", _TERM.sub(r"\1", text))
