"""Scripts and styles of the site, each kind in one file whose name holds a hash of what it contains."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

ASSETS: Final = Path(__file__).parent / "assets"
STYLES: Final = Path(__file__).parent / "styles"


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
    """The files of pages and embeds: their styles, scripts, plotly.js, and the script of a static edition."""

    styles: Bundle
    pages: Bundle
    frames: Bundle
    plotly: Bundle
    edition: Bundle

    def all(self) -> tuple[Bundle, ...]:
        """Return every file."""
        return self.styles, self.pages, self.frames, self.plotly, self.edition


@cache
def bundles() -> Bundles:
    """Return the files made of components/styles, and of the scripts that tools/plotly built."""
    styles = sorted(STYLES.iterdir(), key=lambda path: (path.name != "layers.css", path.name))
    (generators,) = ASSETS.glob("regenerator-*.js")
    return Bundles(
        _joined("site", ".css", styles),
        _joined("site", ".js", [generators, ASSETS / "site.min.js"]),
        _joined("frame", ".js", [ASSETS / "frame.min.js"]),
        _joined("plotly", ".js", [*ASSETS.glob("plotly-*.js")]),
        _joined("edition", ".js", [ASSETS / "edition.min.js"]),
    )


def _joined(name: str, ending: str, parts: Sequence[Path]) -> Bundle:
    content = b"\n".join(part.read_bytes() for part in parts)
    return Bundle(f"{name}.{sha256(content).hexdigest()[:12]}{ending}", content)
