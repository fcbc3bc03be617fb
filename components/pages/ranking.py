"""Ranking: where does everybody stand in an edition, and who changed places since another?"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.index import ranking as method
from analysis.index.ranking import COMPARED, FILTERS, PARTS, Choice, Ranking, filter_ranking
from analysis.normalize import name_matches
from analysis.robustness.intervals import select_widened
from components.cards.badges import empty
from components.cards.callbacks import Callbacks
from components.cards.card import Card, Content, UnseenPart
from components.text import numbers
from components.text.catalog import markup, plain
from components.text.numbers import is_present
from components.text.view import PageView
from components.widgets.controls import Controls, control_bar, list_or_map
from components.widgets.framework import copied_note
from components.widgets.long_table import Group, Head, Mark, Row, long_table, to_html
from data.article import FOCUS

PAGE = "ranking"
CHIPS, FINDING, DECK = "ranking-chips", "ranking-finding", "ranking-deck"
COUNT, EMPTY = "ranking-count", "ranking-empty"
_HEADS = {
    "rank": "ranking.head.rank", "economy": "ranking.head.economy", "change": "ranking.head.change",
    "interval": "ranking.head.interval", "score": "ranking.head.score", "IN": "ranking.head.IN",
    "OUT": "ranking.head.OUT", "P1": "ranking.head.P1", "P2": "ranking.head.P2", "P3": "ranking.head.P3",
    "P4": "ranking.head.P4", "P5": "ranking.head.P5", "P6": "ranking.head.P6", "P7": "ranking.head.P7",
    "common": "ranking.head.common", "region": "ranking.head.region", "income": "ranking.head.income",
}  # fmt: skip
_FULL_HEADS = {
    "change": "ranking.full.change", "interval": "ranking.full.interval", "score": "ranking.full.score",
    "IN": "ranking.full.IN", "OUT": "ranking.full.OUT", "P1": "gii.P1", "P2": "gii.P2", "P3": "gii.P3",
    "P4": "gii.P4", "P5": "gii.P5", "P6": "gii.P6", "P7": "gii.P7",
    "common": "ranking.full.common", "income": "ranking.full.income",
}  # fmt: skip
_SHORT_GROUPS = {
    "CSA": "ranking.region.CSA", "EUR": "ranking.region.EUR", "LCN": "ranking.region.LCN",
    "NAC": "ranking.region.NAC", "NAWA": "ranking.region.NAWA", "SEAO": "ranking.region.SEAO",
    "SSA": "ranking.region.SSA", "HI": "ranking.income.HI", "UM": "ranking.income.UM",
    "LM": "ranking.income.LM", "LI": "ranking.income.LI",
}  # fmt: skip
_EMPTY_FILTERS = {
    "find": "ranking.empty.find", "region": "ranking.empty.region", "income": "ranking.empty.income",
}  # fmt: skip
_MAX_ELSEWHERE = 3  # economies named that only other editions rank
_CSS = {"rank": "num rank", "economy": "name", "region": "place", "income": "place"}


@dataclass(frozen=True)
class RankingView(PageView[Choice]):
    """The ranking of an edition, compared with another one, for one choice."""

    @cached_property
    def ranking(self) -> Ranking:
        """The whole ranking."""
        return method.RANKING.result(self.dataset, self.choice)

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The rows in order, with the columns matched and pinned (analysis.index.ranking)."""
        labels = self.dataset.labels(self.t.lang)
        return filter_ranking(self.ranking.frame, self.choice, labels, self.dataset.catalog.spellings)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns on show: changes if there is another edition, figures if any economy has one."""
        frame = self.ranking.frame
        figures = {"interval": ["low"], "score": ["score"]}
        figures |= {code: [f"{code}_rank", f"{code}_low", f"{code}_score"] for code in PARTS}
        visible: dict[str, Any] = {
            name: frame[names].notna().any(axis=None) for name, names in figures.items()
        }
        visible |= {"change": self.choice.against, "common": self.ranking.common}
        return tuple(column for column in method.COLUMNS if visible.get(column, True))

    @property
    def has_overall_only(self) -> bool:
        """Whether the site has only the overall ranking of the edition."""
        return not set(self.columns) & set(PARTS)

    def china(self, column: str) -> int | None:
        """Return a whole number of China's row; None if it is unknown."""
        frame = self.ranking.frame
        return numbers.integer(frame.at[FOCUS, column]) if FOCUS in frame.index else None

    @property
    def ranked_rows(self) -> pd.DataFrame:
        """The filtered rows of economies that the edition ranks."""
        return self.rows[self.rows["matched"] & self.rows["rank"].notna()]

    @property
    def unranked_rows(self) -> pd.DataFrame:
        """The filtered rows of economies that only the other edition ranks."""
        return self.rows[self.rows["matched"] & self.rows["rank"].isna()]

    @property
    def editions(self) -> list[int]:
        """The edition and the other one."""
        return sorted({self.choice.edition, self.choice.against or self.choice.edition})

    @property
    def source(self) -> list[str | Component]:
        """Publisher, editions, own calculations, the licence of each edition, and the last check."""
        t, choice = self.t, self.choice
        editions = [edition for edition in (choice.edition, choice.against) if edition]
        key = "ranking.source.two" if choice.against else "ranking.source.one"
        text = t(key, edition=choice.edition, against=choice.against)
        text += copied_note(self.dataset, editions, t)
        if choice.against or not self.has_overall_only:
            text += t("ranking.source.own" if choice.against else "ranking.source.own_interval")
        text += t("ranking.source.licence", licences=t("series.between").join(self.licences(editions)))
        link = html.A(t("overview.source_link"), href=t.link("data"))
        return [text, t("ranking.source.checked", checked=self.dataset.last_checked), link]


