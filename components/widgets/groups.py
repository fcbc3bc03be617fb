"""Groups of economies in words: the median of their members, never a rank, and who is a member."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from components.text import numbers
from components.text.catalog import Words, markup
from components.text.numbers import is_present

Row = Mapping[Any, Any]


def median_tip(row: Row, head: str, writers: Mapping[str, Callable[[Any], str]], t: Words) -> str:
    """Return the words of a group in one period: of how many members, then medians with their quartiles.

    writers: how each figure is written that is there, in their order.
    """
    lines = [f"<b>{head}</b>", t("groups.members", count=row["members"], all=row["members_all"])]
    for figure, write in writers.items():
        if text := median_cell(row, figure, write, t):
            lines.append(t(f"groups.{figure}", median=text))
    return "<br>".join(lines)


def median_cell(row: Row, figure: str, write: Callable[[Any], str], t: Words) -> str:
    """Write the median of a figure with its quartiles in brackets, or its bounds; "" where there is none."""
    median, low, high = (row.get(f"{figure}_{point}") for point in ("median", "p25", "p75"))
    if is_present(median):
        quartiles = [write(end) for end in (low, high) if is_present(end)]
        return write(median) + (t.language.in_brackets(numbers.DASH.join(quartiles)) if quartiles else "")
    ends = [row.get(f"{figure}_median_{end}") for end in ("low", "high")]
    return numbers.DASH.join(write(end) for end in ends if is_present(end))


def membership(dataset: Dataset, codes: Iterable[str], t: Words) -> list[str | Component]:
    """Return what the lines of groups among codes are, and who says since when who is a member."""
    groups = {code: one for code, one in dataset.catalog.groups.items() if code in set(codes)}
    if not groups:
        return []
    gap = t.language.gap
    parts: list[str | Component] = [*markup(t("groups.note"))]
    for one in groups.values():
        if one.as_of and one.source:
            link = html.A(t.phrase(one.source), href=one.url, rel="noopener")
            said = t("groups.stated", name=t.phrase(one.name), day=one.as_of.isoformat())
            note = [gap, t.phrase(one.note)] if one.note else []
            parts += [gap, said, link, t.language.stop, *note]
    if any(not one.members for one in groups.values()):
        parts += [gap, t("groups.classed", first=dataset.table("gii_economies")["edition"].min())]
    return parts
