"""What factors, shifts and exchanges of series and editions are found, as docs/refresh.md says."""

from __future__ import annotations

import re
from collections import Counter
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from data import catalog
from data.snapshot import open_snapshot
from etl import plausible
from etl.checks import Report, check_bounds
from etl.errors import Refused
from tests.sampling import LONG, sample

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from data.snapshot import Snapshot

    Case = tuple[str, pd.DataFrame, pd.DataFrame]

KNOWN = catalog.load()
BUNDLED = Path(catalog.__file__).resolve().parent / "bundled"
COLUMNS = ["indicator", "economy", "year", "value"]
HELD = open_snapshot(BUNDLED).table("observations")[COLUMNS].reset_index(drop=True)
PATENTS, RESEARCH, SHARE = "IP.PAT.RESD", "GB.XPD.RSDV.GD.ZS", "NCSES.SE.INTL.COAUTH.ZS"
HEADLINES = [pillar.headline for pillar in KNOWN.strategy]
OTHERS = ["IP.PAT.RESD", "IP.JRN.ARTC.SC", "SE.TER.ENRR", "NE.TRD.GNFS.ZS", "NY.GDP.PCAP.CD"]
OTHERS += ["BX.GSR.ROYL.CD", "TX.VAL.TECH.MF.ZS", "GOV_WGI_RL.EST", "BX.KLT.DINV.WD.GD.ZS"]
SMALL, SLIPS = (1.3, 2.0, 2.9, 3.5), (10.0, 100.0)
PARTNERS = ("IND", "KOR", "USA", "JPN", "DEU", "VNM", "BRA", "GBR", "CHE")


def odd(held: pd.DataFrame, new: pd.DataFrame, accepted: Collection[str] = ()) -> list[str]:
    """Return what refuses a release in words."""
    return [str(item) for item in plausible.violations(plausible.odd(held, new, KNOWN, accepted), KNOWN)]


def series(name: str) -> pd.DataFrame:
    return HELD[HELD["indicator"] == name].reset_index(drop=True)


def newest(rows: pd.DataFrame, economy: str, years: int) -> pd.Series[bool]:
    """Return where the newest years of an economy stand."""
    left = rows.groupby(["indicator", "economy"]).cumcount(ascending=False)
    return (rows["economy"] == economy) & (left < years)


def test_the_bundled_snapshot_passes_and_its_last_years_as_if_they_were_new() -> None:
    report = Report()
    sources = open_snapshot(BUNDLED).table("sources")
    assert list(check_bounds(HELD, sources, KNOWN, report)) == []
    (row,) = report.frame().query("rule == 'values-in-bounds'").to_dict("records")
    assert (row["checked"], row["outcome"]) == (len(HELD), "exception")
    assert odd(HELD.iloc[:0], HELD) == odd(HELD, HELD) == []
    last = HELD.groupby("indicator")["year"].transform("max")
    for years in (1, 3):
        assert odd(HELD[HELD["year"] <= last - years], HELD) == []


def test_chinas_headline_comes_first_with_both_numbers_and_is_accepted_by_name() -> None:
    rows = HELD[HELD["indicator"].isin((PATENTS, SHARE))]
    changed = rows.assign(value=rows["value"].where(~newest(rows, "CHN", 2), rows["value"] * 10))
    changed.loc[(rows["indicator"] == SHARE) & newest(rows, "CHN", 2), "value"] = 80.0
    found = plausible.odd(rows[~newest(rows, "CHN", 2)], changed, KNOWN)
    first, second = (str(item) for item in plausible.violations(found, KNOWN))
    assert (SHARE in first, PATENTS in second) == (True, True), (first, second)
    assert "China: 80.0 % of articles in 2021 after" in first
    assert plausible.names(found) == [f"{SHARE}:CHN", f"{PATENTS}:CHN"]
    for accepted in (("CHN",), (SHARE, PATENTS), plausible.names(found)):
        assert odd(rows[~newest(rows, "CHN", 2)], changed, accepted) == []


def test_a_value_at_its_bound_passes_and_one_beyond_is_told() -> None:
    rows, limits = series(RESEARCH), KNOWN.plausible.of(RESEARCH)
    for bound, way in ((limits.low, -np.inf), (limits.high, np.inf)):
        place = newest(rows, "CHN", 1)
        at, beyond = (
            rows.assign(value=rows["value"].mask(place, value)) for value in (bound, np.nextafter(bound, way))
        )
        assert plausible.out_of_bounds(at, KNOWN) == []
        assert [item.economies for item in plausible.out_of_bounds(beyond, KNOWN)] == [("CHN",)]


