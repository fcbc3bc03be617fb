"""A refresh through the command line, and one that must leave the snapshot in use as it is."""

from pathlib import Path

from click.testing import CliRunner

from data.snapshot import current_version, open_current
from etl.commands import main


def refresh(*arguments: str) -> tuple[int, str, str]:
    """Run `refresh`; return exit code, stdout, and stderr as one line."""
    result = CliRunner().invoke(main, ["refresh", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.stderr
    return result.exit_code, result.stdout, " ".join(result.stderr.split())


def refused(folder: Path, *arguments: str) -> tuple[int, str]:
    """Run a refresh that must not change which snapshot is in use; return exit code and stderr."""
    before = current_version(folder)
    code, _, told = refresh(*arguments)
    assert current_version(folder) == before
    assert open_current(folder)[1] is None
    return code, told
