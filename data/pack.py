"""The pack that the site shows: an article about an economy, as files, and how texts name both.

A pack is a folder with FILES; the variable PACK names one other than the bundled one. It is read before all
else, and whoever sends one may mean harm: here it is bounded. data.catalog checks what it says.
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
"""What a pack has in place of the bundled one; tables of its own are in the folder ``tables``."""


CALLED: Final = ("point", "points", "aim", "aims", "asks", "towards", "away")
"""Keys of how texts call what the article names, and what is better; without them as in phrases.toml."""
COURSES: Final = ("rose", "fell", "stayed", "aimed")
"""How the economy went by the ranks that the article names: a text may have a form for each."""
SAYS: Final = ("says_indicators", "says_productivity", "says_revision", "says_later", "says_restated")
"""Keys of sentences that only some packs have: what the article says, or what is so in its country alone."""
MAX_FILE_BYTES: Final = 256 * 1024
"""Bytes of a file of a pack, or of the catalog."""
MAX_TEXT_LENGTH: Final = 5_000
"""Characters of a text with its names in it."""
MAX_DEPTH: Final = 8
"""Parts of a key: tomllib takes room by their square."""
NAMES: Final = ("noun", "named", "author", "cited", "credit", "dated")
"""What stands for the article in other texts: at most NAME characters each, without names in it."""
NAME: Final = 300

_QUOTED: Final = re.compile(
    r"""\"{3}(?:\\.|[^\\])*?"{3}|'{3}.*?'{3}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|#[^\n]*""", re.DOTALL
)
_DEEP: Final = re.compile(rf"(?<![\w-])(?:[\w-]+[ \t]*\.[ \t]*){{{MAX_DEPTH}}}")


def read_toml(path: Path) -> dict[str, Any]:
    """Return the tables of a TOML file, as Notepad saves it too; ValueError says what is wrong, and where."""
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
        if _DEEP.search(_QUOTED.sub("_", text)):
            raise ValueError(f"a key has more than {MAX_DEPTH} parts")
        return tomllib.loads(text)
    except RecursionError as error:
        raise ValueError("tables or lists are nested too deeply") from error


def _read() -> tuple[dict[str, Any], dict[str, dict[str, str]]]:
    path = FOLDER / FILES[0]
    try:
        article = read_toml(path)
        return article, names_of(article)
    except (OSError, ValueError) as error:
        raise unusable_pack(error) from error


def unusable_pack(error: Exception) -> SystemExit:
    """Return what ends a program whose pack cannot be used."""
    place = os.path.relpath(FOLDER)
    return SystemExit(
        f"the pack {place} cannot be used: {error}\nAll faults: python -m etl pack check {place}"
    )


def pack_has_table(table: str) -> bool:
    """Say whether the pack brings a table, as of official targets; the bundled one has them all."""
    if table == "productivity":
        return bool(_ARTICLE.get(table, True))
    return FOLDER == BUNDLED or (FOLDER / "tables" / f"{table}.csv").exists()


def _rows(name: str) -> list[dict[str, str]]:
    with (BUNDLED / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


NEWEST: Final = max(int(row["edition"]) for row in _rows("editions.csv"))
"""The newest edition of the index that the catalog knows."""


def languages_of(article: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the languages of a pack that the site has, in its own order; all of the site if it says none.

    Readers of the others get its words in the first.
    """
    stated = article.get("languages")
    return tuple(one for one in stated if one in LANGUAGES) if isinstance(stated, list) else LANGUAGES


def names_of(article: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Return what stands for each name in a text, by language; ValueError names the key at fault."""
    for key, kind, most in (("editions", int, 2), ("ranks", int, 2), ("pillar", dict, 9)):
        given = article.get(key)
        if not (isinstance(given, list) and 0 < len(given) <= most):
            raise ValueError(f"'{key}' must be a list of 1 to {most}")
        if not all(isinstance(one, kind) for one in given):
            raise ValueError(f"'{key}' must be a list of {'tables' if kind is dict else 'whole numbers'}")
    if not (own := languages_of(article)):
        raise ValueError(f"'languages' must be some of {', '.join(LANGUAGES)}")
    economy = next((row for row in _rows("economies.csv") if row["economy"] == article.get("economy")), {})
    first, *last = article["editions"]
    found: dict[str, dict[str, str]] = {}
    aims = len(article["pillar"])
    phrases = tomllib.loads((BUNDLED / "phrases.toml").read_text(encoding="utf-8"))
    for lang in LANGUAGES:
        words = {}
        for key in (*NAMES, *CALLED, *SAYS):
            text = article.get(key) or (phrases[key] if key in CALLED else None)
            text = text.get(lang, text.get(own[0])) if isinstance(text, dict) else text
            words[key] = text.strip() if isinstance(text, str) else ""
            if len(words[key]) > NAME or "{" in words[key]:
                raise ValueError(f"'{key}' must be at most {NAME} characters, and without braces")
        capital = {key: words[key][:1].upper() + words[key][1:] for key in ("noun", *CALLED)}
        target = article.get("target")
        target = target if isinstance(target, dict) else {}
        found[lang] = {
            "HERO": economy.get(f"short_{lang}", economy.get("short_en", "")),
            **{key.upper(): text for key, text in words.items()},
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
            "PILLARS": str(aims),
            "MANY": BY_CODE[lang].numbers.split()[aims - 1],
        }
    return found


_NAMED: Final = re.compile(r"\{([A-Z_]+)\}")
_ARTICLE, _NAMES = _read()
KNOWN: Final = frozenset(_NAMES[ORIGINAL])
"""The names that a text may have in braces."""


def _course() -> str:
    if _ARTICLE.get("target"):
        return COURSES[3]
    first, last = _ARTICLE["ranks"][0], _ARTICLE["ranks"][-1]
    return COURSES[0] if last < first else COURSES[1] if last > first else COURSES[2]


COURSE: Final = _course()

SLUG: Final = _NAMES[ORIGINAL]["HERO"].lower().replace(" ", "-")
"""The economy of the article in the names of files: china."""


def fill(text: str, lang: str) -> str:
    """Return a text with the names of the pack in it: {HERO}’s rank, as the {NOUN} says."""
    if "{" not in text:
        return text
    names = _NAMES[lang]
    if names["HERO"].endswith("s"):
        text = text.replace("{HERO}’s", "{HERO}’")
    for name, words in names.items():
        if not words:  # a sentence that the pack does not have leaves no gap behind
            text = text.replace(f"{{{name}}} ", "").replace(f" {{{name}}}", "")
    text = _NAMED.sub(lambda found: names.get(found[1], found[0]), text)
    if len(text) > MAX_TEXT_LENGTH:
        raise ValueError(f"a text is longer than {MAX_TEXT_LENGTH:,} characters: {text[:60]}…")
    return text


def fill_all(value: Any, lang: str = LANGUAGES[0]) -> Any:
    """Return tables with the names of the pack in their texts; a key that is a language says theirs.

    Of a text that stands there in a form for each of COURSES the one of the pack is left.
    """
    if isinstance(value, Mapping):
        if value.keys() == {*COURSES}:
            return fill_all(value[COURSE], lang)
        return {key: fill_all(one, key if key in LANGUAGES else lang) for key, one in value.items()}
    if isinstance(value, list):
        return [fill_all(one, lang) for one in value]
    return fill(value, lang) if isinstance(value, str) else value
