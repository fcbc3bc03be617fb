"""One economy in one edition: sentences and drawings that its page and its brief share."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.index import profile as method
from analysis.index.profile import CALCULATED, Choice
from analysis.index.standing import next_place, ranks
from analysis.index.strengths import coverage_shares
from components.text.attributes import attributes
from components.text.catalog import Words
from components.text.keys import INDEX_PARTS, by_last_part
from components.text.numbers import is_present
from components.text.view import EconomyView
from data.entries import IndexUnit

Row = Mapping[Any, Any]
_SUMS = {"bn": 1e9, "mn": 1e6}
"""Factors of large sums by their placeholder in texts."""
_MIN_ROUNDING = 0.005  # points; less would be written as 0
DOUBTS = by_last_part(
    "economy.doubt.copies-differ", "economy.doubt.implied", "economy.doubt.left-out"
) | by_last_part("economy.doubt.not-the-mean", "economy.doubt.rank-as-printed")


@dataclass(frozen=True)
class Profile(EconomyView[Choice]):
    """One economy in one edition."""

    def say(self, key: str, **values: Any) -> str:
        """Return a text, which may name the economy, the edition, and its number of ranked economies."""
        values = {"name": self.name, "edition": self.choice.edition, "count": self.count} | values
        return self.t(key, **values)

    @property
    def count(self) -> int | None:
        """The number of economies that the edition ranks; None where it is unverified."""
        return self.dataset.rank_counts[self.choice.edition]

    @cached_property
    def frame(self) -> pd.DataFrame:
        """All parts of the index in the edition, a row for each."""
        return method.PROFILE.result(self.dataset, self.choice)

    @cached_property
    def by_code(self) -> dict[str, Row]:
        """The rows of the edition by their code."""
        return {str(row["code"]): row for row in reversed(self.frame.to_dict("records"))}

    @cached_property
    def robust(self) -> tuple[int, int] | None:
        """The bounds of the rank under other weights and aggregation (own calculation), if known."""
        return self.bounds("weights", self.choice.economy, self.choice.edition)

    @property
    def has_indicators(self) -> bool:
        """Whether the edition is available down to its indicators."""
        return bool((self.frame["level"] == "indicator").any())

    @property
    def detailed_editions(self) -> list[int]:
        """The editions that rank the economy and are available down to their indicators."""
        parts = self.dataset.parts
        detailed = set(parts.loc[parts["level"] == "indicator", "edition"])
        return [year for year in ranks(self.dataset, self.choice.economy) if year in detailed]

    @cached_property
    def is_ranked(self) -> bool:
        """Whether the economy has a rank in the edition."""
        return bool(self.frame.loc[self.frame["code"] == "GII", "rank"].notna().any())

    @cached_property
    def ours(self) -> bool:
        """Whether strengths and weaknesses are derived here, by the publisher's rule."""
        return bool((self.frame["marked"] == "rule").any())

    def part(self, row: Row) -> str:
        """Return the name of a part of the index in the language of the page."""
        return part_name(self.dataset, self.t, str(row["code"]), str(row["concept"]), str(row["name"]))


def part_name(dataset: Dataset, t: Words, code: str, concept: str, name: str) -> str:
    """Return the name of a part: for pillars our text, else the name of the concept, or of the edition."""
    if "." not in code:
        return t(INDEX_PARTS[code])
    entry = dataset.catalog.concepts.get(concept)
    return t.phrase(entry.name) if entry else name


def finding(view: Profile) -> str:
    """Return the sentence (marked text) that heads the page."""
    dataset = view.dataset
    if view.economy not in dataset.economies:
        return view.say("economy.never.finding", first=dataset.editions[0], last=dataset.editions[-1])
    if not view.is_ranked:
        # Where all ranks of the edition are available, an economy without a rank was not ranked.
        ranks_available: Any = dataset.by_edition["ranks"][view.choice.edition]
        is_complete = view.count is not None and int(ranks_available) >= view.count
        return view.say("economy.finding.unranked" if is_complete else "economy.finding.absent")
    key = "economy.finding.uncounted" if view.count is None else "economy.finding.counted"
    ranked = view.say(key, rank=view.rank_words(view.by_code["GII"]))
    ends = method.best_and_worst(view.frame)
    if ends is None:
        return ranked
    best, worst = (name[0].lower() + name[1:] for name in map(view.part, ends))
    best_rank, worst_rank = map(view.rank_words, ends)
    best_rank = view.t("economy.finding.first") if ends[0]["rank"] == 1 else best_rank
    values = {"best": best, "best_rank": best_rank, "worst": worst, "worst_rank": worst_rank}
    return view.t("economy.finding.ends", ranked=ranked, **values)


def intervals(view: Profile, key: str = "economy.deck.interval") -> list[str]:
    """Return our interval of the rank (marked text) with this text key, and the interval with rounding."""
    if view.robust is None:
        return []
    interval = view.t.write(view.robust, "interval")
    lines = [view.t(key, interval=interval, similar=view.t("similar.ranks", interval=interval))]
    outer = view.bounds("weights", view.choice.economy, view.choice.edition, ("outer_low", "outer_high"))
    if outer and outer != view.robust:
        lines.append(view.t("economy.deck.rounded", interval=view.t.write(outer, "interval")))
    return lines


