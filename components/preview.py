"""Link previews: the card of a view, or the heading of a page without one, as a PNG of 1200 by 630 pixels."""

import json
import re
from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlencode

import resvg_py
from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from components import embed
from components.bundles import ASSETS
from components.card import Card
from components.charts import svg
from components.charts.lines import DASHES
from components.pages import CARDS, PAGES, Page
from components.prerender.document import PREVIEW, SENTENCE, description
from components.prerender.markup import text, walk
from components.prerender.static_svg import fixed_svg
from components.text import words
from components.theme import LIGHT, TOKENS, css_tokens

WIDTH, HEIGHT = PREVIEW
NAMES: Final = {card.name for _, card in CARDS.values()} | {page.key for page in PAGES if not page.cards}
"""Of the cards, and the keys of the pages that have none."""
FONTS: Final = Path(__file__).parent / "fonts"
"""Cut down by tools/fonts.py; no font of the system is used."""

_FILES: Final = [str(path) for path in sorted(FONTS.glob("*.otf"))]
# What Inter lacks is named to the renderer, which would forget the weight; Chinese quotes are wide.
_HAN_TEXT: Final = {"en": re.compile(r"[\u2e80-\uffee]+"), "zh": re.compile(r"[\u2e80-\uffee“”…—]+")}
_TEXT: Final = re.compile(r"(?<=>)[^<>]+(?=<)")
_PAGES: Final = {page.key: page for page in PAGES}
_EDGE, _COLUMN, _GAP, _FOOT = 44, 404, 32, 552  # px; the foot begins at the last
_LEFT, _TOP = _EDGE + _COLUMN + _GAP, 40  # of the chart
_ROOM: Final = (WIDTH - _EDGE - _LEFT, _FOOT - 16 - _TOP)
_LARGEST, _LEAST = 2.1, 330  # times that a chart is enlarged, px of the narrowest
_FULL = 718  # px from which the chart of the Overview has its full labels (scripts/figure.js)
_LEADING: Final = 1.22
_MARK: Final = (ASSETS / "favicon.svg").read_text(encoding="utf-8")
# Dots of one pixel take a renderer seven times as long as a pale line, which is what they look like.
_DOTS: Final = re.compile(r'stroke-dasharray="1[, ]3"')
_TOKEN: Final = re.compile(r"var\((--[\w-]+)\)")
# A line begins with no closing mark and ends with no opening one, as in scripts/image.js.
_CLOSING, _OPENING, _HAN = "，、。；：）》”」】！？％…", "（《“「【", r"\u2e80-\u9fff"
_PIECE: Final = re.compile(
    rf"[{_OPENING}]*第?\d[\d.,%]*[年月日版位个项条分倍家]+[{_CLOSING}]*|[{_OPENING}]*[{_HAN}][{_CLOSING}]*|[{_OPENING}]*[^\s{_HAN}{_CLOSING}{_OPENING}]+[{_CLOSING}]*\s*|\S\s*"
)
# Shares of the type size that a character takes at most, in bold.
_WIDTHS: Final = {**dict.fromkeys("ijl.,:;'’|!()I[] ·", 0.33), **dict.fromkeys("mwMW%@—", 0.95)}


@dataclass(frozen=True, slots=True)
class _Content:
    """What a preview says; drawing: the chart or table as SVG, "" where there is none."""

    title: str
    below: str
    source: str
    drawing: str


def link(page: Page, lang: str, query: Mapping[str, str]) -> tuple[str, str]:
    """Return the choices of a page's view as they end its address, and the path of its preview."""
    name = page.cards[0].name if page.cards else page.key
    choices = {key: query[key] for key in page.keys if key in query and key != page.item}
    item = {page.item: query.get(page.item, page.first)} if page.item else {}
    ending = f"?{urlencode(choices, safe=',')}" if choices else ""
    return ending, f"/preview/{name}.png?{urlencode({**item, **choices, 'lang': lang}, safe=',')}"


