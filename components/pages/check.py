"""Check a text: do the figures that a reader pastes hold?"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final
from urllib.parse import quote

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from analysis.comparison.lexicon import LONGEST
from analysis.comparison.marks import UNCHECKED, VERDICTS, Mark, marks
from analysis.comparison.statements import ELSEWHERE, FALSE, MISSING, OTHER_UNIT, TRUE
from analysis.dataset import Dataset
from analysis.index.standing import ranks
from analysis.query import Query, one_of
from components.cards.callbacks import Callbacks
from components.cards.citation import notices
from components.parts.controls import Controls, bar
from components.words.attributes import attributes, button
from components.words.places import LANG
from components.words.text import Words, markup, plain, words
from components.words.view import PageView
from data.article import HERO
from data.languages import known_language

PAGE = "check"
FIELD, TEXT, FINDING, COUNT, RESULT = (
    f"{PAGE}-{name}" for name in ("field", "text", "finding", "count", "result")
)
MOST_LINKED: Final = 1_900
"""Characters of a text, as an address has them, that a link keeps: addresses have 2,000 at most."""
_CSS: Final[Mapping[str, str]] = {
    TRUE: "right",
    ELSEWHERE: "release",
    OTHER_UNIT: "unit",
    FALSE: "false",
    UNCHECKED: "unchecked",
    MISSING: "missing",
}
"""Verdicts as they stand in classes and in the keys of words."""
_SHAPES: Final = {"right": "●", "release": "◇", "unit": "△", "false": "×", "unchecked": "?", "missing": "○"}
_STATES: Final = re.compile(r"[0-9]")


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """Which example is on show until a reader's own text is checked."""

    example: str = one_of("example", ("report", "article"))


@dataclass(frozen=True)
class CheckView(PageView[Choice]):
    """An example, in one language."""

    @cached_property
    def text(self) -> str:
        """The example: a sentence of the article that states a figure, or a report with three errors."""
        return self._quoted if self.choice.example == "article" else self._report

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """Its figures."""
        return marks(self.dataset, self.text, self.t.lang)

    @property
    def credit(self) -> list[str | Component]:
        """From where the example is quoted."""
        if self.text != self._quoted:
            return []
        source = self.dataset.catalog.sources["article"]
        link = html.A(self.t.phrase(source.publisher), href=source.url, rel="noopener")
        return [" ", self.t("check.quoted"), " ", link]

    @property
    def _quoted(self) -> str:
        """The first sentence with a figure that claims quote of the article, else the report."""
        quoted = (self.t.phrase(one.quotation) for one in self.dataset.catalog.claims if one.quotation)
        found = next(filter(_STATES.search, quoted), "")
        return found + self.t.language.stop if found else self._report

    @property
    def _report(self) -> str:
        """A report with three errors, each made of a figure of the data."""
        dataset, known = self.dataset, ranks(self.dataset, HERO)
        counted = [year for year in known if dataset.rank_counts.get(year)]
        first, last = min(counted), max(counted)
        counts = {year: dataset.rank_counts[year] or 0 for year in (first, last)}
        text = self.t(
            "check.report",
            name=self.economy_name(HERO),
            first=first,
            last=last,
            rank_first=known[first],
            wrong_rank=known[last] + 2,
            count=counts[first],
            wrong_count=counts[last] + 3,
            leader=self.economy_name(self._leader(last)),
            wrong_leader=4,
        )
        return plain(text)

    def _leader(self, edition: int) -> str:
        """Return the economy that leads an edition."""
        scores = self.dataset.concept("GII")
        return str(scores[(scores["edition"] == edition) & (scores["rank"] == 1)]["economy"].iloc[0])


def layout(view: CheckView) -> list[Component]:
    """Return the page: a field for a text, and an example with its figures marked."""
    t = view.t
    label = html.Label(t("check.field"), htmlFor=FIELD, className="control-label")
    text = html.Textarea(
        id=FIELD, name="text", maxLength=LONGEST, rows=4, placeholder=t("check.placeholder"), lang=""
    )
    send = html.Button(t("check.send"), type="submit", className="button")
    form = html.Form([label, text, send], id=f"{PAGE}-form")
    field = [html.Summary(t("check.open"), className="button"), form, html.P(markup(t("check.script")))]
    return [
        html.H1(finding(view.marks, t), id=FINDING),
        html.P(t("check.deck"), className="deck"),
        html.P(id=COUNT, className="unseen", role="status"),
        bar(t, [Controls(PAGE, view.choice, view.dataset, t).segmented("example")]),
        html.Details(field, open=True, className="check-form"),
        html.Div(result(view.dataset, view.text, view.marks, t, view.credit), id=RESULT),
        dcc.Store(id=TEXT, data=[]),
    ]


def callbacks(app: Dash, current: Callable[[], Dataset]) -> None:
    """Let the server check what is sent; the browser reads a text that an address keeps behind its #."""
    app.clientside_callback(ClientsideFunction("check", "linked"), Output(TEXT, "data"), Input(FIELD, "id"))

    @app.callback(
        *(Output(part, "children", allow_duplicate=True) for part in (FINDING, COUNT, RESULT)),
        Input(TEXT, "data"),
        State(LANG, "data"),
        prevent_initial_call=True,
    )
    def check(sent: object, lang: object) -> tuple[Any, ...]:
        text = joined(sent)
        if not text:
            raise PreventUpdate
        dataset, t = current(), words(known_language(lang))
        found = marks(dataset, text, t.lang)
        head = finding(found, t)
        return head, head, result(dataset, text, found, t)


