"""Which long tests a change asks for."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests import long
from tests.browser.pages import PAGES, folder

if TYPE_CHECKING:
    from pathlib import Path


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    command = ["git", "-C", str(folder), *who, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository of one commit, which is proved."""
    for name in ("data/store.py", "etl/http.py", "README.md", str(long.PROVED)):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("before\n", encoding="ascii")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "first")
    (tmp_path / long.PROVED).write_text(git(tmp_path, "rev-parse", "HEAD") + "\n", encoding="ascii")
    return tmp_path


def test_changes_are_files_committed_since_changed_since_and_new(repository: Path) -> None:
    assert long.changed(repository) == frozenset((str(long.PROVED),))
    (repository / "data/store.py").rename(repository / "data/shop.py")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "second")
    (repository / "README.md").write_text("after\n", encoding="ascii")
    (repository / "etl/new.py").write_text("new\n", encoding="ascii")
    files = long.changed(repository)
    names = (str(long.PROVED), "data/store.py", "data/shop.py", "README.md", "etl/new.py")
    assert files == frozenset(names)
    for paths, expected in (
        (["data"], True),
        (["data/store.py"], True),
        (["etl/new.py"], True),
        (["etl/http.py"], False),
        (["dat", "service"], False),
    ):
        assert long.concerned(paths, files) is expected, paths


@pytest.mark.parametrize("content", ["", "0" * 40, "HEAD", "--output=x"])
def test_all_long_tests_run_where_no_known_commit_is_proved(repository: Path, content: str) -> None:
    (repository / long.PROVED).write_text(content, encoding="ascii")
    assert long.changed(repository) is None
    assert long.concerned(["data"], None)


def test_all_long_tests_run_outside_of_a_repository(tmp_path: Path) -> None:
    assert long.changed(tmp_path) is None


def test_all_long_tests_run_where_git_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def late(command: list[str], **_: object) -> None:
        raise subprocess.TimeoutExpired(command, 60)

    monkeypatch.setattr(subprocess, "run", late)
    assert long.changed() is None


def test_the_files_of_a_test_are_all_that_it_names_or_imports_of_the_tests() -> None:
    found = long.own("tests/faults/test_refresh_kill.py")
    assert found >= {
        "tests/conftest.py",
        "tests/faults/conftest.py",
        "tests/faults/held_publishers.py",
        "tests/faults/injection.py",  # of refresh_under_fault.py, too
        "tests/faults/refresh_under_fault.py",  # run by its name
        "tests/faults/test_refresh_kill.py",
        "tests/long.py",  # of conftest.py
        "tests/msti.py",  # of held_publishers.py
        "tests/publishers/__init__.py",
        "tests/publishers/server.py",
    }
    assert not any(file.startswith("tests/browser/") for file in found)
    assert all((long.ROOT / "tests" / file).is_file() for file in long.ALWAYS)


WEIGHTS, WHY, STORY = (f"components/pages/{page}" for page in ("weights", "why", "story"))


@pytest.mark.parametrize(
    ("file", "pages"),
    [
        ("components/pages/weights/page.py", (WEIGHTS, STORY)),  # of whose steps one is its card
        ("components/text/zh/weights.toml", (WEIGHTS, STORY)),
        ("components/charts/reweighted.py", (WEIGHTS, STORY)),
        ("analysis/sensitivity.py", (WEIGHTS, STORY)),
        ("components/pages/why/text.py", (WHY, STORY)),
        ("components/text/en/why.toml", (WEIGHTS, WHY, STORY)),
        ("components/charts/ledgers.py", (WHY, STORY)),
        ("components/text/en/site.toml", (WEIGHTS, WHY, STORY)),
        ("components/pages/__init__.py", (WEIGHTS, WHY, STORY)),
        ("components/scripts/play.js", (WEIGHTS, WHY, STORY)),
        ("components/styles/weights.css", (WEIGHTS, WHY, STORY)),
        ("components/shell.py", (WEIGHTS, WHY, STORY)),
        ("components/text.py", (WEIGHTS, WHY, STORY)),
        ("data/bundled/gii.csv", (WEIGHTS, WHY, STORY)),
        ("components/text/en/not_there.toml", (WEIGHTS, WHY, STORY)),
        ("service/process/worker.py", (WEIGHTS, WHY, STORY)),
        ("data/mirror.py", ()),
        ("data/store.py", ()),
        ("analysis/imputation.py", ()),
        ("etl/http.py", ()),
        ("docs/design.md", ()),
    ],
)
def test_a_page_is_concerned_by_what_it_is_made_of(file: str, pages: tuple[str, ...]) -> None:
    assert tuple(page for page in (WEIGHTS, WHY, STORY) if long.concerned([page], [file])) == pages
    assert long.concerned(long.PAGES, [file]) is bool(pages)


def test_every_module_that_the_site_draws_with_is_of_a_page() -> None:
    drawn = {file for file in long.modules(*long.PAGES) if file.startswith("components/")}
    files = {path.relative_to(long.ROOT).as_posix() for path in (long.ROOT / "components").rglob("*.py")}
    assert files == drawn


def test_the_page_of_an_address_is_named_as_a_mark_names_it() -> None:
    assert {path: folder(path) for path in ("/en/weights?w=1", "zh/strategy/4", "about", "/{lang}/", "")} == {
        "/en/weights?w=1": WEIGHTS,
        "zh/strategy/4": "components/pages/pillar",
        "about": "components/pages/about.py",
        "/{lang}/": "components/pages/overview",
        "": "components/pages/overview",
    }
    assert folder("/embed/trajectory?lang=en") is None
    assert all((long.ROOT / str(folder(f"/en/{path}"))).exists() for path in PAGES)


@pytest.mark.parametrize("failing", ["check", "data", "test"])
def test_the_first_step_that_fails_ends_what_a_change_must_pass(tmp_path: Path, failing: str) -> None:
    for name in (".ci/run", "bin/make", "tools/system.sh"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(
            f'#!/bin/sh\n[ -z "$1" ] || echo "$1" >>begun\n[ "$1" != {failing} ]\n', encoding="ascii"
        )
        (tmp_path / name).chmod(0o755)
    shutil.copy(long.ROOT / ".ci" / "run", tmp_path / ".ci")
    path = f"{tmp_path / 'bin'}:{os.environ['PATH']}"
    done = subprocess.run([tmp_path / ".ci" / "run"], env={"PATH": path}, capture_output=True, check=False)
    assert done.returncode != 0
    steps = [".venv/development", "check", "data", "test"]
    assert (tmp_path / "begun").read_text(encoding="ascii").split() == steps[: steps.index(failing) + 1]
