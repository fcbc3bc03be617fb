"""The guide names files that are there, and each recipe that it shows in full has a test that follows it."""

from __future__ import annotations

import re

from tests.additions.recipes import COMMANDS, GUIDE, ROOT, recipe

TEXT = GUIDE.read_text(encoding="utf-8")
TITLES = re.findall(r"^## (.+)$", TEXT, re.MULTILINE)
SHOWN = [title for title in TITLES if "```" in TEXT.split(f"\n## {title}\n")[1].split("\n## ")[0]]


def test_every_recipe_that_is_shown_in_full_is_followed_by_a_test() -> None:
    tests = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests/additions").glob("test_*.py"))
    followed = set(re.findall(r'copy\.follow\("(.+?)"\)', tests))
    assert followed == set(SHOWN)


def test_every_file_that_the_guide_names_is_there_or_is_made_by_a_recipe() -> None:
    made = {step.file for title in SHOWN for step in recipe(title) if step.kind != COMMANDS}
    named = set(re.findall(r"`([a-z_]+/[\w./-]+\.\w+)`", TEXT))
    assert len(named) > 20
    assert sorted(name for name in named - made if not (ROOT / name).is_file()) == []


def test_the_head_of_the_guide_and_contributing_lead_to_every_recipe() -> None:
    anchors = {title.lower().replace(" ", "-") for title in TITLES}
    assert set(re.findall(r"\(#([\w-]+)\)", TEXT)) == anchors
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert set(re.findall(r"docs/adding\.md#([\w-]+)", contributing)) == anchors
