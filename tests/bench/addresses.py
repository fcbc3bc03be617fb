"""Measure what the most expensive addresses that a stranger can ask for cost the server, and sort them."""

import os
import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from unittest.mock import patch
from urllib.parse import urlencode

from flask import Flask
from flask.testing import FlaskClient

import app
from analysis.composition import PILLARS
from analysis.dataset import Dataset
from analysis.query import Nothing, Query
from components import preview
from components.pages import CARDS, EMBEDS, TABLES
from components.routes import Route
from data.api import ENDPOINTS, MOST_CSV, MOST_ROWS, MOST_VALUES, OPENAPI, ROOT, Endpoint, Parameter
from data.languages import LANGUAGES
from data.schema import TABLES as STORED
from data.snapshot import BUNDLED, open_snapshot
from service.api.query import options
from service.render_queue import RenderQueue
from tests.bench.budgets import row
from tests.site_callbacks import UPDATE

VIEWS = int(os.environ.get("VIEWS", "3"))
"""Other sets of choices, drawn at random, by which each kind is tried after its first."""
TOP = 24
BOUND = 1500.0
"""ms of CPU that an address may cost of which any number can be made, so that no cache helps."""
FREE = 300.0
"""The same for an address that waits for no turn: as many are answered at once as a worker has threads."""
WIDEST = 12
"""Economies that are named of a list: more than any list takes."""
OMITTED = 0.6
"""Share of the parameters of the interface that are left out: filters leave little to do."""
HOST = "https://example.org"
LETTERS = "aeinrst"
"""What texts are searched for: each finds many."""
CODINGS = {"Accept-Encoding": "gzip, br"}
Form = Callable[[random.Random], str]
"""A random address of one kind."""


@dataclass(frozen=True, slots=True)
class Cost:
    """A kind of address: ms of CPU of one in a fresh process, of the dearest of others, of the first again.

    address: that dearest. size: bytes of the first. turns: how often one waited for its turn
    (service/render_queue.py). endless: whether there are any number of its kind; what can be asked for in a
    few ways only is in a cache after that, or costs little.
    """

    address: str
    first: float
    other: float
    again: float
    size: int
    turns: int
    endless: bool = True

    @property
    def lasting(self) -> float:
        """The ms that each of ever new addresses of its kind costs."""
        return max(self.other, self.again)

    @property
    def limit(self) -> str:
        """What keeps a crowd of them from taking all of a worker; "" for nothing."""
        return "in turn" if self.turns else ""

    @property
    def over(self) -> bool:
        """Whether it costs more than it may."""
        return self.endless and self.lasting > (BOUND if self.limit else FREE)


def chosen(query: type[Query], dataset: Dataset, draw: random.Random) -> dict[str, str]:
    """Return random choices of a view, as many economies as it takes among them."""
    values: dict[str, str] = {}
    for name, control in query.controls().items():
        known = [str(one) for one in query.read(dataset, values).options(dataset)[control.key]]
        several = draw.sample(known, min(WIDEST, len(known))) or [str(draw.randint(0, 100)) for _ in PILLARS]
        values[control.key] = ",".join(several)
        if not isinstance(getattr(query.read(dataset, values), name), tuple):
            values[control.key] = draw.choice(known or LETTERS)
    return values


def parameters(endpoint: Endpoint, dataset: Dataset, draw: random.Random) -> dict[str, str]:
    """Return random parameters of an endpoint: the most rows, from anywhere, and some of its filters."""
    form = draw.choice(("json", "csv"))
    fixed = {
        "format": form,
        "limit": str(MOST_CSV if form == "csv" else MOST_ROWS),
        "offset": str(draw.randint(0, 9999)),
    }

    def value(one: Parameter) -> str | None:
        known = [str(known) for known in options(dataset, one)]
        if one.name in fixed or one.between or (not one.required and draw.random() < OMITTED):
            return fixed.get(one.name)
        if known:
            return ",".join(draw.sample(known, min(len(known), MOST_VALUES if one.many else 1)))
        if one.kind == "string":
            return "".join(draw.choices("abcdefghijklmnopqrstuvwxyz ", k=one.longest or 200))
        return str(draw.randint(int(one.minimum or 0), int(min(one.maximum or 100, 2025))))

    return {one.name: found for one in endpoint.all_parameters if (found := value(one)) is not None}


