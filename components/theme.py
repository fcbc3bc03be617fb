"""The colours of both themes from styles/tokens.css, the font, and the settings of plotly.js."""

import re
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

FONT = (
    'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Hiragino Sans GB", '
    '"Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif'
)


@dataclass(frozen=True, slots=True)
class Theme:
    """The colour tokens of one theme, which are custom properties in styles/tokens.css."""

    ground: str
    surface: str
    wash: str
    rule: str
    grid: str
    edge: str
    ink: str
    ink_2: str
    ink_3: str
    hero: str
    hero_wash: str
    peer_1: str
    peer_2: str
    peer_3: str
    field: str
    field_2: str
    up: str
    down: str
    focus: str
    step_1: str
    step_2: str
    step_3: str
    step_4: str
    step_5: str
    step_6: str
    on_step_1: str
    on_step_2: str

    @property
    def peers(self) -> tuple[str, str, str]:
        """The colours of highlighted peers, in order."""
        return (self.peer_1, self.peer_2, self.peer_3)

    @property
    def map_colours(self) -> tuple[str, ...]:
        """The colours of a map, from the best step to the last."""
        return (self.step_1, self.step_2, self.step_3, self.step_4, self.step_5, self.step_6)


def _read_themes() -> list[Theme]:
    css = (Path(__file__).parent / "styles" / "tokens.css").read_text(encoding="utf-8")
    blocks = re.findall(r"\{([^{}]*--ground:[^{}]*)\}", css)
    tokens = (re.findall(r"--([\w-]+):\s*([^;]+);", block) for block in blocks)
    return [Theme(**{name.replace("-", "_"): value for name, value in block}) for block in tokens]


LIGHT, DARK, *_ = _read_themes()

# Figures leave the server with token names, and the browser replaces them with the colours of the theme in
# use (plotly.js cannot read custom properties), so that a change of theme needs no request.
TOKENS = Theme(**{token.name: f"var(--{token.name.replace('_', '-')})" for token in fields(Theme)})


def on_surface(theme: Theme) -> Theme:
    """Return the theme of content on a surface: on paper, or on a sheet that looks like it."""
    return replace(theme, ground=theme.surface)


def css_tokens(theme: Theme) -> dict[str, str]:
    """Return the theme as custom properties, for example ``{"--hero-wash": ...}`` for hero_wash."""
    return {f"--{name.replace('_', '-')}": value for name, value in asdict(theme).items()}


GRAPH_CONFIG: dict[str, Any] = {
    "displayModeBar": False,
    "displaylogo": False,
    "showTips": False,
    "showLink": False,
    "responsive": True,
    "scrollZoom": False,
    "doubleClick": False,
}
