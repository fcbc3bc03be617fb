"""Checks of a pack: all faults at once, explained to its author, and what the data say about its claims."""

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
MIN_VALUES: Final = 2  # of a series that can be linked
CURLY_QUOTES: Final = "“”‘’„«»＂＝，［］｛｝"
"""Characters that a text editor, or a Chinese keyboard, inserts instead of those of TOML."""
EXPLANATIONS: Final = (
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
        lambda match: f"must be one of {match[1].replace('|', ', ')}",
    ),
    (r"Illegal character '\\n'", 'words must end with " on their line'),
    ("^line \\d+: ", ""),
    ("(Invalid|Expected|Illegal|Unclosed|Unterminated|Found) ", r"this cannot be read: \1 "),
    ("Cannot (overwrite|declare|mutate)", r"this stands twice: cannot \1"),
    ("is not saved as UTF-8", "is not saved as UTF-8: choose UTF-8 where the editor saves"),
    ("cannot be read .*No such file.*", "is not there"),
)
"""Patterns of messages of the TOML reader, and the words for authors of packs."""


def faults(folder: Path) -> list[str]:
    """Return every fault that keeps a pack from being used: file, line and key, fault, what to write."""
    messages = []
    try:
        catalogs.load(article=folder)
        pack.names_of(pack.read_toml(folder / pack.FILES[0]))
    except (CatalogError, OSError, ValueError) as error:
        reported = getattr(error, "faults", (f"article.toml: {error}",))
        messages += [_explain_fault(folder, fault) for fault in reported]
    messages = list(dict.fromkeys(messages))
    return [*messages, *_faults_of_tables(folder / "tables"), *_faults_of_texts(folder / "text")]


def _explain_fault(folder: Path, fault: str) -> str:
    location, _, text = fault.replace("sources.toml, article", "article.toml, source").partition(": ")
    line_match = re.search(r"line (\d+)", fault)
    name, _, part = location.replace(" line ", ", line ").partition(", ")
    for pattern, words in EXPLANATIONS:
        text = re.sub(pattern, words, text)
    try:
        lines = (folder / name).read_text(encoding="utf-8-sig", errors="replace").splitlines()
    except OSError:
        return f"{folder / name}: {text}"
    keys = [*re.findall(r"'(\w+)'", text)[:1], *reversed(re.findall(r"[a-z_]+$", part))]
    number = int(line_match[1]) if line_match else _find_line(lines, part, keys)
    here = lines[number - 1].strip() if 0 < number <= len(lines) else ""
    if curly := [sign for sign in CURLY_QUOTES if sign in here and "cannot be read" in text]:
        text += f": {here[:60]} has {curly[0]}, write the plain sign of the keyboard"
    examples = tomllib.loads(packs.TEMPLATE.read_text(encoding="utf-8"))["write"]
    proposed = [examples[key] for key in keys if key in examples]
    proposed += [f'{key} = "…"' for key in keys if f"'{key}' is missing" in text]
    text += f"; write for example: {proposed[0]}" if proposed else ""
    context = f" ({part})" if part and not part.startswith("line") else ""
    return f"{folder / name}" + (f", line {number}" if number else "") + f"{context}: {text}"


def _find_line(lines: list[str], part: str, keys: list[str]) -> int:
    """Return the number of the line with a part of a file (pillar 2, link 3), or with its key."""
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
    allowed = {table.name for table in CURATED} - {*packs.SERIES_TABLES} | {"releases"}
    paths = sorted(folder.glob("*"))
    for path in paths:
        if path.suffix != ".csv" or path.stem not in allowed:
            yield f"{path}: not a table that a pack can bring: {', '.join(sorted(allowed))}, each as .csv"
    if paths and folder / "releases.csv" not in paths:
        yield f"{folder / 'releases.csv'}: is not there: it names the sources of the other tables, one a line"
        return
    try:
        tables = packs.tables(folder, LANGUAGES)
    except EtlError as error:
        yield str(error)
        return
    releases = tables.pop("releases", pd.DataFrame({"source": []}))
    for name, frame in tables.items():
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
            pack_texts = dict(_flatten(pack.read_toml(path)))
        except (OSError, ValueError) as error:
            yield _explain_fault(path.parent, f"{path.name}: {error}")
            continue
        for file in (TEXTS / lang).glob("*.toml"):
            site |= dict(_flatten(pack.read_toml(file)))
        for key, words in pack_texts.items():
            braces = re.findall(r"\{[^{}]*\}?|\}", words)
            if key not in site:
                yield f"{path}: '{key}' is no text of the site; its keys are in components/text/{lang}"
            elif strange := [x for x in braces if x not in site[key] and x[1:-1] not in pack.NAMES]:
                yield f"{path}: '{key}' has {strange[0]}, which the text of the site has not"


def _flatten(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)


def findings() -> list[str]:
    """Return what the data say about the ranks and claims of the pack, and which parts lack data."""
    loaded_catalog = catalog()
    dataset, article = Dataset(open_snapshot(BUNDLED), loaded_catalog), loaded_catalog.article
    scores, values = packs.available_figures(dataset, article.economy)
    ranks = scores[scores["code"] == "GII"].set_index("edition")["rank"]
    lines = [
        f"edition {edition}: rank {stated} is stated, {ranks.get(edition, 'none')} is published"
        for edition, stated in zip(article.editions, article.ranks, strict=True)
    ]
    judged = assessments(loaded_catalog, dataset.snapshot.tables())
    lines += [f"claim {item.claim.number}: {item.verdict.replace('_', ' ')}" for item in judged]
    scored = set(scores.loc[scores["edition"] == dataset.newest_detailed, "code"])
    counts = values["indicator"].value_counts().to_dict()
    for pillar in loaded_catalog.strategy:
        subject = f"pillar {pillar.number}"
        lines += [] if pillar.headline else [f"{subject}: no headline indicator"]
        for link in pillar.links:
            if link.gii and link.indicator not in scored:
                lines.append(
                    f"{subject}: the {dataset.newest_detailed} edition has no figure for {link.indicator}"
                )
            if not link.gii and counts.get(link.indicator, 0) < MIN_VALUES:
                lines.append(f"{subject}: fewer than {MIN_VALUES} values of {link.indicator}")
        for number, action in enumerate(pillar.actions, start=1):
            if not action.indicators:
                lines.append(f"{subject}, recommendation {number}: no indicator")
    if article.productivity and not set(GROWTH) <= counts.keys():
        lines.append("article.toml: 'productivity' must be false, two versions of it are not held")
    return lines
