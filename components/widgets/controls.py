"""The controls of a page, built from the declared choices of its query, with labels, options and values."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from dash import dcc, html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.normalize import normalize_name, sort_key
from analysis.query import Query
from components.cards.badges import ring
from components.text.attributes import attributes, button
from components.text.catalog import Words
from components.text.keys import by_last_part
from data.article import CLAIM_YEAR
from data.entries import StrategicPillar

_SHARED_LABELS: Final = by_last_part(
    "controls.economy", "controls.edition", "controls.since", "controls.show", "controls.to"
)
_LABELS: Final = {
    "brief": by_last_part("brief.control.since"),
    "claims": by_last_part("claims.control.verdict", "claims.control.pillar", "claims.control.kind"),
    "compare": by_last_part("compare.control.view", "compare.control.economy", "compare.control.peers")
    | by_last_part("compare.control.measure", "compare.control.measures")
    | by_last_part("compare.control.x", "compare.control.y"),
    "data": by_last_part("data.control.series"),
    "economy": by_last_part("economy.control.level", "economy.control.editions"),
    "indicator": by_last_part("indicator.control.without", "indicator.control.view"),
    "lessons": by_last_part("lessons.control.show"),
    "map": by_last_part("map.control.measure", "map.control.show")
    | by_last_part("map.control.against", "map.control.part"),
    "pillar": by_last_part("pillar.control.pillar", "pillar.control.scale"),
    "productivity": by_last_part("productivity.control.economy"),
    "provinces": by_last_part("provinces.control.measure", "provinces.control.year")
    | by_last_part("provinces.control.sort", "provinces.control.province"),
    "ranking": by_last_part("ranking.control.against", "ranking.control.find", "ranking.control.region")
    | by_last_part("ranking.control.income", "ranking.control.show"),
    "reach": by_last_part("reach.control.rank", "reach.control.target", "reach.control.than"),
    "strategy": by_last_part("strategy.control.pillar", "strategy.control.strength")
    | by_last_part("strategy.control.course", "strategy.control.origin"),
    "targets": by_last_part("targets.control.figures", "targets.control.aim", "targets.control.document")
    | by_last_part("targets.control.verdict", "targets.control.evidence", "targets.control.by"),
    "weights": by_last_part("weights.control.shared"),
    "why": by_last_part("why.control.from", "why.control.to", "why.control.detail")
    | by_last_part("why.control.pillar", "why.control.split"),
}
"""Text keys of labels by page and key, where a page has a label of its own."""
_SHOW: Final = by_last_part("controls.rank", "controls.percentile", "controls.score")
_OPTIONS: Final = {
    "claims-kind": by_last_part("claims.control.all", "claims.control.statement", "claims.control.aim"),
    "claims-pillar": by_last_part("claims.control.all"),
    "claims-verdict": by_last_part("claims.control.all", "verdict.right", "verdict.wrong", "verdict.moved")
    | by_last_part("verdict.not_moved", "verdict.mixed", "verdict.not_measured", "verdict.not_checkable"),
    "compare-show": by_last_part("compare.show.rank", "compare.show.percentile", "compare.show.score"),
    "compare-view": by_last_part("compare.view.trajectory", "compare.view.scatter")
    | by_last_part("compare.control.measures"),
    "economy-level": by_last_part("economy.level.pillar", "economy.level.subpillar"),
    "economy-show": by_last_part("economy.show.all", "economy.show.strengths", "economy.show.weaknesses")
    | by_last_part("economy.show.missing", "economy.show.outdated"),
    "indicator-view": by_last_part("indicator.control.indicators", "indicator.control.economies"),
    "lessons-show": by_last_part("lessons.control.tasks", "lessons.control.answers", "lessons.control.chart"),
    "map-part": by_last_part("map.control.africa", "map.control.americas")
    | by_last_part("map.control.asia", "map.control.europe"),
    "map-show": by_last_part("map.control.rank", "map.control.percentile", "map.control.score")
    | by_last_part("map.control.change"),
    "others-show": _SHOW,
    "overview-show": _SHOW,
    "pillar-scale": by_last_part("pillar.control.own", "pillar.control.shared"),
    "provinces-sort": by_last_part("provinces.control.value", "provinces.control.change")
    | by_last_part("provinces.control.name"),
    "ranking-against": by_last_part("ranking.control.before", "ranking.control.none"),
    "ranking-income": by_last_part("ranking.control.all", "ranking.income.LI", "ranking.income.LM")
    | by_last_part("ranking.income.UM", "ranking.income.HI"),
    "ranking-region": by_last_part("ranking.control.all", "ranking.region.CSA", "ranking.region.EUR")
    | by_last_part("ranking.region.LCN", "ranking.region.NAC", "ranking.region.NAWA")
    | by_last_part("ranking.region.SEAO", "ranking.region.SSA"),
    "ranking-show": by_last_part("ranking.control.rank", "ranking.control.score"),
    "reach-target": by_last_part("reach.target.economy", "reach.target.median", "reach.target.best"),
    "strategy-course": by_last_part("strategy.control.all", "course.towards", "course.away")
    | by_last_part("course.flat", "course.none"),
    "strategy-origin": by_last_part("strategy.control.all", "origin.indicator", "origin.gii")
    | by_last_part("origin.gap", "origin.partial"),
    "strategy-strength": by_last_part("strategy.control.all", "strength.direct", "strength.proxy")
    | by_last_part("strength.partial", "strength.none"),
    "targets-aim": by_last_part("targets.control.all", "targets.control.0"),
    "targets-by": by_last_part("targets.control.document", "targets.control.aim"),
    "targets-document": by_last_part("targets.control.all"),
    "targets-evidence": by_last_part("targets.control.all", "targets.control.several")
    | by_last_part("targets.control.one", "targets.control.own"),
    "targets-figures": by_last_part("targets.figures.first", "targets.figures.revised"),
    "targets-verdict": by_last_part("targets.control.all", "verdict.met", "verdict.late", "verdict.missed")
    | by_last_part("verdict.unjudged", "verdict.not_due"),
    "why-detail": by_last_part("why.control.subindices", "why.control.pillars")
    | by_last_part("why.control.subpillars", "why.control.indicators"),
    "why-split": by_last_part("why.control.relative", "why.control.plain"),
}
"""Text keys of options by id of the control; other options are economies, numbers, or named by the page."""
_HINTS: Final = {"ranking-find": "ranking.control.find_hint"}
_COUNTS: Final = {
    "compare-measures": ("compare.control.measures_one", "compare.control.measures_count"),
    "indicator-without": ("indicator.control.without_one", "indicator.control.without_count"),
}
"""Text keys for one chosen option and for several."""
_LIST_HEIGHT, _LONG_LIST_HEIGHT = 320, 360  # px


@dataclass(frozen=True)
class Controls:
    """The controls of a page for the chosen values; each has the id <page>-<key>.

    Economies are listed by name, numbers as they are; names: texts of other options, by option.
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
        """Return a dropdown for one option; economies are sorted by name.

        among: the listed options, where they are not all; spellings: further names that find an option.
        """
        options = self._options[key] if among is None else among
        labels = self.dataset.labels(self.t.lang)
        if all(option in labels for option in options):
            named = self.dataset.by_name(set(options), self.t.lang)
        else:
            named = [(option, self.word(key, option)) for option in options]
        value = self.value(key)
        return choice(
            *(self._id(key), self.label(key), named, value, self.t),
            searchable=searchable,
            spellings=spellings,
        )

    def segmented_control(self, key: str) -> html.Div:
        """Return a row of options for one choice; those that cannot be chosen are disabled."""
        possible = set(self._options[key])
        options = [
            {"label": self.word(key, option), "value": str(option), "disabled": option not in possible}
            for option in self._control(key)[1].every or self._options[key]
        ]
        value = str(self.value(key))
        row = dcc.RadioItems(
            id=self._id(key), options=options, value=value, inline=True, className="segmented"
        )
        return _with_label(self.label(key), row, "measure-control")

    def multi_select(self, key: str, most: int) -> html.Div:
        """Return a row of options from which one to ``most`` can be chosen."""
        chosen = self.value(key)
        is_full, is_last = len(chosen) >= most, len(chosen) == 1
        options = [
            {
                "label": self.word(key, option),
                "value": option,
                "disabled": is_last if option in chosen else is_full,
            }
            for option in self._options[key]
        ]
        row = dcc.Checklist(
            id=self._id(key), options=options, value=list(chosen), inline=True, className="segmented several"
        )
        return _with_label(self.label(key), row, "several-control")

    def play_slider(self, key: str) -> html.Div:
        """Return a slider over the years or editions of a key, with a button that plays them.

        The button has the id <page>-play, the visible year <page>-at (scripts/play.js).
        """
        t, label = self.t, self.label(key)
        years = [*self._options[key]]
        data = {"data_play": self._id(key), "data_pause": t("controls.pause"), "data_places": str(years)}
        track = dcc.Slider(
            id=self._id(key),
            min=years[0],
            max=years[-1],
            step=None,
            value=self.value(key),
            marks={str(year): {"label": ""} for year in years},
            included=False,
            updatemode="mouseup",
            allow_direct_input=False,
        )
        parts = [
            html.Span(label, className="control-label"),
            button(t("controls.play"), "button play", id=f"{self.page}-play", data_action="play", **data),
            html.Div(track, className="slider-track", role="group", **attributes(aria_label=label)),
            html.Output(str(self.value(key)), id=f"{self.page}-at", className="fig"),
        ]
        return html.Div(parts, className="control played")

    def span(self, first: int, last: int) -> html.Div:
        """Return two dropdowns for the first and the last edition."""
        t = self.t
        parts: list[Component] = [html.Span(t("controls.editions"), className="control-label")]
        for key, label, value in (("from", "controls.first", first), ("to", "controls.last", last)):
            if key == "to":
                parts.append(html.Span(t("controls.to"), className="control-label"))
            picker = dcc.Dropdown(
                id=self._id(key),
                options=[{"label": str(edition), "value": edition} for edition in self.dataset.editions],
                value=value,
                clearable=False,
                searchable=False,
                maxHeight=_LIST_HEIGHT,
                className="select",
            )
            parts.append(html.Div(picker, role="group", **attributes(aria_label=t(label))))
        return html.Div(parts, className="control edition-control")

    def search(self, key: str, most: int) -> html.Div:
        """Return a field for a text of at most ``most`` characters."""
        entry = dcc.Input(
            id=self._id(key),
            value=self.value(key),
            type="search",
            debounce=0.25,  # seconds
            maxLength=most,
            placeholder=self.t(_HINTS[self._id(key)]),
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
        """Return the chips of the compared economies and a dropdown that changes them by name or ISO3 code.

        chips: id of the row of chips; among, peers: the listed and the compared economies where they differ
        from options and value of the choice; raises, raised: see ``chip_row``.
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
            maxHeight=_LONG_LIST_HEIGHT,
            closeOnSelect=False,
            className="select change",
            labels=_dropdown_labels(t),
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
        """Return a dropdown for several options behind a button that counts the chosen ones."""
        label, chosen = self.label(key), self.value(key)
        picker = dcc.Dropdown(
            id=self._id(key),
            options=as_options([(option, self.word(key, option)) for option in self._options[key]]),
            value=list(chosen),
            multi=True,
            clearable=False,
            maxHeight=_LONG_LIST_HEIGHT,
            closeOnSelect=False,
            className="select change",
            labels=_dropdown_labels(self.t),
        )
        one_key, many_key = _COUNTS[self._id(key)]
        count = self.t(one_key if len(chosen) == 1 else many_key, count=len(chosen))
        group = attributes(role="group", aria_label=label, data_change=count, data_count=count)
        wrap = html.Div(picker, className="change-wrap counted", id=f"{self._id(key)}-wrap", **group)
        return html.Div([html.Span(label, className="control-label"), wrap], className="control")

    def store(self, key: str) -> dcc.Store:
        """Return a store for a choice without a control of its own."""
        return dcc.Store(id=self._id(key), data=self.value(key))

    def _id(self, key: str) -> str:
        return f"{self.page}-{key}"

    def _control(self, key: str) -> tuple[str, Any]:
        controls = self.chosen.controls().items()
        return next((name, control) for name, control in controls if control.key == key)

    def value(self, key: str) -> Any:
        """Return the chosen value."""
        return getattr(self.chosen, self._control(key)[0])

    def label(self, key: str) -> str:
        """Return the label of a control."""
        labels = _LABELS.get(self.page, {})
        return self.t(labels[key] if key in labels else _SHARED_LABELS[key])

    @cached_property
    def _options(self) -> dict[str, Sequence[Any]]:
        return self.chosen.options(self.dataset)

    def word(self, key: str, option: Any) -> str:
        """Return the text of an option."""
        if option in self.names:
            return self.names[option]
        labels = self.dataset.labels(self.t.lang)
        if option in labels:
            return labels[option]
        if isinstance(option, int):
            return str(option)
        return self.t(_OPTIONS[self._id(key)][option])


def control_bar(
    t: Words, visible: Sequence[Component], more: Sequence[Component] = (), css: str = ""
) -> html.Div:
    """Return the controls of a page in a row; on phones those of ``more`` unfold below one button."""
    head = html.Summary(t("controls.more"), className="button")
    further = html.Details([head, html.Div(list(more), className="further-body")], className="further")
    return html.Div([*visible, *([further] if more else [])], className=f"controls {css}".strip())


def view_tabs(
    t: Words, here: str, labels: Mapping[str, str | list[Component]], label: str, **query: Any
) -> html.Nav:
    """Return links to the views of one question.

    here: the path of the current page; labels: contents of the links by path; query: the query of each link,
    to which the browser adds edition and base year (scripts/carry.js).
    """
    links = []
    for path, content in labels.items():
        current = attributes(aria_current="page") if path == here else {}
        links.append(html.A(content, href=t.link(path, **query), **current))
    return html.Nav(links, className="views", **attributes(aria_label=label))


def list_or_map(t: Words, here: str) -> html.Nav:
    """Return the links between the two views of the ranking."""
    labels = {"ranking": t("controls.list"), "ranking/map": t("controls.map")}
    return view_tabs(t, here, labels, t("page.ranking"))


def pillar_views(t: Words, pillars: Sequence[StrategicPillar], here: str, since: int) -> html.Nav:
    """Return the links to all strategic pillars and to each of them, with one base year.

    here: the path of the current page.
    """
    query = {} if since == CLAIM_YEAR else {"since": since}
    labels: dict[str, str | list[Component]] = {"strategy": t("strategy.short.all")}
    for pillar in pillars:
        name = html.Span(t.phrase(pillar.short), className="view-name")
        labels[f"strategy/{pillar.slug}"] = [ring(pillar.number), name]
    return view_tabs(t, here, labels, t("page.strategy"), **query)


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
    """Return a dropdown with a label; options are (value, text), and a search finds both.

    spellings: further names of an option, in every language, that a search finds.
    """
    picker = dcc.Dropdown(
        id=identifier,
        options=as_options(options, spellings),
        value=value,
        clearable=False,
        searchable=searchable,
        maxHeight=_LIST_HEIGHT,
        className="select",
        labels=_dropdown_labels(words),
    )
    return _with_label(label, picker, "choice-control")


def _with_label(label: str, control: Component, css: str) -> html.Div:
    group = html.Div(control, **attributes(role="group", aria_label=label))
    return html.Div([html.Span(label, className="control-label"), group], className=f"control {css}")


def as_options(
    options: Sequence[tuple[str | int, str]], spellings: Mapping[str, Sequence[str]] | None = None
) -> list[dict[str, str | int]]:
    """Return options (value, text) in the form that dcc.Dropdown takes.

    A search finds an option by text and value, and by its names with and without accents.
    """
    listed: list[dict[str, str | int]] = []
    for option, text in options:
        names = (spellings or {}).get(str(option), ())
        search = dict.fromkeys([text, str(option), *names, *(normalize_name(name) for name in names)])
        listed.append({"label": text, "value": option, "search": " ".join(search)})
    return listed


def _dropdown_labels(t: Words) -> dcc.Dropdown.Labels:
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
    """Return one chip per economy: its × removes it, its name highlights its line.

    raises: whether there are lines to highlight; raised: economies whose line is highlighted from the start,
    in the order of the colours.
    """
    chips: list[Component] = []
    for code in peers:
        name, data = labels[code], {"data_economy": code}
        head: Component = html.Span(name, className="chip-name")
        if raises:
            pressed = {"data_action": "raise", **data, "aria_pressed": str(code in raised).lower()}
            head = button(name, "chip-name", **pressed, aria_label=words("controls.raise", name=name))
        label = words("controls.remove", name=name)
        remove = button("×", "chip-remove", data_action="remove", **data, aria_label=label)
        colour = {"data_raised": str(raised.index(code) + 1)} if code in raised else {}
        chips.append(html.Span([head, remove], className="chip", **attributes(**data, **colour)))
    return chips
