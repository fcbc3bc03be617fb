"""The page and the brief of an economy, comparisons and the map: they show what their tables say."""

import json
from itertools import product
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from analysis.comparison.tile_map import TILES, TileMap, tile_map
from analysis.comparison.tile_map import Choice as MapChoice
from analysis.comparison.views import Choice as CompareChoice
from analysis.comparison.views import measures
from analysis.dataset import Dataset
from analysis.index.profile import HISTORY, BriefChoice, Choice, levels
from components.charts.tile_map import MAP_WIDTHS
from components.pages import brief, compare, economy
from components.pages.brief import Brief
from components.pages.compare import CompareView
from components.pages.economy import ProfileView
from components.pages.map import MapView, content
from components.text.catalog import LANGUAGES, words
from components.widgets.peers import comparison, peers_section
from data.article import FOCUS
from tests.sampling import sample
from tests.unit.views import (
    asked,
    heading,
    links,
    of_class,
    of_id,
    page_of,
    text_of,
)

EDITIONS = (2010, 2011, 2012, 2016, 2019, 2020, 2021, 2025)


def view(dataset: Dataset, lang: str = "en", **query: str) -> ProfileView:
    return ProfileView(dataset, words(lang), Choice.read(dataset, {"economy": "CHN", **query}))


def page_with(dataset: Dataset, **query: str) -> Any:
    return page_of(economy, dataset, "en", {"economy": "CHN", **query})


