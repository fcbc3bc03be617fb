"""docs/operation.md: every test that holds a promise is there."""

from __future__ import annotations

import re

import pytest

from tests.documents import ROOT, text

TOLD = re.findall(r"`(\w+/\w+\.py)::(\w+)`", text("docs/operation.md").partition("## What is promised")[2])


def test_the_table_is_read() -> None:
    assert len(TOLD) > 20


@pytest.mark.parametrize(("file", "name"), TOLD)
def test_a_promise_names_a_test(file: str, name: str) -> None:
    assert f"\ndef {name}(" in (ROOT / "tests" / file).read_text(encoding="utf-8")
