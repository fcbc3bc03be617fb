"""The words of a strategic pillar's page: finding, changes, ranks, gaps, doubts, what the article asks."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.evidence import counted
from analysis.frames import strategy as frames
from analysis.multiples import Choice, EvidenceChoice
from analysis.quality import DOUBTS
from analysis.standing import CHINA
from components import numbers, view
from components.measures import SHARE
from components.numbers import known
from components.parts import reading
from components.parts.columns import columns
from components.parts.reading import Row, hardly, value
from components.text import Words
from data.catalog import Action, Indicator, StrategicPillar


@dataclass(frozen=True)
class View(view.View):
    """One strategic pillar as it is shown."""

    choice: Choice

    @property
    def pillar(self) -> StrategicPillar:
        """The pillar in the catalog."""
        return self.dataset.catalog.strategy[self.choice.pillar - 1]

    @cached_property
    def drawn(self) -> pd.DataFrame:
        """The rows of all multiples."""
        return frames.MULTIPLES.result(self.dataset, self.choice)

    @cached_property
    def evidence(self) -> pd.DataFrame:
        """The evidence: a row for each link and each gap."""
        chosen = EvidenceChoice(self.choice.pillar, self.choice.peers, self.choice.since)
        return frames.EVIDENCE.result(self.dataset, chosen)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How what is measured moved, and how many gaps there are (analysis.evidence.counted)."""
        return counted(self.evidence, self.choice.since)

    @cached_property
    def _records(self) -> list[Row]:
        return [*self.evidence.to_dict("records")]

    def rows(self, kind: str) -> list[Row]:
        """Return the rows of a kind of evidence, in the catalog's order."""
        return [row for row in self._records if row["kind"] == kind]

    def row(self, code: str) -> Row:
        """Return the row of an indicator."""
        return next(row for row in self.rows("indicator") if row["code"] == code)

    def indicator(self, code: str) -> Indicator:
        """Return an indicator of the catalog."""
        return self.dataset.catalog.indicators[code]

    def data_address(self, name: str) -> str:
        """Return the address of a CSV of this view, without what is the default."""
        query = {"pillar": self.choice.pillar, **self.choice.chosen(self.dataset)}
        return self.download(name, query, safe=",")


# In full, as all keys for states that few snapshots reach.
_MOVED = {"up": "pillar.finding.up", "down": "pillar.finding.down", "flat": "pillar.finding.flat"}


def _state(row: Row) -> str:
    """Return how the headline moved: up, down, flat; single for one year, none without a value."""
    if not known(row["last"]):
        return "none"
    if not known(row["first"]):
        return "single"
    if row["course"] == "flat":
        return "flat"
    return "up" if float(row["last"]) > float(row["first"]) else "down"


def finding(view: View) -> str:
    """Return the finding: the headline's latest value, how it moved, and where that series puts China."""
    t, pillar = view.t, view.pillar
    row, counts = view.row(pillar.headline), view.counts
    moved = _state(row)
    if moved == "none":
        return t("pillar.finding.counts_only" if counts["judged"] else "pillar.finding.nothing", **counts)
    indicator = view.indicator(pillar.headline)
    last = {"last": value(indicator, float(row["last"]), t.lang), "last_year": int(row["last_year"])}
    sentence = t(f"pillar.finding.{pillar.number}", **last)
    if moved == "single" and row["rank_year"] == row["last_year"]:
        pass  # the year is said once, with the rank
    elif moved == "single":
        sentence = t("pillar.finding.single", sentence=sentence, **last)
    else:
        first = {"first": value(indicator, float(row["first"]), t.lang), "first_year": int(row["first_year"])}
        peak = reading.written(view.dataset, row, "peak", t)
        key = "pillar.finding.peaked" if peak else _MOVED[moved]
        sentence = t(key, sentence=sentence, peak=peak, peak_year=numbers.whole(row["peak_year"]), **first)
    if not known(row["rank"]):
        return sentence
    rank = {"rank": view.ordinal(int(row["rank"])), "count": int(row["economies"])}
    return t("pillar.finding.level", sentence=sentence, year=int(row["rank_year"]), **rank)


