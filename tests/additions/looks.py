"""Of each recipe the addresses where its example stands, and patterns that are found in the answers."""

DESIGNS, SHARE = "IP.IDS.NRES", "OBS.DESIGN.SHARE"
RANKED = {2012: 141, 2022: 132, 2025: 139, 2026: 139}
CSV = [rf"^{edition},.*\b{count},\w+,economies,.+,\w{{12}},.+$" for edition, count in RANKED.items()]
ROWS = [rf'"edition":{edition},[^{{}}]*"economies_ranked":{count},' for edition, count in RANKED.items()]
PLAN = "targets?document=example_plan_2021"
LOOKS: dict[str, dict[str, list[str]]] = {
    "An indicator": {
        "/en/strategy/open-innovation": [
            "Designs, non-residents",
            "from abroad reflect foreign activity in China",
        ],
        f"/zh/compare?measure={DESIGNS}&show=score&with=KOR": ["非居民工业品外观设计申请"],
        "/download/evidence.csv?pillar=5&lang=en": [
            r"^(?=.*IP\.IDS\.NRES)(?=.*\b18216\b)(?=.*World Bank).*2026-10-01"
        ],
        f"/api/v1/observations?indicator={DESIGNS}&economy=CHN&from=2024": [
            r'"value":18216\.0\b',
            "world_bank_wdi_2026_10_01",
        ],
    },
    "An edition": {
        "/en/": [r"<h1[^>]*>[^\n]*2026[^\n]*</h1>"],
        "/zh/economy/CHN": ["2026年版"],
        "/api/v1/scores?edition=2026&economy=CHN&code=GII": [r'"score":55\.9[89]'],
    },
    "A source": {
        f"/en/compare?measure={SHARE}&show=score": ["Firms that employ designers", "Observatory"],
        "/zh/data": ["示例观察站"],
        f"/download/comparison-trajectory.csv?measure={SHARE}&show=score&with=KOR&lang=en": [
            r"^(?=.*2025)(?=.*CHN)(?=.*Example Observatory).*CC BY 4\.0"
        ],
        f"/api/v1/observations?indicator={SHARE}&economy=CHN&from=2025": [r'"value":2\.5\b'],
    },
    "A page": {
        "/en/themes": ["<title>What each edition was about", "Innovation at a Crossroads"],
        "/zh/themes": ['<html lang="zh-CN"', "<title>历版主题"],
        "/zh/": ['<a href="/zh/themes"><span>主题</span></a>'],
    },
    "A card": {
        "/en/data": ["Editions of the Global Innovation Index"],
        "/_dash-layout/en/data": [r"/download/editions\.csv\?lang=en"],
        "/zh/data": ["全球创新指数历版"],
        "/embed/editions?lang=zh": ["全球创新指数历版.*</h1>", "2025年9月"],
        "/download/editions.csv?lang=en": CSV,
        "/preview/editions.png": ["PNG"],
        "/api/v1/cards/editions": [*ROWS, '"finding":"Editions of the Global Innovation Index"'],
        "/api/v1/cards": ['"name":"editions"'],
    },
    "A chart card": {
        "/en/ranking/others": [r'Economies ranked by each edition(.|\n)*class="static-svg"'],
        "/embed/field-sizes?lang=zh": ["各版参评经济体数目.*</h1>"],
        "/api/v1/cards/field-sizes": ROWS,
    },
    "A column": {
        "/_dash-layout/en/why/reach": ["Share of the first score"],
        "/download/reach-ladder.csv?lang=en": [r"^[^\n]*\bof_first\b[^\n]*\n[^\n]*\b100(\.0)?\b"],
        "/api/v1/cards/reach-ladder": [r'"name":"of_first"[^{}]*"unit":"percent"'],
    },
    "A control": {
        "/en/ranking?edition=2025": ["Show all 141 rows", "places gained"],
        "/en/ranking?edition=2025&moved=up": [],
        "/zh/ranking?edition=2025&moved=down&find=switzerland": ["位次下降"],
        "/api/v1/cards/ranking?edition=2025&moved=up": [],
        "/api/v1/openapi.json": ['"enum":\\["all","up","down"\\]'],
    },
    "A chart layer": {
        "/en/": ['stroke-dasharray="1,3"'],
    },
    "A claim": {  # it was right until the test of it was made stricter
        "/en/claims?claim=rank-2025": ["China stands among the first ten"],
        "/zh/claims": ["中国进入前十"],
        "/api/v1/claims": [r'"claim":"rank-2025"[^{}]*"verdict":"wrong"'],
    },
    "A target": {
        f"/en/strategy/{PLAN}": ["16% of citizens are to have science literacy"],
        f"/api/v1/cards/{PLAN}": [
            rf'"{one}[,}}]' for one in ('verdict_first":"missed"', 'actual_first":15.37', 'due_year":2024')
        ],
    },
    "A language": {
        "/fr/": ['<html lang="fr"', ">Aperçu<", "34e", 'href="/zh/"', 'href="/en/"'],
        "/fr/strategy/open-innovation": ["Innovation ouverte"],
        "/fr/data": [  # 203 000: nobody wrote down how
            r"\d\u202f\d{3}",
            r"\d (janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc)\.? 20\d\d",
        ],
        "/download/ranking.csv?lang=fr": ["wipo_tech1_2026"],
        **{
            f"/fr/{page}": ['lang="fr"']
            for page in ("why", "ranking", "compare", "claims", "data/api", "brief/CHN", "themes")
        },
        "/embed/trajectory?lang=fr": ['lang="fr"'],
        "/api/v1/claims?lang=fr": [],
    },
}
