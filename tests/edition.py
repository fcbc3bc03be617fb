"""What a written static edition leads to: every link of its pages, with what scripts read of them."""

from __future__ import annotations

import gzip
import json
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LINK = re.compile(
    r'(?:\b(?:href|src|data-site|data-parts)\\*"?[:=]\\*"|"(?=/download/[\w-]+\.csv\?))([^"\\]*)'
)


def unpacked(file: Path) -> str:
    """The text of a compressed file."""
    return gzip.decompress(file.read_bytes()).decode()


def links(page: Path) -> Iterator[str]:
    """The addresses in a page (its index.html), in its compressed layout and in what it shares."""
    text = page.read_text(encoding="utf-8")
    packed = page.with_name("page.bin")
    if packed.exists():
        base = re.search(r'data-base="([^"]*)"', text)
        assert base, page
        name, _, layout = unpacked(packed).partition("\n")
        runs = json.loads(unpacked(page.parent / base[1] / name))
        text += re.sub("\x01(\\d+)\x02", lambda found: runs[int(found[1])], layout)
        shared = re.search(r'data-parts="([^"]*)"', text)
        assert shared, page
        text += (page.parent / shared[1]).read_text(encoding="utf-8")
        yield from (f"{base[1]}/{name}" for name in re.findall(r'"options":"(parts/\w+\.json)"', text))
    yield from (link.replace("&amp;", "&") for link in LINK.findall(text))


def missing(folder: Path) -> list[str]:
    """The links of an edition's pages to files that are not there, or to the root of a host."""
    found: set[str] = set()
    for page in folder.rglob("index.html"):
        for link in set(links(page)):
            target = urlsplit(link)
            if target.scheme or not target.path:
                continue
            if link.startswith("/") or not (page.parent / unquote(target.path)).is_file():
                found.add(f"{page.relative_to(folder)}: {link}")
    return sorted(found)
