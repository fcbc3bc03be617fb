"""Golden text: what readers get of the pinned data, in tests/golden, as text that a person can review.

python -m tools.golden (make golden) writes it; tests/unit/slow/test_golden.py compares it. For the first and
the oddest query of each page, in both languages, and for a few more: headings, findings, decks, notes,
controls, first rows of tables, classes that mark something, and the words and numbers of each figure. Beside
it the figures as Plotly draws them, heads of files, answers of the interface, and pages of two other packs.
"""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html.parser import HTMLParser
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import shorten
from typing import Any, Final
from unittest.mock import patch
from urllib.parse import urlencode

from dash import dcc
from dash.development.base_component import Component

import app
from components.cards.markup import stores, text, to_html, walk_components
from components.cards.page import Page
from components.documents import embed, preview
from components.documents.prerender.document import description
from components.documents.shell import with_title
from components.pages import CARDS, PAGES, TABLES, draw_card
from components.text.catalog import LANGUAGES, words
from data.api import ROOT as API
from data.snapshot import open_snapshot
from tests.pinned import FOLDER
from tests.unit.page_queries import QUERIES

ROOT: Final = Path(__file__).resolve().parent.parent
GOLDEN: Final = ROOT / "tests" / "golden"
PACKS: Final = ("IND", "VNM")
IN_PACKS: Final = ("overview", "story", "claims", "targets")
MORE: Final[Mapping[str, tuple[Mapping[str, str], ...]]] = {
    "brief": (
        {"economy": "IND", "with": "CHN,USA"},
        {"edition": "2007"},
        {"economy": "GNB"},
        {"economy": "VEN"},
        {"economy": "YEM", "edition": "2025"},
        {"economy": "ZWE", "edition": "2018"},
    ),
    "claims": ({"claim": "rank-2012-2022"},),
    "compare": (
        {"view": "measures", "sort": "P1", "order": "desc"},
        {"view": "pillars", "peers": "income"},
        {"view": "measures", "with": "CHE,SWE,USA,GBR,KOR,SGP,FIN,NLD"},
        {"view": "measures", "measures": "P3"},
        {"view": "measures", "measures": "GII,P5"},
        {"view": "measures", "measures": "P1,P3", "with": "USA"},
        {"view": "measures", "measures": "P1,P3", "with": ""},
        {"measure": "research-and-development", "to": "2010"},
    ),
    "economy": ({"economy": "YEM", "edition": "2018", "history": "P1"},),
    "map": ({"show": "change"},),
    "pillar": tuple({"pillar": number} for number in "234"),
    "productivity": ({"economy": "IND"},),
    "ranking": (
        {"edition": "2022", "against": "2012"},
        {"edition": "2010"},
        {"edition": "2015"},
        {"edition": "2018", "against": "none"},
        {"edition": "2024", "against": "2025"},
    ),
    "reach": ({"edition": "2018", "economy": "YEM", "rank": "1"},),
    "story": tuple({"step": number} for number in "2345"),
    "strategy": ({"pillar": "2", "strength": "proxy", "course": "away"},),
    "targets": ({"figures": "revised", "by": "aim"},),
    "weights": (
        {"edition": "2023", "economy": "DEU", "w": "1,1,1,1,1,1,1"},
        {"w": "5,5,5,5,42.5,25,12.5"},
    ),
    "why": ({"from": "2014", "to": "2015", "economy": "USA"},),
}
"""Views beside the first and the oddest query of each page, in English: other cards, other sentences."""
EMBEDDED: Final = (
    ("trajectory", "en", {"show": "score"}),
    ("comparison", "zh", {"theme": "dark"}),
    ("releases", "en", {"series": "GOV_WGI_RL.EST"}),
    ("releases", "zh", {"series": "IP.JRN.ARTC.SC"}),
)
PREVIEWED: Final = (("rank-ledger", "en"), ("ranking", "zh"))
IN_CHINESE: Final = (
    ("claims", ""),
    ("indicators", "indicator=GB.XPD.RSDV.GD.ZS&"),
    ("scores", "economy=CHN&code=P1&"),
)
ROWS: Final = 4
"""Rows of a table or a file, and entries of a list of the interface, that are written out."""
POINTS: Final = 40
"""Points of a line that are written out; of a longer one the first and the last half of them."""

