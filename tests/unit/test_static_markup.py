"""Static parts of a page are sent as HTML that says the same, with nothing that a callback needs in it."""

from __future__ import annotations

from html import escape

from dash import dcc, html
from dash.development.base_component import Component

from components.attributes import attributes
from components.prerender.markup import WRITTEN, static_markup, walk

HOSTILE = '"><script>window.sentinel=1</script>'


def table() -> html.Div:
    cells = html.Tr([html.Th("China", scope="row"), html.Td(34, className="num", colSpan=2)])
    return html.Div(html.Table(html.Tbody(cells)), className="scroll", tabIndex="0")


def parts(component: Component) -> list[str]:
    """The HTML of every static part of a component."""
    held = (one.to_plotly_json()["props"] for one in walk(component) if isinstance(one, Component))
    return [props[WRITTEN] for props in held if WRITTEN in props]


def test_elements_and_attributes_are_named_as_in_html_and_the_outermost_element_stays() -> None:
    made = static_markup(table(), ())
    assert (made.className, made.tabIndex) == ("scroll", "0")
    cells = '<th scope="row">China</th><td class="num" colspan="2">34</td>'
    assert parts(made) == [f"<table><tbody><tr>{cells}</tr></tbody></table>"]


def test_what_a_callback_names_and_what_leads_to_it_stay_components() -> None:
    moved = html.Div(table(), id="moved")
    page = html.Div([html.Section([html.H2("Title"), moved]), dcc.Store(id="store"), table()])
    made = static_markup(page, {"moved", "store"})
    section, store, other = made.children
    assert section.children[1].id == "moved"
    assert store.id == "store"
    assert len(parts(made)) == 2
    assert parts(moved) == []  # the page itself is as it was: pages keep what they made once
    assert WRITTEN in other.to_plotly_json()["props"]


def test_a_flag_that_is_not_set_is_no_attribute_and_text_stays_text() -> None:
    button = html.Button(HOSTILE, disabled=False, hidden=True, **attributes(data_action="x"))
    made = static_markup(html.Div(html.P([html.Span("a"), None, button])), ())
    assert parts(made) == [
        f'<p><span>a</span><button data-action="x" hidden>{escape(HOSTILE, quote=False)}</button></p>'
    ]


def test_answers_of_several_parts_keep_their_form() -> None:
    answer = static_markup(("text", 3, [table()], None), ())
    assert answer[:2] == ("text", 3)
    assert isinstance(answer[2], list)
    assert answer[3] is None
