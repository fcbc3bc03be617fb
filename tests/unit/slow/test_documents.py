"""The documents: what they lead to, promise and say to type is there; the screen does not grow wordier."""

import re
import tomllib
from collections.abc import Iterator

from click import Command, Group
from flask.testing import FlaskClient

from components.documents.routes import routes
from components.text.catalog import FOLDER, LANGUAGES
from data import catalog
from data.api import TOOLS
from etl.commands import main
from tests.documents import READMES, ROOT, anchors, blocks, commands, links, names, prose, text

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


def test_the_tools_of_assistants_are_named_where_they_are_explained(reader: FlaskClient) -> None:
    for place in (text("docs/data.md"), text("docs/operations.md")):
        assert [name for name in TOOLS if f"`{name}`" not in place] == []
    assert f"its tools are {', '.join(TOOLS)}." in reader.get("/llms.txt").text


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
    """What a document says to type can be typed."""
    targets = set(re.findall(r"^([a-z-]+):", text("Makefile"), re.MULTILINE))
    for name in names():
        code = [
            *re.findall(r"`([^`\n]+)`", prose(name)),
            *(one for block in blocks(name, "sh") for one in commands(block)),
        ]
        for line in (found[1] for one in code if (found := re.search(r"-m etl ([a-z][^#()|]*)", one))):
            command: Command = main
            words = line.split()
            while isinstance(command, Group) and words:
                command = command.commands[words.pop(0)]
            options = {option for parameter in command.params for option in parameter.opts}
            assert {one for one in words if one.startswith("--")} <= options | {"--help"}, (name, line)
        made = re.findall(r"(?:^|`)(?:[A-Z]+=\S+ )?make ([a-z][a-z-]*)", text(name), re.MULTILINE)
        assert set(made) <= targets or name == "CHANGELOG.md", name  # which tells of targets that are gone


def test_documents_in_both_languages_have_the_same_commands() -> None:
    english, chinese = ([commands(block) for block in blocks(name, "sh")] for name in READMES)
    assert english == chinese
    (code,) = blocks(READMES[0], "python")
    for name in (READMES[1], "docs/data.md", "docs/data.zh.md"):
        assert commands(blocks(name, "python")[0]) == commands(code)


MOST = 17_997
"""The English words of the interface: lower it with every text that gets shorter, and never raise it."""
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_WORD = re.compile(r"[A-Za-z][A-Za-z’-]*")


def texts(table: dict[str, object]) -> Iterator[str]:
    """Every text of a file, whatever its key."""
    for value in table.values():
        if isinstance(value, dict):
            yield from texts(value)
        else:
            yield str(value)


def counted(text: str) -> int:
    """Count the runs of letters of a text, placeholders left out."""
    return len(_WORD.findall(_PLACEHOLDER.sub(" ", text)))


def test_the_interface_has_no_more_words_than_it_had() -> None:
    files = {
        path.stem: tomllib.loads(path.read_text("utf-8")) for path in FOLDER.glob(f"{LANGUAGES[0]}/*.toml")
    }
    words = {name: sum(map(counted, texts(table))) for name, table in files.items()}
    assert sum(words.values()) <= MOST, f"more words than {MOST}: {words}"
