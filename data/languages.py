"""The languages of the site, and words that are there in all of them."""

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
    """One language of languages.toml, which says what its keys mean; code: as in /en/."""

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
        """Return a text in brackets, after a space where the language has one there."""
        before, after = self.brackets
        return f"{before}{text}{after}"


_FILE: Final = Path(__file__).resolve().parent / "catalog" / "languages.toml"
BY_CODE: Final = {
    code: Language(code, **keys) for code, keys in tomllib.loads(_FILE.read_text(encoding="utf-8")).items()
}
"""In the order in which the site offers them; the first where nothing is asked."""
LANGUAGES: Final = tuple(BY_CODE)
ORIGINAL: Final = "en"
"""The language in which publishers name what they measure."""
IN_TABLES: Final = ("en", "zh")
"""The languages of columns with words in the tables of a snapshot; the first for readers of others."""
TAGS: Final = {code: language.tag for code, language in BY_CODE.items()}
LOCALES: Final = {code: language.locale or language.tag for code, language in BY_CODE.items()}


def known_language(value: object) -> str:
    """Return the language asked for, the first where there is no such language."""
    return value if isinstance(value, str) and value in LANGUAGES else LANGUAGES[0]


def in_tables(lang: str) -> str:
    """Return the language of the columns with words that a reader of a language is shown."""
    return lang if lang in IN_TABLES else IN_TABLES[0]


@cache
def locale(lang: str) -> Locale:
    """Return the rules by which a language of LANGUAGES writes numbers, dates and lists."""
    return Locale.parse(LOCALES[lang], sep="-")


def join_list(items: Sequence[str], lang: str) -> str:
    """Join items as a language does: "A, B and C" or "A、B和C", "A和B以及C" where an item has an "and"."""
    text, (last, besides) = format_list(items, locale=locale(lang)), BY_CODE[lang].besides or ("", "")
    twice = besides and len(items) > 1 and any(last in one for one in items)
    return text.removesuffix(last + items[-1]) + besides + items[-1] if twice else text


def alternates(path: str) -> list[tuple[str, str]]:
    """Return the tag of each language with the path of a page in it, and x-default with the first one's."""
    rest = path.split("/", 2)[2]
    found = [(tag, f"/{code}/{rest}") for code, tag in TAGS.items()]
    return [*found, ("x-default", found[0][1])]


def trim_lines(value: str) -> str:
    """Return words; ValueError if there are spaces around them."""
    if value != value.strip():
        raise ValueError(f"must be words without spaces around them, not {value!r}")
    return value


def _words(value: str) -> str:
    if not value:
        raise ValueError("must be words, not ''")
    return trim_lines(value)


Words = Annotated[str, AfterValidator(_words)]


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in every language of the site, by language."""

    by_language: Mapping[str, str]

    def __hash__(self) -> int:
        """Return the hash of the words, which a mapping has none of."""
        return hash(tuple(self.by_language.items()))

    def get(self, lang: str) -> str:
        """Return the words in a language; KeyError if it is none of the site."""
        return self.by_language[lang]

    @property
    def en(self) -> str:
        """The words in English, for what is written in no other language: data packages, programs."""
        return self.by_language["en"]

    @property
    def zh(self) -> str:
        """The words in Chinese, for the columns of tables that hold both."""
        return self.by_language["zh"]

    @classmethod
    def __get_pydantic_core_schema__(cls, kind: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read from a table with the words under each language, and nothing else (see `_in_all`)."""
        words = core_schema.typed_dict_field(handler.generate_schema(Words))
        table = core_schema.typed_dict_schema(dict.fromkeys(LANGUAGES, words), extra_behavior="forbid")
        read = core_schema.with_info_before_validator_function(_in_all, table)
        return core_schema.no_info_after_validator_function(cls, read)


def _in_all(value: object, info: ValidationInfo) -> object:
    """Let the words of a pack in its first language stand for those in languages that it does not have.

    Where it has but one they need no table. The context names the languages of the pack.
    """
    own = (info.context or {}).get("languages") or LANGUAGES
    if isinstance(value, str) and len(own) == 1:
        value = {own[0]: value}
    if not isinstance(value, dict) or own[0] not in value:
        return value
    return {**{lang: value[own[0]] for lang in LANGUAGES if lang not in own}, **value}
