"""The ranking of an edition beside another: entries, exits, changes, filters, order, on the real snapshot."""

from itertools import pairwise, product

import pandas as pd

from analysis.dataset import Dataset
from analysis.index.ranking import (
    COLUMNS,
    COMPARED,
    MAX_SEARCH_LENGTH,
    PARTS,
    Choice,
    Ranking,
    filter_ranking,
    ranking,
)
from analysis.normalize import normalize_name
from data.article import FOCUS
from tests.sampling import sample

EDITIONS = (2007, 2009, *range(2010, 2026))


def chosen(dataset: Dataset, **query: object) -> Choice:
    return Choice.read(dataset, {key.rstrip("_"): value for key, value in query.items()})


def ranked(dataset: Dataset, **query: object) -> Ranking:
    choice = chosen(dataset, **query)
    return ranking(dataset, choice.edition, choice.against)


def shown(dataset: Dataset, **query: object) -> pd.DataFrame:
    """The rows that the filters let through, in order."""
    choice = chosen(dataset, **query)
    rows = filter_ranking(
        ranked(dataset, **query).frame, choice, dataset.labels("en"), dataset.catalog.spellings
    )
    return rows[rows["matched"]]


# Entries and exits


def test_who_enters_and_leaves_is_who_has_a_rank_in_one_of_two_editions(dataset: Dataset) -> None:
    known = dataset.scores[(dataset.scores["code"] == "GII") & dataset.scores["rank"].notna()]
    by_edition = {now: set(known.loc[known["edition"] == now, "economy"]) for now in EDITIONS}
    for then, now in (*pairwise(EDITIONS[3:]), (2025, 2024)):  # of later ones they change sides
        found = ranked(dataset, edition=now, against=then)
        by_status = found.frame.groupby("status").groups
        entered, left = by_edition[now] - by_edition[then], by_edition[then] - by_edition[now]
        assert set(by_status.get("entered", [])) == entered, now
        assert set(by_status.get("left", [])) == left, now
        common = len(by_edition[now] & by_edition[then])
        assert (found.entered, found.left, found.common) == (len(entered), len(left), common)


def test_nobody_enters_or_leaves_an_edition_of_which_a_few_ranks_are_held(dataset: Dataset) -> None:
    for edition, against, ranks in ((2010, 2011, 120), (2011, 2010, 125)):
        found = ranked(dataset, edition=edition, against=against)
        assert (found.entered, found.left, found.common) == (None, None, None)
        assert found.frame["status"].isna().all()
        assert len(found.frame) == found.ranks == ranks
        assert found.frame["change"].notna().sum() == 114
        assert found.whole == (edition == 2011)


# Ranks and changes


def test_an_edition_with_blanks_keeps_its_economies(dataset: Dataset) -> None:
    frame = ranked(dataset, edition=2020).frame
    assert frame["rank"].notna().sum() == 131
    doubt = frame[frame["P3_rank"].isna() & frame["P3_low"].notna()]
    assert len(doubt)
    assert (doubt["P3_low"] < doubt["P3_high"]).all()


def test_groups_are_those_of_the_edition_or_of_the_nearest(dataset: Dataset) -> None:
    newest = ranked(dataset, edition=2025).frame
    assert (newest["group_edition"] == 2025).all()
    assert [newest.at[FOCUS, name] for name in ("region", "income")] == ["SEAO", "UM"]
    old = ranked(dataset, edition=2014).frame
    assert set(old["group_edition"].dropna()) <= {2021, 2022, 2023, 2024, 2025}
    assert old.loc["GAB" if "GAB" in old.index else "GUY", ["region", "income"]].isna().all()


# Filters


def test_a_name_is_found_in_any_script_case_and_accent(dataset: Dataset) -> None:
    found = {"türkiye": "TUR", "turkiye": "TUR", "cote d'ivoire": "CIV", "CÔTE D’IVOIRE": "CIV"}
    for find, economy in (found | {"中国香港": "HKG", "viet nam": "VNM", "chn": "CHN"}).items():
        assert list(shown(dataset, find=find).index) == [economy], find


def test_filters_narrow_together(dataset: Dataset) -> None:
    rows = shown(dataset, region="SSA", income="LI")
    assert len(rows) > 5
    assert set(rows["region"]) == {"SSA"}
    assert set(rows["income"]) == {"LI"}
    assert list(shown(dataset, region="SSA", income="LI", find="rwa").index) == ["RWA"]
    assert shown(dataset, find="no such economy").empty


# Order


def test_unknown_values_come_last_in_either_direction(dataset: Dataset) -> None:
    names = dataset.labels("en")
    for edition, column, order in sample(product((2010, 2011, 2018, 2025), COLUMNS, ("asc", "desc")), 60):
        found, choice = (
            ranked(dataset, edition=edition),
            chosen(dataset, edition=edition, sort=column, order=order, show="score"),
        )
        rows = filter_ranking(found.frame, choice, names, dataset.catalog.spellings)
        rows = rows[rows["matched"] & rows["rank"].notna()]
        assert len(rows) == found.ranks, (column, order)
        name = {"interval": "low", **{part: f"{part}_score" for part in PARTS}}.get(column, column)
        if column != "economy":
            unknown = rows[name].isna().tolist()
            assert unknown == sorted(unknown), (column, order)
        if column not in ("economy", "region", "income"):
            known = rows[name].dropna().astype(float).tolist()
            assert known == sorted(known, reverse=order == "desc"), (column, order)


def test_names_are_sorted_without_their_accents(dataset: Dataset) -> None:
    names = [dataset.labels("en")[code] for code in shown(dataset, sort="economy").index]
    assert names == sorted(names, key=normalize_name)
    assert names.index("Côte d'Ivoire") < names.index("Croatia")


# What is asked


HOSTILE: tuple[object, ...] = (
    *(None, 7, True, [], {}, "", "<script>", "9999", "x" * 10_000, ["CHN"], 1e400, "\0"),
)


def test_what_is_unknown_falls_back_to_the_default(dataset: Dataset) -> None:
    keys = ("edition", "against", "show", "region", "income", "sort", "order", "with")
    for value in HOSTILE:
        assert Choice.read(dataset, dict.fromkeys(keys, value)) == chosen(dataset), value


def test_a_text_is_read_to_its_limit_and_only_what_a_name_may_hold(dataset: Dataset) -> None:
    assert [len(chosen(dataset, find="é" * count).find) for count in (40, 41, 500)] == [MAX_SEARCH_LENGTH] * 3
    assert chosen(dataset, find="<b>Iran</b> (Islamic)").find == "bIranb (Islamic)"
    assert chosen(dataset, find=" '.,- ").find == ""


def test_the_default_is_the_newest_edition_beside_the_one_before(dataset: Dataset) -> None:
    choice = chosen(dataset)
    assert (choice.edition, choice.against, choice.sort, choice.peers) == (2025, 2024, "rank", ())
    assert chosen(dataset, edition="2025", against="2025").against == 2024
    assert chosen(dataset, edition=2007).against is None
    assert chosen(dataset, against="none").against is None
    assert chosen(dataset, against="none", sort="change").sort == "rank"
    assert not set(COMPARED) & {chosen(dataset, edition=2007, sort=column).sort for column in COMPARED}
