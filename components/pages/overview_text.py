"""The words of the Overview: finding, deck, source lines, the three columns, the tables."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.change import CLAIM
from analysis.dataset import Dataset
from analysis.rounding import widened
from analysis.standing import CHINA, of
from analysis.trajectory import Choice
from components import numbers
from components.attributes import attributes
from components.framework import copied, every, launched
from components.measures import OF_INDEX
from components.parts.columns import change_list, column
from components.parts.tables import Cell, Column, heads, table
from components.text import Words, markup


def finding(frame: pd.DataFrame, measure: str, words: Words) -> str:
    """Return the sentence (marked text) that heads the page for the editions and the measure on show.

    Where both editions of the article's claim are on show the sentence counts from the first of them, as the
    article does; otherwise from the first edition on show.
    """
    china = of(frame[[*{"economy", "edition", "economies", "rank", measure}]], CHINA)
    china = china[china[measure].notna()].set_index("edition")
    if china.empty:
        return words("overview.title")
    editions = [int(edition) for edition in china.index]
    value = dict(zip(editions, china[measure].astype(float), strict=True))
    claimed = set(CLAIM) <= set(editions)
    start, end = CLAIM if claimed else (editions[0], editions[-1])
    last = editions[-1]
    values: dict[str, Any] = {
        "from_edition": numbers.edition(start, words.lang),
        "second_edition": numbers.edition(end, words.lang),
        "last_edition": numbers.edition(last, words.lang),
        "second_year": end,
        "last_year": last,
    }
    for name, edition in (("first", start), ("second", end), ("last", last)):
        # Scores of different editions compare by what they ranked alone.
        rank = numbers.whole(china.loc[edition, "rank"])
        written = words("missing") if rank is None else numbers.ordinal(rank, words.lang)
        values[f"{name}_rank"] = written
        values[name] = written if measure == "rank" else OF_INDEX[measure].write(value[edition], words.lang)
    if start == end:
        count = numbers.whole(china.loc[start, "economies"])
        unknown = "_unknown" if count is None and measure == "rank" else ""
        return words(f"overview.finding.single_{measure}{unknown}", count=count, **values)
    better = value[end] < value[start] if measure == "rank" else value[end] > value[start]
    values["verb"] = words("overview.finding.up" if better else "overview.finding.down")
    kind = "span" if not claimed else "claim" if last > end else "claim_end"
    if value[end] == value[start]:
        kind = "same"
    return words(f"overview.finding.{kind}_{measure}", **values)


def deck(latest: pd.DataFrame, words: Words) -> str:
    """Return the lines under the finding (marked text), from the rows of China in all editions."""
    row = latest.iloc[-1]
    low, high = numbers.whole(row["low"]), numbers.whole(row["high"])
    interval = ""
    if low is not None and high is not None:
        similar = words("similar.ranks", interval=numbers.rank_interval(low, high, words.lang))
        interval = words("overview.deck.interval", similar=similar)
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
    lines = [words("overview.limits.cause")]
    if start - 1 in rank:
        before, first = rank[start - 1], rank[start]
        ranks = {"before": numbers.ordinal(before, words.lang), "start": numbers.ordinal(first, words.lang)}
        places = {"from_before": before - rank[end], "from_start": first - rank[end]}
        key = "overview.limits.start" if before < first else "overview.limits.start_up"
        lines.append(words(key, **ranks, **places))
    after = {edition: value for edition, value in rank.items() if edition >= start}
    lowest = max(after, key=after.__getitem__)
    if after[lowest] > rank[start]:
        edition, low = numbers.edition(lowest, words.lang), numbers.ordinal(after[lowest], words.lang)
        lines.append(words("overview.limits.lowest", edition=edition, rank=low))
    return [*lines, words("overview.limits.pillars")]


def _source_text(dataset: Dataset, frame: pd.DataFrame, measure: str, t: Words) -> tuple[str, str]:
    """Return publisher with editions, and where what else is drawn comes from."""
    frame = frame[[*{"economy", "edition", "low", "published_low", measure}]]
    known = frame[frame[measure].notna()]
    frame = frame if known.empty else known  # before 2011 there are ranks only
    china = of(frame, CHINA)
    printed = china.loc[china["published_low"].notna(), "edition"].astype(int).tolist()
    bracket = measure == "rank" and printed
    edition = t("overview.source_published", edition=printed[-1]) if bracket else ""
    own = t("overview.source_own") if measure != "score" and china["low"].notna().any() else ""
    first, last = int(frame["edition"].min()), int(frame["edition"].max())
    read = copied(dataset, range(first, last + 1), t)
    return t("overview.source", first=first, last=last), f"{edition}{own}{read}"


def source_line(dataset: Dataset, frame: pd.DataFrame, measure: str, t: Words) -> list[str | Component]:
    """Return publisher, editions, own calculation, licence, data as of and checked on.

    Phones leave out the middle and the dates, which stand in the text under the figure and in the footer. The
    last part is not shown: it is the source as the browser draws it into a picture, which has no link to the
    licences.
    """
    publisher, rest = _source_text(dataset, frame, measure, t)
    checked = numbers.day(dataset.checked, t.lang)
    dates = t("overview.source_asof", last=dataset.editions[-1], checked=checked)
    picture = f"{publisher}{rest}{t('overview.source_licences_differ')}{dates}"
    return [
        publisher,
        html.Span(rest, className="roomy"),
        t("overview.source_licences"),
        html.A(t("overview.source_link"), href=f"/{t.lang}/data"),
        html.Span(dates, className="roomy"),
        html.Span(picture, hidden=True, **attributes(data_part="picture-source")),
    ]


def figure_table(frame: pd.DataFrame, names: dict[str, str], chosen: Choice, t: Words) -> Component:
    """Return the figure as a table: editions down, economies across, in the measure on show."""
    missing, write = t("missing"), OF_INDEX[chosen.measure].writer(t.lang)
    known = frame.loc[frame[chosen.measure].notna(), ["economy", "edition", chosen.measure]]
    keys = zip(known["edition"].astype(int), known["economy"], strict=True)
    values = dict(zip(keys, known[chosen.measure].astype(float), strict=True))
    rows: list[list[Cell]] = []
    for edition in sorted({edition for edition, _ in values}, reverse=True):
        cells = (values.get((edition, code)) for code in names)
        written = (missing if cell is None else write(cell) for cell in cells)
        rows.append([str(edition), *written])
    caption = t("overview.column.table", measure=t(f"controls.{chosen.measure}"))
    columns = [Column(t("overview.column.edition"), number=False), *map(Column, names.values())]
    return table(t, columns, rows, caption=caption)


def china_table(china: pd.DataFrame, t: Words) -> html.Section:
    """Return China by edition with sub-indices and both intervals; the claim's editions are marked."""
    ordered = china.sort_values("edition", ascending=False).reset_index(drop=True)
    rows = [_china_row(row, t) for row in ordered.to_dict("records")]
    marked = [index for index, edition in enumerate(ordered["edition"]) if int(edition) in (2012, 2022)]
    names = ("edition", "rank", "economies", "percentile", "score", "input", "output", "own", "published")
    columns = heads(t, "overview.column", names, ("edition",))
    head = [
        html.H2(t("overview.table")),
        html.P(t("overview.table_count", visible=len(rows), all=len(rows)), className="small"),
    ]
    body = table(t, columns, rows, caption=t("overview.table"), highlight=marked)
    return html.Section([html.Div(head, className="block-head"), body], className="block")


