"""What limits on new values let through: factors, exchanges, real revisions, as docs/refresh.md says."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from data import catalog
from data.snapshot import BUNDLED, open_snapshot
from etl import plausible
from etl.gates.others import out_of_bounds

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

KNOWN = catalog.load()
HELD = open_snapshot(BUNDLED).table("observations")[["indicator", "economy", "year", "value"]]
HEADLINES = [pillar.headline for pillar in KNOWN.strategy]
OTHERS = ["IP.PAT.RESD", "IP.JRN.ARTC.SC", "SE.TER.ENRR", "NE.TRD.GNFS.ZS", "NY.GDP.PCAP.CD"]
OTHERS += ["BX.GSR.ROYL.CD", "TX.VAL.TECH.MF.ZS", "GOV_WGI_RL.EST", "BX.KLT.DINV.WD.GD.ZS"]
FACTORS = (1.3, 2.0, 2.9, 3.5)
PARTNERS = ("IND", "KOR", "USA", "JPN", "DEU", "VNM", "BRA", "GBR", "CHE")
REVISED = 30
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "refresh.md"


def series(name: str) -> pd.DataFrame:
    return HELD[HELD["indicator"] == name].reset_index(drop=True)


def judged(in_use: pd.DataFrame, given: pd.DataFrame) -> str:
    found = plausible.odd(in_use, given, KNOWN)
    if out_of_bounds(given, KNOWN) or any(item.refused for item in found):
        return "refused"
    return "told" if found else "silent"


def factors(name: str) -> Iterator[tuple[str, pd.DataFrame, pd.DataFrame]]:
    """Each factor and its inverse, on a value in use and on that of a new year, of China and of all."""
    rows = series(name)
    last = rows.loc[rows["economy"] == "CHN", "year"].max()
    what = "a headline series" if name in HEADLINES else "another series"
    for factor in (*FACTORS, *(1 / one for one in FACTORS)):
        for economy, whose in (("CHN", "China"), ("", "all economies")):
            place = (rows["year"] == last) & rows["economy"].str.startswith(economy)
            given = rows.assign(value=rows["value"].where(~place, rows["value"] * factor))
            kind = f"a factor on the newest or a new year of {whose}, {what}"
            yield kind, rows, given
            yield kind, rows[rows["year"] < last], given[given["year"] <= last]


def exchanges(name: str) -> Iterator[tuple[str, pd.DataFrame, pd.DataFrame]]:
    """China exchanged with another economy: in the newest year, the newest two, a new one, and all years."""
    rows = series(name)
    for partner in sorted({*PARTNERS} & {*rows["economy"]}):
        names = {"CHN": partner, partner: "CHN"}
        both = rows.pivot(index="year", columns="economy", values="value")[list(names)].dropna().index
        for years in (1, 2, len(both)):
            place = rows["economy"].isin(names) & (rows["year"] >= both[-years])
            given = rows.assign(economy=rows["economy"].where(~place, rows["economy"].replace(names)))
            when = "all years" if years > 2 else "the newest or a new year or two"
            yield f"an exchange of China with another economy in {when}", rows, given
            if years < 3:
                yield (
                    f"an exchange of China with another economy in {when}",
                    rows[rows["year"] < both[-years]],
                    given[given["year"] <= both[-1]],
                )


def revisions(name: str) -> Iterator[tuple[str, pd.DataFrame, pd.DataFrame]]:
    """What publishers really do: eight kinds."""
    rows, kind = series(name), "a revision as publishers make them"
    noise = np.random.default_rng(1).normal(1, 0.005, len(rows))
    digits = np.floor(np.log10(rows["value"].abs().where(rows["value"] != 0, 1)))
    last = rows["year"].max()
    for factor in (1.001, 1.02, noise, np.where(rows["year"] == last, noise * 1.01, 1)):
        yield kind, rows, rows.assign(value=rows["value"] * factor)
    for figures in (3, 6):
        unit = 10.0 ** (digits - figures + 1)
        yield kind, rows, rows.assign(value=(rows["value"] / unit).round() * unit)
    yield kind, rows[rows["year"] < last], rows
    yield kind, rows, rows[(rows["year"] < last) | (rows["economy"] < "M")]


def test_the_limits_let_through_what_the_document_says() -> None:
    found: dict[str, Counter[str]] = {}
    whole = [name for name, rows in HELD.groupby("indicator") if rows["economy"].nunique() > 20]
    tried = [(factors, [*HEADLINES, *OTHERS]), (exchanges, [HEADLINES[0], *OTHERS])]
    tried.append((revisions, whole[:REVISED]))
    for make, names in tried:
        for name in names:
            for kind, in_use, given in make(name):
                found.setdefault(kind, Counter())[judged(in_use, given)] += 1
    columns = ("refused", "told", "silent")
    lines = [
        f"| {kind} | {' | '.join(str(counts[one]) for one in columns)} |" for kind, counts in found.items()
    ]
    table = "\n".join([f"| what was tried | {' | '.join(columns)} |", "|---|---|---|---|", *lines])
    of_china = [counts for kind, counts in found.items() if kind.endswith("China, a headline series")]
    assert [counts["silent"] for counts in of_china] == [0]
    real = found["a revision as publishers make them"]
    assert real["refused"] * 200 <= real.total()
    assert table in DOCUMENT.read_text("utf-8"), f"docs/refresh.md should have:\n{table}"
