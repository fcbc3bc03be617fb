"""The snapshot for search engines and machine learning: schema.org in the Data page, and Croissant 1.0."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import pandas as pd
from flask import Flask, Response

from analysis.dataset import Dataset, cached
from analysis.standing import CHINA
from data.licences import listed
from data.schema import TABLES, Table
from service.downloads import table_csv
from service.search_engines import answer

PATH: Final = "/download/croissant.json"
CROISSANT: Final = "http://mlcommons.org/croissant/1.0"
_PAGE: Final = "/en/data"
_PERIODS: Final = ("edition", "year")
_KINDS: Final = {"integer": "sc:Integer", "number": "sc:Float", "boolean": "sc:Boolean", "date": "sc:Date"}
# Readers of Croissant take pandas with its defaults, in which the code of Namibia, NA, is a blank.
_UNREADABLE: Final = (("economies", "iso2"),)
# The context that the specification gives, term by term.
_OWN: Final = (
    *("citeAs", "column", "extract", "field", "fileObject", "fileProperty", "fileSet", "format", "includes"),
    *("isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "recordSet", "references", "regex"),
    *("repeated", "replace", "separator", "source", "subField", "transform"),
)
_CONTEXT: Final = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    **{name: f"cr:{name}" for name in _OWN},
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
}


@cached
def files(dataset: Dataset) -> dict[str, tuple[int, str]]:
    """Return the size in bytes and the SHA-256 of the file of each table, as it is downloaded."""
    contents = ((name, table_csv(dataset.snapshot, name)) for name in TABLES)
    return {name: (len(content), hashlib.sha256(content).hexdigest()) for name, content in contents}


@cached
def schema_org(dataset: Dataset) -> str:
    """Return a script element with the Dataset of schema.org, each table a part of it with its download.

    The licence of the whole is the list of what each publisher states. One stands by itself where it is
    stated without reserve: at what is based on, and at a table if all its releases have it.
    """
    releases = _releases(dataset)
    whole = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        **_about(dataset),
        "alternateName": dataset.catalog.phrases["title_whole"].zh,
        "temporalCoverage": f"{dataset.editions[0]}/{dataset.editions[-1]}",
        "spatialCoverage": "World",
        "distribution": [
            {"@type": "DataDownload", "contentUrl": dataset.address + address, "encodingFormat": kind}
            for address, kind in (
                (f"/download/snapshot.zip?snapshot={dataset.snapshot.id}", "application/zip"),
                (f"{PATH}?snapshot={dataset.snapshot.id}", "application/ld+json"),
            )
        ],
        "isBasedOn": [_basis(dataset, key, rows) for key, rows in releases.groupby(["family", "licence"])],
        "hasPart": [_part(dataset, resource, releases) for resource in dataset.snapshot.resources],
    }
    return json_ld(whole)


def json_ld(content: Mapping[str, Any]) -> str:
    """Return JSON as an element that no browser runs and no text in it can end; "" of nothing."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>' if content else ""


def croissant(dataset: Dataset, site: str) -> dict[str, Any]:
    """Return the snapshot in Croissant 1.0: a file for each table, and a set of records with its columns.

    site: the address that stands before those of files, "" where it is not known.
    """
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": CROISSANT,
        **_about(dataset),
        "url": site + _PAGE,
        # Licences differ by edition and release: the page lists what each publisher states.
        "license": [f"{site}{_PAGE}#sources", *_licences(dataset.snapshot.descriptor)],
        "citeAs": _cited(dataset.sources["citation"])[0],
        "distribution": [
            {"@type": "cr:FileObject", "@id": f"{name}.csv", **_file(dataset, name, site)} for name in TABLES
        ],
        "recordSet": [_records(resource) for resource in dataset.snapshot.resources],
    }


def _about(dataset: Dataset) -> dict[str, Any]:
    """Return what both say of the whole snapshot."""
    described, snapshot = dataset.snapshot.descriptor, dataset.snapshot
    makers = [{"@type": "Organization", "name": one["title"]} for one in described["contributors"]]
    return {
        "name": described["title"],
        "description": described["description"],
        "url": dataset.address + _PAGE,
        "identifier": snapshot.id,
        "version": snapshot.id,
        "dateModified": snapshot.created,
        "datePublished": snapshot.created,
        "creator": makers[0] if len(makers) == 1 else makers,
        "keywords": ["Global Innovation Index", "innovation", "China", "science and technology"],
        "inLanguage": ["en", "zh-CN"],
        "isAccessibleForFree": True,
        "usageInfo": f"{dataset.address}{_PAGE}#sources",
        # Licences differ by release, and some publishers state none: the page lists what each states.
        "license": f"{dataset.address}{_PAGE}#sources",
    }


