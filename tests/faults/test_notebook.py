"""The notebook runs from its first cell to the last, with a running site and the Parquet of a release."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.documents import ROOT
from tests.serving import serve
from tools import data_package

NOTEBOOK: dict[str, Any] = json.loads((ROOT / "docs" / "notebook.ipynb").read_text(encoding="utf-8"))
CELLS = [cell for cell in NOTEBOOK["cells"] if cell["cell_type"] == "code"]
RESULTS = """
import json

def drawn(figure):
    marks = {trace.name: [pd.Series(trace.x).tolist(), pd.Series(trace.y).tolist()] for trace in figure.data}
    notes = " ".join(note.text for note in figure.layout.annotations)
    words = {"title": figure.layout.title.text, "notes": notes}
    return {"marks": marks, **{key: text.replace("<br>", " ") for key, text in words.items()}}

results = {"trajectory": drawn(trajectory), "rises": drawn(rises), "equal": bool(same.eq(china).all())}
print(json.dumps({**results, "moves": json.loads(moves.to_json(orient="records"))}))
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the cells leave behind: both figures, and the rows of the query."""
    folder = tmp_path_factory.mktemp("notebook")
    tables = folder / "tables"
    tables.mkdir()
    data_package.write(tables, "1.2.3")
    code = "\n\n".join("".join(cell["source"]) for cell in CELLS)
    with serve(folder, folder / "data") as site:
        for reader, here in (("http://127.0.0.1:8050", site.address), ("../dist", str(tables))):
            assert code.count(f'"{reader}"') == 1
            code = code.replace(f'"{reader}"', repr(here))
        command = [sys.executable, "-W", "error", "-c", code + RESULTS]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    results: dict[str, Any] = json.loads(done.stdout)
    return results


def test_the_first_chart_has_the_ranks_of_the_article(found: dict[str, Any]) -> None:
    figure = found["trajectory"]
    ranks = dict(zip(*figure["marks"]["China"], strict=True))
    assert (ranks[2012], ranks[2022]) == (34, 11)
    assert figure["title"].startswith("China: rank 34 in 2012, 11 in 2022, ")
    assert "World Intellectual Property Organization (WIPO)" in figure["notes"]
    assert "Snapshot " in figure["notes"]
    assert found["equal"], "the API and Parquet have other ranks"


def test_the_second_chart_has_what_the_query_found(found: dict[str, Any]) -> None:
    moves, figure = found["moves"], found["rises"]
    assert [move["places"] for move in moves] == sorted((move["places"] for move in moves), reverse=True)
    assert all(move["first"] - move["last"] == move["places"] for move in moves)
    best, rose = moves[0], sum(move["places"] > 0 for move in moves)
    assert (best["indicator"], best["first"], best["last"]) == ("E-participation", 63, 9)
    assert figure["title"] == (
        f"China rose on {rose} of {len(moves)} indicators of both editions, "
        "most on E-participation: from rank 63 to rank 9"
    )
    for name, column in (("2012", "first"), ("2022", "last")):
        assert figure["marks"][name][0] == [move[column] for move in reversed(moves[:10])]
    assert "editions 2012 and 2022" in figure["notes"]


def test_the_notebook_is_committed_without_outputs() -> None:
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in CELLS)
