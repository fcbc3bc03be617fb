"""What the page about the site states is counted in the snapshot, and says where to report what is wrong."""

from __future__ import annotations

import pytest

from analysis.dataset import Dataset
from components import shell
from components.pages import GROUPS, about, accessibility
from components.routes import NAVIGATION
from components.text import LANGUAGES, words
from service.addresses import named_contact
from tests.unit.views import page_of, text_of, walk


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_figures_are_those_of_the_snapshot(dataset: Dataset, lang: str) -> None:
    parts = list(walk(page_of(about, dataset, lang)))
    facts = [text_of(part) for part in parts if type(part).__name__ == "Dd"]
    ranks = dataset.table("gii_scores")
    ranked = ranks[(ranks["code"] == "GII") & ranks["rank"].notna()]
    tables = [dataset.table(one["name"]) for one in dataset.snapshot.resources]
    assert facts[0] == str(ranked["edition"].nunique())
    assert facts[1] == str(ranked["economy"].nunique())
    assert facts[3] == f"{sum(map(len, tables)):,}"
    (listed,) = [part for part in parts if getattr(part, "className", "") == "about-publishers"]
    assert len(listed.children) == len(set(map(text_of, listed.children)))
    assert words(lang)("about.finding", publishers=len(listed.children)) in map(text_of, parts)


def test_a_report_goes_to_the_address_that_is_named(dataset: Dataset) -> None:
    named = Dataset(dataset.snapshot, dataset.catalog, "https://example.org/report")
    for page in (about, accessibility):
        links = {getattr(part, "href", None) for part in walk(page_of(page, named))}
        assert named.contact in links
        assert words("en")("about.report.operator") in text_of(page_of(page, dataset))


def test_only_an_address_of_the_web_is_named() -> None:
    assert named_contact({}) == ""
    assert named_contact({"CONTACT": " https://example.org/issues "}) == "https://example.org/issues"
    for wrong in ("javascript:alert(1)", "me@example.org", "https://"):
        with pytest.raises(ValueError, match="CONTACT"):
            named_contact({"CONTACT": wrong})


def test_the_footer_leads_to_every_page_about_the_site(dataset: Dataset) -> None:
    framed = shell.frame(dataset, "zh", "about", NAVIGATION, [], key="about")
    (footer,) = [part for part in walk(framed) if type(part).__name__ == "Footer"]
    links = {getattr(part, "href", "") for part in walk(footer) if type(part).__name__ == "A"}
    assert {f"/zh/{page.home}" for group in shell.FOOT for page in GROUPS[group]} <= links
