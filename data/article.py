"""The article that the site compares with the data, from article.toml of the pack."""

from typing import Final

from data import pack
from data.catalog import CatalogError, read_tables, validate_tables
from data.entries import Article
from data.languages import ORIGINAL
from data.pack_rules import ARTICLE_FILE

try:
    _TABLES: Final = read_tables(pack.FOLDER / ARTICLE_FILE)
    _KEYS: Final = {key: _TABLES[key] for key in _TABLES if key not in ("pillar", "source")}
    ARTICLE: Final = validate_tables(Article, _KEYS, ARTICLE_FILE, pack.languages_of(_TABLES))
except CatalogError as error:
    raise pack.unusable_pack(error) from error
FOCUS: Final = ARTICLE.economy
"""The economy of the article (ISO3), highlighted on all pages."""
FOCUS_NAME: Final = pack.fill("{HERO}", ORIGINAL)
PEERS: Final = ARTICLE.peers
"""The economies that it is compared with by default (ISO3)."""
CLAIM: Final = (ARTICLE.editions[0], pack.NEWEST if ARTICLE.target else ARTICLE.editions[-1])
"""First and last edition of the rise that the article names; with a target the last is the newest."""
CLAIM_YEAR: Final = CLAIM[0]
AIMS: Final = tuple(str(number) for number, _ in enumerate(_TABLES["pillar"], start=1))
"""The numbers of the strategic pillars, as values of a query."""
FIRST_PILLAR: Final[str] = _TABLES["pillar"][0].get("slug", "")
"""The slug of the first strategic pillar."""
ARTICLE_YEAR: Final = ARTICLE.year
