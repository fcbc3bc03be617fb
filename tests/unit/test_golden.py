"""What pages give is the same for the same code, and what differs is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools import golden

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_page_gives_the_same_twice_and_a_difference_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = [str(tmp_path / f"{name}.json") for name in ("before", "after", "changed")]
    before, after, changed = paths
    for path in paths:
        if path == changed:
            monkeypatch.setattr("components.preview.description", lambda _: "Other words")
        assert golden.main(["write", path, "glossary"]) == 0
    assert golden.main(["compare", before, after]) == 0
    capsys.readouterr()
    assert golden.main(["compare", before, changed]) == 1
    said = capsys.readouterr().out
    assert "preview glossary en: at " in said
    assert "Other words" in said
    assert said.endswith("2 outputs differ\n")
