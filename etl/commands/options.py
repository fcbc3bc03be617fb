"""What several commands share: options, kinds of arguments, and the examples under their help."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from etl.commands.mistakes import unknown
from etl.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from click.shell_completion import CompletionItem

PROGRAM: Final = "python -m etl"
FILE: Final = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
FOLDER: Final = click.Path(file_okay=False, path_type=Path)
YEARS: Final = (2007, 2101)
"""First year of an edition, and the first that none can have."""
YEAR: Final = click.IntRange(*YEARS, max_open=True)

as_json: Final = click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout.")
quiet: Final = click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors.")


def examples(*lines: tuple[str, str]) -> str:
    """Return the epilog of a command's help: what to type after the program's name, and what it does."""
    width = max(len(line) for line, _ in lines)
    shown = [f"  {PROGRAM} {line.ljust(width)}  {about}".rstrip() for line, about in lines]
    return "\n".join(["\b", "Examples:", *shown])


class Name(click.ParamType[str]):
    """A name from a list that may be slow to get; a wrong one is told with the nearest, else with all."""

    def __init__(self, kind: str, names: Callable[[], Iterable[str]]) -> None:
        """Keep what the names are names of, and where the list comes from."""
        self.name = kind
        self._names = names

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,  # noqa: ARG002 - as click calls it
        ctx: click.Context | None,  # noqa: ARG002 - as click calls it
    ) -> str:
        """Return the name if it is in the list; UsageError otherwise."""
        names = list(self._names())
        if value in names:
            return str(value)
        raise UsageError(unknown(self.name, value, names, f"there are {', '.join(names)}"))

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002 - as click calls it
        param: click.Parameter,  # noqa: ARG002 - as click calls it
        incomplete: str,
    ) -> list[CompletionItem]:
        """Offer the names that begin so."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(name) for name in self._names() if name.startswith(incomplete)]


class Names(Name):
    """Several such names in one word, separated by commas."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the word if each name is in the list; UsageError otherwise."""
        return ",".join(super(Names, self).convert(name, param, ctx) for name in str(value).split(","))

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Offer the names that begin as the last one does."""
        before, comma, last = incomplete.rpartition(",")
        offered = super().shell_complete(ctx, param, last)
        for item in offered:
            item.value = f"{before}{comma}{item.value}"
        return offered
