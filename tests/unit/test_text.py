"""Both languages say the same things, with the same placeholders, and every key is used."""

from __future__ import annotations

import ast
import re
import tomllib
from itertools import product
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any

import pytest

from components.formats import WAYS
from components.text import LANGUAGES, Words, markup, plain, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from analysis.dataset import Dataset

ROOT = Path(__file__).resolve().parents[2]
HAN = r"[\u3400-\u9fff]"
FIRST_AUDIT = "2011"
"""The edition whose note in English has the apostrophe of typewriters, so far."""


def placeholders(lang: str, key: str) -> set[str]:
    text = words(lang)._entries[key]
    names = {name.partition("|")[0] for _, name, _, _ in Formatter().parse(text) if name}
    return {re.sub(r"_(year|edition)$", "", name) for name in names}  # "in 2022" and "2022年版" are one thing


@pytest.mark.parametrize("lang", LANGUAGES[1:])
def test_every_language_has_the_same_keys(lang: str) -> None:
    first = words(LANGUAGES[0]).keys()
    missing, unknown = first - words(lang).keys(), words(lang).keys() - first
    assert not missing, f"components/text/{lang} does not say {', '.join(sorted(missing))}"
    assert not unknown, f"components/text/{lang} says what nobody asks for: {', '.join(sorted(unknown))}"


@pytest.mark.parametrize("lang", LANGUAGES[1:])
def test_no_language_asks_for_what_the_first_is_not_given(lang: str) -> None:
    first = LANGUAGES[0]
    keys = words(lang).keys() & words(first).keys()
    assert not {key for key in sorted(keys) if placeholders(lang, key) - placeholders(first, key)}


def test_a_text_says_how_its_values_are_written() -> None:
    texts = {"one": "{rank:ordinal}, {gap:+points} ({gap:|points})", "plain": "{rank}"}
    t = Words("en", texts)
    assert t("one", rank=11, gap=-1.234) == "11th, \u22121.23 (1.23)"
    assert t("plain", rank=11) == "11"
    with pytest.raises(KeyError, match="gap"):
        t("one", rank=11)
    asked = {how.lstrip("+|") for found in words("en")._formats.values() for _, how in found}
    assert set() < asked <= WAYS.keys()


def test_a_missing_key_and_a_missing_placeholder_are_errors() -> None:
    with pytest.raises(KeyError, match=r"text/en has no nothing\.here"):
        words("en")("nothing.here")
    with pytest.raises(KeyError, match="name"):
        words("en")("trajectory.note.below")


# Which keys the code asks for


def modules(rooms: tuple[str, ...] = ("components",)) -> Iterator[ast.Module]:
    for path in sorted(path for room in rooms for path in (ROOT / room).rglob("*.py")):
        yield ast.parse(path.read_text(encoding="utf-8"))


def spellings(node: ast.AST) -> list[str]:
    """All strings that an expression of constants and choices between constants can give."""
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.FormattedValue):
        return spellings(node.value)
    if isinstance(node, ast.IfExp):
        return [*spellings(node.body), *spellings(node.orelse)]
    if isinstance(node, ast.JoinedStr):
        return ["".join(parts) for parts in product(*map(spellings, node.values))]
    return []


def constants(rooms: tuple[str, ...] = ("components",)) -> set[str]:
    return {text for module in modules(rooms) for node in ast.walk(module) for text in spellings(node)}


def made(keys: Collection[str]) -> set[str]:
    """The keys of which the code makes parts, each a word of code or catalog: claims.figure.{kind}."""
    nodes = (node for module in modules() for node in ast.walk(module) if isinstance(node, ast.JoinedStr))
    texts = [re.escape(ast.unparse(node)[2:-1]) for node in nodes]
    forms = {re.sub(r"\\{.*?\\}", "([^.]+)", text) for text in texts if re.match(r"\w+\\\.\w+\\\.", text)}
    files = [path.read_text("utf-8") for path in (ROOT / "data" / "catalog").glob("*.toml")]
    quoted = re.compile(r"^[\w-]+(?= =)|(?<=\")[\w-]+(?=\")", re.M)
    known = constants(("analysis", "components", "data")).union(*(quoted.findall(text) for text in files))
    found = ((key, re.fullmatch(form, key)) for form in forms for key in keys)
    return {key for key, parts in found if parts and known.issuperset(parts.groups())}


def test_every_key_in_the_code_exists() -> None:
    calls = [node for module in modules() for node in ast.walk(module) if isinstance(node, ast.Call)]
    asked = {text for call in calls if call.args and _asks(call) for text in spellings(call.args[0])}
    assert len(asked) > 900
    assert sorted(asked - words("en").keys()) == []


