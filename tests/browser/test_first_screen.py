"""What a reader sees without a click: nothing cut off, nothing on top of one another, nothing too small."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analysis.standing import MEASURES
from components.text import LANGUAGES, words
from tests.browser.pages import folder
from tests.browser.reading import OVERLAPS, SMALL
from tests.browser.visit import DESKTOP, PHONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

pytestmark = pytest.mark.long("components/pages/overview")

LEADERS = "CHE,SWE,USA,KOR,SGP,GBR,FIN,NLD"  # the eight above China in 2025


@pytest.mark.parametrize("lang", LANGUAGES)
def test_desktop_shows_chart_and_pillars_without_scrolling(watch: Callable[..., Visit], lang: str) -> None:
    seen = watch(f"/{lang}/")
    parts = {"h1": 1, ".deck": 1, ".controls": 1, ".plot": 1, ".quote": 1, ".card .source": 1, ".actions": 1}
    parts |= {".row": 5, ".strategy > .source": 1}
    for selector, count in parts.items():
        boxes = seen.boxes(selector)
        assert len(boxes) == count, selector
        for box in boxes:
            assert box["top"] >= 0, selector
            assert box["left"] >= 0, selector
            assert box["bottom"] <= DESKTOP[1], selector
            assert box["right"] <= DESKTOP[0], selector
    (plot,), (first, *_) = seen.boxes(".plot"), seen.boxes(".row")
    assert plot["right"] <= first["left"] + 11  # a row's wash is bled 10 px


@pytest.mark.parametrize("lang", LANGUAGES)
def test_headline_keeps_to_two_lines_at_1280(watch: Callable[..., Visit], lang: str) -> None:
    seen = watch(f"/{lang}/", width=1280, height=800)
    for selector in ("h1", ".deck"):
        (box,) = seen.boxes(selector)
        line = float(seen.style(selector, "lineHeight").removesuffix("px"))
        assert round((box["bottom"] - box["top"]) / line) <= 2, selector


@pytest.mark.parametrize("lang", LANGUAGES)
def test_phone_shows_where_the_pillars_begin(watch: Callable[..., Visit], lang: str) -> None:
    seen = watch(f"/{lang}/", width=PHONE[0], height=PHONE[1])
    (heading,) = seen.boxes(".strategy .measure")
    assert heading["top"] < PHONE[1]
    assert seen.boxes(".row")[0]["left"] <= 16  # stacked, not swiped


@pytest.mark.parametrize("lang", LANGUAGES)
def test_phone_names_the_index_whose_rank_it_shows(watch: Callable[..., Visit], lang: str) -> None:
    seen = watch(f"/{lang}/", width=PHONE[0], height=PHONE[1])
    index = words(lang)("gii.GII")
    (line,) = seen.boxes(".card:has(#overview-graph) > .measure")
    assert index in seen.find(".card:has(#overview-graph) > .measure").inner_text()
    assert line["bottom"] < PHONE[1]
    assert index in seen.page.title()
    assert index in (seen.find("meta[property='og:title']").get_attribute("content") or "")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, marks=pytest.mark.long(str(folder(path))))
        for path in ("ranking", "why", "compare", "economy/CHN")
    ],
)
def test_phone_shows_the_finding_and_where_the_figure_begins(
    visit: Callable[..., Visit], path: str, lang: str
) -> None:
    seen = visit(f"/{lang}/{path}", width=PHONE[0], height=PHONE[1])
    begin = seen.boxes("main :is(.plot, .drawn tbody)")[0]["top"]
    assert seen.boxes("h1")[0]["bottom"] < begin < PHONE[1] - 200
    last = seen.find("main .in-line :is(input, button):visible").last
    last.focus()  # the line of controls scrolls to it
    box = last.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE[0]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_width_scrolls_sideways(watch: Callable[..., Visit], lang: str) -> None:
    seen = watch(f"/{lang}/")
    for width, height in [
        (1440, 900),
        (1280, 800),
        (1200, 800),
        (1024, 768),
        (768, 1024),
        (720, 450),
        (390, 844),
        (360, 640),
        (320, 568),
    ]:
        seen.page.set_viewport_size({"width": width, "height": height})
        seen.redrawn()
        assert not seen.scrolls_sideways(), width
        assert seen.curves(), width
        for box in seen.boxes("header a, header button, .controls > *, .row, .actions > *, h1"):
            assert box["left"] >= -1, width
            assert box["right"] <= width + 1, width


@pytest.mark.parametrize(
    "query", ["", f"?with={LEADERS}", "?from=2019&with=DEU,JPN"], ids=["six", "leaders", "short"]
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_two_texts_of_the_figure_overlap(visit: Callable[..., Visit], lang: str, query: str) -> None:
    seen = visit(f"/{lang}/{query}")
    found = {}
    for measure in MEASURES:
        seen.show(measure)
        for width in (1440, 1280, 1200, 1024, 768, 390, 360):
            seen.page.set_viewport_size({"width": width, "height": 900})
            seen.redrawn()
            found[measure, width] = seen.page.evaluate(OVERLAPS)
    assert not any(found.values()), {view: texts for view, texts in found.items() if texts}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_smaller_than_12_px(visit: Callable[..., Visit], lang: str) -> None:
    seen = visit(f"/{lang}/")
    seen.find("[data-action=table]").click()
    seen.page.hover("#row-1")
    for width, height in (DESKTOP, PHONE):
        seen.page.set_viewport_size({"width": width, "height": height})
        seen.redrawn()
        assert seen.page.evaluate(SMALL) == [], width


def test_targets_are_large_enough(watch: Callable[..., Visit]) -> None:
    seen = watch("/en/")
    for (width, height), least in ((DESKTOP, 24), (PHONE, 44)):
        seen.page.set_viewport_size({"width": width, "height": height})
        seen.redrawn()
        for selector in ("header button, header .tools a", ".actions > *", ".chip button", ".select"):
            for box in seen.boxes(selector):
                tall = 32 if least == 44 and selector in (".select", ".chip button") else least
                assert box["bottom"] - box["top"] >= min(least, tall) - 0.5, (selector, width)
                assert box["right"] - box["left"] >= 24 - 0.5, (selector, width)
