"""What every row of a download of indicators carries: names, unit, release, publisher, licence, snapshot."""

import pandas as pd

from data.catalog import Catalog
from data.snapshot import Snapshot
from service.origins import NOT_STATED, told


def dress_series(frame: pd.DataFrame, snapshot: Snapshot, catalog: Catalog, lang: str) -> pd.DataFrame:
    """Return the frame with names of economies and indicators, and what the source of each row is.

    frame: columns economy (ISO3), indicator and source, ids of releases joined by a space; names are in the
    language that is asked for. A row that says no vintage of its own gets those of its releases.
    """
    dressed = frame.copy()
    names = dressed["economy"].map(lambda code: catalog.economies[code].name.get(lang))
    dressed.insert(list(dressed.columns).index("economy") + 1, "name", names)
    place = list(dressed.columns).index("indicator") + 1
    indicators = catalog.indicators
    dressed.insert(place, "unit", dressed["indicator"].map(lambda code: indicators[code].unit.get(lang)))
    dressed.insert(place, "indicator_name", dressed["indicator"].map(lambda c: indicators[c].name.get(lang)))
    if "vintage" not in dressed:
        dressed["vintage"] = told(snapshot, "vintage", dressed["source"])
    dressed["publisher"] = told(snapshot, "publisher", dressed["source"])
    dressed["licence"] = told(snapshot, "licence", dressed["source"], NOT_STATED)
    dressed["snapshot"] = snapshot.id
    return dressed
