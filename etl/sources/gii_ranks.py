"""Overall ranks of all editions in the publisher's own small files: what the snapshot is compared with."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections import Counter
from typing import TYPE_CHECKING, Final

import pandas as pd

from data.schema import GII_SCORES
from etl.errors import BadFile
from etl.release import Note
from etl.sources.gii_edition import newest_in_full
from etl.sources.gii_explorer import Ranking

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from etl.release import Document, Release, Task

Ranks = dict[tuple[int, str], int]
"""Rank by edition and economy."""
ECONOMY: Final = "ISO3"
OVERALL: Final = "Index"
"""What stands under CODE in the rows of the index as a whole; other rows are those of its parts."""
PARTS: Final = ("CODE", ECONOMY, "GIIYR", "RANK", "SCORE")
NAME: Final = "model_pageone_"
"""Begin of the name of the table of scores."""
EXAMPLES: Final = 5
_EDITION: Final = re.compile(r"GII([0-9]{2})")
_RANK: Final = re.compile(r"([1-9][0-9]{0,2})(?:\.0)?")
_SCORE: Final = re.compile(r"[0-9]{1,3}(?:[.,][0-9]+)?")
_YEAR: Final = re.compile(r"20[0-9]{2}")
_BLANK: Final = ("", "NA", "NaN")


def by_economy(content: bytes, economies: Collection[str]) -> Ranks:
    """Return the ranks in the table of economies: a row for each, a column for each edition (GII11, ...).

    economies: the codes that the catalog knows. BadFile names the line and column at fault.
    """
    ranks: Ranks = {}
    seen: set[str] = set()
    for line, row in _rows(content, (ECONOMY,)):
        economy = row[ECONOMY]
        found = {
            2000 + int(named[1]): _rank(line, name, cell)
            for name, cell in row.items()
            if (named := _EDITION.fullmatch(name)) and cell not in _BLANK
        }
        if found:
            _known(line, economy, economies)
        if economy in seen:
            raise BadFile(f"line {line}, column {ECONOMY}: {economy[:40]!r} stands there twice")
        seen.add(economy)
        ranks |= {(edition, economy): rank for edition, rank in found.items()}
    if not ranks:
        raise BadFile("the table has no column of an edition (GII11, GII12, ...) with a rank")
    return ranks


def by_edition(content: bytes, economies: Collection[str]) -> Ranks:
    """Return the overall ranks in the table of scores: a row for each economy, edition and code."""
    return {key: rank for key, (rank, _, _) in _overall(content, economies).items()}


def ranking(content: bytes, edition: int, economies: Collection[str]) -> Ranking:
    """Return the overall ranks and scores of one edition in the table of scores; BadFile if it has none."""
    found = {
        economy: rest
        for (year, economy), rest in sorted(_overall(content, economies).items())
        if year == edition
    }
    if not found:
        raise BadFile(f"the table has no row of the GII {edition} as a whole")
    names = ("economy", "score", "rank")
    records = [(economy, score, rank) for economy, (rank, score, _) in found.items()]
    frame = pd.DataFrame(records, columns=list(names))
    frame = frame.astype({name: GII_SCORES.dtypes[name] for name in names})
    lines = {economy: line for economy, (_, _, line) in found.items()}
    return Ranking(hashlib.sha256(content).hexdigest(), frame, lines, {})


def has_scores(document: Document) -> bool:
    """Return whether a document is the table of scores, by the name that the publisher gives it."""
    return document.name.startswith(NAME)


def compared(release: Release, task: Task) -> Note:
    """Return how many ranks in the files of a release agree with gii_scores, and which editions are new.

    What differs, or cannot be read, is a warning: nothing is taken over.
    """
    own = ranks_of(task.tables[GII_SCORES.name])
    sentences, warnings = [], []
    for document in release.documents:
        read = by_edition if has_scores(document) else by_economy
        try:
            ranks = read(document.content, task.catalog.economies)
        except BadFile as error:
            warnings.append(f"{document.address}: {error}")
            continue
        sentence, difference = agreement(ranks, own)
        sentences.append(f"{document.name}: {sentence}")
        warnings += [f"{document.name}: {difference}"] if difference else []
        sentences += [
            f"GII {edition}: {count} ranks published there; no workbook of it is in use"
            for edition, count in sorted(Counter(edition for edition, _ in ranks).items())
            if edition > newest_in_full(task.tables[GII_SCORES.name]) and not task.passed(str(edition))
        ]
    return Note(
        "; ".join(dict.fromkeys(sentences)) or "the list of ranks cannot be read", tuple(warnings), release
    )


def agreement(ranks: Ranks, own: Ranks) -> tuple[str, str]:
    """Return how many ranks agree, and which do not, blank if all do; only editions in both are compared."""
    common = sorted(set(ranks) & set(own))
    other = [key for key in common if ranks[key] != own[key]]
    editions = {edition for edition, _ in own}
    only = sum(edition in editions for edition, _ in set(ranks) - set(own))
    more = f" and {only:,} stand only there" if only else ""
    sentence = f"{len(common) - len(other):,} of {len(common):,} ranks agree{more}"
    if not other:
        return sentence, ""
    first = ", ".join(
        f"{economy} {year} ({ranks[year, economy]} there, {own[year, economy]} here)"
        for year, economy in other[:EXAMPLES]
    )
    rest = f" and {len(other) - EXAMPLES:,} more" if len(other) > EXAMPLES else ""
    return sentence, f"{len(other):,} ranks differ: {first}{rest}; nothing was taken over"


def ranks_of(scores: pd.DataFrame) -> Ranks:
    """Return the overall ranks in gii_scores."""
    rows = scores[(scores["code"] == "GII") & scores["rank"].notna()]
    keys = zip(rows["edition"].astype(int), rows["economy"].astype(str), strict=True)
    return dict(zip(keys, rows["rank"].astype(int), strict=True))


def _overall(content: bytes, economies: Collection[str]) -> dict[tuple[int, str], tuple[int, float, int]]:
    """Return rank, score and line of the rows of the index as a whole, by edition and economy."""
    found: dict[tuple[int, str], tuple[int, float, int]] = {}
    for line, row in _rows(content, PARTS):
        if row["CODE"] != OVERALL or row["RANK"] in _BLANK:
            continue
        economy, year, score = row[ECONOMY], row["GIIYR"], row["SCORE"]
        _known(line, economy, economies)
        for name, cell, form in (("GIIYR", year, _YEAR), ("SCORE", score, _SCORE)):
            if not form.fullmatch(cell):
                raise BadFile(f"line {line}, column {name}: a number expected, found {cell[:40]!r}")
        if (int(year), economy) in found:
            raise BadFile(f"line {line}: {economy} in {year} stands there twice")
        found[int(year), economy] = _rank(line, "RANK", row["RANK"]), float(score.replace(",", ".")), line
    if not found:
        raise BadFile(f"the table has no row with {OVERALL!r} under CODE")
    return found


def _rank(line: int, name: str, cell: str) -> int:
    rank = _RANK.fullmatch(cell)
    if not rank:
        raise BadFile(f"line {line}, column {name}: a rank expected, found {cell[:40]!r}")
    return int(rank[1])


def _known(line: int, economy: str, economies: Collection[str]) -> None:
    if economy not in economies:
        raise BadFile(
            f"line {line}, column {ECONOMY}: {economy[:40]!r} is not the code of an economy in the catalog"
        )


def _rows(content: bytes, columns: tuple[str, ...]) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield number and cells of each line; BadFile unless each of the columns stands there once."""
    try:
        text = content.decode("utf-8-sig")
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        head = [name.strip() for name in next(reader, [])]
        if missing := [name for name in columns if head.count(name) != 1]:
            raise BadFile(f"the column {', '.join(missing)} is missing or stands there twice")
        for cells in reader:
            if len(cells) != len(head) and any(cell.strip() for cell in cells):
                raise BadFile(f"line {reader.line_num}: {len(cells)} cells under {len(head)} columns")
            if any(cell.strip() for cell in cells):
                yield reader.line_num, dict(zip(head, (cell.strip() for cell in cells), strict=True))
    except UnicodeDecodeError as error:
        raise BadFile(f"the table is not UTF-8 text (byte {error.start})") from error
    except csv.Error as error:
        raise BadFile(f"the table cannot be read ({error})") from error
