"""What stands around the ledgers: how far editions compare, sources, what is missing, and three columns."""

from itertools import pairwise
from urllib.parse import urlencode

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.change import rank_split
from analysis.composition import PILLARS
from analysis.framework import mark
from analysis.ledger import BELOW, REWEIGHTED, Ledger, score_ledger
from analysis.listing import runs
from analysis.standing import next_place
from components import numbers
from components.framework import counted, letters
from components.measures import CONTRIBUTION, HALF_PLACES, SCORE
from components.pages.why.finding import View, either, finding, many, reach, whose
from components.parts.badges import note
from components.parts.columns import column
from components.shell import path
from components.text import Words, markup
from components.view import licence, price

_VISIBLE = 0.005  # points: a smaller rounding cannot change the two decimals shown
_NAMED = 0.05  # points: a part that added less carried nothing


def badge(view: View) -> list[Component]:
    """Return how far the two editions can be compared."""
    t = view.t
    first, last = view.editions
    kind = mark(view.dataset.table("gii_editions"), first, last) or "unmarked"
    split = t("why.badge.split", whose=whose(view.name, t)) if view.split or view.ledger else ""
    values = {
        "changes": letters(view.dataset, first, last, t),
        "counted": counted(view.dataset, first, last, t),
        "split": split,
    }
    return [note(t(f"why.badge.{kind}", first=first, last=last, **values))]


def reached(view: View) -> str:
    """Return which editions can be split below the GII pillars."""
    editions = (_editions(reach(view.dataset, detail), view.t) for detail in ("subpillars", "indicators"))
    return view.t("why.control.reach", **dict(zip(("subpillars", "indicators"), editions, strict=True)))


def _editions(editions: tuple[int, ...], t: Words) -> str:
    return t.listing(runs(editions)) or t("why.empty.nothing")


def carried(view: View) -> str:
    """Return what carried the change of the score and what held it back (marked text), by sub-pillar.

    Then how much of it the indicators can say, or at which level the split stops. Blank without pillars.
    """
    ledger = view.whole("subpillars")
    if ledger is None:
        return "" if view.whole("pillars") is None else view.t("why.carried.pillars", name=view.name)
    return subpillars(view, ledger) + _comparable(view)


def subpillars(view: View, ledger: Ledger) -> str:
    """Return which sub-pillars carried the change of the score, and which held it back (marked text)."""
    t = view.t
    parts = view.labelled(ledger)
    parts = parts[parts["status"] == "both"].sort_values(view.drawn)
    total = float(getattr(ledger, view.drawn))
    sign = 1 if total >= 0 else -1
    with_, against = (_largest(parts, view.drawn, side, t) for side in (sign, -sign))
    if sign > 0:
        key = "why.carried.gain" if against else "why.carried.gain_only"
    else:
        key = "why.carried.loss" if against else "why.carried.loss_only"
    basis = view.choice.split
    if basis == "relative":
        basis += "_gain" if sign > 0 else "_loss"
    return t(key, basis=t(f"why.carried.{basis}"), parts=with_, against=against)


def _largest(parts: pd.DataFrame, drawn: str, sign: int, t: Words) -> str:
    """Return the parts that added most in a direction with what they added, or blank; parts are ascending."""
    rows = parts.iloc[::-1] if sign > 0 else parts
    rows = rows[rows[drawn] * sign >= _NAMED].head(3)
    points = (_points(value, t.lang) for value in rows[drawn])
    pairs = zip(rows["label"], points, strict=True)
    return t.listing([t("why.carried.part", name=name, points=value) for name, value in pairs])


def _comparable(view: View) -> str:
    """Return how many indicators can be compared and what those add that cannot, or that there are none."""
    t, ledger = view.t, view.whole("indicators")
    if ledger is None:
        missing = [one for one in view.editions if one not in reach(view.dataset, "indicators")]
        return t("why.carried.subpillars", editions=t.listing(list(map(str, missing))))
    both = ledger.parts[ledger.parts["status"] == "both"]
    apart = [
        t(f"why.carried.{status}", count=int(row["count"]), points=_points(row[view.drawn], t.lang))
        for status, row in ledger.apart.iterrows()
    ]
    single = ledger.parts["status"] != REWEIGHTED
    values = {"count": len(both), "points": _points(both[view.drawn].sum(), t.lang), "all": int(single.sum())}
    key = "why.carried.indicators" if apart else "why.carried.all_indicators"
    return t(key, apart=t.listing(apart), **values)


