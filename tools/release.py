"""Make a release in dist/: sources, wheels, bill of materials, Parquet, checksums: python -m tools.release.

All of them are made of the commit alone, so that anybody can make them again and compare.
"""

import hashlib
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from tools import data_package, sbom

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"


def _git(*words: str) -> str:
    return subprocess.run(
        ["git", *words], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()


def faults() -> list[str]:
    """Return what stands against a release: changes not committed, versions or checksums that disagree."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    version, found = project["version"], []
    if changed := _git("status", "--porcelain"):
        found.append(f"there are changes that are not committed:\n{changed}")
    if f"\n## [{version}]" not in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"):
        found.append(f"CHANGELOG.md has no heading for {version}")
    if f"\nversion: {version}\n" not in (ROOT / "CITATION.cff").read_text(encoding="utf-8"):
        found.append(f"CITATION.cff names another version than pyproject.toml ({version})")
    manifests = (ROOT / "deploy" / "kubernetes" / "kustomization.yaml").read_text(encoding="utf-8")
    if f"newTag: {version}\n" not in manifests:
        found.append(f"deploy/kubernetes names another version than pyproject.toml ({version})")
    for line in (sbom.PLOTLY / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, name = line.split()
        if _sha256(sbom.ASSETS / name) != digest:
            found.append(f"{name} is not the file that tools/plotly built: make bundle")
    return found


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def make(folder: Path) -> list[Path]:
    """Write the files of a release of the commit checked out, and SHA256SUMS; return them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    name = f"{project['name']}-{project['version']}"
    folder.mkdir(exist_ok=True)
    archive, bill, sums = folder / f"{name}.tar.gz", folder / f"{name}.cdx.json", folder / "SHA256SUMS"
    _git("archive", "--format=tar.gz", f"--prefix={name}/", f"--output={archive}", "HEAD")
    committed = re.sub(r"\+00:00$", "Z", _git("show", "--no-patch", "--format=%cI", "HEAD"))
    bill.write_text(sbom.document(committed), encoding="utf-8")
    made = [archive, wheel(archive, folder), bill, *data_package.write(folder, project["version"])]
    sums.write_text("".join(f"{_sha256(one)}  {one.name}\n" for one in made), encoding="utf-8")
    return [*made, sums]


def wheel(archive: Path, folder: Path) -> Path:
    """Build the wheel of the site from its source archive, as an installer would; return its path."""
    with tempfile.TemporaryDirectory() as place:
        subprocess.run(["tar", "--extract", "--file", archive, "--directory", place], check=True)
        (source,) = Path(place).iterdir()
        build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory"]
        subprocess.run([*build, str(folder.absolute())], cwd=source, check=True, capture_output=True)
    (built,) = folder.glob("innovation_trajectory-*.whl")
    return built


def main() -> int:
    """Make dist/, or say what stands against it."""
    if found := faults():
        print("\n".join(f"make release: {one}" for one in found), file=sys.stderr)
        return 1
    for path in make(DIST):
        print(f"{path.relative_to(ROOT)}  {path.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
