"""Ranking: where does everybody stand in an edition, and who changed places since another?"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.frames import ranking as frames
from analysis.listing import named
from analysis.ranking import ALL, FILTERS, LONGEST, NONE, PARTS, Choice
from analysis.rounding import widened
from components import numbers
from components.callbacks import Callbacks
from components.card import Card
from components.framework import copied
from components.pages.ranking_table import View, caption, table_text
from components.parts.badges import empty
from components.parts.citation import citation
from components.parts.controls import Controls
from components.parts.drawn_table import drawn_table
from components.parts.figure_card import Content, table_card
from components.text import Words, markup, plain, words
from components.view import licence

PAGE = "ranking"
CARD = Card(PAGE, "ranking", (frames.RANKING,), height=720)
CARDS = (CARD,)
CHIPS, FINDING, DECK = "ranking-chips", "ranking-finding", "ranking-deck"
COUNT, EMPTY = "ranking-count", "ranking-empty"
CALLBACKS = Callbacks(
    Choice,
    parts=(
        *((name, "children") for name in (FINDING, DECK, CHIPS, COUNT, EMPTY)),
        *((name, "children") for name in (CARD.measure_line, CARD.table, CARD.source, *CARD.credit)),
        (CARD.rows, "data"),
        (CARD.data, "href"),
    ),
    tables=(CARD.prefix,),
    stores=("sort", "order"),
    replaced=("find",),
)


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the page in a language; ``query`` gives the values of its controls."""
    view = View(dataset, words(lang), Choice.read(dataset, query))
    t, finding = view.t, _finding(view)
    controls = Controls(PAGE, view.choice, dataset, t)
    return [
        html.H1(markup(finding), id=FINDING),
        html.P(_deck(view), className="deck", id=DECK),
        html.Div(
            [
                controls.select("edition"),
                controls.select("against"),
                controls.search("find", LONGEST),
                controls.select("region"),
                controls.select("income"),
                controls.segmented("show"),
                controls.comparison("with", CHIPS),
            ],
            className="controls in-line ranking-controls",
        ),
        table_card(CARD, _content(view, plain(finding), _notes(view)), _body(view), t),
        controls.store("sort"),
        controls.store("order"),
        CALLBACKS.address(PAGE, dataset),
    ]


def _body(view: View) -> list[Component]:
    count = html.P(_count(view), id=COUNT, className="small count", role="status")
    stores = (f"{PAGE}-sort", f"{PAGE}-order")
    table = drawn_table(PAGE, table_text(view), caption(view), stores, cards=True)
    return [count, *table, html.Div(_nothing(view), id=EMPTY)]


def _content(view: View, finding: str, notes: list[Component]) -> Content:
    t = view.t
    editions = sorted({view.choice.edition, view.choice.against or view.choice.edition})
    show = t("ranking.by_score" if view.choice.show == "score" else "ranking.by_rank")
    return Content(
        heading=t("ranking.heading"),
        heading_visible=False,
        finding=finding,
        measure=markup(t("ranking.measure_overall") if view.overall else t("ranking.measure", show=show)),
        table=notes,
        source=_source(view),
        data_address=_data_address(view),
        credit=citation(view.dataset, finding, editions, t),
    )


def _finding(view: View) -> str:
    """Return China's rank and its change as one sentence."""
    t, choice, ranking = view.t, view.choice, view.ranking
    edition = view.edition(choice.edition)
    place = view.china("rank")
    if place is None:
        return t("ranking.finding.absent", count=ranking.ranks, edition=edition)
    rank = view.ordinal(place)
    if not ranking.whole:
        return t("ranking.finding.partial", rank=rank, edition=edition, count=_small(ranking.ranks, t))
    key = "ranking.finding.now" if choice.edition == view.dataset.editions[-1] else "ranking.finding.then"
    head = t(key, rank=rank, count=ranking.ranks, edition=edition)
    return f"{head}{_moved(view)}"


