"""Citations name this site as the author, and whose data it shows; programs that take them can read them."""

import re

from analysis.dataset import Dataset
from components.pages import TABLES
from components.text.catalog import LANGUAGES, words
from data.citation import Citation, cite, index
from service.downloads import FILTERED, Document
from tests.unit.downloading import rows_of

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


def test_odd_signs_break_neither_form(dataset: Dataset) -> None:
    made = cite(dataset.catalog.phrases, "en", ODD, [ODD, "b"], ("0a", CREATED), "https://e.org/?a=1&b=%7B")
    entry = fields(made.bibtex())
    assert (
        r"R\&D: 5 \% of \{all\} \#1 costs \$2\_000 \textasciitilde{} x\textasciicircum{}2" in entry["title"]
    )
    assert r"\textbackslash{} y and more" in entry["title"]
    assert entry["url"] == "https://e.org/?a=1&b=%7B"
    assert r"R\&D: 5 \%" in entry["note"]
    told = record(made.ris())
    assert dict(told)["TI"] == "R&D: 5 % of {all} #1 costs $2_000 ~ x^2 \\ y and more"
    assert dict(told)["DA"] == "2026/11/24"


def test_every_download_can_be_cited(dataset: Dataset) -> None:
    public = Dataset(dataset.snapshot, dataset.catalog, address="https://example.org")
    for number, name in enumerate(sorted(TABLES)):
        lang = LANGUAGES[number % 2]
        made = Document(TABLES[name], FILTERED, public, {"lang": lang})
        assert_cited(made.citation, lang)
        if "WIPO, Global Innovation Index" in map(str, rows_of(name, dataset, {})["publisher"]):
            begins = index(dataset.catalog.phrases, lang, 0, 0).partition("0")[0]
            assert made.citation.text.startswith(begins)
    for lang in LANGUAGES:  # a view without data of others says so
        query = {"lang": lang, "origin": "gap"}
        own = Document(TABLES["evidence-matrix"], FILTERED, public, query).citation
        assert_cited(own, lang)
        assert dataset.catalog.phrases["cite_own"].get(lang) in own.note


def assert_cited(made: Citation, lang: str) -> None:
    """The site is the one author in both forms; the note names whose data it shows."""
    site = words(lang)("site.name")
    entry, told = fields(made.bibtex()), record(made.ris())
    assert entry["author"] == f"{{{site}}}"
    assert [value for tag, value in told if tag == "AU"] == [site]
    assert re.match("(Data: |数据：)[^;；]{3,}[;；]", made.note)
