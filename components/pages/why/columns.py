"""Three columns below the ledgers: price of the next place, the latest step, what the ledgers leave out."""

from dash import html
from dash.development.base_component import Component

from analysis.change import RankSplit, rank_split
from analysis.ledger import score_ledger
from analysis.standing import next_place
from components import numbers
from components.pages.why import finding as told
from components.pages.why.view import Shown
from components.text import Words, markup

_SEEN = 0.005  # points: a smaller rounding cannot change the two decimals shown


def columns(shown: Shown) -> list[Component]:
    """Return the three columns: price of the next place, the latest step, what the ledgers leave out."""
    say = shown.say
    parts = [_price(shown), _latest(shown), [say("why.limits.title"), *_limits(shown)]]
    return [html.Div([html.H2(head), *(html.P(markup(line)) for line in lines)]) for head, *lines in parts]


def _price(shown: Shown) -> list[str]:
    say, names = shown.say, shown.dataset.labels(shown.say.lang)
    editions = shown.ranked("score")
    place = next_place(shown.dataset.scores, shown.choice.economy, editions[-1]) if editions else None
    if place is None:
        title = say("why.price.title", edition=shown.dataset.editions[-1])
        return [title, say("why.price.none", name=shown.name)]
    if place.above is None or place.gap is None:
        text = say("why.price.first", name=shown.name)
    else:
        above = {"above": names[place.above], "rank": numbers.ordinal(place.above_rank or 0, say.lang)}
        figures = {
            "gap": numbers.decimal(place.gap, 2),
            "input": numbers.decimal(place.input_points or 0, 1),
            "output": numbers.decimal(place.output_points or 0, 1),
        }
        text = say(f"why.price.{'gap' if place.gap > 1e-9 else 'level'}", name=shown.name, **above, **figures)
    if place.below is None or place.cushion is None:
        text += say("why.price.last")
    else:
        rank = numbers.ordinal(place.below_rank or 0, say.lang)
        cushion = numbers.decimal(place.cushion, 2)
        text += say("why.price.cushion", below=names[place.below], rank=rank, cushion=cushion)
    if place.rounding >= _SEEN:
        text += say("why.price.rounding", rounding=_fine(place.rounding))
    return [say("why.price.title", edition=place.edition), text]


def _fine(value: float) -> str:
    """Write a rounding error with as many decimals as it needs: 0.05, 0.005, 0.0001."""
    decimals = next((places for places in range(2, 8) if abs(round(value, places) - value) <= value / 20), 8)
    return numbers.decimal(value, decimals)


def _latest(shown: Shown) -> list[str]:
    """Return the step from the edition chosen to the newest, or between the newest two where they are one."""
    say, editions = shown.say, shown.dataset.editions
    newest = editions[-1]
    first = shown.choice.last if shown.choice.last < newest else editions[-2]
    title = say("why.latest.title", first=first, last=newest)
    split = rank_split(shown.dataset.scores, shown.choice.economy, first, newest)
    if split is None:
        return [title, say("why.latest.none", name=shown.name)]
    between = "" if say.lang == "zh" else " "
    return [title, between.join([*_latest_places(split, shown, say), *_latest_points(shown, first, newest)])]


def _latest_places(split: RankSplit, shown: Shown, say: Words) -> list[str]:
    ends = (split.rank_first, split.rank_last)
    before, after = (numbers.ordinal(rank, say.lang) for rank in ends)
    sentence = say("why.latest.sentence", finding=told.finding(split, shown.name, say))
    none = [say("why.latest.coverage_none", name=shown.name)] if split.exits == split.entries == 0 else []
    return [say("why.latest.ranks", before=before, after=after), sentence, *none]


def _latest_points(shown: Shown, first: int, newest: int) -> list[str]:
    tables, say = shown.dataset.snapshot.table, shown.say
    economy = shown.choice.economy
    ledger = score_ledger(tables("gii_scores"), shown.dataset.parts, economy, (first, newest))
    if ledger is None:
        return []
    own, common = (numbers.decimal(abs(each), 2) for each in (ledger.own, ledger.common))
    field = say(f"why.latest.{'field_up' if ledger.common >= 0 else 'field_down'}", common=common)
    key = "points_up" if ledger.own >= 0 else "points_down"
    return [say(f"why.latest.{key}", name=shown.name, own=own, field=field)]


def _limits(shown: Shown) -> list[str]:
    say, split, ledger = shown.say, shown.split, shown.ledger
    lines = []
    if split is not None:
        same = split.own_orders[0] == split.own_orders[1]
        orders = told.either(split.own_orders, say)
        lines.append(say("why.limits.order_same" if same else "why.limits.order", orders=orders))
        if split.rounded:
            lines.append(say("why.limits.rounding_rank", range=told.either(split.own_rounding, say)))
    if ledger is not None and ledger.rounding:
        values = {"rounding": _fine(ledger.rounding), "residual": _fine(abs(ledger.residual))}
        rounded = say.listing([str(edition) for edition in ledger.rounded])
        met = "rounding_points" if abs(ledger.residual) >= 0.0005 else "rounding_points_met"
        lines.append(say(f"why.limits.{met}", editions=rounded, **values))
    elif ledger is not None:
        lines.append(say("why.limits.exact"))
    return [*lines, say("why.limits.cause")]