def joined(sent: object) -> str:
    """Return a text that was sent in pieces; "" where they are no text, or too long a one."""
    pieces = sent if isinstance(sent, list) else []
    text = "".join(one for one in pieces if isinstance(one, str))
    return text if text.strip() and len(text) <= LONGEST else ""


def finding(found: Sequence[Mark], t: Words) -> str:
    """Return how many figures hold, and how many are false."""
    right, wrong = (sum(one.verdict == verdict for one in found) for verdict in (TRUE, FALSE))
    if not found:
        return t("check.nothing")
    key = "none" if not wrong else "one" if wrong == 1 else "several"
    return t(f"check.finding.{key}", held=right, all=len(found), wrong=wrong)


def result(
    dataset: Dataset, text: str, found: Sequence[Mark], t: Words, credit: Sequence[str | Component] = ()
) -> list[Component]:
    """Return a text with its figures marked, and beside it what was understood of each, and what holds."""
    pieces, at = list[str | Component](), 0
    for number, one in enumerate(found, 1):
        css = _CSS[one.verdict]
        shape = html.Span(_SHAPES[css], **attributes(aria_hidden="true"))
        spoken = html.Span(t(f"check.verdict.{css}"), className="unseen")
        sup = html.Sup([str(number), shape, spoken])
        link = html.A([one.text, sup], href=f"#{PAGE}-{number}", className=f"check-mark check-{css}")
        pieces += [text[at : one.start], link]
        at = one.end
    legend = [
        html.Li([html.Span(_SHAPES[css], **attributes(aria_hidden="true")), " ", t(f"check.verdict.{css}")])
        for css in dict.fromkeys(_CSS[one] for one in VERDICTS)
    ]
    left: list[Component] = [
        html.P([*pieces, text[at:]], className="check-text"),
        _actions(dataset, text, found, t),
        html.Ul(legend, className="check-legend small"),
        html.P([t("check.source"), *credit], className="small"),
    ]
    items = [_item(dataset, number, one, len(found), t) for number, one in enumerate(found, 1)]
    right = [html.H2(t("check.list")), html.Ol(items, className="check-list")] if items else []
    return [html.Div([html.Div(left), html.Div(right, className="check-side")], className="check-grid")]


def _actions(dataset: Dataset, text: str, found: Sequence[Mark], t: Words) -> html.Div:
    """Return what copies the text with its notes, and what makes a link that keeps it, if it is short."""
    copied = {"data_action": "copy", "data_done": t("card.copied")}
    actions: list[Component] = [button(t("check.copy"), **copied)]
    if len(quote(text)) <= MOST_LINKED:
        actions.append(
            button(t("check.link"), data_action="keep", data_done=t("check.linked"), data_text=text)
        )
    else:
        actions.append(html.Span(t("check.long"), className="small"))
    pre = html.Pre(_noted(dataset, text, found, t), className="unseen")
    return html.Div([*actions, notices(), pre], className="check-actions copyable")


def _noted(dataset: Dataset, text: str, found: Sequence[Mark], t: Words) -> str:
    """Return a text with the numbers of notes behind its figures, and the notes below it."""
    parts, notes, at = list[str](), list[str](), 0
    for number, one in enumerate(found, 1):
        parts.append(f"{text[at : one.end]} [{number}]")
        at = one.end
        sentences = [
            t(f"check.verdict.{_CSS[one.verdict]}") + t.language.stop,
            *_sentences(one, t),
            _source(dataset, one, t),
        ]
        notes.append(f"[{number}] " + " ".join(filter(None, sentences)))
    return "\n".join(["".join((*parts, text[at:])), "", *notes])


def _sentences(one: Mark, t: Words) -> list[str]:
    """Return what was understood of a figure, and what the data have, unless that is the same."""
    if not one.right or one.right.rstrip(".。") in one.understood:
        return [one.understood]
    known = one.verdict not in (UNCHECKED, MISSING)
    right = t("check.data", text=one.right) if known else one.right
    return [t("check.read", text=one.understood), right]


def _source(dataset: Dataset, one: Mark, t: Words) -> str:
    """Return the publishers of a figure."""
    families = (dataset.sources["family"].get(release, "") for release in one.source.split())
    known = dataset.catalog.sources
    return t.listing([*dict.fromkeys(t.phrase(known[str(name)].short) for name in families if name in known)])


def _item(dataset: Dataset, number: int, one: Mark, last: int, t: Words) -> html.Li:
    """Return what is said of a figure, with its source and the page that shows it."""
    css, source = _CSS[one.verdict], _source(dataset, one, t)
    shape = html.Span(_SHAPES[css], className=f"check-shape check-{css}", **attributes(aria_hidden="true"))
    title: list[str | Component] = [html.Span(str(number), className="fig"), shape, t(f"check.verdict.{css}")]
    head = html.H3(title, id=f"{PAGE}-{number}", tabIndex="-1")
    view = [html.A(t("check.shown"), href=one.view)] if one.view else []
    foot = [*view, *([html.Span(source, className="small")] if source else [])]
    ways = (("‹", number - 1, "check.back"), ("›", number + 1, "check.on"))
    steps = [
        html.A(sign, href=f"#{PAGE}-{to}", **attributes(aria_label=t(key)))
        for sign, to, key in ways
        if 1 <= to <= last
    ]
    return html.Li(
        [
            head,
            html.Div([html.P(sentence) for sentence in _sentences(one, t)], className="check-said"),
            html.P(foot, className="check-foot"),
            html.P(steps, className="check-steps"),
        ]
    )


CALLBACKS = Callbacks(Choice, CheckView, parts=(FINDING, RESULT))
