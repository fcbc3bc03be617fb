"""The picture of a brief: the ranks by edition beside the peers, drawn for paper and for phones."""

from dash import html
from dash.development.base_component import Component

from analysis.change import CLAIM
from components.attributes import attributes
from components.charts.rank_frame import SMALL, WIDE, Labels
from components.charts.rank_picture import RankPicture
from components.economy_names import line_labels
from components.framework import framework_changes
from components.pages.brief import text
from components.pages.brief.view import Brief, told
from components.text import markup, plain
from components.theme import DARK, LIGHT, Theme, on_surface

_SIZES = ((WIDE, "brief-wide"), (SMALL, "brief-small"))


def figure(brief: Brief) -> html.Figure:
    """Return the picture in each theme and size, of which the style sheet shows one, with its caption."""
    say = brief.say
    themes: list[Component] = []
    for theme, name in ((LIGHT, "light"), (DARK, "dark")):
        # What is not on show is not read out either, so each carries the words of the picture.
        images = [
            html.Img(
                src=_drawn(brief, on_surface(theme), size),
                alt=text.alternative(brief),
                width=size[0],
                height=size[1],
                className=css,
            )
            for size, css in _SIZES
        ]
        themes.append(html.Span(images, className=f"only-{name}"))
    measure = html.P(markup(say("overview.measure.rank")), className="measure")
    quote = html.P(say("overview.quote"), className="quote")
    picture = html.Div(themes, className="brief-picture", **attributes(data_part="picture"))
    names = [brief.dataset.labels(say.lang)[code] for code, _ in brief.peers]
    grey = say("brief.figure.grey", names=say.listing(names)) if names else ""
    # The small picture has no room for names beside the lines.
    small = told(say, [grey], "source brief-small")
    caption = told(say, text.caption(brief), "source")
    about = attributes(aria_label=plain(say("overview.measure.rank")))
    return html.Figure([measure, picture, small, caption, quote], className="brief-block", **about)


def _drawn(brief: Brief, theme: Theme, size: tuple[int, int]) -> str:
    dataset, say, choice = brief.dataset, brief.say, brief.choice
    ends = {
        year: (plain(brief.ordinal(brief.ranks[year])), say("brief.figure.in_edition", edition=year))
        for year in _ends(brief)
        if year in brief.ranks
    }
    claim = CLAIM if brief.china and set(CLAIM) <= set(brief.ranks) else None
    claimed = ""
    if claim:
        places = brief.ranks[claim[0]] - brief.ranks[claim[1]]
        claimed = say("brief.figure.claim", places=places)
    rows = (say("trajectory.axis.edition"), say("brief.figure.rank"), say("trajectory.axis.economies"))
    labels = Labels(line_labels(dataset, say.lang), rows, ends, claimed)
    picture = RankPicture(brief.frame, choice.economy, dataset.counts, labels, theme, size)
    return picture.draw(framework_changes(dataset), claim)


def _ends(brief: Brief) -> list[int]:
    """Return the editions that are marked: those of the brief, and for China those of the article's claim."""
    choice = brief.choice
    marked = {choice.edition, *([choice.since] if choice.since else [])}
    if brief.china:
        marked |= set(CLAIM)
    # The newest rank stands beside the end of the line.
    return sorted(marked - {brief.dataset.editions[-1]})
