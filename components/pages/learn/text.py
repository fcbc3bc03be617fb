"""The sentences of "Guess the line": what is asked, what a guess amounts to, and what to notice."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from analysis.guess import Result, steps
from components import numbers
from components.framework import OFFICIAL, every, framework_changes, reframed
from components.pages.learn.view import View
from components.parts.citation import citation
from components.parts.columns import change_list, columns, three
from components.parts.figure_card import Content
from components.shell import path
from components.text import markup, plain

_COLUMNS = {"how": ("hand", "keys", "numbers"), "why": ("guess", "ends"), "class": ("share", "other")}


def finding(view: View) -> str:
    """Return the title (marked text): the last rank given, and the question."""
    last = view.choice.given[-1]
    given = {"rank": view.ordinal(view.ranks[last]), "edition": view.edition(last)}
    return view.say("learn.finding", name=view.name, **given)


def content(view: View) -> Content:
    """Return what the card says around the drawing; it gives nothing of the answer away."""
    dataset, say, asked = view.dataset, view.say, plain(finding(view))
    editions = (*view.choice.given, *view.choice.drawn)
    return Content(
        heading=say("learn.heading"),
        finding=asked,
        measure=markup(say("overview.measure.rank")),
        table=html.Div(),
        quote=say("overview.quote"),
        source=_source(view, editions[0], editions[-1]),
        data_address=view.download("trajectory", {"with": view.choice.economy}),
        file_name="guess-the-line",
        citation=citation(dataset, asked, editions[0], editions[-1], say),
        heading_shown=False,
    )


def _source(view: View, first: int, last: int) -> list[str | Component]:
    dataset, say = view.dataset, view.say
    old = say("overview.source_old") if first < OFFICIAL else ""
    checked = view.checked
    return [
        say("overview.source", first=first, last=last),
        say("overview.source_own"),
        old,
        say("overview.source_licences"),
        html.A(say("overview.source_link"), href=path(say.lang, "data")),
        say("overview.source_asof", last=dataset.editions[-1], checked=checked),
    ]


def told(view: View, found: Result) -> list[Component]:
    """Return what a guess amounts to: the finding and four sentences."""
    say = view.say
    key = "learn.result.perfect" if found.largest == 0 else "learn.result.mean"
    head = say(key, mean=numbers.decimal(found.mean, 1))
    lines = [_largest(view, found)] if found.largest else []
    if found.below or found.above:
        lines.append(_ways(view, found))
    if found.with_interval:
        key = "learn.result.inside" if found.inside else "learn.result.inside_none"
        lines.append(say(key, inside=found.inside, held=found.with_interval))
    lines += notice(view)
    return [html.H2(markup(head)), *(html.P(markup(line)) for line in lines), *framework(view)]


def _largest(view: View, found: Result) -> str:
    values = {"guess": view.ordinal(found.guess), "rank": view.ordinal(found.rank)}
    edition = view.edition(found.edition)
    return view.say("learn.result.largest", edition=edition, places=view.places(found.largest), **values)


def _ways(view: View, found: Result) -> str:
    if found.editions in (found.below, found.above):
        key = "learn.result.all_below" if found.below else "learn.result.all_above"
        return view.say(key, all=found.editions)
    ways = {"below": found.below, "above": found.above, "exact": found.exact, "all": found.editions}
    return view.say("learn.result.ways", **ways)


def notice(view: View) -> list[str]:
    """Return what to notice of the published line; nothing where no edition follows another."""
    dataset, chosen = view.dataset, view.choice
    shown = {year: view.ranks[year] for year in (chosen.given[-1], *chosen.drawn)}
    found = steps(shown, dataset.editions, reframed(dataset))
    if found is None:
        return []
    counts: dict[str, Any] = {"better": found.better, "worse": found.worse, "same": found.same}
    lines = [view.say("learn.notice.steps", all=sum(counts.values()), **counts)]
    if found.first != found.last:
        ends = {"start": view.ordinal(found.start), "end": view.ordinal(found.end)}
        lines.append(view.say("learn.notice.largest", edition=view.edition(found.last), **ends))
        if found.marked:
            lines.append(view.say("learn.notice.framework"))
    return [("" if view.say.lang == "zh" else " ").join(lines)]


def framework(view: View) -> list[Component]:
    """Return the framework changes; their notes tell of ranks, so they come with the answer."""
    dataset, say = view.dataset, view.say
    if not framework_changes(dataset):
        return []
    line = html.P(markup(every(dataset, say)))
    return [html.H3(markup(say("overview.changes_title"))), change_list(dataset, say), line]


def below(view: View) -> html.Section:
    """Return the three columns: how to draw, why to guess first, and what a class can do with it."""
    say = view.say
    parts = columns(say, "learn", _COLUMNS)
    parts[-1].children.append(html.P(html.A(say("learn.lessons_link"), href=path(say.lang, "learn/lessons"))))
    return three(parts)
