"""Three lessons: how is a rank read, taken apart and tested, in a class of 45 minutes?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset, cached
from analysis.evidence import productivity
from analysis.evidence.verdicts import claim_assessments, counts
from analysis.index import guess
from analysis.index.composition import PILLAR_WEIGHTS
from analysis.index.ledger import default_pair, rank_split, score_ledger
from analysis.index.standing import apart, next_place, of, passed, percentile_of, ranks, standings
from analysis.query import Query, one_of
from analysis.robustness.weights import EQUAL, fields, place
from components import numbers, view
from components.attributes import attributes, button
from components.callbacks import Callbacks
from components.charts.axes import PERIOD_LINE, axes, every, periods, scaled
from components.charts.layer import ground
from components.charts.scales import index_scale
from components.framework import counted, framework_changes
from components.parts import reading
from components.parts.blocks import block, column, paragraph, sheet
from components.parts.claims import ClaimView
from components.parts.controls import Controls
from components.parts.productivity import ProductivityView
from components.prerender.static_svg import still
from components.shell import name_of
from components.text import Words, markup
from components.theme import DARK, LIGHT, on_surface
from components.view import PageView
from data.article import ARTICLE, HERO
from data.schema import VERDICTS

PAGE = "lessons"
SHEETS = "lessons-sheets"
_CHART: Final = {"wide": (688, 720), "small": (328, 420)}
"""Width and height of the chart to draw in, in pixels, on paper and on phones."""
_LINES: Final = 18  # to write answers on: as many as fit on a page
LATELY: Final = 4
"""Editions back from the newest: few enough that the framework is nearly the same."""
Values = Mapping[str, Any] | None
"""What fills the answer of a task; None where the snapshot does not hold it."""
_RANKS, _PRODUCTIVITY, _RESEARCH = ARTICLE.claim, "productivity", "innovation-system"
_EQUAL = ",".join(["1"] * len(EQUAL))


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


# What tasks and answers rest on: a snapshot, its editions, and views of pages


@dataclass(frozen=True)
class Facts(view.View):
    """The ranks of China and the editions that the lessons compare."""

    @cached_property
    def standing(self) -> pd.DataFrame:
        """China's rows of ``analysis.index.standing.standings``, by edition."""
        return of(standings(self.dataset), HERO)

    @property
    def ranks(self) -> dict[int, int]:
        """China's published rank by edition."""
        return ranks(self.dataset, HERO)

    @property
    def claim(self) -> tuple[int, int]:
        """The editions of the article's claim."""
        return default_pair(self.dataset.editions)

    @cached_property
    def late(self) -> tuple[int, int]:
        """The newest edition available with its GII pillars, after the one that is LATELY editions older."""
        editions = self.dataset.editions_with("pillar")[-LATELY - 1 :]
        return (editions[0], editions[-1]) if len(editions) > 1 else self.claim

    @cached_property
    def newest(self) -> tuple[int, int]:
        """The newest edition available down to its indicators, after the one before it."""
        last = self.dataset.detailed
        return max((year for year in self.dataset.editions if year < last), default=last), last

    @property
    def editions(self) -> dict[str, int]:
        """The editions named in tasks and answers."""
        names = ("first", "last", "early", "late", "before", "newest")
        known = (*self.claim, *self.late, *self.newest)
        return dict(zip(names, known, strict=True))

    def places(self, places: float) -> str:
        """Write a part of a change of rank: towards the first place is a gain."""
        size = abs(places)
        written = self.t("learn.place" if size == 1 else "learn.places", count=size)
        if not places:
            return written
        return self.t("lessons.gained" if places < 0 else "lessons.lost", places=written)


def _line(facts: Facts) -> Values:
    if not guess.guessable(facts.dataset):
        return None
    drawn = guess.Choice.read(facts.dataset, {}).drawn
    if not set(drawn) <= facts.ranks.keys():
        return None
    ranks = [facts.t("lessons.one_rank", edition=year, rank=facts.ranks[year]) for year in drawn]
    return {"ranks": facts.t("list.separator").join(ranks)}


