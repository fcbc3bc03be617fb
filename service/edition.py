"""The static edition: every page of a snapshot as files for any web server, object store or stick."""

import argparse
import gzip
import html
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from importlib import import_module
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import parse_qs, urlsplit

import click
from flask import Flask

from data import catalog
from data.languages import LANGUAGES
from service.files import ASSETS, SUITES

PAGES: Final = "pages"
"""The name under which a server's extensions hold the paths of its pages."""
MANY: Final = 50  # pages in one folder, from which on they are those of single economies
LONG: Final = 2000  # characters of a list's options, from which on they are a file that pages share
OFTEN: Final = 5  # pages of single economies that have the same text, from which on it stands in a file

_PACKAGE: Final = "/download/snapshot.zip"
_FILES: Final = (ASSETS, SUITES, "/search/")
_TABLE: Final = "/download/table/"
_FORMS: Final = (".csv", ".xlsx", "/rows.json")
_BINARY: Final = ".bin"  # of what scripts unpack
# Where an attribute leads, and what a script makes one of.
_LINK: Final = re.compile(
    r'(\b(?:href|src|data-index)\\*"?[:=]\\*"|[,:\[]\\*"(?=/download/[\w-]+\.csv\?))(/(?!/)[^"\\]*)'
)
_HEAD_LINK: Final = re.compile(r'<link (?:rel="(?:alternate|canonical)"|data-ahead) [^>]*>\n?')
_LAYOUT: Final = "/_dash-layout"
_SHARED: Final = '<template id="site-faults">'  # begins what only scripts read
_VALUE: Final = re.compile(r'"value":"(\w+)"')
_FIRST: Final = '<div id="site-first">'
_STYLE: Final = re.compile("<style>.*?</style>", re.DOTALL)  # of one page, in its head
_SHEET: Final = re.compile(r'<link rel="stylesheet" href="([^"]*)">\n')
_SCRIPT: Final = re.compile(r'<script defer src="([^"]+)"></script>')
_OPTIONS: Final = re.compile(r'"options":(\[\{.*?\}\])')
# Small pictures, buttons that draw one, labels that scripts/cards.js adds, and what HTML can do without.
_NEEDLESS: Final = re.compile(
    r' (?:style|src)="[^"]*data:image/svg[^"]*"|<button [^>]*"mini-rank-button.*?</button>'
    r'| data-label="[^"]*"|</(?:td|th|tr|li)>'
)
_PICTURE: Final = re.compile(
    r'<div class="from-\d[^"]*"><div class="static-svg".*?</svg></div></div>', re.DOTALL
)
_TAG: Final = re.compile(r"<[a-z][^>]*>")
_QUOTED: Final = re.compile(r'( (?!href|src)[\w-]+)="([\w-]+)"')  # without need
_RUN: Final = re.compile(r"\D{12,}")  # of a layout, between numbers


