"""Three lessons: how is a rank read, taken apart and tested, in a class of 45 minutes?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset, cached
from analysis.evidence.verdicts import claim_assessments
from analysis.index.composition import PILLARS
from analysis.index.ledger import default_pair
from analysis.index.standing import percentile_of, ranks, ranks_apart, rows_of, standings
from analysis.query import Query, one_of
from components.cards.callbacks import Callbacks
from components.charts.axes import PERIOD_LINE, axes, periods, scaled_axis, tick_editions
from components.charts.layer import base_layer
from components.charts.scales import index_scale
from components.charts.static_svg import without_motion
from components.text.attributes import attributes, button
from components.text.catalog import Words, markup
from components.text.paths import name_of, page_exists
from components.text.view import DrawAny, PageView, View
from components.theme import DARK, LIGHT, on_surface
from components.widgets.blocks import block, column, paragraph, sheet
from components.widgets.claims import ClaimView
from components.widgets.controls import Controls
from components.widgets.framework import counted_changes
from data.article import ARTICLE, FIRST_PILLAR, FOCUS

PAGE = "lessons"
SHEETS = "lessons-sheets"
_CHART: Final = {"wide": (688, 720), "small": (328, 420)}
"""Width and height of the chart to draw in, in pixels, on paper and on phones."""
_LINES: Final = 18  # to write answers on: as many as fit on a page
LATELY: Final = 4
"""Editions back from the newest: few enough that the framework is nearly the same."""
Values = Mapping[str, Any] | None
"""What the words of an answer need beside editions; None where the snapshot does not hold it."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a task asks: the address of the page that it needs, and the cards that answer, as <name>?<query>.

    fact: what the words after their findings, or in their place, say of the snapshot. link: the key of the
    words of the link to the page, where they are not its name.
    """

    address: str
    cards: tuple[str, ...] = ()
    fact: Callable[[View], Values] = lambda _: {}
    link: str = ""


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
    """What a reader of the lessons chose: the sheets, with the answers open or not, or a chart to draw in."""

    show: str = one_of("show", ("tasks", "answers", "chart"))


# What no card finds


def editions_of(dataset: Dataset) -> dict[str, int]:
    """Return the editions that tasks, cards and answers name, and the rank above China's in the newest.

    first, last: those of the article's claim, between prior and next to the first; early, late: the newest
    with its GII pillars, and LATELY editions before; before, newest: down to the indicators.
    """
    first, last = default_pair(dataset)
    editions, newest, known = dataset.editions, dataset.newest_detailed, ranks(dataset, FOCUS)
    pillars = dataset.editions_with("pillar")[-LATELY - 1 :]
    early, late = (pillars[0], pillars[-1]) if len(pillars) > 1 else (first, last)
    return {
        "prior": max((year for year in known if year < first), default=first),
        "first": first,
        "next": min((year for year in known if year > first), default=first),
        "last": last,
        "early": early,
        "late": late,
        "before": max((year for year in editions if year < newest), default=newest),
        "newest": newest,
        "above": max(known.get(newest, 1) - 1, 1),
    }


def _line(view: View) -> Values:
    """Return the published ranks after the first edition of the claim."""
    first, _ = default_pair(view.dataset)
    later = {year: rank for year, rank in ranks(view.dataset, FOCUS).items() if year > first}
    lines = [view.t("lessons.one_rank", edition=year, rank=rank) for year, rank in later.items()]
    return {"ranks": view.t("list.separator").join(lines)} if lines else None


def _field(view: View) -> Values:
    """Return what the first rank would be worth among those of the last edition."""
    first, last = default_pair(view.dataset)
    rank, count = ranks(view.dataset, FOCUS).get(first), view.dataset.rank_counts[last]
    if rank is None or count is None:
        return None
    return {"rank": rank, "count": count, "same": percentile_of(rank, count)}


def _fell(view: View) -> Values:
    """Return the newest edition in which the score fell and the rank did not get worse."""
    found = ranks_apart(rows_of(standings(view.dataset), FOCUS))
    return {name: int(found[-1][name]) for name in ("edition", "edition_before")} if found else None


def _claim(view: View) -> Values:
    judged = {one.claim.id: one for one in claim_assessments(view.dataset)}
    if ARTICLE.claim not in judged:
        return None
    one = ClaimView(view.dataset, view.t, judged[ARTICLE.claim])
    pairs = zip(one.claim.caveats, one.assessment.caveats, strict=True)
    lines = [one.fill(caveat.text) for caveat, outcome in pairs if outcome]
    verdict, claim = view.t(f"verdict.{one.assessment.verdict}"), view.t.phrase(one.claim.statement)
    return {"statement": claim, "verdict": verdict, "caveats": view.t.sentences(lines)}


def _printed(view: View) -> Values:
    rows = view.intervals("published")
    if rows.empty:
        return None
    row = rows.iloc[-1]
    return {"printed": row["edition"], "interval": (row["low"], row["high"])}


_CLAIM, _LATE, _STEP = "from={first}&to={last}", "from={early}&to={late}", "from={before}&to={newest}"
_PARTS: Final = f"{_CLAIM}&detail=indicators"
_NEXT: Final = "edition={newest}&rank={above}"
_EQUAL: Final = f"edition={{last}}&w={','.join(['1'] * len(PILLARS))}"
_OPENED: Final = f"claims?claim={ARTICLE.claim}#claim-{ARTICLE.claim}"
"""The page on claims with that of the article open and in sight."""
LESSONS: Final = {
    "rank": {
        "line": Question("learn/lessons?show=chart", fact=_line, link="lessons.control.chart"),
        "places": Question(f"?{_CLAIM}", (f"trajectory?{_CLAIM}", f"trajectory?show=percentile&{_CLAIM}")),
        "field": Question("?show=percentile", fact=_field),
        "start": Question(
            "ranking?edition={last}&against={prior}",
            ("ranking?edition={last}&against={prior}", "ranking?edition={last}&against={next}"),
        ),
        "framework": Question(
            f"why?{_PARTS}",
            (f"score-ledger?{_PARTS}",),
            lambda view: {"counted": counted_changes(view.dataset, *default_pair(view.dataset), view.t)},
        ),
        "score": Question(
            "?show=score", ("trajectory?show=score&from={edition_before}&to={edition}",), _fell
        ),
    },
    "moves": {
        "own": Question(f"why?{_CLAIM}", (f"rank-ledger?{_CLAIM}",)),
        "late": Question(f"why?{_LATE}", (f"rank-ledger?{_LATE}",)),
        "top": Question(f"why?{_STEP}", (f"rank-ledger?{_STEP}",)),
        "points": Question(f"why?{_LATE}", (f"score-ledger?{_LATE}",)),
        "price": Question(f"why/reach?{_NEXT}", (f"reach-ladder?{_NEXT}",)),
        "weight": Question("weights?edition={newest}"),
    },
    "evidence": {
        "claim": Question(_OPENED, (f"trajectory?{_CLAIM}",), _claim),
        "caveats": Question(_OPENED, fact=_claim),
        "weights": Question(f"weights?{_EQUAL}", (f"weights-draws?{_EQUAL}", "weights-draws?edition={last}")),
        "interval": Question("weights", ("weights-draws?edition={printed}",), _printed),
        "versions": Question("strategy/productivity", ("productivity-growth", "productivity-economies")),
        "cause": Question(f"strategy/{FIRST_PILLAR}", ("strategic-pillar",)),
        "verdicts": Question("claims", ("claims",)),
    },
}
"""The tasks of each lesson in their order, in which editions are named as by ``editions_of``."""


CALLBACKS = Callbacks(Choice, parts=(SHEETS,))


def layout(view: PageView[Choice]) -> list[Component]:
    """Return the page; its choice says which sheets, and whether the answers are open."""
    dataset, t, choice = view.dataset, view.t, view.choice
    printed = button(t("lessons.print"), "button brief-print", data_print="page")
    control = Controls(PAGE, choice, dataset, t).segmented_control("show")
    every = lessons(dataset, t, view.draw)
    sheets = [_sheet(dataset, t, one, len(every), answered=choice.show == "answers") for one in every]
    if choice.show == "chart":
        sheets = [_chart(dataset, t)]
    parts = {"class": ("class_1",), "print": ("print_1",), "limits": ("limits_1",)}
    below = [
        column(t(f"lessons.below.{name}_title"), [t(f"lessons.below.{key}") for key in keys])
        for name, keys in parts.items()
    ]
    return [
        html.H1(t("lessons.finding"), className="lessons-screen"),
        html.P(t("lessons.deck"), className="deck lessons-screen"),
        html.Div([control, printed], className="controls brief-controls"),
        html.Div(sheets, id=SHEETS, className="brief"),
        html.Section(html.Div(below, className="three"), className="block lessons-screen"),
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


def _chart(dataset: Dataset, t: Words) -> html.Section:
    """Return a sheet to draw China's line on: editions, ranks, and no line."""
    counts = {edition: count for edition, count in dataset.rank_counts.items() if count}
    first, last, task = min(counts), max(counts), t("lessons.chart.task")
    top, left, right, bottom = 12, 30, 12, 2 * PERIOD_LINE + 12
    images = []
    for css, (width, height) in _CHART.items():
        small = css == "small"
        scale = index_scale([], [], "rank", height - top - bottom)
        across = periods(
            (first - 0.5, last + 0.5), tick_editions(first, last, 2 if small else 1), counts=counts
        )
        chart = base_layer(height, (left, right, top, bottom)) + axes(across, scaled_axis(scale))
        for theme, name in ((LIGHT, "light"), (DARK, "dark")):
            drawn = without_motion(chart.figure(), width, on_surface(theme))
            image = html.Img(src=drawn, alt=task, width=width, height=height, className=f"brief-{css}")
            images.append(html.Span(image, className=f"only-{name}"))
    content = [
        html.H2(t("lessons.chart.title"), className="lesson-title"),
        html.P(task),
        html.Div(images, className="brief-picture"),
    ]
    foot = paragraph(t, [source(dataset, t)])
    return sheet(t("site.name"), content, foot, t("brief.page", number=1, all=1), short=True)


