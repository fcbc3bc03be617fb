"""What changed in the data, for its feed: editions, revisions, verdicts that turned, sources overdue."""

from collections.abc import Iterator
from typing import Any, Final

import pandas as pd

from analysis.dataset import Dataset
from analysis.freshness import by_family
from analysis.news import Entry, Feed, last_day
from analysis.revision import by_series
from analysis.standing import CHINA
from analysis.targets import FIRST, REVISED, official_targets
from analysis.vintages import comparisons, released
from components import numbers
from components.parts.series_source import vintage
from components.shell import path
from components.text import Words, plain, words
from data.citation import INDEX

MOST: Final = 60


def feed(dataset: Dataset, lang: str) -> Feed:
    """Return the newest changes in a language, at most MOST."""
    t = words(lang)
    kinds = (_editions, _revisions, _claims, _targets, _overdue)
    known = {entry.key: entry for kind in kinds for entry in kind(dataset, t)}
    entries = sorted(known.values(), key=lambda one: (one.day, one.key), reverse=True)[:MOST]
    day = entries[0].day if entries else dataset.snapshot.created
    return Feed(t("news.title"), t("news.subtitle"), t("site.name"), day, tuple(entries))


def _entry(t: Words, kind: str, key: str, day: str, place: str, /, **values: Any) -> Entry:
    title, text = (plain(t(f"news.{kind}.{form}", **values)) for form in ("title", "text"))
    return Entry("/".join((kind.partition("_")[0], key)), day, title, text, path(t.lang, place))


def _editions(dataset: Dataset, t: Words) -> Iterator[Entry]:
    """Yield the editions by their publication, else by their year, and those launched that are missing."""
    overall = dataset.scores[(dataset.scores["code"] == "GII") & (dataset.scores["economy"] == CHINA)]
    ranks = overall.dropna(subset=["rank"]).set_index("edition")["rank"].to_dict()
    published = dataset.by_edition["released"].dropna().to_dict()
    for edition, count in dataset.counts.items():
        day = last_day(dataset, str(published.get(edition, edition)))
        kind = "edition" if count and edition in ranks else "edition_plain"
        rank = numbers.ordinal(int(ranks.get(edition, 0)), t.lang)
        values = {"edition": edition, "economies": count, "rank": rank}
        yield _entry(t, kind, str(edition), day, f"ranking?edition={edition}", **values)
    for one in dataset.launched:
        values = {"edition": one.year, "publisher": one.publisher.get(t.lang), "last": dataset.editions[-1]}
        values["day"] = numbers.day(one.released, t.lang)
        day = last_day(dataset, one.released)
        yield _entry(t, "launch", str(one.year), day, "data#coverage", **values)


def _revisions(dataset: Dataset, t: Words) -> Iterator[Entry]:
    """Yield series with other values of China than in the release before: compared, or replaced."""
    columns = ["series", "measure", "older", "newer", "changed", "largest"]
    pairs = comparisons(dataset.table("release_changes"), dataset.table("sources"))
    pairs = pairs.drop_duplicates(["indicator", "newer"]).assign(measure="value")
    sides, figures = ["older_vintage", "newer_vintage"], ["china_changed", "china_largest"]
    compared = pairs[["indicator", "measure", *sides, *figures]]
    replaced = by_series(dataset.table("revisions"))
    replaced = replaced[["series", "measure", "old_vintage", "new_vintage", "china_values", "china_change"]]
    for frame in (compared, replaced):
        for row in frame.set_axis(columns, axis=1).to_dict("records"):
            if row["changed"]:
                yield _revision(dataset, t, row)


def _revision(dataset: Dataset, t: Words, row: dict[Any, Any]) -> Entry:
    series, measure, about = row["series"], row["measure"], dataset.catalog.indicators.get(row["series"])
    values = {side: vintage(row[side], t) for side in ("older", "newer")}
    values["name"] = (
        about.name.get(t.lang)
        if about
        else t("revisions.index", code=series, measure=t(f"revisions.{measure}"))
    )
    kind = "revision_lost" if pd.isna(row["largest"]) else "revision"
    place = f"data/releases?series={series}" if series in released(dataset) else "data#revisions"
    key = "/".join((series, measure, row["older"], row["newer"])).replace(" ", "-")
    sizes = {"changed": int(row["changed"]), "largest": numbers.percent(100 * row["largest"], 1, t.lang)}
    return _entry(t, kind, key, last_day(dataset, row["newer"]), place, **values, **sizes)


def _claims(dataset: Dataset, t: Words) -> Iterator[Entry]:
    """Yield the claims whose verdict the newest revisions turned."""
    vintages = dataset.table("revisions")["new_vintage"].dropna().unique()
    day = max((last_day(dataset, str(one)) for one in vintages), default=dataset.snapshot.created)
    for row in dataset.table("claims").dropna(subset=["verdict_before"]).to_dict("records"):
        key, place = (
            f"{row['claim']}/{row['verdict_before']}/{row['verdict']}/{day}",
            f"claims#claim-{row['claim']}",
        )
        about = {"number": row["number"], "statement": row[f"statement_{t.lang}"]}
        turned = _turned(t, row["verdict_before"], row["verdict"])
        yield _entry(t, "claim", key, day, place, **about, **turned)


def _targets(dataset: Dataset, t: Words) -> Iterator[Entry]:
    """Yield the targets of which today's figures say otherwise than those first published."""
    for row in official_targets(dataset).query("counted").to_dict("records"):
        before, after = (row[f"verdict_{vintage}"] for vintage in (FIRST, REVISED))
        if before == after:
            continue
        vintages = dataset.sources.loc[row["sources"].split(), "vintage"]
        day = max(last_day(dataset, str(one)) for one in vintages)
        place = f"strategy/targets#target-{row['target']}"
        about = {"measure": row[f"name_{t.lang}"], "due": row["year"]} | _turned(t, before, after)
        yield _entry(t, "target", f"{row['target']}/{before}/{after}", day, place, **about)


def _turned(t: Words, before: str, after: str) -> dict[str, str]:
    return {"before": t(f"verdict.{before}"), "after": t(f"verdict.{after}")}


def _overdue(dataset: Dataset, t: Words) -> Iterator[Entry]:
    """Yield the sources whose next release was due in a month that is over, from the day after it.

    But not the index where the edition that was due is known to be out: that is an entry of its own.
    """
    out = {one.year for one in dataset.launched}
    for family, found in by_family(dataset).items():
        if found.state != "overdue" or not found.expected:
            continue
        year, month = found.expected
        if family in INDEX and year in out:
            continue
        due, source = f"{year}-{month:02d}", dataset.catalog.sources[family]
        values = {"name": source.name.get(t.lang), "publisher": source.publisher.get(t.lang)}
        values |= {"expected": numbers.month(due, t.lang), "newest": vintage(found.newest, t)}
        after = f"{year + month // 12}-{month % 12 + 1:02d}-01"
        yield _entry(t, "overdue", f"{family}/{due}", after, "data#sources", **values)
