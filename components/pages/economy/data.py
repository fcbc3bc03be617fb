"""What stands beside an economy's ranks: the price of the next place, and the data behind the profile."""

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.coverage import shares
from analysis.standing import next_place
from components import numbers
from components.pages.economy.view import View, is_true
from components.text import markup

_SEEN = 0.005  # points: what is smaller than the last digit shown is not said
NAMED = 4  # names in a sentence; the table below lists them all


def beside(view: View) -> html.Div:
    """Return the two blocks beside the strip of ranks."""
    say = view.say
    blocks = [*_block(say("economy.next.title"), price(view)), *_block(say("economy.data.title"), held(view))]
    return html.Div(blocks, className="profile-aside")


def _block(title: str, sentences: list[str]) -> list[Component]:
    return [html.H2(title, className="aside-title"), *(html.P(markup(one)) for one in sentences)]


def price(view: View) -> list[str]:
    """Return the gap to the neighbours in points, and what it would be in one GII pillar (marked text)."""
    say, chosen = view.say, view.chosen
    found = next_place(view.dataset.scores, chosen.economy, chosen.edition)
    if found is None:
        return [say("economy.next.unknown", edition=view.edition)]
    labels, said = view.dataset.labels(say.lang), []
    if found.gap is not None and found.above is not None and found.above_rank is not None:
        said.append(
            say(
                "economy.next.gap",
                name=view.name,
                above=labels[found.above],
                rank=numbers.ordinal(found.above_rank, say.lang),
                gap=numbers.decimal(found.gap, 2),
                input=numbers.decimal(found.input_points or 0.0, 1),
                output=numbers.decimal(found.output_points or 0.0, 1),
            )
        )
    if found.cushion is not None and found.below is not None and found.below_rank is not None:
        rank = numbers.ordinal(found.below_rank, say.lang)
        cushion = numbers.decimal(found.cushion, 2)
        said.append(say("economy.next.cushion", below=labels[found.below], rank=rank, cushion=cushion))
    if found.rounding >= _SEEN:
        said.append(say("economy.next.rounding", points=numbers.decimal(found.rounding, 2)))
    return said


def held(view: View, named: int = NAMED, *, rule: bool = True) -> list[str]:
    """Return what data stand behind the profile: shares present, missing, years, outdated (marked text).

    named: the most names that a sentence lists; rule: whether the rule of minimum coverage is said as well.
    """
    say = view.say
    if not view.detailed:
        return [
            say("economy.data.ranking" if len(view.frame) == 1 else "economy.data.none", edition=view.edition)
        ]
    sides = shares(view.frame)
    (inputs, all_inputs), (outputs, all_outputs) = sides["IN"], sides["OUT"]
    said = [
        say(
            "economy.data.shares",
            inputs=inputs,
            all_inputs=all_inputs,
            outputs=outputs,
            all_outputs=all_outputs,
        )
    ]
    indicators = view.frame[view.frame["level"] == "indicator"]
    return [
        *said,
        *_missing(view, indicators, named),
        *_years(view, indicators, named),
        *_thin(view, rule=rule),
    ]


def _missing(view: View, indicators: pd.DataFrame, named: int) -> list[str]:
    missing = indicators[indicators["score"].isna()]
    if missing.empty:
        return [view.say("economy.data.complete")]
    return [view.say("economy.data.missing", count=len(missing), names=_names(view, missing, named))]


def _years(view: View, indicators: pd.DataFrame, named: int) -> list[str]:
    say, years = view.say, indicators["data_year"].dropna()
    if years.empty:
        return [say("economy.data.undated", edition=view.edition)]
    values = {"median": int(years.median()), "first": int(years.min()), "last": int(years.max())}
    said = [say("economy.data.years", **values)]
    old = indicators[[is_true(flag) for flag in indicators["outdated"]]]
    if len(old):
        said.append(say("economy.data.outdated", count=len(old), names=_names(view, old, named)))
    return said


def _thin(view: View, *, rule: bool) -> list[str]:
    """Return the parts whose data are too thin, with the rule; that we apply it ourselves where it is so."""
    say = view.say
    thin = view.frame[[is_true(flag) for flag in view.frame["low_coverage"]]]
    if thin.empty:
        return [say("economy.data.enough")]
    names = say.listing([view.called(row) for row in thin.to_dict("records")])
    own = "" if view.frame["marked"].iloc[0] == "published" else say("economy.data.thin_ours")
    return [say("economy.data.thin", names=names) + (say("economy.data.thin_rule") if rule else "") + own]


def _names(view: View, rows: pd.DataFrame, named: int) -> str:
    """Return the first names of some indicators, and how many more there are."""
    say = view.say
    names = [view.called(row) for row in rows.head(named).to_dict("records")]
    if len(rows) > named:
        names.append(say("economy.data.more", count=len(rows) - named))
    return say("economy.data.join").join(names)
