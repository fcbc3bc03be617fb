"""Other data than the bundled: a new snapshot under an open page, a hostile one, a pack with little data."""

import os
import subprocess
import sys
from itertools import cycle
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser

from components.pages import CARDS
from components.pages import PAGES as SITE
from components.text.catalog import LANGUAGES
from components.text.paths import NEEDS
from data import store
from data.snapshot import Snapshot
from tests import hostile
from tests.browser.pages import PAGES
from tests.browser.visit import PHONE, Visit
from tests.browser.waiting import STILL
from tests.sampling import LONG, sample
from tests.serving import ROOT, serve

PUBLIC = "https://gii.example.org"
ICON = "favicon"
"""Chromium asks for it again when the address changes, and breaks off when the page begins anew."""
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
PATHS = [page.path for page in SITE if not page.item and page.path not in NEEDS]
PACKS = [("SYR", "strategy/7"), *([("VNM", "strategy/targets"), ("IND", "strategy/productivity")] * LONG)]


def test_a_change_after_a_new_snapshot_shows_the_page_anew_once(
    browser: Browser, tmp_path: Path, later: store.Package
) -> None:
    with serve(tmp_path, tmp_path / "data", "--workers", "1", variables={"PUBLIC_URL": PUBLIC}) as site:
        seen = Visit.open(browser, site.address, "/en/?show=score&with=KOR,FRA&raise=FRA")
        seen.act("link")  # what is copied begins with the public address, wherever the browser has read it
        assert seen.page.inner_text("dialog[open] pre[data-part=link]").startswith(f"{PUBLIC}/en/?show=score")
        assert f'<iframe src="{PUBLIC}/embed/' in seen.page.inner_text("dialog[open] pre[data-part=code]")
        seen.page.keyboard.press("Escape")
        before = seen.curves()["CHN"][-1] or 0
        store.publish(tmp_path / "data", later)
        while seen.page.request.get(f"{site.address}/readyz").headers["x-snapshot"] != later.id:
            seen.page.wait_for_timeout(100)
        seen.drop("KOR")
        seen.until(f"document.querySelector('[data-snapshot]')?.dataset.snapshot === '{later.id}'")
        seen.settle()
        assert parse_qs(seen.query()) == {"show": ["score"], "with": ["FRA"], "raise": ["FRA"]}
        assert list(seen.curves()) == ["FRA", "CHN"]
        assert seen.curves()["CHN"][-1] == pytest.approx(before + 0.5)
        assert later.id in seen.page.inner_text("footer")
        seen.show("rank")
        assert seen.requests.count("/en/") == 2
        seen.faults = [one for one in seen.faults if ICON not in one]
        seen.close()


def _look(seen: Visit, path: str) -> list[str]:
    """Return what a page makes of hostile text, beside showing it."""
    seen.go(path)
    seen.page.evaluate(OPENED)
    seen.page.evaluate(STILL)  # a hover text is drawn in the next frame
    found, said = seen.page.evaluate(FOUND), []
    # A reference leads wherever its file says, but never to a script.
    hosts = hostile.HOSTS | hostile.ELSEWHERE if path.endswith("strategy/targets") else hostile.HOSTS
    for address in found["addresses"]:
        parts = urlsplit(address.removeprefix(seen.address))
        own = (not parts.scheme and not parts.netloc) or address.startswith(("data:image/svg+xml,", "blob:"))
        if not own and (parts.scheme not in ("http", "https") or parts.hostname not in hosts):
            said.append(address)
    said += [*found["handlers"], *seen.faults, *seen.violations()]
    if found["foreign"] or seen.page.evaluate(f"typeof window.{hostile.SENTINEL}") != "undefined":
        said.append("an element or a script of the data")
    return said


def test_pages_and_embeds_show_hostile_text_as_text(
    browser: Browser, pinned: Snapshot, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    store.publish(data, store.pack(hostile.tables(pinned.tables()), {}, {}))
    (tmp_path / "hostile_site.py").write_text(hostile.SERVED, encoding="utf-8")
    options = ("--workers", "1", "--pythonpath", f".,{tmp_path}")
    with serve(tmp_path, data, *options, app="hostile_site:server") as served:
        seen, found = Visit.open(browser, served.address, "/en/"), {}
        # The text is the same in all languages, drawn by the same code: every other page is in each.
        for lang, page in zip(cycle(LANGUAGES), sample(PAGES, 10), strict=False):
            found[page] = _look(seen, f"/{lang}/{page}")
            # What the site says of itself holds none of the data.
            own = page in ("about", "about/accessibility", "about/glossary")
            assert own or "<" in seen.page.inner_text("body")
        found |= {name: _look(seen, f"/embed/{name}?lang=en") for name in sample(CARDS, 4)}
        seen.close()
    assert {place: faults for place, faults in found.items() if faults} == {}


@pytest.mark.parametrize(("economy", "more"), PACKS)
def test_every_page_of_a_pack_is_clean(browser: Browser, tmp_path: Path, economy: str, more: str) -> None:
    pack, data, log = ROOT / "packs" / economy, tmp_path / "data", tmp_path / "log"
    log.mkdir()
    variables = {"DATA_DIR": str(data)}
    made: list[list[str]] = []
    if not pack.exists():
        pack = tmp_path / economy
        made = [["pack", "new", economy, "--output", str(pack)]]
    for command in (*made, ["build", "--pack", str(pack)]):
        done = [sys.executable, "-m", "etl", *command]
        subprocess.run(done, cwd=ROOT, env={**os.environ, **variables}, check=True, capture_output=True)
    variables["PACK"] = str(pack)
    own = ["", more, "strategy/1", f"economy/{economy}", f"brief/{economy}", "story/1"]
    paths = [*own, *sample([path for path in PATHS if path], 4)]
    places = [f"/{lang}/{path}" for path in paths for lang in LANGUAGES]
    if not LONG:  # every page is in one language
        places = [f"/{lang}/{path}" for lang, path in zip(cycle(LANGUAGES), paths, strict=False)]
    context = browser.new_context()
    with serve(log, data, "--workers", "1", app="app:server", variables=variables) as site:
        seen = Visit.open(context, site.address, places[0], width=PHONE[0], height=PHONE[1])
        found = {}
        for place in places:
            seen.go(place)
            found[place] = (seen.page.locator("h1").first.inner_text().strip() != "", seen.scrolls_sideways())
        seen.quiet()
        seen.close()
    context.close()
    assert {place: said for place, said in found.items() if said != (True, False)} == {}
