"""Concepts: one measure across editions, whatever its code and its name."""

import re
from typing import Any

import pandas as pd

from data.codes import LEVELS
from data.languages import LANGUAGES
from data.snapshot import Snapshot
from etl.assembly import concepts
from tests.unit.broken import known

LOWER = list(LEVELS[3:])
KEPT = {2023: 66, 2024: 68, 2025: 70}
"""Indicators whose name is that of the edition before."""


def held(bundled: Snapshot) -> pd.DataFrame:
    structure = bundled.table("gii_structure")
    return structure[structure["level"].isin(LOWER)]


def test_every_indicator_and_sub_pillar_belongs_to_exactly_one_concept(bundled: Snapshot) -> None:
    listed = [
        (edition, code, item.level, item.id)
        for item in known().concepts.values()
        for edition, code in item.codes.items()
    ]
    rows = held(bundled)
    assert sorted(listed) == sorted(
        zip(rows["edition"], rows["code"], rows["level"], rows["concept"], strict=True)
    )


def test_every_unit_that_ends_the_name_of_an_indicator_has_words(bundled: Snapshot) -> None:
    structure, units = bundled.table("gii_structure"), known().index_units
    names = structure.loc[structure["level"] == "indicator", "name"].drop_duplicates()
    stated = names[names.str.contains(r"[%$]|USD|/(?:bn|mn|th)\b|\bpop\b|years$|, (?:bn|mn) ")]
    found = [next((end for end in units if name.endswith(end)), name) for name in stated]
    assert set(found) == set(units)
    for unit in units.values():
        for lang in LANGUAGES:
            assert re.search(r"\{(bn|mn)?\}", unit.value.get(lang))
            assert not re.search(r"\b(bn|mn|pop|PPP\$|FTE)\b", unit.unit.get(lang))


def test_the_same_name_on_the_same_level_is_the_same_measure(bundled: Snapshot) -> None:
    rows = held(bundled)
    assert (rows.groupby(["level", "name"])["measure"].nunique() == 1).all()
    pairs = rows.merge(rows.assign(edition=rows["edition"] + 1), on=["edition", "level", "name"])
    kept = pairs[pairs["level"] == "indicator"].groupby("edition").size()
    assert {edition: int(kept[edition]) for edition in KEPT} == KEPT


def test_a_code_is_joined_by_what_it_measures(bundled: Snapshot) -> None:
    concept: Any = bundled.table("gii_structure").set_index(["edition", "code"])["concept"]
    for one, other, same in (
        ((2022, "1.1.1"), (2023, "1.1.1"), True),  # political and operational stability
        ((2022, "1.1"), (2025, "1.1"), True),  # political environment
        ((2019, "6.3.2"), (2025, "6.3.3"), True),  # high-tech exports moved
        ((2022, "6.2.4"), (2023, "6.3.5"), True),  # ISO 9001 moved
        ((2024, "4.2.2"), (2025, "4.2.4"), True),  # venture capital investors moved
        ((2021, "1.3.1"), (2022, "1.3.1"), False),  # starting a business, policies for doing business
        ((2023, "3.3.2"), (2024, "3.3.2"), False),  # environmental performance, low-carbon energy
        ((2019, "5.2.3"), (2021, "5.2.3"), False),  # financed by abroad: of GERD, of GDP
        ((2023, "7.3.1"), (2024, "7.3.1"), False),  # generic domains, all domains
        ((2024, "4.2.2"), (2025, "4.2.2"), False),  # investors, recipients
    ):
        assert (concept[one] == concept[other]) is same, (one, other)


def test_a_new_edition_takes_concepts_by_name_and_level_or_its_own(bundled: Snapshot) -> None:
    rows = bundled.table("gii_structure").query("edition >= 2023")
    new = pd.DataFrame(
        [
            ("P1", "Institutions"),
            ("1.1", "Institutional environment"),
            ("1.1.1", "Government effectiveness"),  # another code than before
            ("1.1.2", "University-industry R&D collaboration"),  # with another dash than in 2025
            ("1.1.3", "Government effectiveness"),  # its concept is taken
            ("1.1.4", "Environmental performance"),  # last seen in 2023
            ("1.1.5", "Education"),  # the name of a sub-pillar
        ],
        columns=["code", "name"],
    ).assign(edition=2026)
    joined = pd.concat([new, rows], ignore_index=True)
    found = concepts(joined, known())
    assert found.head(len(new)).tolist() == [
        *("P1", "institutional-environment", "government-effectiveness", "university-industry-collaboration"),
        *("2026-1.1.3", "environmental-performance", "2026-1.1.5"),
    ]
    assert found.tail(len(rows)).tolist() == rows["concept"].tolist()