class Edition:
    """A folder that the pages of a server are written to, one after the other.

    live: the address of a site that answers what files cannot, "" if there is none.
    """

    def __init__(self, server: Flask, folder: Path, live: str) -> None:
        self.client = server.test_client()
        self.live = live.rstrip("/")
        self.phrases = catalog.load().phrases
        self.day = datetime.now(UTC).date().isoformat()
        self.files: dict[str, str] = {}
        paths: Sequence[str] = server.extensions[PAGES]
        self.snapshot = self._response(paths[0])[1]["X-Snapshot"]
        self.folder = folder / self.snapshot
        # Pages that exist once, and those of economies that the list on such a page names: of other economies
        # there is nothing to show.
        folders = Counter(path.rpartition("/")[0] for path in paths)
        several = [path.rpartition("/") for path in paths if folders[path.rpartition("/")[0]] > MANY]
        parents = {parent for parent, _, _ in several}
        self.alone = [path for path in paths if path.rpartition("/")[0] not in parents]
        named = {one: _VALUE.findall(self._text(_LAYOUT + one)) for one in self.alone if one in parents}
        self.several = [f"{parent}/{one}" for parent, _, one in several if one in named[parent]]
        self.pages = frozenset((*self.alone, *self.several))
        assets = [rule.rule for rule in server.url_map.iter_rules() if ASSETS in rule.rule]
        places = {rule.removeprefix(ASSETS).partition(".")[0]: rule for rule in assets}
        self.script, self.first = places["edition"], places["first"]

    def write(self) -> None:
        """Write pages, what they are made of, their downloads, and what leads to them.

        All is written aside, and takes its name, and the place of what stood there, once it is whole.
        """
        place = self.folder
        place.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".edition-", dir=place.parent) as aside:
            self.folder = Path(aside, "new")
            with click.progressbar(length=len(self.pages), label="pages", file=sys.stderr) as bar:
                groups = [[path] for path in self.alone]
                groups += [[*group] for _, group in groupby(self.several, lambda one: one.rpartition("/")[0])]
                for group in groups:
                    layouts = {}
                    for path in group:
                        layouts[path] = self._page(path, one_of_many=path not in self.alone)
                        bar.update(1)
                    self._pack(layouts)
            self._file("dependencies.json", self._response("/_dash-dependencies")[0])
            for lang in LANGUAGES:
                self._file(f"{lang}/live/index.html", self._notice(lang).encode())
            self._file("index.html", _leading("en/index.html", "zh/index.html").encode())
            if place.exists():
                place.rename(Path(aside, "old"))
            self.folder = self.folder.rename(place)
        ways = [f"{self.snapshot}/{lang}/index.html" for lang in LANGUAGES]
        (place.parent / "index.html").write_text(_leading(*ways), encoding="utf-8")
        (place.parent / ".nojekyll").touch()  # else GitHub's pages leave out folders with an underscore

    def _page(self, path: str, *, one_of_many: bool) -> str:
        """Write the HTML of a page, and return its layout, which only scripts read.

        one_of_many: downloads of the page are files only if another page has them, too, and pictures come
        with the scripts.
        """
        lang, place = path.split("/")[1], path.strip("/")
        base = "../" * (place.count("/") + 1)
        text, layout = self._text(path), self._text(_LAYOUT + path)
        # The footer of both says what they are; the document has the words of the script.
        footer = text.rpartition("<footer")[2]
        line = next(one for one in re.findall(r"<p>([^<]*)</p>", footer) if self.snapshot in one)
        note = f"{line} {self.phrases['edition_footer'].get(lang).format(day=self.day)}"
        words = {name: self.phrases[f"edition_{name}"].get(lang) for name in ("needs", "live", "close")}
        data = f'<template id="site-edition">{html.escape(json.dumps(words, ensure_ascii=False))}</template>'
        text = text.replace("</body>", f"{data}\n</body>").replace(line, note)
        layout = layout.replace(line, note)
        head, shared, tail = text.partition(_SHARED)
        tail, _, end = tail.partition("</body>")
        sheet, site = _SHEET.search(head), _SCRIPT.search(head)
        if not sheet or not site:
            raise ValueError(f"{path} has no {'script' if sheet else 'styles'}")
        links = sheet[0].replace(sheet[1], self.first) + sheet[0].strip()
        head = _STYLE.sub(lambda _: links, head.replace(sheet[0], ""), count=1)
        before, _, first = head.partition(_FIRST)
        first = _PICTURE.sub("", first)  # all but the Overview's come with the scripts
        if one_of_many:
            first = _TAG.sub(lambda tag: _QUOTED.sub(r"\1=\2", tag[0]), _NEEDLESS.sub("", first))
        tail = tail.replace('"requests_pathname_prefix":"/"', f'"requests_pathname_prefix":"{base}"')

        def kept(link: re.Match[str]) -> str:
            address = _LINK.search(link[0])
            target = urlsplit(address[2]).path if address else ""
            return link[0] if target in self.pages or target.startswith(_FILES) else ""

        def relative(part: str) -> str:
            part = _HEAD_LINK.sub(kept, part)  # a link of the head, if what it leads to is a file
            return _LINK.sub(lambda found: found[1] + self._target(found[2], base, lang, one_of_many), part)

        def listed(found: re.Match[str]) -> str:
            return f'"options":"{self._shared(found[1], ".json")}"' if len(found[1]) > LONG else found[0]

        about = f' data-base="{base[:-1]}" data-path="{path}" data-live="{html.escape(self.live)}"'
        parts = self._shared(relative(shared + tail), ".html")
        names = f'data-site="{base}{self._asset(site[1])}" data-parts="{base}{parts}"'
        head = before + _FIRST + first
        head = head.replace(site[0], f'<script defer src="{self.script}" {names}></script>')
        head = head.replace("<html ", f"<html{about} ", 1)
        self._file(f"{place}/index.html", (relative(head) + "</body>" + end).encode())
        return relative(_OPTIONS.sub(listed, layout))

    def _pack(self, layouts: Mapping[str, str]) -> None:
        """Write the layouts of pages by path, compressed; what many of these have in common is one file.

        A layout begins with the name of that file, and has the number of a text of its list between
        the characters 1 and 2 where that stands.
        """
        counts = Counter(run for text in layouts.values() for run in {*_RUN.findall(text)})
        often = [run for run, count in counts.items() if count >= OFTEN]
        name = self._shared(json.dumps(sorted(often), ensure_ascii=False), _BINARY)
        numbers = {run: f"\1{number}\2" for number, run in enumerate(sorted(often))}
        for path, text in layouts.items():
            short = _RUN.sub(lambda found: numbers.get(found[0], found[0]), text)
            self._file(f"{path.strip('/')}/page{_BINARY}", f"{name}\n{short}".encode())

    def _shared(self, text: str, ending: str) -> str:
        """Return the file of what several pages share: options of a list; or templates, settings, scripts."""
        name = f"parts/{sha256(text.encode()).hexdigest()[:12]}{ending}"
        if name not in self.files:
            self.files[name] = name
            self._file(name, text.encode())
        return name

    def _target(self, address: str, base: str, lang: str, one_of_many: bool) -> str:
        """Return where an address of the site leads in the edition, for a page ``base`` below its folder."""
        escaped = "&amp;" in address
        address = address.replace("&amp;", "&")
        path = re.split("[?#]", address, maxsplit=1)[0]
        if path in self.pages:
            found = base + path.strip("/") + "/index.html" + address.removeprefix(path)
        elif path.startswith(_FILES):
            found = base + self._asset(path)
        elif file := self._download(address, path, one_of_many):
            found = base + file
        else:
            found = self.live + address if self.live else f"{base}{lang}/live/index.html"
        return found.replace("&", "&amp;") if escaped else found

    def _asset(self, path: str) -> str:
        if path not in self.files:
            self.files[path] = path[1:]
            self._file(path[1:], self._response(path)[0])
        return self.files[path]

    def _download(self, address: str, path: str, one_of_many: bool) -> str:
        """Return the file of a download; "" if it has none. Tables of the package lead to all of it."""
        if path.startswith(_TABLE):
            address = path = _PACKAGE
        offered = path == _PACKAGE or (path.startswith("/download/") and path.endswith(".csv"))
        if address in self.files or one_of_many or not offered:
            return self.files.get(address, "")
        content, headers = self._response(address)
        name = headers.get("Content-Disposition", f'"{path.rpartition("/")[2]}"').split('"')[1]
        if path == _PACKAGE:
            self.files[address] = f"download/{name}"
            self._file(f"download/{name}", content)
            return self.files[address]
        lang = parse_qs(urlsplit(address).query).get("lang", ["en"])[0]
        first = stem = f"download/{lang}/{name.removesuffix('.csv')}"
        number = 1
        while (place := self.folder / f"{stem}.csv").exists() and place.read_bytes() != content:
            number += 1
            stem = f"{first}-{number}"
        for form in _FORMS:
            other = address.replace(".csv", form, 1)
            self.files[other] = stem + form
            if not place.exists() or form != ".csv":
                self._file(stem + form, content if form == ".csv" else self._response(other)[0])
        return self.files[address]

    def _notice(self, lang: str) -> str:
        """Return the page that says what the edition cannot do."""
        t = {name: html.escape(self.phrases[name].get(lang)) for name in ("site", "edition_needs")}
        files = (name for name in self.files.values() if name.endswith(".css"))
        styles = "".join(f'<link rel="stylesheet" href="../../{name}">' for name in files)
        way = f'<a href="{html.escape(self.live)}/{lang}/">{html.escape(self.live)}</a>' if self.live else ""
        return (
            f'<!DOCTYPE html>\n<html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" '
            f'content="width=device-width"><title>{t["site"]}</title>{styles}</head><body>'
            f'<main class="page"><h1>{t["site"]}</h1><p>{t["edition_needs"]} {way}</p>'
            f'<p><a href="../index.html">{t["site"]}</a></p></main>'
            "</body></html>\n"
        )

    def _text(self, path: str) -> str:
        """Return the document of a page; raises ValueError if it is one of another snapshot."""
        content, headers = self._response(path)
        if headers["X-Snapshot"] != self.snapshot:
            raise ValueError(f"{path}: snapshot {headers['X-Snapshot']} came in between")
        return content.decode()

    def _response(self, address: str) -> tuple[bytes, dict[str, str]]:
        """Return content and headers of an address; raises ValueError if it is not answered."""
        with self.client.get(address) as response:
            if response.status_code != 200:
                raise ValueError(f"{address}: {response.status}")
            return response.get_data(), dict(response.headers)

    def _file(self, name: str, content: bytes) -> None:
        content = gzip.compress(content, 9, mtime=0) if name.endswith(_BINARY) else content
        place = self.folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