def _china_row(row: Mapping[Any, Any], t: Words) -> list[Cell]:
    missing = t("missing")

    def number(name: str) -> str:
        return missing if pd.isna(row[name]) else OF_INDEX[name].write(float(row[name]), t.lang)

    def interval(low: str, high: str) -> str:
        return numbers.interval_cell(numbers.whole(row[low]), numbers.whole(row[high]), missing)

    return [
        str(row["edition"]),
        str(row["rank"]),
        numbers.whole_cell(row["economies"], missing),
        number("percentile"),
        number("score"),
        numbers.rank_cell(row, ("input_rank", "input_low", "input_high"), missing),
        numbers.rank_cell(row, ("output_rank", "output_low", "output_high"), missing),
        interval("low", "high"),
        interval("published_low", "published_high"),
    ]


def below(dataset: Dataset, china: pd.DataFrame, t: Words) -> html.Section:
    """Return the three columns: framework changes, how to read the rank, what the page cannot show."""
    counted = [html.P(markup(line)) for line in [every(dataset, t)] if line]
    changes = [html.H2(markup(t("overview.changes_title"))), change_list(dataset, t), *counted]
    cannot = [
        html.H2(t("overview.limits_title")),
        *(html.P(line) for line in launched(dataset, t)),
        *(html.P(markup(line)) for line in limits(china, t)),
    ]
    reading = column(t("overview.reading_title"), _reading(dataset, china, t))
    three = html.Div([html.Div(changes), reading, html.Div(cannot)], className="three")
    return html.Section([three, _more(t)], className="block")


