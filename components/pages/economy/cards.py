"""The cards of an economy's page: its rank on every level, the history of one part, several editions."""

from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from analysis.frames import economy as frames
from analysis.profile import levels
from analysis.standing import next_place
from analysis.strengths import shares
from components import numbers
from components.card import Card
from components.charts.dot_strip import FULL, StripRow, dot_strip
from components.charts.layer import packed
from components.charts.rank_history import FULL as EVERY_EDITION
from components.charts.rank_history import HEIGHT, rank_history
from components.framework import explained_changes, framework_changes
from components.kit import columns_of, rows_table
from components.numbers import known
from components.pages.economy.view import (
    PILLAR,
    View,
    calculated,
    change_text,
    chooser,
    content,
    doubt_text,
    rank_among,
    score_text,
    value_text,
)
from components.parts.figure_card import figure_card, table_card
from components.parts.fold import fold
from components.parts.tables import bare, labelled, region
from components.text import markup, plain

LEVELS = Card("economy-levels", "economy-levels", (frames.PROFILE,), height=900, item="economy")
HISTORY = Card("economy-past", "economy-history", (frames.HISTORY,), height=710, item="economy")
EDITIONS = Card("economy-beside", "economy-editions", (frames.EDITIONS,), height=1100, item="economy")
NOTES = "economy-past-notes"
_ROUND = 50  # ranks: the ticks of the strip
_LAST_DIGIT = 0.005  # points: what is smaller would be written as 0
NAMED = 4  # names in a sentence; the table below lists them all


def levels_card(view: View, finding: str) -> list[Component]:
    """Return the card of the rank on every level with the store of its figure; ``finding`` heads the page."""
    t, chosen = view.t, view.choice
    rows = []
    for row in view.levels.to_dict("records"):
        name, doubt = view.part(row), doubt_text(row, t)
        part = [f"{name} ", html.Span(doubt, className="small")] if doubt else name
        change = change_text(row) or t("missing")
        cells = {"part": part, "rank": view.rank_cell(row), "of": row["economies"]}
        rows.append({**cells, "score": score_text(row, t), "change": change})
    columns = columns_of(t, "economy.column", part="text", rank="", of="whole", score="", change="")
    title = view.say("economy.levels.title")
    ours = {
        "economy.levels.own_change": view.levels["change"].notna().any(),
        "economy.levels.own_median": view.group[0],
        "economy.levels.own_interval": view.robust,
        "economy.levels.own_marks": view.ours,
    }
    source, own = view.say("economy.levels.source"), [t(key) for key, part in ours.items() if part]
    held = content(
        view,
        LEVELS,
        finding,
        levels_measure(view),
        rows_table(t, rows, columns, title),
        source + t("economy.levels.own", parts=t.listing(own)) if own else source,
        [chosen.edition],
        heading=title,
        file_name=f"gii-profile-{chosen.economy}-{chosen.edition}",
        height=levels_figure(view, FULL)["layout"]["height"],
    )
    figures = packed(lambda least: levels_figure(view, least), 0, FULL)
    return [figure_card(LEVELS, held, t), dcc.Store(id=LEVELS.figures, data=figures)]


def levels_measure(view: View) -> str:
    """Return the line over the plot (marked text): what is measured, and what its marks mean."""
    t, rows = view.t, view.levels
    marks = {
        "interval": view.robust is not None,
        "brackets": rows["low_coverage"].eq(True).any(),
        "bar": (rows["rank"].isna() & rows["rank_low"].notna()).any(),
        "ring": (rows["strength"] == "W").any(),
    }
    parts = [view.say("economy.levels.measure_unknown" if view.count is None else "economy.levels.measure")]
    if view.group[0] is not None:
        parts.append(t("economy.levels.median", group=t(f"income.{view.group[0]}")))
    parts += [t(f"economy.levels.{mark}") for mark, here in marks.items() if here]
    return t("economy.levels.join").join(parts)


