"""The site of a pack that is being written: begun anew whenever one of its files changes (python app.py)."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Final

from flask import Flask, Response
from werkzeug.serving import make_server

from data import pack
from data.snapshot import data_dir

WRITING: Final = "WRITING"
"""Variable of the environment by which the app knows that its pages need not be drawn before it answers."""
HOST: Final = "127.0.0.1"
EVERY: Final = 0.2  # seconds between two looks at the files
_ROOMS: Final = ("analysis", "app", "components", "data", "service")


def serve(port: int) -> None:
    """Serve the pack in use to this machine until it is stopped.

    Each change is read by a new fork of this process, which has imported the packages. The port stays open:
    who reloads a page meanwhile waits and is not refused.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    os.environ[WRITING] = "1"
    child = 0
    with socket.create_server((HOST, port)) as listening:
        try:
            while True:
                seen = _files()
                if not (child := os.fork()):
                    _serve_once(listening)
                while _files() == seen:
                    time.sleep(EVERY)
                _end(child)
        except KeyboardInterrupt:
            pass
        finally:
            if child:
                _end(child)


def _files() -> dict[Path, int]:
    """Return when each file of the pack was written."""
    found = {}
    for path in pack.FOLDER.rglob("*.*"):
        with suppress(OSError):  # one that an editor has just put another in the place of
            found[path] = path.stat().st_mtime_ns
    return found


def _end(child: int) -> None:
    os.kill(child, signal.SIGTERM)
    os.waitpid(child, 0)


def _serve_once(listening: socket.socket) -> None:
    """Serve the pack as it is now; never returns."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches both, and the parent ends this one
    for name in [name for name in sys.modules if name.partition(".")[0] in _ROOMS]:
        del sys.modules[name]
    try:
        fault = _built()
        server = None if fault else import_module("app").server
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever is wrong in the pack is shown
        server, fault = None, str(error)
    if server is None or "current" not in server.extensions:
        checked = _etl("pack", "check", str(pack.FOLDER))
        server = _text_page(checked.stdout + checked.stderr if checked.returncode else fault)
    make_server(
        HOST, listening.getsockname()[1], server, threaded=True, fd=listening.fileno()
    ).serve_forever()


def _built() -> str:
    """Build the data of the pack where those there are of another state of it; return what keeps them."""
    place = data_dir() / pack.BUILT_OF
    if "SNAPSHOT" in os.environ or (place.exists() and place.read_text(encoding="ascii") == pack.built_of()):
        return ""
    sys.stderr.write(f"Building the data of {pack.FOLDER.name}: a moment\n")
    done = _etl("build", "--pack", str(pack.FOLDER))
    return done.stderr if done.returncode else ""


def _etl(*given: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "etl", *given]
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own


def _text_page(text: str) -> Flask:
    """Return a server that answers every address with what is wrong in the pack."""
    sys.stderr.write(f"{text}\n")
    server = Flask(__name__, static_folder=None)
    server.before_request(lambda: Response(text, 503, mimetype="text/plain"))
    return server