def _points(value: float, lang: str) -> str:
    return CONTRIBUTION.write(value, lang, sign=True)


def empty_places(view: View) -> str:
    """Return why there is no rank ledger; blank where there is one."""
    t, first, last = view.t, *view.editions
    if view.split is not None:
        return ""
    for edition, rank in zip((first, last), view.ranks, strict=True):
        if rank is None:
            where = view.edition(edition)
            ranked = _editions(view.ranked(), t)
            return t("why.empty.unranked", name=view.name, edition=where, editions=ranked)
    scored = view.ranked("score")
    bare = next((edition for edition in (first, last) if edition not in scored), first)
    before, after = (rank or 0 for rank in view.ranks)
    return t(
        "why.empty.unscored",
        edition=view.edition(bare),
        places=many(after - before, t),
        editions=_editions(scored, t),
    )


def ways(view: View) -> list[str | Component]:
    """Return links to the steps between editions that can be split, newest first; none where this one is."""
    scored, t = view.ranked("score"), view.t
    if view.split is not None and view.whole("pillars") is not None:
        return []
    links: list[str | Component] = []
    for first, last in reversed(list(pairwise(scored))):
        query = urlencode({"economy": view.choice.economy, "from": first, "to": last})
        span = t("list.span", first=first, last=last)
        links += [" ", html.A(span, href=f"{path(t.lang, 'why')}?{query}")]
    return links


def empty_points(view: View) -> str:
    """Return why there is no score ledger; blank where there is one."""
    if view.ledger is not None:
        return ""
    t, scores = view.t, view.dataset.scores
    if view.whole("pillars") is not None:
        return t("why.carried.pillars", name=view.name)
    rows = scores[(scores["economy"] == view.choice.economy) & scores["code"].isin(PILLARS)]
    counts = rows[rows["score"].notna()].groupby("edition").size()
    complete = tuple(sorted(int(edition) for edition in counts[counts == len(PILLARS)].index))
    missing = next((edition for edition in view.editions if edition not in complete), view.editions[0])
    where = view.edition(missing)
    return t("why.empty.unsplit", name=view.name, edition=where, editions=_editions(complete, t))


def common_note(view: View) -> str:
    """Return what the common field is, what rounding leaves, and that two equal sums are a coincidence."""
    ledger, t = view.ledger, view.t
    if ledger is None:
        return ""
    note = t("why.note.below" if ledger.level in BELOW else "why.note.common", count=ledger.economies)
    if abs(ledger.residual) >= 0.005:
        note += t("why.note.residual", residual=CONTRIBUTION.write(ledger.residual, t.lang, sign=True))
    if view.split and ledger.level not in BELOW and view.split.own:
        points = ledger.own if view.drawn == "own" else ledger.relative
        read = SCORE.write(abs(points), t.lang)
        if read == HALF_PLACES.write(abs(view.split.own), t.lang):
            note += t("why.note.coincidence", value=read)
    return note


def source(view: View, kind: str) -> list[str | Component]:
    """Return publisher, editions, own calculation and the licence of each edition."""
    t, (first, last) = view.t, view.editions
    licences = view.dataset.licences
    stated = [
        t("why.source.licence", licence=licence(view.dataset, licences.get(edition), t), edition=edition)
        for edition in (first, last)
    ]
    text = t("why.source.licences", list=t.listing(stated))
    return [t(f"why.source.{kind}", first=first, last=last, licences=text)]


def points_measure(view: View) -> list[str | Component]:
    """Return what the score ledger measures, and what its two colours mean."""
    t, ledger = view.t, view.ledger
    if ledger is None:
        return markup(t("why.measure.none"))
    against = t(f"why.measure.against_{view.choice.split}")
    level, pillar = view.choice.detail, view.pillar_name(view.choice.pillar)
    level += "_whole" if ledger.level in BELOW and ledger.pillar is None else ""
    owner = whose(view.name, t)
    line = markup(t(f"why.measure.{level}", whose=owner, pillar=pillar, against=against))
    keys = [
        html.Span(
            [
                # The name of the colour, for a picture or a reader that has no swatch.
                html.Span(t(f"why.measure.{kind}"), className="unseen"),
                html.Span(className=f"swatch swatch-{kind}"),
                t(f"why.measure.{word}"),
            ],
            className="key",
        )
        for kind, word in (("up", "gain"), ("down", "loss"))
    ]
    return [*line, " ", html.Span(keys, className="keys")]


