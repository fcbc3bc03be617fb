"""The snapshot that tests draw, ask and serve: that of November 2026, whatever data/bundled holds since.

Tables that came later are in it as of its day; the others are as they were. The name of its archive is its
id: tar --create --xz --directory FOLDER --file tests/pinned/ID.tar.xz .
"""

import shutil
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

(ARCHIVE,) = Path(__file__).parent.glob("*.tar.xz")
ID = ARCHIVE.name.removesuffix(".tar.xz")
FOLDER = Path(__file__).resolve().parents[2] / ".cache" / "pinned" / ID

if not FOLDER.is_dir():  # the first process unpacks it for all
    FOLDER.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=FOLDER.parent) as fresh:
        shutil.unpack_archive(ARCHIVE, Path(fresh, ID), filter="data")
        with suppress(OSError):  # another one was first
            Path(fresh, ID).rename(FOLDER)
