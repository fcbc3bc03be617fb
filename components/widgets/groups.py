"""Texts on groups of economies: the median of their members, never a rank, and their membership."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from components.text import numbers
from components.text.catalog import Words, markup
from components.text.keys import by_last_part
from components.text.numbers import is_present

Row = Mapping[Any, Any]
_MEDIANS = by_last_part("groups.rank", "groups.percentile", "groups.score", "groups.value")


def median_tip(row: Row, head: str, writers: Mapping[str, Callable[[Any], str]], t: Words) -> str:
    """Return the tip of a group in one period: its number of members, then medians with quartiles.

    writers: functions that write a value, by figure (rank, percentile, score, value), in the order of lines.
    """
    lines = [f"<b>{head}</b>", t("groups.members", count=row["members"], all=row["members_all"])]
    for figure, write in writers.items():
        text = median_cell(row, figure, write, t)
        if text:
            lines.append(t(_MEDIANS[figure], median=text))
    return "<br>".join(lines)


def median_cell(row: Row, figure: str, write: Callable[[Any], str], t: Words) -> str:
    """Write the median of a figure with quartiles in brackets, or its bounds; "" where there is none."""
    median, low, high = (row.get(f"{figure}_{point}") for point in ("median", "p25", "p75"))
    if is_present(median):
        quartiles = [write(end) for end in (low, high) if is_present(end)]
        return write(median) + (t.language.in_brackets(numbers.DASH.join(quartiles)) if quartiles else "")
    ends = [row.get(f"{figure}_median_{end}") for end in ("low", "high")]
    return numbers.DASH.join(write(end) for end in ends if is_present(end))


def membership(dataset: Dataset, codes: Iterable[str], t: Words) -> list[str | Component]:
    """Return what the lines of the groups among codes show, and the sources of their membership."""
    groups = [group for code, group in dataset.catalog.groups.items() if code in set(codes)]
    if not groups:
        return []
    gap = t.language.gap
    parts: list[str | Component] = [*markup(t("groups.note"))]
    for group in groups:
        if group.as_of and group.source:
            link = html.A(t.phrase(group.source), href=group.url, rel="noopener")
            stated = t("groups.stated", name=t.phrase(group.name), day=group.as_of.isoformat())
            note = [gap, t.phrase(group.note)] if group.note else []
            parts += [gap, stated, link, t.language.stop, *note]
    if any(not group.members for group in groups):
        parts += [gap, t("groups.classed", first=dataset.table("gii_economies")["edition"].min())]
    return parts
