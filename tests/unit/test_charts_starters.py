"""The main picture of every economy that a pack can be started for: nothing lies over its marks."""

from collections.abc import Iterator
from typing import Any

import pytest

from analysis.dataset import Dataset
from analysis.index import standing
from analysis.index.standing import Choice, ranks
from components.charts import trajectory
from components.charts.lines import records
from components.charts.trajectory import ChartStyle, add_tips, trajectories
from components.text.catalog import LANGUAGES, words
from components.widgets.framework import explained_changes
from tests.unit import figures

WIDTHS = {"full": (733, 500, False), "compact": (358, 312, True)}
"""Width and height of the figure on a page of 1440 px and on a phone of 390."""
MARK = 3
"""Px from the middle of a mark of the economy that no text may come to."""


def starters(dataset: Dataset) -> dict[str, dict[int, int]]:
    """Return the ranks, by edition, of each economy that has two of an edition with pillars."""
    found = {}
    for economy in dataset.table("gii_scores")["economy"].unique():
        known = {year: rank for year, rank in ranks(dataset, economy).items() if year >= 2011}
        if len(known) > 1:
            found[str(economy)] = known
    return found


def marks(figure: dict[str, Any], least: int, hero: str) -> Iterator[tuple[float, float]]:
    """Yield where the marks of the economy are, in pixels from the upper left corner."""
    layout = figure["layout"]
    margin = layout["margin"]
    width, height = least - margin["l"] - margin["r"], layout["height"] - margin["t"] - margin["b"]
    start, end = layout["yaxis"].get("domain", (0, 1))
    for trace in figure["data"]:
        if trace["meta"].get("economy") == hero:
            for x, y in zip(trace["x"], trace["y"], strict=True):
                if y is not None:
                    down = start + figures.share(layout["yaxis"], y) * (end - start)
                    across = figures.share(layout["xaxis"], x)
                    yield margin["l"] + width * across, margin["t"] + height * (1 - down)


def over(figure: dict[str, Any], least: int, hero: str) -> Iterator[str]:
    """Yield the texts that lie over a mark of the economy, or over another text."""
    places = [*marks(figure, least, hero)]
    for box in figures.boxes(figure, least):
        across = [y for x, y in places if box.left - MARK < x < box.right + MARK]
        blank = (
            0.18 * (box.bottom - box.top) / (1.15 * (1 + box.text.count("<br>")))
        )  # above and below letters
        if any(box.top + blank - MARK < y < box.bottom - blank + MARK for y in across):
            yield f"{box.text} over a mark"
    yield from (f"{one.text} over {other.text}" for one, other in figures.touching(figure, least))


def test_nothing_lies_over_the_marks_of_any_economy(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    known, wrong = starters(dataset), {}
    assert len(known) > 130
    changes = {lang: explained_changes(dataset, words(lang)) for lang in LANGUAGES}
    for number, (hero, own) in enumerate(known.items()):
        claim, lang = (min(own), max(own)), LANGUAGES[number % len(LANGUAGES)]
        near = sorted(
            (code for code in known if code != hero and claim[1] in known[code]),
            key=lambda code: abs(known[code][claim[1]] - own[claim[1]]),
        )
        monkeypatch.setattr(standing, "FOCUS", hero)
        monkeypatch.setattr(trajectory, "FOCUS", hero)
        monkeypatch.setattr(trajectory, "CLAIM", claim)
        choice = Choice.read(dataset, {"with": ",".join(near[:6])})
        frame = standing.TRAJECTORY.result(dataset, choice)
        names = dataset.names(lang) | dataset.labels(lang)
        frame = frame.assign(name=frame["economy"].map(names))
        labels = {code: names[code] for code in choice.economies}
        t = words(lang)
        looks = [
            ChartStyle("rank", t, height, small, focus=hero, labelled_editions=claim)
            for _, height, small in WIDTHS.values()
        ]
        drawn = trajectories(add_tips(records(frame), t), labels, changes[lang], looks)
        for (name, (least, _, _)), figure in zip(WIDTHS.items(), drawn, strict=True):
            if found := [*over(figure, least, hero)]:
                wrong[hero, lang, name] = found
    assert wrong == {}
