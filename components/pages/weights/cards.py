"""The three figure cards of the page on weights: draws, who changes places, the whole history."""

import pandas as pd
from dash.development.base_component import Component

from analysis.frames import weights as frames
from analysis.weighting import write
from components import numbers
from components.card import Card
from components.charts import acceptability, reweighted
from components.charts.layer import packed
from components.pages.weights.text import View, measure
from components.parts.citation import citation
from components.parts.figure_card import Content
from components.parts.tables import Cell, Column, heads, table
from components.text import markup, plain
from components.view import licence

DRAWS = Card("weights-draws", "weights-draws", (frames.DRAWS,), height=600)
PLACES = Card("weights-places", "weights-places", (frames.RANKING,), height=700)
HISTORY = Card("weights-history", "weights-history", (frames.HISTORY,), height=660)
EXACT = 2021  # the first edition whose scores are published in full


def draws_figure(view: View) -> str:
    """Return the bars of the draws."""
    spread = view.spread
    acceptance = acceptability.Acceptance(spread.shares(), spread.low, spread.high, view.place.rank)
    return packed(
        lambda least: acceptability.acceptability(acceptance, view.t, least), *acceptability.HEIGHTS
    )


def places_figure(view: View) -> str:
    """Return the lines of those who change places."""
    names = view.dataset.labels(view.t.lang)
    return packed(
        lambda least: reweighted.rank_changes(view.moved, names, view.window, view.t, least),
        *reweighted.WIDTHS,
    )


def history_figure(view: View) -> str:
    """Return the economy's ranks by edition."""
    return packed(lambda least: reweighted.reweighted(view.history, view.t, least), *reweighted.HEIGHTS)


def _address(view: View, name: str) -> str:
    """Return the address of a CSV of exactly what is shown."""
    choice = view.choice
    query = {"edition": choice.edition, "economy": choice.economy, "w": write(choice.weights)}
    return view.download(name, query, safe=",")


def history_finding(view: View) -> str:
    """Return where the economy would have begun and ended (marked text)."""
    rows = view.history.dropna(subset=["published"])
    if view.choice.official or rows.empty:
        return view.t("weights.history.finding_official", name=view.name)
    first, last = rows.iloc[0], rows.iloc[-1]
    return view.t(
        "weights.history.finding",
        name=view.name,
        first_rank=view.ordinal(int(first["rank"])),
        last_rank=view.ordinal(int(last["rank"])),
        first_published=view.ordinal(int(first["published"])),
        last_published=view.ordinal(int(last["published"])),
        first_edition=view.edition(int(first["edition"])),
        last_year=int(last["edition"]),
    )


def history_note(view: View) -> str:
    """Return what rounding and economies without all scores leave open."""
    t, frame = view.t, view.history
    if not (frame["rank_low"] < frame["rank_high"]).any():
        return t("weights.history.exact", exact=EXACT)
    gaps = frame[frame["left_out"] > 0]
    if gaps.empty:
        return t("weights.history.open", exact=EXACT)
    parts = [
        t("weights.history.gap", count=int(row["left_out"]), edition=int(row["edition"]))
        for row in gaps.to_dict("records")
    ]
    return t("weights.history.open_gaps", exact=EXACT, gaps=t.listing(parts))


def _source(view: View, *, many: bool = False, geometric: bool = False) -> list[str | Component]:
    """Return publisher, editions, own calculation, licence and when it was checked."""
    t, dataset, chosen = view.t, view.dataset, view.choice
    editions = view.history["edition"]
    stated = licence(dataset, dataset.licences.get(chosen.edition), t)
    parts = [
        t("weights.source.many", first=int(editions.min()), last=int(editions.max()))
        if many
        else t("weights.source.one", edition=view.here),
        t("weights.source.means" if geometric else "weights.source.mean"),
        t("weights.source.missing"),
        t("overview.source_licences_differ") if many else t("weights.source.licence", licence=stated),
        t("weights.source.checked", checked=view.checked),
    ]
    return markup("".join(parts))


