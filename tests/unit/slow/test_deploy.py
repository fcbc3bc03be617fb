"""The files for compose, Kubernetes, systemd and cron are valid, harden what they start, and agree."""

import json
import os
import re
import runpy
import shlex
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from etl import errors
from etl.commands import main
from service.guard import MAX_BODY
from tests.documents import ROOT, text

KUBERNETES = ROOT / "deploy" / "kubernetes"
KUSTOMIZATION = KUBERNETES / "kustomization.yaml"
OURS = "innovation-trajectory"
CODE = """
import json
from app import server
client = server.test_client()
paths = ("/_mcp", "/console", "/en/?__debugger__=yes&cmd=resource&f=debugger.js")
told = [(answer.status_code, b"werkzeug" in answer.data.lower()) for answer in map(client.get, paths)]
print(json.dumps([server.debug, told]))
"""
EXACT = re.compile(r"[\w./-]+:\d+\.\d+\.\d+[\w.-]*@sha256:[0-9a-f]{64}")


SERVICES: dict[str, Any] = yaml.safe_load(text("compose.yaml"))["services"]
MANIFESTS: list[dict[str, Any]] = [
    manifest
    for path in sorted(set(KUBERNETES.glob("*.yaml")) - {KUSTOMIZATION})
    for manifest in yaml.safe_load_all(path.read_text(encoding="utf-8"))
]


