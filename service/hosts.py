"""Where the public finds the site (PUBLIC_URL), and the hosts that it answers to (ALLOWED_HOSTS)."""

import os
import re
from collections.abc import Collection, Mapping

from flask import Flask, abort, request
from werkzeug.sansio.utils import host_is_trusted

from service.health import PATHS


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


def install(server: Flask, allowed: Collection[str]) -> None:
    """Answer 400 to a request without a host (HTTP/1.0 may), with a malformed one, or one not `allowed`.

    Health checks name the address of a machine, so they are answered whatever host they name.
    """

    @server.before_request
    def _host() -> None:
        named = request.environ.get("HTTP_HOST", "").lower()
        wanted = () if request.path in PATHS else allowed
        if not named and not wanted and request.environ.get("SERVER_PROTOCOL") != "HTTP/1.1":
            return
        if not host_is_trusted(named, wanted):
            abort(400)
