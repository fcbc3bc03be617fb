"""Statements of known kinds, true and false, and those that the data do not hold: no wrong verdict.

The expected verdicts are from what was published, with the reason beside each, not from the code.
"""

import re
from urllib.parse import urlencode

from flask.testing import FlaskClient

from analysis.comparison import statements
from analysis.comparison.statements import (
    AMBIGUOUS,
    ELSEWHERE,
    FALSE,
    MISSING,
    OTHER_UNIT,
    TRUE,
    CheckedStatement,
    check_statement,
)
from analysis.dataset import Dataset
from analysis.freshness import launched_notes
from data.api import PARAMETERS, ROOT
from tests.sampling import sample
from tests.unit.asking import answer, frame

STATEMENTS = (
    # Ranks of the index: reports and workbooks of the editions.
    ("CHN", "rank", 2022, "10", "equal", FALSE, "11th; 10th is that of 2025"),
    ("Chile", "GII rank", 2024, "4", "equal", FALSE, "51st: a corrupt copy is in circulation"),
    ("China", "GII rank", 2022, "11.2", "equal", FALSE, "ranks are exact"),
    ("China", "GII rank", 2007, "29", "equal", TRUE, "the first edition"),
    # Comparisons.
    ("China", "GII rank", 2025, "10", "at-most", TRUE, "10th"),
    ("China", "GII rank", 2024, "10", "at-most", FALSE, "11th"),
    ("Germany", "GII rank", 2025, "11", "at-least", TRUE, "11th"),
    ("China", "GII score", 2025, "57", "about", TRUE, "56.56"),
    ("China", "GII score", 2019, "54.82", "about", TRUE, "54.8, whatever its precision"),
    # Scores, at the decimals of the statement.
    ("China", "GII score", 2022, "55.26", "equal", TRUE, "55.263199"),
    ("China", "GII score", 2022, "55.27", "equal", FALSE, "55.263199"),
    ("China", "总得分", 2022, "55.263199", "equal", TRUE, "the same by its full decimals"),
    ("China", "GII score", 2019, "54.83", "equal", MISSING, "known to one decimal only"),
    ("China", "percentile", 2022, "92.4", "equal", TRUE, "100 (132 - 11) / 131 = 92.37"),
    # Pillars, sub-pillars and indicators, by code and by name.
    ("China", "Institutions rank", 2019, "60", "equal", TRUE, "the export of the portal"),
    ("中国", "制度排名", 2012, "39", "equal", FALSE, "39.1 is the score, the rank is 121 or 122"),
    ("China", "P1 rank", 2020, "61", "equal", MISSING, "61 or 62: the score has one decimal"),
    ("China", "P1 rank", 2020, "60", "equal", FALSE, "61 or 62"),
    ("China", "P1 rank", 2020, "62", "at-most", TRUE, "61 or 62"),
    # Related indicators: today's release, not the one before.
    ("China", "GB.XPD.RSDV.GD.ZS", 2012, "1.88", "equal", TRUE, "World Bank, July 2026"),
    ("China", "R&D spending as a share of GDP", 2012, "1.91", "equal", ELSEWHERE, "2021 to 2026"),
    ("China", "研发经费投入强度", 2020, "2.4", "at-least", ELSEWHERE, "2.40 at first; 2.357"),
    # Not in the data.
    ("China", "GII rank", 2008, "29", "equal", MISSING, "there is no edition of 2008"),
    ("Venezuela", "GII rank", 2022, "120", "equal", MISSING, "not ranked in 2022"),
    ("North Korea", "GII rank", 2022, "132", "equal", MISSING, "never ranked"),
    ("Atlantis", "GII rank", 2022, "1", "equal", MISSING, "no such economy"),
    ("China", "Unicorn valuation rank", 2022, "1", "equal", MISSING, "an indicator since 2023"),
    ("China", "4.2.5 rank", 2024, "1", "equal", MISSING, "no code of 2024"),
    ("China", "6.1.1 rank", 2018, "1", "equal", MISSING, "2018 is known to sub-pillars"),
    ("China", "GII score", 2009, "40", "equal", MISSING, "ranks only"),
    ("China", "CNIPA.INDUSTR.ALL rank", 2022, "1", "equal", MISSING, "no other economy has a value"),
    # Ambiguous: candidates, never a guess.
    ("Kore", "GII rank", 2022, "6", "equal", AMBIGUOUS, "two Koreas"),
    ("China", "Institutions", 2022, "42", "equal", AMBIGUOUS, "rank or score"),
    ("China", "patents rank", 2022, "1", "equal", AMBIGUOUS, "several measures"),
)

