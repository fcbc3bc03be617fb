"""Other rankings: do they tell the same story of China's rise as the Global Innovation Index?"""

from functools import partial
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.comparison.other_rankings import GII_RANKING, RANKINGS, places
from analysis.dataset import Dataset, cached
from components.cards.callbacks import Callbacks
from components.cards.card import Card, Content, UnseenPart
from components.cards.citation import cited_providers
from components.cards.tables import Col, own_table, rows_table
from components.charts.dots import STRIP_WIDTHS, field_strip
from components.charts.layer import figure_by_width
from components.charts.time_lines import RANK_LINES, rank_lines
from components.text import numbers
from components.text.catalog import Words, markup
from components.widgets.blocks import column, three
from components.widgets.controls import Controls
from components.widgets.other_rankings import Choice, OtherRankingsView, same, unchanged_and_lower
from data.article import CLAIM_YEAR
from data.pack import SLUG

PAGE = "others"
_MEASURES = {"percentile": "others.measure.percentile", "rank": "others.measure.rank"}
_RANKS_TEXTS = ("others.cited.title", "others.cited.measure", "others.cited.ranking", "others.cited.rank")
_VALUES_TEXTS = "others.values.title", "others.values.measure", "others.values.ranking", "others.values.rank"
_BELOW = {
    "others.differ.title": ("others.differ.field", "others.differ.opinion", "others.differ.year"),
    "others.left.title": ("others.left.tables", "others.left.unseen"),
    "others.sources.title": ("others.sources.single", "others.sources.cause"),
}


def layout(view: OtherRankingsView) -> list[Component]:
    """Return the page for a measure of a place."""
    t = view.t
    control = Controls(PAGE, view.choice, view.dataset, t).segmented_control("show")
    fields, *below = _fields_and_tables(view.dataset, t)
    return [
        html.H1(markup(finding(view))),
        html.P(deck(view), className="deck"),
        html.Div([control, html.Span(t("others.control"), className="small")], className="controls"),
        html.Div([STRIP.draw(view).html, fields], className="profile-grid"),
        html.Section(LINES.draw(view).html, className="block"),
        *below,
    ]


@cached
def _fields_and_tables(dataset: Dataset, t: Words) -> list[Component]:
    view = OtherRankingsView(dataset, t, Choice.read(dataset, {}))
    items = []
    for key in view.ranking_ids:
        ranking, family = view.rankings[key], view.family(key)
        name = t.phrase(ranking.name)
        title = html.A(name, href=family.url, rel="noopener") if family.url else name
        dated = t("others.dated") if ranking.dated == "data" else ""
        field = t("others.field", coverage=t.phrase(ranking.coverage), measures=t.phrase(ranking.measures))
        items.append(html.Li([html.H3(title), html.P(field + dated)]))
    head = [html.H2(t("others.fields"), className="aside-title"), html.P(t("others.years"))]
    tables = [html.Section(card.draw(view).html, className="block others-table") for card in (CITED, VALUES)]
    fields = html.Div([*head, html.Ul(items)], className="others-fields")
    below = [column(t(title), [t(key) for key in keys]) for title, keys in _BELOW.items()]
    return [fields, *tables, three(below)]


def deck(view: OtherRankingsView) -> list[str | Component]:
    """Return where China stands in the rankings that compare over time, and what the same rank is worth.

    Phones omit the rankings where it hardly moved or is lower than at its best: the figures show them.
    """
    t, latest = view.t, view.percentiles.set_index("ranking")["value"]
    percentiles = latest.reindex([movement.ranking for movement in view.movements])
    spread = ""
    if GII_RANKING in latest and not percentiles.empty:
        low, high = percentiles.min(), percentiles.max()
        spread = t("others.deck.spread", low=low, high=high, gii=latest[GII_RANKING])
    moves = html.Span(markup(unchanged_and_lower(view)), className="roomy")
    return [*markup(spread + same(view)), moves]


def finding(view: OtherRankingsView) -> str:
    """Return in how many of the rankings that compare over time China rose."""
    t, numerals = view.t, view.t("others.number").split("|")
    all_count, risen_count = len(view.movements), sum(movement.rose > 0 for movement in view.movements)
    count, higher = (
        numerals[number] if number < len(numerals) else str(number) for number in (all_count, risen_count)
    )
    key = "others.finding.some" if risen_count else "others.finding.none"
    key = "others.finding.all" if all_count == risen_count else key
    return t(key, count=count, higher=higher)


