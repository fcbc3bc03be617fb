"""Redirects, error pages, bodies and hosts: a quiet 4xx for what no browser sends, none for what it does."""

import json
import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from dash import Dash
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import create_environ, run_wsgi_app

from components.documents.routes import NAVIGATION
from components.pages import PAGES
from components.text.catalog import words
from data.languages import LANGUAGES
from service import addresses, guard
from tests.toy_site import FIGURE, MEASURE, UPDATE


@pytest.fixture
def quiet(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    with caplog.at_level(logging.INFO):
        yield
    assert [record.getMessage() for record in caplog.get_records("call")] == []


# --- redirects and error pages ---------------------------------------------------------------------------


def test_addresses_lead_to_the_page_that_is_meant(client: FlaskClient, reader: FlaskClient) -> None:
    query = "peers=KOR,JPN&measure=score&x=%E4%B8%AD"
    reach = "economy=CHN&edition=2025&rank=5"
    for asked, path, accepted, place in (
        (client, "/", None, "/en/"),
        (client, "/", "zh-CN,zh;q=0.9,en;q=0.8", "/zh/"),
        (client, "/", "zh", "/zh/"),
        (client, "/", "zh-Hant-TW", "/zh/"),
        (client, "/", "en-GB,en;q=0.9,zh;q=0.8", "/en/"),
        (client, "/", "fr-FR", "/en/"),
        (client, "/", "zh;q=0, en;q=0.1", "/en/"),
        (client, "/", "*", "/en/"),
        (client, "/", "nonsense;;q=,,", "/en/"),
        (client, f"/?{query}", None, f"/en/?{query}"),
        (client, "/?next=//evil.example", None, "/en/?next=//evil.example"),
        (client, f"/zh?{query}", None, f"/zh/?{query}"),
        (client, "/en/data/", None, "/en/data"),
        *((client, f"{path}?x=1", None, "/en/data?x=1") for path in ("/EN/Data", "/en/DATA/", "/En/data")),
        (client, "/data?lang=en", None, "/en/data"),
        (client, "/data?x=1&lang=en&with=KOR,JPN", None, "/en/data?x=1&with=KOR,JPN"),
        (client, "/Data/?lang=en", None, "/en/data"),
        (client, "/data?lang=<script>", None, "/en/data"),
        (client, "/data", None, "/en/data"),
        (reader, f"/reach?{reach}&lang=zh", None, f"/zh/why/reach?{reach}"),
        (reader, f"/en/reach?{reach}", None, f"/en/why/reach?{reach}"),
        (reader, "/en/data/releases?series=RL.EST", None, "/en/data?series=RL.EST#releases"),
        (reader, "/en/data/Releases/", None, "/en/data/releases"),
        (reader, "/data/releases?lang=zh&series=RL.EST", None, "/zh/data/releases?series=RL.EST"),
        (
            reader,
            "/zh/weights?edition=2022&without=gerd",
            None,
            "/zh/why/indicator?edition=2022&without=gerd",
        ),
    ):
        answer = asked.get(path, headers={"Accept-Language": accepted} if accepted else {})
        assert answer.status_code in (302, 308), path
        assert unquote(answer.headers["Location"]) == unquote(place), (path, accepted)
        if path.startswith(("/?", "/data")) or path == "/":  # the language is the reader's
            assert answer.status_code == 302
            assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.usefixtures("quiet")
def test_unknown_paths_get_the_page_in_their_language_and_programs_get_json(
    client: FlaskClient, reader: FlaskClient
) -> None:
    chinese = {"Accept-Language": "zh-CN"}
    for path, accepted, lang in (
        ("/nothing", {}, "en"),
        ("/nothing", chinese, "zh"),
        ("/en/nothing", chinese, "en"),
        ("/zh/nothing", {}, "zh"),
        ("/%00", {}, "en"),
        ("/" + "a" * 10_000, {}, "en"),
        ("/_dash", {}, "en"),
        ("/en/data/x", {}, "en"),
        ("/%0d%0aSet-Cookie:%20a=b", {}, "en"),
    ):
        answer = client.get(path, headers=accepted)
        assert (answer.status_code, answer.content_type) == (404, "text/html; charset=utf-8"), path
        assert answer.text == f"<!doctype html><html lang='{lang}'><title>404</title>", path
        assert "Set-Cookie" not in answer.headers
    assert client.get("/_dash-nothing").get_json() == {"error": "Not Found"}
    answer = client.get("/api/v1/nothing")
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")
    away = client.get("//evil.example/x").headers.get("Location", "/").removeprefix("http://localhost")
    assert re.match("/(?!/)", away + " ")
    assert reader.get("/en/CHN").status_code == 404  # two pages end so


def test_the_page_for_what_is_not_there_leads_to_all_that_are_and_to_what_may_be_meant(
    reader: FlaskClient,
) -> None:
    for lang in LANGUAGES:
        found = set(re.findall(r'<a href="([^"]+)"', reader.get(f"/{lang}/nothing").text))
        pages = {f"/{lang}/{place}" for group in NAVIGATION.values() for place in group}
        assert found == pages | {f"/{lang}/#search"}
        assert {f"/{lang}/{page.home}" for page in PAGES} <= pages
    for path, meant in (
        ("/en/rankings", "/en/ranking"),
        ("/en/economy/Vietnam", "/en/economy/VNM"),
        ("/zh/brief/越南", "/zh/brief/VNM"),
        ("/zh/economys", "/zh/economy"),
        ("/en/strategy/target", "/en/strategy/targets"),
    ):
        told = f'<p class="ways"><b>{words(path[1:3])("error.near")}</b> <a href="{meant}">'
        assert told in reader.get(path).text, path
    assert words("en")("error.near") not in reader.get("/en/qqqq").text


def test_a_fault_shows_nothing_of_itself(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    answer = client.get("/broken")
    assert answer.status_code == 500
    assert "<title>500</title>" in answer.text
    assert "secret" not in answer.text
    assert "secret" in caplog.text


# --- bodies of callbacks ---------------------------------------------------------------------------------


def _with(**changes: Any) -> dict[str, Any]:
    return {**FIGURE, **changes}


def _without(key: str) -> dict[str, Any]:
    return {name: value for name, value in FIGURE.items() if name != key}


def _input(**changes: Any) -> dict[str, Any]:
    return _with(inputs=[{**MEASURE, **changes}])


def _post(client: FlaskClient, body: Any) -> int:
    return client.post(UPDATE, data=json.dumps(body), content_type="application/json").status_code


def test_duplicate_and_missing_outputs_pass(client: FlaskClient, dash_app: Dash) -> None:
    client.get("/healthz")  # Dash collects its callbacks at the first request
    callbacks: dict[str, Any] = dash_app.callback_map
    output = next(key for key in callbacks if key.startswith("..out.title@"))
    title = output.strip(".").split("...")[0].removeprefix("out.")
    outputs = [{"id": "out", "property": title}, {"id": "out", "property": "children"}]
    assert _post(client, {"output": output, "outputs": outputs, "inputs": [MEASURE]}) == 200
    silent = next(key for key, value in callbacks.items() if value.get("no_output"))
    nothing = {"output": silent, "inputs": [MEASURE], "changedPropIds": ["measure.value"]}
    assert _post(client, nothing) == 204


def _each(status: int, *values: Any) -> list[tuple[Any, int]]:
    return [(value, status) for value in values]


def _bad(key: str, *values: Any) -> list[tuple[Any, int]]:
    return [(_with(**{key: value}), 400) for value in values]


BODIES: tuple[tuple[Any, int], ...] = (
    (FIGURE, 200),
    *_each(400, None, [], "x", 3, {}),
    (_with(output="nope.children"), 404),
    (_with(output="out.lang"), 404),  # which the browser computes
    *_bad("output", None, ["figure.figure"]),
    *((_without(key), 400) for key in ("output", "outputs", "inputs")),
    *_bad("outputs", {"id": "x", "property": "children"}, {"property": "figure"}, "x", []),
    *_bad("inputs", [], None, "abc", [MEASURE] * 3, [1], [[MEASURE]]),
    *((_input(id=one), 400) for one in ("other", {"type": "x"})),
    (_input(property="options"), 400),
    *_bad("state", 7, [MEASURE]),
    *_bad("changedPropIds", "x", ["no-dot", 5, None], ["{oops}.value"], ["{}[].value"]),
    *((_input(value=one), 400) for one in ("\ud800", float("inf"))),
)
LONG, OVER = "x" * 4_000, "x" * 4_001
VALUES: tuple[tuple[Any, int], ...] = (  # of a control: exactly at each limit, and one over it
    *_each(200, None, True, 1.5, -(10**300), "", [], {}),
    *_each(200, LONG, [LONG], {"a": LONG}, {LONG: 1}),
    *_each(400, OVER, [OVER], {"a": OVER}, {OVER: 1}),
    *_each(200, ["CHN"] * 300, {f"{n}": n for n in range(300)}),
    *_each(400, ["CHN"] * 301, {f"{n}": n for n in range(301)}),
    *_each(400, [[]], [{}], {"a": []}, {"a": {}}, [None, ["x"]]),
)


@pytest.mark.usefixtures("quiet")
def test_a_body_is_answered_if_it_is_as_declared_and_no_value_is_more_than_a_control_has(
    client: FlaskClient,
) -> None:
    bodies = [*BODIES, *((_input(value=value), status) for value, status in VALUES)]
    changed = ((["measure.value"] * 300, 200), (["measure.value"] * 301, 400))
    bodies += [(_with(changedPropIds=one), status) for one, status in changed]
    wrong = [(str(body)[:200], status) for body, status in bodies if _post(client, body) != status]
    assert wrong == []


def test_a_state_is_held_to_the_same_limits_as_an_input() -> None:
    pair = {"id": "measure", "property": "value"}
    known = {"a": {"callback": None, "no_output": True, "inputs": [pair], "state": [pair]}}
    for value, status in VALUES:
        sent = {"output": "a", "inputs": [pair | {"value": 1}], "state": [pair | {"value": value}]}
        assert guard.refusal(sent, known) == (0 if status == 200 else status), str(value)[:50]


@pytest.mark.usefixtures("quiet")
def test_what_is_no_body_is_refused_and_one_of_the_largest_size_is_read(client: FlaskClient) -> None:
    figure, most = json.dumps(FIGURE).encode(), 256 * 1024
    for data, kind, status in (
        (figure.ljust(most), "application/json", 200),
        (figure.ljust(most + 1), "application/json", 413),
        (b"{oops", "application/json", 400),
        (b"", "application/json", 400),
        (b"\xff\xfe{}", "application/json", 400),
        (b'{"output": NaN}', "application/json", 400),
        (b'{"output": ' + b"9" * 5000 + b"}", "application/json", 400),
        (b"[" * 100_000 + b"]" * 100_000, "application/json", 400),
        (b"[" * 41 + b"]" * 41, "application/json", 400),
        (figure, "text/plain", 415),
        (b"{}", None, 415),
    ):
        assert client.post(UPDATE, data=data, content_type=kind).status_code == status, data[:40]


@pytest.mark.usefixtures("quiet")
def test_only_registered_component_files_are_answered(client: FlaskClient, dash_app: Dash) -> None:
    client.get("/en/")
    paths = [f"{package}/{path}" for package, named in dash_app.registered_paths.items() for path in named]
    codes = {client.get(f"/_dash-component-suites/{path}").status_code for path in paths}
    assert 200 in codes <= {200, 404}
    others = (
        "os/path",
        "dash/../../x",
        "dash/dcc/__init__.py",
        "dash/dcc/nothing.js",
        "dash_html/x.js",
        "dash/",
    )
    assert {client.get(f"/_dash-component-suites/{path}").status_code for path in others} == {404}


# --- the operator's address, hosts and contact -----------------------------------------------------------


def test_what_the_operator_names_is_read_or_refused() -> None:
    for read, name, given, expected in (
        (addresses.public_address, "PUBLIC_URL", None, ""),
        *(
            (addresses.public_address, "PUBLIC_URL", f" {one}/ ", one)
            for one in ("https://example.org", "http://10.0.0.1:8050", "https://[::1]:8443")
        ),
        (addresses.allowed_hosts, "ALLOWED_HOSTS", None, ()),
        (addresses.allowed_hosts, "ALLOWED_HOSTS", "Example.org, .b.net,", ("example.org", ".b.net")),
    ):
        assert read({} if given is None else {name: given}) == expected
    for wrong in (
        "example.org",
        "https://",
        *(f"https://a{one}" for one in ("/b", "?b", " b", '"')),
        "javascript:x",
    ):
        with pytest.raises(ValueError, match="PUBLIC_URL"):
            addresses.public_address({"PUBLIC_URL": wrong})
    for wrong in ("https://example.org", "example.org:80", "*", "a b"):
        with pytest.raises(ValueError, match="ALLOWED_HOSTS"):
            addresses.allowed_hosts({"ALLOWED_HOSTS": wrong})


def test_only_allowed_hosts_are_answered_and_only_an_old_protocol_may_leave_the_host_out() -> None:
    def status(allowed: str, host: str | None, path: str, protocol: str) -> int:
        server = Flask(__name__)
        addresses.install(server, addresses.allowed_hosts({"ALLOWED_HOSTS": allowed}))
        server.add_url_rule("/<path:path>", "any", lambda path: path)
        environ = create_environ(path)
        del environ["HTTP_HOST"]
        environ |= {"SERVER_PROTOCOL": protocol} | ({} if host is None else {"HTTP_HOST": host})
        return int(run_wsgi_app(server, environ)[1].split()[0])

    new, old, some = "HTTP/1.1", "HTTP/1.0", "example.org,.example.net"
    named = ("example.org", "EXAMPLE.ORG", "example.org:8443", "www.example.net")
    strange = ("evil.example", "example.org.evil.example", "www.example.org", "127.0.0.1", None, "")
    malformed = ("a,b", "a b", "a/b", "a@b", "a:99999", "<x>")
    for row, expected in (
        *((("", one, "/en/", new), 200) for one in (*named, "evil.example", "10.0.0.1:8050", "[::1]:80")),
        *((("", one, "/en/", new), 400) for one in malformed),
        *(((some, one, "/en/", new), 200) for one in named),
        *(((some, one, "/en/", new), 400) for one in strange),
        *(((some, "10.1.2.3:8050", one, new), 200) for one in ("/healthz", "/readyz")),
        *(((one, host, "/healthz", new), 400) for one in ("", some) for host in (None, "")),
        *(((one, None, "/healthz", old), 200) for one in ("", some)),
        *((("", None, "/en/", old), 200), ((some, None, "/en/", old), 400)),
    ):
        assert status(*row) == expected, row


def test_a_named_host_is_repeated_only_if_it_is_allowed_or_this_machine() -> None:
    for host, allowed, expected in (
        ("example.org", (), ""),
        ("example.org:8050", ("example.org",), "http://example.org:8050"),
        *((one, (), f"http://{one}") for one in ("localhost", "127.0.0.1:8050", "[::1]:8050", "[::1]")),
        *((one, (), "") for one in ("localhost.example.org", "127.0.0.1.example.org:80")),
    ):
        with Flask(__name__).test_request_context(base_url=f"http://{host}"):
            assert addresses.site_address("", allowed) == expected
            assert addresses.site_address("https://gii.example.org", allowed) == "https://gii.example.org"


def test_security_txt_has_what_its_standard_asks_for_or_is_not_there() -> None:
    def given(contact: str, site: str = "") -> dict[str, str]:
        server = Flask(__name__)
        addresses.install(server, (), contact, site)
        answer = server.test_client().get(addresses.SECURITY)
        if answer.status_code == 404:
            return {}
        assert (answer.status_code, answer.content_type) == (200, "text/plain; charset=utf-8")
        return dict(line.split(": ", 1) for line in answer.text.splitlines())

    contact = "https://example.org/report"
    fields = given(contact, "https://example.org")
    assert fields["Contact"] == contact
    assert fields["Canonical"] == f"https://example.org{addresses.SECURITY}"
    left = datetime.fromisoformat(fields["Expires"]) - datetime.now(UTC)
    assert timedelta(days=90) < left < timedelta(days=365)  # at most a year, says RFC 9116
    assert "Canonical" not in given(contact)
    assert "Canonical" not in given(contact, "http://example.org")
    assert given("") == given("http://example.org/report") == {}
