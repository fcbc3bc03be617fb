"""What every row of a download of indicators carries: names, unit, publisher, licence, snapshot."""

import pandas as pd

from data.catalog import Catalog
from data.snapshot import Snapshot


def dress_series(frame: pd.DataFrame, snapshot: Snapshot, catalog: Catalog, lang: str) -> pd.DataFrame:
    """Return the frame with names of economies and indicators, and what the source of each row is.

    frame: columns economy (ISO3), indicator and source; names are in the language that is asked for.
    """
    dressed = frame.copy()
    names = dressed["economy"].map(lambda code: catalog.economies[code].name.get(lang))
    dressed.insert(list(dressed.columns).index("economy") + 1, "name", names)
    place = list(dressed.columns).index("indicator") + 1
    indicators = catalog.indicators
    dressed.insert(place, "unit", dressed["indicator"].map(lambda code: indicators[code].unit.get(lang)))
    dressed.insert(place, "indicator_name", dressed["indicator"].map(lambda c: indicators[c].name.get(lang)))
    sources = snapshot.table("sources").set_index("source")
    dressed["publisher"] = dressed["source"].map(sources["publisher"])
    dressed["licence"] = dressed["source"].map(sources["licence"]).fillna("not stated")
    dressed["snapshot"] = snapshot.id
    return dressed
