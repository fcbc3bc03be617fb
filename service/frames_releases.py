"""The downloads of the releases side by side: every value held of a measure, and releases compared."""

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis import vintages as method
from analysis.standing import CHINA
from data.catalog import Catalog
from data.languages import spoken
from data.releases import releases_of
from data.snapshot import Snapshot
from service.dress_series import dress_series
from service.origins import NOT_STATED, joined, told

_SHARE = "unit_older"
_TABLES = ("observations", "older_releases", "release_changes", "revisions")


def releases_frame(snapshot: Snapshot, catalog: Catalog, query: Mapping[str, str]) -> pd.DataFrame:
    """Return China's values of the series that ``query`` asks for, by release and year, as on the page."""
    known = _known(snapshot, catalog)
    return _releases(snapshot, catalog, query, [method.choose(query, known, known[0])])


def releases_whole(snapshot: Snapshot, catalog: Catalog, query: Mapping[str, str]) -> pd.DataFrame:
    """Return the same of every series of which more than one release is known."""
    return _releases(snapshot, catalog, query, _known(snapshot, catalog))


def _known(snapshot: Snapshot, catalog: Catalog) -> tuple[str, ...]:
    tables = {name: snapshot.table(name) for name in _TABLES}
    declared = [code for code, indicator in catalog.indicators.items() if indicator.earlier]
    return method.known(tables, declared)


def _releases(
    snapshot: Snapshot, catalog: Catalog, query: Mapping[str, str], series: Sequence[str]
) -> pd.DataFrame:
    tables = {name: snapshot.table(name) for name in _TABLES}
    chosen = [releases_of(catalog.indicators, code) for code in series]
    frame = pd.concat(
        [method.releases(tables, one.codes, one.errors, rebased=one.rebased) for one in chosen],
        ignore_index=True,
    )
    frame = frame.drop_duplicates(["indicator", "source", "year"], ignore_index=True)
    frame = frame.rename(
        columns={"shown": "shown_on_page", "whole": "whole_series", "error": "standard_error"}
    )
    frame.insert(0, "economy", CHINA)
    return dress_series(frame, snapshot, catalog, spoken(query.get("lang")))


def compared_frame(snapshot: Snapshot, catalog: Catalog, query: Mapping[str, str]) -> pd.DataFrame:
    """Return how far one release of a series differs from an older one, for all that were compared."""
    lang = spoken(query.get("lang"))
    sources = snapshot.table("sources")
    frame = method.comparisons(snapshot.table("release_changes"), sources)
    names = frame["indicator"].map(lambda code: catalog.indicators[code].name.get(lang))
    frame.insert(1, "indicator_name", names)
    frame["unit"] = [catalog.phrases[_SHARE].get(lang)] * len(frame)
    frame["source"] = [joined(*pair) for pair in zip(frame["newer"], frame["older"], strict=True)]
    frame["publisher"] = told(snapshot, "publisher", frame["source"])
    frame["licence"] = told(snapshot, "licence", frame["source"], NOT_STATED)
    frame["snapshot"] = snapshot.id
    return frame
