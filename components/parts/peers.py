"""Comparable economies: five ways to find them side by side, each entry with the reason in one sentence."""

from dataclasses import dataclass
from urllib.parse import urlencode

import numpy as np
import pandas as pd
from dash import html

from analysis import peers
from analysis.dataset import Dataset, cached
from analysis.derived import peer_field
from analysis.standing import CHINA
from components import numbers
from components.measures import PERCENTILE, SCORE
from components.parts.fold import fold
from components.shell import path
from components.text import Words, markup

UNKNOWN = {
    "score": "peers.unknown.score",
    "income": "peers.unknown.income",
    "population": "peers.unknown.population",
    "gdp_per_head": "peers.unknown.gdp_per_head",
    "path": "peers.unknown.path",
}
"""The words where a finder finds nobody, in the order of the page."""
SIZES = frozenset({"income", "population", "gdp_per_head"})
"""The finders whose figures come from the workbook of an edition."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the finders gave for one economy and edition.

    ``figures``: the edition of population, income group and GDP per head; ``decimals``: of its scores.
    """

    economy: str
    edition: int
    figures: int | None
    decimals: int
    found: dict[str, pd.DataFrame]


@cached
def comparison(dataset: Dataset, economy: str, edition: int) -> Comparison | None:
    """Ask every finder about an economy; None where it was not ranked in the edition."""
    field = peer_field(dataset, edition)
    if economy not in field.ranked.index:
        return None
    found = {finder: peers.found(field, finder, economy) for finder in UNKNOWN}
    tenths = (10 * field.ranked["score"]).dropna()
    decimals = 1 if np.isclose(tenths, tenths.round(), atol=1e-6).all() else 2
    return Comparison(economy, edition, field.figures_edition, decimals, found)


def peers_section(dataset: Dataset, economy: str, edition: int, t: Words) -> html.Section | html.Details:
    """Return the section of an economy's page, folded; an economy without a rank gets a sentence."""
    title = html.H2(t("peers.title"))
    compared = comparison(dataset, economy, edition)
    if compared is None:
        name = dataset.labels(t.lang).get(economy, economy)
        sentence = html.P(markup(t("peers.none", name=name, edition=edition)), className="prose")
        return html.Section([title, sentence], className="block peers-section", id="peers")
    deck = html.P(markup(t("peers.deck", edition=edition)), className="prose")
    lists = [_list(dataset, compared, finder, t) for finder in UNKNOWN]
    near = [dataset.labels(t.lang)[str(one)] for one in compared.found["score"]["economy"]]
    content = [deck, html.Div(lists, className="peers-lists"), _source(compared, t)]
    finding = t("peers.finding", names=t.listing(near)) if near else ""
    return fold(title, finding, content, "peers", "block peers-section")


def _list(dataset: Dataset, compared: Comparison, finder: str, t: Words) -> html.Div:
    head = [html.H3(t(f"peers.list.{finder}")), html.P(t(f"peers.rule.{finder}"), className="small")]
    if finder in SIZES and compared.figures not in (None, compared.edition):
        head.append(html.P(t("peers.figures", figures=compared.figures), className="small"))
    top = html.Div(head, className="peers-head")
    rows = compared.found[finder].to_dict("records")
    if not rows:
        name = dataset.labels(t.lang)[compared.economy]
        nobody = t(UNKNOWN[finder], name=name, least=peers.LEAST_COMMON)
        return html.Div([top, html.P(nobody, className="small")])
    entries = [_entry(dataset, compared, finder, pd.Series(row), t) for row in rows]
    pinned = [str(row["economy"]) for row in rows]
    links = [_pin(compared, pinned, t), _together(dataset, compared, finder, t)]
    return html.Div([top, html.Ol(entries), *links])


def _entry(dataset: Dataset, compared: Comparison, finder: str, row: pd.Series, t: Words) -> html.Li:
    economy = str(row["economy"])
    link = html.A(dataset.labels(t.lang)[economy], href=path(t.lang, f"economy/{economy}"))
    rank = html.Span(markup(numbers.ordinal(int(row["rank"]), t.lang)), className="fig")
    sentence = reason(row, finder, dataset.labels(t.lang)[compared.economy], compared.decimals, t)
    return html.Li(
        [html.Span([link, rank], className="peer"), html.Span(markup(sentence), className="small")]
    )


