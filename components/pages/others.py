"""Other rankings: do they tell the same story of China's rise as the Global Innovation Index?"""

from functools import partial
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.comparison import other_rankings as frames
from analysis.comparison.other_rankings import GII_RANKING, places
from analysis.dataset import Dataset, cached
from components.cards.callbacks import Callbacks
from components.cards.card import Card, Content, UnseenPart
from components.cards.citation import cited_providers
from components.cards.tables import Col, columns_of, own_table, rows_table
from components.charts.dots import STRIP_WIDTHS, field_strip
from components.charts.layer import figure_by_width
from components.charts.time_lines import RANK_LINES, rank_lines
from components.text import numbers
from components.text.catalog import Words, markup
from components.widgets.blocks import columns, three
from components.widgets.controls import Controls
from components.widgets.other_rankings import Choice, OtherRankingsView, same, unchanged_and_lower
from data.article import CLAIM_YEAR
from data.pack import SLUG

PAGE = "others"
_WITHOUT = {"cited": ("value", "unit"), "values": ("economies_ranked", "percentile")}
"""The columns that each list of figures does not have."""
_COLUMNS = {
    "differ": ("field", "opinion", "year"),
    "left": ("tables", "unseen"),
    "sources": ("single", "cause"),
}


def layout(view: OtherRankingsView) -> list[Component]:
    """Return the page for a measure of a place."""
    t = view.t
    control = Controls(PAGE, view.choice, view.dataset, t).segmented_control("show")
    fields, *below = _fixed(view.dataset, t)
    return [
        html.H1(markup(finding(view))),
        html.P(deck(view), className="deck"),
        html.Div([control, html.Span(t("others.control"), className="small")], className="controls"),
        html.Div([STRIP.draw(view).html, fields], className="profile-grid"),
        html.Section(LINES.draw(view).html, className="block"),
        *below,
    ]


@cached
def _fixed(dataset: Dataset, t: Words) -> list[Component]:
    """Return what is the same in either measure.

    First whom each ranking covers and what it measures, as a list, then what stands below the figures.
    """
    view = OtherRankingsView(dataset, t, Choice.read(dataset, {}))
    items = []
    for key in view.ranked:
        one, family = view.rankings[key], view.family(key)
        name = t.phrase(one.name)
        title = html.A(name, href=family.url, rel="noopener") if family.url else name
        dated = t("others.dated") if one.dated == "data" else ""
        field = t("others.field", coverage=t.phrase(one.coverage), measures=t.phrase(one.measures))
        items.append(html.Li([html.H3(title), html.P(field + dated)]))
    head = [html.H2(t("others.fields"), className="aside-title"), html.P(t("others.years"))]
    tables = [html.Section(card.draw(view).html, className="block others-table") for card in (CITED, VALUES)]
    fields = html.Div([*head, html.Ul(items)], className="others-fields")
    return [fields, *tables, three(columns(t, "others", _COLUMNS))]


def deck(view: OtherRankingsView) -> list[str | Component]:
    """Return where China stands in the rankings that compare over time, and what the same rank is worth.

    Where it hardly moved or is lower than at its best, phones leave to the figures.
    """
    t, latest = view.t, view.percentiles.set_index("ranking")["value"]
    counted, spread = latest.reindex([one.ranking for one in view.movements]), ""
    if GII_RANKING in latest and not counted.empty:
        spread = t("others.deck.spread", low=counted.min(), high=counted.max(), gii=latest[GII_RANKING])
    moves = html.Span(markup(unchanged_and_lower(view)), className="roomy")
    return [*markup(spread + same(view)), moves]


def finding(view: OtherRankingsView) -> str:
    """Return in how many of the rankings that compare over time China rose."""
    t, small = view.t, view.t("others.number").split("|")
    counts = len(view.movements), sum(one.rose > 0 for one in view.movements)
    count, higher = (small[one] if one < len(small) else str(one) for one in counts)
    key = "others.finding.some" if counts[1] else "others.finding.none"
    key = "others.finding.all" if counts[0] == counts[1] else key
    return t(key, count=count, higher=higher)


def first_and_latest(view: OtherRankingsView) -> Content:
    """Return the first and the latest place in each ranking."""
    t, show, found = view.t, view.choice.show, places(view.frame, view.ranked, view.choice.show)
    write = t.writer(show)
    drawn, rows = [], []
    for row in found.to_dict("records"):
        ranking, start, end = str(row["ranking"]), numbers.integer(row["first_year"]), row["year"]
        field = "of" if numbers.is_present(row["economies"]) else "unknown"
        field = "rank_of" if show == "percentile" else field
        drawn.append(
            {
                "name": view.short(ranking),
                "years": f"{start} → {end}" if start else str(end),
                "first": float(row["first"]) if start else None,
                "latest": row["value"],
                "number": write(row["value"]),
                "field": t(f"others.strip.{field}", rank=row["rank"], count=row["economies"]),
                "tips": (view.tips[ranking, start] if start else "", view.tips[ranking, end]),
                "broken": row["broken"],
                "hero": ranking == GII_RANKING,
            }
        )
        cells: dict[Any, Any] = {
            "ranking": t.phrase(view.rankings[ranking].name),
            "first": f"{write(row['first'])} ({start})" if start else None,
            "latest": f"{write(row['value'])} ({end})",
            "of": row["economies"],
            "broken": t(f"others.column.{'yes' if row['broken'] else 'no'}"),
        }
        rows.append({**row, **cells})
    heads = columns_of(
        t,
        {
            "others.column.ranking": "text",
            "others.column.first": "",
            "others.column.latest": "",
            "others.column.rank": "",
            "others.column.of": "",
            "others.column.broken": "",
        },
    )
    title = t("others.strip.title")
    return Content(
        finding(view),
        t(f"others.measure.{show}") + t("others.strip.marks"),
        rows_table(t, rows, heads, title),
        figure_by_width(lambda least: field_strip(drawn, show, least), *STRIP_WIDTHS),
        heading=UnseenPart(title),
    )


