"""The pack of the site: the files about an article and its economy, and the names of both in texts.

A pack is a folder with FILES; the environment variable PACK names another one than the bundled one. It is
read first and not trusted: sizes are bounded here, and data.catalog checks the content.
"""

import csv
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from data.languages import BY_CODE, LANGUAGES, ORIGINAL

BUNDLED: Final = Path(__file__).resolve().parent / "catalog"
FOLDER: Final = Path(os.environ.get("PACK") or BUNDLED).resolve()
FILES: Final = ("article.toml", "claims.toml")
"""The files of a pack; tables of its own are in the folder ``tables``."""

TERM_KEYS: Final = ("point", "points", "aim", "aims", "asks", "towards", "away")
"""Keys of terms for what the article names; by default those of phrases.toml."""
COURSES: Final = ("rose", "fell", "stayed", "aimed")
"""Courses of the economy by the ranks that the article names; a text may have a form for each."""
SENTENCE_KEYS: Final = (
    "says_indicators", "says_productivity", "says_revision", "says_later", "says_restated"
)  # fmt: skip
"""Keys of sentences that only some packs have."""
MAX_FILE_BYTES: Final = 256 * 1024  # of a file of a pack or of the catalog
MAX_TEXT_LENGTH: Final = 5_000  # characters, with the names filled in
MAX_KEY_PARTS: Final = 8  # tomllib needs memory by their square
NAME_KEYS: Final = ("noun", "named", "author", "cited", "credit", "dated")
"""Keys of names of the article in texts."""
MAX_NAME_LENGTH: Final = 300  # characters of a name, term or sentence

_QUOTED: Final = re.compile(
    r"""\"{3}(?:\\.|[^\\])*?"{3}|'{3}.*?'{3}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|#[^\n]*""", re.DOTALL
)
_DEEP_KEY: Final = re.compile(rf"(?<![\w-])(?:[\w-]+[ \t]*\.[ \t]*){{{MAX_KEY_PARTS}}}")


def read_toml(path: Path) -> dict[str, Any]:
    """Return the tables of a TOML file, with or without a byte order mark; ValueError names the line."""
    with path.open("rb") as file:
        content = file.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES:
        raise ValueError(f"the file is larger than {MAX_FILE_BYTES:,} bytes")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ValueError(f"line {line}: the file is not saved as UTF-8") from error
    try:
        if _DEEP_KEY.search(_QUOTED.sub("_", text)):
            raise ValueError(f"a key has more than {MAX_KEY_PARTS} parts")
        return tomllib.loads(text)
    except RecursionError as error:
        raise ValueError("tables or lists are nested too deeply") from error


def _read_article() -> tuple[dict[str, Any], dict[str, dict[str, str]]]:
    path = FOLDER / FILES[0]
    try:
        article = read_toml(path)
        return article, names_of(article)
    except (OSError, ValueError) as error:
        raise unusable_pack(error) from error


def unusable_pack(error: Exception) -> SystemExit:
    """Return the exception that ends a program whose pack cannot be used."""
    folder = os.path.relpath(FOLDER)
    return SystemExit(
        f"the pack {folder} cannot be used: {error}\nAll faults: python -m etl pack check {folder}"
    )


def pack_has_table(table: str) -> bool:
    """Return whether the pack has a table, such as official targets; the bundled one has all."""
    if table == "productivity":
        return bool(_ARTICLE.get(table, True))
    return FOLDER == BUNDLED or (FOLDER / "tables" / f"{table}.csv").exists()


