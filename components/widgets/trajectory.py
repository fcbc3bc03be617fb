"""Texts on China's trajectory and on the publishers of headline indicators that several pages share."""

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
from components.text.keys import by_last_part
from components.text.view import line_labels
from components.widgets.reading import headline_of
from data.article import CLAIM, FOCUS

_PLAIN_HEIGHTS = {0: 330, 700: 500}  # px, by minimum width of the plot
_RANK_FINDINGS = by_last_part(
    "overview.finding.claim_rank", "overview.finding.claim_end_rank", "overview.finding.span_rank"
) | by_last_part("overview.finding.same_rank", "overview.finding.single_rank")
_SCORE_FINDINGS = by_last_part(
    "overview.finding.claim_score", "overview.finding.claim_end_score", "overview.finding.span_score"
) | by_last_part("overview.finding.same_score", "overview.finding.single_score")
_PERCENTILE_FINDINGS = (
    by_last_part("overview.finding.claim_percentile", "overview.finding.claim_end_percentile")
    | by_last_part("overview.finding.span_percentile", "overview.finding.same_percentile")
    | by_last_part("overview.finding.single_percentile")
)
_FINDINGS = _RANK_FINDINGS | _SCORE_FINDINGS | _PERCENTILE_FINDINGS
"""Text keys by kind of the finding and measure: claim_rank."""


def frame_of(dataset: Dataset, choice: Choice, t: Words) -> pd.DataFrame:
    """Return the data of the figure, its table, its download and the finding."""
    frame = TRAJECTORY.result(dataset, choice)
    names = dataset.names(t.lang) | dataset.labels(t.lang)
    return frame.assign(name=frame["economy"].map(names))


def plain_course(dataset: Dataset, t: Words) -> str:
    """Return the figure of China's line alone, with the values that the finding names, as JSON text."""
    frame = frame_of(dataset, Choice.read(dataset, {"with": ""}), t)
    without_intervals = dict.fromkeys(("low", "high", "published_low", "published_high"))
    points = add_tips([row | without_intervals for row in records(frame)], t)
    styles = {
        min_width: ChartStyle(
            "rank", t, height=height, is_compact=min_width == 0, uses_codes=min_width == 0, is_plain=True
        )
        for min_width, height in _PLAIN_HEIGHTS.items()
    }
    lines = {FOCUS: line_labels(dataset, t)[FOCUS]}
    figures = trajectories(points, lines, (), list(styles.values()))
    variants = dict(zip(styles, figures, strict=True))
    return figure_by_width(variants.__getitem__, *styles)


def finding(frame: pd.DataFrame, measure: str, t: Words) -> str:
    """Return the sentence (marked text) that heads the page for the editions and the measure of a choice.

    Where both editions of the article's claim are among them, the sentence counts from the first of these, as
    the article does; otherwise from the first edition.
    """
    china = rows_of(frame, FOCUS)
    china = china[china[measure].notna()].set_index("edition")
    if china.empty:
        return t("overview.title")
    editions = [int(edition) for edition in china.index]
    has_claim = set(CLAIM) <= set(editions)
    start, end = CLAIM if has_claim else (editions[0], editions[-1])
    values: dict[str, Any] = {"count": numbers.integer(china.loc[start, "economies"])}
    for name, edition in (("first", start), ("second", end), ("last", editions[-1])):
        # Scores of different editions cannot be compared, only the ranks that follow from them.
        row = china.loc[edition]
        values |= {name: row[measure], f"{name}_rank": row["rank"], f"{name}_edition": edition}
    if start == end:
        is_uncounted = values["count"] is None and measure == "rank"
        key = "overview.finding.single_rank_unknown" if is_uncounted else _FINDINGS[f"single_{measure}"]
        return t(key, **values)
    rise = values["second"] - values["first"]
    is_better = rise < 0 if measure == "rank" else rise > 0
    verb = t("overview.finding.up" if is_better else "overview.finding.down")
    values["within"] = "" if rise or measure != "rank" else _best_and_worst(china["rank"], t)
    kind = "span" if not has_claim else "claim" if editions[-1] > end else "claim_end"
    return t(_FINDINGS[f"{kind if rise else 'same'}_{measure}"], verb=verb, **values)


def _best_and_worst(ranks: pd.Series, t: Words) -> str:
    worst, best = int(ranks.max()), int(ranks.min())
    if worst == best:
        return ""
    return t(
        "overview.finding.within",
        worst=worst,
        best=best,
        worst_editions=t.listing(format_runs(ranks.index[ranks == worst])),
        best_editions=t.listing(format_runs(ranks.index[ranks == best])),
    )


def strategy_sources(dataset: Dataset, t: Words) -> str:
    """Return the publishers of the headline indicators with the numbers of their strategic pillars."""
    pillars_by_source: dict[str, list[str]] = {}
    indicators = dataset.catalog.indicators
    for pillar in dataset.catalog.strategy:
        code, _ = headline_of(dataset, pillar, t)
        if not code:
            continue
        source = dataset.catalog.sources[indicators[code].source if code in indicators else "wipo_gii"]
        pillars_by_source.setdefault(t.phrase(source.short), []).append(str(pillar.number))
    parts = [f"{t.language.items.join(pillars)} {name}" for name, pillars in pillars_by_source.items()]
    return t("strategy.sources", sources=t.language.semicolon.join(parts))
