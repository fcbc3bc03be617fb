"""The brief: what it is about, and that it says what is so and names what is missing."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from analysis.index.profile import BriefChoice as Choice
from components.pages import brief
from components.pages.brief import Brief, editions_of
from components.text import LANGUAGES, words
from tests.unit.views import page_of, text_of, walk

if TYPE_CHECKING:
    from analysis.dataset import Dataset


def chosen(dataset: Dataset, **query: object) -> Choice:
    return Choice.read(dataset, query)


@cache
def drawn(dataset: Dataset, lang: str, choices: tuple[tuple[str, str], ...]) -> Any:
    return page_of(brief, dataset, lang, dict(choices))


def shown(dataset: Dataset, lang: str = "en", **query: str) -> str:
    return text_of(drawn(dataset, lang, tuple(query.items())))


def of_class(dataset: Dataset, css: str, **query: str) -> list[Any]:
    parts = walk(drawn(dataset, "en", tuple(query.items())))
    return [part for part in parts if css in str(getattr(part, "className", "")).split()]


# What it is about


def test_unasked_it_counts_from_the_claim_to_the_newest_edition_held_in_full(dataset: Dataset) -> None:
    assert chosen(dataset) == chosen(dataset, economy="CHN", edition="2025", since="2012")
    assert chosen(dataset, economy="CPV").since == 2013
    assert chosen(dataset, edition="2011").since == 2007
    assert chosen(dataset, edition="2007").since == 0


def test_an_economy_not_ranked_lately_has_a_brief_of_the_newest_edition_that_ranks_it(
    dataset: Dataset,
) -> None:
    assert (chosen(dataset, economy="YEM").edition, chosen(dataset, economy="YEM").since) == (2022, 2012)
    assert (chosen(dataset, economy="IRQ").edition, chosen(dataset, economy="IRQ").since) == (2022, 0)
    assert chosen(dataset, economy="YEM", edition="2025").edition == 2025


def test_economies_beside_it_are_those_asked_for_or_the_nearest_each_with_a_reason(dataset: Dataset) -> None:
    assert chosen(dataset, **{"with": "usa,CHN,XXX"}).peers == ("USA",)
    assert chosen(dataset, **{"with": ""}).peers == ()
    for code in ("IND", "VEN", "CHE"):
        peers = Brief(dataset, words("en"), Choice.read(dataset, {"economy": code})).peers
        assert 4 <= len(peers) == len({name for name, _ in peers})
        assert all(finder for _, finder in peers)
        assert code not in {name for name, _ in peers}


# What it says


def test_only_china_has_strategic_pillars_and_claims(dataset: Dataset) -> None:
    assert len(of_class(dataset, "verdict")) == 3
    assert len(of_class(dataset, "ring")) == 5
    text = shown(dataset, economy="IND")
    assert not of_class(dataset, "verdict", economy="IND")
    assert "strategic pillar" not in text.lower()
    assert "Economies to compare with, and why" in text


def test_an_economy_never_ranked_has_a_page_that_says_so(dataset: Dataset) -> None:
    for lang in LANGUAGES:
        text = shown(dataset, lang, economy="GNB")
        assert dataset.labels(lang)["GNB"] in text
        assert dataset.snapshot.id in text
    assert "Guinea-Bissau is not ranked in any edition" in shown(dataset, economy="GNB")
    assert len(of_class(dataset, "sheet", economy="GNB")) == 1


def test_gaps_are_named(dataset: Dataset) -> None:
    assert "Venezuela is not ranked in the editions 2017–2024." in shown(dataset, economy="VEN")
    assert "Yemen is not ranked in the editions 2023–2025." in shown(dataset, economy="YEM")
    text = shown(dataset, economy="YEM", edition="2025")
    assert "Yemen is not ranked in the 2025 edition" in text
    assert text.count("Yemen is not ranked in the 2025 edition; we have no figures of it") == 2
    assert "Yemen has no rank in the 2025 edition. Ranked in: 2011–2022." in text
    assert "0 of 53" not in text
    text = shown(dataset, economy="ZWE", edition="2018")
    assert "No strengths or weaknesses for the 2018 edition" in text
    text = shown(dataset, edition="2007")
    assert "We have no rank of China before the 2007 edition" in text
    assert "10th in the 2025 edition" in text


def test_the_strip_of_pillars_goes_from_the_edition_chosen_to_the_one_shown(dataset: Dataset) -> None:
    for query in ({}, {"since": "2015"}, {"edition": "2014"}, {"economy": "VEN"}, {"economy": "COG"}):
        view = Brief(dataset, words("en"), Choice.read(dataset, query))
        editions = editions_of(view)
        assert editions == sorted(set(editions))
        assert len(editions) <= 7
        assert max(editions) <= view.choice.edition
        assert len(of_class(dataset, "ring-mark", **query)) == (0 if len(editions) == 1 else 7)
    assert "best in Knowledge and technology outputs (1st), lowest in Institutions (44th)" in shown(dataset)
    places = [float(dot.style["left"].rstrip("%")) for dot in of_class(dataset, "dot-mark")]
    assert (places.index(min(places)), places.index(max(places)), max(places)) == (0, 5, 100)  # better: right


def test_no_best_pillar_is_named_where_a_rank_rests_on_too_few_data(dataset: Dataset) -> None:
    assert "[25]" in shown(dataset, economy="VEN")
    assert "best in" not in shown(dataset, economy="VEN")


def test_every_economy_ever_ranked_has_a_brief_without_holes(dataset: Dataset) -> None:
    for place, code in enumerate(dataset.economies):
        lang = LANGUAGES[place % 2]
        text = shown(dataset, lang, economy=code)
        assert dataset.labels(lang)[code] in text
        assert not {"nan", "None", "<NA>"} & set(text.replace("（", " ").split())


def test_the_picture_holds_every_rank_and_breaks_at_gaps(dataset: Dataset) -> None:
    wide = of_class(dataset, "brief-wide", economy="VEN")[0]
    drawn = unquote(wide.src.partition(",")[2])
    ranks = Brief(dataset, words("en"), Choice.read(dataset, {"economy": "VEN"})).ranks
    assert all(f">{rank}</tspan>" in drawn for rank in ranks.values())
    assert wide.alt.count(";") == len(ranks) - 1
    (line,) = [part for part in drawn.split("<path") if 'fill="none"' in part and 'stroke-width="3"' in part]
    runs = line.partition('d="')[2].partition('"')[0].split("M")[1:]
    assert [run.count("L") for run in runs] == [5, 0], "2011 to 2016, and 2025 alone"
    assert 'stroke-dasharray="3,4"' in drawn, "2007 to 2011, whose numbers of economies are not verified"
