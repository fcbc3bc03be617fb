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
CALLBACK, SUITE = "callback", "suite"

_EXACT: Final = {
    UPDATE: CALLBACK,
    "/_dash-layout": "layout",
    "/_dash-dependencies": "layout",
    **dict.fromkeys(PROBES, "health"),
    **{one.path: f"api/{one.name}" for one in ENDPOINTS},
}
_BELOW: Final = {
    SUITES: SUITE,
    ASSETS: "asset",
    "/_dash-layout/": "layout",
    "/download/": "download",
    "/embed/": "embed",
    f"{ROOT}/": "api",
    **{f"/{language}/": "page" for language in LANGUAGES},
}
KINDS: Final = frozenset({OTHER, *_EXACT.values(), *_BELOW.values()})


def handler_of(path: str) -> str:
    """Return the kind of a path, one of KINDS: invented paths are of few kinds, however many they are."""
    if exact := _EXACT.get(path):
        return exact
    return next((kind for start, kind in _BELOW.items() if path.startswith(start)), OTHER)


LONGEST: Final = 200  # characters of a path that a line repeats
_ON: Final = ("1", "true", "yes", "on")
_MARGIN: Final = "    | "
_PEER: Final = re.compile(r" from ip=\S+?(?=:? |$)")
_QUERY: Final = re.compile(r"\?\S*")


def plain(text: str) -> str:
    """Return a text on one line: what cannot be printed is written as an escape."""
    return text if text.isprintable() else "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


class Named(logging.Filter):
    """Names the request in every line that is written while one is answered."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Put the id of the request on the record; keep every record."""
        if not hasattr(record, "request") and (identity := current_id()):
            record.request = identity
        return True


class Discreet(logging.Filter):
    """Removes the address of the client and the query from gunicorn's own lines."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Shorten the message of the record; keep every record."""
        message = record.getMessage()
        record.msg, record.args = _QUERY.sub("?...", _PEER.sub("", message)), None
        return True


class Text(logging.Formatter):
    """One line a record: time in UTC, process, level, message, request; a traceback below, with a margin."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as text. No line of a traceback begins as a record does."""
        moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        head = f"{moment}.{int(record.msecs):03d}Z [{record.process}] [{record.levelname}]"
        line = f"{head} {plain(record.getMessage())}"
        if request := getattr(record, "request", ""):
            line += f" request={request}"
        below = [self.formatException(record.exc_info)] if record.exc_info else []
        below += [record.stack_info] if record.stack_info else []
        more = [f"{_MARGIN}{plain(one)}" for text in below for one in text.splitlines()]
        return "\n".join([line, *more])


def formatter(form: str) -> logging.Formatter:
    """Return the formatter for LOG_FORMAT: for "json" one line of JSON a record, for anything else text.

    JSON has the traceback of a record as ``exception``.
    """
    if form != "json":
        return Text()
    return JsonFormatter(
        ["levelname", "name", "process", "message"],
        rename_fields={"levelname": "level", "name": "logger", "process": "pid", "exc_info": "exception"},
        timestamp="time",
    )


def switched_on(name: str) -> bool:
    """Return whether a variable of the environment switches something on."""
    return os.environ.get(name, "").lower() in _ON


class Logger(glogging.Logger):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's logger with the lines of this module.

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
            "request": headers.get(REQUEST_ID.lower(), ""),
            "snapshot": headers.get(SNAPSHOT.lower(), ""),
        }
        if self.with_address:
            line["address"] = str(environ.get("REMOTE_ADDR", ""))
        text = "{method} {path} {status} {bytes} B {ms} ms".format_map(line)
        extra = [f"{name}={line[name]}" for name in ("snapshot", "address") if line.get(name)]
        # The text is an argument: a "%" in a path is no placeholder.
        self.access_log.info("%s", " ".join([text, *extra]), extra=line)
