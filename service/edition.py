"""The static edition: every page of a snapshot as files for any web server, object store or stick."""

import gzip
import html
import os
import re
import shutil
import sys
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import parse_qs, urlsplit

import click
from flask import Flask

from data import catalog
from data.languages import LANGUAGES
from service.downloads import FORMS
from service.files import ASSETS, SUITES
from service.withdrawn import REDIRECTS

_NAME: Final = "edition"
"""Of what a server's extensions hold for one.

It is a function for the paths of the pages, each with whether its page is one of an economy, and one for the
document and the layout of the page at a path (see components.documents.prerender.document.DocumentFrame).
"""
_ASIDE: Final = ".edition-"  # of the folder that one is written in; a killed one is left behind
_PACKAGE: Final = "/download/snapshot.zip"
_FILES: Final = (ASSETS, SUITES, "/search/")
_DEPENDENCIES: Final = "/_dash-dependencies"


class Edition:
    """A folder for the pages of a server. live: a site that answers what files cannot, "" without one."""

    def __init__(self, server: Flask, folder: Path, live: str) -> None:
        self.client = server.test_client()
        self.live = live.rstrip("/")
        self.phrases = catalog.load().phrases
        self.day = datetime.now(UTC).date().isoformat()
        self.current = server.extensions["current"]
        self.snapshot: str = self.current().snapshot.id
        self.folder: Path = folder / self.snapshot
        pages, self.texts = server.extensions[_NAME]
        self.pages: dict[str, bool] = pages()
        self.files: dict[str, str] = {}  # by address

    def write(self) -> None:
        """Write pages, what they are made of, their downloads, and what leads to them.

        All is written aside, and takes its name, and the place of what stood there, once it is whole.
        """
        place = self.folder
        place.parent.mkdir(parents=True, exist_ok=True)
        for killed in place.parent.glob(f"{_ASIDE}*"):
            shutil.rmtree(killed)
        with TemporaryDirectory(prefix=_ASIDE, dir=place.parent) as aside:
            self.folder = Path(aside, "new")
            # Pages of economies come last: their downloads are files only if another page has them, too.
            pages = sorted(self.pages, key=self.pages.__getitem__)
            with click.progressbar(pages, label="pages", file=sys.stderr) as paths:
                for path in paths:
                    self._page(path)
            for lang in LANGUAGES:
                self._file(f"{lang}/live/index.html", self._notice(lang).encode())
            for old, new in REDIRECTS.items():
                self._redirect(old, new)
            self._file("index.html", _leading(*(f"{lang}/index.html" for lang in LANGUAGES)).encode())
            if place.exists():
                place.rename(Path(aside, "old"))
            self.folder = self.folder.rename(place)
        ways = [f"{self.snapshot}/{lang}/index.html" for lang in LANGUAGES]
        (place.parent / "index.html").write_text(_leading(*ways), encoding="utf-8")
        (place.parent / ".nojekyll").touch()  # else GitHub's pages leave out folders with an underscore

    def _page(self, path: str) -> None:
        """Write the document of a page, and its layout; raises ValueError if they are of another snapshot."""
        lang, place = path.split("/")[1], path.strip("/")
        base = "../" * (place.count("/") + 1)
        words = {name: self.phrases[f"edition_{name}"].get(lang) for name in ("needs", "there", "close")}
        document, layout = self.texts(
            path,
            lead=partial(self._target, base=base, lang=lang, of_economy=self.pages[path]),
            note=self.phrases["edition_footer"].get(lang).format(day=self.day),
            edition={"base": base[:-1], "path": path, "live": self.live, **words},
        )
        if self.current().snapshot.id != self.snapshot:
            raise ValueError(f"{path}: snapshot {self.current().snapshot.id} came in between")
        self._file(f"{place}/index.html", document.encode())
        self._file(f"{place}/page.bin", gzip.compress(layout.encode(), 9, mtime=0))

    def _redirect(self, old: str, new: str) -> None:
        """Write a page that leads from a withdrawn path to its successor, if that is a page."""
        if "?" not in old and new.partition("#")[0] in self.pages:
            way = self._target(new, "../" * old.count("/"), LANGUAGES[0], of_economy=False)
            self._file(f"{old[1:]}/index.html", _leading(way).encode())

    def _target(self, address: str, base: str, lang: str, *, of_economy: bool) -> str:
        """Return where an address of the site leads in the edition, for a page ``base`` below its folder."""
        if not re.match("/(?!/)", address):
            return address
        path = re.split("[?#]", address, maxsplit=1)[0]
        if path in self.pages:
            return base + path.strip("/") + "/index.html" + address.removeprefix(path)
        if path.startswith(_FILES):
            return base + self._written_once(path, path[1:])
        if path == _DEPENDENCIES:
            return base + self._written_once(path, "dependencies.json")
        if file := self._download(address, path, of_economy=of_economy):
            return base + file
        return self.live + address if self.live else f"{base}{lang}/live/index.html"

    def _written_once(self, address: str, name: str) -> str:
        if address not in self.files:
            self.files[address] = name
            self._file(name, self._response(address)[0])
        return name

    def _download(self, address: str, path: str, *, of_economy: bool) -> str:
        """Return the file of a download; "" if it has none. Tables of the package lead to all of it."""
        if path.startswith("/download/table/") or path == _PACKAGE:
            return self._written_once(_PACKAGE, f"download/innovation-trajectory-{self.snapshot}.zip")
        if address in self.files or of_economy or not re.fullmatch(r"/download/[\w-]+\.csv", path):
            return self.files.get(address, "")
        content, name = self._response(address)
        lang = parse_qs(urlsplit(address).query).get("lang", LANGUAGES)[0]
        first = stem = f"download/{lang}/{name.removesuffix('.csv')}"
        number = 1
        while (place := self.folder / f"{stem}.csv").exists() and place.read_bytes() != content:
            number += 1
            stem = f"{first}-{number}"
        for ending in (*(f".{form}" for form in FORMS), "/rows.json"):
            self._written_once(address.replace(".csv", ending, 1), stem + ending)
        return self.files[address]

    def _notice(self, lang: str) -> str:
        site, needs = (html.escape(self.phrases[name].get(lang)) for name in ("site", "edition_needs"))
        files = (name for name in self.files.values() if name.endswith(".css"))
        styles = "".join(f'<link rel="stylesheet" href="../../{name}">' for name in files)
        way = f'<a href="{html.escape(self.live)}/{lang}/">{html.escape(self.live)}</a>' if self.live else ""
        content = f'<h1>{site}</h1><p>{needs} {way}</p><p><a href="../index.html">{site}</a></p>'
        return _document(lang, site, styles, f'<main class="page">{content}</main>')

    def _response(self, address: str) -> tuple[bytes, str]:
        """Return content and name of a file; raises ValueError if it is not answered."""
        with self.client.get(address) as response:
            if response.status_code != 200:
                raise ValueError(f"{address}: {response.status}")
            named = re.search('filename="(.+?)"', response.headers.get("Content-Disposition", ""))
            return response.get_data(), named[1] if named else ""

    def _file(self, name: str, content: bytes) -> None:
        place = self.folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


