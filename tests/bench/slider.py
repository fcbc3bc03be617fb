"""Time a move of a slider of the weights, from the key to the repainted bars, and print p50 and p95."""

import statistics
import sys

from playwright.sync_api import Page, sync_playwright

from tests.bench.servers import serving
from tests.bench.visits import launch

MOVES = 80
WARM = 10
# From the key to the frame in which the bars hold other shares and the answer is that of the newest weights.
WATCH = """() => {
  window.times = [];
  const bars = () => document.querySelector("#weights-draws-graph .js-plotly-plot").data[0].y.join();
  document.addEventListener("keydown", () => {
    const start = performance.now();
    const before = bars();
    const look = () => {
      if (bars() === before) requestAnimationFrame(look);
      else requestAnimationFrame(() => window.times.push(performance.now() - start));
    };
    requestAnimationFrame(look);
  }, true);
}"""


def moves(page: Page, pause: int) -> list[float]:
    """Return the ms of each move; ``pause`` is the time between two keys."""
    page.evaluate(WATCH)
    page.locator("[data-slider] [role=slider]").nth(2).focus()
    for number in range(MOVES + WARM):
        page.keyboard.press("ArrowRight" if number // 15 % 2 == 0 else "ArrowLeft")
        page.wait_for_function("(count) => window.times.length > count", arg=number)
        page.wait_for_timeout(pause)
    times: list[float] = page.evaluate("window.times")
    return times[WARM:]


def main() -> None:
    """Move a slider by keys, one after the other and with a rest between them, and print the times."""
    with sync_playwright() as driver, serving("app:server") as served:
        browser = launch(driver)
        for name, pause in (("without a rest", 0), ("with a rest", 400)):
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.goto(f"{served.address}/en/weights")
            page.wait_for_selector("#weights-draws-graph .js-plotly-plot .bars", state="attached")
            page.wait_for_timeout(500)
            times = sorted(moves(page, pause))
            middle, late = statistics.median(times), times[int(0.95 * len(times))]
            line = f"move of a slider, {name} ({len(times)} moves), ms: p50 {middle:.1f}, p95 {late:.1f}\n"
            sys.stdout.write(line)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
