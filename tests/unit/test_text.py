"""Both languages say the same things, with the same placeholders, and every key is used."""

import ast
import re
import tomllib
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from string import Formatter

import pytest

from components.text.catalog import LANGUAGES, Words, markup, plain, words
from components.text.formats import FORMATS, IN_WORDS

ROOT = Path(__file__).resolve().parents[2]
HAN = r"[\u3400-\u9fff]"
ODD = re.compile(
    r"10亿"  # 亿
    r"|[▲▼] ?[\d,.]+倍"  # a rise by so many times, where to so many times is meant: 为2012年的10.6倍
    r"|[\d}年版]—[\d{]"  # in ranges –
    r"|。。|，，|；；|、和|和以及"
    r"|和(?!社会发展)[^，。；：、“”（）()《》|/]{1,30}和"  # A、B和C; A和B以及C
)
"""What no Chinese text says."""
TITLE = re.compile(r"[（《][^（）《》]*\d—\d[^（）《》]*[）》]")  # of a document, which has its own dash
NOT_WORDS = ("languages.toml", "downloads.toml")
"""Files of digits and the like, and of columns, whose words have the apostrophe of typewriters so far."""


def placeholders(lang: str, key: str) -> set[str]:
    text = words(lang)._entries[key]
    names = {name.partition("|")[0] for _, name, _, _ in Formatter().parse(text) if name}
    return {re.sub(r"_(year|edition)$", "", name) for name in names}  # "in 2022" and "2022年版" are one thing


def test_every_language_has_the_same_keys_and_asks_for_nothing_that_the_first_is_not_given() -> None:
    first = words(LANGUAGES[0]).keys()
    for lang in LANGUAGES[1:]:
        missing, unknown = first - words(lang).keys(), words(lang).keys() - first
        assert not missing, f"components/text/{lang} does not say {', '.join(sorted(missing))}"
        assert not unknown, f"components/text/{lang} says what nobody asks for: {', '.join(sorted(unknown))}"
        assert {key for key in first if placeholders(lang, key) - placeholders(LANGUAGES[0], key)} == set()


def test_a_text_says_how_its_values_are_written() -> None:
    texts = {"one": "{rank:ordinal}, {gap:+points} ({gap:|points})", "plain": "{rank}"}
    texts["writing.ordinal"] = "{rank}th"
    t = Words("en", texts)
    assert t("one", rank=11, gap=-1.234) == "11th, \u22121.23 (1.23)"
    assert t("plain", rank=11) == "11"
    with pytest.raises(KeyError, match="gap"):
        t("one", rank=11)
    asked = {how.lstrip("+|") for found in words("en")._formats.values() for _, how in found}
    assert set() < asked <= FORMATS.keys() | IN_WORDS.keys()


def test_a_missing_key_and_a_missing_placeholder_are_errors() -> None:
    with pytest.raises(KeyError, match=r"text/en has no nothing\.here"):
        words("en")("nothing.here")
    with pytest.raises(KeyError, match="name"):
        words("en")("trajectory.note.below")


# Which keys the code asks for


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


def test_every_key_in_the_code_exists() -> None:
    modules = [ast.parse(path.read_text("utf-8")) for path in (ROOT / "components").rglob("*.py")]
    calls = [node for module in modules for node in ast.walk(module) if isinstance(node, ast.Call)]
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


# Words and marks of each language


def written(lang: str) -> Iterator[tuple[str, str]]:
    """Every text of a language, of the interface and of the catalog, by the file that it stands in."""
    own = [(file, True) for file in (ROOT / "components" / "text" / lang).glob("*.toml")]
    catalogs = (*(ROOT / "data" / "catalog").glob("*.toml"), *(ROOT / "packs").glob("*/*.toml"))
    for file, inside in (*own, *((file, False) for file in catalogs)):
        if file.name not in NOT_WORDS:
            for text in texts(tomllib.loads(file.read_text("utf-8")), lang, inside=inside):
                yield file.name, text


def texts(node: object, lang: str, *, inside: bool) -> Iterator[str]:
    """Every text of a document in TOML below the key of a language, or of one that is of it altogether."""
    if isinstance(node, str) and inside:
        yield node
    elif isinstance(node, dict):
        own = {lang: node[lang]} if lang in node else {} if set(LANGUAGES) & node.keys() else node
        for key, one in own.items():
            yield from texts(one, lang, inside=inside or key == lang)
    elif isinstance(node, list):
        for one in node:
            yield from texts(one, lang, inside=inside)


def test_no_text_uses_a_word_that_the_word_list_replaces() -> None:
    listed = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## Words")[2].partition("\n## ")[0]
    rows = [line.split("|")[3] for line in listed.splitlines() if line.startswith("| ")][1:]
    banned = [term.strip().lower() for row in rows for term in row.split(",") if term.strip()]
    assert len(banned) > 10
    every = [(file, re.sub(r"\{.*?\}", "", text)) for lang in LANGUAGES for file, text in written(lang)]
    assert len(every) > 5000
    assert [(*one, term) for one in every for term in banned if term in one[1].lower()] == []


def test_punctuation_is_that_of_the_language() -> None:
    half = re.compile(rf"{HAN}[,.;:!?()]|[,.;:!?]{HAN}|{HAN} +{HAN}")  # half the width, or parted by a space
    for lang, odd in (("zh", half), ("en", re.compile(r"[A-Za-z]'[a-z]"))):
        assert [one for one in written(lang) if odd.search(one[1])] == []
    files = (
        *(ROOT / "tests" / "golden").rglob("*.zh.txt"),
        *ROOT.glob("*.zh.md"),
        *ROOT.glob("docs/*.zh.md"),
    )
    lines = [(file.name, line) for file in files for line in file.read_text("utf-8").splitlines()]
    assert len(lines) > 10_000
    told = [*written("zh"), *((name, TITLE.sub("", line)) for name, line in lines)]
    assert [(*one, found[0]) for one in told if (found := ODD.search(one[1]))] == []


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
