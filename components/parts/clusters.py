"""China's clusters among the 100 largest of the GII by edition: how many, and the ranks of its three best."""

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from analysis.dataset import Dataset, cached
from analysis.frames import others as frames
from analysis.query import Nothing
from analysis.triangulation import cluster_counts, leading_clusters
from components import numbers
from components.attributes import attributes
from components.card import Card
from components.charts.cluster_bars import HEIGHT, cluster_bars
from components.charts.layer import packed
from components.parts.citation import citation
from components.parts.figure_card import Content, figure_card
from components.parts.tables import Cell, Column, heads, table
from components.text import Words, markup, plain
from components.view import View

CARD = Card(
    "clusters",
    "clusters",
    (frames.CLUSTERS,),
    height=610,
    item="pillar",
)
RANKING = "gii_clusters"
_FULL = 420  # px of plot from which editions have four digits


@cached
def clusters_card(dataset: Dataset, t: Words) -> Component:
    """Return the figure of counts, the table of ranks and what must be known of both."""
    rows = frames.CLUSTERS.result(dataset, Nothing())
    counts, leaders = cluster_counts(rows), leading_clusters(rows)
    about = dataset.catalog.rankings[RANKING]
    caveats = [text.get(t.lang) for text in (*(one.note for one in about.breaks), *about.caveats)]
    aside = [
        html.H3(t("clusters.ranks"), className="aside-title"),
        _ranks(leaders, counts, t),
        *(html.P(line) for line in caveats),
    ]
    figure = figure_card(CARD, _content(dataset, counts, t), t)
    data = dcc.Store(id=CARD.figures, data=_figure(dataset, counts, t))
    grid = html.Div([figure, html.Div(aside, className="profile-aside")], className="profile-grid")
    return html.Section([grid, data], className="block", id="clusters")


def _changed(dataset: Dataset) -> int:
    """Return the edition from which counts do not compare with those before; beyond all where none is."""
    years = [one.year for one in dataset.catalog.rankings[RANKING].breaks]
    return min(years, default=9999)


def finding(dataset: Dataset, t: Words) -> str:
    """Return how the number of clusters changed while the measure was the same, and what it is since."""
    counts = cluster_counts(frames.CLUSTERS.result(dataset, Nothing()))
    before = counts[counts["edition"] < _changed(dataset)]
    after = counts[counts["edition"] >= _changed(dataset)]
    first, last = before.iloc[0], before.iloc[-1]
    sentence = t(
        "clusters.finding",
        first=first["total"],
        first_edition=first["edition"],
        last=last["total"],
        last_edition=last["edition"],
    )
    if after.empty:
        return sentence
    newest = after.iloc[-1]
    return sentence + t("clusters.finding_after", count=newest["total"], edition=newest["edition"])


def _content(dataset: Dataset, counts: pd.DataFrame, t: Words) -> Content:
    title, ranking = finding(dataset, t), dataset.catalog.rankings[RANKING]
    first, last = int(counts["edition"].min()), int(counts["edition"].max())
    source = t("clusters.source", first=first, last=last, checked=numbers.day(dataset.checked, t.lang))
    link = html.A(t("overview.source_link"), href=f"/{t.lang}/data")
    return Content(
        heading=markup(title),
        finding=plain(title),
        measure=markup(t("clusters.measure", measures=ranking.measures.get(t.lang))),
        table=_counts(counts, t),
        source=[source, link, html.Span(source, hidden=True, **attributes(data_part="picture-source"))],
        data_address=View(dataset, t).download("clusters"),
        file_name="china-gii-clusters",
        credit=citation(dataset, plain(title), counts["edition"], t),
        height=HEIGHT,
    )


def _figure(dataset: Dataset, counts: pd.DataFrame, t: Words) -> str:
    totals = {int(row["edition"]): int(row["total"]) for row in counts.to_dict("records")}
    tips = {
        edition: t("clusters.tip", edition=plain(numbers.edition(edition, t.lang)), count=count)
        for edition, count in totals.items()
    }
    words = (t("clusters.absent"), t("clusters.changed"))
    return packed(
        lambda least: cluster_bars(totals, tips, _changed(dataset), words, compact=least == 0), 0, _FULL
    )


def _counts(counts: pd.DataFrame, t: Words) -> Component:
    rows: list[list[Cell]] = [
        [str(row["edition"]), str(row["total"]), str(row["ranked"])]
        for row in reversed(counts.to_dict("records"))
    ]
    columns = heads(t, "clusters.column", ("edition", "total", "ranked"), ("edition",))
    return table(t, columns, rows, caption=t("clusters.caption"))


def _ranks(leaders: pd.DataFrame, counts: pd.DataFrame, t: Words) -> Component:
    """Return the ranks of the best clusters by edition; an asterisk where one had another name."""
    missing = t("missing")
    editions = [int(edition) for edition in counts["edition"]]
    body: list[list[Cell]] = []
    for _, rows in leaders.groupby("core", sort=False):
        latest = rows.iloc[-1]
        name = str(latest["cluster"]).replace("-", numbers.DASH)
        name = str(latest["cluster_zh"]) if t.lang == "zh" else name
        marks = {
            int(row["edition"]): f"{row['rank']}*" if row["renamed"] else str(row["rank"])
            for row in rows.to_dict("records")
        }
        body.append([name, *(marks.get(edition, missing) for edition in editions)])
    columns = [Column(t("clusters.column.cluster"), number=False)]
    columns += [Column(f"’{edition % 100:02d}") for edition in editions]
    return table(t, columns, body, caption=t("clusters.ranks"))
