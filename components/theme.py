"""Colours and type, and the settings of plotly.js: the only place where a colour is written."""

from dataclasses import asdict, dataclass, fields, replace
from typing import Any

FONT = (
    'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Hiragino Sans GB", '
    '"Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif'
)


@dataclass(frozen=True, slots=True)
class Theme:
    """The colour tokens of one theme; the same names open styles/tokens.css as custom properties."""

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

    @property
    def peers(self) -> tuple[str, str, str]:
        """The colours of raised peers, in the order in which they are raised."""
        return (self.peer_1, self.peer_2, self.peer_3)


LIGHT = Theme(
    ground="#FBFAF8",
    surface="#FFFFFF",
    wash="#F3F0EB",
    rule="#DDD9D2",
    grid="#E9E6E0",
    edge="#85807A",
    ink="#1B1F24",
    ink_2="#474E56",
    ink_3="#666D75",
    hero="#B13507",
    hero_wash="rgba(177, 53, 7, 0.15)",
    peer_1="#0072B2",
    peer_2="#007A74",
    peer_3="#6D3E91",
    field="#C2BDB5",
    field_2="#A39D94",
    up="#0072B2",
    down="#8A5A00",
    focus="#0072B2",
)

DARK = Theme(
    ground="#14181F",
    surface="#1B2029",
    wash="#222833",
    rule="#343C48",
    grid="#262D38",
    edge="#737D8B",
    ink="#ECEAE6",
    ink_2="#BDC2CA",
    ink_3="#979FAA",
    hero="#FF8A5B",
    hero_wash="rgba(255, 138, 91, 0.2)",
    peer_1="#7FB8FF",
    peer_2="#5CC8BE",
    peer_3="#C3A0E8",
    field="#4A5361",
    field_2="#6A7483",
    up="#7FB8FF",
    down="#E0B25C",
    focus="#7FB8FF",
)

# Figures leave the server drawn with token names; the browser puts in the literals of the theme on show
# (plotly.js cannot read custom properties itself), so a change of theme needs no request.
TOKENS = Theme(**{token.name: f"var(--{token.name.replace('_', '-')})" for token in fields(Theme)})


def on_surface(theme: Theme) -> Theme:
    """Return a theme for what lies on a surface: on paper, or on a sheet that looks like it."""
    return replace(theme, ground=theme.surface)


def css_tokens(theme: Theme) -> dict[str, str]:
    """Return the theme as custom properties, for example ``{"--hero": "#B13507", ...}``."""
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