def test_a_step_that_is_only_told_silences_no_move_as_never_before() -> None:
    rows = series(PATENTS)
    changed = rows.assign(value=rows["value"].where(~newest(rows, "CHN", 1), rows["value"] * 9))
    never = "and by at most"
    (alone,) = plausible.odd(rows, changed, KNOWN)
    assert (alone.refused, never in alone.sentence) == (
        True,
        False,
    )  # refused for its step, which says enough
    small = KNOWN.plausible.model_copy(
        update={"large": tuple(one for one in KNOWN.plausible.large if one != "CHN")}
    )
    found = plausible.odd(rows, changed, KNOWN.model_copy(update={"plausible": small}))
    assert sorted((never in item.sentence, item.economies, bool(item.refused)) for item in found) == [
        (False, ("CHN",), False),
        (True, ("CHN",), False),
    ]


def test_a_move_just_beyond_every_one_of_its_past_is_told_from_the_line_of_the_catalog_on() -> None:
    """Of a headline of China in per cent of the largest rise of its past; at the line itself it is silent."""
    years = range(2010, 2021)
    past = pd.DataFrame(
        [(RESEARCH, "CHN", year, 2.0 * 1.05 ** (year - 2010)) for year in years], columns=COLUMNS
    )
    last, steps = past["value"].iloc[-1], KNOWN.plausible.steps
    for beyond, told, refused in (
        *((steps.headline * 0.9, 0, 0), (steps.headline * 1.1, 1, 0)),
        *((steps.china * 0.9, 1, 0), (steps.china * 1.1, 1, 1)),
    ):
        new = (RESEARCH, "CHN", 2021, last * 1.05 * np.exp(beyond))
        given = pd.concat([past, pd.DataFrame([new], columns=COLUMNS)], ignore_index=True)
        found = plausible.odd(past, given, KNOWN)
        assert (len(found), sum(item.refused for item in found)) == (told, refused), (beyond, found)


def test_consecutive_editions_pass_and_each_exchange_is_named(bundled: Snapshot) -> None:
    scores, structure = bundled.table("gii_scores"), bundled.table("gii_structure")
    generator = np.random.default_rng(7)
    for year in range(2011, 2026):
        upto = scores[scores["edition"] <= year]
        assert plausible.strange(upto, structure, year, KNOWN) == ()
        if year < 2022:
            continue
        both = set(upto.loc[upto["edition"] == year - 1, "economy"]) & set(
            upto.loc[upto["edition"] == year, "economy"]
        )
        pairs = [("CHN", "AGO"), ("CHN", "KOR"), tuple(generator.choice(sorted(both), 2, replace=False))]
        for one, other in pairs:
            swapped = upto["economy"].replace({one: other, other: one})
            changed = upto.assign(economy=upto["economy"].where(upto["edition"] != year, swapped))
            (found,) = plausible.strange(changed, structure, year, KNOWN)
            assert (set(found.economies), "look exchanged" in found.problem) == ({one, other}, True)
            assert plausible.strange(changed, structure, year, KNOWN, (one, other)) == ()


def test_a_name_that_is_another_economys_is_refused_and_other_spellings_pass() -> None:
    pairs = [("KOR", "Korea, Rep."), ("TUR", "TÃ¼rkiye"), ("CIV", "Cote dIvoire"), ("CHN", "Cathay")]
    plausible.check_names(pairs, KNOWN, "table")
    with pytest.raises(Refused, match="names and codes disagree for CHN and AGO") as refused:
        plausible.check_names([("AGO", "China"), ("CHN", "Angola")], KNOWN, "table")
    assert "CHN stands beside the name 'Angola'" in str(refused.value.violations[0])


def judged(in_use: pd.DataFrame, given: pd.DataFrame) -> str:
    found = plausible.odd(in_use, given, KNOWN)
    return "refused" if any(item.refused for item in found) else "told" if found else "silent"


