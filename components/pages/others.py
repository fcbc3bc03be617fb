"""Other rankings: do they tell the same story of China's rise as the Global Innovation Index?"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from analysis.dataset import Dataset, cached
from analysis.frames import others as frames
from analysis.query import Nothing, Query, one_of
from analysis.triangulation import FIRST, GII, Movement, movements, places
from components import numbers, view
from components.attributes import attributes
from components.callbacks import Callbacks
from components.card import Card
from components.charts.layer import packed
from components.charts.other_rankings import (
    FULL,
    HEIGHT,
    ROW,
    WIDTHS,
    FieldRow,
    Line,
    Point,
    field_strip,
    rank_lines,
)
from components.formats import writer
from components.kit import Col, columns_of, rows_table
from components.parts.citation import cited
from components.parts.columns import columns, three
from components.parts.controls import Controls
from components.parts.figure_card import Content, Credit, figure_card, table_card
from components.text import Words, markup, plain, words
from data.entries import Ranking, Source

PAGE = "others"
STRIP = Card("others-strip", "other-rankings", (frames.RANKINGS,), height=830)
LINES = Card("others-lines", "other-rankings-by-year", (frames.RANKINGS,), height=830, enlarge=True)
CITED = Card("others-cited", "other-rankings-cited", (frames.RANKINGS,), height=720)
VALUES = Card("others-values", "other-indices", (frames.RANKINGS,), height=720)
CARDS = (STRIP, LINES, CITED, VALUES)
_TABLES = {
    CITED: {"ranking": "text", "year": "text", "rank": "", "of": "", "percentile": "percentile"},
    VALUES: {"index": "text", "year": "text", "value": "", "unit": "text", "volume_rank": ""},
}
_COLUMNS = {
    "differ": ("field", "measured", "opinion", "year"),
    "left": ("tables", "unseen", "without"),
    "sources": ("single", "derived", "cause"),
}


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """What a reader of the page chose: the measure of a place."""

    show: str = one_of("show", ("percentile", "rank"))


CALLBACKS = Callbacks(
    Choice,
    parts=tuple(
        part
        for card in (STRIP, LINES)
        for part in ((card.figures, "data"), (card.measure_line, "children"), (card.table, "children"))
    ),
    cards=(STRIP, LINES),
)


@dataclass(frozen=True)
class View(view.View):
    """China in all rankings, in one measure; ``frame`` has the rows of ``analysis.triangulation``."""

    choice: Choice
    frame: pd.DataFrame

    @property
    def known(self) -> dict[str, Ranking]:
        """The rankings of the catalog by id."""
        return self.dataset.catalog.rankings

    @cached_property
    def ranked(self) -> list[str]:
        """The ids of those that are rankings of economies, the GII first."""
        present = set(self.frame["ranking"])
        return [key for key, one in self.known.items() if one.kind == "rank" and key in present]

    @cached_property
    def percentiles(self) -> pd.DataFrame:
        """First and latest percentile in each ranking, whatever is on show."""
        return places(self.frame, self.ranked)

    @cached_property
    def moved(self) -> list[Movement]:
        """How China moved in each of the others, over one method."""
        return movements(self.frame, [key for key in self.ranked if key != GII])

    @cached_property
    def tips(self) -> dict[tuple[str, int], str]:
        """What is said of a rank, by ranking and year: its field, its percentile, whether it is derived."""
        found, rows = {}, self.frame[self.frame["ranking"].isin(self.ranked) & self.frame["rank"].notna()]
        for row in rows.to_dict("records"):
            ranking = str(row["ranking"])
            keys = ["rank", "percentile"] if numbers.known(row["economies"]) else ["rank_alone"]
            keys += ["derived"] if numbers.is_true(row["derived"]) else []
            about: dict[Any, Any] = {**row, "name": self.known[ranking].name.get(self.t.lang)}
            lines = [self.t(f"others.tip.{key}", **about) for key in ("head", *keys)]
            found[ranking, row["year"]] = plain("<br>".join(lines))
        return found

    def short(self, ranking: str) -> str:
        """Return the short name of a ranking."""
        return self.known[ranking].short.get(self.t.lang)

    def family(self, ranking: str) -> Source:
        """Return the family of sources of a ranking."""
        return self.dataset.catalog.sources[self.known[ranking].source]


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the page in a language; ``query`` gives the value of its control."""
    t = words(lang)
    view = read(dataset, t, query)
    title = finding(view)
    control = Controls(PAGE, view.choice, dataset, t).segmented("show")
    strip, strip_figure = first_and_latest(view, title)
    lines, lines_figure = by_year(view, title)
    fields, *below = _tables(dataset, t)
    return [
        html.H1(markup(title)),
        html.P(markup(t("others.deck.intro") + held(view) + same(view)), className="deck"),
        html.Div([control, html.Span(t("others.control"), className="small")], className="controls"),
        html.Div([figure_card(STRIP, strip, t), fields], className="profile-grid"),
        html.Section(figure_card(LINES, lines, t), className="block"),
        dcc.Store(id=STRIP.figures, data=strip_figure),
        dcc.Store(id=LINES.figures, data=lines_figure),
        *below,
        CALLBACKS.address(PAGE, dataset),
    ]


