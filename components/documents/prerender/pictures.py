"""Pictures of figures for a document, in all variants that a script could choose; styles show one of them."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from components.charts.static_svg import static_svg

_MIN_WIDTH_CLASS: Final = re.compile(r'class="from-(\d+)')


def picture(store: str, figures: str, html: str) -> str:
    """Return the figure of a page as SVG in all its variants, of which ``widths`` shows one.

    store: the id of its store (scripts/tips.js); figures: the text of the store; html: appended to the
    pictures. Returns "" for a figure without marks.
    """
    variants = json.loads(figures)
    if not any(figure["data"] for figure in variants.values()):
        return ""
    pictures = "".join(_pictures_by_width(variants))
    return f'<div class="graph first-figure" data-figures="{store}">{pictures}{html}</div>'


def _pictures_by_width(variants: Mapping[str, Any]) -> Iterator[str]:
    """Yield each variant with its range of widths; equal neighbours are one."""
    pictures: dict[int, str] = {}
    previous = None
    for min_width in sorted(map(int, variants)):
        svg = static_svg(variants[str(min_width)])
        if svg != previous:
            pictures[min_width] = previous = svg
    ends = [f" to-{min_width}" for min_width in [*pictures][1:]] + [""]
    for (min_width, svg), end in zip(pictures.items(), ends, strict=True):
        yield f'<div class="from-{min_width}{end}">{svg}</div>'


def widths(html: str) -> str:
    """Return the styles that show, of each figure in a document, the variant for the width of its plot."""
    min_widths = sorted({int(width) for width in _MIN_WIDTH_CLASS.findall(html)} - {0})
    return "".join(
        f"@container (max-width:{width - 0.02:g}px){{.from-{width}{{display:none}}}}"
        f"@container (min-width:{width}px){{.to-{width}{{display:none}}}}"
        for width in min_widths
    )
