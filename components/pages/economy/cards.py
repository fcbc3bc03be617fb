"""The card of an economy's page with its rank on every level, and beside it the next place and the data."""

from typing import Any

import numpy as np
import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.coverage import shares
from analysis.dataset import Dataset, cached
from analysis.frames import economy as frames
from analysis.standing import next_place
from components import numbers
from components.card import Card
from components.charts.dot_strip import FULL, StripRow, dot_strip
from components.charts.layer import packed
from components.measures import CONTRIBUTION
from components.numbers import known
from components.pages.economy.view import (
    Row,
    View,
    change_text,
    doubt_text,
    rank_among,
    score_text,
    source_line,
)
from components.parts.citation import citation
from components.parts.figure_card import Content
from components.parts.fold import fold
from components.parts.tables import Cell, heads, table
from components.text import markup, plain
from components.view import price as points_of

CARD = Card("economy-levels", "economy-levels", (frames.PROFILE,), height=900, item="economy")
_ROUND = 50  # ranks: the ticks of the strip
_LEAST = 5  # economies of a group from which its median says something
_LAST_DIGIT = 0.005  # points: what is smaller would be written as 0
NAMED = 4  # names in a sentence; the table below lists them all


def content(view: View, finding: str) -> Content:
    """Return what the card holds; ``finding`` heads the page."""
    t, chosen = view.t, view.choice
    return Content(
        heading=t("economy.levels.title", name=view.name),
        finding=plain(finding),
        measure=measure(view),
        table=levels_table(view),
        source=source_line(view, _source(view), (chosen.edition, chosen.edition)),
        data_address=view.download("profile", view.query),
        file_name=f"gii-profile-{chosen.economy}-{chosen.edition}",
        credit=citation(view.dataset, plain(finding), [chosen.edition], t),
        height=figure(view, FULL)["layout"]["height"],
    )


def _source(view: View) -> str:
    """Return the publisher and what of the figure is our own calculation."""
    t = view.t
    ours = {
        "economy.levels.own_change": view.levels["change"].notna().any(),
        "economy.levels.own_median": _members(view)[0],
        "economy.levels.own_interval": view.robust,
        "economy.levels.own_marks": view.ours,
    }
    own = [t(key) for key, part in ours.items() if part]
    text = t("economy.levels.source", edition=view.choice.edition)
    return text + t("economy.levels.own", parts=t.listing(own)) if own else text


def figures(view: View) -> str:
    """Return the figure in both sets of labels, as JSON text."""
    return packed(lambda least: figure(view, least), 0, FULL)


def figure(view: View, least: int) -> dict[str, Any]:
    """Return the figure for plots of at least some pixels: 0, or FULL."""
    medians = _medians(view)
    drawn = [_row(view, row, medians) for row in view.levels.to_dict("records")]
    before = numbers.whole(view.frame["before"].iloc[0])
    title = "" if before is None else view.t("economy.levels.since", edition=before)
    return dot_strip(drawn, _axis(view), hero=view.hero, compact=least == 0, title=title)


def measure(view: View) -> list[str | Component]:
    """Return the line over the plot: what is measured, and what its marks mean."""
    t = view.t
    unknown = "_unknown" if view.count is None else ""
    parts = [t(f"economy.levels.measure{unknown}", count=view.count, edition=view.here)]
    if (group := _members(view)[0]) is not None:
        parts.append(t("economy.levels.median", group=t(f"income.{group}")))
    if view.robust:
        parts.append(t("economy.levels.interval"))
    if any(numbers.is_true(row["low_coverage"]) for row in view.levels.to_dict("records")):
        parts.append(t("economy.levels.brackets"))
    if (view.levels["rank"].isna() & view.levels["rank_low"].notna()).any():
        parts.append(t("economy.levels.bar"))
    if (view.levels["strength"] == "W").any():
        parts.append(t("economy.levels.ring"))
    return markup(t("economy.levels.join").join(parts))


