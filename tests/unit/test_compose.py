"""compose.yaml and deploy/nginx.conf: what they promise of replicas, nginx and the daily refresh is true."""

from __future__ import annotations

import os
import re
import runpy
import shlex
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from etl.__main__ import main
from service.guard import MAX_BODY
from tests import balancing

ROOT = Path(__file__).resolve().parents[2]
DEADLINE = 20


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def compose() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(text("compose.yaml"))
    return document


def gunicorn() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "gunicorn.conf.py"))


def parse(command: str) -> None:
    """Parse what follows `python -m etl` with the program's own parser; a mistake fails the test."""
    name, *words = shlex.split(command)
    main.commands[name].make_context(name, words)


def test_compose_is_what_the_specification_allows() -> None:
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run([*check, "compose.yaml"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", ["nginx", "web", "refresh"])
def test_a_service_has_no_rights_and_its_share_of_the_machine(name: str) -> None:
    service = compose()["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    folders = ["/tmp", "/cache"] if name == "nginx" else ["/tmp"]
    assert [one.split(":")[0] for one in service["tmpfs"]] == folders
    assert service["restart"] == "unless-stopped"
    assert "privileged" not in service
    assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory", "pids"}
    exact = re.fullmatch(r"[\w/-]+:\d+\.\d+\.\d+[\w.-]*@sha256:[0-9a-f]{64}", service["image"])
    assert exact or f"--tag {service['image']} ." in text("Makefile")


def test_the_refresh_writes_the_volume_and_the_site_only_reads_it() -> None:
    services = compose()["services"]
    assert compose()["volumes"] == {"data": None}
    assert services["refresh"]["volumes"] == ["data:/data"]
    assert services["web"]["volumes"] == ["data:/data:ro"]
    assert services["web"]["image"] == services["refresh"]["image"]
    assert "DATA_DIR=/data" in text("Dockerfile")


def test_two_copies_wait_for_nobody_and_nginx_alone_can_be_reached_and_by_this_machine_only() -> None:
    services, networks = compose()["services"], compose()["networks"]
    web = services["web"]
    assert web["deploy"]["replicas"] == 2
    assert not {"depends_on", "command", "healthcheck", "ports"} & set(web)  # the image has a healthcheck
    assert web["networks"] == ["back"]
    assert networks["back"] == {"internal": True}
    assert services["nginx"]["networks"] == ["front", "back"]
    assert services["refresh"]["networks"] == ["outside"]
    assert services["nginx"]["ports"] == ["127.0.0.1:8050:8080"]
    assert not {"ports"} & set(services["refresh"])


def test_a_service_is_given_the_time_to_answer_what_it_was_asked() -> None:
    services = compose()["services"]
    assert int(services["web"]["stop_grace_period"].rstrip("s")) > gunicorn()["graceful_timeout"]
    assert services["nginx"]["stop_signal"] == "SIGQUIT"


def test_nginx_is_given_every_name_that_its_template_leaves_open() -> None:
    service = compose()["services"]["nginx"]
    given = {name for name in service["environment"] if name.startswith("SITE_")}
    assert given == balancing.names()
    assert service["environment"]["NGINX_ENVSUBST_FILTER"] == "^SITE_"
    assert service["volumes"] == ["./deploy/nginx.conf:/etc/nginx/templates/nginx.conf.template:ro"]
    port = service["environment"]["SITE_LISTEN"]
    assert port in service["ports"][0]
    assert f":{port}/healthz" in service["healthcheck"]["test"][-1]
    assert f"web:{gunicorn()['bind'].rpartition(':')[2]} " in service["environment"]["SITE_SERVERS"]


def test_nginx_lets_go_of_a_connection_before_gunicorn_does_and_takes_no_larger_bodies() -> None:
    conf = text("deploy/nginx.conf")
    kept = re.search(r"upstream site {.*?keepalive_timeout (\d+)s;", conf, re.DOTALL)
    assert kept
    assert int(kept[1]) < gunicorn()["keepalive"]
    assert f"client_max_body_size {MAX_BODY // 1024}k;" in conf
    assert "server_tokens off;" in conf


def test_what_nginx_writes_fits_its_folders_whatever_readers_do() -> None:
    service, conf = compose()["services"]["nginx"], text("deploy/nginx.conf")
    sizes = {path: int(size) for path, size in re.findall(r"(/\w+):size=(\d+)m", " ".join(service["tmpfs"]))}
    assert {service["environment"][name] for name in ("SITE_FOLDER", "SITE_CACHE")} == set(sizes)
    (files,) = re.findall(r"location /download/ {(.+?)}", conf, re.DOTALL)
    (most,), (each,) = re.findall(r"fetched (\d+);", files), re.findall(r"temp_file_size (\d+)m;", files)
    assert int(most) * int(each) < sizes[service["environment"]["SITE_FOLDER"]]
    assert re.findall(r"proxy_max_temp_file_size (\w+);", conf.replace(files, "")) == ["0"]
    (kept,) = re.findall(r"max_size=(\d+)m", conf)
    assert int(kept) < sizes[service["environment"]["SITE_CACHE"]]


def test_no_header_of_a_client_is_believed() -> None:
    assert gunicorn()["forwarder_headers"] == ""


def test_the_refresh_has_an_init_and_no_check_of_a_site_it_does_not_run() -> None:
    service = compose()["services"]["refresh"]
    assert service["init"] is True
    assert service["healthcheck"] == {"disable": True}
    assert service["environment"]["EVERY"] == 24 * 3600
    parse(re.findall(r"python -m etl (.+?) &", service["command"][2])[0])


@pytest.fixture
def stand_in(tmp_path: Path) -> Path:
    """Put a program in the place of python that notes its calls and ends with exit code 3."""
    program = tmp_path / "python"
    program.write_text(
        '#!/bin/sh\necho "$@" >> calls\n[ -z "$LONG" ] || exec sleep "$LONG"\nexit 3\n', encoding="utf-8"
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


def start(stand_in: Path, **environment: str) -> subprocess.Popen[str]:
    command = [word.replace("$$", "$") for word in compose()["services"]["refresh"]["command"]]
    return subprocess.Popen(
        command,
        cwd=stand_in.parent,
        env={"PATH": f"{stand_in.parent}:{os.environ['PATH']}", **environment},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def wait_for_calls(stand_in: Path, wanted: int) -> None:
    calls, end = stand_in.parent / "calls", time.monotonic() + DEADLINE
    while not calls.exists() or len(calls.read_text(encoding="utf-8").splitlines()) < wanted:
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.parametrize("phase", [{"LONG": "60", "EVERY": "60"}, {"EVERY": "60"}], ids=["asking", "waiting"])
def test_the_loop_ends_at_once_when_it_is_told_to(stand_in: Path, phase: dict[str, str]) -> None:
    loop = start(stand_in, **phase)
    try:
        wait_for_calls(stand_in, 1)
        time.sleep(0.2)
        loop.send_signal(signal.SIGTERM)
        _, told = loop.communicate(timeout=5)  # both ends of the pipe: no child is left behind
    finally:
        if loop.poll() is None:
            os.killpg(loop.pid, signal.SIGKILL)
    assert loop.returncode == 0
    assert told == ("" if "LONG" in phase else "refresh ended with exit code 3\n")


def test_a_failed_refresh_does_not_end_the_loop(stand_in: Path) -> None:
    loop = start(stand_in, EVERY="0.01")
    try:
        wait_for_calls(stand_in, 3)
        loop.terminate()
        _, told = loop.communicate(timeout=5)
    finally:
        if loop.poll() is None:
            os.killpg(loop.pid, signal.SIGKILL)
    assert "refresh ended with exit code 3\n" in told
    calls = (stand_in.parent / "calls").read_text(encoding="utf-8").splitlines()
    assert set(calls) == {"-m etl refresh"}


# --- docs/deploy.md --------------------------------------------------------------------------------------


def test_the_text_names_what_compose_lets_one_set_with_its_default() -> None:
    told = dict(re.findall(r"^\| `(\w+)` \| `?([^`|]+?)`? \|", text("docs/deploy.md"), re.MULTILINE))
    settable = dict(re.findall(r"\$\{(\w+):-([^}]*)\}", text("compose.yaml")))
    assert settable.keys() <= told.keys()
    assert all(told[name] == value for name, value in settable.items() if value)
