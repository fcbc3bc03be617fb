"""Faults and real revisions of bundled series, by kind and by whose they are, and what becomes of each.

`.venv/bin/python -m tests.faults.matrix` prints the table of matrix.md.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from pathlib import Path

import numpy as np
import pandas as pd

from data import catalog
from data.entries import Tolerance
from data.snapshot import open_snapshot
from etl import plausibility, revisions

Build = Callable[[], tuple[pd.DataFrame, pd.DataFrame]]
Case = tuple[str, str, Build]


KNOWN = catalog.load()
BUNDLED = Path(catalog.__file__).resolve().parent / "bundled"
TABLES = open_snapshot(BUNDLED).tables()
HELD = TABLES["observations"].reset_index(drop=True)
GROUPS = {
    "China": ("CHN",),
    "ten large economies": ("USA", "JPN", "DEU", "GBR", "FRA", "KOR", "IND", "ITA", "CAN", "BRA"),
    "others": ("AUT", "SVN", "VNM"),
}
RESEARCH, FLOWS = "GB.XPD.RSDV.GD.ZS", "BX.KLT.DINV.WD.GD.ZS"
SERIES: tuple[str, ...] = (
    RESEARCH,
    "IP.PAT.RESD",
    "IP.JRN.ARTC.SC",
    "SP.POP.SCIE.RD.P6",
    "NE.TRD.GNFS.ZS",
    "NY.GDP.PCAP.CD",
)
SERIES += ("BX.GSR.ROYL.CD", "TX.VAL.TECH.MF.ZS", "GOV_WGI_RL.EST", FLOWS)
FACTORS = (0.1, 0.5, 1.3, 2.0)
OUTCOMES = ("refused", "told", "silent")
REVISED = "a revision as publishers make them"


def judged(in_use: pd.DataFrame, given: pd.DataFrame) -> str:
    """Return what becomes of a release of one series."""
    name = in_use["indicator"].iloc[0]
    earlier = [series(code) for code in KNOWN.indicators[name].earlier]
    found = plausibility.suspects({**TABLES, "observations": pd.concat([in_use, *earlier])}, given, KNOWN)
    if any(item.refused for item in found):
        return "refused"
    old, new = (revisions.figures(rows, {}) for rows in (in_use, given))
    drift = revisions.compare(old, new, tolerance(name))
    told = found or revisions.warnings(drift, KNOWN)
    return "refused" if drift.violations else "told" if told else "silent"


def tolerance(name: str) -> Tolerance:
    """Return the tolerance of the source of a series."""
    return KNOWN.sources[KNOWN.indicators[name].source].tolerance


@cache
def series(name: str) -> pd.DataFrame:
    """Return the observations of one series."""
    return HELD[HELD["indicator"] == name].reset_index(drop=True)


def times(rows: pd.DataFrame, factor: float, economy: str, years: Iterable[int]) -> pd.DataFrame:
    """Return rows with the values of an economy ("" for all) in some years by a factor."""
    place = rows["economy"].str.startswith(economy) & rows["year"].isin(list(years))
    return rows.assign(value=rows["value"].where(~place, rows["value"] * factor))


def both(in_use: pd.DataFrame, given: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what is in use, and what is given."""
    return in_use, given