def source(dataset: Dataset, t: Words) -> str:
    """Return where the answers come from, as marked text."""
    id_, created = dataset.snapshot.id, dataset.snapshot.created
    return t("lessons.foot", id=id_, created=created, first=dataset.editions[0], last=dataset.editions[-1])


@cached
def lessons(dataset: Dataset, t: Words, draw: DrawAny) -> tuple[Lesson, ...]:
    """Return the three lessons in a language, without what the pack has no page for, or the data no answer.

    draw: draws any card of the site.
    """
    view = PageView(dataset, t, Choice.read(dataset, {}), draw=draw)
    editions, made = editions_of(dataset), []
    for number, (key, questions) in enumerate(LESSONS.items(), start=1):
        tasks = []
        for name, question in questions.items():
            place, words = question.address.partition("?")[0], f"lessons.{key}.{name}"
            if not page_exists(place):
                continue
            fact = question.fact(view)
            if fact is None:
                continue
            values = {**editions, **fact}
            says = [view.of_site(card.format(**values)).sentence for card in question.cards]
            close = t(f"{words}.answer", **values) if t.has(f"{words}.answer") else ""
            if not all(says) or not (answer := t.sentences((*says, close))):
                continue
            address = t.link(question.address.format(**editions))
            name = t(question.link or name_of(place))
            tasks.append(Task(t(f"{words}.task", **values), answer, address, name))
        title, aim = t(f"lessons.{key}.title"), t(f"lessons.{key}.aim")
        discussion = t(f"lessons.{key}.discussion", **editions)
        made.append(Lesson(key, number, title, aim, t("lessons.time"), tuple(tasks), discussion))
    return tuple(made)
