"""The one-way rule between the rooms, and what each room may import."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
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
    "service/assistants.py": {"mcp", "uvicorn"},
}

ANALYSIS = (
    *("normalize", "reshape", "dataset", "query", "table", "index", "inventory", "freshness", "coverage"),
    *("vintages", "reuse", "robustness", "evidence", "comparison"),
)
"""The modules and subpackages of analysis: each imports only those before it."""

INTERFACES = {"Choice", "finding", "install", "parse"}
"""Names that are one interface in every module that has them; the list may only become shorter."""
OWN_WORDS = re.compile(r"(^|_)(held|shown|kept|asked|told|said)(_|$)", re.IGNORECASE)
"""Words of this project alone, as names; fewer are better."""

FACTS = {
    "estimates",
    "groups",
    "indicators",
    "plausible",
    "rankings",
    "sources",
    "tiles",
    "workbooks",
}
"""Files of the catalog on data and publishers: what they say of an economy or year is true of any article."""
STATED = re.compile(r"\b(CHN|2012|2022|34th|11th)\b|China|中国")
"""The economy of the article, its years and its ranks."""
NAMED = {
    "data/contract.py": "2012 2022 CHN",  # the gates hold the data to the article on their own
    "etl/checks.py": "2012 2022 CHN",  # as above
    "analysis/index/strengths.py": "2022",  # the publisher's rule of marks was another in one edition
    "components/text/en/clusters.toml": "2022",  # the year of a workbook
    "components/text/en/method.toml": "2012",  # the publisher's weights and errors were others in an edition
    "components/text/en/ranking.toml": "CHN",  # an example of a code
    "components/text/en/site.toml": "CHN",  # an example of an address
    "components/text/zh/site.toml": "CHN",
}
"""Where the article is named beside its own files, and by which words: a list that only becomes shorter."""

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


def circles(graph: dict[str, set[str]]) -> list[set[str]]:
    """Return the largest sets of modules of which each comes, by imports, to every other."""
    reached = {name: set(found) for name, found in graph.items()}
    for middle in graph:
        for found in reached.values():
            if middle in found:
                found |= reached[middle]
    sets = {frozenset(two for two in found if one in reached[two]) for one, found in reached.items()}
    return [set(found) for found in sets if found]


def test_modules_import_each_other_in_no_circle() -> None:
    names = {
        name.removesuffix(".py").removesuffix("/__init__").replace("/", "."): module
        for name, (_, module) in ALL.items()
    }
    graph = {name: (_imports(module) & names.keys()) - {name} for name, module in names.items()}
    assert circles(graph) == []


def test_analysis_imports_only_what_is_below() -> None:
    """No subpackage or top module of analysis imports one that ANALYSIS has behind it."""
    wrong = []
    for name in sorted(ALL.keys() - {"analysis/__init__.py"}):
        if not name.startswith("analysis/"):
            continue
        layer = ANALYSIS.index(name.split("/")[1].removesuffix(".py"))
        imported = {part.split(".")[1] for part in _imports(ROOT / name) if part.startswith("analysis.")}
        wrong += [(name, other) for other in imported if ANALYSIS.index(other) > layer]
    assert wrong == []


def test_folders_of_components_import_each_other_in_no_circle() -> None:
    """What a folder is made of never needs one that stands on it."""
    home, graph = ROOT / "components", dict[str, set[str]]()
    folders = {module.parent.relative_to(home).parts[0] for module in home.glob("*/**/*.py")}
    for folder in folders:
        found = (name for module in (home / folder).rglob("*.py") for name in _imports(module))
        used = {one.split(".")[1] for one in found if one.startswith("components.")}
        graph[folder] = (used & folders) - {folder}
    assert circles(graph) == []


def test_a_name_is_found_by_a_search_for_it() -> None:
    """A public name is defined at most four times outside the pages, and few names are words of our own."""
    defined: dict[str, list[str]] = {}
    own = 0
    for file, (_, module) in ALL.items():
        read = ast.parse(module.read_text(encoding="utf-8"))
        classes = [one for one in read.body if isinstance(one, ast.ClassDef)]
        for one in (*read.body, *(part for parent in classes for part in parent.body)):
            if isinstance(one, ast.FunctionDef | ast.ClassDef) and not one.name.startswith("_"):
                defined.setdefault(one.name, []).append(file)
        for node in ast.walk(read):
            name = node.name if isinstance(node, ast.FunctionDef | ast.ClassDef) else ""
            name = node.id if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) else name
            own += bool(OWN_WORDS.search(node.arg if isinstance(node, ast.arg) else name))
    often = {name: places for name, places in defined.items() if len(places) > 4 and name not in INTERFACES}
    often = {name: [one for one in places if "/pages/" not in one] for name, places in often.items()}
    assert {name: places for name, places in often.items() if len(places) > 4} == {}
    assert own <= 60


def _said(module: Path) -> Iterator[str]:
    """Yield the texts and numbers of a module that it acts by: neither its comments nor its docstrings."""
    read = ast.parse(module.read_text(encoding="utf-8"))
    aside = {id(one.value) for one in ast.walk(read) if isinstance(one, ast.Expr)}
    for one in ast.walk(read):
        if isinstance(one, ast.Constant) and id(one) not in aside:
            yield str(one.value)


def _texts(value: object) -> Iterator[str]:
    """Yield every text and number of a TOML file, whatever its key."""
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)
    else:
        yield str(value)


def test_the_article_is_named_by_its_file_alone() -> None:
    """Of economy, years and ranks nothing stands in any module or table of a room, but what is listed."""
    said = {name: _said(module) for name, (_, module) in ALL.items()}
    own = {f"data/catalog/{name}.toml" for name in ("article", "claims", *FACTS)}
    for file in (one for room in tree.ROOMS for one in (ROOT / room).rglob("*.toml")):
        if (name := str(file.relative_to(ROOT))) not in own:
            said[name] = _texts(tomllib.loads(file.read_text(encoding="utf-8")))
    found = {
        name: {one[0] for text in texts for one in STATED.finditer(text)} for name, texts in said.items()
    }
    assert {name: " ".join(sorted(words)) for name, words in found.items() if words} == NAMED


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
