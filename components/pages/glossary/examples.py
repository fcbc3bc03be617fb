"""Examples of the terms of the glossary, computed from the snapshot on show."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from analysis.change import default_pair, rank_split
from analysis.composition import PILLAR_WEIGHTS
from analysis.frames.reach import LADDER
from analysis.profile import profile
from analysis.query import PEERS
from analysis.reach import Choice
from analysis.reweighting import draws
from analysis.standing import CHINA
from analysis.targets import FIRST, counts, official_targets
from analysis.weighting import OFFICIAL
from components import numbers
from components.framework import counted, framework_changes
from components.measures import SCORE
from components.pages.data.method import Values
from components.pages.data.view import View as Used
from components.pages.economy.view import part_name
from components.parts.reading import value
from components.parts.series_source import vintage as dated
from data.schema import VERDICTS


@dataclass(frozen=True)
class View(Used):
    """A snapshot in one language, as the examples tell of it."""

    @property
    def newest(self) -> int:
        """The newest edition available down to its indicators."""
        return self.dataset.detailed

    @cached_property
    def profile(self) -> pd.DataFrame:
        """China on every level of that edition (analysis.profile)."""
        table = self.dataset.table
        return profile(table("gii_scores"), self.dataset.parts, table("gii_editions"), CHINA, self.newest)

    def level(self, name: str) -> pd.DataFrame:
        """Return the rows of one level of the profile: index, subindex, pillar, subpillar or indicator."""
        return self.profile[self.profile["level"] == name]

    @cached_property
    def ranks(self) -> pd.Series:
        """The overall ranks of that edition, by economy."""
        return self.dataset.ranks(self.newest)["GII"].dropna()

    def newest_interval(self, kind: str) -> pd.Series | None:
        """Return China's newest row of a kind of gii_intervals; None where none is available."""
        rows = self.intervals(kind)
        return None if rows.empty else rows.iloc[-1]


def edition(view: View) -> Values:
    """Return how many editions are available, and the size of the newest."""
    editions = view.dataset.editions
    economies = view.dataset.counts[editions[-1]]
    values = {"count": len(editions), "first": editions[0], "last": editions[-1], "economies": economies}
    return values if economies else None


def indicator(view: View) -> Values:
    """Return how many indicators China has a score in, and how many it lacks."""
    scores = view.level("indicator")["score"]
    counts = {"scored": int(scores.notna().sum()), "missing": int(scores.isna().sum())}
    return {"edition": view.newest, "all": len(scores), **counts}


def sub_pillar(view: View) -> Values:
    """Return the sub-pillar in which China ranks highest."""
    best = _best(view.level("subpillar"))
    if best is None:
        return None
    code = str(best["code"])
    name = part_name(view.dataset, view.t, code, str(best["concept"]), str(best["name"]))
    count = int((view.profile["parent"] == code).sum())
    return {"code": code, "name": name, "count": count, **_ranked(view, best)}


def gii_pillar(view: View) -> Values:
    """Return the GII pillar in which China ranks highest."""
    best = _best(view.level("pillar"))
    return None if best is None else {"name": view.t(f"gii.{best['code']}"), **_ranked(view, best)}


def _best(rows: pd.DataFrame) -> pd.Series | None:
    ranked = rows[rows["rank"].notna()]
    return None if ranked.empty else ranked.sort_values(["rank", "code"]).iloc[0]


def _ranked(view: View, row: pd.Series) -> dict[str, Any]:
    return {"edition": view.newest, "rank": view.ordinal(int(row["rank"]))}


def sub_index(view: View) -> Values:
    """Return both halves of China's score, unrounded in the mean."""
    scores, names = view.dataset.wide(view.newest), {"inputs": "IN", "outputs": "OUT", "score": "GII"}
    written = {
        key: numbers.decimal(float(scores[code][CHINA]), 2, view.t.lang) for key, code in names.items()
    }
    return {"edition": view.newest, **written}


def weights(view: View) -> Values:
    """Return what an input and an output pillar weigh."""
    sides = {"input": PILLAR_WEIGHTS["P1"], "output": PILLAR_WEIGHTS["P7"]}
    return {side: numbers.decimal(100 * weight, 0, view.t.lang) for side, weight in sides.items()}


def effective_weight(view: View) -> Values:
    """Return China's indicator that weighs most in the newest edition, of those beside missing ones."""
    found = LADDER.result(view.dataset, Choice.read(view.dataset, {"edition": view.newest}))
    rows = found.levers[found.levers["missing"] != ""]
    if rows.empty or found.level != "indicator":
        return None
    row = rows.sort_values("weight", ascending=False, kind="stable").to_dict("records")[0]
    usual, own = (
        numbers.decimal(100 * float(weight), 2, view.t.lang)
        for weight in (found.levers["weight"].median(), row["weight"])
    )
    missing = view.t.listing(row["missing"].split(", "))
    return {"edition": view.newest, "code": row["code"], "weight": own, "usual": usual, "missing": missing}


