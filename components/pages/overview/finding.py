"""The finding, deck and measure of the Overview: sentences computed from the frame on show."""

import pandas as pd

from analysis.standing import CHINA, of
from components import numbers
from components.figures.view import CLAIM
from components.text import Words


def finding(frame: pd.DataFrame, measure: str, words: Words) -> str:
    """Return the sentence (marked text) that heads the page for the editions and the measure on show.

    Where both editions of the article's claim are on show the sentence counts from the first of them, as the
    article does; otherwise from the first edition on show.
    """
    china = of(frame, CHINA)
    china = china[china[measure].notna()].set_index("edition")
    if china.empty:
        return words("overview.title")
    editions = [int(edition) for edition in china.index]
    value = dict(zip(editions, china[measure].astype(float), strict=True))
    claimed = set(CLAIM) <= set(editions)
    start, end = CLAIM if claimed else (editions[0], editions[-1])
    last = editions[-1]
    said = {
        "first": _value(value[start], measure, words),
        "second": _value(value[end], measure, words),
        "last": _value(value[last], measure, words),
        "from_edition": numbers.edition(start, words.lang),
        "second_edition": numbers.edition(end, words.lang),
        "last_edition": numbers.edition(last, words.lang),
        "second_year": end,
        "last_year": last,
        **_ranks(china, {"first_rank": start, "second_rank": end, "last_rank": last}, words),
    }
    if start == end:
        count = numbers.whole(china.loc[start, "economies"])
        unknown = "_unknown" if count is None and measure == "rank" else ""
        return words(f"overview.finding.single_{measure}{unknown}", count=count, **said)
    better = value[end] < value[start] if measure == "rank" else value[end] > value[start]
    said["verb"] = words("overview.finding.up" if better else "overview.finding.down")
    kind = "span" if not claimed else "claim" if last > end else "claim_end"
    if value[end] == value[start]:
        kind = "same"
    return words(f"overview.finding.{kind}_{measure}", **said)


def _ranks(china: pd.DataFrame, editions: dict[str, int], words: Words) -> dict[str, str]:
    """Return the rank of each edition: scores of different editions compare by what they ranked alone."""
    held = {name: numbers.whole(china.loc[edition, "rank"]) for name, edition in editions.items()}
    return {
        name: words("missing") if rank is None else numbers.ordinal(rank, words.lang)
        for name, rank in held.items()
    }


def _value(value: float, measure: str, words: Words) -> str:
    return numbers.ordinal(int(value), words.lang) if measure == "rank" else numbers.decimal(value, 1)


def deck(latest: pd.DataFrame, words: Words) -> str:
    """Return the lines under the finding (marked text), from the rows of China in all editions."""
    row = latest.iloc[-1]
    low, high = numbers.whole(row["low"]), numbers.whole(row["high"])
    interval = ""
    if low is not None and high is not None:
        interval = words("overview.deck.interval", interval=numbers.rank_interval(low, high, words.lang))
    rank = numbers.ordinal(int(row["rank"]), words.lang)
    return words(
        "overview.deck.text",
        year=int(row["edition"]),
        rank=rank,
        count=int(row["economies"]),
        interval=interval,
    )


def limits(china: pd.DataFrame, words: Words) -> list[str]:
    """Return what the page cannot show (marked text), from the rows of China in all editions."""
    rank = {int(edition): int(value) for edition, value in zip(china["edition"], china["rank"], strict=True)}
    start, end = CLAIM
    said = [words("overview.limits.cause")]
    if start - 1 in rank:
        before, first = rank[start - 1], rank[start]
        said.append(
            words(
                f"overview.limits.{'start' if before < first else 'start_up'}",
                before=numbers.ordinal(before, words.lang),
                start=numbers.ordinal(first, words.lang),
                from_before=before - rank[end],
                from_start=first - rank[end],
            )
        )
    after = {edition: value for edition, value in rank.items() if edition >= start}
    lowest = max(after, key=after.__getitem__)
    if after[lowest] > rank[start]:
        edition = numbers.edition(lowest, words.lang)
        said.append(
            words("overview.limits.lowest", edition=edition, rank=numbers.ordinal(after[lowest], words.lang))
        )
    return [*said, words("overview.limits.pillars")]