def image(dataset: Dataset, name: str, lang: str, query: Mapping[str, str]) -> bytes:
    """Return the preview of a view as PNG; what the query asks for is read as on the page."""
    page, card = CARDS[name] if name in CARDS else (_PAGES[name], None)
    draw = page.preview(card)
    query = ChainMap(embed.item(dataset, page, query), query)  # type: ignore[arg-type]  # only read
    layout = draw(dataset, lang, query)
    found = embed.drawn(layout, card) if card else None
    title = text(embed.heading(layout, found))
    if card is None or found is None:
        editions = {"first": dataset.editions[0], "last": dataset.editions[-1]}
        source = words(lang)("footer.disclaimer", **editions)
        drawing = _picture(layout) if card is None else ""
        content = _Content(title, description([*walk(layout)]), source, drawing)
    else:
        visible = [*walk(found, _visible)]
        drawing, below = _drawing(layout, found, visible)
        content = _Content(title, below, _source(card, [*walk(found)], visible), drawing)
    tokens = css_tokens(LIGHT)
    whole = _TOKEN.sub(lambda token: tokens[token[1]], _whole(content, lang))
    named = r'<tspan font-family="Noto Sans CJK SC">\g<0></tspan>'
    whole = _TEXT.sub(lambda found: _HAN_TEXT[lang].sub(named, found[0]), whole)
    whole = _DOTS.sub('stroke-opacity="0.5"', whole)
    return bytes(resvg_py.svg_to_bytes(svg_string=whole, skip_system_fonts=True, font_files=_FILES))


def icon() -> bytes:
    """Return the mark of the site as a PNG of 180 by 180 pixels, on the ground of its pages."""
    ground = f'<rect width="24" height="24" fill="{LIGHT.ground}"/>'
    return bytes(resvg_py.svg_to_bytes(svg_string=_MARK.replace(">", f">{ground}", 1), width=180, height=180))


# What the card says


def _text_of(visible: Sequence[Any], css: str) -> str:
    """Return the text of the first element of a class among the visible parts of a card."""
    marked = (part for part in visible if css in _classes(part))
    return "".join(str(part) for part in walk(next(marked, None), _visible) if isinstance(part, str)).strip()


def _visible(part: Component) -> bool:
    return not getattr(part, "hidden", False) and not {"keys", "unseen"} & _classes(part)


def _classes(part: object) -> set[str]:
    return set(str(getattr(part, "className", "")).split())


def _source(card: Card, parts: Sequence[Any], visible: Sequence[Any]) -> str:
    """Return the line below a card, given by its parts, with its sources and licences, as images have it."""
    foot = [part for part in parts if getattr(part, "id", None) == card.source]
    picture = [part for part in parts if getattr(part, "data-part", None) == "picture-source"]
    first = _text_of(visible, "source") if _text_of(visible, "multiple-title") else ""
    return first or text(picture[:1] or foot[:1]).strip()


def _drawing(layout: Sequence[Component], found: Component, visible: Sequence[Any]) -> tuple[str, str]:
    """Return the first figure of a card, or the first rows of its table, and what is measured."""
    stores = embed.stores_of(layout, found)
    measure = _text_of(visible, "multiple-measure") or _text_of(visible, "measure")
    title = _text_of(visible, "multiple-title")
    below = ", ".join(part for part in (title, measure) if part)
    figures = {name: data for name, data in stores.items() if name.endswith("-figures") and data}
    for name, data in figures.items():
        raised = json.loads(stores.get(name.replace("-figures", "-raise"), "[]"))
        if figure := _figure(data, raised):
            return figure, below
    return _table([*dict.fromkeys(_rows(found, stores))]), below


