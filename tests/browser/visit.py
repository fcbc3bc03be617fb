"""A visit to one page, with everything that went wrong written down."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, Response

from tests.browser.waiting import DRAWN, FITS, RESIZED, STILL, WATCH

ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
]
DESKTOP, PHONE = (1440, 900), (390, 844)
PAUSE, LIMIT = 100, 60_000  # milliseconds; the site itself waits 250 after the last move of a slider


@dataclass
class Visit:
    """A page of the site; ``faults`` holds console errors, failed and foreign requests."""

    page: Page
    address: str
    faults: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    under_way: set[Request] = field(default_factory=set)
    _heard: dict[str, Callable[[Any], None]] = field(default_factory=dict)

    @classmethod
    def open(
        cls,
        place: Browser | BrowserContext | Page,
        address: str,
        path: str,
        *,
        width: int = DESKTOP[0],
        height: int = DESKTOP[1],
        theme: str | None = None,
        system: str = "light",
    ) -> Self:
        """Visit a path; ``theme`` is the reader's choice (a cookie), ``system`` that of the machine.

        A page that another visit left has the scripts compiled, which halves the time of the next one.
        """
        page = place if isinstance(place, Page) else place.new_page()
        if page is not place:
            page.add_init_script(WATCH)
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=system)  # type: ignore[arg-type]
        page.context.clear_cookies()
        page.context.set_default_timeout(LIMIT)
        if theme:
            page.context.add_cookies([{"name": "theme", "value": theme, "url": address}])
        visit = cls(page, address)
        visit._listen()
        visit.go(path)
        return visit

    def _listen(self) -> None:
        host = urlsplit(self.address).netloc

        def asked(request: Request) -> None:
            self.under_way.add(request)
            target = urlsplit(request.url)
            self.requests.append(target.path)
            if target.scheme not in ("data", "blob", "about") and target.netloc != host:
                self.faults.append(f"off the host: {request.url}")

        def failed(request: Request) -> None:
            self.under_way.discard(request)
            if request.failure != "net::ERR_ABORTED":  # as what is fetched ahead is by who leaves the page
                self.faults.append(f"failed ({request.failure}): {request.url}")

        def answered(answer: Response) -> None:
            if answer.status >= 400:
                self.faults.append(f"{answer.status}: {answer.url}")

        self._heard = {
            "console": lambda said: (
                self.faults.append(f"console: {said.text}") if said.type == "error" else None
            ),
            "pageerror": lambda error: self.faults.append(f"page: {error}"),
            "request": asked,
            "requestfinished": lambda request: self.under_way.discard(request),
            "requestfailed": failed,
            "response": answered,
        }
        for event, heard in self._heard.items():
            self.page.on(event, heard)  # type: ignore[call-overload]  # one overload an event

    def go(self, path: str) -> None:
        """Go to another path of the site and wait until its figure is drawn."""
        if self.requests:  # a new page has asked for nothing yet
            self.quiet()
        self.page.goto(self.address + path)
        self.settle()

    def reload(self) -> None:
        """Load the page anew and wait until its figure is drawn."""
        self.quiet()
        self.page.reload()
        self.settle()

    def quiet(self, pause: int = PAUSE) -> None:
        """Wait until nothing is under way to the server: who leaves before makes those requests fail.

        Nothing is, if it is so four times with a pause between them, in milliseconds. A shorter pause is for
        what asks at once: not sliders.
        """
        still = 0
        for _ in range(LIMIT // pause):
            still = 0 if self.under_way else still + 1
            if still > 3:
                return
            self.page.wait_for_timeout(pause)
        raise AssertionError(f"still under way: {[request.url for request in self.under_way]}")

    def settle(self) -> None:
        """Wait until the figures are drawn and nothing is under way."""
        self.page.wait_for_function(DRAWN)
        self.page.evaluate(STILL)

    def redrawn(self) -> None:
        """Wait until the figures have the size that their places have now."""
        self.page.wait_for_function(FITS)
        self.page.evaluate(STILL)

    def resize(self, width: int, height: int) -> None:
        """Give the window another size and wait for the forms of the figures that fit it."""
        if self.page.viewport_size != {"width": width, "height": height}:
            self.page.set_viewport_size({"width": width, "height": height})
            self.page.evaluate(RESIZED)
        self.redrawn()

    def query(self) -> str:
        """The query of the address."""
        return urlsplit(self.page.url).query

    def show(self, measure: str) -> None:
        """Choose a measure and wait until its figure is drawn."""
        if self.page.is_checked(f"#overview-show input[value={measure}]"):
            return
        scale = "document.querySelector('.js-plotly-plot')._fullLayout.yaxis.range.join()"
        before = self.page.evaluate(f"() => {scale}")
        self.find(f"#overview-show label:has(input[value={measure}])").click()
        self.until(f"{scale} !== {before!r}")
        self.redrawn()

    def curves(self) -> dict[str, list[float | None]]:
        """The values of each economy's line, as the figure on show holds them."""
        found: dict[str, list[float | None]] = self.page.evaluate(
            """() => Object.fromEntries(document.querySelector(".js-plotly-plot").data
              .filter((trace) => trace.meta && ["hero", "peer"].includes(trace.meta.role))
              .map((trace) => [trace.meta.economy, Array.from(trace.y)]))
            """
        )
        return found

    def until(self, condition: str) -> None:
        """Wait until an expression of the page is true."""
        self.page.wait_for_function(
            f"() => {condition}"
        )  # a bare expression would be evaluated, which the policy forbids

    def wait_for(self, key: str, value: str | None) -> None:
        """Wait until the address holds a value for a key, or none."""
        written = "null" if value is None else repr(value)
        self.until(f"new URLSearchParams(location.search).get({key!r}) === {written}")

    def unfold(self) -> None:
        """Show the controls that a phone keeps behind a button."""
        while (folded := self.find(".further:not([open]) > summary").filter(visible=True)).count():
            folded.first.click()

    def pick(self, picker: str, text: str) -> None:
        """Choose the first entry of a list that holds a text."""
        self.unfold()
        self.find(picker).click()
        self.find(".dash-dropdown-content .dash-dropdown-option").filter(has_text=text).first.click()

    def choose(self, control: str, value: str) -> None:
        """Choose one of the options of a control, which the address has then under the end of its name."""
        self.unfold()
        self.find(f"#{control} label:has(input[value='{value}'])").click()
        self.wait_for(control.rpartition("-")[2], value)

    def says(self, text: str) -> None:
        """Wait until the finding holds a text."""
        self.until(f"document.querySelector('h1').textContent.includes({text!r})")

    def drop(self, economy: str) -> None:
        """Leave an economy out of the comparison."""
        self.find(f".chip[data-economy={economy}] .chip-remove").click()
        self.until(f"!document.querySelector('.chip[data-economy={economy}]')")

    def seek(self, picker: str, text: str) -> None:
        """Type into a list, and choose the first entry that is left."""
        self.unfold()
        self.find(picker).click()
        self.find(".dash-dropdown-search").fill(text)
        self.find(".dash-dropdown-content .dash-dropdown-option").first.click()

    def act(self, name: str, card: str = "") -> None:
        """Press a button below a figure: "table", "data", "image", "cite" or "link"; of a card."""
        self.find(f"{f'[data-card={card}] ' if card else ''}[data-action={name}]").first.click()

    def saved(self, selector: str) -> tuple[str, bytes]:
        """Press what saves a file; return its name and content."""
        with self.page.expect_download() as started:
            self.find(selector).click()
        return started.value.suggested_filename, Path(started.value.path()).read_bytes()

    def boxes(self, selector: str) -> list[dict[str, float]]:
        """The boxes of all elements that are shown, in pixels of the page."""
        found: list[dict[str, float]] = self.page.evaluate(
            """(selector) => Array.from(document.querySelectorAll(selector))
              .map((one) => one.getBoundingClientRect()).filter((box) => box.width && box.height)
              .map((box) => ({
                left: box.left, right: box.right, top: box.top + scrollY, bottom: box.bottom + scrollY
              }))
            """,
            selector,
        )
        return found

    def style(self, selector: str, name: str, pseudo: str | None = None) -> str:
        """A computed style of the first element."""
        value: str = self.page.evaluate(
            "([selector, name, pseudo]) => getComputedStyle(document.querySelector(selector), pseudo)[name]",
            [selector, name, pseudo],
        )
        return value

    def find(self, selector: str) -> Locator:
        """The elements of a selector."""
        return self.page.locator(selector)

    def scrolls_sideways(self) -> bool:
        """Whether the page is wider than its window."""
        wide: bool = self.page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
        return wide

    def violations(self) -> list[str]:
        """What the content security policy forbade."""
        found: list[str] = self.page.evaluate("window.violations")
        return found

    def close(self) -> None:
        """Close the page; a fault that no test looked at is a failure all the same."""
        said = self._said()
        self.page.close()
        assert not said, said

    def leave(self) -> Page:
        """Leave the page as a new one is, and return it for another visit; fails as `close` does."""
        said = self._said()
        for event, heard in self._heard.items():
            self.page.remove_listener(event, heard)
        self.page.unroute_all()
        self.page.evaluate("sessionStorage.clear()")
        self.page.goto("about:blank")
        self.page.emulate_media(media="null", reduced_motion="null", forced_colors="null", contrast="null")
        assert not said, said
        return self.page

    def _said(self) -> list[str]:
        return [*self.faults, *(f"policy: {one}" for one in self.violations())]
