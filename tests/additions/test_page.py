"""A page is one module, one line and its words in each language; it then stands where every page stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.additions.conftest import Copy


def test_a_page_that_is_added_is_served_listed_and_held_to_the_rules_of_the_house(copy: Copy) -> None:
    copy.follow("A page")
    english, chinese, home = copy.ask("/en/themes", "/zh/themes", "/zh/")
    assert "<title>What each edition was about" in english
    assert "Innovation at a Crossroads" in english
    assert '<html lang="zh-CN"' in chinese
    assert "<title>历版主题" in chinese
    assert '<a href="/zh/themes"><span>主题</span></a>' in home
    house = ("tests/unit/test_architecture.py", "tests/unit/test_text.py", "tests/unit/test_pages.py")
    copy.test(*house, "-k", "themes or tree_as_it_is or (test_text and not renders)")
