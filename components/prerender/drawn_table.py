"""A table that the browser draws from one JSON text, as HTML: the same elements as scripts/table.js makes."""

import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from components.parts.tables import REST

Part = Mapping[str, Any]


def drawn_table(text: str) -> str:
    """Return the table of a text that ``components/parts/tables.py`` has written.

    Of tables that are folded the first is marked: only on wide screens it is open from the start.
    """
    table = json.loads(text)
    groups: Sequence[Part] = table["groups"]
    if any("anchor" in group for group in groups):
        return "".join(_folded(group, table, first=not place) for place, group in enumerate(groups))
    about = ' type="button"' + _about(data_action="rest")
    button = _element("button", _text(table["rest"]), REST, about) if table["rest"] else ""
    return _whole(table, groups, table["caption"]) + button


def _element(name: str, content: str, css: str = "", about: str = "") -> str:
    named = f' class="{escape(css, quote=True)}"' if css else ""
    return f"<{name}{named}{about}>{content}</{name}>"


def _text(value: str) -> str:
    return escape(value, quote=False)


def _about(**values: str) -> str:
    return "".join(
        f' {name.replace("_", "-")}="{escape(value, quote=True)}"' for name, value in values.items() if value
    )


def _cell(name: str, cell: str | Part, css: str, about: str) -> str:
    if isinstance(cell, str):
        return _element(name, _text(cell), css, about)
    words = _text(cell["text"])
    if label := cell.get("label"):
        words = _element("span", words, about=' aria-hidden="true"') + _element(
            "span", _text(label), "unseen"
        )
    if href := cell.get("href"):
        words = _element("a", words, about=_about(href=href))
    if small := cell.get("small"):
        words += _element("span", _text(small), "small")
    about += _about(title=cell.get("title", ""), colspan=str(cell.get("span", "") or ""))
    return _element(name, words, f"{css} {cell.get('class', '')}".strip(), about)


def _head(column: Part) -> str:
    css = column.get("class", "")
    if not column.get("sort"):
        return _cell("th", column, "", ' scope="col"')
    full = column.get("full", "")
    mark = _element("span", "", "sort-mark", ' aria-hidden="true"')
    about = ' type="button"' + _about(title=full, aria_label=full)
    button = _element("button", _text(column["text"]) + mark, "sort", about)
    return _element("th", button, css, ' scope="col"' + _about(aria_sort=column.get("sorted", "")))


def _row(row: Part, table: Part) -> str:
    cells = []
    for place, (cell, column) in enumerate(zip(row["cells"], table["columns"], strict=False)):
        heads, spans = place == table["header"], isinstance(cell, dict) and cell.get("span")
        label = "" if spans else _about(data_label=column["text"])
        about = ' scope="row"' if heads else label
        cells.append(_cell("th" if heads else "td", cell, column.get("class", ""), about))
    return _element("tr", "".join(cells), row.get("class", ""))


def _group(group: Part, table: Part) -> str:
    label = ""
    if group.get("label") and "anchor" not in group:
        span = _about(scope="rowgroup", colspan=str(len(table["columns"])))
        words = _element("th", _element("span", _text(group["label"])), about=span)
        label = _element("tr", words, "group-label")
    return _element(
        "tbody", label + "".join(_row(row, table) for row in group["rows"]), group.get("class", "")
    )


def _whole(table: Part, groups: Sequence[Part], caption: str) -> str:
    head = _element("thead", _element("tr", "".join(map(_head, table["columns"]))))
    body = "".join(_group(group, table) for group in groups)
    return _element(
        "table", _element("caption", _text(caption), "unseen") + head + body, table.get("class", "")
    )


def _folded(group: Part, table: Part, *, first: bool) -> str:
    line = _element("h3", _text(group["label"]))
    line += _element("span", _text(group["finding"]), "fold-finding")
    body = _element("div", _whole(table, [group], group["label"]), "fold-body")
    about = " open" if group["open"] else ""
    css = "fold fold-first" if first and not group["open"] else "fold"
    return _element("details", _element("summary", line) + body, css, about)
