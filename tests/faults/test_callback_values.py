"""Every callback of the site with values that no control offers: the usual answer, or a quiet refusal."""

from __future__ import annotations

import json
import logging
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from data import catalog
from tests.site_callbacks import UPDATE, addresses, bodies, controls, given, name_of, visit

if TYPE_CHECKING:
    from app import Dashboard
    from tests.site_callbacks import Body


MARK = "window.sentinel"
# One of a kind; text that runs or is markup names nothing known either.
HOSTILE: list[Any] = [
    None,
    -(10**300),
    f'javascript:{MARK}=1//"><img src=x onerror={MARK}=1>\u202e\x00',
    [None, True, 1e308, *["KOR", "kor"] * 100],
]
WRITTEN = [visit(f"javascript:{MARK}"), visit("/zh/claims", f"?verdict=<script>{MARK}&pillar={'9' * 400}")]
# What a reader looks for, and what an address asks for in vain, are told again, as text.
REPEATED = {"ranking-find.value", "site-visit.data"}
HOSTS = frozenset(tomllib.loads(Path(catalog.FOLDER, "sources.toml").read_text(encoding="utf-8"))["hosts"])


@pytest.fixture(scope="module")
def asked(quick: Dashboard) -> dict[str, Body]:
    return bodies(quick)


def _post(dashboard: Dashboard, body: Body) -> tuple[int, str]:
    answer = dashboard.server.test_client().post(UPDATE, json=body)
    return answer.status_code, answer.get_data(as_text=True)


def _safe(address: str) -> bool:
    parts = urlsplit(address)
    if not parts.scheme and not parts.netloc:
        return address.startswith(("/", "#", "?"))
    return address.startswith("data:image/svg+xml,") or (
        parts.scheme in ("http", "https") and parts.hostname in HOSTS
    )


def _wrong(dashboard: Dashboard, body: Body, name: str, usual: int) -> list[str]:
    status, text = _post(dashboard, body)
    if status != 200:
        return [] if status in (204, 400) else [f"answers {status}"]
    found = ["is repeated"] if MARK in text and name not in REPEATED else []
    found += ["is markup"] if "<img src=x" in text or "\\u003cimg src=x" in text else []
    found += [f"leads to {one}" for one in addresses(json.loads(text)) if not _safe(one)]
    return found + ([f"makes {len(text)} of {usual} characters"] if len(text) > 2 * usual else [])


def test_no_callback_does_more_for_a_value_that_no_control_offers(
    quick: Dashboard, asked: dict[str, Body], caplog: pytest.LogCaptureFixture
) -> None:
    faults = []
    with caplog.at_level(logging.INFO):
        for body in asked.values():
            status, text = _post(quick, body)
            assert (status, [one for one in addresses(json.loads(text)) if not _safe(one)]) == (200, [])
            for side, place in controls(body):
                name = name_of(body[side][place])
                for value in HOSTILE + (WRITTEN if name == "site-visit.data" else []):
                    wrong = _wrong(quick, given(body, side, place, value), name, len(text))
                    faults += [f"{name} = {value!r:.40}: {one}" for one in wrong]
    assert faults == []
    assert [record.getMessage() for record in caplog.records] == []
