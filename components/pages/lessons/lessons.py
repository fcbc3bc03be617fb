"""The three lessons: aim, tasks with the view that each needs, and answers filled in from the snapshot."""

from dataclasses import dataclass
from typing import Final

from analysis.dataset import Dataset, cached
from components.pages.lessons import facts_evidence, facts_moves, facts_rank
from components.pages.lessons.facts import Fact, Facts, View
from components.shell import path
from components.text import words

LESSONS: Final[dict[str, dict[str, Fact]]] = {
    "rank": facts_rank.FACTS,
    "moves": facts_moves.FACTS,
    "evidence": facts_evidence.FACTS,
}
"""The tasks of each lesson in their order, each with what its answer is computed from."""
_VIEWS: Final[dict[str, View]] = facts_rank.VIEWS | facts_moves.VIEWS | facts_evidence.VIEWS

_KEYS: Final = {
    "": "overview",
    "learn": "learn",
    "why": "why",
    "economy": "economy",
    "claims": "claims",
    "weights": "weights",
    "strategy/productivity": "productivity",
}


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


@cached
def lessons(dataset: Dataset, lang: str) -> tuple[Lesson, ...]:
    """Return the three lessons in a language; an answer that the snapshot does not hold says so."""
    facts = Facts(dataset, words(lang))
    return tuple(_lesson(facts, key, number) for number, key in enumerate(LESSONS, start=1))


def _lesson(facts: Facts, key: str, number: int) -> Lesson:
    say = facts.say
    return Lesson(
        key=key,
        number=number,
        title=say(f"lessons.{key}.title"),
        aim=say(f"lessons.{key}.aim"),
        time=say("lessons.time"),
        tasks=tuple(_task(facts, key, name, fact) for name, fact in LESSONS[key].items()),
        discussion=say(f"lessons.{key}.discussion", **facts.editions),
    )


def _task(facts: Facts, lesson: str, name: str, fact: Fact) -> Task:
    say, found = facts.say, fact(facts)
    missing = say("lessons.unknown") if found is None else ""
    view = _VIEWS[name](facts)
    return Task(
        question=say(f"lessons.{lesson}.{name}.task", **facts.editions),
        answer=missing or say(f"lessons.{lesson}.{name}.answer", **{**facts.editions, **(found or {})}),
        address=path(say.lang, view),
        page=say(f"page.{_KEYS[view.partition('?')[0].partition('/CHN')[0]]}"),
    )
