"""The brief: what it is about, and that it says what is so and names what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from analysis.index.profile import BriefChoice as Choice
from components.pages import brief
from components.pages.brief import Brief, editions_of
from components.text import LANGUAGES, words
from tests.sampling import sample
from tests.unit.views import asked, of_class, page_of, text_of

if TYPE_CHECKING:
    from analysis.dataset import Dataset


def chosen(dataset: Dataset, **query: object) -> Choice:
    return Choice.read(dataset, asked(query))


def view(dataset: Dataset, **query: object) -> Brief:
    return Brief(dataset, words("en"), chosen(dataset, **query))


def page(dataset: Dataset, lang: str = "en", **query: str) -> Any:
    return page_of(brief, dataset, lang, query)


def test_it_is_about_what_is_asked_for_or_the_newest_edition_that_ranks_its_economy(dataset: Dataset) -> None:
    assert chosen(dataset) == chosen(dataset, economy="CHN", edition="2025", since="2012")
    for query, edition, since in (
        ({"economy": "CPV"}, 2025, 2013),
        ({"edition": "2011"}, 2011, 2007),
        ({"edition": "2007"}, 2007, 0),
        ({"economy": "YEM"}, 2022, 2012),
        ({"economy": "IRQ"}, 2022, 0),
        ({"economy": "YEM", "edition": "2025"}, 2025, 2012),
    ):
        found = chosen(dataset, **query)
        assert (found.edition, found.since) == (edition, since), query


def test_economies_beside_it_are_those_asked_for_or_the_nearest_each_with_a_reason(dataset: Dataset) -> None:
    assert chosen(dataset, with_="usa,CHN,XXX").peers == ("USA",)
    assert chosen(dataset, with_="").peers == ()
    for code in ("IND", "VEN", "CHE"):
        peers = view(dataset, economy=code).peers
        assert 4 <= len(peers) == len({name for name, _ in peers})
        assert all(finder for _, finder in peers)
        assert code not in {name for name, _ in peers}


def test_only_china_has_strategic_pillars_and_claims(dataset: Dataset) -> None:
    own, other = page(dataset), page(dataset, economy="IND")
    assert [len(of_class(own, css)) for css in ("verdict", "ring")] == [3, 5]
    assert not of_class(other, "verdict")
    assert "strategic pillar" not in text_of(other).lower()


def test_gaps_are_named(dataset: Dataset) -> None:
    for query, said in (
        ({"economy": "GNB"}, ("Guinea-Bissau is not ranked in any edition", dataset.snapshot.id)),
        ({"economy": "VEN"}, ("Venezuela is not ranked in the editions 2017–2024.", "[25]")),
        ({"economy": "YEM"}, ("Yemen is not ranked in the editions 2023–2025.",)),
        (
            {"economy": "YEM", "edition": "2025"},
            (
                "Yemen is not ranked in the 2025 edition; we have no figures of it",
                "Yemen has no rank in the 2025 edition. Ranked in: 2011–2022.",
            ),
        ),
        ({"economy": "ZWE", "edition": "2018"}, ("No strengths or weaknesses for the 2018 edition",)),
        (
            {"edition": "2007"},
            ("We have no rank of China before the 2007 edition", "10th in the 2025 edition"),
        ),
    ):
        found = text_of(page(dataset, **query))
        assert [part for part in said if part not in found] == [], query
        assert "0 of 53" not in found
    assert "best in" not in text_of(page(dataset, economy="VEN"))  # a rank there rests on too few data


def test_the_strip_of_pillars_goes_from_the_edition_chosen_to_the_one_shown(dataset: Dataset) -> None:
    for query in ({}, {"since": "2015"}, {"edition": "2014"}, {"economy": "VEN"}, {"economy": "COG"}):
        found = view(dataset, **query)
        editions = editions_of(found)
        assert editions == sorted(set(editions))
        assert len(editions) <= 7
        assert max(editions) <= found.choice.edition
        assert len(of_class(page(dataset, **query), "ring-mark")) == (0 if len(editions) == 1 else 7)
    places = [float(dot.style["left"].rstrip("%")) for dot in of_class(page(dataset), "dot-mark")]
    assert (places.index(min(places)), places.index(max(places)), max(places)) == (0, 5, 100)  # better: right


def test_every_economy_ever_ranked_has_a_brief_without_holes(dataset: Dataset) -> None:
    for place, code in sample(enumerate(dataset.economies), 32):
        lang = LANGUAGES[place % 2]
        text = text_of(page(dataset, lang, economy=code))
        assert dataset.labels(lang)[code] in text
        assert not {"nan", "None", "<NA>"} & set(text.replace("（", " ").split())


def test_the_picture_holds_every_rank_and_breaks_at_gaps(dataset: Dataset) -> None:
    wide = of_class(page(dataset, economy="VEN"), "brief-wide")[0]
    drawn = unquote(wide.src.partition(",")[2])
    ranks = view(dataset, economy="VEN").ranks
    assert all(f">{rank}</tspan>" in drawn for rank in ranks.values())
    assert wide.alt.count(";") == len(ranks) - 1
    (line,) = [part for part in drawn.split("<path") if 'fill="none"' in part and 'stroke-width="3"' in part]
    runs = line.partition('d="')[2].partition('"')[0].split("M")[1:]
    assert [run.count("L") for run in runs] == [5, 0], "2011 to 2016, and 2025 alone"
    assert 'stroke-dasharray="3,4"' in drawn, "2007 to 2011, whose numbers of economies are not verified"
