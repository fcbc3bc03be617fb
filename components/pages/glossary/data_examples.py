"""Examples of the terms on the article and on data, computed from the snapshot on show."""

from typing import Any

import pandas as pd

from analysis.standing import CHINA
from components import numbers
from components.pages.data.view import View as Held
from components.pages.glossary.index_examples import Values
from components.pages.glossary.view import View
from components.parts.reading import value
from components.parts.series_source import vintage as dated
from data.schema_claims import VERDICTS


def strategic_pillar(view: View) -> Values:
    """Return the names of all strategic pillars."""
    named = [f"{one.number} {one.name.get(view.say.lang)}" for one in view.dataset.catalog.strategy]
    return {"names": view.say("glossary.between").join(named)}


def proxy(view: View) -> Values:
    """Return how many of the links to open data are proxies."""
    links = [link for pillar in view.dataset.catalog.strategy for link in pillar.links]
    return {"all": len(links), "proxies": sum(link.strength == "proxy" for link in links)}


def frontier(view: View) -> Values:
    """Return the frontier of the first indicator that has one, and China's value of the same year."""
    for pillar in view.dataset.catalog.strategy:
        rows = view.dataset.evidence(pillar.number)
        rows = rows[rows["best_value"].notna()]
        if not rows.empty:
            return _frontier(view, rows.iloc[0].to_dict())
    return None


def _frontier(view: View, row: dict[Any, Any]) -> Values:
    found, year = view.dataset.catalog.indicators[str(row["code"])], int(row["rank_year"])
    rows = view.dataset.observed[found.id]
    own = rows[(rows["economy"] == CHINA) & (rows["year"] == year)]["value"]
    written = {"best": value(found, float(row["best_value"])), "own": value(found, float(own.iloc[0]))}
    best = view.dataset.labels(view.say.lang)[str(row["best_economy"])]
    return {"name": found.short.get(view.say.lang), "year": year, "economy": best, **written}


def verdict(view: View) -> Values:
    """Return how many claims have which verdict."""
    held = view.dataset.table("claims")["verdict"]
    return {"all": len(held), **{name: int((held == name).sum()) for name in VERDICTS}} if len(held) else None


def data_year(view: View) -> Values:
    """Return the years that China's indicators measure in the newest edition."""
    years = view.level("indicator")["data_year"].dropna().astype("int64")
    if years.empty:
        return None
    ends = {"first": int(years.min()), "last": int(years.max())}
    return {"edition": view.edition, "median": int(years.median()), **ends}


def missing(view: View) -> Values:
    """Return how many indicators China lacks."""
    rows = view.level("indicator")
    return {"edition": view.edition, "all": len(rows), "missing": int(rows["score"].isna().sum())}


def imputed(view: View) -> Values:
    """Return China's rank in the scenario in which missing data are estimated, and the published one."""
    row = view.interval("imputed")
    if row is None or pd.isna(row["rank"]):
        return None
    edition, lang = int(row["edition"]), view.say.lang
    ranks = {"rank": row["rank"], "published": view.dataset.ranks(edition)["GII"][CHINA]}
    return {"edition": edition, **{key: numbers.ordinal(int(one), lang) for key, one in ranks.items()}}


def outdated(view: View) -> Values:
    """Return how many of China's values the publisher calls outdated."""
    rows = view.level("indicator")
    rows = rows[rows["score"].notna()]
    return {"edition": view.edition, "all": len(rows), "count": int(rows["outdated"].eq(True).sum())}


def coverage(view: View) -> Values:
    """Return how many economies have a rank in brackets, on any level."""
    rows = view.dataset.table("gii_scores")
    rows = rows[rows["edition"] == view.edition]
    thin = rows.loc[rows["low_coverage"].fillna(value=False).astype(bool), "economy"].nunique()
    return {"edition": view.edition, "all": rows["economy"].nunique(), "count": thin} if thin else None


def release(view: View) -> Values:
    """Return how many releases and publishers the figures come from."""
    held = Held(view.dataset, view.say)
    return {"count": len(held.used), "publishers": len(held.publishers)}


def vintage(view: View) -> Values:
    """Return a year of which an older vintage says something else than the one in use."""
    for row in view.dataset.table("older_releases").to_dict("records"):
        found = view.dataset.catalog.indicators[str(row["indicator"])]
        rows = view.dataset.observed.get(found.id, view.dataset.table("observations").iloc[:0])
        rows = rows[(rows["economy"] == row["economy"]) & (rows["year"] == row["year"])]
        if row["economy"] != CHINA or rows.empty or rows.iloc[0]["vintage"] == row["vintage"]:
            continue
        written = {
            "old": value(found, float(row["value"])),
            "new": value(found, float(rows.iloc[0]["value"])),
        }
        if written["old"] != written["new"]:
            ends = {"old_vintage": row["vintage"], "new_vintage": rows.iloc[0]["vintage"]}
            written |= {key: dated(str(one), view.say) for key, one in ends.items()}
            return {"name": found.short.get(view.say.lang), "year": int(row["year"]), **written}
    return None


def snapshot(view: View) -> Values:
    """Return the snapshot on show, with its size."""
    held = view.dataset.snapshot
    rows = sum(len(held.table(one["name"])) for one in held.resources)
    size = {"tables": len(held.resources), "rows": numbers.decimal(rows, 0)}
    return {"id": held.id, "created": numbers.day(held.created, view.say.lang), **size}