def layout(view: RankingView) -> list[Component]:
    """Return the page for an edition, compared with another one."""
    t, controls = view.t, Controls(PAGE, view.choice, view.dataset, view.t)
    search = controls.search("find", method.MAX_SEARCH_LENGTH)
    visible = [controls.select("edition"), list_or_map(t, PAGE), search]
    more = [controls.select(key) for key in ("against", "region", "income")]
    more += [controls.segmented_control("show"), controls.comparison("with", CHIPS)]
    return [
        html.H1(markup(finding(view)), id=FINDING),
        html.P(deck(view), className="deck", id=DECK),
        control_bar(t, visible, more, "ranking-controls"),
        RANKING.draw(view).html,
        controls.store("sort"),
        controls.store("order"),
    ]


def finding(view: RankingView) -> str:
    """Return China's rank and its change as one sentence."""
    t, choice, ranking, places = view.t, view.choice, view.ranking, view.china("change")
    values = {"rank": view.china("rank"), "count": ranking.ranks, "edition": choice.edition}
    if values["rank"] is None:
        return t("ranking.finding.absent", **values)
    if not ranking.whole:
        return t("ranking.finding.partial", **values)
    leader = str(ranking.frame["rank"].idxmin())
    is_newest = choice.edition == view.dataset.editions[-1]
    key = "ranking.finding.now" if is_newest else "ranking.finding.then"
    key = "ranking.finding.leads" if leader == FOCUS else key
    head = t(key, leader=view.economy_name(leader), **values)
    if places is None or choice.against is None:
        return head
    if places == 0:
        return head + t("ranking.finding.same", against=choice.against)
    if choice.against > choice.edition:
        key = "ranking.finding.above_on" if places > 0 else "ranking.finding.below_on"
    elif choice.other == method.BEFORE:
        key = "ranking.finding.up" if places > 0 else "ranking.finding.down"
    else:
        key = "ranking.finding.up_on" if places > 0 else "ranking.finding.down_on"
    return head + t(key, places=abs(places), against=choice.against)


