"""The lessons as sheets of paper: one page each, with the answers folded or open."""

from typing import Final

from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from components import numbers
from components.attributes import attributes
from components.pages.brief.view import block, sheet, told
from components.pages.lessons.lessons import Lesson, Task, lessons
from components.text import Words, markup

_LINES: Final = 18  # to write answers on: as many as fit on a page


def sheets(dataset: Dataset, say: Words, *, answered: bool) -> list[Component]:
    """Return a sheet for each lesson; ``answered``: with the answers open, for the teacher."""
    made = lessons(dataset, say.lang)
    return [_sheet(dataset, say, one, len(made), answered=answered) for one in made]


def _sheet(dataset: Dataset, say: Words, lesson: Lesson, count: int, *, answered: bool) -> html.Section:
    head = say("lessons.head", number=lesson.number)
    lines = _LINES // len(lesson.tasks)
    tasks = html.Ol(
        [_task(task, say, lines, answered=answered) for task in lesson.tasks], className="lesson-tasks"
    )
    content = [
        html.H2(markup(lesson.title), className="lesson-title"),
        _frame(lesson, say),
        block(say("lessons.tasks_title"), tasks),
        block(say("lessons.discussion_title"), html.P(markup(lesson.discussion))),
    ]
    foot = told(say, [source(dataset, say)])
    number = say("brief.page", number=lesson.number, all=count)
    title: list[str | Component] = [f"{head} ", html.Span(say("site.name"), className="lesson-site")]
    return sheet(title, content, foot, number, short=True)


def _frame(lesson: Lesson, say: Words) -> html.Dl:
    pages = say("list.separator").join(dict.fromkeys(task.page for task in lesson.tasks))
    parts = {
        "aim": lesson.aim,
        "time_title": lesson.time,
        "material": say("lessons.pages", pages=pages),
    }
    rows = [html.Div([html.Dt(say(f"lessons.{key}")), html.Dd(markup(text))]) for key, text in parts.items()]
    return html.Dl(rows, className="lesson-frame")


def _task(task: Task, say: Words, lines: int, *, answered: bool) -> html.Li:
    link = html.A(say("lessons.open", page=task.page), href=task.address, className="lesson-link")
    answer = html.Details(
        [html.Summary(say("lessons.answer")), html.P(markup(task.answer))],
        className="lesson-answer",
        open=answered,
    )
    blank = html.Div(
        [html.Span() for _ in range(lines)], className="lesson-blank", **attributes(aria_hidden="true")
    )
    return html.Li([html.P([*markup(task.question), " ", link]), answer, blank])


def source(dataset: Dataset, say: Words) -> str:
    """Return where the answers come from, as marked text."""
    created = numbers.day(dataset.snapshot.created, say.lang)
    ends = {"first": dataset.editions[0], "last": dataset.editions[-1]}
    return say("lessons.foot", id=dataset.snapshot.id, created=created, **ends)
