"""The second page of a brief: marks, GII pillars, claims, data behind them, licences, method, citation."""

from collections.abc import Mapping
from typing import Final

from dash import html
from dash.development.base_component import Component

from analysis.composition import PILLARS
from analysis.derived import claim_assessments
from analysis.targets import Choice
from analysis.verdicts import Assessment
from components import numbers
from components.attributes import attributes
from components.framework import framework_changes
from components.pages import claims
from components.pages.brief.view import Brief, block, finding, paragraph, sheet
from components.pages.claims import ClaimView, releases
from components.pages.economy import levels
from components.pages.economy.table import marked
from components.pages.economy.view import Row, calculated, value_text
from components.pages.targets.view import View as TargetView
from components.parts.badges import verdict
from components.parts.tables import bare
from components.shell import path
from components.text import markup, plain
from components.view import licence
from data.citation import INDEX, OWN, cite, index
from data.licences import NOT_STATED

NAMED = 2  # names of missing and of outdated indicators
MOST, MOST_CHINA = 8, 5  # strengths, and weaknesses, for which the page has room; China's has claims too
COLUMNS: Final = 7
"""Editions for which the table has room."""


def second(brief: Brief, head: str) -> html.Section:
    """Return the second page."""
    t, title = brief.t, finding(brief)
    content: list[Component] = [_marks(brief), _pillars(brief), *([_claims(brief)] if brief.hero else [])]
    notes = [_data(brief), _changes(brief), _licences(brief), _method(brief), citation(brief, title)]
    content.append(html.Div(notes, className="brief-columns"))
    page, short = t("brief.page", number=2, all=2), not brief.profile.ranked
    return sheet(head, content, paragraph(t, [t("brief.disclaimer")]), page, short=short)


def _marks(brief: Brief) -> html.Section:
    """Return strengths and weaknesses as two tables, whose marks they are, or that there are none."""
    t, view = brief.t, brief.profile
    title, editions = t("economy.marks.title"), view.detailed_editions
    if not view.ranked or view.frame["marked"].isna().all():
        none = t("economy.marks.none", edition=view.here) if view.ranked else _unranked(brief)
        key = "brief.marks.editions" if editions else "brief.marks.nowhere"
        coverage = t(key, name=brief.name, editions=brief.runs(editions))
        return block(title, paragraph(t, [none, coverage]))
    whose = t(f"economy.marks.{'rule' if view.ours else 'published'}", edition=view.here)
    source = t(f"economy.marks.source{'_ours' if view.ours else ''}", edition=brief.choice.edition).strip()
    lists = html.Div([_list(brief, mark) for mark in ("S", "W")], className="brief-two")
    return block(
        title,
        paragraph(t, [whose, source, *calculated(view.frame, t)], "source"),
        lists,
        css="brief-marks",
    )


def _list(brief: Brief, mark: str) -> html.Div:
    t, view = brief.t, brief.profile
    found = marked(view.frame, mark)
    most = MOST_CHINA if brief.hero else MOST
    count = t(
        f"brief.marks.{'some' if len(found) > most else 'all'}_{'S' if mark == 'S' else 'W'}",
        visible=most,
        count=len(found),
    )
    heads = [html.Th(count, scope="col")]
    heads += [
        html.Th(t(f"economy.column.{key}"), scope="col", className="num") for key in ("value", "year", "rank")
    ]
    rows = [_row(brief, row) for row in found.head(most).to_dict("records")]
    return html.Div(bare(count, heads, [html.Tbody(rows)]))


def _row(brief: Brief, row: Row) -> html.Tr:
    t = brief.t
    name: list[str | Component] = [brief.profile.part(row)]
    if t.lang != "en":  # the publisher's words state the unit
        name.append(html.Span(str(row["name"]), lang="en", className="brief-small-text"))
    cells = [
        value_text(row, t),
        numbers.whole_cell(row["data_year"], t("missing")),
        brief.profile.rank_cell(row),
    ]
    return html.Tr([html.Th(name, scope="row"), *(html.Td(cell, className="num") for cell in cells)])


def _pillars(brief: Brief) -> html.Section:
    """Return the rank in each GII pillar as a strip and by edition, or which editions hold none."""
    t, editions = brief.t, editions_of(brief)
    title = t("brief.pillars.title")
    if not editions:
        none = t("brief.pillars.none", name=brief.name, edition=brief.choice.edition)
        return block(title, paragraph(t, [none]))
    rows = brief.dataset.scores
    rows = rows[(rows["economy"] == brief.choice.economy) & rows["edition"].isin(editions)]
    rows = rows[rows["code"].isin(PILLARS)]
    cells = {(str(row["code"]), int(row["edition"])): row for row in rows.to_dict("records")}
    count = max(brief.dataset.counts.get(edition) or 0 for edition in editions)
    *earlier, last = editions
    since = brief.choice.since
    first = since if since in earlier else earlier[0] if earlier else None
    key = "brief.pillars.move" if first else "brief.pillars.still"
    lines = [t(key, first=first, last=last, count=count)]
    if any(_thin(row) for row in cells.values()):
        lines.append(t("brief.pillars.brackets"))
    doubtful = [edition for (_, edition), row in cells.items() if not numbers.known(row["rank"])]
    lines += _source(brief, editions, doubtful)
    best = _best(brief, {code: cells[code, last] for code in PILLARS if (code, last) in cells}, last)
    table = _pillar_table(brief, cells, editions, first, count)
    return block(best, paragraph(t, lines, "source"), table, css="brief-pillars")