def _leading(*ways: str) -> str:
    """Return a page that leads to the first of some pages, and links all of them."""
    links = "".join(f'<p><a href="{way}">{way}</a></p>' for way in ways)
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{ways[0]}</title>'
        f'<meta http-equiv="refresh" content="0; url={ways[0]}"></head><body>{links}</body></html>\n'
    )


def main() -> None:
    """Write the edition that the command line names."""
    parser = argparse.ArgumentParser(prog="python -m service.edition", description=__doc__)
    parser.add_argument("folder", metavar="DIR", type=Path, help="each snapshot gets a folder in it, its id")
    public = os.environ.pop("PUBLIC_URL", "")  # links lead to where the files are read
    os.environ.pop("ALLOWED_HOSTS", None)  # pages are read from no host
    parser.add_argument(
        "--live",
        metavar="URL",
        default=public,
        help="a site that answers what files cannot; by default PUBLIC_URL",
    )
    options = parser.parse_args()
    if options.live and urlsplit(options.live).scheme not in ("http", "https"):
        parser.error("--live must begin with https:// or http://")
    server = import_module("app").server
    if PAGES not in server.extensions:
        parser.exit(1, "no snapshot can be shown\n")
    edition = Edition(server, options.folder, options.live)
    edition.write()
    size = sum(file.stat().st_size for file in edition.folder.rglob("*") if file.is_file())
    parser.exit(0, f"{edition.folder}: {len(edition.pages)} pages, {size / 1e6:.1f} MB\n")


if __name__ == "__main__":
    main()
