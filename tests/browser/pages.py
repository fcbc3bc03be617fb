"""Every page of the site, as paths and as the cases of a test."""

import pytest

from components.pages import PAGES as SITE

PAGES = tuple(page.home for page in SITE)
EACH = [pytest.param(page, id=page.key) for page in SITE]
"""Every page, for a test of which each is a case."""
