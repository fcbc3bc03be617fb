"""The sentences of an economy's page: finding, deck, the next place, the data behind it, three columns."""

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.coverage import shares
from analysis.dataset import Dataset, cached
from analysis.profile import ranked_editions
from analysis.standing import next_place
from analysis.strengths import agreement
from components import numbers
from components.measures import CONTRIBUTION, SCORE
from components.numbers import known
from components.pages.economy.levels import interval
from components.pages.economy.view import View
from components.parts.columns import column, three
from components.parts.peers import people
from components.shell import path
from components.text import Words, markup
from components.view import price as points_of

_SEEN = 0.005  # points: what is smaller than the last digit shown is not said
NAMED = 4  # names in a sentence; the table below lists them all


def finding(view: View) -> str:
    """Return the sentence (marked text) that heads the page."""
    say, index = view.say, view.row("GII")
    values = {"name": view.name, "edition": view.here}
    if not view.ranked or index is None:
        return say("economy.finding.held" if _complete(view) else "economy.finding.absent", **values)
    values["rank"] = view.rank_words(index)
    if view.count is None:
        return say("economy.finding.uncounted", **values)
    sides = [view.row("IN"), view.row("OUT")]
    held = [side for side in sides if side is not None and known(side["score"])]
    if len(held) < len(sides):
        return say("economy.finding.short", count=view.count, **values)
    inputs, outputs = (view.rank_words(side) for side in held)
    return say("economy.finding.full", count=view.count, inputs=inputs, outputs=outputs, **values)


def _complete(view: View) -> bool:
    """Return whether all ranks of the edition are held, so that one that is not held does not exist."""
    editions = view.dataset.table("gii_editions")
    ranks = editions.loc[editions["edition"] == view.choice.edition, "ranks"]
    return view.count is not None and int(ranks.iloc[0]) >= view.count


def deck(view: View) -> str:
    """Return the lines under the finding (marked text): groups, population, score and our interval."""
    say, chosen = view.say, view.choice
    lines = []
    context = view.dataset.table("gii_economies")
    rows = context[(context["economy"] == chosen.economy) & (context["edition"] == chosen.edition)]
    if len(rows):
        row = rows.iloc[0]
        groups = [say(f"income.{row['income']}")] if known(row["income"]) else []
        groups.append(say(f"region.{row['region']}"))
        population = people(float(row["population"]), say) if known(row["population"]) else ""
        key = "economy.deck.groups" if population else "economy.deck.groups_only"
        lines.append(say(key, groups=say("economy.deck.join").join(groups), population=population))
    index = view.row("GII")
    if index is not None and known(index["score"]):
        lines.append(say("economy.deck.score", score=SCORE.write(float(index["score"]))))
    bounds = interval(view)
    if bounds:
        lines.append(say("economy.deck.interval", interval=view.interval(*bounds)))
        outer = interval(view, "outer_low", "outer_high")
        if outer and outer != bounds:
            lines.append(say("economy.deck.rounded", interval=view.interval(*outer)))
    if not view.ranked:
        lines.append(_ranked_in(view.dataset, chosen.economy, say))
    return say("economy.deck.between").join(lines)


def _ranked_in(dataset: Dataset, economy: str, say: Words) -> str:
    held = ranked_editions(dataset.scores, economy)
    return say("economy.deck.ranked_in", editions=say.listing(numbers.runs(held)))


def never(dataset: Dataset, economy: str, say: Words) -> tuple[str, list[str]]:
    """Return the finding and the paragraphs for an economy that no edition held here ranks."""
    first, last = dataset.editions[0], dataset.editions[-1]
    name = dataset.labels(say.lang)[economy]
    ranked = len(dataset.economies)
    return (
        say("economy.never.finding", name=name, first=first, last=last),
        [say("economy.never.reason", name=name), say("economy.never.others", count=ranked)],
    )


def near(dataset: Dataset, economy: str, say: Words) -> list[tuple[str, str]]:
    """Return the economies of the same region and income group that the newest edition ranks, by name."""
    known = dataset.catalog.economies
    like = known[economy].region, known[economy].income
    ranked = dataset.ranks(dataset.editions[-1])["GII"].dropna().index
    return dataset.by_name(
        (one for one in ranked if (known[one].region, known[one].income) == like), say.lang
    )


def below(view: View) -> html.Section:
    """Return the three columns: how marks are set, how to read, where else the economy is shown."""
    say = view.say
    marks = [say("economy.reading.marks"), say("economy.reading.group"), _check(view.dataset, say)]
    reading = [say(f"economy.reading.{key}") for key in ("change", "years", "coverage", "concepts")]
    links = [
        html.H2(say("economy.links.title", name=view.name)),
        html.Ul(_links(view), className="links-list"),
    ]
    title = say("economy.reading.marks_title")
    return three([column(title, marks), column(say("economy.reading.title"), reading), html.Div(links)])


