"""MSTI and the Penn World Table: codes, the key, columns, and what is refused."""

from dataclasses import replace
from typing import Any

import pytest

from etl.errors import BadFile, Refused
from etl.release import Document
from etl.sources import oecd_msti, penn_world_table
from tests import msti, pwt


def described(message: bytes) -> oecd_msti.Structure:
    return oecd_msti.read_structure(Document("structure.xml", "https://sdmx.oecd.org/structure", message))


CODES = described(msti.structure())
HEAD, *LINES = msti.data().decode().splitlines()


def _lines(lines: list[str], head: str = HEAD) -> bytes:
    return "\r\n".join([head, *lines, ""]).encode()


def test_a_code_is_found_by_its_name_in_any_case_and_by_any_of_its_names() -> None:
    assert CODES.code("MEASURE", "gerd  financed by the Business Sector") == "G_FB"
    assert CODES.code("UNIT_MEASURE", "Percentage of GERD / Percentage of GDP") == "PT_B1GQ"
    assert oecd_msti.look_up_series(CODES, msti.task()) == (msti.SERIES, [])
    with pytest.raises(LookupError, match=r"no code of MEASURE as '你好'$"):
        CODES.code("MEASURE", "你好")


def test_a_name_of_two_codes_is_refused_unless_only_one_is_in_use() -> None:
    twice = msti.structure({**msti.CODELISTS, "UNIT_MEASURE": {**msti.UNITS, "PT_GDP": "Percentage of GDP"}})
    with pytest.raises(LookupError, match=r"several codes \(PT_B1GQ, PT_GDP\) of UNIT_MEASURE"):
        described(twice).code("UNIT_MEASURE", "Percentage of GDP")
    used = msti.in_use(twice, "2026-03-18", {"UNIT_MEASURE": ["PT_B1GQ", "PT_GERD"]})
    assert described(used).code("UNIT_MEASURE", "Percentage of GDP") == "PT_B1GQ"


def test_names_in_french_and_codes_that_are_only_allowed_are_passed_over() -> None:
    message = msti.in_use(msti.structure(), "2026-03-18", {"UNIT_MEASURE": ["PT_HERD"]})
    french = b'<common:Name xml:lang="fr">Pourcentage du PIB</common:Name></structure:Code>'
    message = message.replace(b"</structure:Code>", french).replace(b'"Actual"', b'"Allowed"')
    known = described(message)
    assert known.code("UNIT_MEASURE", "Percentage of GDP") == "PT_B1GQ"
    assert known.updated == ""


def test_the_key_follows_the_order_of_the_dimensions_as_the_oecd_states_it() -> None:
    assert oecd_msti.key(CODES, msti.SERIES) == msti.KEY
    swapped = msti.structure().replace(b'"FREQ" position="2"', b'"FREQ" position="9"')
    expected = ".B+G_BR+G_FA+G_FB+H+H_FB.PT_B1GQ+PT_GERD+PT_HERD._Z._Z.A"
    assert oecd_msti.key(described(swapped), msti.SERIES) == expected


def test_a_structure_that_is_none_is_refused() -> None:
    whole = msti.structure()
    for message, reason in (
        (b"<Structure>", "not well-formed XML"),
        (b"\xff\xfe<", "not well-formed XML"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "declares a document type"),
        (whole.replace(b'DataStructure id="DSD_MSTI"', b'DataStructure id="DSD_X"'), "dimension"),
        (whole.replace(b'Dimension id="MEASURE"', b'Dimension id="M"'), "no dimension MEASURE"),
        (b"<html><body>Sorry</body></html>", "XML that is no SDMX structure"),
    ):
        with pytest.raises(BadFile, match=reason):
            described(message)


def test_a_download_gives_each_series_of_economies_in_order() -> None:
    content = oecd_msti.parse(msti.release(msti.data()), msti.task())
    frame = content.observations
    assert content.indicators == tuple(sorted(msti.SERIES))
    assert len(frame) == 6 * 2 * 3
    assert set(frame["economy"]) == {"CHN", "USA"}
    assert set(frame["source"]) == {content.source} == {"oecd_msti_2026_03_18"}
    assert frame.equals(frame.sort_values(["indicator", "economy", "year"], ignore_index=True))
    assert frame[["economy", "year", "value"]].to_numpy()[0].tolist() == ["CHN", 2021, 10.0]
    assert content.names["MSTI.HERD.GERD.ZS"] == f"{msti.MEASURES['H']}, {msti.GERD}"
    assert content.warnings == ()


