"""The evidence matrix: filters, orders, the sentence over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from analysis.evidence import strategy as method
from analysis.evidence.pillar import COLUMNS, UNMEASURED, counted
from analysis.evidence.progress import BASES, HARDLY, HARDLY_SCORE
from analysis.evidence.strategy import SORTS, MatrixChoice, listed
from components.pages import data, pillar, strategy
from components.pages.strategy import StrategyView, table_text
from components.parts.matrix import finding
from components.parts.reading import hardly
from components.text import LANGUAGES, Words, plain, words
from data import catalog
from data.article import ARTICLE_YEAR, CLAIM_YEAR
from tests.unit.downloading import rows_of
from tests.unit.views import heading, long_table, page_of, text_of, walk

if TYPE_CHECKING:
    from analysis.dataset import Dataset


def read(dataset: Dataset, t: Words, query: dict[str, str]) -> StrategyView:
    return StrategyView(dataset, t, MatrixChoice.read(dataset, query))


def placed(view: StrategyView) -> list[tuple[object, ...]]:
    return [(row["pillar"], row["code"], row["action"]) for row in view.rows.to_dict("records")]


@pytest.mark.parametrize(
    ("key", "options", "column"),
    [
        ("pillar", method.PILLARS, "pillar"),
        ("strength", method.LINKS, "strength"),
        ("course", method.COURSES, "course"),
        ("origin", method.ORIGINS, "kind"),
    ],
)
def test_each_filter_keeps_its_rows_and_together_they_are_all(
    dataset: Dataset, key: str, options: tuple[str, ...], column: str
) -> None:
    whole = read(dataset, words("en"), {})
    parts = [read(dataset, words("en"), {key: option}).rows for option in options if option != method.ALL]
    assert sum(len(part) for part in parts) == len(whole.rows)
    for option, part in zip(options[1:], parts, strict=True):
        assert len(part)
        assert {str(value) for value in part[column].fillna("none")} == {option}


@pytest.mark.parametrize("sort", SORTS)
def test_an_order_turned_has_the_same_rows_and_blanks_stay_last(dataset: Dataset, sort: str) -> None:
    up, down = (read(dataset, words("en"), {"sort": sort, "order": order}) for order in ("asc", "desc"))
    assert sorted(map(str, placed(up))) == sorted(map(str, placed(down)))
    if sort in ("standing", "last_year", "name"):
        assert {up.rows.iloc[-1]["kind"], down.rows.iloc[-1]["kind"]} <= set(UNMEASURED)


def test_standing_puts_the_best_share_first_and_latest_the_newest(dataset: Dataset) -> None:
    best = read(dataset, words("en"), {"sort": "standing"}).rows
    share = ((best["rank"] - 1) / (best["economies"] - 1)).dropna()
    assert share.is_monotonic_increasing
    newest = read(dataset, words("en"), {"sort": "last_year"}).rows["last_year"].dropna()
    assert newest.is_monotonic_decreasing


def made(courses: list[str]) -> pd.DataFrame:
    rows = [
        {"pillar": 1, "kind": "indicator", "code": f"X{place}", "course": one}
        for place, one in enumerate(courses)
    ]
    return pd.DataFrame(rows).reindex(columns=list(COLUMNS))


@pytest.mark.parametrize(
    ("courses", "starts"),
    [
        (["towards", "away", "flat", "none"], "1 of 3 indicators moved towards aims since 2012; 0 of "),
        (["away"] * 3, "0 of 3 indicators moved towards aims since 2012; 0 of "),
    ],
)
def test_the_finding_follows_the_courses(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch, courses: list[str], starts: str
) -> None:
    view = read(dataset, words("en"), {})
    monkeypatch.setitem(view.__dict__, "whole", made(courses))
    assert finding(view).startswith(starts)
    assert str(CLAIM_YEAR) in finding(view)


def test_matrix_of_nothing_is_nothing(dataset: Dataset) -> None:
    choice = MatrixChoice.read(dataset, {"sort": "name"})
    assert listed(made([]), choice, lambda code: code.encode()).empty


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_rule_for_hardly_is_the_one_in_use_wherever_it_stands(dataset: Dataset, lang: str) -> None:
    pages = [
        page_of(strategy, dataset, lang),
        page_of(pillar, dataset, lang, {"pillar": "1"}),
        page_of(data, dataset, lang),
    ]
    for layout in pages:
        assert hardly(words(lang)) in text_of(layout)
    assert f"{HARDLY:.0%}" in hardly(words(lang))
    assert str(HARDLY_SCORE) in hardly(words(lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_whole_and_partial_gaps_and_the_same_thing_are_marked_apart(dataset: Dataset, lang: str) -> None:
    t = words(lang)
    written = table_text(read(dataset, t, {}))
    counts = read(dataset, t, {}).total
    for kind, key in (("gap", "gaps"), ("partial", "partial")):
        assert written.count(f">{t(f'matrix.unseen.{kind}')}<") == counts[key] > 0
    twin = t("matrix.twin", name="").split("”")[0].strip(" “")
    assert twin in written


def test_the_base_year_is_in_heading_deck_table_download_and_address(dataset: Dataset) -> None:
    query = {"since": str(ARTICLE_YEAR)}
    view = read(dataset, words("en"), query)
    shown = text_of(page_of(strategy, dataset, "en", query))
    assert f"since {ARTICLE_YEAR}" in finding(view)
    assert f"Indicators with data after {ARTICLE_YEAR}: {view.total['reach']}." in shown
    assert 0 < view.total["judged"] <= view.total["reach"] < view.total["things"]
    frame = rows_of("evidence-matrix", dataset, query)
    assert frame["first_year"].min() == ARTICLE_YEAR
    layout = page_of(strategy, dataset, "en", query)
    download = next(part for part in walk(layout) if getattr(part, "id", "") == strategy.CARD.data)
    assert f"since={ARTICLE_YEAR}" in str(download.to_plotly_json()["props"]["href"])
    assert heading(layout) == plain(finding(view))
    ways = [str(getattr(part, "href", "")) for part in walk(layout[3])]
    ways += [link.get("href", "") for link in long_table(table_text(view)).iter("a")]
    assert {way.partition("?")[2] for way in ways if "/strategy/" in way} == {f"since={ARTICLE_YEAR}"}


@pytest.mark.parametrize("since", BASES)
def test_the_deck_counts_from_both_years_and_tells_where_ranks_begin(dataset: Dataset, since: int) -> None:
    shown = text_of(page_of(strategy, dataset, "en", {"since": str(since)}))
    found = {year: counted(dataset.all_evidence(year), year) for year in BASES}
    told = [f"{one['towards']} of {one['judged']}" for one in found.values()]
    assert (
        f"Since 2012, where the article begins to count: {told[0]} indicators; "
        f"since 2022, when it set the aims: {told[1]}." in shown
    )
    rows = dataset.all_evidence()
    starts = rows[rows["code"].isin(["2.3", "5.2.2", "2.3.3"])].set_index("code")["first_year"]
    assert starts.to_dict() == {"2.3": 2012, "2.3.3": 2016, "5.2.2": 2012}
    last = int(rows.loc[rows["kind"] == "gii", "first_year"].max())
    assert f"begin between 2012 and {last}" in shown


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sources_are_named_once_and_only_where_a_value_is_held(dataset: Dataset, lang: str) -> None:
    named = str(read(dataset, words(lang), {}).source[0])
    assert named.count(dataset.catalog.sources["nbs_communique"].short.get(lang)) <= 2  # once beside MOST
    assert "MSTI" not in named


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_catalog_or_page_calls_what_was_not_found_nonexistent(lang: str) -> None:
    for one in catalog.load().strategy:
        for action in one.gaps:
            said = action.gap.get(lang) if action.gap else ""
            assert "open indicator" not in said.lower()
            assert "没有公开" not in said
