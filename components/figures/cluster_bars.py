"""Counts by edition as bars with their number: hollow after a change of measure, a gap where none is held."""

from collections.abc import Mapping
from typing import Any

from components import theme as look
from components.theme import TOKENS

HEIGHT = 230


def cluster_bars(
    counts: Mapping[int, int], tips: Mapping[int, str], changed: int, words: tuple[str, str], *, compact: bool
) -> dict[str, Any]:
    """Return the figure of counts by edition; those from ``changed`` on are hollow, behind a hairline.

    words: what stands where no count is held, and what the hairline marks.
    """
    editions = list(range(min(counts), max(counts) + 1))
    missing = [edition for edition in editions if edition not in counts]
    short = compact and len(editions) > 6
    top = max(counts.values())
    layout = look.layout(TOKENS, height=HEIGHT, margin={"l": 8, "r": 8, "t": 24, "b": 26})
    fixed = {"fixedrange": True, "zeroline": False, "showgrid": False}
    layout |= {
        "bargap": 0.36,
        "xaxis": {
            **fixed,
            "range": [editions[0] - 0.6, editions[-1] + 0.6],
            "tickvals": editions,
            "ticktext": [f"’{one % 100:02d}" if short else str(one) for one in editions],
            "tickfont": {"size": 12, "color": TOKENS.ink_2},
            "tickangle": 0,
        },
        "yaxis": {**fixed, "range": [0, top * 1.16], "visible": False},
        "shapes": [_hairline(changed)] if changed in counts else [],
        "annotations": [
            *(_number(edition, count) for edition, count in counts.items()),
            *(_absent(edition, words[0]) for edition in missing),
            *([_mark(changed, words[1])] if changed in counts else []),
        ],
    }
    return {"data": [_bars(counts, tips, changed)], "layout": layout}


def _bars(counts: Mapping[int, int], tips: Mapping[int, str], changed: int) -> dict[str, Any]:
    after = [edition >= changed for edition in counts]
    return {
        "type": "bar",
        "x": list(counts),
        "y": list(counts.values()),
        "hovertext": [tips[edition] for edition in counts],
        "hoverinfo": "text",
        "marker": {
            "color": [TOKENS.ground if one else TOKENS.hero for one in after],
            "line": {"color": TOKENS.hero, "width": [2 if one else 0 for one in after]},
        },
        "meta": {"role": "counts"},
    }


def _number(edition: int, count: int) -> dict[str, Any]:
    font = {"size": 13, "color": TOKENS.ink}
    at = {"x": edition, "y": count, "yanchor": "bottom", "yshift": 3, "showarrow": False}
    return {**at, "text": f"<b>{count}</b>", "font": font}


def _absent(edition: int, word: str) -> dict[str, Any]:
    at = {"x": edition, "y": 0, "yanchor": "bottom", "yshift": 2, "showarrow": False}
    return {**at, "text": word, "font": {"size": 12, "color": TOKENS.ink_3}}


def _hairline(changed: int) -> dict[str, Any]:
    style = {"color": TOKENS.ink_3, "width": 1, "dash": "1px,3px"}
    at = {"x0": changed - 0.5, "x1": changed - 0.5, "y0": 0, "y1": 1}
    return {"type": "line", "xref": "x", "yref": "y domain", **at, "line": style}


def _mark(changed: int, word: str) -> dict[str, Any]:
    """Return the words above the hairline, to its left, where there is room."""
    at = {"x": changed + 0.5, "xanchor": "right", "y": 1, "yref": "y domain", "yanchor": "bottom"}
    return {**at, "yshift": 4, "showarrow": False, "text": word, "font": {"size": 12, "color": TOKENS.ink_2}}
