"""The sheet of economies: what it gives, and what is refused by sheet, row and column."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from data.contract import Violation
from data.schema import GII_ECONOMIES
from etl import gates
from etl.assembly import parts_of, typed
from etl.errors import BadFile
from etl.release import Content
from etl.sources import gii
from tests.unit import gii_books as books
from tests.unit.gii_books import NEW, OLD

if TYPE_CHECKING:
    from data.snapshot import Snapshot
    from etl.sources.gii import Layout

BOTH = pytest.mark.parametrize("layout", [NEW, OLD], ids=["2022 and later", "2021"])


def changed(layout: Layout, column: str, value: Any) -> books.Sheets:
    """Return a small workbook with another value in one column of its second economy, in row 3."""
    sheets = books.small(layout)
    head = sheets[layout.economies][0]
    sheets[layout.economies][2][head.index(layout.context[column])] = value
    return sheets


@BOTH
def test_a_figure_that_is_blank_or_not_known_is_missing(layout: Layout) -> None:
    for blank in ("NA", None):
        context = gii.parse(books.save(changed(layout, "gdp_ppp", blank))).context
        assert context["gdp_ppp"].isna().tolist() == [False, True, False, False, False]
    context = gii.parse(books.save(changed(layout, "income", "NA"))).context
    assert context["income"].isna().sum() == 1


def test_a_region_has_one_code_in_all_editions() -> None:
    sheets = changed(OLD, "region", "SSF")
    sheets[OLD.economies][2][sheets[OLD.economies][0].index("RegionUN")] = "Sub-Saharan Africa"
    assert gii.parse(books.save(sheets)).context["region"].tolist().count("SSA") == 1


@BOTH
@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("income", "XX", "HI, UM, LM, LI, NA or blank expected"),
        ("income", 1, "text expected"),
        ("region", "ASIA", "the code of South East Asia, East Asia, and Oceania, SEAO expected"),
        ("region", "EUR", "the code of South East Asia"),
        ("region_name", "Asia", "a region of the index expected, found 'Asia'"),
        ("region_name", None, "a region of the index expected"),
        ("population", "1,444", "a number expected, found '1,444'"),
        ("population", 0, "a number above 0 expected, found 0"),
        ("gdp_ppp", -1, "a number above 0 expected"),
        ("gdp_per_head", True, "a number expected"),
        ("gdp_per_head", 10**20, "a number below 1e+15 expected"),
    ],
)
def test_a_wrong_cell_is_refused(layout: Layout, column: str, value: Any, said: str) -> None:
    with pytest.raises(BadFile) as caught:
        gii.parse(books.save(changed(layout, column, value)))
    assert str(caught.value).startswith(
        f"sheet '{layout.economies}', row 3, column {layout.context[column]}: "
    )
    assert said in str(caught.value)


@BOTH
def test_a_violation_is_told_by_the_row_of_the_sheet(layout: Layout) -> None:
    parsed = gii.parse(books.save(books.small(layout)))
    place = "edition 2026, economy JPN"
    told = parsed.place(Violation("gii_economies", place, "gdp_ppp", "it is wrong", "JPN"))
    row = 2 + sorted(books.ECONOMIES).index("JPN")
    assert str(told) == (
        f"sheet '{layout.economies}': row {row} ({place}), column {layout.context['gdp_ppp']}: it is wrong"
    )


def test_the_bundled_figures_are_those_of_the_workbooks(bundled: Snapshot) -> None:
    held: Any = bundled.table("gii_economies").set_index(["edition", "economy"])
    china = held.loc[(2025, "CHN")]
    assert (china["income"], china["region"]) == ("UM", "SEAO")
    assert (china["population"], china["gdp_ppp"], china["gdp_per_head"]) == (1419321.28, 37072.086, 26309.99)
    assert held.at[(2021, "AGO"), "region"] == "SSA"
    assert held.index[held["income"].isna()].tolist() == [(2025, "VEN")]
    assert held.groupby("edition").size().to_dict() == {2021: 132, 2022: 132, 2023: 132, 2024: 133, 2025: 139}


def test_the_product_of_2021_is_in_ppp_dollars_though_its_column_is_called_nominal(bundled: Snapshot) -> None:
    rows = bundled.table("gii_economies").query("edition == 2021")
    given = rows["population"] * rows["gdp_per_head"] / 1e6
    apart: pd.Series = (rows["gdp_ppp"] / given - 1).abs()
    assert apart.median() < 0.02
    assert (apart < 0.2).sum() >= 129


def test_a_reissued_edition_replaces_its_rows_and_a_ranking_has_none(bundled: Snapshot) -> None:
    tables = bundled.tables()
    held = tables["gii_economies"]
    own = {name: tables[name].query("edition == 2025") for name in ("gii_scores", "gii_structure")}
    content = Content(
        row=tables["sources"].head(1),
        scores=own["gii_scores"],
        structure=own["gii_structure"],
        context=held.query("edition == 2025"),
        edition=2025,
    )
    assert gates.holds(tables, content)
    moved = content.context.assign(income=content.context["income"].where(held["economy"] != "CHN", "HI"))
    reissued = replace(content, context=moved)
    assert not gates.holds(tables, reissued)
    assert not content.has_same_rows(reissued)
    after = parts_of(tables).with_content(reissued, reissued.gives).context
    assert after.query("edition == 2025 and economy == 'CHN'")["income"].tolist() == ["HI"]
    assert len(after) == len(held)
    ranking = replace(content, context=Content(row=content.row).context, edition=2026)
    after = parts_of(tables).with_content(ranking, ranking.gives).context
    pd.testing.assert_frame_equal(typed(GII_ECONOMIES, after), held)
