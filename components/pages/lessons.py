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
from components.charts.axes import PERIOD_LINE, axes, period_axis, scaled_axis, tick_editions
from components.charts.layer import base_layer
from components.charts.scales import index_scale
from components.charts.static_svg import static_image
from components.text.attributes import attributes, button
from components.text.catalog import Words, markup
from components.text.keys import VERDICTS
from components.text.paths import name_key, page_exists
from components.text.view import DrawAny, PageView, View
from components.theme import DARK, LIGHT, on_surface
from components.widgets.blocks import block, column, paragraph, sheet
from components.widgets.claims import ClaimView
from components.widgets.controls import Controls
from components.widgets.framework import counted_changes
from data.article import ARTICLE, FIRST_PILLAR, FOCUS

PAGE = "lessons"
SHEETS = "lessons-sheets"
_CHART_SIZES: Final = {"wide": (688, 720), "small": (328, 420)}  # px, on paper and on phones
_ANSWER_LINES: Final = 18  # on a page, to write on
EDITIONS_BACK: Final = 4  # from late to early: so few that the framework is nearly the same
Values = Mapping[str, Any] | None
"""Values for the text of an answer, beside editions; None if the snapshot does not have them."""


@dataclass(frozen=True, slots=True)
class Question:
    """The page that a task needs, and its answer: findings of cards (<name>?<query>), then a text by key.

    fact: values of the text, from the snapshot. link: key of the link text, if not the name of the page.
    """

    address: str
    answer: str = ""
    cards: tuple[str, ...] = ()
    fact: Callable[[View], Values] = lambda _: {}
    link: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """A task: question and answer (marked text), and the address and name of the page it needs."""

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
    """What the reader chose: sheets without or with open answers, or a blank chart to draw on."""

    show: str = one_of("show", ("tasks", "answers", "chart"))


def editions_of(dataset: Dataset) -> dict[str, int]:
    """Return the editions that tasks, cards and answers name, and the rank above China's in the newest.

    first, last: of the article's claim; prior, next: the editions before and after the first; early, late:
    EDITIONS_BACK apart, late is the newest with GII pillars; before, newest: the newest two with indicators.
    """
    first, last = default_pair(dataset)
    newest = dataset.newest_detailed
    china_ranks = ranks(dataset, FOCUS)
    pillar_editions = dataset.editions_with("pillar")[-EDITIONS_BACK - 1 :]
    early, late = (pillar_editions[0], pillar_editions[-1]) if len(pillar_editions) > 1 else (first, last)
    return {
        "prior": max((year for year in china_ranks if year < first), default=first),
        "first": first,
        "next": min((year for year in china_ranks if year > first), default=first),
        "last": last,
        "early": early,
        "late": late,
        "before": max((year for year in dataset.editions if year < newest), default=newest),
        "newest": newest,
        "above": max(china_ranks.get(newest, 1) - 1, 1),
    }


def _ranks_after_first(view: View) -> Values:
    first, _ = default_pair(view.dataset)
    later = {year: rank for year, rank in ranks(view.dataset, FOCUS).items() if year > first}
    lines = [view.t("lessons.one_rank", edition=year, rank=rank) for year, rank in later.items()]
    return {"ranks": view.t("list.separator").join(lines)} if lines else None


def _first_rank_in_last_field(view: View) -> Values:
    """Return the percentile of the first rank among the economies ranked in the last edition."""
    first, last = default_pair(view.dataset)
    rank, count = ranks(view.dataset, FOCUS).get(first), view.dataset.rank_counts[last]
    if rank is None or count is None:
        return None
    return {"rank": rank, "count": count, "same": percentile_of(rank, count)}


def _score_fell_rank_held(view: View) -> Values:
    """Return the newest edition in which the score fell and the rank did not get worse."""
    editions = ranks_apart(rows_of(standings(view.dataset), FOCUS))
    return {name: int(editions[-1][name]) for name in ("edition", "edition_before")} if editions else None


