"""The trajectory by its data: what is drawn is what the frame says, in every measure, size and language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from analysis.index.standing import MEASURES, of
from components.charts.time_lines import Look, rows, trajectories, with_tips
from components.framework import framework_changes
from components.text import LANGUAGES, words
from components.theme import TOKENS
from data.article import HERO, PEERS
from tests.unit.views import chosen, drawn, frame_of, traces

if TYPE_CHECKING:
    from analysis.dataset import Dataset

SIZES = [(500, False), (420, False), (460, True), (420, True), (312, True)]


def hero(figure: dict[str, Any]) -> dict[str, Any]:
    (trace,) = traces(figure, role="hero")
    return trace


def china(dataset: Dataset, **query: object) -> pd.DataFrame:
    return of(frame_of(dataset, chosen(dataset, **query)), HERO).set_index("edition")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("measure", MEASURES)
def test_plotly_accepts_every_figure(dataset: Dataset, measure: str, lang: str) -> None:
    for height, compact in SIZES:
        figure = drawn(dataset, chosen(dataset, show=measure), lang, height=height, compact=compact)
        drawn_by_plotly = go.Figure(figure)
        assert drawn_by_plotly.layout.height == height
        assert {trace.type for trace in drawn_by_plotly.data} == {"scatter"}  # the bundle holds no other


@pytest.mark.parametrize("measure", MEASURES)
def test_chinas_line_is_the_frame(dataset: Dataset, measure: str) -> None:
    line = hero(drawn(dataset, chosen(dataset, show=measure)))
    values = china(dataset)[measure].drop([2007, 2009, 2010]).dropna().astype(float)
    assert line["x"] == values.index.tolist()
    assert line["y"] == values.tolist()


@pytest.mark.parametrize("measure", MEASURES)
def test_every_peers_line_is_the_frame(dataset: Dataset, measure: str) -> None:
    selection = chosen(dataset, show=measure)
    figure, frame = drawn(dataset, selection), frame_of(dataset, selection)
    assert [t["meta"]["economy"] for t in traces(figure, role="peer")] == list(selection.peers)
    for trace in traces(figure, role="peer"):
        rows = of(frame, trace["meta"]["economy"])
        rows = rows[(rows["edition"] > 2010) & rows[measure].notna()]
        pairs = {x: y for x, y in zip(trace["x"], trace["y"], strict=True) if y is not None}
        assert pairs == dict(zip(rows["edition"], rows[measure].astype(float), strict=True))


def test_rank_one_is_on_top(dataset: Dataset) -> None:
    layout = drawn(dataset, chosen(dataset))["layout"]
    bottom, top = layout["yaxis"]["range"]
    assert top < 1 < 50 < bottom
    assert layout["yaxis"]["tickvals"] == [1, 10, 20, 30, 40, 50]
    assert layout["yaxis"]["zeroline"] is False


def test_who_leaves_through_the_bottom_edge_is_told_for_each_economy_and_all_its_editions(
    dataset: Dataset,
) -> None:
    for query, said in (({}, "India: below 50th in 2010–2019"), ({"show": "score"}, None)):
        texts = [note["text"] for note in drawn(dataset, chosen(dataset, **query))["layout"]["annotations"]]
        assert [text for text in texts if "below" in text] == ([said] if said else [])
    selection = chosen(dataset, **{"with": "VNM,IND"})
    (text,) = [n["text"] for n in drawn(dataset, selection)["layout"]["annotations"] if "below" in n["text"]]
    frame = frame_of(dataset, selection)
    for economy, sentence in zip(("VNM", "IND"), text.split("<br>"), strict=True):
        below = frame.loc[(frame["economy"] == economy) & (frame["rank"] > 50), "edition"]
        years = [range(int(a), int(b or a) + 1) for a, b in re.findall(r"(\d{4})(?:–(\d{4}))?", sentence)]
        assert [year for run in years for year in run] == sorted(below)


@pytest.mark.parametrize(("height", "compact"), SIZES)
def test_rings_mark_the_articles_editions_and_no_other(dataset: Dataset, height: int, compact: bool) -> None:
    line = hero(drawn(dataset, chosen(dataset), height=height, compact=compact))
    rings = [x for x, color in zip(line["x"], line["marker"]["color"], strict=True) if color == TOKENS.ground]
    assert rings == [2012, 2022]
    outlines = dict(zip(line["x"], line["marker"]["line"]["color"], strict=True))
    assert {outlines[edition] for edition in rings} == {TOKENS.hero}
    assert line["marker"]["opacity"] == 1  # sizes in an array would make plotly fall back to 0.7
    assert line["line"]["color"] == TOKENS.hero


def test_the_first_editions_are_hollow_dots_on_a_dotted_join(dataset: Dataset) -> None:
    figure = drawn(dataset, chosen(dataset))
    (dots,) = traces(figure, role="unverified")
    *theirs, join = traces(figure, role="join")
    known = [(x, y) for x, y in zip(dots["x"], dots["y"], strict=True) if y is not None]
    assert known == [(2007, 29), (2009, 37), (2010, 43)]
    assert dots["marker"]["color"] == TOKENS.ground
    assert (join["x"], join["y"]) == ([2007, 2009, 2010, 2011], [29, 37, 43, 29])
    assert [one["meta"]["economy"] for one in theirs] == list(PEERS)
    assert all(one["line"]["dash"] not in ("", "solid") for one in (*theirs, join))
    assert not traces(drawn(dataset, chosen(dataset, first="2011")), role="unverified")


def test_the_band_is_our_interval_and_lies_nowhere_else(dataset: Dataset) -> None:
    upper, lower = traces(drawn(dataset, chosen(dataset)), role="band")
    rows = china(dataset)
    rows = rows[rows["low"].notna()]
    assert upper["x"] == lower["x"] == rows.index.tolist() == list(range(2011, 2026))
    assert upper["y"] == pytest.approx((rows["low"].astype(float) - 0.35).tolist())
    assert lower["y"] == pytest.approx((rows["high"].astype(float) + 0.35).tolist())
    assert lower["fill"] == "tonexty"
    assert lower["fillcolor"] == TOKENS.hero_wash


def test_wipos_own_interval_is_a_bracket(dataset: Dataset) -> None:
    (bracket,) = traces(drawn(dataset, chosen(dataset)), role="published")
    assert (bracket["x"], bracket["y"]) == ([2020], [14])
    error = bracket["error_y"]
    assert (14 - error["arrayminus"][0], 14 + error["array"][0]) == (9, 16)
    assert not traces(drawn(dataset, chosen(dataset, show="percentile")), role="published")
    assert not traces(drawn(dataset, chosen(dataset, first="2021")), role="published")


@pytest.mark.parametrize("compact", [False, True])
def test_framework_letters_are_filled_exactly_for_breaks(dataset: Dataset, compact: bool) -> None:
    (strip,) = traces(drawn(dataset, chosen(dataset), compact=compact), role="framework")
    letters = [re.sub(r"</?b>", "", text) for text in strip["text"]]
    assert "".join(letters) == "ABCDEF"
    changes = dataset.table("gii_editions").set_index("edition")["change"]
    for edition, fill, color in zip(
        strip["x"], strip["marker"]["color"], strip["textfont"]["color"], strict=True
    ):
        breaks = changes[edition] == "break"
        assert (fill, color) == ((TOKENS.ink, TOKENS.ground) if breaks else (TOKENS.ground, TOKENS.ink))
    assert strip["x"] == changes.index[changes != "unmarked"].tolist()


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [("2010", "2025", True), ("2012", "2022", True), ("2013", "2025", False), ("2010", "2021", False)],
)
@pytest.mark.parametrize("compact", [False, True])
def test_the_claim_is_drawn_only_with_both_its_editions(
    dataset: Dataset, first: str, last: str, shown: bool, compact: bool
) -> None:
    steps = traces(drawn(dataset, chosen(dataset, first=first, last=last), compact=compact), role="claim")
    assert len(steps) == shown
    for step in steps:
        assert step["x"][0] > 2013
        assert step["x"][1:] == [2022, 2022]
        assert step["y"][:2] == [34, 34]
        assert 11 < step["y"][2] < 14


def test_a_gap_breaks_the_line(dataset: Dataset) -> None:
    selection = chosen(dataset, peers="KOR")
    frame = frame_of(dataset, selection)
    gap = frame[~((frame["edition"] == 2018) & frame["economy"].isin(["KOR", HERO]))]
    table, look = with_tips(rows(gap), words("en")), Look("rank", words("en"))
    (figure,) = trajectories(table, {HERO: "China", "KOR": "Korea"}, framework_changes(dataset), [look])
    for trace in (hero(figure), *traces(figure, economy="KOR", role="peer")):
        assert trace["y"][trace["x"].index(2018)] is None
        assert trace["hovertext"][trace["x"].index(2018)] == ""
        assert trace["connectgaps"] is False


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("measure", MEASURES)
def test_every_point_has_words(dataset: Dataset, measure: str, lang: str) -> None:
    figure = drawn(dataset, chosen(dataset, show=measure), lang)
    read = [trace for trace in figure["data"] if "economy" in trace.get("meta", {})]
    for trace in read:
        spoken = [bool(text) for text in trace["hovertext"]]
        own = len(spoken) - (trace["meta"]["role"] == "join")  # the end of a join is a point of the line
        assert spoken[:own] == [y is not None for y in trace["y"][:own]]
    latest = hero(figure)["hovertext"][-1]
    parts = (
        ("China, 2025 edition", "10th", "139", "8th to 10th") if lang == "en" else ("中国", "第10位", "139")
    )
    for part in parts:
        assert part in latest
