"""Every text of the interface, by language and key; a missing key or placeholder is an error."""

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

LANGUAGES = languages.LANGUAGES
LANGUAGE_TAGS = languages.TAGS

FOLDER = Path(__file__).parent
GLOSSARY = "about/glossary"
"""Path of the page that explains the terms linked in texts."""
_MARKUP = re.compile(
    r"\*(?P<bold>[^*]+)\*|\[(?P<fixed>[^\]]+)\]|~(?P<lang>\w+):(?P<entry>[\w-]+)\|(?P<term>[^~]+)~"
)
_NUMBER_WITH_COUNTER = re.compile(r"(第?[+−±×]?\d[\d.,]*%?(?:年版|个百分点|[个位年项版次家条分倍种月日]))")
_FORMAT = re.compile(r"\{(\w+):([^{}]+)\}")
_ECONOMY = re.compile(
    r"(?P<start>(?:^|(?<=[.] ))\*?)\{(name|leader|economy)\}(?=\*? [a-z]|’s )"
    r"|(?<=[a-z,}:] )(\*?)\{(name|other|above|below)\}(?=\*?(?:[ ,.?:]|’s|$))"
)
"""Placeholder of an economy in an English sentence: at its start, or after another word."""
_PLACEHOLDER = re.compile(r"\{[^{}]*\}?|\}")  # also a broken one
_FILE_TERM = re.compile(r"~([\w-]+)\|([^~]+)~")  # as in the files, without the language
_TERM = re.compile(r"~\w+:[\w-]+\|([^~]+)~")


def _add_article(match: re.Match[str]) -> str:
    start, first, bold, name = match.groups()
    return f"{bold}{{{name}:the}}" if start is None else f"{start}{{{first}:The}}"


class Words:
    """The text catalog of one language: ``t("overview.finding.rose", first="3rd")``.

    By convention it is called ``t``, as gettext's function is called ``_``. A text names the format of a
    value, {first:ordinal}, by a key of components.text.formats.
    """

    def __init__(self, lang: str, entries: Mapping[str, str]) -> None:
        self.lang = lang
        self.language = languages.BY_CODE[lang]
        if lang == languages.ORIGINAL:
            entries = {key: _ECONOMY.sub(_add_article, text) for key, text in entries.items()}
        self._formats = {key: _FORMAT.findall(text) for key, text in entries.items()}
        self._entries = {key: _FORMAT.sub(r"{\1|\2}", text) for key, text in entries.items()}

    def __call__(self, key: str, **values: Any) -> str:
        """Return the text of ``key`` with its placeholders filled; ``KeyError`` names what is missing."""
        if key not in self._entries:
            raise KeyError(f"text/{self.lang} has no {key}")
        for name, how in self._formats[key]:
            values[f"{name}|{how}"] = self.write(values[name], how)
        return self._entries[key].format(**values)

    def write(self, value: Any, how: str) -> str:
        """Write a value in the language, by a key of components.text.formats."""
        return format_value(value, how, self)

    def writer(self, how: str) -> Callable[[Any], str]:
        """Return a function that writes values in the language."""
        return partial(self.write, how=how)

    def link(self, page: str, /, **query: Any) -> str:
        """Return the address of a page in the language: /en/, /zh/why?from=2015."""
        return f"/{self.lang}/{page}" + (f"?{urlencode(query)}" if query else "")

    def phrase(self, text: languages.Text) -> str:
        """Return a text of the catalog in the language."""
        return text.get(self.lang)

    def has(self, key: str) -> bool:
        """Say whether the language has this key (some data values only have texts of their own)."""
        return key in self._entries

    def keys(self) -> frozenset[str]:
        """Return all keys."""
        return frozenset(self._entries)

    def lines(self, key: str, **values: Any) -> list[str]:
        """Return the lines of a text without blank ones."""
        return [line for line in self(key, **values).split("\n") if line]

    def listing(self, items: list[str], *, clauses: bool = False) -> str:
        """Join items as the language does: "A, B and C" or "A、B和C", clauses also "A，B" or "A，B；C"."""
        marks = self.language
        if clauses and marks.besides:
            has_comma = any(marks.comma in item for item in items)
            return (marks.semicolon if has_comma else marks.comma).join(items)
        return languages.join_list(items, self.lang)

    def unit_of(self, indicator: Indicator) -> tuple[str, float]:
        """Return the unit that texts count in, and the scale of values in it: 亿美元 for 十亿美元."""
        unit = self.phrase(indicator.unit)
        for prefix, (replacement, factor) in self.language.counts.items():
            if unit.startswith(prefix):
                return replacement + unit.removeprefix(prefix), factor * indicator.scale
        return unit, indicator.scale

    def sentences(self, items: Iterable[str]) -> str:
        """Join sentences as the language does, without blank ones."""
        return self.language.gap.join(item for item in items if item)


