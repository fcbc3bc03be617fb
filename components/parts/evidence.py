"""The evidence behind a strategic pillar: what the article asks for, indicators with reasons, gaps."""

from dash import html
from dash.development.base_component import Component

from analysis.standing import CHINA, code_series
from components import numbers
from components.parts.badges import evidence, ring
from components.parts.reading import reading
from components.parts.releases import publisher, releases
from components.parts.tables import Cell, Column, table
from components.site import Site
from components.text import Words
from data.catalog import Action, Link, StrategicPillar

_COLUMNS = ("indicator", "then", "now", "change", "strength", "reason", "source")
_NUMBERS = frozenset({"then", "now", "change"})


def evidence_block(site: Site, pillar: StrategicPillar, words: Words) -> html.Details:
    """Return the block that a row of the Overview leads to."""
    columns = [Column(words(f"strategy.column.{name}"), name in _NUMBERS) for name in _COLUMNS]
    rows = [_row(site, link, words) for link in pillar.links]
    name = pillar.name.get(words.lang)
    gaps = html.Ul([_gap(action, words) for action in pillar.gaps], className="gaps")
    counts = words("strategy.counts", indicators=len(rows), gaps=len(pillar.gaps))
    gist = html.Span(pillar.gist.get(words.lang), className="gist")
    head = html.H3([ring(pillar.number), html.Span([name, gist])])
    return html.Details(
        [
            html.Summary([head, html.Span(counts, className="small")], id=f"pillar-{pillar.number}"),
            html.H4(words("strategy.summary")),
            html.P(pillar.summary.get(words.lang), className="prose"),
            table(columns, rows, caption=name, missing=words("missing")),
            html.H4(words("strategy.gaps")),
            gaps,
        ],
        className="evidence-block",
    )


def _gap(action: Action, words: Words) -> html.Li:
    gap = action.gap.get(words.lang) if action.gap else ""
    return html.Li([html.B(action.text.get(words.lang)), words("strategy.gap", gap=gap)])


def _row(site: Site, link: Link, words: Words) -> list[Cell]:
    role = html.Span(words(f"role.{link.role}"), className="small")
    reason = link.reason.get(words.lang)
    if link.gii:
        return [
            *_gii_cells(site, link.indicator, words),
            evidence(link.strength, words),
            reason,
            publisher(site, "wipo_gii", words),
        ]
    indicator = site.catalog.indicators[link.indicator]
    read = reading(site, indicator, words)
    if read is None:
        name: Cell = [f"{indicator.short.get(words.lang)} ", role]
        nothing = words("missing")
        return [
            name,
            nothing,
            nothing,
            nothing,
            evidence("none", words),
            reason,
            publisher(site, indicator.source, words),
        ]
    doubts: list[Component] = [html.Span(doubt, className="small") for doubt in read.caveats[:1]]
    return [
        [f"{read.name} ", role, *doubts],
        _dated(read.first, read.first_year),
        _dated(read.last, read.last_year),
        _dated(read.change, read.unit),
        evidence(link.strength, words),
        reason,
        releases(site, read.sources, words),
    ]


def _dated(figure: str, below: str) -> Cell:
    return [figure, html.Span(below, className="small")] if below else figure


def _gii_cells(site: Site, code: str, words: Words) -> list[Cell]:
    """Return name, rank then, rank now and change; below the pillars codes are reused, so only now."""
    name: list[str | Component] = [words("strategy.gii_rank", code=code, name=words(f"gii.{code}"))]
    if not code.startswith("P"):
        latest = site.china_scores
        latest = latest[(latest["code"] == code) & latest["rank"].notna()]
        edition = site.detailed
        rank = latest.loc[latest["edition"] == edition, "rank"]
        now = words("missing") if rank.empty else str(int(rank.iloc[0]))
        return [name, words("missing"), _dated(now, str(edition)), words("missing")]
    rows = code_series(site.china_scores, CHINA, code, 2012)
    first, last = rows.iloc[0], rows.iloc[-1]
    bounds = ("rank", "rank_low", "rank_high")
    cells = [numbers.rank_cell(row, bounds, words("missing")) for row in (first, last)]
    return [
        name,
        _dated(cells[0], str(int(first["edition"]))),
        _dated(cells[1], str(int(last["edition"]))),
        "",
    ]