def _moved(view: View) -> str:
    t, places, against = view.t, view.china("change"), view.choice.against
    if places is None or against is None:
        return ""
    if places == 0:
        return t("ranking.finding.same", against=against)
    earlier = against < view.choice.edition
    verb = ("up" if places > 0 else "down") if earlier else ("above" if places > 0 else "below")
    size = "one" if abs(places) == 1 else "many"
    return t(f"ranking.finding.{verb}_{size}", places=_small(abs(places), t, bare=True), against=against)


def _coverage(view: View) -> str:
    t, choice, entered, left = view.t, view.choice, view.ranking.entered, view.ranking.left
    if entered is None or left is None or choice.against is None:
        return ""
    if entered == left == 0:
        return t("ranking.finding.moved_nobody", against=choice.against)
    key = "ranking.finding.moved" if choice.against < choice.edition else "ranking.finding.ranked_only"
    values = {"entered": _economies(entered, t), "left": _small(left, t)}
    return t(key, **values, edition=choice.edition, against=choice.against)


def _small(number: int, t: Words, *, bare: bool = False) -> str:
    """Write a number in words where the language does so; ``bare``: without a measure word."""
    if bare and t.lang == "zh":
        return str(number)
    small = t("ranking.number.small").split()
    return small[number] if number < len(small) else t("ranking.number.many", number=number)


def _economies(number: int, t: Words) -> str:
    if number == 0:
        return t("ranking.number.no_economy")
    if number == 1:
        return t("ranking.number.one_economy")
    return t("ranking.number.economies", count=_small(number, t))


def _deck(view: View) -> list[str | Component]:
    """Return what is shown, who entered and left, China's place among both editions' economies, gaps."""
    t, choice, ranking = view.t, view.choice, view.ranking
    parts = [t("ranking.deck"), _coverage(view)]
    now, then = view.china("rank_common"), view.china("rank_common_then")
    if now is not None and then is not None:
        key = "ranking.common_same" if now == then else "ranking.common_moved"
        ranks = {"rank": view.ordinal(now), "rank_then": view.ordinal(then)}
        editions = {"edition": choice.edition, "against": choice.against}
        parts.append(t(key, common=ranking.common, **ranks, **editions))
    known = {choice.edition: ranking.ranks if not ranking.whole else 0}
    if choice.against and ranking.common is None and ranking.whole:
        known = {choice.against: int(ranking.frame["rank_then"].notna().sum())}
    for edition, count in known.items():
        if count:
            parts.append(t("ranking.partial", edition=view.edition(edition), count=_small(count, t)))
    if view.overall:
        parts.append(t("ranking.only_ranking", edition=view.edition(choice.edition)))
    return markup("".join(parts))


def _notes(view: View) -> list[Component]:
    """Return what the marks and columns of the table mean, and the publisher's word on two editions."""
    rows, edition = view.ranking.frame[view.ranking.frame["rank"].notna()], view.choice.edition
    t, lines = view.t, []
    if rows["low"].isna().all():
        lines.append(t("ranking.note.no_interval"))
    else:
        intervals = view.dataset.table("gii_intervals")
        own = intervals[(intervals["kind"] == "weights") & (intervals["edition"] == edition)]
        draws = numbers.decimal(float(own["draws"].iloc[0]), 0, t.lang)
        lines.append(t("ranking.note.interval", draws=draws))
        if own["outer_low"].notna().any():
            lines.append(t("ranking.note.rounded", count=len(widened(own)), all=len(own)))
        if rows["low"].isna().any():
            lines.append(t("ranking.note.some_interval"))
    ranked = view.ranked
    if any(ranked[f"{code}_thin"].fillna(False).any() for code in PARTS):
        lines.append(t("ranking.note.thin"))
    in_bounds = (ranked[f"{code}_rank"].isna() & ranked[f"{code}_low"].notna() for code in PARTS)
    if view.choice.show == "rank" and any(ranks.any() for ranks in in_bounds):
        lines += [t("ranking.note.derived"), t("ranking.note.bounds")]
    stated = rows["group_edition"].dropna()
    first = int(view.dataset.table("gii_economies")["edition"].min())
    if edition < first:
        lines.append(t("ranking.note.groups_earliest", first=first))
    elif (stated == edition).all():
        lines.append(t("ranking.note.groups", edition=edition))
    else:
        lines.append(t("ranking.note.groups_nearest", edition=edition))
    legend = html.Div([html.P(markup(line)) for line in lines], className="ranking-notes source")
    return [legend, *([html.P(t("overview.quote"), className="quote")] if view.choice.against else [])]


