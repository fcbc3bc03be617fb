"""For each page the queries that tests render, so that every state and every sentence of it is reached."""

from __future__ import annotations

from analysis.standing import MEASURES
from tests.unit.why_queries import QUERIES as WHY

QUERIES: dict[str, tuple[dict[str, str], ...]] = {
    "overview": tuple({"show": measure} for measure in MEASURES),
    "strategy": (
        {},
        {"sort": "standing", "order": "desc"},
        {"sort": "name", "origin": "gii"},
        {"pillar": "2", "strength": "proxy", "course": "away"},
        {"origin": "gap", "course": "towards"},
        {"sort": "quality", "strength": "none"},
    ),
    "why": WHY,
    "weights": (
        {},
        {"w": "1,1,1,1,1,1,1"},
        {"w": "0,0,0,0,0,1,1", "edition": "2020", "economy": "CHN"},
        {"w": "17.5,30,5,5,17.5,12.5,12.5"},
        {"w": "30,10,10,10,10,20,10", "edition": "2012", "economy": "AGO"},
        {"edition": "2025", "economy": "AGO"},
        {"edition": "2025", "economy": "CHE", "w": "10,10,10,10,10,26,24"},
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
    "others": ({}, {"show": "rank"}),
    "economy": (
        {},
        {"economy": "ABW"},
        {"edition": "2010"},
        {"economy": "RWA", "edition": "2010", "history": "P1"},
        {"edition": "2011", "level": "subpillar", "history": "P3"},
        {"economy": "VEN", "edition": "2025"},
        {"economy": "CHE", "edition": "2016"},
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
    ),
    "claims": (
        {},
        {"claim": "rank-2012-2022"},
        {"verdict": "untestable", "pillar": "5"},
        {"kind": "statement", "pillar": "4"},
    ),
    "data": ({},),
    "api": ({},),
    "productivity": ({}, {"economy": "IND"}, {"economy": "JPN"}),
    "releases": (
        {},
        {"series": "GOV_WGI_RL.EST"},
        {"series": "PWT11.rtfpna"},
        {"series": "PWT11.ctfp"},
        {"series": "IP.JRN.ARTC.SC"},
        {"series": "SP.POP.SCIE.RD.P6"},
        {"series": "SP.POP.TECH.RD.P6"},
        {"series": "TX.VAL.TECH.CD"},
    ),
}
