"""Compress the site's static files as far as they go: python -m tools.precompress FOLDER."""

import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from flask import Flask

from app import server
from service.compression import MIN_BYTES, TYPES, compress, file_name
from service.files import SUITES

_LINK = re.compile(r'(?:src|href)="(/(?:assets|_dash-component-suites)/[^"]+)"')

# What loads other files: a page, and an embed with its own script.
_DOCUMENTS = ("/en/", "/embed/trajectory")
# Fetched by the scripts of the page when a component is first drawn, so the page itself does not name them.
_ASYNC = ("dash/dcc/async-dropdown.js", "dash/dcc/async-slider.js")


def static_paths() -> list[str]:
    """Return the addresses of the scripts and style sheets that the first page and an embed load."""
    client = server.test_client()
    found = [link for path in _DOCUMENTS for link in _LINK.findall(client.get(path).get_data(as_text=True))]
    return [*dict.fromkeys(found), *(SUITES + name for name in _ASYNC)]


def prepare(server: Flask, paths: Iterable[str], folder: Path) -> int:
    """Write the responses at `paths`, compressed as small as possible, to `folder`; return how many."""
    client, count = server.test_client(), 0
    folder.mkdir(parents=True, exist_ok=True)
    for path in paths:
        response = client.get(path, headers={"Accept-Encoding": "identity"}, buffered=True)
        if response.status_code != 200 or response.mimetype not in TYPES or len(response.data) < MIN_BYTES:
            continue
        count += 1
        for coding in ("br", "gzip"):
            place = folder / file_name(response.data, coding)
            if not place.is_file():
                part = place.with_suffix(f".{os.getpid()}")
                part.write_bytes(compress(response.data, coding, best=True))
                part.replace(place)
    return count


def main() -> int:
    """Fill the folder named on the command line."""
    if len(sys.argv) != 2:
        print("usage: python -m tools.precompress FOLDER", file=sys.stderr)
        return 2
    count = prepare(server, static_paths(), Path(sys.argv[1]))
    print(f"{count} files compressed")
    return 0 if count else 1


if __name__ == "__main__":
    raise SystemExit(main())
