"""Data opens a dialog: what it gives, in every form, is the table that is on the screen, or all of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from components.parts.figure_card import FORMS
from tests.browser.visit import PHONE
from tests.unit.downloading import of_csv, of_json, of_xlsx, of_zip, same

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from tests.browser.visit import Visit

LINES = """(selector) => Array.from(document.querySelectorAll(selector))
  .map((row) => Array.from(row.children).map((cell) => cell.textContent))"""
MISSING = ("n/a", "无数据", "–")
DIALOG = "dialog[open]"


def lines(seen: Visit, selector: str) -> list[list[str]]:
    found: list[list[str]] = seen.page.evaluate(LINES, selector)
    assert found
    return found


def near(text: str, held: object, scale: float = 1.0) -> bool:
    """Whether a number on the screen is one of the file, rounded as the page writes it."""
    value = None if str(held) in ("<NA>", "nan", "None") else float(str(held)) * scale
    if text in MISSING or value is None:
        return text in MISSING and value is None
    written = text.replace("%", "")
    decimals = len(written.partition(".")[2])
    return bool(abs(float(written) - value) <= 0.5001 * 10**-decimals)


def trajectory(seen: Visit, table: pd.DataFrame) -> None:
    held = {(row["economy"], int(row["edition"])): row["rank"] for _, row in table.iterrows()}
    shown = lines(seen, "#overview-table tbody tr")
    assert len(held) == 2 * len(shown)
    for edition, *ranks in shown:
        for economy, rank in zip(("CHN", "KOR"), ranks, strict=True):
            assert near(rank, held[economy, int(edition)])


def ranking(seen: Visit, table: pd.DataFrame) -> None:
    shown = lines(seen, "#ranking-drawn tbody tr:not(.group-label)")
    assert [row[0] for row in shown] == [str(rank) for rank in table["rank"]]
    assert all(near(row[4], score) for row, score in zip(shown, table["score"], strict=True))
    assert set(table["region"][1:]) == {"EUR"}


def past(seen: Visit, table: pd.DataFrame) -> None:
    shown = {row[0]: row for row in lines(seen, "#economy-past-table tbody tr")}
    held = {str(int(row["edition"])): row for _, row in table.iterrows()}
    assert shown.keys() <= held.keys()
    for edition, (_, rank, count, score) in shown.items():
        assert near(count, held[edition]["economies_ranked"])
        assert near(score, held[edition]["score"])
        if rank.isdigit():
            assert near(rank, held[edition]["rank"])


def levels(seen: Visit, table: pd.DataFrame) -> None:
    shown = lines(seen, "#productivity-level-table tbody tr")
    columns = [f"{version}_version_{end}_year" for end in ("first", "last") for version in ("older", "newer")]
    for row, (_, held) in zip(shown, table.iterrows(), strict=True):
        values = zip(row[1:], columns, strict=True)
        assert all(near(cell, held[column], 100) for cell, column in values)


PAGES: dict[str, tuple[str, Callable[[Visit, pd.DataFrame], None], str]] = {
    "/en/?from=2015&to=2020&with=KOR": ("overview", trajectory, "china-gii-trajectory_2015-2020"),
    "/zh/ranking?edition=2020&region=EUR": ("ranking", ranking, "gii-ranking_2020"),
    "/zh/economy/KOR?history=P1": ("economy-past", past, "gii-history_KOR_2011-2025"),
    "/en/strategy/productivity": ("productivity-level", levels, "productivity-level"),
}
"""By the address of a view: the prefix of its card, what compares table and screen, the name of the file."""


def saved(seen: Visit, form: str) -> tuple[str, bytes]:
    with seen.page.expect_download() as started:
        seen.find(f"{DIALOG} [data-form={form}]").click()
    return started.value.suggested_filename, Path(started.value.path()).read_bytes()


def opened(seen: Visit, prefix: str) -> None:
    seen.find(f"[data-card={prefix}] [data-action=data]").click()
    seen.until("document.querySelector('dialog[open] [data-part=count-all]').textContent")


def counts(seen: Visit) -> list[int]:
    texts = seen.find(f"{DIALOG} .count").all_inner_texts()
    return [int("".join(sign for sign in text if sign.isdigit())) for text in texts]


@pytest.mark.parametrize("path", PAGES)
def test_every_form_holds_the_table_on_the_screen(visit: Callable[..., Visit], path: str) -> None:
    prefix, compare, stem = PAGES[path]
    seen = visit(path)
    if prefix == "ranking":
        seen.until("document.querySelector('#ranking-drawn tbody')")
    opened(seen, prefix)
    files = {form: saved(seen, form) for form in FORMS}
    assert {form: name for form, (name, _) in files.items()} == {
        form: f"{stem}_shown.{form}" for form in FORMS
    }
    table = of_csv(files["csv"][1])
    compare(seen, table)
    same(table, of_json(files["json"][1]))
    same(table, of_xlsx(files["xlsx"][1]))
    assert of_zip(files["zip"][1])["data.csv"] == files["csv"][1]
    shown, whole = counts(seen)
    assert len(table) == shown <= whole
    seen.find(f"{DIALOG} [data-rows=all]").click()
    for form, read in (("csv", of_csv), ("xlsx", of_xlsx)):
        _, content = saved(seen, form)
        assert len(read(content)) == whole


def test_the_dialog_follows_the_view_and_the_keyboard(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/?with=KOR,JPN", width=PHONE[0], height=PHONE[1])
    opened(seen, "overview")
    before = counts(seen)
    assert seen.page.evaluate("document.activeElement.closest('dialog[open]') !== null")
    box = seen.boxes(DIALOG)[0]
    assert (box["left"], box["right"]) == (0, PHONE[0])
    assert not seen.scrolls_sideways()
    found = Axe().run(seen.page, context="dialog[open]").response["violations"]
    assert [one["id"] for one in found] == []
    seen.find(f"{DIALOG} [data-rows=shown]").focus()
    seen.page.keyboard.press("Tab")
    seen.page.keyboard.press("Space")
    seen.until("document.querySelector('#overview-data').href.includes('rows=all')")
    hrefs = [link.get_attribute("href") or "" for link in seen.find(f"{DIALOG} .form").all()]
    assert all("rows=all" in href and "with=KOR,JPN" in href for href in hrefs)
    seen.page.keyboard.press("Escape")
    seen.resize(1440, 900)
    seen.find(".chip[data-economy=KOR] .chip-remove").click()
    seen.until("!document.querySelector('#overview-data').href.includes('KOR')")
    opened(seen, "overview")
    seen.until(f"document.querySelector('dialog[open] .count').textContent !== '{before[0]} rows'")
    after = counts(seen)
    assert after[0] < before[0]
    assert after[1] == before[1]
    hrefs = [link.get_attribute("href") or "" for link in seen.find(f"{DIALOG} .form").all()]
    assert all("rows=all" in href and "KOR" not in href for href in hrefs)


def test_without_numbers_the_words_say_what_is_offered(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/")
    seen.page.route("**/rows.json*", lambda route: route.fulfill(status=200, body="no JSON"))
    seen.find("[data-action=data]").click()
    seen.quiet()
    assert "without the choices that narrow this view" in seen.find(DIALOG).inner_text()
    assert seen.find(f"{DIALOG} .count").all_inner_texts() == ["", ""]
    name, content = saved(seen, "csv")
    assert name.endswith("_shown.csv")
    assert len(of_csv(content))
