"""The choices of a view: each is declared once, read in one way and written to an address in one way."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar, Final, NamedTuple, Self
from urllib.parse import parse_qsl

from analysis.dataset import Dataset
from data.article import FOCUS, PEERS

Before = Mapping[str, Any]
"""Choices that are read already, by the name of their field."""
Of = Callable[[Dataset, Before], Any]

MAX_PEER_COUNT: Final = 8  # more lines cannot be distinguished
MAX_QUERY_LENGTH: Final = 2000  # characters of a query that are read
UNNAMED: Final = "default"
"""The value in an address where a reader names no economies."""
ECONOMIES: Final = ("economy", *(_BESIDE := ("with", "raise")))
"""Keys of economies; of the last ones, which links carry from page to page, one may be in focus already."""
_CONTROL: Final = "control"
_DERIVED: Final = "derived"


@dataclass(frozen=True, slots=True)
class Control:
    """One choice of a view.

    key: its name in an address; options: what can be chosen; default: the choice where a value names no
    option, the first option without one. Both depend on the dataset and on the choices before this one.
    every: all options where some of them cannot be chosen. parse: reads a value that is no single option (a
    list, a text), None where it names nothing; write: the text of a choice in an address. most: options of a
    list, 0 where it is none; pattern: what a text is like that names no options.
    """

    key: str
    options: Of
    default: Of | None = None
    parse: Callable[[object, Sequence[Any]], Any] | None = None
    write: Callable[[Any], str] = str
    every: Sequence[Any] = ()
    most: int = 0
    pattern: str = ""

    def choose(self, value: object, dataset: Dataset, before: Before) -> Any:
        """Return what a value chooses; it may be of any type and content."""
        options = self.options(dataset, before)
        chosen = (self.parse or _option)(value, options)
        if chosen is not None:
            return chosen
        return self.default(dataset, before) if self.default else options[0]

    def strange(self, text: str, options: Sequence[Any]) -> tuple[str, ...]:
        """Return the parts of a text, which may be a list, that name nothing."""
        parts = text.split(",") if options else [text]
        return tuple(part for part in parts if (self.parse or _option)(part, options) is None)


class RefusedChoice(NamedTuple):
    """What an address asks for that is not there: its key, the parts that name nothing, the options."""

    key: str
    asked: tuple[str, ...]
    options: Sequence[Any]


class Query:
    """The choices of a view, as a frozen dataclass whose fields are controls, in the order of an address.

    A field that `derived` declares follows from the dataset and the choices before it. SPAN: the keys of two
    editions of which the first is the earlier one; OLD_KEYS: those of addresses that are gone, which
    ``with_old_addresses_mapped`` reads.
    """

    __slots__ = ()
    SPAN: ClassVar[tuple[str, str] | None] = None
    OLD_KEYS: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def controls(cls) -> dict[str, Control]:
        """Return the controls by the name of their field."""
        declared = fields(cls)  # type: ignore[arg-type]  # every query is a dataclass
        return {
            declared.name: declared.metadata[_CONTROL]
            for declared in declared
            if _CONTROL in declared.metadata
        }

    @classmethod
    def keys_read(cls) -> tuple[str, ...]:
        """Return the keys that are read of an address: those of its controls, and old ones."""
        return (*(control.key for control in cls.controls().values()), *cls.OLD_KEYS)

    @classmethod
    def read(cls, dataset: Dataset, values: Mapping[str, object]) -> Self:
        """Return the choices that values name, by key, of an address, a callback or a call.

        A value that names nothing known gives way to the default; ``refused`` says which do.
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
        """Return the values of an address with those that have taken the place of what is gone."""
        return values

    @classmethod
    def ordered_choices(cls, dataset: Dataset, values: Mapping[str, object]) -> Mapping[str, object]:
        """Return the values with the texts of two editions (SPAN) exchanged where the later comes first."""
        texts = [values.get(key) for key in cls.SPAN or ()]
        editions = [edition for text in texts for edition in dataset.editions if text == str(edition)]
        if editions == sorted(editions):
            return values
        return {**values, **dict(zip(cls.SPAN or (), reversed(texts), strict=True))}

    @classmethod
    def refused_choices(cls, dataset: Dataset, values: Mapping[str, str]) -> list[RefusedChoice]:
        """Return what the values ask for that cannot be chosen, editions in the order in which they stand."""
        before, today = cls.read(dataset, values)._values(), cls.with_old_addresses_mapped(values)
        refused = []
        for control in cls.controls().values():
            options = control.options(dataset, before)
            unknown = control.strange(str(today[control.key]), options) if control.key in today else ()
            if control.key in _BESIDE:
                unknown = tuple(part for part in unknown for part in part.split(",") if part.strip())
                unknown = tuple(part for part in unknown if part.strip().upper() not in dataset.economies)
            if unknown:
                refused.append(RefusedChoice(control.key, unknown, options))
        return refused

    def texts(self) -> dict[str, str]:
        """Return all choices as texts, by key."""
        return {control.key: control.write(getattr(self, name)) for name, control in self.controls().items()}

    def changed_choices(self, dataset: Dataset) -> dict[str, str]:
        """Return as texts the choices that differ from their defaults."""
        before = self._values()
        unnamed = {
            control.key: control.write(control.choose(None, dataset, before))
            for control in self.controls().values()
        }
        return {key: text for key, text in self.texts().items() if text != unnamed[key]}

    def options(self, dataset: Dataset) -> dict[str, Sequence[Any]]:
        """Return what each control can choose beside the others, by key."""
        before = self._values()
        return {control.key: control.options(dataset, before) for control in self.controls().values()}

    def _values(self) -> dict[str, Any]:
        return {declared.name: getattr(self, declared.name) for declared in fields(self)}  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class NoChoices(Query):
    """No choices: what is always the same."""


