"""What a refresh brought, as the text of a pull request: python -m tools.pull_request REFRESH.json.

The file is the document of `python -m etl refresh --json`. Nothing is printed where no figure is new, revised
or gone. The text says what is new, what was told of it, what failed or was held back, and what is left to do.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from data import catalog
from etl.cli_context import verdict_lines
from etl.difference import NO_CHANGE, summary_lines

SHOWN: Final = 20
"""Broken rules of a source that are listed; a refused release may break thousands."""
CHECKED: Final = """\
Made by a refresh: the tables of `data/curated` and the bundled snapshot have what the publishers now say. The
gates of the refresh have passed, and `make data` gives the same bytes. Before this is merged, somebody
compares what moved with the publishers' own pages, and adds a line to **Data** in CHANGELOG.md."""
STATE: Final = (
    "State theme, licence and counts of the GII {edition} in `data/catalog/editions.csv`, as docs/adding.md "
    "says under *An edition*, and what changed in its framework."
)


def text(refreshed: Mapping[str, Any]) -> str:
    """Return the text; empty where a refresh brought no figure. Its first line is the title."""
    found = refreshed["summary"]
    lines = summary_lines(found)
    if not lines or lines == [NO_CHANGE]:
        return ""
    editions = [f"GII {edition}" for edition in found["editions"]]
    title = f"Data: {', '.join(editions) if editions else 'values that publishers added or revised'}"
    verdicts = verdict_lines(refreshed["verdicts"])
    told = [f"- {one['family']}: {warning}" for one in refreshed["results"] for warning in one["warnings"]]
    stated = catalog.load().editions
    to_do = [f"- {STATE}".format(edition=edition) for edition in found["editions"] if edition not in stated]
    parts = [title, CHECKED, "```text\n" + "\n".join([*lines, *verdicts]) + "\n```"]
    sections = {
        "What was told": told,
        "Failed, refused or held back": _failed(refreshed),
        "Left to do": to_do,
    }
    for heading, items in sections.items():
        if items:
            parts += [f"## {heading}", "\n".join(items)]
    return "\n\n".join(parts) + "\n"


def _failed(refreshed: Mapping[str, Any]) -> list[str]:
    lines = []
    for result in refreshed["results"]:
        if failure := result["failure"]:
            lines.append(f"- {result['family']}: {failure['error']}")
            rules = failure["violations"]
            lines += [f"  - {rule}" for rule in rules[:SHOWN]]
            if len(rules) > SHOWN:
                lines.append(f"  - and {len(rules) - SHOWN:,} more")
    return lines


def main() -> int:
    """Print the text for the file that is named."""
    sys.stdout.write(text(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
