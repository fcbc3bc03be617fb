"""The second page of a brief: marks, GII pillars, claims, data behind them, licences, method, citation."""

from dash import html
from dash.development.base_component import Component

from analysis.derived import claim_assessments
from analysis.profile import ranked_editions
from analysis.provenance import NOT_STATED
from analysis.verdicts import Assessment
from components import numbers
from components.attributes import attributes
from components.framework import framework_changes
from components.pages.brief import text
from components.pages.brief.pillars import pillars
from components.pages.brief.view import Brief, block, paragraph, sheet
from components.pages.claims import page as claims
from components.pages.claims.wording import computed, inferred
from components.pages.economy import text as data
from components.pages.economy.table import marked
from components.pages.economy.view import Row, value_text
from components.parts.badges import verdict
from components.parts.tables import bare
from components.shell import path
from components.text import markup
from components.view import licence

COUNTS = {
    "S": ("brief.marks.all_S", "brief.marks.some_S"),
    "W": ("brief.marks.all_W", "brief.marks.some_W"),
}
"""How many strengths, and weaknesses, are shown: all of them, or some."""
NAMED = 2  # names of missing and of outdated indicators
MOST, MOST_CHINA = 8, 5  # strengths, and weaknesses, for which the page has room; China's has claims too


def second(brief: Brief, head: str) -> html.Section:
    """Return the second page."""
    say, title = brief.say, text.finding(brief)
    content: list[Component] = [_marks(brief), pillars(brief), *([_claims(brief)] if brief.hero else [])]
    notes = [_data(brief), _changes(brief), _licences(brief), _method(brief), cite(brief, title)]
    content.append(html.Div(notes, className="brief-columns"))
    page, short = say("brief.page", number=2, all=2), not brief.profile.ranked
    return sheet(head, content, paragraph(say, [say("brief.disclaimer")]), page, short=short)


def _marks(brief: Brief) -> html.Section:
    """Return strengths and weaknesses as two tables, whose marks they are, or that none are held."""
    say, view = brief.say, brief.profile
    title = say("economy.marks.title")
    if not view.ranked:
        return block(title, paragraph(say, [say("brief.unranked", **_named(brief)), *_known(brief)]))
    if view.frame["marked"].isna().all():
        return block(title, paragraph(say, [say("economy.marks.none", edition=view.here), *_known(brief)]))
    published = view.frame["marked"].iloc[0] == "published"
    whose = say(f"economy.marks.{'published' if published else 'rule'}", edition=view.here)
    source = say("economy.marks.source", edition=brief.choice.edition).strip()
    lists = html.Div([_list(brief, mark) for mark in ("S", "W")], className="brief-two")
    return block(title, paragraph(say, [whose, source], "source"), lists, css="brief-marks")


def _known(brief: Brief) -> list[str]:
    """Return which editions that rank the economy are held down to their indicators."""
    say, structure = brief.say, brief.profile.structure
    detailed = set(structure.loc[structure["level"] == "indicator", "edition"])
    editions = [e for e in ranked_editions(brief.dataset.scores, brief.choice.economy) if e in detailed]
    if not editions:
        return [say("brief.marks.nowhere", name=brief.name)]
    return [say("brief.marks.held", name=brief.name, editions=say.listing(numbers.runs(editions)))]


def _list(brief: Brief, mark: str) -> html.Div:
    say, view = brief.say, brief.profile
    found = marked(view.frame, mark)
    most = MOST_CHINA if brief.hero else MOST
    count = say(COUNTS[mark][len(found) > most], shown=most, count=len(found))
    heads = [html.Th(count, scope="col")]
    heads += [
        html.Th(say(f"economy.column.{key}"), scope="col", className="num")
        for key in ("value", "year", "rank")
    ]
    rows = [_row(brief, row) for row in found.head(most).to_dict("records")]
    return html.Div(bare(count, heads, [html.Tbody(rows)]))


def _row(brief: Brief, row: Row) -> html.Tr:
    say = brief.say
    name: list[str | Component] = [brief.profile.part(row)]
    if say.lang != "en":  # the publisher's words state the unit
        name.append(html.Span(str(row["name"]), lang="en", className="brief-small-text"))
    cells = [
        value_text(row["value"], say),
        numbers.whole_cell(row["data_year"], say("missing")),
        brief.profile.rank_cell(row),
    ]
    return html.Tr([html.Th(name, scope="row"), *(html.Td(cell, className="num") for cell in cells)])


def _claims(brief: Brief) -> html.Section:
    """Return the statements of the article with the values computed and the verdicts."""
    dataset, say = brief.dataset, brief.say
    judged = claim_assessments(dataset)
    rows = [
        html.Tr(
            [
                html.Td(html.B(one.claim.number)),
                html.Th(one.claim.statement.get(say.lang), scope="row"),
                html.Td(_tested(brief, one)),
                html.Td(verdict(one.verdict, say)),
            ]
        )
        for one in judged
        if one.claim.kind == "statement"
    ]
    link = html.A(say("brief.claims.link"), href=path(say.lang, "claims"))
    note = html.P([say("brief.claims.note"), " ", link], className="source")
    title = claims.statements(judged, say)
    return block(title, bare(say("brief.claims.title"), [], [html.Tbody(rows)]), note, css="brief-claims")


def _tested(brief: Brief, one: Assessment) -> list[Component]:
    """Return the values computed, and what most limits an inference from them."""
    dataset, say = brief.dataset, brief.say
    values = [] if one.claim.shown is None else [html.Span(markup(computed(dataset, one, say)))]
    limits = [
        html.Span(markup(text), className="brief-small-text") for text in inferred(dataset, one, say)[:1]
    ]
    return [*values, *limits]


def _data(brief: Brief) -> html.Section:
    say = brief.say
    if not brief.profile.ranked:
        return block(say("economy.data.title"), paragraph(say, [say("brief.unranked", **_named(brief))]))
    return block(say("economy.data.title"), paragraph(say, data.held(brief.profile, NAMED, rule=False)))


def _named(brief: Brief) -> dict[str, str]:
    return {"name": brief.name, "edition": brief.edition(brief.choice.edition)}


def _changes(brief: Brief) -> html.Section:
    """Return the framework changes behind the letters of the picture."""
    say, known = brief.say, brief.dataset.catalog.editions
    lines = [
        say(
            "brief.changes.one",
            letter=one.letter,
            edition=one.edition,
            note=known[one.edition].note.get(say.lang),
        )
        for one in framework_changes(brief.dataset)
    ]
    return block(say("overview.changes_title"), paragraph(say, lines), css="brief-notes")


def _licences(brief: Brief) -> html.Section:
    """Return the licences by the editions that state each; those that state none come last."""
    say = brief.say
    stated = brief.dataset.licences.sort_index()
    found = {str(one): [int(edition) for edition in stated.index[stated == one]] for one in stated.unique()}
    lines = [
        say("brief.licences.one", editions=say.listing(numbers.runs(years)), licence=licence(one, say))
        for one, years in sorted(found.items(), key=lambda item: item[0] == NOT_STATED)
    ]
    return block(say("brief.licences.title"), paragraph(say, lines), css="brief-notes")


def _method(brief: Brief) -> html.Section:
    say = brief.say
    return block(say("brief.method.title"), paragraph(say, text.method(brief)), css="brief-notes")


def cite(brief: Brief, title: str) -> html.Section:
    """Return how to cite the brief; the browser puts in its whole address."""
    say = brief.say
    address = html.Span(brief.address, **attributes(data_part="address"))
    line = html.P([text.citation(brief, title), address])
    return block(say("brief.cite.title"), line, css="brief-notes")
