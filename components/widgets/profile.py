"""One economy in one edition, with the sentences and marks that its page and its brief have in common."""

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
from components.text.numbers import is_present
from components.text.view import EconomyView
from data.entries import IndexUnit

Row = Mapping[Any, Any]
_SUMS = {"bn": 1e9, "mn": 1e6}
"""How many of a unit one is, by the place of such a sum in words."""
_LAST_DIGIT = 0.005  # points: what is smaller would be written as 0


@dataclass(frozen=True)
class Profile(EconomyView[Choice]):
    """One economy in one edition as it is shown."""

    def say(self, key: str, **values: Any) -> str:
        """Return a text, which may name the economy, the edition, and the number of economies it ranks."""
        here = {"name": self.name, "edition": self.choice.edition, "count": self.count}
        return self.t(key, **here | values)

    @property
    def count(self) -> int | None:
        """The number of economies that the edition ranks; None where it is not verified."""
        return self.dataset.rank_counts[self.choice.edition]

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Every level and indicator of the edition."""
        return method.PROFILE.result(self.dataset, self.choice)

    @cached_property
    def by_code(self) -> dict[str, Row]:
        """The rows of the edition by their code."""
        return {str(row["code"]): row for row in reversed(self.frame.to_dict("records"))}

    @cached_property
    def robust(self) -> tuple[int, int] | None:
        """The bounds of the rank under other weights and aggregation, our calculation; None: unknown."""
        return self.bounds("weights", self.choice.economy, self.choice.edition)

    @property
    def detailed(self) -> bool:
        """Whether the edition is available down to its indicators."""
        return bool((self.frame["level"] == "indicator").any())

    @property
    def detailed_editions(self) -> list[int]:
        """The editions that rank the economy and are available down to their indicators."""
        parts = self.dataset.parts
        detailed = set(parts.loc[parts["level"] == "indicator", "edition"])
        return [year for year in ranks(self.dataset, self.choice.economy) if year in detailed]

    @cached_property
    def ranked(self) -> bool:
        """Whether the economy has a rank in the edition."""
        return bool(self.frame.loc[self.frame["code"] == "GII", "rank"].notna().any())

    @cached_property
    def ours(self) -> bool:
        """Whether strengths and weaknesses are set by us, by the publisher's rule."""
        return bool((self.frame["marked"] == "rule").any())

    def part(self, row: Row) -> str:
        """Return the name of a part of the index in the language of the page."""
        return part_name(self.dataset, self.t, str(row["code"]), str(row["concept"]), str(row["name"]))


def part_name(dataset: Dataset, t: Words, code: str, concept: str, name: str) -> str:
    """Return the name of a code: for pillars our words, else that of its concept, or of its edition."""
    if "." not in code:
        return t(f"gii.{code}")
    known = dataset.catalog.concepts.get(concept)
    return t.phrase(known.name) if known else name


def finding(view: Profile) -> str:
    """Return the sentence (marked text) that heads the page, of an economy never ranked that it is so."""
    dataset = view.dataset
    if view.economy not in dataset.economies:
        return view.say("economy.never.finding", first=dataset.editions[0], last=dataset.editions[-1])
    if not view.ranked:
        # Where all ranks of the edition are available, a missing one does not exist.
        ranked: Any = dataset.by_edition["ranks"][view.choice.edition]
        whole = view.count is not None and int(ranked) >= view.count
        return view.say(f"economy.finding.{'unranked' if whole else 'absent'}")
    kind = "uncounted" if view.count is None else "counted"
    placed = view.say(f"economy.finding.{kind}", rank=view.rank_words(view.by_code["GII"]))
    ends = method.best_and_worst(view.frame)
    if ends is None:
        return placed
    names = [view.part(row) for row in ends]
    best, worst = (name[0].lower() + name[1:] for name in names)
    first, last = map(view.rank_words, ends)
    first = view.t("economy.finding.first") if ends[0]["rank"] == 1 else first
    named = {"best": best, "best_rank": first, "worst": worst, "worst_rank": last}
    return view.t("economy.finding.ends", ranked=placed, **named)


def intervals(view: Profile, key: str = "economy.deck.interval") -> list[str]:
    """Return our interval of the rank (marked text; ``key`` of its words), and with rounding at its worst."""
    if view.robust is None:
        return []
    interval = view.t.write(view.robust, "interval")
    lines = [view.t(key, interval=interval, similar=view.t("similar.ranks", interval=interval))]
    outer = view.bounds("weights", view.choice.economy, view.choice.edition, ("outer_low", "outer_high"))
    if outer and outer != view.robust:
        lines.append(view.t("economy.deck.rounded", interval=view.t.write(outer, "interval")))
    return lines


