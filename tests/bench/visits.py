"""Visits of a browser to a page that shows the trajectory: bytes, first picture, chart, changes."""

import os
import shutil
from dataclasses import dataclass, field

from playwright.sync_api import Browser, CDPSession, Page, Playwright

FLAGS = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]
BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")
CHART = ".js-plotly-plot .scatterlayer .trace"
PICTURE = f"{CHART}, .fluid path"
# Looked for in every frame, with the clock of the page: ms from the start of its load to the frame after.
WATCH = """
window.seen = {};
(function look() {
  const wanted = { chart: %r, picture: %r };
  for (const [name, selector] of Object.entries(wanted)) {
    if (!(name in window.seen) && document.querySelector(selector)) {
      window.seen[name] = 0;
      requestAnimationFrame(() => { window.seen[name] = performance.now(); });
    }
  }
  if (!window.seen.chart) requestAnimationFrame(look);
})();
""" % (CHART, PICTURE)  # noqa: UP031 - braces are JavaScript's here
CHANGE = """(number) => new Promise((done) => {
  const graph = document.querySelector(".js-plotly-plot");
  const axis = () => [...graph.querySelectorAll(".ytick text")].map((tick) => tick.textContent).join();
  const before = axis();
  const start = performance.now();
  const radio = [...document.querySelectorAll("input[type=radio]")].filter((one) => !one.disabled)[number];
  radio.click();
  (function look() {
    if (axis() === before) requestAnimationFrame(look);
    else requestAnimationFrame(() => done(performance.now() - start));
  })();
})"""
MOVES = (1, 2, 0, 1, 2, 0, 2, 1, 0)


@dataclass(slots=True)
class Seen:
    """One page: kB and requests of a cold visit, kB of the next, ms of what could be seen, of changes."""

    kilobytes: float = 0
    requests: int = 0
    warm_kilobytes: float = 0
    picture: float = 0
    chart: float = 0
    warm_chart: float = 0
    changes: list[float] = field(default_factory=list)


def launch(driver: Playwright) -> Browser:
    """Start the browser that CHROMIUM names, or the first that is there."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)))
    return driver.chromium.launch(executable_path=found, args=FLAGS)


def visit(browser: Browser, url: str, *, phone: bool = False, chart: bool = True) -> Seen:
    """Visit a page twice in a new profile; phone: a quarter of the speed, 1.6 Mbit/s, 150 ms."""
    size = {"width": 390, "height": 844} if phone else {"width": 1440, "height": 900}
    context = browser.new_context(viewport=size)  # type: ignore[arg-type]
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    if phone:
        _slow(session)
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.add_init_script(WATCH)
    seen = Seen()
    _load(page, url, chart=chart)
    seen.picture, seen.chart = (
        float(page.evaluate(f"window.seen.{name} || 0")) for name in ("picture", "chart")
    )
    page.wait_for_timeout(300)
    seen.kilobytes, seen.requests = sum(sizes) / 1000, len([size for size in sizes if size])
    if chart and not phone:
        page.wait_for_function("() => !document.querySelector('#site-first')")
        seen.changes = [float(page.evaluate(CHANGE, number)) for number in MOVES][1:]
    sizes.clear()
    _load(page, url, chart=chart)
    seen.warm_chart = float(page.evaluate("window.seen.chart || 0"))
    page.wait_for_timeout(300)
    seen.warm_kilobytes = sum(sizes) / 1000
    context.close()
    return seen


def _slow(session: CDPSession) -> None:
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    speed = {"offline": False, "latency": 150, "downloadThroughput": 2e5, "uploadThroughput": 1e5}
    session.send("Network.emulateNetworkConditions", speed)


def _load(page: Page, url: str, *, chart: bool) -> None:
    page.goto(url, timeout=120_000)
    page.wait_for_function(f"() => window.seen.{'chart' if chart else 'picture'}", timeout=120_000)
