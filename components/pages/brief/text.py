"""The sentences of a brief: finding, deck, how firm the rank is, method, citation."""

from analysis.change import CLAIM
from analysis.derived import claim_assessments
from analysis.reweighting import place
from analysis.standing import CHINA
from analysis.weighting import EQUAL
from components import numbers
from components.measures import SCORE
from components.pages.brief.view import Brief
from components.pages.claims.wording import releases
from components.pages.economy import text as profile
from components.pages.economy.levels import interval
from components.pages.economy.text import price
from components.pages.overview import text as overview
from components.text import plain
from data.citation import INDEX, OWN, cite, index


def finding(brief: Brief) -> str:
    """Return the sentence (marked text) that heads the brief."""
    say, choice = brief.say, brief.choice
    before, after = brief.ranks.get(choice.since), brief.ranks.get(choice.edition)
    if after is None or not choice.since:
        return profile.finding(brief.profile)
    values = {
        "name": brief.name,
        "last": brief.ordinal(after),
        "edition": brief.edition(choice.edition),
        "last_edition": brief.edition(choice.edition),
        "last_year": choice.edition,
        "since": brief.edition(choice.since),
    }
    if before is None:
        return say("brief.finding.unranked", **values)
    if brief.hero and choice.since == CLAIM[0] and choice.edition > CLAIM[1] in brief.ranks:
        rows = brief.own[brief.own["edition"].between(choice.since, choice.edition)]
        return overview.finding(rows, "rank", say)
    kind = "rose" if after < before else "fell" if after > before else "same"
    return say(f"brief.finding.{kind}", first=brief.ordinal(before), **values)


def deck(brief: Brief) -> str:
    """Return the lines under the finding (marked text): rank, score and interval, or the gaps."""
    say, choice = brief.say, brief.choice
    index = brief.profile.row("GII")
    lines = []
    if choice.edition in brief.ranks and index is not None:
        rank, count = brief.ordinal(brief.ranks[choice.edition]), brief.dataset.counts[choice.edition]
        key = "brief.deck.rank" if count else "brief.deck.uncounted"
        lines.append(say(key, rank=rank, count=count, edition=brief.edition(choice.edition)))
        if numbers.known(index["score"]):
            lines.append(say("economy.deck.score", score=SCORE.write(float(index["score"]))))
        if bounds := interval(brief.profile):
            lines.append(say("economy.deck.interval", interval=brief.interval(*bounds)))
    else:
        lines.append(say("economy.deck.ranked_in", editions=say.listing(numbers.runs(brief.ranks))))
    if gaps := _gaps(brief):
        lines.append(say("brief.deck.gaps", name=brief.name, editions=say.listing(numbers.runs(gaps))))
    newest = brief.dataset.editions[-1]
    if choice.edition < newest and newest in brief.ranks:
        rank = brief.ordinal(brief.ranks[newest])
        lines.append(say("brief.deck.newer", edition=brief.edition(newest), rank=rank))
    lines.append(say("brief.deck.cause"))
    return say("economy.deck.between").join(lines)


def _gaps(brief: Brief) -> list[int]:
    """Return the editions held with all their ranks, from the first that ranks the economy, that do not."""
    dataset = brief.dataset
    facts = dataset.table("gii_editions")
    whole = facts["economies"].notna() & (facts["ranks"] >= facts["economies"]).fillna(False)
    first = min(brief.ranks)
    return [int(e) for e in sorted(facts.loc[whole, "edition"]) if e > first and int(e) not in brief.ranks]


def firm(brief: Brief) -> list[str]:
    """Return how firm the rank is (marked text): intervals, other weights, bounds, the next place."""
    say, choice, view = brief.say, brief.choice, brief.profile
    lines = []
    if bounds := interval(view):
        lines.append(say("brief.firm.interval", interval=brief.interval(*bounds)))
        if (outer := interval(view, "outer_low", "outer_high")) and outer != bounds:
            lines.append(say("economy.deck.rounded", interval=brief.interval(*outer)))
    field = brief.dataset.fields.get(choice.edition)
    if field is not None and choice.economy in field.economies:
        equal = place(field, EQUAL, choice.economy)
        lines.append(say("brief.firm.equal", rank=brief.ordinal(equal.rank)))
    if limits := brief.bounds("bounds", choice.economy, choice.edition):
        low, high = (brief.ordinal(rank) for rank in limits)
        lines.append(say("brief.firm.bounds", low=low, high=high))
    return [*lines, *price(view)]


def method(brief: Brief) -> list[str]:
    """Return the method in brief (marked text)."""
    rows = brief.dataset.table("gii_intervals")
    draws = rows.loc[rows["kind"] == "weights", "draws"]
    parts = (
        []
        if draws.empty
        else [brief.say("brief.method.interval", draws=numbers.decimal(int(draws.iloc[-1]), 0))]
    )
    return [*parts, *(brief.say(f"brief.method.{key}") for key in ("ledger", "gaps"))]


def citation(brief: Brief, title: str) -> str:
    """Return the citation without the address, which the browser knows in full."""
    dataset, say = brief.dataset, brief.say
    named = [index(dataset.catalog.phrases, say.lang, dataset.editions[0], dataset.editions[-1])]
    if brief.hero:
        named.append(_beside(brief))
    snapshot = (dataset.snapshot.id, dataset.snapshot.created)
    return cite(dataset.catalog.phrases, say.lang, plain(title), named, snapshot, "").text


def _beside(brief: Brief) -> str:
    """Return who published what stands beside the index, in short: paper has no room for all vintages."""
    dataset, found = brief.dataset, []
    for pillar in dataset.catalog.strategy:
        rows = dataset.evidence(pillar.number)
        found += " ".join(rows.loc[rows["code"] == pillar.headline, "sources"].dropna()).split()
    for one in claim_assessments(dataset):
        found += releases(dataset, one) if one.claim.kind == "statement" else []
    of = dataset.sources["family"]
    families = dict.fromkeys(str(of[release]) for release in found)
    shorts = [dataset.catalog.sources[one].short for one in families if one not in (*INDEX, OWN)]
    return brief.say("list.separator").join(dict.fromkeys(one.get(brief.say.lang) for one in shorts))


def alternative(brief: Brief) -> str:
    """Return the picture in words: every rank of the economy by edition."""
    say = brief.say
    lines = [
        say("brief.figure.point", edition=e, rank=plain(brief.ordinal(r))) for e, r in brief.ranks.items()
    ]
    return say("brief.figure.alt", name=brief.name, points=say("brief.figure.join").join(lines))


def caption(brief: Brief) -> list[str]:
    """Return what the marks of the picture mean, those that it has (marked text)."""
    say, own = brief.say, brief.own
    lines = [say("brief.figure.squares")]
    if own["low"].notna().any():
        lines.append(say("brief.figure.band"))
    for row in own[own["published_low"].notna()].to_dict("records"):
        low, high = int(row["published_low"]), int(row["published_high"])
        bracket = brief.interval(low, high)
        lines.append(
            say("brief.figure.bracket", edition=brief.edition(int(row["edition"])), interval=bracket)
        )
    if own["economies"].isna().any():
        lines.append(say("brief.figure.hollow"))
    if CHINA in {code for code, _ in brief.peers}:
        lines.append(say("brief.figure.china"))
    return lines
