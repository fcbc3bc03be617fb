"""Paths of every page of the site."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from components.pages import PAGES as SITE
from components.text import LANGUAGES

INSTEAD = {"strategy/innovation-system": ("strategy/4", "strategy/open-innovation")}
"""Pages in place of the first of their items: a number and a name both lead to a strategic pillar."""
PAGES = tuple(path for page in SITE for path in INSTEAD.get(page.home, (page.home,)))


def folder(address: str) -> str | None:
    """Return the folder or module of the page at an address, as a mark names it; None where no page is."""
    path = urlsplit(address).path.strip("/")
    lang, _, rest = path.partition("/")
    path = rest if lang in (*LANGUAGES, "{lang}") else path
    fitting = [page for page in SITE if page.path == path] or [
        page for page in SITE if page.item and path.startswith(f"{page.path}/")
    ]
    if not fitting:
        return None
    file = Path(*fitting[0].module.__name__.removesuffix(".page").split("."))
    return file.as_posix() if (Path(__file__).parents[2] / file).is_dir() else f"{file.as_posix()}.py"


EACH = [pytest.param(page, id=page.key, marks=pytest.mark.long(str(folder(page.home)))) for page in SITE]
"""Every page, for a test of which each is a case: it runs where what the page is made of has changed."""
