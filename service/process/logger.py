"""The log of a server: lines of gunicorn and the site, as text or JSON; if enabled, one for each request."""

import logging
import os
import re
import time
from datetime import timedelta
from typing import Any, Final

from gunicorn import glogging
from pythonjsonlogger.json import JsonFormatter

from data.api import ENDPOINTS, ROOT
from data.languages import LANGUAGES
from service.files import ASSETS, SUITES
from service.guard import UPDATE
from service.headers import REQUEST_ID, SNAPSHOT, current_id
from service.health import PATHS as PROBES

OTHER: Final = "other"

_EXACT: Final = {
    UPDATE: "callback",
    "/_dash-layout": "layout",
    "/_dash-dependencies": "layout",
    **dict.fromkeys(PROBES, "health"),
    **{one.path: f"api/{one.name}" for one in ENDPOINTS},
}
_BELOW: Final = {
    SUITES: "suite",
    ASSETS: "asset",
    "/_dash-layout/": "layout",
    "/download/": "download",
    "/embed/": "embed",
    f"{ROOT}/": "api",
    **{f"/{language}/": "page" for language in LANGUAGES},
}


def handler_of(path: str) -> str:
    """Return the kind of a path, one of few, however many paths are made up."""
    if exact := _EXACT.get(path):
        return exact
    return next((kind for start, kind in _BELOW.items() if path.startswith(start)), OTHER)


LONGEST: Final = 200  # characters of a path that a line repeats
_PEER: Final = re.compile(r" from ip=\S+?(?=:? |$)")
_QUERY: Final = re.compile(r"\?\S*")


def name_request(record: logging.LogRecord) -> bool:
    """Put the id of the request on every line that is written while it is answered."""
    if not hasattr(record, "request") and (identity := current_id()):
        record.request = identity
    return True


def hide_client(record: logging.LogRecord) -> bool:
    """Remove the address of the client and the query from one of gunicorn's own lines."""
    message = record.getMessage()
    record.msg, record.args = _QUERY.sub("?...", _PEER.sub("", message)), None
    return True


class Text(logging.Formatter):
    """Time in UTC, process, level, message and request; further lines, as of a traceback, have a margin."""

    converter = staticmethod(time.gmtime)

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as text, in which what cannot be printed is written as an escape."""
        first, *rest = super().format(record).splitlines() or [""]
        if request := getattr(record, "request", ""):
            first += f" request={request}"
        return "\n    | ".join(
            "".join(char if char.isprintable() else repr(char)[1:-1] for char in line)
            for line in (first, *rest)
        )


def formatter(form: str) -> logging.Formatter:
    """Return the formatter for LOG_FORMAT: "json" has tracebacks as ``exception``, anything else is text."""
    if form != "json":
        line = "%(asctime)s.%(msecs)03dZ [%(process)d] [%(levelname)s] %(message)s"
        return Text(line, "%Y-%m-%dT%H:%M:%S")
    return JsonFormatter(
        ["levelname", "name", "process", "message"],
        rename_fields={"levelname": "level", "name": "logger", "process": "pid", "exc_info": "exception"},
        timestamp="time",
    )


class Logger(glogging.Logger):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's logger; ACCESS_LOG=1 writes a line for each request."""

    def setup(self, cfg: Any) -> None:
        """Give the lines of gunicorn and of the site one form: requests on stdout, the rest on stderr."""
        super().setup(cfg)
        logging.basicConfig(handlers=[logging.StreamHandler()], force=True)
        form = formatter(os.environ.get("LOG_FORMAT", ""))
        for log in (logging.root, self.error_log, self.access_log):
            for handler in log.handlers:
                handler.setFormatter(form)
                handler.addFilter(name_request)
        for handler in self.error_log.handlers:
            handler.addFilter(hide_client)

    def access(self, resp: Any, _req: Any, environ: dict[str, Any], request_time: timedelta) -> None:
        """Write the line of a request, unless it is a health check that went well.

        The query is left out: it reveals what a reader looked at, and may contain whatever was typed.
        """
        status = int(str(resp.status).split(None, 1)[0])
        path = str(environ.get("RAW_URI", "")).partition("?")[0]
        if not self.cfg.accesslog or (path in PROBES and status == 200):
            return
        headers = {name.lower(): value for name, value in resp.headers}
        line: dict[str, Any] = {
            "method": str(environ.get("REQUEST_METHOD", "")),
            "path": path[:LONGEST],
            "handler": handler_of(path),
            "status": status,
            "bytes": int(resp.sent or 0),
            "ms": round(request_time.total_seconds() * 1000, 1),
            "request": headers.get(REQUEST_ID.lower(), ""),
            "snapshot": headers.get(SNAPSHOT.lower(), ""),
        }
        text = "%(method)s %(path)s %(status)d %(bytes)d B %(ms)s ms snapshot=%(snapshot)s"
        self.access_log.info(text, line, extra=line)
