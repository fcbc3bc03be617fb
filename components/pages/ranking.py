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
from analysis.index.ranking import (
    ALL,
    BEFORE,
    COLUMNS,
    COMPARED,
    FILTERS,
    MAX_SEARCH_LENGTH,
    PARTS,
    Choice,
    Ranking,
    filter_ranking,
    highest_first,
)
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
CHIPS, FINDING, DECK, COUNT, EMPTY = (
    f"{PAGE}-{part}" for part in ("chips", "finding", "deck", "count", "empty")
)
_CSS = {"rank": "num rank", "economy": "name", "region": "place", "income": "place"}


@dataclass(frozen=True)
class RankingView(PageView[Choice]):
    """The ranking of an edition beside another one, for one choice."""

    @cached_property
    def ranking(self) -> Ranking:
        """The whole ranking."""
        return method.RANKING.result(self.dataset, self.choice)

    @cached_property
    def rows(self) -> pd.DataFrame:
        """Its rows in their order, with the columns matched and pinned (analysis.index.ranking)."""
        labels = self.dataset.labels(self.t.lang)
        return filter_ranking(self.ranking.frame, self.choice, labels, self.dataset.catalog.spellings)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Return the columns on show: changes only beside another edition, others where anything is known."""
        frame = self.ranking.frame
        read = {"interval": ["low"], "score": ["score"]}
        read |= {code: [f"{code}_rank", f"{code}_low", f"{code}_score"] for code in PARTS}
        there: dict[str, Any] = {name: frame[of].notna().any(axis=None) for name, of in read.items()}
        there |= {"change": self.choice.against, "common": self.ranking.common}
        return tuple(column for column in COLUMNS if there.get(column, True))

    @property
    def overall(self) -> bool:
        """Whether the overall ranking is all there is of the edition."""
        return not set(self.columns) & set(PARTS)

    def china(self, column: str) -> int | None:
        """Return a whole number of China's row; None where it is not known."""
        frame = self.ranking.frame
        return numbers.integer(frame.at[FOCUS, column]) if FOCUS in frame.index else None

    @property
    def ranked(self) -> pd.DataFrame:
        """Return the rows of economies of the edition that the filters let through."""
        return self.rows[self.rows["matched"] & self.rows["rank"].notna()]

    @property
    def gone(self) -> pd.DataFrame:
        """Return the rows of economies ranked in the other edition only that the filters let through."""
        return self.rows[self.rows["matched"] & self.rows["rank"].isna()]

    @property
    def editions(self) -> list[int]:
        """The edition and the other one."""
        return sorted({self.choice.edition, self.choice.against or self.choice.edition})

    @property
    def source(self) -> list[str | Component]:
        """Publisher, editions, what is our own, the licence of each edition, and when it was checked."""
        t, choice = self.t, self.choice
        editions = [edition for edition in (choice.edition, choice.against) if edition]
        key = "ranking.source.two" if choice.against else "ranking.source.one"
        text = t(key, edition=choice.edition, against=choice.against)
        text += copied_note(self.dataset, editions, t)
        if choice.against or not self.overall:
            text += t("ranking.source.own" if choice.against else "ranking.source.own_interval")
        text += t("ranking.source.licence", licences=t("series.between").join(self.licences(editions)))
        link = html.A(t("overview.source_link"), href=t.link("data"))
        return [text, t("ranking.source.checked", checked=self.dataset.last_checked), link]


def layout(view: RankingView) -> list[Component]:
    """Return the page for an edition beside another one."""
    t, controls = view.t, Controls(PAGE, view.choice, view.dataset, view.t)
    visible = [controls.select("edition"), list_or_map(t, PAGE), controls.search("find", MAX_SEARCH_LENGTH)]
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
    newest = choice.edition == view.dataset.editions[-1]
    key = "leads" if leader == FOCUS else "now" if newest else "then"
    head = t(f"ranking.finding.{key}", leader=view.economy_name(leader), **values)
    if places is None or choice.against is None:
        return head
    if places == 0:
        return head + t("ranking.finding.same", against=choice.against)
    rose, fell = ("up", "down") if choice.against < choice.edition else ("above", "below")
    key = f"{rose if places > 0 else fell}{'' if choice.other == BEFORE else '_on'}"
    return head + t(f"ranking.finding.{key}", places=abs(places), against=choice.against)


