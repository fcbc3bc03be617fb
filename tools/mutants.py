"""Try whether the tests see small faults of the code: python -m tools.mutants OUT.json [names of faults].

The faults stand in mutants.toml. No file is changed: pytest and all programs that tests start compile the new
text in place of the old one. First each fault alone meets the tests that name its module; then those not seen
meet all of tests/unit and tests/faults together, and what fails there meets each of them alone, unless it
fails without a fault, too. What OUT has is not tried again; beside it stands a table for people (.md).
"""

import argparse
import json
import os
import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

TABLE: Final = Path(__file__).with_suffix(".toml")
FOLDERS: Final = ("tests/unit", "tests/faults")
NEAR: Final = 4  # files of tests, beside the golden text, that meet a fault at first
PYTEST: Final = ("-m", "pytest", "-o", "faulthandler_timeout=900", "-o", "faulthandler_exit_on_timeout=true")
HOOK: Final = """
import sys
from importlib.machinery import SourceFileLoader
def get_code(self, name, usual=SourceFileLoader.get_code):
    found = [one for one in {faults!r} if self.path.endswith("/" + one["file"])]
    text = self.get_data(self.path).decode("utf-8") if found else ""
    for one in found:
        text = text.replace(one["old"], one["new"])
    return compile(text, self.path, "exec", dont_inherit=True) if found else usual(self, name)
SourceFileLoader.get_code = get_code
own = sys.modules.pop(__name__)
sys.path.remove({folder!r})
try:
    import sitecustomize  # that of the machine, if it has one
except ImportError:
    sys.modules[__name__] = own
"""
Fault = dict[str, str]


def faults(root: Path, names: Sequence[str] = ()) -> list[Fault]:
    """Return the faults named, else all; ValueError unless the old text of each is once in its file."""
    found: list[Fault] = tomllib.loads(TABLE.read_text("utf-8"))["fault"]
    counts = {one["name"]: (root / one["file"]).read_text("utf-8").count(one["old"]) for one in found}
    if wrong := [name for name in (*counts, *names) if counts.get(name) != 1]:
        raise ValueError(f"no such fault, or its old text is not once in its file: {'; '.join(wrong)}")
    return [one for one in found if one["name"] in (names or counts)]


def near(root: Path, file: str) -> list[str]:
    """Return the files of tests that name a module most, in their names or by imports; golden text last."""
    room, _, stem = file.removesuffix(".py").replace("/", ".").rpartition(".")
    imported, places = rf"\b{room}\.{stem}\b|from {room} import [^\n]*\b{stem}\b", dict[str, int]()
    for path in sorted(path for folder in FOLDERS for path in (root / folder).glob("test_*.py")):
        text, named = path.read_text("utf-8"), f"_{stem}_" in f"{path.stem}_"
        count = 20 * len(re.findall(imported, text)) + len(re.findall(rf"\b{stem}\b", text))
        places[str(path.relative_to(root))] = 1000 * named + count
    found = sorted(filter(places.get, places), key=lambda name: -places[name])[:NEAR]
    return [*dict.fromkeys((*found, *(name for name in places if "golden" in name)))]


def failing(root: Path, found: Sequence[Fault], tests: Iterable[str], *options: str) -> list[str]:
    """Return the tests that fail with some faults put in."""
    with TemporaryDirectory() as folder:
        Path(folder, "sitecustomize.py").write_text(HOOK.format(faults=list(found), folder=folder), "utf-8")
        Path(folder, "tests").write_text("\n".join(tests), "utf-8")
        paths = os.pathsep.join(filter(None, (folder, os.environ.get("PYTHONPATH"))))
        known = {**os.environ, "PYTHONPATH": paths, "HYPOTHESIS_STORAGE_DIRECTORY": f"{folder}/examples"}
        command = [sys.executable, *PYTEST, "-o", f"cache_dir={folder}", *options, f"@{folder}/tests"]
        code = subprocess.run(command, cwd=root, env=known, capture_output=True, check=False).returncode
        failed = Path(folder, "v/cache/lastfailed")
        names = list(json.loads(failed.read_bytes())) if failed.exists() else []
        return names or [f"pytest, which ends with {code}"] * (code not in (0, 5))


def main(arguments: Sequence[str]) -> None:
    """Try the faults and write what became of them."""
    parser = argparse.ArgumentParser(prog="python -m tools.mutants")
    parser.add_argument("out", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--root", type=Path, default=TABLE.parent.parent, help="another checkout")
    parser.add_argument("--jobs", type=int, default=2, help="processes at a time")
    parser.add_argument("--near", action="store_true", help="only the tests that name the module of a fault")
    given = parser.parse_intermixed_args(arguments)
    root, out, found = given.root.resolve(), given.out, faults(given.root, given.names)
    rows = {row["name"]: row for row in json.loads(out.read_bytes())} if out.exists() else {}

    def meet(one: Fault, tests: Sequence[str] = ()) -> None:
        start, name = time.monotonic(), one["name"]
        by = (failing(root, [one], tests or near(root, one["file"]), "-x") or [""])[0]
        rows[name] = {"name": name, "caught": bool(by), "by": by, "seconds": round(time.monotonic() - start)}
        out.write_text(json.dumps([*rows.values()], indent=1) + "\n", "utf-8")
        print(f"{name}: {by or 'not seen'}", flush=True)

    with ThreadPoolExecutor(given.jobs) as pool:
        list(pool.map(meet, [one for one in found if one["name"] not in rows]))
        seen = {row["by"] for row in rows.values() if row["by"].startswith("tests/")}
        false = failing(root, [{**one, "new": one["old"]} for one in found], seen) if seen else []
        for row in rows.values():
            row |= {"caught": False, "by": ""} if row["by"] in false else {}
        if (left := [one for one in found if not rows[one["name"]]["caught"]]) and not given.near:
            every = failing(root, left, FOLDERS, "-n", str(given.jobs), "--dist", "loadfile")
            seen = {one for one in every if one.startswith("tests/")}
            if tests := sorted(seen - {*(failing(root, [], seen) if seen else ())}):
                list(pool.map(lambda one: meet(one, tests), left))
    lines = [f"| {row['name']} | {row['by'] or '**no**'} | {row['seconds']} |" for row in rows.values()]
    head = f"| fault | seen by ({sum(row['caught'] for row in rows.values())} of {len(rows)}) | seconds |"
    print(text := "\n".join([head, "|---|---|---|", *lines]))
    out.with_suffix(".md").write_text(text + "\n", "utf-8")
    out.write_text(json.dumps([*rows.values()], indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
