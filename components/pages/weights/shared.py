"""The card on the choice of indicators: the rank over those that editions share, beside the published one."""

from dash import dcc, html
from dash.development.base_component import Component

from analysis.frames import weights as frames
from analysis.listing import runs
from analysis.shared_concepts import WAYS, Shared
from components import numbers
from components.card import Card
from components.charts import shared_concepts
from components.charts.layer import packed
from components.charts.lines import rows
from components.pages.weights.text import View
from components.pages.why.finding import many
from components.parts.citation import citation
from components.parts.controls import Controls
from components.parts.figure_card import Content, figure_card
from components.parts.tables import Cell, heads, table
from components.text import markup

CARD = Card("weights-shared-ranks", "weights-shared", (frames.SHARED,), height=760)
NOTE = "weights-shared-note"


def shared(view: View) -> list[Component]:
    """Return the card with its control and its findings; nothing where no edition has indicators."""
    found = frames.SHARED.result(view.dataset, view.choice)
    if found is None:
        return []
    names = {one: written(one, view) for one in view.dataset.shared_sets}
    controls = Controls("weights", view.choice, view.dataset, view.t, names)
    aside = [html.Div(controls.select("shared"), className="controls"), html.Div(text(view, found), id=NOTE)]
    drawing = dcc.Store(id=CARD.figures, data=figure(view, found))
    card = figure_card(CARD, content(view, found), view.t)
    return [html.Section([card, html.Div(aside), drawing], className="block weights-history")]


def written(editions: str, view: View) -> str:
    """Write a set of editions: 2021–2025, 2012 and 2022."""
    return view.t.listing(runs(int(one) for one in editions.split("-")))


def figure(view: View, found: Shared) -> str:
    """Return the lines by edition as JSON text."""
    return packed(lambda least: shared_concepts.shared_ranks(found, view.t, least), *shared_concepts.HEIGHTS)


def finding(view: View, found: Shared) -> str:
    """Return whether the choice of indicators moves the rank more than the weights do."""
    indicators, weights = found.by_indicators, found.by_weights
    if indicators is None or weights is None:
        return view.t("weights.shared.unknown", name=view.name)
    return view.t(f"weights.shared.{'more' if indicators > weights else 'less'}", name=view.name)


def text(view: View, found: Shared) -> list[Component]:
    """Return the numbers behind the finding, the pillars of which little is left, and what it is not."""
    t = view.t
    lines = [t("weights.shared.rule", count=len(found.concepts), editions=written(view.choice.shared, view))]
    if found.by_indicators is not None and found.by_weights is not None:
        places = {"indicators": many(found.by_indicators, t), "weights": many(found.by_weights, t)}
        lines.append(t("weights.shared.places", name=view.name, **places))
    shares = found.ranks["lost"]
    least, most = (numbers.decimal(100 * share, 0, t.lang) for share in (shares.min(), shares.max()))
    lines.append(t("weights.shared.lost", least=least, most=most))
    by_pillars: dict[str, list[int]] = {}
    for edition, pillars in found.thin.items():
        by_pillars.setdefault(_pillars(pillars, view), []).append(edition)
    thin = [
        t("weights.shared.thin_part", pillars=pillars, editions=view.runs(editions))
        for pillars, editions in by_pillars.items()
        if pillars
    ]
    if thin:
        lines.append(t("weights.shared.thin", list=t("weights.shared.thin_join").join(thin)))
    lines.append(t("weights.shared.limits"))
    return [html.P(markup(line)) for line in lines]


def _pillars(codes: list[str], view: View) -> str:
    return view.t.listing([view.t(f"gii.{code}") for code in codes])


def content(view: View, found: Shared) -> Content:
    """Return the card."""
    t, line = view.t, finding(view, found)
    first, last = int(found.ranks["edition"].iloc[0]), int(found.ranks["edition"].iloc[-1])
    address = {"economy": view.choice.economy, "shared": view.choice.shared}
    return Content(
        heading=line,
        finding=line,
        measure=markup(t("weights.shared.measure", count=len(found.concepts))),
        table=_table(view, found),
        source=[
            t("weights.shared.source", first=first, last=last),
            t("overview.source_licences_differ"),
            t("weights.source.checked", checked=view.checked),
        ],
        data_address=view.download("weights-shared", address),
        credit=citation(view.dataset, line, found.ranks["edition"], t),
        quote=t("overview.quote"),
        height=shared_concepts.HEIGHTS[560],
        strips=(html.P(t("weights.shared.marks"), className="small"),),
    )


def _table(view: View, found: Shared) -> Component:
    t, missing = view.t, view.t("missing")
    body: list[list[Cell]] = []
    for row in rows(found.ranks):
        ranks = [missing if row[name] is None else str(row[name]) for name in ("published", *WAYS)]
        bounds = numbers.interval_cell(row["bound_low"], row["bound_high"], missing)
        edition = row["edition"]
        lost = numbers.decimal(100 * row["lost"], 1, t.lang)
        body.append([str(edition), *ranks, bounds, lost, _pillars(found.thin[edition], view)])
    names = ("edition", "published", "inside", "over", "bounds", "lost", "thin")
    columns = heads(t, "weights.column", names, ("edition", "thin"))
    return table(t, columns, body, caption=t("weights.shared.caption"))
