"""Where readers report what is wrong: the address that CONTACT names, also as security.txt (RFC 9116)."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from flask import Flask, Response

SECURITY: Final = "/.well-known/security.txt"
VALID: Final = timedelta(days=180)
"""How long security.txt is valid."""


def named_contact(environment: Mapping[str, str] = os.environ) -> str:
    """Return the address that the environment names, such as that of a form or of an issue tracker; else "".

    Raises ValueError for what is no address of the web: pages would show a link that leads nowhere.
    """
    named = environment.get("CONTACT", "").strip()
    if named and not (urlsplit(named).scheme in ("https", "http") and urlsplit(named).hostname):
        raise ValueError(f"CONTACT must be an address that begins with https://, not {named!r}")
    return named


def install(server: Flask, contact: str, site: str = "") -> None:
    """Serve security.txt where there is a contact that may stand in it, which is one of https.

    site: the public address of the site, or "".
    """
    if not contact.startswith("https://"):
        return

    @server.get(SECURITY)
    def security() -> Response:
        day = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        lines = [
            f"Contact: {contact}",
            f"Expires: {day + VALID:%Y-%m-%dT%H:%M:%SZ}",
            "Preferred-Languages: en, zh",
            *([f"Canonical: {site}{SECURITY}"] if site.startswith("https://") else []),
        ]
        return Response("\n".join(lines) + "\n", mimetype="text/plain")
