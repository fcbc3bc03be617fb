"""Economy profile: where does one economy stand on every level, how firm is it, and how did it get there?"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from typing import Any
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
PILLAR = "pillar-"
"""What the id of a pillar's indicators begins with; its number follows."""
FINDING, PRINT, BODY, TABLE = "economy-finding", "economy-print", "economy-body", "economy-table"
INDICATOR = "indicator-"
"""What the id of an indicator's row begins with; its code follows."""
HISTORY_CONTROL, NOTES = "economy-history", "economy-past-notes"
_CLEAREST = 3  # strengths, and weaknesses, that are told
_LEAST = 5  # economies of a group from which its median says something
_ROUND = 50  # ranks: the ticks of the strip
_NUMBERS, _WORDS = ("value", "year", "score", "rank", "of", "change"), ("among", "group", "past")
_HEADS = {"indicator": None, **dict.fromkeys(_NUMBERS, "num"), **dict.fromkeys(_WORDS)}
_SIGNS = {"S": ("●", "◆"), "W": ("○", "◇")}


@dataclass(frozen=True)
class ProfileView(Profile):
    """One economy in one edition, with the ways to its other editions."""

    @property
    def controls(self) -> Controls:
        """The controls of what is chosen."""
        return Controls(PAGE, self.choice, self.dataset, self.t)

    @cached_property
    def past(self) -> dict[str, list[tuple[int, float]]]:
        """The known ranks of the economy by concept, each by edition."""
        rows = rank_trails(self.dataset, self.choice.economy).dropna(subset="rank")
        found: dict[str, list[tuple[int, float]]] = {}
        for concept, edition, rank in zip(rows["concept"], rows["edition"], rows["rank"], strict=True):
            found.setdefault(concept, []).append((edition, float(rank)))
        return found

    def concept_name(self, concept: str) -> str:
        """Return the name of a concept, in English as the newest edition that has it calls it."""
        parts = self.dataset.parts
        rows = parts[parts["concept"] == concept].sort_values("edition")
        return self.part(rows.iloc[-1].to_dict())

    def stated(self, source: str, editions: Collection[int]) -> list[str | Component]:
        """Return a source line with the licence of the editions, on the page and for images."""
        first, last = min(editions), max(editions)
        key = "economy.source_licence" if first == last else "economy.source_licences"
        terms = licence(self.dataset, self.dataset.licences[last], self.t)
        line = plain(source + self.t(key, licence=terms, edition=last, checked=self.checked_day))
        return [line, html.Span(line, hidden=True, **attributes(data_part="picture-source"))]


def layout(view: ProfileView) -> list[Component]:
    """Return the page of the economy that the path names, which says so where no edition ranks it."""
    dataset, t, controls, economy = view.dataset, view.t, view.controls, view.choice.economy
    picker = controls.select("economy", searchable=True, among={*dataset.economies, economy})
    title = markup(finding(view))
    if economy not in dataset.economies:
        # Why no edition ranks it, and the way to the others; those of the same region and income group that
        # the newest edition ranks.
        newest, count = dataset.editions[-1], len(dataset.economies)
        lines = [view.say("economy.never.reason"), view.say("economy.never.others", count=count)]
        prose: list[Component] = [html.P(markup(line)) for line in lines]
        groups = {code: (one.region, one.income) for code, one in dataset.catalog.economies.items()}
        ranked = dataset.ranks(newest)["GII"].dropna().index
        if near := [code for code in ranked if groups[code] == groups[economy]]:
            named = dataset.by_name(near, t.lang)
            ways = [html.Li(html.A(name, href=t.link(f"economy/{code}"))) for code, name in named]
            prose += [html.P(markup(view.say("economy.never.near", edition=newest))), html.Ul(ways)]
        never = html.Div(prose, className="prose profile-never")
        return [html.H1(title), html.Div(picker, className="controls"), never]
    brief = t.link(f"brief/{economy}", edition=view.choice.edition)
    printed = html.A(t("economy.print"), href=brief, className="button", id=PRINT)
    visible = [picker, controls.select("edition"), printed]
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
    *past, below = _past(view)
    first = [html.Section(_marks(view), id="marks"), html.Section(past, id=PAST)]
    return [
        html.Div([*first, below], className="profile-grid profile-first"),
        links(parts, t),
        # Without a rank the card is hidden, not left out: a control that changes it must find it.
        html.Div(_levels(view), className="profile-grid", hidden=not view.is_ranked),
        html.Section(_editions(view), className="block", id=BESIDE),
        *_table_section(view),
        peers_section(view.dataset, economy, edition, t),
        *_below(view),
    ]


