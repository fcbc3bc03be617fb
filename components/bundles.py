"""Scripts and styles of the site, each bundle in one file whose name contains a hash of its content."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

ASSETS: Final = Path(__file__).parent / "assets"
STYLES: Final = Path(__file__).parent / "styles"
FIRST_SHEETS: Final = (
    "layers", "tokens", "base", "icons", "controls", "cards", "terms", "shell", "fault", "prerender",
    "reach", "dash",
)  # fmt: skip
"""Style sheets inlined in the head of every document; all others are linked at its end."""
_TABLES: Final = ("tables", "stacked")
PAGE_SHEETS: Final[Mapping[str, Sequence[str]]] = {
    "overview": ("overview",),
    "ranking": ("ranking", *_TABLES),
    "map": ("map", "weights"),
    "reach": ("why",),
    "others": ("others", "economy", *_TABLES),
    "why": ("why",),
    "weights": ("weights", "fold"),
    "indicator": ("weights",),
    "strategy": ("strategy", "economy", "fold", *_TABLES),
    "pillar": ("strategy", "overview", "fold"),
    "productivity": ("productivity", "economy"),
    "provinces": ("map", "provinces", "productivity", "tables"),
    "targets": ("targets", "claims", "tables"),
    "claims": ("claims", "overview"),
    "compare": ("compare",),
    "economy": ("economy", "fold"),
    "brief": ("brief", "claims", "economy", "overview"),
    "story": ("story",),
    "lessons": ("lessons", "brief"),
    "glossary": ("about",),
    "data": ("data", "overview", "fold", *_TABLES),
    "api": ("api", "dialogs", *_TABLES),
    "about": ("about", "dialogs"),
    "accessibility": ("about",),
}
"""Further sheets inlined in the head of a page, by its key: what its first screen needs."""
ID_ATTRIBUTE: Final = "data-id"
"""Attribute that replaces the id of an element in a document until Dash has drawn it."""

_COMMENT: Final = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
_BREAK: Final = re.compile(r"(?<=[{};,])\s*\n\s*")
_ID: Final = re.compile(r"#([a-z][\w-]*)(?=[^{}]*\{)")  # of a selector, not a colour


@dataclass(frozen=True, slots=True)
class Bundle:
    """A file to serve: its name below /assets, and its content."""

    name: str
    content: bytes

    @property
    def address(self) -> str:
        """The path under which the file is served."""
        return f"/assets/{self.name}"


class Bundles(NamedTuple):
    """The styles and scripts of pages and embeds, plotly.js, and the script of a static edition.

    ``first`` are the styles for the head of documents that do not inline them; ``styles`` are the others.
    """

    first: Bundle
    styles: Bundle
    pages: Bundle
    embeds: Bundle
    plotly: Bundle
    edition: Bundle


@cache
def bundles() -> Bundles:
    """Return the files made from components/styles and from the scripts that tools/plotly built."""
    linked = sorted({path.stem for path in STYLES.iterdir()} - {*FIRST_SHEETS})
    return Bundles(
        _hashed_bundle("first.css", join_sheets(FIRST_SHEETS).encode()),
        _hashed_bundle("site.css", join_sheets(linked).encode()),
        _hashed_bundle("site.js", _join_assets("regenerator-*.js", "site.min.js")),
        _hashed_bundle("frame.js", _join_assets("frame.min.js")),
        _hashed_bundle("plotly.js", _join_assets("plotly-*.js")),
        _hashed_bundle("edition.js", _join_assets("edition.min.js")),
    )


@cache
def first_styles(page: str) -> str:
    """Return the styles in the head of a page, by its key."""
    return join_sheets((*FIRST_SHEETS, *PAGE_SHEETS.get(page, ()))).replace(
        'url("favicon', f'url("/{ASSETS.name}/favicon'
    )


@cache
def styled_ids() -> frozenset[str]:
    """Return the ids that styles name."""
    text = "".join(path.read_text(encoding="utf-8") for path in STYLES.iterdir())
    return frozenset(_ID.findall(_COMMENT.sub("", text)))


def join_sheets(names: Sequence[str]) -> str:
    """Return sheets as one, with fewer lines; rules for an id also apply to its ID_ATTRIBUTE."""
    text = "".join((STYLES / f"{name}.css").read_text(encoding="utf-8") for name in names)
    return _ID.sub(rf":is(#\1,[{ID_ATTRIBUTE}=\1])", _BREAK.sub("", _COMMENT.sub("", text)))


def _join_assets(*patterns: str) -> bytes:
    return b"\n".join(path.read_bytes() for pattern in patterns for path in ASSETS.glob(pattern))


def _hashed_bundle(name: str, content: bytes) -> Bundle:
    stem, ending = name.split(".")
    return Bundle(f"{stem}.{sha256(content).hexdigest()[:12]}.{ending}", content)