def read(dataset: Dataset, t: Words, query: Mapping[str, Any]) -> View:
    """Return the view that a query asks for."""
    return View(dataset, t, Choice.read(dataset, query), frames.RANKINGS.result(dataset, Nothing()))


@cached
def _tables(dataset: Dataset, t: Words) -> list[Component]:
    """Return what is the same in either measure: the fields, then what stands below the figures."""
    view = read(dataset, t, {})
    below = [table(view, CITED, "cited"), table(view, VALUES, "values")]
    return [_fields(view), *below, three(columns(t, "others", _COLUMNS))]


def finding(view: View) -> str:
    """Return in how many of the rankings that compare over time China rose, and where it stands in these."""
    t, small = view.t, view.t("others.number").split("|")
    counts = len(view.moved), sum(one.rose > 0 for one in view.moved)
    count, higher = (small[one] if one < len(small) else str(one) for one in counts)
    key = "others.finding.some" if counts[1] else "others.finding.none"
    key = "others.finding.all" if counts[0] == counts[1] else key
    found = t(key, count=count, higher=higher)
    latest = view.percentiles.set_index("ranking")["value"]
    counted = latest.reindex([one.ranking for one in view.moved])
    if GII not in latest or counted.empty:
        return found
    return found + t("others.finding.spread", low=counted.min(), high=counted.max(), gii=latest[GII])


def held(view: View) -> str:
    """Return where China hardly moved, and where it is lower than at its best, with year and percentile."""
    pairs = {
        "still": [(one, one.first) for one in view.moved if not one.rose],
        "lower": [(one, one.best) for one in view.moved if one.fell_since_best],
    }
    told = ""
    for key, found in pairs.items():
        moves = [
            view.t(
                "others.deck.move",
                name=view.short(one.ranking),
                start_year=year,
                start=value,
                end_year=one.last[0],
                end=one.last[1],
            )
            for one, (year, value) in found
        ]
        told += view.t(f"others.deck.{key}", moves=view.t.listing(moves)) if moves else ""
    return told


def same(view: View) -> str:
    """Return what the same rank is worth in the GII and in a smaller ranking; blank if there is none."""
    latest = {str(row["ranking"]): row for row in view.percentiles.to_dict("records")}
    own = latest.pop(GII, None)
    alike = [row for row in latest.values() if own and row["rank"] == own["rank"]]
    if not own or not alike:
        return ""
    other = min(alike, key=lambda row: int(row["economies"]))
    values = {"few": other["economies"], "few_value": other["value"], "name": view.short(other["ranking"])}
    values |= {"many": own["economies"], "many_value": own["value"]}
    return view.t("others.deck.same", rank=own["rank"], **values)


