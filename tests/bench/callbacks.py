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
from data.snapshot import BUNDLED, open_snapshot
from tests.site_callbacks import UPDATE, Body, body, held, name_of, visit

PAGE = "site-page.children"
BROWSER = {"Accept-Encoding": "gzip, br"}
ECONOMIES = ("KOR", "USA", "DEU", "JPN", "SGP", "IND", "BRA", "FRA", "VNM")
CHOICES: dict[str, tuple[object, ...]] = {
    "overview-with": tuple([one, "JPN"] for one in ECONOMIES),
    "why-economy": ECONOMIES,
    "pillar-with": tuple([one, "CHE"] for one in ECONOMIES),
    "productivity-economy": ECONOMIES,
    "weights-economy": ECONOMIES,
    "ranking-find": ("a", "e", "i", "o", "u", "n", "r", "s", "t"),
    "compare-economy": ECONOMIES,
    "economy-economy": ECONOMIES,
    "brief-economy": ECONOMIES,
}
"""By component, what is chosen one after the other; all else is as the page shows it at first."""


@dataclass(frozen=True, slots=True)
class Cost:
    """One callback: ms of CPU of a first and of a repeated choice (medians), and bytes of the answer."""

    first: float
    again: float
    size: float


def sent(name: str, known: Mapping[str, Any], values: Mapping[str, Any], turn: int) -> Body:
    """Return the request of a callback as a browser sends it, with the choices of a turn."""
    controls = [one for one in (*known["inputs"], *known["state"]) if one["id"] in CHOICES]
    chosen = {name_of(one): CHOICES[one["id"]][turn % len(CHOICES[one["id"]])] for one in controls}
    return body(name, known, {**values, **chosen})


def ask(client: FlaskClient, request: Body) -> tuple[float, int]:
    """Return the ms of CPU and the bytes of one answer; AssertionError if it is none."""
    text = json.dumps(request)
    start = time.process_time()
    answer = client.post(UPDATE, data=text, content_type="application/json", headers=BROWSER)
    spent = (time.process_time() - start) * 1000
    if answer.status_code not in (200, 204):
        raise AssertionError(f"{answer.status_code}: {text[:300]}")
    return spent, len(answer.data)


def cost(client: FlaskClient, dashboard: app.Dashboard, name: str, values: Mapping[str, Any]) -> Cost:
    """Return what a callback costs, after one choice that is not counted."""
    known = dashboard.callback_map[name]
    turns = max(
        (len(CHOICES[one["id"]]) for one in known["inputs"] + known["state"] if one["id"] in CHOICES),
        default=3,
    )
    bodies = [sent(name, known, values, turn) for turn in range(turns)]
    ask(client, bodies[0])
    first = [ask(client, one) for one in bodies[1:]]
    again = [ask(client, one) for one in bodies[1:]]
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
        requests = []
        for turn, item in enumerate(items):
            path = f"/en/{page.path}/{item}".rstrip("/") if page.item else f"/en/{page.path}"
            visited = {"site-visit.data": visit(path, f"?turn={turn}")}
            requests.append(body(PAGE, dashboard.callback_map[PAGE], visited))
        start, _ = ask(client, requests[0])
        first = [ask(client, one) for one in requests[1:]]
        again = [ask(client, one) for one in requests[1:]]
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
    values = held(dashboard.current())
    names = [name for name, known in dashboard.callback_map.items() if "callback" in known and name != PAGE]
    rows += [(name.strip(".").split("...")[0], cost(client, dashboard, name, values)) for name in names]
    lines += [f"{name:44}{one.first:8.1f}{one.again:8.1f}{one.size / 1000:8.1f}" for name, one in rows]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
