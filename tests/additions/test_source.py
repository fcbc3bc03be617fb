"""A source is one module, one line and its block in the catalog; its values carry its name and licence."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.additions.conftest import Copy
    from tests.publishers import Publishers

TABLE = "released,2026-10-05\neconomy,year,designers\n" + "".join(
    f"CHN,{year},{(year - 2000) / 10}\nKOR,{year},{(year - 2000) / 5}\n" for year in range(2015, 2026)
)


def test_a_source_that_is_added_is_refreshed_and_credited(copy: Copy, publishers: Publishers) -> None:
    publishers.file("/designs.csv", TABLE.encode())
    copy.follow("A source")
    compare, about, download, answer = copy.ask(
        "/en/compare?measure=OBS.DESIGN.SHARE&show=score",
        "/zh/data",
        "/download/comparison-trajectory.csv?measure=OBS.DESIGN.SHARE&show=score&with=KOR&lang=en",
        "/api/v1/observations?indicator=OBS.DESIGN.SHARE&economy=CHN&from=2025",
    )
    assert "Firms that employ designers" in compare
    assert "Observatory" in compare
    assert "示例观察站" in about
    row = next(line for line in download.splitlines() if "2025" in line and "CHN" in line)
    assert "Example Observatory" in row
    assert "CC BY 4.0" in row
    assert '"value":2.5' in answer.replace(" ", "")
    assert "OBSERVATORY_URL" in copy.run(".venv/bin/python -m etl sources")
    house = ("tests/unit/test_architecture.py", "tests/unit/test_deploy.py")
    copy.test(*house, "-k", "observatory or tree_as_it_is or every_source_with_address")
