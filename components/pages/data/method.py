"""Every method in plain words: what it says, its formula, an example with China's numbers, its limits."""

from collections.abc import Mapping
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from analysis.change import default_pair, rank_split
from analysis.composition import PILLAR_WEIGHTS, index_scores, rebuild_from_indicators
from analysis.frames.weights import SHARED
from analysis.ledger import score_ledger
from analysis.reach import LADDER, Choice
from analysis.standing import CHINA, next_place, percentile
from components import numbers
from components.attributes import attributes
from components.kit import columns_of, rows_table
from components.parts.reading import hardly
from components.shell import page_links
from components.view import View

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


def methods(view: View) -> list[Component]:
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
    found = values(view, name)
    return [] if found is None else [html.P(view.t(f"method.{name}.example", **found))]


def rebuilt(view: View) -> tuple[dict[str, float], float, float]:
    """Return China's pillar scores in the newest full edition, the index they give, and its score."""
    scores = view.dataset.wide(view.dataset.detailed).loc[[CHINA]]
    pillars = {code: float(scores[code].iloc[0]) for code in PILLAR_WEIGHTS}
    return pillars, float(index_scores(scores)["GII"].iloc[0]), float(scores["GII"].iloc[0])


def _index(view: View) -> html.Div:
    """Return how the index is made of its pillars, as a table with the sum and the published score."""
    t, edition = view.t, view.dataset.detailed
    pillars, given, published = rebuilt(view)
    rows: list[dict[Any, Any]] = [
        {"pillar": t(f"gii.{code}"), "score": score, "weight": weight, "share": score * weight}
        for (code, score), weight in zip(pillars.items(), PILLAR_WEIGHTS.values(), strict=True)
    ]
    sums = ("equals", 1, given), ("published", "", published)
    rows += [
        {"pillar": t(f"method.{name}"), "score": "", "weight": weight, "share": share, "sum": True}
        for name, weight, share in sums
    ]
    columns = columns_of(t, "method", pillar="text", score="points", weight="points", share="thousandths")
    table = rows_table(t, rows, columns, t("method.caption", edition=edition), ("sum", True))
    gap = abs(given - published)
    figures = {"given": given, "published": published, "gap": "0" if gap < 1e-9 else f"{gap:.2g}"}
    return html.Div([html.P(t("method.index.example", edition=edition, **figures)), table])


def values(view: View, name: str) -> Mapping[Any, Any] | None:
    """Return what fills the example of a method; None where it has none, or its data are not available."""
    t, dataset, edition = view.t, view.dataset, view.dataset.detailed
    first, last = default_pair(dataset.editions)
    match name:
        case "history" if first in dataset.editions_with("indicator"):
            scores, structure = dataset.wide(first).loc[[CHINA]], dataset.structure(first)
            indicators = structure.loc[structure["level"] == "indicator", "code"]
            return {
                "edition": first,
                "count": scores[list(indicators)].count(axis="columns").iloc[0],
                "given": rebuild_from_indicators(scores, structure)["GII"].iloc[0],
                "published": scores["GII"].iloc[0],
            }
        case "percentile":
            ranks = dataset.ranks(edition)["GII"].dropna()
            share = percentile(ranks[[CHINA]], ranks[[CHINA]] * 0 + len(ranks)).iloc[0]
            return {
                "edition": edition,
                "economies": len(ranks),
                "rank": int(ranks[CHINA]),
                "percentile": share,
            }
        case "rounding":
            own = dataset.scores[dataset.scores["economy"] == CHINA].sort_values(["edition", "code"])
            bounded = own[own["rank"].isna() & own["rank_low"].notna()]
            if len(bounded):
                row = bounded.iloc[-1]
                ends = {"low": row["rank_low"], "high": row["rank_high"]}
                return {"name": t(f"gii.{row['code']}"), "edition": row["edition"], **ends}
        case "places":
            if split := rank_split(dataset.scores, CHINA, first, last):
                added = {}
                for part in ("own", "others", "entries"):  # to a sum: + 0, − 15.5
                    places = getattr(split, part)
                    sign = numbers.MINUS if places < 0 else "+"
                    added[part] = f"{sign} {numbers.halves(abs(places), t.lang)}"
                return {"first": first, "last": last, "total": split.total, "exits": split.exits, **added}
        case "points":
            pair = dataset.editions_with("pillar")[-2:]
            if len(pair) == 2 and (ledger := score_ledger(dataset, CHINA, (pair[0], pair[1]))):
                sums = {part: getattr(ledger, part) for part in ("own", "common", "relative")}
                return {"first": pair[0], "last": pair[1], **sums}
        case "price":
            place = next_place(dataset.scores, CHINA, edition)
            if place and place.above and place.gap is not None:
                points = {"input": place.input_points, "output": place.output_points}
                return {"edition": edition, "above": view.called(place.above), "gap": place.gap, **points}
        case "reach":
            found = LADDER.result(dataset, Choice.read(dataset, {}))
            if found.level == "indicator" and len(found.levers):
                lever = found.levers.to_dict("records")[0]
                goal = {"edition": found.edition, "target": found.target_rank, "need": found.need}
                return {**lever, **goal, "weight": 100 * lever["weight"]}
        case "interval" | "bounds" | "scenario":
            kinds = {"interval": "weights", "bounds": "bounds", "scenario": "imputed"}
            intervals = view.intervals(kinds[name])
            if len(intervals):
                newest = intervals.iloc[-1]
                rank = numbers.whole(newest["rank"])
                rank = rank or int(dataset.ranks(newest["edition"])["GII"][CHINA])
                return {"rank": rank, **{part: newest[part] for part in ("edition", "low", "high")}}
        case "shared":
            shared = SHARED.result(dataset, SHARED.query.read(dataset, {}))
            if shared is not None:
                years, now = list(shared.ranks["edition"]), shared.ranks.iloc[-1]
                ranked = {over: int(now[over]) for over in ("inside", "over", "published")}
                count = len(shared.concepts)
                return {"editions": view.runs(years), "count": count, "last": years[-1], **ranked}
    return None
