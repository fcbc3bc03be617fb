"""Below the figures on weights: weights for the best and the worst rank, what matters, what is missing."""

from dash import html
from dash.development.base_component import Component

from analysis.bounds import bounds_free
from analysis.composition import PILLARS
from analysis.draws import DRAWS
from analysis.extreme_weights import ExtremeWeights
from analysis.sensitivity import AGGREGATION
from analysis.weighting import OFFICIAL, linked, write
from components import numbers
from components.attributes import attributes
from components.measures import SHARE
from components.pages.weights.view import View, lenses
from components.parts.badges import empty
from components.parts.columns import column
from components.parts.tables import Cell, Column, table
from components.text import markup, plain

_NOTED = 0.015  # a weight that differs less from WIPO's needs no belief
_INDICATORS = "indicator"


def gone(view: View, asked: object) -> list[Component]:
    """Return what is said when an economy was asked for that the edition has no scores of, else nothing."""
    say, dataset = view.say, view.dataset
    code = asked.upper() if isinstance(asked, str) else ""
    if code in view.field.economies or code not in dataset.economies:
        return []
    held = [edition for edition, field in sorted(dataset.fields.items()) if code in field.economies]
    about = {"name": dataset.labels(say.lang)[code], "edition": view.here, "shown": view.name}
    sentence = say("weights.gone_never")
    if held:
        sentence = say("weights.gone_held", editions=say.listing(numbers.runs(held)), **about)
    return [empty([say("weights.gone", **about), sentence])]


def cases(view: View) -> html.Section:
    """Return the best and the worst rank found, with the weights that give them."""
    say, base = view.say, view.base
    limit = bounds_free(view.field.frame(), view.choice.economy)
    items = [
        html.Li(
            [
                html.Button(
                    markup(say(f"weights.cases.{name}", rank=view.ordinal(case.rank))),
                    type="button",
                    className="button",
                    **attributes(data_weights=write(case.weights), aria_pressed="false"),
                ),
                html.P(markup(_belief(view, case))),
                html.P(_proof(view, name, case, reach), className="small"),
            ]
        )
        for name, case, reach in (("best", base.best, limit.best), ("worst", base.worst, limit.worst))
    ]
    ends = {"best": view.ordinal(base.best.rank), "worst": view.ordinal(base.worst.rank)}
    title = plain(say("weights.cases.heading", name=view.name, **ends))
    head = [html.H2(title), html.P(say("weights.cases.deck"), className="small")]
    return html.Section([*head, html.Ul(items, className="cases")])


def _proof(view: View, name: str, case: ExtremeWeights, reach: int) -> str:
    if case.proven:
        return view.say("weights.cases.proven_best" if name == "best" else "weights.cases.proven_worst")
    limit = plain(view.ordinal(reach))
    return view.say("weights.cases.open_best" if name == "best" else "weights.cases.open_worst", limit=limit)


def _belief(view: View, case: ExtremeWeights) -> str:
    say = view.say
    moved = sorted(
        (
            (
                weight - official,
                say("weights.cases.part", name=say(f"gii.{code}"), weight=f"{100 * weight:g}"),
            )
            for code, weight, official in zip(PILLARS, case.weights, OFFICIAL, strict=True)
            if abs(weight - official) > _NOTED
        ),
        key=lambda item: -abs(item[0]),
    )
    up, down = ([part for change, part in moved if sign * change > 0] for sign in (1, -1))
    more = say("weights.cases.more", names=say.listing(up))
    less = say("weights.cases.less", names=say.listing(down))
    # Weights add to 100 %: where one is more, another is less.
    beliefs = say("weights.cases.both", more=more, less=less) if moved else say("weights.cases.none")
    return say("weights.cases.believe", name=view.name, rank=view.ordinal(case.rank), beliefs=beliefs)