def next_place_text(view: Profile) -> list[str]:
    """Return the gaps to both neighbours in points, also as points of one GII pillar (marked text)."""
    standing = next_place(view.dataset.scores, view.choice.economy, view.choice.edition)
    if standing is None:
        return [view.say("economy.next.unknown")]
    lines = []
    if standing.above is not None:
        points = {"gap": standing.gap, "input": standing.input_points, "output": standing.output_points}
        above = view.economy_name(standing.above)
        lines.append(view.say("economy.next.gap", above=above, rank=standing.above_rank, **points))
    if standing.below is not None:
        below = {"below": view.economy_name(standing.below), "rank": standing.below_rank}
        lines.append(view.t("economy.next.cushion", cushion=standing.cushion, **below))
    if standing.rounding >= _MIN_ROUNDING:
        lines.append(view.t("economy.next.rounding", points=standing.rounding))
    return lines


def data_behind(view: Profile, max_names: int = 4, *, rule: bool = True) -> list[str]:
    """Return sentences (marked text) on the data of the profile: coverage, missing, years, outdated.

    max_names: the most names in a sentence; rule: whether to explain the rule of minimum coverage.
    """
    t, frame = view.t, view.frame

    def names(rows: pd.DataFrame) -> str:
        listed = [view.part(row) for row in rows.head(max_names).to_dict("records")]
        more = [t("economy.data.more", count=len(rows) - max_names)] if len(rows) > max_names else []
        return t("economy.data.join").join(listed + more)

    doubts = [
        t("economy.data.doubt", names=names(rows), doubt=t(DOUBTS[str(doubt)]))
        for doubt, rows in frame[frame["doubt"].notna()].groupby("doubt")
    ]
    if not view.has_indicators:
        return [view.say("economy.data.ranking" if len(frame) == 1 else "economy.data.none"), *doubts]
    (inputs, all_inputs), (outputs, all_outputs) = coverage_shares(frame).values()
    counts = {"inputs": inputs, "all_inputs": all_inputs, "outputs": outputs, "all_outputs": all_outputs}
    indicators = frame[frame["level"] == "indicator"]
    missing, years = indicators[indicators["score"].isna()], indicators["data_year"].dropna()
    old, thin = indicators[indicators["outdated"].eq(True)], frame[frame["low_coverage"].eq(True)]
    key = "economy.data.complete" if missing.empty else "economy.data.missing"
    lines = [t("economy.data.shares", **counts), t(key, count=len(missing), names=names(missing))]
    if years.empty:
        lines.append(view.say("economy.data.undated"))
    else:
        ends = {"median": int(years.median()), "first": int(years.min()), "last": int(years.max())}
        lines.append(t("economy.data.years", **ends))
        if len(old):
            lines.append(t("economy.data.outdated", count=len(old), names=names(old)))
    if thin.empty:
        return [*lines, t("economy.data.enough"), *doubts]
    line = t("economy.data.thin", names=t.listing([view.part(row) for row in thin.to_dict("records")]))
    line += t("economy.data.thin_rule") if rule else ""
    return [*lines, line + (t("economy.data.thin_ours") if view.ours else ""), *doubts]


def marked_rows(frame: pd.DataFrame, mark: str) -> pd.DataFrame:
    """Return the indicators with a mark, strengths (S) by rank, weaknesses (W) with the worst rank first."""
    rows = frame[(frame["strength"] == mark) & (frame["level"] == "indicator")]
    share = (rows["rank"] / rows["economies"]).astype("float64")
    return rows.assign(share=share).sort_values(["rank", "share"], ascending=mark == "S", kind="stable")


def value_text(row: Row, t: Words) -> str:
    """Write a value before normalisation with decimals that fit its size, and † where it is calculated."""
    if not is_present(row["value"]):
        return t("missing")
    size = abs(float(row["value"]))
    decimals = 0 if size >= 1000 else 1 if size >= 100 else 2 if size >= 1 else 3
    text = t.write(row["value"], f".{decimals}")
    return f"{text}†" if row["value_source"] == CALCULATED else text


def unit_of(view: Profile, row: Row) -> IndexUnit | None:
    """Return the unit at the end of the name that the edition gives to an indicator, if it states one.

    For a concept whose name says what it is a share of, the unit is the percent sign alone.
    """
    catalog, name = view.dataset.catalog, str(row["name"])
    end = next((end for end in catalog.index_units if name.endswith(end)), None)
    concept = catalog.concepts.get(str(row["concept"]))
    if end and concept and "%" in concept.name.en:
        end = ", %"
    return catalog.index_units[end] if end else None


def value_with_unit(view: Profile, row: Row) -> str:
    """Write a value with its unit: 1.08% of GDP, 占GDP的1.08%; large sums in words."""
    unit, value = unit_of(view, row), value_text(row, view.t)
    if unit is None or not is_present(row["value"]):
        return value
    sums = {name: view.t.write(float(row["value"]) * factor, "large") for name, factor in _SUMS.items()}
    return view.t.phrase(unit.value).format(value, **sums)


def calculated_note(frame: pd.DataFrame, t: Words) -> list[str]:
    """Return what the † beside values means (marked text), nothing where no value is calculated."""
    return [t("economy.table.calculated")] if (frame["value_source"] == CALCULATED).any() else []


def strip(view: Profile, positions: Mapping[str, float]) -> html.Span:
    """Return a line with marks at positions in percent, by shape (ring, dot), and a way between two."""
    color = "hero-mark" if view.is_china else "ink-mark"
    marks: list[Component] = [
        html.Span(className=f"{shape}-mark {color}", style={"left": f"{position:.1f}%"})
        for shape, position in positions.items()
    ]
    if len(positions) > 1:
        left, right = sorted(positions.values())
        style = {"left": f"{left:.1f}%", "width": f"{right - left:.1f}%"}
        marks.insert(0, html.Span(className=f"brief-way {color}", style=style))
    return html.Span(marks, className="strip-line", **attributes(aria_hidden="true"))