def test_blank_values_are_passed_over_and_powers_of_ten_are_applied() -> None:
    rows = msti.rows()
    rows[0] |= {"OBS_VALUE": ""}
    rows[1] |= {"OBS_VALUE": "NaN"}
    rows[2] |= {"UNIT_MULT": "3"}
    frame = oecd_msti.parse(msti.release(msti.data(rows)), msti.task()).observations
    first = frame[(frame["indicator"] == "MSTI.BASIC.GDP.ZS") & (frame["economy"] == "USA")]
    assert first[["year", "value"]].to_numpy().tolist() == [[2023, 20_500.0]]


def test_a_series_without_a_value_is_told_and_no_value_at_all_is_refused() -> None:
    basic = [line for line in LINES if ",G_BR," not in line]
    content = oecd_msti.parse(msti.release(_lines(basic)), msti.task())
    assert content.warnings[0].endswith(": no value of MSTI.BASIC.GDP.ZS for any economy of the catalog")
    with pytest.raises(Refused, match="no value for any economy"):
        oecd_msti.parse(msti.release(_lines([])), msti.task())


def test_a_series_that_the_catalog_no_longer_wants_does_not_stop_a_rebuild() -> None:
    message = msti.structure({**msti.CODELISTS, "MEASURE": {**msti.MEASURES, "H_FB": "another name"}})
    content = oecd_msti.parse(msti.release(msti.data(), message), msti.task())
    assert content.indicators == tuple(sorted(set(msti.SERIES) - {"MSTI.HERD.FUND.BES.ZS"}))


def _edited(old: str, new: str, count: int = 1) -> bytes:
    text = "\r\n".join([HEAD, *LINES, ""])
    assert old in text
    return text.replace(old, new, count).encode()


BAD: list[tuple[bytes, str]] = [
    (_edited("UNIT_MEASURE", "UNIT"), "column UNIT_MEASURE is missing"),
    (_edited("OBS_VALUE", "VALUE"), "column OBS_VALUE is missing"),
    (_edited(",A,G_BR,", ",A,B_FB,"), "line 2, column MEASURE: B or .* expected, found 'B_FB'"),
    (_edited(",A,G_BR,", ",Q,G_BR,"), "line 2, column FREQ: A expected, found 'Q'"),
    (_edited(",_Z,2021,", ",V,2021,"), "column TRANSFORMATION: _Z expected, found 'V'"),
    (_edited(",2021,", ",1991,"), "there are values of 1991, which was not asked for"),
    (
        _edited(",2021,", ",2021-Q1,"),
        "startPeriod=1996: line 2, column TIME_PERIOD: a year expected, found '2021-Q1'",
    ),
    (_edited(",20.0,", ",inf,"), "line 2, column OBS_VALUE: a number expected, found 'inf'"),
    (_edited(",20.0,", ",n.a.,"), "line 2, column OBS_VALUE: a number expected, found 'n.a.'"),
    (_edited(",20.0,,,", ",20.0,,x,"), "line 2, column UNIT_MULT: a power of ten expected, found 'x'"),
    (msti.data()[:-9], r"line \d+: \d+ cells under 14 columns, it may be cut off"),
    (b"<html><body>Sorry</body></html>", "not SDMX-CSV: it begins with '<html><body>Sorry"),
    (b"\xff", "not SDMX-CSV"),
]


def test_a_download_that_is_not_what_was_asked_for_is_refused() -> None:
    for content, reason in BAD:
        with pytest.raises(BadFile, match=reason):
            oecd_msti.parse(msti.release(content), msti.task())


def test_a_series_in_two_forms_is_refused_alone() -> None:
    first = LINES[0].replace("_Z,_Z,2021", "_Z,V,2022")
    described = msti.structure().replace(b'Code id="_Z"', b'Code id="Y"')  # neither is asked for by the key
    structure, data = msti.release(_lines([*LINES, first]), described).documents
    data = replace(data, address=data.address.replace("._Z._Z?", "..?"))
    content = oecd_msti.parse(replace(msti.release(b""), documents=(structure, data)), msti.task())
    told = "it comes both as '_Z, V' and as '_Z, _Z'"
    assert content.refused == {"MSTI.BASIC.GDP.ZS": told}
    assert content.indicators == tuple(sorted(set(msti.SERIES) - {"MSTI.BASIC.GDP.ZS"}))


