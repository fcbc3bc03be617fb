"""Run the measurements; print the seconds of each, and what came of the budgets."""

import subprocess
import sys
import time

from tests.bench.budgets import HEAD, ROW

PARTS = ("index", "refresh", "measure", "slider", "callbacks", "addresses", "growth", "load", "memory")


def main() -> None:
    """Run all measurements in turn, or those that are named; exit with 1 if one failed."""
    rows, times, failed = [], {}, 0
    for part in sys.argv[1:] or PARTS:
        sys.stdout.write(f"\n== {part}\n\n")
        start = time.perf_counter()
        command = [sys.executable, "-u", "-m", f"tests.bench.{part}"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            for line in process.stdout or ():
                sys.stdout.write(line)
                sys.stdout.flush()
                rows += [line] if ROW.fullmatch(line) else []
        failed += bool(process.returncode)
        times[part] = time.perf_counter() - start
    seconds = ", ".join(f"{part} {taken:.0f}" for part, taken in times.items())
    missed = sum("**no**" in row for row in rows)
    sys.stdout.write(f"\n== {sum(times.values()) / 60:.0f} minutes (seconds: {seconds}); {failed} failed\n\n")
    sys.stdout.write(f"{HEAD}{''.join(rows)}\n{missed} of {len(rows)} budgets missed\n")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
