"""The notebook runs from its first cell to the last, with a running site and the Parquet of a release."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.documents import ROOT
from tests.serving import Served
from tools import data_package

NOTEBOOK: dict[str, Any] = json.loads((ROOT / "docs" / "notebook.ipynb").read_text(encoding="utf-8"))
CELLS = [cell for cell in NOTEBOOK["cells"] if cell["cell_type"] == "code"]
RESULTS = """
import json

(china_drawn,) = (trace for trace in trajectory.data if trace.name == "China")
notes = " ".join(note.text for note in trajectory.layout.annotations)
words = {"title": trajectory.layout.title.text, "notes": notes}
ranks = [pd.Series(axis).tolist() for axis in (china_drawn.x, china_drawn.y)]
print(json.dumps({**words, "ranks": ranks, "equal": bool(same.eq(china).all())}))
"""


def test_the_cells_give_the_ranks_of_the_article_from_the_interface_and_from_parquet(
    served: Served, tmp_path: Path
) -> None:
    tables = tmp_path / "tables"
    tables.mkdir()
    data_package.write(tables, "1.2.3")
    code = "\n\n".join("".join(cell["source"]) for cell in CELLS)
    for reader, here in (("http://127.0.0.1:8050", served.address), ("../dist", str(tables))):
        assert code.count(f'"{reader}"') == 1
        code = code.replace(f'"{reader}"', repr(here))
    command = [sys.executable, "-W", "error", "-c", code + RESULTS]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    ranks = dict(zip(*found["ranks"], strict=True))
    assert (ranks[2012], ranks[2022]) == (34, 11)
    assert found["title"].startswith("China: rank 34 in 2012, 11 in 2022, ")
    assert "World Intellectual Property Organization (WIPO)" in found["notes"].replace("<br>", " ")
    assert "Snapshot " in found["notes"]
    assert found["equal"], "the API and Parquet have other ranks"


def test_the_notebook_is_committed_with_what_its_cells_gave() -> None:
    shown = [output for cell in CELLS for output in cell["outputs"]]
    assert [output["output_type"] for output in shown if output["output_type"] in ("error", "stream")] == []
    assert sum("image/png" in output["data"] for output in shown) == 2, "a chart, as a picture, in each part"