def within(node: Any, key: str) -> Iterator[Any]:
    """Every value of a key, however deep."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name == key:
                yield value
            yield from within(value, key)
    elif isinstance(node, list):
        for value in node:
            yield from within(value, key)


# --- schemas ---------------------------------------------------------------------------------------------


def test_compose_and_the_files_of_the_forge_are_what_their_schemas_allow() -> None:
    for schema, pattern in (
        ("compose-spec", "compose.yaml"),
        ("citation-file-format", "CITATION.cff"),
        ("dependabot", ".github/dependabot.yml"),
        ("github-workflows", ".github/workflows/*.yml"),
        ("github-issue-forms", ".github/ISSUE_TEMPLATE/[0-9]*.yml"),
        ("github-issue-config", ".github/ISSUE_TEMPLATE/config.yml"),
    ):
        files = sorted(map(str, ROOT.glob(pattern)))
        check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", *files]
        done = subprocess.run(check, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


def test_every_manifest_is_valid_to_the_letter() -> None:
    for manifest in MANIFESTS:
        kubernetes_validate.validate(manifest, kubernetes_validate.latest_version(), strict=True)


def test_the_kustomization_names_every_file_and_an_image_of_this_version() -> None:
    named = yaml.safe_load(KUSTOMIZATION.read_text(encoding="utf-8"))
    assert set(named["resources"]) == {path.name for path in KUBERNETES.glob("*.yaml")} - {KUSTOMIZATION.name}
    version = tomllib.loads(text("pyproject.toml"))["project"]["version"]
    assert named["images"] == [{"name": OURS, "newTag": version}]
    for image in within(MANIFESTS, "image"):
        assert image == f"{OURS}:{version}" or EXACT.fullmatch(image)


# --- hardening -------------------------------------------------------------------------------------------


def test_services_have_no_rights_their_share_of_the_machine_and_an_exact_image() -> None:
    secure = {"read_only": True, "cap_drop": ["ALL"], "security_opt": ["no-new-privileges:true"]}
    for name, service in SERVICES.items():
        assert secure.items() <= service.items(), name
        assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory", "pids"}, name
        assert service["image"] == OURS or EXACT.fullmatch(service["image"]), name


def test_pods_have_no_rights_and_their_share_of_a_machine() -> None:
    for pod in (one["spec"] for one in within(MANIFESTS, "template") if "containers" in one["spec"]):
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["automountServiceAccountToken"] is False
    for container in (one for many in within(MANIFESTS, "containers") for one in many):
        rights = {"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True}
        assert container["securityContext"] == rights | {"capabilities": {"drop": ["ALL"]}}
        assert set(container["resources"]["limits"]) == {"cpu", "memory", "ephemeral-storage"}
    assert not [one for one in MANIFESTS if one["kind"] == "Secret"]


def test_workflows_run_what_is_pinned_and_keep_no_credentials() -> None:
    (base,) = re.findall(r"^FROM (\S+) AS base$", text("Dockerfile"), re.MULTILINE)
    for path in (ROOT / ".github" / "workflows").glob("*.yml"):
        workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert set(within(workflow["jobs"], "container")) <= {base}
        assert workflow["permissions"] in ({}, {"contents": "read"})
        for used in within(workflow, "uses"):
            assert re.fullmatch(r"\$/\S+|\S+@[0-9a-f]{40}", used), used
        for step in (one for steps in within(workflow, "steps") for one in steps):
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False


# --- what two files must say alike -----------------------------------------------------------------------


def test_limits_of_nginx_gunicorn_and_compose_fit_each_other() -> None:
    conf, gunicorn = text("deploy/nginx.conf"), runpy.run_path(str(ROOT / "gunicorn.conf.py"))
    (kept,) = re.findall(r"upstream site {.*?keepalive_timeout (\d+)s;", conf, re.DOTALL)
    assert int(kept) < gunicorn["keepalive"]
    assert f"client_max_body_size {MAX_BODY // 1024}k;" in conf
    assert gunicorn["forwarder_headers"] == "", "no header of a client is believed"
    assert int(SERVICES["web"]["stop_grace_period"].rstrip("s")) > gunicorn["graceful_timeout"]
    assert min(within(MANIFESTS, "terminationGracePeriodSeconds")) > gunicorn["graceful_timeout"]
    folder, cache = (int(size) for size in re.findall(r":size=(\d+)m", str(SERVICES["nginx"]["tmpfs"])))
    most, each = re.findall(r"fetched (\d+);\s+proxy_max_temp_file_size (\d+)m;", conf)[0]
    assert int(most) * int(each) < folder, "slow readers of downloads would fill it"
    assert int(re.findall(r"max_size=(\d+)m", conf)[0]) < cache


def test_commands_and_exit_codes_of_deployment_and_text_are_those_of_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("WORKBOOK.xlsx").touch()
    files = [ROOT / "compose.yaml", ROOT / "docs/refresh.md", *(ROOT / "deploy").rglob("*.*")]
    told = "\n".join(path.read_text(encoding="utf-8") for path in files)
    commands = re.findall(r"-m etl ([a-z][^`#()&|\n]*)", told)
    assert len(commands) > 15
    for command in commands:
        name, *words = shlex.split(command.replace("/in/", ""))
        main.commands[name].make_context(name, words)
    codes = {int(code) for code in re.findall(r"^\| (\d+) \|", text("docs/refresh.md"), re.MULTILINE)}
    assert codes == {kind.exit_code for kind in errors.EtlError.__subclasses__()} | {0, 1, 130}


def test_the_loop_of_compose_goes_on_after_a_failed_refresh_and_ends_when_told(tmp_path: Path) -> None:
    stand_in, calls = tmp_path / "python", tmp_path / "calls"
    stand_in.write_text('#!/bin/sh\necho "$@" >> calls\nexit 3\n', encoding="utf-8")
    stand_in.chmod(0o755)
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "EVERY": "0.01"}
    command = [word.replace("$$", "$") for word in SERVICES["refresh"]["command"]]
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True) as loop:
        while not calls.exists() or len(calls.read_text(encoding="utf-8").splitlines()) < 3:
            time.sleep(0.02)
        loop.send_signal(signal.SIGTERM)
        _, told = loop.communicate(timeout=60)
    assert loop.returncode == 0
    assert "refresh ended with exit code 3\n" in told
    assert set(calls.read_text(encoding="utf-8").splitlines()) == {"-m etl refresh"}


# --- what the environment cannot turn on -----------------------------------------------------------------


def test_no_variable_opens_a_debugger_or_callbacks_to_programs() -> None:
    wanted = {"DASH_DEBUG": "1", "FLASK_DEBUG": "1", "DASH_MCP_ENABLED": "true", "DASH_UI": "true"}
    done = subprocess.run(
        [sys.executable, "-c", CODE],
        cwd=ROOT,
        env=os.environ | wanted,
        capture_output=True,
        text=True,
        check=True,
    )
    _, told = json.loads(done.stdout.splitlines()[-1])
    assert told == [[404, False], [404, False], [200, False]]
