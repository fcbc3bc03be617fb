"""The query of an endpoint, checked value by value against what its parameters may be; an error names one."""

import difflib
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from analysis.dataset import Dataset, cached
from data.api import LONGEST, MOST_CSV, MOST_VALUES, Endpoint, Parameter
from data.codes import code_order
from service.problems import Problem, short

Value = str | int
_INTEGER: Final = re.compile(r"-?[0-9]{1,12}")
_NUMBER: Final = re.compile(r"-?([0-9]{1,40}(\.[0-9]{0,40})?|\.[0-9]{1,40})([eE][+-]?[0-9]{1,3})?")
_WIDE: Final = str.maketrans("０１２３４５６７８９．－−", "0123456789.--")  # as Chinese texts write numbers
_NAME: Final = 100  # characters of a name that a problem repeats


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


def options(dataset: Dataset, parameter: Parameter) -> tuple[Value, ...]:
    """Return the values of a parameter; empty if it may be any number."""
    return known_values(dataset)[parameter.values] if parameter.values else parameter.options


def limits(dataset: Dataset, parameter: Parameter) -> tuple[float | None, float | None]:
    """Return the least and the greatest number that a parameter may be."""
    if parameter.between:
        numbers = [value for value in known_values(dataset)[parameter.between] if isinstance(value, int)]
        return numbers[0], numbers[-1]
    return parameter.minimum, parameter.maximum


def default(dataset: Dataset, parameter: Parameter) -> Value | None:
    """Return the value of a parameter that is not given."""
    return dataset.detailed if parameter.default == "newest" else parameter.default


@dataclass(frozen=True, slots=True)
class Query:
    """The values of a query by parameter: tuples for lists, defaults filled in, None for the others.

    given: the parameters in the address, as text, in the order of the declaration.
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
        return MOST_CSV if self.csv and "limit" not in self.given else int(self.values.get("limit", 1))

    def address(self, **other: object) -> str:
        """Return the address of the query, written one way, with other values for some parameters."""
        written = urlencode(self.given | {name: str(value) for name, value in other.items()}, safe=",")
        return f"{self.endpoint.path}?{written}" if written else self.endpoint.path

    def following(self, sent: int, total: int) -> str | None:
        """Return the address of the page after one of ``sent`` rows, None after the last."""
        if self.endpoint.shape == "object":
            return None
        offset = int(self["offset"]) + self.limit
        return self.address(offset=offset) if sent and offset < total else None


def pairs(text: bytes) -> dict[str, str]:
    """Return the parameters of a query string; Problem if it is too long or names one twice."""
    if len(text) > LONGEST:
        raise Problem("too-long", f"The query has {len(text)} characters, more than {LONGEST}")
    found = parse_qsl(text.decode("utf-8", "replace"), keep_blank_values=True)
    twice = [name for name, count in Counter(name for name, _ in found).items() if count > 1]
    if twice:
        raise Problem(
            "repeated-parameter",
            f"{short(twice[0])} is given more than once; lists are joined by commas",
            twice[0][:_NAME],
        )
    return dict(found)


def refuse_unknown(given: dict[str, str], known: list[str]) -> None:
    """Raise Problem for the first parameter that is not known."""
    for name in given:
        if name not in known:
            near = difflib.get_close_matches(name[:_NAME], known, 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise Problem(
                "unknown-parameter", f"There is no parameter {short(name)}{hint}", name[:_NAME], known
            )


def read(text: bytes, endpoint: Endpoint, dataset: Dataset) -> Query:
    """Return the query of an endpoint; Problem names the parameter that is at fault."""
    texts = pairs(text)
    declared = endpoint.all_parameters
    refuse_unknown(texts, [parameter.name for parameter in declared])
    values: dict[str, Any] = {}
    for parameter in declared:
        name = parameter.name
        if name in texts and parameter.kind != "string":
            texts[name] = texts[name].strip().translate(_WIDE)
        if parameter.required and name not in texts:
            raise Problem("missing-parameter", f"{name} must be given", name)
        values[name] = (
            _value(texts[name], parameter, dataset) if name in texts else default(dataset, parameter)
        )
    first, last = values.get("from"), values.get("to")
    if isinstance(first, int) and isinstance(last, int):
        same = first == last and endpoint.shape == "object"
        if first > last or same:
            end = "from" if "from" in texts else "to"
            raise Problem("wrong-order", f"from ({first}) must be before to ({last})", end)
    given = {parameter.name: texts[parameter.name] for parameter in declared if parameter.name in texts}
    return Query(endpoint, values, given)


def _value(text: str, parameter: Parameter, dataset: Dataset) -> Any:
    if not parameter.many:
        return _one(text, parameter, dataset)
    parts = text.split(",")
    if len(parts) > MOST_VALUES:
        raise Problem(
            "out-of-range",
            f"{parameter.name} lists {len(parts)} values, more than {MOST_VALUES}",
            parameter.name,
        )
    return tuple(dict.fromkeys(_one(part, parameter, dataset) for part in parts))


def _one(text: str, parameter: Parameter, dataset: Dataset) -> Value | float:
    name = parameter.name
    value: Value | float = text
    if parameter.kind == "integer":
        if not _INTEGER.fullmatch(text):
            raise Problem("wrong-type", f"{name} must be a whole number, not {short(text)}", name)
        value = int(text)
    elif parameter.kind == "number":
        if not _NUMBER.fullmatch(text):
            raise Problem("wrong-type", f"{name} must be a number, not {short(text)}", name)
        value = float(text)
    if len(text) > (parameter.longest or len(text)):
        raise Problem("out-of-range", f"{name} has more than {parameter.longest} characters", name)
    known = options(dataset, parameter)
    if known and value not in known:
        raise Problem("unknown-value", f"{name} cannot be {short(text)}{_near(text, known)}", name, known)
    low, high = limits(dataset, parameter)
    if isinstance(value, int | float) and not (low or 0) <= value <= (high if high is not None else value):
        raise Problem("out-of-range", f"{name} must be from {low:g} to {high:g}, not {short(text)}", name)
    return value


def _near(text: str, options: tuple[Value, ...]) -> str:
    """Return a hint at the known value that the text may mean."""
    known = [str(option) for option in options]
    if len(text) > _NAME:
        return ""
    same = [option for option in known if option.lower() == text.strip().lower()]
    near = same or difflib.get_close_matches(text, known, 1, 0.75)
    return f"; did you mean {near[0]}?" if near else ""