def _figure(views: str, raised: Sequence[str]) -> str:
    """Return that variant of a figure which can be enlarged most, filling the room; "" of one without marks.

    raised: economies whose lines have a colour.
    """
    known, (width, height) = json.loads(views), _ROOM
    variants = [(int(least), figure) for least, figure in known.items() if least.isdecimal()]
    if "show" in known:
        view = known["views"][known["show"]]
        variants = [
            (
                _FULL if name.startswith("full") else 0,
                {**figure, "data": [view["traces"][place] for place in figure["data"]]},
            )
            for name, figure in view["figures"].items()
        ]

    def scale(one: tuple[int, Mapping[str, Any]]) -> float:
        return float(min(_LARGEST, width / max(one[0], _LEAST), height / one[1]["layout"]["height"]))

    drawn = [one for one in variants if one[1]["data"]]
    if not drawn:
        return ""
    least, figure = max(drawn, key=lambda one: (scale(one), one[0]))
    figure = _raised(figure, raised)
    # What measures nothing across, such as a ladder, is not stretched.
    across = figure["layout"]["xaxis"].get("visible", True)
    wide = width / scale((least, figure)) if across else max(least, _LEAST)
    return _scaled(fixed_svg(figure, wide), wide, figure["layout"]["height"])


def _raised(figure: Mapping[str, Any], economies: Sequence[str]) -> Mapping[str, Any]:
    """Return a figure with the lines of some economies in colour before the others (scripts/figure.js)."""
    traces, notes = [*figure["data"]], [*figure["layout"].get("annotations", ())]
    for economy, color, dash in zip(economies, TOKENS.peers, DASHES, strict=False):
        own = [one for one in traces if one.get("meta", {}).get("economy") == economy]
        traces = [one for one in traces if one not in own]
        roles = [one.get("meta", {}).get("role") for one in traces]
        hero = roles.index("hero") if "hero" in roles else len(roles)
        traces[hero:hero] = [_coloured(one, color, dash) for one in own]
        names = {f"label-{economy}", f"number-{economy}"}
        notes = [
            {**one, "font": {**one["font"], "color": color}} if one.get("name") in names else one
            for one in notes
        ]
    return {"data": traces, "layout": {**figure["layout"], "annotations": notes}}


def _coloured(line: Mapping[str, Any], color: str, dash: str) -> Mapping[str, Any]:
    join = line["meta"]["role"] == "join"  # stays dotted: its first edition is not verified
    style = {**line["line"], "color": color, "width": 2, "dash": line["line"]["dash"] if join else dash}
    marked = {**line.get("marker", {}), "color": color}
    return {**line, "mode": "lines" if join else "lines+markers", "line": style, "marker": marked}


def _picture(layout: Sequence[Component]) -> str:
    """Return the picture of a page that draws one as SVG: the form that can be enlarged most; "" if none."""
    images = [str(getattr(part, "src", "")) for part in walk(layout) if isinstance(part, html.Img)]
    found: list[tuple[float, str]] = []
    for one in images:
        drawn = unquote(one.removeprefix("data:image/svg+xml,"))
        if size := re.match(r'<svg [^>]*?width="(\d+)" height="(\d+)"', drawn):
            width, height = int(size[1]), int(size[2])
            plain = re.sub(r' font-family="[^"]*"', "", drawn, count=1)
            found.append((min(_ROOM[0] / width, _ROOM[1] / height), _scaled(plain, width, height)))
    large = [drawn for scale, drawn in sorted(found, reverse=True) if scale < _LARGEST]
    return large[0] if large else ""


def _scaled(drawn: str, width: float, height: float) -> str:
    """Return a drawing enlarged into the middle of the room for it."""
    scale = min(_ROOM[0] / width, _ROOM[1] / height, _LARGEST)
    x = _LEFT + (_ROOM[0] - width * scale) / 2
    y = _TOP + (_ROOM[1] - height * scale) / 2
    return f'<g transform="translate({x:.1f} {y:.1f}) scale({scale:.4f})">{drawn}</g>'


# Tables


