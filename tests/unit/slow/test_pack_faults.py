"""What those who begin, and those who mean harm, are told of a pack: where, what, and what to write."""

import re
import shutil
from pathlib import Path

import pytest

from etl import packs
from etl.pack_checks import faults

AIMS = 3
BOM = "\ufeff"
# What is put in the place of the first such text in article.toml; what is said, in this order.
OF_ARTICLE = [
    ('economy = "KEN"', "economy = “KEN”", "line 4: this cannot be read.* has “, write the plain sign"),
    (
        'economy = "KEN"',
        'economy = "ken"',
        "line 4: 'economy' must be a code of three capital letters, not 'ken'",
    ),
    (
        "year = 2025",
        "year = '2025'",
        "line 7: 'year' must be a whole number .*write for example: year = 2024",
    ),
    ("year = 2025", "", "article.toml: 'year' is missing; write for example: year = 2024"),
    ("year = 2025", "yaer = 2025", "line 7: 'yaer' is no key of this part"),
    ('noun = "outline"', 'noun = "out', "line 14: .*words must end with"),
    ('noun = "outline"', "noun = 3", "line 14.*'noun' must be words"),
    ('noun = "outline"', 'noun = { en = "plan", fr = "projet" }', "line 14.*'fr' is no key"),
    ("ranks = [89, 102]", "ranks = [80, 102]", "line 9: 'ranks' has 80, claim 1 is tested by 89"),
    ("ranks = [89, 102]", "ranks = 89", "article.toml, line 9.*'ranks' must be a list in square brackets"),
    ('peers = ["', 'peers = ["KEN", "', "line 6: 'peers' must be other economies"),
    ("editions = [2011, 2025]", "editions = [2011, 2018, 2025]", "line 8: 'editions'"),
    (
        'role = "core"',
        'role = "main"',
        r"line 44 \(pillar 1, link 1\): 'role' must be one of core, supporting, context",
    ),
    (', reason = "WIPO', ', raeson = "WIPO', r"line 44 \(pillar 1, link 1\): 'reason' is missing"),
    (
        'indicators = ["GOV',
        'indicators = ["GVO',
        r"line 51 \(pillar 1, action 1\): 'GVO.* not among the links",
    ),
    ('{ indicator = "GOV', '{ indicator = "GVO', r"line 44 \(pillar 1, link 1\): unknown indicator 'GVO"),
    (
        'slug = "human-capital-and-research"',
        'slug = "institutions"',
        "'slug': two pillars have 'institutions'",
    ),
    ('slug = "institutions"', 'slug = "../x"', "'slug' must be small letters, digits and hyphens"),
    ("{HERO} does", "{HER0} does", r"line \d+ \(pillar 1, summary\): unknown name 'HER0' in braces"),
    ("{last}", "{last!r:>300000000}", "unknown name '{last!r:>300000000}'"),
    ("{last}", "{last", "unknown name '{last'"),
    ('named = "', 'named = "{NAMED}', "'named' must be at most 300 characters, and without braces"),
    ('author = "', f'author = "{"x" * 301}', "'author' must be at most 300 characters"),
    ('summary = "', 'summary = "' + "{NAMED}" * 300, "a text is longer than 5,000 characters"),
    ('url = "https', 'url = "javascript', "article.toml, line .*'url' must be an address"),
    (
        'url = "https://www.wipo.int',
        'url = "https://www.knbs.or.ke',
        "'www.knbs.or.ke' is not in 'hosts' of article.toml",
    ),
    ("year = 2025", "year = 2025\nx = " + "[" * 9_000, "tables or lists are nested too deeply"),
    ("year = 2025", f"year = 2025\n{'a.' * 9}a = 1", "a key has more than 8 parts"),
    ("year = 2025", f"year = 2025\n# {'x' * 256 * 1024}", "the file is larger than 262,144 bytes"),
]
OF_FILES = [
    ("text/pt/site.toml", b"", "text/pt/site.toml: not a file of words"),
    ("text/en/site.toml", b'[site]\nnothing = "x"', "'site.nothing' is no text of the site"),
    ("text/en/site.toml", b'[site]\ndescription = "{secret}"', "'site.description' has {secret}"),
    ("text/en/site.toml", b"[site\n", "this cannot be read"),
    ("tables/data.csv", b"a,b\n", "data.csv: not a table that a pack can bring"),
    ("tables/targets.csv", b"a,b\n", "releases.csv: is not there"),
    ("tables/releases.csv", b"source;family\n", "with commas between them and not semicolons"),
    ("tables/releases.csv", b"source\nG\xe9\n", "it is not saved as “CSV UTF-8”"),
    ("tables/releases.csv", b" " * 256 * 1025, "releases.csv is larger than 262,144 bytes"),
    ("claims.toml", b"\xff\xfe", "claims.toml, line 1: the file is not saved as UTF-8: choose UTF-8"),
    ("claims.toml", b"", "claims.toml: 'claim' is missing"),
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a pack for Kenya in one language."""
    folder = tmp_path_factory.mktemp("packs") / "KEN"
    packs.new("KEN", folder, AIMS)
    return folder


def test_every_fault_is_told_with_its_file_and_line_and_what_to_write(made: Path, tmp_path: Path) -> None:
    lines = [len(path.read_text(encoding="utf-8").splitlines()) for path in made.iterdir()]
    assert sum(lines) <= 120
    pack = tmp_path / "KEN"
    for old, new, said in OF_ARTICLE:
        shutil.copytree(made, pack)
        path = pack / "article.toml"
        text = path.read_text(encoding="utf-8")
        assert old in text, old
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        found = faults(pack)
        assert any(re.search(said, one) for one in found), (new[:60], found)
        assert all(str(pack) in one and len(one) < 400 for one in found), found
        shutil.rmtree(pack)
    for name, content, said in OF_FILES:
        shutil.copytree(made, pack)
        (pack / name).parent.mkdir(parents=True, exist_ok=True)
        (pack / name).write_bytes(content)
        assert any(said in one for one in faults(pack)), (name, content, faults(pack))
        shutil.rmtree(pack)


def test_what_notepad_saves_is_read_and_all_faults_are_told_at_once(made: Path, tmp_path: Path) -> None:
    pack = shutil.copytree(made, tmp_path / "KEN")
    path = pack / "article.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(BOM + text.replace("\n", "\r\n"), encoding="utf-8")
    assert faults(pack) == []
    for old, new in (("year = 2025", ""), ('role = "core"', 'role = "main"'), ('noun = "', 'nuon = "')):
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    assert len(faults(pack)) >= 4