def _pillar_table(
    brief: Brief, cells: Mapping[tuple[str, int], Row], editions: list[int], first: int | None, count: int
) -> html.Table:
    t, last = brief.t, editions[-1]
    # Phones leave out what is neither the first nor the last.
    css = {year: "num" if year in (first, last) else "num brief-between" for year in editions}
    # The better is at the right, as on every page.
    axis = html.Span([html.Span(str(count)), html.Span("1")], className="brief-axis")
    heads = [html.Th(t("brief.pillars.column"), scope="col"), html.Th(axis, className="strip-head")]
    heads += [html.Th(str(year), scope="col", className=css[year]) for year in editions]
    body = []
    for code in PILLARS:
        own = {year: cells[code, year] for year in editions if (code, year) in cells}
        strip = _strip(brief, own.get(first) if first else None, own.get(last), count)
        written = {year: brief.rank_cell(own[year]) if year in own else t("missing") for year in editions}
        ranks = [html.Td(cell, className=css[year]) for year, cell in written.items()]
        name = html.Th(t(f"gii.{code}"), scope="row")
        body.append(html.Tr([name, html.Td(strip, className="strip-cell"), *ranks]))
    return bare(t("brief.pillars.title"), heads, [html.Tbody(body)])


def _thin(row: Row) -> bool:
    """Return whether a rank rests on too few data."""
    return numbers.is_true(row["low_coverage"])


def editions_of(brief: Brief) -> list[int]:
    """Return the editions of the table: that counted from, and the last up to the one chosen, if any."""
    scores, choice = brief.dataset.scores, brief.choice
    rows = scores[(scores["economy"] == choice.economy) & scores["code"].isin(PILLARS)]
    rows = rows[(rows["rank"].notna() | rows["rank_low"].notna()) & (rows["edition"] <= choice.edition)]
    ranked = sorted({int(edition) for edition in rows["edition"]})
    start = [choice.since] if choice.since in ranked[:-COLUMNS] else []
    return [*start, *ranked[len(start) - COLUMNS :]]


def _source(brief: Brief, editions: list[int], doubtful: list[int]) -> list[str]:
    """Return publisher and editions, those with ranks in doubt, and the framework changes between them."""
    t, (start, end) = brief.t, (editions[0], editions[-1])
    lines = [t("brief.pillars.source", editions=brief.runs(editions))]
    if doubtful:
        lines.append(t("brief.pillars.rounded", editions=brief.runs(set(doubtful))))
    letters = [one.letter for one in framework_changes(brief.dataset) if start < one.edition <= end]
    if letters:
        lines.append(t("brief.pillars.changes", letters=t.listing(letters)))
    return lines


def _best(brief: Brief, rows: Mapping[str, Row], edition: int) -> str:
    """Return in which GII pillar the economy ranks best and in which lowest, if all are firm."""
    t = brief.t
    ranks = {code: numbers.whole(row["rank"]) for code, row in rows.items() if not _thin(row)}
    exact = {code: rank for code, rank in ranks.items() if rank is not None}
    if len(exact) < len(PILLARS):
        return t("brief.pillars.title")
    best, worst = min(exact, key=exact.__getitem__), max(exact, key=exact.__getitem__)
    return t(
        "brief.pillars.finding",
        name=brief.name,
        edition=brief.edition(edition),
        best=t(f"gii.{best}"),
        best_rank=brief.ordinal(exact[best]),
        worst=t(f"gii.{worst}"),
        worst_rank=brief.ordinal(exact[worst]),
    )


def _strip(brief: Brief, start: Row | None, end: Row | None, count: int) -> html.Span:
    """Return the line from the first to the last rank with a ring, a dot and the way between them."""
    before, after = _place(start, count), _place(end, count)
    color = "hero-mark" if brief.hero else "ink-mark"
    parts: list[Component] = []
    if before is not None and after is not None:
        left, right = sorted((before, after))
        style = {"left": f"{left:.1f}%", "width": f"{right - left:.1f}%"}
        parts.append(html.Span(className=f"brief-way {color}", style=style))
    for place, shape in ((before, "ring-mark"), (after, "dot-mark")):
        if place is not None:
            parts.append(html.Span(className=f"{shape} {color}", style={"left": f"{place:.1f}%"}))
    return html.Span(parts, className="strip-line", **attributes(aria_hidden="true"))


