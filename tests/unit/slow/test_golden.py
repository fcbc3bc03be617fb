"""What readers get is what was reviewed: the golden text of about 100 views, figures, files and answers."""

from difflib import unified_diff

from tools import golden

MOST = 200  # lines of a difference that are shown


def test_what_readers_get_is_as_it_was_reviewed() -> None:
    found, known = golden.texts(), golden.kept()
    changed = [path for path in sorted({*found, *known}) if found.get(path) != known.get(path)]
    lines: list[str] = []
    for path in changed:
        texts = known.get(path, "").splitlines(), found.get(path, "").splitlines()
        lines += unified_diff(*texts, path, path, "reviewed", "now", 0, "")
    if len(lines) > MOST:
        lines[MOST:] = [f"… {len(lines) - MOST} more lines"]
    advice = "what readers get has changed; if it is meant to: make golden, and read the diff"
    assert not changed, "\n".join([advice, *lines])
