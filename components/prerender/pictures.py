"""Pictures of figures for a document: each in every variant that a script could choose, one of them seen."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from components.prerender.static_svg import static_svg

_VARIANTS: Final = ("full-500", "full-420", "compact-460", "compact-312")
_LOOKS: Final = {"0": "compact-312", "400": "compact-420", "718": "full-420"}
"""Of the Overview, by the least width of the plot in which each fits."""
_FROM: Final = re.compile(r'class="from-(\d+)')


def picture(store: str, views: str, rest: str = "") -> str:
    """Return the figure of a page as SVG, in all its variants; the style sheet shows one of them.

    store: the id of its store (scripts/tips.js); views: the text of that; rest: HTML that ends its place.
    Of the Overview the variants are heights and label sets (styles/prerender.css), of others widths of the
    plot (``widths``). "" where there is nothing to draw.
    """
    known = json.loads(views)
    if "show" not in known:
        if not any(figure["data"] for figure in known.values()):
            return ""
        return _place(store, _by_width(known), rest)
    view = known["views"][known["show"]]
    drawn = []
    for name in _VARIANTS:
        figure = view["figures"][name]
        data = [view["traces"][place] for place in figure["data"]]
        svg = static_svg({"data": data, "layout": figure["layout"]})
        drawn.append(f'<div class="variant-{name}">{svg}</div>')
    return _place(store, drawn)


def by_width(views: str) -> dict[str, dict[str, Any]]:
    """Return a figure, given by the text of its store, in its variants by the least width of the plot.

    That of the Overview too, whose store has them by heights and label sets.
    """
    known: dict[str, Any] = json.loads(views)
    if "show" not in known:
        return known
    view = known["views"][known["show"]]
    found = {least: view["figures"][name] for least, name in _LOOKS.items()}
    return {
        least: {**one, "data": [view["traces"][place] for place in one["data"]]}
        for least, one in found.items()
    }


def _place(store: str, drawn: Iterable[str], rest: str = "") -> str:
    return f'<div class="graph first-figure" data-figures="{store}">{"".join(drawn)}{rest}</div>'


def _by_width(known: Mapping[str, Any]) -> Iterable[str]:
    """Yield variants, each with the width from which it is drawn and that of the next; equal ones are one."""
    drawn: dict[int, str] = {}
    for least in sorted(map(int, known)):
        svg = static_svg(known[str(least)])
        if svg not in [*drawn.values()][-1:]:
            drawn[least] = svg
    ends = [f" to-{least}" for least in [*drawn][1:]] + [""]
    for (least, svg), end in zip(drawn.items(), ends, strict=True):
        yield f'<div class="from-{least}{end}">{svg}</div>'


def widths(html: str) -> str:
    """Return the styles that show of each figure of a document the variant for the width of its plot."""
    least = sorted({int(one) for one in _FROM.findall(html)} - {0})
    return "".join(
        f"@container (max-width:{one - 0.02:g}px){{.from-{one}{{display:none}}}}"
        f"@container (min-width:{one}px){{.to-{one}{{display:none}}}}"
        for one in least
    )
