"""Paths of every page of the site."""

from __future__ import annotations

from components.pages import PAGES as SITE

PAGES = tuple(page.home for page in SITE)