def _part(dataset: Dataset, resource: Mapping[str, Any], releases: pd.DataFrame) -> dict[str, Any]:
    """Return one table as a Dataset."""
    table, frame = TABLES[resource["name"]], dataset.table(resource["name"])
    own = releases[releases["source"].isin(_used(table, frame))]
    stated = {_stated(dataset, one["title"]) for one in resource.get("licenses", ())}
    numbers = [field for field in resource["schema"]["fields"] if field["type"] in ("integer", "number")]
    found: dict[str, Any] = {
        "@type": "Dataset",
        "@id": f"#table-{table.name}",
        "name": resource["title"],
        "description": f"{resource['title']}. {resource['description']}",
        "identifier": f"{dataset.snapshot.id}/{table.name}",
        "creator": _about(dataset)["creator"],
        "distribution": [{"@type": "DataDownload", **_file(dataset, table.name, dataset.address)}],
        "variableMeasured": [
            {"@type": "PropertyValue", "name": field["name"], "description": field["description"]}
            for field in numbers
            if field["name"] not in _PERIODS
        ],
        "isBasedOn": [{"@id": _basis_id(key)} for key, _ in own.groupby(["family", "licence"])],
        "citation": _cited(own["citation"]),
        "license": sorted(stated) if "" not in stated else [],
    }
    if years := [int(year) for name in _PERIODS if name in frame for year in frame[name].dropna()]:
        found["temporalCoverage"] = f"{min(years)}/{max(years)}"
    if "economy" in frame and len(places := frame["economy"].dropna().unique()):
        found["spatialCoverage"] = "China" if list(places) == [CHINA] else "World"
    return {name: value for name, value in found.items() if value != []}


def _file(dataset: Dataset, name: str, site: str) -> dict[str, str]:
    """Return the file of a table; its address names the snapshot, so that the hash stays that of the file."""
    size, digest = files(dataset)[name]
    return {
        "name": f"{name}.csv",
        "contentUrl": f"{site}/download/table/{name}.csv?snapshot={dataset.snapshot.id}",
        "encodingFormat": "text/csv",
        "contentSize": f"{size} B",
        "sha256": digest,
    }


def _licences(described: Mapping[str, Any]) -> list[str]:
    """Return the licences of a package or of its table, as stated."""
    return [listed(one) for one in described.get("licenses", ())]


def _records(resource: Mapping[str, Any]) -> dict[str, Any]:
    name, schema = resource["name"], resource["schema"]
    found, notes = [], [resource["description"]]
    if licences := _licences(resource):
        notes.append(f"Licences as stated: {'; '.join(licences)}.")
    for field in schema["fields"]:
        if (name, field["name"]) in _UNREADABLE:
            notes.append(f"The column {field['name']} is in the file only: its NA would be read as a blank.")
            continue
        column = {"extract": {"column": field["name"]}, "fileObject": {"@id": f"{name}.csv"}}
        about = {"@type": "cr:Field", "@id": f"{name}/{field['name']}", "name": field["name"]}
        kind = {"dataType": _KINDS.get(field["type"], "sc:Text"), "source": column}
        found.append(about | {"description": field["description"]} | kind)
    about = {"@type": "cr:RecordSet", "@id": name, "name": name, "description": " ".join(notes)}
    return about | {"key": [{"@id": f"{name}/{key}"} for key in schema["primaryKey"]], "field": found}


def _releases(dataset: Dataset) -> pd.DataFrame:
    """Return the releases with the licence of each in words, "" where none is known."""
    releases = dataset.table("sources")
    return releases.assign(licence=releases["licence"].fillna(""))


def _used(table: Table, frame: pd.DataFrame) -> set[str]:
    """Return the releases that the rows of a table name."""
    columns = [frame[name].dropna() for name, target in table.references.items() if target == "sources"]
    return {release for column in columns for cell in column.unique() for release in str(cell).split()}


def _stated(dataset: Dataset, licence: str) -> str:
    """Return the address of a licence that a publisher states without reserve, "" of any other."""
    addresses = {one.licence: one.licence_url for one in dataset.catalog.sources.values()}
    addresses |= {one.licence: one.licence_url for one in dataset.catalog.editions.values()}
    return "" if "(" in licence else addresses.get(licence, "")


def _basis_id(key: Any) -> str:
    family, licence = key
    return f"#{family}-{hashlib.sha256(licence.encode()).hexdigest()[:6]}"


def _basis(dataset: Dataset, key: Any, rows: pd.DataFrame) -> dict[str, Any]:
    """Return the releases of one source under one licence as a work that the data are based on."""
    family, licence = key
    source, stated = dataset.catalog.sources[family], _stated(dataset, licence)
    found = {
        "@type": "CreativeWork",
        "@id": _basis_id(key),
        "name": source.name.en,
        "publisher": {"@type": "Organization", "name": source.publisher.en},
        "url": source.url,
        "version": ", ".join(sorted(rows["vintage"].unique())),
        "creditText": _cited(rows["citation"])[0] if rows["citation"].notna().any() else "",
        "license": stated,
    }
    return {name: value for name, value in found.items() if value}


def _cited(citations: Iterable[Any]) -> list[str]:
    return sorted({str(one) for one in citations if not pd.isna(one)})


def install(server: Flask, current: Callable[[], Dataset], site: Callable[[], str]) -> None:
    """Serve the description in Croissant. site: the address of the site for the current request, or ""."""

    @server.get(PATH)
    def croissant_file() -> Response:
        text = json.dumps(croissant(current(), site()), ensure_ascii=False, indent=1)
        return answer(text + "\n", "application/ld+json")
