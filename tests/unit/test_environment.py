"""What the environment cannot turn on: the debugger, and access of programs to callbacks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = """
import json
from app import server
client = server.test_client()
paths = ("/_mcp", "/console", "/en/?__debugger__=yes&cmd=resource&f=debugger.js")
told = [(answer.status_code, b"werkzeug" in answer.data.lower()) for answer in map(client.get, paths)]
print(json.dumps([server.debug, told]))
"""


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