def _places(facts: Facts) -> Values:
    start, end = (facts.ranks.get(year) for year in facts.claim)
    first, last = (facts.dataset.counts.get(year) for year in facts.claim)
    if not (start and end and first and last):
        return None
    return {
        "places": abs(start - end),
        "start": start,
        "end": end,
        "count_first": first,
        "count_last": last,
        "share_first": percentile_of(start, first),
        "share_last": percentile_of(end, last),
        "same": percentile_of(start, last),
    }


def _start(facts: Facts) -> Values:
    first, last = facts.claim
    before, after, end = (facts.ranks.get(year) for year in (first - 1, first + 1, last))
    if not (before and after and end):
        return None
    return {
        "year_before": first - 1,
        "year_after": first + 1,
        "rank_before": before,
        "rank_after": after,
        "from_before": before - end,
        "from_after": after - end,
    }


def _framework(facts: Facts) -> Values:
    first, last = facts.claim
    between = [change for change in framework_changes(facts.dataset) if first < change.edition <= last]
    if not between:
        return None
    lines = []
    for change in between:
        note = facts.t.of(facts.dataset.catalog.editions[change.edition].note).rstrip(".。")
        lines.append(facts.t("lessons.one_change", letter=change.letter, edition=change.edition, note=note))
    return {
        "changes": facts.t("lessons.sentence").join(lines),
        "counted": counted(facts.dataset, first, last, facts.t),
    }


def _score(facts: Facts) -> Values:
    found = apart(facts.standing)
    if not found:
        return None
    lines = [
        facts.t(
            "lessons.one_score" if row["rank"] < row["rank_before"] else "lessons.one_score_same",
            score_before=row["score_before"],
            score=row["score"],
            **{name: int(row[name]) for name in ("edition", "rank_before", "rank")},
        )
        for row in found
    ]
    return {"editions": facts.t("lessons.between").join(lines)}


def _split(facts: Facts, editions: tuple[int, int]) -> Values:
    split = rank_split(facts.dataset.scores, HERO, *editions)
    if split is None:
        return None
    parts = {name: facts.places(getattr(split, name)) for name in ("own", "others", "exits", "entries")}
    orders = dict(zip(("at_first", "at_last"), map(facts.places, split.own_orders), strict=True))
    return {**parts, **orders, "start": split.rank_first, "end": split.rank_last}


def _top(facts: Facts) -> Values:
    found = _split(facts, facts.newest)
    if found is None:
        return None
    names = [facts.economy_name(code) for code in passed(facts.dataset.scores, *facts.newest)]
    return {**found, "passed": facts.t.listing(names) if names else facts.t("lessons.nobody")}


def _points(facts: Facts) -> Values:
    ledger = score_ledger(facts.dataset, HERO, facts.late)
    if ledger is None:
        return None
    top = max(ledger.parts.to_dict("records"), key=lambda part: abs(part["relative"]))
    points = {name: getattr(ledger, name) for name in ("own", "common", "relative")}
    pillar = facts.t(f"gii.{top['code']}")
    return {"pillar": pillar, "part": top["relative"], "economies": ledger.economies, **points}


def _price(facts: Facts) -> Values:
    place = next_place(facts.dataset.scores, HERO, facts.dataset.detailed)
    if place is None or place.above is None or place.gap is None or place.below is None:
        return None
    return {
        "above": facts.economy_name(place.above),
        "below": facts.economy_name(place.below),
        "gap": place.gap,
        "input": place.input_points or 0,
        "output": place.output_points or 0,
        "cushion": place.cushion or 0,
        "input_weight": PILLAR_WEIGHTS["P1"],
        "output_weight": PILLAR_WEIGHTS["P7"],
    }


