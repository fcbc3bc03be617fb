"""Pictures of figures for a document: each in every variant that a script could choose, one of them seen."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from components.charts.static_svg import static_svg

_FROM: Final = re.compile(r'class="from-(\d+)')


def picture(store: str, figures: str, rest: str) -> str:
    """Return the figure of a page as SVG in all its variants, of which ``widths`` shows one.

    store: the id of its store (scripts/tips.js); figures: the text of that; rest: HTML that ends its place.
    "" where there is nothing to draw.
    """
    variants = json.loads(figures)
    if not any(figure["data"] for figure in variants.values()):
        return ""
    drawn = "".join(_by_width(variants))
    return f'<div class="graph first-figure" data-figures="{store}">{drawn}{rest}</div>'


def _by_width(variants: Mapping[str, Any]) -> Iterator[str]:
    """Yield variants, each with the width from which it is drawn and that of the next; equal ones are one."""
    drawn: dict[int, str] = {}
    for least in sorted(map(int, variants)):
        svg = static_svg(variants[str(least)])
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
