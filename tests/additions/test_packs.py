"""Another article, another economy: packs are made, checked, built and drawn whole, by the command line."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from html import unescape
from typing import TYPE_CHECKING

import pytest

from data import catalog
from data.languages import LANGUAGES
from etl import packs
from tests.sampling import LONG, sample
from tests.serving import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from data.snapshot import Snapshot

LITTLE = "SYR"
"""Three ranks, all before 2014: no pack that is made for an economy has less to show."""
OTHERS = ("BDI", "BRA", "CHE", "KEN", "MNG", "SGP", "TTO", "USA", "YEM")
"""Economies of every income group; the Yemen has no rank since 2022. They are drawn by `make test-long`."""
KEPT = ("IND", "VNM")
UNFILLED = re.compile(r"\{[A-Z]+\}|<h[1-6][^>]*>\s*</h")
"""A name of the pack that nothing filled, and a heading without words."""


def run(module: str, *given: str, pack: Path | None = None) -> str:
    """Run a module of the project as a program does, and return what it prints."""
    environment = {**os.environ, "PACK": str(pack or ""), "PUBLIC_URL": "https://pack.example"}
    command = [sys.executable, "-m", module, *given]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def words(document: str) -> str:
    """Return what is to be read of a document, pictures left out."""
    read = re.sub(r"<(script|style|svg)\b.*?</\1>", "", document, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", " ", read))


def of_other_packs(own: Path) -> set[str]:
    """Return words that only the other packs may say: who wrote, and the names of aims."""
    found = set()
    for folder in (ROOT / "data/catalog", *(ROOT / "packs" / name for name in KEPT)):
        if folder != own:
            known = catalog.load(article=folder)
            texts = [known.article.author, known.article.credit, *(one.name for one in known.strategy)]
            found |= {text.get(lang) for text in texts for lang in LANGUAGES}
    return found


@pytest.mark.parametrize("economy", [*KEPT, LITTLE, *(OTHERS if LONG else ())])
def test_a_pack_is_drawn_whole_in_its_own_words_with_the_ranks_of_the_interface(
    tmp_path: Path, economy: str
) -> None:
    pack = ROOT / "packs" / economy
    if economy not in KEPT:
        pack = tmp_path / economy
        run("etl", "pack", "new", "--economy", economy, "--output", str(pack))
    run("tests.drawn_pack", str(tmp_path / "data"), str(tmp_path / "drawn.json"), pack=pack)
    found = json.loads((tmp_path / "drawn.json").read_text(encoding="utf-8"))
    foreign, known = of_other_packs(pack), catalog.load(article=pack)
    for place, document in found["documents"].items():
        assert not (bad := UNFILLED.search(document)), f"{place}: {bad}"
        said = words(document)
        assert not (others := [one for one in foreign if one in said]), f"{place}: {others}"
    ranks = {row["edition"]: row["rank"] for row in found["answer"]["data"]}
    stated = zip(known.article.editions, known.article.ranks, strict=True)
    told = [f"edition {year}: rank {rank} is stated, {ranks[year]} is published" for year, rank in stated]
    assert found["said"][: len(told)] == told
    for lang in LANGUAGES:
        overview = found["documents"][f"/{lang}/"]
        assert known.economies[economy].short.get(lang) in words(overview)
        rows = [words(row) for row in re.split(r"<tr[^>]*>", overview[overview.rindex("<table") :])]
        for edition, rank in ranks.items():
            row = next(one for one in rows if re.match(rf"\s*{edition}\b", one))
            assert re.search(rf"\b{rank}\b", row), f"{lang}, {edition}: {rank} is not in {row}"


def test_a_pack_that_is_made_states_the_ranks_that_are_published(tmp_path: Path, pinned: Snapshot) -> None:
    scores = pinned.table("gii_scores").query("code == 'GII'").set_index(["economy", "edition"])["rank"]
    for economy in sample(OTHERS, 4):
        packs.new(economy, tmp_path / economy)
        article = catalog.load(article=tmp_path / economy).article
        ranks = scores[economy].dropna()
        ranks = ranks[ranks.index >= 2011]  # the first edition with pillars
        assert list(zip(article.editions, article.ranks, strict=True)) == [
            *ranks.iloc[[0, -1]].astype(int).items()
        ], economy
        texts = [path.read_text(encoding="utf-8") for path in (tmp_path / economy).iterdir()]
        assert [text for text in texts if re.search(r"\{\w+\}", text.replace("{rank}", ""))] == [], economy
