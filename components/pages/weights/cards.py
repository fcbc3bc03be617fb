"""The four figure cards of the page on weights: draws, who changes places, the history, shared indicators."""

from collections.abc import Collection, Iterable
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from analysis.frames import weights as frames
from analysis.shared_concepts import Shared
from components import numbers
from components.card import Card
from components.charts import acceptability, reweighted, shared_concepts
from components.charts.layer import packed
from components.kit import Col, columns_of, rows_table
from components.pages.weights.text import View, measure
from components.parts.citation import citation
from components.parts.controls import Controls
from components.parts.figure_card import Content, figure_card
from components.parts.ledgers import many
from components.text import markup, plain
from components.view import licence

DRAWS = Card("weights-draws", "weights-draws", (frames.DRAWS,), height=600)
PLACES = Card("weights-places", "weights-places", (frames.RANKING,), height=700)
HISTORY = Card("weights-history", "weights-history", (frames.HISTORY,), height=660)
SHARED = Card("weights-shared-ranks", "weights-shared", (frames.SHARED,), height=760)
SHARED_NOTE = "weights-shared-note"
EXACT = 2021  # the first edition whose scores are published in full


def _content(view: View, card: Card, found: str, editions: Iterable[int], **about: Any) -> Content:
    """Return what a card holds: its finding, data and citation, with the parts that ``about`` gives."""
    (shown,) = card.tables
    asked = {key: text for key, text in view.choice.written().items() if key in shown.keys}
    address = view.download(shown.name, asked, safe=",")
    credit = citation(view.dataset, found, editions, view.t)
    return Content(finding=found, data_address=address, credit=credit, **about)


def _source(view: View, *, many: bool = False, geometric: bool = False) -> list[str | Component]:
    """Return publisher, editions, own calculation, licence and when it was checked."""
    t, dataset, edition, editions = view.t, view.dataset, view.choice.edition, view.history["edition"]
    stated = licence(dataset, dataset.licences.get(edition), t)
    parts = [
        t("weights.source.many", first=editions.min(), last=editions.max())
        if many
        else t("weights.source.one", edition=edition),
        t("weights.source.means" if geometric else "weights.source.mean"),
        t("weights.source.missing"),
        t("overview.source_licences_differ") if many else t("weights.source.licence", licence=stated),
        t("weights.source.checked", checked=view.checked),
    ]
    return markup("".join(parts))


def draws_figure(view: View) -> str:
    """Return the bars of the draws."""
    acceptance = acceptability.Acceptance(view.spread.shares(), *view.around, view.place.rank)
    return packed(
        lambda least: acceptability.acceptability(acceptance, view.t, least), *acceptability.HEIGHTS
    )


def draws_content(view: View) -> Content:
    """Return the card of the draws, with the share of those at each rank that was drawn."""
    t, rank, edition = view.t, view.place.rank, view.choice.edition
    about = {"name": view.name, "edition": edition, "rank": rank, "interval": view.around}
    drawn = (100 * view.spread.shares()).rename("share").reset_index()
    columns = columns_of(t, "weights.column", rank="", share="hundredths")
    title = t("weights.table.draws")
    return _content(
        view,
        DRAWS,
        plain(t("weights.result.finding", **about)),
        [edition],
        heading=title,
        heading_visible=False,
        measure=measure(view),
        table=rows_table(t, drawn[drawn["share"] > 0], columns, title, ("rank", rank)),
        source=_source(view, geometric=True),
        height=acceptability.HEIGHTS[420],
    )


def places_figure(view: View) -> str:
    """Return the lines of those who change places."""
    names = view.dataset.labels(view.t.lang)
    return packed(
        lambda least: reweighted.rank_changes(view.moved, names, view.window, view.t, least),
        *reweighted.WIDTHS,
    )


def places_content(view: View) -> Content:
    """Return the card of those who change places, with who stands at each place on either side."""
    t, window, edition = view.t, view.window, view.choice.edition
    ends = {"first": window.first, "last": window.last}
    count = sum(window.holds(one.before) and one.before != one.after for one in view.moved)
    found = t("weights.places.finding" if count else "weights.places.finding_none", count=count, **ends)
    before, after = ({getattr(one, side): one.economy for one in view.moved} for side in ("before", "after"))
    names, rows = view.dataset.labels(t.lang), []
    for place in range(window.first, window.last + 1):
        left, right = before.get(place, ""), after.get(place, "")
        named = {"place": place, "before": names.get(left), "after": names.get(right)}
        rows.append(named | {"hero": window.hero in (left, right)})
    columns = [Col("place", t("weights.column.place"))]
    columns += [Col(side, t(f"weights.places.{side}"), number=False) for side in ("before", "after")]
    return _content(
        view,
        PLACES,
        found,
        [edition],
        heading=t("weights.places.heading"),
        measure=[t("weights.places.measure", **ends)],
        table=rows_table(t, rows, columns, t("weights.table.places"), ("hero", True)),
        source=_source(view),
        height=reweighted.ROW * 13 + 34,
    )


def history_figure(view: View) -> str:
    """Return the economy's ranks by edition."""
    return packed(lambda least: reweighted.reweighted(view.history, view.t, least), *reweighted.HEIGHTS)


def history_finding(view: View) -> str:
    """Return where the economy would have begun and ended (marked text)."""
    rows = view.history.dropna(subset=["published"]).to_dict("records")
    if view.choice.official or not rows:
        return view.t("weights.history.finding_official", name=view.name)
    first, last = rows[0], rows[-1]
    return view.t(
        "weights.history.finding",
        name=view.name,
        first_rank=first["rank"],
        last_rank=last["rank"],
        first_published=first["published"],
        last_published=last["published"],
        first_edition=first["edition"],
        last_year=last["edition"],
    )


