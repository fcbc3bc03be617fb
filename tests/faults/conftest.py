"""Fixtures of the tests of faults: the toy site."""

from tests.toy_site import client, dash_app, site

__all__ = ["client", "dash_app", "site"]