_HEADS: Final = {"h1": "# ", "h2": "## ", "h3": "### ", "h4": "#### ", "li": "- ", "summary": "> "}
_APART: Final = frozenset(("button", "label", "output", "small", "span", "time"))
"""Elements whose words stand apart from those beside them."""
_INLINE: Final = _APART | frozenset(
    (
        "a",
        "abbr",
        "b",
        "cite",
        "code",
        "dfn",
        "em",
        "i",
        "input",
        "mark",
        "q",
        "strong",
        "sub",
        "sup",
        "tspan",
        "wbr",
    )
)
_MARKS: Final = re.compile(r"</?(?:b|i|span)\b[^>]*>")
_PLACES: Final = re.compile(r"((?:left|width|--[\w-]+):[\d.]+%?)")
"""What a style says of a place on a strip or a scale."""
_SILENT: Final = frozenset(("script", "style", "svg", "template", "dialog"))
_MARK_CLASS: Final = re.compile(
    r"(?<!\S)(?:up|down|new|gone|pinned|(?:hero-|course-|marks-|verdict-(?!square))[\w-]+)(?!\S)"
)
"""Classes that say something by their look: a rise, a verdict, the focus economy."""
REPEATED: Final = 10
"""Views in which a line stands that is written once, under its first words."""
_MIN_REPEATED_LENGTH: Final = 30  # characters; a Chinese one counts as two


def plain(value: object) -> str:
    """Return a text in one line, without places where words may break, and without marks of a figure."""
    return " ".join(_MARKS.sub("", str(value).replace("<br>", " / ")).replace("\u00ad", "").split())


class Lines(HTMLParser):
    """The lines that are read of HTML, in its order; a table is its heads and first rows."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.line, self.skipped = "", ""
        self.depth = 0
        self.rows: list[list[str]] = []
        self.in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line, a row, a cell or what is left out."""
        about = {name: value or "" for name, value in attrs}
        marks = "".join(f"{{{name}}} " for name in _MARK_CLASS.findall(about.get("class", "")))
        if self.skipped:
            self.depth += tag == self.skipped
        elif tag in _SILENT and about.get("data-dialog") != "cite":
            self.skipped, self.depth = tag, 1
        elif tag in ("tr", "tbody") and (tag == "tr" or marks):
            self.rows.append([marks.strip()] if marks else [])
        elif tag in ("td", "th"):
            self.in_cell, self.line = True, marks
        elif self.in_cell:
            self.line += f" {marks}"
        else:
            if tag not in _INLINE:
                self.end()
            self.line += _HEADS.get(tag, " " if tag in _APART or tag == "br" else "")
            self.line += ("[" if tag == "button" else "") + marks
            if "hidden" in about and tag not in _INLINE:
                self.lines.append("(hidden at first)")
            if tag == "input":
                self.line += "(x) " if "checked" in about else f"({about.get('value', '')}) "
            if places := _PLACES.findall(about.get("style", "")):
                self.line += f"({', '.join(places)}) "
            if label := about.get("aria-label") or about.get("alt"):
                self.line += f"«{label}» "

    def handle_endtag(self, tag: str) -> None:
        """End what began."""
        if self.skipped:
            self.depth -= tag == self.skipped
            self.skipped = self.skipped if self.depth else ""
        elif tag in ("td", "th"):
            self.rows[-1].append(plain(self.line))
            self.in_cell, self.line = False, ""
        elif tag == "table":
            self.end()
            self.lines += [f"| {' | '.join(row)}" for row in self.rows[: ROWS + 1]]
            self.lines += [f"| … {more} more rows"] if (more := len(self.rows) - ROWS - 1) > 0 else []
            self.rows = []
        elif not self.in_cell:
            self.line += "]" if tag == "button" else ""
            if tag not in _INLINE:
                self.end()

    def handle_data(self, data: str) -> None:
        """Add a text to the line."""
        if not self.skipped:
            self.line += data

    def end(self) -> None:
        """End the line."""
        if (line := plain(self.line)) not in ("", "-", ">"):
            self.lines.append(line)
        self.line = ""


