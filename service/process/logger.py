"""The log of a server: gunicorn's lines, those of the site, and, if enabled, one for each request."""

from __future__ import annotations

import logging
import os
from datetime import timedelta
from typing import Any, Final

from gunicorn import glogging

from service.headers import SNAPSHOT
from service.health import PATHS as PROBES
from service.process.handlers import handler_of
from service.process.lines import Discreet, Named, formatter
from service.request_ids import HEADER

LONGEST: Final = 200  # characters of a path that a line repeats
_ON: Final = ("1", "true", "yes", "on")


def switched_on(name: str) -> bool:
    """Return whether a variable of the environment switches something on."""
    return os.environ.get(name, "").lower() in _ON


class Logger(glogging.Logger):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's logger with the lines of service.process.lines.

    LOG_FORMAT=json writes JSON, ACCESS_LOG=1 a line for each request to the standard output, LOG_ADDRESS=1
    the address of the client into each; the rest goes to the standard error output.
    """

    def setup(self, cfg: Any) -> None:
        """Set up gunicorn's handlers, then one for everything that the site logs; done again at a reload."""
        super().setup(cfg)
        form = formatter(os.environ.get("LOG_FORMAT", ""))
        self.with_address = switched_on("LOG_ADDRESS")
        root = logging.getLogger()
        for handler in [one for one in root.handlers if getattr(one, "_gunicorn", False)]:
            root.removeHandler(handler)
        own = logging.StreamHandler()
        own._gunicorn = True  # type: ignore[attr-defined]  # the mark by which gunicorn knows its handlers
        root.addHandler(own)
        for handler in (*root.handlers, *self.error_log.handlers, *self.access_log.handlers):
            handler.setFormatter(form)
            handler.filters[:] = [Named()]
        self.error_log.filters[:] = [] if self.with_address else [Discreet()]

    def access(self, resp: Any, _req: Any, environ: dict[str, Any], request_time: timedelta) -> None:
        """Write the line of a request, unless it is a health check that went well.

        The query is left out: it reveals what a reader looked at, and may contain whatever was typed.
        """
        if not self.access_log_enabled:
            return
        status = int(str(resp.status).split(None, 1)[0])
        path = str(environ.get("RAW_URI", "")).partition("?")[0]
        if path in PROBES and status == 200:
            return
        headers = {name.lower(): value for name, value in resp.headers}
        line: dict[str, Any] = {
            "method": str(environ.get("REQUEST_METHOD", "")),
            "path": path[:LONGEST],
            "handler": handler_of(path),
            "status": status,
            "bytes": int(resp.sent or 0),
            "ms": round(request_time.total_seconds() * 1000, 1),
            "request": headers.get(HEADER.lower(), ""),
            "snapshot": headers.get(SNAPSHOT.lower(), ""),
        }
        if self.with_address:
            line["address"] = str(environ.get("REMOTE_ADDR", ""))
        text = "{method} {path} {status} {bytes} B {ms} ms".format_map(line)
        extra = [f"{name}={line[name]}" for name in ("snapshot", "address") if line.get(name)]
        # The text is an argument: a "%" in a path is no placeholder.
        self.access_log.info("%s", " ".join([text, *extra]), extra=line)
