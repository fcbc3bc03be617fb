"""Tables so long that Dash would take seconds for their cells: each is HTML that a script puts in place."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from dash import html

from components.cards.tables import SHOW_ALL_CLASS, show_all_label
from components.text.attributes import attributes
from components.text.catalog import Words


@dataclass(frozen=True, slots=True)
class Head:
    """Head of a column: a button that sorts where ``sort`` is given.

    text: as shown; full: the whole name, which begins with or holds the text; css: classes of all its cells;
    sort: key of the column; sorted: ascending or descending where the table is sorted by it; order: what the
    button asks for next, "" for what is natural; highest: whether that begins with the highest.
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
    """A cell that is more than text: its label for screen readers, a link, a second line, a title, a span.

    share: percent of its scale, of which the style sheet draws a bar; 0 for none.
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
    """Cells in the order of the columns; ``css`` names the emphasis."""

    cells: Sequence[str | Mark]
    css: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that belong together, with the words above them.

    anchor: id for links to the group; groups that have one are tables of their own, each folded below its
    label and its finding, all but those that are ``open``; on wide screens the first is open from the start.
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
    """Return the table as HTML, every text escaped; ``header`` is the column that heads its row.

    Rows that stand above the others once more, ``pinned``, are not counted in the words of its button.
    """

    def table(groups: Sequence[Group], caption: str) -> str:
        content = _element("caption", _text(caption), "unseen")
        content += _element("thead", _element("tr", "".join(map(_head, heads))))
        return _element("table", content + "".join(_group(one, heads, header) for one in groups))

    if not any(group.anchor for group in groups):
        count = sum(len(group.rows) for group in groups if group.css != "pinned")
        more = show_all_label(t, count, (len(group.rows) + bool(group.label) for group in groups))
        about = _about(type="button", data_action="rest")
        return table(groups, caption) + (
            _element("button", _text(more), SHOW_ALL_CLASS, about) if more else ""
        )
    folds = []
    for place, group in enumerate(groups):
        line = _element("h3", _text(group.label)) + _element("span", _text(group.finding), "fold-finding")
        body = _element("div", table([group], group.label), "fold-body")
        css = "fold" if place or group.open else "fold fold-first"
        about = _about(id=group.anchor) + (' open=""' if group.open else "")
        folds.append(_element("details", _element("summary", line) + body, css, about))
    return "".join(folds)


def _element(name: str, content: str, css: str = "", about: str = "") -> str:
    named = f' class="{escape(css, quote=True)}"' if css else ""
    return f"<{name}{named}{about}>{content}</{name}>"


def _text(value: str) -> str:
    return escape(value, quote=False)


def _about(**values: str) -> str:
    return "".join(
        f' {name.replace("_", "-")}="{escape(value, quote=True)}"' for name, value in values.items() if value
    )


def _head(head: Head) -> str:
    if not head.sort:
        return _element("th", _text(head.text), head.css, _about(scope="col"))
    mark = _element("span", "", "sort-mark", _about(aria_hidden="true"))
    about = _about(type="button", data_sort=head.sort, title=head.full, aria_label=head.full)
    about += f' data-order="{head.order}"' + (' data-highest=""' if head.highest else "")
    button = _element("button", _text(head.text) + mark, "sort", about)
    return _element("th", button, head.css, _about(scope="col", aria_sort=head.sorted))


def _group(group: Group, heads: Sequence[Head], header: int) -> str:
    lines = []
    if group.label and not group.anchor:
        label = _element("span", _text(group.label))
        spans = _about(scope="rowgroup", colspan=str(len(heads)))
        lines.append(_element("tr", _element("th", label, about=spans), "group-label"))
    for row in group.rows:
        pairs = enumerate(zip(row.cells, heads, strict=False))  # the last cell may span columns
        cells = (_cell(cell, head, heads_row=place == header) for place, (cell, head) in pairs)
        lines.append(_element("tr", "".join(cells), row.css))
    return _element("tbody", "".join(lines), group.css)


def _cell(cell: str | Mark, head: Head, *, heads_row: bool) -> str:
    mark = Mark(cell) if isinstance(cell, str) else cell
    words = _text(mark.text)
    if mark.label:
        seen = _element("span", words, about=_about(aria_hidden="true"))
        words = seen + _element("span", _text(mark.label), "unseen")
    if mark.href:
        words = _element("a", words, about=_about(href=mark.href))
    if mark.small:
        words += _element("span", _text(mark.small), "small")
    # where rows are cards, no head stands above the cell
    about = _about(scope="row") if heads_row else "" if mark.span else _about(data_label=head.text)
    share = f"--share: {mark.share:.1f}%" if mark.share else ""
    about += _about(title=mark.title, colspan=str(mark.span or ""), style=share)
    return _element("th" if heads_row else "td", words, f"{head.css} {mark.css}".strip(), about)


def long_table(
    prefix: str,
    text: str,
    caption: str,
    stores: tuple[str, str] = ("", ""),
    *,
    cards: bool = False,
    lines: bool = False,
) -> html.Div:
    """Return the place of a table that ``written`` made, ``<prefix>-drawn``.

    stores: ids of the stores that a head's button sets: the column and the order; cards: whether rows are
    cards on phones; lines: whether a closed card is one line: rank, name, change and score.
    """
    css = f"table-scroll drawn{' cards' if cards else ''}{' lines' if lines else ''}"
    sorts = attributes(data_stores=" ".join(stores)) if all(stores) else {}
    about = attributes(role="region", aria_label=caption, data_html=text)
    return html.Div(id=f"{prefix}-drawn", className=css, tabIndex="0", **about, **sorts)
