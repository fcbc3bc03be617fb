"""The evidence matrix: filters, orders, the sentence over it, one base year in all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.evidence import strategy as method
from analysis.evidence.pillar import COLUMNS, UNMEASURED
from analysis.evidence.strategy import SORTS, MatrixChoice, listed
from components.pages import strategy
from components.pages.strategy import StrategyView, table_text
from components.parts.matrix import finding
from components.text import plain, words
from data.article import ARTICLE_YEAR, CLAIM_YEAR
from tests.unit.downloading import rows_of
from tests.unit.views import heading, links, long_table, of_id, page_of

if TYPE_CHECKING:
    from analysis.dataset import Dataset


def read(dataset: Dataset, lang: str = "en", **query: str) -> StrategyView:
    return StrategyView(dataset, words(lang), MatrixChoice.read(dataset, query))


def placed(view: StrategyView) -> list[tuple[object, ...]]:
    return [(row["pillar"], row["code"], row["action"]) for row in view.rows.to_dict("records")]


def test_each_filter_keeps_its_rows_and_together_they_are_all(dataset: Dataset) -> None:
    whole = read(dataset).rows
    for key, options, column in (
        ("pillar", method.PILLARS, "pillar"),
        ("strength", method.LINKS, "strength"),
        ("course", method.COURSES, "course"),
        ("origin", method.ORIGINS, "kind"),
    ):
        parts = {one: read(dataset, **{key: one}).rows for one in options if one != method.ALL}
        assert sum(map(len, parts.values())) == len(whole)
        found = {one: {str(value) for value in part[column].fillna("none")} for one, part in parts.items()}
        assert found == {one: {one} for one in options[1:]}


def test_an_order_turned_has_the_same_rows_and_blanks_stay_last(dataset: Dataset) -> None:
    for sort in SORTS:
        up, down = (read(dataset, sort=sort, order=order) for order in ("asc", "desc"))
        assert sorted(map(str, placed(up))) == sorted(map(str, placed(down)))
        if sort in ("standing", "last_year", "name"):
            assert {up.rows.iloc[-1]["kind"], down.rows.iloc[-1]["kind"]} <= set(UNMEASURED)
    best = read(dataset, sort="standing").rows
    assert ((best["rank"] - 1) / (best["economies"] - 1)).dropna().is_monotonic_increasing
    assert read(dataset, sort="last_year").rows["last_year"].dropna().is_monotonic_decreasing


def made(courses: list[str]) -> pd.DataFrame:
    rows = [
        {"pillar": 1, "kind": "indicator", "code": f"X{place}", "course": one}
        for place, one in enumerate(courses)
    ]
    return pd.DataFrame(rows).reindex(columns=list(COLUMNS))


def test_the_finding_follows_the_courses(dataset: Dataset) -> None:
    for courses, moved in ((["towards", "away", "flat", "none"], 1), (["away"] * 3, 0)):
        view = read(dataset)
        view.__dict__["whole"] = made(courses)
        assert finding(view).startswith(
            f"{moved} of 3 indicators moved towards aims since {CLAIM_YEAR}; 0 of "
        )
    assert listed(made([]), MatrixChoice.read(dataset, {"sort": "name"}), lambda code: code.encode()).empty


def test_the_base_year_is_in_heading_counts_download_and_addresses(dataset: Dataset) -> None:
    query = {"since": str(ARTICLE_YEAR)}
    seen, layout = read(dataset, **query), page_of(strategy, dataset, "en", query)
    assert heading(layout) == plain(finding(seen))
    assert f"since {ARTICLE_YEAR}" in heading(layout)
    assert 0 < seen.total["judged"] <= seen.total["reach"] < seen.total["things"]
    assert rows_of("evidence-matrix", dataset, query)["first_year"].min() == ARTICLE_YEAR
    assert f"since={ARTICLE_YEAR}" in of_id(layout, strategy.CARD.data).href
    ways = links(layout[3])
    ways |= {link.get("href", "") for link in long_table(table_text(seen)).iter("a")}
    assert {way.partition("?")[2] for way in ways if "/strategy/" in way} == {f"since={ARTICLE_YEAR}"}
