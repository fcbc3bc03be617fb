"""Visits of a browser to a page that shows the trajectory: bytes, first picture, chart, changes."""

import os
import shutil
import statistics

from playwright.sync_api import Browser, CDPSession, Page, Playwright

FLAGS = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]
BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")
CHART = ".js-plotly-plot .trace"
PICTURE = f"{CHART}, .static-svg path"
TEXT, LIVE = "h1", "html:not(.first) #react-entry-point h1"
"""What stands for picture and chart on a page of the site without any: its heading, and that of Dash."""
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
"""
# The middle of the first figure at this width, else of the first control; null where there is neither.
PLACE = """() => {
  const pictures = [...document.querySelectorAll(".static-svg")];
  const one = pictures.find((picture) => picture.getBoundingClientRect().width)
    || document.querySelector("main :is(input, select, button)");
  if (!one) return null;
  one.scrollIntoView({ block: "center" });
  const box = one.getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
}"""
# The figure of a document is there once the document is; after that only the live one comes. What is tapped
# before the first paint, a browser drops.
READ = """() => performance.getEntriesByName("first-contentful-paint").length
  && (window.seen.picture || (document.readyState !== "loading" && !document.querySelector(".static-svg")))"""
# What the first screen needs: the document, the styles that it waits for, and the first script.
FIRST = """() => [
  location.href,
  ...performance.getEntriesByType("resource").filter((one) => one.renderBlockingStatus === "blocking")
    .map((one) => one.name),
  (document.querySelector("script[defer]") || document.scripts[0])?.src,
]"""
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
LONGEST = 120_000
"""ms that a visit may take."""
MOVES = (1, 2, 0, 1, 2, 0, 2, 1, 0)


def launch(driver: Playwright) -> Browser:
    """Start the browser that CHROMIUM names, or the first that is there."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)))
    return driver.chromium.launch(executable_path=found, args=FLAGS)


def visit(
    browser: Browser, url: str, picture: str, chart: str, *, phone: bool = False, changes: bool = False
) -> dict[str, float]:
    """Visit a page twice in a new profile; phone: a quarter of the speed, 1.6 Mbit/s, 150 ms.

    picture, chart: selectors of what is looked for, first and live. On the phone the first figure, or without
    one the first control, is tapped as soon as the page can be read, and its picture is there if it has one.
    changes: the time of each change of measure as well.
    """
    size = {"width": 390, "height": 844} if phone else {"width": 1440, "height": 900}
    context = browser.new_context(viewport=size, has_touch=phone)  # type: ignore[arg-type]
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    if phone:
        _slow(session)
    urls: dict[str, str] = {}
    sizes: list[tuple[str, float]] = []
    session.on(
        "Network.requestWillBeSent", lambda one: urls.update({one["requestId"]: one["request"]["url"]})
    )
    session.on(
        "Network.loadingFinished",
        lambda one: sizes.append((urls.get(one["requestId"], ""), one["encodedDataLength"])),
    )
    page.add_init_script(WATCH % (chart, picture))
    device = "phone: " if phone else ""
    _load(page, url, tap=phone)
    first = set(page.evaluate(FIRST))
    found = {
        f"{device}kB until read": sum(size for name, size in sizes if name in first) / 1000,
        f"{device}kB cold": sum(size for _, size in sizes) / 1000,
        f"{device}picture, ms": float(page.evaluate("window.seen.picture")),
        f"{device}chart, ms": float(page.evaluate("window.seen.chart")),
    }
    if changes:
        page.wait_for_function("() => !document.querySelector('#site-first')")
        times = sorted([float(page.evaluate(CHANGE, number)) for number in MOVES][1:])
        found |= {"change p50, ms": statistics.median(times), "change p95, ms": times[-1]}
    sizes.clear()
    _load(page, url, tap=phone)
    found[f"{device}kB warm"] = sum(size for _, size in sizes) / 1000
    found[f"{device}chart warm, ms"] = float(page.evaluate("window.seen.chart"))
    context.close()
    return found


def _slow(session: CDPSession) -> None:
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    speed = {"offline": False, "latency": 150, "downloadThroughput": 2e5, "uploadThroughput": 1e5}
    session.send("Network.emulateNetworkConditions", speed)


def _load(page: Page, url: str, *, tap: bool) -> None:
    page.goto(url, wait_until="commit", timeout=LONGEST)
    if tap:
        page.wait_for_function(READ, timeout=LONGEST)
        if place := page.evaluate(PLACE):
            page.touchscreen.tap(*place)
    page.wait_for_function("() => window.seen.chart", timeout=LONGEST)
    page.wait_for_load_state("load", timeout=LONGEST)
    page.wait_for_timeout(300)
