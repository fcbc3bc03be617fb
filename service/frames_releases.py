"""The download of the releases side by side: every value of a measure that is held, of every release."""

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
