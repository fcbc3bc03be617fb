"""China's trajectory in words, and who publishes the headline indicators, as several pages say it."""

from typing import Any

import pandas as pd

from analysis.dataset import Dataset
from analysis.index.standing import TRAJECTORY, Choice, rows_of
from analysis.normalize import format_runs
from components.charts.layer import figure_by_width
from components.charts.lines import records
from components.charts.trajectory import ChartStyle, add_tips, trajectories
from components.text import numbers
from components.text.catalog import Words
from components.text.view import line_labels
from components.widgets.reading import headline_of
from data.article import CLAIM, FOCUS

_PLAIN = ((0, 330), (700, 500))  # least widths of the plot, and its heights


def frame_of(dataset: Dataset, choice: Choice, t: Words) -> pd.DataFrame:
    """Return the one frame that feeds the figure, its table, its download and the finding."""
    frame = TRAJECTORY.result(dataset, choice)
    names = dataset.names(t.lang) | dataset.labels(t.lang)
    return frame.assign(name=frame["economy"].map(names))


def plain_course(dataset: Dataset, t: Words) -> str:
    """Return the figure of the hero's line alone, with the values that the finding names."""
    frame = frame_of(dataset, Choice.read(dataset, {"with": ""}), t)
    bare = dict.fromkeys(("low", "high", "published_low", "published_high"))
    points, names = add_tips([row | bare for row in records(frame)], t), line_labels(dataset, t)
    looks = {
        least: ChartStyle("rank", t, height=height, is_compact=not least, uses_codes=not least, is_plain=True)
        for least, height in _PLAIN
    }
    figures = trajectories(points, {FOCUS: names[FOCUS]}, (), list(looks.values()))
    variants = dict(zip(looks, figures, strict=True))
    return figure_by_width(variants.__getitem__, *looks)


def finding(frame: pd.DataFrame, measure: str, t: Words) -> str:
    """Return the sentence (marked text) that heads the page for the editions and the measure on show.

    Where both editions of the article's claim are on show the sentence counts from the first of them, as the
    article does; otherwise from the first edition on show.
    """
    china = rows_of(frame, FOCUS)
    china = china[china[measure].notna()].set_index("edition")
    if china.empty:
        return t("overview.title")
    editions = [int(edition) for edition in china.index]
    claimed = set(CLAIM) <= set(editions)
    start, end = CLAIM if claimed else (editions[0], editions[-1])
    values: dict[str, Any] = {"count": numbers.integer(china.loc[start, "economies"])}
    for name, edition in (("first", start), ("second", end), ("last", editions[-1])):
        # Scores of different editions compare by what they ranked alone.
        row = china.loc[edition]
        values |= {name: row[measure], f"{name}_rank": row["rank"], f"{name}_edition": edition}
    if start == end:
        unknown = "_unknown" if values["count"] is None and measure == "rank" else ""
        return t(f"overview.finding.single_{measure}{unknown}", **values)
    rise = values["second"] - values["first"]
    better = rise < 0 if measure == "rank" else rise > 0
    verb = t("overview.finding.up" if better else "overview.finding.down")
    kind = "span" if not claimed else "claim" if editions[-1] > end else "claim_end"
    values["within"] = "" if rise or measure != "rank" else _within(china["rank"], t)
    return t(f"overview.finding.{kind if rise else 'same'}_{measure}", verb=verb, **values)


def _within(ranks: pd.Series, t: Words) -> str:
    """Return between which ranks, by edition, an economy moved whose first and last are the same."""
    worst, best = int(ranks.max()), int(ranks.min())
    if worst == best:
        return ""
    ends = {"worst": worst, "best": best}
    named = {
        f"{name}_editions": t.listing(format_runs(ranks.index[ranks == rank])) for name, rank in ends.items()
    }
    return t("overview.finding.within", **ends, **named)


def strategy_sources(dataset: Dataset, t: Words) -> str:
    """Return who publishes the headline indicators, by the numbers of their strategic pillars."""
    numbered: dict[str, list[str]] = {}
    indicators = dataset.catalog.indicators
    for pillar in dataset.catalog.strategy:
        code, _ = headline_of(dataset, pillar, t)
        if not code:
            continue
        source = dataset.catalog.sources[indicators[code].source if code in indicators else "wipo_gii"]
        numbered.setdefault(t.phrase(source.short), []).append(str(pillar.number))
    parts = [f"{t.language.items.join(pillars)} {name}" for name, pillars in numbered.items()]
    return t("strategy.sources", sources=t.language.semicolon.join(parts))
