"""The one-way rule between the rooms, and what each room may import."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools import tree

ROOT = tree.ROOT
ROOMS = ("app", *tree.ROOMS)

# What each room may import from the project ...
BELOW = {
    "app": {"components", "service", "analysis", "data"},
    "components": {"components", "analysis", "data"},
    "service": {"service", "analysis", "data"},
    "analysis": {"analysis", "data"},
    "data": {"data"},
    "etl": {"etl", "analysis", "data"},
}
# ... and from elsewhere, beside the standard library.
PACKAGES = {
    "app": {"dash", "flask", "werkzeug"},
    "components": {"dash", "flask", "numpy", "pandas"},
    "service": {"brotli", "flask", "werkzeug", "numpy", "pandas"},
    "analysis": {"numpy", "pandas"},
    "data": {"pandas", "pydantic", "pydantic_core"},
    "etl": {"click", "numpy", "openpyxl", "pandas", "requests", "urllib3"},
}
# A workbook is made of a download when one is asked for: the module imports it inside its functions.
# Stores are read by a program that the web process starts (data.mirror), and written by the command line.
ALLOWED_HERE = {
    "data/store_reader.py": {"obstore"},
    "data/signature.py": {"cryptography"},
    "data/sheets.py": {"xlsxwriter"},
    "etl/signing.py": {"cryptography"},
    "etl/store_writer.py": {"obstore"},
    # What gunicorn runs is not imported by the app: alone it has neither metrics nor a log of its own.
    "service/process/lines.py": {"pythonjsonlogger"},
    "service/process/logger.py": {"gunicorn"},
    "service/process/metrics.py": {"prometheus_client"},
    "service/process/worker.py": {"gunicorn"},
}

# Slow to import or able to open a connection; the site needs none of them. (plotly.graph_objects is missing
# here because dcc.Graph imports it; that figures do not is held by PACKAGES.)
NOT_IN_THE_WEB_PROCESS = (
    "requests",
    "openpyxl",
    "xlsxwriter",
    "obstore",
    "cryptography",
    "data.mirror",
    "data.store_reader",
    "data.store",
    "scipy",
    "frictionless",
    "plotly.express",
    "prometheus_client",
    "pythonjsonlogger",
    "etl",
)
MAX_LINES = 400


def _modules(room: str) -> list[Path]:
    if room == "app":
        return [ROOT / "app.py"]
    return sorted((ROOT / room).rglob("*.py"))


ALL = [(room, module) for room in ROOMS for module in _modules(room)]
NAMES = [str(module.relative_to(ROOT)) for _, module in ALL]


def _imports(module: Path) -> set[str]:
    """Return the full names of what a module imports, inside functions too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} has a relative import"
            found.add(node.module or "")
    return found


@pytest.mark.parametrize(("room", "module"), ALL, ids=NAMES)
def test_a_room_imports_only_what_it_may(room: str, module: Path) -> None:
    extra = ALLOWED_HERE.get(str(module.relative_to(ROOT)), set())
    allowed = BELOW[room] | PACKAGES[room] | extra | set(sys.stdlib_module_names)
    foreign = {name for name in _imports(module) if name.partition(".")[0] not in allowed}
    assert not foreign, f"{module.relative_to(ROOT)} imports {sorted(foreign)}"


@pytest.mark.parametrize(("room", "module"), ALL, ids=NAMES)
def test_a_module_says_what_it_is_and_stays_short(room: str, module: Path) -> None:
    assert tree.sentence(module), f"{module.relative_to(ROOT)} has no docstring"
    lines = len(module.read_text(encoding="utf-8").splitlines())
    assert lines <= MAX_LINES, f"{module.relative_to(ROOT)} has {lines} lines"


def test_tests_and_tools_stay_short() -> None:
    files = [*(ROOT / "tests").rglob("*.py"), *(ROOT / "tools").glob("*.py")]
    long = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert not {name: lines for name, lines in long.items() if lines > MAX_LINES}


def test_the_design_shows_the_tree_as_it_is() -> None:
    text = tree.DESIGN.read_text(encoding="utf-8")
    assert tree.written(text) == text, "run: make tree"


def test_the_web_process_stays_light() -> None:
    code = (
        "import sys; from app import server; server.test_client().get('/en/');"
        f"print([name for name in {NOT_IN_THE_WEB_PROCESS!r} if name in sys.modules])"
    )
    environment = {name: value for name, value in os.environ.items() if name not in ("SNAPSHOT", "DATA_DIR")}
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"
