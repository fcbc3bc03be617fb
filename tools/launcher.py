"""The installed command: innovation-trajectory opens the dashboard, innovation-trajectory etl keeps its data.

In the wheel this file is innovation_trajectory/__main__.py, with the rooms of the project beside it in site/.
"""

import runpy
import sys
from pathlib import Path
from typing import Final

SITE: Final = Path(__file__).parent / "site"
USAGE: Final = """\
Usage: innovation-trajectory               open the dashboard (PORT, PACK and DATA_DIR as in the documents)
       innovation-trajectory etl ...       refresh, check, compare and export its data; etl --help says how
       innovation-trajectory edition DIR   write the site as files
       innovation-trajectory mcp           the server for assistants, of innovation-trajectory[mcp]"""
MODULES: Final = {"etl": "etl", "edition": "service.edition", "mcp": "service.assistants"}


def main() -> None:
    """Run what the first word names, with the rooms before all else on the way of imports."""
    sys.path.insert(0, str(SITE))
    word = sys.argv[1] if len(sys.argv) > 1 else ""
    if word in MODULES:
        del sys.argv[1]
        runpy.run_module(MODULES[word], run_name="__main__", alter_sys=True)
    elif word:
        sys.exit(
            USAGE if word in ("-h", "--help") else f"innovation-trajectory: no such command: {word}\n{USAGE}"
        )
    else:
        runpy.run_path(str(SITE / "app.py"), run_name="__main__")


if __name__ == "__main__":
    main()
