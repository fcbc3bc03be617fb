"""Targets: what official plans promised, by when, and what became of it."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.frames import targets as frames
from analysis.query import Nothing
from analysis.standing import CHINA
from analysis.targets import FIRST, LATE, RESULTS, STORY, VINTAGES, Choice, rd_targets
from components import numbers
from components.callbacks import Callbacks, Change
from components.card import Card
from components.charts.layer import packed
from components.charts.target_story import FULL, HEIGHT, Goal, Path, story
from components.formats import writer, written
from components.kit import Col, rows_table
from components.pages.targets import rows
from components.pages.targets.view import Row, View
from components.parts.badges import verdict
from components.parts.citation import cited
from components.parts.columns import columns, three
from components.parts.controls import Controls
from components.parts.figure_card import Content, described, dialogs, figure_card, foot
from components.parts.series_source import source_line
from components.text import markup, plain, words

PAGE = "targets"
RESEARCH = Card("targets-rd", "targets-rd", (frames.RESEARCH,), height=760)
CARDS = (RESEARCH, rows.CARD)
FINDING, DECK, EIGHT, LIST, COUNT, TALLY = (
    f"{PAGE}-{part}" for part in ("finding", "deck", "eight", "list", "count", "tally")
)
_LISTED = (
    *((name, "children") for name in (LIST, COUNT, rows.CARD.table, *rows.CARD.credit)),
    (rows.CARD.data, "href"),
)
_FILTERS = ("aim", "document", "verdict", "evidence", "by")
_BELOW = {
    "rules": ("rule", "late", "reached", "once"),
    "limits": ("seen", "own", "part", "weak"),
    "revised": ("vintage", "ratio", "newest"),
}
_ACTIONS = ("cite", "link")


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the page in a language; ``query`` gives the values of its controls."""
    t = words(lang)
    view = View(dataset, t, Choice.read(dataset, query))
    names = {name: document["short"] for name, document in view.documents.items()}
    names |= {str(one.number): one.name.get(lang) for one in dataset.catalog.strategy}
    controls = Controls(PAGE, view.choice, dataset, t, names)
    selects = [controls.select(key) for key in ("aim", "document", "verdict", "evidence")]
    tally = [html.Li([verdict(one, t), html.B(str(view.counts[one]), className="fig")]) for one in RESULTS]
    after = html.P(markup(t("targets.story.after")), className="small target-after")
    data = dcc.Store(id=RESEARCH.figures, data=figures(view))
    return [
        html.H1(markup(finding(view)), id=FINDING),
        html.P(markup(deck(view)), id=DECK, className="deck"),
        html.Div(
            [
                controls.segmented("figures"),
                html.Div(html.Div(html.Ul(tally), className="control tally target-tally"), id=TALLY),
            ],
            className="controls",
        ),
        html.Div(
            [
                html.Div([figure_card(RESEARCH, _research(view), t), after, data]),
                html.Div(rows.eight(view), id=EIGHT),
            ],
            className="targets-first",
        ),
        html.Div([*selects, controls.segmented("by")], className="controls targets-filters"),
        _list(view),
        three(columns(t, PAGE, _BELOW)),
        CALLBACKS.address(PAGE, dataset),
    ]


def finding(view: View) -> str:
    """Return how many of the targets that can be judged were met in time, late, or missed."""
    found = view.counts
    return view.t("targets.finding" if found["judged"] else "targets.finding_none", **found)


def deck(view: View) -> str:
    """Return what was met late, and how many targets there are in all."""
    t, found = view.t, view.counts
    late = view.every[view.every[f"verdict_{view.figures}"] == LATE]
    alone = bool(len(late)) and set(late["measure"]) == {STORY}
    weak = int(view.every[f"weak_{view.figures}"].sum())
    first = int(view.every["published"].dropna().min()[:4])
    start = t("targets.deck.late", late=found["late"]) if alone else ""
    key = "targets.deck.weak" if weak else "targets.deck.all"
    return start + t(key, first=first, weak=weak, **found)


