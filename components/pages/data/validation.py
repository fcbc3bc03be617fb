"""Validation: what every gate checked when the snapshot was built, with the largest deviation found."""

from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from analysis import checked
from analysis.frames import coverage as frames
from analysis.reuse import reuse
from analysis.standing import CHINA
from components import numbers
from components.attributes import attributes
from components.card import Card
from components.kit import Col, rows_table
from components.pages.data.view import View
from components.parts.citation import whole
from components.parts.figure_card import Content, Credit, table_card
from components.parts.reuse import answered
from components.parts.tables import bare, labelled, region
from components.text import markup, plain

CARD: Final = Card("data-validation", "validation", (frames.VALIDATION,), height=900)
_HEADS: Final = ("rule", "outcome", "checked", "deviation", "tolerance")
_POINTS: Final = 3
_SCALES: Final = {"places": (1, 0), "times": (1, 2), "share": (100, 1)}
"""By unit: what a figure is multiplied by, and its decimals."""
_OUTCOMES: Final = {
    "passed": "validation.outcome.passed",
    "exception": "validation.outcome.exception",
    "untested": "validation.outcome.untested",
    "broken": "validation.outcome.broken",
}


def validation(view: View) -> list[Component]:
    """Return the report as a card whose table is the figure; an older snapshot may bring none."""
    t, dataset = view.t, view.dataset
    if view.validation.empty:
        return []
    title = finding(view)
    content = Content(
        heading=title,
        finding=title,
        measure=markup(t("validation.measure", count=view.totals["checked"])),
        table=_by_edition(view),
        source=[t("validation.source", id=dataset.snapshot.id)],
        data_address=f"/download/validation.csv?lang={t.lang}",
        file_name="validation",
        credit=Credit(whole(dataset, title, t), answered(reuse(dataset, t.lang, (), ()), t)),
    )
    return [table_card(CARD, content, [_report(view)], t)]


def finding(view: View) -> str:
    """Return how many checks hold, and the largest deviation of a score rebuilt from its parts."""
    t, totals = view.t, view.totals
    if totals["broken"]:
        return t("validation.finding_broken", **totals)
    worst = checked.furthest(view.validation)
    if worst is None:
        return t("validation.finding_empty")
    figures = {name: _points(float(worst[name]), t.lang) for name in ("deviation", "tolerance")}
    key = "validation.finding_exceptions" if totals["exceptions"] else "validation.finding"
    return t(key, **totals, **figures)


def _points(value: float, lang: str) -> str:
    """Write points with three decimals; what is allowed at full precision is far less."""
    return numbers.decimal(value, 5 if 0 < value < 0.5 * 10**-_POINTS else _POINTS, lang)


def _report(view: View) -> html.Details:
    """Return a row for each rule, grouped by the gate that holds it, folded below the finding."""
    t = view.t
    groups: list[Component] = []
    for gate, rows in checked.by_rule(view.validation).groupby("gate", sort=False):
        head = html.Th(t(f"validation.gate.{gate}"), scope="rowgroup", colSpan=len(_HEADS))
        body = [_row(view, row) for row in rows.to_dict("records")]
        groups.append(html.Tbody([html.Tr(head, className="group"), *body]))
    heads = [html.Th(t(f"validation.column.{name}"), scope="col") for name in _HEADS]
    caption = t("validation.caption")
    report = region(t, bare(caption, heads, groups, className="checks"), caption)
    return html.Details([html.Summary(caption), report], className="checks-folded")


def _row(view: View, row: dict[Any, Any]) -> html.Tr:
    """Return a rule: its result, what it was checked of, its largest deviation and what is allowed."""
    t, rule, first, last = view.t, row["rule"], row["first"], row["last"]
    about = {"facts": _facts(view)} if rule == "headline" else {}
    square = html.Span(className=f"square check-{row['outcome']}", **attributes(aria_hidden="true"))
    outcome = html.Span([square, t(_OUTCOMES[row["outcome"]], count=row["broken"])], className="check")
    lines: list[str | Component] = [
        t(f"validation.count.{rule}", count=numbers.decimal(row["checked"], 0, t.lang))
    ]
    subjects = t("validation.tables", count=row["subjects"]) if row["gate"] == "contract" else ""
    if first.isdigit():
        subjects = t("validation.edition" if first == last else "validation.editions", first=first, last=last)
    if subjects and rule != "headline":  # which says it already
        lines += [" ", html.Span(subjects, className="small")]
    found = [html.Td(t("validation.broken", count=row["broken"]), colSpan=2)]
    if numbers.known(row["deviation"]):
        measured, allowed = (_measured(view, row[name], row["unit"]) for name in ("deviation", "tolerance"))
        edition = t("validation.edition", first=row["at"][:4])
        at = html.Span(t("validation.at", subject=edition), className="small")
        told = row["at"][:4].isdigit() and row["deviation"] > 0 and first != last
        found = [html.Td([measured, at] if told else [measured]), html.Td(allowed)]
    heads = [t(f"validation.column.{name}") for name in _HEADS[1:]]
    cells = labelled([html.Td(outcome), html.Td(lines), *found], heads)
    return html.Tr([html.Th(t(f"validation.rule.{rule}", **about), scope="row"), *cells])


def _measured(view: View, value: float, unit: str) -> str:
    scale, decimals = _SCALES.get(unit, (1, _POINTS))
    lang = view.t.lang
    written = _points(value, lang) if unit == "points" else numbers.decimal(scale * value, decimals, lang)
    return view.t(f"validation.unit.{unit}", value=written)


def _facts(view: View) -> str:
    """Return the ranks of the headline as the snapshot holds them."""
    scores = view.dataset.scores
    ranks = scores[(scores["code"] == "GII") & (scores["economy"] == CHINA)].set_index("edition")["rank"]
    rows = view.validation[view.validation["rule"] == "headline"]
    facts = [
        view.t("validation.fact", rank=ranks[edition], edition=edition)
        for edition in rows["subject"].astype(int)
        if edition in ranks.index
    ]
    return plain(view.t.listing(facts))


def _by_edition(view: View) -> html.Details:
    """Return the rebuilt scores edition by edition: what was found of what is allowed."""
    t, found = view.t, checked.rebuilt(view.validation)
    cells = [
        t(
            "validation.by_edition_cell",
            **{name: _points(row[name], t.lang) for name in ("deviation", "tolerance")},
        )
        for row in found.to_dict("records")
    ]
    wide = found.assign(cell=cells).pivot(index="subject", columns="rule", values="cell")
    scores = view.validation[view.validation["gate"] == "scores"]
    rules = [rule for rule in dict.fromkeys(scores["rule"]) if rule in wide]
    columns = [
        Col("subject", t("data.coverage.edition"), number=False),
        *(Col(rule, t(f"validation.rule.{rule}")) for rule in rules),
    ]
    caption = t("validation.by_edition")
    parts = [
        html.Summary(caption),
        html.P(t("validation.by_edition_deck"), className="prose small"),
        rows_table(t, wide.sort_index(ascending=False).reset_index(), columns, caption),
    ]
    return html.Details(parts, className="profile-more")
