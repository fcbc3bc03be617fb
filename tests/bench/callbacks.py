"""Measure what each page and callback costs the server: CPU and bytes, for new choices and repeated ones."""

import json
import statistics
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient

import app
from components.pages import PAGES
from components.site import Site
from data.snapshot import BUNDLED, open_snapshot
from tests.unit.views import walk

UPDATE = "/_dash-update-component"
PAGE = "site-page.children"
BROWSER = {"Accept-Encoding": "gzip, br"}
ECONOMIES = ("KOR", "USA", "DEU", "JPN", "SGP", "IND", "BRA", "FRA", "VNM")
CHOICES: dict[str, tuple[object, ...]] = {
    "overview-peers": tuple([one, "JPN"] for one in ECONOMIES),
    "why-economy": ECONOMIES,
    "pillar-peers": tuple([one, "CHE"] for one in ECONOMIES),
    "productivity-economy": ECONOMIES,
    "weights-economy": ECONOMIES,
    "ranking-find": ("a", "e", "i", "o", "u", "n", "r", "s", "t"),
    "compare-economy": ECONOMIES,
    "economy-code": ECONOMIES,
    "brief-economy": ECONOMIES,
}
"""By component, what is chosen one after the other; all else is as the page shows it at first."""


@dataclass(frozen=True, slots=True)
class Cost:
    """One callback: ms of CPU of a first and of a repeated choice (medians), and bytes of the answer."""

    first: float
    again: float
    size: float


def states(site: Site) -> dict[tuple[str, str], Any]:
    """Return what the controls of all pages hold at first, by id and property."""
    held: dict[tuple[str, str], Any] = {}
    for page in PAGES:
        given = {page.item: page.first} if page.item else {}
        for one in walk(page.layout(site, "en", given)):
            if isinstance(name := getattr(one, "id", None), str):
                for prop in ("value", "data"):
                    if hasattr(one, prop):
                        held[name, prop] = getattr(one, prop)
    return held


def body(known: Mapping[str, Any], name: str, held: Mapping[tuple[str, str], Any], turn: int) -> Any:
    """Return the request of a callback as a browser sends it, with the choices of a turn."""

    def item(one: Mapping[str, str]) -> dict[str, Any]:
        choices = CHOICES.get(one["id"])
        value = choices[turn % len(choices)] if choices else held.get((one["id"], one["property"]))
        return {**one, "value": value}

    declared = known["output"]
    outputs = [
        {"id": one.component_id_str(), "property": one.component_property}
        for one in (declared if isinstance(declared, list | tuple) else [declared])
    ]
    inputs = [item(one) for one in known["inputs"]]
    return {
        "output": name,
        "outputs": outputs if isinstance(declared, list | tuple) else outputs[0],
        "inputs": inputs,
        "state": [item(one) for one in known["state"]],
        "changedPropIds": [f"{one['id']}.{one['property']}" for one in inputs],
    }


def ask(client: FlaskClient, sent: Any) -> tuple[float, int]:
    """Return the ms of CPU and the bytes of one answer; AssertionError if it is none."""
    text = json.dumps(sent)
    start = time.process_time()
    answer = client.post(UPDATE, data=text, content_type="application/json", headers=BROWSER)
    spent = (time.process_time() - start) * 1000
    if answer.status_code not in (200, 204):
        raise AssertionError(f"{answer.status_code}: {text[:300]}")
    return spent, len(answer.data)


def cost(
    client: FlaskClient, dashboard: app.Dashboard, name: str, held: Mapping[tuple[str, str], Any]
) -> Cost:
    """Return what a callback costs, after one choice that is not counted."""
    known = dashboard.callback_map[name]
    turns = max(
        (len(CHOICES[one["id"]]) for one in known["inputs"] + known["state"] if one["id"] in CHOICES),
        default=3,
    )
    bodies = [body(known, name, held, turn) for turn in range(turns)]
    ask(client, bodies[0])
    first = [ask(client, sent) for sent in bodies[1:]]
    again = [ask(client, sent) for sent in bodies[1:]]
    return Cost(
        *(
            statistics.median(values)
            for values in ([ms for ms, _ in first], [ms for ms, _ in again], [size for _, size in again])
        )
    )


def pages(client: FlaskClient, dashboard: app.Dashboard) -> Iterator[tuple[str, Cost]]:
    """Yield the cost of drawing each page whole."""
    for page in PAGES:
        items = ECONOMIES if page.item == "economy" else (page.first,) * 4
        held = {}
        sent = []
        for turn, item in enumerate(items):
            path = f"/en/{page.path}/{item}".rstrip("/") if page.item else f"/en/{page.path}"
            held = {("site-visit", "data"): {"path": path, "search": f"?turn={turn}"}}
            sent.append(body(dashboard.callback_map[PAGE], PAGE, held, 0))
        start, _ = ask(client, sent[0])
        first = [ask(client, one) for one in sent[1:]]
        again = [ask(client, one) for one in sent[1:]]
        yield (
            f"page {page.key} ({start:.0f} at first)",
            Cost(
                statistics.median(ms for ms, _ in first),
                statistics.median(ms for ms, _ in again),
                statistics.median(size for _, size in again),
            ),
        )


def main() -> None:
    """Print a line for each page and each callback."""
    dashboard = app.create_app(open_snapshot(BUNDLED))
    client = dashboard.server.test_client()
    lines = [f"{'median ms of CPU':44}{'first':>8}{'again':>8}{'kB':>8}"]
    rows = list(pages(client, dashboard))
    held = states(dashboard.current())
    names = [name for name, known in dashboard.callback_map.items() if "callback" in known and name != PAGE]
    rows += [(name.strip(".").split("...")[0], cost(client, dashboard, name, held)) for name in names]
    lines += [f"{name:44}{one.first:8.1f}{one.again:8.1f}{one.size / 1000:8.1f}" for name, one in rows]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
