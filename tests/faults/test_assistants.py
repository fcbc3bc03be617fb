"""The server for assistants, read with the SDK's own client: real processes, on stdio and over HTTP."""

import asyncio
import csv
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

from service.assistants import BODY
from tests.serving import ROOT, START, free_port

MODULE = ("-m", "service.assistants")
CALLS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("find", {"query": "瑞士"}),
    ("find", {"query": "percentile", "lang": "zh", "rows": 3}),
    ("get_card", {"card": "rank-ledger", "choices": {"economy": "KOR"}, "rows": 2}),
    ("compare", {"economies": ["China", "韩国"], "measure": "GII rank", "first": 2012, "last": 2022}),
    ("compare", {"economies": ["China", "Japan"]}),
    ("compare", {"economies": ["CHN", "USA"], "measure": "R&D spending as a share of GDP"}),
    ("check_statement", {"economy": "China", "measure": "GII rank", "period": 2022, "value": 11}),
    ("check_statement", {"economy": "China", "measure": "score", "period": 2022, "value": "55.3"}),
    ("check_statement", {"economy": "KOR", "measure": "GB.XPD.RSDV.GD.ZS", "period": 2022, "value": "5.2"}),
    (
        "check_statement",
        {"economy": "CHN", "measure": "NBS.RD.TOTAL", "period": 2020, "value": 2439.3, "unit": "billion"},
    ),
    ("check_statement", {"economy": "China", "measure": "GII rank", "period": 2026, "value": 9}),
    ("check_statement", {"economy": "Atlantis", "measure": "GII rank", "period": 2022, "value": 1}),
)
HOSTILE: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("find", {"query": "x" * 30_000}, "query: String should have at most 200 characters"),
    ("find", {}, "query must be given. query is: Words of a name"),
    ("get_card", {"card": "rank-ledger", "economy": "KOR"}, "no argument 'economy'"),
    ("find", {"query": "China", "rows": 10**9}, "rows: Input should be less than or equal to 200"),
    ("get_card", {"card": "../../etc/passwd"}, "card"),
    ("compare", {"economies": ["China", "Japan"], "measure": "GII rank", "first": -2012}, "first"),
    ("compare", {"economies": ["China", "Taiwan"], "measure": "GII rank"}, "economies cannot be"),
    ("compare", {"economies": ["China", "Japan"], "measure": "MOST.HTE.N"}, "is not shown on this site"),
    ("check_statement", {"economy": "China", "measure": "rank", "period": -2022, "value": 1}, "period"),
    (
        "check_statement",
        {"economy": "China", "measure": "rank", "period": 2022, "value": 1, "unit": "dozen"},
        "million",
    ),
    ("check_statement", {"economy": "China", "measure": "rank", "period": 2022, "value": "1e999"}, "value"),
)


def environment() -> dict[str, str]:
    """As in the container, which leaves out docstrings."""
    return {"PUBLIC_URL": "https://example.org", "PATH": os.environ["PATH"], "PYTHONOPTIMIZE": "2"}


async def listed(client: Client) -> None:
    tools = (await client.list_tools()).tools
    assert [tool.name for tool in tools] == ["find", "get_card", "compare", "check_statement"]
    assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools)
    assert all(len(tool.description or "") > 50 for tool in tools)
    assert list(tools[0].input_schema["properties"]) == ["query", "lang", "rows"]
    offered = client.server_capabilities
    assert (bool(offered.tools), offered.prompts, offered.resources) == (True, None, None)
    assert "2026-09-29" in client.instructions  # type: ignore[operator]


async def talked(client: Client) -> None:
    await listed(client)
    answers = []
    for name, arguments in CALLS:
        result = await client.call_tool(name, arguments)
        assert not result.is_error, (name, arguments, result.content)
        answer = json.loads(result.content[0].text)  # type: ignore[union-attr]
        assert len(answer["snapshot"]) == 12, name
        assert answer["view"].startswith("https://example.org/"), name
        assert all(one["edition"] and one["licence"] for one in answer["editions"]), name
        assert answer["launched_not_here"][0]["edition"] == 2026, name
        answers.append(answer)
    switzerland, _, card, compared, ranks, spending, rank, score, korea, counted, newest, unknown = answers
    assert switzerland["found"][0]["code"] == "CHE"
    assert (len(rows_of(card)), bool(card["finding"] and card["caveats"] and card["citation"])) == (2, True)
    china = {row["edition"]: row["rank"] for row in rows_of(compared) if row["economy"] == "CHN"}
    assert (china["2012"], china["2022"]) == ("34", "11")
    assert {row["economy"] for row in rows_of(compared)} == {"CHN", "KOR"}
    assert ranks["same"] == {"measure": "GII"}
    assert max(len(json.dumps(one, ensure_ascii=False, indent=2)) for one in (card, compared, ranks)) < 3_000
    assert {row["economy"] for row in rows_of(spending)} == {"CHN", "USA"}
    assert (rank["verdict"], rank["figure"], [one["edition"] for one in rank["editions"]]) == (
        "true",
        11,
        [2022],
    )
    assert not any(one["editions"] for one in (switzerland, spending, korea, counted, newest, unknown))
    assert (score["verdict"], unknown["verdict"]) == ("true", "not in the data")
    assert (korea["verdict"], counted["verdict"]) == ("in another release", "true")
    assert any("29 September 2026" in note["text"] for note in newest["notes"])
    for name, arguments, named in HOSTILE:
        result = await client.call_tool(name, arguments)
        text = result.content[0].text  # type: ignore[union-attr]
        assert result.is_error, (name, str(arguments)[:100])
        assert named in text, (name, str(arguments)[:100], text)
        assert "Traceback" not in text
        assert "pydantic" not in text
        assert len(text) < 2_000


def rows_of(answer: dict[str, Any]) -> list[dict[str, str]]:
    return list(csv.DictReader(answer["rows"].splitlines()))


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