def deck(view: RankingView) -> list[str | Component]:
    """Return the edition, the one it is compared with, what both lack, and a newer edition.

    With a newer edition, phones omit the first sentence, which heading and table repeat.
    """
    t, choice, ranking = view.t, view.choice, view.ranking
    newer = view.newer_edition_note if choice.edition == view.dataset.editions[-1] else ""
    key = "ranking.deck.beside" if choice.against else "ranking.deck.alone"
    lines = [t(key, edition=choice.edition, against=choice.against)]
    if not ranking.whole:
        lines.append(t("ranking.partial", edition=choice.edition, count=ranking.ranks))
    elif choice.against and ranking.common is None:
        count = int(view.dataset.by_edition["ranks"][choice.against])
        lines += [t("ranking.partial", edition=choice.against, count=count)] if count else []
    if view.has_overall_only:
        lines.append(t("ranking.only_ranking", edition=choice.edition))
    if not newer:
        return markup("".join(lines))
    return [html.Span([*markup("".join(lines)), t.language.gap], className="roomy"), newer]


def movement_sentences(view: RankingView) -> list[str]:
    """Return who entered and left since the other edition, and China's rank among economies in both."""
    t, choice, ranking, sentences = view.t, view.choice, view.ranking, []
    editions = {"edition": choice.edition, "against": choice.against}
    if choice.against and ranking.entered is not None and ranking.left is not None:
        counts = {0: "ranking.number.no_economy", 1: "ranking.number.one_economy"}
        entered = t(counts.get(ranking.entered, "ranking.number.economies"), count=ranking.entered)
        key = "ranking.finding.ranked_only"
        if ranking.entered == ranking.left == 0:
            key = "ranking.finding.moved_nobody"
        elif choice.against < choice.edition:
            key = "ranking.finding.moved"
        sentences.append(t(key, entered=entered, left=ranking.left, **editions))
    now, then = view.china("rank_common"), view.china("rank_common_then")
    if now is not None and then is not None:
        key = "ranking.common_same" if now == then else "ranking.common_moved"
        sentences.append(t(key, common=ranking.common, rank=now, rank_then=then, **editions))
    return [t.sentences(sentences)] if sentences else []


def ranking(view: RankingView) -> Content:
    """Return the table, the number of filtered rows above it, and the notes on its marks below."""
    t, choice, caption = view.t, view.choice, plain(view.t("ranking.caption", edition=view.choice.edition))
    count: list[str | Component] = []
    if choice.is_filtered:
        download_all = t("ranking.all", all=view.ranking.ranks)
        query = {key: value for key, value in choice.texts().items() if key in method.RANKING.keys}
        href = view.download(method.RANKING.name, query)
        count += [t("ranking.count", visible=len(view.ranked_rows), all=view.ranking.ranks), " "]
        count += [html.A(download_all, href=href, download="gii-ranking.csv")]
    show = t("ranking.by_score" if choice.show == "score" else "ranking.by_rank")
    measure = t("ranking.measure_overall" if view.has_overall_only else "ranking.measure", show=show)
    stores = (f"{PAGE}-sort", f"{PAGE}-order")
    quote = [html.P(t("overview.quote"), className="quote")] if choice.against else []
    return Content(
        finding(view),
        [html.Span(markup(measure), className="roomy")],
        [html.Div([html.P(markup(line)) for line in notes(view)], className="ranking-notes source"), *quote],
        body=[
            html.P(count, id=COUNT, className="small count", role="status"),
            long_table(PAGE, _table(view, caption), caption, stores, cards=True, lines=True),
            html.Div(_no_matches(view), id=EMPTY),
        ],
        heading=UnseenPart(t("ranking.heading")),
    )


