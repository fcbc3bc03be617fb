"""The rank of one economy by edition under other weights, beside the published one; rounding as brackets."""

from typing import Any

import pandas as pd

from components import numbers
from components.figures.view import CLAIM
from components.text import Words, plain
from components.theme import TOKENS, Theme, layout

HEIGHTS = {"0": 290, "560": 340}  # by the least width of the plot
_STEPS = (2, 5, 10, 20, 25)
_MOST = 7  # ticks of the vertical axis
_APART = 17  # px between two end labels


def variants(frame: pd.DataFrame, words: Words, theme: Theme = TOKENS) -> dict[str, dict[str, Any]]:
    """Return the figure by the least width in pixels from which each form of it is drawn."""
    return {least: reweighted(frame, words, least, theme) for least in HEIGHTS}


def reweighted(frame: pd.DataFrame, words: Words, least: str = "0", theme: Theme = TOKENS) -> dict[str, Any]:
    """Return both lines; ``frame`` comes from ``analysis.reweighting.history`` and has at least one row."""
    compact = least == "0"
    first, last = int(frame["edition"].min()), int(frame["edition"].max())
    rows = frame.set_index("edition").reindex(range(first, last + 1)).reset_index()
    ranks = pd.concat([frame["published"].dropna(), frame["rank_low"], frame["rank_high"]]).astype(float)
    low, high = float(ranks.min()), float(ranks.max())
    room = max(1.0, (high - low) * 0.08)
    vertical = [high + room, max(0.2, low - room)]
    height = HEIGHTS[least]
    margin = {"l": 32, "r": 92 if compact else 128, "t": 10, "b": 26}
    figure = layout(theme, height=height, margin=margin)
    figure |= {
        "xaxis": _editions(first, last, compact, theme),
        "yaxis": _vertical(vertical, low, high, theme),
        "annotations": _ends(
            frame, vertical, height - margin["t"] - margin["b"], words, theme, compact=compact
        ),
    }
    tips = [_tip(row, words) for row in rows.to_dict("records")]
    dashed = _published(rows, theme)
    return {"data": [dashed, _apart(dashed, rows, tips), _hero(rows, tips, theme)], "layout": figure}


def _plain(values: pd.Series) -> list[int | None]:
    return [numbers.whole(value) for value in values]


def _published(rows: pd.DataFrame, theme: Theme) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [int(edition) for edition in rows["edition"]],
        "y": _plain(rows["published"]),
        "line": {"color": theme.ink_3, "width": 1.5, "dash": "4px,3px"},
        "marker": {
            "size": 5,
            "color": theme.ground,
            "line": {"color": theme.ink_3, "width": 1.3},
            "opacity": 1,
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
        "meta": {"role": "published", "line": "published"},
    }


def _apart(dashed: dict[str, Any], rows: pd.DataFrame, tips: list[str]) -> dict[str, Any]:
    """Return what a pointer finds of the dashed line: its points that do not lie under the other line.

    They say the words of both lines, which the keyboard reads once: so they are no ``hovertext``.
    """
    pairs = zip(dashed["y"], _plain(rows["rank"]), strict=True)
    shown = {"mode": "markers", "marker": {"size": 5, "opacity": 0}, "text": tips, "hoverinfo": "text"}
    return {**dashed, **shown, "y": [None if published == own else published for published, own in pairs]}


def _hero(rows: pd.DataFrame, tips: list[str], theme: Theme) -> dict[str, Any]:
    known = rows["rank"].notna()
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [int(edition) for edition in rows["edition"]],
        "y": _plain(rows["rank"]),
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": (rows["rank_high"] - rows["rank"]).where(known, 0).astype(int).tolist(),
            "arrayminus": (rows["rank"] - rows["rank_low"]).where(known, 0).astype(int).tolist(),
            "color": theme.ink,
            "thickness": 1.4,
            "width": 4,
        },
        "line": {"color": theme.hero, "width": 3},
        "marker": {
            "size": 7,
            "color": theme.hero,
            "line": {"color": theme.ground, "width": 1.2},
            "opacity": 1,
        },
        "hovertext": tips,
        "hoverinfo": "text",
        "cliponaxis": False,
        "meta": {"role": "hero", "line": "hero"},
    }


