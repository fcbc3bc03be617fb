"""Link previews: heading and first figure of a view, or heading and finding, as a PNG of 1200 by 630."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import resvg_py
from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from components.bundles import ASSETS
from components.cards.markup import stores, text, walk_components
from components.cards.page import Page
from components.charts import svg
from components.charts.static_svg import apply_theme, fixed_svg
from components.documents.prerender.document import PREVIEW, description
from components.documents.routes import view_query
from components.pages import CARDS, DRAWN_ALONE, draw_card
from components.text.catalog import words
from components.theme import LIGHT

WIDTH, HEIGHT = PREVIEW
FONTS: Final = Path(__file__).parents[1] / "fonts"
"""Cut down by tools/fonts.py; no font of the system is used."""

_FILES: Final = [str(path) for path in sorted(FONTS.glob("*.otf"))]
# What Inter lacks is named to the renderer, which would forget the weight; Chinese quotes are wide.
_HAN, _WIDE = re.compile(r"[\u2e80-\uffee]+"), re.compile(r"[\u2e80-\uffee“”…—]+")
_TEXT: Final = re.compile(r"(?<=>)[^<>]+(?=<)")
_EDGE, _TOP, _FOOT = 44, 40, 552  # px; the foot begins at the last
_COLUMN, _LEFT = 404, 480  # px: width of the text beside a figure, left of the figure
_ROOM: Final = (WIDTH - _EDGE - _LEFT, _FOOT - 16 - _TOP)
_LARGEST, _LEAST = 2.1, 330  # times that a chart is enlarged, px of the narrowest
_LEADING: Final = 1.22
_MARK: Final = (ASSETS / "favicon.svg").read_text(encoding="utf-8")
# Dots of one pixel take a renderer seven times as long as a pale line, which is what they look like.
_DOTS: Final = re.compile(r'stroke-dasharray="1[, ]3"')
# A line ends after a word, or after any Chinese character; none begins with a closing mark.
_PIECE: Final = re.compile(
    r"[（《“「【]*(?:第?[^\s\u2e80-\uffee]+[年版位项个]?|[\u2e80-\uffee])[，、。；：）》”」】！？…]*\s*"
)


def link(page: Page, lang: str, query: Mapping[str, str]) -> tuple[str, str]:
    """Return the choices of a page's view as they end its address, and the path of its preview."""
    name = page.cards[0].name if page.cards else page.key
    choices = view_query(page, query)
    item = urlencode({page.item: query.get(page.item, page.first)}) if page.item else ""
    asked = "&".join(part for part in (item, choices[1:], f"lang={lang}") if part)
    return choices, f"/preview/{name}.png?{asked}"


def image(dataset: Dataset, name: str, lang: str, query: Mapping[str, str]) -> bytes:
    """Return the preview of a view as PNG; what the query asks for is read as on the page."""
    t = words(lang)
    ends = {"first": dataset.editions[0], "last": dataset.editions[-1]}
    source, figure = t("footer.disclaimer", quote=t("footer.quote"), **ends), ""
    page, title = DRAWN_ALONE[name], ""
    if name in CARDS:
        drawn = draw_card(dataset, name, lang, query)
        title = text(drawn.title)
        # Of small multiples the first is shown, under its own name.
        one = next(
            (part for part in walk_components(drawn.element) if "multiple" in _classes(part)), drawn.element
        )
        parts = [] if drawn.content.is_empty else [*walk_components(one, _visible)]
        source = _text_of(parts, drawn.card.id("source")) or _text_of(parts, "source") or source
        figure = "" if drawn.content.is_empty else _figure(stores(walk_components(one)))
        names = (_text_of(parts, css) for css in ("multiple-title", "multiple-measure", "measure"))
        below = ", ".join(part for part in names if part)
    if not figure:
        drawn_page = [*walk_components(page.layout(dataset, lang, page.with_item(dataset, query)))]
        below = description(drawn_page)
        title = title or text(next(part for part in drawn_page if isinstance(part, html.H1)))
    whole = apply_theme(_sheet(title, below, source, figure, lang), LIGHT)
    named = r'<tspan font-family="Noto Sans CJK SC">\g<0></tspan>'
    whole = _TEXT.sub(lambda run: (_WIDE if t.language.wide else _HAN).sub(named, run[0]), whole)
    whole = _DOTS.sub('stroke-opacity="0.5"', whole)
    return bytes(resvg_py.svg_to_bytes(svg_string=whole, skip_system_fonts=True, font_files=_FILES))