def moved(
    in_use: pd.DataFrame, rows: pd.DataFrame, factor: float, economy: str, years: Iterable[int]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what is in use, and rows with some values by a factor."""
    return in_use, times(rows, factor, economy, years)


def factors() -> Iterator[Case]:
    """One value, by a factor: of the past, of the newest year in use, of a new year."""
    for name in SERIES:
        rows = series(name)
        for group, economies in GROUPS.items():
            for economy in economies:
                years = sorted(rows.loc[rows["economy"] == economy, "year"])
                if len(years) < 6:
                    continue
                whose = f"{group}, flows that turn" if name == FLOWS else group
                for factor in FACTORS:
                    size = "1.3" if 0.7 < factor < 1.4 else "2 and more"
                    for year in (years[2], years[len(years) // 2])[group != "China" :]:
                        kind = f"a value of the past by a factor of {size}"
                        yield kind, whose, partial(moved, rows, rows, factor, economy, [year])
                    kind = f"the newest value by a factor of {size}"
                    yield kind, whose, partial(moved, rows, rows, factor, economy, years[-1:])
                    upto = rows[rows["year"] <= years[-1]]
                    before, kind = (
                        upto[upto["year"] < years[-1]],
                        f"the value of a new year by a factor of {size}",
                    )
                    yield kind, whose, partial(moved, before, upto, factor, economy, years[-1:])


def exchanges() -> Iterator[Case]:
    """Two years of one economy exchanged, and a whole series that is another economy's."""
    for name in SERIES:
        rows = series(name)
        wide = rows.pivot(index="year", columns="economy", values="value")
        for group, economies in GROUPS.items():
            for economy in economies:
                own = wide[economy].dropna() if economy in wide else pd.Series(dtype=float)
                if len(own) < 6:
                    continue
                for one, other in ((0, -1), (1, len(own) // 2)):
                    first, second = own.index[[one, other]]
                    if abs(own[first] - own[second]) > 0.05 * abs(own[first]):
                        names = {first: second, second: first}
                        years = rows["year"].replace(names).where(rows["economy"] == economy, rows["year"])
                        exchanged = rows, rows.assign(year=years)
                        yield "two years of an economy exchanged", group, partial(both, *exchanged)
                apart = wide.loc[own.index].sub(own, axis=0).abs().mean().drop(economy)
                partners = apart[wide.loc[own.index].count() == len(own)].nsmallest(2).index
                for partner in partners:
                    other = rows[rows["economy"] == partner].assign(economy=economy)
                    replaced = rows, pd.concat([rows[rows["economy"] != economy], other], ignore_index=True)
                    yield "a series that is another economy's", group, partial(both, *replaced)


def common() -> Iterator[Case]:
    """All values, and all of a year, by a factor."""
    for name in SERIES:
        rows = series(name)
        for factor in (1.05, 1.09, 1.3, 0.5, 10.0):
            for kind, years in (
                ("all values", rows["year"].unique()),
                ("all values of the newest year", [rows["year"].mode().max()]),
            ):
                size = "1.05 or 1.09" if factor < 1.1 and factor > 1 else "1.3 and more"
                told = f"{kind} by a factor of {size}"
                yield told, "all economies", partial(moved, rows, rows, factor, "", years)


def revised() -> Iterator[Case]:
    """What publishers do, eight kinds for each of thirty series, with a generator of its own."""
    loose = [name for name, item in KNOWN.indicators.items() if tolerance(name).change is None]
    names = [name for name in loose if series(name)["economy"].nunique() > 20][:30]
    for place, name in enumerate(names):
        rows, draw = series(name), np.random.default_rng(place)
        economies, last = sorted(rows["economy"].unique()), rows["year"].max()
        small = [one for one in economies if one not in KNOWN.plausible.large]
        large = [one for one in economies if one in KNOWN.plausible.large and one != "CHN"]
        every = rows["year"].unique()
        noise = draw.normal(0, 1, len(rows))
        unit = 10.0 ** (np.floor(np.log10(rows["value"].abs().where(rows["value"] != 0, 1))) - 2)
        others = [*small, *large]  # China's values were never revised by more than 6 %
        some = rows["economy"].isin(draw.choice(others, max(1, len(others) // 20), replace=False))
        since = range(int(draw.choice(every)), int(last) + 1)
        for given in (
            rows.assign(value=rows["value"] * (1 + 0.005 * noise)),
            rows.assign(value=rows["value"] * (1 + 0.03 * noise * (rows["year"] == last))),
            rows.assign(value=(rows["value"] / unit).round() * unit),
            times(rows, draw.uniform(1.05, 1.25), str(draw.choice(large or small)), every),  # a new base
            times(rows, draw.uniform(1.3, 1.85), str(draw.choice(small)), every),
            times(rows, draw.uniform(0.9, 1.1), str(draw.choice(large or small)), since),  # a new method
            rows.assign(value=rows["value"] * (1 + 0.08 * noise * (some & (rows["year"] > last - 4)))),
            times(rows, draw.uniform(0.96, 1.04), "CHN", every[-4:]),
        ):
            bounded = given.assign(value=given["value"].clip(upper=KNOWN.plausible.limits(name).high))
            yield REVISED, "any", partial(both, rows, bounded)


def cases() -> Iterator[Case]:
    """Yield all that is tried: its kind, whose it is, and what makes the releases in use and given."""
    for make in (factors, exchanges, common, revised):
        yield from make()


def counted(chosen: Iterable[Case]) -> dict[tuple[str, str], Counter[str]]:
    """Return how often cases ended how, by kind and group."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for kind, group, build in chosen:
        found.setdefault((kind, group), Counter())[judged(*build())] += 1
    return found


def table(found: dict[tuple[str, str], Counter[str]]) -> str:
    """Return the counts as the rows of a document."""
    return "\n".join(
        f"| {kind} | {group} | {' | '.join(str(counts[one]) for one in OUTCOMES)} |"
        for (kind, group), counts in found.items()
    )


if __name__ == "__main__":
    print(table(counted(cases())))  # noqa: T201
