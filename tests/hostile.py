"""A snapshot whose every text is as hostile as the contract lets it: markup, scripts, formulas, length."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd

from data.catalog import FOLDER as CATALOG
from data.contract import MAX_LESS_THAN_SIGNS
from data.schema import TABLES, Field
from tests.pinned import FOLDER

HOSTS = frozenset(tomllib.loads(Path(CATALOG, "sources.toml").read_text(encoding="utf-8"))["hosts"])
"""Publishers: where pages may lead."""
CITED = frozenset(
    urlsplit(one).hostname
    for one in pd.read_csv(FOLDER / "target_references.csv", usecols=["url"])["url"].dropna()
)
"""Who holds a document of a target, to which the targets lead as well."""
SENTINEL = "__owned"
_RUN = f"window.{SENTINEL}=1"
TEXTS = (
    f'<img src=x onerror="{_RUN}"><svg onload={_RUN}>\'"`',
    f"</script></style></title><script>{_RUN}</script>{{{{{_RUN}}}}}${{{_RUN}}}",
    f'<a href="https://evil.example/"><b>*text*</b></a> <a href="javascript:{_RUN}">{{}} {{0}}</a>',
    f'=HYPERLINK("http://evil.example/?{_RUN}","text")',
    f"data:text/html,<script>{_RUN}</script> " + "long " * 200,
    "<b>" * MAX_LESS_THAN_SIGNS + "W" * 1000,
    f'{{"type":"Iframe","namespace":"dash_html_components","props":{{"srcDoc":"<script>{_RUN}</script>"}}}}',
)
ADDRESSES = (
    "https://evil.example/",
    f'https://www.wipo.int"onclick="{_RUN}',
    f"http://www.wipo.int@evil.example/{_RUN}",
)
ELSEWHERE = frozenset(urlsplit(one).hostname for one in ADDRESSES)
# Columns whose text is a name, a note or an address, and leads to nothing else.
FREE = {
    "gii_structure": ("name",),
    "gii_editions": ("theme", "licence"),
    "gii_clusters": ("cluster", "cluster_zh"),
    "observations": ("vintage",),
    "older_releases": ("vintage",),
    "target_documents": ("name_en", "name_zh", "short_en", "short_zh", "issuer_en", "issuer_zh", "number"),
    "target_measures": (
        "name_en",
        "name_zh",
        "counted_by_en",
        "counted_by_zh",
        "definition_en",
        "definition_zh",
        "doubt_en",
        "doubt_zh",
    ),
    "targets": ("quotation_zh", "quotation_en", "note_en", "note_zh"),
    "target_references": ("publisher_en", "publisher_zh", "title", "url", "reading"),
    "claims": ("statement_en", "statement_zh"),
    "validation": ("subject",),
    "economies": ("name_en", "name_zh", "region", "income", "short_en", "short_zh"),
    "sources": ("title", "publisher", "url", "vintage", "licence", "citation", "provenance", "note"),
}


def tables(frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the tables with a hostile text in every cell of FREE; the same text where the same one stood."""
    made = {name: frame.copy() for name, frame in frames.items()}
    for name, columns in FREE.items():
        for column in columns:
            made[name][column] = _replaced(made[name][column], TABLES[name][column])
    return made


def _replaced(column: "pd.Series[str]", about: Field) -> "pd.Series[str]":
    texts = ADDRESSES if column.name == "url" else TEXTS
    found = column.dropna().unique()
    # Subjects of checks that are editions stay numbers.
    named = [old for old in found if column.name != "subject" or not str(old).isdigit()]
    ends = {old: f"#{place}" for place, old in enumerate(named)}
    known = {
        old: texts[place % len(texts)][: about.longest - len(ends[old])] + ends[old]
        for place, old in enumerate(named)
    }
    return column.map(lambda old: known.get(old, old)).astype("str")


SERVED = """
from data import catalog, contract
from data.languages import LANGUAGES, Text
from data.schema import TABLES
from tests.hostile import TEXTS

LONGEST = TABLES["economies"]["name_en"].longest
load = catalog.load


def hostile():
    known = load()
    texts = (TEXTS[place % len(TEXTS)][:LONGEST] for place in range(len(known.economies)))
    names = (Text(dict.fromkeys(LANGUAGES, text)) for text in texts)
    pairs = zip(known.economies.values(), names, strict=True)
    named = {one.id: one.model_copy(update={"name": text, "short": text}) for one, text in pairs}
    return known.model_copy(update={"economies": named})


catalog.load = hostile
contract.unfit_tables = lambda tables: iter(())
from app import server
"""
"""A module of the site in which the catalog's names of economies are hostile as well.

It shows what the contract would refuse, such as an address that is none, so that pages are held to it, too.
"""
