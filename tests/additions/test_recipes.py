"""The recipes of docs/adding.md, all carried out on one copy: what each promises is there."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.additions.looks import DOCUMENT, LOOKS
from tests.additions.recipes import COMMANDS, GUIDE, ROOT, recipe, sections, shown

if TYPE_CHECKING:
    from tests.additions.conftest import Copy

REFRESH = ".venv/bin/python -m etl refresh curated"


def test_a_recipe_that_is_shown_in_full_can_be_carried_out_as_it_stands(added: Copy) -> None:
    assert added.failed == {}
    added.run(".venv/bin/ruff format --check\n.venv/bin/ruff check")
    assert "OBSERVATORY_URL" in added.run(".venv/bin/python -m etl sources")


@pytest.mark.parametrize("title", shown())
def test_what_is_added_is_on_its_page_in_files_and_in_the_interface(added: Copy, title: str) -> None:
    assert added.failed == {}
    look = LOOKS[title]
    answers = [added.answers[path] for path in look.paths]
    assert [path for path, (status, _) in zip(look.paths, answers, strict=True) if status != 200] == []
    look.holds(*(text for _, text in answers))


def test_what_is_added_keeps_the_rules_of_the_house(added: Copy) -> None:
    """Each room has its most lines, which an addition raises."""
    files = ("tests/unit/test_architecture.py", "tests/unit/test_text.py")
    assert added.test(*files, "-k", "not keep_to_their_lines") == ""


def test_verdicts_follow_from_what_is_stated_and_a_language_misses_no_word(added: Copy) -> None:
    """Last, since it alters what was added."""
    claims, writing = "data/catalog/claims.toml", added.root / "components/text/fr/writing.toml"
    end = "than = {} }},\n]\n\n[claim.figures]\nrank"
    added.write(claims, end.format(10), end.format(9))
    added.write("data/curated/targets.csv", "10.56,2020,16,2024", "10.56,2020,15,2024")
    assert "rank-2025: right -> wrong" in added.run(REFRESH)
    path = f"/api/v1/cards/targets?{DOCUMENT}"
    (row,) = json.loads(added.ask([path])[path][1])["data"]["rows"]
    assert row["verdict_first"] == "met"
    writing.unlink()
    told = added.test("-x", "tests/unit/test_text.py")
    assert "text/fr does not say writing.edition, writing.interval" in told
    (added.root / claims).write_bytes((ROOT / claims).read_bytes())
    with pytest.raises(AssertionError, match=r"claims\.toml, claim 1, statement: missing key 'fr'"):
        added.run(".venv/bin/python -m etl status")


def test_the_guide_names_files_that_are_there_and_its_recipes_are_found_and_looked_at() -> None:
    text, titles = GUIDE.read_text(encoding="utf-8"), shown()
    assert set(LOOKS) == set(titles)
    made = {step.file for title in titles for step in recipe(title) if step.kind != COMMANDS}
    named = set(re.findall(r"`([a-z_]+/[\w./-]+\.\w+)`", text))
    assert len(named) > 20
    assert sorted(name for name in named - made if not (ROOT / name).is_file()) == []
    anchors = {title.lower().replace(" ", "-") for title in sections()}
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\(#([\w-]+)\)", text)) == anchors
    assert set(re.findall(r"docs/adding\.md#([\w-]+)", contributing)) == anchors


def test_a_chart_card_takes_three_files_and_eighty_lines_at_most() -> None:
    steps = recipe("A chart card")
    lines = [
        line for step in steps for line in step.block.splitlines() if step.kind != "diff" or line[:1] == "+"
    ]
    assert len({step.file for step in steps}) <= 3
    assert len(lines) <= 80
