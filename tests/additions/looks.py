"""What a reader finds of each addition: the addresses that are asked, and what must stand in the answers."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from plotly import graph_objects

if TYPE_CHECKING:
    from collections.abc import Callable

CODE = "IP.IDS.NRES"
RANKED = {2012: 141, 2022: 132, 2025: 139, 2026: 139}


@dataclass(frozen=True, slots=True)
class Look:
    """The addresses, and what holds their answers to what the recipe promises."""

    paths: tuple[str, ...]
    holds: Callable[..., None]


LOOKS: dict[str, Look] = {}
"""A look for each recipe, by its title."""


def look(title: str, *paths: str) -> Callable[[Callable[..., None]], None]:
    """Keep a function that takes the answers of some addresses as the look for a recipe."""

    def keep(holds: Callable[..., None]) -> None:
        LOOKS[title] = Look(paths, holds)

    return keep


def rows_of(file: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.removeprefix("\ufeff"))))


def data_of(answer: str) -> Any:
    return json.loads(answer)["data"]


def stored(embed: str, name: str) -> Any:
    """Return the figures that an embed holds; plotly must accept each."""
    (found,) = re.findall(rf'id="{name}">(.+?)</script>', embed)
    figures = json.loads(found)
    for view in figures["views"].values() if "views" in figures else [{"figures": figures}]:
        for figure in view["figures"].values():
            graph_objects.Figure(figure)
    return figures


@look(
    "An indicator",
    "/en/strategy/open-innovation",
    f"/zh/compare?measure={CODE}&show=score&with=KOR",
    "/download/evidence.csv?pillar=5&lang=en",
    f"/api/v1/observations?indicator={CODE}&economy=CHN&from=2024",
)
def indicator(pillar: str, compare: str, download: str, answer: str) -> None:
    assert "Designs, non-residents" in pillar
    assert "Designs protected by applicants from abroad reflect foreign activity in China." in pillar
    assert "非居民工业品外观设计申请" in compare
    line = next(line for line in download.splitlines() if CODE in line)
    assert [word for word in (f"{9.0 * 2024:g}", "World Bank", "2026-10-01") if word not in line] == []
    (row,) = data_of(answer)
    assert (row["value"], row["source"]) == (9.0 * 2024, "world_bank_wdi_2026_10_01")


@look(
    "An edition",
    "/en/",
    "/en/ranking",
    "/zh/economy/CHN",
    "/api/v1/scores?edition=2026&economy=CHN&code=GII",
    "/api/v1/scores?edition=2025&economy=CHN&code=GII",
)
def edition(overview: str, ranking: str, chinese: str, answer: str, before: str) -> None:
    assert "2026" in overview.split("</h1>")[0]
    assert "2026" in ranking.split("</h1>")[0]
    assert "2026年版" in chinese
    assert data_of(answer)[0]["score"] == pytest.approx(data_of(before)[0]["score"] * 0.99)


@look(
    "A source",
    "/en/compare?measure=OBS.DESIGN.SHARE&show=score",
    "/zh/data",
    "/download/comparison-trajectory.csv?measure=OBS.DESIGN.SHARE&show=score&with=KOR&lang=en",
    "/api/v1/observations?indicator=OBS.DESIGN.SHARE&economy=CHN&from=2025",
)
def source(compare: str, about: str, download: str, answer: str) -> None:
    assert "Firms that employ designers" in compare
    assert "Observatory" in compare
    assert "示例观察站" in about
    line = next(line for line in download.splitlines() if "2025" in line and "CHN" in line)
    assert "Example Observatory" in line
    assert "CC BY 4.0" in line
    assert data_of(answer)[0]["value"] == 2.5


@look("A page", "/en/themes", "/zh/themes", "/zh/", "/en/themes?odd=1", "/_dash-layout/en/themes")
def page(english: str, chinese: str, home: str, *_: str) -> None:
    assert "<title>What each edition was about" in english
    assert "Innovation at a Crossroads" in english
    assert '<html lang="zh-CN"' in chinese
    assert "<title>历版主题" in chinese
    assert '<a href="/zh/themes"><span>主题</span></a>' in home


@look(
    "A card",
    "/en/data",
    "/_dash-layout/en/data",
    "/zh/data",
    "/embed/editions?lang=zh",
    "/download/editions.csv?lang=en",
    "/api/v1/cards/editions",
    "/api/v1/cards",
    "/download/editions.xlsx",
    "/download/editions.json",
    "/preview/editions.png",
)
def card(
    english: str, layout: str, chinese: str, embed: str, file: str, answer: str, cards: str, *_: str
) -> None:
    finding = "Editions of the Global Innovation Index"
    assert finding in english
    assert "/download/editions.csv?lang=en" in layout
    assert "全球创新指数历版" in chinese
    assert "全球创新指数历版" in embed.partition("</h1>")[0]
    assert "2025年9月" in embed
    assert [int(row["edition"]) for row in rows_of(file)] == [*RANKED]
    terms = ("unit", "source", "publisher", "licence", "snapshot")
    assert [name for row in rows_of(file) for name in terms if not row[name]] == []
    assert data_of(answer)["finding"] == finding
    assert [row["economies_ranked"] for row in data_of(answer)["rows"]] == [*RANKED.values()]
    assert all(column["description"] for column in data_of(answer)["columns"])
    assert "editions" in [one["name"] for one in data_of(cards)]


@look(
    "A chart card",
    "/en/ranking/others",
    "/embed/field-sizes",
    "/embed/field-sizes?lang=zh",
    "/download/field-sizes.csv?lang=en",
    "/api/v1/cards/field-sizes",
    "/preview/field-sizes.png",
)
def chart_card(page: str, embed: str, chinese: str, file: str, answer: str, _: str) -> None:
    assert "各版参评经济体数目" in chinese.partition("</h1>")[0]
    for figure in stored(embed, "others-sizes-figures").values():
        (line,) = (trace for trace in figure["data"] if trace["meta"]["role"] == "hero")
        known = {year: value for year, value in zip(line["x"], line["y"], strict=True) if value is not None}
        assert known == RANKED
    assert 'class="static-svg"' in page.partition("Economies ranked by each edition")[2]
    assert {int(row["edition"]): int(row["economies_ranked"]) for row in rows_of(file)} == RANKED
    assert [row["economies_ranked"] for row in data_of(answer)["rows"]] == [*RANKED.values()]


@look(
    "A column",
    "/_dash-layout/en/why/reach",
    "/_dash-layout/zh/why/reach",
    "/download/reach-ladder.csv?lang=en",
    "/api/v1/cards/reach-ladder",
)
def column(english: str, chinese: str, file: str, answer: str) -> None:
    assert "Share of the first score" in english
    assert "占最高分的比重" in chinese
    assert float(rows_of(file)[0]["of_first"]) == 100
    columns = {one["name"]: one for one in data_of(answer)["columns"]}
    assert columns["of_first"]["unit"] == "percent"


@look(
    "A control",
    "/en/ranking?edition=2025",
    "/en/ranking?edition=2025&moved=up",
    "/zh/ranking?edition=2025&moved=down&find=switzerland",
    "/download/ranking.csv?lang=en&edition=2025",
    "/download/ranking.csv?lang=en&edition=2025&moved=up",
    "/download/ranking.csv?lang=en&edition=2025&moved=up&rows=all",
    "/api/v1/cards/ranking?edition=2025&moved=up",
    "/api/v1/openapi.json",
)
def control(
    page: str, narrowed: str, empty: str, every: str, up: str, whole: str, answer: str, openapi: str
) -> None:
    def changes(file: str) -> list[int | None]:
        """Return the places gained of each row but China's, which is pinned."""
        rows = (row for row in rows_of(file) if row["economy"] != "CHN")
        return [int(row["change"]) if row["change"] else None for row in rows]

    gained = [one for one in changes(every) if one is not None and one > 0]
    assert 10 < len(gained) < 130
    assert changes(up) == gained
    assert changes(whole) == changes(every)
    assert json.loads(answer)["total"] == 1 + len(gained)
    assert '"enum":["all","up","down"]' in openapi
    assert "139 of 139 economies shown" in page
    assert f"{1 + len(gained)} of 139 economies shown" in narrowed
    assert "places gained" in page
    assert "位次下降" in empty