def deck(view: View) -> str:
    """Return which pillar it is, its question, how its indicators moved, and of what there are none."""
    t, pillar = view.t, view.pillar
    return t(
        "pillar.deck",
        number=pillar.number,
        name=pillar.name.get(t.lang),
        question=pillar.question.get(t.lang),
        moved=_moved(view),
        actions=len(pillar.actions),
        since=view.choice.since,
        **view.counts,
    )


def _moved(view: View) -> str:
    judged, towards = view.counts["judged"], view.counts["towards"]
    key = "pillar.moved.many" if judged > 1 else "pillar.moved.none"
    if judged == 1:
        key = "pillar.moved.one" if towards else "pillar.moved.one_not"
    return view.t(key, since=view.choice.since, towards=towards, judged=judged)


def steps(indicator: Indicator, row: Row, t: Words) -> tuple[str, str]:
    """Return the change of a row in words, and its growth a year where there is one to tell.

    Across a break there is none: what grew and what was counted anew cannot be told apart.
    """
    growth = ""
    if known(row["growth"]) and not broken(row):
        growth = t("pillar.growth", share=SHARE.write(100 * float(row["growth"]), t.lang, sign=True))
    if row["how"] == "ratio":
        return numbers.significant_ratio(float(row["change"]), t.lang), growth
    moved = difference(indicator, float(row["change"]), t.lang, sign=True)
    return t("pillar.points", change=moved) if indicator.kind == "share" else moved, growth


def broken(row: Row) -> bool:
    """Return whether the change of a row runs across a break of the series."""
    return "break" in str(row["doubts"]).split()


def difference(indicator: Indicator, gap: float, lang: str, *, sign: bool = False) -> str:
    """Write a difference in the unit on show; shares with two decimals below ten."""
    scaled = gap * indicator.scale
    decimals = (2 if abs(scaled) < 10 else 1) if indicator.kind == "share" else indicator.decimals
    return numbers.decimal(scaled, decimals, lang, sign=sign)


def change_line(view: View, code: str) -> str:
    """Return the change of a multiple since its first year in words."""
    t, indicator, row = view.t, view.indicator(code), view.row(code)
    if not known(row["last"]):
        return no_value(view)
    if not known(row["change"]):
        return t("strategy.single_year", year=int(row["last_year"]))
    change, growth = steps(indicator, row, t)
    key = "pillar.times" if row["how"] == "ratio" else "pillar.since"
    sentence = t(key, change=change, year=int(row["first_year"]))
    sentence = t("pillar.with_growth", change=sentence, growth=growth) if growth else sentence
    return t("pillar.across", change=sentence) if broken(row) else sentence


def no_value(view: View) -> str:
    """Return that there is no value of China since the base year."""
    return view.t("pillar.no_value", year=view.choice.since)


def rank_line(view: View, code: str) -> str:
    """Return where China stands on an indicator, or why it has no rank."""
    t, row = view.t, view.row(code)
    if not known(row["last"]):
        return ""
    if not known(row["rank"]):
        return t("pillar.rank.context" if row["direction"] == "context" else "pillar.rank.alone")
    values = {"year": int(row["rank_year"]), "rank": view.ordinal(int(row["rank"]))}
    values["count"] = int(row["economies"])
    if int(row["peers"]) < 2:
        return t("pillar.rank.all", **values)
    peer = view.ordinal(int(row["peer_rank"]))
    return t("pillar.rank.both", peer_rank=peer, peers=int(row["peers"]), **values)


def doubt_list(view: View, row: Row) -> list[str]:
    """Return the doubts of a row in words, in the order of analysis.quality.DOUBTS."""
    codes = str(row["doubts"]).split() if known(row["doubts"]) else []
    return [view.t(f"quality.doubt.{code}") for code in DOUBTS if code in codes]