def history_note(view: View) -> str:
    """Return what rounding and economies without all scores leave open."""
    t, frame = view.t, view.history
    if not (frame["rank_low"] < frame["rank_high"]).any():
        return t("weights.history.exact", exact=EXACT)
    gaps = [
        t("weights.history.gap", count=row["left_out"], edition=row["edition"])
        for row in frame[frame["left_out"] > 0].to_dict("records")
    ]
    return t(f"weights.history.{'open_gaps' if gaps else 'open'}", exact=EXACT, gaps=t.listing(gaps))


def history_content(view: View) -> Content:
    """Return the card of the whole history, with the ranks by edition, newest first."""
    t, history = view.t, view.history
    rows = history.sort_values("edition", ascending=False)
    rows = rows.assign(own=rows["rank"], range=_intervals(view, rows["rank_low"], rows["rank_high"]))
    columns = columns_of(t, "weights.column", edition="text", own="", range="", published="", economies="")
    return _content(
        view,
        HISTORY,
        plain(history_finding(view)),
        history["edition"],
        heading=t("weights.history.heading"),
        measure=markup(t("weights.history.measure")),
        table=rows_table(t, rows, columns, t("weights.table.history")),
        source=_source(view, many=True),
        quote=t("overview.quote"),
        height=reweighted.HEIGHTS[560],
    )


def _intervals(view: View, lows: Iterable[Any], highs: Iterable[Any]) -> list[str]:
    ends = ((numbers.whole(low), numbers.whole(high)) for low, high in zip(lows, highs, strict=True))
    return [numbers.interval_cell(*pair, view.t("missing")) for pair in ends]


def shared(view: View) -> list[Component]:
    """Return the card of the ranks over the indicators that editions share, its control and its findings.

    Nothing where no edition has indicators.
    """
    found = frames.SHARED.result(view.dataset, view.choice)
    if found is None:
        return []
    names = {one: _editions(view, one) for one in view.dataset.shared_sets}
    controls = Controls("weights", view.choice, view.dataset, view.t, names)
    lines = [html.P(markup(line)) for line in _shared_lines(view, found)]
    aside = [html.Div(controls.select("shared"), className="controls"), html.Div(lines, id=SHARED_NOTE)]
    figure = packed(
        lambda least: shared_concepts.shared_ranks(found, view.t, least), *shared_concepts.HEIGHTS
    )
    card = figure_card(SHARED, _shared_content(view, found), view.t)
    drawing = dcc.Store(id=SHARED.figures, data=figure)
    return [html.Section([card, html.Div(aside), drawing], className="block weights-history")]


def _editions(view: View, shared: str) -> str:
    """Write a set of editions: 2021–2025, 2012 and 2022."""
    return view.runs(int(one) for one in shared.split("-"))


def _pillars(view: View, codes: Collection[str]) -> str:
    return view.t.listing([view.t(f"gii.{code}") for code in codes])


def _shared_lines(view: View, found: Shared) -> list[str]:
    """Return the numbers behind the finding, the pillars of which little is left, and what it is not."""
    t, count, lost = view.t, len(found.concepts), 100 * found.ranks["lost"]
    lines = [t("weights.shared.rule", count=count, editions=_editions(view, view.choice.shared))]
    if found.by_indicators is not None and found.by_weights is not None:
        places = {"indicators": many(found.by_indicators, t), "weights": many(found.by_weights, t)}
        lines.append(t("weights.shared.places", name=view.name, **places))
    lines.append(t("weights.shared.lost", least=lost.min(), most=lost.max()))
    by_pillars: dict[str, list[int]] = {}
    for edition, pillars in found.thin.items():
        if pillars:
            by_pillars.setdefault(_pillars(view, pillars), []).append(edition)
    thin = [
        t("weights.shared.thin_part", pillars=pillars, editions=view.runs(editions))
        for pillars, editions in by_pillars.items()
    ]
    if thin:
        lines.append(t("weights.shared.thin", list=t("weights.shared.thin_join").join(thin)))
    return [*lines, t("weights.shared.limits")]


def _shared_content(view: View, found: Shared) -> Content:
    """Return the card, headed by whether the choice of indicators moves the rank more than the weights do."""
    t, ranks, indicators, weights = view.t, found.ranks, found.by_indicators, found.by_weights
    kind = "unknown"
    if indicators is not None and weights is not None:
        kind = "more" if indicators > weights else "less"
    line = t(f"weights.shared.{kind}", name=view.name)
    rows = ranks.assign(
        lost=100 * ranks["lost"],
        bounds=_intervals(view, ranks["bound_low"], ranks["bound_high"]),
        thin=[_pillars(view, found.thin[edition]) for edition in ranks["edition"]],
    )
    written = {"edition": "text", "published": "", "inside": "", "over": "", "bounds": ""}
    columns = columns_of(t, "weights.column", **written, lost="tenths", thin="text")
    first, last = ranks["edition"].iloc[[0, -1]]
    return _content(
        view,
        SHARED,
        line,
        ranks["edition"],
        heading=line,
        measure=markup(t("weights.shared.measure", count=len(found.concepts))),
        table=rows_table(t, rows, columns, t("weights.shared.caption")),
        source=[
            t("weights.shared.source", first=first, last=last),
            t("overview.source_licences_differ"),
            t("weights.source.checked", checked=view.checked),
        ],
        quote=t("overview.quote"),
        height=shared_concepts.HEIGHTS[560],
        strips=(html.P(t("weights.shared.marks"), className="small"),),
    )
