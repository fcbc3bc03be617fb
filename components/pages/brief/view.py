"""What the parts of a brief share: what is computed for a choice, the finding, blocks and sheets."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis import ledger, profile
from analysis.brief import Choice, selected_peers
from analysis.change import CLAIM
from analysis.derived import ranks, standings
from analysis.standing import chosen, of
from components.attributes import attributes
from components.charts.layer import Row
from components.charts.lines import by_economy, rows
from components.pages import overview
from components.pages.economy import view as economy
from components.pages.economy.page import finding as profile_finding
from components.parts.controls import Controls
from components.parts.ledgers import View as Ledgers
from components.parts.peers import Comparison, comparison
from components.shell import path
from components.text import Words, markup
from components.view import EconomyView

PAGE = "brief"
Content = str | list[str | Component]


@dataclass(frozen=True)
class Brief(EconomyView[Choice]):
    """One brief: the choice with everything that is computed for it, each once."""

    def say(self, key: str, **values: Any) -> str:
        """Return a text, which may name what those of the economy's page may."""
        return self.profile.say(key, **values)

    @property
    def controls(self) -> Controls:
        """The controls of what is chosen."""
        return Controls(PAGE, self.choice, self.dataset, self.t, {0: self.t("missing")})

    @cached_property
    def profile(self) -> economy.View:
        """The economy in the edition, as its own page shows it."""
        query = {"economy": self.choice.economy, "edition": self.choice.edition}
        return economy.View(self.dataset, self.t, profile.Choice.read(self.dataset, query))

    @cached_property
    def moved(self) -> Ledgers | None:
        """The rank ledger between both editions; None where no edition is available before the one shown."""
        choice = self.choice
        if not choice.since:
            return None
        pair = {"from": choice.since, "to": choice.edition, "economy": choice.economy}
        return Ledgers(self.dataset, self.t, ledger.Choice.read(self.dataset, pair))

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
        """The rows of the economy and its peers, with the columns of ``analysis.standing.standings``."""
        dataset, codes = self.dataset, (self.choice.economy, *(code for code, _ in self.peers))
        return chosen(standings(dataset), codes, dataset.editions[0], dataset.editions[-1])

    @cached_property
    def lines(self) -> dict[str, dict[int, Row]]:
        """The rows of that frame with a rank, by economy and edition."""
        return by_economy(row for row in rows(self.frame) if row["rank"] is not None)

    @cached_property
    def own(self) -> pd.DataFrame:
        """The rows of the economy itself, by edition."""
        return of(self.frame, self.choice.economy)

    @property
    def ranks(self) -> dict[int, int]:
        """The published ranks by edition."""
        return ranks(self.dataset, self.choice.economy)

    @property
    def place(self) -> str:
        """The address of this view, from the root of the site."""
        choice = self.choice
        query: dict[str, object] = {"edition": choice.edition}
        query |= {"since": choice.since} if choice.since else {}
        query |= {} if choice.peers is None else {"with": ",".join(choice.peers)}
        return f"{path(self.t.lang, PAGE)}/{choice.economy}?{urlencode(query, safe=',')}"


def finding(brief: Brief) -> str:
    """Return the sentence (marked text) that heads the brief."""
    choice = brief.choice
    before, after = brief.ranks.get(choice.since), brief.ranks.get(choice.edition)
    if after is None or not choice.since:
        return profile_finding(brief.profile)
    if brief.hero and before and choice.since == CLAIM[0] and choice.edition > CLAIM[1] in brief.ranks:
        rows = brief.own[brief.own["edition"].between(choice.since, choice.edition)]
        return overview.finding(rows, "rank", brief.t)
    if before is None:
        return brief.say("brief.finding.unranked", last=after, since=choice.since)
    ends = {"first": before, "since": choice.since, "last": after, "last_edition": choice.edition}
    kind = "rose" if after < before else "fell" if after > before else "same"
    return brief.say(f"brief.finding.{kind}", **ends, last_year=choice.edition)


def block(title: Content, *body: Component, css: str = "") -> html.Section:
    """Return a block of a page: its title over its content; paper does not break it."""
    head = html.H2(markup(title) if isinstance(title, str) else title)
    return html.Section([head, *body], className=f"brief-block {css}".strip())


def paragraph(t: Words, sentences: Sequence[str], css: str = "") -> html.P:
    """Return sentences (marked text) as one paragraph."""
    return html.P(markup(t("economy.deck.between").join(sentences)), className=css or None)


def sheet(
    brief_head: Content, content: Sequence[Component], foot: Component, number: str, *, short: bool = False
) -> html.Section:
    """Return one page: its head, its blocks, and its foot; a ``short`` one is not spread over the paper."""
    mark = html.Span(className="mark", **attributes(aria_hidden="true"))
    head = html.Div([html.Span([mark, html.B(brief_head)]), html.Span(number)], className="brief-head")
    css = "sheet brief-short" if short else "sheet"
    return html.Section([head, *content, html.Div(foot, className="brief-foot")], className=css)
