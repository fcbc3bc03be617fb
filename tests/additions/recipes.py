"""The recipes of docs/adding.md, read as a newcomer reads them and carried out on a copy."""

import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "adding.md"
COMMANDS, EDIT = "sh", "diff"
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"`([\w./-]+/[\w.-]+\.\w+)`")


@dataclass(frozen=True, slots=True)
class Step:
    """One numbered step: the file that it names, and the block that goes there (commands go nowhere)."""

    file: str
    kind: str
    block: str


def sections() -> dict[str, str]:
    """Return the sections of the guide by title."""
    return {part.partition("\n")[0]: part for part in GUIDE.read_text(encoding="utf-8").split("\n## ")[1:]}


def shown() -> list[str]:
    """Return the titles of the recipes that are shown in full, in the order of the guide."""
    return [title for title, section in sections().items() if "```" in section]


def recipe(title: str) -> list[Step]:
    """Return the steps of a section that have something to write or to run; each names at most one file."""
    steps = []
    for number, told in enumerate(_numbered(sections()[title]), start=1):
        assert told.startswith(f"{number}. "), f"{title}: step {number} is not numbered so"
        for kind, block in _BLOCK.findall(re.sub(r"^   ", "", told, flags=re.MULTILINE)):
            files = list(dict.fromkeys(_FILE.findall(told.split("```")[0])))
            assert len(files) == (kind != COMMANDS), f"{title}, step {number}, names {files}"
            steps.append(Step("".join(files), kind, block))
    assert steps, title
    return steps


def _numbered(section: str) -> Iterator[str]:
    """Yield each numbered item; the text between lists, which is not indented, is passed over."""
    item = ""
    for line in section.splitlines(keepends=True):
        if line[0] not in " \n" and item:
            yield item
            item = ""
        if item or re.match(r"\d+\. ", line):
            item += line
    if item:
        yield item


def carry_out(title: str, copy: Path, environment: Mapping[str, str]) -> str:
    """Do on the copy what the recipe says, and nothing else; return what its commands print.

    A command that fails or warns fails the test.
    """
    told = ""
    for step in recipe(title):
        if step.kind == COMMANDS:
            told += run(step.block, copy, environment)
            continue
        path = copy / step.file
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(_edited(old, step) if step.kind == EDIT else old + step.block, encoding="utf-8")
    return told


def run(commands: str, copy: Path, environment: Mapping[str, str]) -> str:
    """Run commands of a shell in the copy and return what they print."""
    asked = ["sh", "-ec", commands]
    done = subprocess.run(asked, cwd=copy, env=dict(environment), capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{commands}{done.stdout}{done.stderr}"
    assert "Warning" not in done.stderr, done.stderr
    return done.stdout


def _edited(text: str, step: Step) -> str:
    """Return the text after a block of lines to add (+) and to remove (-) between lines that are there."""
    for hunk in step.block.split("@@\n"):
        lines = [(line[:1], line[1:]) for line in hunk.splitlines()]
        there = "".join(_pattern(line) for mark, line in lines if mark != "+")
        found = list(re.finditer(there, text, re.MULTILINE))
        assert len(found) == 1, f"{step.file}: these lines stand there {len(found)} times:\n{hunk}"
        kept = iter(found[0].group().splitlines(keepends=True))
        new = ""
        for mark, line in lines:
            old = "" if mark == "+" else next(kept)
            new += f"{line}\n" if mark == "+" else "" if mark == "-" else old
        text = text[: found[0].start()] + new + text[found[0].end() :]
    return text


def _pattern(line: str) -> str:
    """Return what matches a line of a block and its end; an ellipsis stands for the rest of a line."""
    return "^" + (f"{re.escape(line[:-1])}[^\n]*" if line.endswith("…") else re.escape(line)) + "\n"