@look("A chart layer", "/embed/trajectory", "/embed/trajectory?from=2022", "/en/")
def layer(embed: str, later: str, page: str) -> None:
    def steady(embed: str) -> dict[str, list[tuple[Any, ...]]]:
        """Return the ends of the added line in every size of the trajectory, by measure."""
        return {
            measure: [
                tuple(shape[end] for end in ("x0", "y0", "x1", "y1"))
                for figure in view["figures"].values()
                for shape in figure["layout"]["shapes"]
                if shape.get("name") == "steady"
            ]
            for measure, view in stored(embed, "overview-figures")["views"].items()
        }

    lines = steady(embed)
    assert set(lines["rank"]) == {(2012, 34.0, 2022, 11.0)}
    assert {len(ends) for ends in lines.values()} == {6}
    assert all(ends == [] for ends in steady(later).values())
    assert 'stroke-dasharray="1,3"' in page


@look("A claim", "/en/claims?claim=rank-2025", "/zh/claims", "/api/v1/claims")
def claim(english: str, chinese: str, answer: str) -> None:
    assert "China stands among the first ten" in english
    assert "中国进入前十" in chinese
    (found,) = (one for one in data_of(answer) if one["claim"] == "rank-2025")
    assert found["verdict"] == "right"


DOCUMENT = "document=example_plan_2021"


@look(
    "A target", *(f"{path}/targets?{DOCUMENT}" for path in ("/en/strategy", "/zh/strategy", "/api/v1/cards"))
)
def target(english: str, chinese: str, answer: str) -> None:
    assert "16% of citizens are to have science literacy" in english
    assert "公民具备科学素质的比例达到16%" in chinese
    (row,) = data_of(answer)["rows"]
    assert (row["verdict_first"], row["actual_first"], row["due_year"]) == ("missed", 15.37, 2024)


@look(
    "A language",
    "/fr/",
    "/fr/strategy/open-innovation",
    "/download/ranking.csv?lang=fr",
    "/fr/data",
    *(f"/fr/{page}" for page in ("why", "ranking", "compare", "claims", "data/api", "brief/CHN", "themes")),
    "/embed/trajectory?lang=fr",
    "/api/v1/claims?lang=fr",
)
def language(home: str, pillar: str, rows: str, data: str, *_: str) -> None:
    assert '<html lang="fr"' in home
    assert ">Aperçu<" in home
    assert "34e" in home
    assert re.search(r"\d\u202f\d{3}", data)  # 203 000: nobody wrote down how
    assert re.search(r"\d (janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc)\.? 20\d\d", data)
    assert [lang for lang in ("zh", "en") if f'href="/{lang}/"' not in home] == []
    assert "Innovation ouverte" in pillar
    assert "wipo_tech1_2026" in rows
