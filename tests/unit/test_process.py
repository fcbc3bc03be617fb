"""The process around the site: lines of the log, ids of requests, and kinds of paths."""

import logging
import re
import sys

import pytest
from flask.testing import FlaskClient

from service.process.logger import formatter, handler_of, hide_client

FORGED = "x\n2026-01-01T00:00:00.000Z [1] [INFO] forged\x1b[2J\u2028\r"
BEGIN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z \[\d+\] \[[A-Z]+\] ")


def record(message: str, *args: object, fault: Exception | None = None) -> logging.LogRecord:
    info = None
    if fault:
        try:
            raise fault
        except type(fault):
            info = sys.exc_info()
    return logging.LogRecord("site", logging.ERROR, "site.py", 1, message, args, info)


# --- lines -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", [None, ValueError(FORGED)], ids=["message", "traceback"])
def test_no_text_forges_a_line(fault: Exception | None) -> None:
    first, *rest = formatter("").format(record("of %s", FORGED, fault=fault)).split("\n")
    assert BEGIN.match(first)
    assert all(line.startswith("    | ") for line in rest)
    assert all(line.isprintable() for line in (first, *rest))


def test_lines_of_gunicorn_say_neither_who_asked_nor_for_what() -> None:
    one = record("Invalid request from ip=203.0.113.9: bad")
    other = record("Error handling request %s %s", "GET", "/en/?find=secret words")
    for line in (one, other):
        assert hide_client(line)
    assert one.getMessage() == "Invalid request: bad"
    assert other.getMessage() == "Error handling request GET /en/?... words"


# --- ids of requests -------------------------------------------------------------------------------------


def test_the_id_that_a_proxy_gave_comes_back_and_any_other_is_replaced(reader: FlaskClient) -> None:
    def named(given: str) -> list[str]:
        answers = [reader.get(path, headers={"X-Request-ID": given}) for path in ("/healthz", "/n")]
        return [one.headers["X-Request-ID"] for one in answers]

    for given in ("4f2a9c01", "b6a1c1f0-6f0e-4a3c-9e3e-0d6f6f6f6f6f", "x" * 64):
        assert named(given) == [given, given]
    for given in ("", "short", "x" * 65, "a b c d e f", "<script>alert</script>", "é" * 10):
        one, other = named(given)
        assert one != other
        assert re.fullmatch(r"[0-9a-f]{16},[0-9a-f]{16}", f"{one},{other}"), given


# --- kinds of paths --------------------------------------------------------------------------------------


def test_a_path_is_of_one_of_few_kinds() -> None:
    for path, kind in (
        ("/en/", "page"),
        ("/zh/economy/CHN", "page"),
        ("/_dash-update-component", "callback"),
        ("/api/v1/scores", "api/scores"),
        ("/api/v1/anything", "api"),
        ("/download/trajectory.csv", "download"),
        ("/assets/style.css", "asset"),
        ("/_dash-component-suites/dash/dcc/async-graph.js", "suite"),
        ("/healthz", "health"),
        ("/en", "other"),
        ("/wp-login.php", "other"),
        ("", "other"),
    ):
        assert handler_of(path) == kind
