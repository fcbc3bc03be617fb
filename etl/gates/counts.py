"""Counts and anchors: nothing lost, nothing doubled, and the two ranks that the article rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from analysis.standing import CHINA
from data.violation import Violation
from etl.gates.rows import at_cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from data.catalog import Catalog

ANCHORS: Final = {(2012, CHINA): 34, (2022, CHINA): 11}
"""Overall ranks that must never drift: the title of the dashboard's first page."""


def check(tables: Mapping[str, pd.DataFrame], catalog: Catalog) -> Iterator[Violation]:
    """Yield every count that is wrong and every anchor that does not hold."""
    scores, structure, editions = (tables[name] for name in ("gii_scores", "gii_structure", "gii_editions"))
    yield from _anchors(scores)
    for record in editions.to_dict("records"):
        row = {str(name): value for name, value in record.items()}
        edition = int(row["edition"])
        held = scores[scores["edition"] == edition]
        overall = held[held["code"] == "GII"]
        yield from _editions(row, overall, structure[structure["edition"] == edition])
        yield from _grid(edition, held, structure[structure["edition"] == edition])
    yield from _catalog(tables, catalog)


def _anchors(scores: pd.DataFrame) -> Iterator[Violation]:
    overall = scores[scores["code"] == "GII"].set_index(["edition", "economy"])["rank"]
    for (edition, economy), rank in ANCHORS.items():
        held = overall.get((edition, economy))
        if held is None or pd.isna(held) or held != rank:
            found = "missing" if held is None or pd.isna(held) else str(held)
            yield at_cell(edition, economy, "GII", "rank", f"the rank must be {rank}, it is {found}")
    # every edition must rank the economy that the dashboard is about
    ranked = scores[(scores["code"] == "GII") & (scores["economy"] == CHINA) & scores["rank"].notna()]
    for edition in sorted(set(scores["edition"]) - set(ranked["edition"])):
        yield at_cell(edition, CHINA, "GII", "rank", f"the edition does not rank {CHINA}")


def _editions(
    row: Mapping[str, object], overall: pd.DataFrame, structure: pd.DataFrame
) -> Iterator[Violation]:
    indicators = structure[structure["level"] == "indicator"]
    counted = {"scores": overall["score"].count(), "ranks": overall["rank"].count()}
    if overall["score"].notna().any():
        counted["economies"] = overall["rank"].count()
    if len(indicators):
        inputs = indicators["code"].str[0].isin(list("12345"))
        counted |= {
            "indicators": len(indicators),
            "input_indicators": inputs.sum(),
            "output_indicators": (~inputs).sum(),
            "half_weight_indicators": (indicators["weight"] == 0.5).sum(),
        }
    for column, count in counted.items():
        stated = row[column]
        if not pd.isna(stated) and stated != count:  # type: ignore[call-overload]
            problem = f"{column.replace('_', ' ')}: {stated} stated, {count} held"
            yield Violation("gii_editions", f"edition {row['edition']}", column, problem)


def _grid(edition: int, held: pd.DataFrame, structure: pd.DataFrame) -> Iterator[Violation]:
    """Each economy has one row for each code of the structure, and no other."""
    codes = set(structure["code"])
    for code in sorted(set(held["code"]) - codes):
        yield Violation(
            "gii_structure", f"edition {edition}, code {code}", "code", "scores are held for an unlisted code"
        )
    for economy, rows in held.groupby("economy"):
        for code in sorted(codes - set(rows["code"])):
            yield at_cell(edition, str(economy), code, "code", "the row is missing")
    for code, parent in zip(structure["code"], structure["parent"], strict=True):
        if not pd.isna(parent) and parent not in codes:
            problem = f"the parent {parent} is not in the edition"
            yield Violation("gii_structure", f"edition {edition}, code {code}", "parent", problem)


def _catalog(tables: Mapping[str, pd.DataFrame], catalog: Catalog) -> Iterator[Violation]:
    observations, sources = tables["observations"], tables["sources"]
    for indicator in sorted(set(observations["indicator"]) - set(catalog.indicators)):
        yield Violation(
            "observations", f"indicator {indicator}", "indicator", "it is not in data/catalog/indicators.toml"
        )
    for family in sorted(set(sources["family"]) - set(catalog.sources)):
        yield Violation("sources", f"family {family}", "family", "it is not in data/catalog/sources.toml")
    vintage = observations["source"].map(dict(zip(sources["source"], sources["vintage"], strict=True)))
    for row in observations[vintage.notna() & (vintage != observations["vintage"])].to_dict("records"):
        place = f"indicator {row['indicator']}, economy {row['economy']}, year {row['year']}"
        yield Violation(
            "observations", place, "vintage", f"{row['vintage']} is not the vintage of {row['source']}"
        )