def _leading(*ways: str) -> str:
    """Return a page that leads to the first of some pages, and links all of them."""
    links = "".join(f'<p><a href="{way}">{way}</a></p>' for way in ways)
    return _document(LANGUAGES[0], ways[0], f'<meta http-equiv="refresh" content="0; url={ways[0]}">', links)


def _document(lang: str, title: str, head: str, body: str) -> str:
    about = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}"><head>{about}<title>{title}</title>{head}</head>'
        f"<body>{body}</body></html>\n"
    )


@click.command(help=__doc__)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--live", metavar="URL", default="", envvar="PUBLIC_URL", show_envvar=True)
def main(folder: Path, live: str) -> None:
    """Write the edition that the command line names."""
    if live and urlsplit(live).scheme not in ("http", "https"):
        raise click.UsageError("--live must begin with https:// or http://")
    for name in ("PUBLIC_URL", "ALLOWED_HOSTS"):  # links lead to where the files are read, from any host
        os.environ.pop(name, None)
    server = import_module("app").server
    if _NAME not in server.extensions:
        raise click.ClickException("no snapshot can be shown")
    edition = Edition(server, folder, live)
    edition.write()
    size = sum(file.stat().st_size for file in edition.folder.rglob("*") if file.is_file())
    click.echo(f"{edition.folder}: {len(edition.pages)} pages, {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
