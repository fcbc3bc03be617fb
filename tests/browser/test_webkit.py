"""Five pages in WebKit, the engine of Safari: they become live, and their figures are drawn whole."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from tests.browser.waiting import DRAWN
from tests.serving import free_port

WINDOW = {"x": 0, "y": 0, "width": 1440, "height": 900}
LIVE = f"""const answer = arguments[0];
(function look() {{ ({DRAWN})() ? setTimeout(answer, 300) : requestAnimationFrame(look); }})();"""
FAULTS = "return [...document.querySelectorAll('.fault')].map((fault) => fault.textContent)"
# Of each straight line on show above the curves: the share of its points with ink in an image of the window.
INK = """const [shot, answer] = arguments;
const picture = new Image();
picture.onload = () => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [picture.width, picture.height];
  const paper = canvas.getContext("2d");
  paper.drawImage(picture, 0, 0);
  const scale = picture.width / innerWidth;
  const ink = (x, y) => {
    const near = paper.getImageData(Math.round(x * scale) - 1, Math.round(y * scale) - 1, 3, 3).data;
    return Array.from({ length: 9 }, (_, at) => near[4 * at] + near[4 * at + 1] + near[4 * at + 2])
      .some((light) => light < 600);
  };
  const points = Array.from({ length: 21 }, (_, at) => at / 20);
  answer([...document.querySelectorAll(".layer-above .shape-group path")]
    .map((path) => path.getBoundingClientRect())
    .filter((box) => !box.width !== !box.height && box.top > 0 && box.bottom < innerHeight)
    .map(({ left, top, width, height }) =>
      points.filter((at) => ink(left + at * width, top + at * height)).length / points.length));
};
picture.src = "data:image/png;base64," + shot;"""


class WebKit:
    """A window of WebKit, by the protocol of WebDriver (W3C)."""

    def __init__(self, driver: str) -> None:
        """Open a window; driver: the address of a WebKitWebDriver."""
        self._session = f"{driver}/session"
        self._session += "/" + self.command("", {"capabilities": {}})["sessionId"]
        self.command("/timeouts", {"script": 120_000})
        self.command("/window/rect", WINDOW)

    def command(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """Return the value of a command; one without a body is a question."""
        method = "GET" if body is None else "POST"
        answer = requests.request(method, self._session + path, json=body, timeout=150)
        assert answer.ok, answer.text
        return answer.json()["value"]

    def go(self, address: str) -> None:
        """Open an address and wait until the page is live, with its figures."""
        self.command("/url", {"url": address})
        self.run(LIVE, kind="async")

    def run(self, script: str, *values: Any, kind: str = "sync") -> Any:
        """Return what a script returns; of kind "async": what it gives to its last argument."""
        return self.command(f"/execute/{kind}", {"script": script, "args": values})

    def close(self) -> None:
        """Close the window."""
        requests.delete(self._session, timeout=60)


@pytest.fixture(scope="module")
def webkit() -> Iterator[WebKit]:
    """A window on a screen in memory."""
    port = free_port()
    command = ["xvfb-run", "--auto-servernum", "WebKitWebDriver", f"--port={port}"]
    with subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL) as driver:
        try:
            window = _opened(f"http://127.0.0.1:{port}")
            yield window
            window.close()
        finally:
            os.killpg(driver.pid, signal.SIGTERM)


def _opened(driver: str) -> WebKit:
    for _ in range(100):
        try:
            return WebKit(driver)
        except requests.ConnectionError:
            time.sleep(0.2)
    raise AssertionError("WebKitWebDriver does not answer")


@pytest.mark.parametrize("path", ["en/", "zh/why", "en/ranking/map", "en/weights", "en/strategy/targets"])
def test_a_page_is_live_in_webkit_and_its_lines_are_whole(webkit: WebKit, address: str, path: str) -> None:
    webkit.go(f"{address}/{path}")
    assert webkit.run(FAULTS) == []
    if path in {"en/", "en/strategy/targets"}:
        inked = webkit.run(INK, webkit.command("/screenshot"), kind="async")
        assert inked
        assert min(inked) > 0.3
