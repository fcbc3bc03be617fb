"""The server for assistants, read with the SDK's own client: real processes, on stdio and over HTTP."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import requests
from mcp import Client
from mcp.client.stdio import StdioServerParameters

from data.api import TOOLS
from service.assistants import BODY, ROWS
from tests.serving import ROOT, START, free_port

MODULE = ("-m", "service.assistants")
CALLS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("find", {"words": "瑞士"}),
    ("find", {"words": "percentile", "lang": "zh", "limit": 3}),
    ("get_card", {"card": "rank-ledger", "economy": "KOR", "limit": 2}),
    (
        "compare",
        {"economy": "China", "with": ["韩国"], "from": 2012, "to": 2022, "columns": ["economy", "rank"]},
    ),
    ("compare", {"measure": "GB.XPD.RSDV.GD.ZS", "with": "USA", "lang": None}),
    ("check_statement", {"economy": "China", "measure": "GII rank", "period": 2022, "value": 11}),
    ("check_statement", {"economy": "China", "measure": "score", "period": 2022, "value": "55.3"}),
    ("check_statement", {"economy": "Atlantis", "measure": "GII rank", "period": 2022, "value": 1}),
)
HOSTILE: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("find", {"words": "x" * 30_000}, "has 30015 characters, more than 4000"),
    ("find", {}, "words must be given"),
    ("find", {"query": "China"}, "There is no parameter 'query'. Known: words"),
    ("find", {"words": "China", "limit": 10**9}, "limit must be from 1 to 10000"),
    ("find", {"words": {"a": ["b"]}, "lang": True}, "lang cannot be 'True'"),
    ("get_card", {}, "There is nothing at this address"),
    ("get_card", {"card": "../../etc/passwd"}, "There is nothing at this address"),
    ("get_card", {"card": "rank-ledger", "edition": 2022}, "There is no parameter 'edition'"),
    ("compare", {"with": ["Taiwan"]}, "with cannot be 'TWN'"),
    ("check_statement", {"economy": "China", "measure": "rank", "period": -2022, "value": 1}, "period"),
    (
        "check_statement",
        {"economy": "China", "measure": "rank", "period": 2022, "value": 1, "unit": "dozen"},
        "million",
    ),
    ("delete_everything", {}, "There is no tool 'delete_everything'"),
)


def environment() -> dict[str, str]:
    """As in the container, which leaves out docstrings."""
    return {"PUBLIC_URL": "https://example.org", "PATH": os.environ["PATH"], "PYTHONOPTIMIZE": "2"}


async def listed(client: Client) -> None:
    tools = (await client.list_tools()).tools
    assert [tool.name for tool in tools] == [*TOOLS]
    assert all(tool.annotations and tool.annotations.read_only_hint and tool.description for tool in tools)
    find, card, _, check = (tool.input_schema for tool in tools)
    assert find["properties"]["limit"]["default"] == ROWS
    assert (find["required"], card["required"]) == (["words"], ["card"])
    assert check["required"] == ["economy", "measure", "period", "value"]
    assert "rank-ledger" in card["properties"]["card"]["enum"]
    assert "$ref" not in json.dumps([tool.input_schema for tool in tools])
    offered = client.server_capabilities
    assert (bool(offered.tools), offered.prompts, offered.resources) == (True, None, None)
    assert "2026-09-29" in client.instructions  # type: ignore[operator]


async def talked(client: Client) -> None:
    await listed(client)
    answers = []
    for name, arguments in CALLS:
        result = await client.call_tool(name, arguments)
        assert not result.is_error, (name, arguments, result.content)
        answers.append(json.loads(result.content[0].text))  # type: ignore[union-attr]
    switzerland, terms, card, korea, spending, rank, score, unknown = (answer["data"] for answer in answers)
    assert switzerland[0]["code"] == "CHE"
    assert switzerland[0]["view"].startswith("https://example.org/")
    assert len(terms) == 3
    assert (len(card["rows"]), card["choices"]["economy"]) == (2, "KOR")
    assert {row["economy"] for row in korea["rows"]} == {"CHN", "KOR"}
    assert korea["rows"][0].keys() == {"economy", "rank"}
    assert {row["economy"] for row in spending["rows"]} == {"CHN", "USA"}
    assert (rank["verdict"], rank["figure"]) == ("true", 11)
    assert (score["verdict"], unknown["verdict"]) == ("true", "not in the data")
    for name, arguments, named in HOSTILE:
        result = await client.call_tool(name, arguments)
        text = result.content[0].text  # type: ignore[union-attr]
        assert result.is_error, (name, str(arguments)[:100])
        assert named in text, (name, str(arguments)[:100], text)
        assert "Traceback" not in text
        assert len(text) < 2_000


def waited(talk: Coroutine[Any, Any, None]) -> None:
    """Wait in a thread of its own: where a browser test ran before, this one has a loop already."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, talk).result()


def test_stdio_is_read_with_the_client_of_the_sdk() -> None:
    async def talk() -> None:
        server = StdioServerParameters(command=sys.executable, args=list(MODULE), cwd=ROOT, env=environment())
        async with Client(server) as client:
            await talked(client)

    waited(talk())


@contextmanager
def served() -> Iterator[str]:
    port = free_port()
    command = [sys.executable, *MODULE, "--http", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment())
    try:
        limit = time.monotonic() + START
        while process.poll() is None and time.monotonic() < limit:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}/mcp"
    finally:
        process.terminate()
        process.wait(timeout=START)


def test_http_is_read_with_the_client_of_the_sdk_and_refuses_other_hosts() -> None:
    async def talk(address: str) -> None:
        async with Client(address) as client:
            await listed(client)
            (name, arguments), (asked, wrong, named) = CALLS[0], HOSTILE[0]
            assert not (await client.call_tool(name, arguments)).is_error
            refused = await client.call_tool(asked, wrong)
            assert refused.is_error
            assert named in refused.content[0].text  # type: ignore[union-attr]

    with served() as address:
        waited(talk(address))
        body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
        accepted = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}
        for headers, size, status in (
            ({"Host": "evil.example"}, 0, 421),
            ({"Origin": "https://evil.example"}, 0, 403),
            ({}, BODY, 413),
        ):
            sent = json.dumps({**body, "more": "x" * size})
            answer = requests.post(address, data=sent, headers=accepted | headers, timeout=START)
            assert answer.status_code == status, headers