@cache
def words(lang: str) -> Words:
    """Return the text catalog of a language of LANGUAGES, read once from text/<lang>/*.toml.

    Texts of the pack, in its folder text, replace those of the site. ``ValueError`` names keys that two files
    define, or a text of the pack that cannot replace one.
    """
    entries: dict[str, str] = {}
    for path in sorted((FOLDER / lang).glob("*.toml")):
        texts = _read(path, lang)
        repeated = sorted(entries.keys() & texts.keys())
        if repeated:
            raise ValueError(f"{path.name} defines again: {', '.join(repeated)}")
        entries |= texts
    for path in sorted((pack.FOLDER / "text" / lang).glob("*.toml")):
        texts = _read(path, lang)
        for key, text in texts.items():
            placeholders = _PLACEHOLDER.findall(text)
            if key not in entries or not {*placeholders} <= {*_PLACEHOLDER.findall(entries[key])}:
                raise ValueError(f"{path}: '{key}' is no text of the site, or names what that does not")
        entries |= texts
    # Texts are passed on without their language, so each term names the language of its file.
    return Words(lang, {key: _FILE_TERM.sub(rf"~{lang}:\1|\2~", text) for key, text in entries.items()})


def _read(path: Path, lang: str) -> dict[str, str]:
    return dict(_flatten(pack.fill_all(pack.read_toml(path), lang)))


def _flatten(table: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    entries: list[tuple[str, str]] = []
    for key, value in table.items():
        path = f"{prefix}{key}"
        entries += _flatten(value, f"{path}.") if isinstance(value, Mapping) else [(path, str(value))]
    return entries


def markup(text: str) -> list[str | Component]:
    """Turn the markup of a text into components.

    ``*bold*``, ``[never broken over two lines]``, and ``~edition|the editions~``, words that are linked to an
    entry of the glossary. A Chinese number and its counter stay on one line. ``KeyError`` names an unknown
    entry.
    """
    parts: list[str | Component] = []
    end = 0
    for match in _MARKUP.finditer(text):
        parts += _keep_numbers_whole(text[end : match.start()])
        if match["bold"]:
            parts.append(html.B(markup(match["bold"])))
        elif match["term"]:
            parts.append(_term(match["lang"], match["entry"], match["term"]))
        else:
            parts.append(html.Span(match["fixed"], className="fixed"))
        end = match.end()
    parts += _keep_numbers_whole(text[end:])
    return [part for part in parts if part != ""]


def _keep_numbers_whole(text: str) -> list[str | Component]:
    """Put each Chinese number with its counter ("139个") into an element without line breaks."""
    pieces = _NUMBER_WITH_COUNTER.split(text)
    return [html.Span(piece, className="fixed") if index % 2 else piece for index, piece in enumerate(pieces)]


def _term(lang: str, entry: str, text: str) -> html.A:
    t = words(lang)
    data = {"data_term": t(f"glossary.{entry}.term"), "data_definition": t(f"glossary.{entry}.says")}
    return html.A(markup(text), href=t.link(f"{GLOSSARY}#{entry}"), className="term", **attributes(**data))


def plain(text: str) -> str:
    """Return the text without its markup, for figures, titles and downloads."""
    return re.sub(r"[*\[\]]", "", _TERM.sub(r"\1", text))
