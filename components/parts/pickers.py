"""Controls above a figure: measure, range of editions, economies to compare with."""

from collections.abc import Mapping, Sequence

from dash import dcc, html
from dash.development.base_component import Component

from analysis.listing import alphabetical, spelled
from components.attributes import attributes
from components.text import Words


def segmented(
    identifier: str, label: str, options: Sequence[tuple[str, str] | tuple[str, str, bool]], value: str
) -> html.Div:
    """Return a row of choices of which one is taken; options are as for ``radio``."""
    choice = dcc.RadioItems(
        id=identifier,
        options=radio(options),
        value=value,
        inline=True,
        className="segmented",
    )
    group = attributes(role="group", aria_label=label)
    return html.Div(
        [html.Span(label, className="control-label"), html.Div(choice, **group)],
        className="control measure-control",
    )


def radio(options: Sequence[tuple[str, str] | tuple[str, str, bool]]) -> list[dict[str, str | bool]]:
    """Return options (value, words, whether it can be chosen) as a row of choices takes them."""
    return [{"label": words, "value": value, "disabled": False in can} for value, words, *can in options]


def choice(
    identifier: str,
    label: str,
    options: Sequence[tuple[str | int, str]],
    value: str | int,
    words: Words,
    *,
    searchable: bool = False,
    spellings: Mapping[str, Sequence[str]] | None = None,
) -> html.Div:
    """Return a select with its label before it; options are (value, words), searched by word or value.

    ``spellings``: all names of an option, in every language, by which it is found too.
    """
    picker = dcc.Dropdown(
        id=identifier,
        options=listed(options, spellings),
        value=value,
        clearable=False,
        searchable=searchable,
        maxHeight=320,
        className="select",
        labels=_labels(words),
    )
    return html.Div(
        [
            html.Span(label, className="control-label"),
            html.Div(picker, role="group", **attributes(aria_label=label)),
        ],
        className="control choice-control",
    )


def listed(
    options: Sequence[tuple[str | int, str]], spellings: Mapping[str, Sequence[str]] | None = None
) -> list[dict[str, str | int]]:
    """Return options (value, words) as a select takes them."""
    known = spellings or {}
    return [
        {"label": text, "value": option, "search": _search(text, str(option), known.get(str(option), ()))}
        for option, text in options
    ]


def _search(text: str, option: str, names: Sequence[str]) -> str:
    """Return what an option is found by: its words and value, all its names, these without accents."""
    return " ".join(dict.fromkeys([text, option, *names, *(spelled(name) for name in names)]))


def _labels(say: Words) -> dcc.Dropdown.Labels:
    """Return the words inside a list of options, which Dash would else say in English."""
    return {
        "select_all": say("controls.select_all"),
        "deselect_all": say("controls.deselect_all"),
        "selected_count": say("controls.selected"),
        "search": say("controls.search"),
        "clear_search": say("controls.clear_search"),
        "clear_selection": say("controls.clear"),
        "no_options_found": say("controls.none_found"),
    }


def edition_range(
    ids: tuple[str, str], editions: Sequence[int], values: tuple[int, int], words: Words
) -> html.Div:
    """Return two native pickers, first and last edition."""
    pickers: list[Component] = [html.Span(words("controls.editions"), className="control-label")]
    for identifier, value, key in zip(ids, values, ("first", "last"), strict=True):
        if key == "last":
            pickers.append(html.Span(words("controls.to"), className="control-label"))
        pickers.append(
            html.Div(
                dcc.Dropdown(
                    id=identifier,
                    options=[{"label": str(edition), "value": edition} for edition in editions],
                    value=value,
                    clearable=False,
                    searchable=False,
                    maxHeight=320,
                    className="select",
                ),
                role="group",
                **attributes(aria_label=words(f"controls.{key}")),
            )
        )
    return html.Div(pickers, className="control edition-control")


def comparison(
    identifier: str,
    chips: str,
    labels: dict[str, str],
    economies: Sequence[str],
    peers: Sequence[str],
    words: Words,
    *,
    raises: bool = True,
    raised: Sequence[str] = (),
    spellings: Mapping[str, Sequence[str]] | None = None,
) -> html.Div:
    """Return the chips of the compared economies and the list to change them (by name or ISO3 code)."""
    say = words
    ordered = sorted(economies, key=lambda code: alphabetical(labels[code]))
    options = listed([(code, labels[code]) for code in ordered], spellings)
    picker = dcc.Dropdown(
        id=identifier,
        options=options,
        value=list(peers),
        multi=True,
        clearable=False,
        placeholder=say("controls.change"),
        maxHeight=360,
        closeOnSelect=False,
        className="select change",
        labels=_labels(say),
    )
    label = attributes(role="group", aria_label=say("controls.compare"))
    count = attributes(
        data_change=say("controls.change"),
        data_count=say("controls.compare_count", count=len(peers)),
        data_count_text=say("controls.compare_count", count="{count}"),
    )
    return html.Div(
        [
            html.Span(say("controls.compare"), className="control-label"),
            html.Div(
                id=chips,
                className="chips",
                children=chip_row(labels, peers, words, raises=raises, raised=raised),
            ),
            html.Div(picker, className="change-wrap", id=f"{identifier}-wrap", **label, **count),
        ],
        className="control compare-control",
    )


def chip_row(
    labels: dict[str, str],
    peers: Sequence[str],
    words: Words,
    *,
    raises: bool = True,
    raised: Sequence[str] = (),
) -> list[Component]:
    """Return one chip per economy: its name raises its line where there is one, its × removes it.

    ``raised``: those whose line has a colour from the start, in the order of the colours.
    """
    return [
        html.Span(
            [
                _raising(labels[code], code, words)
                if raises
                else html.Span(labels[code], className="chip-name"),
                html.Button(
                    "×",
                    type="button",
                    className="chip-remove",
                    **attributes(
                        data_action="remove",
                        data_economy=code,
                        aria_label=words("controls.remove", name=labels[code]),
                    ),
                ),
            ],
            className="chip",
            **attributes(data_economy=code, **_colour(code, raised)),
        )
        for code in peers
    ]


def _colour(code: str, raised: Sequence[str]) -> dict[str, str]:
    return {"data_raised": str(raised.index(code) + 1)} if code in raised else {}


def _raising(name: str, code: str, words: Words) -> html.Button:
    pressed = attributes(aria_pressed="false", aria_label=words("controls.raise", name=name))
    about = attributes(data_action="raise", data_economy=code)
    return html.Button(name, type="button", className="chip-name", **about, **pressed)
