"""The one-way rule between the rooms, and what each room may import."""

from __future__ import annotations

import ast
import graphlib
import os
import re
import subprocess
import sys
from pathlib import Path

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
    "components": {"babel", "cachetools", "dash", "flask", "numpy", "pandas", "resvg_py"},
    "service": {"brotli", "cachetools", "flask", "werkzeug", "numpy", "pandas"},
    "analysis": {"cachetools", "numpy", "pandas"},
    "data": {"babel", "pandas", "pydantic", "pydantic_core"},
    "etl": {"click", "numpy", "openpyxl", "pandas", "requests", "urllib3"},
}
# A workbook is made of a download when one is asked for: the module imports it inside its functions.
ALLOWED_HERE = {
    "data/sheets.py": {"xlsxwriter"},
    "service/edition.py": {"click"},  # a command, too; Flask brings it
    # What gunicorn runs is not imported by the app: alone it has neither metrics nor a log of its own.
    "service/process/logger.py": {"gunicorn", "pythonjsonlogger"},
    "service/process/metrics.py": {"prometheus_client"},
    # A process of its own, with the SDK of requirements-mcp.txt.
    "service/assistants.py": {"mcp", "pydantic"},
}

ROOM = 120
"""Lines that a limit may lie above: one that is further away is lowered."""
LINES = {
    "components/pages": 9_527,
    "components/charts": 3_261,
    "components/parts": 2_597,
    "components/prerender": 966,
    "components/scripts": 3_772,
    "analysis": 8_611,
    "data": 3_039,
    "etl": 6_588,
    "service": 3_910,
    "app.py": 310,
}

# Slow to import or able to open a connection; the site needs none of them. (plotly.graph_objects is missing
# here because dcc.Graph imports it; that figures do not is held by PACKAGES.)
NOT_IN_THE_WEB_PROCESS = (
    "requests",
    "openpyxl",
    "xlsxwriter",
    "data.store",
    "scipy",
    "frictionless",
    "plotly.express",
    "prometheus_client",
    "pythonjsonlogger",
    "etl",
)


def _modules(room: str) -> list[Path]:
    if room == "app":
        return [ROOT / "app.py"]
    return sorted((ROOT / room).rglob("*.py"))


ALL = {str(module.relative_to(ROOT)): (room, module) for room in ROOMS for module in _modules(room)}


def _imports(module: Path) -> set[str]:
    """Return the full names of modules from which a module imports, and of what, inside functions too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            source = "." * node.level + (node.module or "")
            found |= {source, *(f"{source}.{alias.name}" for alias in node.names)}
    return found


def test_a_room_imports_only_what_it_may() -> None:
    foreign = {}
    for name, (room, module) in ALL.items():
        allowed = BELOW[room] | PACKAGES[room] | ALLOWED_HERE.get(name, set()) | set(sys.stdlib_module_names)
        foreign[name] = sorted(one for one in _imports(module) if one.partition(".")[0] not in allowed)
    assert {name: found for name, found in foreign.items() if found} == {}


def test_no_page_imports_another_page() -> None:
    pages, wrong = ROOT / "components" / "pages", []
    for module in pages.rglob("*.py"):
        own = f"components.pages.{module.relative_to(pages).parts[0].removesuffix('.py')}"
        others = (one for one in _imports(module) if one.startswith("components.pages"))
        if module != pages / "__init__.py":
            wrong += [(module.name, one) for one in others if not f"{one}.".startswith(f"{own}.")]
    assert wrong == []


def test_no_modules_of_the_method_import_each_other_in_a_circle() -> None:
    names = {name.removesuffix(".py").replace("/", "."): module for name, (_, module) in ALL.items()}
    graph = {name: _imports(module) & names.keys() for name, module in names.items() if "analysis" in name}
    assert set(graphlib.TopologicalSorter(graph).static_order()) >= graph.keys()  # else it raises


def test_the_article_is_named_by_its_file_alone() -> None:
    """Its economy and years stand in article.toml; the gates state on their own what they hold it to."""
    stated = re.compile(r"\b(CHN|2012|2022|34th|11th)\b")
    gates = {"data/contract.py", "etl/checks.py"}
    of_the_publisher = {"analysis/index/strengths.py"}  # whose rule of marks was another in one edition
    named = {name for name, (_, module) in ALL.items() if stated.search(module.read_text(encoding="utf-8"))}
    assert named == gates | of_the_publisher


def test_no_language_is_asked_for_by_its_code_where_sentences_are_written() -> None:
    asked = re.compile(r"\blang\b\s*(?:==|!=|in)\s*[(\"']|[\"'](?:zh|en)[\"']\s*(?:==|!=)")
    assert [
        name for name, (_, module) in ALL.items() if asked.search(module.read_text(encoding="utf-8"))
    ] == []


def test_rooms_keep_to_their_lines() -> None:
    for place, most in LINES.items():
        modules = [ROOT / place] if place.endswith(".py") else (ROOT / place).rglob("*.*")
        kinds = {".py", ".js"}
        lines = sum(len(one.read_text("utf-8").splitlines()) for one in modules if one.suffix in kinds)
        assert most - ROOM <= lines <= most, f"{place}: {lines} lines; its limit, {most}, only goes down"


def test_a_module_says_what_it_is() -> None:
    assert [name for name, (_, module) in ALL.items() if not tree.sentence(module)] == []


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
