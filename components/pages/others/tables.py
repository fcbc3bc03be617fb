"""The tables of the page on other rankings: what each measures, every cited rank, and what is no rank."""

import math

from dash import html
from dash.development.base_component import Component

from analysis.frames import others as frames
from analysis.triangulation import GII
from components import numbers
from components.card import Card
from components.pages.others.cards import cite
from components.pages.others.view import Row, View, percent, source
from components.parts.figure_card import Content, table_card
from components.parts.tables import Cell, heads, table
from components.text import markup
from data.entries import Ranking

CITED = Card("others-cited", "other-rankings-cited", (frames.RANKINGS,), height=720)
VALUES = Card("others-values", "other-indices", (frames.RANKINGS,), height=720)


def fields(view: View) -> html.Div:
    """Return whom each ranking covers and what it measures, as a list beside the figure."""
    say = view.say
    items = []
    for key in view.ranked:
        one, family = view.known[key], view.family(key)
        name = one.name.get(say.lang)
        title = html.A(name, href=family.url, rel="noopener") if family.url else name
        dated = say("others.dated") if one.dated == "data" else ""
        words = say("others.field", coverage=one.coverage.get(say.lang), measures=one.measures.get(say.lang))
        items.append(html.Li([html.H3(title), html.P(words + dated)]))
    head = [html.H2(say("others.fields"), className="aside-title"), html.P(say("others.years"))]
    return html.Div([*head, html.Ul(items)], className="others-fields")


def cited(view: View) -> html.Section:
    """Return every rank that is cited, with the number of economies, the percentile and its source."""
    say, missing = view.say, view.say("missing")
    rows = view.frame[view.frame["ranking"].isin(view.ranked) & (view.frame["ranking"] != GII)]
    rows = rows.assign(order=rows["ranking"].map(view.ranked.index))
    rows = rows.sort_values(["order", "year"], ascending=[True, False])
    body: list[list[Cell]] = []
    for row in rows.to_dict("records"):
        rank = numbers.whole_cell(row["rank"], missing)
        if row["derived"] is True:
            rank = say("others.derived_mark", rank=rank)
        values = (rank, numbers.whole_cell(row["economies"], missing), percent(row["percentile"], missing))
        body.append([view.short(row["ranking"]), str(row["year"]), *values, *_told(view, row)])
    names = ("ranking", "year", "rank", "of", "percentile", "note", "source")
    return _section(view, CITED, "cited", names, body)


def values(view: View) -> html.Section:
    """Return what other indices say of China that is no rank among economies."""
    body: list[list[Cell]] = []
    for key, one in view.known.items():
        if one.kind == "rank":
            continue
        rows = view.frame[view.frame["ranking"] == key].sort_values("year", ascending=False)
        body += [_valued(view, one, row) for row in rows.to_dict("records")]
    names = ("index", "year", "value", "unit", "volume_rank", "note", "source")
    return _section(view, VALUES, "values", names, body)


def _valued(view: View, one: Ranking, row: Row) -> list[Cell]:
    lang, missing = view.say.lang, view.say("missing")
    decimals = 1 if one.kind in ("index", "relative") else 0
    score = float(row["score"])
    value = missing if math.isnan(score) else numbers.decimal(score, decimals)
    unit = one.unit.get(lang) if one.unit else ""
    return [
        one.short.get(lang),
        str(row["year"]),
        value,
        unit,
        numbers.whole_cell(row["rank"], ""),
        *_told(view, row),
    ]


def _told(view: View, row: Row) -> list[Cell]:
    """Return the break that begins with a year, and the release that the figure was read from."""
    say, one = view.say, view.known[str(row["ranking"])]
    notes = [item.note.get(say.lang) for item in one.breaks if item.year == row["year"]]
    return [" ".join(notes), _release(view, str(row["source"]), one)]


def _release(view: View, source_id: str, one: Ranking) -> Cell:
    """Return publisher and date of a release, as a link to the publisher where its page is known."""
    releases = view.dataset.sources
    family = view.dataset.catalog.sources[one.source]
    vintage = numbers.day(str(releases["vintage"].to_dict()[source_id]), view.say.lang)
    text = view.say("others.release", publisher=family.short.get(view.say.lang), vintage=vintage)
    return [html.A(text, href=family.url, rel="noopener")] if family.url else text


def _section(
    view: View, card: Card, name: str, names: tuple[str, ...], body: list[list[Cell]]
) -> html.Section:
    say = view.say
    words = ("ranking", "index", "unit", "note", "source", "year")
    title = say(f"others.{name}.title")
    rows = table(
        heads(say, "others.column", names, words, ("source",)), body, caption=title, missing=say("missing")
    )
    shown = html.Details([html.Summary(say("others.rows", count=len(body))), rows], className="checks-folded")
    content = Content(
        heading=title,
        finding=title,
        measure=markup(say(f"others.{name}.measure")),
        table=html.Div(_caveats(view, name), className="others-notes"),
        source=source(view, say("others.source.cited")),
        data_address=view.download("other-rankings"),
        file_name="china-other-rankings",
        citation=cite(view, title, [key for key in view.known if _belongs(view, key, name)]),
    )
    return html.Section(table_card(card, content, [shown], say), className="block others-table")


def _belongs(view: View, ranking: str, name: str) -> bool:
    """Say whether a ranking is one of the table with this name."""
    one = view.known[ranking]
    return one.table == "other_rankings" and (one.kind == "rank") == (name == "cited")


def _caveats(view: View, name: str) -> list[Component]:
    """Return what must be known of each ranking or index in the table."""
    lang, between = view.say.lang, "" if view.say.lang == "zh" else " "
    found: list[Component] = []
    for key, one in view.known.items():
        if one.caveats and _belongs(view, key, name):
            sentence = between.join(text.get(lang) for text in one.caveats)
            found.append(html.P([html.B(one.short.get(lang)), view.say("others.colon"), sentence]))
    return found