def next_place_text(view: Profile) -> list[str]:
    """Return the gap to the neighbours in points, and what it would be in one GII pillar (marked text)."""
    found = next_place(view.dataset.scores, view.choice.economy, view.choice.edition)
    if found is None:
        return [view.say("economy.next.unknown")]
    lines = []
    if found.above is not None:
        points = {"gap": found.gap, "input": found.input_points, "output": found.output_points}
        above = view.economy_name(found.above)
        lines.append(view.say("economy.next.gap", above=above, rank=found.above_rank, **points))
    if found.below is not None:
        below = {"below": view.economy_name(found.below), "rank": found.below_rank}
        lines.append(view.t("economy.next.cushion", cushion=found.cushion, **below))
    if found.rounding >= _LAST_DIGIT:
        lines.append(view.t("economy.next.rounding", points=found.rounding))
    return lines


def data_behind(view: Profile, named: int = 4, *, rule: bool = True) -> list[str]:
    """Return what data stand behind the profile: shares present, missing, years, outdated (marked text).

    named: the most names that a sentence lists; rule: whether the rule of minimum coverage is said as well.
    """
    t, frame = view.t, view.frame

    def names(rows: pd.DataFrame) -> str:
        found = [view.part(row) for row in rows.head(named).to_dict("records")]
        more = [t("economy.data.more", count=len(rows) - named)] if len(rows) > named else []
        return t("economy.data.join").join(found + more)

    doubts = [
        t("economy.data.doubt", names=names(rows), doubt=t(f"economy.doubt.{doubt}"))
        for doubt, rows in frame[frame["doubt"].notna()].groupby("doubt")
    ]
    if not view.detailed:
        return [view.say(f"economy.data.{'ranking' if len(frame) == 1 else 'none'}"), *doubts]
    (inputs, all_inputs), (outputs, all_outputs) = coverage_shares(frame).values()
    counts = {"inputs": inputs, "all_inputs": all_inputs, "outputs": outputs, "all_outputs": all_outputs}
    indicators = frame[frame["level"] == "indicator"]
    missing, years = indicators[indicators["score"].isna()], indicators["data_year"].dropna()
    old, thin = indicators[indicators["outdated"].eq(True)], frame[frame["low_coverage"].eq(True)]
    kind = "complete" if missing.empty else "missing"
    lines = [
        t("economy.data.shares", **counts),
        t(f"economy.data.{kind}", count=len(missing), names=names(missing)),
    ]
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
    """Return the indicators of a profile that carry a mark (S or W) by rank, the best or the worst first."""
    found = frame[(frame["strength"] == mark) & (frame["level"] == "indicator")]
    share = (found["rank"] / found["economies"]).astype("float64")
    return found.assign(share=share).sort_values(["rank", "share"], ascending=mark == "S", kind="stable")


def value_text(row: Row, t: Words) -> str:
    """Write a value before normalisation, with decimals that fit its size, and † where it is calculated."""
    if not is_present(row["value"]):
        return t("missing")
    size = abs(float(row["value"]))
    decimals = 0 if size >= 1000 else 1 if size >= 100 else 2 if size >= 1 else 3
    written = t.write(row["value"], f".{decimals}")
    return f"{written}†" if row["value_source"] == CALCULATED else written


def unit_of(view: Profile, row: Row) -> IndexUnit | None:
    """Return the unit that ends the name which an edition gives to an indicator; None where it states none.

    Of a concept whose name says what it is a share of, only the sign is left.
    """
    catalog, name = view.dataset.catalog, str(row["name"])
    end = next((end for end in catalog.index_units if name.endswith(end)), None)
    concept = catalog.concepts.get(str(row["concept"]))
    if end and concept and "%" in concept.name.en:
        end = ", %"
    return catalog.index_units[end] if end else None


def value_with_unit(view: Profile, row: Row) -> str:
    """Write a value with its unit: 1.08% of GDP, 占GDP的1.08%; large sums in words."""
    found, value = unit_of(view, row), value_text(row, view.t)
    if found is None or not is_present(row["value"]):
        return value
    sums = {word: view.t.write(float(row["value"]) * size, "large") for word, size in _SUMS.items()}
    return view.t.phrase(found.value).format(value, **sums)


def calculated_note(frame: pd.DataFrame, t: Words) -> list[str]:
    """Return what the † beside values means (marked text); nothing where there is none."""
    return [t("economy.table.calculated")] if (frame["value_source"] == CALCULATED).any() else []


def strip(view: Profile, places: Mapping[str, float]) -> html.Span:
    """Return a line with a mark (ring, dot) at each place, in percent of it; between two their way."""
    color = "hero-mark" if view.is_china else "ink-mark"
    marks: list[Component] = [
        html.Span(className=f"{shape}-mark {color}", style={"left": f"{place:.1f}%"})
        for shape, place in places.items()
    ]
    if len(places) > 1:
        left, right = sorted(places.values())
        style = {"left": f"{left:.1f}%", "width": f"{right - left:.1f}%"}
        marks.insert(0, html.Span(className=f"brief-way {color}", style=style))
    return html.Span(marks, className="strip-line", **attributes(aria_hidden="true"))
