"""The small picture of a claim: its ranks with the step it claims, or the series that its tests rest on."""

from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.standing import CHINA
from analysis.verdicts import Assessment
from components import numbers
from components.charts.claim_step import HEIGHT, WIDTH, claim_step
from components.pages.claims.wording import indicators
from components.parts.pillar_row import spark
from components.parts.reading import label, value
from components.text import Words, plain
from components.theme import DARK, LIGHT
from data.catalog import Indicator

SPARK = (132, 38)


def picture(dataset: Dataset, one: Assessment, say: Words) -> list[Component]:
    """Return the picture; nothing where no series with two values stands behind the claim."""
    ranks = {
        int(value.year): int(value.value)
        for check in one.claim.tests
        for figure, value in [(one.claim.figures[check.figure], one.figures[check.figure])]
        if figure.kind == "rank" and figure.series == "GII" and value.year and value.value
    }
    if len(ranks) > 1:
        return _ranks(dataset, (min(ranks), max(ranks)), say)
    return [_series(dataset, one, say) for one in indicators(dataset, one, lambda frame: len(frame) > 1)]


def _ranks(dataset: Dataset, ends: tuple[int, int], say: Words) -> list[Component]:
    scores = dataset.scores
    rows = scores[(scores["economy"] == CHINA) & (scores["code"] == "GII") & scores["rank"].notna()]
    frame = rows.loc[rows["edition"] >= ends[0] - 1, ["edition", "rank"]].sort_values("edition")
    known = dict(zip(frame["edition"].astype(int), frame["rank"].astype(int), strict=True))
    named = {*ends, max(known)}
    if not named <= known.keys():
        return []
    labels = {edition: plain(numbers.ordinal(known[edition], say.lang)) for edition in named}
    said = say.listing([say("claims.picture.point", edition=e, rank=labels[e]) for e in sorted(named)])
    images = [
        html.Img(
            src=claim_step(frame, ends, labels, theme),
            alt=said,
            width=WIDTH,
            height=HEIGHT,
            className=f"only-{name}",
        )
        for theme, name in ((LIGHT, "light"), (DARK, "dark"))
    ]
    return [html.P(say("claims.picture.ranks"), className="claim-series-name"), *images]


def _series(dataset: Dataset, indicator: Indicator, say: Words) -> html.Div:
    frame = dataset.china(indicator.id)
    first, last = frame.iloc[0], frame.iloc[-1]
    parts: list[Component] = [
        html.Span([value(indicator, float(first["value"])), html.Small(str(int(first["year"])))]),
        spark(dataset, indicator, SPARK, None),
        html.Span([html.B(value(indicator, float(last["value"]))), html.Small(str(int(last["year"])))]),
    ]
    return html.Div(
        [
            html.P(label(indicator, say), className="claim-series-name"),
            html.Div(parts, className="strip-values fig"),
        ],
        className="claim-series",
    )