def _fields(view: View) -> html.Div:
    """Return whom each ranking covers and what it measures, as a list beside the figure."""
    t = view.t
    items = []
    for key in view.ranked:
        one, family = view.known[key], view.family(key)
        name = one.name.get(t.lang)
        title = html.A(name, href=family.url, rel="noopener") if family.url else name
        dated = t("others.dated") if one.dated == "data" else ""
        told = t("others.field", coverage=one.coverage.get(t.lang), measures=one.measures.get(t.lang))
        items.append(html.Li([html.H3(title), html.P(told + dated)]))
    head = [html.H2(t("others.fields"), className="aside-title"), html.P(t("others.years"))]
    return html.Div([*head, html.Ul(items)], className="others-fields")


def first_and_latest(view: View, finding: str) -> tuple[Content, str]:
    """Return what the card of first and latest places holds, and its figure as JSON text."""
    t, show, found = view.t, view.choice.show, places(view.frame, view.ranked, view.choice.show)
    write = writer(show, t.lang)
    drawn, rows = [], []
    for row in found.to_dict("records"):
        ranking, start, end = str(row["ranking"]), numbers.whole(row["first_year"]), row["year"]
        field = "others.strip.of" if numbers.known(row["economies"]) else "others.strip.unknown"
        field = "others.strip.rank_of" if show == "percentile" else field
        drawn.append(
            FieldRow(
                name=view.short(ranking),
                years=f"{start} → {end}" if start else str(end),
                first=float(row["first"]) if start else None,
                latest=row["value"],
                number=write(row["value"]),
                field=t(field, rank=row["rank"], count=row["economies"]),
                tips=(view.tips[ranking, start] if start else "", view.tips[ranking, end]),
                broken=row["broken"],
                hero=ranking == GII,
            )
        )
        cells: dict[Any, Any] = {
            "ranking": view.known[ranking].name.get(t.lang),
            "first": f"{write(row['first'])} ({start})" if start else None,
            "latest": f"{write(row['value'])} ({end})",
            "of": row["economies"],
            "broken": t("others.column.yes" if row["broken"] else "others.column.no"),
        }
        rows.append({**row, **cells})
    heads = columns_of(t, "others.column", ranking="text", first="", latest="", rank="", of="", broken="")
    title = t("others.strip.title")
    content = Content(
        heading=title,
        heading_visible=False,
        finding=plain(finding),
        measure=markup(t(f"others.strip.measure_{show}") + t("others.strip.marks")),
        table=rows_table(t, rows, heads, title),
        source=_source(view),
        data_address=view.download("other-rankings"),
        credit=cite(view, plain(finding), view.ranked),
        height=ROW * len(drawn) + 42,
    )
    return content, packed(lambda least: field_strip(drawn, show, compact=least == 0), 0, FULL)


def by_year(view: View, finding: str) -> tuple[Content, str]:
    """Return what the card of all years holds, and its figure as JSON text.

    It has the ranks since the article's start in rankings of which more than one year is known.
    """
    t, show, frame = view.t, view.choice.show, view.frame
    frame = frame[frame["ranking"].isin(view.ranked) & (frame["year"] >= FIRST)]
    counts = frame["ranking"].value_counts()
    frame = frame[frame["ranking"].isin(counts.index[counts > 1])]
    shown = frame[frame[show].notna()].sort_values("year")
    rankings = [key for key in view.ranked if key in set(shown["ranking"])]
    lines = []
    for ranking in rankings:
        points = [
            # As on the GII's own charts a framework change does not interrupt its line.
            Point(
                row["year"],
                float(row[show]),
                view.tips[ranking, row["year"]],
                row["stretch"] * (ranking != GII),
            )
            for row in shown[shown["ranking"] == ranking].to_dict("records")
        ]
        lines.append(Line(view.short(ranking), points, hero=ranking == GII))
    first, last = int(shown["year"].min()), int(shown["year"].max())
    wide = shown.pivot(index="year", columns="ranking", values=show)
    heads = [Col("year", t("others.column.year"), number=False)]
    heads += [Col(ranking, view.short(ranking), show) for ranking in rankings]
    left = len(frame) - len(shown)
    note = t("others.lines.left_out", count=left) if left else ""
    title = t("others.lines.title", first=first, last=last)
    content = Content(
        heading=title,
        finding=plain(finding),
        measure=markup(t(f"others.lines.measure_{show}") + t("others.lines.marks") + note),
        table=rows_table(t, wide.sort_index(ascending=False).reset_index(), heads, t("others.lines.caption")),
        source=_source(view),
        data_address=view.download("other-rankings"),
        file_name="china-other-rankings-by-year",
        credit=cite(view, title, view.ranked),
        quote=t("overview.quote"),
        height=HEIGHT,
    )
    return content, packed(lambda least: rank_lines(lines, (first, last), show, least), *WIDTHS)


