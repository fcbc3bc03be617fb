"""The query of an endpoint, checked value by value against what its parameters may be; an error names one."""

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from analysis.comparison.names import economy_names, ids_with_words, names_to_codes
from analysis.dataset import Dataset, cached
from analysis.freshness import launched_notes
from data.api import MAX_CSV_ROWS, MAX_QUERY_LENGTH, MAX_VALUES, Endpoint, Parameter
from data.codes import code_order
from data.entries import StrategicPillar
from service.errors import Problem, shorten

Value = str | int
_INTEGER: Final = re.compile(r"-?[0-9]{1,12}")
_NUMBER: Final = re.compile(r"-?([0-9]{1,40}(\.[0-9]{0,40})?|\.[0-9]{1,40})([eE][+-]?[0-9]{1,3})?")
_WIDE: Final = str.maketrans("０１２３４５６７８９．－−", "0123456789.--")  # as Chinese texts write numbers
_NAME: Final = 100  # characters of a name that a problem repeats
_NEAR: Final = 3  # values that one names as what may be meant


@cached
def known_values(dataset: Dataset) -> dict[str, tuple[Value, ...]]:
    """Return the values of parameters, by the name of the list (data.api.Parameter)."""
    years = dataset.table("observations")["year"]
    return {
        "economies": tuple(sorted(map(str, dataset.table("economies")["economy"]))),
        "editions": dataset.editions,
        "codes": tuple(sorted(set(dataset.table("gii_scores")["code"]), key=code_order)),
        "indicators": tuple(sorted(dataset.catalog.indicators)),
        "sources": tuple(sorted(map(str, dataset.sources.index))),
        "years": tuple(range(int(years.min()), int(years.max()) + 1)),
    }


def option_names(options: Iterable[object]) -> list[Value]:
    """Return what names the options of a card in an address: of a strategic pillar number and slug."""
    found: list[Value] = []
    for one in options:
        if isinstance(one, StrategicPillar):
            found += [str(one.number), one.slug]
        elif isinstance(one, str | int):
            found.append(one)
    return found


def limits(dataset: Dataset, parameter: Parameter) -> tuple[float | None, float | None]:
    """Return the least and the greatest number that a parameter may be."""
    if parameter.between:
        numbers = [value for value in known_values(dataset)[parameter.between] if isinstance(value, int)]
        return numbers[0], numbers[-1]
    return parameter.minimum, parameter.maximum


@dataclass(frozen=True, slots=True)
class Query:
    """The values of a query by parameter: tuples for lists, defaults filled in, None for the others.

    endpoint: with the columns that the query chooses; given: the parameters in the address, as text, in the
    order of the declaration.
    """

    endpoint: Endpoint
    values: dict[str, Any]
    given: dict[str, str]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    @property
    def csv(self) -> bool:
        """Whether the answer is CSV."""
        return bool(self.values["format"] == "csv")

    @property
    def limit(self) -> int:
        """The most rows of the answer."""
        return MAX_CSV_ROWS if self.csv and "limit" not in self.given else int(self.values.get("limit", 1))

    def address(self, **other: object) -> str:
        """Return the address of the query, written one way, with other values for some parameters."""
        written = urlencode(self.given | {name: str(value) for name, value in other.items()}, safe=",")
        return f"{self.endpoint.path}?{written}" if written else self.endpoint.path

    def following(self, total: int) -> str | None:
        """Return the address of the next page of ``total`` rows, None after the last."""
        offset = int(self.values.get("offset", total)) + self.limit
        return self.address(offset=offset) if offset < total else None


def parse_query_string(text: bytes) -> dict[str, str]:
    """Return the parameters of a query string; Problem if it is too long or names one twice."""
    if len(text) > MAX_QUERY_LENGTH:
        raise Problem("too-long", f"The query has {len(text)} characters, more than {MAX_QUERY_LENGTH}")
    found = parse_qsl(text.decode("utf-8", "replace"), keep_blank_values=True)
    twice = [name for name, count in Counter(name for name, _ in found).items() if count > 1]
    if twice:
        message = f"{shorten(twice[0])} is given more than once; lists are joined by commas"
        raise Problem("repeated-parameter", message, twice[0][:_NAME])
    return dict(found)