def read(html: str) -> list[str]:
    """Return the lines that are read of HTML."""
    parser = Lines()
    parser.feed(html)
    parser.end()
    return parser.lines


def control(node: Component) -> str | None:
    """Return what is read of a control that only Dash draws: what is chosen, and of how many; else None."""
    if not type(node).__module__.startswith("dash.dcc"):
        return None
    if isinstance(node, dcc.Store):
        return ""
    options = getattr(node, "options", None)
    value = getattr(node, "value", None)
    if options is None:
        held = "".join(f"{name}={getattr(node, name)} " for name in ("min", "max") if hasattr(node, name))
        return f"<span>(field: {value} {held}{getattr(node, 'placeholder', '')})</span>"
    chosen = value if isinstance(value, list) else [value]
    named = ", ".join(str(one["label"]) for one in options if one["value"] in chosen)
    every = " / ".join(str(one["label"]) for one in options)
    return f"<span>(choice: {named}; of {every if len(options) <= 2 * ROWS else len(options)})</span>"


def number(value: Any) -> Any:
    """Return a value of a figure with five significant digits, the same on every machine."""
    return float(f"{value:.5g}") + 0 if isinstance(value, float) else value


def rounded(value: Any) -> Any:
    """Return a part of a figure with its numbers rounded; what is said of each point is left to the text."""
    if isinstance(value, Mapping):
        return {key: rounded(one) for key, one in sorted(value.items()) if key not in ("hovertext", "config")}
    return [rounded(one) for one in value] if isinstance(value, list) else number(value)