def table(view: View, card: Card, name: str) -> html.Section:
    """Return all that is cited with its source: ranks ("cited"), or what is no rank ("values")."""
    t, lang = view.t, view.t.lang
    known = {
        key: one
        for key, one in view.known.items()
        if one.table == "other_rankings" and (one.kind == "rank") == (card is CITED)
    }
    rows, caveats = [], list[Component]()
    for key, one in known.items():
        family = view.family(key)
        if one.caveats:
            sentences = t.sentences(text.get(lang) for text in one.caveats)
            caveats.append(html.P([html.B(view.short(key)), t("others.colon"), sentences]))
        decimals = 1 if one.kind in ("index", "relative") else 0
        own = view.frame[view.frame["ranking"] == key].sort_values("year", ascending=False)
        for row in own.to_dict("records"):
            rank, score = numbers.whole(row["rank"]), row["score"]
            vintage = str(view.dataset.sources.at[row["source"], "vintage"])
            release = t("others.release", publisher=family.short.get(lang), vintage=vintage)
            cells: dict[Any, Any] = {
                "ranking": view.short(key),
                "index": view.short(key),
                "rank": t("others.derived_mark", rank=rank) if numbers.is_true(row["derived"]) else rank,
                "of": row["economies"],
                "value": numbers.decimal(score, decimals, lang) if numbers.known(score) else None,
                "unit": one.unit.get(lang) if one.unit else "",
                "volume_rank": rank or "",
                "note": " ".join(each.note.get(lang) for each in one.breaks if each.year == row["year"]),
                "source": [html.A(release, href=family.url, rel="noopener")] if family.url else release,
            }
            rows.append({**row, **cells})
    heads = columns_of(t, "others.column", **_TABLES[card], note="text", source="unbroken")
    title = t(f"others.{name}.title")
    summary = html.Summary(t("others.rows", count=len(rows)))
    folded = html.Details([summary, rows_table(t, rows, heads, title)], className="checks-folded")
    content = Content(
        heading=title,
        finding=title,
        measure=markup(t(f"others.{name}.measure")),
        table=html.Div(caveats, className="others-notes"),
        source=_source(view, t("others.source.cited")),
        data_address=view.download("other-rankings"),
        credit=cite(view, title, known),
    )
    return html.Section(table_card(card, content, [folded], t), className="block others-table")


def cite(view: View, title: str, rankings: Collection[str]) -> Credit:
    """Return how to cite a view of some rankings: every publisher, the index first where it is shown."""
    rows = view.frame[view.frame["ranking"].isin(rankings)]
    releases = (release for cell in rows["source"].dropna() for release in str(cell).split())
    return cited(view.dataset, title, releases, view.t)


def _source(view: View, text: str = "") -> list[str | Component]:
    """Return a source line: publishers, what is our own, that licences are listed with the data."""
    t = view.t
    families = {view.known[key].source: view.family(key) for key in view.ranked}
    publishers = t.listing([one.short.get(t.lang) for one in families.values()])
    line = text or t("others.source.text", publishers=publishers)
    line += t("others.source.checked", checked=view.dataset.checked)
    link = html.A(t("overview.source_link"), href=f"/{t.lang}/data")
    return [line, link, html.Span(line, hidden=True, **attributes(data_part="picture-source"))]
