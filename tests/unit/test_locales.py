"""The image has the locale data that the languages of the site read, and no other."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import babel

ROOT = Path(__file__).resolve().parents[2]
USED = """
from components.text import numbers
from components.text.catalog import words
from data.languages import LANGUAGES

for lang in LANGUAGES:
    print(numbers.decimal(-1234.5, 1, lang), numbers.percent(12, 0, lang), numbers.short_number(2e8, lang))
    print(numbers.day("2026-09-20", lang), numbers.month("2026-09", lang))
    print(words(lang).listing(["A", "B", "C"]))
"""


def run(folder: Path, *arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": f"{folder}:{ROOT}", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-W", "error", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_what_is_left_writes_the_same(tmp_path: Path) -> None:
    here = Path(babel.__file__).parent
    shutil.copytree(here, tmp_path / "babel", ignore=shutil.ignore_patterns("__pycache__", "messages"))
    whole = run(tmp_path, "-c", USED)
    run(tmp_path, "-m", "tools.locales")
    left = list((tmp_path / "babel/locale-data").glob("*.dat"))
    assert len(left) < 10
    assert sum(path.stat().st_size for path in left) < 700_000
    assert run(tmp_path, "-c", USED) == whole
