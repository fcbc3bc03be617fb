"""Every method in plain words: what it says, its formula, an example with China's numbers, its limits."""

from collections.abc import Callable
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from analysis.change import default_pair, rank_split
from analysis.composition import PILLAR_WEIGHTS, index_scores
from analysis.ledger import editions_with, score_ledger
from analysis.standing import CHINA, next_place, percentile
from components import numbers
from components.attributes import attributes
from components.measures import CONTRIBUTION, PERCENTILE
from components.pages.data.view import View
from components.parts.reading import hardly
from components.parts.section import links
from components.parts.tables import Cell, heads, table
from components.shell import page_links
from components.text import Words
from components.view import price

USED: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "index": (("weights", "weights"), ("why", "why")),
    "percentile": (("", "overview"), ("ranking/others", "others"), ("ranking", "ranking")),
    "rounding": (("ranking", "ranking"), ("economy/CHN", "economy"), ("weights", "weights")),
    "places": (("why", "why"),),
    "points": (("why", "why"),),
    "price": (("why", "why"), ("economy/CHN", "economy")),
    "interval": (("", "overview"), ("weights", "weights"), ("economy/CHN", "economy")),
    "bounds": (("weights", "weights"),),
    "scenario": (("weights", "weights"),),
    "strengths": (("economy/CHN", "economy"),),
    "peers": (("economy/CHN", "economy"),),
    "change": (("", "overview"), ("strategy", "strategy")),
    "frontier": (("strategy", "strategy"),),
    "verdict": (("claims", "claims"),),
    "productivity": (("strategy/productivity", "productivity"),),
    "releases": (("data/releases", "releases"),),
}
"""The methods in the order in which they are explained (the index, its ranks, other series), each with the
pages that use it, as path and key of their name."""
PARTS: Final = ("coverage", "series", "validation", "downloads", "sources", "revisions", "method")
Example = Callable[[View], list[Component]]
_EXACT = 1e-9


def method(view: View) -> list[Component]:
    """Return all methods, each under an anchor of its own."""
    entries = [_entry(view, name) for name in USED]
    return [below(view.say), html.Div(entries, className="methods")]


def _entry(view: View, name: str) -> html.Details:
    say, key = view.say, f"method.{name}"
    lines = [html.P(line) for line in say(f"{key}.formula").splitlines()]
    parts: list[tuple[str, Component | list[str | Component]]] = [
        ("says", html.P(say(f"{key}.says", hardly=hardly(say)))),
        ("formula", html.Div(lines, className="formula")),
        *(("example", one) for one in of(view, name)),
        ("limits", html.P(say(f"{key}.limits"))),
        ("used", html.P(page_links([(place, f"page.{page}") for place, page in USED[name]], say))),
    ]
    body = [part for label, content in parts for part in (html.Dt(say(f"method.{label}")), html.Dd(content))]
    head = html.H3(say(f"{key}.title"), id=f"{anchor(name)}-title")
    mark = attributes(aria_labelledby=f"{anchor(name)}-title")
    return html.Details([html.Summary(head), html.Dl(body)], id=anchor(name), className="method", **mark)


def anchor(method: str) -> str:
    """Return the id of a method, for links from other pages: data#method-interval."""
    return f"method-{method}"


def contents(say: Words) -> html.Nav:
    """Return the contents: the parts in one line, which stays in sight."""
    return links({one: say(f"data.part.{one}") for one in PARTS}, say)


def methods(say: Words) -> html.Ul:
    """Return links to the methods."""
    return html.Ul([html.Li(html.A(say(f"method.{one}.title"), href=f"#{anchor(one)}")) for one in USED])


def below(say: Words) -> html.Nav:
    """Return the same links for the head of the methods."""
    mark = attributes(aria_label=say("data.methods"))
    return html.Nav(methods(say), className="contents contents-below", **mark)


def of(view: View, name: str) -> list[Component]:
    """Return the example of a method; none where there is none, or where its data are not held."""
    made = EXAMPLES.get(name)
    return made(view) if made else []


def rebuilt(view: View) -> tuple[dict[str, float], float, float]:
    """Return China's pillar scores in the newest edition held in full, the index they give, and its score."""
    held = view.dataset.wide(view.dataset.detailed).loc[[CHINA]]
    pillars = {code: float(held[code].iloc[0]) for code in PILLAR_WEIGHTS}
    return pillars, float(index_scores(held)["GII"].iloc[0]), float(held["GII"].iloc[0])