@dataclass(frozen=True, slots=True)
class _Row:
    cells: tuple[str, ...]
    marked: bool


def _rows(found: Component, stores: Mapping[str, str]) -> Iterator[_Row]:
    """Yield the head and the rows of the first table of a card."""
    for data in (json.loads(data) for name, data in stores.items() if name.endswith("-rows") and data):
        if "groups" in data:
            yield _Row(tuple(one["text"] for one in data["columns"]), marked=False)
            for row in (row for group in data["groups"] for row in group["rows"]):
                cells = tuple(cell if isinstance(cell, str) else cell["text"] for cell in row["cells"])
                yield _Row(cells, "marked" in row.get("class", ""))
            return
    table = next((part for part in walk(found) if isinstance(part, html.Table)), None)
    for row in (part for part in walk(table) if isinstance(part, html.Tr)):
        cells = tuple(_short(part) for part in walk(row) if isinstance(part, html.Th | html.Td))
        yield _Row(cells, "marked" in str(getattr(row, "className", "")))


def _short(cell: Component) -> str:
    """Return the text of a cell without what stands there in small type, or unseen."""

    def main(part: Component) -> bool:
        return _visible(part) and "small" not in _classes(part) and not isinstance(part, html.Sup)

    return "".join(str(part) for part in walk(cell, main) if not isinstance(part, Component)).strip()


def _table(rows: Sequence[_Row]) -> str:
    """Return as many columns and rows of a table as the room holds, a long cell in two lines."""
    if len(rows) < 2:
        return ""
    size, gap, (room, height) = 21, 26, _ROOM
    head, *body = [row for row in rows if len(row.cells) == len(rows[0].cells)]
    body = body[:12]
    widths: list[float] = []
    for column in zip(*(row.cells for row in (head, *body)), strict=True):
        wanted = min(max(_width(cell, size) for cell in column), 300) + gap
        if sum(widths) + wanted - gap > room and len(widths) > 1:
            break
        widths.append(wanted)
    spare = (room - sum(widths) + gap) / len(widths)
    parts, y = [], float(_TOP)
    for row in (head, *body):
        style = (17.0, LIGHT.ink_3) if row is head else (float(size), LIGHT.ink)
        lines = [
            _wrapped(cell.replace("\u00ad", ""), style[0], width - gap + spare, 2)
            for cell, width in zip(row.cells, widths, strict=False)
        ]
        step = max(map(len, lines)) * style[0] * _LEADING + 16
        if y + step > _TOP + height:
            break
        if row.marked:
            parts.append(
                f'<rect x="{_LEFT - 10}" y="{y:.1f}" width="{room + 20}" height="{step:.1f}"'
                f' fill="{LIGHT.wash}"/>'
            )
        x = float(_LEFT)
        for number, (cell, width) in enumerate(zip(lines, widths, strict=True)):
            right = all(re.match(r"[−+–]?\d|n/a|$", one.cells[number]) for one in body)
            place = (x + width - gap + spare if right else x, y + 8)
            color = LIGHT.hero if row.marked else style[1]
            about = {"bold": row.marked or row is head, "anchor": "end" if right else "start"}
            parts.append(_lines(cell, place, style[0], color, **about))
            x += width + spare
        y += step
        parts.append(svg.line([(_LEFT, y), (_LEFT + room, y)], LIGHT.ink if row is head else LIGHT.rule, 1))
    return "".join(parts)


# The sheet


