"""The bundled snapshot as Parquet, a file for each table, and as a wheel that gives them to Python as frames.

Both are made of the snapshot alone, without a clock. The module of the wheel is
tools/innovation_trajectory_data.py.
"""

import base64
import hashlib
from pathlib import Path
from typing import Final

from packaging.version import Version

from data.licences import of_editions
from data.parquet import parquet
from data.schema import TABLES
from data.snapshot import Snapshot
from etl.cli_context import catalog
from etl.versions import open_named
from service.downloads import zip_package

ROOT: Final = Path(__file__).resolve().parent.parent
NAME: Final = "innovation_trajectory_data"
_COPIES: Final = (
    "Figures of the Global Innovation Index are under the licence of their edition, whichever copy they were "
    "read from and whatever that copy states."
)
CAVEATS: Final = ("caveat_editions", "caveat_own", "caveat_vintages", "licence_note", "disclaimer")

WHEEL: Final = "Wheel-Version: 1.0\nGenerator: tools.data_package\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
METADATA: Final = """\
Metadata-Version: 2.4
Name: {name}
Version: {version}
Summary: {title}, as pandas frames without a network
License-Expression: MIT AND LicenseRef-Terms-of-each-publisher
License-File: LICENSE
License-File: DATA-LICENCES.md
Requires-Python: >=3.11
Requires-Dist: pandas>=2.2
Requires-Dist: pyarrow>=15
Description-Content-Type: text/markdown

# {title}

    import innovation_trajectory_data as data

    data.tables()             # names and titles
    data.table("gii_scores")  # a frame; units, descriptions, sources, licences and citation in .attrs
    data.sources()            # every release: publisher, vintage, licence

Snapshot {snapshot} of {created}. The module is under the MIT licence (LICENSE). The data are not: each
release belongs to its publisher, under the licence that DATA-LICENCES.md names.

{caveats}
"""


def write(folder: Path, version: str) -> list[Path]:
    """Write the tables and the wheel, its version this one with the day of the snapshot; return them."""
    snapshot = open_named("bundled")
    tables = [folder / f"{name}.parquet" for name in TABLES]
    for table in tables:
        table.write_bytes(parquet(snapshot, table.stem, catalog()))
    full = str(Version(f"{version}.post{snapshot.created.replace('-', '')}"))  # which an index takes
    wheel = folder / f"{NAME}-{full}-py3-none-any.whl"
    wheel.write_bytes(_wheel(snapshot, tables, full))
    return [*tables, wheel]


def _wheel(snapshot: Snapshot, tables: list[Path], version: str) -> bytes:
    about = f"{NAME}-{version}.dist-info"
    files = {f"{NAME}/{path.name}": path.read_bytes() for path in tables}
    files |= {
        f"{NAME}/__init__.py": (ROOT / "tools" / f"{NAME}.py").read_bytes(),
        f"{NAME}/py.typed": b"",
        f"{about}/METADATA": _metadata(snapshot, version).encode(),
        f"{about}/WHEEL": WHEEL.encode(),
        f"{about}/licenses/DATA-LICENCES.md": _licences(snapshot).encode(),
        f"{about}/licenses/LICENSE": (ROOT / "LICENSE").read_bytes(),
    }
    record = [f"{name},sha256={_digest(content)},{len(content)}" for name, content in sorted(files.items())]
    record.append(f"{about}/RECORD,,")
    return zip_package({**dict(sorted(files.items())), f"{about}/RECORD": "\n".join([*record, ""]).encode()})


def _digest(content: bytes) -> str:
    """Return a hash as RECORD has it: base64 for addresses, without padding."""
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")


def _metadata(snapshot: Snapshot, version: str) -> str:
    phrases = catalog().phrases
    return METADATA.format(
        name=NAME,
        version=version,
        title=snapshot.descriptor["title"],
        snapshot=snapshot.id,
        created=snapshot.created,
        caveats="\n".join(f"- {phrases[key].en}" for key in CAVEATS),
    )


def _licences(snapshot: Snapshot) -> str:
    """Return the licence of every edition of the index, and of every release as its publisher states it."""
    editions = of_editions(snapshot.table("gii_editions"))
    edition = catalog().phrases["edition_licence"].en
    named = "\n".join(
        f"- {edition.format(edition=year)}. Licence: {stated}" for year, stated in editions.items()
    )
    releases = snapshot.table("sources").fillna({"licence": "not stated", "url": ""}).to_dict("records")
    line = "- {publisher}: {title} ({vintage}). Licence: {licence}. {url}"
    stated = "\n".join(line.format_map(row).rstrip() for row in releases)
    parts = ("# Licences of the data", catalog().phrases["licence_note"].en, _COPIES, named, stated)
    return "\n\n".join(parts) + "\n"
