"""Three lessons: how is a rank read, taken apart and tested, in a class of 45 minutes?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset, cached
from analysis.query import Query, one_of
from components import numbers
from components.attributes import attributes
from components.callbacks import Callbacks
from components.pages.brief.view import block, paragraph, sheet
from components.pages.lessons.facts import LESSONS, Facts
from components.parts.columns import column
from components.parts.controls import Controls
from components.shell import name_of, path
from components.text import Words, markup, words

PAGE = "lessons"
SHEETS = "lessons-sheets"
_LINES: Final = 18  # to write answers on: as many as fit on a page


@dataclass(frozen=True, slots=True)
class Task:
    """A task: what is asked and answered, as marked text, and the page that it needs, with its name."""

    question: str
    answer: str
    address: str
    page: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson; all texts are marked text."""

    key: str
    number: int
    title: str
    aim: str
    time: str
    tasks: tuple[Task, ...]
    discussion: str


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """What a reader of the lessons chose: whether the answers are open on all sheets."""

    show: str = one_of("show", ("tasks", "answers"))


CALLBACKS = Callbacks(Choice, parts=((SHEETS, "children"),))


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the page; ``show`` says whether the answers are open."""
    t, choice = words(lang), Choice.read(dataset, query)
    button = html.Button(
        t("lessons.print"), type="button", className="button brief-print", **attributes(data_print="page")
    )
    control = Controls(PAGE, choice, dataset, t).segmented("show")
    answered = choice.show == "answers"
    return [
        html.H1(t("lessons.finding"), className="lessons-screen"),
        html.P(t("lessons.deck"), className="deck lessons-screen"),
        html.Div([control, button], className="controls brief-controls"),
        html.Div(sheets(dataset, t, answered=answered), id=SHEETS, className="brief"),
        _below(t),
        CALLBACKS.address(PAGE, dataset),
    ]


def _below(t: Words) -> html.Section:
    parts = {"class": ("class_1", "class_2"), "print": ("print_1",), "limits": ("limits_1",)}
    blocks = [
        column(t(f"lessons.below.{name}_title"), [t(f"lessons.below.{key}") for key in keys])
        for name, keys in parts.items()
    ]
    link = html.P(html.A(t("lessons.below.guide"), href=path(t.lang, "learn")), className="links more")
    return html.Section([html.Div(blocks, className="three"), link], className="block lessons-screen")


def sheets(dataset: Dataset, t: Words, *, answered: bool) -> list[Component]:
    """Return a sheet for each lesson; ``answered``: with the answers open, for the teacher."""
    every = lessons(dataset, t.lang)
    return [_sheet(dataset, t, one, len(every), answered=answered) for one in every]


def _sheet(dataset: Dataset, t: Words, lesson: Lesson, count: int, *, answered: bool) -> html.Section:
    head = t("lessons.head", number=lesson.number)
    lines = _LINES // len(lesson.tasks)
    tasks = [_task_item(task, t, lines, answered=answered) for task in lesson.tasks]
    content = [
        html.H2(markup(lesson.title), className="lesson-title"),
        _frame(lesson, t),
        block(t("lessons.tasks_title"), html.Ol(tasks, className="lesson-tasks")),
        block(t("lessons.discussion_title"), html.P(markup(lesson.discussion))),
    ]
    foot = paragraph(t, [source(dataset, t)])
    number = t("brief.page", number=lesson.number, all=count)
    title: list[str | Component] = [f"{head} ", html.Span(t("site.name"), className="lesson-site")]
    return sheet(title, content, foot, number, short=True)


def _frame(lesson: Lesson, t: Words) -> html.Dl:
    pages = t("list.separator").join(dict.fromkeys(task.page for task in lesson.tasks))
    parts = {"aim": lesson.aim, "time_title": lesson.time, "material": t("lessons.pages", pages=pages)}
    rows = [html.Div([html.Dt(t(f"lessons.{key}")), html.Dd(markup(text))]) for key, text in parts.items()]
    return html.Dl(rows, className="lesson-frame")


def _task_item(task: Task, t: Words, lines: int, *, answered: bool) -> html.Li:
    link = html.A(t("lessons.open", page=task.page), href=task.address, className="lesson-link")
    answer = html.Details(
        [html.Summary(t("lessons.answer")), html.P(markup(task.answer))],
        className="lesson-answer",
        open=answered,
    )
    hidden = attributes(aria_hidden="true")
    blank = html.Div([html.Span() for _ in range(lines)], className="lesson-blank", **hidden)
    return html.Li([html.P([*markup(task.question), " ", link]), answer, blank])


def source(dataset: Dataset, t: Words) -> str:
    """Return where the answers come from, as marked text."""
    created = numbers.day(dataset.snapshot.created, t.lang)
    ends = {"first": dataset.editions[0], "last": dataset.editions[-1]}
    return t("lessons.foot", id=dataset.snapshot.id, created=created, **ends)


@cached
def lessons(dataset: Dataset, lang: str) -> tuple[Lesson, ...]:
    """Return the three lessons in a language; an answer that the snapshot does not hold says so."""
    facts = Facts(dataset, words(lang))
    return tuple(_lesson(facts, key, number) for number, key in enumerate(LESSONS, start=1))


def _lesson(facts: Facts, key: str, number: int) -> Lesson:
    t = facts.t
    return Lesson(
        key=key,
        number=number,
        title=t(f"lessons.{key}.title"),
        aim=t(f"lessons.{key}.aim"),
        time=t("lessons.time"),
        tasks=tuple(_task(facts, key, name) for name in LESSONS[key]),
        discussion=t(f"lessons.{key}.discussion", **facts.editions),
    )


def _task(facts: Facts, lesson: str, name: str) -> Task:
    fact, page = LESSONS[lesson][name]
    t, found, view = facts.t, fact(facts), page.format(**facts.editions)
    missing = t("lessons.unknown") if found is None else ""
    return Task(
        question=t(f"lessons.{lesson}.{name}.task", **facts.editions),
        answer=missing or t(f"lessons.{lesson}.{name}.answer", **{**facts.editions, **(found or {})}),
        address=path(t.lang, view),
        page=t(name_of(view.partition("?")[0])),
    )