def deck(view: RankingView) -> list[str | Component]:
    """Return which edition this is, beside which one, what is missing of them, and which is newer.

    Beside a newer one phones leave out the first sentence, which heading and table say as well.
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
    if view.overall:
        lines.append(t("ranking.only_ranking", edition=choice.edition))
    if not newer:
        return markup("".join(lines))
    return [html.Span([*markup("".join(lines)), t.language.gap], className="roomy"), newer]


def moved(view: RankingView) -> list[str]:
    """Return who entered and left since the other edition, and China's place among those of both."""
    t, choice, ranking, parts = view.t, view.choice, view.ranking, []
    editions = {"edition": choice.edition, "against": choice.against}
    if choice.against and ranking.entered is not None and ranking.left is not None:
        counts = {0: "ranking.number.no_economy", 1: "ranking.number.one_economy"}
        entered = t(counts.get(ranking.entered, "ranking.number.economies"), count=ranking.entered)
        key = "ranking.finding.ranked_only"
        if ranking.entered == ranking.left == 0:
            key = "ranking.finding.moved_nobody"
        elif choice.against < choice.edition:
            key = "ranking.finding.moved"
        parts.append(t(key, entered=entered, left=ranking.left, **editions))
    now, then = view.china("rank_common"), view.china("rank_common_then")
    if now is not None and then is not None:
        key = "same" if now == then else "moved"
        ranks = {"common": ranking.common, "rank": now, "rank_then": then}
        parts.append(t(f"ranking.common_{key}", **ranks, **editions))
    return [t.sentences(parts)] if parts else []


def ranking(view: RankingView) -> Content:
    """Return the table, above it how many rows fit where not all do, and what its marks mean below."""
    t, choice, caption = view.t, view.choice, plain(view.t("ranking.caption", edition=view.choice.edition))
    count: list[str | Component] = []
    if choice.is_filtered:
        every = t("ranking.all", all=view.ranking.ranks)
        whole = {key: one for key, one in choice.texts().items() if key in method.RANKING.keys}
        href = view.download(method.RANKING.name, whole)
        count += [t("ranking.count", visible=len(view.ranked), all=view.ranking.ranks), " "]
        count += [html.A(every, href=href, download="gii-ranking.csv")]
    show = t("ranking.by_score" if choice.show == "score" else "ranking.by_rank")
    measure = t("ranking.measure_overall" if view.overall else "ranking.measure", show=show)
    stores = (f"{PAGE}-sort", f"{PAGE}-order")
    quote = [html.P(t("overview.quote"), className="quote")] if choice.against else []
    return Content(
        finding(view),
        [html.Span(markup(measure), className="roomy")],
        [html.Div([html.P(markup(line)) for line in notes(view)], className="ranking-notes source"), *quote],
        body=[
            html.P(count, id=COUNT, className="small count", role="status"),
            long_table(PAGE, _table(view, caption), caption, stores, cards=True, lines=True),
            html.Div(_nothing(view), id=EMPTY),
        ],
        heading=UnseenPart(t("ranking.heading")),
    )


def notes(view: RankingView) -> list[str]:
    """Return what the marks and columns of the table mean."""
    rows, edition = view.ranking.frame[view.ranking.frame["rank"].notna()], view.choice.edition
    t, lines = view.t, moved(view)
    if rows["low"].isna().all():
        lines.append(t("ranking.note.no_interval"))
    else:
        intervals = view.dataset.table("gii_intervals")
        own = intervals[(intervals["kind"] == "weights") & (intervals["edition"] == edition)]
        lines.append(t("ranking.note.interval", draws=own["draws"].iloc[0]))
        if own["outer_low"].notna().any():
            lines.append(t("ranking.note.rounded", count=len(select_widened(own)), all=len(own)))
        if rows["low"].isna().any():
            lines.append(t("ranking.note.some_interval"))
    ranked = view.ranked
    if any(ranked[f"{code}_thin"].fillna(False).any() for code in PARTS):
        lines.append(t("ranking.note.thin"))
    in_bounds = (ranked[f"{code}_rank"].isna() & ranked[f"{code}_low"].notna() for code in PARTS)
    if view.choice.show == "rank" and any(ranks.any() for ranks in in_bounds):
        lines += [t("ranking.note.derived"), t("ranking.note.bounds")]
    first = int(view.dataset.table("gii_economies")["edition"].min())
    stated = (rows["group_edition"].dropna() == edition).all()
    key = "groups_earliest" if edition < first else "groups" if stated else "groups_nearest"
    return [*lines, t(f"ranking.note.{key}", edition=edition, first=first)]


