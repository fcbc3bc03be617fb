"""For each page the queries that tests render, so that every state and every sentence of it is reached."""

from analysis.index.standing import MEASURES
from components.pages import PAGES
from components.pages.story import NUMBERS

_WHY_KEYS = ("economy", "from", "to", "detail", "pillar", "split")
_WHY_VIEWS = """
CHN 2012 2022 pillars P1 relative
CHN 2011 2012 pillars P2 plain
CHN 2010 2016 indicators P6 plain
CHN 2019 2022 indicators P4 plain
CHN 2011 2017 indicators P7 relative
CHN 2012 2015 subpillars P4 plain
CHN 2011 2014 indicators P4 plain
CHN 2021 2024 subpillars P1 relative
CHN 2011 2024 pillars P7 plain
KOR 2011 2013 subpillars P4 relative
CHN 2011 2019 subpillars P2 relative
KOR 2021 2024 subpillars P2 relative
KOR 2011 2024 pillars P1 plain
CHN 2022 2023 pillars P3 relative
CHN 2011 2016 subpillars P6 plain
CHN 2020 2023 indicators P3 plain
CHN 2022 2024 subpillars P4 plain
CHN 2013 2016 indicators P3 relative
YEM 2012 2014 pillars P7 relative
CHN 2019 2020 pillars P2 plain
CHE 2011 2012 pillars P5 plain
CHN 2013 2022 indicators P2 relative
CHN 2012 2022 indicators GII relative
CHN 2012 2022 indicators GII plain
AUS 2015 2022 indicators GII relative
AUS 2015 2022 indicators GII plain
CAN 2011 2025 pillars P1 plain
CHN 2019 2021 pillars P1 relative
CHN 2015 2017 subpillars GII plain
KOR 2011 2013 subindices GII relative
LUX 2017 2024 indicators GII relative
LUX 2014 2024 indicators GII plain
NER 2013 2025 pillars GII relative
NPL 2020 2023 pillars GII plain
BRN 2018 2019 subpillars GII plain
KOR 2011 2022 indicators GII plain
"""

WHY: tuple[dict[str, str], ...] = tuple(
    dict(zip(_WHY_KEYS, line.split(), strict=True)) for line in _WHY_VIEWS.strip().splitlines()
)
"""Views that between them say every sentence of the page."""

