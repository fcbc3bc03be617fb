"""The article that the site sets beside the data, as article.toml of the catalog has it."""

from typing import Final

from data import pack
from data.catalog import CatalogError, read_tables, typed
from data.entries import Article
from data.languages import ORIGINAL
from data.pack_rules import ARTICLE_FILE

try:
    _TABLES: Final = read_tables(pack.FOLDER / ARTICLE_FILE)
    _KEYS: Final = {key: _TABLES[key] for key in _TABLES if key not in ("pillar", "source")}
    ARTICLE: Final = typed(Article, _KEYS, ARTICLE_FILE, pack.languages_of(_TABLES))
except CatalogError as error:
    raise pack.unusable_pack(error) from error
FOCUS: Final = ARTICLE.economy
"""The economy of the article (ISO3), which every page raises."""
FOCUS_NAME: Final = pack.fill("{HERO}", ORIGINAL)
PEERS: Final = ARTICLE.peers
"""The economies beside it where no reader names any (ISO3)."""
CLAIM: Final = (ARTICLE.editions[0], pack.NEWEST if ARTICLE.target else ARTICLE.editions[-1])
"""The first and the last edition of the rise that the article names; the newest where it names one."""
CLAIM_YEAR: Final = CLAIM[0]
"""The year from which the article counts."""
AIMS: Final = tuple(str(number) for number, _ in enumerate(_TABLES["pillar"], start=1))
"""The numbers of its strategic pillars, as words of a query."""
FIRST_PILLAR: Final[str] = _TABLES["pillar"][0].get("slug", "")
"""The slug of its first strategic pillar."""
ARTICLE_YEAR: Final = ARTICLE.year
"""The year in which it set its aims."""
