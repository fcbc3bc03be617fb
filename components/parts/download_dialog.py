"""What the action Data opens: the rows of the view or all of them, in four forms, and the whole snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dash import html

from components.attributes import attributes

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from components.text import Words

FORMS: Final = ("csv", "xlsx", "json", "zip")
PACKAGE: Final = "/download/snapshot.zip"
SHOWN, ALL = ROWS = ("shown", "all")


def download_dialog(link: str, address: str, words: Words) -> list[Component]:
    """Return what the dialog holds; link: id of the link to the CSV; address: where it leads at first.

    Callbacks replace the address as the view moves. The browser derives the others from it when the dialog
    is opened, and asks for the numbers of rows; without them the words still say what is offered.
    """
    choice = html.Div([_option(rows, words) for rows in ROWS], className="rows-choice")
    counted = {
        "data_count": words("download.count", count="{count}"),
        "data_count_one": words("download.count_one"),
    }
    group = attributes(role="group", aria_label=words("download.rows"))
    package = html.A(words("download.package_link"), href=PACKAGE, download="")
    return [
        html.P(words("download.deck")),
        html.Div(choice, **group, **attributes(data_part="rows", **counted)),
        html.Ul([html.Li(_link(link, form, address, words)) for form in FORMS], className="forms"),
        html.P([words("download.package"), package, words("download.package_end")], className="small"),
    ]


def _option(rows: str, words: Words) -> html.Button:
    """Return one choice of rows, which the browser marks as taken and says how many these are."""
    taken = attributes(aria_pressed="true" if rows == SHOWN else "false", data_rows=rows)
    inside = [
        html.B(words(f"download.{rows}")),
        html.Span(className="count", **attributes(data_part=f"count-{rows}")),
        html.Span(words(f"download.{rows}_deck"), className="hint", **attributes(data_part=f"deck-{rows}")),
    ]
    return html.Button(html.Span(inside), type="button", className="rows-option", **taken)


def _link(link: str, form: str, address: str, words: Words) -> html.A:
    named: dict[str, Any] = {"id": link} if form == FORMS[0] else {}
    return html.A(
        [html.B(words(f"download.{form}")), html.Span(words(f"download.{form}_deck"), className="hint")],
        href=address.replace(".csv", f".{form}", 1),
        download="",
        className="form",
        **named,
        **attributes(data_form=form),
    )