def _source(view: View) -> list[str | Component]:
    """Return publisher, editions, what is our own, the licence of each edition, and when it was checked."""
    t, choice = view.t, view.choice
    editions = [edition for edition in (choice.edition, choice.against) if edition]
    stated = {one: licence(view.dataset, view.dataset.licences.get(one), t) for one in editions}
    licences = [t("ranking.source.licence_of", edition=one, licence=name) for one, name in stated.items()]
    two = t("ranking.source.two", edition=choice.edition, against=choice.against)
    text = two if choice.against else t("ranking.source.one", edition=choice.edition)
    text += copied(view.dataset, editions, t)
    if choice.against or not view.overall:
        text += t("ranking.source.own") if choice.against else t("ranking.source.own_interval")
    separator = "；" if t.lang == "zh" else "; "
    text += t("ranking.source.licence", licences=separator.join(licences))
    link = html.A(t("overview.source_link"), href=f"/{t.lang}/data")
    return [text, t("ranking.source.checked", checked=view.checked), link]


def _data_address(view: View, *without: str) -> str:
    """Return the address of the CSV of what is on show, as if nothing was chosen by some keys."""
    choice = view.choice
    named = {"edition": choice.edition, "against": choice.against or NONE}
    chosen = {key: one for key, one in choice.chosen(view.dataset).items() if key not in without}
    return view.download("ranking", named | chosen)


def _count(view: View) -> list[str | Component]:
    """Return how many of all economies are shown and, where some are left out, the way to all of them."""
    t, choice, ranking = view.t, view.choice, view.ranking
    text = t("ranking.count", visible=len(view.ranked), all=ranking.ranks)
    if not choice.filtered:
        return [text]
    address = _data_address(view, *FILTERS)
    link = html.A(t("ranking.all", all=ranking.ranks), href=address, download="gii-ranking.csv")
    return [text, " ", link]


def _elsewhere(view: View) -> list[str]:
    """Say of the economies looked for when they were last ranked, where that is in another edition."""
    dataset, t = view.dataset, view.t
    ever = dataset.scores[(dataset.scores["code"] == "GII") & dataset.scores["rank"].notna()]
    last = ever[~ever["economy"].isin(view.ranking.frame.index)].groupby("economy")["edition"].max()
    meant = [
        str(code) for code in last.index if named(str(code), view.choice.find, dataset.spellings[str(code)])
    ]
    return [
        t("ranking.empty.elsewhere", name=view.called(code), last=view.edition(int(last[code])))
        for code in meant[:3]
    ]


def _nothing(view: View) -> list[Component]:
    """Return the words that stand where no economy fits, with the way back; nothing where some do."""
    if len(view.ranked) or len(view.gone):
        return []
    t, choice = view.t, view.choice
    controls = Controls("ranking", choice, view.dataset, t)
    written = choice.written()
    values = {key: written[key] for key in FILTERS if written[key] not in (ALL, "")}
    values = {key: one if key == "find" else controls.word(key, one) for key, one in values.items()}
    wanted = [t(f"ranking.empty.{key}", value=plain(one)) for key, one in values.items()]
    edition, listed = view.edition(choice.edition), t("ranking.empty.separator").join(wanted)
    lines = [t("ranking.empty.edition", edition=edition, wanted=listed)]
    lines += [*_elsewhere(view), t("ranking.empty.hint")] if choice.find else []
    chosen = {key: one for key, one in choice.chosen(view.dataset).items() if key not in FILTERS}
    address = f"/{t.lang}/ranking?" + urlencode(chosen)
    return [empty(lines), html.P(html.A(t("ranking.empty.reset"), href=address, className="button"))]