def matters(view: View) -> html.Section:
    """Return which assumption matters for the rank: shares of its variation by assumption."""
    say, frame = view.say, view.matters
    head: list[Component] = [html.H2(say("weights.matters.heading"))]
    if not float(frame["total"].max()) > 0:
        rank = view.ordinal(view.base.low)
        settled = say("weights.matters.settled", edition=view.here, rank=rank)
        return html.Section([*head, html.P(markup(settled))])
    names = [
        say("weights.matters.aggregation") if code == AGGREGATION else say(f"gii.{code}")
        for code in frame["assumption"]
    ]
    rows: list[list[Cell]] = [
        [name, *(numbers.decimal(100 * min(max(float(value), 0.0), 1.0), 0) for value in pair)]
        for name, *pair in zip(names, frame["first"], frame["total"], strict=True)
    ]
    columns = [
        Column(say("weights.column.assumption"), number=False),
        Column(say("weights.column.first")),
        Column(say("weights.column.total")),
    ]
    found = say("weights.matters.finding", name=names[0], edition=view.here)
    body = table(columns, rows, caption=say("weights.matters.heading"))
    deck = html.P(say("weights.matters.deck", name=view.name), className="small")
    return html.Section([*head, html.P(markup(found)), deck, body])


def imputed(view: View) -> html.Section:
    """Return the scenario in which missing data are estimated, in words."""
    say = view.say
    return html.Section([html.H2(say("weights.imputed.heading")), html.P(markup(_imputed(view)))])


def _imputed(view: View) -> str:
    say, chosen = view.say, view.choice
    rows = view.intervals("imputed", chosen.economy)
    rows = rows[rows["edition"] == chosen.edition]
    if rows.empty:
        return say("weights.imputed.unknown", edition=view.here)
    row = rows.to_dict("records")[0]
    structure = view.dataset.structure(chosen.edition)
    codes = list(structure.loc[structure["level"] == _INDICATORS, "code"])
    scores = view.dataset.wide(chosen.edition).reindex(columns=codes).loc[chosen.economy]
    missing = int(scores.isna().to_numpy().sum())
    return say(
        "weights.imputed.text" if missing else "weights.imputed.text_none",
        name=view.name,
        missing=missing,
        indicators=len(codes),
        edition=view.here,
        rank=view.ordinal(int(row["rank"])),
        interval=view.interval(int(row["low"]), int(row["high"])),
        before=view.interval(view.base.low, view.base.high),
    )


def left_out(view: View) -> html.Div:
    """Return what the draws leave out, beside WIPO's own interval where one is known."""
    return column(view.say("weights.limits.heading"), _limits(view))


def columns(view: View) -> html.Section:
    """Return the two columns: how to read it, and the lenses."""
    say = view.say
    count = numbers.decimal(DRAWS, 0)
    reading = [say(f"weights.reading.{key}", draws=count) for key in ("draws", "limits", "free")]
    parts = (("weights.reading.heading", reading), ("weights.lenses.heading", _lenses(view)))
    return html.Section([column(say(head), lines) for head, lines in parts], className="block three two")


def _lenses(view: View) -> list[str]:
    say = view.say
    lines = [say("weights.lenses.rule")]
    for pillar, weights in zip(view.dataset.catalog.strategy, lenses(view.dataset), strict=True):
        counts = linked([link.indicator for link in pillar.links if link.gii])
        total = sum(counts.values())
        parts = [
            say(
                "weights.lenses.part",
                name=say(f"gii.{code}"),
                weight=SHARE.write(100 * weight),
                count=counts[code],
                total=total,
            )
            for code, weight in zip(PILLARS, weights, strict=True)
            if code in counts
        ]
        name = pillar.name.get(say.lang)
        lines.append(say("weights.lenses.lens", number=pillar.number, name=name, parts=say.listing(parts)))
    return lines


def _limits(view: View) -> list[str]:
    say = view.say
    lines = [say("weights.limits.audit")]
    economy = view.choice.economy
    ours = {int(row["edition"]): row for row in view.intervals("weights", economy).to_dict("records")}
    for row in view.intervals("published", economy).to_dict("records"):
        edition = int(row["edition"])
        if mine := ours.get(edition):
            lines.append(
                say(
                    "weights.limits.published",
                    name=view.name,
                    edition=view.edition(edition),
                    published=view.interval(int(row["low"]), int(row["high"])),
                    own=view.interval(int(mine["low"]), int(mine["high"])),
                )
            )
    return [*lines, say("weights.limits.editions"), say("weights.limits.cause")]
