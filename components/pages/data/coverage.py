"""Coverage: what there is of each GII edition and level, in counts and shades, and whose the ranks are."""

from string import ascii_lowercase
from typing import Any, Final

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis import inventory
from analysis.frames import coverage as frames
from analysis.provenance import COPY, RESTATED
from components import numbers
from components.attributes import attributes
from components.card import Card
from components.framework import launched
from components.pages.data.view import View, linked
from components.parts.citation import citation
from components.parts.figure_card import Content, table_card
from components.parts.tables import Cell, bare, labelled, region
from components.text import markup

CARD: Final = Card("data-coverage", "coverage", (frames.COVERAGE,), height=900)
_READ: Final = {
    "official": ("tables",),
    "relayed": ("relayed",),
    "copies": ("copies",),
    "bare": ("bare",),
    "ours": ("means", "parts", "ordered", "pillars"),
    "doubts": ("doubted",),
    "corrected": ("copies",),
    "intervals": (),
}
"""What is said of whose the figures are, and the editions without which each sentence is left out."""


def coverage(view: View) -> list[Component]:
    """Return the matrix as a card whose table is the figure, and what its cells mean in three columns."""
    t, dataset, title = view.t, view.dataset, finding(view)
    letters = _letters(view.levels)
    ends = {"first": dataset.editions[0], "last": dataset.editions[-1]}
    content = Content(
        heading=title,
        finding=title,
        measure=markup(t("data.coverage.measure")),
        table=_releases(view, letters),
        source=[t("data.coverage.source", checked=view.checked, **ends)],
        data_address=view.download("gii-coverage"),
        file_name="gii-coverage",
        credit=citation(dataset, title, dataset.editions, t),
    )
    origins = _origins(view)
    read = [
        html.P(markup(t(f"data.coverage.read.{name}", **origins)))
        for name, needed in _READ.items()
        if all(origins[one] for one in needed)
    ]
    shades = [
        html.Li([html.Span(className=f"coverage-key coverage-{state}"), t(f"data.coverage.state.{state}")])
        for state in inventory.STATES
    ]
    key = html.Ul(shades, className="coverage-keys", **attributes(aria_label=t("data.coverage.key")))
    return [
        table_card(CARD, content, [key, _matrix(view, letters)], t),
        *(html.P(line, className="prose") for line in launched(dataset, t)),
        html.Div([html.H3(t("data.coverage.read.title")), html.Div(read)], className="data-read"),
    ]


def finding(view: View) -> str:
    """Return how many editions reach the indicators, and of which some ranks are ours."""
    levels = view.levels
    deep = levels[(levels["level"] == "indicator") & (levels["scores"] > 0)]["edition"]
    ranks = levels[(levels["ranks_own"] > 0) | (levels["bounded"] > 0)]["edition"]
    if ranks.empty:
        return view.t("data.coverage.finding_all", editions=levels["edition"].nunique())
    counts = {"deep": len(deep), "editions": levels["edition"].nunique()}
    return view.t("data.coverage.finding", own=view.runs(sorted(set(ranks))), **counts)


def _origins(view: View) -> dict[str, str]:
    """Return the editions of which figures are WIPO's, in a copy, restated, or ours, each as a list."""
    levels, families = view.levels, view.dataset.sources["family"]
    used = (levels["score_sources"] + " " + levels["rank_sources"]).str.split()
    restated = used.map(lambda ids: any(families.get(one) in RESTATED for one in ids))
    copied = levels["edition"].isin(view.dataset.copied)
    pillars = levels[levels["level"] == "pillar"]
    rows = {
        "tables": levels[~copied],
        "relayed": levels[copied & ~levels["edition"].isin(levels.loc[restated, "edition"])],
        "copies": levels[restated],
        "bare": levels[levels["state"] == "ranks"],
        "means": levels[(levels["level"] == "subindex") & (levels["scores_own"] > 0)],
        "parts": levels[levels["level"].isin(("pillar", "subpillar")) & (levels["scores_own"] > 0)],
        "ordered": levels[(levels["ranks_own"] > 0) | (levels["bounded"] > 0)],
        "pillars": pillars[(pillars["ranks"] > 0) & (pillars["ranks_own"] == 0)],
        "doubted": levels[levels["doubts"] > 0],
    }
    editions = {name: sorted({int(one) for one in found["edition"]}) for name, found in rows.items()}
    return {name: view.runs(years) for name, years in editions.items()}


def _letters(levels: pd.DataFrame) -> dict[str, str]:
    """Return a letter for each release that cells come from, in the order of the editions."""
    named = " ".join((levels["score_sources"] + " " + levels["rank_sources"]).tolist()).split()
    double = [first + second for first in ascii_lowercase for second in ascii_lowercase]
    return dict(zip(dict.fromkeys(named), [*ascii_lowercase, *double], strict=False))


