"""What readers get is what was reviewed: the golden text of about 100 views, figures, files and answers."""

from difflib import unified_diff

from tools import golden

MOST = 200  # lines of a difference that are shown


def test_what_readers_get_is_as_it_was_reviewed() -> None:
    found, known = golden.texts(), golden.kept()
    changed = [path for path in sorted({*found, *known}) if found.get(path) != known.get(path)]
    lines = [
        line
        for path in changed
        for line in unified_diff(
            known.get(path, "").splitlines(),
            found.get(path, "").splitlines(),
            path,
            path,
            "reviewed",
            "now",
            0,
            "",
        )
    ]
    more = [f"… {len(lines) - MOST} more lines"] if len(lines) > MOST else []
    assert not changed, "\n".join(
        [
            "what readers get has changed; if it is meant to: make golden, and read the diff",
            *lines[:MOST],
            *more,
        ]
    )
