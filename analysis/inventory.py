"""Inventory of a snapshot: scores and ranks by edition and level, with their origin; series by source."""

from itertools import pairwise
from typing import Final

import numpy as np
import pandas as pd

from analysis.precision import MEAN_ERRORS, ORDER_OF_SCORES, half_widths

LEVELS: Final = ("index", "subindex", "pillar", "subpillar", "indicator")
INTERVALS: Final = ("weights", "bounds", "imputed", "published")
USED: Final = (
    *("gii_scores", "gii_structure", "observations", "other_rankings", "gii_clusters"),
    *("targets", "target_actuals"),
)
"""The tables whose figures are counted by release."""
STATES: Final = ("published", "rounded", "derived", "ranks", "none")
_COUNTED: Final = (
    *("edition", "economy", "code", "score", "rank", "rank_low", "value"),
    *("doubt", "score_source", "rank_source"),
)


def by_level(scores: pd.DataFrame, structure: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each edition and each of LEVELS, newest edition first.

    scores, structure: those tables. Columns: edition, level; codes of the level; economies with a score or a
    rank there; cells (economies of the edition times codes); scores, of which scores_own are computed from
    others; decimals of most rounded scores (missing if none is); coarser: scores with fewer; ranks, of which
    ranks_own follow from scores; bounded: a range of ranks in place of a rank; values: indicators
    before normalisation; doubts: cells whose score or rank is in doubt; score_sources and rank_sources:
    release ids, by how often they occur; state: published (scores in full and ranks), rounded (both
    published, scores rounded), derived (some ranks or scores are ours), ranks (no scores), none.
    """
    editions = sorted({*scores["edition"]} & {*structure["edition"]}, reverse=True)
    return pd.DataFrame([row for edition in editions for row in _levels(scores, structure, int(edition))])


def _levels(scores: pd.DataFrame, structure: pd.DataFrame, edition: int) -> list[dict[str, object]]:
    """Return the rows of one edition: copies of all editions at once would take three times the table."""
    listed = structure.loc[structure["edition"] == edition, ["code", "level"]]
    frame = scores.loc[scores["edition"] == edition, list(_COUNTED)].merge(listed, on="code")
    frame["width"] = half_widths(frame)
    own = frame["score_source"].isin(list(MEAN_ERRORS))
    scored, ranked, low = (frame[name].notna() for name in ("score", "rank", "rank_low"))
    frame = frame.assign(
        scored=scored,
        scored_own=scored & own,
        rounded=frame["width"].where(scored & ~own & (frame["width"] > 0)),
        ranked=ranked,
        ranked_own=ranked & (frame["rank_source"] == ORDER_OF_SCORES),
        bounded=~ranked & low,
        valued=frame["value"].notna(),
    )
    economies, groups = frame["economy"].nunique(), dict(iter(frame.groupby("level")))
    return [_row(edition, level, groups.get(level, frame.iloc[:0]), economies) for level in LEVELS]


def scored(scores: pd.DataFrame, structure: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of gii_structure whose code has rows in gii_scores; of older editions not all have."""
    codes = {edition: set(found) for edition, found in scores.groupby("edition")["code"].unique().items()}
    pairs = zip(structure["edition"], structure["code"], strict=True)
    known = structure.loc[[code in codes.get(edition, ()) for edition, code in pairs]]
    return known.reset_index(drop=True)


def _row(edition: int, level: str, rows: pd.DataFrame, economies: int) -> dict[str, object]:
    codes, filled = rows["code"].nunique(), rows["scored"] | rows["ranked"] | rows["bounded"]
    counts = {
        "codes": codes,
        "economies": rows.loc[filled, "economy"].nunique(),
        "cells": codes * economies,
        "scores": int(rows["scored"].sum()),
        "scores_own": int(rows["scored_own"].sum()),
        "ranks": int(rows["ranked"].sum()),
        "ranks_own": int(rows["ranked_own"].sum()),
        "bounded": int(rows["bounded"].sum()),
        "values": int(rows["valued"].sum()),
        "doubts": int(rows["doubt"].notna().sum()),
    }
    usual = rows["rounded"].mode().max()
    decimals = np.nan if pd.isna(usual) else float(round(-np.log10(2 * usual)))
    counts["coarser"] = int((rows["rounded"] > usual).sum())
    sources = {
        "score_sources": _releases(rows.loc[rows["scored"], "score_source"]),
        "rank_sources": _releases(rows.loc[rows["ranked"] | rows["bounded"], "rank_source"]),
    }
    state = _state(counts, rounded=not np.isnan(decimals))
    return {"edition": edition, "level": level, **counts, "decimals": decimals, **sources, "state": state}


def _state(counts: dict[str, int], *, rounded: bool) -> str:
    if not counts["scores"]:
        return "ranks" if counts["ranks"] or counts["bounded"] else "none"
    if counts["scores_own"] or counts["ranks_own"] or counts["bounded"]:
        return "derived"
    return "rounded" if rounded else "published"


def _releases(column: pd.Series) -> str:
    return " ".join(map(str, column.dropna().value_counts().index))


def intervals(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rank intervals, as editions x INTERVALS: how many economies have one."""
    counts = table.groupby(["edition", "kind"]).size().unstack(fill_value=0)
    return counts.reindex(columns=list(INTERVALS), fill_value=0)


def by_family(observations: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each family of sources with observations, by how many values it gives.

    Columns: family, indicators, economies, first, last (years measured), values, releases, oldest, newest
    (vintages of the releases in use).
    """
    about = sources.set_index("source")
    frame = observations.assign(family=observations["source"].map(about["family"]))
    rows = []
    for family, values in frame.groupby("family"):
        vintages = sorted(about.loc[values["source"].unique(), "vintage"])
        row = {"family": family, "indicators": values["indicator"].nunique()}
        row |= {
            "economies": values["economy"].nunique(),
            "first": values["year"].min(),
            "last": values["year"].max(),
        }
        row |= {"values": len(values), "releases": len(vintages)}
        rows.append(row | {"oldest": vintages[0], "newest": vintages[-1]})
    columns = ["family", "indicators", "economies", "first", "last", "values", "releases", "oldest", "newest"]
    return pd.DataFrame(rows, columns=columns).sort_values(["values", "family"], ascending=[False, True])


def by_indicator(observations: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the observations of each indicator: of a table in their order views, which take no memory."""
    names = observations["indicator"]
    starts = [int(place) for place in np.flatnonzero(names.ne(names.shift()))]
    if len(starts) != names.nunique():
        return {str(name): rows for name, rows in observations.groupby("indicator", sort=False)}
    return {
        str(names.iat[start]): observations.iloc[start:end] for start, end in pairwise([*starts, len(names)])
    }


def used(tables: dict[str, pd.DataFrame]) -> pd.Series:
    """Return how many figures come from each release: scores, ranks, weights, observations, targets, others.

    tables: those of USED.
    """
    scores, observations = tables["gii_scores"], tables["observations"]
    structure = tables["gii_structure"]
    columns: tuple[pd.Series, ...] = (
        scores.loc[scores["score"].notna(), "score_source"],
        scores.loc[scores["rank"].notna(), "rank_source"],
        structure.loc[structure["weight"].notna(), "source"],
        observations.loc[observations["value"].notna(), "source"],
        tables["other_rankings"]["source"],
        tables["gii_clusters"]["source"],
        tables["targets"]["source"],
        tables["target_actuals"]["source"],
    )
    counts = pd.concat([column.value_counts() for column in columns])
    return counts.groupby(level=0, sort=False).sum().sort_values(ascending=False, kind="stable")