def _past(view: ProfileView) -> list[Component]:
    dataset, t, drawn = view.dataset, view.t, view.choice.history
    # The parts whose history can be drawn: those of this edition, and the one drawn if it is none.
    rows = (
        view.frame
        if view.has_indicators
        else dataset.parts[dataset.parts["edition"] == dataset.newest_detailed]
    )
    options: dict[str | int, str] = {}
    for row in rows.to_dict("records"):
        called = view.part(row)
        options[row["concept"]] = f"{row['code']} {called}" if "." in row["code"] else called
    options.setdefault(drawn, view.concept_name(drawn))
    label, listed = t("economy.history.label"), list(options.items())
    lines = [html.P(markup(line)) for line in notes(view)]
    return [
        choice(HISTORY_CONTROL, label, listed, drawn, t, searchable=True),
        HISTORY.draw(view).html,
        html.Div(lines, id=NOTES, className="profile-notes"),
    ]


def _marks(view: ProfileView) -> list[Component]:
    """Return the clearest strengths and weaknesses as sentences, whose marks they are, and the deck."""
    t, parts = view.t, list[Component]()
    if view.is_ranked and view.frame["marked"].isna().all():
        parts.append(_unheld(view, "economy.marks.none"))
    elif view.is_ranked:
        found = {mark: marked_rows(view.frame, mark) for mark in _SIGNS}
        for mark, rows in found.items():
            lines = [_mark(view, row) for row in rows.head(_CLEAREST).to_dict("records")]
            lines = lines or [html.Li(t("economy.table.none"))]
            parts += [html.H2(t(f"economy.marks.{mark}")), html.Ul(lines, className=f"marks marks-{mark}")]
        whose = view.say(f"economy.marks.{'rule' if view.ours else 'published'}")
        counts = {mark: len(rows) for mark, rows in found.items()}
        every = html.A(t("economy.marks.every", **counts), href="#indicators")
        parts.append(html.P([*markup(whose), " ", every], className="source"))
    return [*parts, html.P(_deck(view), className="profile-deck")]


def _mark(view: ProfileView, row: Row) -> html.Li:
    """Return an indicator that carries a mark: its rank, and its value as the link to its row below."""
    name = view.part(row)
    if numbers.is_present(row["value"]):
        name = view.t("economy.marks.sentence", name=name, value=value_with_unit(view, row))
    rank = html.B(markup(view.rank_words(row)))
    return html.Li([rank, html.A(name, href=f"#{INDICATOR}{row['code']}")])


def _deck(view: ProfileView) -> list[str | Component]:
    """Return groups, population, score, our interval, and the way to what a better rank would take."""
    t, economy, edition = view.t, view.choice.economy, view.choice.edition
    lines = []
    context = view.dataset.table("gii_economies")
    rows = context[(context["economy"] == economy) & (context["edition"] == edition)]
    for row in rows.head(1).to_dict("records"):
        groups = [t(f"income.{row['income']}")] if is_present(row["income"]) else []
        groups.append(t(f"region.{row['region']}"))
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
    """Return the rank on every level with its control, and beside it what the next rank takes."""
    title = html.H2(view.t("economy.next.title"), className="aside-title")
    lines = [html.P(markup(line)) for line in next_place_text(view)]
    first, *more = data_behind(view)
    data = [html.P(markup(line)) for line in more]
    behind = fold(html.H2(view.t("economy.data.title")), markup(first), data, "data-behind")
    aside = html.Div([title, *lines, behind], className="profile-aside")
    return [html.Div([view.controls.segmented_control("level"), LEVELS.draw(view).html]), aside]


