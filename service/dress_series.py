"""What every row of a download of indicators carries: names, unit, release, publisher, licence, snapshot."""

import pandas as pd

from analysis.dataset import Dataset


def dress_series(frame: pd.DataFrame, dataset: Dataset, lang: str) -> pd.DataFrame:
    """Return the frame with names of economies and indicators, and what the source of each row is.

    frame: columns economy (ISO3), indicator and source, ids of releases joined by a space; names are in the
    language that is asked for. A row that says no vintage of its own gets those of its releases.
    """
    dressed = frame.copy()
    names = dressed["economy"].map(dataset.names(lang))
    dressed.insert(list(dressed.columns).index("economy") + 1, "name", names)
    place = list(dressed.columns).index("indicator") + 1
    indicators = dataset.catalog.indicators
    dressed.insert(place, "unit", dressed["indicator"].map(lambda code: indicators[code].unit.get(lang)))
    dressed.insert(place, "indicator_name", dressed["indicator"].map(lambda c: indicators[c].name.get(lang)))
    if "vintage" not in dressed:
        dressed["vintage"] = dataset.provenance("vintage", dressed["source"])
    dressed["publisher"] = dataset.provenance("publisher", dressed["source"])
    dressed["licence"] = dataset.provenance("licence", dressed["source"])
    dressed["snapshot"] = dataset.snapshot.id
    return dressed
