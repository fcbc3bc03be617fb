"""Every kind of fault of the catalog is refused with the file and the line or key."""

import re
import shutil
from pathlib import Path

import pytest

from data import catalog
from data.catalog import CatalogError
from tests.sampling import sample

# By file, one fault each: a text, what stands there instead of its first, what is said after the file's name.
FAULTS = {
    "indicators.toml": [
        ('direction = "higher"', 'direction = "up"', ", GB.XPD.RSDV.GD.ZS: 'direction' must .*, not 'up'"),
        ("decimals = 2", "decimals = 2.5", ", GB.XPD.RSDV.GD.ZS: 'decimals' should .*, not 2.5"),
        ("decimals = 2", 'decimals = "2"', "'decimals' should be .*, not '2'"),
        ("decimals = 2", "decimal = 2", ", GB.XPD.RSDV.GD.ZS: missing key 'decimals'"),
        ("decimals = 2", "decimals = 2\nrank = 1", ", GB.XPD.RSDV.GD.ZS: unknown key 'rank'"),
        ("scale = 0.0001", "scale = 0", ", NBS.RD.ENTERPRISE: 'scale' should be greater than 0, not 0"),
        ("year = 2009", "year = 20009", ", SP.POP.SCIE.RD.P6, breaks 1: 'year'"),
        ('"world_bank_wdi"', '"wdi"', ", GB.XPD.RSDV.GD.ZS: 'source' .* known sources, not 'wdi'"),
        (', zh = "研发经费投入强度" }', " }", ", GB.XPD.RSDV.GD.ZS, name: missing key 'zh'"),
        ('zh = "研发经费投入强度"', 'zh = ""', ", GB.XPD.RSDV.GD.ZS, name: 'zh' must be words"),
        ('en = "Researchers per', 'en = " Researchers per', ", name: 'en' must be words without spaces"),
        ('"core"\nsource = "oecd_msti"', '"withheld"\nsource = "oecd_msti"', ".* needs its reason"),
        ("\ndecimals = 2", "\ndecimals = ", r": .*line \d+"),
        ('earlier = ["PWT.rtfpna"]', 'earlier = ["PWT.x"]', "'PWT.x' is not another indicator"),
        ('earlier = ["PWT.rtfpna"]', 'earlier = ["PWT.ctfp"]', "'PWT.ctfp' has a base year"),
        ('earlier = ["PWT.rtfpna"]', 'earlier = ["PWT.emp"]', "'PWT.emp' is of another kind"),
        ('earlier = ["RQ.EST"]', 'earlier = ["RL.EST"]', "'RL.EST' belongs to 'GOV_WGI_RL.EST'"),
        ('error = "RL.STD.ERR"', 'error = "RL.EST"', "'RL.EST'"),
    ],
    "article.toml": [
        ("ranks = [34, 11]", "ranks = [35, 11]", ": 'ranks' has 35, claim 1 is tested by 34"),
        ('"SP.POP.SCIE.RD.P6"', '"X"', ", pillar 1, link 2: unknown indicator 'X'"),
        ('"SP.POP.SCIE.RD.P6"', '"RL.EST"', ", pillar 1, link 2: .*superseded"),
        ('indicator = "P1"', 'indicator = "P9"', ", pillar 1, link 12: 'P9' is not a GII code"),
        ("\ngii = true", '\ngii = "yes"', ", pillar 1, link 12: 'gii' should be a valid boolean, not 'yes'"),
        ("number = 2", "number = 3", ": the pillars must be numbered from 1"),
        (
            'headline = "NBS.TECHMARKET"',
            'headline = "PWT.hc"',
            ", pillar 3: the headline or multiple 'PWT.hc'",
        ),
        ('indicators = ["5.2.4"]', 'indicators = ["9.9.9"]', ", action 1: '9.9.9' is not among the links"),
        (', "P2", "2.3"]', ', "P2"]', ", pillar 1: no action names the link '2.3'"),
        ('peers = "NCSES.GERD.BASIC.ZS"', 'peers = "P6"', ", pillar 4: the headline or multiple 'P6'"),
    ],
    "sources.toml": [
        ("update_month = 9", "update_month = 13", ", wipo_gii: 'update_month' .* 12, not 13"),
        ("https://www.rug.nl/", "https://example.org/", r" line \d+: host 'example.org'"),
        ('citation = "World Intel', 'citation = "ftp://www.wipo.int/ Intel', r" line \d+: scheme 'ftp'"),
        ("https://www.rug.nl/ggdc", "javascript:alert(1)//", ", penn_world_table: 'url'"),
        ('licence = "CC BY 4.0"', 'licence = "not stated"', ", world_bank_wdi: 'licence_url'"),
        ("hosts = [", "host = [", ": missing key 'hosts'"),
    ],
    "licences.toml": [('reuse = "limited"', 'reuse = "some"', ", .*: 'reuse' .*'some'")],
    "claims.toml": [
        ('number = "C2"', 'number = "C1"', ": 'C1' occurs twice"),
        ("{start} of {start_size}", "{begin} of 1", ", claim 1: unknown figure 'begin'"),
        ('figure = "end", op', 'figure = "finish", op', ", claim 1: 'finish' in a test"),
        ("actions = [2, 3]", "actions = [1, 3]", "one aim alone may name recommendation 1 of pillar 1"),
        ("actions = [2, 3]", "actions = [2, 9]", "one aim alone may name recommendation 9 of pillar 1"),
        ("{start} of {start_size}", "{start!r:>99}", ", claim 1: unknown figure '{start!r:>99}'"),
        ("{start} of {start_size}", "{start", ", claim 1: unknown figure '{start"),
        ("actions = [2, 3]", "", ", claim 5: either 'actions' or 'series' must be given"),
        ('"PWT11.rtfpna", "PWT.rtfpna"', '"PWT.y"', ", claim 4, series 1: .* known indicators, not 'PWT.y'"),
        ('指标变化。", weighty = true', '指标变化。"', ", claim 1: the weighty caveats must come first"),
        ("edition = 2012 }", 'edition = "latest" }', ", claim 1, figures, start: 'edition'"),
        ('end = "low" }', 'end = "low", to = 2022 }', ", claim 1, figures, low: unknown key 'to'"),
        ("since = 2012, to", 'since = "latest", to', ", claim 1, figures, changes: .* must be years"),
    ],
    "rankings.toml": [
        ("year = 2018", "year = 1980", ", wef_gci: 'breaks' .* from 1990"),
        ("year = 2018", 'economy = "CHN", year = 2018', ", wef_gci: 'breaks' .* all economies"),
        ('\nunit = { en = "technologies led"', '\nunits = { en = "x"', ", aspi_tracker: unknown key 'units'"),
        ('kind = "rank"', 'kind = "count"', ", gii: a unit belongs to every kind but rank"),
    ],
    "estimates.toml": [
        ("[apo]", "[APO]", ": 'APO' must be of the form"),
        ("[apo]", '[apo]\nid = "apo"', ", apo: unknown key 'id'"),
    ],
    "downloads.toml": [
        ('unit = "places"', 'unit = "place"', ", ranking, columns, change: 'unit' .*, not 'place'")
    ],
    "columns.toml": [("\n[units]", "\n[unit]", ": unknown key 'unit'")],
    "plausible.toml": [
        ('["OECD.DSTRI"]', '["OECD.NONE"]', ": 'OECD.NONE' must be one of the known indicators"),
        ("low = 0\nhigh = 100", "low = 200\nhigh = 100", "share: 'low' must be below 'high'"),
    ],
    "tiles.toml": [
        ("ISL", "XXX", ", grid: 'XXX' must be one of the known economies"),
        ("ISL", "CHN", "'grid' has 'CHN' twice"),
        ("[16, 25", "[17, 25", "no part"),
    ],
    "groups.toml": [
        ('"AUT", ', '"XXX", ', ", EU27, members 1: must be one of the known economies, not 'XXX'"),
        ('"AUT", ', '"AUT", "AUT", ', ", EU27: is an economy, or has a member twice"),
        ("as_of = 2021-05-25\n", "", ", OECD: 'members', 'as_of', 'source' and 'url' must be given"),
        ("[HI]", "[HIC]", ", HIC: 'members', 'as_of', 'source' and 'url' must be given"),
    ],
    "editions.csv": [
        ("\n2014,143,", "\n2014,14x,", ", 2014: 'economies' should be a valid integer"),
        ("\n2014,143,", "\n2026,143,", ", 2026: the edition 2014 must follow"),
        (",53,27,31,", ",53,28,31,", ", 2019: .*do not add up"),
        ("80项指标，比2017年版少1项。", "", ", 2018: 'note_zh'"),
    ],
    "economies.csv": [
        ("\nAFG,", "\nABW,", " line 3: 'ABW' occurs twice"),
        ("\nAFG,Afghanistan,", "\nAFG,Afghanistan,x,", " line 3: 9 cells under 8"),
    ],
    "spellings.csv": [("VNM,", "XXX,", ": 'XXX' must be one of the known economies")],
    "concepts.csv": [
        ("pisa,indicator,", "gerd,indicator,", r" line \d+: 'gerd' occurs twice"),
        ("pisa,indicator,", "pisa,subpillar,", ", pisa: 2011:2.1.4 is not of the level subpillar"),
        ("2019:2.1.4 2021:2.1.4", "2019:2.1.4 2019:2.1.4", ", pisa: 'codes' has the edition 2019 twice"),
        ("2019:2.1.4 2021:2.1.4", "2019:9.9.9", ", pisa: 'codes' must have the form 2025:2.3.1"),
        ("2019:2.1.4 2021:2.1.4", "2019:2.1.3", ", pisa: 2019:2.1.3 belongs to the concept '"),
        ("2025:6.2.2,,2025,", "2025:6.2.2,,2025;2026,", ", unicorn-valuation: 'redefined' should be"),
        ("2025:6.2.2,,2025,", "2025:6.2.2,,2019,", ", unicorn-valuation: 'redefined' has an edition that"),
    ],
}


def test_every_fault_is_refused_with_its_place(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(catalog.FOLDER, tmp_path / "catalog"))
    for name, faults in FAULTS.items():
        path = folder / name
        text = path.read_text(encoding="utf-8")
        for old, new, said in sample(faults, 3):
            assert old in text, old
            path.write_text(text.replace(old, new, 1), encoding="utf-8")
            with pytest.raises(CatalogError, match=f"^{re.escape(name)}.*{said}"):
                catalog.load(folder)
        path.write_text(text, encoding="utf-8")


def test_a_missing_or_foreign_file_is_named(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(catalog.FOLDER, tmp_path / "catalog"))
    for name in sample(catalog.FILES, 3):
        content = (folder / name).read_bytes()
        (folder / name).write_bytes(b"\xff\xfe\x00")
        with pytest.raises(CatalogError, match=re.escape(name)):
            catalog.load(folder)
        (folder / name).unlink()
        with pytest.raises(CatalogError, match=re.escape(name)):
            catalog.load(folder)
        (folder / name).write_bytes(content)