@cached
def _agreement(dataset: Dataset) -> tuple[tuple[int, ...], int, int, int]:
    return agreement(dataset.table("gii_scores"), dataset.parts)


def _check(dataset: Dataset, say: Words) -> str:
    """Return how far our reading of the rule gives the marks that are published, and what it adds to it."""
    editions, printed, alike, added = _agreement(dataset)
    values = {"count": numbers.decimal(printed, 0), "first": editions[0], "last": editions[-1]}
    details = say("economy.reading.details")
    if alike == printed and not added:
        return say("economy.reading.check_all", **values) + details
    counts = {"alike": numbers.decimal(alike, 0), "added": numbers.decimal(added, 0)}
    return say("economy.reading.check_some", **counts, **values) + details


def _links(view: View) -> list[Component]:
    """Return the links to the other pages with this economy."""
    say, code, edition = view.say, view.choice.economy, view.choice.edition
    queries = {
        "why": f"?economy={code}",
        "weights": f"?economy={code}",
        "ranking": f"?edition={edition}" if view.hero else f"?edition={edition}&with={code}",
    }
    return [
        html.Li(html.A(say(f"economy.links.{page}", name=view.name), href=path(say.lang, page) + query))
        for page, query in queries.items()
    ]


def beside(view: View) -> html.Div:
    """Return the two blocks beside the strip of ranks."""
    say = view.say
    blocks = [*_block(say("economy.next.title"), price(view)), *_block(say("economy.data.title"), held(view))]
    return html.Div(blocks, className="profile-aside")


def _block(title: str, sentences: list[str]) -> list[Component]:
    return [html.H2(title, className="aside-title"), *(html.P(markup(one)) for one in sentences)]


def price(view: View) -> list[str]:
    """Return the gap to the neighbours in points, and what it would be in one GII pillar (marked text)."""
    say, chosen = view.say, view.choice
    found = next_place(view.dataset.scores, chosen.economy, chosen.edition)
    if found is None:
        return [say("economy.next.unknown", edition=view.here)]
    labels, lines = view.dataset.labels(say.lang), []
    if found.gap is not None and found.above is not None and found.above_rank is not None:
        lines.append(
            say(
                "economy.next.gap",
                name=view.name,
                above=labels[found.above],
                rank=view.ordinal(found.above_rank),
                **points_of(found),
            )
        )
    if found.cushion is not None and found.below is not None and found.below_rank is not None:
        rank = view.ordinal(found.below_rank)
        cushion = CONTRIBUTION.write(found.cushion)
        lines.append(say("economy.next.cushion", below=labels[found.below], rank=rank, cushion=cushion))
    if found.rounding >= _SEEN:
        lines.append(say("economy.next.rounding", points=CONTRIBUTION.write(found.rounding)))
    return lines


def held(view: View, named: int = NAMED, *, rule: bool = True) -> list[str]:
    """Return what data stand behind the profile: shares present, missing, years, outdated (marked text).

    named: the most names that a sentence lists; rule: whether the rule of minimum coverage is said as well.
    """
    say = view.say
    if not view.detailed:
        return [
            say("economy.data.ranking" if len(view.frame) == 1 else "economy.data.none", edition=view.here)
        ]
    sides = shares(view.frame)
    (inputs, all_inputs), (outputs, all_outputs) = sides["IN"], sides["OUT"]
    lines = [
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
        *lines,
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
        return [say("economy.data.undated", edition=view.here)]
    values = {"median": int(years.median()), "first": int(years.min()), "last": int(years.max())}
    lines = [say("economy.data.years", **values)]
    old = indicators[[numbers.is_true(flag) for flag in indicators["outdated"]]]
    if len(old):
        lines.append(say("economy.data.outdated", count=len(old), names=_names(view, old, named)))
    return lines


def _thin(view: View, *, rule: bool) -> list[str]:
    """Return the parts whose data are too thin, with the rule; that we apply it ourselves where it is so."""
    say = view.say
    thin = view.frame[[numbers.is_true(flag) for flag in view.frame["low_coverage"]]]
    if thin.empty:
        return [say("economy.data.enough")]
    names = say.listing([view.part(row) for row in thin.to_dict("records")])
    own = "" if view.frame["marked"].iloc[0] == "published" else say("economy.data.thin_ours")
    return [say("economy.data.thin", names=names) + (say("economy.data.thin_rule") if rule else "") + own]


def _names(view: View, rows: pd.DataFrame, named: int) -> str:
    """Return the first names of some indicators, and how many more there are."""
    say = view.say
    names = [view.part(row) for row in rows.head(named).to_dict("records")]
    if len(rows) > named:
        names.append(say("economy.data.more", count=len(rows) - named))
    return say("economy.data.join").join(names)
