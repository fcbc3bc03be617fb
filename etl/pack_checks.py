"""What is wrong in a pack, all at once and in words for those who write one; and what the data say of it."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd

from analysis.dataset import Dataset
from analysis.evidence.productivity import GROWTH
from analysis.evidence.verdicts import assessments
from data import catalog as catalogs
from data import contract, pack
from data.catalog import CatalogError
from data.languages import LANGUAGES
from data.schema import CURATED, TABLES
from data.snapshot import BUNDLED, open_snapshot
from etl import packs
from etl.cli_context import catalog
from etl.errors import EtlError

TEXTS: Final = Path(__file__).resolve().parents[1] / "components" / "text"
MIN_VALUES: Final = 2  # values that a series needs to be linked
CURLY: Final = "“”‘’„«»＂＝，［］｛｝"
"""Signs that a text editor, or a Chinese keyboard, writes in the place of those of TOML."""
SAID: Final = (
    (r"missing key '(\w+)'", r"'\1' is missing"),
    (r"unknown key '(\w+)'", r"'\1' is no key of this part: it is misspelt, or stands under another heading"),
    ("should be a valid dictionary", 'must be words between straight quotes, in { en = "…" } if need be'),
    ("should be a valid (tuple|list)", "must be a list in square brackets"),
    ("should be a valid integer", "must be a whole number without quotes"),
    ("should be a valid boolean", "must be true or false, without quotes"),
    ("should be a valid string", "must be words between straight quotes"),
    (r"must be of the form \[A-Z\]\{3\}", "must be a code of three capital letters"),
    (r"must be of the form \[a-z\]\[a-z0-9-\]\*", "must be small letters, digits and hyphens"),
    (r"must be of the form \|http.*, not", "must be an address that begins with https://, not"),
    (
        r"must be of the form ([a-z]+(?:\|[a-z]+)*)",
        lambda found: f"must be one of {found[1].replace('|', ', ')}",
    ),
    (r"Illegal character '\\n'", 'words must end with " on their line'),
    ("^line \\d+: ", ""),
    ("(Invalid|Expected|Illegal|Unclosed|Unterminated|Found) ", r"this cannot be read: \1 "),
    ("Cannot (overwrite|declare|mutate)", r"this stands twice: cannot \1"),
    ("is not saved as UTF-8", "is not saved as UTF-8: choose UTF-8 where the editor saves"),
    ("cannot be read .*No such file.*", "is not there"),
)
"""What faults are called by those who read TOML, and here."""


def faults(folder: Path) -> list[str]:
    """Return all that keeps a pack from being used: the file, line and place, the fault, what to write."""
    found = []
    try:
        catalogs.load(article=folder)
        pack.names_of(pack.read_toml(folder / pack.FILES[0]))
    except (CatalogError, OSError, ValueError) as error:
        found += [_told(folder, one) for one in getattr(error, "faults", (f"article.toml: {error}",))]
    return [*dict.fromkeys(found), *_faults_of_tables(folder / "tables"), *_faults_of_texts(folder / "text")]


def _told(folder: Path, fault: str) -> str:
    """Return a fault of the catalog in words for those who write a pack, after its line."""
    place, _, text = fault.replace("sources.toml, article", "article.toml, source").partition(": ")
    stated = re.search(r"line (\d+)", fault)
    name, _, part = place.replace(" line ", ", line ").partition(", ")
    for pattern, words in SAID:
        text = re.sub(pattern, words, text)
    try:
        lines = (folder / name).read_text(encoding="utf-8-sig", errors="replace").splitlines()
    except OSError:
        return f"{folder / name}: {text}"
    keys = [*re.findall(r"'(\w+)'", text)[:1], *reversed(re.findall(r"[a-z_]+$", part))]
    number = int(stated[1]) if stated else _line(lines, part, keys)
    here = lines[number - 1].strip() if 0 < number <= len(lines) else ""
    if odd := [sign for sign in CURLY if sign in here and "cannot be read" in text]:
        text += f": {here[:60]} has {odd[0]}, write the plain sign of the keyboard"
    examples = tomllib.loads(packs.TEMPLATE.read_text(encoding="utf-8"))["write"]
    proposed = [examples[key] for key in keys if key in examples]
    proposed += [f'{key} = "…"' for key in keys if f"'{key}' is missing" in text]
    text += f"; write for example: {proposed[0]}" if proposed else ""
    about = f" ({part})" if part and not part.startswith("line") else ""
    return f"{folder / name}" + (f", line {number}" if number else "") + f"{about}: {text}"


def _line(lines: list[str], part: str, keys: list[str]) -> int:
    """Return the number of the line where a part of a file begins (pillar 2, link 3), or its key stands."""
    first, last = 0, len(lines)
    for name, number in re.findall(r"([a-z_]+) (\d+)", part):
        begins = [n for n in range(first, last) if re.match(rf"\s*\[\[(\w+\.)*{name}\]\]", lines[n])]
        ends = [*begins[int(number) :], last][:1]
        if not begins:  # a list, one in each line
            lists = [n for n in range(first, last) if re.match(rf"\s*{name}\s*=", lines[n])]
            begins = [n for n in range(lists[0], last) if re.match(r"\s*\{", lines[n])] if lists else []
            ends = [begins[int(number) - 1] + 1] if len(begins) >= int(number) else [last]
        if len(begins) < int(number):
            break
        first, last = begins[int(number) - 1], ends[0]
    for key in keys:
        for n in range(first, last):
            if re.search(rf"(^|[\s{{,])(\w+\.)?{key}\s*[=\]]", lines[n]):
                return n + 1
    return first + 1 if part else 0


def _faults_of_tables(folder: Path) -> Iterator[str]:
    """Yield what keeps tables of a pack from being read, and what in them breaks the contract."""
    known = {table.name for table in CURATED} - {*packs.OF_SERIES} | {"releases"}
    paths = sorted(folder.glob("*"))
    for path in paths:
        if path.suffix != ".csv" or path.stem not in known:
            yield f"{path}: not a table that a pack can bring: {', '.join(sorted(known))}, each as .csv"
    if paths and folder / "releases.csv" not in paths:
        yield f"{folder / 'releases.csv'}: is not there: it names the sources of the other tables, one a line"
        return
    try:
        found = packs.tables(folder, LANGUAGES)
    except EtlError as error:
        yield str(error)
        return
    releases = found.pop("releases", pd.DataFrame({"source": []}))
    for name, frame in found.items():
        vintages = frame["source"].map(dict.fromkeys(releases["source"], "now"))
        for line in frame.index[vintages.isna()]:
            source = frame["source"][line]
            yield f"{folder / name}.csv, line {line + 2}: 'source' {source!r} is not in releases.csv"
        dated = frame.assign(vintage="now") if "vintage" in TABLES[name].columns else frame
        for broken in contract.table_violations(name, dated):
            yield f"{folder / name}.csv: {broken}"


def _faults_of_texts(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*/*")):
        lang, site = path.parent.name, dict[str, str]()
        if lang not in LANGUAGES or path.suffix != ".toml":
            yield f"{path}: not a file of words: {folder / ' or '.join(LANGUAGES)}, with files .toml in it"
            continue
        try:
            own = dict(_flat(pack.read_toml(path)))
        except (OSError, ValueError) as error:
            yield _told(path.parent, f"{path.name}: {error}")
            continue
        for file in (TEXTS / lang).glob("*.toml"):
            site |= dict(_flat(pack.read_toml(file)))
        for key, words in own.items():
            braces = re.findall(r"\{[^{}]*\}?|\}", words)
            if key not in site:
                yield f"{path}: '{key}' is no text of the site; its keys are in components/text/{lang}"
            elif strange := [one for one in braces if one not in site[key] and one[1:-1] not in pack.NAMES]:
                yield f"{path}: '{key}' has {strange[0]}, which the text of the site has not"


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)


def findings() -> list[str]:
    """Return what the data say of the ranks and claims of the pack in use, and what has no data in it."""
    known = catalog()
    dataset, article = Dataset(open_snapshot(BUNDLED), known), known.article
    own, values = packs.known_figures(dataset, article.economy)
    ranks = own[own["code"] == "GII"].set_index("edition")["rank"]
    lines = [
        f"edition {edition}: rank {stated} is stated, {ranks.get(edition, 'none')} is published"
        for edition, stated in zip(article.editions, article.ranks, strict=True)
    ]
    judged = assessments(known, dataset.snapshot.tables())
    lines += [f"claim {one.claim.number}: {one.verdict.replace('_', ' ')}" for one in judged]
    scored = set(own.loc[own["edition"] == dataset.newest_detailed, "code"])
    counts = values["indicator"].value_counts().to_dict()
    for pillar in known.strategy:
        place = f"pillar {pillar.number}"
        lines += [] if pillar.headline else [f"{place}: no headline indicator"]
        for link in pillar.links:
            if link.gii and link.indicator not in scored:
                lines.append(
                    f"{place}: the {dataset.newest_detailed} edition has no figure for {link.indicator}"
                )
            if not link.gii and counts.get(link.indicator, 0) < MIN_VALUES:
                lines.append(f"{place}: fewer than {MIN_VALUES} values of {link.indicator}")
        for number, action in enumerate(pillar.actions, start=1):
            if not action.indicators:
                lines.append(f"{place}, recommendation {number}: no indicator")
    if article.productivity and not set(GROWTH) <= counts.keys():
        lines.append("article.toml: 'productivity' must be false, two versions of it are not held")
    return lines
