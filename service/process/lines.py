"""Lines of the log: for readers, or JSON for programs; no text in one line can forge another."""

from __future__ import annotations

import logging
import re
import time
from typing import Final

from pythonjsonlogger.json import JsonFormatter

from service.request_ids import current_id

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


def json_lines() -> logging.Formatter:
    """Return a formatter that writes a record as one line of JSON, its traceback as ``exception``."""
    return JsonFormatter(
        ["levelname", "name", "process", "message"],
        rename_fields={"levelname": "level", "name": "logger", "process": "pid", "exc_info": "exception"},
        timestamp="time",
    )


def formatter(form: str) -> logging.Formatter:
    """Return the formatter for LOG_FORMAT: JSON for "json", text for anything else."""
    return json_lines() if form == "json" else Text()
