"""What a page lacks for readers without a mouse, with a screen reader, large type or colours of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe

from tests.browser import access_scripts as scripts

if TYPE_CHECKING:
    from tests.browser.visit import Visit

# Rows of long tables are drawn by the same lines of code: axe looks at the first of each body and the last.
ROWS = "tbody > tr:nth-child(n + 8):not(:last-child)"
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
HIDDEN = f"{ROWS} {{ display: none !important }}"
NARROW, ZOOMED = (320, 568), (720, 450)  # 1280 px at four times the size, 1440 px at twice


def barriers(visit: Visit, options: dict[str, Any] | None = None) -> list[str]:
    """What axe-core finds, of any impact: WCAG 2.0 to 2.2, levels A and AA, and its best practices."""
    asked = {"resultTypes": ["violations"]} | (options or {})
    found = Axe().run(visit.page, context={"exclude": [[ROWS]]}, options=asked).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


def forced(visit: Visit) -> list[str]:
    """What cannot be told apart, or is too faint, when the reader's system forces its own colours."""
    visit.page.emulate_media(forced_colors="active")
    found = barriers(visit, COLOURS)
    found += visit.page.evaluate(scripts.VANISHED)
    visit.page.emulate_media(forced_colors="none")
    return found


def walk(visit: Visit, most: int = 600) -> dict[str, list[str]]:
    """Press Tab from the top of the page until the focus leaves it.

    Rows of long tables that axe leaves out are left out here, too. Returns what was never reached, what had
    the focus without a ring of 2 px at least, and what had it while something else lay over it.
    """
    visit.page.evaluate("() => { document.activeElement.blur(); window.scrollTo(0, 0); }")
    visit.page.evaluate(scripts.STYLED, HIDDEN)
    visit.page.evaluate(scripts.WATCH)
    for _ in range(most // 20):
        for _ in range(20):
            visit.page.keyboard.press("Tab")
        if visit.page.evaluate(scripts.LEFT):
            break
    visit.page.keyboard.press("Tab")  # a focus that has just left the page comes in again at its head
    stops = visit.page.evaluate("window.stops")
    # in the next frame scripts mend what Dash has drawn anew
    visit.page.evaluate("() => new Promise(requestAnimationFrame)")
    missed = visit.page.evaluate(scripts.MISSED)
    visit.page.evaluate(scripts.STYLED, "")
    return {
        "never reached": missed,
        "without a ring": [stop["what"] for stop in stops if not stop["ringed"]],
        "under something": [stop["what"] for stop in stops if not stop["seen"]],
    }


def squeezed(visit: Visit) -> dict[str, Any]:
    """What is lost at 320 px, at twice the size, and with wider spaces between letters, words and lines."""
    found: dict[str, Any] = {}
    for width, height in (ZOOMED, NARROW):
        visit.resize(width, height)
        found[f"sideways at {width}"] = visit.scrolls_sideways()
        found[f"small at {width}"] = visit.page.evaluate(scripts.SMALL)
    visit.page.evaluate(scripts.STYLED, scripts.SPACED)
    found["sideways, spaced"] = visit.scrolls_sideways()
    found["cut off, spaced"] = visit.page.evaluate(scripts.CLIPPED)
    visit.page.evaluate(scripts.STYLED, "")
    return {name: value for name, value in found.items() if value}


def unsaid(visit: Visit) -> list[str]:
    """What a screen reader would say in no order, or in a wrong language; axe knows what has no name."""
    found: list[str] = visit.page.evaluate(scripts.LETTERS)
    return [*found, *visit.page.evaluate(scripts.LANGUAGES)]
