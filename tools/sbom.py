"""The bill of materials of the site, as CycloneDX: pinned packages, and the parts of the plotly.js bundle.

It is made of the lock, of what the installed packages say of themselves, and of the files of the bundle; it
asks nobody. The container's base image and what Dash's own wheel holds for browsers are not taken apart.
"""

import base64
import hashlib
import json
import re
import tomllib
import uuid
from importlib.metadata import metadata, requires
from pathlib import Path
from typing import Any, Final

from cyclonedx.schema import SchemaVersion
from cyclonedx.spdx import fixup_id
from cyclonedx.validation.json import JsonStrictValidator
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT: Final = Path(__file__).resolve().parent.parent
ASSETS: Final = ROOT / "components" / "assets"
PLOTLY: Final = ROOT / "tools" / "plotly"
PROPERTY: Final = "innovation-trajectory:platform"

Component = dict[str, Any]

_PIN = re.compile(r"^([\w.-]+)==([\w.]+)(?: ; ([^\\\n]+))?", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_PART = re.compile(r"^((?:@[\w.-]+/)?[\w.-]+) (\d[\w.-]*) \((.+)\)$", re.MULTILINE)
_SHORT = re.compile(r"[\w.+-]+")
# What a classifier says exactly enough to be an identifier of SPDX.
_CLASSIFIED = {"MIT License": "MIT", "Apache Software License": "Apache-2.0"}
# Packages whose metadata name no licence: by the text of the licence in their wheel.
_READ = {"resvg-py": "MIT"}


def _licences(stated: str) -> list[dict[str, Any]]:
    """Return a licence as CycloneDX writes it: an expression of SPDX, an identifier, or a name."""
    if re.search(r" (?:AND|OR|WITH) ", stated):
        return [{"expression": stated}]
    known = fixup_id(stated)
    return [{"license": {"id": known} if known else {"name": stated}}]


def _stated(package: str) -> str:
    """Return the licence that an installed package states; KeyError if it states none."""
    about: Any = metadata(package)  # of a message; its interface in typeshed is narrower
    if expression := about.get("License-Expression"):
        return str(expression)
    if (plain := about.get("License") or "") and _SHORT.fullmatch(plain):
        return str(plain)
    found = [
        one.rpartition(" :: ")[2] for one in about.get_all("Classifier", []) if one.startswith("License :: ")
    ]
    if not found and package in _READ:
        return _READ[package]
    if not found:
        raise KeyError(f"{package} states no licence")
    return _CLASSIFIED.get(str(found[0]), str(found[0]))


def _python() -> list[Component]:
    """Return the packages of the lock, with the hash of each wheel that may be installed."""
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    found = []
    for entry in re.split(r"\n(?=[a-zA-Z])", lock):
        if not (pin := _PIN.match(entry)):
            continue
        name, version, marker = pin.groups()
        purl = f"pkg:pypi/{canonicalize_name(name)}@{version}"
        hashes = [{"alg": "SHA-256", "content": one} for one in _HASH.findall(entry)]
        component: Component = {
            "type": "library",
            "bom-ref": purl,
            "name": name,
            "version": version,
            "purl": purl,
            "licenses": _licences(_stated(name)),
            "externalReferences": [
                {
                    "type": "distribution",
                    "url": f"https://pypi.org/project/{name}/{version}/#files",
                    "comment": "one hash for each wheel",
                    "hashes": hashes,
                }
            ],
        }
        if marker:
            component["properties"] = [{"name": PROPERTY, "value": marker.strip()}]
        found.append(component)
    return found


def _parts() -> list[Component]:
    """Return the npm packages that the bundles are made of, with the hashes of the lock of npm."""
    (licences,) = ASSETS.glob("plotly-*.LICENSE.txt")
    locked = json.loads((PLOTLY / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    listed = _PART.findall(licences.read_text(encoding="utf-8"))
    for name in ("regenerator-runtime", "minisearch"):
        package = locked[f"node_modules/{name}"]
        listed.append((name, package["version"], package["license"]))
    found = []
    for name, version, licence in listed:
        pinned = locked[f"node_modules/{name}"]
        if pinned["version"] != version:
            raise ValueError(f"{name} is {version} in the bundle, {pinned['version']} in the lock")
        algorithm, _, digest = pinned["integrity"].partition("-")
        group, _, short = name.rpartition("/")
        purl = f"pkg:npm/{name.replace('@', '%40')}@{version}"
        found.append(
            {
                "type": "library",
                "bom-ref": purl,
                **({"group": group} if group else {}),
                "name": short,
                "version": version,
                "purl": purl,
                "licenses": _licences(licence),
                "hashes": [
                    {
                        "alg": algorithm.upper().replace("SHA", "SHA-"),
                        "content": base64.b64decode(digest).hex(),
                    }
                ],
            }
        )
    return found


def _bundles() -> list[Component]:
    """Return the files that tools/plotly builds, each with its checksum."""
    sums = (PLOTLY / "SHA256SUMS").read_text(encoding="utf-8").split()
    found = []
    for name in sums[1::2]:
        file = ASSETS / name
        found.append(
            {
                "type": "file",
                "bom-ref": f"file:{name}",
                "name": file.relative_to(ROOT).as_posix(),
                "version": name.rpartition("-")[2].removesuffix(".min.js"),
                "description": "built by tools/plotly",
                "licenses": _licences("MIT"),
                "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(file.read_bytes()).hexdigest()}],
            }
        )
    return found


def _needs(packages: list[Component], requirements: list[Requirement]) -> list[dict[str, Any]]:
    """Return what each package depends on, as the installed ones say."""
    refs: dict[str, list[str]] = {}
    for one in packages:
        refs.setdefault(canonicalize_name(one["name"]), []).append(one["bom-ref"])
    extras = {canonicalize_name(one.name): one.extras for one in requirements}

    def needed(name: str) -> list[str]:
        known = [Requirement(text) for text in requires(name) or []]
        meant = {
            canonicalize_name(one.name)
            for one in known
            for extra in ("", *extras.get(canonicalize_name(name), ()))
            if one.marker is None or one.marker.evaluate({"extra": extra})
        }
        return sorted(ref for one in meant for ref in refs.get(canonicalize_name(one), []))

    return [{"ref": one["bom-ref"], "dependsOn": needed(one["name"])} for one in packages]


def document(timestamp: str) -> str:
    """Return the bill as JSON, the same for the same files, packages and time (ISO 8601, that of the commit).

    Raises KeyError for a package without a licence, ValueError if bundle and lock disagree or the schema of
    CycloneDX is not kept.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    requirements = [Requirement(text) for text in project["dependencies"]]
    packages, bundles, parts = _python(), _bundles(), _parts()
    root: Component = {
        "type": "application",
        "bom-ref": project["name"],
        "name": project["name"],
        "version": project["version"],
        "description": project["description"],
        "licenses": _licences(project["license"]),
    }
    direct = {canonicalize_name(one.name) for one in requirements}
    first = [one["bom-ref"] for one in packages if canonicalize_name(one["name"]) in direct]
    bill: dict[str, Any] = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"timestamp": timestamp, "lifecycles": [{"phase": "build"}], "component": root},
        "components": [*packages, *bundles, *parts],
        "dependencies": [
            {"ref": root["bom-ref"], "dependsOn": [*first, *(one["bom-ref"] for one in bundles)]},
            {"ref": bundles[0]["bom-ref"], "dependsOn": [one["bom-ref"] for one in parts[:-1]]},
            {"ref": bundles[1]["bom-ref"], "dependsOn": [parts[-1]["bom-ref"]]},
            *_needs(packages, requirements),
        ],
    }
    content = hashlib.sha256(json.dumps(bill, sort_keys=True).encode()).hexdigest()
    bill["serialNumber"] = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, content)}"
    text = json.dumps(bill, indent=2, ensure_ascii=False) + "\n"
    if fault := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        raise ValueError(f"the bill of materials breaks the schema of CycloneDX: {fault}")
    return text
