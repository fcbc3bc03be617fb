"""The economy page: every economy has one, from any address, and its figures show what its tables say."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from dash import Dash, html

from analysis.index.composition import PILLARS
from analysis.index.profile import HISTORY, Choice, levels
from components import numbers
from components.pages import brief, economy
from components.pages.economy import ProfileView
from components.parts.profile import indicator_text
from components.text import LANGUAGES, words
from tests.unit.views import heading, page_of, text_of, walk

if TYPE_CHECKING:
    from analysis.dataset import Dataset

EDITIONS = (2010, 2011, 2012, 2016, 2019, 2020, 2021, 2025)


def view(dataset: Dataset, lang: str = "en", **query: str) -> ProfileView:
    return ProfileView(dataset, words(lang), Choice.read(dataset, {"economy": "CHN", **query}))


def shown(dataset: Dataset, lang: str = "en", **query: str) -> str:
    return text_of(page_of(economy, dataset, lang, {"economy": "CHN", **query}))


def figure(dataset: Dataset, least: int, lang: str = "en", **query: str) -> Any:
    return json.loads(economy.every_level(view(dataset, lang, **query)).figure or "")[str(least)]


def past(seen: ProfileView) -> Any:
    return json.loads(economy.history(seen).figure or "")


def role(drawn: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(t for t in drawn["data"] if t["meta"]["role"] == name)
    return found


@pytest.mark.parametrize(("lang", "unverified"), [("en", "not verified"), ("zh", "未经核实")])
def test_a_number_of_economies_that_is_not_verified_is_given_nowhere(
    dataset: Dataset, lang: str, unverified: str
) -> None:
    chosen = view(dataset, lang, edition="2010")
    assert chosen.rows["GII"]["rank"] == 43
    drawn = figure(dataset, 520, lang, edition="2010")
    tips = [role(past(chosen)["520"], "unverified")["hovertext"][0], role(drawn, "ranks")["hovertext"][0]]
    for words_of in (economy.every_level(chosen).measure, *tips):
        assert unverified in words_of
        assert "None" not in words_of
    axis = drawn["layout"]["xaxis"]
    assert 43 not in axis["tickvals"]
    assert max(axis["range"]) > 43


def test_every_economy_ever_ranked_has_a_page(dataset: Dataset) -> None:
    for place, code in enumerate(dataset.economies):
        lang, edition = LANGUAGES[place % 2], EDITIONS[place % len(EDITIONS)]
        query = {"economy": code, "edition": str(edition), "level": "subpillar" if place % 3 else "pillar"}
        page = page_of(economy, dataset, lang, query)
        assert dataset.labels(lang)[code] in heading(page)
        assert str(edition) in text_of(page)
        assert not {"nan", "None", "<NA>"} & set(text_of(page).split())


def test_an_economy_never_ranked_has_a_page_that_says_so(dataset: Dataset) -> None:
    text = shown(dataset, economy="ABW")
    assert text.startswith("Aruba is not ranked in any edition of the GII from 2007 to 2025")
    assert "China" not in text
    links = {getattr(part, "href", "") for part in walk(page_of(economy, dataset, "en", {"economy": "GNB"}))}
    assert {"/en/economy/RWA", "/en/economy/TGO"} <= links
    assert "Aruba" in heading(page_of(economy, dataset, "en", {"economy": "ABW"}))


def test_an_edition_that_does_not_rank_an_economy_names_those_that_do(dataset: Dataset) -> None:
    text = shown(dataset, economy="RWA", edition="2010")
    assert text.startswith("We have no rank of Rwanda for the 2010 edition")
    assert "We have its ranks in these editions: 2011–2025." in text
    assert shown(dataset, economy="LSO", edition="2021").startswith(
        "Lesotho is not ranked in the 2021 edition"
    )


@pytest.mark.parametrize("edition", ["2010", "2018", "2020"])
def test_pillars_alone_say_which_editions_hold_indicators(dataset: Dataset, edition: str) -> None:
    text = shown(dataset, edition=edition)
    assert f"No strengths or weaknesses for the {edition} edition" in text
    page = page_of(economy, dataset, "en", {"edition": edition})
    links = {getattr(part, "href", "") for part in walk(page)}
    assert {f"/en/economy/CHN?edition={year}" for year in (2011, 2017, 2019, 2021, 2025)} <= links


def test_ranks_with_too_few_data_stand_in_brackets_without_a_mark(dataset: Dataset) -> None:
    seen = view(dataset, level="subpillar")
    assert seen.rows["7.3"]["low_coverage"]
    assert seen.rows["7.3"]["strength"] != "W"
    assert "[131]" in text_of(economy.LEVELS.of(seen).frame)


# Its first screen


@pytest.mark.parametrize(("code", "edition"), [("CHN", 2025), ("CHN", 2012), ("VNM", 2021), ("CHE", 2025)])
def test_the_heading_names_the_best_and_the_worst_pillar(dataset: Dataset, code: str, edition: int) -> None:
    scores = dataset.scores
    own = scores[(scores["economy"] == code) & (scores["edition"] == edition)].set_index("code")["rank"]
    ranks = own[list(PILLARS)]
    title = heading(page_of(economy, dataset, "en", {"economy": code, "edition": str(edition)}))
    assert f"{numbers.ordinal(int(own['GII']), 'en')} of {dataset.counts[edition]} in {edition};" in title
    for pillar, rank in ((ranks.idxmin(), ranks.min()), (ranks.idxmax(), ranks.max())):
        called = words("en")(f"gii.{pillar}").lower()
        written = "first" if rank == 1 else numbers.ordinal(int(rank), "en")
        assert f"{written} in {called}" in title


@pytest.mark.parametrize("query", [{}, {"economy": "VNM", "edition": "2021"}, {"edition": "2012"}])
def test_the_strong_and_the_weak_are_those_of_the_brief_and_lead_to_their_rows(
    dataset: Dataset, query: dict[str, str]
) -> None:
    page = list(walk(page_of(economy, dataset, "en", query)))
    ids = {getattr(part, "id", None) for part in page}
    told = [part for part in page if str(getattr(part, "className", "")).startswith("marks ")]
    (listed,) = (part for part in walk(page_of(brief, dataset, "en", query)) if is_marks(part))
    tables = [part for part in walk(listed) if isinstance(part, html.Tbody)]
    assert len(told) == len(tables) == 2
    rows = view(dataset, **query).rows
    for lines, table in zip(told, tables, strict=True):
        links = [str(vars(part)["href"]) for part in walk(lines) if isinstance(part, html.A)]
        assert {link.removeprefix("#") for link in links} <= ids
        names = [rows[link.removeprefix("#indicator-")]["name"] for link in links]
        first = [text_of(part) for part in walk(table) if isinstance(part, html.Th)][:3]
        assert names == first
        for line, link in zip(lines.children, links, strict=True):
            rank = int(rows[link.removeprefix("#indicator-")]["rank"])
            assert text_of(line).startswith(numbers.ordinal(rank, "en"))


def is_marks(part: object) -> bool:
    return "brief-marks" in str(getattr(part, "className", "")).split()


def test_a_unit_stands_behind_its_value(dataset: Dataset) -> None:
    seen = view(dataset)
    said = {code: indicator_text(seen, seen.rows[code]) for code in ("5.3.4", "7.1.2", "2.1.5", "2.3.1")}
    assert said == {
        "5.3.4": "FDI net inflows: 1.08% GDP",
        "7.1.2": "Trademarks by origin: 202.3/bn PPP$ GDP",
        "2.1.5": "Pupil–teacher ratio, secondary: 13.28",
        "2.3.1": "Researchers: 2,129 FTE/mn pop.",
    }
    past = view(dataset, edition="2012")
    assert indicator_text(past, past.rows["3.2.3"]) == past.rows["3.2.3"]["name"], "without a value"


# Figures


@pytest.mark.parametrize("least", [0, 520])
@pytest.mark.parametrize("query", [{}, {"level": "subpillar"}, {"economy": "RWA", "edition": "2012"}])
def test_each_rank_has_a_dot_at_its_place_and_a_number(
    dataset: Dataset, least: int, query: dict[str, str]
) -> None:
    drawn = figure(dataset, least, **query)
    rows = levels(view(dataset, **query).frame, query.get("level", "pillar"))
    dots = role(drawn, "ranks")
    known = rows[rows["rank"].notna() | rows["rank_low"].notna()]
    exact = known["rank"].astype("Float64").fillna((known["rank_low"] + known["rank_high"]) / 2)
    assert dots["x"] == exact.tolist()
    assert len(dots["hovertext"]) == len(dots["x"])
    written = [note["text"] for note in drawn["layout"]["annotations"]]
    for rank in known.loc[known["rank"].notna() & ~known["low_coverage"].eq(True).fillna(False), "rank"]:
        assert f"<b>{rank}</b>" in written
    axis = drawn["layout"]["xaxis"]
    assert axis["range"][0] > max(dots["x"]) > 1 > axis["range"][1], "the better is at the right"


def test_ranks_in_doubt_are_bars_between_their_bounds(dataset: Dataset) -> None:
    drawn = figure(dataset, 520, edition="2018", level="subpillar")
    rows = levels(view(dataset, edition="2018").frame, "subpillar")
    doubt = rows[rows["rank"].isna() & rows["rank_low"].notna()]
    bars = [shape for shape in drawn["layout"]["shapes"] if shape.get("line", {}).get("width") == 6]
    assert len(doubt) > 0
    assert [(bar["x0"] + 0.5, bar["x1"] - 0.5) for bar in bars] == [
        (row["rank_low"], row["rank_high"]) for row in doubt.to_dict("records")
    ]


@pytest.mark.parametrize("concept", ["GII", "P3", "6.1.1", "2.1.4"])
def test_the_line_of_a_history_breaks_where_no_rank_is_known(dataset: Dataset, concept: str) -> None:
    seen = view(dataset, history=concept)
    frame = HISTORY.result(dataset, seen.choice)
    line = role(past(seen)["520"], "history")
    assert line["x"] == frame["edition"].tolist()
    assert line["connectgaps"] is False
    drawable = frame["rank"].notna() | frame["rank_low"].notna()
    assert [y is not None for y in line["y"]] == (drawable & frame["economies"].notna()).tolist()
    exact = (frame["rank"].notna() & frame["economies"].notna()).tolist()
    ranks = [int(rank) for rank, one in zip(frame["rank"], exact, strict=True) if one]
    assert [y for y, one in zip(line["y"], exact, strict=True) if one] == ranks


def test_ranks_of_unverified_editions_hang_on_dotted_joins(dataset: Dataset) -> None:
    drawn = past(view(dataset))["0"]
    joins = [trace for trace in drawn["data"] if trace["meta"]["role"] == "unverified"]
    assert [(join["x"], join["y"]) for join in joins] == [
        ([2007, 2009], [29, 37]),
        ([2009, 2010], [37, 43]),
        ([2010, 2011], [43, 29]),
    ]
    assert {join["line"]["dash"] for join in joins} == {"3px,4px"}


def test_each_control_redraws_what_it_decides_and_one_part_is_answered_as_several_are(
    dataset: Dataset,
) -> None:
    recorded = Dash(__name__, suppress_callback_exceptions=True)
    economy.CALLBACKS.register(recorded, "economy", economy.layout, lambda: dataset)
    answers = [known for known in recorded.callback_map.values() if "callback" in known]
    assert all(isinstance(known["output"], list) for known in answers)
    changing = [[one["id"] for one in known["inputs"]] for known in answers]
    assert changing == [[f"economy-{key}"] for key in ("edition", "level", "history", "editions", "show")]
