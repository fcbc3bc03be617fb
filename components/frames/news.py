"""What changed in the data, for its feed: editions, revisions, verdicts that turned, sources overdue."""

from collections.abc import Iterator
from typing import Any, Final

import pandas as pd

from analysis.dataset import Dataset, cached
from analysis.evidence.targets import FIRST, REVISED, official_targets
from analysis.index.standing import ranks
from analysis.inventory import by_series
from analysis.news import Entry, Feed, by_family, last_day
from analysis.vintages import comparisons, released
from components.words.places import path
from components.words.text import Words, plain, words
from data.article import HERO
from data.citation import INDEX

MOST: Final = 60


@cached
def feed(dataset: Dataset, lang: str) -> Feed:
    """Return the newest changes in a language, at most MOST."""
    t = words(lang)
    kinds = (_editions, _revisions, _claims, _targets, _overdue, _held)
    known = {entry.key: entry for kind in kinds for entry in kind(dataset, t)}
    entries = sorted(known.values(), key=lambda one: (one.day, one.key), reverse=True)[:MOST]
    day = entries[0].day if entries else dataset.snapshot.created
    return Feed(t("news.title"), t("news.subtitle"), t("site.name"), day, tuple(entries))


def _entry(t: Words, kind: str, key: str, day: str, place: str, /, **values: Any) -> Entry:
    title, text = (plain(t(f"news.{kind}.{form}", **values)) for form in ("title", "text"))
    return Entry(f"{kind.partition('_')[0]}/{key}", day, title, text, path(t.lang, place))


def _editions(dataset: Dataset, t: Words) -> Iterator[Entry]:
    """Yield the editions by their publication, else by their year, and those launched that are missing."""
    own = ranks(dataset, HERO)
    published = dataset.by_edition["released"].dropna().to_dict()
    for edition, count in dataset.rank_counts.items():
        day = last_day(dataset, str(published.get(edition, edition)))
        kind = "edition" if count and edition in own else "edition_plain"
        values = {"edition": edition, "economies": count, "rank": own.get(edition)}
        yield _entry(t, kind, str(edition), day, f"ranking?edition={edition}", **values)
    for one in dataset.launched:
        about = {"edition": one.year, "publisher": t.phrase(one.publisher), "last": dataset.editions[-1]}
        day = last_day(dataset, one.released)
        yield _entry(t, "launch", str(one.year), day, "data#coverage", day=one.released, **about)


def _revisions(dataset: Dataset, t: Words) -> Iterator[Entry]:
    """Yield series with other values of China than in the release before: compared, or replaced."""
    pairs = comparisons(dataset)
    pairs = pairs.drop_duplicates(["indicator", "newer"]).assign(measure="value")
    compared = ["older_vintage", "newer_vintage", "economy_changed", "economy_largest"]
    replaced = by_series(dataset.table("revisions"))
    frames = (
        pairs[["indicator", "measure", *compared]],
        replaced[["series", "measure", "old_vintage", "new_vintage", "economy_values", "economy_change"]],
    )
    rows = [row for frame in frames for row in frame.itertuples(index=False) if row[4]]
    for series, measure, older, newer, changed, largest in rows:
        if about := dataset.catalog.indicators.get(series):
            name = t.phrase(about.name)
        else:
            name = t("revisions.index", code=series, measure=t(f"revisions.{measure}"))
        kind = "revision_lost" if pd.isna(largest) else "revision"
        place = f"data?series={series}#releases" if series in released(dataset) else "data#revisions"
        key = f"{series}/{measure}/{older}/{newer}".replace(" ", "-")
        values = {
            "older": t.write(older, "vintage"),
            "newer": t.write(newer, "vintage"),
            "changed": int(changed),
        }
        values |= {"name": name, "largest": 100 * largest}
        yield _entry(t, kind, key, last_day(dataset, newer), place, **values)


def _claims(dataset: Dataset, t: Words) -> Iterator[Entry]:
    """Yield the claims whose verdict the newest revisions turned."""
    vintages = dataset.table("revisions")["new_vintage"].dropna().unique()
    day = max((last_day(dataset, str(one)) for one in vintages), default=dataset.snapshot.created)
    for row in dataset.table("claims").dropna(subset=["verdict_before"]).to_dict("records"):
        before, after = row["verdict_before"], row["verdict"]
        key, place = f"{row['claim']}/{before}/{after}/{day}", f"claims#claim-{row['claim']}"
        about = {"number": row["number"], "statement": row[f"statement_{t.lang}"]}
        yield _entry(t, "claim", key, day, place, **about, **_turned(t, before, after))


def _targets(dataset: Dataset, t: Words) -> Iterator[Entry]:
    """Yield the targets of which today's figures say otherwise than those first published."""
    for row in official_targets(dataset).query("counted").to_dict("records"):
        before, after = (row[f"verdict_{figures}"] for figures in (FIRST, REVISED))
        if before != after:
            vintages = dataset.sources.loc[row["sources"].split(), "vintage"]
            day = max(last_day(dataset, str(one)) for one in vintages)
            key, place = f"{row['target']}/{before}/{after}", f"strategy/targets#target-{row['target']}"
            about = {"measure": row[f"name_{t.lang}"], "due": row["year"]}
            yield _entry(t, "target", key, day, place, **about, **_turned(t, before, after))


def _held(dataset: Dataset, t: Words) -> Iterator[Entry]:
    """Yield the series whose newest release was not taken over."""
    for series, one in dataset.withheld.items():
        name, release = t.phrase(dataset.catalog.indicators[series].name), t.write(one.vintage, "vintage")
        key = f"{series}/{one.vintage}"
        yield _entry(t, "held", key, one.since, "data#sources", name=name, release=release)


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
        values = {"name": t.phrase(source.name), "publisher": t.phrase(source.publisher)}
        values |= {"expected": due, "newest": t.write(found.newest, "vintage")}
        after = f"{year + month // 12}-{month % 12 + 1:02d}-01"
        yield _entry(t, "overdue", f"{family}/{due}", after, "data#sources", **values)
