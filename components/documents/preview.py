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
"""Subsets made by tools/fonts.py; no system font is used."""

_FILES: Final = [str(path) for path in sorted(FONTS.glob("*.otf"))]
# Characters that Inter lacks get their font by name: a fallback of the renderer would lose the weight.
_HAN: Final = re.compile(r"[\u2e80-\uffee]+")
_HAN_AND_QUOTES: Final = re.compile(r"[\u2e80-\uffee“”…—]+")  # in Chinese texts quotes are wide
_TEXT_NODE: Final = re.compile(r"(?<=>)[^<>]+(?=<)")
_EDGE, _TOP, _FOOT_TOP = 44, 40, 552  # px
_TEXT_WIDTH, _FIGURE_LEFT = 404, 480  # px, of the text beside a figure and of the figure
_FIGURE_SIZE: Final = (WIDTH - _EDGE - _FIGURE_LEFT, _FOOT_TOP - 16 - _TOP)  # px
_MAX_SCALE, _MIN_CHART_WIDTH = 2.1, 330  # enlargement of a chart, px before it
_LINE_HEIGHT: Final = 1.22  # times the font size
_SITE_MARK: Final = (ASSETS / "favicon.svg").read_text(encoding="utf-8")
# Lines of one-pixel dots take the renderer seven times as long as a pale line, which looks the same.
_DOTTED: Final = re.compile(r'stroke-dasharray="1[, ]3"')
# A line may end after a word or any Chinese character; closing marks never begin one.
_UNBREAKABLE: Final = re.compile(
    r"[（《“「【]*(?:第?[^\s\u2e80-\uffee]+[年版位项个]?|[\u2e80-\uffee])[，、。；：）》”」】！？…]*\s*"
)


def link(page: Page, lang: str, query: Mapping[str, str]) -> tuple[str, str]:
    """Return the query string of a page's view, and the path of its preview."""
    name = page.cards[0].name if page.cards else page.key
    choices = view_query(page, query)
    item = urlencode({page.item: query.get(page.item, page.first)}) if page.item else ""
    parameters = "&".join(part for part in (item, choices[1:], f"lang={lang}") if part)
    return choices, f"/preview/{name}.png?{parameters}"


def image(dataset: Dataset, name: str, lang: str, query: Mapping[str, str]) -> bytes:
    """Return the preview of a view as PNG; the query is read as on the page."""
    t, page = words(lang), DRAWN_ALONE[name]
    ends = {"first": dataset.editions[0], "last": dataset.editions[-1]}
    source = t("footer.disclaimer", quote=t("footer.quote"), **ends)
    title = figure = ""
    if name in CARDS:
        drawn = draw_card(dataset, name, lang, query)
        title = text(drawn.title)
        # Show only the first small multiple, with its own name.
        multiples = (part for part in walk_components(drawn.element) if "multiple" in _classes(part))
        component = next(multiples, drawn.element)
        parts = [] if drawn.content.is_empty else [*walk_components(component, _is_visible)]
        source = _text_of(parts, drawn.card.id("source")) or _text_of(parts, "source") or source
        figure = "" if drawn.content.is_empty else _figure(stores(walk_components(component)))
        names = (_text_of(parts, css) for css in ("multiple-title", "multiple-measure", "measure"))
        subtitle = ", ".join(part for part in names if part)
    if not figure:
        page_parts = [*walk_components(page.layout(dataset, lang, page.with_item(dataset, query)))]
        subtitle = description(page_parts)
        title = title or text(next(part for part in page_parts if isinstance(part, html.H1)))
    sheet = apply_theme(_sheet(title, subtitle, source, figure, lang), LIGHT)
    characters = _HAN_AND_QUOTES if t.language.wide else _HAN
    span = r'<tspan font-family="Noto Sans CJK SC">\g<0></tspan>'
    sheet = _TEXT_NODE.sub(lambda node: characters.sub(span, node[0]), sheet)
    sheet = _DOTTED.sub('stroke-opacity="0.5"', sheet)
    return bytes(resvg_py.svg_to_bytes(svg_string=sheet, skip_system_fonts=True, font_files=_FILES))


def icon() -> bytes:
    """Return the mark of the site as a PNG of 180 by 180 pixels, on the background of its pages."""
    background = f'<rect width="24" height="24" fill="{LIGHT.ground}"/>'
    icon_svg = _SITE_MARK.replace(">", f">{background}", 1)
    return bytes(resvg_py.svg_to_bytes(svg_string=icon_svg, width=180, height=180))


def _is_visible(part: Component) -> bool:
    return not getattr(part, "hidden", False) and not {"keys", "unseen"} & _classes(part)


def _classes(part: object) -> set[str]:
    return set(str(getattr(part, "className", "")).split())


