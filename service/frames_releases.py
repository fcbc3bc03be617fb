"""The downloads of the releases side by side: every value held of a measure, and releases compared."""

from collections.abc import Mapping

import pandas as pd

from analysis import vintages as method
from analysis.standing import CHINA
from data.catalog import Catalog
from data.releases import releases_of
from data.snapshot import Snapshot
from service.dress_series import dress_series

_TABLES = ("observations", "older_releases", "release_changes", "revisions")


def releases_frame(snapshot: Snapshot, catalog: Catalog, query: Mapping[str, str]) -> pd.DataFrame:
    """Return China's values of the series that ``query`` asks for, by release and year, as on the page."""
    tables = {name: snapshot.table(name) for name in _TABLES}
    declared = [code for code, indicator in catalog.indicators.items() if indicator.earlier]
    known = method.known(tables, declared)
    about = releases_of(catalog.indicators, method.choose(query, known, known[0]))
    frame = method.releases(tables, about.codes, about.errors, rebased=about.rebased)
    frame = frame.rename(
        columns={"shown": "shown_on_page", "whole": "whole_series", "error": "standard_error"}
    )
    frame.insert(0, "economy", CHINA)
    return dress_series(frame, snapshot, catalog, "zh" if query.get("lang") == "zh" else "en")


def compared_frame(snapshot: Snapshot, catalog: Catalog, query: Mapping[str, str]) -> pd.DataFrame:
    """Return how far one release of a series differs from an older one, for all that were compared."""
    lang = "zh" if query.get("lang") == "zh" else "en"
    sources = snapshot.table("sources")
    frame = method.comparisons(snapshot.table("release_changes"), sources)
    names = frame["indicator"].map(lambda code: catalog.indicators[code].name.get(lang))
    frame.insert(1, "indicator_name", names)
    about = sources.set_index("source")
    frame["publisher"] = frame["newer"].map(about["publisher"])
    frame["licence"] = frame["newer"].map(about["licence"]).fillna("not stated")
    frame["snapshot"] = snapshot.id
    return frame