def _more(t: Words) -> html.P:
    """Return the way to the pages that take the rank, and the article, apart."""
    pages = ("why", "strategy", "weights", "claims", "ranking", "compare")
    links = [html.A(t(f"overview.more.{page}"), href=f"/{t.lang}/{page}") for page in pages]
    brief = html.A(t("brief.print_two"), href=f"/{t.lang}/brief/{CHINA}")
    story = html.A(t("story.link"), href=f"/{t.lang}/story/1")
    guess = html.A(t("learn.link"), href=f"/{t.lang}/learn")
    return html.P([story, *links, brief, guess], className="links more")


def _reading(dataset: Dataset, china: pd.DataFrame, t: Words) -> list[str]:
    lines = []
    intervals = dataset.table("gii_intervals")
    own = intervals[(intervals["kind"] == "weights") & (intervals["economy"] == CHINA)]
    if len(own):
        draws = numbers.decimal(float(own["draws"].iloc[-1]), 0, t.lang)
        first, last = int(own["edition"].min()), int(own["edition"].max())
        lines.append(t("overview.reading.band", first=first, last=last, draws=draws))
        lines += _rounding(own, t)
    printed = china[china["published_low"].notna()]
    if len(printed):
        row = printed.iloc[-1]
        interval = numbers.rank_interval(int(row["published_low"]), int(row["published_high"]), t.lang)
        lines.append(t("overview.reading.bracket", edition=int(row["edition"]), interval=interval))
    if china["economies"].isna().any():
        lines.append(t("overview.reading.hollow"))
    counts = china["economies"].dropna()
    return [*lines, t("overview.reading.percentile", low=int(counts.min()), high=int(counts.max()))]


def _rounding(own: pd.DataFrame, t: Words) -> list[str]:
    """Return what the rounding of older scores adds to the band of China."""
    rounded = own[own["outer_low"].notna()]
    if rounded.empty:
        return []
    wider = [
        t(
            "overview.reading.widened",
            edition=numbers.edition(int(row["edition"]), t.lang),
            interval=numbers.rank_interval(int(row["outer_low"]), int(row["outer_high"]), t.lang),
        )
        for row in widened(rounded).to_dict("records")
    ]
    last = int(rounded["edition"].max())
    if not wider:
        return [t("overview.reading.rounding_same", last=last)]
    return [t("overview.reading.rounding", last=last, intervals=t.listing(wider))]


def strategy_sources(dataset: Dataset, t: Words) -> str:
    """Return who publishes the headline indicators, by the numbers of their strategic pillars."""
    numbered: dict[str, list[str]] = {}
    for pillar in dataset.catalog.strategy:
        source = dataset.catalog.sources[dataset.catalog.indicators[pillar.headline].source]
        numbered.setdefault(source.short.get(t.lang), []).append(str(pillar.number))
    between = "、" if t.lang == "zh" else ", "
    parts = [f"{between.join(pillars)} {name}" for name, pillars in numbered.items()]
    return t("strategy.sources", sources=("；" if t.lang == "zh" else "; ").join(parts))
