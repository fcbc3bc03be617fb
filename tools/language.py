"""Begin a language: python -m tools.language fr copies every English text to where its French is to stand."""

import csv
import io
import re
import shutil
import sys
from pathlib import Path

from data.languages import LANGUAGES

ROOT = Path(__file__).resolve().parent.parent
WORDS, CATALOG = ROOT / "components" / "text", ROOT / "data" / "catalog"
_STRING = r'"(?:[^"\\]|\\.)*"'


def interface(code: str) -> None:
    """Copy the words of the interface; what is there already stays."""
    (WORDS / code).mkdir(exist_ok=True)
    for path in sorted((WORDS / LANGUAGES[0]).glob("*.toml")):
        if not (WORDS / code / path.name).exists():
            shutil.copyfile(path, WORDS / code / path.name)


def tables(text: str, code: str) -> str:
    """Return a TOML file of the catalog with the new language beside each English text that lacks it."""
    within = re.compile(rf"\ben = ({_STRING})((?:, \w\w = {_STRING})+)")
    lines = re.compile(rf"^en = ({_STRING})\n((?:\w\w = {_STRING}\n)+)", re.MULTILINE)

    def beside(found: re.Match[str]) -> str:
        known = f", {code} = " in found[2]
        return found[0] if known else f"{found[0]}, {code} = {found[1]}"

    def below(found: re.Match[str]) -> str:
        known = re.search(rf"^{code} = ", found[2], re.MULTILINE)
        return found[0] if known else f"{found[0]}{code} = {found[1]}\n"

    return lines.sub(below, within.sub(beside, text))


def rows(text: str, code: str) -> str:
    """Return a CSV file of the catalog with a column of the new language behind each group of languages."""
    head, *body = csv.reader(io.StringIO(text))
    for name in [name for name in head if name.endswith("_en")]:
        column = f"{name.removesuffix('_en')}_{code}"
        if column in head:
            continue
        english = head.index(name)
        place = english
        while place + 1 < len(head) and head[place + 1].rpartition("_")[0] == name.removesuffix("_en"):
            place += 1
        for cells, value in ((head, column), *((cells, cells[english]) for cells in body)):
            cells.insert(place + 1, value)
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([head, *body])
    return buffer.getvalue()


def main(arguments: list[str]) -> int:
    """Begin the language that is named; it must stand in data/catalog/languages.toml."""
    if len(arguments) != 1 or arguments[0] not in LANGUAGES[1:]:
        print(
            "usage: python -m tools.language CODE, of a language that data/catalog/languages.toml lists",
            file=sys.stderr,
        )
        return 2
    code = arguments[0]
    interface(code)
    for path in sorted(CATALOG.iterdir()):
        change = {".toml": tables, ".csv": rows}.get(path.suffix)
        if change:
            path.write_text(change(path.read_text(encoding="utf-8"), code), encoding="utf-8")
    print(
        f"components/text/{code} and data/catalog hold the English texts where {code} is to stand: git diff"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
