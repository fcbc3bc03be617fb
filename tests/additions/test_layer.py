"""A layer of a chart is one function and one term of its sum; every copy of the chart has it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.additions.conftest import Copy


def steady(embed: str) -> dict[str, list[tuple[Any, ...]]]:
    """Return the ends of the added line in every size of the trajectory, by measure."""
    found = re.search(r'id="overview-figures">(.+?)</script>', embed)
    assert found
    return {
        measure: [
            tuple(shape[end] for end in ("x0", "y0", "x1", "y1"))
            for figure in view["figures"].values()
            for shape in figure["layout"]["shapes"]
            if shape.get("name") == "steady"
        ]
        for measure, view in json.loads(found[1])["views"].items()
    }


def test_a_layer_that_is_added_is_in_every_copy_of_the_chart(copy: Copy) -> None:
    copy.follow("A chart layer")
    embed, later, page = copy.ask("/embed/trajectory", "/embed/trajectory?from=2022", "/en/")
    lines = steady(embed)
    assert set(lines["rank"]) == {(2012, 34.0, 2022, 11.0)}
    assert {len(ends) for ends in lines.values()} == {6}
    assert all(ends == [] for ends in steady(later).values())
    assert 'stroke-dasharray="1,3"' in page
    copy.test("tests/unit/test_charts_trajectory.py", "-k", "plotly_accepts")
