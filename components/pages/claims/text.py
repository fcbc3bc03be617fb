"""What stands around the claims: finding, counts, source, the same as a table, and three columns."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from analysis.claim_list import Choice, counts
from analysis.dataset import Dataset
from analysis.progress import HARDLY, HARDLY_SCORE
from analysis.verdicts import ARTICLE_YEAR, MOVED, RIGHT, WRONG, Assessment
from components import numbers
from components.pages.claims.rows import ARTICLE, PAGE
from components.pages.claims.wording import computed, fill, inferred, known
from components.parts.note import empty
from components.parts.tables import Cell, Column, table
from components.parts.verdict import verdict
from components.shell import path
from components.text import Words, markup
from data.claims import KINDS
from data.schema_claims import VERDICTS_OF

COLUMNS = ("number", "claim", "verdict", "tested", "computed", "level", "inference")
TALLIES = {"statement": "claims.tally.statements", "aim": "claims.tally.aims"}


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


def data_address(dataset: Dataset, choice: Choice, lang: str) -> str:
    """Return the address of the CSV of exactly the claims shown."""
    return "/download/claims.csv?" + urlencode({"lang": lang, **choice.chosen(dataset)})


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
        said = [one.claim.statement.get(say.lang), say(f"verdict.{one.verdict}")]
        level = one.claim.level
        cells = [
            fill(dataset, one, one.claim.definition, say),
            computed(dataset, one, say),
            fill(dataset, one, level, say) if level and known(one, level) else say("missing"),
            say("claims.between").join(inferred(dataset, one, say)) or say("missing"),
        ]
        rows.append([one.claim.number, *said, *(markup(cell) for cell in cells)])
    columns = [Column(say(f"claims.column.{name}"), number=False) for name in COLUMNS]
    return table(columns, rows, caption=say("claims.heading"), missing=say("missing"))


def below(dataset: Dataset, claims: Sequence[Assessment], say: Words) -> html.Section:
    """Return the three columns: how verdicts are made, what is not tested, what a refresh changes."""
    names = ("rules", "limits", "changes")
    rule = {"hardly": f"{HARDLY:.0%}", "score": HARDLY_SCORE, "year": ARTICLE_YEAR}
    rule |= _beside_pillars(dataset, claims)
    columns = [
        html.Div([html.H2(say(f"claims.{name}.title")), *_paragraphs(say(f"claims.{name}.text", **rule))])
        for name in names
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


def _paragraphs(text: str) -> list[Component]:
    return [html.P(markup(line)) for line in text.split("\n") if line]