def _of(claim: str, fact: Callable[[Facts, ClaimView], Values]) -> Callable[[Facts], Values]:
    """Return what fills an answer from the assessment of a claim; None where the claim has none."""

    def found(facts: Facts) -> Values:
        judged = {one.claim.id: one for one in claim_assessments(facts.dataset)}
        return fact(facts, ClaimView(facts.dataset, facts.t, judged[claim])) if claim in judged else None

    return found


def _claim(facts: Facts, view: ClaimView) -> Values:
    if "end" not in view.claim.figures:  # it names a target
        return None
    ranks = {name: view.number(name) for name in ("start", "end")}
    return {**ranks, "verdict": facts.t(f"verdict.{view.one.verdict}")}


def _caveats(facts: Facts, view: ClaimView) -> Values:
    pairs = zip(view.claim.caveats, view.one.caveats, strict=True)
    lines = [view.fill(caveat.text) for caveat, outcome in pairs if outcome]
    return {"caveats": facts.t.sentences(lines)} if lines else None


def _weights(facts: Facts) -> Values:
    edition = facts.claim[1]
    field = fields(facts.dataset).get(edition)
    ours, bounds = (facts.bounds(kind, HERO, edition) for kind in ("weights", "bounds"))
    if field is None or HERO not in field.economies or ours is None or bounds is None:
        return None
    return {
        "rank": facts.ranks[edition],
        "equal": place(field, EQUAL, HERO).rank,
        "ours": ours,
        "bounds": bounds,
    }


def _interval(facts: Facts) -> Values:
    rows = facts.standing[facts.standing["published_low"].notna() & facts.standing["low"].notna()]
    if rows.empty:
        return None
    row = rows.iloc[-1]
    published, ours = (row["published_low"], row["published_high"]), (row["low"], row["high"])
    return {"edition": row["edition"], "published": published, "ours": ours}


def _versions(facts: Facts, view: ClaimView) -> Values:
    choice = productivity.Choice.read(facts.dataset, {})
    levels = ProductivityView(facts.dataset, facts.t, choice)
    row = levels.row(HERO)
    if row is None:
        return None
    older, newer = levels.versions
    return {
        "from_year": row["first"],
        "to_year": row["last"],
        "older": older,
        "newer": newer,
        "older_change": levels.moved(row["older"]),
        "newer_change": levels.moved(row["newer"]),
        "verdict": facts.t(f"verdict.{view.one.verdict}"),
    }


def _cause(_facts: Facts, view: ClaimView) -> Values:
    row = next(row for row in view.rows if row["code"] == view.dataset.catalog.strategy[0].headline)
    if not numbers.known(row["first"]):
        return None
    then, now = (reading.written(view.dataset, row, end, view.t) for end in ("first", "last"))
    return {
        "rd_then": then,
        "rd_now": now,
        "from_year": int(row["first_year"]),
        "to_year": int(row["last_year"]),
    }


def _verdicts(facts: Facts) -> Values:
    claims = claim_assessments(facts.dataset)
    found = counts(claims)
    lines = [
        facts.t("lessons.one_verdict", verdict=facts.t(f"verdict.{name}"), count=found[name])
        for name in VERDICTS
        if found[name]
    ]
    return {"all": len(claims), "verdicts": facts.t("lessons.between").join(lines)} if claims else None


