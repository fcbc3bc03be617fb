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
from tests.serving import ROOT

if TYPE_CHECKING:
    from pathlib import Path

MADE = ("BDI", "BRA", "CHE", "KEN", "MNG", "SGP", "SYR", "TTO", "USA", "YEM")
"""Economies of every income group; Syria has three ranks, all before 2014, the Yemen none since 2022."""
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


def proven(pack: Path, folder: Path, economy: str) -> None:
    """Check every page and card of a pack: whole, in its own words, with the ranks of the interface."""
    run("tests.drawn_pack", str(folder / "data"), str(folder / "drawn.json"), pack=pack)
    found = json.loads((folder / "drawn.json").read_text(encoding="utf-8"))
    foreign, known = of_other_packs(pack), catalog.load(article=pack)
    for place, document in found["documents"].items():
        assert not (bad := UNFILLED.search(document)), f"{place}: {bad}"
        assert not (said := [one for one in foreign if one in words(document)]), f"{place}: {said}"
    ranks = {row["edition"]: row["rank"] for row in found["answer"]["data"]}
    stated = list(zip(known.article.editions, known.article.ranks, strict=True))
    told = [
        f"edition {edition}: rank {rank} is stated, {ranks[edition]} is published" for edition, rank in stated
    ]
    assert found["said"][: len(told)] == told
    for lang in LANGUAGES:
        overview = found["documents"][f"/{lang}/"]
        assert known.economies[economy].short.get(lang) in words(overview)
        rows = [words(row) for row in re.split(r"<tr[^>]*>", overview[overview.rindex("<table") :])]
        for edition, rank in ranks.items():
            row = next(one for one in rows if re.match(rf"\s*{edition}\b", one))
            assert re.search(rf"\b{rank}\b", row), f"{lang}, {edition}: {rank} is not in {row}"


@pytest.mark.parametrize("economy", MADE)
def test_a_pack_that_is_made_for_an_economy_runs_as_it_is(tmp_path: Path, economy: str) -> None:
    pack = tmp_path / economy
    run("etl", "pack", "new", "--economy", economy, "--output", str(pack))
    proven(pack, tmp_path, economy)


@pytest.mark.parametrize("economy", KEPT)
def test_the_packs_that_are_kept_are_drawn_whole(tmp_path: Path, economy: str) -> None:
    proven(ROOT / "packs" / economy, tmp_path, economy)