def _research(view: View) -> Content:
    """Return what the card of R&D over GDP holds: two vintages under the targets that it missed."""
    t, goals = view.t, rd_targets(view.dataset)
    frame = frames.RESEARCH.result(view.dataset, Nothing())
    title = t("targets.story.heading" if len(goals) == 3 else "targets.story.heading_other", count=len(goals))
    measure = t("targets.story.measure")
    due = {
        row["year"]: {
            "target": written(row["value"], "tenths", t.lang),
            "short": written(row["short_first"], "hundredths", t.lang),
            "reached_first": numbers.whole(row["reached_first"]),
            "reached_revised": numbers.whole(row["reached_revised"]),
        }
        for row in goals.to_dict("records")
    }
    of_goal = ("target", "short", "reached_first", "reached_revised")
    listed = [
        row | due.get(row["year"], dict.fromkeys(of_goal, ""))
        for row in frame.sort_values("year", ascending=False).to_dict("records")
    ]
    heads = [
        Col("year", t("targets.story.column.year"), number=False),
        *(Col(name, t(f"targets.story.column.{name}"), "hundredths") for name in VINTAGES),
        *(Col(name, t(f"targets.story.column.{name}")) for name in of_goal),
    ]
    releases = pd.DataFrame({"source": " ".join(frame["source"]).split()})
    span = int(frame["year"].min()), int(frame["year"].max())
    return Content(
        heading=markup(title),
        finding=plain(title),
        measure=markup(measure),
        table=rows_table(t, listed, heads, plain(measure)),
        source=source_line(view.dataset, releases, t, own=True, years=span),
        data_address=view.download(frames.RESEARCH.name),
        credit=cited(view.dataset, plain(title), releases["source"], t),
        height=HEIGHT,
    )


def figures(view: View) -> str:
    """Return the figure of R&D over GDP in both sets of labels, as JSON text."""
    frame, t = frames.RESEARCH.result(view.dataset, Nothing()), view.t
    goals = rd_targets(view.dataset).to_dict("records")
    if frame.empty:
        return "{}"

    def draw(least: int) -> dict[str, Any]:
        compact = least == 0
        main, other = (_path(view, frame, name, compact=compact) for name in (view.figures, view.other))
        marks = [_goal(view, row, compact=compact) for row in goals]
        remark = "<br>".join(t.lines("targets.story.remark"))
        return story(main, other, marks, writer("percent", t.lang), remark, compact=compact)

    return packed(draw, 0, FULL)


def _path(view: View, frame: pd.DataFrame, vintage: str, *, compact: bool) -> Path:
    t, rows = view.t, frame[frame[vintage].notna()].to_dict("records")
    values = {row["year"]: row[vintage] for row in rows}
    loose = {row["year"] for row in rows if vintage == FIRST and row["stage_first"] == "preliminary"}
    name, last = t(f"targets.figures.{vintage}"), max(values)
    tips = {
        year: f"<b>{view.called(CHINA)} · {year}</b><br>" + t("targets.story.tip", name=name, value=value)
        for year, value in values.items()
    }
    if compact:
        end = [written(values[last], "hundredths_percent", t.lang), t(f"targets.story.short.{vintage}")]
    else:
        end = [t("targets.story.end", value=values[last], year=last), name]
        end += [t("targets.story.preliminary", year=last)] if last in loose else []
    return Path(values, tips, end, frozenset(loose))


def _goal(view: View, row: Row, *, compact: bool) -> Goal:
    t, due, value = view.t, row["year"], row["value"]
    reached, other = (numbers.whole(row[f"reached_{name}"]) for name in (view.figures, view.other))
    said = [t("targets.story.goal_short" if compact else "targets.story.goal", value=value, year=due)]
    if reached is None:
        said.append(t("targets.story.never"))
    elif compact:
        said.append(t("targets.story.reached_short", year=reached))
    else:
        said.append(t("targets.story.reached", year=reached, late=reached - due))
        if other and other != reached:
            said.append(t(f"targets.story.by_{view.other}", year=other))
    actual, short = row[f"actual_{view.figures}"], row[f"short_{view.figures}"]
    near = t("targets.story.miss", actual=actual, short=short)
    tip = "<br>".join([f"<b>{said[0]}</b>", near, *said[1:]])
    return Goal(due, value, actual, reached, other, said, near, tip)


def _list(view: View) -> html.Figure:
    """Return the card of all targets."""
    t, card, content = view.t, rows.CARD, rows.content(view)
    return html.Figure(
        [
            html.H2(content.heading, id=card.heading),
            html.P(content.measure, className="measure", id=card.measure_line),
            html.P(content.finding, id=COUNT, className="small count", role="status"),
            html.Div(rows.listing(view), id=LIST, className="targets-list"),
            html.Div(foot(card, content, t, _ACTIONS), className="under"),
            html.Div(content.table, id=card.table, className="table-panel", hidden=True),
            *dialogs(card, content, t, _ACTIONS),
        ],
        className="card targets-all",
        **described(card, content),
    )


def _all(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the list of targets alone, which is all that its filters change."""
    return [_list(View(dataset, words(lang), Choice.read(dataset, query)))]


CALLBACKS = Callbacks(
    Choice,
    parts=(*((name, "children") for name in (FINDING, DECK, EIGHT, TALLY)), *RESEARCH.parts, *_LISTED),
    changes=(Change(_FILTERS, _LISTED, _all),),
    cards=(RESEARCH,),
)
