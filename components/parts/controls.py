"""The controls of a page, made of the declaration of its choices: each with its label, options and value."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dash import dcc, html

from components.parts import pickers

if TYPE_CHECKING:
    from analysis.dataset import Dataset
    from analysis.query import Query
    from components.text import Words


@dataclass(frozen=True)
class Controls:
    """The controls of a page for what is chosen; each has the id <page>-<key>.

    Words are <page>.control.<key> for a label; for an option <page>.control.<option>, <page>.<key>.<option>
    or <key>.<option>; what pages share is controls.<key> and controls.<option>. Economies have their names,
    numbers are written as they are. names: words of other options, by option.
    """

    page: str
    chosen: Query
    dataset: Dataset
    say: Words
    names: Mapping[Any, str] = field(default_factory=dict)

    def select(
        self,
        key: str,
        *,
        searchable: bool = False,
        among: Collection[Any] | None = None,
        spellings: Mapping[str, Sequence[str]] | None = None,
    ) -> html.Div:
        """Return a list of which one option is chosen; economies stand in the order of their names.

        among: those that are listed, where it is not all; spellings: other names to find an option by.
        """
        options = self._options[key] if among is None else among
        known = self.dataset.labels(self.say.lang)
        if all(one in known for one in options):
            named = self.dataset.by_name(set(options), self.say.lang)
        else:
            named = [(one, self._word(key, one)) for one in options]
        return pickers.choice(
            self._id(key),
            self._label(key),
            named,
            self._value(key),
            self.say,
            searchable=searchable,
            spellings=spellings,
        )

    def segmented(self, key: str) -> html.Div:
        """Return a row of options of which one is chosen; one that cannot be is there and disabled."""
        control = self._control(key)
        possible = set(self._options[key])
        every = control.every or self._options[key]
        options = [(str(one), self._word(key, one), one in possible) for one in every]
        return pickers.segmented(self._id(key), self._label(key), options, str(self._value(key)))

    def search(self, key: str, most: int) -> html.Div:
        """Return a field for a text of at most ``most`` characters."""
        entry = dcc.Input(
            id=self._id(key),
            value=self._value(key),
            type="search",
            debounce=0.25,  # seconds
            maxLength=most,
            placeholder=self.say(f"{self.page}.control.{key}_hint"),
            autoComplete="off",
            className="field",
        )
        label = html.Label(self._label(key), htmlFor=self._id(key), className="control-label")
        return html.Div([label, entry], className=f"control {key}")

    def comparison(self, key: str, chips: str, *, raises: bool = False) -> html.Div:
        """Return the chips of the economies to compare with, and the list to change them."""
        labels = self.dataset.labels(self.say.lang)
        return pickers.comparison(
            self._id(key), chips, labels, self._options[key], self._value(key), self.say, raises=raises
        )

    def store(self, key: str) -> dcc.Store:
        """Return a choice that is made elsewhere than by a control of its own."""
        return dcc.Store(id=self._id(key), data=self._value(key))

    def _id(self, key: str) -> str:
        return f"{self.page}-{key}"

    def _field(self, key: str) -> str:
        return next(name for name, one in self.chosen.controls().items() if one.key == key)

    def _control(self, key: str) -> Any:
        return self.chosen.controls()[self._field(key)]

    def _value(self, key: str) -> Any:
        return getattr(self.chosen, self._field(key))

    def _label(self, key: str) -> str:
        return self._first(f"{self.page}.control.{key}", f"controls.{key}")

    @cached_property
    def _options(self) -> dict[str, Sequence[Any]]:
        return self.chosen.options(self.dataset)

    def _word(self, key: str, option: Any) -> str:
        if option in self.names:
            return self.names[option]
        labels = self.dataset.labels(self.say.lang)
        if option in labels:
            return labels[option]
        if isinstance(option, int):
            return str(option)
        return self._first(
            f"{self.page}.control.{option}",
            f"{self.page}.{key}.{option}",
            f"{key}.{option}",
            f"controls.{option}",
        )

    def _first(self, *keys: str) -> str:
        return self.say(next((key for key in keys if self.say.has(key)), keys[-1]))
