"""What the parts of an economy's page share: frame and names, how ranks, values and sources are written."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.derived import ranks
from analysis.frames import economy as frames
from analysis.frames.table import Table
from analysis.profile import CALCULATED, Choice, levels, trails
from components import numbers
from components.attributes import attributes
from components.card import Card
from components.charts.small_pictures import mini_rank_chart
from components.measures import SCORE
from components.numbers import known
from components.parts.citation import citation
from components.parts.controls import Controls
from components.parts.figure_card import Content
from components.text import Words, markup, plain
from components.view import EconomyView, licence

Row = Mapping[Any, Any]
PAGE, PAST = "economy", "economy-past"
PILLAR = "pillar-"
"""What the id of a pillar's indicators begins with; its number follows."""
_LEAST = 5  # economies of a group from which its median says something


@dataclass(frozen=True)
class View(EconomyView[Choice]):
    """One economy in one edition as it is shown."""

    def say(self, key: str, **values: Any) -> str:
        """Return a text, which may name the economy, the edition, and the number of economies it ranks."""
        here = {"name": self.name, "edition": self.choice.edition, "count": self.count}
        return self.t(key, **here | values)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Every level and indicator of the edition."""
        return frames.PROFILE.result(self.dataset, self.choice)

    @cached_property
    def rows(self) -> dict[str, Row]:
        """The rows of the edition by their code."""
        return {str(row["code"]): row for row in reversed(self.frame.to_dict("records"))}

    @property
    def count(self) -> int | None:
        """The number of economies that the edition ranks; None where it is not verified."""
        return self.dataset.counts[self.choice.edition]

    @cached_property
    def robust(self) -> tuple[int, int] | None:
        """The bounds of the rank under other weights and aggregation, our calculation; None: unknown."""
        return self.bounds("weights", self.choice.economy, self.choice.edition)

    @cached_property
    def group(self) -> tuple[str | None, list[str]]:
        """The income group and who is in it; none where the edition has no groups or a small one."""
        context = self.dataset.table("gii_economies")
        context = context[context["edition"] == self.choice.edition]
        own = context.loc[context["economy"] == self.choice.economy, "income"].dropna()
        same = context.loc[context["income"].isin(own), "economy"]
        return (None, []) if len(same) < _LEAST else (str(own.iloc[0]), [str(code) for code in same])

    @property
    def controls(self) -> Controls:
        """The controls of what is chosen."""
        return Controls(PAGE, self.choice, self.dataset, self.t)

    @property
    def detailed(self) -> bool:
        """Whether the edition is available down to its indicators."""
        return bool((self.frame["level"] == "indicator").any())

    @property
    def detailed_editions(self) -> list[int]:
        """The editions that rank the economy and are available down to their indicators."""
        parts = self.dataset.parts
        detailed = set(parts.loc[parts["level"] == "indicator", "edition"])
        return [year for year in ranks(self.dataset, self.choice.economy) if year in detailed]

    @cached_property
    def ranked(self) -> bool:
        """Whether the economy has a rank in the edition."""
        return bool(self.frame.loc[self.frame["code"] == "GII", "rank"].notna().any())

    @cached_property
    def ours(self) -> bool:
        """Whether strengths and weaknesses are set by us, by the publisher's rule."""
        return bool((self.frame["marked"] == "rule").any())

    @cached_property
    def levels(self) -> pd.DataFrame:
        """The rows of the index down to its pillars, or sub-pillars where they are asked for."""
        return levels(self.frame, self.choice.level)

    @cached_property
    def past(self) -> dict[str, list[tuple[int, float]]]:
        """The known ranks of the economy by concept, each by edition."""
        rows = trails(self.dataset.table("gii_scores"), self.dataset.parts, self.choice.economy)
        found: dict[str, list[tuple[int, float]]] = {}
        for row in rows[rows["rank"].notna()].to_dict("records"):
            found.setdefault(str(row["concept"]), []).append((int(row["edition"]), float(row["rank"])))
        return found

    def concept_name(self, concept: str) -> str:
        """Return the name of a concept, in English as the newest edition that has it calls it."""
        parts = self.dataset.parts
        rows = parts[parts["concept"] == concept].sort_values("edition")
        return self.part(rows.iloc[-1].to_dict())

    def part(self, row: Row) -> str:
        """Return the name of a part of the index in the language of the page."""
        return part_name(self.dataset, self.t, str(row["code"]), str(row["concept"]), str(row["name"]))

    def address(self, table: Table[Choice, Any]) -> str:
        """Return the address of the CSV of a table for what is chosen."""
        keys = {*table.keys, *table.filters}
        chosen = {key: text for key, text in self.choice.written().items() if key in keys}
        return self.download(table.name, chosen, safe=",")


