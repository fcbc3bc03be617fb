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
from components.formats import writer
from components.kit import columns_of, rows_table
from components.parts.reading import hardly
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
Values = Mapping[Any, Any] | None
"""What fills an example; None where its data are not available."""
_EXACT = 1e-9


def method(view: View) -> list[Component]:
    """Return the methods, each folded below its title under an anchor of its own."""
    t, entries = view.t, []
    for name in USED:
        key, head_id = f"method.{name}", f"{anchor(name)}-title"
        lines = [html.P(line) for line in t(f"{key}.formula").splitlines()]
        parts = [
            ("says", html.P(t(f"{key}.says", hardly=hardly(t)))),
            ("formula", html.Div(lines, className="formula")),
            *(("example", one) for one in example(view, name)),
            ("limits", html.P(t(f"{key}.limits"))),
            ("used", html.P(page_links(USED[name], t))),
        ]
        body = [one for label, part in parts for one in (html.Dt(t(f"method.{label}")), html.Dd(part))]
        content = [html.Summary(html.H3(t(f"{key}.title"), id=head_id)), html.Dl(body)]
        mark = attributes(aria_labelledby=head_id)
        entries.append(html.Details(content, id=anchor(name), className="method", **mark))
    return [html.Div(entries, className="methods")]


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
    t, edition, points = view.t, view.dataset.detailed, writer("points", view.t.lang)
    pillars, given, published = rebuilt(view)
    rows = [
        {
            "pillar": t(f"gii.{code}"),
            "score": points(score),
            "weight": points(PILLAR_WEIGHTS[code]),
            "share": score * PILLAR_WEIGHTS[code],
        }
        for code, score in pillars.items()
    ]
    sums = ("equals", points(1), given), ("published", "", published)
    rows += [
        {"pillar": t(f"method.{name}"), "score": "", "weight": weight, "share": share, "sum": True}
        for name, weight, share in sums
    ]
    columns = columns_of(t, "method", pillar="text", score="", weight="", share="thousandths")
    table = rows_table(t, rows, columns, t("method.caption", edition=edition), ("sum", True))
    gap = abs(given - published)
    figures = {"given": given, "published": published, "gap": "0" if gap < _EXACT else f"{gap:.2g}"}
    return html.Div([html.P(t("method.index.example", edition=edition, **figures)), table])


def _history(view: View) -> Values:
    dataset = view.dataset
    first, _ = default_pair(dataset.editions)
    if first not in editions_with(dataset.parts, "indicator"):
        return None
    scores, structure = dataset.wide(first).loc[[CHINA]], dataset.structure(first)
    indicators = structure.loc[structure["level"] == "indicator", "code"]
    return {
        "edition": first,
        "count": scores[list(indicators)].count(axis="columns").iloc[0],
        "given": rebuild_from_indicators(scores, structure)["GII"].iloc[0],
        "published": scores["GII"].iloc[0],
    }


def _percentile(view: View) -> Values:
    edition = view.dataset.detailed
    ranks = view.dataset.ranks(edition)["GII"].dropna()
    share = percentile(ranks[[CHINA]], ranks[[CHINA]] * 0 + len(ranks)).iloc[0]
    return {"edition": edition, "economies": len(ranks), "rank": int(ranks[CHINA]), "percentile": share}


def _rounding(view: View) -> Values:
    rows = view.dataset.scores
    rows = rows[(rows["economy"] == CHINA) & rows["rank"].isna() & rows["rank_low"].notna()]
    if rows.empty:
        return None
    row = rows.sort_values(["edition", "code"]).iloc[-1]
    name = view.t(f"gii.{row['code']}")
    return {"name": name, "edition": row["edition"], "low": row["rank_low"], "high": row["rank_high"]}


def _places(view: View) -> Values:
    first, last = default_pair(view.dataset.editions)
    split = rank_split(view.dataset.scores, CHINA, first, last)
    if split is None:
        return None
    lang = view.t.lang
    parts = {name: getattr(split, name) for name in ("own", "others", "entries")}
    added = {  # to a sum: + 0, − 15.5
        name: f"{numbers.MINUS if places < 0 else '+'} {numbers.halves(abs(places), lang)}"
        for name, places in parts.items()
    }
    return {"first": first, "last": last, "total": split.total, "exits": split.exits, **added}


def _points(view: View) -> Values:
    editions = editions_with(view.dataset.parts, "pillar")[-2:]
    if len(editions) < 2:
        return None
    first, last = editions
    ledger = score_ledger(view.dataset.table("gii_scores"), view.dataset.parts, CHINA, (first, last))
    if ledger is None:
        return None
    sums = {name: getattr(ledger, name) for name in ("own", "common", "relative")}
    return {"first": first, "last": last, **sums}


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
    values = {"edition": found.edition, "target": found.target_rank, "need": found.need}
    return {**first, **values, "weight": 100 * first["weight"]}


def _newest(view: View, kind: str) -> Values:
    """Return China's newest row of a kind of gii_intervals."""
    rows = view.intervals(kind)
    if rows.empty:
        return None
    row = rows.iloc[-1]
    rank = numbers.whole(row["rank"]) or int(view.dataset.ranks(row["edition"])["GII"][CHINA])
    return {"edition": row["edition"], "rank": rank, "low": row["low"], "high": row["high"]}


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
