"""Print the tree of modules, each with its first sentence: python -m tools.tree."""

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("service", "components", "etl", "analysis", "data")


def sentence(module: Path) -> str:
    """Return the first line of a module's docstring; empty if it has none."""
    text = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or ""
    return text.partition("\n")[0]


def _line(depth: int, name: str, text: str) -> str:
    return f"{'  ' * depth + name:<28}{text}".rstrip()


def _lines(folder: Path, depth: int = 0) -> list[str]:
    lines = [_line(depth, f"{folder.name}/", sentence(folder / "__init__.py"))]
    modules = sorted(path for path in folder.glob("*.py") if path.name != "__init__.py")
    lines += [_line(depth + 1, module.name, sentence(module)) for module in modules]
    for package in sorted(path.parent for path in folder.glob("*/__init__.py")):
        lines += _lines(package, depth + 1)
    return lines


def tree() -> str:
    """Return the tree of the rooms as text, one line a module."""
    lines = [_line(0, "app.py", sentence(ROOT / "app.py"))]
    for room in ROOMS:
        lines += ["", *_lines(ROOT / room)]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(tree())
