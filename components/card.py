"""A card: one question of a page, with the tables that its figure, files, embed and API answers show."""

from dataclasses import dataclass
from typing import Any

from analysis.frames.table import Table

_PARTS = (
    *("heading", "measure_line", "plot", "graph", "figures", "rows", "keys", "table", "source", "citation"),
    *("reuse", "data", "numbers"),
)


@dataclass(frozen=True, slots=True)
class Ids:
    """The ids of a card's parts, all from one prefix: measure_line is <prefix>-measure-line."""

    prefix: str

    def __getattr__(self, role: str) -> str:
        if role not in _PARTS:
            raise AttributeError(f"a card has no {role}")
        return f"{self.prefix}-{role.replace('_', '-')}"

    @property
    def credit(self) -> tuple[str, str]:
        """What says whose data a view shows, and how they may be reused."""
        return self.citation, self.reuse

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """All that changes with the view of a figure: components and their properties."""
        texts = (self.heading, self.measure_line, self.table, self.source, *self.credit)
        return (
            *((name, "children") for name in texts),
            (self.plot, "aria-label"),
            (self.figures, "data"),
            (self.data, "href"),
        )


@dataclass(frozen=True, slots=True)
class Card(Ids):
    """One card of a page, declared where it is drawn and listed in CARDS of its page.

    name: in addresses of embeds and of the API; tables: what it shows, one for each view where it has
    several. height: of the frame of an embed in pixels, in which its figure fits at every width from 360 to
    680 (long tables scroll); 0 where it cannot stand alone. item: the key of the query that ends the path of
    its page, where the page exists once for each of its items; within: id of an element around the card whose
    classes say how the card is drawn; enlarge: whether a part of its figure can be enlarged.
    """

    name: str
    tables: tuple[Table[Any, Any], ...]
    height: int = 0
    item: str = ""
    within: str = ""
    enlarge: bool = False
