"""Requests as readers, scripts and strangers send them: many kinds, no two alike if one likes."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from components.pages import EMBEDS, TABLES
from components.routes import PATHS
from components.shell import VISIT
from data.api import ENDPOINTS
from tests.site_callbacks import UPDATE, body

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from app import Dashboard

CODES = ("CHN", "KOR", "SGP", "USA", "CHE", "DEU", "IND", "BRA", "VNM", "EGY", "JPN", "FRA", "XXX")
MIXED = {
    "opened": 380,
    "page": 20,
    "drawn": 20,
    "change": 60,
    "api": 350,
    "static": 95,
    "embed": 8,
    "download": 7,
}
"""Kinds of requests of readers, scripts and strangers together, by their share."""
READERS = {
    "opened": 450,
    "page": 20,
    "drawn": 20,
    "change": 300,
    "api": 30,
    "static": 150,
    "embed": 15,
    "download": 15,
}
"""Those of ordinary readers: pages that are known, and changes of what they show."""
MEASURES = ("rank", "score", "percentile", "GII", "P1", "gerd", "nothing")


@dataclass(frozen=True, slots=True)
class Sent:
    """One request; a body is sent with POST."""

    path: str
    body: bytes | None = None


def callback(dashboard: Dashboard, holds: str, values: dict[str, Any]) -> bytes:
    """Return what a browser sends to the callback whose output holds a name."""
    callbacks: dict[str, Any] = dashboard.callback_map
    (output,) = (name for name, known in callbacks.items() if holds in name and "callback" in known)
    return json.dumps(body(output, callbacks[output], values)).encode()


class Traffic:
    """Requests by number, the same ones each time; ``dashboard`` says what there is to ask for.

    mix: the kinds, which are methods, by their share.
    """

    def __init__(self, dashboard: Dashboard, mix: Mapping[str, int] = MIXED) -> None:
        self._dashboard = dashboard
        self._paths = sorted(dashboard.page_routes)
        self._usual = sorted(PATHS)
        self._kinds: list[Callable[[random.Random], Sent]] = [getattr(self, name) for name in mix]
        self._shares = tuple(mix.values())

    def __call__(self, number: int) -> Sent:
        """Return a request, most of them of kinds that are quickly answered."""
        draw = random.Random(number)  # noqa: S311 - made up
        return draw.choices(self._kinds, self._shares)[0](draw)

    def of(self, number: int, kinds: Sequence[Callable[[random.Random], Sent]]) -> Sent:
        """Return a request of one of these kinds."""
        draw = random.Random(number)  # noqa: S311 - made up
        return draw.choice(kinds)(draw)

    def query(self, draw: random.Random) -> str:
        """Return a query with some known keys, some known values, and one that nobody asked before."""
        known = {
            "economy": draw.choice(CODES),
            "with": ",".join(draw.sample(CODES, draw.randint(0, 6))),
            "edition": str(draw.randint(2008, 2026)),
            "from": str(draw.randint(2010, 2024)),
            "to": str(draw.randint(2010, 2025)),
            "measure": draw.choice(MEASURES),
            "lang": draw.choice(("en", "zh", "xx")),
            "theme": draw.choice(("dark", "light", "none")),
        }
        kept = {key: known[key] for key in draw.sample(sorted(known), draw.randint(0, 5))}
        return urlencode(kept | {"find": f"{draw.getrandbits(64):x}"})

    def opened(self, draw: random.Random) -> Sent:
        """Return a request for a document as most readers open one."""
        return Sent(draw.choice(self._paths if draw.random() < 0.02 else self._usual))

    def page(self, draw: random.Random) -> Sent:
        """Return a request for a document that nobody asked for before."""
        return Sent(f"{draw.choice(self._paths)}?{self.query(draw)}")

    def drawn(self, draw: random.Random) -> Sent:
        """Return a request for the content of a page."""
        visit = {"path": draw.choice(self._paths), "search": f"?{self.query(draw)}"}
        values = {f"{VISIT}.data": visit}
        return Sent(UPDATE, callback(self._dashboard, "site-page.children", values))

    def change(self, draw: random.Random) -> Sent:
        """Return a request for what a change on the Overview changes."""
        values: dict[str, Any] = {
            "overview-show.value": draw.choice(MEASURES),
            "overview-with.value": draw.sample(CODES, draw.randint(0, 6)),
            "site-lang.data": draw.choice(("en", "zh")),
        }
        return Sent(UPDATE, callback(self._dashboard, "overview-figures.data", values))

    def api(self, draw: random.Random) -> Sent:
        """Return a request of a script."""
        endpoint = draw.choice(ENDPOINTS)
        offers = {
            "economy": draw.choice(CODES),
            "edition": str(draw.randint(2010, 2026)),
            "from": str(draw.randint(2010, 2018)),
            "to": str(draw.randint(2019, 2025)),
            "code": draw.choice(("GII", "P1", "P7")),
            "format": draw.choice(("json", "csv")),
            "limit": str(draw.randint(1, 500)),
            "draws": "200",
            "seed": str(draw.getrandbits(20)),
        }
        asked = {one.name: offers[one.name] for one in endpoint.all_parameters if one.name in offers}
        return Sent(f"{endpoint.path}?{urlencode(asked)}")

    def static(self, draw: random.Random) -> Sent:
        """Return a request for a file, under an address that nobody used before."""
        files = ("/assets/favicon.svg", "/_dash-component-suites/dash/dcc/async-graph.js")
        return Sent(f"{draw.choice(files)}?m={draw.getrandbits(64)}")

    def embed(self, draw: random.Random) -> Sent:
        """Return a request for a figure on another site."""
        return Sent(f"/embed/{draw.choice(sorted(EMBEDS))}?{self.query(draw)}")

    def download(self, draw: random.Random) -> Sent:
        """Return a request for a table, one in ten of them as a workbook or a zip."""
        form = draw.choice(("csv",) * 12 + ("json",) * 6 + ("xlsx", "zip"))
        return Sent(f"/download/{draw.choice(sorted(TABLES))}.{form}?{self.query(draw)}")
