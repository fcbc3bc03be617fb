"""The command line as tests use it: in this process, on a data folder of the test's own."""

from pathlib import Path

from click.testing import CliRunner, Result

from etl.commands import PROGRAM, main


def data(place: Path) -> Path:
    """Return the data folder of a test, which need not exist."""
    return place / "data"


def run(place: Path, *arguments: str | Path, debug: bool = False) -> Result:
    """Run a command on the data folder of a test; what no command knows fails it, unless it is asked for."""
    environment = {"DATA_DIR": str(data(place)), "SNAPSHOT": None, "ETL_DEBUG": "1" if debug else None}
    words = [str(item) for item in arguments]
    result = CliRunner().invoke(main, words, env=environment, prog_name=PROGRAM)
    assert debug or result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result
