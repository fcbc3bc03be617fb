"""Promises of the catalog: both languages complete, every id resolved, nothing misleading shown."""

import csv
import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from analysis.vintages import releases_of
from components.text.catalog import LANGUAGES
from data import catalog
from data.catalog import Catalog
from data.entries import Entry
from data.languages import Text

BUNDLED = Path(catalog.__file__).resolve().parent / "bundled"
HAN = re.compile(r"[一-鿿]")
RELEASE = re.compile(r"20\d\d (?:update|release)|20\d\d年(?:版|更新)")


@pytest.fixture(scope="module")
def known() -> Catalog:
    """The catalog of the project."""
    return catalog.load()


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one table of the bundled snapshot."""
    with (BUNDLED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def observed() -> set[str]:
    """The indicators of which the bundled snapshot has values."""
    return {row["indicator"] for row in rows("observations")}


def texts(entry: object, place: str) -> Iterator[tuple[str, Text]]:
    """Every Text inside an entry, with its place."""
    if isinstance(entry, Text):
        yield place, entry
    elif isinstance(entry, dict):
        for key, value in entry.items():
            yield from texts(value, f"{place}.{key}")
    elif isinstance(entry, tuple):
        for number, value in enumerate(entry, start=1):
            yield from texts(value, f"{place}.{number}")
    elif isinstance(entry, Entry):
        for name, value in entry:
            yield from texts(value, f"{place}.{name}")


def test_every_text_exists_in_both_languages(known: Catalog) -> None:
    found = list(texts(known, "catalog"))
    assert len(found) > 1000
    assert [place for place, text in found if not (text.get("en") and text.get("zh"))] == []
    assert [place for place, text in found if HAN.search(text.en)] == []
    filled = re.compile(r"\{\w+\}|(\{\})?%")  # by the page, in its language; a sign alone
    assert [one for one, text in found if not (HAN.search(text.zh) or filled.fullmatch(text.zh))] == []
    with pytest.raises(KeyError):
        known.economies["CHN"].name.get("fr")
    # Full-width punctuation in Chinese, and no spaces beside its characters.
    wrong = re.compile(r"[一-鿿][,;:?!()]|[,;:?!()][一-鿿]|[一-鿿] | [一-鿿]")
    assert [place for place, text in found if wrong.search(text.zh)] == []


def test_what_was_launched_and_is_not_held_follows_from_both(known: Catalog) -> None:
    (launch,) = known.launches_except(set(known.editions))
    assert (launch.year, launch.released) == (2026, "2026-09-29")
    assert known.launches_except({*known.editions, 2026}) == ()
    assert known.model_copy(update={"launches": {}}).launches_except(set(known.editions)) == ()


def test_names_are_unique(known: Catalog) -> None:
    named = (
        [one.name for one in known.economies.values()],
        [one.short for one in known.economies.values()],
        [one.short for one in known.indicators.values()],
        [one.name for one in known.concepts.values()],
    )
    for texts, lang in product(named, LANGUAGES):
        assert len({text.get(lang) for text in texts}) == len(texts)


def test_each_pillar_has_links_a_headline_with_data_and_gaps(known: Catalog) -> None:
    assert len({pillar.slug for pillar in known.strategy}) == 5
    for pillar in known.strategy:
        own = [link.indicator for link in pillar.links if not link.gii]
        assert len(own) >= 3, pillar.slug
        assert len({(link.indicator, link.gii) for link in pillar.links}) == len(pillar.links), pillar.slug
        assert pillar.headline in observed(), pillar.slug
        assert [link.strength for link in pillar.links if link.indicator == pillar.headline] == [
            "proxy" if pillar.number in (4, 5) else "direct"
        ]
        assert pillar.gaps, pillar.slug


def test_what_may_mislead_is_withheld_with_its_reason(known: Catalog) -> None:
    withheld = {code for code, item in known.indicators.items() if item.status == "withheld"}
    assert {"NV.MNF.TECH.ZS.UN", "OECD.FDIRRI", "MOST.STSME.N", "MIIT.STSME.N", "SHANGHAI.FRD.N"} <= withheld
    for code in withheld:
        assert known.indicators[code].caveats[0].text.en.startswith("Withheld"), code
    for code in ("RL.EST", "RQ.EST", "GE.EST"):
        assert known.indicators[code].status == "superseded"


def test_every_indicator_that_is_used_names_a_live_code_or_is_held(known: Catalog) -> None:
    have = observed()
    assert [code for code, item in known.indicators.items() if code not in have and not item.api] == []


def test_every_id_of_the_snapshot_resolves(known: Catalog) -> None:
    observations, scores, sources = rows("observations"), rows("gii_scores"), rows("sources")
    assert {row["indicator"] for row in observations} <= set(known.indicators)
    economies = {row["economy"] for row in [*observations, *scores]}
    assert economies <= set(known.economies)
    assert {row["edition"] for row in scores} == {str(year) for year in known.editions}
    assert {row["family"] for row in sources} <= set(known.sources)
    assert {item.source for item in known.editions.values()} <= {row["source"] for row in sources}


def test_gii_codes_of_the_links_exist_in_the_latest_edition(known: Catalog) -> None:
    structure = rows("gii_structure")
    latest = max(int(row["edition"]) for row in structure)
    codes = {row["code"] for row in structure if int(row["edition"]) == latest}
    linked = {link.indicator for pillar in known.strategy for link in pillar.links if link.gii}
    assert linked <= codes


def test_what_each_release_replaces_is_not_named_for_one_of_them(known: Catalog) -> None:
    fetched = [item for item in known.indicators.values() if item.api]
    written = [
        (item.id, text)
        for item in fetched
        for text in (item.name, item.short, *(one.text for one in item.caveats))
    ]
    written += [(source.id, source.note) for source in known.sources.values() if source.live]
    for place, text in written:
        assert not any(RELEASE.search(text.get(lang)) for lang in LANGUAGES), place


def test_only_indices_of_different_base_years_are_rebased(known: Catalog) -> None:
    declared = [code for code, indicator in known.indicators.items() if indicator.earlier]
    rebased = {code for code in declared if releases_of(known.indicators, code).rebased}
    assert rebased == {"PWT11.rtfpna"}
    assert len(declared) == 6
    # Standard errors belong to their release.
    about = releases_of(known.indicators, "GOV_WGI_RL.EST")
    assert about.errors == {"GOV_WGI_RL.EST": "GOV_WGI_RL.SE", "RL.EST": "RL.STD.ERR"}