_OPENED: Final = "claims?claim={0}#claim-{0}"
"""The page on claims with one of them open and in sight."""
LESSONS: Final[dict[str, dict[str, tuple[Callable[[Facts], Values], str]]]] = {
    "rank": {
        "line": (_line, "learn"),
        "places": (_places, "?from={first}&to={last}"),
        "field": (_places, "?show=percentile"),
        "start": (_start, ""),
        "framework": (_framework, "?from={first}&to={last}"),
        "score": (_score, "?show=score"),
    },
    "moves": {
        "own": (lambda facts: _split(facts, facts.claim), "why?from={first}&to={last}"),
        "late": (lambda facts: _split(facts, facts.late), "why?from={early}&to={late}"),
        "top": (_top, "why?from={before}&to={newest}"),
        "points": (_points, "why?from={early}&to={late}"),
        "price": (_price, f"economy/{HERO}?edition={{newest}}"),
        "weight": (_price, "weights?edition={newest}"),
    },
    "evidence": {
        "claim": (_of(_RANKS, _claim), _OPENED.format(_RANKS)),
        "caveats": (_of(_RANKS, _caveats), _OPENED.format(_RANKS)),
        "weights": (_weights, f"weights?edition={{last}}&w={_EQUAL}"),
        "interval": (_interval, ""),
        "versions": (_of(_PRODUCTIVITY, _versions), "strategy/productivity"),
        "cause": (_of(_RESEARCH, _cause), _OPENED.format(_RESEARCH)),
        "verdicts": (_verdicts, "claims"),
    },
}
"""The tasks of each lesson in their order: what fills the answer, and the page that it needs, with the query
of its view, in which editions are named as in ``Facts.editions``."""


CALLBACKS = Callbacks(Choice, parts=(SHEETS,))


def layout(view: PageView[Choice]) -> list[Component]:
    """Return the page; its choice says which sheets, and whether the answers are open."""
    dataset, t, choice = view.dataset, view.t, view.choice
    printed = button(t("lessons.print"), "button brief-print", data_print="page")
    control = Controls(PAGE, choice, dataset, t).segmented("show")
    every = lessons(dataset, t)
    sheets = [_sheet(dataset, t, one, len(every), answered=choice.show == "answers") for one in every]
    if choice.show == "chart":
        sheets = [_chart(dataset, t)]
    parts = {"class": ("class_1",), "print": ("print_1",), "limits": ("limits_1",)}
    below = [
        column(t(f"lessons.below.{name}_title"), [t(f"lessons.below.{key}") for key in keys])
        for name, keys in parts.items()
    ]
    guide = html.P(html.A(t("lessons.below.guide"), href=t.link("learn")), className="links more")
    return [
        html.H1(t("lessons.finding"), className="lessons-screen"),
        html.P(t("lessons.deck"), className="deck lessons-screen"),
        html.Div([control, printed], className="controls brief-controls"),
        html.Div(sheets, id=SHEETS, className="brief"),
        html.Section([html.Div(below, className="three"), guide], className="block lessons-screen"),
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
    counts = {edition: count for edition, count in dataset.counts.items() if count}
    first, last, task = min(counts), max(counts), t("lessons.chart.task")
    top, left, right, bottom = 12, 30, 12, 2 * PERIOD_LINE + 12
    images = []
    for css, (width, height) in _CHART.items():
        small = css == "small"
        scale = index_scale([], [], "rank", height - top - bottom)
        across = periods((first - 0.5, last + 0.5), every(first, last, 2 if small else 1), counts=counts)
        chart = ground(height, (left, right, top, bottom)) + axes(across, scaled(scale))
        for theme, name in ((LIGHT, "light"), (DARK, "dark")):
            drawn = still(chart.figure(), width, on_surface(theme))
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
def lessons(dataset: Dataset, t: Words) -> tuple[Lesson, ...]:
    """Return the three lessons in a language; an answer that the snapshot does not hold says so."""
    facts, found = Facts(dataset, t), []
    editions = facts.editions
    for number, (key, facts_of) in enumerate(LESSONS.items(), start=1):
        tasks = []
        for name, (fact, page) in facts_of.items():
            words, filled, view = f"lessons.{key}.{name}", fact(facts), page.format(**editions)
            answer = t("lessons.unknown")
            if filled is not None:
                answer = t(f"{words}.answer", **{**editions, **filled})
            place = t(name_of(view.partition("?")[0]))
            tasks.append(Task(t(f"{words}.task", **editions), answer, t.link(view), place))
        title, aim = t(f"lessons.{key}.title"), t(f"lessons.{key}.aim")
        discussion = t(f"lessons.{key}.discussion", **editions)
        found.append(Lesson(key, number, title, aim, t("lessons.time"), tuple(tasks), discussion))
    return tuple(found)