def _whole(content: _Content, lang: str) -> str:
    """Return the preview as SVG, its colours as tokens or literals."""
    t, parts = words(lang), [f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{LIGHT.ground}"/>']
    wide = _COLUMN if content.drawing else WIDTH - 2 * _EDGE
    sizes = (50, 46, 42, 38, 35, 32, 29, 26) if content.drawing else (84, 76, 70, 64, 58, 52, 46)
    below = 21 if content.drawing else 32
    under = _wrapped(content.below, below, wide, 4)
    room = _FOOT - 24 - _TOP - len(under) * below * _LEADING - 20
    size = next((size for size in sizes if _fits(content.title, size, wide, room)), sizes[-1])
    title = _balanced(content.title, size, wide)
    high = len(title) * size * _LEADING + 20
    top = _TOP if content.drawing else (_FOOT - high - len(under) * below * _LEADING) / 2
    parts.append(_lines(title, (_EDGE, top), size, LIGHT.ink, bold=True))
    parts.append(_lines(under, (_EDGE, top + high), below, LIGHT.ink_2))
    parts += [content.drawing, svg.line([(_EDGE, _FOOT), (WIDTH - _EDGE, _FOOT)], LIGHT.rule, 1)]
    name = t("site.name")
    site = _width(name, 22) + 90
    place = f'x="{WIDTH - _EDGE - 30}" y="{_FOOT + 19}" width="30" height="30"'
    parts.append(_MARK.replace("<svg", f"<svg {place}", 1))
    parts.append(_lines([name], (WIDTH - _EDGE - 38, _FOOT + 20), 22, LIGHT.hero, bold=True, anchor="end"))
    small, lines = _foot(content.source, WIDTH - 2 * _EDGE - site)
    parts.append(_lines(lines, (_EDGE, _FOOT + 12), small, LIGHT.ink_3))
    whole = f'width="{WIDTH}" height="{HEIGHT}" font-family="Inter"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {whole}>{"".join(parts)}</svg>'


def _foot(source: str, width: float) -> tuple[float, list[str]]:
    """Return size and lines of the sources: first the size gives way, then the last sentences."""
    sentences = SENTENCE.findall(source)
    for end in range(len(sentences), 0, -1):
        for size, most in ((18, 2), (16, 3), (14, 3)):
            lines = _wrapped("".join(sentences[:end]), size, width)
            if len(lines) <= most:
                return size, lines
    return 14, _wrapped(source, 14, width, 3)


def _lines(lines: Sequence[str], place: svg.Point, size: float, colour: str, **style: Any) -> str:
    """Return lines of text below a place, in the style of ``svg.text``."""
    (x, y), step = place, size * _LEADING
    rows = ((line, (x, y + (number + 0.8) * step)) for number, line in enumerate(lines))
    return "".join(svg.text(at, line, colour, size=size, **{"anchor": "start", **style}) for line, at in rows)


def _fits(words_: str, size: float, width: float, height: float) -> bool:
    lines = _wrapped(words_, size, width)
    return len(lines) * size * _LEADING <= height and all(_width(line, size) <= width for line in lines)


def _balanced(words_: str, size: float, width: float) -> list[str]:
    """Return a text in as few lines as a width allows, and these about equally long."""
    lines = _wrapped(words_, size, width)
    while len(closer := _wrapped(words_, size, width := width * 0.97)) == len(lines):
        lines = closer
        if not all(_width(line, size) <= width for line in closer) or not closer:
            break
    return lines


def _width(words_: str, size: float) -> float:
    """Return the pixels that a text takes at most."""
    return size * sum(
        1.0 if sign >= "\u2e80" else _WIDTHS.get(sign, 0.7 if sign.isupper() else 0.61) for sign in words_
    )


def _wrapped(words_: str, size: float, width: float, most: int = 0) -> list[str]:
    """Return a text in lines of at most a width; after ``most`` lines, if any, it ends with an ellipsis."""
    rows = [""]
    for piece in _PIECE.findall(words_.strip()):
        if rows[-1] and _width((rows[-1] + piece).rstrip(), size) > width:
            rows.append("")
        rows[-1] += piece
    rows = [row.strip() for row in rows if row.strip()]
    if most and len(rows) > most:
        rows = [*rows[: most - 1], rows[most - 1].rstrip("，、；,;") + "…"]
    return rows