_RD, _ROYALTY, _TOTAL, _PATENTS = "GB.XPD.RSDV.GD.ZS", "BX.GSR.ROYL.CD", "NBS.RD.TOTAL", "IP.PAT.RESD"
ASKED: tuple[tuple[str, str, int, str, str, str, str], ...] = (
    # Units: that of display, that of the stored values, one that is named, and another one.
    ("CHN", _ROYALTY, 2022, "13.31", "", TRUE, "13.31 billion US dollars"),
    ("CHN", _ROYALTY, 2022, "13306961003.81", "", TRUE, "read as 13.30696100381"),
    ("CHN", _ROYALTY, 2022, "13307", "", OTHER_UNIT, "10^-3 of that unit"),
    ("CHN", _ROYALTY, 2022, "13307", "unit=million", TRUE, "13.307"),
    ("CHN", _ROYALTY, 2022, "13307", "unit=billion", FALSE, "13.3 billion"),
    ("CHN", _ROYALTY, 2022, "133.1", "unit=亿", TRUE, "13.31 billion"),
    ("CHN", _ROYALTY, 2022, "10000000000", "comparison=at-least", TRUE, "read as 10"),
    ("CHN", _ROYALTY, 2022, "20", "comparison=at-least", FALSE, "13.3 billion"),
    ("CHN", _TOTAL, 2020, "24393", "", TRUE, "2.4393 trillion yuan"),
    ("CHN", _TOTAL, 2020, "2439.3", "unit=10^9", TRUE, "2.4393 trillion yuan"),
    ("CHN", _RD, 2022, "0.0249", "", OTHER_UNIT, "2.4945% of GDP"),
    ("CHN", _PATENTS, 2021, "1426644.0", "", TRUE, "1426644 applications"),
    ("CHN", _PATENTS, 2021, "143", "", OTHER_UNIT, "10^4"),
    ("CHN", _PATENTS, 2021, "1", "", FALSE, "1426644 applications"),
    ("CHN", "rank", 2022, "11", "unit=billion", TRUE, "billion was passed over"),
    # Other releases, editions of the index, and first publications.
    ("Korea", _RD, 2022, "5.2", "", ELSEWHERE, "Global Innovation Index 2024 (2.3.2), 2024-09-26"),
    ("China", _RD, 2023, "2.65", "", ELSEWHERE, "NBS of China, 2024-10-02"),
    ("China", _RD, 2022, "2.60", "", FALSE, "only what its notes name"),
    ("China", "GOV_WGI_RL.EST", 2023, "-0.04", "", ELSEWHERE, "2024 update"),
    # Names: shared by a part and a series, withheld, near to one thing, or of nothing here.
    ("China", "Rule of law value", 2023, "-0.04", "", AMBIGUOUS, "rule-of-law rank"),
    ("China", "Rule of law value", 2023, "-0.04", "", AMBIGUOUS, "GOV_WGI_RL.EST"),
    ("China", "Rule of law rank", 2023, "62", "", TRUE, "62"),
    ("China", "Researchers", 2022, "1849", "", AMBIGUOUS, "SP.POP.SCIE.RD.P6"),
    ("China", "2.3.2 value", 2025, "2.58", "", AMBIGUOUS, _RD),
    ("China", "MOST.HTE.N", 2021, "330000", "", MISSING, "Withheld: three rounded statements"),
    ("China", "OECD.FDIRRI", 2020, "0.2", "", MISSING, "is not shown on this site"),
    ("China", "innovation output rank", 2022, "8", "", TRUE, "taken as Innovation outputs (OUT)"),
    ("Ivory Coast", "GII rank", 2022, "109", "", TRUE, "109"),
    ("World", "GII rank", 2022, "1", "", MISSING, "no figures of the world"),
    ("England", "GII rank", 2022, "4", "", MISSING, "United Kingdom (GBR)"),
    ("Congo", "GII rank", 2012, "1", "", MISSING, "is COD"),
    ("China", "efficiency ratio", 2012, "1.1", "", MISSING, "outputs over inputs"),
    # As values are written, and compared.
    ("China", "GII rank", 2022, " １１ ", "", TRUE, "11"),
    ("China", "GII rank", 2022, "10", "comparison=about", TRUE, "one place"),
    ("China", "GII rank", 2022, "12", "comparison=or-better", TRUE, "11"),
    ("China", "GII rank", 2022, "10", "comparison=or-better", FALSE, "11"),
    ("China", "GII score", 2022, "50", "comparison=or-better", TRUE, "55.26"),
    ("Brazil", "GII score", 2015, "34.9", "", TRUE, "exactly between"),
    ("Brazil", "GII score", 2015, "35.0", "", TRUE, "exactly between"),
    # What was launched and is not here.
    ("China", "GII rank", 2026, "9", "", MISSING, "launched on 29 September 2026"),
    ("China", "Institutions", 2026, "9", "", AMBIGUOUS, "launched on 29 September 2026"),
)


