"""What every row of a download carries: names, publisher, licence of the edition, snapshot."""

import pandas as pd

from data.catalog import Catalog
from data.snapshot import Snapshot

NOT_STATED = "not stated"
PUBLISHER = "WIPO, Global Innovation Index"


def dress(frame: pd.DataFrame, snapshot: Snapshot, catalog: Catalog, lang: str) -> pd.DataFrame:
    """Return the frame with names after the column economy, publisher, licence of the edition and snapshot.

    frame: columns economy (ISO3) and edition; where rows have no single edition the column is left out, and
    the licence with it.
    """
    dressed = frame.copy()
    names = dressed["economy"].map(lambda code: catalog.economies[code].name.get(lang))
    dressed.insert(list(dressed.columns).index("economy") + 1, "name", names)
    dressed["publisher"] = PUBLISHER
    if "edition" in dressed:
        licences = snapshot.table("gii_editions").set_index("edition")["licence"]
        dressed["licence"] = dressed["edition"].map(licences).fillna(NOT_STATED)
    dressed["snapshot"] = snapshot.id
    return dressed
