"""The card of an economy's page with its ranks in several editions side by side."""

from itertools import pairwise

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.frames import economy as frames
from analysis.profile import levels
from components import numbers
from components.card import Card
from components.framework import framework_changes
from components.pages.economy.view import PILLAR, View, chooser, source_line
from components.parts.citation import citation
from components.parts.figure_card import Content, table_card
from components.parts.tables import bare, labelled, region
from components.text import markup, plain

CARD = Card("economy-beside", "economy-editions", (frames.EDITIONS,), height=1100, item="economy")
_RANK = ("rank", "rank_low", "rank_high")


def card(view: View) -> html.Figure:
    """Return the card: a row for each part of the index, a column for each edition chosen."""
    t = view.t
    frame = frames.EDITIONS.result(view.dataset, view.choice)
    editions = sorted(set(frame["edition"].astype(int)))
    ends = (editions[0], editions[-1])
    title = finding(view, frame)
    content = Content(
        heading=markup(title),
        finding=plain(title),
        measure=markup(t("economy.editions.measure")),
        table=_table(view, frame, editions),
        source=source_line(view, t("economy.history.source", first=ends[0], last=ends[1]), ends),
        data_address=view.download(
            "economy-editions",
            {"economy": view.choice.economy, "editions": view.choice.written()["editions"]},
            safe=",",
        ),
        credit=citation(view.dataset, plain(title), frame["edition"], t),
    )
    return table_card(CARD, content, [], t)


def finding(view: View, frame: pd.DataFrame) -> str:
    """Return what gained most between the first and last edition with ranks (marked text), or a title."""
    t = view.t
    pillars = frame[(frame["level"] == "pillar") & frame["rank"].notna()]
    ranks = pillars.pivot(index="concept", columns="edition", values="rank").astype(float)
    if ranks.empty or not (gained := (ranks.iloc[:, 0] - ranks.iloc[:, -1]).dropna()).gt(0).any():
        return t("economy.editions.title", name=view.name)
    first, last = ranks.columns[0], ranks.columns[-1]
    part, places = view.concept_name(str(gained.idxmax())), int(gained.max())
    return t("economy.editions.finding", name=view.name, part=part, first=first, last=last, places=places)


def _table(view: View, frame: pd.DataFrame, editions: list[int]) -> Component:
    t, missing = view.t, view.t("missing")
    cells = {(row["concept"], row["edition"]): row for row in frame.to_dict("records")}
    newest = frame.drop_duplicates("concept", keep="last")
    between = _changes(view, editions)
    texts = [f"{one} {''.join(between[one])}".strip() for one in editions]
    heads = [html.Th(t("economy.column.part"), scope="col")]
    for one in editions:
        letters = [html.Span(letter, className="letter") for letter in between[one]]
        heads.append(html.Th([*letters, str(one)], scope="col", className=_css(between[one])))
    heads.append(html.Th(t("economy.column.past"), scope="col"))
    body = []
    for row in levels(newest, view.choice.level).to_dict("records"):
        name, concept = view.part(row), str(row["concept"])
        ranks: list[Component] = []
        for one in editions:
            found = cells.get((concept, one))
            text = missing if found is None else numbers.rank_cell(found, _RANK, missing)
            quiet = " missing" if text == missing else ""
            ranks.append(html.Td(text, className=_css(between[one]) + quiet))
        ranks.append(html.Td(chooser(view, concept, name, view.past.get(concept, []))))
        code = str(row["code"])
        linked = row["level"] == "pillar" and view.ranked and view.detailed
        head: str | Component = html.A(name, href=f"#{PILLAR}{code[1:]}") if linked else name
        body.append(
            html.Tr([html.Th(head, scope="row"), *labelled(ranks, [*texts, t("economy.column.past")])])
        )
    caption = t("economy.editions.title", name=view.name)
    return region(t, bare(caption, heads, [html.Tbody(body)]), caption, " cards profile-list beside")


def _css(letters: list[str]) -> str:
    return "num strong reframed" if letters else "num strong"


def _changes(view: View, editions: list[int]) -> dict[int, list[str]]:
    """Return the letters of the framework changes between each edition and the column before it."""
    changes = framework_changes(view.dataset)
    found: dict[int, list[str]] = {editions[0]: []}
    for before, after in pairwise(editions):
        found[after] = [one.letter for one in changes if before < one.edition <= after]
    return found
