"""The Overview says and prints what its frame and the snapshot hold, whichever editions are chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from analysis.evidence.progress import change
from analysis.index.standing import MEASURES
from components.pages import overview
from components.pages.overview import deck, figure_table, limits
from components.parts.trajectory import finding
from components.text import LANGUAGES, plain, words
from data.article import HERO
from tests.unit.views import chosen, frame_of, of_class, of_type, page_of, text_of

if TYPE_CHECKING:
    from analysis.dataset import Dataset

KINDS: tuple[dict[int, float], ...] = (
    {},
    {2010: 43},
    {2025: 10},
    {2015: 29, 2016: 29},
    {2015: 29, 2016: 25},
    {2015: 25, 2016: 29},
    {2012: 34, 2022: 34, 2025: 34},
    {2012: 34, 2022: 11, 2025: 10},
    {2012: 11, 2022: 34, 2025: 10},
    {2012: 34, 2022: 11},
)

CAUSES = ("because", "due to", "drove", "thanks to", "led to", "由于", "因为", "得益于", "推动")


def synthetic(values: dict[int, float], measure: str) -> pd.DataFrame:
    rows = {
        "economy": HERO,
        "edition": list(values),
        "rank": pd.array([1] * len(values), dtype="Int64"),
        "economies": pd.array([None if edition == 2010 else 139 for edition in values], dtype="Int64"),
        "score": 1.0,
        "percentile": 1.0,
    }
    return pd.DataFrame(rows).assign(**{measure: list(values.values())})


def test_every_kind_of_view_has_a_sentence_of_the_right_direction() -> None:
    for lang in LANGUAGES:
        up, down = words(lang)("overview.finding.up"), words(lang)("overview.finding.down")
        for measure in MEASURES:
            for values in KINDS:
                sentence = plain(finding(synthetic(values, measure), measure, words(lang)))
                assert sentence, values
                assert not set(sentence) & set("{}*[]"), values
                assert not [cause for cause in CAUSES if cause in sentence], sentence
                if len(set(values.values())) > 1:
                    start, end = list(values.values())[:2]
                    better = end < start if measure == "rank" else end > start
                    compared = measure != "score"  # levels of scores do not compare: each beside its rank
                    assert ((up if better else down) in sentence) == compared, (values, sentence)
                    assert (down if better else up) not in sentence, (values, sentence)


def test_a_single_edition_is_not_called_a_rank_when_it_is_a_score(dataset: Dataset) -> None:
    # Edition 2010 has a rank only, so 2010 to 2011 leaves one edition of the other measures.
    for measure, number in {"rank": "29th", "score": "46.4", "percentile": "77.4"}.items():
        selection = chosen(dataset, show=measure, first="2010", last="2011")
        sentence = plain(finding(frame_of(dataset, selection), measure, words("en")))
        assert number in sentence
        assert f"ranked {number}" not in sentence or measure == "rank"


def test_a_deck_without_an_interval_ends_all_the_same(dataset: Dataset) -> None:
    rows = frame_of(dataset, chosen(dataset, peers="", last="2018"))
    rows[["low", "high"]] = pd.NA
    for lang in LANGUAGES:
        text = plain(deck(rows, words(lang)))
        assert "17" in text
        assert text.endswith((".", "。"))
        assert not set(text) & set("；;")


def test_limits_name_what_a_start_in_2012_hides(dataset: Dataset) -> None:
    frame = frame_of(dataset, chosen(dataset, peers=""))
    rank = frame.set_index("edition")["rank"]
    (start,) = (said for line in limits(frame, words("en")) if "2011" in (said := plain(line)))
    assert f"is {rank[2011] - rank[2022]} places, not {rank[2012] - rank[2022]}." in start


def test_the_five_rows_print_the_snapshots_values(dataset: Dataset) -> None:
    rows = of_class(page_of(overview, dataset), "row")
    for row, pillar in zip(rows, dataset.catalog.strategy, strict=True):
        indicator = dataset.catalog.indicators[pillar.headline]
        moved = change(dataset.china(indicator.id), indicator.kind)
        assert moved is not None
        for kind, year, value in (
            ("row-first", moved.first_year, moved.first),
            ("row-last", moved.last_year, moved.last),
        ):
            (printed,) = map(text_of, of_class(row, kind))
            assert printed.endswith(str(year))
            number = printed.removesuffix(str(year)).rstrip("%").replace(",", "")
            decimals = len(number.partition(".")[2])
            assert float(number) == pytest.approx(value * indicator.scale, abs=0.501 * 10**-decimals)
        assert ("▲" if moved.last > moved.first else "▼") in text_of(of_class(row, "row-change"))


def grid(parts: Any) -> list[list[str]]:
    return [[text_of(cell) for cell in of_type(row, "Th", "Td")] for row in of_type(parts, "Tr")]


def test_the_figures_table_is_the_frame(dataset: Dataset) -> None:
    t = words("en")
    for measure in MEASURES:
        selection = chosen(dataset, show=measure, peers="KOR,IND,YEM")
        frame = frame_of(dataset, selection)
        names = {code: dataset.labels("en")[code] for code in selection.economies}
        _, *rows = grid(figure_table(frame, names, measure, t))
        found = {
            (int(row[0]), code): float(cell.replace(",", ""))
            for row in rows
            for code, cell in zip(selection.economies, row[1:], strict=True)
            if cell != t("missing")
        }
        held = frame[frame[measure].notna()]
        expected = {
            (int(edition), str(code)): round(float(value), 0 if measure == "rank" else 1)
            for edition, code, value in zip(held["edition"], held["economy"], held[measure], strict=True)
        }
        assert found == pytest.approx(expected, abs=0.0501)
        assert [row[0] for row in rows] == sorted({str(e) for e, _ in expected}, reverse=True)
    marked = of_class(page_of(overview, dataset), "marked")
    assert [text_of(row)[:4] for row in marked] == ["2022", "2012"]  # the article's editions
