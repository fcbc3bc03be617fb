"""A release can be made again byte for byte, and its bill of materials leaves out nothing that is pinned."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import tarfile
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from plotly.offline import get_plotlyjs_version

from tools import release, sbom

if TYPE_CHECKING:
    from pathlib import Path

ROOT = sbom.ROOT
TIME = "2026-11-25T12:00:00Z"


@pytest.fixture(scope="module")
def bill() -> dict[str, Any]:
    """The bill of materials; it is held to the schema of CycloneDX when it is made."""
    made: dict[str, Any] = json.loads(sbom.document(TIME))
    return made


def of(bill: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [one for one in bill["components"] if one["bom-ref"].startswith(kind)]


def test_the_bill_holds_every_pinned_package_with_licence_and_every_hash(bill: dict[str, Any]) -> None:
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    pins = Counter(re.findall(r"^([\w.-]+)==([\w.]+)", lock, re.MULTILINE))
    packages = of(bill, "pkg:pypi/")
    assert Counter((one["name"], one["version"]) for one in packages) == pins
    assert all(one["licenses"] for one in packages)
    hashes = [known["content"] for one in packages for known in one["externalReferences"][0]["hashes"]]
    assert Counter(hashes) == Counter(re.findall(r"--hash=sha256:(\w+)", lock))


def test_the_bill_holds_the_bundle_and_every_npm_package_in_it(bill: dict[str, Any]) -> None:
    bundles, parts = of(bill, "file:"), of(bill, "pkg:npm/")
    sums = (sbom.PLOTLY / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    for line, one in zip(sums, bundles, strict=True):
        digest = hashlib.sha256((ROOT / one["name"]).read_bytes()).hexdigest()
        assert one["hashes"] == [{"alg": "SHA-256", "content": digest}]
        assert line == f"{digest}  {one['name'].rpartition('/')[2]}"
    assert bundles[0]["version"] == get_plotlyjs_version()
    (plotly,) = (one for one in parts if one["name"] == "plotly.js")
    assert plotly["version"] == get_plotlyjs_version()
    texts = (ROOT / bundles[0]["name"].replace(".min.js", ".LICENSE.txt")).read_text(encoding="utf-8")
    assert len(parts) == texts.count("-" * 80) + 2  # and the runtime of generators
    assert all(
        one["licenses"] and re.fullmatch(r"[0-9a-f]{128}", one["hashes"][0]["content"]) for one in parts
    )


def test_the_same_commit_gives_the_same_release(tmp_path: Path) -> None:
    first, second = release.make(tmp_path / "a"), release.make(tmp_path / "b")
    assert [one.read_bytes() for one in first] == [one.read_bytes() for one in second]
    archive, *_, sums = first
    for line in sums.read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((sums.parent / name).read_bytes()).hexdigest() == digest
    listed = subprocess.run(
        ["git", "ls-tree", "-r", "--name-only", "-z", "HEAD"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    with tarfile.open(archive) as opened:
        held = {one.name.partition("/")[2] for one in opened if not one.isdir()}
    assert held == set(listed.stdout.rstrip("\0").split("\0"))
