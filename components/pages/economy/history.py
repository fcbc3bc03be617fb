"""The card of an economy's page with the history of one part of the index, joined by concept."""

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.frames import economy as frames
from components import numbers
from components.card import Card
from components.charts.layer import packed
from components.charts.rank_history import FULL, HEIGHT, rank_history
from components.framework import explained_changes, framework_changes
from components.numbers import known
from components.pages.economy.view import (
    Row,
    View,
    calculated,
    doubt_text,
    rank_among,
    score_text,
    source_line,
    value_text,
)
from components.parts.citation import citation
from components.parts.figure_card import Content
from components.parts.tables import Cell, heads, table
from components.text import markup, plain

CARD = Card("economy-past", "economy-history", (frames.HISTORY,), height=710, item="economy")
NOTES = "economy-past-notes"


def frame_of(view: View) -> pd.DataFrame:
    """Return the one frame behind figure, table, notes and finding."""
    return frames.HISTORY.result(view.dataset, view.choice)


def finding(view: View, frame: pd.DataFrame) -> str:
    """Return the sentence over the figure: first and last rank that are known."""
    t, name = view.t, view.concept_name(view.choice.history)
    ranked = frame[frame["rank"].notna() | frame["rank_low"].notna()].to_dict("records")
    if not ranked:
        return t("economy.history.unknown", name=view.name, part=name)
    first, last = ranked[0], ranked[-1]
    values = {
        "name": view.name,
        "part": name,
        "last": view.rank_words(last),
        "last_edition": view.edition(int(last["edition"])),
    }
    if len(ranked) == 1:
        return t("economy.history.once", **values)
    start = view.edition(int(first["edition"]))
    return t("economy.history.finding", first=view.rank_words(first), first_edition=start, **values)


def content(view: View, frame: pd.DataFrame) -> Content:
    """Return what the card holds."""
    t, title = view.t, finding(view, frame)
    first, last = int(frame["edition"].iloc[0]), int(frame["edition"].iloc[-1])
    changed = any(first <= change.edition <= last for change in framework_changes(view.dataset))
    squares = t("economy.history.squares") if changed else ""
    return Content(
        heading=markup(title),
        finding=plain(title),
        measure=markup(t("economy.history.measure") + squares),
        table=history_table(view, frame),
        source=source_line(view, t("economy.history.source", first=first, last=last), (first, last)),
        data_address=view.download("history", {**view.query, "history": view.choice.history}),
        file_name=f"gii-history-{view.choice.economy}",
        credit=citation(view.dataset, plain(title), frame["edition"], t),
        quote=t("overview.quote"),
        height=HEIGHT,
    )


def figures(view: View, frame: pd.DataFrame) -> str:
    """Return the figure in both sets of labels, as JSON text."""
    tips = [_tip(view, row) for row in frame.to_dict("records")]
    changes = explained_changes(view.dataset, view.t)
    return packed(
        lambda least: rank_history(frame, tips, changes, hero=view.hero, compact=least == 0), 0, FULL
    )


def _tip(view: View, row: Row) -> str:
    """Return the words of one point; none where no rank is known."""
    t = view.t
    if not known(row["rank"]) and not known(row["rank_low"]):
        return ""
    edition = plain(view.edition(int(row["edition"])))
    lines = [
        f"<b>{t('trajectory.tip.head', name=view.name, edition=edition)}</b>",
        rank_among(view, row),
        t("economy.tip.score", score=score_text(row, t)),
        *([t("economy.tip.renamed", name=row["name"])] if row["renamed"] else []),
        *([doubt_text(row, t)] if known(row["doubt"]) else []),
    ]
    return "<br>".join(lines)


def notes(view: View, frame: pd.DataFrame) -> list[Component]:
    """Return what breaks the line: other names, editions without this part, doubtful and missing ranks."""
    t, lines = view.t, []
    last = int(frame["edition"].iloc[-1])
    unverified = frame.loc[frame["rank"].notna() & frame["economies"].isna(), "edition"]
    if len(unverified):
        lines.append(t("economy.history.unverified", editions=view.runs(unverified.astype(int))))
    absent = [int(edition) for edition in frame.loc[~frame["held"], "edition"]]
    if absent:
        lines.append(t("economy.history.absent", editions=view.runs(absent)))
    unknown = frame["held"] & frame["rank"].isna() & frame["rank_low"].isna()
    if unknown.any():
        editions = view.runs(frame.loc[unknown, "edition"].astype(int))
        lines.append(t("economy.history.missing", name=view.name, editions=editions))
    if (frame["rank"].isna() & frame["rank_low"].notna()).any():
        lines.append(t("economy.history.doubt"))
    lines += [
        t("economy.history.cell", edition=int(row["edition"]), doubt=doubt_text(row, t))
        for row in frame[frame["doubt"].notna()].to_dict("records")
    ]
    lines += calculated(frame, t)
    names = [
        t("economy.history.name", edition=int(row["edition"]), name=row["name"])
        for row in frame[frame["renamed"]].to_dict("records")
    ]
    concept = view.dataset.catalog.concepts.get(view.choice.history)
    if concept and concept.note:
        lines.append(t("economy.history.note", note=concept.note.get(t.lang)))
    if names:
        lines.append(t("economy.history.renamed", names=t("economy.history.join").join(names)))
    if last < view.dataset.detailed:
        lines.append(t("economy.history.ended", edition=view.edition(last)))
    return [html.P(markup(one)) for one in lines]


def history_table(view: View, frame: pd.DataFrame) -> Component:
    """Return the history as a table, the newest edition first."""
    t, missing = view.t, view.t("missing")
    valued = frame["value"].notna().any()
    names = ("edition", "rank", "of", "score", "value", "year")[: 6 if valued else 4]
    body: list[list[Cell]] = []
    for row in reversed(frame.to_dict("records")):
        cells: list[Cell] = [
            str(row["edition"]),
            numbers.rank_cell(row, ("rank", "rank_low", "rank_high"), missing),
            numbers.whole_cell(row["economies"], missing),
            score_text(row, t),
            value_text(row, t),
            numbers.whole_cell(row["data_year"], missing),
        ]
        body.append(cells[: len(names)])
    columns = heads(t, "economy.column", names, ("edition",))
    caption = t("economy.history.caption", part=view.concept_name(view.choice.history))
    return table(t, columns, body, caption=caption)
