"""Write the guides for teachers, with answers computed from the bundled snapshot: python -m tools.lessons."""

import re
import sys
from pathlib import Path
from typing import Final

from analysis.dataset import Dataset
from components.pages import draw_card
from components.pages.lessons import Lesson, lessons, source
from components.text.catalog import LANGUAGES, Words, words
from data import catalog
from data.snapshot import open_snapshot

ROOT = Path(__file__).resolve().parent.parent
BUNDLED = ROOT / "data" / "bundled"
GUIDES: Final = {"en": "teaching.md", "zh": "teaching.zh.md"}
BEGIN, END = "<!-- lessons: python -m tools.lessons -->\n", "<!-- /lessons -->\n"
_MARKS: Final = re.compile(r"\[([^\]]+)\]")


def _markdown(text: str) -> str:
    """Return marked text as Markdown: its bold with two stars, its unbroken parts as they are."""
    return _MARKS.sub(r"\1", text).replace("*", "**")


def _lesson(lesson: Lesson, t: Words) -> str:
    colon = "：" if t.lang == "zh" else ": "
    head = t("lessons.head", number=lesson.number)
    lines = [f"## {head}{colon}{lesson.title}", ""]
    lines += [f"**{t('lessons.aim')}**{colon}{_markdown(lesson.aim)}", ""]
    lines += [f"**{t('lessons.time_title')}**{colon}{_markdown(lesson.time)}", ""]
    for number, task in enumerate(lesson.tasks, start=1):
        lines += [f"{number}. {_markdown(task.question)} `{task.address}`", ""]
        lines += [f"   **{t('lessons.answer')}**{colon}{_markdown(task.answer)}", ""]
    lines += [f"**{t('lessons.discussion_title')}**{colon}{_markdown(lesson.discussion)}", ""]
    return "\n".join(lines)


def written(text: str, dataset: Dataset, lang: str) -> str:
    """Return the text of a guide with the lessons of a snapshot in it."""
    t = words(lang)
    before, rest = text.split(BEGIN)
    parts = [_lesson(one, t) for one in lessons(dataset, t, draw_card)]
    return (
        f"{before}{BEGIN}\n" + "\n".join([*parts, source(dataset, t), ""]) + "\n" + END + rest.split(END)[1]
    )


def main() -> int:
    """Write the guides anew."""
    dataset = Dataset(open_snapshot(BUNDLED), catalog.load())
    for lang in LANGUAGES:
        guide = ROOT / "docs" / GUIDES[lang]
        guide.write_text(written(guide.read_text(encoding="utf-8"), dataset, lang), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
