"""The controls of a page, made of the declaration of its choices: each with its label, options and value."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.normalize import normalize_name, sort_key
from analysis.query import Query
from components.cards.badges import ring
from components.text.attributes import attributes, button
from components.text.catalog import Words
from data.article import CLAIM_YEAR
from data.entries import StrategicPillar


@dataclass(frozen=True)
class Controls:
    """The controls of a page for what is chosen; each has the id <page>-<key>.

    Words are <page>.control.<key> for a label; for an option <page>.control.<option>, <page>.<key>.<option>
    or <key>.<option>; what pages share is controls.<key> and controls.<option>. Economies have their names,
    numbers are written as they are. names: words of other options, by option.
    """

    page: str
    chosen: Query
    dataset: Dataset
    t: Words
    names: Mapping[Any, str] = field(default_factory=dict)

    def select(
        self,
        key: str,
        *,
        searchable: bool = False,
        among: Collection[Any] | None = None,
        spellings: Mapping[str, Sequence[str]] | None = None,
    ) -> html.Div:
        """Return a list of which one option is chosen; economies stand in the order of their names.

        among: those that are listed, where it is not all; spellings: other names to find an option by.
        """
        options = self._options[key] if among is None else among
        known = self.dataset.labels(self.t.lang)
        if all(one in known for one in options):
            named = self.dataset.by_name(set(options), self.t.lang)
        else:
            named = [(one, self.word(key, one)) for one in options]
        about = (self._id(key), self.label(key), named, self.value(key), self.t)
        return choice(*about, searchable=searchable, spellings=spellings)

    def segmented_control(self, key: str) -> html.Div:
        """Return a row of options of which one is chosen; one that cannot be is there and disabled."""
        possible, label = set(self._options[key]), self.label(key)
        options = [
            {"label": self.word(key, one), "value": str(one), "disabled": one not in possible}
            for one in self._control(key)[1].every or self._options[key]
        ]
        value = str(self.value(key))
        row = dcc.RadioItems(
            id=self._id(key), options=options, value=value, inline=True, className="segmented"
        )
        return _labelled(label, row, "measure-control")

    def multi_select(self, key: str, most: int) -> html.Div:
        """Return a row of options of which one to ``most`` are chosen."""
        chosen, label = self.value(key), self.label(key)
        full, last = len(chosen) >= most, len(chosen) == 1
        options = [
            {"label": self.word(key, one), "value": one, "disabled": last if one in chosen else full}
            for one in self._options[key]
        ]
        row = dcc.Checklist(
            id=self._id(key), options=options, value=list(chosen), inline=True, className="segmented several"
        )
        return _labelled(label, row, "several-control")

    def play_slider(self, key: str) -> html.Div:
        """Return a slider over the years or editions of a key, and a button that goes through them.

        The button has the id <page>-play, the year on show <page>-at (scripts/play.js).
        """
        t, places, label = self.t, [*self._options[key]], self.label(key)
        about = {"data_play": self._id(key), "data_pause": t("controls.pause"), "data_places": str(places)}
        track = dcc.Slider(
            id=self._id(key),
            min=places[0],
            max=places[-1],
            step=None,
            value=self.value(key),
            marks={str(one): {"label": ""} for one in places},
            included=False,
            updatemode="mouseup",
            allow_direct_input=False,
        )
        parts = [
            html.Span(label, className="control-label"),
            button(t("controls.play"), "button play", id=f"{self.page}-play", data_action="play", **about),
            html.Div(track, className="slider-track", role="group", **attributes(aria_label=label)),
            html.Output(str(self.value(key)), id=f"{self.page}-at", className="fig"),
        ]
        return html.Div(parts, className="control played")

    def span(self, first: int, last: int) -> html.Div:
        """Return two native lists, of the first and of the last edition, with these values."""
        t = self.t
        parts: list[Component] = [html.Span(t("controls.editions"), className="control-label")]
        for key, word, value in (("from", "first", first), ("to", "last", last)):
            if key == "to":
                parts.append(html.Span(t("controls.to"), className="control-label"))
            picker = dcc.Dropdown(
                id=self._id(key),
                options=[{"label": str(edition), "value": edition} for edition in self.dataset.editions],
                value=value,
                clearable=False,
                searchable=False,
                maxHeight=320,
                className="select",
            )
            parts.append(html.Div(picker, role="group", **attributes(aria_label=t(f"controls.{word}"))))
        return html.Div(parts, className="control edition-control")

    def search(self, key: str, most: int) -> html.Div:
        """Return a field for a text of at most ``most`` characters."""
        entry = dcc.Input(
            id=self._id(key),
            value=self.value(key),
            type="search",
            debounce=0.25,  # seconds
            maxLength=most,
            placeholder=self.t(f"{self.page}.control.{key}_hint"),
            autoComplete="off",
            className="field",
        )
        label = html.Label(self.label(key), htmlFor=self._id(key), className="control-label")
        return html.Div([label, entry], className=f"control {key}")

    def comparison(
        self,
        key: str,
        chips: str,
        *,
        among: Collection[str] | None = None,
        peers: Sequence[str] | None = None,
        raises: bool = False,
        raised: Sequence[str] = (),
        spellings: Mapping[str, Sequence[str]] | None = None,
    ) -> html.Div:
        """Return the chips of the economies compared and the list to change them (by name or ISO3 code).

        among, peers: those listed, and compared, where the choice alone does not say; raises, raised:
        see ``chip_row``.
        """
        t, compared = self.t, self.value(key) if peers is None else peers
        groups, names = self.dataset.catalog.groups, self.dataset.menu_names(t.lang)
        ordered = sorted(
            among or self._options[key], key=lambda code: (code not in groups, sort_key(names[code]))
        )
        picker = dcc.Dropdown(
            id=self._id(key),
            options=as_options([(code, names[code]) for code in ordered], spellings),
            value=list(compared),
            multi=True,
            clearable=False,
            placeholder=t("controls.change"),
            maxHeight=360,
            closeOnSelect=False,
            className="select change",
            labels=_labels(t),
        )
        label = attributes(role="group", aria_label=t("controls.compare"))
        count = attributes(
            data_change=t("controls.change"),
            data_count=t("controls.compare_count", count=len(compared)),
            data_count_text=t("controls.compare_count", count="{count}"),
        )
        row = chip_row(names, compared, t, raises=raises, raised=raised)
        return html.Div(
            [
                html.Span(t("controls.compare"), className="control-label"),
                html.Div(id=chips, className="chips", children=row),
                html.Div(picker, className="change-wrap", id=f"{self._id(key)}-wrap", **label, **count),
            ],
            className="control compare-control",
        )

    def counted_options(self, key: str) -> html.Div:
        """Return a list of which several options are chosen, behind a button that counts them."""
        label, chosen = self.label(key), self.value(key)
        picker = dcc.Dropdown(
            id=self._id(key),
            options=as_options([(one, self.word(key, one)) for one in self._options[key]]),
            value=list(chosen),
            multi=True,
            clearable=False,
            maxHeight=360,
            closeOnSelect=False,
            className="select change",
            labels=_labels(self.t),
        )
        words = f"{self.page}.control.{key}_{'one' if len(chosen) == 1 else 'count'}"
        count = self.t(words, count=len(chosen))
        about = attributes(role="group", aria_label=label, data_change=count, data_count=count)
        wrap = html.Div(picker, className="change-wrap counted", id=f"{self._id(key)}-wrap", **about)
        return html.Div([html.Span(label, className="control-label"), wrap], className="control")

    def store(self, key: str) -> dcc.Store:
        """Return a choice that is made elsewhere than by a control of its own."""
        return dcc.Store(id=self._id(key), data=self.value(key))

    def _id(self, key: str) -> str:
        return f"{self.page}-{key}"

    def _control(self, key: str) -> tuple[str, Any]:
        return next((name, one) for name, one in self.chosen.controls().items() if one.key == key)

    def value(self, key: str) -> Any:
        """Return what is chosen."""
        return getattr(self.chosen, self._control(key)[0])

    def label(self, key: str) -> str:
        """Return the label of a control."""
        return self._first(f"{self.page}.control.{key}", f"controls.{key}")

    @cached_property
    def _options(self) -> dict[str, Sequence[Any]]:
        return self.chosen.options(self.dataset)

    def word(self, key: str, option: Any) -> str:
        """Return the words of an option."""
        if option in self.names:
            return self.names[option]
        labels = self.dataset.labels(self.t.lang)
        if option in labels:
            return labels[option]
        if isinstance(option, int):
            return str(option)
        return self._first(
            f"{self.page}.control.{option}",
            f"{self.page}.{key}.{option}",
            f"{key}.{option}",
            f"controls.{option}",
        )

    def _first(self, *keys: str) -> str:
        return self.t(next((key for key in keys if self.t.has(key)), keys[-1]))


def control_bar(
    t: Words, visible: Sequence[Component], more: Sequence[Component] = (), css: str = ""
) -> html.Div:
    """Return the controls of a page in a row; on phones those of ``more`` unfold below one button."""
    head = html.Summary(t("controls.more"), className="button")
    rest = [html.Details([head, html.Div(list(more), className="further-body")], className="further")]
    return html.Div([*visible, *(rest if more else [])], className=f"controls {css}".strip())


def view_tabs(
    t: Words, here: str, places: Mapping[str, str | list[Component]], label: str, **query: Any
) -> html.Nav:
    """Return links to the pages that are views of one question, by path; that of the path ``here`` is marked.

    query: what each of them is asked for; edition and base year on show go along (scripts/carry.js).
    """
    ways = [
        html.A(
            words, href=t.link(place, **query), **(attributes(aria_current="page") if place == here else {})
        )
        for place, words in places.items()
    ]
    return html.Nav(ways, className="views", **attributes(aria_label=label))


def list_or_map(t: Words, here: str) -> html.Nav:
    """Return the links between the two views of the ranking."""
    places = {place: t(f"controls.{view}") for place, view in (("ranking", "list"), ("ranking/map", "map"))}
    return view_tabs(t, here, places, t("page.ranking"))


def pillar_views(t: Words, pillars: Sequence[StrategicPillar], here: str, since: int) -> html.Nav:
    """Return the links to all strategic pillars and to each of them, all counting from one year.

    here: the path of the page.
    """
    query = {} if since == CLAIM_YEAR else {"since": since}
    places: dict[str, str | list[Component]] = {"strategy": t("strategy.short.all")}
    for pillar in pillars:
        name = html.Span(t.phrase(pillar.short), className="view-name")
        places[f"strategy/{pillar.slug}"] = [ring(pillar.number), name]
    return view_tabs(t, here, places, t("page.strategy"), **query)


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
        options=as_options(options, spellings),
        value=value,
        clearable=False,
        searchable=searchable,
        maxHeight=320,
        className="select",
        labels=_labels(words),
    )
    return _labelled(label, picker, "choice-control")


def _labelled(label: str, control: Component, css: str) -> html.Div:
    group = html.Div(control, **attributes(role="group", aria_label=label))
    return html.Div([html.Span(label, className="control-label"), group], className=f"control {css}")


def as_options(
    options: Sequence[tuple[str | int, str]], spellings: Mapping[str, Sequence[str]] | None = None
) -> list[dict[str, str | int]]:
    """Return options (value, words) as a select takes them.

    An option is found by its words and value, by all its names, and by these without accents.
    """
    found: list[dict[str, str | int]] = []
    for option, text in options:
        names = (spellings or {}).get(str(option), ())
        search = dict.fromkeys([text, str(option), *names, *(normalize_name(name) for name in names)])
        found.append({"label": text, "value": option, "search": " ".join(search)})
    return found


def _labels(t: Words) -> dcc.Dropdown.Labels:
    """Return the words inside a list of options, which Dash would else say in English."""
    return {
        "select_all": t("controls.select_all"),
        "deselect_all": t("controls.deselect_all"),
        "selected_count": t("controls.selected"),
        "search": t("controls.search"),
        "clear_search": t("controls.clear_search"),
        "clear_selection": t("controls.clear"),
        "no_options_found": t("controls.none_found"),
    }


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
    chips: list[Component] = []
    for code in peers:
        name, about = labels[code], {"data_economy": code}
        head: Component = html.Span(name, className="chip-name")
        if raises:
            raising = {"data_action": "raise", **about, "aria_pressed": str(code in raised).lower()}
            head = button(name, "chip-name", **raising, aria_label=words("controls.raise", name=name))
        label = words("controls.remove", name=name)
        remove = button("×", "chip-remove", data_action="remove", **about, aria_label=label)
        colour = {"data_raised": str(raised.index(code) + 1)} if code in raised else {}
        chips.append(html.Span([head, remove], className="chip", **attributes(**about, **colour)))
    return chips
