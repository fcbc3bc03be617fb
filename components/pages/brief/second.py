"""The second page of a brief: strengths and weaknesses, GII pillars, claims, data, licences, method, citation."""

from dash import html
from dash.development.base_component import Component

from analysis.claim_list import TABLES, held
from analysis.profile import ranked_editions
from components import numbers
from components.licences import NOT_STATED, licence
from components.pages.brief import text
from components.pages.brief.pillars import pillars
from components.pages.brief.view import Brief, block, sheet, told
from components.pages.claims import text as claims
from components.pages.claims.wording import computed
from components.pages.economy import data
from components.pages.economy.marks import marked
from components.pages.economy.view import Row, rank_text, value_text
from components.parts.verdict import verdict
from components.shell import path
from components.text import markup

ADDRESS = "brief-address"
MOST = 7  # strengths, and weaknesses, for which the page has room


def second(brief: Brief, head: str) -> html.Section:
    """Return the second page."""
    say, title = brief.say, text.finding(brief)
    site = brief.site
    content = [_marks(brief), pillars(brief), *([_claims(brief)] if brief.china else [])]
    left = html.Div([_data(brief), _licences(brief)])
    right = html.Div([_changes(brief), _method(brief), cite(brief, title)])
    content.append(html.Div([left, right], className="brief-two"))
    foot = [say("footer.disclaimer", first=site.editions[0], last=site.editions[-1])]
    foot += [say("footer.article")] if brief.china else []
    return sheet(head, content, [told(foot)], say("brief.page", number=2, all=2))


def _marks(brief: Brief) -> html.Section:
    """Return strengths and weaknesses as two tables, whose marks they are, or that none are held."""
    say, view = brief.say, brief.profile
    title = say("economy.marks.title")
    if view.frame["marked"].isna().all():
        return block(title, told([say("economy.marks.none", edition=view.edition), *_known(brief)]))
    published = view.frame["marked"].iloc[0] == "published"
    whose = say(f"economy.marks.{'published' if published else 'rule'}", edition=view.edition)
    source = say("economy.marks.source", edition=brief.choice.edition).strip()
    lists = html.Div([_list(brief, mark) for mark in ("S", "W")], className="brief-two")
    return block(title, told([whose, source], "source"), lists, css="brief-marks")


def _known(brief: Brief) -> list[str]:
    """Return which editions that rank the economy are held down to their indicators."""
    say, structure = brief.say, brief.profile.structure
    detailed = set(structure.loc[structure["level"] == "indicator", "edition"])
    editions = [e for e in ranked_editions(brief.site.scores, brief.choice.economy) if e in detailed]
    if not editions:
        return [say("brief.marks.nowhere", name=brief.name)]
    return [say("brief.marks.held", name=brief.name, editions=say.listing(numbers.runs(editions)))]


def _list(brief: Brief, mark: str) -> html.Div:
    say, view = brief.say, brief.profile
    found = marked(view.frame, mark)
    caption = say(f"economy.marks.{mark}", count=len(found))
    keys = ("indicator", "value", "year", "rank")
    heads = [
        html.Th(say(f"economy.column.{key}"), scope="col", className=None if key == "indicator" else "num")
        for key in keys
    ]
    rows = [_row(brief, row) for row in found.head(MOST).to_dict("records")]
    parts: list[Component] = [
        html.Table([html.Caption(caption), html.Thead(html.Tr(heads)), html.Tbody(rows)]),
    ]
    if len(found) > MOST:
        parts.append(told([say("brief.marks.more", count=len(found) - MOST)], "source"))
    return html.Div(parts)


def _row(brief: Brief, row: Row) -> html.Tr:
    say = brief.say
    year = numbers.whole(row["data_year"])
    name: list[str | Component] = [brief.profile.called(row)]
    if say.lang != "en":  # the publisher's words state the unit
        name.append(html.Span(str(row["name"]), lang="en", className="brief-small-text"))
    cells = [value_text(row["value"], say), say("missing") if year is None else str(year), rank_text(row, say)]
    return html.Tr([html.Th(name, scope="row"), *(html.Td(cell, className="num") for cell in cells)])


def _claims(brief: Brief) -> html.Section:
    """Return the statements of the article with the values computed and the verdicts."""
    site, say = brief.site, brief.say
    judged = held(site.catalog.claims, {name: site.snapshot.table(name) for name in TABLES})
    rows = [
        html.Tr(
            [
                html.Td(html.B(one.claim.number)),
                html.Th(one.claim.statement.get(say.lang), scope="row"),
                html.Td(markup(computed(site, one, say))),
                html.Td(verdict(one.judged.verdict, say)),
            ]
        )
        for one in judged
        if one.claim.kind == "statement"
    ]
    caption = html.Caption(say("brief.claims.title"), className="unseen")
    link = html.A(say("brief.claims.link"), href=path(say.lang, "claims"))
    note = html.P([say("brief.claims.note"), " ", link], className="source")
    return block(claims.finding(judged, say), html.Table([caption, html.Tbody(rows)]), note, css="brief-claims")


def _data(brief: Brief) -> html.Section:
    return block(brief.say("economy.data.title"), told(data.held(brief.profile)))


def _changes(brief: Brief) -> html.Section:
    """Return the framework changes behind the letters of the picture."""
    say, known = brief.say, brief.site.catalog.editions
    said = [
        say("brief.changes.one", letter=one.letter, edition=one.edition, note=known[one.edition].note.get(say.lang))
        for one in brief.site.changes
    ]
    return block(say("overview.changes_title"), told(said))


def _licences(brief: Brief) -> html.Section:
    """Return the licences by the editions that state each; those that state none come last."""
    say = brief.say
    editions = brief.site.snapshot.table("gii_editions").sort_values("edition")
    stated = editions["licence"].fillna(NOT_STATED)
    found = {str(one): [int(e) for e in editions.loc[stated == one, "edition"]] for one in stated.unique()}
    rows = [
        html.Tr([html.Th(say.listing(numbers.runs(years)), scope="row"), html.Td(licence(one, say))])
        for one, years in sorted(found.items(), key=lambda item: item[0] == NOT_STATED)
    ]
    title = say("brief.licences.title")
    return block(title, html.Table([html.Caption(title, className="unseen"), html.Tbody(rows)]), css="brief-licences")


def _method(brief: Brief) -> html.Section:
    return block(brief.say("brief.method.title"), told(text.method(brief)))


def cite(brief: Brief, title: str) -> html.Section:
    """Return how to cite the brief; the browser puts in its whole address."""
    say = brief.say
    checked = say("brief.cite.checked", date=numbers.day(brief.site.checked, say.lang))
    line = html.P([text.citation(brief, title), html.Span(brief.address, id=ADDRESS), " ", checked])
    return block(say("brief.cite.title"), line, css="brief-cite")
