"""The languages of the site, and texts that exist in all of them."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Annotated, Final

from babel import Locale
from babel.lists import format_list
from pydantic import AfterValidator, GetCoreSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, core_schema


@dataclass(frozen=True, slots=True)
class Language:
    """A language; languages.toml explains the keys. code: as in /en/."""

    code: str
    tag: str
    label: str
    locale: str = ""
    gap: str = " "
    stop: str = "."
    comma: str = ", "
    items: str = ", "
    semicolon: str = "; "
    colon: str = ": "
    brackets: Sequence[str] = (" (", ")")
    besides: Sequence[str] = ()
    counts: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    wide: bool = False
    numbers: str = "1 2 3 4 5 6 7 8 9"

    def in_brackets(self, text: str) -> str:
        """Put a text in brackets, after a space if the language has one there."""
        before, after = self.brackets
        return f"{before}{text}{after}"


_FILE: Final = Path(__file__).resolve().parent / "catalog" / "languages.toml"
BY_CODE: Final = {
    code: Language(code, **keys) for code, keys in tomllib.loads(_FILE.read_text(encoding="utf-8")).items()
}
"""In the order in which the site offers them; the first is the default."""
LANGUAGES: Final = tuple(BY_CODE)
ORIGINAL: Final = "en"
"""The language in which publishers name their measures."""
IN_TABLES: Final = ("en", "zh")
"""The languages of text columns in the tables of a snapshot; the first is the fallback."""
TAGS: Final = {code: language.tag for code, language in BY_CODE.items()}
LOCALES: Final = {code: language.locale or language.tag for code, language in BY_CODE.items()}


def known_language(value: object) -> str:
    """Return the language if it is one of LANGUAGES, or else the first one."""
    return value if isinstance(value, str) and value in LANGUAGES else LANGUAGES[0]


def in_tables(lang: str) -> str:
    """Return the language of the text columns to read for a language of the site."""
    return lang if lang in IN_TABLES else IN_TABLES[0]


@cache
def locale(lang: str) -> Locale:
    """Return the rules for numbers, dates and lists in one of LANGUAGES."""
    return Locale.parse(LOCALES[lang], sep="-")


def join_list(items: Sequence[str], lang: str) -> str:
    """Join items as a language does: "A, B and C" or "A、B和C", "A和B以及C" if an item has an "and"."""
    text = format_list(items, locale=locale(lang))
    last, besides = BY_CODE[lang].besides or ("", "")
    if besides and len(items) > 1 and any(last in item for item in items):
        return text.removesuffix(last + items[-1]) + besides + items[-1]
    return text


def alternates(path: str) -> list[tuple[str, str]]:
    """Return tag and path of a page in each language, and "x-default" with the path of the first one."""
    page = path.split("/", 2)[2]
    paths = [(tag, f"/{code}/{page}") for code, tag in TAGS.items()]
    return [*paths, ("x-default", paths[0][1])]


def check_spaces(value: str) -> str:
    """Return a text; ValueError if there are spaces around it."""
    if value != value.strip():
        raise ValueError(f"must be words without spaces around them, not {value!r}")
    return value


def _check_words(value: str) -> str:
    if not value:
        raise ValueError("must be words, not ''")
    return check_spaces(value)


Words = Annotated[str, AfterValidator(_check_words)]


@dataclass(frozen=True, slots=True)
class Text:
    """A text in every language of the site, by language."""

    by_language: Mapping[str, str]

    def __hash__(self) -> int:
        """Hash the texts, since a mapping has no hash."""
        return hash(tuple(self.by_language.items()))

    def get(self, lang: str) -> str:
        """Return the text in a language; KeyError if the site does not have it."""
        return self.by_language[lang]

    @property
    def en(self) -> str:
        """The English text, for files that have no other language."""
        return self.by_language["en"]

    @property
    def zh(self) -> str:
        """The Chinese text, for tables with columns in both languages."""
        return self.by_language["zh"]

    @classmethod
    def __get_pydantic_core_schema__(cls, kind: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Validate a table with a text for each language (see `_fill_languages`) and no other key."""
        words = core_schema.typed_dict_field(handler.generate_schema(Words))
        table = core_schema.typed_dict_schema(dict.fromkeys(LANGUAGES, words), extra_behavior="forbid")
        filled = core_schema.with_info_before_validator_function(_fill_languages, table)
        return core_schema.no_info_after_validator_function(cls, filled)


def _fill_languages(value: object, info: ValidationInfo) -> object:
    """Fall back to the pack's first language for missing translations.

    A pack with one language may have texts instead of tables. The context names the languages of the pack.
    """
    languages = (info.context or {}).get("languages") or LANGUAGES
    if isinstance(value, str) and len(languages) == 1:
        value = {languages[0]: value}
    if not isinstance(value, dict) or languages[0] not in value:
        return value
    return {**{lang: value[languages[0]] for lang in LANGUAGES if lang not in languages}, **value}