def _claim(view: View) -> Values:
    assessments = {assessment.claim.id: assessment for assessment in claim_assessments(view.dataset)}
    if ARTICLE.claim not in assessments:
        return None
    assessment = assessments[ARTICLE.claim]
    claim_view = ClaimView(view.dataset, view.t, assessment)
    pairs = zip(assessment.claim.caveats, assessment.caveats, strict=True)
    return {
        "statement": view.t.phrase(assessment.claim.statement),
        "verdict": view.t(VERDICTS[assessment.verdict]),
        "caveats": view.t.sentences(claim_view.fill(caveat.text) for caveat, applies in pairs if applies),
    }


def _published_interval(view: View) -> Values:
    rows = view.intervals("published")
    if rows.empty:
        return None
    row = rows.iloc[-1]
    return {"printed": row["edition"], "interval": (row["low"], row["high"])}


_CLAIM_SPAN: Final = "from={first}&to={last}"
_LATE_SPAN: Final = "from={early}&to={late}"
_LAST_STEP: Final = "from={before}&to={newest}"
_BY_INDICATOR: Final = f"{_CLAIM_SPAN}&detail=indicators"
_NEXT_RANK: Final = "edition={newest}&rank={above}"
_EQUAL_WEIGHTS: Final = f"edition={{last}}&w={','.join(['1'] * len(PILLARS))}"
_OPEN_CLAIM: Final = f"claims?claim={ARTICLE.claim}#claim-{ARTICLE.claim}"
LESSONS: Final = {
    "rank": {
        "lessons.rank.line.task": Question(
            "learn/lessons?show=chart",
            "lessons.rank.line.answer",
            fact=_ranks_after_first,
            link="lessons.control.chart",
        ),
        "lessons.rank.places.task": Question(
            f"?{_CLAIM_SPAN}",
            "lessons.rank.places.answer",
            (f"trajectory?{_CLAIM_SPAN}", f"trajectory?show=percentile&{_CLAIM_SPAN}"),
        ),
        "lessons.rank.field.task": Question(
            "?show=percentile", "lessons.rank.field.answer", fact=_first_rank_in_last_field
        ),
        "lessons.rank.start.task": Question(
            "ranking?edition={last}&against={prior}",
            "lessons.rank.start.answer",
            ("ranking?edition={last}&against={prior}", "ranking?edition={last}&against={next}"),
        ),
        "lessons.rank.framework.task": Question(
            f"why?{_BY_INDICATOR}",
            "lessons.rank.framework.answer",
            (f"score-ledger?{_BY_INDICATOR}",),
            lambda view: {"counted": counted_changes(view.dataset, *default_pair(view.dataset), view.t)},
        ),
        "lessons.rank.score.task": Question(
            "?show=score",
            "lessons.rank.score.answer",
            ("trajectory?show=score&from={edition_before}&to={edition}",),
            _score_fell_rank_held,
        ),
    },
    "moves": {
        "lessons.moves.own.task": Question(
            f"why?{_CLAIM_SPAN}", "lessons.moves.own.answer", (f"rank-ledger?{_CLAIM_SPAN}",)
        ),
        "lessons.moves.late.task": Question(f"why?{_LATE_SPAN}", "", (f"rank-ledger?{_LATE_SPAN}",)),
        "lessons.moves.top.task": Question(
            f"why?{_LAST_STEP}", "lessons.moves.top.answer", (f"rank-ledger?{_LAST_STEP}",)
        ),
        "lessons.moves.points.task": Question(f"why?{_LATE_SPAN}", "", (f"score-ledger?{_LATE_SPAN}",)),
        "lessons.moves.price.task": Question(
            f"why/reach?{_NEXT_RANK}", "lessons.moves.price.answer", (f"reach-ladder?{_NEXT_RANK}",)
        ),
        "lessons.moves.weight.task": Question("weights?edition={newest}", "lessons.moves.weight.answer"),
    },
    "evidence": {
        "lessons.evidence.claim.task": Question(
            _OPEN_CLAIM, "lessons.evidence.claim.answer", (f"trajectory?{_CLAIM_SPAN}",), _claim
        ),
        "lessons.evidence.caveats.task": Question(
            _OPEN_CLAIM, "lessons.evidence.caveats.answer", fact=_claim
        ),
        "lessons.evidence.weights.task": Question(
            f"weights?{_EQUAL_WEIGHTS}",
            "lessons.evidence.weights.answer",
            (f"weights-draws?{_EQUAL_WEIGHTS}", "weights-draws?edition={last}"),
        ),
        "lessons.evidence.interval.task": Question(
            "weights",
            "lessons.evidence.interval.answer",
            ("weights-draws?edition={printed}",),
            _published_interval,
        ),
        "lessons.evidence.versions.task": Question(
            "strategy/productivity",
            "lessons.evidence.versions.answer",
            ("productivity-growth", "productivity-economies"),
        ),
        "lessons.evidence.cause.task": Question(
            f"strategy/{FIRST_PILLAR}", "lessons.evidence.cause.answer", ("strategic-pillar",)
        ),
        "lessons.evidence.verdicts.task": Question("claims", "", ("claims",)),
    },
}
"""The questions of each lesson by the key of their task; placeholders are those of ``editions_of``."""
_TEXTS: Final = {
    "rank": ("lessons.rank.title", "lessons.rank.aim", "lessons.rank.discussion"),
    "moves": ("lessons.moves.title", "lessons.moves.aim", "lessons.moves.discussion"),
    "evidence": ("lessons.evidence.title", "lessons.evidence.aim", "lessons.evidence.discussion"),
}
"""Keys of title, aim and discussion by lesson."""
_BELOW: Final = {
    "lessons.below.class_title": "lessons.below.class_1",
    "lessons.below.print_title": "lessons.below.print_1",
    "lessons.below.limits_title": "lessons.below.limits_1",
}