def _editions(view: ProfileView) -> list[Component]:
    """Return the control that says which editions stand side by side, and their card."""
    return [view.controls.multi_select("editions", MAX_EDITIONS), EDITIONS.draw(view).html]


def every_level(view: ProfileView) -> Content:
    """Return the rank on every level; an empty figure where the economy has none in the edition."""
    if not view.is_ranked:
        return Content(finding(view), figure=EMPTY)
    t, chosen, robust, ours = view.t, view.choice, view.robust, view.ours
    frame, deep = levels(view.frame, chosen.level), chosen.level == "subpillar"
    context = view.dataset.table("gii_economies")
    context = context[context["edition"] == chosen.edition]
    group = context.loc[context["economy"] == chosen.economy, "income"].dropna()
    same = context.loc[context["income"].isin(group), "economy"]
    grouped = len(same) >= _LEAST
    placed = view.dataset.ranks(chosen.edition)
    medians = placed[placed.index.isin(same)].median().to_dict() if grouped else {}
    parts: list[Cell] = []
    strips = []
    for row in frame.to_dict("records"):
        code, name, doubt = str(row["code"]), view.part(row), doubt_text(row, t)
        low, high = numbers.integer(row["rank_low"]), numbers.integer(row["rank_high"])
        score, small, median = score_text(row, t), row["level"] == "subpillar", medians.get(code)
        parts.append([f"{name} ", html.Span(doubt, className="small")] if doubt else name)
        tip = [f"<b>{name}</b>", rank_among(view, row)]
        if is_present(row["score"]):
            tip.append(t("economy.tip.score", score=score))
        if row["strength"] in ("S", "W"):
            tip.append(t(f"economy.mark.{row['strength']}") + (t("economy.mark.ours") if ours else ""))
        if median is not None:
            tip.append(t("economy.tip.median", median=median))
        strips.append(
            {
                "name": f"{code} {name}" if small else name,
                "tip": "<br>".join([*tip, doubt] if doubt else tip),
                "rank": numbers.integer(row["rank"]),
                "bounds": None if low is None or high is None else (low, high),
                "change": numbers.integer(row["change"]),
                "heading": not small and (deep or row["level"] != "pillar"),
                "ring": row["strength"] == "W",
                "brackets": numbers.is_true(row["low_coverage"]),
                "median": median,
                "interval": robust if code == "GII" else None,
            }
        )
    lowest = max((int(rank) for rank in frame[["rank", "rank_high"]].max().dropna()), default=1)
    end = view.count or -(-lowest // _ROUND) * _ROUND  # where the last rank is not known, the next round one
    before = numbers.integer(view.frame["before"].iloc[0])
    since = "" if before is None else t("economy.levels.since", edition=before)

    def draw(least: int) -> dict[str, Any]:
        return dot_strip(strips, end, since, least, is_china=view.is_china)

    meant = {
        "interval": robust is not None,
        "brackets": frame["low_coverage"].eq(True).any(),
        "bar": (frame["rank"].isna() & frame["rank_low"].notna()).any(),
        "ring": (frame["strength"] == "W").any(),
    }
    measure = [view.say("economy.levels.measure_unknown" if view.count is None else "economy.levels.measure")]
    if grouped:
        measure.append(t("economy.levels.median", group=t(f"income.{group.iloc[0]}")))
    measure += [t(f"economy.levels.{mark}") for mark, here in meant.items() if here]
    own = {"change": frame["change"].notna().any(), "median": grouped, "interval": robust, "marks": ours}
    computed = [t(f"economy.levels.own_{name}") for name, here in own.items() if here]
    source = view.say("economy.levels.source")
    source += t("economy.levels.own", parts=t.listing(computed)) if computed else ""
    title = view.say("economy.levels.title")
    rows: list[dict[Any, Any]] = frame.to_dict("records")
    words: dict[str, Sequence[Cell]] = {
        "part": parts,
        "rank": [view.rank_cell(row) for row in rows],
        "score": [score_text(row, t) for row in rows],
    }
    known_as = {"economies": "economies_ranked", "change": "places_gained"}
    return Content(
        finding(view),
        t("economy.levels.join").join(measure),
        own_table(view, method.PROFILE, title, frame.rename(columns=known_as), words),
        figure_by_width(draw, *STRIP_WIDTHS),
        view.stated(source, [chosen.edition]),
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
    values_, tips, ranked = [], [], []
    for row in frame.to_dict("records"):
        head, score = t("trajectory.tip.head", name=view.name, edition=row["edition"]), score_text(row, t)
        values_.append(value_with_unit(view, {"concept": view.choice.history, **row}))
        tip = [
            f"<b>{plain(head)}</b>",
            rank_among(view, row),
            t("economy.tip.score", score=score),
            *([t("economy.tip.renamed", name=row["name"])] if row["renamed"] else []),
            *([doubt_text(row, t)] if is_present(row["doubt"]) else []),
        ]
        there = is_present(row["rank"]) or is_present(row["rank_low"])
        tips.append("<br>".join(tip) if there else "")
        ranked += [row] if there else []
    start = min(view.dataset.course_start, view.choice.edition)
    drawn = frame["edition"] >= start
    ranked = [row for row in ranked if row["edition"] >= start] or ranked
    key = "finding" if len(ranked) > 1 else "once" if ranked else "unknown"
    ends = {"first": ranked[0], "last": ranked[-1]} if ranked else {}
    values = {name: view.rank_words(row) for name, row in ends.items()}
    values |= {f"{name}_edition": row["edition"] for name, row in ends.items()}
    changes, measure = explained_changes(view.dataset, t), t("economy.history.measure")
    if any(editions[0] <= one.edition <= editions[-1] for one in changes):
        measure += t("economy.history.squares")
    caption, words = t("economy.history.caption", part=part), {"value": values_}
    without = () if frame["value"].notna().any() else ("value", "data_year")
    source = t("economy.history.source", first=editions[0], last=editions[-1])

    def draw(least: int) -> dict[str, Any]:
        about = [tip for tip, on in zip(tips, drawn, strict=True) if on]
        return rank_history(frame[drawn], about, changes, least, is_china=view.is_china)

    title = view.say(f"economy.history.{key}", part=part, **values)
    return Content(
        title,
        measure,
        own_table(view, method.HISTORY, caption, words=words, without=without),
        figure_by_width(draw, *HISTORY_HEIGHTS),
        view.stated(source, editions),
        editions=editions,
        heading=UnseenPart(title) if view.choice.history == "GII" else title,
        file_name=f"gii-history-{view.choice.economy}",
        quote=t("overview.quote"),
    )


def notes(view: ProfileView) -> list[str]:
    """Return what breaks a history: other names, editions without this part, doubtful and missing ranks."""
    t, lines, frame = view.t, [], method.HISTORY.result(view.dataset, view.choice)
    rows, bounded = frame.to_dict("records"), frame["rank_low"].notna()
    broken = {
        "unverified": frame["rank"].notna() & frame["economies"].isna(),
        "absent": ~frame["held"],
        "missing": frame["held"] & frame["rank"].isna() & ~bounded,
    }
    for kind, where in broken.items():
        if where.any():
            editions = view.edition_list(frame.loc[where, "edition"].astype(int))
            lines.append(view.say(f"economy.history.{kind}", editions=editions))
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


def beside(view: ProfileView) -> Content:
    """Return several editions side by side: a row for each part of the index, a column for each edition."""
    t, missing, frame = view.t, view.t("missing"), method.EDITIONS.result(view.dataset, view.choice)
    if view.choice.economy not in view.dataset.economies:
        return Content(finding(view))
    editions = sorted(set(frame["edition"].astype(int)))
    caption = title = view.say("economy.editions.title")
    pillars = frame[(frame["level"] == "pillar") & frame["rank"].notna()]
    ranks = pillars.pivot(index="concept", columns="edition", values="rank").astype(float)
    if len(ranks) and (gained := (ranks.iloc[:, 0] - ranks.iloc[:, -1]).dropna()).gt(0).any():
        about = {"part": view.concept_name(str(gained.idxmax())), "places": int(gained.max())}
        ends = {"first": ranks.columns[0], "last": ranks.columns[-1]}
        title = view.say("economy.editions.finding", **about, **ends)
    heads, css = [html.Th(t("economy.column.part"), scope="col")], {}
    for before, one in pairwise([editions[0], *editions]):
        reframed = any(before < each.edition <= one for each in framework_changes(view.dataset))
        css[one] = "num strong reframed" if reframed else "num strong"
        heads.append(html.Th(str(one), scope="col", className=css[one]))
    heads.append(html.Th(t("economy.column.past"), scope="col"))
    cells = {(row["concept"], row["edition"]): row for row in frame.to_dict("records")}
    body = []
    for row in levels(frame.drop_duplicates("concept", keep="last"), view.choice.level).to_dict("records"):
        found: list[Component] = []
        for one in editions:
            here = cells.get((row["concept"], one))
            text = missing if here is None else view.rank_cell(here)
            found.append(html.Td(text, className=css[one] + (" missing" if text == missing else "")))
        found.append(html.Td(chooser(view, row)))
        head: str | Component = view.part(row)
        if row["level"] == "pillar" and view.is_ranked and view.has_indicators:
            head = html.A(head, href=f"#{PILLAR}{str(row['code'])[1:]}")
        body.append(html.Tr([html.Th(head, scope="row"), *found]))
    table = scroll_region(
        t, without_head(caption, heads, [html.Tbody(body)]), caption, " profile-list beside"
    )
    source = t("economy.history.source", first=editions[0], last=editions[-1])
    measure = t("economy.editions.measure")
    return Content(title, measure, table, source=view.stated(source, editions), editions=editions)


def _unheld(view: ProfileView, missing: str) -> html.Div:
    """Return what is missing without indicators (key of its words), and as links which editions hold them."""
    place = f"economy/{view.choice.economy}"
    ways: list[str | Component] = []
    for year in view.detailed_editions:
        ways += [html.A(str(year), href=view.t.link(place, edition=year)), " "]
    parts = [html.P([view.t("economy.marks.editions"), " ", *ways])] if ways else []
    return html.Div([html.P(markup(view.say(missing))), *parts], className="empty")


def _table_section(view: ProfileView) -> list[Component]:
    """Return the heading, the filter and a table for each pillar; without indicators words in their place."""
    t = view.t
    control, title = view.controls.segmented_control("show"), t("economy.table.title")
    if not view.has_indicators or not view.is_ranked:
        # Hidden, not left out: the address reads the control, a change of it fills the table.
        folded = html.Div([control, html.Div(id=TABLE)], hidden=True)
        if not view.is_ranked:
            return [html.Section(folded, hidden=True)]
        missing = _unheld(view, "economy.table.unheld")
        return [html.Section([html.H2(title), missing, folded], className="block")]
    head = html.Div([html.H2(title, id="indicators"), control], className="block-head profile-head")
    lines = [t(f"economy.table.{'signs_ours' if view.ours else 'signs'}"), t("economy.table.deck")]
    lines += calculated_note(view.frame, t)
    deck = html.P(markup(t("economy.deck.between").join(lines)), className="prose")
    return [html.Section([head, deck, html.Div(_table(view), id=TABLE)], className="block")]


def _table(view: ProfileView) -> list[Component]:
    """Return the rows that the filter asks for, under their sub-pillars, and how many of how many."""
    t, frame = view.t, view.frame
    rows, before = filter_profile(frame, view.choice.show), numbers.integer(frame["before"].iloc[0])
    counts = {"visible": rows["level"].eq("indicator").sum(), "all": frame["level"].eq("indicator").sum()}
    found: list[Component] = [html.P(t("economy.table.count", **counts), className="small")]
    if rows.empty:
        return [*found, html.P(t("economy.table.none"), className="prose")]
    # Data years and marks of the group only where the edition has them.
    absent = {"year": frame["data_year"].isna().all(), "group": frame["strength_income"].isna().all()}
    heads = {head: t(f"economy.column.{head}") for head in _HEADS if not absent.get(head)}
    if before is not None:
        heads["change"] = t("economy.column.change_since", edition=before)
    if view.ours:
        heads["among"] = t("economy.column.among_ours")
    top = [html.Th(text, scope="col", className=_HEADS[head]) for head, text in heads.items()]
    for number, group in groupby(rows.to_dict("records"), lambda row: str(row["code"]).partition(".")[0]):
        inside, caption = list(group), t(f"gii.P{number}")
        body = html.Tbody([_row(view, row, heads) for row in inside])
        table = scroll_region(t, without_head(caption, top, [body]), caption, " cards profile-table")
        title = html.H3([html.Span(f"{number} ", className="code"), caption])
        # The rank of the pillar, its change, and how many of its indicators are marked.
        standing: list[str | Component] = []
        if pillar := view.by_code.get(f"P{number}"):
            rank, count = view.rank_cell(pillar), numbers.whole_cell(pillar["economies"], t("missing"))
            standing.append(html.Span(markup(t("economy.table.standing", rank=rank, count=count))))
            standing.append(html.Span(change_text(pillar), className=_tone(pillar)))
        marks = [row["strength"] for row in inside if row["level"] == "indicator"]
        counted = {mark: marks.count(mark) for mark in _SIGNS if mark in marks}
        standing += [html.Span(t(f"economy.table.{mark}", count=count)) for mark, count in counted.items()]
        opened = view.choice.show != FILTERS[0]
        found.append(fold(title, standing, [table], f"{PILLAR}{number}", "pillar", open=opened))
    return found


def _row(view: ProfileView, row: Row, heads: Mapping[str, str]) -> html.Tr:
    """Return an indicator, or the sub-pillar above it, which has neither a value nor a data year."""
    t, missing, part = view.t, view.t("missing"), row["level"] == "subpillar"
    year: Any = "" if part else numbers.whole_cell(row["data_year"], missing)
    if numbers.is_true(row["outdated"]) and not part:
        year = [year, html.Span(t("economy.table.old"), className="old")]
    among, group = (
        f"{_SIGNS[str(mark)][column]} {t(f'economy.short.{mark}')}" if mark in ("S", "W") else ""
        for column, mark in enumerate((row["strength"], row["strength_income"]))
    )
    cells: dict[str, tuple[Any, str]] = {
        "value": ("" if part else value_text(row, t), "num"),
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
    body.append(html.Td(chooser(view, row)))
    name: list[str | Component] = [html.Span(f"{row['code']} ", className="code"), view.part(row)]
    if unit := unit_of(view, row):
        name.append(html.Span(t("economy.table.unit", unit=t.phrase(unit.unit)), className="small"))
    if doubt := doubt_text(row, t):
        name.append(html.Span(doubt, className="small"))
    head = html.Th(name, scope="row")
    cells_, css = labelled_cells(body, list(heads.values())[1:]), "part-row" if part else None
    return html.Tr([head, *cells_], id=f"{INDICATOR}{row['code']}", className=css)


def _tone(row: Row) -> str:
    places = numbers.integer(row["change"])
    return "" if not places else "gain" if places > 0 else "loss"


def rank_among(view: ProfileView, row: Row) -> str:
    """Write a rank in the words of a point, with the number of economies, or that it is not verified."""
    count = numbers.integer(row["economies"])
    key = "trajectory.tip.rank_unknown" if count is None else "economy.tip.rank"
    return view.t(key, rank=plain(view.rank_words(row)), count=count)


def score_text(row: Row, t: Words) -> str:
    """Write a score with one decimal, in brackets where data are too thin."""
    if not is_present(row["score"]):
        return t("missing")
    written = t.write(float(row["score"]), "score")
    return f"[{written}]" if numbers.is_true(row.get("low_coverage")) else written


def doubt_text(row: Row, t: Words) -> str:
    """Return why a score or rank may not be what was meant; blank where there is no doubt."""
    return t(f"economy.doubt.{row['doubt']}") if is_present(row["doubt"]) else ""


def change_text(row: Row) -> str:
    """Write a change of rank in a column: ▲ 4, ▼ 1, 0, or nothing."""
    places = numbers.integer(row["change"])
    return "" if places is None else numbers.arrow(places, str(abs(places)))


def chooser(view: ProfileView, row: Row) -> html.Button:
    """Return the button that draws the history of a part of the index; its picture is the line in small."""
    concept, name = str(row["concept"]), view.part(row)
    inside = html.Span(view.t("economy.table.point"), className="small")
    points = view.past.get(concept, [])
    if len(points) > 1:
        image = f'url("data:image/svg+xml,{quote(mini_rank_chart(points), safe=" /:=<>")}")'
        inside = html.Span(className="mini-rank-chart", style={"maskImage": image})
    about = {"data_control": HISTORY_CONTROL, "data_value": concept, "data_there": PAST}
    about["aria_label"] = view.t("economy.table.draw", name=name)
    css = attributes(data_action="choose", **about)
    return html.Button(inside, type="button", className="mini-rank-button", **css)


def _below(view: ProfileView) -> list[Component]:
    """Return how marks are set and how to read, folded, and where else the economy is shown."""
    t, code, edition = view.t, view.choice.economy, view.choice.edition
    # How far our reading of the rule gives the marks that are published, and what it adds to them.
    editions, printed, alike, added = _agreement(view.dataset)
    key = "check_all" if alike == printed and not added else "check_some"
    counts = {"count": printed, "alike": alike, "added": added, "first": editions[0], "last": editions[-1]}
    check = t(f"economy.reading.{key}", **counts)
    marks = [t("economy.reading.marks"), t("economy.reading.group"), check]
    reading = [t(f"economy.reading.{key}") for key in ("change", "years", "coverage", "concepts")]
    columns = [html.Div([html.P(markup(line)) for line in lines]) for lines in (reading, marks)]
    title, body = html.H2(t("economy.reading.title")), html.Div(columns, className="three")
    queries: dict[str, dict[str, Any]] = {
        "why": {"economy": code},
        "weights": {"economy": code},
        "ranking": {"edition": edition} | ({} if view.is_china else {"with": code}),
    }
    ways = [
        html.Li(html.A(view.say(f"economy.links.{page}"), href=t.link(page, **query)))
        for page, query in queries.items()
    ]
    more = [html.H2(view.say("economy.links.title")), html.Ul(ways, className="links-list")]
    return [
        fold(title, t("economy.reading.deck"), [body], "reading", "block"),
        html.Section(more, className="block links-more"),
    ]


@cached
def _agreement(dataset: Dataset) -> tuple[tuple[int, ...], int, int, int]:
    return marks_agreement(dataset.table("gii_scores"), dataset.parts)


LEVELS = Card("economy-levels", "economy-levels", (method.PROFILE,), every_level, height=900, item=PAGE)
HISTORY = Card(PAST, "economy-history", (method.HISTORY,), history, height=710, item=PAGE)
EDITIONS = Card(BESIDE, "economy-editions", (method.EDITIONS,), beside, height=1100, item=PAGE, plotted=False)
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
