"""Every method in plain words: what it says, its formula, an example with China's numbers, its limits."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from analysis.change import default_pair, rank_split
from analysis.composition import PILLAR_WEIGHTS, index_scores, rebuild_from_indicators
from analysis.frames.reach import LADDER
from analysis.frames.weights import SHARED
from analysis.ledger import editions_with, score_ledger
from analysis.reach import Choice
from analysis.standing import CHINA, next_place, percentile
from components import numbers
from components.attributes import attributes
from components.measures import CONTRIBUTION, PERCENTILE
from components.parts.reading import hardly
from components.parts.tables import Cell, heads, table
from components.shell import page_links
from components.view import View, price

USED: Final[dict[str, tuple[str, ...]]] = {
    "index": ("weights", "why"),
    "history": ("why", "economy/CHN"),
    "percentile": ("", "ranking/others", "ranking"),
    "rounding": ("ranking", "economy/CHN", "weights"),
    "places": ("why",),
    "points": ("why",),
    "price": ("why", "economy/CHN"),
    "reach": ("why/reach",),
    "interval": ("", "weights", "economy/CHN"),
    "bounds": ("weights",),
    "shared": ("weights",),
    "scenario": ("weights",),
    "strengths": ("economy/CHN",),
    "peers": ("economy/CHN",),
    "change": ("", "strategy"),
    "frontier": ("strategy",),
    "verdict": ("claims",),
    "productivity": ("strategy/productivity",),
    "releases": ("data/releases",),
}
"""The methods in the order in which they are explained (the index, its ranks, other series), each with the
pages that use it, by path."""
Values = Mapping[str, Any] | None
"""What fills an example; None where its data are not available."""
_EXACT = 1e-9


def method(view: View) -> list[Component]:
    """Return the methods, each folded below its title under an anchor of its own."""
    return [html.Div([_entry(view, name) for name in USED], className="methods")]


def _entry(view: View, name: str) -> html.Details:
    t, key = view.t, f"method.{name}"
    lines = [html.P(line) for line in t(f"{key}.formula").splitlines()]
    parts: list[tuple[str, Component | list[str | Component]]] = [
        ("says", html.P(t(f"{key}.says", hardly=hardly(t)))),
        ("formula", html.Div(lines, className="formula")),
        *(("example", one) for one in example(view, name)),
        ("limits", html.P(t(f"{key}.limits"))),
        ("used", html.P(page_links(USED[name], t))),
    ]
    body = [part for label, content in parts for part in (html.Dt(t(f"method.{label}")), html.Dd(content))]
    head = html.H3(t(f"{key}.title"), id=f"{anchor(name)}-title")
    mark = attributes(aria_labelledby=f"{anchor(name)}-title")
    return html.Details([html.Summary(head), html.Dl(body)], id=anchor(name), className="method", **mark)


def anchor(method: str) -> str:
    """Return the id of a method, for links from other pages: data#method-interval."""
    return f"method-{method}"


def example(view: View, name: str) -> list[Component]:
    """Return the example of a method; none where there is none, or where its data are not available."""
    if name == "index":
        return [_index(view)]
    values = EXAMPLES[name](view) if name in EXAMPLES else None
    return [] if values is None else [html.P(view.t(f"method.{name}.example", **values))]


def rebuilt(view: View) -> tuple[dict[str, float], float, float]:
    """Return China's pillar scores in the newest full edition, the index they give, and its score."""
    scores = view.dataset.wide(view.dataset.detailed).loc[[CHINA]]
    pillars = {code: float(scores[code].iloc[0]) for code in PILLAR_WEIGHTS}
    return pillars, float(index_scores(scores)["GII"].iloc[0]), float(scores["GII"].iloc[0])


def _index(view: View) -> html.Div:
    t, edition = view.t, view.dataset.detailed
    pillars, given, published = rebuilt(view)
    rows: list[list[Cell]] = [
        [
            t(f"gii.{code}"),
            CONTRIBUTION.write(score, t.lang),
            CONTRIBUTION.write(PILLAR_WEIGHTS[code], t.lang),
            numbers.decimal(score * PILLAR_WEIGHTS[code], 3, t.lang),
        ]
        for code, score in pillars.items()
    ]
    rows.append([t("method.equals"), "", CONTRIBUTION.write(1, t.lang), numbers.decimal(given, 3, t.lang)])
    rows.append([t("method.published"), "", "", numbers.decimal(published, 3, t.lang)])
    columns = heads(t, "method", ("pillar", "score", "weight", "share"), ("pillar",))
    caption = t("method.caption", edition=edition)
    gap = abs(given - published)
    figures = {"given": numbers.decimal(given, 3, t.lang), "published": numbers.decimal(published, 3, t.lang)}
    sentence = t(
        "method.index.example", edition=edition, gap="0" if gap < _EXACT else f"{gap:.2g}", **figures
    )
    ends = (len(rows) - 2, len(rows) - 1)
    return html.Div([html.P(sentence), table(t, columns, rows, caption=caption, highlight=ends)])


