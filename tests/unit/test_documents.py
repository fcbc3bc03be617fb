"""The documents: every link, anchor, picture, address of the site and command in them is there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from components.pages import PAGES as SITE
from components.routes import routes
from components.text import words
from data import catalog
from etl.__main__ import main
from tests.documents import READMES, ROOT, anchors, blocks, commands, headings, links, names, prose, text
from tests.long import PAGES

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from analysis.dataset import Dataset

GUIDES = {"en": "docs/guide.md", "zh": "docs/guide.zh.md"}
PARTS = {"en": ("**Read it.**", "**Do not conclude**"), "zh": ("**怎么看。**", "**不能得出**")}
ADDRESS = re.compile(r"`(/(?:en|zh|api/v1|embed|download|healthz|readyz)(?:/[^`\s]*|\?[^`\s]*)?)`")
OPEN = re.compile(r"<|\.\.\.|\*|HOST|NAME|/$")
"""What an address has that stands for many, or for the beginning of many."""


def leads_nowhere(name: str, link: str) -> bool:
    """Whether the file or the anchor that a link of a document names is missing."""
    path, _, anchor = link.partition("#")
    target = ((ROOT / name).parent / path).resolve() if path else ROOT / name
    if not target.exists():
        return True
    return bool(anchor) and anchor not in anchors(target.relative_to(ROOT).as_posix())


def test_every_link_and_picture_leads_to_a_file_that_is_there_and_to_an_anchor_in_it() -> None:
    inside = [(name, link) for name in names() for link in links(name) if not link.startswith("https://")]
    assert len(inside) > 100
    assert [(name, link) for name, link in inside if leads_nowhere(name, link)] == []


@pytest.mark.long(*names(), *PAGES)
def test_every_address_of_the_site_is_answered(reader: FlaskClient) -> None:
    known = routes(catalog.load())  # pages are drawn elsewhere
    found = {address: name for name in names() for address in ADDRESS.findall(prose(name))}
    asked = {address: name for address, name in found.items() if address not in known}
    assert [
        (name, address)
        for address, name in asked.items()
        if not OPEN.search(address) and reader.get(address).status_code >= 400
    ] == []


def test_every_command_of_etl_and_every_target_of_make_exists() -> None:
    for name in names():
        assert_commands(name)


def assert_commands(name: str) -> None:
    """What a document says to type can be typed."""
    code = [
        *re.findall(r"`([^`\n]+)`", prose(name)),
        *(one for block in blocks(name, "sh") for one in commands(block)),
    ]
    for line in (found[1] for one in code if (found := re.search(r"-m etl ([a-z][^#()|]*)", one))):
        word, *words = line.split()
        options = {option for parameter in main.commands[word].params for option in parameter.opts}
        assert {one for one in words if one.startswith("--")} <= options | {"--help"}, (name, line)
    targets = set(re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE))
    made = re.findall(r"(?:^|`)(?:[A-Z]+=\S+ )?make ([a-z]+)", text(name), re.MULTILINE)
    assert set(made) <= targets, name


@pytest.mark.parametrize("lang", GUIDES)
def test_the_guide_says_of_every_page_its_question_how_to_read_it_and_what_not_to_conclude(lang: str) -> None:
    parts = re.split(r"^#{2,3} +(.+)$", text(GUIDES[lang]), flags=re.MULTILINE)
    sections = dict(zip(parts[1::2], parts[2::2], strict=True))
    for page in SITE:
        (content,) = (content for head, content in sections.items() if f"`/{lang}/{page.home}`" in head)
        question = words(lang)(f"question.{page.key}").replace("’", "'")
        assert content.startswith(f"\n\n> {question}\n"), f"the question of the page comes first: {page.key}"
        assert all(part in content for part in PARTS[lang]), page.key


@pytest.mark.parametrize(("english", "chinese"), [READMES, (GUIDES["en"], GUIDES["zh"])])
def test_both_languages_have_the_same_sections_pictures_and_links_in_the_same_order(
    english: str, chinese: str
) -> None:
    levels = [
        [line.split()[0] for line in text(one).splitlines() if line.startswith("#")]
        for one in (english, chinese)
    ]
    assert levels[0] == levels[1]
    assert len(headings(english)) == len(headings(chinese))
    alike = [[_neutral(link) for link in links(one)] for one in (english, chinese)]
    assert alike[0] == alike[1]
    assert chinese.rpartition("/")[2] in links(english)[:2]
    assert english.rpartition("/")[2] in links(chinese)[:2]


def test_readmes_name_the_editions_that_are_out_and_not_on_this_site(dataset: Dataset) -> None:
    out = [one.year for one in dataset.launched]
    for name, sentence in zip(READMES, ("The {} edition, launched on ", "{}年版已于"), strict=True):
        assert [year for year in out if sentence.format(year) in text(name)] == out, name


def _neutral(link: str) -> str:
    """Return a link without its language; the anchor of a heading is in the language of the document."""
    return re.sub(r"(\.zh)?\.md", ".md", link).replace("-zh-", "-en-").partition("#")[0]
