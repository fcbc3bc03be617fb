"""The seven GII pillars of a brief: the rank in each as a strip from first to last, and by edition."""

from collections.abc import Mapping
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from analysis.composition import PILLARS
from components import numbers
from components.attributes import attributes
from components.framework import OFFICIAL, framework_changes
from components.numbers import known
from components.pages.brief.view import Brief, block, paragraph
from components.parts.tables import bare

COLUMNS: Final = 7
"""Editions for which the table has room."""
Cell = tuple[int | None, int | None, int | None, bool]  # rank, its bounds, too few data


def editions_of(brief: Brief) -> list[int]:
    """Return the editions of the table: that counted from, and the last up to the one shown, if held."""
    scores, choice = brief.dataset.scores, brief.choice
    rows = scores[(scores["economy"] == choice.economy) & scores["code"].isin(PILLARS)]
    rows = rows[(rows["rank"].notna() | rows["rank_low"].notna()) & (rows["edition"] <= choice.edition)]
    held = sorted({int(edition) for edition in rows["edition"]})
    start = [choice.since] if choice.since in held[:-COLUMNS] else []
    return [*start, *held[len(start) - COLUMNS :]]


def pillars(brief: Brief) -> html.Section:
    """Return the block, or which editions hold no GII pillars."""
    say, editions = brief.say, editions_of(brief)
    if not editions:
        title = say("brief.pillars.title")
        return block(
            title, paragraph(say, [say("brief.pillars.none", name=brief.name, edition=brief.choice.edition)])
        )
    held = _held(brief)
    cells = {(code, edition): _cell(held.get((code, edition))) for code in PILLARS for edition in editions}
    count = max(brief.dataset.counts.get(edition) or 0 for edition in editions)
    last = editions[-1]
    earlier = [edition for edition in editions if edition < last]
    since = brief.choice.since
    first = since if since in earlier else earlier[0] if earlier else None
    heads = [html.Th(say("brief.pillars.column"), scope="col"), html.Th(_axis(count), className="strip-head")]
    heads += [
        html.Th(str(edition), scope="col", className=_css(edition, first, last)) for edition in editions
    ]
    rows = [
        html.Tr(
            [
                html.Th(say(f"gii.{code}"), scope="row"),
                html.Td(_strip(brief, cells, code, (first, last), count), className="strip-cell"),
                *(
                    html.Td(_written(cells[code, e], say("missing")), className=_css(e, first, last))
                    for e in editions
                ),
            ]
        )
        for code in PILLARS
    ]
    key = "brief.pillars.move" if first else "brief.pillars.still"
    lines = [say(key, first=first, last=last, count=count)]
    if any(cell[3] for cell in cells.values()):
        lines.append(say("brief.pillars.brackets"))
    lines += _source(brief, editions)
    title = _title(brief, {code: cells[code, last] for code in PILLARS}, last)
    body = bare(say("brief.pillars.title"), heads, [html.Tbody(rows)])
    return block(title, paragraph(say, lines, "source"), body, css="brief-pillars")


def _source(brief: Brief, editions: list[int]) -> list[str]:
    """Return publisher and editions, what is ours of them, and the framework changes between them."""
    say, (start, end) = brief.say, (editions[0], editions[-1])
    lines = [say("brief.pillars.source", editions=say.listing(numbers.runs(editions)))]
    if start < OFFICIAL:
        lines.append(say("brief.pillars.rounded", edition=OFFICIAL))
    letters = [one.letter for one in framework_changes(brief.dataset) if start < one.edition <= end]
    if letters:
        lines.append(say("brief.pillars.changes", letters=say.listing(letters)))
    return lines


def _title(brief: Brief, cells: dict[str, Cell], edition: int) -> str:
    """Return in which GII pillar the economy ranks best and in which lowest, if all are firm."""
    say = brief.say
    exact = {code: rank for code, (rank, _, _, thin) in cells.items() if rank is not None and not thin}
    if len(exact) < len(PILLARS):
        return say("brief.pillars.title")
    best, worst = min(exact, key=exact.__getitem__), max(exact, key=exact.__getitem__)
    return say(
        "brief.pillars.finding",
        name=brief.name,
        edition=brief.edition(edition),
        best=say(f"gii.{best}"),
        best_rank=brief.ordinal(exact[best]),
        worst=say(f"gii.{worst}"),
        worst_rank=brief.ordinal(exact[worst]),
    )


def _held(brief: Brief) -> dict[tuple[str, int], Mapping[Any, Any]]:
    """Return the rows of the economy by code and edition."""
    scores = brief.dataset.scores
    rows = scores[scores["economy"] == brief.choice.economy].to_dict("records")
    return {(str(row["code"]), int(row["edition"])): row for row in rows}


def _cell(row: Mapping[Any, Any] | None) -> Cell:
    if row is None:
        return None, None, None, False
    thin = numbers.is_true(row["low_coverage"]) if known(row["low_coverage"]) else False
    rank, low, high = (numbers.whole(row[name]) for name in ("rank", "rank_low", "rank_high"))
    return rank, low, high, thin


def _written(cell: Cell, missing: str) -> str:
    rank, low, high, thin = cell
    written = str(rank) if rank is not None else numbers.interval_cell(low, high, missing)
    return f"[{written}]" if thin else written


def _css(edition: int, first: int | None, last: int) -> str:
    """Return the classes of a column; phones leave out what is neither the first nor the last."""
    return "num" if edition in (first, last) else "num brief-between"


def _axis(count: int) -> html.Span:
    """Return the ends of the strip: the better is at the right, as on every page."""
    return html.Span([html.Span(str(count)), html.Span("1")], className="brief-axis")


def _strip(
    brief: Brief, cells: dict[tuple[str, int], Cell], code: str, ends: tuple[int | None, int], count: int
) -> html.Span:
    """Return the line from the first to the last rank with a ring, a dot and the way between them."""
    first, last = ends
    places = [_place(cells[code, edition], count) if edition else None for edition in (first, last)]
    before, after = places
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


def _place(cell: Cell, count: int) -> float | None:
    """Return where a rank lies on the line in percent; the middle where only its bounds are known."""
    rank, low, high, _ = cell
    if rank is None and (low is None or high is None):
        return None
    middle = float(rank) if rank is not None else ((low or 0) + (high or 0)) / 2
    return 100 * (count - middle) / max(count - 1, 1)