OWN: dict[str, tuple[dict[str, str], ...]] = {
    "overview": (*({"show": measure} for measure in MEASURES), {"with": "EU27,UM", "show": "score"}),
    "strategy": (
        {},
        {"sort": "standing", "order": "desc"},
        {"sort": "name", "origin": "gii"},
        {"pillar": "2", "strength": "proxy", "course": "away"},
        {"origin": "gap", "course": "towards"},
        {"origin": "partial", "since": "2022"},
        {"sort": "quality", "strength": "none"},
    ),
    "why": WHY,
    "reach": (
        {},
        {"economy": "CHE"},
        {"edition": "2018", "economy": "YEM", "rank": "1"},
        {"edition": "2018", "economy": "BRN"},
        {"edition": "2020", "economy": "DEU", "target": "best"},
        {"edition": "2019", "economy": "IND", "rank": "51"},
        {"edition": "2019", "economy": "IND", "target": "economy", "than": "YEM"},
        {"edition": "2025", "economy": "SWE", "target": "economy", "than": "NER"},
        {"edition": "2011", "economy": "SWE", "target": "best"},
        {"edition": "2011", "economy": "USA"},
        {"edition": "2011", "economy": "USA", "rank": "6"},
        {"edition": "2011", "economy": "IND", "target": "economy", "rank": "1"},
        {"edition": "2012", "rank": "10"},
        {"edition": "2013", "economy": "YEM"},
        {"edition": "2018", "economy": "CHE", "target": "economy", "than": "YEM"},
        {"economy": "XXX", "edition": "2008", "rank": "-5", "target": "moon"},
        {"edition": "2025", "economy": "NER", "rank": "138"},
    ),
    "map": (
        {},
        {"show": "change"},
        {"show": "change", "edition": "2025", "against": "2024"},
        {"show": "change", "edition": "2012", "against": "2011"},
        {"show": "change", "edition": "2020", "against": "2019"},
        {"show": "change", "measure": "P1"},
        {"show": "score", "measure": "GB.XPD.RSDV.GD.ZS", "part": "europe"},
        {"show": "percentile", "edition": "2013", "part": "africa"},
        {"edition": "2007", "part": "americas"},
        {"measure": "P7", "edition": "2018"},
        {"measure": "<script>", "show": "moon", "edition": "2008", "part": "sea"},
    ),
    "provinces": (
        {},
        {"measure": "rd_spending", "sort": "change", "province": "CN-BJ"},
        {"measure": "rd_staff_per_spending", "sort": "name"},
        {"measure": "rd_staff_per_spending", "year": "2010"},
        {"measure": "rd_enterprise_share", "year": "2012"},
        {"measure": "rd_enterprise_share", "province": "CN-BJ"},
        {"measure": "rd_basic_share", "year": "2021"},
        {"measure": "sci_papers", "year": "2023", "province": "CN-XZ"},
        {"measure": "rd_intensity", "year": "1999", "province": "DE-BY", "sort": "moon"},
    ),
    "story": tuple({"step": number} for number in NUMBERS),
    "weights": (
        {},
        {"w": "1,1,1,1,1,1,1"},
        {"w": "0,0,0,0,0,1,1", "edition": "2020", "economy": "CHN"},
        {"w": "17.5,30,5,5,17.5,12.5,12.5"},
        {"w": "30,10,10,10,10,20,10", "edition": "2012", "economy": "AGO"},
        {"edition": "2025", "economy": "AGO"},
        {"edition": "2025", "economy": "CHE", "w": "10,10,10,10,10,26,24"},
        {"shared": "2016-2017"},
    ),
    "indicator": (
        {},
        {"without": "top-level-domains,brand-value"},
        {"edition": "2012", "economy": "YEM", "without": "gerd", "view": "economies"},
        {"edition": "2018", "without": "gerd"},
    ),
    "ranking": (
        {},
        {"edition": "2010"},
        {"edition": "2011", "against": "2012", "show": "score"},
        {"edition": "2012"},
        {"edition": "2012", "against": "2022"},
        {"edition": "2020"},
        {"edition": "2022", "against": "2012", "with": "USA"},
        {"edition": "2022", "against": "2023"},
        {"edition": "2023", "against": "2022"},
        {"edition": "2024", "against": "2025"},
        {"find": "sudan", "region": "EUR", "income": "HI"},
    ),
    "compare": (
        {},
        {"measure": "P1", "from": "2011", "to": "2019", "show": "percentile", "with": "USA,KOR"},
        {"measure": "research-and-development", "peers": "score"},
        {"measure": "environmental-performance", "with": "", "from": "2019"},
        {"measure": "GB.XPD.RSDV.GD.ZS", "with": "OECD,KOR", "show": "score"},
        {"measure": "P1", "with": "EU27,UM", "from": "2011"},
        {"view": "measures", "with": "ASEAN,BRICS,VNM", "show": "score"},
        {"measure": "venture-capital-deals", "from": "2010", "to": "2012"},
        {"measure": "GII", "with": "", "economy": "VEN"},
        {"measure": "7.3", "economy": "CHE", "with": "YEM,VEN,LAO"},
        {"measure": "creation-of-online-content", "economy": "CHN"},
        {"measure": "GB.XPD.RSDV.GD.ZS", "economy": "KOR"},
        {"measure": "GB.XPD.RSDV.GD.ZS", "show": "score", "with": "LSO"},
        {"measure": "NE.TRD.GNFS.ZS", "with": "USA"},
        {"measure": "NE.TRD.GNFS.ZS", "show": "percentile"},
        {"measure": "TX.VAL.TECH.CD", "show": "score", "with": "HKG,DEU"},
        {"measure": "NCSES.GERD.BASIC.ZS", "from": "2010", "to": "2012"},
        {"view": "pillars", "peers": "income"},
        {"view": "pillars", "show": "score", "edition": "2012", "with": "AGO"},
        {"view": "pillars", "show": "percentile", "economy": "CHE", "with": ""},
        {"view": "pillars", "edition": "2010"},
        {"view": "pillars", "edition": "2021", "economy": "LSO", "peers": "population"},
        {"view": "pillars", "economy": "CHE", "with": "AGO"},
        {"view": "pillars", "economy": "SGP", "with": "USA,CHE,SWE"},
        {"show": "score", "with": "FRA,USA"},
        {"view": "pillars", "edition": "2012", "show": "percentile"},
        {"view": "pillars", "economy": "SGP"},
        {"measure": "IN", "with": "FRA"},
        {"measure": "P3", "economy": "SGP", "with": "LAO", "to": "2013"},
        {"measure": "NE.TRD.GNFS.ZS", "with": "IND", "show": "score"},
        {"measure": "BX.KLT.DINV.WD.GD.ZS", "with": "SGP"},
        {"view": "plane", "show": "score", "economy": "LSO", "to": "2021"},
        {"view": "scatter"},
        {"view": "scatter", "x": "IP.PAT.RESD", "y": "GII", "with": "ABW,AGO,LSO"},
        {"view": "scatter", "x": "venture-capital-deals", "y": "P4", "edition": "2025"},
        {"view": "scatter", "x": "PWT11.rtfpna", "y": "environmental-performance", "edition": "2011"},
        {"view": "scatter", "x": "NCSES.GERD.BASIC.ZS", "y": "PWT11.rtfpna", "economy": "LSO"},
        {"view": "table", "measure": "GB.XPD.RSDV.GD.ZS", "peers": "gdp_per_head"},
        {"view": "measures", "sort": "P1", "order": "desc"},
        {
            "view": "measures",
            "measures": "GB.XPD.RSDV.GD.ZS,NE.TRD.GNFS.ZS",
            "edition": "2012",
            "with": "AGO",
        },
        {"view": "measures", "measures": "P1", "edition": "2007"},
    ),
    "others": ({}, {"show": "rank"}),
    "economy": (
        {},
        {"economy": "ABW"},
        {"edition": "2010"},
        {"economy": "RWA", "edition": "2010", "history": "P1"},
        {"edition": "2011", "level": "subpillar", "history": "P3"},
        {"economy": "VEN", "edition": "2025"},
        {"economy": "CHE", "edition": "2016"},
        {"economy": "CHE", "edition": "2011"},
        {"economy": "ISL", "edition": "2011"},
        {"economy": "NER", "edition": "2011"},
        {"economy": "YEM", "edition": "2018", "history": "P1"},
        {"economy": "YEM", "edition": "2022"},
        {"economy": "SWE", "edition": "2023", "show": "missing"},
        {"economy": "LSO", "edition": "2019", "history": "6.2.3", "show": "weaknesses", "level": "subpillar"},
        {"history": "2.1.4", "show": "outdated"},
    ),
    "pillar": (
        *({"pillar": str(number)} for number in range(1, 6)),
        {"pillar": "enterprises", "scale": "shared", "with": "DEU"},
        {"pillar": "3", "scale": "shared", "with": ""},
        {"pillar": "5", "with": "YEM"},
        {"pillar": "5", "since": "2022"},
    ),
    "claims": (
        {},
        {"claim": "rank-2012-2022"},
        {"verdict": "not_measured", "pillar": "5"},
        {"kind": "statement", "pillar": "4"},
    ),
    "brief": (
        {},
        {"since": "2012", "edition": "2022"},
        {"since": "2022", "edition": "2024"},
        {"since": "2024", "edition": "2025"},
        {"since": "2014", "edition": "2015"},
        {"edition": "2010"},
        {"edition": "2012"},
        {"economy": "ABW"},
        {"economy": "VEN"},
        {"economy": "VEN", "since": "2020"},
        {"economy": "YEM", "edition": "2025"},
        {"economy": "IND", "with": "CHN,USA"},
        {"economy": "CHE", "edition": "2019", "with": ""},
        {"economy": "IRQ"},
        {"economy": "COG"},
        {"economy": "BTN"},
        {"economy": "RWA", "edition": "2010"},
    ),
    "lessons": ({}, {"show": "chart"}, {"show": "answers"}),
    "productivity": ({}, {"economy": "IND"}, {"economy": "JPN"}),
    "targets": (
        {},
        {"figures": "revised", "by": "aim"},
        {"document": "nids_2016"},
        {"aim": "4", "verdict": "missed"},
        {"aim": "0", "evidence": "own"},
        {"aim": "5"},
    ),
    "data": (
        {},
        {"series": "GOV_WGI_RL.EST"},
        {"series": "PWT11.rtfpna"},
        {"series": "PWT11.ctfp"},
        {"series": "IP.JRN.ARTC.SC"},
        {"series": "SP.POP.SCIE.RD.P6"},
        {"series": "SP.POP.TECH.RD.P6"},
        {"series": "TX.VAL.TECH.CD"},
        {},  # the golden text has the first and the last view: this long page once
    ),
}
QUERIES = {page.key: OWN.get(page.key, ({},)) for page in PAGES}