def figures(dataset: Dataset, **query: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(economy.every_level(view(dataset, **query)).figure or "")
    return found


def past(seen: ProfileView) -> Any:
    return json.loads(economy.history(seen).figure or "")


def role(drawn: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(t for t in drawn["data"] if t["meta"]["role"] == name)
    return found


def test_every_economy_ever_ranked_has_a_page_and_a_brief_without_holes(dataset: Dataset) -> None:
    for place, code in sample(enumerate(dataset.economies), 24):
        lang, edition = LANGUAGES[place % 2], EDITIONS[place % len(EDITIONS)]
        query = {"economy": code, "edition": str(edition), "level": "subpillar" if place % 3 else "pillar"}
        page = page_of(economy, dataset, lang, query)
        assert dataset.labels(lang)[code] in heading(page)
        assert str(edition) in text_of(page)
        text = text_of(page_of(brief, dataset, lang, {"economy": code}))
        assert dataset.labels(lang)[code] in text
        assert not {"nan", "None", "<NA>"} & {*text_of(page).split(), *text.replace("（", " ").split()}


def test_what_is_not_ranked_or_not_held_is_said_and_leads_to_what_is(dataset: Dataset) -> None:
    for query, said, ways in (
        ({"economy": "ABW"}, "Aruba is not ranked in any edition of the GII from 2007 to 2025", ()),
        ({"economy": "GNB"}, "Guinea-Bissau is not ranked", ("/en/economy/RWA", "/en/economy/TGO")),
        ({"economy": "LSO", "edition": "2021"}, "Lesotho is not ranked in the 2021 edition", ()),
        *(
            (
                {"edition": edition},
                "China",
                {f"/en/economy/CHN?edition={year}" for year in (2011, 2017, 2019, 2021, 2025)},
            )
            for edition in ("2010", "2018", "2020")
        ),
    ):
        page = page_with(dataset, **query)
        assert text_of(page).startswith(said), query
        assert "China" not in text_of(page) or query.get("economy") != "ABW"
        assert set(ways) <= links(page), query


def test_a_number_of_economies_that_is_not_verified_is_given_nowhere(dataset: Dataset) -> None:
    for lang, unverified in (("en", "not verified"), ("zh", "未经核实")):
        chosen = view(dataset, lang, edition="2010")
        drawn = json.loads(economy.every_level(chosen).figure or "")["520"]
        tips = [role(past(chosen)["520"], "unverified")["hovertext"][0], role(drawn, "ranks")["hovertext"][0]]
        for words_of in (economy.every_level(chosen).measure, *tips):
            assert unverified in words_of
            assert "None" not in words_of
        axis = drawn["layout"]["xaxis"]
        assert 43 not in axis["tickvals"]
        assert max(axis["range"]) > 43


def test_ranks_in_doubt_are_bars_between_their_bounds(dataset: Dataset) -> None:
    drawn = figures(dataset, edition="2018", level="subpillar")["520"]
    rows = levels(view(dataset, edition="2018").frame, "subpillar")
    doubt = rows[rows["rank"].isna() & rows["rank_low"].notna()]
    bars = [shape for shape in drawn["layout"]["shapes"] if shape.get("line", {}).get("width") == 6]
    assert len(doubt) > 0
    assert [(bar["x0"] + 0.5, bar["x1"] - 0.5) for bar in bars] == [
        (row["rank_low"], row["rank_high"]) for row in doubt.to_dict("records")
    ]


def test_the_line_of_a_history_breaks_where_no_rank_is_known(dataset: Dataset) -> None:
    for concept in ("GII", "P3", "6.1.1", "2.1.4"):
        seen = view(dataset, history=concept)
        frame = HISTORY.result(dataset, seen.choice)
        frame = frame[frame["edition"] >= dataset.course_start]
        line = role(past(seen)["520"], "history")
        assert (line["x"], line["connectgaps"]) == (frame["edition"].tolist(), False)
        drawable = frame["rank"].notna() | frame["rank_low"].notna()
        assert [y is not None for y in line["y"]] == (drawable & frame["economies"].notna()).tolist()
        exact = (frame["rank"].notna() & frame["economies"].notna()).tolist()
        ranks = [int(rank) for rank, one in zip(frame["rank"], exact, strict=True) if one]
        assert [y for y, one in zip(line["y"], exact, strict=True) if one] == ranks


def chosen(dataset: Dataset, **query: object) -> BriefChoice:
    return BriefChoice.read(dataset, asked(query))


def brief_of(dataset: Dataset, **query: object) -> Brief:
    return Brief(dataset, words("en"), chosen(dataset, **query))


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
        peers = brief_of(dataset, economy=code).peers
        assert 4 <= len(peers) == len({name for name, _ in peers})
        assert all(finder for _, finder in peers)
        assert code not in {name for name, _ in peers}


def test_the_picture_of_a_brief_holds_every_rank_and_breaks_at_gaps(dataset: Dataset) -> None:
    wide = of_class(page_of(brief, dataset, "en", {"economy": "VEN", "since": "2007"}), "brief-wide")[0]
    picture = unquote(wide.src.partition(",")[2])
    ranks = brief_of(dataset, economy="VEN").ranks
    assert all(f">{rank}</tspan>" in picture for rank in ranks.values())
    assert wide.alt.count(";") == len(ranks) - 1
    (line,) = [
        part for part in picture.split("<path") if 'fill="none"' in part and 'stroke-width="3"' in part
    ]
    runs = line.partition('d="')[2].partition('"')[0].split("M")[1:]
    assert [run.count("L") for run in runs] == [5, 0], "2011 to 2016, and 2025 alone"
    assert 'stroke-dasharray="3,4"' in picture, "2007 to 2011, whose numbers of economies are not verified"


# Comparisons


def test_measures_that_are_said_to_be_missing_are_in_no_form_in_the_edition(dataset: Dataset) -> None:
    parts, scores = dataset.table("gii_structure"), dataset.table("gii_scores")
    scores = scores[
        scores["economy"].isin(["CHN", "DEU"]) & scores[["score", "rank", "rank_low"]].notna().any(axis=1)
    ]
    measure = parts.drop_duplicates("concept").set_index("concept")["measure"]
    indicators = [one for one in measures(dataset) if one in measure.index and measure.notna()[one]]
    seen = {"we have nothing for these economies": 0, "Other definitions.": 0}
    for edition, concept in sample([*product(dataset.editions_with("indicator"), indicators)], 60):
        query = {"view": "measures", "edition": str(edition), "measures": concept, "with": "DEU"}
        text = text_of(page_of(compare, dataset, "en", query))
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


def test_economies_are_found_in_both_languages(dataset: Dataset) -> None:
    page = page_of(compare, dataset)
    for identifier in ("compare-economies", "compare-economy"):
        found = {option["value"]: option["search"] for option in of_id(page, identifier).options}
        assert all(name in found["CIV"] for name in ("科特迪瓦", "CIV", "cote divoire"))


def test_the_peers_of_an_economy_s_page_are_those_that_its_links_compare(dataset: Dataset) -> None:
    for edition in (2010, 2012, 2025):
        t, found = words("en"), comparison(dataset, "CHN", edition)
        assert found is not None
        addresses = links(peers_section(dataset, "CHN", edition, t))
        queries = [dict(parse_qsl(urlsplit(one).query)) for one in addresses if one.startswith("/en/compare")]
        lists = [tuple(frame["economy"]) for frame in found.lists.values() if len(frame)]
        there = [
            CompareView(dataset, t, CompareChoice.read(dataset, query)).economies[1:] for query in queries
        ]
        assert sorted(there) == sorted(lists)


# The map


def mapped(dataset: Dataset, **query: str) -> TileMap:
    return tile_map(dataset, MapChoice.read(dataset, query))


def test_every_economy_of_every_edition_has_a_place_of_its_own(dataset: Dataset) -> None:
    places = dataset.catalog.tiles.places
    assert len(set(places.values())) == len(places)
    ranked = dataset.scores[(dataset.scores["code"] == "GII") & dataset.scores["rank"].notna()]
    for edition, rows in ranked.groupby("edition"):
        assert set(rows["economy"]) <= set(places), edition
        own = mapped(dataset, edition=str(edition)).frame
        assert set(own.loc[own["rank"].notna(), "economy"]) == set(rows["economy"]), edition


def test_an_economy_without_a_place_stands_below_the_map(dataset: Dataset) -> None:
    tiles = dataset.catalog.tiles
    fewer = tiles.model_copy(
        update={"places": {code: at for code, at in tiles.places.items() if code != FOCUS}}
    )
    other = Dataset(dataset.snapshot, dataset.catalog.model_copy(update={"tiles": fewer}), "", "")
    row = tile_map(other, MapChoice.read(other, {})).frame.set_index("economy").loc[FOCUS]
    assert (row["rank"], row["row"]) == (10, tiles.height)


def test_steps_follow_their_bounds(dataset: Dataset) -> None:
    frame = mapped(dataset).frame.dropna(subset=["rank"])
    for step, (low, high) in enumerate(((1, 10), (11, 25), (26, 50), (51, 75), (76, 100), (101, 999)), 1):
        assert (frame["rank"].between(low, high) == (frame["step"] == step)).all(), step
    scores = mapped(dataset, show="score")
    sizes = scores.frame["step"].value_counts()
    assert sizes.max() - sizes.min() <= 1
    assert all(scores.steps[one]["figure"][0] > scores.steps[one + 1]["figure"][1] for one in range(1, 6))
    gains = mapped(dataset, show="change").frame.dropna(subset=["change"])
    assert ((gains["step"] <= 3) == (gains["change"] > 0)).all()


def test_a_wide_map_has_every_tile_once_and_a_narrow_one_a_part_in_large(dataset: Dataset) -> None:
    view = MapView(dataset, words("en"), MapChoice.read(dataset, {"part": "asia"}))
    drawn = json.loads(content(view).figure or "")
    codes = set(dataset.catalog.tiles.places)
    for least in MAP_WIDTHS:
        traces = drawn[str(least)]["data"]
        tiles = [code for one in traces for code in one["customdata"]]
        texts = [text for one in traces for text in one["text"] if text]
        wide = least >= 780
        assert set(tiles) == codes, least
        assert (len(tiles) == len(codes)) == wide, least
        assert len(texts) == (len(codes) if wide else len(tiles) - len(codes)), least
        assert "CHN<br><b>10</b>" in texts, least


def test_rows_of_a_change_name_the_edition_they_are_compared_with_and_those_of_a_series_its_publisher(
    dataset: Dataset,
) -> None:
    rows = TILES.rows(dataset, {"show": "change", "edition": "2022"}, "en")
    (china,) = rows[rows["economy"] == FOCUS].to_dict("records")
    assert [china[name] for name in ("rank", "rank_against", "change", "against")] == [11, 34, 23, 2012]
    assert set(TILES.rows(dataset, {"measure": "GB.XPD.RSDV.GD.ZS"}, "en")["publisher"]) == {"World Bank"}
