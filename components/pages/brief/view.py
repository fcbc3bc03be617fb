"""What the parts of a brief share: the choice, profile and ledger, the rows of the trajectory, the pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis import ledger
from analysis.brief import Choice, selected_peers
from analysis.dataset import Dataset
from analysis.standing import of, trajectory
from components.attributes import attributes
from components.pages.economy import view as economy
from components.pages.why.finding import View as Ledgers
from components.parts.controls import Controls
from components.parts.peers import Comparison, comparison
from components.shell import path
from components.text import Words, markup
from components.view import EconomyView

PAGE = "brief"
Content = str | list[str | Component]


@dataclass(frozen=True)
class Brief(EconomyView[Choice]):
    """One brief: the choice with everything that is computed for it, each once."""

    @property
    def controls(self) -> Controls:
        """The controls of what is chosen."""
        return Controls(PAGE, self.choice, self.dataset, self.say, {0: self.say("missing")})

    @cached_property
    def profile(self) -> economy.View:
        """The economy in the edition, as its own page shows it."""
        query = {"economy": self.choice.economy, "edition": self.choice.edition}
        return economy.read(self.dataset, self.say, query)

    @cached_property
    def moved(self) -> Ledgers | None:
        """The rank ledger between both editions; None where no edition is held before the one shown."""
        choice = self.choice
        if not choice.since:
            return None
        pair = {"from": choice.since, "to": choice.edition, "economy": choice.economy}
        return Ledgers(self.dataset, self.say, ledger.Choice.read(self.dataset, pair))

    @cached_property
    def comparable(self) -> Comparison | None:
        """What the finders of comparable economies gave; None where the economy is not ranked."""
        return comparison(self.dataset, self.choice.economy, self.choice.edition)

    @cached_property
    def peers(self) -> list[tuple[str, str]]:
        """The economies beside this one, each with the finder that names it, "" where a reader did."""
        return selected_peers(self.choice, self.comparable.found if self.comparable else {})

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The trajectories of the economy and its peers, as ``analysis.standing.trajectory`` gives them."""
        dataset = self.dataset
        tables = (dataset.scores, dataset.table("gii_editions"), dataset.table("gii_intervals"))
        codes = (self.choice.economy, *(code for code, _ in self.peers))
        return trajectory(*tables, codes, dataset.editions[0], dataset.editions[-1])

    @cached_property
    def own(self) -> pd.DataFrame:
        """The rows of the economy itself, by edition."""
        return of(self.frame, self.choice.economy)

    @cached_property
    def ranks(self) -> dict[int, int]:
        """The published ranks by edition."""
        return dict(zip(self.own["edition"].astype(int), self.own["rank"].astype(int), strict=True))

    @property
    def address(self) -> str:
        """The address of this view, from the root of the site."""
        choice = self.choice
        query = {"edition": choice.edition} | ({"since": choice.since} if choice.since else {})
        text = urlencode(query)
        if choice.peers is not None:
            text += f"&with={','.join(choice.peers)}"
        return f"{path(self.say.lang, PAGE)}/{choice.economy}?{text}"


def read(dataset: Dataset, say: Words, query: Mapping[str, object]) -> Brief:
    """Return the brief that a query asks for; what it names wrongly falls back to the default."""
    return Brief(dataset, say, Choice.read(dataset, query))


def block(title: Content, *body: Component, css: str = "") -> html.Section:
    """Return a block of a page: its title over its content; paper does not break it."""
    head = html.H2(markup(title) if isinstance(title, str) else title)
    return html.Section([head, *body], className=f"brief-block {css}".strip())


def paragraph(say: Words, sentences: Sequence[str], css: str = "") -> html.P:
    """Return sentences (marked text) as one paragraph."""
    return html.P(markup(say("economy.deck.between").join(sentences)), className=css or None)


def sheet(
    brief_head: Content, content: Sequence[Component], foot: Component, number: str, *, short: bool = False
) -> html.Section:
    """Return one page: its head, its blocks, and its foot; a ``short`` one is not spread over the paper."""
    mark = html.Span(className="mark", **attributes(aria_hidden="true"))
    head = html.Div([html.Span([mark, html.B(brief_head)]), html.Span(number)], className="brief-head")
    css = "sheet brief-short" if short else "sheet"
    return html.Section([head, *content, html.Div(foot, className="brief-foot")], className=css)