def checked(dataset: Dataset, *stated: object, lang: str = "en") -> CheckedStatement:
    return check_statement(dataset, statements.Statement(*stated), lang)  # type: ignore[arg-type]  # in its order


def test_no_verdict_is_wrong_in_either_language(dataset: Dataset) -> None:
    spoken = set(sample(STATEMENTS, 20))
    for one in STATEMENTS:
        found = checked(dataset, *one[:5])
        assert found.verdict == one[5], one
        if one in spoken:
            chinese = checked(dataset, *one[:5], lang="zh")
            assert any("一" <= sign <= "鿿" for sign in chinese.reason), one
            assert chinese.verdict == found.verdict, one


def test_values_in_other_units_and_releases_are_not_called_false(
    reader: FlaskClient, dataset: Dataset
) -> None:
    for economy, measure, period, value, more, verdict, said in ASKED:
        stated = {"economy": economy, "measure": measure, "period": period, "value": value}
        found = answer(reader, f"check?{urlencode(stated)}&{more}")["data"]
        texts = [found["reason"], *(f"{one['code']} {one['text']}" for one in found["notes"])]
        assert found["verdict"] == verdict, (stated, more, texts)
        assert any(said in text for text in texts), (stated, more, texts)
        assert (found["unit"] is None) == (found["measure"] is None), stated
        asked = stated | {"economy": found["economy"] or economy}
        for one in found["notes"] if verdict == AMBIGUOUS and not more else ():
            if one["kind"] == "candidate":
                again = answer(reader, f"check?{urlencode(asked | {'measure': one['code']})}")["data"]
                assert again["verdict"] != AMBIGUOUS or period == 2026, (stated, one)
        if economy not in ("China", "CHN", "中国大陆"):
            assert not any(
                one["kind"] in ("caveat", "break") and "China" in one["text"] for one in found["notes"]
            )
    assert set(PARAMETERS["stated_unit"].options) == set(statements.UNITS)
    refused = reader.get(f"{ROOT}/check?economy=China&measure={_TOTAL}&period=2020&value=1&unit=dozen")
    assert (refused.status_code, refused.get_json()["allowed"]) == (400, list(statements.UNITS))
    series = dataset.catalog.indicators.values()
    assert {one.concept for one in series if one.concept} <= set(dataset.catalog.concepts)
    assert launched_notes(dataset, "zh")[2026].startswith("世界知识产权组织（WIPO）已于2026年9月29日发布")


def test_what_must_be_said_stands_beside_it(dataset: Dataset) -> None:
    for stated, expected in (
        (("CHN", "rank", 2022, "11"), {"comparability", "break", "interval"}),
        (("CHN", "rank", 2025, "9"), {"comparability", "documented", "interval"}),
        (("CHN", "score", 2022, "55.3"), {"comparability", "break", "rounding"}),
        (("CHN", "rank", 2025, "10", "at-most"), {"comparability", "documented", "interval", "order"}),
        (("CHN", "P6 rank", 2020, "4"), {"comparability", "derived"}),
        (("CHN", "7.3 score", 2025, "4.6"), {"comparability", "documented", "coverage", "rounding"}),
        (("ISL", "P2 score", 2011, "65.75"), {"comparability", "doubt"}),
        (("CHN", "GB.XPD.RSDV.GD.ZS", 2012, "1.88"), {"caveat", "revised", "rounding"}),
        (("KOR", "GB.XPD.RSDV.GD.ZS", 2020, "4.52"), {"revised", "rounding"}),
        (("CHN", "GB.XPD.RSDV.GD.ZS rank", 2012, "1"), {"caveat", "own-rank"}),
        (("CHN", "SP.POP.SCIE.RD.P6", 2012, "1000", "about"), {"about", "break", "caveat"}),
    ):
        found = {note.kind for note in checked(dataset, *stated).notes}
        assert found - {"definition"} == expected, stated


def test_the_publishers_interval_and_older_values_are_named(dataset: Dataset) -> None:
    said = [note.text for note in checked(dataset, "CHN", "rank", 2020, "14").notes]
    assert any("publisher’s own interval of the rank is 9 to 16" in text for text in said)
    said = [note.text for note in checked(dataset, "CHN", "GB.XPD.RSDV.GD.ZS", 2012, "1.91").notes]
    assert any("2021-09-15" in text and "1.91" in text for text in said)


