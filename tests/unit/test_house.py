"""What locks, bundle and container promise is true of the files."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from plotly.offline import get_plotlyjs_version

from data import citation
from tests.documents import ROOT
from tests.documents import text as text_of

ASSETS = ROOT / "components" / "assets"
VERSION: str = get_plotlyjs_version()
BUNDLE = ASSETS / f"plotly-{VERSION}.min.js"


def _project() -> dict[str, Any]:
    project: dict[str, Any] = tomllib.loads(text_of("pyproject.toml"))["project"]
    return project


# --- versions --------------------------------------------------------------------------------------------


def test_versions_agree() -> None:
    version = _project()["version"]
    assert f"version: {version}" in text_of("CITATION.cff")
    assert version == citation.VERSION


# --- locks -----------------------------------------------------------------------------------------------


def _lock(name: str) -> dict[str, set[str]]:
    """Return versions by package: a package may have one for each range of Python."""
    found: dict[str, set[str]] = {}
    for package, version in re.findall(r"^([\w.-]+)==([\w.]+)", text_of(name), re.MULTILINE):
        found.setdefault(canonicalize_name(package), set()).add(version)
    return found


def test_every_package_is_pinned_with_hashes_and_without_addresses() -> None:
    for name in ("requirements.txt", "requirements-mcp.txt", "requirements-dev.txt"):
        text = text_of(name)
        assert not re.search(r"://|--(?:index|extra|find|trusted)", text), name
        for entry in re.split(r"\n(?=[a-zA-Z])", text):
            if not entry.startswith("#"):
                assert re.match(r"[\w.-]+==", entry), entry
                assert "--hash=sha256:" in entry, entry


def test_locks_hold_what_the_project_asks_for() -> None:
    project, run, develop = _project(), _lock("requirements.txt"), _lock("requirements-dev.txt")
    asked = [(text, run) for text in project["dependencies"]]
    asked += [(text, develop) for text in project["optional-dependencies"]["dev"]]
    for text, lock in asked:
        requirement = Requirement(text)
        versions = lock[canonicalize_name(requirement.name)]
        assert all(requirement.specifier.contains(version) for version in versions), text
    for package, versions in run.items():
        assert develop[package] == versions


# --- bundle ----------------------------------------------------------------------------------------------


def test_the_bundle_is_that_of_the_installed_plotly() -> None:
    assert BUNDLE.is_file(), f"plotly.js is {VERSION} now: set it in tools/plotly/package.json, make bundle"
    assert sorted(path.name for path in ASSETS.glob("plotly*.js")) == [BUNDLE.name]
    assert f'version="{VERSION}"' in BUNDLE.read_text(encoding="utf-8")
    package = json.loads(text_of("tools/plotly/package.json"))
    assert package["dependencies"]["plotly.js"] == VERSION
    assert (ASSETS / f"plotly-{VERSION}.LICENSE.txt").stat().st_size > 1_000


def test_the_bundle_is_the_one_that_was_built() -> None:
    built = [BUNDLE, *ASSETS.glob("regenerator-*.js")]
    sums = "".join(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in built)
    assert text_of("tools/plotly/SHA256SUMS") == sums


def test_the_scripts_of_the_site_are_built_of_their_sources() -> None:
    sources = sorted((ROOT / "components" / "scripts").iterdir())
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()
    for name in ("site", "frame", "edition"):
        built = text_of(f"components/assets/{name}.min.js")
        assert built.startswith(f"/* sources: {digest} */"), "components/scripts was changed: make scripts"


def test_the_bundle_needs_no_eval_and_is_small() -> None:
    code = BUNDLE.read_text(encoding="utf-8")
    assert not re.search(r"\beval\s*\(|\bnew\s+Function\b|[^.\w$]Function\s*\(", code)
    assert len(code) < 1_000_000


def test_npm_packages_are_pinned_with_hashes_and_without_addresses() -> None:
    packages = json.loads(text_of("tools/plotly/package-lock.json"))["packages"]
    del packages[""]
    assert all("integrity" in package and "resolved" not in package for package in packages.values())


# --- container -------------------------------------------------------------------------------------------


def test_the_container_is_built_from_exact_parts() -> None:
    text = text_of("Dockerfile")
    image, *others = re.findall(r"^FROM (\S+)", text, re.MULTILINE)
    assert re.fullmatch(r"python:3\.13\.\d+-slim-trixie@sha256:[0-9a-f]{64}", image)
    assert set(others) == {"base"}
    assert "--require-hashes" in text
    assert "--only-binary :all:" in text
    assert "DEBUG" not in text


def test_the_dockerfile_is_clean() -> None:
    hadolint = shutil.which("hadolint", path=str(Path(sys.executable).parent))
    assert hadolint, "hadolint is a development dependency: make test installs it"
    done = subprocess.run([hadolint, "Dockerfile"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


# --- what the code must not contain ----------------------------------------------------------------------

UNWANTED = (
    # sentences are written for any language: none is asked for by its code
    r"\blang\b\s*(?:==|!=|in)\s*[(\"']|[\"'](?:zh|en)[\"']\s*(?:==|!=)",
    r"background\s*=\s*True",  # its handles could be forged
    r"enable_mcp\s*=\s*True",
    r"dcc\.Upload",
    r"dangerously_allow_html",
    r"srcDoc",
    r"plotly\.express",
    r"graph_objects|graph_objs",  # its classes of traces are not in the image
    r"scattergl|scattergeo|choropleth",  # need eval, or base maps from elsewhere
    r"debug\s*=\s*True",
    r"type: ignore\s*$|noqa\s*$",
)


def test_what_the_site_never_uses() -> None:
    rooms = ("components", "service", "analysis", "data", "etl")
    files = [ROOT / "app.py", *(path for room in rooms for path in (ROOT / room).rglob("*.py"))]
    found = [
        (str(path.relative_to(ROOT)), match[0])
        for path in files
        for match in re.finditer("|".join(UNWANTED), path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert found == []
