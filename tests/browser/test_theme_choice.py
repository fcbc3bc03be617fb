"""The theme: the reader's choice, else that of the machine; both have the same layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from components.theme import DARK, LIGHT

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

pytestmark = pytest.mark.long("components/pages/data", "components/pages/overview")


def paper(seen: Visit) -> str:
    colour: str = seen.page.evaluate("document.querySelector('.js-plotly-plot').layout.paper_bgcolor")
    return colour


def test_the_theme_button_switches_page_and_figure_and_is_remembered(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/")
    assert paper(seen) == LIGHT.ground
    seen.find("[data-action=theme]").click()
    seen.until(f"document.querySelector('.js-plotly-plot').layout.paper_bgcolor === '{DARK.ground}'")
    assert seen.style("body", "backgroundColor") == "rgb(20, 24, 31)"
    seen.reload()
    assert seen.page.get_attribute("html", "data-theme") == "dark"
    assert paper(seen) == DARK.ground
    hero = seen.page.evaluate(
        "document.querySelector('.js-plotly-plot').data.find((t) => t.meta.role === 'hero').line.color"
    )
    assert hero == DARK.hero
    seen.go("/zh/data")
    assert seen.page.get_attribute("html", "data-theme") == "dark"


@pytest.mark.parametrize(("system", "ground"), [("light", LIGHT.ground), ("dark", DARK.ground)])
def test_without_a_choice_the_system_decides(visit: Callable[..., Visit], system: str, ground: str) -> None:
    seen = visit("/en/", system=system)
    assert paper(seen) == ground
    other = {"light": ("dark", DARK.ground), "dark": ("light", LIGHT.ground)}[system]
    seen.page.emulate_media(color_scheme=other[0])  # type: ignore[arg-type]
    seen.until(f"document.querySelector('.js-plotly-plot').layout.paper_bgcolor === '{other[1]}'")


def test_a_choice_wins_over_the_system(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/?theme=light", system="dark")
    assert paper(seen) == LIGHT.ground
    assert seen.style("body", "backgroundColor") == "rgb(251, 250, 248)"


def test_both_themes_have_the_same_layout(visit: Callable[..., Visit]) -> None:
    light, dark = visit("/en/"), visit("/en/", theme="dark")
    for selector in ("h1", ".controls", ".plot", ".row", ".quote", ".block"):
        assert light.boxes(selector) == dark.boxes(selector)