def test_candidates_can_be_stated(dataset: Dataset) -> None:
    for stated in (one[:5] for one in STATEMENTS if one[5] == AMBIGUOUS):
        first = checked(dataset, *stated)
        assert {note.kind for note in first.notes} == {"candidate"}, stated
        for note in first.notes:
            by_economy = checked(dataset, note.code, *stated[1:])
            known = by_economy, checked(dataset, stated[0], note.code, *stated[2:])
            assert any(one.reason != first.reason for one in known), (stated, note)


def test_names_of_every_kind_are_found_in_both_languages(reader: FlaskClient) -> None:
    for words, kind, code in (
        ("cote divoire", "economy", "CIV"),
        ("Political environment", "measure", "institutional-environment"),
        ("GB.XPD.RSDV.GD.ZS", "measure", "GB.XPD.RSDV.GD.ZS"),
        ("百分位", "term", "percentile"),
        ("change of rank", "card", "rank-ledger"),
        ("34th", "claim", "rank-2012-2022"),
        ("人工智能核心产业规模超过", "target", "ai_core_2020"),
    ):
        found = answer(reader, f"find?{urlencode({'words': words})}")["data"]
        assert any(one["kind"] == kind and code in one["code"] for one in found), words
    for words in ("", " ", "zzzz", "zq<b>", "%", "how is the"):
        assert answer(reader, f"find?{urlencode({'words': words})}")["data"] == []
    for one in answer(reader, "find?words=patents&lang=zh")["data"][:3]:
        assert reader.get(one["view"].partition("#")[0]).status_code == 200


def test_a_check_of_a_rank_in_doubt_gives_its_ends_and_a_table_has_a_row_for_each_note(
    reader: FlaskClient,
) -> None:
    given = answer(reader, "check?economy=China&measure=GII%20score&period=2025&value=56.6")["data"]
    assert reader.get(given["view"]).status_code == 200
    given = answer(reader, "check?economy=China&measure=P1%20rank&period=2020&value=60")["data"]
    assert (given["figure"], given["low"], given["high"]) == (None, 61, 62)
    table = frame(reader, "check?economy=China&measure=rank&period=2022&value=11")
    assert set(table["verdict"].astype(str).str.lower()) == {"true"}
    assert len(table) == 3  # a row for each note


def test_what_cannot_be_a_statement_is_refused_by_name(reader: FlaskClient) -> None:
    whole = {"economy": "China", "measure": "GII rank", "period": "2022", "value": "11"}
    for name, value in (
        *((name, None) for name in whole),
        *(("value", value) for value in ("NaN", "inf", "1e999", "eleven", "")),
        *(("period", value) for value in ("-2022", "0", "99999", "2022.5")),
        ("economy", "x" * 201),
        ("measure", "x" * 201),
    ):
        query = {**whole, name: value}
        sent = reader.get(f"{ROOT}/check?{urlencode({k: v for k, v in query.items() if v is not None})}")
        assert (sent.status_code, sent.get_json()["parameter"]) == (400, name), (name, value)


def test_find_takes_economies_out_of_a_question_and_marks_partial_matches(reader: FlaskClient) -> None:
    for words, economies, measure, partial in (
        ("China R&D intensity", {"CHN"}, "GB.XPD.RSDV.GD.ZS", False),
        ("R&D intensity of Korea and Germany", {"KOR", "DEU"}, "GB.XPD.RSDV.GD.ZS", False),
        ("high-tech exports China", {"CHN"}, "high-tech-exports", False),
        ("innovation rank of Vietnam", {"VNM"}, "GII", False),
        ("中国的研发强度", {"CHN"}, "GB.XPD.RSDV.GD.ZS", False),
        ("China patents per capita", {"CHN"}, "patents-by-origin", True),
    ):
        matches = answer(reader, f"find?{urlencode({'words': words, 'limit': 100})}")["data"]
        found = {(match["kind"], match["code"]): match["partial"] for match in matches}
        named = {code for kind, code in found if kind == "economy"}
        assert (named, found.get(("measure", measure))) == (economies, partial), words


def test_the_links_of_llms_txt_answer(reader: FlaskClient) -> None:
    text = reader.get("/llms.txt").get_data(as_text=True)
    links = re.findall(r"\]\(([^)]+)\)", text)
    required = {f"{ROOT}/check", f"{ROOT}/find"}  # they need a query
    tried = required | set(sample([link for link in links if link not in required], 12))
    assert required < set(links)
    assert {link for link in tried if reader.head(link).status_code != 200} == required
