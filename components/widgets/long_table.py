"""Long tables as HTML that a script inserts: Dash would take seconds for their cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from dash import html

from components.cards.tables import SHOW_ALL_CLASS, show_all_label
from components.text.attributes import attributes
from components.text.catalog import Words


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column, a button that sorts where ``sort`` is given.

    text: the visible text; full: the whole name, which contains the text; css: classes of all cells of the
    column; sort: key of the column; sorted: "ascending" or "descending" where the table is sorted by it;
    order: the order that the button sets next, "" for the natural one; highest: whether that one begins with
    the highest value.
    """

    text: str
    full: str = ""
    css: str = ""
    sort: str = ""
    sorted: str = ""
    order: str = ""
    highest: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell with more than text: label for screen readers, link, second line, title, number of columns.

    share: width of its bar in percent, 0 for no bar.
    """

    text: str
    label: str = ""
    href: str = ""
    small: str = ""
    title: str = ""
    css: str = ""
    span: int = 0
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Row:
    """Cells in the order of the columns; css: class of the emphasis."""

    cells: Sequence[str | Mark]
    css: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that belong together, with a label above them.

    anchor: id for links to the group. Groups with an anchor are separate tables, each folded below its label
    and finding unless ``open``; on wide screens the first one starts unfolded.
    """

    rows: Sequence[Row]
    label: str = ""
    css: str = ""
    anchor: str = ""
    finding: str = ""
    open: bool = False


def to_html(
    t: Words, heads: Sequence[Head], groups: Sequence[Group], *, caption: str, header: int = 0
) -> str:
    """Return the table as HTML with every text escaped.

    header: index of the column that heads the rows. Rows with the class ``pinned`` repeat others, so the
    button that shows all rows does not count them.
    """

    def table(groups: Sequence[Group], caption: str) -> str:
        content = _element("caption", _text(caption), "unseen")
        content += _element("thead", _element("tr", "".join(map(_head, heads))))
        return _element("table", content + "".join(_group(group, heads, header) for group in groups))

    if not any(group.anchor for group in groups):
        count = sum(len(group.rows) for group in groups if group.css != "pinned")
        more = show_all_label(t, count, (len(group.rows) + bool(group.label) for group in groups))
        button = _element(
            "button", _text(more), SHOW_ALL_CLASS, _attributes(type="button", data_action="rest")
        )
        return table(groups, caption) + (button if more else "")
    folds = []
    for index, group in enumerate(groups):
        line = _element("h3", _text(group.label)) + _element("span", _text(group.finding), "fold-finding")
        body = _element("div", table([group], group.label), "fold-body")
        css = "fold" if index or group.open else "fold fold-first"
        html_attributes = _attributes(id=group.anchor) + (' open=""' if group.open else "")
        folds.append(_element("details", _element("summary", line) + body, css, html_attributes))
    return "".join(folds)


def _element(name: str, content: str, css: str = "", html_attributes: str = "") -> str:
    class_ = f' class="{escape(css, quote=True)}"' if css else ""
    return f"<{name}{class_}{html_attributes}>{content}</{name}>"


def _text(value: str) -> str:
    return escape(value, quote=False)


def _attributes(**values: str) -> str:
    return "".join(
        f' {name.replace("_", "-")}="{escape(value, quote=True)}"' for name, value in values.items() if value
    )


def _head(head: Head) -> str:
    if not head.sort:
        return _element("th", _text(head.text), head.css, _attributes(scope="col"))
    mark = _element("span", "", "sort-mark", _attributes(aria_hidden="true"))
    sort = _attributes(type="button", data_sort=head.sort, title=head.full, aria_label=head.full)
    sort += f' data-order="{head.order}"' + (' data-highest=""' if head.highest else "")
    button = _element("button", _text(head.text) + mark, "sort", sort)
    return _element("th", button, head.css, _attributes(scope="col", aria_sort=head.sorted))


def _group(group: Group, heads: Sequence[Head], header: int) -> str:
    lines = []
    if group.label and not group.anchor:
        label = _element("span", _text(group.label))
        spans = _attributes(scope="rowgroup", colspan=str(len(heads)))
        lines.append(_element("tr", _element("th", label, html_attributes=spans), "group-label"))
    for row in group.rows:
        cells = [
            _cell(cell, head, is_header=index == header)
            for index, (cell, head) in enumerate(zip(row.cells, heads, strict=False))  # spans end rows early
        ]
        lines.append(_element("tr", "".join(cells), row.css))
    return _element("tbody", "".join(lines), group.css)


def _cell(cell: str | Mark, head: Head, *, is_header: bool) -> str:
    mark = Mark(cell) if isinstance(cell, str) else cell
    words = _text(mark.text)
    if mark.label:
        visible = _element("span", words, html_attributes=_attributes(aria_hidden="true"))
        words = visible + _element("span", _text(mark.label), "unseen")
    if mark.href:
        words = _element("a", words, html_attributes=_attributes(href=mark.href))
    if mark.small:
        words += _element("span", _text(mark.small), "small")
    # On phones rows are cards, without a head above the cell: the cell has the text of the head.
    label = "" if mark.span else _attributes(data_label=head.text)
    share = f"--share: {mark.share:.1f}%" if mark.share else ""
    spans = _attributes(title=mark.title, colspan=str(mark.span or ""), style=share)
    css = f"{head.css} {mark.css}".strip()
    if is_header:
        return _element("th", words, css, _attributes(scope="row") + spans)
    return _element("td", words, css, label + spans)


def long_table(
    prefix: str,
    text: str,
    caption: str,
    stores: tuple[str, str] = ("", ""),
    *,
    cards: bool = False,
    lines: bool = False,
) -> html.Div:
    """Return the element ``<prefix>-drawn`` into which a script inserts a table that ``to_html`` wrote.

    stores: ids of the stores for the column and the order that a head's button sets; cards: whether rows are
    cards on phones; lines: whether a closed card is one line with rank, name, change and score.
    """
    css = f"table-scroll drawn{' cards' if cards else ''}{' lines' if lines else ''}"
    sorts = attributes(data_stores=" ".join(stores)) if all(stores) else {}
    region = attributes(role="region", aria_label=caption, data_html=text)
    return html.Div(id=f"{prefix}-drawn", className=css, tabIndex="0", **region, **sorts)