def levels_figure(view: View, least: int) -> dict[str, Any]:
    """Return the strip of ranks for plots of at least some pixels: 0, or FULL."""
    t, frame, deep = view.t, view.levels, view.choice.level == "subpillar"
    ranks = view.dataset.ranks(view.choice.edition)
    ranks = ranks[ranks.index.isin(view.group[1])]
    codes = [code for code in frame["code"] if code in ranks] if len(ranks) else []
    medians = {code: float(np.nanmedian(ranks[code].to_numpy("float64"))) for code in codes}
    drawn = []
    for row in frame.to_dict("records"):
        code, name, median = str(row["code"]), view.part(row), medians.get(str(row["code"]))
        low, high = numbers.whole(row["rank_low"]), numbers.whole(row["rank_high"])
        small = row["level"] == "subpillar"
        tip = [f"<b>{name}</b>", rank_among(view, row)]
        if known(row["score"]):
            tip.append(t("economy.tip.score", score=score_text(row, t)))
        if row["strength"] in ("S", "W"):
            own = t("economy.mark.ours") if view.ours else ""
            tip.append(t(f"economy.mark.{row['strength']}") + own)
        if median is not None:
            tip.append(t("economy.tip.median", median=median))
        if known(row["doubt"]):
            tip.append(doubt_text(row, t))
        drawn.append(
            StripRow(
                name=f"{code} {name}" if small else name,
                tip="<br>".join(tip),
                rank=numbers.whole(row["rank"]),
                bounds=None if low is None or high is None else (low, high),
                change=numbers.whole(row["change"]),
                heading=not small and (deep or row["level"] != "pillar"),
                ring=row["strength"] == "W",
                brackets=numbers.is_true(row["low_coverage"]),
                median=median,
                interval=view.robust if code == "GII" else None,
            )
        )
    lowest = max((int(rank) for rank in frame[["rank", "rank_high"]].max().dropna()), default=1)
    end = view.count or -(-lowest // _ROUND) * _ROUND  # where the last rank is not known, the next round one
    before = numbers.whole(view.frame["before"].iloc[0])
    title = "" if before is None else t("economy.levels.since", edition=before)
    return dot_strip(drawn, end, hero=view.hero, compact=least == 0, title=title)


def beside(view: View) -> html.Div:
    """Return the two blocks beside the table of editions: the next place, and the data behind it all."""
    title = html.H2(view.t("economy.next.title"), className="aside-title")
    lines = [html.P(markup(line)) for line in price(view)]
    first, *more = data_behind(view)
    behind = html.H2(view.t("economy.data.title"))
    data = fold(behind, markup(first), [html.P(markup(line)) for line in more], "data-behind")
    return html.Div([title, *lines, data], className="profile-aside")


def price(view: View) -> list[str]:
    """Return the gap to the neighbours in points, and what it would be in one GII pillar (marked text)."""
    found = next_place(view.dataset.scores, view.choice.economy, view.choice.edition)
    if found is None:
        return [view.say("economy.next.unknown")]
    lines = []
    if found.above is not None:
        points = {"gap": found.gap, "input": found.input_points, "output": found.output_points}
        above = view.called(found.above)
        lines.append(view.say("economy.next.gap", above=above, rank=found.above_rank, **points))
    if found.below is not None:
        below = {"below": view.called(found.below), "rank": found.below_rank}
        lines.append(view.t("economy.next.cushion", cushion=found.cushion, **below))
    if found.rounding >= _LAST_DIGIT:
        lines.append(view.t("economy.next.rounding", points=found.rounding))
    return lines


def data_behind(view: View, named: int = NAMED, *, rule: bool = True) -> list[str]:
    """Return what data stand behind the profile: shares present, missing, years, outdated (marked text).

    named: the most names that a sentence lists; rule: whether the rule of minimum coverage is said as well.
    """
    t, frame = view.t, view.frame

    def names(rows: pd.DataFrame) -> str:
        found = [view.part(row) for row in rows.head(named).to_dict("records")]
        if len(rows) > named:
            found.append(t("economy.data.more", count=len(rows) - named))
        return t("economy.data.join").join(found)

    doubts = [
        t("economy.data.doubt", names=names(rows), doubt=t(f"economy.doubt.{doubt}"))
        for doubt, rows in frame[frame["doubt"].notna()].groupby("doubt")
    ]
    if not view.detailed:
        return [view.say(f"economy.data.{'ranking' if len(frame) == 1 else 'none'}"), *doubts]
    (inputs, all_inputs), (outputs, all_outputs) = shares(frame).values()
    counts = {"inputs": inputs, "all_inputs": all_inputs, "outputs": outputs, "all_outputs": all_outputs}
    indicators = frame[frame["level"] == "indicator"]
    missing, years = indicators[indicators["score"].isna()], indicators["data_year"].dropna()
    kind = "complete" if missing.empty else "missing"
    lines = [t("economy.data.shares", **counts)]
    lines.append(t(f"economy.data.{kind}", count=len(missing), names=names(missing)))
    if years.empty:
        lines.append(view.say("economy.data.undated"))
    else:
        ends = {"median": int(years.median()), "first": int(years.min()), "last": int(years.max())}
        lines.append(t("economy.data.years", **ends))
        old = indicators[indicators["outdated"].eq(True).fillna(False).astype(bool)]
        if len(old):
            lines.append(t("economy.data.outdated", count=len(old), names=names(old)))
    thin = frame[frame["low_coverage"].eq(True).fillna(False).astype(bool)].to_dict("records")
    if thin:
        line = t("economy.data.thin", names=t.listing([view.part(row) for row in thin]))
        line += t("economy.data.thin_rule") if rule else ""
        lines.append(line + (t("economy.data.thin_ours") if view.ours else ""))
    else:
        lines.append(t("economy.data.enough"))
    return [*lines, *doubts]


def history_card(view: View) -> list[Component]:
    """Return the card of one history, what breaks its line, and the store of its figure."""
    t, frame = view.t, frames.HISTORY.result(view.dataset, view.choice)
    rows, editions = frame.to_dict("records"), [int(edition) for edition in frame["edition"]]
    measure = t("economy.history.measure")
    if any(editions[0] <= one.edition <= editions[-1] for one in framework_changes(view.dataset)):
        measure += t("economy.history.squares")
    cells = [
        {
            "edition": row["edition"],
            "rank": view.rank_cell(row),
            "of": row["economies"],
            "score": score_text(row, t),
            "value": value_text(row, t),
            "year": row["data_year"],
        }
        for row in reversed(rows)
    ]
    valued = {"value": "", "year": "year"} if frame["value"].notna().any() else {}
    columns = columns_of(t, "economy.column", edition="text", rank="", of="whole", score="", **valued)
    caption = t("economy.history.caption", part=view.concept_name(view.choice.history))
    held = content(
        view,
        HISTORY,
        history_finding(view, frame),
        measure,
        rows_table(t, cells, columns, caption),
        t("economy.history.source", first=editions[0], last=editions[-1]),
        editions,
        file_name=f"gii-history-{view.choice.economy}",
        quote=t("overview.quote"),
        height=HEIGHT,
    )
    notes = [html.P(markup(line)) for line in _notes(view, frame)]
    return [
        figure_card(HISTORY, held, t),
        html.Div(notes, id=NOTES, className="profile-notes"),
        dcc.Store(id=HISTORY.figures, data=history_figures(view, frame)),
    ]


def history_finding(view: View, frame: pd.DataFrame) -> str:
    """Return the sentence over the figure: first and last rank that are known."""
    part = view.concept_name(view.choice.history)
    ranked = frame[frame["rank"].notna() | frame["rank_low"].notna()].to_dict("records")
    if not ranked:
        return view.say("economy.history.unknown", part=part)
    return view.say(
        f"economy.history.{'finding' if len(ranked) > 1 else 'once'}",
        part=part,
        first=view.rank_words(ranked[0]),
        first_edition=ranked[0]["edition"],
        last=view.rank_words(ranked[-1]),
        last_edition=ranked[-1]["edition"],
    )


def history_figures(view: View, frame: pd.DataFrame) -> str:
    """Return the figure in both sets of labels, as JSON text."""
    t, tips = view.t, []
    for row in frame.to_dict("records"):
        edition = plain(view.edition(int(row["edition"])))
        lines = [
            f"<b>{t('trajectory.tip.head', name=view.name, edition=edition)}</b>",
            rank_among(view, row),
            t("economy.tip.score", score=score_text(row, t)),
            *([t("economy.tip.renamed", name=row["name"])] if row["renamed"] else []),
            *([doubt_text(row, t)] if known(row["doubt"]) else []),
        ]
        tips.append("<br>".join(lines) if known(row["rank"]) or known(row["rank_low"]) else "")
    changes = explained_changes(view.dataset, t)

    def draw(least: int) -> dict[str, Any]:
        return rank_history(frame, tips, changes, hero=view.hero, compact=least == 0)

    return packed(draw, 0, EVERY_EDITION)


def _notes(view: View, frame: pd.DataFrame) -> list[str]:
    """Return what breaks the line: other names, editions without this part, doubtful and missing ranks."""
    t, lines, rows = view.t, [], frame.to_dict("records")
    bounded = frame["rank_low"].notna()
    broken = {
        "unverified": frame["rank"].notna() & frame["economies"].isna(),
        "absent": ~frame["held"],
        "missing": frame["held"] & frame["rank"].isna() & ~bounded,
    }
    for kind, where in broken.items():
        if where.any():
            editions = view.runs(frame.loc[where, "edition"].astype(int))
            lines.append(view.say(f"economy.history.{kind}", editions=editions))
    if (frame["rank"].isna() & bounded).any():
        lines.append(t("economy.history.doubt"))
    lines += [
        t("economy.history.cell", edition=row["edition"], doubt=doubt_text(row, t))
        for row in rows
        if known(row["doubt"])
    ]
    lines += calculated(frame, t)
    concept = view.dataset.catalog.concepts.get(view.choice.history)
    if concept and concept.note:
        lines.append(t("economy.history.note", note=concept.note.get(t.lang)))
    renamed = [row for row in rows if row["renamed"]]
    if renamed:
        names = [t("economy.history.name", edition=row["edition"], name=row["name"]) for row in renamed]
        lines.append(t("economy.history.renamed", names=t("economy.history.join").join(names)))
    last = rows[-1]["edition"]
    if last < view.dataset.detailed:
        lines.append(t("economy.history.ended", edition=last))
    return lines


def editions_card(view: View) -> html.Figure:
    """Return the card of several editions: a row for each part of the index, a column for each edition."""
    t, missing, frame = view.t, view.t("missing"), frames.EDITIONS.result(view.dataset, view.choice)
    editions = sorted(set(frame["edition"].astype(int)))
    caption = title = view.say("economy.editions.title")
    pillars = frame[(frame["level"] == "pillar") & frame["rank"].notna()]
    ranks = pillars.pivot(index="concept", columns="edition", values="rank").astype(float)
    if len(ranks) and (gained := (ranks.iloc[:, 0] - ranks.iloc[:, -1]).dropna()).gt(0).any():
        about = {"part": view.concept_name(str(gained.idxmax())), "places": int(gained.max())}
        ends = {"first": ranks.columns[0], "last": ranks.columns[-1]}
        title = view.say("economy.editions.finding", **about, **ends)
    changes = framework_changes(view.dataset)
    letters: dict[int, list[str]] = {editions[0]: []}  # of changes since the column before
    for before, after in pairwise(editions):
        letters[after] = [one.letter for one in changes if before < one.edition <= after]
    css = {one: "num strong reframed" if found else "num strong" for one, found in letters.items()}
    past = t("economy.column.past")
    heads = [html.Th(t("economy.column.part"), scope="col")]
    for one, found in letters.items():
        marks = [html.Span(letter, className="letter") for letter in found]
        heads.append(html.Th([*marks, str(one)], scope="col", className=css[one]))
    heads.append(html.Th(past, scope="col"))
    texts = [*(f"{one} {''.join(found)}".strip() for one, found in letters.items()), past]
    cells = {(row["concept"], row["edition"]): row for row in frame.to_dict("records")}
    body = []
    for row in levels(frame.drop_duplicates("concept", keep="last"), view.choice.level).to_dict("records"):
        ranked: list[Component] = []
        for one in editions:
            here = cells.get((row["concept"], one))
            text = missing if here is None else view.rank_cell(here)
            ranked.append(html.Td(text, className=css[one] + (" missing" if text == missing else "")))
        ranked.append(html.Td(chooser(view, row)))
        head: str | Component = view.part(row)
        if row["level"] == "pillar" and view.ranked and view.detailed:
            head = html.A(head, href=f"#{PILLAR}{str(row['code'])[1:]}")
        body.append(html.Tr([html.Th(head, scope="row"), *labelled(ranked, texts)]))
    table = region(t, bare(caption, heads, [html.Tbody(body)]), caption, " cards profile-list beside")
    source = t("economy.history.source", first=editions[0], last=editions[-1])
    measure = t("economy.editions.measure")
    return table_card(EDITIONS, content(view, EDITIONS, title, measure, table, source, editions), [], t)