def first_and_latest(view: OtherRankingsView) -> Content:
    """Return the first and the latest place in each ranking."""
    t, show = view.t, view.choice.show
    write = t.writer(show)
    figure_rows, table_rows = [], []
    for row in places(view.frame, view.ranking_ids, show).to_dict("records"):
        ranking, start, end = str(row["ranking"]), numbers.integer(row["first_year"]), row["year"]
        field = "others.strip.of" if numbers.is_present(row["economies"]) else "others.strip.unknown"
        field = "others.strip.rank_of" if show == "percentile" else field
        figure_rows.append(
            {
                "name": view.short(ranking),
                "years": f"{start} → {end}" if start else str(end),
                "first": float(row["first"]) if start else None,
                "latest": row["value"],
                "number": write(row["value"]),
                "field": t(field, rank=row["rank"], count=row["economies"]),
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
            "broken": t("others.column.yes" if row["broken"] else "others.column.no"),
        }
        table_rows.append({**row, **cells})
    heads = [
        Col("ranking", t("others.column.ranking"), "text"),
        Col("first", t("others.column.first")),
        Col("latest", t("others.column.latest")),
        Col("rank", t("others.column.rank")),
        Col("of", t("others.column.of")),
        Col("broken", t("others.column.broken")),
    ]
    title = t("others.strip.title")
    return Content(
        finding(view),
        t(_MEASURES[show]) + t("others.strip.marks"),
        rows_table(t, table_rows, heads, title),
        figure_by_width(partial(field_strip, figure_rows, show), *STRIP_WIDTHS),
        heading=UnseenPart(title),
    )


def by_year(view: OtherRankingsView) -> Content:
    """Return the ranks since the article's start, in rankings with more than one known year."""
    t, show, frame = view.t, view.choice.show, view.frame
    frame = frame[frame["ranking"].isin(view.ranking_ids) & (frame["year"] >= CLAIM_YEAR)]
    counts = frame["ranking"].value_counts()
    frame = frame[frame["ranking"].isin(counts.index[counts > 1])]
    measure = frame[frame[show].notna()].sort_values("year")
    lines, heads = [], [Col("year", t("others.column.year"), "text")]
    for ranking in (key for key in view.ranking_ids if key in set(measure["ranking"])):
        points = []
        for row in measure[measure["ranking"] == ranking].to_dict("records"):
            # As on the GII's own charts a framework change does not interrupt its line.
            year, stretch = row["year"], row["stretch"] * (ranking != GII_RANKING)
            tip = view.tips[ranking, year]
            points.append({"year": year, "value": float(row[show]), "tip": tip, "stretch": stretch})
        lines.append({"name": view.short(ranking), "points": points, "hero": ranking == GII_RANKING})
        heads.append(Col(ranking, view.short(ranking), show))
    first, last = int(measure["year"].min()), int(measure["year"].max())
    wide = measure.pivot(index="year", columns="ranking", values=show).sort_index(ascending=False)
    omitted = len(frame) - len(measure)
    note = t("others.lines.left_out", count=omitted) if omitted else ""
    title = t("others.lines.title", first=first, last=last)
    return Content(
        finding(view),
        t(_MEASURES[show]) + t("others.lines.marks") + note,
        rows_table(t, wide.reset_index(), heads, t("others.lines.caption")),
        figure_by_width(partial(rank_lines, lines, (first, last), show), *RANK_LINES),
        heading=title,
        file_name=f"{SLUG}-other-rankings-by-year",
        credit=cited_providers(view.dataset, title, view.releases, t),
        quote=t("overview.quote"),
    )


def cited_table(view: OtherRankingsView, *, has_ranks: bool) -> Content:
    """Return everything that is cited, with its source: ranks, or measures without ranks."""
    t, rows, caveats, used = view.t, [], list[Component](), []
    for key, ranking in view.rankings.items():
        if ranking.table != "other_rankings" or (ranking.kind == "rank") != has_ranks:
            continue
        used.append(key)
        family, short = view.family(key), view.short(key)
        if ranking.caveats:
            sentences = t.sentences(map(t.phrase, ranking.caveats))
            caveats.append(html.P([html.B(short), t("others.colon"), sentences]))
        how = "tenths" if ranking.kind in ("index", "relative") else "whole"
        china_rows = view.frame[view.frame["ranking"] == key].sort_values("year", ascending=False)
        for row in china_rows.to_dict("records"):
            rank, score = numbers.integer(row["rank"]), row["score"]
            is_derived = numbers.is_true(row["derived"])
            vintage = str(view.dataset.sources.at[row["source"], "vintage"])
            release = t("others.release", publisher=t.phrase(family.short), vintage=vintage)
            notes = [t.phrase(entry.note) for entry in ranking.breaks if entry.year == row["year"]]
            cells: dict[Any, Any] = {
                "ranking": short,
                "rank": t("others.derived_mark", rank=rank) if is_derived else rank or "",
                "economies_ranked": row["economies"],
                "value": t.write(score, how) if numbers.is_present(score) else None,
                "unit": t.phrase(ranking.unit) if ranking.unit else "",
                "comparable_group": " ".join(notes),
                "source": [html.A(release, href=family.url, rel="noopener")] if family.url else release,
            }
            rows.append({**row, **cells})
    title, measure, ranking_head, rank_head = map(t, _RANKS_TEXTS if has_ranks else _VALUES_TEXTS)
    heads: dict[str, Any] = {"ranking": ranking_head, "rank": rank_head}
    hidden_columns = ("value", "unit") if has_ranks else ("economies_ranked", "percentile")
    frame = pd.DataFrame(rows, dtype="object")
    table = own_table(view, RANKINGS, title, frame, without=hidden_columns, **heads)
    summary = html.Summary(t("others.rows", count=len(rows)))
    return Content(
        title,
        measure,
        html.Div(caveats, className="others-notes"),
        source=view.line(t("others.source.cited")),
        body=[html.Details([summary, table], className="checks-folded")],
        releases=view.sources_of(used),
    )


_TABLES = (RANKINGS,)
STRIP = Card("others-strip", "other-rankings", _TABLES, first_and_latest, height=830)
LINES = Card("others-lines", "other-rankings-by-year", _TABLES, by_year, height=830)
_ranks, _values = partial(cited_table, has_ranks=True), partial(cited_table, has_ranks=False)
CITED = Card("others-cited", "other-rankings-cited", _TABLES, _ranks, height=720, plotted=False)
VALUES = Card("others-values", "other-indices", _TABLES, _values, height=720, plotted=False)
CARDS = (STRIP, LINES, CITED, VALUES)
CALLBACKS = Callbacks(Choice, OtherRankingsView, cards=(STRIP, LINES))