def refuse_unknown(given: dict[str, str], known: list[str]) -> None:
    """Raise Problem for the first parameter that is not known."""
    for name in given:
        if name not in known:
            near = difflib.get_close_matches(name[:_NAME], known, 1)
            message = f"There is no parameter {shorten(name)}" + (
                f"; did you mean {near[0]}?" if near else ""
            )
            raise Problem("unknown-parameter", message, name[:_NAME], known)


def read_query(text: bytes, endpoint: Endpoint, dataset: Dataset) -> Query:
    """Return the query of an endpoint; Problem names the parameter that is at fault."""
    texts = parse_query_string(text)
    declared = endpoint.all_parameters
    refuse_unknown(texts, [parameter.name for parameter in declared])
    given: dict[str, str] = {}
    values: dict[str, Any] = {}
    for parameter in declared:
        name = parameter.name
        if name not in texts:
            if parameter.required:
                raise Problem("missing-parameter", f"{name} must be given", name)
            values[name] = parameter.default
            continue
        written = texts[name]
        written = names_to_codes(dataset, written) if parameter.values == "economies" else written
        given[name] = written if parameter.kind == "string" else written.strip().translate(_WIDE)
        parts = given[name].split(",") if parameter.many else [given[name]]
        if len(parts) > MAX_VALUES:
            message = f"{name} lists {len(parts)} values, more than {MAX_VALUES}"
            raise Problem("out-of-range", message, name)
        found = tuple(dict.fromkeys(check_value(part, parameter, dataset) for part in parts))
        values[name] = found if parameter.many else found[0]
    first, last = values.get("from"), values.get("to")
    if isinstance(first, int) and isinstance(last, int) and first > last:
        message = f"from ({first}) must not be after to ({last})"
        raise Problem("wrong-order", message, "from")
    if chosen := values.get("columns"):
        columns = {column.name: column for column in endpoint.columns}
        kept = tuple(columns[name] for name in chosen if name in columns)
        endpoint = endpoint.model_copy(update={"columns": kept})
    return Query(endpoint, values, given)


def unknown_value(name: str, text: str, known: Sequence[Value], dataset: Dataset) -> Problem:
    """Return what a parameter cannot be, with the value that may be meant, or what is known of an edition."""
    options, near = {str(one).lower(): str(one) for one in known}, list[str]()
    if len(text) <= _NAME:
        near = [one for one in ids_with_words(economy_names(dataset), text) if one.lower() in options]
        near = near or [
            options[one] for one in difflib.get_close_matches(text.strip().lower(), options, 1, 0.75)
        ]
    hint = f"; did you mean {' or '.join(near[:_NEAR])}?" if near else ""
    if {*known} <= {*dataset.editions}:
        out = {str(year): f". {said}" for year, said in launched_notes(dataset, "en").items()}
        hint = out.get(text, hint)
    return Problem("unknown-value", f"{name} cannot be {shorten(text)}{hint}", name, known)


def check_value(text: str, parameter: Parameter, dataset: Dataset) -> Value | float:
    """Return one value of a parameter, as it is written; Problem if it cannot be."""
    name = parameter.name
    value: Value | float = text
    if parameter.kind == "integer":
        if not _INTEGER.fullmatch(text):
            raise Problem("wrong-type", f"{name} must be a whole number, not {shorten(text)}", name)
        value = int(text)
    elif parameter.kind == "number":
        if not _NUMBER.fullmatch(text):
            raise Problem("wrong-type", f"{name} must be a number, not {shorten(text)}", name)
        value = float(text)
    if len(text) > (parameter.longest or len(text)):
        raise Problem("out-of-range", f"{name} has more than {parameter.longest} characters", name)
    known = known_values(dataset)[parameter.values] if parameter.values else parameter.options
    if known and value not in known:
        raise unknown_value(name, text, known, dataset)
    low, high = limits(dataset, parameter)
    if isinstance(value, int | float) and not (low or 0) <= value <= (high if high is not None else value):
        raise Problem("out-of-range", f"{name} must be from {low:g} to {high:g}, not {shorten(text)}", name)
    return value
