"""A hundred statements as journalists write them, in both languages: with verdicts from the figures."""

from urllib.parse import parse_qsl

from flask.testing import FlaskClient

from analysis.comparison.statements import AMBIGUOUS, ELSEWHERE, FALSE, MISSING, TRUE
from tests.unit.asking import answer

# economy | measure | edition or year | value, and what else is said
STATED = {
    "en": {
        TRUE: """
            China | GII rank | 2012 | 34
            the People's Republic of China | GII ranking | 2022 | 11
            America | GII rank | 2025 | 3
            The United States | GII rank | 2012 | 10
            the U.S. | GII score | 2025 | 61.69
            The Netherlands | GII rank | 2022 | 5
            Holland | Global Innovation Index rank | 2012 | 6
            the Philippines | GII rank | 2020 | 50
            Korea | GII rank | 2025 | 4
            South Korea | rank | 2012 | 21
            Britain | GII rank | 2024 | 5
            the UK | GII rank | 2025 | 6
            Russia | GII rank | 2012 | 51
            Turkey | GII rank | 2022 | 37
            Türkiye | GII rank | 2025 | 43
            Czechia | GII rank | 2012 | 27
            Swaziland | GII rank | 2012 | 82
            Burma | GII rank | 2020 | 129
            the UAE | GII rank | 2025 | 30&comparison=or-better
            Hong Kong, China | GII rank | 2012 | 8
            the Gambia | GII rank | 2012 | 130
            Vietnam | GII score | 2020 | 37.1
            China | R&D/GDP | 2023 | 2.58
            China | R&D over GDP | 2022 | 2.49
            China | R&D intensity | 2012 | 1.88
            Israel | R&D expenditure (% of GDP) | 2022 | 6.2
            South Korea | Research and development expenditure (% of GDP) | 2023 | 4.94
            Japan | GERD/GDP | 2012 | 3.17
            Sweden | R&D share of GDP | 2023 | 3.5&comparison=at-least
            the United States | R&D as a share of GDP | 2020 | 3.4
            China | R&D/GDP, first published | 2023 | 2.65
            China | IP.PAT.RESD | 2021 | 1.43&unit=million
            """,
        ELSEWHERE: """
            China | R&D/GDP | 2023 | 2.65
            China | R&D intensity | 2022 | 2.54
            China | R&D spending over GDP | 2012 | 1.98
            China | R&D to GDP | 2012 | 1.91
            China | R&D intensity, first published | 2023 | 2.58
            USA | R&D/GDP | 2022 | 3.59
            Korea | R&D intensity | 2022 | 5.2
            Russia | GOV_WGI_RL.EST | 2022 | -1.20
            China | Rule of law (2024 update) | 2023 | -0.55
            """,
        FALSE: """
            China | GII rank | 2025 | 9
            The Netherlands | GII rank | 2025 | 5
            America | GII rank | 2012 | 1
            China | R&D/GDP | 2023 | 2.80
            Germany | R&D intensity | 2022 | 3.5&comparison=at-least
            """,
        MISSING: """
            China | R&D/GDP | 1950 | 1.0
            USA | R&D/GDP, first published | 2022 | 3.99
            Taiwan | GII rank | 2025 | 8
            """,
        AMBIGUOUS: """
            the Virgin Islands | GII rank | 2025 | 1
            """,
    },
    "zh": {
        TRUE: """
            中国 | 全球创新指数排名 | 2012 | 34
            内地 | GII rank | 2012 | 34
            中国大陆 | 排名 | 2025 | 10
            中华人民共和国 | 全球创新指数得分 | 2022 | 55.26
            美国 | 全球创新指数排名 | 2025 | 3
            美利坚合众国 | 排名 | 2012 | 10
            英国 | 排名 | 2024 | 5
            大不列颠 | 排名 | 2025 | 6
            韩国 | 排名 | 2025 | 4
            南韩 | 排名 | 2012 | 21
            大韩民国 | 得分 | 2025 | 60.0
            荷兰 | 排名 | 2022 | 5
            俄罗斯 | 排名 | 2012 | 51
            俄国 | 排名 | 2025 | 60
            土耳其 | 排名 | 2025 | 43
            捷克 | 排名 | 2012 | 27
            斯威士兰 | 排名 | 2012 | 82
            缅甸 | 排名 | 2020 | 129
            阿联酋 | 排名 | 2025 | 30
            沙特 | 排名 | 2025 | 46
            香港 | 排名 | 2012 | 8
            中国香港特别行政区 | 排名 | 2025 | 15
            菲律宾 | 的排名 | 2025 | 50
            印尼 | 排名 | 2025 | 55
            摩尔多瓦 | 排名 | 2012 | 50
            老挝 | 排名 | 2012 | 138
            中国 | 研发强度 | 2023 | 2.58
            中国 | 研发经费投入强度 | 2022 | 2.49
            中国 | 研发经费占GDP的比重 | 2012 | 1.88
            中国 | R&D 经费投入强度 | 2021 | 2.38
            以色列 | 研发投入强度 | 2023 | 6.35
            韩国 | 研发经费占GDP比重 | 2023 | 4.9
            德国 | 研发经费与GDP之比 | 2022 | 3.0&comparison=or-better
            中国 | 首次公布的研发强度 | 2023 | 2.65
            中国 | 研发经费投入强度（首次公布） | 2020 | 2.40
            中国 | NBS.RD.TOTAL | 2023 | 3.3&unit=万亿&comparison=or-better
            """,
        ELSEWHERE: """
            中国 | 研发强度 | 2023 | 2.65
            中国 | 研发经费投入强度 | 2021 | 2.44
            中国 | 全社会研发经费投入强度 | 2022 | 2.54
            美国 | 研发强度 | 2022 | 3.59
            中国 | 首次公布的研发强度 | 2012 | 1.88
            """,
        FALSE: """
            中国 | 排名 | 2012 | 11
            美国 | 排名 | 2025 | 1
            中国 | 研发强度 | 2012 | 2.5&comparison=at-least
            韩国 | 研发强度 | 2023 | 2.58
            荷兰 | 排名 | 2012 | 10&comparison=at-least
            """,
        MISSING: """
            全世界 | 排名 | 2025 | 1
            火星 | 排名 | 2025 | 1
            台湾 | 排名 | 2025 | 5
            """,
        AMBIGUOUS: """
            维尔京群岛 | 排名 | 2025 | 1
            """,
    },
}


def test_a_hundred_statements_of_journalists_get_the_verdict_that_the_figures_give(
    reader: FlaskClient,
) -> None:
    found, count = {}, 0
    for lang, kinds in STATED.items():
        for verdict, lines in kinds.items():
            for line in lines.strip().splitlines():
                economy, measure, period, value = (part.strip() for part in line.split("|"))
                value, _, more = value.partition("&")
                query = {
                    "economy": economy,
                    "measure": measure,
                    "period": period,
                    "value": value,
                    "lang": lang,
                }
                given = answer(reader, "check", {**query, **dict(parse_qsl(more))})["data"]
                count += 1
                if given["verdict"] != verdict:
                    found[line.strip()] = (verdict, given["verdict"], given["reason"])
                if given["figure"] is not None:
                    assert given["reason"].startswith(given["name"]), line
    assert found == {}
    assert count == 100
