"""Validation: what every gate checked when the snapshot was built, with the largest deviation found."""

from typing import Any, Final

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis import checked
from analysis.frames import coverage as frames
from analysis.reuse import reuse
from analysis.standing import CHINA
from components import numbers
from components.attributes import attributes
from components.card import Card
from components.pages.data.view import View
from components.parts.citation import whole
from components.parts.figure_card import Content, Credit, table_card
from components.parts.reuse import answered
from components.parts.tables import Cell, Column, bare, labelled, region, table
from components.text import markup, plain

CARD: Final = Card("data-validation", "validation", (frames.VALIDATION,), height=900)
_HEADS: Final = ("rule", "outcome", "checked", "deviation", "tolerance")
_POINTS: Final = 3
_SCALES: Final = {"places": (1, 0), "times": (1, 2), "share": (100, 1)}
"""By unit: what a figure is multiplied by, and its decimals."""


def validation(view: View) -> list[Component]:
    """Return the report as a card whose table is the figure; an older snapshot may bring none."""
    t, dataset = view.t, view.dataset
    if view.validation.empty:
        return []
    title = finding(view)
    content = Content(
        heading=title,
        finding=title,
        measure=markup(t("validation.measure", count=numbers.decimal(view.totals["checked"], 0, t.lang))),
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


def _measured(view: View, value: float, unit: str) -> str:
    scale, decimals = _SCALES.get(unit, (1, _POINTS))
    lang = view.t.lang
    written = _points(value, lang) if unit == "points" else numbers.decimal(scale * value, decimals, lang)
    return view.t(f"validation.unit.{unit}", value=written)


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
    t, rule = view.t, row["rule"]
    facts = {"facts": _facts(view)} if rule == "headline" else {}
    count = numbers.decimal(row["checked"], 0, t.lang)
    lines: list[str | Component] = [t(f"validation.count.{rule}", count=count)]
    if subjects := _subjects(view, row):
        lines += [" ", html.Span(subjects, className="small")]
    cells = [html.Td(_outcome(view, row)), html.Td(lines), *_deviation(view, row)]
    heads = [t(f"validation.column.{name}") for name in _HEADS[1:]]
    return html.Tr([html.Th(t(f"validation.rule.{rule}", **facts), scope="row"), *labelled(cells, heads)])


def _facts(view: View) -> str:
    """Return the ranks of the headline as the snapshot holds them."""
    scores = view.dataset.scores
    ranks = scores[(scores["code"] == "GII") & (scores["economy"] == CHINA)].set_index("edition")["rank"]
    rows = view.validation[view.validation["rule"] == "headline"]
    facts = [
        view.t("validation.fact", rank=view.ordinal(int(ranks[edition])), edition=view.edition(edition))
        for edition in rows["subject"].astype(int)
        if edition in ranks.index
    ]
    return plain(view.t.listing(facts))


def _subjects(view: View, row: dict[Any, Any]) -> str:
    """Return what a rule was checked of: editions, or how many tables; nothing where it is said already."""
    first, last = str(row["first"]), str(row["last"])
    if row["rule"] == "headline":
        return ""
    if first.isdigit():
        key = "edition" if first == last else "editions"
        return view.t(f"validation.{key}", first=first, last=last)
    if row["gate"] == "contract":
        return view.t("validation.tables", count=row["subjects"])
    return ""


def _deviation(view: View, row: dict[Any, Any]) -> list[html.Td]:
    t = view.t
    if pd.isna(row["deviation"]):
        return [html.Td(t("validation.broken", count=row["broken"]), colSpan=2)]
    lines: list[str | Component] = [_measured(view, row["deviation"], row["unit"])]
    if str(row["at"])[:4].isdigit() and row["deviation"] > 0 and row["first"] != row["last"]:
        edition = t("validation.edition", first=str(row["at"])[:4])
        lines.append(html.Span(t("validation.at", subject=edition), className="small"))
    return [html.Td(lines), html.Td(_measured(view, row["tolerance"], row["unit"]))]


def _outcome(view: View, row: dict[Any, Any]) -> Component:
    square = html.Span(className=f"square check-{row['outcome']}", **attributes(aria_hidden="true"))
    words = {
        "passed": "validation.outcome.passed",
        "exception": "validation.outcome.exception",
        "untested": "validation.outcome.untested",
        "broken": "validation.outcome.broken",
    }
    return html.Span([square, view.t(words[row["outcome"]], count=row["broken"])], className="check")


def _by_edition(view: View) -> html.Details:
    """Return the rebuilt scores edition by edition: what was found of what is allowed."""
    t = view.t
    rows = checked.rebuilt(view.validation)
    rules = list(dict.fromkeys(view.validation.loc[view.validation["gate"] == "scores", "rule"]))
    rules = [rule for rule in rules if rule in set(rows["rule"])]
    at = rows.set_index(["subject", "rule"])
    body: list[list[Cell]] = []
    for edition in dict.fromkeys(rows["subject"]):
        cells: list[Cell] = [str(edition)]
        for rule in rules:
            if (edition, rule) not in at.index:
                cells.append(t("missing"))
                continue
            one = at.loc[(edition, rule)]
            figures = {name: _points(float(one[name]), t.lang) for name in ("deviation", "tolerance")}
            cells.append(t("validation.by_edition_cell", **figures))
        body.append(cells)
    columns = [Column(t("data.coverage.edition"), number=False)]
    columns += [Column(t(f"validation.rule.{rule}")) for rule in rules]
    caption = t("validation.by_edition")
    parts = [
        html.Summary(caption),
        html.P(t("validation.by_edition_deck"), className="prose small"),
        table(t, columns, body, caption=caption),
    ]
    return html.Details(parts, className="profile-more")