def icon() -> bytes:
    """Return the mark of the site as a PNG of 180 by 180 pixels, on the ground of its pages."""
    ground = f'<rect width="24" height="24" fill="{LIGHT.ground}"/>'
    return bytes(resvg_py.svg_to_bytes(svg_string=_MARK.replace(">", f">{ground}", 1), width=180, height=180))


def _visible(part: Component) -> bool:
    return not getattr(part, "hidden", False) and not {"keys", "unseen"} & _classes(part)


def _classes(part: object) -> set[str]:
    return set(str(getattr(part, "className", "")).split())


def _text_of(parts: Sequence[Any], name: str) -> str:
    """Return the visible text of the first of some parts that has a name as its id or class."""
    marked = next((one for one in parts if name in (getattr(one, "id", ""), *_classes(one))), None)
    return "".join(part for part in walk_components(marked, _visible) if isinstance(part, str)).strip()


def _figure(found: Mapping[str, Any]) -> str:
    """Return the first figure with marks, in the variant that can be enlarged most, in its room; or ""."""
    for variants in (json.loads(data) for name, data in found.items() if name.endswith("-figures") and data):
        (wide, high), drawn = _ROOM, {}
        for least, figure in variants.items():
            narrow, tall = max(int(least), _LEAST), figure["layout"]["height"]
            if figure["data"]:
                drawn[min(_LARGEST, wide / narrow, high / tall), narrow, tall] = figure
        if drawn:
            (scale, narrow, tall), figure = max(drawn.items(), key=lambda one: one[0])
            # What measures nothing across, such as a ladder, is not stretched.
            across = wide / scale if figure["layout"]["xaxis"].get("visible", True) else narrow
            x, y = _LEFT + (wide - across * scale) / 2, _TOP + (high - tall * scale) / 2
            place = f"translate({x:.1f} {y:.1f}) scale({scale:.4f})"
            return f'<g transform="{place}">{fixed_svg(figure, across)}</g>'
    return ""


def _sheet(title: str, below: str, source: str, figure: str, lang: str) -> str:
    width, small = (_COLUMN, 21) if figure else (WIDTH - 2 * _EDGE, 32)
    _, under = _set(below, (small,), width, _FOOT)
    room = _FOOT - _TOP - len(under) * small * _LEADING - 44
    size, lines = _set(title, range(50 if figure else 84, 20, -2), width, room)
    high = len(lines) * size * _LEADING + 20
    top = _TOP if figure else _TOP + (room - high) / 2
    place = f'x="{WIDTH - _EDGE - 30}" y="{_FOOT + 19}" width="30" height="30"'
    name = words(lang)("site.name")
    least, foot = _set(source, range(18, 8, -1), WIDTH - 2 * _EDGE - 300, HEIGHT - _FOOT - 16)
    parts = (
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{LIGHT.ground}"/>',
        _lines(lines, (_EDGE, top), size, LIGHT.ink, bold=True),
        _lines(under, (_EDGE, top + high), small, LIGHT.ink_2),
        figure,
        svg.line([(_EDGE, _FOOT), (WIDTH - _EDGE, _FOOT)], LIGHT.rule, 1),
        _lines(foot, (_EDGE, _FOOT + 12), least, LIGHT.ink_3),
        _MARK.replace("<svg", f"<svg {place}", 1),
        svg.text((WIDTH - _EDGE - 38, _FOOT + 41), name, LIGHT.hero, size=22, bold=True, anchor="end"),
    )
    about = f'width="{WIDTH}" height="{HEIGHT}" font-family="Inter"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {about}>{"".join(parts)}</svg>'


def _lines(lines: Sequence[str], place: svg.Point, size: float, colour: str, **style: Any) -> str:
    """Return lines of text below a place, in the style of ``svg.text``."""
    (x, y), step = place, size * _LEADING
    rows = ((line, (x, y + (number + 0.8) * step)) for number, line in enumerate(lines))
    return "".join(svg.text(at, line, colour, size=size, **{"anchor": "start", **style}) for line, at in rows)


def _set(words_: str, sizes: Iterable[int], width: float, height: float) -> tuple[int, list[str]]:
    """Return the first of some sizes, from large to small, in which a text fits a box, and its lines."""
    for size in sizes:
        lines = [""]
        for piece in _PIECE.findall(words_.strip()):
            if lines[-1] and _ems(lines[-1] + piece) * size > width:
                lines.append("")
            lines[-1] += piece
        if len(lines) * size * _LEADING <= height and max(map(_ems, lines)) * size <= width:
            break
    return size, [line.strip() for line in lines]


def _ems(words_: str) -> float:
    """Return about how wide a text is in bold, in times its size."""
    return sum(1 if sign >= "\u2e80" else 0.6 for sign in words_.rstrip())
