"""Addresses that an operator names: the site (PUBLIC_URL), its hosts (ALLOWED_HOSTS), reports (CONTACT)."""

import os
import re
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from flask import Flask, Response, abort, request
from werkzeug.sansio.utils import host_is_trusted

from data.languages import LANGUAGES
from service.health import PATHS

SECURITY: Final = "/.well-known/security.txt"
LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")
VALID: Final = timedelta(days=180)
"""How long security.txt is valid."""


def public_address(environment: Mapping[str, str] = os.environ) -> str:
    """Return what stands before the path of every full address, such as "https://example.org"; else "".

    What a client sends as its host is never taken for it. Raises ValueError for anything but scheme, host and
    port: the site's own links begin at the root.
    """
    named = environment.get("PUBLIC_URL", "").strip().rstrip("/")
    found = re.fullmatch(r"https?://([\w.:\[\]-]+)", named, re.ASCII)
    if named and not (found and host_is_trusted(found[1].lower())):
        raise ValueError(f"PUBLIC_URL must be like https://example.org, without a path, not {named!r}")
    return named


def missing(environment: Mapping[str, str] = os.environ) -> str:
    """Return what a start says where the environment names no public address, "" where it does."""
    said = "PUBLIC_URL is not set: links to this site are shown without a picture (docs/operations.md)"
    return "" if public_address(environment) else said


def allowed_hosts(environment: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """Return the hosts that the environment lists, with commas between them; none where any will do.

    ".example.org" stands for all below it. Raises ValueError for what is no name of a host.
    """
    listed = environment.get("ALLOWED_HOSTS", "").lower().split(",")
    names = tuple(name.strip() for name in listed if name.strip())
    for name in names:
        if ":" in name or not host_is_trusted(name.removeprefix(".")):
            raise ValueError(f"ALLOWED_HOSTS must be names of hosts without a port, not {name!r}")
    return names


def site_address(public: str, allowed: Collection[str]) -> str:
    """Return what stands before the path of full addresses in the answer to the current request; else "".

    Where no public address is known it is the host that the client names, if that is one of the `allowed`
    (`install` has refused any other) or this machine for itself.
    """
    own = re.sub(r":\d+$", "", request.host)
    return public or (request.host_url.rstrip("/") if allowed or own in LOOPBACK else "")


def named_contact(environment: Mapping[str, str] = os.environ) -> str:
    """Return the address that the environment names, such as that of a form or of an issue tracker; else "".

    Raises ValueError for what is no address of the web: pages would show a link that leads nowhere.
    """
    named = environment.get("CONTACT", "").strip()
    if named and not (urlsplit(named).scheme in ("https", "http") and urlsplit(named).hostname):
        raise ValueError(f"CONTACT must be an address that begins with https://, not {named!r}")
    return named


def install(server: Flask, allowed: Collection[str], contact: str = "", site: str = "") -> None:
    """Answer 400 to a request without a host (HTTP/1.0 may), with a malformed one, or one not `allowed`.

    Health checks name the address of a machine, so they are answered whatever host they name. A contact of
    https stands in security.txt. site: the public address of the site, or "".
    """

    @server.before_request
    def _host() -> None:
        named = request.environ.get("HTTP_HOST", "").lower()
        wanted = () if request.path in PATHS else allowed
        if not named and not wanted and request.environ.get("SERVER_PROTOCOL") != "HTTP/1.1":
            return
        if not host_is_trusted(named, wanted):
            abort(400)

    def security() -> Response:
        day = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        lines = [
            f"Contact: {contact}",
            f"Expires: {day + VALID:%Y-%m-%dT%H:%M:%SZ}",
            f"Preferred-Languages: {', '.join(LANGUAGES)}",
            *([f"Canonical: {site}{SECURITY}"] if site.startswith("https://") else []),
        ]
        return Response("\n".join(lines) + "\n", mimetype="text/plain")

    if contact.startswith("https://"):  # no other may stand in it
        server.add_url_rule(SECURITY, view_func=security)