def _text_of(parts: Sequence[Any], name: str) -> str:
    match = next((part for part in parts if name in (getattr(part, "id", ""), *_classes(part))), None)
    return "".join(part for part in walk_components(match, _is_visible) if isinstance(part, str)).strip()


def _figure(data_by_store: Mapping[str, Any]) -> str:
    """Return the first figure with marks, in the variant that can be enlarged most; "" if there is none."""
    figures = [data for name, data in data_by_store.items() if name.endswith("-figures") and data]
    max_width, max_height = _FIGURE_SIZE
    for variants in map(json.loads, figures):
        by_size = {}
        for min_width, figure in variants.items():
            width, height = max(int(min_width), _MIN_CHART_WIDTH), figure["layout"]["height"]
            if figure["data"]:
                by_size[min(_MAX_SCALE, max_width / width, max_height / height), width, height] = figure
        if by_size:
            (scale, width, height), figure = max(by_size.items(), key=lambda item: item[0])
            # Charts without an x axis (the ladder) keep their aspect ratio.
            has_x_axis = figure["layout"]["xaxis"].get("visible", True)
            drawn_width = max_width / scale if has_x_axis else width
            x = _FIGURE_LEFT + (max_width - drawn_width * scale) / 2
            y = _TOP + (max_height - height * scale) / 2
            transform = f"translate({x:.1f} {y:.1f}) scale({scale:.4f})"
            return f'<g transform="{transform}">{fixed_svg(figure, drawn_width)}</g>'
    return ""


def _sheet(title: str, subtitle: str, source: str, figure: str, lang: str) -> str:
    width, subtitle_size = (_TEXT_WIDTH, 21) if figure else (WIDTH - 2 * _EDGE, 32)
    _, subtitle_lines = _fit_text(subtitle, (subtitle_size,), width, _FOOT_TOP)
    title_height = _FOOT_TOP - _TOP - len(subtitle_lines) * subtitle_size * _LINE_HEIGHT - 44
    sizes = range(50 if figure else 84, 20, -2)
    size, title_lines = _fit_text(title, sizes, width, title_height)
    height = len(title_lines) * size * _LINE_HEIGHT + 20
    top = _TOP if figure else _TOP + (title_height - height) / 2
    mark_position = f'x="{WIDTH - _EDGE - 30}" y="{_FOOT_TOP + 19}" width="30" height="30"'
    name = words(lang)("site.name")
    foot_width, foot_height = WIDTH - 2 * _EDGE - 300, HEIGHT - _FOOT_TOP - 16
    foot_size, foot_lines = _fit_text(source, range(18, 8, -1), foot_width, foot_height)
    parts = (
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{LIGHT.ground}"/>',
        _text_lines(title_lines, (_EDGE, top), size, LIGHT.ink, is_bold=True),
        _text_lines(subtitle_lines, (_EDGE, top + height), subtitle_size, LIGHT.ink_2),
        figure,
        svg.line([(_EDGE, _FOOT_TOP), (WIDTH - _EDGE, _FOOT_TOP)], LIGHT.rule, 1),
        _text_lines(foot_lines, (_EDGE, _FOOT_TOP + 12), foot_size, LIGHT.ink_3),
        _SITE_MARK.replace("<svg", f"<svg {mark_position}", 1),
        svg.text((WIDTH - _EDGE - 38, _FOOT_TOP + 41), name, LIGHT.hero, size=22, is_bold=True, anchor="end"),
    )
    size_and_font = f'width="{WIDTH}" height="{HEIGHT}" font-family="Inter"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size_and_font}>{"".join(parts)}</svg>'


def _text_lines(lines: Sequence[str], start: svg.Point, size: float, colour: str, **style: Any) -> str:
    positions = [(start[0], start[1] + (index + 0.8) * size * _LINE_HEIGHT) for index in range(len(lines))]
    pairs = zip(positions, lines, strict=True)
    return "".join(svg.text(at, line, colour, size=size, anchor="start", **style) for at, line in pairs)


def _fit_text(words_: str, sizes: Iterable[int], width: float, height: float) -> tuple[int, list[str]]:
    """Return the first size at which a text fits a box, else the last one, and the lines of the text."""
    for size in sizes:
        lines = [""]
        for piece in _UNBREAKABLE.findall(words_.strip()):
            if lines[-1] and _approximate_ems(lines[-1] + piece) * size > width:
                lines.append("")
            lines[-1] += piece
        fits_width = max(map(_approximate_ems, lines)) * size <= width
        if fits_width and len(lines) * size * _LINE_HEIGHT <= height:
            break
    return size, [line.strip() for line in lines]


def _approximate_ems(words_: str) -> float:
    return sum(1 if character >= "\u2e80" else 0.6 for character in words_.rstrip())
