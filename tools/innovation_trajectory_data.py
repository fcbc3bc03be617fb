"""China's ranks in the Global Innovation Index and related series as pandas frames, without a network.

>>> import innovation_trajectory_data as data
>>> data.table("gii_scores").query("economy == 'CHN' and code == 'GII'")

Every frame says in .attrs what it is: title, descriptions and units by column, indicators, sources with
publisher, release and licence as stated, licences of the rows, editions of the index with theirs, citation,
and the id of the snapshot.
"""

from importlib.metadata import version as _version
from pathlib import Path as _Path

import pandas as _pandas

__all__ = ["__version__", "sources", "table", "tables"]
__version__ = _version(__name__)
_FOLDER = _Path(__file__).resolve().parent


def tables() -> dict[str, str]:
    """Return the title of every table by its name."""
    paths = sorted(_FOLDER.glob("*.parquet"))
    return {path.stem: str(_pandas.read_parquet(path, columns=[]).attrs["title"]) for path in paths}


def table(name: str) -> _pandas.DataFrame:
    """Return a table: Int64, Float64, string, boolean or a date by column, blanks as <NA>, notes in .attrs.

    Raises ValueError, which names the tables, where there is no table of this name.
    """
    known = sorted(path.stem for path in _FOLDER.glob("*.parquet"))
    if name not in known:
        raise ValueError(f"there is no table {name!r}; the tables are: {', '.join(known)}")
    return _pandas.read_parquet(_FOLDER / f"{name}.parquet")


def sources() -> _pandas.DataFrame:
    """Return every release that tables rest on: publisher, title, vintage, licence as stated, citation."""
    return table("sources")
