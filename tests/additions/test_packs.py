"""Another article, another economy: packs are made, checked, built and drawn whole, by the command line."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from html import unescape
from itertools import count
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from data import catalog
from data.languages import LANGUAGES
from tests.sampling import LONG
from tests.serving import ROOT, free_port, until

LITTLE = "SYR"
"""Three ranks, all before 2014: no pack that is made for an economy has less to show."""
OTHERS = ("BDI", "BRA", "CHE", "KEN", "MNG", "SGP", "TTO", "USA", "YEM")
"""Economies of every income group; the Yemen has no rank since 2022. They are drawn by `make test-long`."""
KEPT = ("IND", "VNM")
UNFILLED = re.compile(r"\{[A-Z]+\}|<h[1-6][^>]*>\s*</h")
"""A name of the pack that nothing filled, and a heading without words."""


NONSENSE = "MEX"
"""The economy of a pack whose every word says nothing."""
WORDS = (
    *("noun", "named", "author", "cited", "credit", "dated", "name", "publisher", "short", "note", "gist"),
    *("summary", "question", "finding", "reason", "text", "gap"),
    *("statement", "definition", "computation", "result"),
)
"""Keys of a pack whose values are words."""
SPOKEN = re.compile(
    r"recommendations?\b(?!\")|\baims\b|(?:strategy|article|outline)’s\b|commerce ministry|share options"
    r"|set in November|has to rise|require raising|several of the|-\d+ places?|建议数|文章的|商务部"
)
"""What only a pack may say of what it names, or of its country, and a minus that is a hyphen."""
OF_THE_SITE = re.compile("预测或建议|也不是建议|Statements, aims")
"""Where the same words are the site's own."""


OF_THE_RISE = ("", "why", "story/1", "ranking/map", "strategy", "strategy/1", "claims")
"""Pages whose first view is of the rise that the article names, or counts from where it begins."""


def run(module: str, *given: str, pack: Path | None = None) -> None:
    """Run a module of the project as a program does."""
    environment = {**os.environ, "PACK": str(pack or ""), "PUBLIC_URL": "https://pack.example"}
    command = [sys.executable, "-m", module, *given]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Path, dict[str, Any]]]:
    """Return the pack of an economy, made if it is not kept, and what is drawn of it, once."""

    @cache
    def draw(economy: str) -> tuple[Path, dict[str, Any]]:
        folder = tmp_path_factory.mktemp(economy)
        pack = ROOT / "packs" / economy if economy in KEPT else folder / economy
        if economy not in KEPT:
            run("etl", "pack", "new", economy, "--output", str(pack))
        if economy == NONSENSE:
            nonsense(pack)
        run("tests.drawn_pack", str(folder / "data"), str(folder / "drawn.json"), pack=pack)
        return pack, json.loads((folder / "drawn.json").read_text(encoding="utf-8"))

    return draw


def words(document: str) -> str:
    """Return what is to be read of a document, pictures left out."""
    read = re.sub(r"<(script|style|svg)\b.*?</\1>", "", document, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", " ", read))


def nonsense(pack: Path) -> None:
    """Put words that say nothing, each another, in two languages, in the place of every word of a pack."""
    number = count()

    def words_of(found: re.Match[str]) -> str:
        letters = "".join("bdfglmnprz"[int(digit)] + "a" for digit in str(next(number)))
        return f'{found[1]} = {{ en = "zorblax {letters}", zh = "佐布{letters}" }}'

    for file in pack.glob("*.toml"):
        text = file.read_text(encoding="utf-8").replace('languages = ["en"]', "")
        text = re.sub(rf'\b({"|".join(WORDS)}) = "(?:[^"\\]|\\.)*"', words_of, text)
        file.write_text(re.sub('"en" = "[^"]*"', 'en = "zorblax", zh = "佐布"', text), encoding="utf-8")


def test_of_a_pack_of_nonsense_no_page_file_or_answer_says_more_than_it_holds(
    drawn: Callable[[str], tuple[Path, dict[str, Any]]],
) -> None:
    pack, found = drawn(NONSENSE)
    foreign, wrong = of_other_packs(pack), []
    for place, document in found["documents"].items():
        named = " ".join(re.findall(r'(?:alt|aria-label|title|content)="([^"]*)"', document))
        said = OF_THE_SITE.sub("", words(document) + unescape(named))
        wrong += [(place, one) for one in foreign if one in said]
        wrong += [(place, said[max(0, one.start() - 60) : one.end() + 30]) for one in SPOKEN.finditer(said)]
    assert wrong == []
    assert "zorblax" in found["documents"]["/en/"]
    assert "佐布" in found["documents"]["/zh/"]


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
    drawn: Callable[[str], tuple[Path, dict[str, Any]]], economy: str
) -> None:
    pack, found = drawn(economy)
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


def test_every_page_that_speaks_of_the_rise_speaks_of_the_one_that_the_pack_names(
    drawn: Callable[[str], tuple[Path, dict[str, Any]]],
) -> None:
    """The edition where it begins stands on the pages of its pack more often than on those of the other."""
    for economy, other in zip(KEPT, reversed(KEPT), strict=True):
        first, *last = catalog.load(article=drawn(economy)[0]).article.editions
        own, others = (drawn(one)[1]["documents"] for one in (economy, other))
        stands = re.compile(rf"(?<!\d){first}(?!\d)")
        pages = OF_THE_RISE if last else [one for one in OF_THE_RISE if one != "why"]  # it needs two ranks
        places = [f"/{lang}/{page}" for lang in LANGUAGES for page in pages]
        few = [one for one in places if len(stands.findall(own[one])) <= len(stands.findall(others[one]))]
        assert few == [], (economy, first)


def test_what_make_run_does_builds_a_changed_pack_once_and_serves_it(tmp_path: Path) -> None:
    pack, port = tmp_path / "VNM", free_port()
    shutil.copytree(ROOT / "packs" / "VNM", pack)
    variables = {"PACK": str(pack), "DATA_DIR": str(tmp_path / "data"), "PORT": str(port), "DISPLAY": ""}
    environment = {**os.environ, **variables}
    dry = ["make", "--dry-run", "--no-print-directory", "run"]
    recipe = subprocess.run(dry, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
    build, serve = ([sys.executable, *shlex.split(line)[1:]] for line in recipe.splitlines()[-2:])

    def built() -> str:
        done = subprocess.run(build, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
        return done.stdout

    assert built().startswith("snapshot ")
    assert built().startswith("nothing has changed since the last build: snapshot ")
    claims = pack / "claims.toml"
    text = claims.read_text("utf-8").replace("Viet Nam is 44th", "Zorblax is 44th", 1)
    claims.write_text(text, "utf-8")
    assert built().startswith("snapshot ")
    with subprocess.Popen(serve, cwd=ROOT, env=environment) as site:
        try:
            until(lambda: "Zorblax is 44th" in read(f"http://127.0.0.1:{port}/en/claims"), "the claim")
        finally:
            site.terminate()


def read(address: str) -> str:
    """Return a document, "" while nothing answers."""
    try:
        with urlopen(address, timeout=60) as answer:  # noqa: S310 - our own address
            return str(answer.read().decode())
    except URLError:
        return ""