def _index(view: View) -> list[Component]:
    say, edition = view.say, view.dataset.detailed
    pillars, given, published = rebuilt(view)
    rows: list[list[Cell]] = [
        [
            say(f"gii.{code}"),
            CONTRIBUTION.write(score),
            f"{PILLAR_WEIGHTS[code]:.2f}",
            numbers.decimal(score * PILLAR_WEIGHTS[code], 3),
        ]
        for code, score in pillars.items()
    ]
    rows.append([say("method.equals"), "", "1.00", numbers.decimal(given, 3)])
    rows.append([say("method.published"), "", "", numbers.decimal(published, 3)])
    columns = heads(say, "method", ("pillar", "score", "weight", "share"), ("pillar",))
    caption = say("method.caption", edition=edition)
    gap = abs(given - published)
    figures = {"given": numbers.decimal(given, 3), "published": numbers.decimal(published, 3)}
    sentence = say(
        "method.index.example", edition=edition, gap="0" if gap < _EXACT else f"{gap:.2g}", **figures
    )
    ends = (len(rows) - 2, len(rows) - 1)
    return [html.Div([html.P(sentence), table(columns, rows, caption=caption, highlight=ends)])]


def _percentile(view: View) -> list[Component]:
    edition = view.dataset.detailed
    ranks = view.dataset.ranks(edition)["GII"].dropna()
    own = ranks[ranks.index == CHINA]
    share = percentile(own, own * 0 + len(ranks))
    written = PERCENTILE.write(float(share.iloc[0]))
    return _said(
        view, "percentile", edition=edition, rank=int(own.iloc[0]), economies=len(ranks), percentile=written
    )


def _rounding(view: View) -> list[Component]:
    rows = view.dataset.scores
    rows = rows[(rows["economy"] == CHINA) & rows["rank"].isna() & rows["rank_low"].notna()]
    if rows.empty:
        return []
    row = rows.sort_values(["edition", "code"]).iloc[-1]
    name = view.say(f"gii.{row['code']}")
    ends = {"low": int(row["rank_low"]), "high": int(row["rank_high"])}
    return _said(view, "rounding", name=name, edition=int(row["edition"]), **ends)


def _places(view: View) -> list[Component]:
    first, last = default_pair(view.dataset.editions)
    split = rank_split(view.dataset.scores, CHINA, first, last)
    if split is None:
        return []
    parts = {name: _added(getattr(split, name)) for name in ("own", "others", "entries")}
    ends = {"total": numbers.decimal(split.total, 0), "exits": numbers.decimal(split.exits, 0)}
    return _said(view, "places", first=first, last=last, **ends, **parts)


def _added(places: float) -> str:
    """Write what is added to a sum: + 0, − 15.5; a half only where there is one."""
    return f"{numbers.MINUS if places < 0 else '+'} {numbers.halves(abs(places))}"


def _points(view: View) -> list[Component]:
    tables = view.dataset.table
    editions = editions_with(view.dataset.parts, "pillar")[-2:]
    if len(editions) < 2:
        return []
    ledger = score_ledger(tables("gii_scores"), view.dataset.parts, CHINA, (editions[0], editions[1]))
    if ledger is None:
        return []
    parts = {
        name: CONTRIBUTION.write(getattr(ledger, name), sign=True) for name in ("own", "common", "relative")
    }
    return _said(view, "points", first=editions[0], last=editions[1], **parts)


def _price(view: View) -> list[Component]:
    place = next_place(view.dataset.scores, CHINA, view.dataset.detailed)
    if place is None or place.above is None or place.gap is None:
        return []
    above = view.called(place.above)
    return _said(view, "price", edition=place.edition, above=above, **price(place))


def _kind(name: str, kind: str) -> Example:
    def made(view: View) -> list[Component]:
        rows = view.intervals(kind)
        if rows.empty:
            return []
        row = rows.iloc[-1]
        edition = int(row["edition"])
        rank = numbers.whole(row["rank"]) or int(view.dataset.ranks(edition)["GII"][CHINA])
        return _said(view, name, edition=edition, rank=rank, low=int(row["low"]), high=int(row["high"]))

    return made


def _said(view: View, method: str, **values: Any) -> list[Component]:
    return [html.P(view.say(f"method.{method}.example", **values))]


EXAMPLES: Final[dict[str, Example]] = {
    "index": _index,
    "percentile": _percentile,
    "rounding": _rounding,
    "places": _places,
    "points": _points,
    "price": _price,
    "interval": _kind("interval", "weights"),
    "bounds": _kind("bounds", "bounds"),
    "scenario": _kind("scenario", "imputed"),
}