def kinds(dashboard: app.Dashboard) -> Iterator[tuple[str, Form, bool]]:
    """Yield each kind of address: its name, what draws one at random, and whether they are without end."""
    dataset = dashboard.current()

    def written(path: str, query: type[Query] | None, more: Mapping[str, str], draw: random.Random) -> str:
        values = {"lang": draw.choice(LANGUAGES), **chosen(query or Nothing, dataset, draw), **more}
        return f"{path}?{urlencode(values, safe=',')}"

    def page(routes: Mapping[str, Route], draw: random.Random) -> str:
        path = draw.choice(sorted(routes))
        return written(path, routes[path][1].query, {"theme": draw.choice(("dark", "light"))}, draw)

    def oembed(source: Form, draw: random.Random) -> str:
        return f"/oembed?{urlencode({'url': source(draw)})}"

    def interface(endpoint: Endpoint, draw: random.Random) -> str:
        return f"{endpoint.path}?{urlencode(parameters(endpoint, dataset, draw), safe=',')}"

    for key in dict.fromkeys(one.key for _, one, _ in dashboard.page_routes.values()):
        own = {path: route for path, route in dashboard.page_routes.items() if route[1].key == key}
        yield f"page {key}", partial(page, own), any(route[1].query for route in own.values())
    for name in sorted(preview.NAMES):
        query = CARDS[name][1].tables[0].query if name in CARDS else None
        yield f"preview {name}", partial(written, f"/preview/{name}.png", query, {}), query is not None
    for name, (_, card) in EMBEDS.items():
        query, most = card.tables[0].query, {"rows": "all", "limit": str(MOST_ROWS)}
        endless = query is not Nothing
        yield f"embed {name}", partial(written, f"/embed/{name}", query, {}), endless
        source = partial(written, f"{HOST}/embed/{name}", query, {})
        yield (
            f"oembed {name}",
            partial(oembed, source),
            endless,
        )
        yield f"card {name}", partial(written, f"{ROOT}/cards/{name}", query, most), endless
    for name, table in TABLES.items():
        for form in ("csv", "json", "xlsx", "zip"):
            path = f"/download/{name}.{form}"
            yield f"download {name}.{form}", partial(written, path, table.query, {"rows": "all"}), True
        yield f"rows of {name}", partial(written, f"/download/{name}/rows.json", table.query, {}), True
    for endpoint in ENDPOINTS:
        yield f"interface {endpoint.name}", partial(interface, endpoint), True
    yield ROOT, lambda _: ROOT, True
    yield OPENAPI, lambda _: OPENAPI, True
    fixed = ["/download/snapshot.zip", *(f"/download/table/{name}.csv" for name in STORED)]
    fixed += [rule.rule for rule in dashboard.server.url_map.iter_rules() if _plain(rule.rule)]
    fixed += [f"/{lang}/feed.xml" for lang in LANGUAGES]
    for path in dict.fromkeys(fixed):
        yield path, partial(lambda path, draw: f"{path}?n={draw.getrandbits(64)}", path), True
    yield "no such page", lambda draw: f"/en/{draw.getrandbits(512):x}?{draw.getrandbits(4000):x}", True
    yield "no such parameter", lambda draw: f"{ROOT}/scores?{draw.getrandbits(4000):x}=1", True


def _plain(rule: str) -> bool:
    return not rule.startswith(ROOT) and not any(one in rule for one in ("<", "oembed", UPDATE))


def spent(client: FlaskClient, address: str) -> tuple[float, int]:
    """Return the ms of CPU and the bytes of an answer; AssertionError where the server fails."""
    start = time.process_time()
    answer = client.get(address, headers=CODINGS)
    taken = (time.process_time() - start) * 1000
    if answer.status_code >= 500:
        raise AssertionError(f"{answer.status} {address}")
    return taken, len(answer.data)


def measured(addresses: Sequence[str]) -> Cost:
    """Return what addresses of one kind cost in this process, in which nothing was asked for before."""
    client, before = _servers[0].test_client(use_cookies=False), len(_turns)
    first, size = spent(client, addresses[0])
    other, dearest = max((spent(client, one)[0], one) for one in addresses[1:])
    again, _ = spent(client, addresses[0])
    return Cost(dearest, first, other, again, size, len(_turns) - before)


_servers: list[Flask] = []
_turns: list[str] = []


class _Queue(RenderQueue):
    """The queue of the site, which notes who waited in it."""

    @contextmanager
    def turn(self) -> Iterator[None]:
        _turns.append("")
        with super().turn():
            yield


def main() -> None:
    """Try every kind, each in a fork of its own, one on each core; print them sorted, and what is over."""
    with patch.object(app, "RenderQueue", _Queue), patch.dict(os.environ, PUBLIC_URL=HOST):
        dashboard = app.create_app(open_snapshot(BUNDLED))
    _servers.append(dashboard.server)
    named = tuple(sys.argv[1:])
    tried = [kind for kind in kinds(dashboard) if not named or kind[0].startswith(named)]
    drawn = []
    for name, form, _ in tried:
        draw = random.Random(name)  # noqa: S311 - made up
        drawn.append([form(draw) for _ in range(1 + VIEWS)])
    with get_context("fork").Pool(maxtasksperchild=1) as pool:
        costs = pool.map(measured, drawn, 1)
    found = {kind[0]: replace(cost, endless=kind[2]) for kind, cost in zip(tried, costs, strict=True)}
    ordered = sorted(found, key=lambda name: -found[name].lasting)
    head = ("first", "other", "again", "kB")
    lines = [f"{f'ms of CPU, dearest of {len(found)} kinds':40}" + "".join(f"{one:>9}" for one in head)]
    free = [name for name in ordered if not found[name].limit]
    for name in dict.fromkeys([*ordered[:TOP], *free[: TOP // 2]]):
        one = found[name]
        numbers = (one.first, one.other, one.again, one.size / 1000)
        lines.append(f"{name:40}" + "".join(f"{number:9.1f}" for number in numbers) + f"  {one.limit or '-'}")
        if one.over:
            lines.append(f"    **over**: {one.address}")
    sys.stdout.write("\n".join(lines) + "\n\n")
    endless = [one for one in found.values() if one.endless]
    for what, most, some in (
        ("where requests wait for each other", BOUND, [one for one in endless if one.limit]),
        ("elsewhere", FREE, [one for one in endless if not one.limit]),
    ):
        dear = max((one.lasting for one in some), default=0.0)
        sys.stdout.write(row(f"CPU of an address of any number, {what}, ms", most, dear))


if __name__ == "__main__":
    main()