def _matrix(view: View, letters: dict[str, str]) -> html.Div:
    """Return a row for each edition: its levels, our intervals, its licence and how that is known."""
    t, dataset = view.t, view.dataset
    intervals = inventory.intervals(dataset.table("gii_intervals"))
    names = ("edition", *(f"level.{level}" for level in inventory.LEVELS), "own", "licence")
    heads = [t(f"data.coverage.{name}") for name in names]
    rows = []
    for edition, levels in view.levels.groupby("edition", sort=False):
        year = int(str(edition))
        facts: Any = dataset.by_edition.loc[year]
        known, stated = dataset.catalog.editions.get(year), numbers.whole(facts["economies"])
        ranked = levels.loc[levels["level"] == "index", "ranks"].iloc[0]
        key = "data.coverage.economies_unstated" if stated is None else "data.coverage.economies"
        head: list[str | Component] = [
            str(year),
            html.Span(t(key, ranked=ranked, stated=stated), className="small"),
        ]
        basis = facts["licence_basis"]  # empty where no licence is stated
        licence = [
            html.Span(linked(view, facts["licence"], known.licence_url if known else "")),
            html.Span("" if pd.isna(basis) else t(f"licence_basis.{basis}"), className="small"),
        ]
        cells = [
            *(_cell(view, row, letters) for row in levels.to_dict("records")),
            html.Td(_own(view, intervals, year)),
            html.Td(licence),
        ]
        rows.append(html.Tr([html.Th(head, scope="row"), *labelled(cells, heads[1:])]))
    caption = t("data.coverage.caption")
    columns = [html.Th(text, scope="col") for text in heads]
    return region(t, bare(caption, columns, [html.Tbody(rows)], className="coverage"), caption)


def _cell(view: View, row: dict[Any, Any], letters: dict[str, str]) -> html.Td:
    t, state = view.t, row["state"]
    if state == "none":
        return html.Td(t("data.coverage.empty"), className="coverage-none missing")
    count = row["ranks"] if state == "ranks" else row["scores"]
    cells = " " * (t.lang == "en") + t("data.coverage.of", cells=row["cells"])
    refs = sorted({letters[one] for one in f"{row['score_sources']} {row['rank_sources']}".split()})
    about = attributes(aria_label=t("data.coverage.refs", letters=t.listing(refs)))
    return html.Td(
        [
            html.Span([html.B(numbers.decimal(count, 0, t.lang)), cells], className="fixed"),
            html.Sup(" ".join(refs), role="note", **about),
            *(html.Span(line, className="small") for line in _whose(view, row)),
        ],
        className=f"coverage-{state}",
    )


def _whose(view: View, row: dict[Any, Any]) -> list[str]:
    """Return in words what is published of a cell and what is ours, a line each."""
    if row["state"] == "ranks":
        keys = ["data.coverage.ranks_only"]
    elif row["state"] == "published":
        same = row["scores"] == row["ranks"]
        keys = ["data.coverage.ranks_same" if same else "data.coverage.ranks_differ"]
    elif row["scores_own"] == row["scores"]:
        keys = ["data.coverage.scores_own_all"]
    else:
        one = row["decimals"] == 1
        keys = ["data.coverage.decimals_one" if one else "data.coverage.decimals_many"]
        keys += [f"data.coverage.{name}" for name in ("coarser", "scores_own") if row[name]]
    keys += ["data.coverage.ranks_own"] if row["ranks_own"] or row["bounded"] else []
    others = view.levels[(view.levels["edition"] == row["edition"]) & (view.levels["level"] != "index")]
    keys += ["data.partial"] if row["level"] == "index" and (others["state"] == "none").all() else []
    missing = row["cells"] - row["scores"]
    keys += ["data.coverage.missing"] if row["scores"] and missing else []
    keys += [f"data.coverage.{name}" for name in ("values", "doubts") if row[name]]
    return [view.t(key, share=100 * (missing / row["cells"]), **row) for key in keys]


def _own(view: View, intervals: pd.DataFrame, edition: int) -> Cell:
    """Return how many rank intervals of each kind are available; none where the pillars are not."""
    t = view.t
    if edition not in intervals.index:
        return html.Span(t("data.coverage.empty"), className="missing")
    counts: dict[Any, Any] = intervals.loc[[edition]].astype("int64").iloc[0].to_dict()
    keys = ["data.coverage.interval", "data.coverage.bounds"]
    keys = ["data.coverage.both"] if counts["weights"] == counts["bounds"] else keys
    keys += [f"data.coverage.{kind}" for kind in ("imputed", "published") if counts[kind]]
    return [html.Span(t(key, **counts), className="small") for key in keys]


def _releases(view: View, letters: dict[str, str]) -> html.Div:
    """Return the releases behind the letters, with their ids as the tables name them."""
    t, items = view.t, []
    for release, letter in letters.items():
        row = view.dataset.sources.loc[release]
        name = t("data.coverage.release", title=row["title"], publisher=row["publisher"])
        parts = [html.B(letter), html.Code(release), html.Span(name, lang="en", className="small")]
        if str(row["provenance"]).startswith(COPY):
            parts.append(html.Span(t("data.coverage.relayed"), className="small"))
        items.append(html.Li(parts))
    return html.Div([html.H3(t("data.coverage.releases")), html.Ul(items, className="coverage-releases")])
