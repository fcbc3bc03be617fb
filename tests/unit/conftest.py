"""Fixtures of the unit tests: the toy site, and the site that embeds are asked of."""

from tests.embedding import later, newer, visitor
from tests.toy_site import client, dash_app, site

__all__ = ["client", "dash_app", "later", "newer", "site", "visitor"]