def _axis(view: View) -> int:
    """Return where the axis ends: at the last rank; where none is known, at the next round one."""
    lowest = view.levels[["rank", "rank_high"]].max().dropna()
    return view.count or -(-max((int(rank) for rank in lowest), default=1) // _ROUND) * _ROUND


def _members(view: View) -> tuple[str | None, list[str]]:
    return _group(view.dataset, view.choice.economy, view.choice.edition)


@cached
def _group(dataset: Dataset, economy: str, edition: int) -> tuple[str | None, list[str]]:
    """Return the income group in the edition and who is in it; none where groups are missing or too small."""
    context = dataset.table("gii_economies")
    context = context[context["edition"] == edition]
    own = context.loc[context["economy"] == economy, "income"].dropna()
    same = context[context["income"].isin(own)]
    if len(same) < _LEAST:
        return None, []
    return str(own.iloc[0]), [str(code) for code in same["economy"]]


def _medians(view: View) -> dict[str, float]:
    """Return the median rank of the income group by code."""
    ranks = view.dataset.ranks(view.choice.edition)
    ranks = ranks[ranks.index.isin(_members(view)[1])]
    codes = [str(code) for code in view.levels["code"] if code in ranks]
    if ranks.empty:
        return {}
    return dict(zip(codes, np.nanmedian(ranks[codes].to_numpy("float64"), axis=0).tolist(), strict=True))


def _row(view: View, row: Row, medians: dict[str, float]) -> StripRow:
    low, high = numbers.whole(row["rank_low"]), numbers.whole(row["rank_high"])
    code, level = str(row["code"]), str(row["level"])
    median = medians.get(code)
    small = view.choice.level == "subpillar" and level == "subpillar"
    return StripRow(
        name=f"{code} {view.part(row)}" if small else view.part(row),
        tip=tip(view, row, median),
        rank=numbers.whole(row["rank"]),
        bounds=None if low is None or high is None else (low, high),
        change=numbers.whole(row["change"]),
        heading=level in ("index", "subindex") or (view.choice.level == "subpillar" and not small),
        ring=row["strength"] == "W",
        brackets=numbers.is_true(row["low_coverage"]),
        median=median,
        interval=view.robust if code == "GII" else None,
    )


def tip(view: View, row: Row, median: float | None) -> str:
    """Return the words of one row, shown on hover and read out."""
    t = view.t
    lines = [f"<b>{view.part(row)}</b>", rank_among(view, row)]
    if known(row["score"]):
        lines.append(t("economy.tip.score", score=score_text(row, t)))
    if row["strength"] in ("S", "W"):
        lines.append(t(f"economy.mark.{row['strength']}") + (t("economy.mark.ours") if view.ours else ""))
    if median is not None:
        lines.append(t("economy.tip.median", median=numbers.decimal(median, 0, t.lang)))
    if known(row["doubt"]):
        lines.append(doubt_text(row, t))
    return "<br>".join(lines)


def levels_table(view: View) -> Component:
    """Return the levels as a table."""
    t, missing = view.t, view.t("missing")
    body: list[list[Cell]] = []
    for row in view.levels.to_dict("records"):
        cells = [view.rank_cell(row), numbers.whole_cell(row["economies"], missing), score_text(row, t)]
        doubt = doubt_text(row, t)
        name = view.part(row)
        part: Cell = [f"{name} ", html.Span(doubt, className="small")] if doubt else name
        body.append([part, *cells, change_text(row) or missing])
    names = ("part", "rank", "of", "score", "change")
    columns = heads(t, "economy.column", names, ("part",))
    return table(t, columns, body, caption=t("economy.levels.title", name=view.name))


def beside(view: View) -> html.Div:
    """Return the two blocks beside the table of editions: the next place, and the data behind it all."""
    title = html.H2(view.t("economy.next.title"), className="aside-title")
    lines = [html.P(markup(line)) for line in price(view)]
    first, *more = data_behind(view)
    behind = html.H2(view.t("economy.data.title"))
    data = fold(behind, markup(first), [html.P(markup(line)) for line in more], "data-behind")
    return html.Div([title, *lines, data], className="profile-aside")


def price(view: View) -> list[str]:
    """Return the gap to the neighbours in points, and what it would be in one GII pillar (marked text)."""
    t, chosen = view.t, view.choice
    found = next_place(view.dataset.scores, chosen.economy, chosen.edition)
    if found is None:
        return [t("economy.next.unknown", edition=view.here)]
    lines = []
    if found.gap is not None and found.above is not None and found.above_rank is not None:
        above = {"above": view.called(found.above), "rank": view.ordinal(found.above_rank)}
        lines.append(t("economy.next.gap", name=view.name, **above, **points_of(found, t.lang)))
    if found.cushion is not None and found.below is not None and found.below_rank is not None:
        below = {"below": view.called(found.below), "rank": view.ordinal(found.below_rank)}
        lines.append(t("economy.next.cushion", cushion=CONTRIBUTION.write(found.cushion, t.lang), **below))
    if found.rounding >= _LAST_DIGIT:
        lines.append(t("economy.next.rounding", points=CONTRIBUTION.write(found.rounding, t.lang)))
    return lines


def data_behind(view: View, named: int = NAMED, *, rule: bool = True) -> list[str]:
    """Return what data stand behind the profile: shares present, missing, years, outdated (marked text).

    named: the most names that a sentence lists; rule: whether the rule of minimum coverage is said as well.
    """
    t = view.t
    if not view.detailed:
        key = "economy.data.ranking" if len(view.frame) == 1 else "economy.data.none"
        return [t(key, edition=view.here), *_doubts(view, named)]
    sides = shares(view.frame)
    (inputs, all_inputs), (outputs, all_outputs) = sides["IN"], sides["OUT"]
    counts = {"inputs": inputs, "all_inputs": all_inputs, "outputs": outputs, "all_outputs": all_outputs}
    indicators = view.frame[view.frame["level"] == "indicator"]
    missing = indicators[indicators["score"].isna()]
    names = _names(view, missing, named)
    return [
        t("economy.data.shares", **counts),
        t(f"economy.data.{'complete' if missing.empty else 'missing'}", count=len(missing), names=names),
        *_years(view, indicators, named),
        *_thin(view, rule=rule),
        *_doubts(view, named),
    ]


def _doubts(view: View, named: int) -> list[str]:
    """Return the parts whose score or rank is in doubt, by what is doubtful."""
    doubts = view.frame[view.frame["doubt"].notna()].groupby("doubt")
    return [
        view.t("economy.data.doubt", names=_names(view, rows, named), doubt=view.t(f"economy.doubt.{one}"))
        for one, rows in doubts
    ]


def _years(view: View, indicators: pd.DataFrame, named: int) -> list[str]:
    t, years = view.t, indicators["data_year"].dropna()
    if years.empty:
        return [t("economy.data.undated", edition=view.here)]
    values = {"median": int(years.median()), "first": int(years.min()), "last": int(years.max())}
    lines = [t("economy.data.years", **values)]
    old = indicators[[numbers.is_true(flag) for flag in indicators["outdated"]]]
    if len(old):
        lines.append(t("economy.data.outdated", count=len(old), names=_names(view, old, named)))
    return lines


def _thin(view: View, *, rule: bool) -> list[str]:
    """Return the parts whose data are too thin, with the rule; that we apply it ourselves where it is so."""
    t = view.t
    thin = view.frame[[numbers.is_true(flag) for flag in view.frame["low_coverage"]]]
    if thin.empty:
        return [t("economy.data.enough")]
    names = t.listing([view.part(row) for row in thin.to_dict("records")])
    own = t("economy.data.thin_ours") if view.ours else ""
    return [t("economy.data.thin", names=names) + (t("economy.data.thin_rule") if rule else "") + own]


def _names(view: View, rows: pd.DataFrame, named: int) -> str:
    """Return the first names of some indicators, and how many more there are."""
    t = view.t
    names = [view.part(row) for row in rows.head(named).to_dict("records")]
    if len(rows) > named:
        names.append(t("economy.data.more", count=len(rows) - named))
    return t("economy.data.join").join(names)
