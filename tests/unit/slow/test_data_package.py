"""The wheel of the data installs without a network; its frames are the tables of the snapshot, with notes."""

import json
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from packaging.metadata import Metadata
from packaging.utils import parse_wheel_filename

from data.schema import TABLES
from data.snapshot import Snapshot
from tests.documents import blocks
from tools import data_package

USE = """
import json
import innovation_trajectory_data as data
try:
    data.table("../gii_scores")
except ValueError as error:
    refused = str(error)
frames = {name: data.table(name) for name in data.tables()}
for frame in (*frames.values(), data.sources()):
    assert frame.attrs["snapshot"]
public = [name for name in dir(data) if not name.startswith("_")]
print(json.dumps({
    "public": public, "version": data.__version__,
    "rows": {name: len(frame) for name, frame in frames.items()},
    "titles": data.tables(),
    "refused": refused,
    "scores": frames["gii_scores"].attrs,
    "observed": frames["observations"].attrs,
    "ranks": frames["gii_scores"].query("economy == 'CHN' and code == 'GII'")
        .set_index("edition")["rank"].loc[[2012, 2022]].tolist(),
}))
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The tables as Parquet, and at the end the wheel."""
    return data_package.write(tmp_path_factory.mktemp("package"), "1.2.3")


@pytest.fixture(scope="module")
def python(package: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment with nothing but the wheel."""
    folder = tmp_path_factory.mktemp("clean")
    venv.create(folder, with_pip=False)
    found = next(
        path for path in (folder / "bin" / "python", folder / "Scripts" / "python.exe") if path.exists()
    )
    pip = [sys.executable, "-m", "pip", "--python", str(found), "install", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--disable-pip-version-check", "--quiet", str(package[-1])], check=True)
    return found


def run(python: Path, code: str) -> str:
    """Return what code prints that finds the wheel, and beside it the packages of this project."""
    command = [str(python), "-W", "error", "-c", code]
    variables = {"PYTHONPATH": sysconfig.get_path("purelib")}
    done = subprocess.run(
        command, cwd=python.parent, env=variables, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_keeps_the_standard(package: list[Path], pinned: Snapshot) -> None:
    name, version, _, tags = parse_wheel_filename(package[-1].name)
    assert (name, [str(tag) for tag in tags]) == ("innovation-trajectory-data", ["py3-none-any"])
    assert str(version) == f"1.2.3.post{pinned.created.replace('-', '')}"
    with zipfile.ZipFile(package[-1]) as wheel:
        files = {one.filename: wheel.read(one) for one in wheel.infolist()}
    about = f"innovation_trajectory_data-{version}.dist-info"
    stated = Metadata.from_email(files[f"{about}/METADATA"], validate=True)
    assert stated.version == version
    assert str(stated.license_expression).startswith("MIT AND LicenseRef-")
    assert {f"{about}/licenses/{one}" for one in stated.license_files or ()} <= files.keys()
    licences = files[f"{about}/licenses/DATA-LICENCES.md"].decode()
    assert all(licence in licences for licence in pinned.table("sources")["licence"])
    assert "- Global Innovation Index, 2012 edition. Licence: all rights reserved\n" in licences
    for parquet in package[:-1]:
        assert files[f"innovation_trajectory_data/{parquet.name}"] == parquet.read_bytes()


def test_the_files_hold_the_snapshot(package: list[Path], pinned: Snapshot) -> None:
    assert [path.stem for path in package[:-1]] == list(TABLES)
    types = {"integer": "Int64", "number": "Float64", "string": "string", "boolean": "boolean"}
    types["date"] = "date32[day][pyarrow]"
    for path in package[:-1]:
        frame, table = pd.read_parquet(path), TABLES[path.stem]
        assert frame.dtypes.map(str).to_dict() == {item.name: types[item.kind] for item in table.fields}
        assert frame.attrs["descriptions"].keys() == set(table.columns)
        assert {item.name for item in table.fields if item.kind == "number"} <= frame.attrs["units"].keys()
        frame = frame.astype(table.dtypes)
        pd.testing.assert_frame_equal(frame, pinned.table(path.stem), check_exact=True)


def test_a_frame_offline_says_what_it_is(python: Path, pinned: Snapshot) -> None:
    found: dict[str, Any] = json.loads(run(python, USE))
    assert found["public"] == ["sources", "table", "tables"]
    assert found["version"] == f"1.2.3.post{pinned.created.replace('-', '')}"
    assert found["rows"] == {name: len(frame) for name, frame in sorted(pinned.tables().items())}
    assert found["titles"] == {name: TABLES[name].title for name in sorted(TABLES)}
    assert found["ranks"] == [34, 11]
    assert found["refused"].startswith("there is no table '../gii_scores'; the tables are: claim_figures, ")
    scores, series = found["scores"], set(pinned.table("observations")["indicator"])
    assert scores["units"]["rank"] == "rank, 1 is best"
    assert scores["snapshot"] == pinned.id
    assert {"publisher", "vintage", "licence"} <= scores["sources"][0].keys()
    licences = {one["edition"]: one["licence"] for one in scores["editions"]}
    assert (licences[2012], licences[2020]) == ("all rights reserved", "CC BY-NC-ND 3.0 IGO")
    assert set(scores["licences"]) == set(licences.values())
    assert scores["citation"].startswith(
        "World Intellectual Property Organization (WIPO), Global Innovation Index"
    )
    assert found["observed"]["indicators"].keys() == series


@pytest.mark.parametrize("guide", ["docs/data.md", "docs/data.zh.md"])
def test_the_example_of_the_guide_works(guide: str, python: Path) -> None:
    code = blocks(guide, "python")[1]
    assert "innovation_trajectory_data" in code
    run(python, code)
