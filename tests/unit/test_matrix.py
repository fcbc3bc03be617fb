"""The evidence matrix: filters, orders, the sentence over it, its download."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from analysis.evidence import COLUMNS
from analysis.matrix import ALL, COURSES, LINKS, ORIGINS, PILLARS, SORTS, choose, matrix
from analysis.progress import CLAIM_YEAR
from components.pages.strategy import text
from components.pages.strategy.view import View, read
from components.text import words
from service.frames_matrix import matrix_frame

if TYPE_CHECKING:
    from components.site import Site

HOSTILE = ["<script>", "9" * 400, "", "\x00", None, 3, ["all"], {"a": 1}]


def rows_of(view: View) -> list[tuple[object, ...]]:
    return [(row["pillar"], row["code"], row["action"]) for row in view.rows.to_dict("records")]


@pytest.mark.parametrize("value", HOSTILE)
def test_unknown_values_leave_nothing_out(value: object) -> None:
    keys = ("pillar", "strength", "course", "origin", "sort", "order")
    assert choose(dict.fromkeys(keys, value)) == choose({})
    assert not choose({}).filtered


@pytest.mark.parametrize(
    ("key", "options", "column"),
    [
        ("pillar", PILLARS, "pillar"),
        ("strength", LINKS, "strength"),
        ("course", COURSES, "course"),
        ("origin", ORIGINS, "kind"),
    ],
)
def test_each_filter_keeps_its_rows_and_together_they_are_all(
    held: Site, key: str, options: tuple[str, ...], column: str
) -> None:
    whole = read(held, words("en"), {})
    parts = [read(held, words("en"), {key: option}).rows for option in options if option != ALL]
    assert sum(len(part) for part in parts) == len(whole.rows)
    for option, part in zip(options[1:], parts, strict=True):
        assert len(part)
        assert {str(value) for value in part[column].fillna("none")} == {option}


@pytest.mark.parametrize("sort", SORTS)
def test_an_order_turned_has_the_same_rows_and_blanks_stay_last(held: Site, sort: str) -> None:
    up, down = (read(held, words("en"), {"sort": sort, "order": order}) for order in ("asc", "desc"))
    assert sorted(map(str, rows_of(up))) == sorted(map(str, rows_of(down)))
    if sort in ("standing", "last_year", "name"):
        assert up.rows.iloc[-1]["kind"] == down.rows.iloc[-1]["kind"] == "gap"


def test_standing_puts_the_best_share_first_and_latest_the_newest(held: Site) -> None:
    best = read(held, words("en"), {"sort": "standing"}).rows
    share = ((best["rank"] - 1) / (best["economies"] - 1)).dropna()
    assert share.is_monotonic_increasing
    newest = read(held, words("en"), {"sort": "last_year"}).rows["last_year"].dropna()
    assert newest.is_monotonic_decreasing


def made(courses: list[str]) -> pd.DataFrame:
    rows = [{"pillar": 1, "kind": "indicator", "code": "X", "course": one} for one in courses]
    return pd.DataFrame(rows).reindex(columns=list(COLUMNS))


@pytest.mark.parametrize(
    ("courses", "starts"),
    [
        (["towards", "away", "flat", "none"], "Of 3 open indicators that can be judged, 1 moved towards"),
        (["away"] * 3, "Of 3 open indicators that can be judged, 0 moved towards"),
    ],
)
def test_the_finding_follows_the_courses(
    held: Site, monkeypatch: pytest.MonkeyPatch, courses: list[str], starts: str
) -> None:
    view = read(held, words("en"), {})
    monkeypatch.setitem(held._kept, ("evidence",), made(courses))
    assert text.finding(view).startswith(starts)
    assert str(CLAIM_YEAR) in text.finding(view)


def test_the_download_holds_the_rows_on_show_in_their_order(held: Site) -> None:
    query = {"sort": "standing", "strength": "proxy"}
    frame = matrix_frame(held.snapshot, held.catalog, query)
    view = read(held, words("en"), query)
    assert frame["code"].fillna("").tolist() == view.rows["code"].fillna("").tolist()
    scale = held.catalog.indicators
    shown = zip(view.rows["code"], view.rows["last"], strict=True)
    values = [one * scale[code].scale if code in scale else one for code, one in shown]
    assert frame["last"].tolist() == pytest.approx(values, nan_ok=True)
    assert frame["reason"].ne("").all()
    assert frame["unit"].ne("").all()
    gaps = matrix_frame(held.snapshot, held.catalog, {"origin": "gap", "lang": "zh"})
    assert gaps["gap"].ne("").all()


def test_matrix_of_nothing_is_nothing() -> None:
    assert matrix(made([]), choose({"sort": "name"}), lambda _kind, code: code.encode()).empty
