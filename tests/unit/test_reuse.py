"""May I reuse this? Each answer follows from the licences of what its card shows, on pages and in files."""

from collections.abc import Mapping
from typing import Any

from analysis.dataset import Dataset
from analysis.reuse import reuse
from components.cards.card import Card
from components.pages import CARDS, PAGES, draw_card
from components.text.catalog import LANGUAGES
from service.downloads import FILTERED, Document
from tests.sampling import sample
from tests.unit.views import text_of

# Cards that show a part of the rows of their table
NARROWER = {"other-rankings", "other-rankings-by-year", "other-rankings-cited", "other-indices"}
VIEWS = (
    *(("comparison", {"view": one}) for one in ("measures", "scatter")),
    ("comparison", {"x": "GB.XPD.RSDV.GD.ZS", "view": "scatter"}),
    ("trajectory", {"from": "2014", "to": "2018"}),
    ("ranking", {"edition": "2020", "against": "2013"}),
    ("score-ledger", {"from": "2020", "to": "2023"}),
)


def beside(dataset: Dataset, lang: str, name: str, query: Mapping[str, str]) -> str:
    """The answer beside the figure of a card."""
    question, sentence, _ = draw_card(dataset, name, lang, query).content.credit.reuse
    return f"{text_of(question.children[1])}{'：' if lang == 'zh' else ': '}{text_of(sentence)}"


def of_rows(dataset: Dataset, lang: str, card: Card[Any], query: Mapping[str, str]) -> str:
    """The answer in the file of a card, which is computed from its rows."""
    tables = {table.name: table for table in card.tables}
    table = tables.get(f"comparison-{query.get('view')}", card.tables[0])
    return Document(table, FILTERED, dataset, {**query, "lang": lang}).reuse


def test_the_answer_beside_each_figure_is_that_of_its_rows(dataset: Dataset) -> None:
    cases = [
        (card.name, {page.item: page.first} if page.item else {})
        for page in PAGES
        for card in sorted(page.cards, key=lambda card: card.name)
    ]
    apart = set()
    every = (*sample(cases, 24), *((name, query) for name, query in cases if name in NARROWER), *VIEWS)
    for number, (name, query) in enumerate(every):
        lang = LANGUAGES[number % 2]
        if beside(dataset, lang, name, query) != of_rows(dataset, lang, CARDS[name][1], query):
            apart.add(name)
    assert apart == NARROWER


def restated(dataset: Dataset, licences: Mapping[int | str, str]) -> Dataset:
    """The same data under other licences, by edition or release."""
    other = Dataset(dataset.snapshot, dataset.catalog)
    editions, sources = dataset.licences.copy(), dataset.sources.copy()
    for key, licence in licences.items():
        if isinstance(key, int):
            editions[key] = licence
        else:
            sources.loc[key, "licence"] = licence
    other.__dict__.update(licences=editions, sources=sources)
    return other


def test_another_licence_is_another_answer(dataset: Dataset) -> None:
    query = {"from": "2014", "to": "2018"}
    before = beside(dataset, "en", "trajectory", query)
    assert before.startswith("Yes, within limits: You may reuse WIPO GII 2014–2018 (CC BY-NC-ND 3.0 IGO)")
    mixed = restated(dataset, {2014: "CC BY 4.0", 2016: "never heard of"})
    after = beside(mixed, "en", "trajectory", query)
    assert after == (
        "Partly: You may reuse WIPO GII 2014 (CC BY 4.0) with credit, and WIPO GII 2015, 2017, 2018 "
        "(CC BY-NC-ND 3.0 IGO) with credit, unchanged and not for commercial use; ask the publisher before "
        "you reuse WIPO GII 2016 (never heard of). What this site drew and wrote is under the MIT licence."
    )


def test_each_class_of_licence_is_worded(dataset: Dataset) -> None:
    cited = "proprietary; ranks cited one by one"
    for licence, answer, sentence in (
        ("CC BY 4.0", "Yes, with credit", "You may reuse ASPI (CC BY 4.0) with credit."),
        ("not seen", "Ask first", "Ask the publisher before you reuse ASPI (licence not seen)."),
        (cited, "Ask first", f"Single figures are quoted from ASPI ({cited}): ask before you"),
        (
            "CC BY 4.0 (stated for version 11.0)",
            "Ask first",
            "Ask the publisher before you reuse ASPI (CC BY ",
        ),
        ("that of the source computed from", "Yes, with credit", "What this site drew and wrote is under"),
    ):
        found = reuse(restated(dataset, {"aspi_2025": licence}), "en", ("aspi_2025",), ())
        assert found.answer == answer, licence
        assert found.text.startswith(sentence), licence
        assert found.short.startswith(f"Reuse: {answer}"), licence


def test_the_package_states_the_licences_that_the_cards_state(dataset: Dataset) -> None:
    """Licences of the index are those of its editions, not of the copies from which these were read."""
    packed = {one["name"]: one["licenses"] for one in dataset.snapshot.resources if "licenses" in one}
    assert len(packed) > 15
    for name, licences in packed.items():
        stated = {edition: one["title"] for one in licences for edition in one.get("editions", ())}
        if "edition" in dataset.table(name):
            editions = dataset.table(name)["edition"].unique()
            assert stated == {edition: dataset.licences[edition] for edition in editions}, name
    trajectory = Document(CARDS["trajectory"][1].tables[0], "all", dataset, {})
    scores = {edition: one["title"] for one in packed["gii_scores"] for edition in one["editions"]}
    assert trajectory.editions.items() <= scores.items()
    assert (scores[2012], scores[2014]) == ("all rights reserved", "CC BY-NC-ND 3.0 IGO")
    claims = Document(CARDS["claims"][1].tables[0], "all", dataset, {}).frame
    ranked = claims[claims["series"].eq("GII") & claims["year"].eq(2012)]
    assert set(ranked["licence"]) == {"all rights reserved"}
    assert {one["title"] for one in packed["claim_figures"]} == set(claims["licence"])
