"""What the site sends does not grow with economies that nobody asked for."""

from collections.abc import Callable
from itertools import islice, product
from string import ascii_uppercase
from unittest.mock import patch

import pandas as pd
import pytest
from flask.testing import FlaskClient

import app as site
from data import catalog
from data.snapshot import Snapshot
from tests.sampling import sample
from tests.site_callbacks import UPDATE, body, held

FEW = (
    *("overview-figures", "why-finding", "pillar-chips", "productivity-growth-figures", "weights-finding"),
    *("compare-finding", "economy-finding", "economy-table", "brief-sheets", "releases-finding"),
)
CHOSEN = {
    **{key: ["USA", "JPN"] for key in ("overview-with.value", "pillar-with.value")},
    **dict.fromkeys((f"{page}-economy.value" for page in ("why", "productivity", "weights")), "USA"),
    **dict.fromkeys((f"{page}-economy.value" for page in ("compare", "economy", "brief")), "USA"),
    "ranking-find.value": "e",
}
ROOM = 1.05  # "of 139" becomes "of 278", and a list of the first twelve names others
RANKS = ("rank", "rank_low", "rank_high", "low", "high", "outer_low", "outer_high")


def doubled(frame: pd.DataFrame, names: dict[str, str], counts: pd.Series) -> pd.DataFrame:
    """Return a table with a twin of each economy, which scores half and is ranked behind all others."""
    twins = frame.assign(economy=frame["economy"].map(names))
    if "edition" in frame:
        behind = frame["edition"].map(counts).fillna(0).astype("int64")
        ranks = {one: (frame[one] + behind).astype(frame[one].dtype) for one in RANKS if one in frame}
        twins = twins.assign(**ranks)
    if "score" in frame:
        twins = twins.assign(score=frame["score"] / 2)
    return pd.concat([frame, twins], ignore_index=True)


@pytest.fixture(scope="module")
def grown(pinned: Snapshot) -> site.Dashboard:
    """The site on today's editions with twice the economies; ISO gives no code that begins with X or Q."""
    known, tables = catalog.load(), dict(pinned.tables())
    free = ("".join(letters) for letters in product("XQ", ascii_uppercase, ascii_uppercase))
    unused = islice((code for code in free if code not in known.economies), len(known.economies))
    names = dict(zip(known.economies, unused, strict=True))
    facts = tables["gii_editions"]
    counts = facts.set_index("edition")["economies"]
    for name in ("gii_scores", "gii_intervals", "gii_economies", "observations", "economies"):
        tables[name] = doubled(tables[name], names, counts)
    tables["gii_editions"] = facts.assign(**{one: facts[one] * 2 for one in ("economies", "scores", "ranks")})
    snapshot = Snapshot(pinned.folder, pinned.descriptor, {})
    snapshot._frames = tables | {
        "gii_scores": tables["gii_scores"].sort_values("edition", kind="stable", ignore_index=True),
        "observations": tables["observations"].sort_values(
            ["indicator", "economy", "year"], ignore_index=True
        ),
    }
    twins = {own: known.economies[code].model_copy(update={"id": own}) for code, own in names.items()}
    spelled = {own: known.spellings[code] for code, own in names.items()}
    more = known.model_copy(
        update={"economies": known.economies | twins, "spellings": known.spellings | spelled}
    )
    with patch.object(catalog, "load", lambda: more):
        return site.create_app(snapshot)


@pytest.fixture(scope="module")
def sizes(reader: FlaskClient, grown: site.Dashboard) -> Callable[[str], tuple[int, int]]:
    """Return the bytes of one answer today, and with the further economies."""
    shown, clients = held(grown.current()), (reader, grown.server.test_client())

    def asked(callback: str) -> tuple[int, int]:
        name = next(one for one in grown.callback_map if callback in one)
        sent = body(name, grown.callback_map[name], {**shown, **CHOSEN})
        small, large = (client.post(UPDATE, json=sent) for client in clients)
        assert small.status_code == large.status_code == 200
        return len(small.data), len(large.data)

    return asked


def test_an_answer_about_few_economies_is_as_large_whatever_is_held_of_others(
    sizes: Callable[[str], tuple[int, int]],
) -> None:
    for callback in sample(FEW, 4):
        small, large = sizes(callback)
        assert large <= ROOM * small, callback


def test_only_a_list_of_all_economies_grows_with_them(sizes: Callable[[str], tuple[int, int]]) -> None:
    small, large = sizes("ranking-drawn")
    assert small < large <= 2 * small
