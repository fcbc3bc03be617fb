"""Numbers and dates are written as each language writes them."""

from typing import Any

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from components.text import numbers
from components.text.catalog import words
from data import languages

MINUS = "\u2212"


ORDINALS = "1st 2nd 3rd 4th 10th 11th 12th 13th 20th 21st 22nd 23rd 34th 101st 111th 112th 113th 121st 139th"


def test_ordinals_end_as_in_english_and_never_break_in_chinese() -> None:
    assert [words("en").write(int(word[:-2]), "ordinal") for word in ORDINALS.split()] == ORDINALS.split()
    assert [words("zh").write(rank, "ordinal") for rank in (1, 21, 300)] == [
        "[第1位]",
        "[第21位]",
        "[第300位]",
    ]


def test_intervals_and_ranks_in_doubt_are_written_as_their_bounds() -> None:
    ends = ((8, 10), (8, 8), (None, 10), (8, None), (None, None))
    cells = [numbers.interval_cell(low, high, "n/a") for low, high in ends]
    assert cells == ["8–10", "8", "n/a", "n/a", "n/a"]
    assert numbers.rank_cell((11, 11, 11), "n/a") == "11"
    assert numbers.rank_cell((pd.NA, 19, 20), "n/a") == "19–20"
    assert numbers.rank_cell((pd.NA, pd.NA, pd.NA), "n/a") == "n/a"


def test_large_numbers_are_short_and_have_no_more_decimals_than_needed() -> None:
    for value, en, zh in (
        (850, "850", "850"),
        (1_000, "1k", "1,000"),
        (68_558, "69k", "6.9万"),
        (999_999, "1.0m", "100万"),
        (120_000_000, "120m", "1.2亿"),
        (-0.25, f"{MINUS}0.25", f"{MINUS}0.25"),
    ):
        assert (numbers.short_number(value, "en"), numbers.short_number(value, "zh")) == (en, zh)
    found = [numbers.trim_zeros(value, 2, "en") for value in (3.0, 2.5, 2.25, 2.999, 0.1 + 0.2)]
    assert found == ["3", "2.5", "2.25", "3", "0.3"]


def test_values_are_written_as_a_text_asks_for() -> None:
    asked: list[tuple[Any, str, str, str]] = [
        (-1.25, "+hundredths", "en", f"{MINUS}1.25"),
        (-2.684, "|hundredths", "en", "2.68"),
        (0.0, "+tenths", "en", "0.0"),
        (-0.04, "tenths", "en", "0.0"),
        (-0.04, "+tenths", "en", "0.0"),
        (-12.34, "+percent", "zh", f"{MINUS}12.3%"),
        (120.4, "ratio", "en", "×120"),
        ((8, 8), "interval", "en", "8th"),
        ("2026-09-05", "day", "en", "5 Sep 2026"),
        ("2026-07", "month", "zh", "2026年7月"),
        ("2025 update", "month", "en", "2025 update"),
        ("2025 update", "month", "zh", "2025年更新版"),
    ]
    given = [words(lang).write(value, how) for value, how, lang, _ in asked]
    wrong = [(*row, text) for row, text in zip(asked, given, strict=True) if text != row[3]]
    assert wrong == []


@given(st.integers(0, 99_999).map(lambda thousandths: thousandths / 1000), st.integers(0, 3))
@example(2.675, 2)
@example(0.125, 2)
def test_the_exact_value_is_rounded_as_in_the_files(value: float, decimals: int) -> None:
    assert numbers.decimal(value, decimals, "en") == f"{value:,.{decimals}f}"


@given(st.floats(-1e9, 1e9), st.integers(0, 3))
def test_a_number_reads_back_and_has_no_hyphen(value: float, decimals: int) -> None:
    text = numbers.decimal(value, decimals, "zh", sign=True)
    assert "-" not in text
    assert float(text.replace(",", "").replace(MINUS, "-")) == pytest.approx(value, abs=0.51 * 10**-decimals)


def test_a_language_that_is_added_has_its_digits_and_dates(monkeypatch: pytest.MonkeyPatch) -> None:
    for lang, texts in {
        "fr": [f"{MINUS}1\u202f234\u202f567,9", "12,3\xa0%", "1,4\xa0M", "20 sept. 2026", "sept. 2026"],
        "hi": [f"{MINUS}12,34,567.9", "12.3%", "14\xa0लाख", "20 सित॰ 2026", "सित॰ 2026"],
        "sv": [f"{MINUS}1\xa0234\xa0567,9", "12,3\xa0%", "1,4\xa0mn", "20 sep. 2026", "sep. 2026"],
    }.items():
        monkeypatch.setitem(languages.LOCALES, lang, lang)
        found = [numbers.decimal(-1234567.89, 1, lang), numbers.percent(12.3, 1, lang)]
        found += [numbers.short_number(1_426_644, lang)]
        assert [*found, numbers.day("2026-09-20", lang), numbers.month("2026-09", lang)] == texts


def test_what_is_no_date_stays_as_it_is_and_what_is_no_number_is_none() -> None:
    for other in ("11.0", "WDI 2026", "", "2026", "2026-13-01"):
        assert numbers.day(other, "en") == numbers.month(other, "zh") == other
    assert [numbers.integer(value) for value in (pd.NA, float("nan"), 12.0)] == [None, None, 12]