def notes(view: RankingView) -> list[str]:
    """Return what the marks and columns of the table mean."""
    rows, edition = view.ranking.frame[view.ranking.frame["rank"].notna()], view.choice.edition
    t, lines = view.t, movement_sentences(view)
    if rows["low"].isna().all():
        lines.append(t("ranking.note.no_interval"))
    else:
        intervals = view.dataset.table("gii_intervals")
        intervals = intervals[(intervals["kind"] == "weights") & (intervals["edition"] == edition)]
        lines.append(t("ranking.note.interval", draws=intervals["draws"].iloc[0]))
        if intervals["outer_low"].notna().any():
            widened = select_widened(intervals)
            lines.append(t("ranking.note.rounded", count=len(widened), all=len(intervals)))
        if rows["low"].isna().any():
            lines.append(t("ranking.note.some_interval"))
    ranked = view.ranked_rows
    if any(ranked[f"{code}_thin"].fillna(False).any() for code in PARTS):
        lines.append(t("ranking.note.thin"))
    in_bounds = (ranked[f"{code}_rank"].isna() & ranked[f"{code}_low"].notna() for code in PARTS)
    if view.choice.show == "rank" and any(ranks.any() for ranks in in_bounds):
        lines += [t("ranking.note.derived"), t("ranking.note.bounds")]
    first = int(view.dataset.table("gii_economies")["edition"].min())
    is_same_edition = (rows["group_edition"].dropna() == edition).all()
    key = "ranking.note.groups" if is_same_edition else "ranking.note.groups_nearest"
    key = "ranking.note.groups_earliest" if edition < first else key
    return [*lines, t(key, edition=edition, first=first)]


def _no_matches(view: RankingView) -> list[Component]:
    """Return the text and the way back if no economy matches the filters; else nothing.

    The text names economies that match the search and are ranked in other editions.
    """
    if len(view.ranked_rows) or len(view.unranked_rows):
        return []
    t, choice, dataset = view.t, view.choice, view.dataset
    controls, wanted = Controls(PAGE, choice, dataset, t), []
    for key, value in choice.texts().items():
        if key in FILTERS and value not in (method.ALL, ""):
            label = value if key == "find" else controls.word(key, value)
            wanted.append(t(_EMPTY_FILTERS[key], value=plain(label)))
    separator = t("ranking.empty.separator")
    lines = [t("ranking.empty.edition", edition=choice.edition, wanted=separator.join(wanted))]
    if choice.find:
        ranked = dataset.scores[(dataset.scores["code"] == "GII") & dataset.scores["rank"].notna()]
        elsewhere = ranked[~ranked["economy"].isin(view.ranking.frame.index)]
        last_editions = elsewhere.groupby("economy")["edition"].max()
        codes, spellings = [str(code) for code in last_editions.index], dataset.catalog.spellings
        matches = [code for code in codes if name_matches(code, choice.find, spellings[code])]
        for code in matches[:_MAX_ELSEWHERE]:
            name, last = view.economy_name(code), last_editions[code]
            lines.append(t("ranking.empty.elsewhere", name=name, last=last))
        lines.append(t("ranking.empty.hint"))
    query = {key: value for key, value in choice.changed_choices(dataset).items() if key not in FILTERS}
    address = f"{t.link(PAGE)}?{urlencode(query)}"
    return [empty(lines), html.P(html.A(t("ranking.empty.reset"), href=address, className="button"))]


