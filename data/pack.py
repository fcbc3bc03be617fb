"""The pack that the site shows: an article about an economy, as files, and how texts name both.

A pack is a folder with FILES; the variable PACK names one other than the bundled one. It is read before all
else, so little is checked here: data.catalog does, in words of its own.
"""

import csv
import os
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


def _article() -> dict[str, Any]:
    path = FOLDER / FILES[0]
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        for key, kind in (("editions", int), ("ranks", int), ("pillar", dict)):
            if not found.get(key) or not all(isinstance(one, kind) for one in [*found[key]]):
                raise ValueError(f"'{key}' must be a list of {kind.__name__}")
    except (OSError, TypeError, ValueError) as error:
        raise SystemExit(f"the pack cannot be used: {path}: {error}") from error
    return found


_ARTICLE: Final = _article()


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


def _names() -> dict[str, dict[str, str]]:
    """Return what stands for each name in a text, by language."""
    article = _ARTICLE
    economy = next((row for row in _rows("economies.csv") if row["economy"] == article.get("economy")), {})
    first, *last = article.get("editions", [0])
    found: dict[str, dict[str, str]] = {}
    aims = len(article.get("pillar", ()))
    for lang in LANGUAGES:
        words = {key: text.get(lang, "") for key, text in article.items() if isinstance(text, dict)}
        noun = words.get("noun", "")
        found[lang] = {
            "HERO": economy.get(f"short_{lang}", economy.get("short_en", "")),
            "NOUN": noun,
            "NOUN_CAPITAL": noun[:1].upper() + noun[1:],
            "NAMED": words.get("named", ""),
            "AUTHOR": words.get("author", ""),
            "CITED": words.get("cited", ""),
            "CREDIT": words.get("credit", ""),
            "DATED": words.get("dated", ""),
            "YEAR": str(article.get("year", "")),
            "FIRST": str(first),
            "BEFORE": str(first - 1),
            "STATED": str(article.get("editions", [0])[-1]),
            "RANK": str(article.get("ranks", [0])[-1]),
            "HERO_CODE": economy.get("economy", ""),
            "HERO_QUERY": quote(economy.get(f"short_{ORIGINAL}", "")),
            "LAST": str(*last or [NEWEST]),
            "PILLARS": str(aims),
            "AIMS": BY_CODE[lang].numbers.split()[aims - 1],
        }
    return found


_NAMES: Final = _names()

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
        text = text.replace(f"{{{name}}}", words)
    return text


def filled(value: Any, lang: str = LANGUAGES[0]) -> Any:
    """Return tables with the names of the pack in their texts; a key that is a language says theirs."""
    if isinstance(value, Mapping):
        return {key: filled(one, key if key in LANGUAGES else lang) for key, one in value.items()}
    if isinstance(value, list):
        return [filled(one, lang) for one in value]
    return fill(value, lang) if isinstance(value, str) else value
