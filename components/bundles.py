"""Scripts and styles of the site, each kind in one file whose name holds a hash of what it contains."""

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
    *("layers", "tokens", "base", "icons", "controls", "cards", "terms", "shell", "fault", "prerender"),
    *("reach", "dash"),
)
"""The sheets that stand in the head of every document; all others are linked at its end."""
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
"""The sheets that stand in the head of a page as well, by its key: what its first screen needs."""
ID_ATTRIBUTE: Final = "data-id"
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


class Bundles(NamedTuple):
    """The files of pages and embeds: their styles, scripts, plotly.js, and the script of a static edition.

    first: the styles that stand in the head of a document, for what has none there; styles: the others.
    """

    first: Bundle
    styles: Bundle
    pages: Bundle
    embeds: Bundle
    plotly: Bundle
    edition: Bundle


@cache
def bundles() -> Bundles:
    """Return the files made of components/styles, and of the scripts that tools/plotly built."""
    others = sorted({path.stem for path in STYLES.iterdir()} - {*FIRST_SHEETS})
    return Bundles(
        _named("first.css", join_sheets(FIRST_SHEETS).encode()),
        _named("site.css", join_sheets(others).encode()),
        _named("site.js", _joined("regenerator-*.js", "site.min.js")),
        _named("frame.js", _joined("frame.min.js")),
        _named("plotly.js", _joined("plotly-*.js")),
        _named("edition.js", _joined("edition.min.js")),
    )


@cache
def first_styles(page: str) -> str:
    """Return the styles in the head of a page, by its key: what its first picture needs."""
    return join_sheets((*FIRST_SHEETS, *PAGE_SHEETS.get(page, ()))).replace(
        'url("favicon', f'url("/{ASSETS.name}/favicon'
    )


@cache
def styled_ids() -> frozenset[str]:
    """Return the ids that styles name."""
    text = "".join(path.read_text(encoding="utf-8") for path in STYLES.iterdir())
    return frozenset(_ID.findall(_COMMENT.sub("", text)))


def join_sheets(names: Sequence[str]) -> str:
    """Return some sheets as one, in fewer lines; what they say of an id is true of its mark."""
    text = "".join((STYLES / f"{name}.css").read_text(encoding="utf-8") for name in names)
    return _ID.sub(rf":is(#\1,[{ID_ATTRIBUTE}=\1])", _BREAK.sub("", _COMMENT.sub("", text)))


def _joined(*patterns: str) -> bytes:
    return b"\n".join(path.read_bytes() for pattern in patterns for path in ASSETS.glob(pattern))


def _named(name: str, content: bytes) -> Bundle:
    """Return a file under its name with a hash of its content: site.0123456789ab.js."""
    stem, ending = name.split(".")
    return Bundle(f"{stem}.{sha256(content).hexdigest()[:12]}.{ending}", content)