def _table(view: RankingView, caption: str) -> str:
    t, choice, heads = view.t, view.choice, []
    for column in view.columns:
        is_highest_first = method.highest_first(column, choice.show)
        is_sorted = column == choice.sort
        is_default_order = is_sorted and choice.descending == is_highest_first
        full = t(_FULL_HEADS[column], against=choice.against) if column in _FULL_HEADS else ""
        heads.append(
            Head(
                text=t(_HEADS[column], against=choice.against),
                full=full,
                css=_CSS.get(column, f"num {'part' if column in PARTS else column}"),
                sort=column,
                sorted=("descending" if choice.descending else "ascending") if is_sorted else "",
                order=("asc" if is_highest_first else "desc") if is_default_order else "",
                highest=is_highest_first,
            )
        )
    missing = Mark(t("missing"), css="missing")
    css = {code: "marked" if code == FOCUS else "raised" for code in choice.pinned_economies}

    def rows(frame: pd.DataFrame) -> list[Row]:
        return [
            Row([_cell(column, row, view) or missing for column in view.columns], css.get(row["economy"], ""))
            for row in frame.reset_index().to_dict("records")
        ]

    pinned = view.rows[view.rows["rank"].notna()]
    pinned = pinned.loc[[code for code in choice.pinned_economies if code in pinned.index]]
    groups = [Group(rows(pinned), t("ranking.pinned"), "pinned"), Group(rows(view.ranked_rows))]
    left_rows, no_rank = [], Mark("", label=t("ranking.not_ranked"))
    for row in view.unranked_rows.reset_index().to_dict("records"):
        then = plain(t("ranking.left_row", rank=row["rank_then"], against=choice.against))
        spanning_cell = Mark(then, css="then", span=len(view.columns) - 2)
        left_rows.append(Row([no_rank, _cell("economy", row, view), spanning_cell]))
    if left_rows:
        label = plain(t("ranking.left", against=choice.against, edition=choice.edition))
        groups.append(Group(left_rows, label, "gone"))
    return to_html(t, heads, groups, caption=caption, header=1)


def _cell(column: str, row: Mapping[Any, Any], view: RankingView) -> str | Mark:
    t, choice = view.t, view.choice
    if column == "rank":
        rank = int(row["rank"])
        if rank == 1 or not is_present(row["score"]):
            return str(rank)
        address = view.reach_address(row["economy"], choice.edition, rank)
        return Mark(str(rank), href=address, title=t("reach.link"))
    if column == "economy":
        return Mark(view.economy_name(row["economy"]), href=t.link(f"economy/{row['economy']}"))
    if column in COMPARED:
        places = numbers.integer(row[column])
        if row["status"] == "entered":
            is_new = choice.against is not None and choice.against < choice.edition
            text = t("ranking.new" if is_new else "ranking.only", edition=choice.edition)
            return Mark(text, label=t("ranking.new_label", against=choice.against), css="new")
        if not places:
            return "" if places is None else Mark(numbers.DASH, label=t("ranking.unmoved"))
        label = t("ranking.higher" if places > 0 else "ranking.lower", places=abs(places))
        return Mark(numbers.arrow(places, str(abs(places))), label=label, css="up" if places > 0 else "down")
    if column == "interval":
        interval = numbers.interval_cell(row["low"], row["high"], "")
        published = numbers.interval_cell(row["published_low"], row["published_high"], "")
        return Mark(interval, small=t("ranking.published", interval=published)) if published else interval
    if column not in ("score", *PARTS):
        code = row[column]
        return Mark(t(_SHORT_GROUPS[code]), title=t(f"{column}.{code}")) if is_present(code) else ""
    if column == "score" or choice.show == "score":
        score = row["score" if column == "score" else f"{column}_score"]
        figure = t.write(score, "score") if is_present(score) else ""
    else:
        figure = numbers.rank_cell([row[f"{column}_{end}"] for end in ("rank", "low", "high")], "")
    if figure and column == "score":
        return Mark(figure, share=float(score))
    if not figure or row.get(f"{column}_thin") is not True:
        return figure
    label = t("ranking.thin_label", figure=figure)
    return Mark(t.language.in_brackets(figure).strip(), label=label, title=label, css="thin")


RANKING = Card(PAGE, "ranking", (method.RANKING,), ranking, height=720, plotted=False, sorted=True)
CARDS = (RANKING,)
CALLBACKS = Callbacks(
    Choice,
    RankingView,
    parts=(FINDING, DECK, CHIPS, COUNT, EMPTY, RANKING.id("table")),
    cards=CARDS,
    stores=("sort", "order"),
    no_history_entry=("find",),
)
