"""The article that the site sets beside the data, as article.toml of the catalog has it."""

from typing import Final

from data.catalog import ARTICLE_FILE, FOLDER, read_tables, typed
from data.entries import Article

_TABLES: Final = read_tables(FOLDER / ARTICLE_FILE)
ARTICLE: Final = typed(Article, {key: _TABLES[key] for key in _TABLES if key != "pillar"}, ARTICLE_FILE)
HERO: Final = ARTICLE.economy
"""The economy of the article (ISO3), which every page raises."""
PEERS: Final = ARTICLE.peers
"""The economies beside it where no reader names any (ISO3)."""
CLAIM: Final = ARTICLE.editions
"""The first and the last edition of the rise that the article names."""
CLAIM_YEAR: Final = CLAIM[0]
"""The year from which the article counts."""
ARTICLE_YEAR: Final = ARTICLE.year
"""The year in which it set its aims."""
