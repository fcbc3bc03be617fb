"""The order of names, editions and rows: which rows of a ranking a query selects, and how all are listed."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from analysis.ranking import ALL, GROUPS, PARTS, Choice
from data.codes import INCOMES, REGIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_LETTERS: Final = str.maketrans({"ı": "i", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "-": " ", "·": " "})


def spelled(text: str) -> str:
    """Return a text as it is compared, without case, accents and punctuation: Côte d’Ivoire, cote divoire."""
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return " ".join("".join(one for one in folded if one.isalnum() or one == " ").split())


def alphabetical(name: str) -> bytes:
    """Return what names are sorted by: letters without case and accents, Chinese characters by their sound.

    GB 2312 lists its 3,755 common characters by pinyin; the rarer ones come after all of these.
    """
    return spelled(name).encode("gb18030")


def stretches(periods: Iterable[int]) -> list[list[int]]:
    """Return editions or years in runs without a gap, in ascending order."""
    found: list[list[int]] = []
    for period in sorted(periods):
        if found and period == found[-1][-1] + 1:
            found[-1].append(period)
        else:
            found.append([period])
    return found


def runs(editions: Iterable[int]) -> list[str]:
    """Write editions in ascending order, three or more in a row as one: 2013, 2016–2024."""
    written: list[str] = []
    for run in stretches(editions):
        written += [f"{run[0]}–{run[-1]}"] if len(run) > 2 else [str(one) for one in run]
    return written


def matching(frame: pd.DataFrame, choice: Choice, spellings: Mapping[str, Sequence[str]]) -> pd.Series:
    """Return which rows of a ranking match the filters; spellings: all names of an economy, by ISO3."""
    matched = pd.Series(True, index=frame.index)
    for name, value in (("region", choice.region), ("income", choice.income)):
        if value != ALL:
            matched &= (frame[name] == value).fillna(False).astype(bool)
    if choice.find:
        matched &= np.array([named(code, choice.find, spellings.get(code, ())) for code in frame.index], bool)
    return matched


def named(code: str, find: str, names: Sequence[str]) -> bool:
    """Return whether a text is part of one of the names of an economy, or the beginning of its ISO3 code."""
    sought = spelled(find)
    return code.casefold().startswith(sought) or any(sought in spelled(name) for name in names)


def arranged(frame: pd.DataFrame, choice: Choice, labels: Mapping[str, str]) -> pd.DataFrame:
    """Return a ranking in the order of the choice, then those that left by their old rank.

    Unknown values come last in either direction, equal ones in the order of ranks. labels: the names by which
    economies are sorted, by ISO3.
    """
    ranked, left = frame[frame["rank"].notna()], frame[frame["rank"].isna()]
    keys = _keys(ranked, choice, labels)
    if choice.descending:
        keys = [-key for key in keys]
    by = pd.concat([*keys, ranked["rank"].astype("Float64")], axis=1, ignore_index=True)
    order = by.sort_values(list(by.columns), na_position="last", kind="stable").index
    return pd.concat([ranked.loc[order], left.sort_values("rank_then")])


def _keys(frame: pd.DataFrame, choice: Choice, labels: Mapping[str, str]) -> list[pd.Series]:
    """Return the numbers of a sort, the first one first."""
    column = choice.sort
    if column == "economy":
        names = sorted(frame.index, key=lambda code: (alphabetical(labels.get(code, code)), code))
        return [pd.Series(range(len(names)), index=names, dtype="Float64").reindex(frame.index)]
    if column == "interval":
        return [frame["low"].astype("Float64"), frame["high"].astype("Float64")]
    if column in GROUPS:
        order = {code: place for place, code in enumerate(REGIONS if column == "region" else INCOMES)}
        return [frame[column].map(order).astype("Float64")]
    if column in PARTS:
        return [_part_key(frame, column, choice.show)]
    return [frame[column].astype("Float64")]


def _part_key(frame: pd.DataFrame, code: str, show: str) -> pd.Series:
    """Return the score, or the rank; where only its bounds are known, their middle."""
    if show == "score":
        return frame[f"{code}_score"].astype("Float64")
    middle = (frame[f"{code}_low"].astype("Float64") + frame[f"{code}_high"].astype("Float64")) / 2
    return frame[f"{code}_rank"].astype("Float64").fillna(middle)


def listed(
    frame: pd.DataFrame,
    choice: Choice,
    labels: Mapping[str, str],
    spellings: Mapping[str, Sequence[str]],
) -> pd.DataFrame:
    """Return a ranking in its order, with matched (by the filters) and pinned (on top in any case)."""
    rows = arranged(frame, choice, labels)
    rows["matched"] = matching(rows, choice, spellings)
    rows["pinned"] = rows.index.isin(choice.pinned) & rows["rank"].notna()
    return rows
