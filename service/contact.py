"""Where readers report what is wrong: the address of the web that CONTACT names."""

import os
from collections.abc import Mapping
from urllib.parse import urlsplit


def named_contact(environment: Mapping[str, str] = os.environ) -> str:
    """Return the address that the environment names, such as that of a form or of an issue tracker; else "".

    Raises ValueError for what is no address of the web: pages would show a link that leads nowhere.
    """
    named = environment.get("CONTACT", "").strip()
    if named and not (urlsplit(named).scheme in ("https", "http") and urlsplit(named).hostname):
        raise ValueError(f"CONTACT must be an address that begins with https://, not {named!r}")
    return named
