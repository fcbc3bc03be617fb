"""A language is one line, one folder and a key in the catalog; what is missing is named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.additions.recipes import ROOT

if TYPE_CHECKING:
    from tests.additions.conftest import Copy

HOUSE = "tests/unit/test_text.py::test_every_language_has_the_same_keys"


def test_a_language_that_is_added_has_every_page_and_misses_no_word(copy: Copy) -> None:
    copy.follow("A language")
    texts, file = copy.root / "components/text/fr", copy.root / "data/catalog/article.toml"
    for path, english, french in (
        (texts / "site.toml", 'overview = "Overview"', 'overview = "Aperçu"'),
        (texts / "writing.toml", "{rank}th|{rank}st|{rank}nd|{rank}rd", "{rank}e"),
        (file, 'fr = "Open innovation ecology"', 'fr = "Innovation ouverte"'),
    ):
        text = path.read_text(encoding="utf-8")
        assert english in text
        path.write_text(text.replace(english, french), encoding="utf-8")
    home, pillar, rows, data, *_ = copy.ask(
        "/fr/",
        "/fr/strategy/open-innovation",
        "/download/ranking.csv?lang=fr",
        "/fr/data",
        *(f"/fr/{page}" for page in ("why", "ranking", "compare", "claims", "data/api", "brief/CHN")),
        "/embed/trajectory?lang=fr",
        "/api/v1/claims?lang=fr",
    )
    assert '<html lang="fr"' in home
    assert ">Aperçu<" in home
    assert "34e" in home
    assert re.search(r"\d\u202f\d{3}", data)  # 203 000: nobody wrote down how
    assert re.search(r"\d (janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc)\.? 20\d\d", data)
    assert 'href="/zh/"' in home
    assert 'href="/en/"' in home
    assert "Innovation ouverte" in pillar
    assert "wipo_tech1_2025" in rows
    copy.test(f"{HOUSE}[fr]")
    (texts / "writing.toml").unlink()
    with pytest.raises(AssertionError, match=r"text/fr does not say writing\.edition, writing\.interval"):
        copy.test(f"{HOUSE}[fr]")
    claims = copy.root / "data/catalog/claims.toml"
    claims.write_bytes((ROOT / "data/catalog/claims.toml").read_bytes())
    with pytest.raises(AssertionError, match=r"claims\.toml, claim 1, statement: missing key 'fr'"):
        copy.run(".venv/bin/python -m etl status")
