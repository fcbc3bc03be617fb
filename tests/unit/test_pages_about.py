"""What the page about the site states is counted in the snapshot, and says where to report what is wrong."""

from __future__ import annotations

import pytest

from analysis.dataset import Dataset
from components import shell
from components.pages import GROUPS, about, accessibility
from components.routes import NAVIGATION
from components.text import words
from service.addresses import named_contact
from tests.unit.views import links, of_class, of_type, page_of, text_of


def test_the_figures_are_those_of_the_snapshot(dataset: Dataset) -> None:
    page = page_of(about, dataset)
    facts = [text_of(part) for part in of_type(page, "Dd")]
    ranks = dataset.table("gii_scores")
    ranked = ranks[(ranks["code"] == "GII") & ranks["rank"].notna()]
    tables = [dataset.table(one["name"]) for one in dataset.snapshot.resources]
    counted = [ranked["edition"].nunique(), ranked["economy"].nunique(), sum(map(len, tables))]
    assert [facts[0], facts[1], facts[3]] == [f"{count:,}" for count in counted]
    (listed,) = of_class(page, "about-publishers")
    assert len(listed.children) == len(set(map(text_of, listed.children)))
    assert words("en")("about.finding", publishers=len(listed.children)) in text_of(page)


def test_a_report_goes_to_the_address_that_is_named(dataset: Dataset) -> None:
    named = Dataset(dataset.snapshot, dataset.catalog, "https://example.org/report")
    for page in (about, accessibility):
        assert named.contact in links(page_of(page, named))
        assert words("en")("about.report.operator") in text_of(page_of(page, dataset))
    assert named_contact({}) == ""
    assert named_contact({"CONTACT": " https://example.org/issues "}) == "https://example.org/issues"
    for wrong in ("javascript:alert(1)", "me@example.org", "https://"):
        with pytest.raises(ValueError, match="CONTACT"):
            named_contact({"CONTACT": wrong})


def test_the_footer_leads_to_every_page_about_the_site(dataset: Dataset) -> None:
    framed = shell.frame(dataset, "zh", "about", NAVIGATION, [], key="about")
    homes = {f"/zh/{page.home}" for group in shell.FOOT for page in GROUPS[group]}
    assert homes <= links(of_type(framed, "Footer"))
