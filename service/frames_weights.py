"""The downloads of the page on weights: the ranking, the draws and the history under the chosen weights."""

from collections.abc import Mapping

import pandas as pd

from analysis.composition import PILLARS
from analysis.holdings import scored
from analysis.reweighting import Field, draws, fields, history, ranking
from analysis.weighting import Choice, choose, write
from data.catalog import Catalog
from data.languages import spoken
from data.snapshot import Snapshot
from service.dress import RANK, dress

_LEVEL = "indicator"
_UNITS = {"rank": RANK, "share": "unit_draws"}


def _asked(snapshot: Snapshot, query: Mapping[str, str]) -> tuple[dict[int, Field], Choice]:
    """Return the editions with pillar scores and the choice, read as on the page."""
    held = fields(snapshot.table("gii_scores"))
    structure = scored(snapshot.table("gii_scores"), snapshot.table("gii_structure"))
    default = int(structure.loc[structure["level"] == _LEVEL, "edition"].max())
    return held, choose(query, {edition: field.economies for edition, field in held.items()}, default)


def _dressed(
    frame: pd.DataFrame, snapshot: Snapshot, catalog: Catalog, query: Mapping[str, str], chosen: Choice
) -> pd.DataFrame:
    frame = frame.assign(weights_percent=write(chosen.weights))
    lang = spoken(query.get("lang"))
    if "unit" in frame:
        frame["unit"] = frame["unit"].map(lambda unit: catalog.phrases[_UNITS[unit]].get(lang))
    return dress(frame, snapshot, catalog, lang, ("GII", *PILLARS), computed=True)


def ranking_frame(snapshot: Snapshot, catalog: Catalog, query: Mapping[str, str]) -> pd.DataFrame:
    """Return all economies of the edition: published rank, rank and score (0 to 100) under the weights."""
    held, chosen = _asked(snapshot, query)
    frame = ranking(held[chosen.edition], chosen.weights)
    frame.insert(0, "edition", chosen.edition)
    frame = frame.rename(columns={"published": "published_rank"}).assign(score_unit="0-100")
    return _dressed(frame, snapshot, catalog, query, chosen)


def draws_frame(snapshot: Snapshot, catalog: Catalog, query: Mapping[str, str]) -> pd.DataFrame:
    """Return the share (0 to 1) of the draws around the weights at each rank of the economy."""
    held, chosen = _asked(snapshot, query)
    spread = draws(held[chosen.edition], chosen.weights, chosen.economy)
    shares = spread.shares()
    frame = pd.DataFrame({"edition": chosen.edition, "economy": chosen.economy, "rank": shares.index})
    frame["share_of_draws"] = shares.to_numpy()
    frame["interval_low"], frame["interval_high"] = spread.low, spread.high
    frame["draws"] = len(spread.ranks)
    frame["unit"] = "share"
    return _dressed(frame, snapshot, catalog, query, chosen)


def history_frame(snapshot: Snapshot, catalog: Catalog, query: Mapping[str, str]) -> pd.DataFrame:
    """Return the economy's rank under the weights by edition, with its range, and the published one."""
    held, chosen = _asked(snapshot, query)
    frame = history(held, chosen.weights, chosen.economy)
    frame = frame.rename(
        columns={
            "published": "published_rank",
            "economies": "economies_ranked",
            "left_out": "economies_without_pillar_scores",
            "rounded": "scores_rounded",
        }
    )
    frame.insert(1, "economy", chosen.economy)
    frame["unit"] = "rank"
    return _dressed(frame, snapshot, catalog, query, chosen)
