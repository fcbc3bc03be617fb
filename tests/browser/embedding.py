"""Another site, on an origin of its own, whose pages hold what a test puts into them."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Frame, Page

DRAWN = """() => Array.from(document.querySelectorAll("[data-part=plot]"))
  .every((plot) => !plot.clientWidth || plot.querySelector(".main-svg .trace, .main-svg .annotation-text"))
  && Array.from(document.querySelectorAll(".drawn")).every((place) => place.querySelector("tbody tr"))"""


@dataclass
class Elsewhere:
    """The other site: `show` opens a page of it that holds some HTML."""

    address: str
    bodies: list[str] = field(default_factory=list)

    def show(self, page: Page, body: str) -> None:
        """Open a page with this body and wait until its frames have loaded."""
        self.bodies.append(
            f"<!doctype html><html lang='en'><title>Elsewhere</title><body>{body}</body></html>"
        )
        page.goto(f"{self.address}/{len(self.bodies) - 1}")


@contextmanager
def elsewhere() -> Iterator[Elsewhere]:
    """Run the other site on a free port; "localhost" is another host than 127.0.0.1 to a browser."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            number = self.path.strip("/")
            known = number.isdigit() and int(number) < len(other.bodies)
            body = other.bodies[int(number)].encode() if known else b""
            self.send_response(200 if known else 204)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        other = Elsewhere(f"http://localhost:{server.server_address[1]}")
        Thread(target=server.serve_forever, daemon=True).start()
        yield other
        server.shutdown()


def framed(page: Page) -> Frame:
    """Return the frame of a page, drawn."""
    frame = page.frames[1]
    frame.wait_for_load_state()
    frame.wait_for_function(DRAWN)
    return frame
