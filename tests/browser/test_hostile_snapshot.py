"""Hostile text in every name, note and address of a snapshot is shown as text, and as nothing else."""

from __future__ import annotations

import tomllib
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from components.pages import EMBEDS
from components.text import LANGUAGES
from data import catalog, store
from tests import hostile
from tests.browser.pages import PAGES
from tests.browser.visit import Visit
from tests.browser.waiting import STILL
from tests.sampling import sample
from tests.serving import serve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from data.snapshot import Snapshot

HOSTS = frozenset(tomllib.loads((Path(catalog.FOLDER) / "sources.toml").read_text(encoding="utf-8"))["hosts"])
# Everything that a reader can bring to light without leaving the page.
OPENED = """() => {
  document.querySelectorAll("details").forEach((one) => { one.open = true; });
  document.querySelectorAll("[data-action=table], [data-action=cite], [data-action=download]")
    .forEach((one) => one.click());
  document.querySelectorAll(".js-plotly-plot").forEach((graph) => graph.data.forEach((trace, curveNumber) => {
    const axes = (trace.xaxis || "x") + (trace.yaxis || "y");
    if (graph.offsetWidth) window.Plotly.Fx.hover(graph, [{ curveNumber, pointNumber: 0 }], axes);
  }));
}"""
FOUND = """() => {
  const all = Array.from(document.querySelectorAll("*"));
  const linked = "http://www.w3.org/1999/xlink";
  const address = (one, name) => one.getAttribute(name) || one.getAttributeNS(linked, name);
  const foreign = "iframe, object, embed, base:not([target]), form, meta[http-equiv]";
  return {
    addresses: all.flatMap((one) => ["href", "src", "action", "formaction", "srcdoc", "data"]
      .map((name) => address(one, name)).filter(Boolean)),
    handlers: all.flatMap((one) => one.getAttributeNames().filter((name) => name.startsWith("on"))),
    foreign: document.querySelectorAll(foreign).length,
  };
}"""


@pytest.fixture(scope="module")
def shown(browser: Browser, pinned: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """One visit, on a server that shows the hostile snapshot; it must have been clean at the end."""
    folder, data = tmp_path_factory.mktemp("server"), tmp_path_factory.mktemp("data")
    store.publish(data, store.pack(hostile.tables(pinned.tables()), {}, {}))
    (folder / "hostile_site.py").write_text(hostile.SERVED, encoding="utf-8")
    options = ("--workers", "1", "--pythonpath", f".,{folder}")
    with serve(folder, data, *options, app="hostile_site:server") as served:
        seen = Visit.open(browser, served.address, "/en/")
        yield seen
        seen.close()


def _allowed(address: str, own: str) -> bool:
    parts = urlsplit(address.removeprefix(own))
    if not parts.scheme:
        return not parts.netloc
    return address.startswith(("data:image/svg+xml,", "blob:")) or (
        parts.scheme in ("http", "https") and parts.hostname in HOSTS
    )


def _look(seen: Visit, path: str) -> list[str]:
    """Return what a page makes of hostile text, beside showing it."""
    seen.go(path)
    seen.page.evaluate(OPENED)
    seen.page.evaluate(STILL)  # a hover text is drawn in the next frame
    found = seen.page.evaluate(FOUND)
    said = [address for address in found["addresses"] if not _allowed(address, seen.address)]
    said += [*found["handlers"], *seen.faults, *seen.violations()]
    if found["foreign"] or seen.page.evaluate(f"typeof window.{hostile.SENTINEL}") != "undefined":
        said.append("an element or a script of the data")
    return said


def test_pages_and_embeds_show_hostile_text_as_text(shown: Visit) -> None:
    # The hostile text is the same in all languages, drawn by the same code: every other page is in each.
    found = {}
    for lang, page in zip(cycle(LANGUAGES), sample(PAGES, 14), strict=False):
        found[page] = _look(shown, f"/{lang}/{page}")
        # What the site says of itself holds none of the data.
        own = page in ("about", "about/accessibility", "about/glossary")
        assert own or "<" in shown.page.inner_text("body")
    found |= {name: _look(shown, f"/embed/{name}?lang=en") for name in sample(EMBEDS, 6)}
    assert not any(found.values()), {place: faults for place, faults in found.items() if faults}
