"""Paths of every page of the site."""

from __future__ import annotations

from components.pages import PAGES as SITE

INSTEAD = {"strategy/innovation-system": ("strategy/4", "strategy/open-innovation")}
"""Pages in place of the first of their items: a number and a name both lead to a strategic pillar."""
PAGES = tuple(path for page in SITE for path in INSTEAD.get(page.home, (page.home,)))