def _read_csv(name: str) -> list[dict[str, str]]:
    with (BUNDLED / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


NEWEST: Final = max(int(row["edition"]) for row in _read_csv("editions.csv"))
"""The newest edition of the index in the catalog."""


def languages_of(article: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the languages of a pack that the site has, in the order of the pack; by default all.

    The first one is the fallback for the other languages of the site.
    """
    stated = article.get("languages")
    return tuple(lang for lang in stated if lang in LANGUAGES) if isinstance(stated, list) else LANGUAGES


def names_of(article: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Return the text of each name in braces, by language; ValueError names the invalid key."""
    for key, kind, most in (("editions", int, 2), ("ranks", int, 2), ("pillar", dict, 9)):
        values = article.get(key)
        if not (isinstance(values, list) and 0 < len(values) <= most):
            raise ValueError(f"'{key}' must be a list of 1 to {most}")
        if not all(isinstance(value, kind) for value in values):
            raise ValueError(f"'{key}' must be a list of {'tables' if kind is dict else 'whole numbers'}")
    if not (languages := languages_of(article)):
        raise ValueError(f"'languages' must be some of {', '.join(LANGUAGES)}")
    economies = {row["economy"]: row for row in _read_csv("economies.csv")}
    code = article.get("economy")
    economy = economies.get(code, {}) if isinstance(code, str) else {}
    first, *last = article["editions"]
    names: dict[str, dict[str, str]] = {}
    pillar_count = len(article["pillar"])
    phrases = tomllib.loads((BUNDLED / "phrases.toml").read_text(encoding="utf-8"))
    for lang in LANGUAGES:
        texts = {}
        for key in (*NAME_KEYS, *TERM_KEYS, *SENTENCE_KEYS):
            text = article.get(key) or (phrases[key] if key in TERM_KEYS else None)
            text = text.get(lang, text.get(languages[0])) if isinstance(text, dict) else text
            texts[key] = text.strip() if isinstance(text, str) else ""
            if len(texts[key]) > MAX_NAME_LENGTH or "{" in texts[key]:
                raise ValueError(f"'{key}' must be at most {MAX_NAME_LENGTH} characters, and without braces")
        capital = {key: texts[key][:1].upper() + texts[key][1:] for key in ("noun", *TERM_KEYS)}
        target = article.get("target")
        target = target if isinstance(target, dict) else {}
        names[lang] = {
            "HERO": economy.get(f"short_{lang}", economy.get("short_en", "")),
            **{key.upper(): text for key, text in texts.items()},
            **{f"{key.upper()}_CAPITAL": text for key, text in capital.items()},
            "YEAR": str(article.get("year", "")),
            "FIRST": str(first),
            "BEFORE": str(first - 1),
            "STATED": str(article["editions"][-1]),
            "RANK": str(article["ranks"][-1]),
            "HERO_CODE": economy.get("economy", ""),
            "HERO_QUERY": quote(economy.get(f"short_{ORIGINAL}", "")),
            "GOAL": str(target.get("rank", "")),
            "BY": str(target.get("edition", "")),
            "LAST": str(*last or [NEWEST]),
            "PILLARS": str(pillar_count),
            "MANY": BY_CODE[lang].numbers.split()[pillar_count - 1],
        }
    return names


_NAME_IN_BRACES: Final = re.compile(r"\{([A-Z_]+)\}")
_ARTICLE, _NAMES = _read_article()
NAMES: Final = frozenset(_NAMES[ORIGINAL])
"""The names that texts may have in braces."""


def _find_course() -> str:
    if _ARTICLE.get("target"):
        return COURSES[3]
    first, last = _ARTICLE["ranks"][0], _ARTICLE["ranks"][-1]
    return COURSES[0] if last < first else COURSES[1] if last > first else COURSES[2]


COURSE: Final = _find_course()

SLUG: Final = _NAMES[ORIGINAL]["HERO"].lower().replace(" ", "-")
"""The economy of the article in file names: china."""


def fill(text: str, lang: str) -> str:
    """Replace names in braces by those of the pack: {HERO}’s rank, as the {NOUN} says."""
    if "{" not in text:
        return text
    names = _NAMES[lang]
    if names["HERO"].endswith("s"):
        text = text.replace("{HERO}’s", "{HERO}’")
    for name, words in names.items():
        if not words:  # a missing sentence leaves no double space
            text = text.replace(f"{{{name}}} ", "").replace(f" {{{name}}}", "")
    text = _NAME_IN_BRACES.sub(lambda match: names.get(match[1], match[0]), text)
    if len(text) > MAX_TEXT_LENGTH:
        raise ValueError(f"a text is longer than {MAX_TEXT_LENGTH:,} characters: {text[:60]}…")
    return text


def fill_all(value: Any, lang: str = LANGUAGES[0]) -> Any:
    """Fill the names of the pack into all texts of tables; keys that are languages give their language.

    A table with a text for each of COURSES becomes the text for the course of the pack.
    """
    if isinstance(value, Mapping):
        if value.keys() == {*COURSES}:
            return fill_all(value[COURSE], lang)
        return {key: fill_all(item, key if key in LANGUAGES else lang) for key, item in value.items()}
    if isinstance(value, list):
        return [fill_all(item, lang) for item in value]
    return fill(value, lang) if isinstance(value, str) else value
