"""Scripts and styles of the site, each kind in one file whose name holds a hash of what it contains."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

ASSETS: Final = Path(__file__).parent / "assets"
STYLES: Final = Path(__file__).parent / "styles"
FIRST: Final = (
    *("layers", "tokens", "base", "icons", "controls", "cards", "terms", "shell", "fault", "prerender"),
    *("reach", "dash"),
)
"""The sheets that stand in the head of every document; all others are linked at its end."""
_TABLES: Final = ("tables", "stacked")
OWN: Final[Mapping[str, Sequence[str]]] = {
    "overview": ("overview",),
    "ranking": ("ranking", *_TABLES),
    "map": ("map", "weights"),
    "reach": ("why",),
    "others": ("others", "economy", *_TABLES),
    "why": ("why",),
    "weights": ("weights",),
    "strategy": ("strategy", "economy", "fold", *_TABLES),
    "pillar": ("strategy", "overview", "fold"),
    "productivity": ("productivity", "economy"),
    "targets": ("targets", "claims", "tables"),
    "claims": ("claims", "overview"),
    "compare": ("compare",),
    "economy": ("economy", "fold"),
    "brief": ("brief", "claims", "economy", "overview"),
    "story": ("story",),
    "learn": ("learn",),
    "lessons": ("lessons", "brief"),
    "glossary": ("about",),
    "data": ("data", "overview", "fold", *_TABLES),
    "releases": ("productivity", "economy", *_TABLES),
    "api": ("api", "dialogs", *_TABLES),
    "about": ("about", "dialogs"),
    "accessibility": ("about",),
}
"""The sheets that stand in the head of a page as well, by its key: what its first screen needs."""
MARK: Final = "data-id"
"""The attribute that stands for the id of an element in a document until Dash has drawn it."""

_COMMENT: Final = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
_BREAK: Final = re.compile(r"(?<=[{};,])\s*\n\s*")
_ID: Final = re.compile(r"#([a-z][\w-]*)(?=[^{}]*\{)")  # of a selector, not a colour


@dataclass(frozen=True, slots=True)
class Bundle:
    """One file to serve: ``name`` is what it is called below /assets, ``content`` its bytes."""

    name: str
    content: bytes

    @property
    def address(self) -> str:
        """The path under which the file is served."""
        return f"/assets/{self.name}"


@dataclass(frozen=True, slots=True)
class Bundles:
    """The files of pages and embeds: their styles, scripts, plotly.js, and the script of a static edition.

    first: the styles that stand in the head of a document, for what has none there; styles: the others.
    """

    first: Bundle
    styles: Bundle
    pages: Bundle
    frames: Bundle
    plotly: Bundle
    edition: Bundle

    def all(self) -> tuple[Bundle, ...]:
        """Return every file."""
        return self.first, self.styles, self.pages, self.frames, self.plotly, self.edition


@cache
def bundles() -> Bundles:
    """Return the files made of components/styles, and of the scripts that tools/plotly built."""
    others = sorted({path.stem for path in STYLES.iterdir()} - {*FIRST})
    (generators,) = ASSETS.glob("regenerator-*.js")
    return Bundles(
        _named("first", ".css", sheets(FIRST).encode()),
        _named("site", ".css", sheets(others).encode()),
        _joined("site", ".js", [generators, ASSETS / "site.min.js"]),
        _joined("frame", ".js", [ASSETS / "frame.min.js"]),
        _joined("plotly", ".js", [*ASSETS.glob("plotly-*.js")]),
        _joined("edition", ".js", [ASSETS / "edition.min.js"]),
    )


@cache
def first_styles(page: str) -> str:
    """Return the styles in the head of a page, by its key: what its first picture needs."""
    return sheets((*FIRST, *OWN.get(page, ()))).replace('url("favicon', f'url("/{ASSETS.name}/favicon')


@cache
def marked_ids() -> frozenset[str]:
    """Return the ids that styles name."""
    text = "".join(path.read_text(encoding="utf-8") for path in STYLES.iterdir())
    return frozenset(_ID.findall(_COMMENT.sub("", text)))


def sheets(names: Sequence[str]) -> str:
    """Return some sheets as one, in fewer lines; what they say of an id is true of its mark."""
    text = "".join((STYLES / f"{name}.css").read_text(encoding="utf-8") for name in names)
    return _ID.sub(rf":is(#\1,[{MARK}=\1])", _BREAK.sub("", _COMMENT.sub("", text)))


def _joined(name: str, ending: str, parts: Sequence[Path]) -> Bundle:
    return _named(name, ending, b"\n".join(part.read_bytes() for part in parts))


def _named(name: str, ending: str, content: bytes) -> Bundle:
    return Bundle(f"{name}.{sha256(content).hexdigest()[:12]}{ending}", content)
