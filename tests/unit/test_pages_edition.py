"""A new edition on the pages: first its overall ranking alone, which the catalog does not name yet."""

import re

import pandas as pd
import pytest

from analysis.dataset import Dataset
from analysis.index.standing import MEASURES
from components import search_index
from components.cards.callbacks import by_id
from components.pages import CARDS, PAGES, draw_card
from components.pages.story import NUMBERS
from components.text.catalog import LANGUAGES, words
from components.text.view import View
from components.widgets.framework import launched_note
from data import store
from data.snapshot import Snapshot, open_snapshot
from etl import gates
from etl.assembly import assemble, parts_of
from etl.cli_context import catalog
from etl.pipeline import package
from etl.release import Document, Release, Task
from etl.sources import gii_live
from tests import packages
from tests.unit import gii_books as books
from tests.unit.downloading import rows_of
from tests.unit.views import heading, text_of

OTHERS = re.compile(
    "other-(indices|rankings-cited)|strategic-pillar|(targets|productivity|provinces?|releases).*"
)
"""The cards that do not rest on the index."""


def ranking(scores: pd.DataFrame) -> bytes:
    """Return the table of the Data Explorer for 2026: all gain a little, and China rises to 9th."""
    rows = scores[(scores["edition"] == 2025) & (scores["code"] == "GII")]
    gained = rows.assign(score=rows["score"] * 1.01).set_index("economy")["score"]
    gained["CHN"] = gained.sort_values(ascending=False).iloc[8] + 0.01
    overall = gained.sort_values(ascending=False).reset_index()
    return books.ranking(overall.assign(rank=range(1, len(overall) + 1)), 2026)


@pytest.fixture(scope="module")
def refreshed(pinned: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The site on the pinned snapshot with the ranking of 2026."""
    tables = pinned.tables()
    document = Document("bc_results_gii_2026.csv", "file", ranking(tables["gii_scores"]))
    release = Release(gii_live.FAMILY, "2026-ranking", "2026-11-25T00:00:00Z", (document,))
    task = Task(catalog(), gii_live.FAMILY, "2026-11-25", tables, lambda _: None)
    content = gii_live.parse(release, task)
    parts = parts_of(tables).with_content(content, content.gives)
    folder = tmp_path_factory.mktemp("refreshed")
    made = gates.snapshot(assemble(parts, catalog(), tables["gii_intervals"]))
    store.write_package(folder, package(made, catalog()))
    return Dataset(open_snapshot(folder), catalog())


def test_every_page_shows_a_new_edition_of_which_only_the_ranking_is_held(refreshed: Dataset) -> None:
    overview, data = (next(page for page in PAGES if page.key == key) for key in ("overview", "data"))
    for lang, place in zip(LANGUAGES, ("9th", "第9位"), strict=True):
        for measure in MEASURES:
            assert "2026" in text_of(overview.layout(refreshed, lang, {"show": measure}))
        title = heading(overview.layout(refreshed, lang, {}))
        assert "2026" in title
        assert place in title
        assert words(lang)("data.coverage.partial") in text_of(data.layout(refreshed, lang, {}))
    frame = rows_of("trajectory", refreshed, {})
    newest = frame[(frame["edition"] == 2026) & (frame["economy"] == "CHN")].iloc[0]
    assert (newest["rank"], newest["economies_ranked"]) == (9, 139)
    assert (refreshed.editions[-1], refreshed.newest_detailed) == (
        2026,
        2025,
    )  # indicators: those held in full


def test_a_launched_edition_is_told_of_until_it_is_held(dataset: Dataset, refreshed: Dataset) -> None:
    for lang in LANGUAGES:
        assert [len(launched_note(one, words(lang))) for one in (dataset, refreshed)] == [1, 0]
        newer = View(dataset, words(lang)).newer_edition_note
        assert re.search("2026.*29", newer)
        assert View(refreshed, words(lang)).newer_edition_note == ""
        for site, times in ((dataset, 1), (refreshed, 0)):  # once in the source line of each card
            for name, (_, card) in CARDS.items():
                drawn = draw_card(site, name, lang, {})
                source = text_of(by_id([drawn.element], {card.id("source")})[card.id("source")])
                expected = 0 if OTHERS.fullmatch(name) else times
                assert source.count(newer) == expected, (name, source)
            for key, count in (("ranking", 2), ("brief", 1)):
                page = next(one for one in PAGES if one.key == key)
                assert text_of(page.layout(site, lang, {})).count(newer) == times * count, key
            assert search_index.index(site, lang).count(newer) == times


def test_every_page_is_drawn_on_fewer_and_on_more_editions(
    dataset: Dataset, bundled: Snapshot, short: Snapshot
) -> None:
    known = catalog()
    newest = int(bundled.table("gii_editions")["edition"].max())
    sites = (
        (2022, Dataset(short, dataset.catalog)),  # two editions, and China's observations alone
        (newest + 1, packages.further(bundled, known)),  # whatever the bundled snapshot holds, and one more
    )
    for turn, (last, site) in enumerate(sites):
        for number, page in enumerate(PAGES):
            items = (*NUMBERS, "") if page.key == "story" else (page.first,)
            for query in [{page.item: one} for one in items] if page.item else [{}]:
                found = page.layout(site, LANGUAGES[(number + turn) % 2], query)
                assert heading(found), (page.key, last)
                assert page.key != "ranking" or str(last) in heading(found)
                assert "nan" not in re.findall(r"\w+", text_of(found)), (page.key, last)
                assert page.key != "story" or not {"None", "<NA>"} & {*text_of(found).split()}, query
