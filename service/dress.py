"""What every row of a download carries: names, release, publisher, licence of the edition, snapshot."""

from collections.abc import Sequence

import pandas as pd

from analysis.dataset import Dataset
from analysis.provenance import OWN_CALCULATION, joined, of_index

PUBLISHER = "WIPO, Global Innovation Index"
RANK = "unit_rank"
"""The phrase that is the unit of ranks."""


def dress(
    frame: pd.DataFrame,
    dataset: Dataset,
    lang: str,
    codes: Sequence[str] = ("GII",),
    computed: "bool | pd.Series[bool]" = False,
) -> pd.DataFrame:
    """Return the frame with names after the column economy, releases, publisher, licence and snapshot.

    frame: columns economy (ISO3) and edition; where rows have no single edition it brings its own source and
    licence. Without a column source the releases are those of the economy's scores and ranks in the edition:
    of the row's own code if there is a column code, else of ``codes``. computed: rows that hold figures of
    the site's own beside WIPO's.
    """
    dressed = frame.copy()
    names = dressed["economy"].map(dataset.names(lang))
    dressed.insert(list(dressed.columns).index("economy") + 1, "name", names)
    if "source" not in dressed:
        dressed["source"] = _sources(dressed, dataset, codes)
    own = computed if isinstance(computed, pd.Series) else [computed] * len(dressed)
    dressed["source"] = [
        joined(cell, OWN_CALCULATION if one else None)
        for cell, one in zip(dressed["source"], own, strict=True)
    ]
    dressed["publisher"] = PUBLISHER
    if "edition" in dressed:
        dressed["licence"] = dataset.licences_of(dressed["edition"])
    dressed["snapshot"] = dataset.snapshot.id
    return dressed


def _sources(frame: pd.DataFrame, dataset: Dataset, codes: Sequence[str]) -> list[str]:
    """Return the releases of each row; of a part that the edition does not hold, those of the edition."""
    scores = dataset.table("gii_scores")
    held = scores["edition"].isin(frame["edition"].unique()) & scores["economy"].isin(
        frame["economy"].unique()
    )
    wanted = frame["code"].dropna().unique() if "code" in frame else list(codes)
    by = ["edition", "economy", *(["code"] if "code" in frame else [])]
    found = of_index(scores[held & scores["code"].isin(wanted)], by).to_dict()
    whole = dataset.by_edition["source"].to_dict()
    keys = zip(*(frame[key] for key in by), strict=True)
    return [found.get(key, whole[key[0]]) for key in keys]
