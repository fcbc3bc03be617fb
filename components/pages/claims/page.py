"""The article's claims: are its figures right, and do open data move the way it asks for?"""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from analysis.claim_list import NO_PILLAR, Choice, counts
from analysis.dataset import Dataset
from analysis.derived import claim_assessments
from analysis.frames import claims as frames
from analysis.progress import HARDLY, HARDLY_SCORE
from analysis.verdicts import ARTICLE_YEAR, MOVED, RIGHT, WRONG, Assessment
from components import numbers
from components.attributes import attributes
from components.callbacks import Callbacks
from components.card import Card
from components.pages.claims.rows import ARTICLE, rows
from components.pages.claims.wording import computed, fill, inferred, known
from components.parts.badges import verdict
from components.parts.citation import cited
from components.parts.columns import column
from components.parts.controls import Controls
from components.parts.figure_card import Content, dialogs, foot
from components.parts.note import empty
from components.parts.tables import Cell, heads, table
from components.shell import path
from components.text import Words, markup, plain, words
from components.view import download
from data.claims import KINDS
from data.schema import VERDICTS_OF

PAGE = "claims"
CARD = Card(PAGE, "claims", (frames.CLAIMS,), height=720)
CARDS = (CARD,)
ROWS, COUNT, EMPTY = "claims-rows", "claims-count", "claims-empty"
CALLBACKS = Callbacks(
    Choice,
    parts=(*((name, "children") for name in (ROWS, COUNT, EMPTY, CARD.table)), (CARD.data, "href")),
    stores=("claim",),
)
_ACTIONS = ("cite", "link")
COLUMNS = ("number", "claim", "verdict", "tested", "computed", "level", "inference")
TALLIES = {"statement": "claims.tally.statements", "aim": "claims.tally.aims"}


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the page in a language; ``query`` gives the values of its filters and the open claim."""
    say, claims, choice = words(lang), claim_assessments(dataset), Choice.read(dataset, query)
    names = {str(pillar.number): pillar.name.get(lang) for pillar in dataset.catalog.strategy}
    names |= {NO_PILLAR: say("claims.control.no_pillar")}
    controls = Controls(PAGE, choice, dataset, say, names)
    return [
        html.H1(markup(finding(claims, say))),
        html.P(markup(say("claims.deck")), className="deck"),
        html.Div(
            [
                *tally(claims, say),
                controls.select("verdict"),
                controls.select("pillar"),
                controls.segmented("kind"),
            ],
            className="controls",
        ),
        _card(dataset, claims, choice, say),
        below(dataset, claims, say),
        controls.store("claim"),
        CALLBACKS.address(PAGE, dataset),
    ]


def _card(dataset: Dataset, claims: Sequence[Assessment], choice: Choice, say: Words) -> html.Figure:
    title, found = plain(finding(claims, say)), frames.CLAIMS.result(dataset, choice)
    content = Content(
        heading=say("claims.heading"),
        heading_shown=False,
        finding=title,
        measure=[],
        table=overview(dataset, found, say) if found else html.Div(),
        source=source(dataset, say),
        data_address=download("claims", say, choice.chosen(dataset)),
        file_name="article-claims",
        citation=cited(dataset, title, dataset.table("claim_figures")["source"].dropna(), say),
    )
    return html.Figure(
        [
            html.H2(content.heading, id=CARD.heading, className="unseen"),
            html.P(count(found, claims, say), id=COUNT, className="unseen", role="status"),
            html.Div(rows(dataset, found, choice.claim, say), id=ROWS, className="claims"),
            html.Div(nothing(found, say), id=EMPTY),
            html.Div(foot(CARD, content, say, _ACTIONS), className="under"),
            html.Div(content.table, id=CARD.table, className="table-panel", hidden=True),
            *dialogs(CARD, content, say, _ACTIONS),
        ],
        className="card",
        **attributes(data_card=CARD.prefix, data_file=content.file_name, aria_labelledby=CARD.heading),
    )


def statements(claims: Sequence[Assessment], say: Words) -> str:
    """Return whether the figures of the statements that can be checked are right."""
    found = counts(claims, "statement")
    checked = found[RIGHT] + found[WRONG]
    if not checked:
        return say("claims.finding.unchecked")
    return say(
        "claims.finding.wrong" if found[WRONG] else "claims.finding.right", wrong=found[WRONG], all=checked
    )


def finding(claims: Sequence[Assessment], say: Words) -> str:
    """Return whether the figures are right, and how many aims moved wholly their way."""
    if not claims:
        return say("claims.finding.none")
    found = counts(claims, "aim")
    aims = say("claims.finding.aims", moved=found[MOVED], all=sum(found.values()))
    return say("claims.finding.both", statements=statements(claims, say), aims=aims)


def tally(claims: Sequence[Assessment], say: Words) -> list[Component]:
    """Return the verdicts on statements and on aims, each with the number of all claims that have it."""
    return [_tally(kind, counts(claims, kind), say) for kind in KINDS]


def _tally(kind: str, found: Mapping[str, int], say: Words) -> Component:
    items = [
        html.Li([verdict(name, say), html.B(str(found[name]), className="fig")]) for name in VERDICTS_OF[kind]
    ]
    return html.Div(
        [html.Span(say(TALLIES[kind]), className="control-label"), html.Ul(items)], className="control tally"
    )


def count(shown: Sequence[Assessment], claims: Sequence[Assessment], say: Words) -> str:
    """Return how many of how many claims are shown."""
    return say("claims.shown", shown=len(shown), all=len(claims))


def nothing(shown: Sequence[Assessment], say: Words) -> list[Component]:
    """Return the words that stand where no claim fits, with the way back; nothing where some do."""
    if shown:
        return []
    back = html.A(say("claims.reset"), href=path(say.lang, PAGE), className="button")
    return [empty([say("claims.empty")]), html.P(back)]


def source(dataset: Dataset, say: Words) -> list[str | Component]:
    """Return whose the statements are, whose the verdicts, and when the data were checked."""
    article = dataset.catalog.sources[ARTICLE]
    outlet = html.A(article.publisher.get(say.lang), href=article.url, rel="noopener")
    checked = numbers.day(dataset.checked, say.lang)
    place = html.A(say("claims.source_link"), href=path(say.lang, "data"))
    return [say("claims.source_article"), outlet, say("claims.source", checked=checked), place]


def overview(dataset: Dataset, shown: Sequence[Assessment], say: Words) -> Component:
    """Return the claims shown as one table."""
    rows: list[list[Cell]] = []
    for one in shown:
        first = [one.claim.statement.get(say.lang), say(f"verdict.{one.verdict}")]
        level = one.claim.level
        cells = [
            fill(dataset, one, one.claim.definition, say),
            computed(dataset, one, say),
            fill(dataset, one, level, say) if level and known(one, level) else say("missing"),
            say("claims.between").join(inferred(dataset, one, say)) or say("missing"),
        ]
        rows.append([one.claim.number, *first, *(markup(cell) for cell in cells)])
    columns = heads(say, "claims.column", COLUMNS, COLUMNS)
    return table(columns, rows, caption=say("claims.heading"), missing=say("missing"))


def below(dataset: Dataset, claims: Sequence[Assessment], say: Words) -> html.Section:
    """Return the three columns: how verdicts are made, what is not tested, what a refresh changes."""
    names = ("rules", "limits", "changes")
    rule = {"hardly": f"{HARDLY:.0%}", "score": HARDLY_SCORE, "year": ARTICLE_YEAR}
    rule |= _beside_pillars(dataset, claims)
    columns = [
        column(say(f"claims.{name}.title"), say.lines(f"claims.{name}.text", **rule)) for name in names
    ]
    return html.Section(html.Div(columns, className="three"), className="block")


def _beside_pillars(dataset: Dataset, claims: Sequence[Assessment]) -> dict[str, int]:
    """Return how many aims and recommendations there are, and how many series they share."""
    aims = [one.claim for one in claims if one.claim.kind == "aim"]
    series = {aim.figures[test.figure].series for aim in aims for test in aim.tests}
    pillars = dataset.catalog.strategy
    linked = {link.indicator for pillar in pillars for link in pillar.links}
    return {
        "aims": len(aims),
        "actions": sum(len(pillar.actions) for pillar in pillars),
        "series": len(series),
        "shared": len(series & linked),
    }