def _nothing(view: RankingView) -> list[Component]:
    """Return the words that stand where no economy fits, with the way back; nothing where some do.

    Economies looked for that are ranked in other editions are named with the last of these.
    """
    if len(view.ranked) or len(view.gone):
        return []
    t, choice, dataset = view.t, view.choice, view.dataset
    controls, wanted = Controls(PAGE, choice, dataset, t), []
    for key, value in choice.texts().items():
        if key in FILTERS and value not in (ALL, ""):
            value = value if key == "find" else controls.word(key, value)
            wanted.append(t(f"ranking.empty.{key}", value=plain(value)))
    separator = t("ranking.empty.separator")
    lines = [t("ranking.empty.edition", edition=choice.edition, wanted=separator.join(wanted))]
    if choice.find:
        ever = dataset.scores[(dataset.scores["code"] == "GII") & dataset.scores["rank"].notna()]
        last = ever[~ever["economy"].isin(view.ranking.frame.index)].groupby("economy")["edition"].max()
        codes = [str(code) for code in last.index]
        meant = [code for code in codes if name_matches(code, choice.find, dataset.catalog.spellings[code])]
        key = "ranking.empty.elsewhere"
        lines += [t(key, name=view.economy_name(code), last=last[code]) for code in meant[:3]]
        lines.append(t("ranking.empty.hint"))
    chosen = {key: one for key, one in choice.changed_choices(dataset).items() if key not in FILTERS}
    address = f"{t.link(PAGE)}?{urlencode(chosen)}"
    return [empty(lines), html.P(html.A(t("ranking.empty.reset"), href=address, className="button"))]


def _table(view: RankingView, caption: str) -> str:
    """Return the table as HTML: pinned rows, the ranking, and what only the other edition ranks."""
    t, choice, heads = view.t, view.choice, []
    for column in view.columns:
        key, natural = f"ranking.full.{column}", highest_first(column, choice.show)
        full = t(key, against=choice.against) if t.has(key) else ""
        sorted_by = column == choice.sort
        turned = sorted_by and choice.descending == natural
        heads.append(
            Head(
                text=t(f"ranking.head.{column}", against=choice.against),
                full=t(f"gii.{column}") if column.startswith("P") else full,
                css=_CSS.get(column, f"num {'part' if column in PARTS else column}"),
                sort=column,
                sorted=("descending" if choice.descending else "ascending") if sorted_by else "",
                order=("asc" if natural else "desc") if turned else "",
                highest=natural,
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
    groups = [Group(rows(pinned), t("ranking.pinned"), "pinned"), Group(rows(view.ranked))]
    gone, nowhere = [], Mark("", label=t("ranking.not_ranked"))
    for row in view.gone.reset_index().to_dict("records"):
        then = plain(t("ranking.left_row", rank=row["rank_then"], against=choice.against))
        rest = Mark(then, css="then", span=len(view.columns) - 2)
        gone.append(Row([nowhere, _cell("economy", row, view), rest]))
    if gone:
        label = plain(t("ranking.left", against=choice.against, edition=choice.edition))
        groups.append(Group(gone, label, "gone"))
    return to_html(t, heads, groups, caption=caption, header=1)


def _cell(column: str, row: Mapping[Any, Any], view: RankingView) -> str | Mark:
    """Return a cell of a row, "" for what is not known."""
    t, choice = view.t, view.choice
    if column == "rank":
        rank = int(row["rank"])
        if rank == 1 or not is_present(row["score"]):
            return str(rank)
        address = view.reach_address(row["economy"], choice.edition, rank)
        return Mark(str(rank), href=address, title=t("reach.link"))
    if column == "economy":
        return Mark(view.economy_name(row["economy"]), href=t.link(f"economy/{row['economy']}"))
    if column in COMPARED:  # places gained or lost, or that the economy is new
        places = numbers.integer(row[column])
        if row["status"] == "entered":
            earlier = choice.against is not None and choice.against < choice.edition
            text = t("ranking.new" if earlier else "ranking.only", edition=choice.edition)
            return Mark(text, label=t("ranking.new_label", against=choice.against), css="new")
        if not places:
            return "" if places is None else Mark(numbers.DASH, label=t("ranking.unmoved"))
        label = t("ranking.higher" if places > 0 else "ranking.lower", places=abs(places))
        return Mark(numbers.arrow(places, str(abs(places))), label=label, css="up" if places > 0 else "down")
    if column == "interval":
        own, published = (
            numbers.interval_cell(row[f"{whose}low"], row[f"{whose}high"], "") for whose in ("", "published_")
        )
        return Mark(own, small=t("ranking.published", interval=published)) if published else own
    if column not in ("score", *PARTS):
        code = row[column]
        return Mark(t(f"ranking.{column}.{code}"), title=t(f"{column}.{code}")) if is_present(code) else ""
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
