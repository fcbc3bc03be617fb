"""Documents as tests read them: fenced blocks, the commands in them, links and the anchors they lead to."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
READMES = ("README.md", "README.zh.md")
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?:<([^>]+)>|([^)\s]+))\)")
_HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)
_COMMENT = re.compile(r"(?:^|\s+)# .*$")


def names() -> list[str]:
    """Return the paths of all documents of the repository, from its folder."""
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / ".github").rglob("*.md")]
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


def text(name: str) -> str:
    """Return a document."""
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    """Return the fenced blocks of a language, in order."""
    return [content for kind, content in _FENCE.findall(text(name)) if kind == language]


def commands(block: str) -> list[str]:
    """Return the commands of a block for the shell: one a line, without comments; a backslash goes on."""
    lines = block.replace("\\\n", " ").splitlines()
    told = (_COMMENT.sub("", line).strip() for line in lines)
    return [" ".join(line.split()) for line in told if line]


def prose(name: str) -> str:
    """Return a document without its fenced blocks."""
    return _FENCE.sub("", text(name))


def links(name: str) -> list[str]:
    """Return where the links and pictures of a document lead."""
    return [one or other for one, other in _LINK.findall(prose(name))]


def headings(name: str) -> list[str]:
    """Return the headings of a document, as written."""
    return _HEADING.findall(prose(name))


def anchors(name: str) -> set[str]:
    """Return the anchors that GitHub makes of the headings of a document."""
    made: set[str] = set()
    for heading in headings(name):
        plain = re.sub(r"\]\([^)]*\)", "", heading).replace("`", "")
        start = re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-")
        made.add(next(one for n in range(99) if (one := start if n == 0 else f"{start}-{n}") not in made))
    return made


def section(name: str, heading: str) -> list[str]:
    """Return the blocks for the shell below a heading of the second level; KeyError if there is none."""
    parts = re.split(r"^## +(.+?) *$", text(name), flags=re.MULTILINE)
    found = dict(zip(parts[1::2], parts[2::2], strict=True))[heading]
    return [content for kind, content in _FENCE.findall(found) if kind == "sh"]