def _draws_table(view: View) -> Component:
    """Return the share of draws by rank, for the ranks that were drawn."""
    t, shares = view.t, view.spread.shares()
    drawn = shares[shares > 0]
    ranks = [int(str(rank)) for rank in drawn.index]
    rows: list[list[Cell]] = [
        [str(rank), numbers.decimal(100 * share, 2, t.lang)] for rank, share in zip(ranks, drawn, strict=True)
    ]
    columns = [Column(t("weights.column.rank")), Column(t("weights.column.share"))]
    marked = [index for index, rank in enumerate(ranks) if rank == view.place.rank]
    return table(t, columns, rows, caption=t("weights.table.draws"), highlight=marked)


def _places_table(view: View) -> Component:
    """Return who stands at each place of the window on either side."""
    t, names, window = view.t, view.dataset.labels(view.t.lang), view.window
    missing = t("missing")
    sides = [{getattr(one, side): one.economy for one in view.moved} for side in ("before", "after")]
    places = range(window.first, window.last + 1)
    rows: list[list[Cell]] = [
        [str(at), *(names[side[at]] if at in side else missing for side in sides)] for at in places
    ]
    columns = [
        Column(t("weights.column.place")),
        Column(t("weights.places.before"), number=False),
        Column(t("weights.places.after"), number=False),
    ]
    marked = [index for index, at in enumerate(places) if window.hero in [side.get(at) for side in sides]]
    return table(t, columns, rows, caption=t("weights.table.places"), highlight=marked)


def _history_table(view: View) -> Component:
    """Return the ranks by edition, newest first."""
    t, missing = view.t, view.t("missing")
    ordered = view.history.sort_values("edition", ascending=False).to_dict("records")
    rows: list[list[Cell]] = [
        [
            str(row["edition"]),
            str(row["rank"]),
            numbers.interval_cell(int(row["rank_low"]), int(row["rank_high"]), missing),
            missing if pd.isna(row["published"]) else str(row["published"]),
            str(row["economies"]),
        ]
        for row in ordered
    ]
    names = ("edition", "own", "range", "published", "economies")
    columns = heads(t, "weights.column", names, ("edition",))
    return table(t, columns, rows, caption=t("weights.table.history"))


def draws_content(view: View) -> Content:
    """Return the card of the draws."""
    edition, interval = view.choice.edition, view.interval(view.spread.low, view.spread.high)
    about = {"name": view.name, "edition": view.here, "rank": view.place.rank, "interval": interval}
    found = plain(view.t("weights.result.finding", **about))
    return Content(
        heading=view.t("weights.table.draws"),
        heading_visible=False,
        finding=found,
        measure=measure(view),
        table=_draws_table(view),
        source=_source(view, geometric=True),
        data_address=_address(view, "weights-draws"),
        credit=citation(view.dataset, found, [edition], view.t),
        height=acceptability.HEIGHTS[420],
    )


def places_content(view: View) -> Content:
    """Return the card of those who change places."""
    edition, ends = view.choice.edition, {"first": view.window.first, "last": view.window.last}
    count = sum(ends["first"] <= one.before <= ends["last"] and one.before != one.after for one in view.moved)
    key = "weights.places.finding" if count else "weights.places.finding_none"
    found = view.t(key, count=count, **ends)
    return Content(
        heading=view.t("weights.places.heading"),
        finding=found,
        measure=[view.t("weights.places.measure", **ends)],
        table=_places_table(view),
        source=_source(view),
        data_address=_address(view, "weights-ranking"),
        credit=citation(view.dataset, found, [edition], view.t),
        height=reweighted.ROW * 13 + 34,
    )


def history_content(view: View) -> Content:
    """Return the card of the whole history."""
    found = plain(history_finding(view))
    return Content(
        heading=view.t("weights.history.heading"),
        finding=found,
        measure=markup(view.t("weights.history.measure")),
        table=_history_table(view),
        source=_source(view, many=True),
        data_address=_address(view, "weights-history"),
        credit=citation(view.dataset, found, view.history["edition"], view.t),
        quote=view.t("overview.quote"),
        height=reweighted.HEIGHTS[560],
    )
