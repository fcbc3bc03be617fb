"""docs/operation.md: every test that holds a promise is there."""

from __future__ import annotations

import re

from tests.documents import ROOT, text

TOLD = re.findall(r"`(\w+/\w+\.py)::(\w+)`", text("docs/operation.md").partition("## What is promised")[2])


def test_a_promise_names_a_test() -> None:
    assert len(TOLD) > 20
    files = {file: (ROOT / "tests" / file).read_text(encoding="utf-8") for file, _ in TOLD}
    assert [(file, name) for file, name in TOLD if f"\ndef {name}(" not in files[file]] == []