def columns(view: View) -> list[Component]:
    """Return the three columns: price of the next place, the latest step, what the ledgers leave out."""
    t = view.t
    parts = [_price(view), _latest(view), [t("why.limits.title"), *_limits(view)]]
    return [column(head, lines) for head, *lines in parts]


def _price(view: View) -> list[str]:
    t, names = view.t, view.dataset.labels(view.t.lang)
    editions = view.ranked("score")
    place = next_place(view.dataset.scores, view.choice.economy, editions[-1]) if editions else None
    if place is None:
        title = t("why.price.title", edition=view.dataset.editions[-1])
        return [title, t("why.price.none", name=view.name)]
    if place.above is None or place.gap is None:
        text = t("why.price.first", name=view.name)
    else:
        above = {"above": names[place.above], "rank": view.ordinal(place.above_rank or 0)}
        key = f"why.price.{'gap' if place.gap > 1e-9 else 'level'}"
        text = t(key, name=view.name, **above, **price(place, t.lang))
    if place.below is None or place.cushion is None:
        text += t("why.price.last")
    else:
        rank = view.ordinal(place.below_rank or 0)
        cushion = CONTRIBUTION.write(place.cushion, t.lang)
        text += t("why.price.cushion", below=names[place.below], rank=rank, cushion=cushion)
    if place.rounding >= _VISIBLE:
        text += t("why.price.rounding", rounding=_fine(place.rounding, t.lang))
    return [t("why.price.title", edition=place.edition), text]


def _fine(value: float, lang: str) -> str:
    """Write a rounding error with as many decimals as it needs: 0.05, 0.005, 0.0001."""
    decimals = next((places for places in range(2, 8) if abs(round(value, places) - value) <= value / 20), 8)
    return numbers.decimal(value, decimals, lang)


def _latest(view: View) -> list[str]:
    """Return the step between the last two editions, and all since the edition chosen where it is older."""
    t, (*_, before, newest) = view.t, view.dataset.editions
    lines = [t("why.latest.title", first=before, last=newest), _step(view, before, newest)]
    if (chosen := view.choice.last) < before:
        lines.append(t("why.latest.since", first=chosen, last=newest, step=_step(view, chosen, newest)))
    return lines


def _step(view: View, first: int, last: int) -> str:
    """Return how the rank and the score changed between two editions."""
    t = view.t
    split = rank_split(view.dataset.scores, view.choice.economy, first, last)
    if split is None:
        return t("why.latest.none", name=view.name)
    before, after = view.ordinal(split.rank_first), view.ordinal(split.rank_last)
    lines = [
        t("why.latest.ranks", before=before, after=after),
        t("why.latest.sentence", finding=finding(split, view.name, t)),
    ]
    if split.exits == split.entries == 0:
        lines.append(t("why.latest.coverage_none", name=view.name))
    scores = view.dataset.table("gii_scores")
    ledger = score_ledger(scores, view.dataset.parts, view.choice.economy, (first, last))
    if ledger is not None:
        own, common = (CONTRIBUTION.write(abs(each), t.lang) for each in (ledger.own, ledger.common))
        field = t(f"why.latest.{'field_up' if ledger.common >= 0 else 'field_down'}", common=common)
        key = "points_up" if ledger.own >= 0 else "points_down"
        lines.append(t(f"why.latest.{key}", name=view.name, own=own, field=field))
    return t.sentences(lines)


def _limits(view: View) -> list[str]:
    t, split, ledger = view.t, view.split, view.ledger
    lines = []
    if split is not None:
        same = split.own_orders[0] == split.own_orders[1]
        orders = either(split.own_orders, t)
        lines.append(t("why.limits.order_same" if same else "why.limits.order", orders=orders))
        if split.rounded:
            lines.append(t("why.limits.rounding_rank", range=either(split.own_rounding, t)))
    if ledger is not None and ledger.rounding:
        values = {"rounding": _fine(ledger.rounding, t.lang), "residual": _fine(abs(ledger.residual), t.lang)}
        rounded = t.listing([str(edition) for edition in ledger.rounded])
        met = "rounding_points" if abs(ledger.residual) >= 0.0005 else "rounding_points_met"
        lines.append(t(f"why.limits.{met}", editions=rounded, **values))
    elif ledger is not None:
        lines.append(t("why.limits.exact"))
    return [*lines, t("why.limits.cause")]
