"""How each line of a comparison is drawn: the one in focus bold, three others coloured, the rest grey."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.standing import CHINA
from components.theme import TOKENS

COLOURED = 3  # others that have a colour and a dash of their own
_DASHES = ("solid", "7px,3px", "2px,3px")


@dataclass(frozen=True, slots=True)
class LineStyle:
    """One economy of a comparison: its names, the tokens of its line and of its words, width and dash.

    short: what names it where there is little room.
    """

    code: str
    name: str
    short: str
    color: str
    ink: str
    width: float
    dash: str
    focus: bool

    @property
    def strong(self) -> bool:
        """Say whether it is drawn over the others: the one in focus, and China."""
        return self.focus or self.code == CHINA

    @property
    def line(self) -> dict[str, Any]:
        """The style of its line."""
        return {"color": self.color, "width": self.width, "dash": self.dash}


def coloured(economies: Sequence[str]) -> tuple[str, ...]:
    """Return the economies that have a colour of their own; ``economies`` begin with the one in focus."""
    return tuple(code for code in economies[1:] if code != CHINA)[:COLOURED]


def line_styles(
    economies: Sequence[str], names: Mapping[str, str], shorts: Mapping[str, str]
) -> list[LineStyle]:
    """Return how each economy is drawn; the first is the one in focus. China alone has the hero's colour."""
    own = coloured(economies)
    styles = []
    for place, code in enumerate(economies):
        focus = place == 0
        color, ink, dash = TOKENS.field_2, TOKENS.ink_2, "solid"
        if code == CHINA:
            color = ink = TOKENS.hero
        elif focus:
            color = ink = TOKENS.ink
        elif code in own:
            color = ink = TOKENS.peers[own.index(code)]
            dash = _DASHES[own.index(code)]
        width = 3.0 if focus else 2.0 if color != TOKENS.field_2 else 1.5
        styles.append(LineStyle(code, names[code], shorts[code], color, ink, width, dash, focus))
    return styles
