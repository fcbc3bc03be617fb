"""What a written static edition leads to: every link of its pages, with what scripts read of them."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

LINK = re.compile(
    r'(?:\b(?:href|src|data-index)\\*"?[:=] ?\\*"|"(?=(?:\.\.)?/[\w./-]*download/[\w-]+\.csv))([^"\\]*)'
)


def links(page: Path) -> Iterator[str]:
    """The addresses in a page (its index.html) and in its compressed layout."""
    text = page.read_text(encoding="utf-8")
    packed = page.with_name("page.bin")
    if packed.exists():
        text += gzip.decompress(packed.read_bytes()).decode()
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
