"""What is drawn once is found again by what a page reads of an address, whatever else stands in it."""

import json
from collections.abc import Mapping
from contextlib import nullcontext
from functools import partial
from unittest.mock import patch
from urllib.parse import urlencode

from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

import app
from components.cards.cache import ViewCache
from components.pages import PAGES
from data.snapshot import Snapshot
from service.render_queue import RETRY_AFTER_SECONDS
from tests.sampling import sample
from tests.site_callbacks import UPDATE, callback
from tests.unit.page_queries import QUERIES

KEYS = ("a", "b", "c", "d")


def spellings(query: Mapping[str, str]) -> list[str]:
    """Return the ways to write a query: in another order, encoded, repeated, with what no page knows."""
    encoded = {key: "".join(f"%{one:02X}" for one in value.encode()) for key, value in query.items()}
    return [
        urlencode(list(reversed(list(query.items())))),
        "&".join(f"{key}={value}" for key, value in encoded.items()),
        urlencode([*((key, "none") for key in query), *query.items()]),
        urlencode({"utm_source": "letter", **query, "z": "1" * 400}),
        urlencode(query) + "&&z&=1&%FF=%00",
    ]


def drawn_twice(reader: FlaskClient, path: str, query: Mapping[str, str], drawing: str) -> list[str]:
    """Return the ways to write a query that are drawn again, or answered otherwise, after the first."""
    first = reader.get(f"{path}?{urlencode(query)}")
    assert first.status_code == 200, path
    with patch(drawing, side_effect=AssertionError("drawn again")):
        answers = {spelling: reader.get(f"{path}?{spelling}") for spelling in spellings(query)}
    wanted = (200, first.data)
    return [f"{path}?{one}" for one, again in answers.items() if (again.status_code, again.data) != wanted]


def test_a_page_and_an_embed_are_drawn_once_however_their_address_is_written(reader: FlaskClient) -> None:
    for page in sample(PAGES, 8):
        query = QUERIES[page.key][-1]
        own = {key: value for key, value in query.items() if key != page.item}
        assert drawn_twice(reader, f"/en/{page.home}", own, "app.page_component") == []
        for name in [card.name for card in page.cards if card.height][-1:]:
            assert drawn_twice(reader, f"/embed/{name}", {"lang": "en", **query}, "app.embed.document") == []


def test_a_choice_is_answered_once_however_its_body_is_written(pinned: Snapshot) -> None:
    dashboard = app.create_app(pinned)
    reader = dashboard.server.test_client()
    values = {"overview-show.value": "score", "overview-with.value": ["KOR"], "site-lang.data": "en"}
    sent = callback(dashboard, "overview-figures.data", values)
    first = reader.post(UPDATE, data=sent, content_type="application/json")
    spelled = json.dumps({"z": 1, **dict(reversed(json.loads(sent).items()))}, indent=3)
    with patch.object(dashboard, "queue", None):  # whatever is answered anew needs a turn
        again = reader.post(UPDATE, data=spelled, content_type="application/json")
    assert (again.status_code, again.data) == (first.status_code, first.data)
    assert first.status_code == 200


def drawn(place: str, query: Mapping[str, str]) -> str:
    """Draw a made-up page, which reads some keys only where others have some value."""
    parts = [place, query.get("a", "-")]
    if query.get("a") == "1":
        parts.append(query.get("b", "-"))
    if "c" in query and place == "one":
        parts.append(query["c"])
    return " ".join(parts)


PLACES = st.sampled_from(("one", "two"))
READ = st.dictionaries(st.sampled_from(KEYS), st.sampled_from("012"))


@given(st.lists(st.tuples(PLACES, READ), min_size=1, max_size=40))
def test_no_view_is_taken_for_another_one(asked: list[tuple[str, dict[str, str]]]) -> None:
    views: ViewCache[str] = ViewCache(8, lambda _: nullcontext())
    for place, query in asked:
        assert views.get(place, query, partial(drawn, place)) == drawn(place, query)


def test_who_finds_no_place_is_told_when_to_come_again(pinned: Snapshot) -> None:
    dashboard = app.create_app(pinned)
    reader = dashboard.server.test_client()
    assert reader.get("/en/").status_code == 200
    with patch.object(dashboard.queue, "places", 0):
        for path in ("/zh/why", "/embed/claims?lang=zh"):
            refused = reader.get(path)
            assert refused.status_code == 429
            assert refused.headers["Retry-After"] == str(RETRY_AFTER_SECONDS)
            assert refused.headers["Cache-Control"] == "no-store"
            assert "<h1>" in refused.get_data(as_text=True)
        assert reader.get("/en/").status_code == 200, "what is known needs no place"
