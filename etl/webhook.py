"""The operator's web hook: one POST of how a refresh went; bounded, and never a reason to fail."""

import threading
from http.client import responses
from typing import Final
from urllib.parse import urlsplit

import requests

from etl.errors import UsageError
from etl.http import AGENT, explain

SECONDS: Final = 10.0
"""For all of it, from the look-up of the name to the status of the answer; its body is not read."""
SCHEMES: Final = ("http", "https")


def check(address: str) -> None:
    """Raise UsageError, without what may be a secret in the address, unless it is one of the web."""
    try:
        parts = urlsplit(address)
        sound = parts.scheme in SCHEMES and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        sound = False
    if not sound:
        raise UsageError("--webhook: an address that begins with https:// or http:// and a host is needed")


def post(address: str, document: str) -> str:
    """POST a JSON document; return why that failed as one sentence, blank where the hook answered 2xx.

    A redirect is not followed. The sentence names the host alone: paths of hooks are secrets.
    """
    outcome: list[str] = []
    # Timeouts of a socket begin anew with every byte, and do not cover the look-up of a name.
    thread = threading.Thread(target=lambda: outcome.append(_post(address, document)), daemon=True)
    thread.start()
    thread.join(SECONDS)
    why = outcome[0] if outcome else f"did not answer within {SECONDS:g} s"
    host = urlsplit(address).hostname
    return f"the web hook at {host} {why}; the refresh itself is not affected" if why else ""


def _post(address: str, document: str) -> str:
    """Return why the hook was not told, blank where it was."""
    headers = {"Content-Type": "application/json", "User-Agent": AGENT}
    try:
        with requests.post(
            address,
            data=document.encode(),
            headers=headers,
            timeout=SECONDS,
            allow_redirects=False,
            stream=True,
        ) as answer:
            status = answer.status_code
    except Exception as error:  # noqa: BLE001 - whatever it is, the refresh has ended well
        return explain(error).cause.partition(":")[0]
    return "" if 200 <= status < 300 else f"answered {status} {responses.get(status, '')}".rstrip()
