"""Every fault of the catalog is refused with the file and the line or key."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from data import catalog
from data.catalog import CatalogError

# One fault each: file, text to replace (once), replacement, and what the message must say.
FAULTS = [
    ("plausible.toml", '["OECD.DSTRI"]', '["OECD.NONE"]', r"plausible.toml: unknown key 'OECD.NONE'"),
    ("plausible.toml", "low = 0\nhigh = 100", "low = 200\nhigh = 100", r"share: 'low' must be below 'high'"),
    ("spellings.csv", "VNM,", "XXX,", r"spellings.csv line \d+: unknown economy 'XXX'"),
    (
        "strategy.toml",
        '"SP.POP.SCIE.RD.P6"',
        '"X"',
        r"strategy.toml, pillar 1, link 2: unknown indicator 'X'",
    ),
    ("strategy.toml", '"SP.POP.SCIE.RD.P6"', '"RL.EST"', r"strategy.toml, pillar 1, link 2: .*superseded"),
    ("strategy.toml", '"SP.POP.SCIE.RD.P6"', '"OECD.FDIRRI"', r"pillar 1, link 2: .*withheld"),
    ("strategy.toml", 'role = "core"', 'role = "main"', r"strategy.toml, pillar 1, link 1: 'role' .*'main'"),
    ("strategy.toml", 'strength = "direct"', 'strength = "firm"', r"pillar 1, link 1: 'strength' .*'firm'"),
    ("strategy.toml", 'indicator = "P1"', 'indicator = "P9"', r"pillar 1, link 12: 'P9' is not a GII code"),
    (
        "strategy.toml",
        "\ngii = true",
        '\ngii = "yes"',
        r"pillar 1, link 12: 'gii' should be a valid boolean, not 'yes'",
    ),
    ("strategy.toml", "number = 2", "number = 3", r"strategy.toml: the pillars must be numbered 1 to 5"),
    ("strategy.toml", 'slug = "enterprises"', 'slug = "En terprises"', r"strategy.toml, pillar 2: 'slug'"),
    (
        "strategy.toml",
        'headline = "NBS.TECHMARKET"',
        'headline = "PWT.hc"',
        r"pillar 3: the headline 'PWT.hc'",
    ),
    (
        "strategy.toml",
        'zh = "培育创新文化" }',
        'zhs = "培育创新文化" }',
        r"strategy.toml, pillar 1, action 5, text: missing key 'zh'",
    ),
    (
        "strategy.toml",
        "[[pillar]]\nnumber = 1",
        "pilar = 1\n\n[[pillar]]\nnumber = 1",
        r"strategy.toml: unknown key 'pilar'",
    ),
    (
        "strategy.toml",
        'indicators = ["5.2.4"]',
        'indicators = ["9.9.9"]',
        r"pillar 1, action 1: '9.9.9' is not among the links",
    ),
    ("strategy.toml", ', "P2", "2.3"]', ', "P2"]', r"pillar 1: no action names the link '2.3'"),
    (
        "strategy.toml",
        'peers = "NCSES.GERD.BASIC.ZS"',
        'peers = "P6"',
        r"pillar 4, multiple 1: the series 'P6'",
    ),
    (
        "indicators.toml",
        'direction = "higher"',
        'direction = "up"',
        r"indicators.toml, GB.XPD.RSDV.GD.ZS: 'direction'",
    ),
    ("indicators.toml", 'kind = "share"', 'kind = "percent"', r"indicators.toml, GB.XPD.RSDV.GD.ZS: 'kind'"),
    (
        "indicators.toml",
        'status = "core"',
        'status = "good"',
        r"indicators.toml, GB.XPD.RSDV.GD.ZS: 'status'",
    ),
    ("indicators.toml", "decimals = 2", "decimals = 2.5", r"indicators.toml, GB.XPD.RSDV.GD.ZS: 'decimals'"),
    (
        "indicators.toml",
        "decimals = 2",
        "decimal = 2",
        r"indicators.toml, GB.XPD.RSDV.GD.ZS: missing key 'decimals'",
    ),
    (
        "indicators.toml",
        "decimals = 2",
        "decimals = 2\nrank = 1",
        r"indicators.toml, GB.XPD.RSDV.GD.ZS: unknown key 'rank'",
    ),
    (
        "indicators.toml",
        "scale = 0.0001",
        "scale = 0",
        r"indicators.toml, NBS.RD.ENTERPRISE: 'scale' should be greater than 0, not 0",
    ),
    (
        "indicators.toml",
        "year = 2009",
        "year = 20009",
        r"indicators.toml, SP.POP.SCIE.RD.P6, breaks 1: 'year'",
    ),
    (
        "indicators.toml",
        'source = "world_bank_wdi"',
        'source = "wdi"',
        r"indicators.toml, GB.XPD.RSDV.GD.ZS: unknown source 'wdi'",
    ),
    (
        "indicators.toml",
        ', zh = "研发经费投入强度" }',
        " }",
        r"indicators.toml, GB.XPD.RSDV.GD.ZS, name: missing key 'zh'",
    ),
    (
        "indicators.toml",
        'zh = "研发经费投入强度"',
        'zh = ""',
        r"indicators.toml, GB.XPD.RSDV.GD.ZS, name: 'zh' must be words",
    ),
    ("indicators.toml", '["SE.TER.ENRR"]', '["SP.POP.SCIE.RD.P6"]', r"indicators.toml: .*line \d+"),
    ("indicators.toml", "\ndecimals = 2", "\ndecimals = ", r"indicators.toml: .*line \d+"),
    (
        "sources.toml",
        "update_month = 9",
        "update_month = 13",
        r"sources.toml, wipo_gii: 'update_month' .* 12, not 13",
    ),
    (
        "sources.toml",
        "https://www.rug.nl/",
        "https://example.org/",
        r"sources.toml line \d+: host 'example.org'",
    ),
    ("sources.toml", "https://www.rug.nl/", "ftp://www.rug.nl/", r"sources.toml line \d+: scheme 'ftp'"),
    (
        "sources.toml",
        "https://www.rug.nl/ggdc",
        "javascript:alert(1)//",
        r"sources.toml, penn_world_table: 'url'",
    ),
    (
        "sources.toml",
        'licence = "CC BY 4.0"',
        'licence = "open"',
        r"sources.toml, world_bank_wdi: 'licence_url'",
    ),
    (
        "sources.toml",
        'licence = "not stated"',
        'licence = "free"',
        r"licences.toml: .* licence 'free' lets readers do is not said",
    ),
    ("licences.toml", 'reuse = "limited"', 'reuse = "some"', r"licences.toml, .*: 'reuse' .*'some'"),
    ("sources.toml", "hosts = [", "host = [", r"sources.toml: missing key 'hosts'"),
    ("claims.toml", 'kind = "rank"', 'kind = "range"', r"claim 1, figures, start: 'kind' .*'range'"),
    ("claims.toml", 'number = "C2"', 'number = "C1"', r"claims.toml, claim 2: .*'C1' occurs twice"),
    ("claims.toml", 'id = "productivity"', 'id = "Productivity"', r"claims.toml, claim 4: 'id'"),
    ("claims.toml", "{start} of {start_size}", "{begin} of 1", r"claim 1: unknown figure 'begin'"),
    ("claims.toml", 'figure = "end", op', 'figure = "finish", op', r"claim 1, tests 2: 'figure' .*'finish'"),
    ("claims.toml", 'op = "=", than = 34', 'op = "~", than = 34', r"claim 1, tests 1: 'op' .*'~'"),
    (
        "claims.toml",
        "than = 34",
        "than = true",
        r"claim 1, tests 1: 'than' should be a valid number, not True",
    ),
    (
        "claims.toml",
        'than = "low" } },',
        'than = "begin" } },',
        r"claim 1, caveats 2, test: 'than' .*'begin'",
    ),
    ("claims.toml", "actions = [2, 3]", "actions = [2]", r"one aim must name recommendation 3 of pillar 1"),
    (
        "claims.toml",
        "actions = [2, 3]",
        "actions = [2, 3, 4]",
        r"one aim must name recommendation 4 of pillar",
    ),
    ("claims.toml", "actions = [2, 3]", "", r"claim 5: either 'actions' or 'series' must be given"),
    ("claims.toml", '"PWT11.rtfpna", "PWT.rtfpna"', '"PWT.y"', r"claim 4: series: unknown indicator 'PWT.y'"),
    (
        "claims.toml",
        '指标变化。", weighty = true',
        '指标变化。"',
        r"claim 1: the weighty caveats must come first",
    ),
    (
        "claims.toml",
        'indicator = "PWT.rtfpna"',
        'indicator = "PWT.x"',
        r"claim 4, figures, old: unknown indicator 'PWT.x'",
    ),
    ("claims.toml", 'untestable = { en = "“Remark', 'why = { en = "“Remark', r"claim 3: unknown key 'why'"),
    ("claims.toml", "edition = 2012 }", 'edition = "latest" }', r"claim 1, figures, start: 'edition'"),
    ("claims.toml", 'year = "latest" }', 'year = "last" }', r"claim 4, figures, ratio: 'year'"),
    ("claims.toml", 'chart = "?from', 'chart = "//?from', r"claim 1: 'chart' must be"),
    ("rankings.toml", 'kind = "rank"', 'kind = "place"', r"rankings.toml, gii: 'kind' .*'place'"),
    ("rankings.toml", 'dated = "data"', 'dated = "now"', r"rankings.toml, casted_nii: 'dated' .*'now'"),
    (
        "rankings.toml",
        'source = "imd_wcr"',
        'source = "imd"',
        r"rankings.toml, imd_wcr: unknown source 'imd'",
    ),
    ("rankings.toml", "year = 2018", "year = 1980", r"rankings.toml, wef_gci: 'breaks' .* from 1990"),
    ("rankings.toml", "year = 2018", 'economy = "CHN", year = 2018', r"wef_gci: 'breaks' .* all economies"),
    ("indicators.toml", "decimals = 2", "decimals = true", r"'decimals' should be .*, not True"),
    ("indicators.toml", "decimals = 2", 'decimals = "2"', r"'decimals' should be .*, not '2'"),
    (
        "downloads.toml",
        'unit = "places"',
        'unit = "place"',
        r"ranking, columns, change: 'unit' .*, not 'place'",
    ),
    ("claims.toml", 'end = "low" }', 'end = "low", to = 2022 }', r"claim 1, figures, low: unknown key 'to'"),
    ("claims.toml", ', end = "low" }', " }", r"claim 1, figures, low: missing key 'end'"),
    (
        "claims.toml",
        "since = 2012, to",
        'since = "latest", to',
        r"claim 1, figures, changes: .* must be years",
    ),
    ("sources.toml", "loss = 0", "loss = 2", r"sources.toml, tolerance: 'loss' .*, not 2"),
    ("rankings.toml", "year = 2018", "year = 1018", r"rankings.toml, wef_gci, breaks 1: 'year'"),
    (
        "rankings.toml",
        '\nunit = { en = "technologies led"',
        '\nunits = { en = "x"',
        r"rankings.toml, aspi_tracker: unknown key 'units'",
    ),
    (
        "rankings.toml",
        'table = "gii_scores"',
        'table = "scores"',
        r"rankings.toml, gii: 'table' must be of the form",
    ),
    ("editions.csv", "\n2014,143,", "\n2014,14x,", r"editions.csv line 8: 'economies'"),
    (
        "editions.csv",
        "\n2014,143,",
        "\n2015,143,",
        r"editions.csv line 8: edition 2015 where 2014 must follow",
    ),
    ("editions.csv", ",53,27,31,", ",53,28,31,", r"editions.csv line 13: .*do not add up"),
    ("editions.csv", "2021-09-20", "20 Sep 2021", r"editions.csv line 15: 'released'"),
    ("editions.csv", ",4,break,", ",4,broken,", r"editions.csv line 16: 'change' .*'broken'"),
    (
        "editions.csv",
        "edition,economies,",
        "edition,economy,",
        r"editions.csv line 2: missing key 'economies'",
    ),
    ("editions.csv", "80项指标，比2017年版少1项。", "", r"editions.csv line 12: 'note_zh'"),
    ("economies.csv", ",High income,AW", ",Rich,AW", r"economies.csv line 2: 'income' .*'Rich'"),
    (
        "economies.csv",
        "Latin America & Caribbean,High income,AW",
        "America,High income,AW",
        r"line 2: 'region'",
    ),
    ("economies.csv", "\nAFG,", "\nABW,", r"economies.csv line 3: economy 'ABW' occurs twice"),
    ("economies.csv", "\nAFG,", "\nAfg,", r"economies.csv line 3: 'economy'"),
    ("economies.csv", "\nAFG,Afghanistan,", "\nAFG,Afghanistan,x,", r"economies.csv line 3: 9 cells under 8"),
    ("economies.csv", "\nAFG,Afghanistan,阿富汗,", "\nAFG,Afghanistan,,", r"economies.csv line 3: 'name_zh'"),
    ("sources.toml", "\n[tolerance]", "\n[tolerances]", r"sources.toml: missing key 'tolerance'"),
    ("columns.toml", "\n[units]", "\n[unit]", r"columns.toml: must hold the tables units and columns"),
]


@pytest.mark.parametrize(("name", "old", "new", "message"), FAULTS)
def test_a_fault_is_refused_with_its_place(
    tmp_path: Path, name: str, old: str, new: str, message: str
) -> None:
    folder = tmp_path / "catalog"
    shutil.copytree(catalog.FOLDER, folder)
    before = (folder / name).read_text(encoding="utf-8")
    assert old in before
    (folder / name).write_text(before.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogError, match=message):
        catalog.load(folder)


@pytest.mark.parametrize("name", catalog.FILES)
def test_a_missing_or_foreign_file_is_named(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "catalog"
    shutil.copytree(catalog.FOLDER, folder)
    (folder / name).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CatalogError, match=re.escape(name)):
        catalog.load(folder)
    (folder / name).unlink()
    with pytest.raises(CatalogError, match=re.escape(name)):
        catalog.load(folder)
