"""What the files for cron and systemd in deploy and docs/refresh.md promise is true."""

from __future__ import annotations

import re
import shlex
from configparser import RawConfigParser
from pathlib import Path
from typing import TYPE_CHECKING

from data import catalog
from etl import errors, feeds
from etl.__main__ import main
from etl.versions import DEFAULT_RETENTION

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).resolve().parents[2]
UNIT = "innovation-trajectory-refresh"


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def unit(kind: str) -> RawConfigParser:
    parser = RawConfigParser(strict=False, interpolation=None, comment_prefixes=("#",))
    parser.optionxform = str  # type: ignore[assignment, method-assign] # systemd's names have capitals
    parser.read_string(text(f"deploy/{UNIT}.{kind}"))
    return parser


def parse(command: str) -> None:
    """Parse what follows `python -m etl` with the program's own parser; a mistake fails the test."""
    name, *words = shlex.split(command)
    main.commands[name].make_context(name, words)


# --- cron and systemd ------------------------------------------------------------------------------------


def test_the_cron_file_runs_a_real_command_once_a_day() -> None:
    lines = [line for line in text("deploy/refresh.cron").splitlines() if line and not line.startswith("#")]
    settings, entry = lines[:-1], lines[-1]
    assert all(re.fullmatch(r"[A-Z_]+=\S+", line) for line in settings)
    minute, hour, *days, user, command = entry.split(maxsplit=6)
    assert 0 <= int(minute) < 60
    assert 0 <= int(hour) < 24
    assert days == ["*", "*", "*"]
    assert user == "innovation-trajectory"
    assert "%" not in command  # to cron it is the end of the line
    folder, _, program = command.partition(" && ")
    assert folder == "cd /opt/innovation-trajectory"
    parse(program.removeprefix(".venv/bin/python -m etl "))
    assert text("deploy/refresh.cron").endswith("\n")


def test_the_service_runs_a_real_command_that_can_write_its_own_folder_alone() -> None:
    service = unit("service")["Service"]
    assert service["Type"] == "oneshot"
    assert service["User"] == service["StateDirectory"] == "innovation-trajectory"
    assert f"DATA_DIR=%S/{service['StateDirectory']}" in text(f"deploy/{UNIT}.service")
    assert service["ProtectSystem"] == "strict"
    assert service["CapabilityBoundingSet"] == ""
    for name in ("NoNewPrivileges", "ProtectHome", "PrivateTmp", "PrivateDevices", "RestrictSUIDSGID"):
        assert service[name] == "yes"
    program, _, command = service["ExecStart"].partition(" -m etl ")
    assert program == f"{service['WorkingDirectory']}/.venv/bin/python"
    parse(command)


def test_the_timer_makes_up_for_a_missed_night_and_spreads_the_load() -> None:
    timer = unit("timer")
    assert timer["Timer"]["OnCalendar"] == "*-*-* 04:00:00"
    assert timer["Timer"]["Persistent"] == "true"
    assert timer["Timer"]["RandomizedDelaySec"] == "1h"
    assert timer["Install"]["WantedBy"] == "timers.target"


# --- docs/refresh.md -------------------------------------------------------------------------------------


def test_the_commands_of_the_text_can_be_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "WORKBOOK.xlsx").touch()
    commands = re.findall(r"-m etl ([a-z][^`#()|\n]*)", text("docs/refresh.md"))
    assert len(commands) > 15
    for command in commands:
        parse(command.replace("/in/", ""))


def test_the_text_names_every_source_with_address_variable_and_limits() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+)", text("docs/refresh.md"), re.MULTILINE)
    told = dict(rows[: len(feeds.NAMES)])
    assert tuple(told) == feeds.NAMES
    for feed in feeds.FEEDS:
        live = catalog.load().sources[feed.family].live
        assert live
        assert all(f"`{word}`" in told[feed.name] for word in (feed.family, live.base, live.variable))
        assert all(f"{requests}" in told[feed.name] for requests, _ in live.limits)


def test_the_text_tells_every_exit_code_and_the_number_of_versions_kept() -> None:
    codes = {kind.exit_code for kind in errors.EtlError.__subclasses__()}
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", text("docs/refresh.md"), re.MULTILINE)}
    assert told == codes | {0, 1, 130}
    assert f"default {DEFAULT_RETENTION} |" in text("docs/refresh.md")
