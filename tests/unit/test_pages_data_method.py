"""Data and method: downloads of the tables, methods with their formulas and examples."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from analysis.query import Nothing
from components.pages import PAGES
from components.pages.data import PARTS, USED, DataView, anchor, example, rebuilt
from components.text import words
from data.schema import TABLES
from tests.unit.test_pages_data import of_type, page, part
from tests.unit.views import text_of, walk

__all__ = ["page"]

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from analysis.dataset import Dataset


# Downloads


def test_every_table_is_offered_and_arrives_as_it_is_in_the_package(
    page: tuple[str, list[Any]], dataset: Dataset, reader: FlaskClient
) -> None:
    lang, parts = page
    package, interface, *links = (one.href for one in of_type(part(parts, "downloads"), "A"))
    assert (package, interface) == ("/download/snapshot.zip", f"/{lang}/data/api")
    assert links == [f"/download/table/{name}.csv" for name in TABLES]
    for name in ("validation", "gii_editions", "sources"):
        answer = reader.get(f"/download/table/{name}.csv")
        assert answer.get_data() == b"\xef\xbb\xbf" + dataset.snapshot.content(name)
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}.csv"'
        again = reader.get(f"/download/table/{name}.csv", headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304
    for name in ("nothing", "../app", "datapackage", ""):
        assert reader.get(f"/download/table/{name}.csv").status_code == 404


# Method


def test_the_example_gives_the_published_score(dataset: Dataset) -> None:
    pillars, given, published = rebuilt(DataView(dataset, words("en"), Nothing()))
    assert len(pillars) == 7
    assert given == pytest.approx(published, abs=1e-9)
    assert published == pytest.approx(56.5551, abs=5e-5)
    assert sum(0.1 * pillars[f"P{n}"] for n in range(1, 6)) + 0.25 * (
        pillars["P6"] + pillars["P7"]
    ) == pytest.approx(given)


def test_every_method_has_an_anchor_a_formula_and_pages_that_exist(page: tuple[str, list[Any]]) -> None:
    lang, parts = page
    t, paths = words(lang), {one.path for one in PAGES} | {"economy/CHN"}
    for method in USED:
        section = part(parts, anchor(method))
        assert t(f"method.{method}.formula").splitlines()[0] in text_of(section)
        assert set(USED[method]) <= paths
    navs = [one for one in of_type(parts, "Nav") if str(one.className).startswith("contents")]
    targets = {one.href.removeprefix("#") for one in of_type(navs, "A")} - {"content"}  # the way to the top
    assert targets <= {getattr(one, "id", None) for one in walk(parts)}
    assert targets == set(PARTS)


def test_the_examples_are_those_of_the_method(dataset: Dataset) -> None:
    view = DataView(dataset, words("en"), Nothing())
    said = {name: text_of(example(view, name)) for name in USED}
    assert "80 indicators give 45.408, published is 45.410" in said["history"]
    assert "= 93.5" in said["percentile"]
    assert "−23 = 0 (leaving) − 15.5 (own) − 7.5 (others) + 0 (entering)" in said["places"]
    assert "leads by 0.36 points" in said["price"]
    assert "rank 10, interval 8 to 10" in said["interval"]
    assert re.search(r"rank \d+, interval \d+ to \d+", said["scenario"])
    assert "own change +0.23" in said["points"]
    assert said["verdict"] == ""
