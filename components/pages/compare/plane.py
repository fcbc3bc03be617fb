"""Inputs against outputs: every economy of an edition in one plane, the chosen ones with their trail."""

from collections.abc import Sequence

import pandas as pd

from analysis.standing import CHINA
from components.charts.cloud import VARIANTS, Dot, Side, Way, cloud
from components.charts.layer import packed
from components.charts.lines import coloured
from components.charts.scales import field_scale, percent_scale
from components.framework import framework_changes
from components.measures import OF_INDEX
from components.numbers import known
from components.pages.compare.view import Contents, Row, View, doubts, figure_cell, line, table_text
from components.text import plain

_USUAL = 125  # economies ranked, where the number is not verified


def show_of(view: View) -> str:
    """Return what the plane shows: ranks, or percentiles where these are asked for."""
    return "percentile" if view.choice.show == "percentile" else "rank"


def build(view: View) -> Contents:
    """Return inputs against outputs over the range on show."""
    t, chosen = view.t, view.choice
    found = view.compared("plane")
    frame = found.frame if show_of(view) == "rank" else found.percentiles
    paths = frame[frame["chosen"]]
    last = view.edition(chosen.last)
    gone = view.without(paths.loc[paths["edition"] == chosen.last, "economy"])
    lines = [t("compare.note.no_scores")] if chosen.show == "score" else []
    if len(paths):
        first = view.edition(int(paths["edition"].min()))
        lines.append(t("compare.note.trail", first=first, last=last))
    changes = framework_changes(view.dataset)
    changed = [str(one.edition) for one in changes if chosen.first < one.edition <= chosen.last]
    if changed:
        lines.append(t("compare.note.across", editions=t.listing(changed)))
    names = ["period", "rank_low", "source"]
    sides = [paths[["edition", f"{side}_low", f"{side}_source"]].set_axis(names, axis=1) for side in "xy"]
    lines += doubts(view, pd.concat(sides), "open")
    if gone:
        lines.append(t("compare.note.not_ranked", names=view.listing(gone), edition=last))
    return Contents(
        finding=_finding(view, found.frame),
        deck=t("compare.deck.plane"),
        measure=t(f"compare.measure.plane_{show_of(view)}", edition=last),
        figures="" if paths.empty else _figures(view, frame),
        table=_table(view, frame),
        notes=lines,
        editions=(chosen.first, chosen.last),
        joins=True,
        empty=[t("compare.plane.empty", edition=last)] if paths.empty else [],
    )


def _finding(view: View, ranks: pd.DataFrame) -> str:
    """Return both ranks of the economy in focus."""
    t, last = view.t, view.choice.last
    edition = view.edition(last)
    now = ranks[(ranks["edition"] == last) & ranks["chosen"]]
    own = now[now["economy"] == view.choice.economy].to_dict("records")
    if not own:
        return t("compare.plane.unknown", name=view.name, edition=edition)
    names = {"rank": "at", "rank_low": "low", "rank_high": "high"}
    inputs, outputs = (
        view.rank_words({name: own[0][f"{side}_{key}"] for name, key in names.items()}) for side in "xy"
    )
    return t("compare.plane.finding", name=view.name, edition=edition, inputs=inputs, outputs=outputs)


def _figures(view: View, frame: pd.DataFrame) -> str:
    last = view.choice.last
    rows = [*frame.to_dict("records")]
    count = view.dataset.counts.get(last)
    sides = (_side(view, "IN", count), _side(view, "OUT", count))
    field = [_dot(view, row) for row in rows if not row["chosen"]]
    ways = []
    for style in view.styles:
        own = [row for row in rows if row["economy"] == style.code]
        if not own:
            continue
        quiet = style.code not in {view.choice.economy, CHINA, *coloured(view.economies)}
        pieces = [[_dot(view, row) for row in piece] for piece in _pieces(own)]
        # The trails of all would hide one another: of those without a colour only the last edition is drawn.
        pieces = [pieces[-1][-1:]] if quiet else pieces
        start, end = int(own[0]["edition"]), int(own[-1]["edition"])
        dated = f" {end}" if end != last or style.focus else ""
        ways.append(Way(style, pieces, str(start) if start < end and style.focus else "", dated))
    return packed(lambda least: cloud(field, ways, sides, least), *VARIANTS)


def _pieces(rows: Sequence[Row]) -> list[list[Row]]:
    """Return the rows of one economy in stretches of editions without a gap."""
    pieces: list[list[Row]] = []
    for row in rows:
        edition = int(row["edition"])
        if pieces and edition == int(pieces[-1][-1]["edition"]) + 1:
            pieces[-1].append(row)
        else:
            pieces.append([row])
    return pieces


def _side(view: View, code: str, count: int | None) -> Side:
    t = view.t
    title = t(f"compare.plane.axis_{show_of(view)}", name=t(f"gii.{code}"))
    scale = percent_scale() if show_of(view) == "percentile" else field_scale(count or _USUAL)
    return Side(title, scale)


def _dot(view: View, row: Row) -> Dot:
    t, write = view.t, OF_INDEX[show_of(view)].writer(view.t.lang)
    period = plain(view.edition(int(row["edition"])))
    lines = [f"<b>{t('compare.tip.head', name=view.called(row['economy']), period=period)}</b>"]
    for code, side in (("IN", "x"), ("OUT", "y")):
        value = figure_cell(write, row, f"{side}_")
        lines.append(t("compare.tip.side", name=t(f"gii.{code}"), value=value))
    doubt = not known(row["x_at"]) or not known(row["y_at"])
    return Dot(float(row["x"]), float(row["y"]), "<br>".join(lines), doubt)


def _table(view: View, frame: pd.DataFrame) -> str:
    """Return both of the last edition: the chosen economies first, then the field by outputs."""
    t, last, write = view.t, view.choice.last, OF_INDEX[show_of(view)].writer(view.t.lang)
    now = frame[frame["edition"] == last]
    rest = now[~now["chosen"]].sort_values("y", ascending=show_of(view) == "rank", kind="stable")
    contents = [*now[now["chosen"]].to_dict("records"), *rest.to_dict("records")]
    lines = [
        line(view, str(row["economy"]), [figure_cell(write, row, side) for side in ("x_", "y_")], among=True)
        for row in contents
    ]
    heads = [t("compare.column.economy"), t("gii.IN"), t("gii.OUT")]
    edition = view.edition(last)
    return table_text(
        view.t, heads, lines, plain(t(f"compare.measure.plane_{show_of(view)}", edition=edition))
    )
