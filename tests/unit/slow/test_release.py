"""A release can be made again byte for byte, and its bill of materials leaves out nothing that is pinned."""

import hashlib
import json
import re
import subprocess
import sys
import sysconfig
import tarfile
import venv
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from plotly.offline import get_plotlyjs_version

from tools import pull_request, release, sbom

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
    assert len(parts) == texts.count("-" * 80) + 3  # and the runtime of generators, and MiniSearch
    assert all(
        one["licenses"] and re.fullmatch(r"[0-9a-f]{128}", one["hashes"][0]["content"]) for one in parts
    )


def test_the_same_commit_gives_the_same_release_whose_wheel_brings_one_package_and_its_command(
    tmp_path: Path,
) -> None:
    first, second = release.make(tmp_path / "a"), release.make(tmp_path / "b")
    assert [one.read_bytes() for one in first] == [one.read_bytes() for one in second]
    archive, wheel, *_, sums = first
    venv.create(clean := tmp_path / "clean", with_pip=False)
    python = clean / "bin" / "python"
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
    ]
    subprocess.run([*pip, str(wheel)], check=True)
    installed = next(clean.glob("lib/*/site-packages"))
    names = {path.name.partition("-")[0] for path in installed.iterdir()}
    assert names == {"innovation_trajectory"}, "no data or components in anybody's environment"
    status = subprocess.run(
        [clean / "bin" / "innovation-trajectory", "etl", "status"],
        cwd=tmp_path,
        env={"PYTHONPATH": sysconfig.get_path("purelib"), "DATA_DIR": str(tmp_path / "none")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "wipo_gii" in status.stdout
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


def test_a_pull_request_says_in_words_what_a_refresh_brought_and_nothing_where_it_brought_none() -> None:
    none = {"added": 0, "removed": 0, "revised": 0}
    summary: dict[str, Any] = {
        "releases": [],
        "editions": [],
        "observations": none,
        "index": none,
        "headline": [],
    }
    refused = {"error": "values that look wrong", "violations": [f"rule {number}" for number in range(30)]}
    result = {"family": "world_bank_wdi", "warnings": ["one value of China revised"], "failure": refused}
    refreshed = {"summary": summary, "verdicts": {}, "results": [result]}
    assert pull_request.text(refreshed) == ""
    summary |= {"editions": [2099], "observations": none | {"revised": 2}}
    told = pull_request.text(refreshed | {"verdicts": {"third": ["true", "false"]}})
    assert told.startswith("Data: GII 2099\n\n")
    for line in (
        "new: GII 2099",
        "revised: 2 figures of the indicators",
        "verdict of third: true -> false",
        "- world_bank_wdi: one value of China revised",
        "- world_bank_wdi: values that look wrong",
        "  - and 10 more",
    ):
        assert f"\n{line}\n" in told
    assert "\n- State theme, licence and counts of the GII 2099 in " in told