def caveats(view: View, code: str) -> tuple[str, ...]:
    """Return what must be known of an indicator's values: computed, and as the catalog says."""
    return reading.caveats(view.dataset, view.row(code), view.t)


def name_of(view: View, code: str) -> str:
    """Return the short name of an indicator, with its source where another of the pillar has the same.

    Of a part of the GII: its name with its code.
    """
    if view.pillar.link(code).gii:
        return view.t("pillar.gii_name", code=code, name=view.t(f"gii.{code}"))
    indicator, lang = view.indicator(code), view.t.lang
    name = indicator.short.get(lang)
    others = [link.indicator for link in view.pillar.links if not link.gii and link.indicator != code]
    if all(view.indicator(other).short.get(lang) != name for other in others):
        return name
    source = view.dataset.catalog.sources[indicator.source].short.get(lang)
    return view.t("pillar.named", name=name, source=source)


def target_cell(view: View, row: Row, target: str) -> tuple[str, list[str]] | None:
    """Return the gap to a target of the frontier in words, and below it who holds it and its value.

    None where an indicator has no such target: more is neither better nor worse, or China stands alone.
    """
    t, indicator = view.t, view.indicator(str(row["code"]))
    if not known(row[f"{target}_gap"]):
        return None
    at = value(indicator, float(row[f"{target}_value"]), t.lang)
    economy, missing = row[f"{target}_economy"], float(row[f"{target}_gap"])
    if economy == CHINA:
        return t("pillar.state.leads"), []
    below = [f"{view.called(str(economy))} {at}" if economy else at]
    if missing <= 0:
        return t("pillar.state.ahead"), below
    gap = difference(indicator, missing, t.lang)
    return t("pillar.gap_points" if indicator.kind == "share" else "pillar.gap", gap=gap), below


def below(view: View) -> list[html.Div]:
    """Return how to read the page, how the matching was made, and what the page cannot show."""
    parts = {
        "reading": ("counts", "ranks"),
        "matching": ("judgement", "strength"),
        "limits": ("cause", "gaps", "quality"),
    }
    values = {"hardly": hardly(view.t), "name": view.pillar.name.get(view.t.lang), **view.counts}
    return columns(view.t, "pillar", parts, **values)


def aside(view: View) -> html.Aside:
    """Return the aside beside the multiples."""
    t, pillar = view.t, view.pillar
    article = view.dataset.catalog.sources["article"]
    outlet = html.A(t("pillar.outlet"), href=article.url, rel="noopener")
    # The article is in English; nothing is added there.
    credit = [one for one in (t("pillar.credit"), outlet, t("pillar.translated")) if one]
    return html.Aside(
        [
            html.H2(t("pillar.asks")),
            html.Blockquote(t("pillar.quoted", text=pillar.quotation.get(t.lang))),
            html.P(credit, className="source"),
            html.P(pillar.summary.get(t.lang), className="pillar-summary"),
            html.H2(t("pillar.actions")),
            html.Ol([_action(view, action) for action in pillar.actions], className="pillar-actions"),
        ],
        className="pillar-aside",
    )


def _action(view: View, action: Action) -> html.Li:
    t = view.t
    parts: list[str | Component] = [html.B(action.text.get(t.lang))]
    if action.indicators:
        links: list[str | Component] = []
        for code in action.indicators:
            links += [t("list.separator")] if links else []
            links.append(html.A(name_of(view, code), href=f"#{anchor(code)}"))
        parts.append(html.Span(links, className="pillar-links"))
    if action.gap:
        cannot = html.Span(t("pillar.cannot"), className="unseen")
        gap: list[str | Component] = [cannot, action.gap.get(t.lang)]
        parts.append(html.Span(gap, className="pillar-gap"))
    return html.Li(parts)


def anchor(code: str) -> str:
    """Return the id of the row of an indicator or a part of the GII in the tables."""
    return "row-" + code.replace(".", "-")
