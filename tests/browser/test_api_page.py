"""The examples of the programming interface, as a browser shows them, can be used as they stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from data.api import ENDPOINTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

pytestmark = pytest.mark.long("components/pages/api.py")


def test_every_address_of_the_examples_answers(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/data/api")
    seen.until("!document.querySelector('main').textContent.includes('{origin}')")
    codes = seen.page.locator("[data-origin] pre").all_text_contents()
    found = {address for code in codes for address in re.findall(r'"(http[^"]+)"', code)}
    assert all(address.startswith(f"{seen.address}/api/v1/") for address in found)
    assert len(found) == 2 * len(ENDPOINTS)
    for address in sorted(found):
        assert seen.page.request.get(address).status == 200, address
    seen.find(".endpoint").filter(has=seen.find("#api-change-drawn")).locator("summary").click()
    row = seen.find(
        "#api-change-drawn tr",
    ).filter(has_text="rank_exits")
    assert "left the ranking" in row.inner_text()