def part_name(dataset: Dataset, t: Words, code: str, concept: str, name: str) -> str:
    """Return the name of a code: for pillars our words, in Chinese the concept's, else the edition's own."""
    if "." not in code:
        return t(f"gii.{code}")
    known = dataset.catalog.concepts.get(concept) if t.lang != "en" else None
    return known.name.get(t.lang) if known else name


def rank_among(view: View, row: Row) -> str:
    """Write a rank in the words of a point, with the number of economies, or that it is not verified."""
    count = numbers.whole(row["economies"])
    key = "trajectory.tip.rank_unknown" if count is None else "economy.tip.rank"
    return view.t(key, rank=plain(view.rank_words(row)), count=count)


def score_text(row: Row, t: Words) -> str:
    """Write a score with one decimal, in brackets where data are too thin."""
    if not known(row["score"]):
        return t("missing")
    written = SCORE.write(float(row["score"]), t.lang)
    return f"[{written}]" if numbers.is_true(row.get("low_coverage")) else written


def value_text(row: Row, t: Words) -> str:
    """Write a value before normalisation, with decimals that fit its size, and † where it is calculated."""
    if not known(row["value"]):
        return t("missing")
    size = abs(float(row["value"]))
    decimals = 0 if size >= 1000 else 1 if size >= 100 else 2 if size >= 1 else 3
    written = numbers.decimal(row["value"], decimals, t.lang)
    return f"{written}†" if row["value_source"] == CALCULATED else written


def calculated(frame: pd.DataFrame, t: Words) -> list[str]:
    """Return what the † beside values means (marked text); nothing where there is none."""
    return [t("economy.table.calculated")] if (frame["value_source"] == CALCULATED).any() else []


def doubt_text(row: Row, t: Words) -> str:
    """Return why a score or rank may not be what was meant; blank where there is no doubt."""
    return t(f"economy.doubt.{row['doubt']}") if known(row["doubt"]) else ""


def change_text(row: Row) -> str:
    """Write a change of rank in a column: ▲ 4, ▼ 1, 0, or nothing."""
    places = numbers.whole(row["change"])
    return "" if places is None else numbers.arrow(places, str(abs(places)))


def chooser(view: View, row: Row) -> html.Button:
    """Return the button that draws the history of a part of the index; its picture is the line in small."""
    concept, name = str(row["concept"]), view.part(row)
    inside = html.Span(view.t("economy.table.point"), className="small")
    points = view.past.get(concept, [])
    if len(points) > 1:
        image = f'url("data:image/svg+xml,{quote(mini_rank_chart(points), safe=" /:=<>")}")'
        inside = html.Span(className="mini-rank-chart", style={"maskImage": image})
    about = {"data_control": f"{PAGE}-history", "data_value": concept, "data_there": PAST}
    about["aria_label"] = view.t("economy.table.draw", name=name)
    css = attributes(data_action="choose", **about)
    return html.Button(inside, type="button", className="mini-rank-button", **css)


def content(
    view: View,
    card: Card,
    title: str,
    measure: str,
    table: Component,
    source: str,
    editions: Collection[int],
    heading: str = "",
    **more: Any,
) -> Content:
    """Return what a card holds, title and measure as marked text.

    editions: those that it shows, whose licence and citation it names; heading: where it is not the title;
    more: further parts of the content.
    """
    first, last = min(editions), max(editions)
    key = "economy.source_licence" if first == last else "economy.source_licences"
    terms = licence(view.dataset, view.dataset.licences[last], view.t)
    line = plain(source + view.t(key, licence=terms, edition=last, checked=view.checked))
    return Content(
        heading=heading or markup(title),
        finding=plain(title),
        measure=markup(measure),
        table=table,
        source=[line, html.Span(line, hidden=True, **attributes(data_part="picture-source"))],
        data_address=view.address(card.tables[0]),
        credit=citation(view.dataset, plain(title), editions, view.t),
        **more,
    )