def factors(name: str) -> Iterator[Case]:
    """Each factor and its inverse, on a value in use and on that of a new year, of China and of all."""
    rows = series(name)
    last = rows.loc[rows["economy"] == "CHN", "year"].max()
    which = "a headline series" if name in HEADLINES else "another series"
    for size, (economy, whose) in product((*SMALL, *SLIPS), (("CHN", "China"), ("", "all economies"))):
        place = (rows["year"] == last) & rows["economy"].str.startswith(economy)
        kind = "ten or a hundred times" if size in SLIPS else "a factor on"
        for factor in (size, 1 / size):
            given = rows.assign(value=rows["value"].where(~place, rows["value"] * factor))
            told = f"{kind} the newest or a new year of {whose}, {which}"
            yield told, rows, given
            yield told, rows[rows["year"] < last], given[given["year"] <= last]


def exchanges_of(name: str) -> Iterator[Case]:
    """China exchanged with another economy, of late and in all years; codes or years one place on."""
    rows = series(name)
    for partner in sorted({*PARTNERS} & {*rows["economy"]}):
        names = {"CHN": partner, partner: "CHN"}
        both = rows.pivot(index="year", columns="economy", values="value")[list(names)].dropna().index
        for years in (1, 2, len(both)):
            place = rows["economy"].isin(names) & (rows["year"] >= both[-years])
            given = rows.assign(economy=rows["economy"].where(~place, rows["economy"].replace(names)))
            when = "all years" if years > 2 else "the newest or a new year or two"
            told = f"China exchanged with another economy in {when}"
            yield told, rows, given
            if years < 3:
                yield told, rows[rows["year"] < both[-years]], given[given["year"] <= both[-1]]
    codes = sorted(rows["economy"].unique())
    turned = dict(zip(codes, [*codes[1:], codes[0]], strict=True))
    yield "all codes one place on", rows, rows.assign(economy=rows["economy"].map(turned))
    for years, economy in product((1, -1), ("", "CHN")):
        given = rows.assign(year=rows["year"] + years * rows["economy"].str.startswith(economy))
        yield "years one on or back, of China or of all economies", rows, given


def revisions(name: str) -> Iterator[Case]:
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


def tried() -> Iterator[Case]:
    whole = [str(name) for name, rows in HELD.groupby("indicator") if rows["economy"].nunique() > 20]
    for make, names in (
        (factors, [*HEADLINES, *OTHERS]),
        (exchanges_of, [HEADLINES[0], *OTHERS]),
        (revisions, whole[:30]),
    ):
        for name in names:
            yield from make(name)


def test_the_limits_let_through_what_the_document_says() -> None:
    """The document tells of all that was tried; of a sample, no kind has an outcome that it does not tell."""
    found: dict[str, Counter[str]] = {}
    number_of_all = sum(1 for _ in tried())
    chosen = set(sample(range(number_of_all), 150))
    for number, (kind, in_use, given) in enumerate(tried()):
        if number in chosen:
            found.setdefault(kind, Counter())[judged(in_use, given)] += 1
    columns = ("refused", "told", "silent")
    document = (Path(__file__).resolve().parents[2] / "docs" / "refresh.md").read_text("utf-8")
    rows = re.findall(r"^\| (.+) \| (\d+) \| (\d+) \| (\d+) \|$", document, re.MULTILINE)
    stated = {kind: dict(zip(columns, map(int, counts), strict=True)) for kind, *counts in rows}
    assert found.keys() == stated.keys()
    if LONG:
        lines = [
            f"| {kind} | {' | '.join(str(counts[one]) for one in columns)} |"
            for kind, counts in found.items()
        ]
        assert "\n".join(lines) in document, "docs/refresh.md should have:\n" + "\n".join(lines)
    wrong = []
    for kind, counts in found.items():
        for one in columns:
            share, size = stated[kind][one] / sum(stated[kind].values()), counts.total()
            off = abs(counts[one] - size * share)  # no more than chance has in a sample
            if off > 4 * np.sqrt(size * share * (1 - share)) + (0 < share < 1):
                wrong.append((kind, one, counts, stated[kind]))
    assert wrong == []
    assert sum(sum(counts.values()) for counts in stated.values()) == number_of_all
    of_china = [counts for kind, counts in stated.items() if kind.endswith("China, a headline series")]
    assert [counts["silent"] for counts in of_china] == [0, 0]
    real = stated["a revision as publishers make them"]
    assert real["refused"] * 200 <= sum(real.values())
