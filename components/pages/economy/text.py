"""The sentences of an economy's page: finding, deck, three columns, and what is said of one never ranked."""

from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset, cached
from analysis.profile import ranked_editions
from analysis.strengths import agreement
from components import numbers
from components.numbers import known
from components.pages.economy.levels import interval
from components.pages.economy.view import View, ordinal_text
from components.parts.peers import people
from components.shell import path
from components.text import Words, markup


def finding(view: View) -> str:
    """Return the sentence (marked text) that heads the page."""
    say, index = view.say, view.row("GII")
    values = {"name": view.name, "edition": view.edition}
    if not view.ranked or index is None:
        return say("economy.finding.held" if _complete(view) else "economy.finding.absent", **values)
    values["rank"] = ordinal_text(index, say)
    if view.count is None:
        return say("economy.finding.uncounted", **values)
    sides = [view.row("IN"), view.row("OUT")]
    held = [side for side in sides if side is not None and known(side["score"])]
    if len(held) < len(sides):
        return say("economy.finding.short", count=view.count, **values)
    inputs, outputs = (ordinal_text(side, say) for side in held)
    return say("economy.finding.full", count=view.count, inputs=inputs, outputs=outputs, **values)


def _complete(view: View) -> bool:
    """Return whether all ranks of the edition are held, so that one that is not held does not exist."""
    editions = view.dataset.table("gii_editions")
    ranks = editions.loc[editions["edition"] == view.chosen.edition, "ranks"]
    return view.count is not None and int(ranks.iloc[0]) >= view.count


def deck(view: View) -> str:
    """Return the lines under the finding (marked text): groups, population, score and our interval."""
    say, chosen = view.say, view.chosen
    said = []
    context = view.dataset.table("gii_economies")
    rows = context[(context["economy"] == chosen.economy) & (context["edition"] == chosen.edition)]
    if len(rows):
        row = rows.iloc[0]
        groups = [say(f"income.{row['income']}")] if known(row["income"]) else []
        groups.append(say(f"region.{row['region']}"))
        population = people(float(row["population"]), say) if known(row["population"]) else ""
        key = "economy.deck.groups" if population else "economy.deck.groups_only"
        said.append(say(key, groups=say("economy.deck.join").join(groups), population=population))
    index = view.row("GII")
    if index is not None and known(index["score"]):
        said.append(say("economy.deck.score", score=numbers.decimal(float(index["score"]), 1)))
    bounds = interval(view)
    if bounds:
        said.append(say("economy.deck.interval", interval=numbers.rank_interval(*bounds, say.lang)))
        outer = interval(view, "outer_low", "outer_high")
        if outer and outer != bounds:
            said.append(say("economy.deck.rounded", interval=numbers.rank_interval(*outer, say.lang)))
    if not view.ranked:
        said.append(_ranked_in(view.dataset, chosen.economy, say))
    return say("economy.deck.between").join(said)


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


def columns(view: View) -> html.Section:
    """Return the three columns: how marks are set, how to read, where else the economy is shown."""
    say = view.say
    marks = [say("economy.reading.marks"), say("economy.reading.group"), _check(view.dataset, say)]
    reading = [say(f"economy.reading.{key}") for key in ("change", "years", "coverage", "concepts")]
    parts = [
        [html.H2(say("economy.reading.marks_title")), *(html.P(markup(line)) for line in marks)],
        [html.H2(say("economy.reading.title")), *(html.P(markup(line)) for line in reading)],
        [
            html.H2(say("economy.links.title", name=view.name)),
            html.Ul(_links(view), className="links-list"),
        ],
    ]
    return html.Section([html.Div(part) for part in parts], className="block three")


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
    say, code, edition = view.say, view.chosen.economy, view.chosen.edition
    queries = {
        "why": f"?economy={code}",
        "weights": f"?economy={code}",
        "ranking": f"?edition={edition}" if view.hero else f"?edition={edition}&with={code}",
    }
    return [
        html.Li(html.A(say(f"economy.links.{page}", name=view.name), href=path(say.lang, page) + query))
        for page, query in queries.items()
    ]