def _tip(row: dict[Any, Any], words: Words) -> str:
    if pd.isna(row["rank"]):
        return ""
    low, high = int(row["rank_low"]), int(row["rank_high"])
    own = plain(numbers.ordinal(int(row["rank"]), words.lang))
    parts = [
        f"<b>{plain(numbers.edition(int(row['edition']), words.lang))}</b>",
        words("weights.tip.own", rank=own, count=int(row["economies"])),
    ]
    if low < high:
        interval = plain(numbers.rank_interval(low, high, words.lang))
        parts.append(words("weights.tip.rounding", interval=interval))
    if not pd.isna(row["published"]):
        published = plain(numbers.ordinal(int(row["published"]), words.lang))
        parts.append(words("weights.tip.published", rank=published))
    return "<br>".join(parts)


def _editions(first: int, last: int, compact: bool, theme: Theme) -> dict[str, Any]:
    every = 3 if compact else 2
    named = {edition for edition in CLAIM if first <= edition <= last}  # always named
    even = [edition for edition in range(first, last + 1) if (last - edition) % every == 0]
    ticks = sorted({*(edition for edition in even if not {edition - 1, edition + 1} & named), *named})
    return {
        "range": [first - 0.4, last + 0.4],
        "tickvals": ticks,
        "ticktext": [str(edition) for edition in ticks],
        "tickangle": 0,
        "tickfont": {"size": 12, "color": theme.ink_2},
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
    }


def _vertical(vertical: list[float], low: float, high: float, theme: Theme) -> dict[str, Any]:
    step = next((step for step in _STEPS if (high - low) / step <= _MOST - 2), _STEPS[-1])
    ticks = [
        tick for tick in (1, *range(step, int(high) + step + 1, step)) if vertical[1] <= tick <= vertical[0]
    ]
    if len(ticks) > 1 and ticks[1] - ticks[0] < step / 2:
        ticks = ticks[1:]
    return {
        "range": vertical,
        "tickvals": ticks,
        "tickfont": {"size": 12, "color": theme.ink_3},
        "gridcolor": theme.grid,
        "zeroline": False,
        "fixedrange": True,
        "ticks": "outside",
        "ticklen": 6,
        "tickcolor": "rgba(0,0,0,0)",
    }


def _ends(
    frame: pd.DataFrame, vertical: list[float], pixels: int, words: Words, theme: Theme, *, compact: bool
) -> list[dict[str, Any]]:
    """Return the labels at the right end: one where both lines end at the same rank, else two kept apart."""
    row = frame.iloc[-1]
    own, published = int(row["rank"]), numbers.whole(row["published"])
    labels = [
        (own, words("weights.history.own_short" if compact else "weights.history.own"), theme.hero, True)
    ]
    if published is not None and published != own:
        labels.append((published, words("weights.history.published"), theme.ink_2, False))
    scale = pixels / (vertical[0] - vertical[1])
    apart = abs(labels[0][0] - labels[-1][0]) * scale
    push = (_APART - apart) / 2 if len(labels) > 1 and apart < _APART else 0.0
    notes = []
    for rank, name, color, bold in labels:
        other = labels[-1][0] if bold else own
        text = f"{rank}  {name}"
        notes.append(
            {
                "text": f"<b>{text}</b>" if bold else text,
                "x": 1,
                "y": rank,
                "xref": "x domain",
                "yref": "y",
                "xanchor": "left",
                "yanchor": "middle",
                "xshift": 8,
                "yshift": push if rank < other else -push,
                "showarrow": False,
                "font": {"size": 13, "color": color},
            }
        )
    return notes
