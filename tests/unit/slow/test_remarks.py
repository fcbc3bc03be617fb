"""A series held back is marked wherever readers look: status, Data page and interface."""

from analysis.dataset import Dataset
from components.pages import data as page
from components.text.catalog import LANGUAGES
from data.api import BY_NAME
from data.release_notes import HeldBack, read_accepted, read_held_back, remove_remarks, replace_remarks
from data.snapshot import Snapshot
from etl.versions import families
from service.api.answers import indicators
from service.api.query import read_query
from tests import packages
from tests.unit.views import page_of, text_of, walk

SERIES, SINCE, NEWER = "NE.TRD.GNFS.ZS", "2026-11-30", "2026-11-20"
HELD = HeldBack(
    SERIES, NEWER, SINCE, "China rose by 900% (in 2024), and by at most 28% in any year since 1996"
)


def test_remarks_are_read_back_and_taken_off() -> None:
    note = replace_remarks("SHA-256 abc; 9 rows", [HELD], ["A.B:CHN", "C.D:IND"])
    assert read_held_back([note]) == [HeldBack(SERIES, NEWER, SINCE)]
    assert read_accepted([note]) == {"A.B:CHN", "C.D:IND"}
    assert remove_remarks(note) == replace_remarks(note, [], []) == "SHA-256 abc; 9 rows"
    assert (remove_remarks(replace_remarks("", [HELD], [])), read_held_back([""]), read_accepted([""])) == (
        "",
        [],
        set(),
    )


def test_a_series_held_back_is_marked_everywhere(pinned: Snapshot, dataset: Dataset) -> None:
    observations, sources = pinned.table("observations"), pinned.table("sources").copy()
    release = observations.loc[observations["indicator"] == SERIES, "source"].iloc[0]
    sources.loc[sources["source"] == release, "note"] = replace_remarks("", [HELD], [])
    marked = Dataset(packages.with_table(pinned, "sources", sources), dataset.catalog)
    (status,) = (one for one in families(marked.snapshot, marked.catalog) if one["held_back"])
    assert (status["source"], status["held_back"]) == ("world_bank_wdi", SERIES)
    row = indicators(marked, read_query(f"indicator={SERIES}".encode(), BY_NAME["indicators"], marked)).data[
        0
    ]
    assert row["held_back"] == NEWER
    for lang in LANGUAGES:
        about = dataset.catalog.indicators[SERIES]
        told = [text_of(one) for one in walk(page_of(page, marked, lang)) if type(one).__name__ == "P"]
        assert len([one for one in told if about.short.get(lang) in one]) == 1