def concept(view: View) -> Values:
    """Return a code that stands for something else in the newest edition than in an earlier one."""
    structure = view.dataset.parts
    rows = structure[structure["level"] == "indicator"].sort_values(["edition", "code"])
    newest = rows[rows["edition"] == view.newest].set_index("code")
    for first in sorted({int(one) for one in rows["edition"]} - {view.newest}, reverse=True):
        older = rows[rows["edition"] == first].set_index("code")
        both = newest.merge(older, left_index=True, right_index=True, suffixes=("", "_before"))
        reused = both[both["concept"] != both["concept_before"]]
        if not reused.empty:
            row = reused.iloc[0]
            named = {"before": _named(view, row, "_before"), "after": _named(view, row, "")}
            return {"code": row.name, "first": first, "last": view.newest, **named}
    return None


def _named(view: View, row: pd.Series, suffix: str) -> str:
    concept_, name = str(row[f"concept{suffix}"]), str(row[f"name{suffix}"])
    return part_name(view.dataset, view.t, str(row.name), concept_, name)


def framework_change(view: View) -> Values:
    """Return what changed between the editions of the claim, and which marked changes break comparison."""
    breaks = [one.edition for one in framework_changes(view.dataset) if one.breaks]
    if not breaks:
        return None
    editions = view.t.listing([str(one) for one in breaks])
    first, last = default_pair(view.dataset.editions)
    found = counted(view.dataset, first, last, view.t)
    marked = {"count": len(framework_changes(view.dataset)), "breaks": len(breaks), "editions": editions}
    return {"first": first, "last": last, "counted": found, **marked}


def economy(view: View) -> Values:
    """Return how many economies were ever ranked, and how many are in the newest edition."""
    return {"count": len(view.dataset.economies), "last": len(view.ranks), "edition": view.newest}


def score(view: View) -> Values:
    """Return China's overall score."""
    own = float(view.dataset.wide(view.newest)["GII"][CHINA])
    return {"edition": view.newest, "score": SCORE.write(own, view.t.lang)}


def rank(view: View) -> Values:
    """Return China's overall rank and the number of economies."""
    written = view.ordinal(int(view.ranks[CHINA]))
    return {"edition": view.newest, "rank": written, "economies": len(view.ranks)}


def interval(view: View) -> Values:
    """Return our newest interval, and the one that WIPO printed where there is one."""
    own, published = view.newest_interval("weights"), view.newest_interval("published")
    if own is None:
        return None
    written = view.ordinal(int(view.dataset.ranks(int(own["edition"]))["GII"][CHINA]))
    ours = {"edition": int(own["edition"]), "rank": written, "low": int(own["low"]), "high": int(own["high"])}
    if published is None:
        return ours
    return ours | {f"published_{name}": int(published[name]) for name in ("edition", "low", "high")}


def acceptability(view: View) -> Values:
    """Return the rank that China has most often over the draws around WIPO's weights, and how often."""
    field = view.dataset.fields.get(view.newest)
    if field is None or CHINA not in field.economies:
        return None
    shares = draws(field, OFFICIAL, CHINA).shares()
    most = int(shares.to_numpy().argmax())
    written = {"rank": view.ordinal(most + 1)}
    share = numbers.decimal(100 * float(shares.iloc[most]), 0, view.t.lang)
    return {"edition": view.newest, "share": share, **written}


def own_score(view: View) -> Values:
    """Return the change of China's rank over the article's decade, split in two; plus is up."""
    first, last = default_pair(view.dataset.editions)
    split = rank_split(view.dataset.scores, CHINA, first, last)
    if split is None:
        return None
    parts = {
        name: numbers.halves(-getattr(split, name), view.t.lang, sign=True)
        for name in ("total", "own", "others")
    }
    return {"first": first, "last": last, **parts}


def peers(view: View) -> Values:
    """Return the usual peers."""
    labels = view.dataset.labels(view.t.lang)
    return {"names": view.t.listing([labels[code] for code in PEERS])}


def strength(view: View) -> Values:
    """Return how many indicators WIPO marks for China; None where those of the edition are missing."""
    rows = view.level("indicator")
    marks = rows.loc[rows["marked"] == "published", "strength"]
    counts = {"strengths": int((marks == "S").sum()), "weaknesses": int((marks == "W").sum())}
    return {"edition": view.newest, **counts} if any(counts.values()) else None