def _asks(call: ast.Call) -> bool:
    """Whether a call is t("x.y"), view.words("x.y") or view.say("x.y"), with a key written out."""
    called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    first = call.args[0]
    return (
        called in {"t", "words", "say"} and isinstance(first, ast.Constant) and isinstance(first.value, str)
    )


def test_every_gii_code_of_the_catalog_has_a_name_and_no_other(dataset: Dataset) -> None:
    linked = {link.indicator for pillar in dataset.catalog.strategy for link in pillar.links if link.gii}
    named = {key.removeprefix("gii.") for key in sorted(words("en").keys()) if key.startswith("gii.")}
    top = {"GII", "IN", "OUT", *(f"P{number}" for number in range(1, 8))}
    assert linked <= named
    assert named <= linked | top


# The word list of CONTRIBUTING


def texts(node: object) -> Iterator[str]:
    """Every text of a document in TOML; keys and names of columns are left out."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for key, one in node.items():
            if key != "name" or isinstance(one, dict):
                yield from texts(one)
    elif isinstance(node, list):
        for one in node:
            yield from texts(one)


def test_no_text_uses_a_word_that_the_word_list_replaces() -> None:
    listed = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## Words")[2].partition("\n## ")[0]
    rows = [line.split("|")[3] for line in listed.splitlines() if line.startswith("| ")][1:]
    banned = [term.strip().lower() for row in rows for term in row.split(",") if term.strip()]
    assert len(banned) > 10
    files = [*(ROOT / "components" / "text").glob("*/*.toml"), *(ROOT / "data" / "catalog").glob("*.toml")]
    found = {
        (file.name, term, text)
        for file in files
        for text in texts(tomllib.loads(file.read_text("utf-8")))
        for term in banned
        if term in re.sub(r"\{.*?\}", "", text).lower()
    }
    assert sorted(found) == []


# Chinese, and English


def written(dataset: Dataset, lang: str) -> Iterator[tuple[str, str]]:
    """Every text of a language, of the interface and of the catalog, by what it is of."""
    yield from words(lang)._entries.items()
    said: list[tuple[object, Any]] = []
    for one in dataset.catalog.indicators.values():
        texts: tuple[Any, ...] = (one.name, one.short, one.unit, one.definition, *one.caveats)
        texts += tuple(found.note for found in one.breaks)
        said += [(one.id, text) for text in texts]
    for pillar in dataset.catalog.strategy:
        texts = (pillar.name, pillar.short, pillar.gist, pillar.summary, pillar.question, pillar.quotation)
        texts += (pillar.finding, *(link.reason for link in pillar.links))
        texts += tuple(text for action in pillar.actions for text in (action.text, action.gap))
        said += [(pillar.slug, text) for text in texts]
    said += [(edition.year, edition.note) for edition in dataset.catalog.editions.values()]
    for ranking in dataset.catalog.rankings.values():
        texts = (ranking.name, ranking.short, ranking.measures, ranking.coverage, *ranking.caveats)
        said += [(ranking.id, text) for text in (*texts, *(one.note for one in ranking.breaks))]
    yield from ((str(of), text.get(lang)) for of, text in said if text)


def test_punctuation_is_that_of_the_language(dataset: Dataset) -> None:
    half = re.compile(rf"{HAN}[,.;:!?()]|[,.;:!?]{HAN}|{HAN} +{HAN}")  # half the width, or parted by a space
    for lang, odd in (("zh", half), ("en", re.compile(r"[A-Za-z]'[a-z]"))):
        wrong = [(of, text) for of, text in written(dataset, lang) if odd.search(text)]
        assert [one for one in wrong if one[0] != FIRST_AUDIT] == []


# Marks


def test_markup_makes_components_of_marks_only_and_plain_removes_them() -> None:
    parts = markup("a *b [c]* [d] <script>")
    assert [type(part).__name__ for part in parts] == ["str", "B", "str", "Span", "str"]
    assert parts[-1] == " <script>"
    assert markup("") == []
    for text, written in {
        "plain": "plain",
        "*bold* and [第1位]": "bold and 第1位",
        "*[第1位]*": "第1位",
        "<b>5 * 3</b>": "<b>5  3</b>",
    }.items():
        assert plain(text) == written


def test_lists_are_joined_as_the_language_does() -> None:
    joined = [words("en").listing([*"ABC"][:count]) for count in range(4)]
    assert joined == ["", "A", "A and B", "A, B and C"]
    assert words("zh").listing([*"甲乙丙"]) == "甲、乙和丙"
