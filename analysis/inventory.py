"""Inventory of a snapshot: scores and ranks by edition and level, values by family of sources."""

from collections.abc import Callable
from typing import Final

import numpy as np
import pandas as pd

from analysis.index.precision import MEAN_ERRORS, ORDER_OF_SCORES, half_widths

LEVELS: Final = ("index", "subindex", "pillar", "subpillar", "indicator")
INTERVALS: Final = ("weights", "bounds", "published")
FIGURES: Final = (
    *(("gii_scores", "score", "score_source"), ("gii_scores", "rank", "rank_source")),
    *(("gii_structure", "weight", "source"), ("observations", "value", "source")),
    *((name, "source", "source") for name in ("other_rankings", "gii_clusters", "targets", "target_actuals")),
    ("province_values", "value", "source"),
)
"""Tables with figures, the column of the figures and the column of their release."""
STATES: Final = ("published", "rounded", "derived", "ranks", "none")
_COUNTED: Final = (
    *("edition", "economy", "code", "score", "rank", "rank_low", "value"),
    *("doubt", "score_source", "rank_source"),
)


def by_level(scores: pd.DataFrame, structure: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each edition and each of LEVELS, newest edition first.

    scores, structure: the tables gii_scores and gii_structure. Columns: edition, level; codes; economies with
    a score or rank; cells (economies of the edition x codes); scores and scores_own (computed from others);
    decimals of most rounded scores (NaN if none is rounded) and coarser (scores with fewer); ranks and
    ranks_own (derived from scores); bounded (ranges in place of ranks); values (before normalisation); doubts
    (cells in doubt); score_sources and rank_sources (release ids, the most frequent first); state: published
    (scores unrounded), rounded, derived (some scores or ranks are ours), ranks (no scores) or none.
    """
    editions = sorted({*scores["edition"]} & {*structure["edition"]}, reverse=True)
    return pd.DataFrame([row for edition in editions for row in _levels(scores, structure, int(edition))])


def _levels(scores: pd.DataFrame, structure: pd.DataFrame, edition: int) -> list[dict[str, object]]:
    # One edition at a time: copies of all editions would take three times the memory of the table.
    listed = structure.loc[structure["edition"] == edition, ["code", "level"]]
    frame = scores.loc[scores["edition"] == edition, list(_COUNTED)].merge(listed, on="code")
    frame["width"] = half_widths(frame)
    computed = frame["score_source"].isin(list(MEAN_ERRORS))
    scored, ranked, low = (frame[name].notna() for name in ("score", "rank", "rank_low"))
    counted = {
        "scores": scored,
        "scores_own": scored & computed,
        "ranks": ranked,
        "ranks_own": ranked & (frame["rank_source"] == ORDER_OF_SCORES),
        "bounded": ~ranked & low,
        "values": frame["value"].notna(),
        "doubts": frame["doubt"].notna(),
    }
    frame = frame.assign(**counted, rounded=frame["width"].where(scored & ~computed & (frame["width"] > 0)))
    economies, groups = frame["economy"].nunique(), dict(iter(frame.groupby("level")))
    records: list[dict[str, object]] = []
    for level in LEVELS:
        rows = groups.get(level, frame.iloc[:0])
        codes, placed = rows["code"].nunique(), rows["ranks"] | rows["bounded"]
        most_frequent = rows["rounded"].mode().max()
        counts = {
            "codes": codes,
            "economies": rows.loc[rows["scores"] | placed, "economy"].nunique(),
            "cells": codes * economies,
            **{name: int(rows[name].sum()) for name in counted},
            "coarser": int((rows["rounded"] > most_frequent).sum()),
            "decimals": np.nan if pd.isna(most_frequent) else float(round(-np.log10(2 * most_frequent))),
        }
        if not counts["scores"]:
            state = "ranks" if counts["ranks"] or counts["bounded"] else "none"
        elif counts["scores_own"] or counts["ranks_own"] or counts["bounded"]:
            state = "derived"
        else:
            state = "published" if np.isnan(counts["decimals"]) else "rounded"
        releases = {
            "score_sources": rows.loc[rows["scores"], "score_source"],
            "rank_sources": rows.loc[placed, "rank_source"],
        }
        sources = {
            name: " ".join(map(str, column.dropna().value_counts().index))
            for name, column in releases.items()
        }
        records.append({"edition": edition, "level": level, **counts, **sources, "state": state})
    return records


def intervals(table: pd.DataFrame) -> pd.DataFrame:
    """Count the economies with a rank interval, as editions x INTERVALS."""
    counts = table.groupby(["edition", "kind"]).size().unstack(fill_value=0)
    return counts.reindex(columns=list(INTERVALS), fill_value=0)


def by_family(observations: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each family of sources with observations, the most values first.

    Columns: family; indicators, economies, values and releases (counts); first and last (years measured);
    oldest and newest (vintages of the releases in use).
    """
    metadata = sources.set_index("source")[["family", "vintage"]]
    groups = observations.drop(columns="vintage").join(metadata, on="source").groupby("family")
    counts = groups.agg(
        indicators=("indicator", "nunique"),
        economies=("economy", "nunique"),
        first=("year", "min"),
        last=("year", "max"),
        values=("value", "size"),
        releases=("source", "nunique"),
        oldest=("vintage", "min"),
        newest=("vintage", "max"),
    )
    return counts.reset_index().sort_values(["values", "family"], ascending=[False, True])


def used_releases(table: Callable[[str], pd.DataFrame]) -> pd.Series:
    """Count the FIGURES from each release; table: returns a table by its name."""
    counts = []
    for name, figure, source in FIGURES:
        rows = table(name)
        counts.append(rows.loc[rows[figure].notna(), source].value_counts())
    sums = pd.concat(counts).groupby(level=0, sort=False).sum()
    return sums.sort_values(ascending=False, kind="stable")
