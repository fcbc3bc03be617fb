"""What pages give is the same for the same code, and what differs is named."""

from pathlib import Path

import pytest

from tools import hashes


def test_a_page_gives_the_same_twice_and_a_difference_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before, after, changed = (str(tmp_path / f"{name}.json") for name in ("before", "after", "changed"))
    assert [hashes.main(["write", path, "glossary"]) for path in (before, after)] == [0, 0]
    monkeypatch.setattr("components.documents.preview.description", lambda _: "Other words")
    assert hashes.main(["write", changed, "glossary"]) == hashes.main(["compare", before, after]) == 0
    assert hashes.main(["compare", before, changed]) == 1
    said = capsys.readouterr().out
    assert "preview glossary en: at " in said
    assert "Other words" in said
    assert said.endswith("\n2 outputs differ\n")
