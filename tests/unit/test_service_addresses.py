"""The public address of the site, the hosts it answers to, security.txt: what the operator names alone."""

from __future__ import annotations

import runpy
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from flask import Flask
from werkzeug.test import create_environ, run_wsgi_app

from service import addresses
from tests.serving import ROOT

CONTACT = "https://example.org/report"


def status(allowed: str, host: str | None, path: str = "/en/", protocol: str = "HTTP/1.1") -> int:
    """The status that a request for a host gets."""
    server = Flask(__name__)
    addresses.install(server, addresses.allowed_hosts({"ALLOWED_HOSTS": allowed}))
    server.add_url_rule("/<path:path>", "any", lambda path: path)
    environ = create_environ(path)
    del environ["HTTP_HOST"]
    environ |= {"SERVER_PROTOCOL": protocol} | ({} if host is None else {"HTTP_HOST": host})
    return int(run_wsgi_app(server, environ)[1].split()[0])


def test_a_public_address_is_scheme_host_and_port() -> None:
    assert addresses.public_address({}) == ""
    for named in ("https://example.org", "http://10.0.0.1:8050", "https://[::1]:8443"):
        assert addresses.public_address({"PUBLIC_URL": f" {named}/ "}) == named
    for wrong in (
        "example.org",
        "https://",
        "https://a/b",
        "https://a?b",
        "javascript:x",
        "https://a b",
        'https://a"',
    ):
        with pytest.raises(ValueError, match="PUBLIC_URL"):
            addresses.public_address({"PUBLIC_URL": wrong})


def test_a_start_says_that_there_is_no_public_address(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    server = SimpleNamespace(log=SimpleNamespace(info=said.append))
    for named in ("", "https://example.org"):
        monkeypatch.setenv("PUBLIC_URL", named)
        runpy.run_path(str(ROOT / "gunicorn.conf.py"))["when_ready"](server)
    assert said == [addresses.missing({})]
    assert "picture" in said[0]


def test_only_names_of_hosts_are_allowed() -> None:
    assert addresses.allowed_hosts({}) == ()
    named = addresses.allowed_hosts({"ALLOWED_HOSTS": "Example.org, .example.net,"})
    assert named == ("example.org", ".example.net")
    for wrong in ("https://example.org", "example.org:80", "*", "a b"):
        with pytest.raises(ValueError, match="ALLOWED_HOSTS"):
            addresses.allowed_hosts({"ALLOWED_HOSTS": wrong})


@pytest.mark.parametrize("host", ["evil.example", "example.org", "10.0.0.1:8050", "[::1]:80"])
def test_without_a_list_any_host_is_answered(host: str) -> None:
    assert status("", host) == 200


def test_with_a_list_only_its_hosts_are_answered_whatever_their_port_and_letters() -> None:
    listed = "example.org,.example.net"
    for host in ("example.org", "EXAMPLE.ORG", "example.org:8443", "www.example.net"):
        assert status(listed, host) == 200
    for other in ("evil.example", "example.org.evil.example", "www.example.org", "127.0.0.1", None, ""):
        assert status(listed, other) == 400
    assert status(listed, "10.1.2.3:8050", "/healthz") == status(listed, "10.1.2.3:8050", "/readyz") == 200


@pytest.mark.parametrize("allowed", ["", "example.org"])
def test_only_a_request_of_an_old_protocol_may_leave_the_host_out(allowed: str) -> None:
    assert status(allowed, None) == status(allowed, "") == status(allowed, None, "/healthz") == 400
    assert status(allowed, None, "/healthz", "HTTP/1.0") == 200
    assert status(allowed, None, "/en/", "HTTP/1.0") == (400 if allowed else 200)


@pytest.mark.parametrize("host", ["a,b", "a b", "a/b", "a@b", "a:99999", "<x>"])
def test_a_malformed_host_is_refused(host: str) -> None:
    assert status("", host) == 400


# --- security.txt ----------------------------------------------------------------------------------------


def security(named: str, site: str = "") -> tuple[int, str, dict[str, str]]:
    server = Flask(__name__)
    addresses.install(server, (), named, site)
    answer = server.test_client().get(addresses.SECURITY)
    text = answer.get_data(as_text=True)
    lines = text.splitlines() if answer.status_code == 200 else []
    return answer.status_code, str(answer.content_type), dict(line.split(": ", 1) for line in lines)


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


def test_security_txt_has_what_its_standard_asks_for() -> None:
    code, kind, fields = security(CONTACT, "https://example.org")
    assert (code, kind) == (200, "text/plain; charset=utf-8")
    assert fields["Contact"] == CONTACT
    assert fields["Canonical"] == f"https://example.org{addresses.SECURITY}"
    left = datetime.fromisoformat(fields["Expires"]) - datetime.now(UTC)
    assert timedelta(days=90) < left < timedelta(days=365)  # at most a year, says RFC 9116
    assert "Canonical" not in security(CONTACT)[2]
    assert "Canonical" not in security(CONTACT, "http://example.org")[2]


@pytest.mark.parametrize("named", ["", "http://example.org/report"])
def test_without_a_contact_that_may_stand_in_it_there_is_no_security_txt(named: str) -> None:
    assert security(named)[0] == 404