CALLBACKS = Callbacks(Choice, parts=(SHEETS,))


def layout(view: PageView[Choice]) -> list[Component]:
    """Return the page; its choice says which sheets it shows, and whether the answers are open."""
    dataset, t, show = view.dataset, view.t, view.choice.show
    print_button = button(t("lessons.print"), "button brief-print", data_print="page")
    control = Controls(PAGE, view.choice, dataset, t).segmented_control("show")
    sheets = [_chart(dataset, t)]
    if show != "chart":
        plans = lessons(dataset, t, view.draw)
        sheets = [_sheet(dataset, t, plan, len(plans), has_answers=show == "answers") for plan in plans]
    below = [column(t(title), [t(line)]) for title, line in _BELOW.items()]
    return [
        html.H1(t("lessons.finding"), className="lessons-screen"),
        html.P(t("lessons.deck"), className="deck lessons-screen"),
        html.Div([control, print_button], className="controls brief-controls"),
        html.Div(sheets, id=SHEETS, className="brief"),
        html.Section(html.Div(below, className="three"), className="block lessons-screen"),
    ]


def _sheet(dataset: Dataset, t: Words, lesson: Lesson, count: int, *, has_answers: bool) -> html.Section:
    """Return the sheet of a lesson, with open answers for the teacher."""
    tasks = []
    for task in lesson.tasks:
        link = html.A(t("lessons.open", page=task.page), href=task.address, className="lesson-link")
        answer = [html.Summary(t("lessons.answer")), html.P(markup(task.answer))]
        blank = [html.Span() for _ in range(_ANSWER_LINES // len(lesson.tasks))]
        parts = [
            html.P([*markup(task.question), " ", link]),
            html.Details(answer, className="lesson-answer", open=has_answers),
            html.Div(blank, className="lesson-blank", **attributes(aria_hidden="true")),
        ]
        tasks.append(html.Li(parts))
    pages = t("list.separator").join(dict.fromkeys(task.page for task in lesson.tasks))
    facts = {
        t("lessons.aim"): lesson.aim,
        t("lessons.time_title"): lesson.time,
        t("lessons.material"): t("lessons.pages", pages=pages),
    }
    fact_rows = [html.Div([html.Dt(name), html.Dd(markup(text))]) for name, text in facts.items()]
    content = [
        html.H2(markup(lesson.title), className="lesson-title"),
        html.Dl(fact_rows, className="lesson-frame"),
        block(t("lessons.tasks_title"), html.Ol(tasks, className="lesson-tasks")),
        block(t("lessons.discussion_title"), html.P(markup(lesson.discussion))),
    ]
    foot = paragraph(t, [source(dataset, t)])
    head = f"{t('lessons.head', number=lesson.number)} "
    title: list[str | Component] = [head, html.Span(t("site.name"), className="lesson-site")]
    return sheet(title, content, foot, t("brief.page", number=lesson.number, all=count), short=True)


def _chart(dataset: Dataset, t: Words) -> html.Section:
    counts = {edition: count for edition, count in dataset.rank_counts.items() if count}
    first, last, task = min(counts), max(counts), t("lessons.chart.task")
    top, left, right, bottom = 12, 30, 12, 2 * PERIOD_LINE + 12
    images = []
    for css, (width, height) in _CHART_SIZES.items():
        scale = index_scale([], [], "rank", height - top - bottom)
        ticks = tick_editions(first, last, 2 if css == "small" else 1)
        x_axis = period_axis((first - 0.5, last + 0.5), ticks, counts=counts)
        chart = base_layer(height, (left, right, top, bottom)) + axes(x_axis, scaled_axis(scale))
        for theme, name in ((LIGHT, "light"), (DARK, "dark")):
            address = static_image(chart.figure(), width, on_surface(theme))
            image = html.Img(src=address, alt=task, width=width, height=height, className=f"brief-{css}")
            images.append(html.Span(image, className=f"only-{name}"))
    content = [
        html.H2(t("lessons.chart.title"), className="lesson-title"),
        html.P(task),
        html.Div(images, className="brief-picture"),
    ]
    foot = paragraph(t, [source(dataset, t)])
    return sheet(t("site.name"), content, foot, t("brief.page", number=1, all=1), short=True)


def source(dataset: Dataset, t: Words) -> str:
    """Return the snapshot and the source behind the answers (marked text)."""
    snapshot, editions = dataset.snapshot, dataset.editions
    return t("lessons.foot", id=snapshot.id, created=snapshot.created, first=editions[0], last=editions[-1])


@cached
def lessons(dataset: Dataset, t: Words, draw: DrawAny) -> tuple[Lesson, ...]:
    """Return the three lessons, without tasks that the pack has no page for or the data no answer.

    draw: draws any card of the site.
    """
    view = PageView(dataset, t, Choice.read(dataset, {}), draw=draw)
    editions = editions_of(dataset)
    plans = []
    for number, (key, questions) in enumerate(LESSONS.items(), start=1):
        tasks = []
        for task, question in questions.items():
            page = question.address.partition("?")[0]
            fact = question.fact(view) if page_exists(page) else None
            if fact is None:
                continue
            values = {**editions, **fact}
            findings = [view.draw_card(card.format(**values)).sentence for card in question.cards]
            text = t(question.answer, **values) if question.answer else ""
            answer = t.sentences((*findings, text))
            if not all(findings) or not answer:
                continue
            address = t.link(question.address.format(**editions))
            tasks.append(Task(t(task, **values), answer, address, t(question.link or name_key(page))))
        title, aim, discussion = _TEXTS[key]
        texts = t(title), t(aim), t("lessons.time"), tuple(tasks), t(discussion, **editions)
        plans.append(Lesson(key, number, *texts))
    return tuple(plans)