def by_year(view: OtherRankingsView) -> Content:
    """Return the ranks since the article's start in rankings of which more than one year is known."""
    t, show, frame = view.t, view.choice.show, view.frame
    frame = frame[frame["ranking"].isin(view.ranked) & (frame["year"] >= CLAIM_YEAR)]
    counts = frame["ranking"].value_counts()
    frame = frame[frame["ranking"].isin(counts.index[counts > 1])]
    measure = frame[frame[show].notna()].sort_values("year")
    lines, heads = [], [Col("year", t("others.column.year"), "text")]
    for ranking in (key for key in view.ranked if key in set(measure["ranking"])):
        points = []
        for row in measure[measure["ranking"] == ranking].to_dict("records"):
            # As on the GII's own charts a framework change does not interrupt its line.
            year, stretch = row["year"], row["stretch"] * (ranking != GII_RANKING)
            tip = view.tips[ranking, year]
            points.append({"year": year, "value": float(row[show]), "tip": tip, "stretch": stretch})
        lines.append({"name": view.short(ranking), "points": points, "hero": ranking == GII_RANKING})
        heads.append(Col(ranking, view.short(ranking), show))
    first, last = int(measure["year"].min()), int(measure["year"].max())
    wide = measure.pivot(index="year", columns="ranking", values=show)
    left = len(frame) - len(measure)
    note = t("others.lines.left_out", count=left) if left else ""
    title = t("others.lines.title", first=first, last=last)
    return Content(
        finding(view),
        t(f"others.measure.{show}") + t("others.lines.marks") + note,
        rows_table(t, wide.sort_index(ascending=False).reset_index(), heads, t("others.lines.caption")),
        figure_by_width(lambda least: rank_lines(lines, (first, last), show, least), *RANK_LINES),
        heading=title,
        file_name=f"{SLUG}-other-rankings-by-year",
        credit=cited_providers(view.dataset, title, view.releases, t),
        quote=t("overview.quote"),
    )


def table(view: OtherRankingsView, name: str) -> Content:
    """Return all that is cited with its source: ranks ("cited"), or what is no rank ("values")."""
    t, rows, caveats, used = view.t, [], list[Component](), []
    for key, one in view.rankings.items():
        if one.table != "other_rankings" or (one.kind == "rank") != (name == "cited"):
            continue
        used.append(key)
        family, short = view.family(key), view.short(key)
        if one.caveats:
            sentences = t.sentences(map(t.phrase, one.caveats))
            caveats.append(html.P([html.B(short), t("others.colon"), sentences]))
        how = "tenths" if one.kind in ("index", "relative") else "whole"
        own = view.frame[view.frame["ranking"] == key].sort_values("year", ascending=False)
        for row in own.to_dict("records"):
            rank, score = numbers.integer(row["rank"]), row["score"]
            vintage = str(view.dataset.sources.at[row["source"], "vintage"])
            release = t("others.release", publisher=t.phrase(family.short), vintage=vintage)
            cells: dict[Any, Any] = {
                "ranking": short,
                "rank": t("others.derived_mark", rank=rank)
                if numbers.is_true(row["derived"])
                else rank or "",
                "economies_ranked": row["economies"],
                "value": t.write(score, how) if numbers.is_present(score) else None,
                "unit": t.phrase(one.unit) if one.unit else "",
                "comparable_group": " ".join(
                    t.phrase(each.note) for each in one.breaks if each.year == row["year"]
                ),
                "source": [html.A(release, href=family.url, rel="noopener")] if family.url else release,
            }
            rows.append({**row, **cells})
    title, listed = t(f"others.{name}.title"), pd.DataFrame(rows, dtype="object")
    heads: dict[str, Any] = {column: t(f"others.{name}.{column}") for column in ("ranking", "rank")}
    found = own_table(view, frames.RANKINGS, title, listed, without=_WITHOUT[name], **heads)
    summary = html.Summary(t("others.rows", count=len(rows)))
    return Content(
        title,
        t(f"others.{name}.measure"),
        html.Div(caveats, className="others-notes"),
        source=view.line(t("others.source.cited")),
        body=[html.Details([summary, found], className="checks-folded")],
        releases=view.sources_of(used),
    )


_SHOWN = (frames.RANKINGS,)
STRIP = Card("others-strip", "other-rankings", _SHOWN, first_and_latest, height=830)
LINES = Card("others-lines", "other-rankings-by-year", _SHOWN, by_year, height=830)
CITED, VALUES = (
    Card(f"others-{one}", name, _SHOWN, partial(table, name=one), height=720, plotted=False)
    for one, name in (("cited", "other-rankings-cited"), ("values", "other-indices"))
)
CARDS = (STRIP, LINES, CITED, VALUES)
CALLBACKS = Callbacks(Choice, OtherRankingsView, cards=(STRIP, LINES))
