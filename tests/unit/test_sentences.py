"""What a sentence says is missing is missing, what it counts is counted, in every edition and measure."""

import re
from itertools import pairwise, product

from analysis.comparison.views import measures
from analysis.dataset import Dataset
from analysis.evidence import strategy
from analysis.index.ledger import DETAILS, Choice
from analysis.index.precision import half_widths
from components.pages import PAGES, pillar, why
from components.parts.framework import every, framework_changes
from components.parts.ledgers import WhyView
from components.words.text import words
from data.article import CLAIM, CLAIM_YEAR
from tests.sampling import sample
from tests.unit.views import text_of

PAGE = {page.key: page for page in PAGES}


def said(dataset: Dataset, key: str, **query: object) -> str:
    """The words of a page in English, its figures not among them."""
    return text_of(PAGE[key].layout(dataset, "en", {name: str(one) for name, one in query.items()}))


def test_ranks_that_are_said_to_be_held_are_those_of_the_edition(dataset: Dataset) -> None:
    scores = dataset.table("gii_scores").query("code == 'GII' and rank.notna()")
    held = scores.groupby("edition").size().to_dict()
    for against, edition in sample([*pairwise(dataset.editions), *pairwise(dataset.editions[::2])], 8):
        for shown, other in ((edition, against), (against, edition)):
            text = said(dataset, "ranking", edition=shown, against=other)
            for year, count in re.findall(r"Of the (\d{4}) edition we have only (\d+) ranks", text):
                assert int(count) == held[int(year)], (shown, other)


def test_unmarked_editions_are_counted_and_marked_ones_are_not(dataset: Dataset) -> None:
    marked = {change.edition for change in framework_changes(dataset)}
    steps = {pair[1]: dataset.framework(*pair) for pair in pairwise(dataset.editions)}
    counts = {edition: one.changed for edition, one in steps.items() if one and edition not in marked}
    numbers = re.findall(r"(\d+) \((\d{4})\)", every(dataset, words("en")))
    least, most = ((count, edition) for count, edition in numbers)
    assert (int(least[0]), int(most[0])) == (min(counts.values()), max(counts.values()))
    assert all(counts[int(edition)] == int(count) for count, edition in numbers)


def test_the_lowest_point_is_the_lowest_that_is_drawn(dataset: Dataset) -> None:
    ranks = (
        dataset.table("gii_scores").query("code == 'GII' and economy == 'CHN'").set_index("edition")["rank"]
    )
    (rank, edition), *others = re.findall(
        r"the lowest point: (\d+)\w+ in the (\d+) ed", said(dataset, "overview")
    )
    assert not others
    assert int(rank) == ranks.max() == ranks[int(edition)]


def test_measures_that_are_said_to_be_missing_are_in_no_form_in_the_edition(dataset: Dataset) -> None:
    parts, scores = dataset.table("gii_structure"), dataset.table("gii_scores")
    scores = scores[
        scores["economy"].isin(["CHN", "DEU"]) & scores[["score", "rank", "rank_low"]].notna().any(axis=1)
    ]
    measure = parts.drop_duplicates("concept").set_index("concept")["measure"]
    indicators = [one for one in measures(dataset) if one in measure.index and measure.notna()[one]]
    seen = {"we have nothing for these economies": 0, "Other definitions.": 0}
    for edition, concept in sample([*product(dataset.editions_with("indicator"), indicators)], 60):
        text = said(dataset, "compare", view="measures", edition=edition, measures=concept, **{"with": "DEU"})
        here = parts[parts["edition"] == edition]
        codes = here.loc[here["concept"] == concept, "code"]
        held = scores["edition"].eq(edition) & scores["code"].isin(codes)
        other = here["measure"].eq(measure[concept]) & here["concept"].ne(concept)
        for sentence, otherwise in zip(seen, (False, True), strict=True):
            if sentence in text:
                seen[sentence] += 1
                assert not held.any(), (edition, concept)
                assert (other.any() and codes.empty) == otherwise, (edition, concept)
    assert all(seen.values())


def test_a_series_of_which_one_value_is_said_to_be_held_has_one_value_since_then(dataset: Dataset) -> None:
    seen = 0
    for number, since in product(range(1, 6), (CLAIM_YEAR, 2020, 2022)):
        choice = strategy.Choice.read(dataset, {"pillar": str(number), "since": str(since)})
        view = pillar.PillarView(dataset, words("en"), choice)
        for code in view.drawn["indicator"].unique():
            if found := re.fullmatch(r"One value since (\d+): (\d+)\.", pillar.change_line(view, code)):
                rows = dataset.observed[code].query("economy == 'CHN' and value.notna() and year >= @since")
                assert [since, *rows["year"]] == [int(one) for one in found.groups()], (code, since)
                seen += 1
    assert seen


def test_the_change_of_the_score_is_the_published_one_and_its_total_one_number(dataset: Dataset) -> None:
    wide = (
        dataset.table("gii_scores").query("code == 'GII' and economy == 'CHN'").set_index("edition")["score"]
    )
    change = f"{wide[CLAIM[1]] - wide[CLAIM[0]]:+.2f} points"
    assert change.removesuffix(" points") in said(dataset, "why")
    totals = set()
    for detail in DETAILS:
        view = WhyView(dataset, words("en"), Choice.read(dataset, {"detail": detail}))
        totals |= set(re.findall(r"\"text\": ?\"<b>(\+15[.\d]+)</b>", why.points_json(view)))
    assert totals == {"+15.5"}  # with two decimals the levels differ by what scores are rounded


def test_few_scores_of_a_source_are_as_precise_as_its_others(dataset: Dataset) -> None:
    rows = dataset.scores.query("code == 'GII' and edition == 2015")
    assert set(half_widths(dataset.scores)[rows.index]) == {0.005}


def test_names_have_their_articles_in_english_sentences() -> None:
    for key, values, text in (
        ("why.finding.all_one_up", {"subject": "its score"}, "The United States rose 1 place"),
        ("peers.unknown.population", {}, "Population of the United States not known."),
        ("compare.tip.head", {"period": "2025"}, "United States, 2025"),
    ):
        assert text in words("en")(key, name="United States", **values)
        assert text.replace("The ", "").replace("the ", "").replace("United States", "Germany") in words(
            "en"
        )(key, name="Germany", **values)
