"""Comparable economies by five rules, each economy with the reason in one sentence."""

from dataclasses import dataclass
from urllib.parse import urlencode

import numpy as np
import pandas as pd
from dash import html

from analysis.comparison import peers
from analysis.dataset import Dataset, cached
from components.text.catalog import Words, markup
from components.text.keys import by_last_part
from components.text.paths import path
from components.widgets.blocks import fold
from data.article import FOCUS

SIZES = frozenset({"income", "population", "gdp_per_head"})
"""The finders whose figures come from the workbook of an edition."""
_LISTS = by_last_part("peers.list.score", "peers.list.income", "peers.list.population") | by_last_part(
    "peers.list.gdp_per_head", "peers.list.path"
)
_RULES = by_last_part("peers.rule.score", "peers.rule.income", "peers.rule.population") | by_last_part(
    "peers.rule.gdp_per_head", "peers.rule.path"
)
_UNKNOWN = by_last_part(
    "peers.unknown.score", "peers.unknown.income", "peers.unknown.population"
) | by_last_part("peers.unknown.gdp_per_head", "peers.unknown.path")
_INCOME_GROUPS = by_last_part("income.LI", "income.LM", "income.UM", "income.HI")


@dataclass(frozen=True, slots=True)
class Comparison:
    """The results of all finders for one economy and edition.

    figures: the edition of population, income group and GDP per head, None if there is none; decimals: of
    the scores; lists: a table by finder (analysis.comparison.peers.find_peers).
    """

    economy: str
    edition: int
    figures: int | None
    decimals: int
    lists: dict[str, pd.DataFrame]


@cached
def comparison(dataset: Dataset, economy: str, edition: int) -> Comparison | None:
    """Run every finder for an economy; None where it was not ranked in the edition."""
    field = peers.peer_field(dataset, edition)
    if economy not in field.ranked.index:
        return None
    lists = {finder: peers.find_peers(field, finder, economy) for finder in peers.FINDERS}
    tenths = (10 * field.ranked["score"]).dropna()
    decimals = 1 if np.isclose(tenths, tenths.round(), atol=1e-6).all() else 2
    return Comparison(economy, edition, field.figures_edition, decimals, lists)


def peers_section(dataset: Dataset, economy: str, edition: int, t: Words) -> html.Section | html.Details:
    """Return the folded section of an economy's page, or a sentence for an economy without a rank."""
    title = html.H2(t("peers.title"))
    compared = comparison(dataset, economy, edition)
    if compared is None:
        name = dataset.labels(t.lang).get(economy, economy)
        sentence = html.P(markup(t("peers.none", name=name, edition=edition)), className="prose")
        return html.Section([title, sentence], className="block peers-section", id="peers")
    deck = html.P(markup(t("peers.deck", edition=edition)), className="prose")
    lists = [_list(dataset, compared, finder, t) for finder in peers.FINDERS]
    source = t("peers.source", last=edition)
    if compared.figures is not None:
        key = "peers.source_same" if compared.figures == edition else "peers.source_other"
        source += t(key, figures=compared.figures)
    source_line = html.P(source + t("peers.source_own"), className="source")
    near = [dataset.labels(t.lang)[str(code)] for code in compared.lists["score"]["economy"]]
    finding = t("peers.finding", names=t.listing(near)) if near else ""
    content = [deck, html.Div(lists, className="peers-lists"), source_line]
    return fold(title, finding, content, "peers", "block peers-section")


def _list(dataset: Dataset, compared: Comparison, finder: str, t: Words) -> html.Div:
    economy, edition, labels = compared.economy, compared.edition, dataset.labels(t.lang)
    head = [html.H3(t(_LISTS[finder])), html.P(t(_RULES[finder]), className="small")]
    if finder in SIZES and compared.figures not in (None, edition):
        head.append(html.P(t("peers.figures", figures=compared.figures), className="small"))
    top = html.Div(head, className="peers-head")
    rows = compared.lists[finder].to_dict("records")
    if not rows:
        values = {"name": labels[economy], "least": peers.MIN_COMMON_EDITIONS, "edition": edition}
        return html.Div([top, html.P(t(_UNKNOWN[finder], **values), className="small")])
    entries = []
    for row in rows:
        link = html.A(labels[str(row["economy"])], href=path(t.lang, f"economy/{row['economy']}"))
        rank = html.Span(markup(t.write(row["rank"], "ordinal")), className="fig")
        sentence = reason(pd.Series(row), finder, labels[economy], compared.decimals, t)
        parts = [html.Span([link, rank], className="peer"), html.Span(markup(sentence), className="small")]
        entries.append(html.Li(parts))
    codes = [str(row["economy"]) for row in rows]
    # The ranking has China's row anyway; the page Compare finds the list by the same finder.
    pinned = ",".join(code for code in (economy, *codes) if code != FOCUS)
    query = {"economy": economy, "with": peers.SIMILAR + finder, "to": edition, "edition": edition}
    if edition == dataset.editions[0]:  # no range ends with the first edition, so codes are listed
        query = {"economy": economy, "with": ",".join(codes)}
    addresses = {
        "peers.pin": f"{path(t.lang, 'ranking')}?edition={edition}&with={pinned}",
        "peers.compare": f"{path(t.lang, 'compare')}?{urlencode(query)}",
    }
    links = [html.P(html.A(t(key), href=href), className="small") for key, href in addresses.items()]
    return html.Div([top, html.Ol(entries), *links])


def reason(row: pd.Series, finder: str, name: str, decimals: int, t: Words) -> str:
    """Return the sentence that says why an economy is in the list of a finder.

    row: a row of the finder's table; name: the economy that it is compared with; decimals: of the scores.
    """
    owner = t("peers.owner_s" if name.endswith("s") else "peers.owner", name=name)
    if finder in ("score", "income"):
        points = t.write(row["value"] - row["own"], f"+.{decimals}")
        values = {"score": t.write(row["value"], "score"), "points": points}
        if finder == "income":
            return t("peers.reason.income", group=t(_INCOME_GROUPS[row["income"]]), **values)
        count = int(row["distance"])
        places = t("peers.place" if count == 1 else "peers.places", places=count)
        if pd.isna(row["value"]) or pd.isna(row["own"]):
            key = "peers.reason.unscored_above" if row["above"] else "peers.reason.unscored_below"
            return t(key, places=places)
        key = "peers.reason.score_above" if row["above"] else "peers.reason.score_below"
        return t(key, places=places, **values)
    if finder == "population":
        values = {"population": format_population(row["value"], t), "own": format_population(row["own"], t)}
        return t("peers.reason.population", owner=owner, **values)
    if finder == "gdp_per_head":
        products = {"product": t.write(row["value"], "whole"), "own": t.write(row["own"], "whole")}
        return t("peers.reason.gdp_per_head", owner=owner, **products)
    moves = {"moved": t.write(row["value"], "+percentile"), "own": t.write(row["own"], "+percentile")}
    apart = t.write(row["distance"], "percentile")
    first, last = int(row["first"]), int(row["last"])
    return t("peers.reason.path", owner=owner, first=first, last=last, apart=apart, **moves)


def format_population(thousands: float, t: Words) -> str:
    """Write a population with three digits: 1.42 billion, 18.2 million; 14.2亿, 1820万."""
    return t.write(float(f"{1000 * thousands:.3g}"), "large")
