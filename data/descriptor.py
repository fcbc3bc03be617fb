"""The descriptor of a package: datapackage.json, written and read byte for byte the same way."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from data.schema import TABLES, Field

FILE_NAME: Final = "datapackage.json"
PREFIX: Final = "sha256:"


def sha256(content: bytes) -> str:
    """Return the hash of a file as the descriptor writes it: "sha256:" and 64 hexadecimal digits."""
    return PREFIX + hashlib.sha256(content).hexdigest()


def snapshot_id(hashes: Sequence[str]) -> str:
    """Return the id of a snapshot: 12 hexadecimal digits over the hashes of its resources, in order."""
    return hashlib.sha256("\n".join(hashes).encode()).hexdigest()[:12]


def canonical(descriptor: Mapping[str, Any]) -> bytes:
    """Return the only bytes that a descriptor of this content may have."""
    return (json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n").encode()


def seal(descriptor: Mapping[str, Any]) -> dict[str, Any]:
    """Return the descriptor with the hash of its own content as last entry."""
    content = {key: value for key, value in descriptor.items() if key != "digest"}
    return {**content, "digest": sha256(canonical(content))}


def _field(item: Field) -> dict[str, Any]:
    rules: dict[str, Any] = {"required": True} if item.required else {}
    if item.enum:
        rules["enum"] = list(item.enum)
    limits = {"minimum": item.minimum, "maximum": item.maximum}
    rules |= {name: limit for name, limit in limits.items() if limit is not None}
    if item.pattern:
        rules["pattern"] = item.pattern
    if item.kind == "string" and not item.enum:
        rules["maxLength"] = item.longest
    described: dict[str, Any] = {"name": item.name, "type": item.kind, "description": item.description}
    if item.kind == "boolean":
        described |= {"trueValues": ["true"], "falseValues": ["false"]}
    if item.kind == "date":
        rules.pop("pattern", None)
    return {**described, "constraints": rules} if rules else described


def describe(
    contents: Mapping[str, bytes],
    *,
    created: str,
    licences: Mapping[str, Sequence[Mapping[str, Any]]],
    sources: Mapping[str, Sequence[Mapping[str, str]]],
) -> dict[str, Any]:
    """Return the sealed descriptor of a package.

    contents: bytes of each table's file; created: YYYY-MM-DD, the newest day on which a source was checked
    (the standard wants a time of day with it); licences and sources: for each table, those its rows rest on;
    a licence of the index has its editions there, which the package as a whole leaves out.
    """
    resources: list[dict[str, Any]] = []
    for name, table in TABLES.items():
        schema: dict[str, Any] = {"fields": [_field(item) for item in table.fields], "missingValues": [""]}
        schema["primaryKey"] = list(table.key)
        if table.references:
            schema["foreignKeys"] = [
                {"fields": [column], "reference": {"resource": target, "fields": list(TABLES[target].key)}}
                for column, target in table.references.items()
            ]
        rests_on = {"licenses": licences.get(name, ()), "sources": sources.get(name, ())}
        resources.append(
            {
                "name": name,
                "title": table.title,
                "description": table.description,
                "path": f"{name}.csv",
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "header": True},
                "bytes": len(contents[name]),
                "hash": sha256(contents[name]),
                **{key: [dict(item) for item in items] for key, items in rests_on.items() if items},
                "schema": schema,
            }
        )
    identity = snapshot_id([str(resource["hash"]) for resource in resources])
    return seal(
        {
            "profile": "tabular-data-package",
            "name": "innovation-trajectory",
            "id": identity,
            "version": identity,
            "title": "Innovation Trajectory: China's Global Innovation Index ranks and related series",
            "description": "Scores and ranks of the Global Innovation Index by edition, the indicators behind"
            " the strategic pillars, and the source of every figure. A blank is an unknown value.",
            "created": f"{created}T00:00:00Z",
            "licenses": _distinct(licences, without="editions"),
            "sources": _distinct(sources),
            "contributors": [{"title": "Innovation Trajectory contributors", "role": "wrangler"}],
            "resources": resources,
        }
    )


def _distinct(groups: Mapping[str, Sequence[Mapping[str, Any]]], without: str = "") -> list[dict[str, Any]]:
    distinct: dict[str, dict[str, Any]] = {}
    for item in (item for items in groups.values() for item in items):
        kept = {key: value for key, value in item.items() if key != without}
        distinct[json.dumps(kept, sort_keys=True)] = kept
    return [distinct[key] for key in sorted(distinct)]