def figures(found: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the figures in stores by their names: of the variants the narrowest and the widest."""
    for store, data in found.items():
        if store.endswith("-figures") and data:
            variants = json.loads(data)
            ends = sorted(variants, key=int)[:: max(len(variants) - 1, 1)]
            for least in ends:
                yield f"{store.removesuffix('-figures')} from {least} px", variants[least]


def drawn(name: str, figure: Mapping[str, Any]) -> Iterator[str]:
    """Yield the words and numbers of a figure: ticks, notes, points."""
    yield f"[figure {name}]"
    layout = figure["layout"]
    for axis in sorted(one for one in layout if one[1:].startswith("axis")):
        ticks = layout[axis].get("ticktext") or layout[axis].get("tickvals") or []
        if ticks:
            yield f"  {axis}: {' · '.join(plain(number(one)) for one in ticks)}"
    for note in layout.get("annotations", []):
        if words_ := plain(note.get("text", "")):
            yield f"  “{words_}” at {number(note.get('x'))}, {number(note.get('y'))}"
    for trace in figure["data"]:
        about = " ".join(str(one) for one in (trace.get("meta") or {"": trace.get("type", "")}).values())
        said = [trace[key] if isinstance(trace.get(key), list) else [] for key in ("x", "y", "text")]
        count = max(map(len, said), default=0)
        points = []
        for place in range(count):
            x, y, label = (one[place] if place < len(one) else None for one in said)
            point = " ".join(str(number(one)) for one in (x, y) if one is not None)
            points.append(point + (f" “{plain(label)}”" if label else ""))
        if count > POINTS:
            points[POINTS // 2 : -POINTS // 2] = [f"… {count - POINTS} more …"]
        yield f"  {about}:"
        yield from (f"    {point}" for point in points)
        tips = [one for one in trace.get("hovertext") or [] if one] if count else []
        for one in dict.fromkeys((*tips[:1], *tips[-1:])):
            yield f"    ({plain(one)})"


def of_view(dataset: Any, page: Page, lang: str, query: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of a view of a page."""
    layout = page.layout(dataset, lang, page.with_item(dataset, query))
    parts = [*walk_components(layout)]
    heading = next(part for part in parts if type(part).__name__ == "H1")
    yield f"=== {page.key} {lang} {urlencode(query, safe=',')}".rstrip()
    yield f"title: {with_title(page.key, text(heading), words(lang))}"
    yield f"description: {description(parts)}"
    yield from read(to_html(layout, replacement=control))
    widest = {name.partition(" ")[0]: (name, figure) for name, figure in figures(stores(parts))}
    for name, figure in widest.values():  # phones have other room, not other numbers
        yield from drawn(name, figure)
    yield ""


def of_pages(dataset: Any, keys: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Yield path and text of each page in each language; keys: of some pages, each in its first view.

    What many views say is written once, in repeated.<lang>.txt.
    """
    for lang in LANGUAGES:
        views: dict[tuple[str, str], list[str]] = {}
        for page in (page for page in PAGES if not keys or page.key in keys):
            queries: list[Mapping[str, str]] = [QUERIES[page.key][0]]
            if not keys:
                queries += [QUERIES[page.key][-1], *(MORE.get(page.key, ()) if lang == LANGUAGES[0] else ())]
            for query in queries:
                views[page.key, urlencode(query)] = [*of_view(dataset, page, lang, query)]
        names = name_repeated(views.values())
        for key, group in groupby(views, key=lambda view: view[0]):
            lines = (names.get(line, line) for view in group for line in views[view])
            yield f"{key}.{lang}.txt", "\n".join(lines)
        if names:
            yield f"repeated.{lang}.txt", "\n".join(f"{name} {line}" for line, name in sorted(names.items()))


def name_repeated(views: Iterable[Sequence[str]]) -> dict[str, str]:
    """Return a name, made of its first words, for each long line that stands in many views."""
    counts = Counter(line for view in views for line in {*view})
    names: dict[str, str] = {}
    for line, count in sorted(counts.items()):
        length = len(line) + sum(ord(letter) > 0x2E80 for letter in line)
        if (
            count >= REPEATED
            and length >= _MIN_REPEATED_LENGTH
            and "(choice: " not in line
            and line[0] != "#"
        ):
            name = f"<{shorten(line, 28, placeholder='…') if ' ' in line[:28] else line[:12] + '…'}>"
            names[line] = name if name not in names.values() else f"{name[:-1]} {len(names)}>"
    return names


def of_frames(dataset: Any) -> Iterator[tuple[str, str]]:
    """Yield path and text of what stands around cards elsewhere: embeds and previews."""
    for name, lang, query in EMBEDDED:
        yield f"embeds/{name}.{lang}.txt", "\n".join(read(embed.document(dataset, name, lang, query)))
    for name, lang in PREVIEWED:
        with patch("resvg_py.svg_to_bytes", return_value=b"") as render:
            preview.image(dataset, name, lang, {})
        svg = render.call_args.kwargs["svg_string"].replace("svg", "div").replace("<text", "<p")
        yield f"previews/{name}.{lang}.txt", "\n".join(read(svg.replace("</text", "</p")))


def of_figures(dataset: Any) -> Iterator[tuple[str, str]]:
    """Yield path and JSON of the figures of each card, a number or text to a line."""
    for name in CARDS:
        found = draw_card(dataset, name, "en", {}).stores
        lines = []
        for place, figure in figures(found):
            layout = rounded(figure["layout"])
            notes = layout.pop("annotations", [])
            lines += [
                f"=== {place}",
                written({"data": rounded(figure["data"]), "annotations": notes, **layout}),
            ]
        if lines:
            yield f"figures/{name}.txt", "\n".join(lines)


def written(value: Any) -> str:
    """Return JSON with a number or text to a line."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1)


def shortened(value: Any) -> Any:
    """Return an answer of the interface with the first entries of each list."""
    if isinstance(value, Mapping):
        return {key: shortened(one) for key, one in value.items()}
    if isinstance(value, list):
        more = [f"… {len(value) - ROWS} more"] if len(value) > ROWS else []
        return [*map(shortened, value[:ROWS]), *more]
    return number(value)


def of_answers(site: app.Dashboard) -> Iterator[tuple[str, str]]:
    """Yield path and text of heads of files, of answers of the interface, and of what programs read."""
    client = site.server.test_client()

    def inner(answered: Any) -> str:
        return json.dumps(shortened(answered), ensure_ascii=False, indent=1)

    def answer(address: str) -> str:
        given = client.get(address)
        if given.status_code != 200:
            raise RuntimeError(f"{address}: {given.status}")
        return str(given.get_data(as_text=True)).removeprefix("\ufeff")

    heads = []
    for name in TABLES:
        lines = answer(f"/download/{name}.csv").splitlines()
        heads += [f"{name}.csv, {len(lines) - 1} rows", *lines[:ROWS], ""]
    yield "files.txt", "\n".join(heads)
    about = json.loads(answer(API))
    for one in about["endpoints"]:
        yield f"api/{one['name']}.json", inner(json.loads(answer(one["example"])))
    for name, query in IN_CHINESE:
        yield f"api/{name}.zh.json", inner(json.loads(answer(f"{API}/{name}?{query}lang=zh")))
    yield "api/index.json", json.dumps(about, ensure_ascii=False, indent=1)
    yield "llms.txt", answer("/llms.txt")


def outputs() -> Iterator[tuple[str, str]]:
    """Yield path and text of all that is golden; the other packs are drawn beside this, each by a process."""
    with TemporaryDirectory() as folder:
        beside = {}
        for name in PACKS:
            command = [sys.executable, "-m", "tools.golden", name, folder]
            variables = {**os.environ, "PACK": str(ROOT / "packs" / name)}
            beside[name] = subprocess.Popen(command, cwd=ROOT, env=variables)
        site = app.create_app(open_snapshot(FOLDER))
        site.server.testing = True  # an error is raised, not answered
        dataset = site.current()
        yield from ((f"pages/{path}", lines) for path, lines in of_pages(dataset))
        yield from of_frames(dataset)
        yield from of_figures(dataset)
        yield from of_answers(site)
        for name, process in beside.items():
            if process.wait():
                raise RuntimeError(f"the pack {name} was not drawn")
            found = json.loads(Path(folder, f"{name}.json").read_text(encoding="utf-8"))
            yield from ((f"packs/{name}/{path}", lines) for path, lines in found.items())


def of_pack(name: str, folder: Path) -> None:
    """Write the pages of the pack in use to a file."""
    with patch("data.snapshot.BUNDLED", FOLDER):
        from etl import packs

        packs.build(folder / name)
    site = app.create_app(open_snapshot(folder / name))
    found = dict(of_pages(site.current(), IN_PACKS))
    Path(folder, f"{name}.json").write_text(json.dumps(found), encoding="utf-8")


def texts() -> dict[str, str]:
    """Return what is golden by its path."""
    return {path: f"{lines.rstrip()}\n" for path, lines in outputs()}


def kept() -> dict[str, str]:
    """Return what the repository holds of it."""
    files = (path for path in GOLDEN.rglob("*") if path.is_file())
    return {path.relative_to(GOLDEN).as_posix(): path.read_text(encoding="utf-8") for path in files}


def write() -> None:
    """Write all anew, and leave nothing else there."""
    found = texts()
    for path in kept().keys() - found.keys():
        (GOLDEN / path).unlink()
    for path, lines in found.items():
        (GOLDEN / path).parent.mkdir(parents=True, exist_ok=True)
        (GOLDEN / path).write_text(lines, encoding="utf-8")
    print(f"{len(found)} files, {sum(len(one.encode()) for one in found.values()):,} bytes in {GOLDEN}")


if __name__ == "__main__":
    match sys.argv[1:]:
        case []:
            write()
        case [name, folder]:
            of_pack(name, Path(folder))
        case _:
            sys.exit(__doc__)
