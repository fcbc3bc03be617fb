"""Economy profile: how does an economy rank on every level, how firm is that, and how did it get there?"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from typing import Any, Final
from urllib.parse import quote

from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset, cached
from analysis.index import profile as method
from analysis.index.profile import FILTERS, MAX_EDITIONS, Choice, filter_profile, levels, rank_trails
from analysis.index.standing import ranks
from analysis.index.strengths import marks_agreement
from components.cards.callbacks import Callbacks, Change
from components.cards.card import EMPTY, Card, Content, UnseenPart
from components.cards.tables import Cell, labelled_cells, own_table, scroll_region, without_head
from components.charts.dots import STRIP_WIDTHS, dot_strip
from components.charts.layer import figure_by_width
from components.charts.pictures import mini_rank_chart
from components.charts.time_lines import HISTORY_HEIGHTS, rank_history
from components.text import numbers
from components.text.attributes import attributes
from components.text.catalog import Words, markup, plain
from components.text.keys import INCOME_GROUPS, INDEX_PARTS, REGION_NAMES, by_last_part
from components.text.numbers import is_present
from components.text.view import licence
from components.widgets.blocks import fold, links
from components.widgets.controls import Controls, choice
from components.widgets.framework import explained_changes, framework_changes
from components.widgets.peers import format_population, peers_section
from components.widgets.profile import (
    Profile,
    Row,
    calculated_note,
    data_behind,
    finding,
    intervals,
    marked_rows,
    next_place_text,
    unit_of,
    value_text,
    value_with_unit,
)

PAGE, PAST, BESIDE = "economy", "economy-past", "economy-beside"
PILLAR_PREFIX = "pillar-"
"""Prefix of the ids of GII pillars, before the number."""
FINDING, PRINT, BODY, TABLE = "economy-finding", "economy-print", "economy-body", "economy-table"
INDICATOR_PREFIX = "indicator-"
"""Prefix of the ids of indicators, before the code."""
HISTORY_CONTROL, NOTES = "economy-history", "economy-past-notes"
_MAX_LISTED_MARKS = 3  # strengths, and weaknesses
_MIN_GROUP_SIZE = 5  # economies, for a median
_TICK_STEP = 50  # ranks
_COLUMNS: Final = by_last_part(
    "economy.column.indicator", "economy.column.value", "economy.column.year", "economy.column.score",
    "economy.column.rank", "economy.column.of", "economy.column.change", "economy.column.among",
    "economy.column.group", "economy.column.past",
)  # fmt: skip
_NUMBER_COLUMNS: Final = ("value", "year", "score", "rank", "of", "change")
_SIGNS: Final = {"S": ("●", "◆"), "W": ("○", "◇")}
_MARK_LISTS: Final = by_last_part("economy.marks.S", "economy.marks.W")
_MARK_TIPS: Final = by_last_part("economy.mark.S", "economy.mark.W")
_MARK_NAMES: Final = by_last_part("economy.short.S", "economy.short.W")
_MARK_COUNTS: Final = by_last_part("economy.table.S", "economy.table.W")
_DOUBTS: Final = by_last_part(
    "economy.doubt.copies-differ", "economy.doubt.implied", "economy.doubt.left-out",
    "economy.doubt.not-the-mean", "economy.doubt.rank-as-printed",
)  # fmt: skip


@dataclass(frozen=True)
class ProfileView(Profile):
    """An economy in an edition, with its ranks in other editions."""

    @property
    def controls(self) -> Controls:
        """Controls with the chosen values."""
        return Controls(PAGE, self.choice, self.dataset, self.t)

    @cached_property
    def past(self) -> dict[str, list[tuple[int, float]]]:
        """Known ranks of the economy by concept: pairs of edition and rank."""
        rows = rank_trails(self.dataset, self.choice.economy).dropna(subset="rank")
        ranks_by_concept: dict[str, list[tuple[int, float]]] = {}
        for concept, edition, rank in zip(rows["concept"], rows["edition"], rows["rank"], strict=True):
            ranks_by_concept.setdefault(concept, []).append((edition, float(rank)))
        return ranks_by_concept

    def concept_name(self, concept: str) -> str:
        """Return the name of a concept, in English the name in the newest edition that has it."""
        parts = self.dataset.parts
        rows = parts[parts["concept"] == concept].sort_values("edition")
        return self.part(rows.iloc[-1].to_dict())

    def source_line(self, source: str, editions: Collection[int]) -> list[str | Component]:
        """Return a source line with the licence of the editions, for the page and for images."""
        first, last = min(editions), max(editions)
        key = "economy.source_licence" if first == last else "economy.source_licences"
        terms = licence(self.dataset, self.dataset.licences[last], self.t)
        line = plain(source + self.t(key, licence=terms, edition=last, checked=self.checked_day))
        return [line, html.Span(line, hidden=True, **attributes(data_part="picture-source"))]


def layout(view: ProfileView) -> list[Component]:
    """Return the page of the economy that the path names."""
    dataset, t, controls, economy = view.dataset, view.t, view.controls, view.choice.economy
    picker = controls.select("economy", searchable=True, among={*dataset.economies, economy})
    title = markup(finding(view))
    if economy not in dataset.economies:
        # No edition ranks it: why, and links to ranked economies of the same region and income group.
        newest, count = dataset.editions[-1], len(dataset.economies)
        lines = [view.say("economy.never.reason"), view.say("economy.never.others", count=count)]
        prose: list[Component] = [html.P(markup(line)) for line in lines]
        groups = {code: (entry.region, entry.income) for code, entry in dataset.catalog.economies.items()}
        ranked = dataset.ranks(newest)["GII"].dropna().index
        if similar := [code for code in ranked if groups[code] == groups[economy]]:
            names = dataset.by_name(similar, t.lang)
            items = [html.Li(html.A(name, href=t.link(f"economy/{code}"))) for code, name in names]
            prose += [html.P(markup(view.say("economy.never.near", edition=newest))), html.Ul(items)]
        never = html.Div(prose, className="prose profile-never")
        return [html.H1(title), html.Div(picker, className="controls"), never]
    brief = t.link(f"brief/{economy}", edition=view.choice.edition)
    print_link = html.A(t("economy.print"), href=brief, className="button", id=PRINT)
    visible = [picker, controls.select("edition"), print_link]
    return [
        html.H1(title, id=FINDING),
        html.Div(visible, className="controls profile-controls"),
        html.Div(_body(view), id=BODY),
    ]


def _body(view: ProfileView) -> list[Component]:
    t, economy, edition = view.t, view.choice.economy, view.choice.edition
    parts = {BESIDE: t("economy.editions.part")}
    if view.is_ranked and view.has_indicators:
        parts["indicators"] = t("economy.table.title")
    parts["peers"] = t("peers.title")
    control, card, history_notes = _past(view)
    sections = [html.Section(_marks(view), id="marks"), html.Section([control, card], id=PAST)]
    return [
        html.Div([*sections, history_notes], className="profile-grid profile-first"),
        links(parts, t),
        # Without a rank the card is hidden, not left out: a control updates its parts.
        html.Div(_levels(view), className="profile-grid", hidden=not view.is_ranked),
        html.Section(_editions(view), className="block", id=BESIDE),
        *_table_section(view),
        peers_section(view.dataset, economy, edition, t),
        *_below(view),
    ]


def _past(view: ProfileView) -> list[Component]:
    dataset, t, concept = view.dataset, view.t, view.choice.history
    # The history of each part of this edition can be drawn; the chosen part may be of another edition.
    newest = dataset.parts[dataset.parts["edition"] == dataset.newest_detailed]
    rows = view.frame if view.has_indicators else newest
    options: dict[str | int, str] = {}
    for row in rows.to_dict("records"):
        name = view.part(row)
        options[row["concept"]] = f"{row['code']} {name}" if "." in row["code"] else name
    options.setdefault(concept, view.concept_name(concept))
    label = t("economy.history.label")
    lines = [html.P(markup(line)) for line in notes(view)]
    return [
        choice(HISTORY_CONTROL, label, list(options.items()), concept, t, searchable=True),
        HISTORY.draw(view).html,
        html.Div(lines, id=NOTES, className="profile-notes"),
    ]


def _marks(view: ProfileView) -> list[Component]:
    """Return the most marked strengths and weaknesses, the origin of the marks, and the deck."""
    t = view.t
    parts: list[Component] = []
    if view.is_ranked and view.frame["marked"].isna().all():
        parts.append(_without_indicators(view, "economy.marks.none"))
    elif view.is_ranked:
        counts = {}
        for mark, key in _MARK_LISTS.items():
            rows = marked_rows(view.frame, mark)
            counts[mark] = len(rows)
            lines = [_mark(view, row) for row in rows.head(_MAX_LISTED_MARKS).to_dict("records")]
            lines = lines or [html.Li(t("economy.table.none"))]
            parts += [html.H2(t(key)), html.Ul(lines, className=f"marks marks-{mark}")]
        origin = view.say("economy.marks.rule" if view.ours else "economy.marks.published")
        link = html.A(t("economy.marks.every", **counts), href="#indicators")
        parts.append(html.P([*markup(origin), " ", link], className="source"))
    return [*parts, html.P(_deck(view), className="profile-deck")]


def _mark(view: ProfileView, row: Row) -> html.Li:
    """Return the rank of a marked indicator, and its value as a link to its row in the table."""
    name = view.part(row)
    if numbers.is_present(row["value"]):
        name = view.t("economy.marks.sentence", name=name, value=value_with_unit(view, row))
    rank = html.B(markup(view.rank_words(row)))
    return html.Li([rank, html.A(name, href=f"#{INDICATOR_PREFIX}{row['code']}")])


def _deck(view: ProfileView) -> list[str | Component]:
    """Return groups, population, score, our interval, and the link to what a better rank would take."""
    t, economy, edition = view.t, view.choice.economy, view.choice.edition
    lines = []
    context = view.dataset.table("gii_economies")
    rows = context[(context["economy"] == economy) & (context["edition"] == edition)]
    for row in rows.head(1).to_dict("records"):
        groups = [t(INCOME_GROUPS[row["income"]])] if is_present(row["income"]) else []
        groups.append(t(REGION_NAMES[row["region"]]))
        population = format_population(float(row["population"]), t) if is_present(row["population"]) else ""
        key = "economy.deck.groups" if population else "economy.deck.groups_only"
        lines.append(t(key, groups=t("economy.deck.join").join(groups), population=population))
    index = view.by_code.get("GII", {})
    if is_present(index.get("score")):
        lines.append(t("economy.deck.score", score=index["score"]))
    lines += intervals(view)
    if not view.is_ranked:
        lines.append(t("economy.deck.ranked_in", editions=view.edition_list(ranks(view.dataset, economy))))
    reach = view.reach_link(economy, edition, numbers.integer(index["rank"]) if view.is_ranked else None)
    return [*markup(t("economy.deck.between").join(lines)), " ", *reach]


def _levels(view: ProfileView) -> list[Component]:
    """Return the rank on every level with its control, and what the next rank takes."""
    title = html.H2(view.t("economy.next.title"), className="aside-title")
    lines = [html.P(markup(line)) for line in next_place_text(view)]
    finding_line, *more = data_behind(view)
    data = [html.P(markup(line)) for line in more]
    behind = fold(html.H2(view.t("economy.data.title")), markup(finding_line), data, "data-behind")
    aside = html.Div([title, *lines, behind], className="profile-aside")
    return [html.Div([view.controls.segmented_control("level"), LEVELS.draw(view).html]), aside]


def _editions(view: ProfileView) -> list[Component]:
    return [view.controls.multi_select("editions", MAX_EDITIONS), EDITIONS.draw(view).html]


def every_level(view: ProfileView) -> Content:
    """Return the ranks on every level; an empty figure if the economy has no rank in the edition."""
    if not view.is_ranked:
        return Content(finding(view), figure=EMPTY)
    t, chosen, robust, ours = view.t, view.choice, view.robust, view.ours
    frame, has_subpillars = levels(view.frame, chosen.level), chosen.level == "subpillar"
    context = view.dataset.table("gii_economies")
    context = context[context["edition"] == chosen.edition]
    group = context.loc[context["economy"] == chosen.economy, "income"].dropna()
    members = context.loc[context["income"].isin(group), "economy"]
    has_median = len(members) >= _MIN_GROUP_SIZE
    all_ranks = view.dataset.ranks(chosen.edition)
    medians = all_ranks[all_ranks.index.isin(members)].median().to_dict() if has_median else {}
    parts: list[Cell] = []
    strips = []
    for row in frame.to_dict("records"):
        code, name, doubt = str(row["code"]), view.part(row), doubt_text(row, t)
        low, high = numbers.integer(row["rank_low"]), numbers.integer(row["rank_high"])
        score, is_subpillar = score_text(row, t), row["level"] == "subpillar"
        median = medians.get(code)
        parts.append([f"{name} ", html.Span(doubt, className="small")] if doubt else name)
        tip = [f"<b>{name}</b>", rank_among(view, row)]
        if is_present(row["score"]):
            tip.append(t("economy.tip.score", score=score))
        if row["strength"] in ("S", "W"):
            tip.append(t(_MARK_TIPS[row["strength"]]) + (t("economy.mark.ours") if ours else ""))
        if median is not None:
            tip.append(t("economy.tip.median", median=median))
        strips.append(
            {
                "name": f"{code} {name}" if is_subpillar else name,
                "tip": "<br>".join([*tip, doubt] if doubt else tip),
                "rank": numbers.integer(row["rank"]),
                "bounds": None if low is None or high is None else (low, high),
                "change": numbers.integer(row["change"]),
                "heading": not is_subpillar and (has_subpillars or row["level"] != "pillar"),
                "ring": row["strength"] == "W",
                "brackets": numbers.is_true(row["low_coverage"]),
                "median": median,
                "interval": robust if code == "GII" else None,
            }
        )
    lowest = max((int(rank) for rank in frame[["rank", "rank_high"]].max().dropna()), default=1)
    end = view.count or -(-lowest // _TICK_STEP) * _TICK_STEP  # if the count is unknown, the next tick
    before = numbers.integer(view.frame["before"].iloc[0])
    since = "" if before is None else t("economy.levels.since", edition=before)

    def draw(min_width: int) -> dict[str, Any]:
        return dot_strip(strips, end, since, min_width, is_china=view.is_china)

    symbols = {
        "economy.levels.interval": robust is not None,
        "economy.levels.brackets": frame["low_coverage"].eq(True).any(),
        "economy.levels.bar": (frame["rank"].isna() & frame["rank_low"].notna()).any(),
        "economy.levels.ring": (frame["strength"] == "W").any(),
    }
    measure = [view.say("economy.levels.measure_unknown" if view.count is None else "economy.levels.measure")]
    if has_median:
        measure.append(t("economy.levels.median", group=t(INCOME_GROUPS[group.iloc[0]])))
    measure += [t(key) for key, is_drawn in symbols.items() if is_drawn]
    own_calculations = {
        "economy.levels.own_change": frame["change"].notna().any(),
        "economy.levels.own_median": has_median,
        "economy.levels.own_interval": robust,
        "economy.levels.own_marks": ours,
    }
    computed = [t(key) for key, is_drawn in own_calculations.items() if is_drawn]
    source = view.say("economy.levels.source")
    source += t("economy.levels.own", parts=t.listing(computed)) if computed else ""
    title = view.say("economy.levels.title")
    rows: list[dict[Any, Any]] = frame.to_dict("records")
    words: dict[str, Sequence[Cell]] = {
        "part": parts,
        "rank": [view.rank_cell(row) for row in rows],
        "score": [score_text(row, t) for row in rows],
    }
    file_names = {"economies": "economies_ranked", "change": "places_gained"}
    return Content(
        finding(view),
        t("economy.levels.join").join(measure),
        own_table(view, method.PROFILE, title, frame.rename(columns=file_names), words),
        figure_by_width(draw, *STRIP_WIDTHS),
        view.source_line(source, [chosen.edition]),
        heading=title,
        editions=[chosen.edition],
        file_name=f"gii-profile-{chosen.economy}-{chosen.edition}",
    )


def history(view: ProfileView) -> Content:
    """Return the ranks of one part of the index by edition."""
    t, frame = view.t, method.HISTORY.result(view.dataset, view.choice)
    if view.choice.economy not in view.dataset.economies:
        return Content(finding(view))
    part, editions = view.concept_name(view.choice.history), [int(edition) for edition in frame["edition"]]
    value_texts, tips, ranked = [], [], []
    for row in frame.to_dict("records"):
        head, score = t("trajectory.tip.head", name=view.name, edition=row["edition"]), score_text(row, t)
        value_texts.append(value_with_unit(view, {"concept": view.choice.history, **row}))
        tip = [
            f"<b>{plain(head)}</b>",
            rank_among(view, row),
            t("economy.tip.score", score=score),
            *([t("economy.tip.renamed", name=row["name"])] if row["renamed"] else []),
            *([doubt_text(row, t)] if is_present(row["doubt"]) else []),
        ]
        has_rank = is_present(row["rank"]) or is_present(row["rank_low"])
        tips.append("<br>".join(tip) if has_rank else "")
        ranked += [row] if has_rank else []
    start = min(view.dataset.course_start, view.choice.edition)
    is_drawn = frame["edition"] >= start
    ranked = [row for row in ranked if row["edition"] >= start] or ranked
    key = "economy.history.once" if ranked else "economy.history.unknown"
    if len(ranked) > 1:
        key = "economy.history.finding"
    ends = {"first": ranked[0], "last": ranked[-1]} if ranked else {}
    values = {name: view.rank_words(row) for name, row in ends.items()}
    values |= {f"{name}_edition": row["edition"] for name, row in ends.items()}
    changes, measure = explained_changes(view.dataset, t), t("economy.history.measure")
    if any(editions[0] <= change.edition <= editions[-1] for change in changes):
        measure += t("economy.history.squares")
    caption, words = t("economy.history.caption", part=part), {"value": value_texts}
    without = () if frame["value"].notna().any() else ("value", "data_year")
    source = t("economy.history.source", first=editions[0], last=editions[-1])

    def draw(min_width: int) -> dict[str, Any]:
        drawn_tips = [tip for tip, is_shown in zip(tips, is_drawn, strict=True) if is_shown]
        return rank_history(frame[is_drawn], drawn_tips, changes, min_width, is_china=view.is_china)

    title = view.say(key, part=part, **values)
    return Content(
        title,
        measure,
        own_table(view, method.HISTORY, caption, words=words, without=without),
        figure_by_width(draw, *HISTORY_HEIGHTS),
        view.source_line(source, editions),
        editions=editions,
        heading=UnseenPart(title) if view.choice.history == "GII" else title,
        file_name=f"gii-history-{view.choice.economy}",
        quote=t("overview.quote"),
    )


def notes(view: ProfileView) -> list[str]:
    """Return notes on a history: other names, editions without this part, doubtful and missing ranks."""
    t, lines, frame = view.t, [], method.HISTORY.result(view.dataset, view.choice)
    rows, bounded = frame.to_dict("records"), frame["rank_low"].notna()
    gaps = {
        "economy.history.unverified": frame["rank"].notna() & frame["economies"].isna(),
        "economy.history.absent": ~frame["held"],
        "economy.history.missing": frame["held"] & frame["rank"].isna() & ~bounded,
    }
    for key, mask in gaps.items():
        if mask.any():
            editions = view.edition_list(frame.loc[mask, "edition"].astype(int))
            lines.append(view.say(key, editions=editions))
    if (frame["rank"].isna() & bounded).any():
        lines.append(t("economy.history.doubt"))
    lines += [
        t("economy.history.cell", edition=row["edition"], doubt=doubt_text(row, t))
        for row in rows
        if is_present(row["doubt"])
    ]
    lines += calculated_note(frame, t)
    concept = view.dataset.catalog.concepts.get(view.choice.history)
    if concept and concept.note:
        lines.append(t("economy.history.note", note=t.phrase(concept.note)))
    renamed = [row for row in rows if row["renamed"]]
    if renamed:
        names = [t("economy.history.name", edition=row["edition"], name=row["name"]) for row in renamed]
        lines.append(t("economy.history.renamed", names=t("economy.history.join").join(names)))
    if (last := rows[-1]["edition"]) < view.dataset.newest_detailed:
        lines.append(t("economy.history.ended", edition=last))
    return lines


def edition_table(view: ProfileView) -> Content:
    """Return a table with a row for each part of the index and a column for each chosen edition."""
    t, missing, frame = view.t, view.t("missing"), method.EDITIONS.result(view.dataset, view.choice)
    if view.choice.economy not in view.dataset.economies:
        return Content(finding(view))
    editions = sorted(set(frame["edition"].astype(int)))
    caption = title = view.say("economy.editions.title")
    pillars = frame[(frame["level"] == "pillar") & frame["rank"].notna()]
    ranks = pillars.pivot(index="concept", columns="edition", values="rank").astype(float)
    if len(ranks) and (gained := (ranks.iloc[:, 0] - ranks.iloc[:, -1]).dropna()).gt(0).any():
        best = {"part": view.concept_name(str(gained.idxmax())), "places": int(gained.max())}
        ends = {"first": ranks.columns[0], "last": ranks.columns[-1]}
        title = view.say("economy.editions.finding", **best, **ends)
    heads, css = [html.Th(t("economy.column.part"), scope="col")], {}
    changes = [change.edition for change in framework_changes(view.dataset)]
    for before, edition in pairwise([editions[0], *editions]):
        has_change = any(before < change <= edition for change in changes)
        css[edition] = "num strong reframed" if has_change else "num strong"
        heads.append(html.Th(str(edition), scope="col", className=css[edition]))
    heads.append(html.Th(t("economy.column.past"), scope="col"))
    cells = {(row["concept"], row["edition"]): row for row in frame.to_dict("records")}
    body = []
    for row in levels(frame.drop_duplicates("concept", keep="last"), view.choice.level).to_dict("records"):
        rank_cells: list[Component] = []
        for edition in editions:
            cell = cells.get((row["concept"], edition))
            text = missing if cell is None else view.rank_cell(cell)
            rank_cells.append(html.Td(text, className=css[edition] + (" missing" if text == missing else "")))
        rank_cells.append(html.Td(history_button(view, row)))
        head: str | Component = view.part(row)
        if row["level"] == "pillar" and view.is_ranked and view.has_indicators:
            head = html.A(head, href=f"#{PILLAR_PREFIX}{str(row['code'])[1:]}")
        body.append(html.Tr([html.Th(head, scope="row"), *rank_cells]))
    table = scroll_region(
        t, without_head(caption, heads, [html.Tbody(body)]), caption, " profile-list beside"
    )
    source = t("economy.history.source", first=editions[0], last=editions[-1])
    measure = t("economy.editions.measure")
    return Content(title, measure, table, source=view.source_line(source, editions), editions=editions)


def _without_indicators(view: ProfileView, key: str) -> html.Div:
    """Return a text on an edition without indicators, and links to editions that have them."""
    edition_links: list[str | Component] = []
    for year in view.detailed_editions:
        href = view.t.link(f"economy/{view.choice.economy}", edition=year)
        edition_links += [html.A(str(year), href=href), " "]
    more = [html.P([view.t("economy.marks.editions"), " ", *edition_links])] if edition_links else []
    return html.Div([html.P(markup(view.say(key))), *more], className="empty")


def _table_section(view: ProfileView) -> list[Component]:
    """Return the heading, the filter and a table for each pillar, or why there is none."""
    t = view.t
    control, title = view.controls.segmented_control("show"), t("economy.table.title")
    if not view.has_indicators or not view.is_ranked:
        # Hidden, not left out: callbacks read the control and fill the table.
        hidden = html.Div([control, html.Div(id=TABLE)], hidden=True)
        if not view.is_ranked:
            return [html.Section(hidden, hidden=True)]
        missing = _without_indicators(view, "economy.table.unheld")
        return [html.Section([html.H2(title), missing, hidden], className="block")]
    head = html.Div([html.H2(title, id="indicators"), control], className="block-head profile-head")
    lines = [t("economy.table.signs_ours" if view.ours else "economy.table.signs"), t("economy.table.deck")]
    lines += calculated_note(view.frame, t)
    deck = html.P(markup(t("economy.deck.between").join(lines)), className="prose")
    return [html.Section([head, deck, html.Div(_table(view), id=TABLE)], className="block")]


def _table(view: ProfileView) -> list[Component]:
    """Return the number of filtered indicators, and a table of them for each GII pillar."""
    t, frame = view.t, view.frame
    rows, before = filter_profile(frame, view.choice.show), numbers.integer(frame["before"].iloc[0])
    counts = {"visible": rows["level"].eq("indicator").sum(), "all": frame["level"].eq("indicator").sum()}
    parts: list[Component] = [html.P(t("economy.table.count", **counts), className="small")]
    if rows.empty:
        return [*parts, html.P(t("economy.table.none"), className="prose")]
    # Some editions have no data years, or no marks within the income group.
    is_absent = {"year": frame["data_year"].isna().all(), "group": frame["strength_income"].isna().all()}
    heads = {name: t(key) for name, key in _COLUMNS.items() if not is_absent.get(name)}
    if before is not None:
        heads["change"] = t("economy.column.change_since", edition=before)
    if view.ours:
        heads["among"] = t("economy.column.among_ours")
    head_cells = [
        html.Th(text, scope="col", className="num" if name in _NUMBER_COLUMNS else None)
        for name, text in heads.items()
    ]
    for number, group in groupby(rows.to_dict("records"), lambda row: str(row["code"]).partition(".")[0]):
        pillar_rows, caption = list(group), t(INDEX_PARTS[f"P{number}"])
        body = html.Tbody([_row(view, row, heads) for row in pillar_rows])
        table = scroll_region(t, without_head(caption, head_cells, [body]), caption, " cards profile-table")
        title = html.H3([html.Span(f"{number} ", className="code"), caption])
        standing: list[str | Component] = []
        if pillar := view.by_code.get(f"P{number}"):
            rank, count = view.rank_cell(pillar), numbers.whole_cell(pillar["economies"], t("missing"))
            standing.append(html.Span(markup(t("economy.table.standing", rank=rank, count=count))))
            standing.append(html.Span(change_text(pillar), className=_tone(pillar)))
        marks = [row["strength"] for row in pillar_rows if row["level"] == "indicator"]
        standing += [
            html.Span(t(key, count=marks.count(mark))) for mark, key in _MARK_COUNTS.items() if mark in marks
        ]
        is_open = view.choice.show != FILTERS[0]
        parts.append(fold(title, standing, [table], f"{PILLAR_PREFIX}{number}", "pillar", open=is_open))
    return parts


def _row(view: ProfileView, row: Row, heads: Mapping[str, str]) -> html.Tr:
    """Return the row of an indicator or a sub-pillar, which has no value and no data year."""
    t, missing, is_subpillar = view.t, view.t("missing"), row["level"] == "subpillar"
    year: Any = "" if is_subpillar else numbers.whole_cell(row["data_year"], missing)
    if numbers.is_true(row["outdated"]) and not is_subpillar:
        year = [year, html.Span(t("economy.table.old"), className="old")]
    among, group = (
        f"{_SIGNS[str(mark)][column]} {t(_MARK_NAMES[str(mark)])}" if mark in ("S", "W") else ""
        for column, mark in enumerate((row["strength"], row["strength_income"]))
    )
    cells: dict[str, tuple[Any, str]] = {
        "value": ("" if is_subpillar else value_text(row, t), "num"),
        "year": (year, "num"),
        "score": (score_text(row, t), "num"),
        "rank": (view.rank_cell(row), "num strong"),
        "of": (numbers.whole_cell(row["economies"], missing), "num quiet-number"),
        "change": (change_text(row), "num " + _tone(row)),
        "among": (among, "flag"),
        "group": (group, "flag"),
    }
    body: list[Component] = [
        html.Td(cell, className=css + (" missing" if cell == missing else ""))
        for cell, css in (cells[head] for head in heads if head in cells)
    ]
    body.append(html.Td(history_button(view, row)))
    name: list[str | Component] = [html.Span(f"{row['code']} ", className="code"), view.part(row)]
    if unit := unit_of(view, row):
        name.append(html.Span(t("economy.table.unit", unit=t.phrase(unit.unit)), className="small"))
    if doubt := doubt_text(row, t):
        name.append(html.Span(doubt, className="small"))
    head = html.Th(name, scope="row")
    body = labelled_cells(body, list(heads.values())[1:])
    css = "part-row" if is_subpillar else None
    return html.Tr([head, *body], id=f"{INDICATOR_PREFIX}{row['code']}", className=css)


def _tone(row: Row) -> str:
    places = numbers.integer(row["change"])
    return "" if not places else "gain" if places > 0 else "loss"


def rank_among(view: ProfileView, row: Row) -> str:
    """Write a rank for a tooltip, with the number of economies if it is verified."""
    count = numbers.integer(row["economies"])
    key = "trajectory.tip.rank_unknown" if count is None else "economy.tip.rank"
    return view.t(key, rank=plain(view.rank_words(row)), count=count)


def score_text(row: Row, t: Words) -> str:
    """Write a score with one decimal, in brackets if the data coverage is low."""
    if not is_present(row["score"]):
        return t("missing")
    score = t.write(float(row["score"]), "score")
    return f"[{score}]" if numbers.is_true(row.get("low_coverage")) else score


def doubt_text(row: Row, t: Words) -> str:
    """Return why a score or rank is in doubt, "" if it is not."""
    return t(_DOUBTS[row["doubt"]]) if is_present(row["doubt"]) else ""


def change_text(row: Row) -> str:
    """Write a change of rank: ▲ 4, ▼ 1, 0, or ""."""
    places = numbers.integer(row["change"])
    return "" if places is None else numbers.arrow(places, str(abs(places)))


def history_button(view: ProfileView, row: Row) -> html.Button:
    """Return the button that draws the history of a part of the index, with a small line as its icon."""
    concept, name = str(row["concept"]), view.part(row)
    content = html.Span(view.t("economy.table.point"), className="small")
    points = view.past.get(concept, [])
    if len(points) > 1:
        image = f'url("data:image/svg+xml,{quote(mini_rank_chart(points), safe=" /:=<>")}")'
        content = html.Span(className="mini-rank-chart", style={"maskImage": image})
    props = attributes(
        data_action="choose",
        data_control=HISTORY_CONTROL,
        data_value=concept,
        data_there=PAST,
        aria_label=view.t("economy.table.draw", name=name),
    )
    return html.Button(content, type="button", className="mini-rank-button", **props)


def _below(view: ProfileView) -> list[Component]:
    """Return how marks are set and how to read the page, folded, and links to other pages."""
    t, code, edition = view.t, view.choice.economy, view.choice.edition
    # Compare the marks by our reading of the rule with the published ones.
    editions, published, alike, added = _agreement(view.dataset)
    key = "economy.reading.check_some"
    if alike == published and not added:
        key = "economy.reading.check_all"
    counts = {"count": published, "alike": alike, "added": added}
    check = t(key, **counts, first=editions[0], last=editions[-1])
    marks = [t("economy.reading.marks"), t("economy.reading.group"), check]
    reading = [
        t("economy.reading.change"),
        t("economy.reading.years"),
        t("economy.reading.coverage"),
        t("economy.reading.concepts"),
    ]
    columns = [html.Div([html.P(markup(line)) for line in lines]) for lines in (reading, marks)]
    title, body = html.H2(t("economy.reading.title")), html.Div(columns, className="three")
    peers = {} if view.is_china else {"with": code}
    targets = {
        "economy.links.why": t.link("why", economy=code),
        "economy.links.weights": t.link("weights", economy=code),
        "economy.links.ranking": t.link("ranking", edition=edition, **peers),
    }
    items = [html.Li(html.A(view.say(key), href=href)) for key, href in targets.items()]
    more = [html.H2(view.say("economy.links.title")), html.Ul(items, className="links-list")]
    return [
        fold(title, t("economy.reading.deck"), [body], "reading", "block"),
        html.Section(more, className="block links-more"),
    ]


@cached
def _agreement(dataset: Dataset) -> tuple[tuple[int, ...], int, int, int]:
    return marks_agreement(dataset.table("gii_scores"), dataset.parts)


LEVELS = Card("economy-levels", "economy-levels", (method.PROFILE,), every_level, height=900, item=PAGE)
HISTORY = Card(PAST, "economy-history", (method.HISTORY,), history, height=710, item=PAGE)
EDITIONS = Card(
    BESIDE, "economy-editions", (method.EDITIONS,), edition_table, height=1100, item=PAGE, plotted=False
)
CARDS = (LEVELS, HISTORY, EDITIONS)
CALLBACKS = Callbacks(
    Choice,
    ProfileView,
    parts=(FINDING, (PRINT, "href"), BODY),
    changes=(
        Change(("level",), cards=(LEVELS, EDITIONS)),
        Change(("history",), (NOTES, (HISTORY.id("heading"), "className")), _past, (HISTORY,)),
        Change(("editions",), (("economy-editions", "options"),), _editions, (EDITIONS,)),
        Change(("show",), (TABLE,), _table_section),
    ),
)