def _pin(compared: Comparison, found: list[str], t: Words) -> html.P:
    """Return the link that shows the economies of one list in the ranking, China's row being there anyway."""
    codes = [code for code in (compared.economy, *found) if code != CHINA]
    address = f"{path(t.lang, 'ranking')}?edition={compared.edition}&with={','.join(codes)}"
    return html.P(html.A(t("peers.pin"), href=address), className="small")


def _together(dataset: Dataset, compared: Comparison, finder: str, t: Words) -> html.P:
    """Return the link that compares the economy with those of one list, which the same finder finds there.

    A range that ends with the first edition has none before it, so its list goes along by name.
    """
    economy, edition = compared.economy, compared.edition
    query = {"economy": economy, "peers": finder, "to": edition, "edition": edition}
    if edition == dataset.editions[0]:
        query = {"economy": economy, "with": ",".join(compared.found[finder]["economy"])}
    address = f"{path(t.lang, 'compare')}?{urlencode(query)}"
    return html.P(html.A(t("peers.compare"), href=address), className="small")


def _source(compared: Comparison, t: Words) -> html.P:
    text = t("peers.source", last=compared.edition)
    if compared.figures is not None:
        key = "peers.source_same" if compared.figures == compared.edition else "peers.source_other"
        text += t(key, figures=compared.figures)
    return html.P(text + t("peers.source_own"), className="source")


def reason(row: pd.Series, finder: str, name: str, decimals: int, t: Words) -> str:
    """Return the sentence that says why an economy is in the list of a finder.

    row: one of the finder's frame; name: of the economy that it is compared with; decimals: of the scores.
    """
    owner = t("peers.owner_s" if name.endswith("s") else "peers.owner", name=name)
    if finder in ("score", "income"):
        return _scored(row, finder, decimals, t)
    if finder == "population":
        values = {"population": people(row["value"], t), "own": people(row["own"], t)}
        return t("peers.reason.population", owner=owner, **values)
    if finder == "gdp_per_head":
        product, own = (numbers.decimal(row[name], 0, t.lang) for name in ("value", "own"))
        return t("peers.reason.gdp_per_head", owner=owner, product=product, own=own)
    return t(
        "peers.reason.path",
        owner=owner,
        moved=PERCENTILE.write(row["value"], t.lang, sign=True),
        own=PERCENTILE.write(row["own"], t.lang, sign=True),
        first=int(row["first"]),
        last=int(row["last"]),
        apart=PERCENTILE.write(row["distance"], t.lang),
    )


def _scored(row: pd.Series, finder: str, decimals: int, t: Words) -> str:
    values = {
        "score": SCORE.write(row["value"], t.lang),
        "points": numbers.decimal(row["value"] - row["own"], decimals, t.lang, sign=True),
    }
    if finder == "income":
        return t("peers.reason.income", group=t(f"income.{row['income']}"), **values)
    places = int(row["distance"])
    counted = t("peers.place" if places == 1 else "peers.places", places=places)
    if pd.isna(row["value"]) or pd.isna(row["own"]):
        return t(f"peers.reason.unscored_{'above' if row['above'] else 'below'}", places=counted)
    return t(f"peers.reason.score_{'above' if row['above'] else 'below'}", places=counted, **values)


def people(thousands: float, t: Words) -> str:
    """Write a population: 1,419 million, 18.2 million, 0.39 million; 14.19亿, 562万."""
    if t.lang == "zh":
        large = thousands >= 100_000
        figure = numbers.decimal(thousands / (100_000 if large else 10), 2 if large else 0, t.lang)
        return t("peers.hundred_million" if large else "peers.million", figure=figure)
    decimals = 0 if thousands >= 100_000 else 1 if thousands >= 1_000 else 2
    return t("peers.million", figure=numbers.decimal(thousands / 1_000, decimals, t.lang))
