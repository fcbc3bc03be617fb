"""The downloads of an economy's page: its profile in one edition, the history of one part of the index."""

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.holdings import scored
from analysis.profile import Choice, choose, histories, profile
from data.catalog import Catalog
from data.languages import spoken
from data.snapshot import Snapshot
from service.dress import dress


def profile_frame(snapshot: Snapshot, catalog: Catalog, query: Mapping[str, str]) -> pd.DataFrame:
    """Return every level and indicator of the economy and edition that ``query`` asks for, held or not.

    The query is read as on the page, so unknown values fall back to the same defaults.
    """
    chosen, structure, lang = _asked(snapshot, catalog, query)
    tables = (snapshot.table("gii_scores"), structure, snapshot.table("gii_editions"))
    frame = profile(*tables, chosen.economy, chosen.edition)
    frame = frame.rename(
        columns={
            "name": "part",
            "economies": "economies_ranked",
            "marked": "marks_from",
            "before": "edition_before",
            "change": "places_gained",
        }
    )
    frame = _named(frame, catalog, lang)
    frame.insert(0, "edition", chosen.edition)
    frame.insert(0, "economy", chosen.economy)
    own = frame["places_gained"].notna() | frame["marks_from"].eq("rule")
    return dress(frame.assign(score_unit="0-100"), snapshot, catalog, lang, computed=own)


def history_frame(snapshot: Snapshot, catalog: Catalog, query: Mapping[str, str]) -> pd.DataFrame:
    """Return the history of the part of the index that ``query`` asks for, joined by concept."""
    chosen, structure, lang = _asked(snapshot, catalog, query)
    return _history(snapshot, catalog, structure, chosen.history, [chosen.economy], lang)


def history_whole(snapshot: Snapshot, catalog: Catalog, query: Mapping[str, str]) -> pd.DataFrame:
    """Return the same part of the index for every economy that any edition holds it of."""
    chosen, structure, lang = _asked(snapshot, catalog, query)
    codes = structure.loc[structure["concept"] == chosen.history, ["edition", "code"]]
    scores = snapshot.table("gii_scores")
    economies = sorted(scores.merge(codes, on=["edition", "code"])["economy"].unique())
    if chosen.economy not in economies:
        economies.append(chosen.economy)
    return _history(snapshot, catalog, structure, chosen.history, economies, lang)


def _history(
    snapshot: Snapshot,
    catalog: Catalog,
    structure: pd.DataFrame,
    concept: str,
    economies: Sequence[str],
    lang: str,
) -> pd.DataFrame:
    tables = (snapshot.table("gii_scores"), structure, snapshot.table("gii_editions"))
    frame = histories(*tables, economies, concept)
    frame = frame.rename(columns={"name": "part", "economies": "economies_ranked"})
    frame = _named(frame.assign(concept=concept), catalog, lang)
    return dress(frame.assign(score_unit="0-100"), snapshot, catalog, lang)


def _asked(
    snapshot: Snapshot, catalog: Catalog, query: Mapping[str, str]
) -> tuple[Choice, pd.DataFrame, str]:
    structure = scored(snapshot.table("gii_scores"), snapshot.table("gii_structure"))
    editions = sorted(int(edition) for edition in snapshot.table("gii_editions")["edition"])
    detailed = int(structure.loc[structure["level"] == "indicator", "edition"].max())
    chosen = choose(query, catalog.economies, editions, detailed, structure)
    return chosen, structure, spoken(query.get("lang"))


def _named(frame: pd.DataFrame, catalog: Catalog, lang: str) -> pd.DataFrame:
    """Add the name of each concept in the language that is asked for; the edition's own name stays."""
    names = {key: concept.name.get(lang) for key, concept in catalog.concepts.items()}
    frame = frame.copy()
    frame.insert(list(frame.columns).index("part") + 1, "concept_name", frame["concept"].map(names))
    return frame
