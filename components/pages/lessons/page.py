"""Three lessons: how is a rank read, taken apart and tested, in a class of 45 minutes?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset, cached
from analysis.query import Query, one_of
from components.attributes import attributes
from components.callbacks import Callbacks
from components.pages.lessons.facts import LESSONS, Facts
from components.parts.blocks import block, column, paragraph, sheet
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
    every = lessons(dataset, lang)
    sheets = [_sheet(dataset, t, one, len(every), answered=choice.show == "answers") for one in every]
    parts = {"class": ("class_1", "class_2"), "print": ("print_1",), "limits": ("limits_1",)}
    below = [
        column(t(f"lessons.below.{name}_title"), [t(f"lessons.below.{key}") for key in keys])
        for name, keys in parts.items()
    ]
    guide = html.P(html.A(t("lessons.below.guide"), href=path(lang, "learn")), className="links more")
    return [
        html.H1(t("lessons.finding"), className="lessons-screen"),
        html.P(t("lessons.deck"), className="deck lessons-screen"),
        html.Div([control, button], className="controls brief-controls"),
        html.Div(sheets, id=SHEETS, className="brief"),
        html.Section([html.Div(below, className="three"), guide], className="block lessons-screen"),
        CALLBACKS.address(PAGE, dataset),
    ]


def _sheet(dataset: Dataset, t: Words, lesson: Lesson, count: int, *, answered: bool) -> html.Section:
    """Return the sheet of a lesson; ``answered``: with the answers open, for the teacher."""
    tasks = []
    for task in lesson.tasks:
        link = html.A(t("lessons.open", page=task.page), href=task.address, className="lesson-link")
        answer = [html.Summary(t("lessons.answer")), html.P(markup(task.answer))]
        blank = [html.Span() for _ in range(_LINES // len(lesson.tasks))]
        parts = [
            html.P([*markup(task.question), " ", link]),
            html.Details(answer, className="lesson-answer", open=answered),
            html.Div(blank, className="lesson-blank", **attributes(aria_hidden="true")),
        ]
        tasks.append(html.Li(parts))
    pages = t("list.separator").join(dict.fromkeys(task.page for task in lesson.tasks))
    about = {"aim": lesson.aim, "time_title": lesson.time, "material": t("lessons.pages", pages=pages)}
    frame = [html.Div([html.Dt(t(f"lessons.{key}")), html.Dd(markup(text))]) for key, text in about.items()]
    content = [
        html.H2(markup(lesson.title), className="lesson-title"),
        html.Dl(frame, className="lesson-frame"),
        block(t("lessons.tasks_title"), html.Ol(tasks, className="lesson-tasks")),
        block(t("lessons.discussion_title"), html.P(markup(lesson.discussion))),
    ]
    foot = paragraph(t, [source(dataset, t)])
    head = f"{t('lessons.head', number=lesson.number)} "
    title: list[str | Component] = [head, html.Span(t("site.name"), className="lesson-site")]
    return sheet(title, content, foot, t("brief.page", number=lesson.number, all=count), short=True)


def source(dataset: Dataset, t: Words) -> str:
    """Return where the answers come from, as marked text."""
    id_, created = dataset.snapshot.id, dataset.snapshot.created
    return t("lessons.foot", id=id_, created=created, first=dataset.editions[0], last=dataset.editions[-1])


@cached
def lessons(dataset: Dataset, lang: str) -> tuple[Lesson, ...]:
    """Return the three lessons in a language; an answer that the snapshot does not hold says so."""
    facts, t = Facts(dataset, words(lang)), words(lang)
    return tuple(
        Lesson(
            key=key,
            number=number,
            title=t(f"lessons.{key}.title"),
            aim=t(f"lessons.{key}.aim"),
            time=t("lessons.time"),
            tasks=tuple(_task(facts, key, name) for name in names),
            discussion=t(f"lessons.{key}.discussion", **facts.editions),
        )
        for number, (key, names) in enumerate(LESSONS.items(), start=1)
    )


def _task(facts: Facts, lesson: str, name: str) -> Task:
    fact, page = LESSONS[lesson][name]
    t, found, view, key = facts.t, fact(facts), page.format(**facts.editions), f"lessons.{lesson}.{name}"
    return Task(
        question=t(f"{key}.task", **facts.editions),
        answer=t("lessons.unknown") if found is None else t(f"{key}.answer", **{**facts.editions, **found}),
        address=path(t.lang, view),
        page=t(name_of(view.partition("?")[0])),
    )
