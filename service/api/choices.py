"""What each choice of a card may be, as JSON Schema, from its declaration (analysis.query)."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from analysis.dataset import Dataset
from analysis.query import Control, Query
from data.entries import StrategicPillar
from service.api.query import known_values

Schema = dict[str, Any]
_INLINE: Final = 20  # values that stand where they are asked for; more of them stand once for all cards


def named(options: Iterable[object]) -> list[str | int]:
    """Return what names the options in an address: of a strategic pillar its number and its slug."""
    found: list[str | int] = []
    for one in options:
        if isinstance(one, StrategicPillar):
            found += [str(one.number), one.slug]
        elif isinstance(one, str | int):
            found.append(one)
    return found


def schemas(query: type[Query], dataset: Dataset, lists: Schema) -> dict[str, Schema]:
    """Return the schema of each choice, by key; long enumerations are put into ``lists``, by their names."""
    chosen = query.read(dataset, {})
    usual, written = chosen.options(dataset), chosen.written()
    found = {}
    for control in query.controls().values():
        schema, text = _one(control, usual[control.key], dataset), written[control.key]
        parts = [int(one) if schema["type"] == "integer" else one for one in _parts(control, text)]
        nameable = all(one in schema.get("enum", parts) for one in parts)
        if len(schema.get("enum", ())) > _INLINE:
            schema = {"allOf": [{"$ref": f"#/components/schemas/{_listed(control.key, schema, lists)}"}]}
        if control.most:
            schema = {"type": "array", "items": schema, "maxItems": control.most}
        default = {"default": parts if control.most else parts[0]}
        found[control.key] = schema | default if nameable else schema
    return found


def _parts(control: Control, text: str) -> list[str]:
    if control.most:
        return text.split(",") if text else []
    return [text]


def _one(control: Control, usual: Any, dataset: Dataset) -> Schema:
    """Return the schema of one option. usual: the options where no other choice is named."""
    if control.pattern:
        return {"type": "string", "pattern": control.pattern}
    try:
        options = control.every or control.options(dataset, {})
    except KeyError:  # other choices decide: here stands what can be chosen beside any of them
        options = usual
        for whole in (known_values(dataset)["editions"], known_values(dataset)["economies"]):
            if not set(whole).isdisjoint(usual):
                options = [*(one for one in usual if one not in whole), *whole]
    if isinstance(options, range):
        return {"type": "integer", "minimum": 1}
    values = named(options)
    if not values or isinstance(options, Mapping):
        return {"type": "string"}
    numbers = all(isinstance(one, int) for one in values)
    return {"type": "integer", "enum": values} if numbers else {"type": "string", "enum": [*map(str, values)]}


def _listed(key: str, schema: Schema, lists: Schema) -> str:
    """Return the name of a schema in ``lists``, where it is put if it is not there."""
    known = next((name for name, one in lists.items() if one == schema), "")
    name = known or next(name for n in range(1, 100) if (name := f"Choice.{key}.{n}") not in lists)
    lists[name] = schema
    return name
