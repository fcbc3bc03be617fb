"""What readers type into the search: what comes first of it."""

from collections.abc import Callable

from components.text.catalog import LANGUAGES
from tests.browser.visit import Visit

# In each language: what is typed, and the path below that of the language to which the first result leads.
QUERIES = {
    "en": """
        China > economy/CHN
        Germany > economy/DEU
        south korea > economy/KOR
        swiss > economy/CHE
        Viet Nam > economy/VNM
        ivory coast > economy/CIV
        EU 27 > compare?with=EU27
        European Union > economy/EUU
        BRICS > compare?with=BRICS
        Guangdong > strategy/provinces?province=CN-GD#province-course-heading
        2022 > ranking?edition=2022
        2026 > data#coverage
        rank 2022 > ranking?edition=2022
        2022 edition > ranking?edition=2022
        China 2022 > economy/CHN?edition=2022
        China in 2020 > economy/CHN?edition=2020
        Korea vs China > compare?economy=CHN&with=KOR
        Germany, Japan and France > compare?economy=DEU&with=FRA,JPN
        uncertainty > about/glossary#interval
        how certain is the rank > about/glossary#interval
        drop an indicator > why/indicator
        leave out indicator > why/indicator
        robustness > weights
        5th > why/reach
        top 5 > why/reach
        excel > data#downloads
        download csv > data#downloads
        contact > about#report
        email address > about#report
        teacher > learn/lessons
        print > brief/CHN
        pdf > brief/CHN
        press > about#cite
        cite > about#cite
        copyright > about#licences
        cookies > about#privacy
        python > data/api
        R&D 2.5 > strategy/targets
        wages > strategy/productivity
        map > ranking/map
        why did china rise > why
        embed > #overview-heading
        England > economy/GBR
        R&D intensity > strategy/innovation-system#row-GB-XPD-RSDV-GD-ZS
        research intensity > strategy/innovation-system#row-GB-XPD-RSDV-GD-ZS
        fact check > claims
        Germnay > economy/DEU
    """,
    "zh": """
        中国 > economy/CHN
        韩国 > economy/KOR
        中国和韩国 > compare?economy=CHN&with=KOR
        中国2022 > economy/CHN?edition=2022
        2022年排名 > ranking?edition=2022
        排名 > ranking
        欧盟27国 > compare?with=EU27
        广东 > strategy/provinces?province=CN-GD#province-course-heading
        不确定性 > about/glossary#interval
        去掉指标 > why/indicator
        第五 > why/reach
        表格下载 > data#downloads
        联系我们 > about#report
        老师 > learn/lessons
        打印 > brief/CHN
        媒体 > about#cite
        版权 > about#licences
        为什么上升 > why
        五年规划 > strategy/targets
        地图 > ranking/map
        高技术产品出口 > strategy/enterprises#row-TX-VAL-TECH-MF-ZS
        研发强度 > strategy/innovation-system#row-GB-XPD-RSDV-GD-ZS
    """,
}
RESULT = "dialog.search [role=option]"


def test_what_is_typed_finds_what_is_meant_first(visit: Callable[..., Visit]) -> None:
    wrong = []
    for lang in LANGUAGES:
        seen = visit(f"/{lang}/about")
        seen.page.keyboard.press("/")
        seen.until("document.activeElement.matches('dialog.search input')")
        field = seen.find("dialog.search input")
        for query, _, place in (line.strip().partition(" >") for line in QUERIES[lang].strip().splitlines()):
            field.fill("")
            seen.until(f"!document.querySelector('{RESULT}')")
            field.fill(query)
            seen.until(f"document.querySelector('{RESULT}')")
            first = str(seen.find(RESULT).first.get_attribute("href"))
            if not first.startswith(f"/{lang}/{place.strip()}"):
                wrong.append((query, place, first))
    assert wrong == []
