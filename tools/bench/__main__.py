"""Measure every budget of docs/benchmarks.md, then the load; print the minutes that it took.

BASE in the environment names another checkout, or a commit of this one, which is then measured in the same
rounds.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.bench import load, measure
from tools.bench.servers import ROOT


@contextmanager
def checkout(base: str) -> Iterator[Path | None]:
    """Return the folder of a checkout, of a commit one that is gone afterwards; None without a name."""
    if not base or Path(base).is_dir():
        yield Path(base).resolve() if base else None
        return
    with tempfile.TemporaryDirectory() as folder:
        place, git = Path(folder) / "base", ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "--quiet", "--detach", str(place), base], check=True)
        try:
            yield place
        finally:
            subprocess.run([*git, "remove", "--force", str(place)], check=True)


def main() -> None:
    """Run both, and say how long they took."""
    start = time.perf_counter()
    with checkout(os.environ.get("BASE", "")) as base:
        measure.main(base)
    sys.stdout.write("\n")
    load.main()
    sys.stdout.write(f"\n{(time.perf_counter() - start) / 60:.0f} minutes\n")


if __name__ == "__main__":
    main()