def test_forecasts_are_passed_over_and_told() -> None:
    rows = [row | {"OBS_STATUS": "F" if row["TIME_PERIOD"] == 2023 else "E"} for row in msti.rows()]
    content = oecd_msti.parse(msti.release(msti.data(rows)), msti.task())
    assert set(content.observations["year"]) == {2021, 2022}
    told = "MSTI.BASIC.GDP.ZS: forecasts are not taken: China 2023 and United States 2023"
    assert (content.warnings[0], len(content.warnings)) == (told, len(msti.SERIES))


def test_a_value_that_comes_twice_is_told_and_two_values_are_refused() -> None:
    content = oecd_msti.parse(msti.release(_lines([*LINES, LINES[0]])), msti.task())
    assert content.warnings[0].endswith(": 1 observations came twice, with the same value")
    other = LINES[0].replace(",20.0,", ",21.5,")
    content = oecd_msti.parse(msti.release(_lines([*LINES, other])), msti.task())
    told = f"United States 2021 is both 20.0 (line 2) and 21.5 (line {len(LINES) + 2})"
    assert content.refused == {"MSTI.BASIC.GDP.ZS": told}


def test_the_two_columns_wanted_are_read_from_1996_on() -> None:
    content = penn_world_table.parse(pwt.release(pwt.workbook()), pwt.task())
    values = (("ctfp", "CHN", 0.4), ("ctfp", "USA", 1.0), ("rtfpna", "CHN", 0.8), ("rtfpna", "USA", 0.9))
    assert content.observations.to_numpy().tolist() == [
        [f"PWT11.{series}", economy, year, value, "penn_world_table_11_0"]
        for series, economy, value in values
        for year in (1996, 2023)
    ]
    assert content.names == {"PWT11.ctfp": "ctfp", "PWT11.rtfpna": "rtfpna"}
    assert content.row["title"].iloc[0] == "Penn World Table 11.0"
    assert content.warnings == ()


def test_a_code_that_is_no_economy_is_left_out_and_told() -> None:
    table = [*pwt.rows(), ["YUG", "Name", "Unit", 1996, 1.0, 0.5, None, 0.5, None, None]]
    content = penn_world_table.parse(pwt.release(pwt.workbook(table)), pwt.task())
    assert set(content.observations["economy"]) == {"CHN", "USA"}
    assert content.warnings == ("Data: codes of no economy in the catalog are left out: YUG",)


def _with(column: str, value: Any) -> bytes:
    table = pwt.rows()
    table[1][pwt.HEAD.index(column)] = value
    return pwt.workbook(table)


LAID_OUT_OTHERWISE: list[tuple[bytes, str]] = [
    (
        _with("rtfpna", "n/a"),
        "/datafile/554105: sheet 'Data', row 3, column rtfpna: a number expected, found 'n/a'",
    ),
    (_with("ctfp", 0), "row 3, column ctfp: a number above 0 expected, found 0"),
    (_with("year", 1996.5), "row 3, column year: a whole number expected, found 1996.5"),
    (_with("year", None), "row 3, column year: the cell is blank"),
    (_with("countrycode", None), "row 3, column countrycode: the cell is blank"),
    (pwt.workbook(head=(*pwt.HEAD[:7], "tfp", *pwt.HEAD[8:])), "row 1: the column rtfpna is missing"),
    (pwt.workbook(sheet="Sheet2"), "sheet 'Data' is missing; the file has 'Info', 'Sheet2'"),
    (pwt.workbook()[:-400], "not a whole Excel workbook"),
]


def test_a_workbook_that_is_laid_out_otherwise_is_refused() -> None:
    for content, reason in LAID_OUT_OTHERWISE:
        with pytest.raises(BadFile, match=reason):
            penn_world_table.parse(pwt.release(content), pwt.task())


def test_a_series_without_a_value_or_with_two_of_them_is_refused() -> None:
    with pytest.raises(Refused, match="no value for any economy of the catalog"):
        penn_world_table.parse(pwt.release(pwt.workbook(pwt.rows()[:1])), pwt.task())
    table = pwt.rows()
    table[1][pwt.HEAD.index("year")], table[1][pwt.HEAD.index("rtfpna")] = 2023, 0.7
    content = penn_world_table.parse(pwt.release(pwt.workbook(table)), pwt.task())
    told = "United States 2023 is both 0.7 (Data, row 3) and 0.9 (Data, row 4)"
    assert (content.indicators, content.refused) == (("PWT11.ctfp",), {"PWT11.rtfpna": told})
