"""screenshots of the pages for the documents: python -m tools.screenshots"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "images"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ("--no-sandbox", "--font-render-hinting=none", "--disable-background-networking", "--disable-sync")
DRAWN = """() => Boolean(document.querySelector("h1")) && !document.querySelector("#site-first")
  && Array.from(document.querySelectorAll("[data-part=plot]"))
  .every((plot) => plot.querySelector(".annotation-text, .trace"))"""
STILL = "() => document.fonts.ready.then(() => new Promise((done) => setTimeout(done, 300)))"


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: page, language, theme; desktop (1440 × 900) or phone (390 × 844 at twice the scale)."""

    page: str
    lang: str
    theme: str
    phone: bool = False

    @property
    def name(self) -> str:
        """The file's name: overview-en-light.png, economy-zh-phone-dark.png."""
        size = "phone-" if self.phone else ""
        page = self.page.removesuffix("/CHN").replace("/", "-") or "overview"
        return f"{page}-{self.lang}-{size}{self.theme}.png"


SHOTS = (
    *(Shot(page, "en", "light") for page in ("", "why", "weights", "ranking", "economy/CHN", "claims")),
    *(Shot(page, "en", "light") for page in ("strategy", "strategy/productivity", "ranking/others")),
    *(Shot(f"strategy/{number}", "en", "light") for number in range(1, 6)),
    *(Shot(f"strategy/{number}", "en", "light", phone=True) for number in range(1, 6)),
    *(Shot(page, "zh", "light") for page in ("", "why", "strategy/4", "weights")),
    *(Shot(page, "en", "light") for page in ("compare", "data", "learn/lessons", "about/glossary")),
    *(Shot(page, "zh", "dark", phone=True) for page in ("strategy/4", "weights")),
    Shot("", "zh", "dark"),
    Shot("", "en", "light", phone=True),
    Shot("", "zh", "dark", phone=True),
)


@contextmanager
def serve() -> Iterator[str]:
    """Serve the bundled snapshot on a free port; ``RuntimeError`` if it does not start."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as empty:
        environment = {
            name: value for name, value in os.environ.items() if name not in ("SNAPSHOT", "DISPLAY")
        }
        environment |= {"DATA_DIR": empty, "PORT": str(port)}
        process = subprocess.Popen(
            [sys.executable, "app.py"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait(address, process)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    limit = time.monotonic() + 60
    while time.monotonic() < limit and process.poll() is None:
        try:
            with urlopen(f"{address}/readyz", timeout=2):  # noqa: S310 - our own address
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError("the site did not start")


def chromium() -> str:
    """Return the browser's path: CHROMIUM, else the first on the PATH; ``RuntimeError`` if there is none."""
    names = (os.environ["CHROMIUM"],) if os.environ.get("CHROMIUM") else BROWSERS
    path = next((found for name in names if (found := shutil.which(name))), None)
    if path is None:
        raise RuntimeError("no Chromium or Google Chrome found: install one, or set CHROMIUM to its path")
    return path


def take(browser: Browser, address: str, shot: Shot, folder: Path) -> Path:
    """Take one picture and return its file."""
    size, scale = ((390, 844), 2) if shot.phone else ((1440, 900), 1)
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, device_scale_factor=scale, reduced_motion="reduce"
    )
    context.add_cookies([{"name": "theme", "value": shot.theme, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/{shot.lang}/{shot.page}")
    page.wait_for_function(DRAWN)
    page.evaluate(STILL)
    path = folder / shot.name
    page.screenshot(path=path, animations="disabled", caret="hide")
    context.close()
    return path


def main(folder: Path = FOLDER) -> None:
    """Take every picture of SHOTS into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with serve() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        for shot in SHOTS:
            path = take(browser, address, shot, folder)
            print(f"{path.name}  {path.stat().st_size // 1024} kB")
        browser.close()


if __name__ == "__main__":
    main()