def strategic_pillar(view: View) -> Values:
    """Return the names of all strategic pillars."""
    named = [f"{one.number} {one.name.get(view.t.lang)}" for one in view.dataset.catalog.strategy]
    return {"names": view.t("glossary.between").join(named)}


def proxy(view: View) -> Values:
    """Return how many of the links to open data are proxies."""
    links = [link for pillar in view.dataset.catalog.strategy for link in pillar.links]
    return {"all": len(links), "proxies": sum(link.strength == "proxy" for link in links)}


def frontier(view: View) -> Values:
    """Return the frontier of the first indicator that has one, and China's value of the same year."""
    rows = view.dataset.all_evidence()
    rows = rows[rows["best_value"].notna()]
    if rows.empty:
        return None
    row = rows.iloc[0].to_dict()
    found, year = view.dataset.catalog.indicators[str(row["code"])], int(row["rank_year"])
    own = view.dataset.china(found.id).set_index("year")["value"][year]
    ends = {"best": row["best_value"], "own": own}
    written = {name: value(found, float(end), view.t.lang) for name, end in ends.items()}
    best = view.called(str(row["best_economy"]))
    return {"name": found.short.get(view.t.lang), "year": year, "economy": best, **written}


def verdict(view: View) -> Values:
    """Return how many claims have which verdict."""
    rows = view.dataset.table("claims")["verdict"]
    return {"all": len(rows), **{name: int((rows == name).sum()) for name in VERDICTS}} if len(rows) else None


def official_target(view: View) -> Values:
    """Return how many official targets have which verdict by first figures, each counted once."""
    found = counts(official_targets(view.dataset), FIRST)
    return found if found["all"] else None


def data_year(view: View) -> Values:
    """Return the years that China's indicators measure in the newest edition."""
    years = view.level("indicator")["data_year"].dropna().astype("int64")
    if years.empty:
        return None
    ends = {"first": int(years.min()), "last": int(years.max())}
    return {"edition": view.newest, "median": int(years.median()), **ends}


def imputed(view: View) -> Values:
    """Return China's rank in the scenario in which missing data are estimated, and the published one."""
    row = view.newest_interval("imputed")
    if row is None or pd.isna(row["rank"]):
        return None
    edition, lang = int(row["edition"]), view.t.lang
    ranks = {"rank": row["rank"], "published": view.dataset.ranks(edition)["GII"][CHINA]}
    return {"edition": edition, **{key: numbers.ordinal(int(one), lang) for key, one in ranks.items()}}


def outdated(view: View) -> Values:
    """Return how many of China's values the publisher calls outdated."""
    rows = view.level("indicator")
    rows = rows[rows["score"].notna()]
    return {"edition": view.newest, "all": len(rows), "count": int(rows["outdated"].eq(True).sum())}


def coverage(view: View) -> Values:
    """Return how many economies have a rank in brackets, on any level."""
    rows = view.dataset.table("gii_scores")
    rows = rows[rows["edition"] == view.newest]
    thin = rows.loc[rows["low_coverage"].fillna(value=False).astype(bool), "economy"].nunique()
    return {"edition": view.newest, "all": rows["economy"].nunique(), "count": thin} if thin else None


def release(view: View) -> Values:
    """Return how many releases and publishers the figures come from."""
    return {"count": len(view.used), "publishers": len(view.publishers)}


def vintage(view: View) -> Values:
    """Return a year of which an older vintage says something else than the one in use."""
    for row in view.dataset.table("older_releases").to_dict("records"):
        found = view.dataset.catalog.indicators[str(row["indicator"])]
        rows = view.dataset.observed.get(found.id, view.dataset.table("observations").iloc[:0])
        rows = rows[(rows["economy"] == row["economy"]) & (rows["year"] == row["year"])]
        if row["economy"] != CHINA or rows.empty or rows.iloc[0]["vintage"] == row["vintage"]:
            continue
        values = {"old": row["value"], "new": rows.iloc[0]["value"]}
        written = {name: value(found, float(number), view.t.lang) for name, number in values.items()}
        if written["old"] != written["new"]:
            ends = {"old_vintage": row["vintage"], "new_vintage": rows.iloc[0]["vintage"]}
            written |= {key: dated(str(one), view.t) for key, one in ends.items()}
            return {"name": found.short.get(view.t.lang), "year": int(row["year"]), **written}
    return None


def snapshot(view: View) -> Values:
    """Return the snapshot on show, with its size."""
    package = view.dataset.snapshot
    rows = sum(len(package.table(one["name"])) for one in package.resources)
    size = {"tables": len(package.resources), "rows": numbers.decimal(rows, 0, view.t.lang)}
    return {"id": package.id, "created": numbers.day(package.created, view.t.lang), **size}