def _place(row: Row | None, count: int) -> float | None:
    """Return where a rank lies on the line in percent; the middle where only its bounds are known."""
    if row is None:
        return None
    rank, low, high = (numbers.whole(row[name]) for name in ("rank", "rank_low", "rank_high"))
    if rank is None and (low is None or high is None):
        return None
    middle = float(rank) if rank is not None else ((low or 0) + (high or 0)) / 2
    return 100 * (count - middle) / max(count - 1, 1)


def _claims(brief: Brief) -> html.Section:
    """Return the statements of the article with the values computed and the verdicts."""
    dataset, t = brief.dataset, brief.t
    judged = claim_assessments(dataset)
    rows = [
        html.Tr(
            [
                html.Td(html.B(one.claim.number)),
                html.Th(one.claim.statement.get(t.lang), scope="row"),
                html.Td(_tested(brief, one)),
                html.Td(verdict(one.verdict, t)),
            ]
        )
        for one in judged
        if one.claim.kind == "statement"
    ]
    link = html.A(t("brief.claims.link"), href=path(t.lang, "claims"))
    found = TargetView(dataset, t, Choice.read(dataset, {})).counts
    met = html.A(t("brief.claims.targets", **found), href=path(t.lang, "strategy/targets"))
    note = html.P([t("brief.claims.note"), " ", link, " ", met], className="source")
    title = claims.statements(judged, t)
    return block(title, bare(t("brief.claims.title"), [], [html.Tbody(rows)]), note, css="brief-claims")


def _tested(brief: Brief, one: Assessment) -> list[Component]:
    """Return the values computed, and what most limits an inference from them."""
    view = ClaimView(brief.dataset, brief.t, one)
    values = [html.Span(markup(line)) for line in view.computed()]
    return [*values, *(html.Span(markup(text), className="brief-small-text") for text in view.inferred()[:1])]


def _data(brief: Brief) -> html.Section:
    ranked = brief.profile.ranked
    lines = levels.data_behind(brief.profile, NAMED, rule=False) if ranked else [_unranked(brief)]
    return block(brief.t("economy.data.title"), paragraph(brief.t, lines))


def _unranked(brief: Brief) -> str:
    return brief.t("brief.unranked", name=brief.name, edition=brief.here)


def _changes(brief: Brief) -> html.Section:
    """Return the framework changes behind the letters of the picture."""
    t, known = brief.t, brief.dataset.catalog.editions
    lines = []
    for one in framework_changes(brief.dataset):
        note = known[one.edition].note.get(t.lang)
        lines.append(t("brief.changes.one", letter=one.letter, edition=one.edition, note=note))
    return block(t("overview.changes_title"), paragraph(t, lines), css="brief-notes")


def _licences(brief: Brief) -> html.Section:
    """Return the licences by the editions that state each; those that state none come last."""
    t = brief.t
    stated = brief.dataset.licences.sort_index()
    found = {str(one): [int(edition) for edition in stated.index[stated == one]] for one in stated.unique()}
    lines = [
        t("brief.licences.one", editions=brief.runs(years), licence=licence(brief.dataset, one, t))
        for one, years in sorted(found.items(), key=lambda item: item[0] == NOT_STATED)
    ]
    return block(t("brief.licences.title"), paragraph(t, lines), css="brief-notes")


def _method(brief: Brief) -> html.Section:
    """Return the method in brief."""
    t, rows = brief.t, brief.dataset.table("gii_intervals")
    draws = rows.loc[rows["kind"] == "weights", "draws"].tail(1)
    lines = [t("brief.method.interval", draws=numbers.decimal(int(count), 0, t.lang)) for count in draws]
    lines += [t(f"brief.method.{key}") for key in ("ledger", "gaps")]
    return block(t("brief.method.title"), paragraph(t, lines), css="brief-notes")


def citation(brief: Brief, title: str) -> html.Section:
    """Return how to cite the brief; the browser puts in its whole address."""
    dataset, t = brief.dataset, brief.t
    named = [index(dataset.catalog.phrases, t.lang, dataset.editions[0], dataset.editions[-1])]
    if brief.hero:
        named.append(_beside(brief))
    snapshot = (dataset.snapshot.id, dataset.snapshot.created)
    text = cite(dataset.catalog.phrases, t.lang, plain(title), named, snapshot, "").text
    address = html.Span(brief.address, **attributes(data_part="address"))
    return block(t("brief.cite.title"), html.P([text, address]), css="brief-notes")


def _beside(brief: Brief) -> str:
    """Return who published what stands beside the index, in short: paper has no room for all vintages."""
    dataset, found = brief.dataset, []
    for pillar in dataset.catalog.strategy:
        rows = dataset.evidence(pillar.number)
        found += " ".join(rows.loc[rows["code"] == pillar.headline, "sources"].dropna()).split()
    for one in claim_assessments(dataset):
        found += releases(dataset, one) if one.claim.kind == "statement" else []
    of = dataset.sources["family"]
    families = dict.fromkeys(str(of[release]) for release in found)
    shorts = [dataset.catalog.sources[one].short for one in families if one not in (*INDEX, OWN)]
    return brief.t("list.separator").join(dict.fromkeys(one.get(brief.t.lang) for one in shorts))
