"""Releases of one measure in the catalog: real, of one kind, each claimed once; estimates are links only."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from data import catalog
from data.catalog import CatalogError
from data.entries import releases_of

if TYPE_CHECKING:
    from analysis.dataset import Dataset

# One fault each: file, text to replace (once), replacement, and what the message must say.
FAULTS = [
    (
        "indicators.toml",
        'earlier = ["PWT.rtfpna"]',
        'earlier = ["PWT.x"]',
        r"'PWT.x' is not another indicator",
    ),
    ("indicators.toml", 'earlier = ["PWT.rtfpna"]', 'earlier = ["PWT.ctfp"]', r"'PWT.ctfp' has a base year"),
    ("indicators.toml", 'earlier = ["PWT.rtfpna"]', 'earlier = ["PWT.emp"]', r"'PWT.emp' is of another kind"),
    (
        "indicators.toml",
        'earlier = ["RQ.EST"]',
        'earlier = ["RL.EST"]',
        r"'RL.EST' belongs to 'GOV_WGI_RL.EST'",
    ),
    ("indicators.toml", 'error = "RL.STD.ERR"', 'error = "RL.EST"', r"'RL.EST'"),
    ("indicators.toml", "base = 2021", "base = 21", r"PWT11.rtfpna: 'base'"),
    ("estimates.toml", "www.apo-tokyo.org", "example.org", r"estimates.toml line \d+: host 'example.org'"),
    ("estimates.toml", "[apo]", "[APO]", r"estimates.toml: 'APO' must be of the form"),
    ("estimates.toml", "[apo]", '[apo]\nid = "apo"', r"estimates.toml, apo: unknown key 'id'"),
    ("estimates.toml", "[apo]", "[apo]\nvalue = 1", r"estimates.toml, apo: unknown key 'value'"),
]


@pytest.mark.parametrize(("name", "old", "new", "message"), FAULTS)
def test_a_fault_is_refused_with_its_place(
    tmp_path: Path, name: str, old: str, new: str, message: str
) -> None:
    folder = Path(shutil.copytree(catalog.FOLDER, tmp_path / "catalog"))
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogError, match=message):
        catalog.load(folder)


def test_only_indices_of_different_base_years_are_rebased(dataset: Dataset) -> None:
    declared = [code for code, indicator in dataset.catalog.indicators.items() if indicator.earlier]
    rebased = {code for code in declared if releases_of(dataset.catalog.indicators, code).rebased}
    assert rebased == {"PWT11.rtfpna"}
    assert len(declared) == 6


def test_standard_errors_belong_to_their_release(dataset: Dataset) -> None:
    about = releases_of(dataset.catalog.indicators, "GOV_WGI_RL.EST")
    assert about.errors == {"GOV_WGI_RL.EST": "GOV_WGI_RL.SE", "RL.EST": "RL.STD.ERR"}
