"""Measure the site beside the reference page, in interleaved rounds, and print a table of ratios."""

import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import requests
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[2]
ROUNDS = 7
SITES = {"this site": ("app:server", "/en/"), "plain Dash": ("tests.bench.plain_dash:server", "/")}
FLAGS = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]
DRAWN = ".js-plotly-plot .scatterlayer .trace"
AXIS = "[...document.querySelectorAll('.js-plotly-plot .ytick text')].map(tick => tick.textContent).join()"


@contextmanager
def serving(module: str) -> Iterator[tuple[str, float, int]]:
    """Start one worker on a free port; yield its address, the ms to its first answer and its process id."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "--workers", "1"]
    command += ["--bind", f"127.0.0.1:{port}", "--log-level", "error", module]
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
    address = f"http://127.0.0.1:{port}"
    try:
        yield address, first_answer(address, start), process.pid
    finally:
        process.terminate()
        process.wait(20)


def first_answer(address: str, start: float) -> float:
    """Return the ms until the server answers; ``TimeoutError`` after a minute."""
    while time.perf_counter() - start < 60:
        try:
            requests.get(f"{address}/_dash-layout", timeout=5).raise_for_status()
        except requests.ConnectionError:
            time.sleep(0.01)
        else:
            return (time.perf_counter() - start) * 1000
    raise TimeoutError(address)


def memory(pid: int) -> float:
    """Return the resident memory of a process and its children in MB (Linux)."""
    children = subprocess.run(
        ["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False
    ).stdout.split()
    pages = [int(Path(f"/proc/{child}/statm").read_text().split()[1]) for child in children]
    return max(pages, default=0) * os.sysconf("SC_PAGE_SIZE") / 1e6


def visit(browser: Browser, url: str, phone: bool) -> dict[str, float]:
    """Return kB and requests of a cold visit, ms until the chart is drawn, ms of interactions."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844} if phone else {"width": 1440, "height": 900}
    )
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    if phone:
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        speed = {"offline": False, "latency": 150, "downloadThroughput": 2e5, "uploadThroughput": 1e5}
        session.send("Network.emulateNetworkConditions", speed)
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    cold = drawn(page, lambda: page.goto(url))
    page.wait_for_timeout(300)
    result = {
        "kB, cold": sum(sizes) / 1000,
        "requests, cold": float(len(sizes)),
        "chart drawn, cold, ms": cold,
    }
    sizes.clear()
    result["chart drawn, warm, ms"] = drawn(page, lambda: page.reload())
    result["kB, warm"] = sum(sizes) / 1000
    if not phone:
        result["change of measure, p50, ms"] = statistics.median(changes(page))
    context.close()
    return result


def drawn(page: Page, load: Callable[[], object]) -> float:
    """Return the ms from the start of a load until the chart has its lines."""
    start = time.perf_counter()
    load()
    page.wait_for_selector(DRAWN, state="attached", timeout=90_000)
    return (time.perf_counter() - start) * 1000


def changes(page: Page) -> list[float]:
    """Return the ms from a click on a measure until the chart's vertical axis has changed."""
    page.wait_for_timeout(300)
    times = []
    for number in (1, 2, 1, 2, 0):
        before = page.evaluate(AXIS)
        start = time.perf_counter()
        page.locator("input[type=radio]").nth(number).check(force=True)
        while page.evaluate(AXIS) == before and time.perf_counter() - start < 20:
            time.sleep(0.001)
        times.append((time.perf_counter() - start) * 1000)
    return times


def main() -> None:
    """Run the rounds and print medians and ratios."""
    found: dict[str, dict[str, list[float]]] = {name: {} for name in SITES}
    with sync_playwright() as driver:
        chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
        browser = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        for turn in range(ROUNDS):
            for name, (module, path) in SITES.items():
                with serving(module) as (address, started, pid):
                    seen = {"start to first answer, ms": started}
                    seen |= visit(browser, address + path, phone=False)
                    if turn < 2:
                        phone = visit(browser, address + path, phone=True)
                        seen |= {f"phone: {key}": phone[key] for key in phone if "drawn" in key}
                    seen["worker memory, MB"] = memory(pid)
                for key, value in seen.items():
                    found[name].setdefault(key, []).append(value)
        browser.close()
    lines = [f"{f'median of {ROUNDS} rounds':36}{'this site':>12}{'plain Dash':>12}{'ratio':>8}"]
    for key in found["this site"]:
        ours, plain = (statistics.median(found[name][key]) for name in SITES)
        lines.append(f"{key:36}{ours:12.1f}{plain:12.1f}{ours / plain:8.2f}")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
