"""Citations name the provider first and can be read by the programs that they are written for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from components.parts.citation import citation, cited
from components.text import LANGUAGES, words
from data.citation import WIPO, Citation, cite, index
from service.documents import SHOWN, document
from service.frames import FRAMES
from tests.unit.downloading import of_zip
from tests.unit.views import walk

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from components.site import Site

ROOT = Path(__file__).resolve().parents[2]
ODD = "R&D: 5 % of {all} #1 costs $2_000 ~ x^2 \\ y\nand \u2028more\x00"
CREATED = "2026-11-24"
FIELD = re.compile(r"  (\w+) = \{(.*)\}(,?)")
SPECIAL = re.compile(r"(?<!\\)[&%$#_^~]")


def fields(text: str) -> dict[str, str]:
    """A BibTeX entry read strictly: a field on each line, braces in pairs, no sign of TeX left bare."""
    head, *lines, end = text.split("\n")
    assert re.fullmatch(r"@misc\{[a-z0-9_]+,", head)
    assert end == "}"
    found = {}
    for number, line in enumerate(lines, start=1):
        match = FIELD.fullmatch(line)
        assert match, line
        name, value, comma = match.groups()
        assert bool(comma) == (number < len(lines))
        depth = 0
        for sign in re.sub(r"\\[{}]", "", value):
            depth += {"{": 1, "}": -1}.get(sign, 0)
            assert depth >= 0, line
        assert depth == 0, line
        assert name == "url" or not SPECIAL.search(value), line
        found[name] = value
    return found


def record(text: str) -> list[tuple[str, str]]:
    """A RIS record read strictly: a tag of two signs on each line, TY first and ER last."""
    lines = [re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line) for line in text.splitlines()]
    assert all(lines)
    found = [(line[1], line[2]) for line in lines if line]
    assert found[0] == ("TY", "DATA")
    assert found[-1] == ("ER", "")
    assert [tag for tag, value in found if not value] == ["ER"]
    return found


def test_odd_signs_break_neither_form(held: Site) -> None:
    made = cite(
        held.catalog.phrases,
        "en",
        ODD,
        [(ODD, ODD), (WIPO, "b")],
        ("0a", CREATED),
        "https://e.org/?a=1&b=%7B",
    )
    entry = fields(made.bibtex())
    assert (
        r"R\&D: 5 \% of \{all\} \#1 costs \$2\_000 \textasciitilde{} x\textasciicircum{}2" in entry["title"]
    )
    assert r"\textbackslash{} y and more" in entry["title"]
    assert entry["url"] == "https://e.org/?a=1&b=%7B"
    assert entry["author"].endswith(f"}} and {{{WIPO}}}")
    told = record(made.ris())
    assert [value for tag, value in told if tag == "AU"][1] == WIPO
    assert dict(told)["TI"] == "R&D: 5 % of {all} #1 costs $2_000 ~ x^2 \\ y and more"
    assert dict(told)["DA"] == "2026/11/24"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_form_names_provider_snapshot_day_and_address(held: Site, lang: str) -> None:
    snapshot = (held.snapshot.id, held.snapshot.created)
    provider = index(held.catalog.phrases, lang, 2012, 2022)
    made = cite(held.catalog.phrases, lang, "T", [provider], snapshot, "https://example.org/a")
    assert made.text.startswith(provider[1])
    forms = (made.text, fields(made.bibtex()), dict(record(made.ris())))
    for form in forms:
        assert all(part in str(form) for part in (*snapshot, "https://example.org/a", "2012", "2022")), form


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", sorted(FRAMES))
def test_every_download_can_be_cited(held: Site, name: str, lang: str) -> None:
    made = document(name, SHOWN, held.snapshot, held.catalog, {"lang": lang}, "https://example.org").citation
    entry, told = fields(made.bibtex()), record(made.ris())
    assert entry["author"].strip("{}")
    first = next(value for tag, value in told if tag == "AU")
    publishers = {one.publisher.en for one in held.catalog.sources.values()} | {WIPO}
    assert first in publishers
    if "WIPO, Global Innovation Index" in set(document_publishers(held, name)):
        assert first == WIPO


def document_publishers(held: Site, name: str) -> list[str]:
    return [str(one) for one in FRAMES[name].make(held.snapshot, held.catalog, {})["publisher"]]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_card_shows_the_three_forms(held: Site, lang: str) -> None:
    releases = ["wdi_2026_07_13", "pwt_11_0"]
    for shown in (citation(held, "T", 2011, 2025, words(lang)), cited(held, "T", releases, words(lang))):
        texts = [
            str(part.children) for block in shown for part in walk(block) if type(part).__name__ == "Pre"
        ]
        assert len(texts) == 3
        assert all("{address}" in text and held.snapshot.id in text for text in texts)
        fields(texts[1].replace("{address}", "https://example.org"))
        record(texts[2])


def test_the_zip_cites_as_the_page_does(reader: FlaskClient) -> None:
    files = of_zip(reader.get("/download/ranking.zip").get_data())
    fields(files["CITATION.bib"].decode().rstrip("\n"))
    ris = files["CITATION.ris"].decode()
    assert ris.count("\r\n") == ris.count("\n")
    assert dict(record(ris))["AU"] == WIPO
    assert files["CITATION.txt"].decode().startswith(WIPO)


def test_a_citation_without_a_provider_still_reads(held: Site) -> None:
    made = Citation("k", "T", (), "t", "n", CREATED, "https://example.org")
    assert fields(made.bibtex())["author"] == ""


def test_the_citation_file_of_the_repository_is_complete(held: Site) -> None:
    told = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert told["cff-version"] == "1.2.0"
    assert {"message", "title", "authors"} <= told.keys()
    kinds = {"article", "data", "database", "report"}
    for one in told["references"]:
        assert one["type"] in kinds
        assert one["title"]
        assert one["authors"]
        assert all(author.keys() & {"name", "family-names"} for author in one["authors"])
    publishers = {author.get("name") for one in told["references"] for author in one["authors"]}
    live = {one.publisher.en for one in held.catalog.sources.values() if one.live}
    assert live <= publishers