def derived_choice(of: Of) -> Any:
    """Declare what follows from the dataset and the choices before it."""
    return field(metadata={_DERIVED: of})


def one_of(key: str, options: Sequence[Any] | Of, default: Any = None, every: Sequence[Any] = ()) -> Any:
    """Declare a choice of one option; without a default the first one."""
    return field(metadata={_CONTROL: Control(key, _function(options), _function(default), every=every)})


def edition(key: str, default: Of, options: Of = lambda dataset, _: dataset.editions) -> Any:
    """Declare a choice of one edition."""
    return field(metadata={_CONTROL: Control(key, options, default)})


def economy(options: Of = lambda dataset, _: dataset.economies) -> Any:
    """Declare a choice of one economy that was ever ranked (ISO3).

    Where none is named it is China, or the first option if China is none of them.
    """

    def first_code(value: object, codes: Sequence[str]) -> str | None:
        return next(iter(codes_of(value, codes)), None) if isinstance(value, str) else None

    def usual(dataset: Dataset, before: Before) -> str:
        codes = options(dataset, before)
        return FOCUS if FOCUS in codes else str(codes[0])

    return parsed_choice("economy", first_code, usual, options)


def parsed_choice(
    key: str,
    parse: Callable[[object, Sequence[Any]], Any],
    default: Any,
    options: Of = lambda *_: (),
    write: Callable[[Any], str] = str,
    max_count: int = 0,
    pattern: str = "",
) -> Any:
    """Declare a choice that is no single option."""
    control = Control(key, options, _function(default), parse, write, most=max_count, pattern=pattern)
    return field(metadata={_CONTROL: control})


def economies(key: str, max_count: int, default: Any, options: Of, rules: Collection[str] = ()) -> Any:
    """Declare a choice of at most ``most`` economies (ISO3), written with commas between them.

    A value that is empty chooses none; one that names none that is known, the default, which may be None.
    In a list the newest choice is the last one and stays; a text is read from its beginning. rules: those of
    the options that find economies; one of them stands alone.
    """

    def read_codes(value: object, available: Sequence[str]) -> tuple[str, ...] | None:
        if isinstance(value, str) and value in rules:
            return (value,)
        codes = codes_of(value, available)
        newest = codes[-max_count:] if isinstance(value, list) else codes[:max_count]
        return () if value in ("", []) else newest or None

    def write(codes: tuple[str, ...] | None) -> str:
        return UNNAMED if codes is None else ",".join(codes)

    return parsed_choice(
        key, read_codes, default if callable(default) else lambda *_: default, options, write, max_count
    )


def several_of(key: str, max_count: int, default: Any, options: Of) -> Any:
    """Declare a choice of one to ``most`` options, written with commas between them, in the order given.

    Of too many the newest stay in a list, the first in a text, as in ``economies``. Where none is the default
    it can be chosen.
    """

    def chosen_options(value: object, available: Sequence[str]) -> tuple[str, ...] | None:
        if value in ("", []) and default == ():
            return ()
        parts = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
        chosen = [*dict.fromkeys(part for part in parts if isinstance(part, str) and part in available)]
        return tuple(chosen[-max_count:] if isinstance(value, list) else chosen[:max_count]) or None

    return parsed_choice(key, chosen_options, default, options, ",".join, max_count)


def peers(default: Sequence[str] = PEERS, *, groups: bool = False) -> Any:
    """Declare a choice of economies to see beside China; ``usual`` are those where none is named.

    groups: whether groups of economies can be chosen as well.
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
    """Return a function of dataset and choices: the value itself, or one that gives it, None for None."""
    return value if value is None or callable(value) else lambda *_: value


def query_of(text: str) -> dict[str, str]:
    """Return the values of the query of an address, with or without its question mark.

    Of a key that stands there twice the last one counts; what is beyond LONGEST characters is not read.
    """
    return dict(parse_qsl(text.lstrip("?")[:MAX_QUERY_LENGTH], keep_blank_values=True))


def codes_of(value: object, known: Collection[str]) -> tuple[str, ...]:
    """Return the known codes among a comma-joined text or a list, each once, in the order given."""
    parts = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
    codes = [part.strip().upper() for part in parts if isinstance(part, str)]
    return tuple(code for code in dict.fromkeys(codes) if code in known)
