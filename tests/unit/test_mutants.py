"""The faults of tools/mutants.toml can be put in: each has one place and a name, and nothing else fails."""

from collections import Counter

from tests.documents import ROOT
from tools import mutants


def test_every_fault_has_one_place_and_changes_it() -> None:
    found = mutants.faults(ROOT)  # refuses a text that is not there exactly once
    assert len({one["name"] for one in found}) == len(found) >= 60
    assert [one["name"] for one in found if one["old"] == one["new"]] == []
    rooms = Counter(one["file"].partition("/")[0] for one in found)
    assert {room for room, count in rooms.items() if count >= 3} == {
        "analysis",
        "components",
        "data",
        "etl",
        "service",
    }


def test_a_fault_that_changes_nothing_fails_no_test() -> None:
    same = [{**one, "new": one["old"]} for one in mutants.faults(ROOT)]
    assert mutants.failing(ROOT, same, ["tests/unit/test_store.py"], "-n0", "-k", "folder") == []
