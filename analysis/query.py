"""The choices of a view: declared once, read from and written to the query of an address."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar, Final, NamedTuple, Self
from urllib.parse import parse_qsl

from analysis.dataset import Dataset
from data.article import FOCUS, PEERS

Before = Mapping[str, Any]
"""The choices before the current one, by field name."""
Compute = Callable[[Dataset, Before], Any]
"""Computes options, a default or a derived choice."""

MAX_PEER_COUNT: Final = 8  # more lines cannot be distinguished
MAX_QUERY_LENGTH: Final = 2000  # characters of a query that are read
UNNAMED: Final = "default"
"""Value in an address that stands for the default economies."""
_SELECTION: Final = ("with", "raise")
"""Keys of economies that links carry from page to page; one of them may be the focus economy of the page."""
ECONOMIES: Final = ("economy", *_SELECTION)
_CONTROL: Final = "control"
_DERIVED: Final = "derived"


@dataclass(frozen=True, slots=True)
class Control:
    """One choice of a view.

    key: its name in an address; options: the possible values; default: used for an invalid value, else the
    first option. Both depend on the dataset and the choices before this one. parse: reads a value that is no
    single option (a list, a text), None for an invalid one; write: formats a choice for an address. every:
    all options, including those that cannot be chosen now; most: maximum length of a list, 0 for no list;
    pattern: regular expression of a free text.
    """

    key: str
    options: Compute
    default: Compute | None = None
    parse: Callable[[object, Sequence[Any]], Any] | None = None
    write: Callable[[Any], str] = str
    every: Sequence[Any] = ()
    most: int = 0
    pattern: str = ""

    def choose(self, value: object, dataset: Dataset, before: Before) -> Any:
        """Return the choice for a value of any type; the default for an invalid one."""
        options = self.options(dataset, before)
        chosen = (self.parse or _option)(value, options)
        if chosen is not None:
            return chosen
        return self.default(dataset, before) if self.default else options[0]

    def invalid_parts(self, text: str, options: Sequence[Any]) -> tuple[str, ...]:
        """Return the invalid parts of a text, which may be a list with commas."""
        parts = text.split(",") if options else [text]
        return tuple(part for part in parts if (self.parse or _option)(part, options) is None)


class RefusedChoice(NamedTuple):
    """The invalid parts of a value in an address, with its key and the options."""

    key: str
    invalid_parts: tuple[str, ...]
    options: Sequence[Any]


class Query:
    """The choices of a view: a frozen dataclass whose fields are controls, in the order of an address.

    ``derived_choice`` declares a field that follows from the dataset and the fields before it. SPAN: the keys
    of two editions, the earlier one first; OLD_KEYS: keys of old addresses, which
    ``with_old_addresses_mapped`` reads.
    """

    __slots__ = ()
    SPAN: ClassVar[tuple[str, str] | None] = None
    OLD_KEYS: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def controls(cls) -> dict[str, Control]:
        """Return the controls by field name."""
        declared = fields(cls)  # type: ignore[arg-type]  # every query is a dataclass
        return {item.name: item.metadata[_CONTROL] for item in declared if _CONTROL in item.metadata}

    @classmethod
    def keys_read(cls) -> tuple[str, ...]:
        """Return the keys that are read from an address, old ones included."""
        return (*(control.key for control in cls.controls().values()), *cls.OLD_KEYS)

    @classmethod
    def read(cls, dataset: Dataset, values: Mapping[str, object]) -> Self:
        """Read the choices from values by key (of an address, a callback or an API call).

        An invalid value is replaced by the default; ``refused_choices`` lists them.
        """
        values = cls.ordered_choices(dataset, cls.with_old_addresses_mapped(values))
        before: dict[str, Any] = {}
        for declared in fields(cls):  # type: ignore[arg-type]
            if control := declared.metadata.get(_CONTROL):
                before[declared.name] = control.choose(values.get(control.key), dataset, before)
            else:
                before[declared.name] = declared.metadata[_DERIVED](dataset, before)
        return cls(**before)

    @classmethod
    def with_old_addresses_mapped(cls, values: Mapping[str, object]) -> Mapping[str, object]:
        """Replace values of old addresses by those of today."""
        return values

    @classmethod
    def ordered_choices(cls, dataset: Dataset, values: Mapping[str, object]) -> Mapping[str, object]:
        """Swap the two editions of SPAN where the later one comes first."""
        texts = [values.get(key) for key in cls.SPAN or ()]
        editions = [edition for text in texts for edition in dataset.editions if text == str(edition)]
        if editions == sorted(editions):
            return values
        return {**values, **dict(zip(cls.SPAN or (), reversed(texts), strict=True))}

    @classmethod
    def refused_choices(cls, dataset: Dataset, values: Mapping[str, str]) -> list[RefusedChoice]:
        """Return the invalid parts of the values, key by key."""
        before, today = cls.read(dataset, values)._values(), cls.with_old_addresses_mapped(values)
        refused = []
        for control in cls.controls().values():
            options = control.options(dataset, before)
            unknown = control.invalid_parts(str(today[control.key]), options) if control.key in today else ()
            if control.key in _SELECTION:
                unknown = tuple(part for part in unknown for part in part.split(",") if part.strip())
                unknown = tuple(part for part in unknown if part.strip().upper() not in dataset.economies)
            if unknown:
                refused.append(RefusedChoice(control.key, unknown, options))
        return refused

    def texts(self) -> dict[str, str]:
        """Format all choices for an address, by key."""
        return {control.key: control.write(getattr(self, name)) for name, control in self.controls().items()}

    def changed_choices(self, dataset: Dataset) -> dict[str, str]:
        """Format the choices that differ from their defaults, by key."""
        before = self._values()
        unnamed = {
            control.key: control.write(control.choose(None, dataset, before))
            for control in self.controls().values()
        }
        return {key: text for key, text in self.texts().items() if text != unnamed[key]}

    def options(self, dataset: Dataset) -> dict[str, Sequence[Any]]:
        """Return the options of each control, given the other choices, by key."""
        before = self._values()
        return {control.key: control.options(dataset, before) for control in self.controls().values()}

    def _values(self) -> dict[str, Any]:
        return {declared.name: getattr(self, declared.name) for declared in fields(self)}  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class NoChoices(Query):
    """The query of a view without choices."""


def derived_choice(of: Compute) -> Any:
    """Declare a field that follows from the dataset and the choices before it."""
    return field(metadata={_DERIVED: of})


def one_of(key: str, options: Sequence[Any] | Compute, default: Any = None, every: Sequence[Any] = ()) -> Any:
    """Declare a choice of one option, by default the first."""
    return field(metadata={_CONTROL: Control(key, _function(options), _function(default), every=every)})


def edition(key: str, default: Compute, options: Compute = lambda dataset, _: dataset.editions) -> Any:
    """Declare a choice of one edition."""
    return field(metadata={_CONTROL: Control(key, options, default)})


def economy(options: Compute = lambda dataset, _: dataset.economies) -> Any:
    """Declare a choice of one economy that was ever ranked (ISO3).

    The default is China, or the first option where China is not an option.
    """

    def first_code(value: object, codes: Sequence[str]) -> str | None:
        return next(iter(codes_of(value, codes)), None) if isinstance(value, str) else None

    def default_code(dataset: Dataset, before: Before) -> str:
        codes = options(dataset, before)
        return FOCUS if FOCUS in codes else str(codes[0])

    return parsed_choice("economy", first_code, default_code, options)


def parsed_choice(
    key: str,
    parse: Callable[[object, Sequence[Any]], Any],
    default: Any,
    options: Compute = lambda *_: (),
    write: Callable[[Any], str] = str,
    limit: int = 0,
    pattern: str = "",
) -> Any:
    """Declare a choice with its own parser, such as a list or a text."""
    control = Control(key, options, _function(default), parse, write, most=limit, pattern=pattern)
    return field(metadata={_CONTROL: control})


def economies(key: str, limit: int, default: Any, options: Compute, rules: Collection[str] = ()) -> Any:
    """Declare a choice of at most ``limit`` economies (ISO3), written with commas.

    An empty value chooses none; one without a valid code is replaced by the default, which may be None. A
    list that is too long keeps its last (newest) items, a text its first. rules: options that select
    economies by a rule; a rule is chosen alone.
    """

    def read_codes(value: object, available: Sequence[str]) -> tuple[str, ...] | None:
        if isinstance(value, str) and value in rules:
            return (value,)
        codes = codes_of(value, available)
        newest = codes[-limit:] if isinstance(value, list) else codes[:limit]
        return () if value in ("", []) else newest or None

    def write(codes: tuple[str, ...] | None) -> str:
        return UNNAMED if codes is None else ",".join(codes)

    return parsed_choice(
        key, read_codes, default if callable(default) else lambda *_: default, options, write, limit
    )


def several_of(key: str, limit: int, default: Any, options: Compute) -> Any:
    """Declare a choice of one to ``limit`` options, written with commas, in the order given.

    A value that is too long is cut as in ``economies``. With the default () none can be chosen.
    """

    def chosen_options(value: object, available: Sequence[str]) -> tuple[str, ...] | None:
        if value in ("", []) and default == ():
            return ()
        parts = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
        chosen = [*dict.fromkeys(part for part in parts if isinstance(part, str) and part in available)]
        return tuple(chosen[-limit:] if isinstance(value, list) else chosen[:limit]) or None

    return parsed_choice(key, chosen_options, default, options, ",".join, limit)


def peers(default: Sequence[str] = PEERS, *, groups: bool = False) -> Any:
    """Declare a choice of economies to compare with China.

    default: economies for an address that names none; groups: whether groups can be chosen, too.
    """
    return economies(
        "with",
        MAX_PEER_COUNT,
        lambda dataset, _: tuple(code for code in default if code in dataset.economies),
        lambda dataset, _: [
            *(code for code in dataset.economies if code != FOCUS),
            *(dataset.catalog.groups if groups else ()),
        ],
    )


def _option(value: object, options: Sequence[Any]) -> Any:
    return next((option for option in options if value == option or value == str(option)), None)


def _function(value: Any) -> Any:
    return value if value is None or callable(value) else lambda *_: value


def query_of(text: str) -> dict[str, str]:
    """Parse the query of an address, with or without its question mark.

    The last value of a repeated key counts. Only MAX_QUERY_LENGTH characters are read.
    """
    return dict(parse_qsl(text.lstrip("?")[:MAX_QUERY_LENGTH], keep_blank_values=True))


def codes_of(value: object, allowed: Collection[str]) -> tuple[str, ...]:
    """Return the known codes in a text with commas or a list, each once, in the order given."""
    parts = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
    codes = [part.strip().upper() for part in parts if isinstance(part, str)]
    return tuple(code for code in dict.fromkeys(codes) if code in allowed)