def _history(view: View) -> Values:
    dataset = view.dataset
    first, _ = default_pair(dataset.editions)
    if first not in editions_with(dataset.parts, "indicator"):
        return None
    scores, structure = dataset.wide(first).loc[[CHINA]], dataset.structure(first)
    given = rebuild_from_indicators(scores, structure)["GII"].iloc[0]
    indicators = structure.loc[structure["level"] == "indicator", "code"]
    figures = {"given": given, "published": scores["GII"].iloc[0]}
    written = {name: numbers.decimal(float(value), 3, view.t.lang) for name, value in figures.items()}
    return {"edition": first, "count": int(scores[list(indicators)].count(axis="columns").iloc[0]), **written}


def _percentile(view: View) -> Values:
    edition = view.dataset.detailed
    ranks = view.dataset.ranks(edition)["GII"].dropna()
    share = percentile(ranks[[CHINA]], ranks[[CHINA]] * 0 + len(ranks)).iloc[0]
    written = {"rank": int(ranks[CHINA]), "percentile": PERCENTILE.write(float(share), view.t.lang)}
    return {"edition": edition, "economies": len(ranks), **written}


def _rounding(view: View) -> Values:
    rows = view.dataset.scores
    rows = rows[(rows["economy"] == CHINA) & rows["rank"].isna() & rows["rank_low"].notna()]
    if rows.empty:
        return None
    row = rows.sort_values(["edition", "code"]).iloc[-1]
    ends = {"low": int(row["rank_low"]), "high": int(row["rank_high"])}
    return {"name": view.t(f"gii.{row['code']}"), "edition": int(row["edition"]), **ends}


def _places(view: View) -> Values:
    first, last = default_pair(view.dataset.editions)
    split = rank_split(view.dataset.scores, CHINA, first, last)
    if split is None:
        return None
    parts = {name: _added(getattr(split, name), view.t.lang) for name in ("own", "others", "entries")}
    whole = {name: numbers.decimal(getattr(split, name), 0, view.t.lang) for name in ("total", "exits")}
    return {"first": first, "last": last, **parts, **whole}


def _added(places: float, lang: str) -> str:
    """Write what is added to a sum: + 0, − 15.5; a half only where there is one."""
    return f"{numbers.MINUS if places < 0 else '+'} {numbers.halves(abs(places), lang)}"


def _points(view: View) -> Values:
    editions = editions_with(view.dataset.parts, "pillar")[-2:]
    if len(editions) < 2:
        return None
    first, last = editions
    ledger = score_ledger(view.dataset.table("gii_scores"), view.dataset.parts, CHINA, (first, last))
    if ledger is None:
        return None
    sums = {name: getattr(ledger, name) for name in ("own", "common", "relative")}
    written = {name: CONTRIBUTION.write(points, view.t.lang, sign=True) for name, points in sums.items()}
    return {"first": first, "last": last, **written}


def _price(view: View) -> Values:
    place = next_place(view.dataset.scores, CHINA, view.dataset.detailed)
    if place is None or place.above is None or place.gap is None:
        return None
    return {"edition": place.edition, "above": view.called(place.above), **price(place, view.t.lang)}


def _reach(view: View) -> Values:
    found = LADDER.result(view.dataset, Choice.read(view.dataset, {}))
    if found.level != "indicator" or found.levers.empty:
        return None
    first = found.levers.to_dict("records")[0]
    return {
        "edition": found.edition,
        "target": found.target_rank,
        "need": CONTRIBUTION.write(found.need, view.t.lang),
        "code": first["code"],
        "weight": numbers.decimal(100 * first["weight"], 2, view.t.lang),
        "distance": CONTRIBUTION.write(first["distance"], view.t.lang),
        "points": CONTRIBUTION.write(first["adds"], view.t.lang),
        "alone": first["alone"],
    }


def _newest(view: View, kind: str) -> Values:
    """Return China's newest row of a kind of gii_intervals."""
    rows = view.intervals(kind)
    if rows.empty:
        return None
    row = rows.iloc[-1]
    edition = int(row["edition"])
    rank = numbers.whole(row["rank"]) or int(view.dataset.ranks(edition)["GII"][CHINA])
    return {"edition": edition, "rank": rank, "low": int(row["low"]), "high": int(row["high"])}


def _shared(view: View) -> Values:
    found = SHARED.result(view.dataset, SHARED.query.read(view.dataset, {}))
    if found is None:
        return None
    editions, last = list(found.ranks["edition"]), found.ranks.iloc[-1]
    ranks = {name: int(last[name]) for name in ("inside", "over", "published")}
    return {"editions": view.runs(editions), "count": len(found.concepts), "last": editions[-1], **ranks}


EXAMPLES: Final[Mapping[str, Callable[[View], Values]]] = {
    "history": _history,
    "percentile": _percentile,
    "rounding": _rounding,
    "places": _places,
    "points": _points,
    "price": _price,
    "reach": _reach,
    "interval": lambda view: _newest(view, "weights"),
    "bounds": lambda view: _newest(view, "bounds"),
    "shared": _shared,
    "scenario": lambda view: _newest(view, "imputed"),
}
