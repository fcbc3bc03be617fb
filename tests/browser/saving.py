"""A reader who saves data: the document of a page, before Dash and plotly.js have come, and what follows."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import zip_longest

from playwright.sync_api import Browser, Page

from tests.browser.conftest import OPTIONS
from tests.browser.visit import PHONE, Visit
from tests.browser.waiting import WATCH

SAVING = 'Object.defineProperty(navigator, "connection", { value: { saveData: true, effectiveType: "4g" } });'
MOVED = """window.moved = [];
new PerformanceObserver((list) => list.getEntries().forEach((one) => window.moved.push(
  [one.value, ...one.sources.map(({ node }) => node && (node.className || node.nodeName))])))
  .observe({ type: "layout-shift", buffered: true });"""
WAITING = "() => 'waiting' in document.documentElement.dataset"
TAKEN = "() => !document.querySelector('#site-first')"
# The focus without an input: what moves within half a second after an input is no shift to a browser.
BEGIN = """() => {
  const used = Object.assign(document.createElement("button"), { hidden: true });
  document.querySelector("#site-first").append(used);
  used.dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
  used.remove();
}"""
# Of each place of a figure or of a drawn table: whether something of it can be seen.
EMPTY = """() => Array.from(document.querySelectorAll("#site-first :is(.plot, .drawn)"))
  .filter((place) => place.clientWidth && !Array.from(place.querySelectorAll(".static-svg svg > *, td"))
    .some((part) => part.getClientRects().length))
  .map((place) => "empty: " + place.getAttribute("aria-label"))"""
# What the document shows as Dash does: sizes of figures, and texts but those of lists to choose from;
# scripts write addresses in full.
LOOK = """(root) => Array.from(document.querySelectorAll(root + " main *")).filter((one) => one.clientWidth)
  .filter((one) => one.matches("h1, h2, h3, p, li, td, th, summary, .plot"))
  .filter((one) => !one.closest(".controls, .graph *"))
  .map((one) => one.matches(".plot") ? one.clientWidth + " × " + one.clientHeight
    : one.innerText.replace(/\\s+/g, " ").replaceAll(location.origin, ""))"""


@contextmanager
def saving(
    browser: Browser,
    address: str,
    path: str,
    size: tuple[int, int] = PHONE,
    left: list[Page] | None = None,
    theme: str = "light",
) -> Iterator[Visit]:
    """Show the document of a page to a reader who saves data; the page must be clean at the end.

    left: pages of such readers, which have the scripts compiled; one is taken, and left there again.
    theme: the choice of who comes with those.
    """
    page = left.pop() if left else reader(browser)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    if left is not None:
        page.context.add_cookies([{"name": "theme", "value": theme, "url": address}])
    visit = Visit(page, address)
    visit._listen()
    document(visit, path)
    yield visit
    visit.quiet(25)
    if left is None:
        visit.close()
        page.context.close()
    else:
        left.append(visit.leave())


def reader(browser: Browser) -> Page:
    """Return a page of a reader who saves data."""
    page = browser.new_context(**OPTIONS).new_page()
    for one in (WATCH, SAVING, MOVED):
        page.add_init_script(one)
    return page


def document(visit: Visit, path: str) -> None:
    """Open a path of the site and stop where only the document has come."""
    visit.page.goto(f"{visit.address}/{path}", wait_until="load")
    visit.page.wait_for_function(WAITING)


def of_dash(visit: Visit) -> list[str]:
    """The requests that Dash and plotly.js have made."""
    return [path for path in visit.requests if "/_dash" in path or "/plotly" in path]


def taken_over(visit: Visit) -> list[str]:
    """Let Dash take the page over; return what was empty before, and what is not where it was after."""
    found: list[str] = visit.page.evaluate(EMPTY)
    before = visit.page.evaluate(LOOK, "#site-first")
    visit.page.evaluate(BEGIN)
    visit.page.wait_for_function(TAKEN)
    visit.settle()
    after = visit.page.evaluate(LOOK, "#react-entry-point")
    found += [f"{one} became {other}" for one, other in zip_longest(before, after) if one != other][:3]
    shifts = visit.page.evaluate("window.moved")
    return [*found, *map(str, shifts)] if sum(one[0] for one in shifts) > 0.02 else found
