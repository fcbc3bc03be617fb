"""What would it take, in sentences: the finding, who has the rank, and what could close the gap."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dash.development.base_component import Component

from analysis.frames import reach as frames
from analysis.ledger import editions_with
from analysis.reach import LEADERS, Choice, Reach
from components import numbers
from components.measures import CONTRIBUTION, SCORE
from components.text import markup
from components.theme import TOKENS
from components.view import EconomyView

DRAWN = 10  # indicators in the figure; the table has all
_HEAVY = 3.0  # times the median weight, from which on the page says that an indicator carries a sub-pillar
_FEW = 3  # GII pillars that are named; of more, those are that could not


@dataclass(frozen=True)
class View(EconomyView[Choice]):
    """One economy, edition and rank to reach."""

    @cached_property
    def found(self) -> Reach:
        """What separates the economy from the rank."""
        return frames.LADDER.result(self.dataset, self.choice)

    @property
    def ink(self) -> str:
        """The colour of the economy in focus: China's is its own."""
        return TOKENS.hero if self.hero else TOKENS.ink

    @property
    def here(self) -> str:
        """The edition in running text."""
        return self.edition(self.choice.edition)

    def address(self, name: str) -> str:
        """Return the address of a CSV of this view."""
        return self.download(name, self.choice.chosen(self.dataset), safe=",")

    def part(self, row: Mapping[Any, Any]) -> str:
        """Return the name of an indicator or sub-pillar with its code."""
        known = self.dataset.catalog.concepts.get(str(row["concept"]))
        return f"{row['code']} {known.name.get(self.t.lang) if known else row['name']}"

    def of_level(self, key: str, **values: Any) -> str:
        """Return words on levers, which name their level by {part}."""
        return self.t(f"reach.{key}", part=self.t(f"reach.part.{self.found.level}"), **values)


def finding(view: View) -> str:
    """Return the heading: how many points the rank takes."""
    found, t = view.found, view.t
    key = "finding" if found.need else "first" if found.rank == 1 else "level"
    return t(
        f"reach.{key}",
        name=view.name,
        rank=view.ordinal(found.target_rank),
        edition=view.choice.edition,
        points=SCORE.write(found.need, t.lang),
    )


def deck(view: View) -> str:
    """Return where the economy is, who has the rank, and which GII pillars could close the gap alone."""
    found, t = view.found, view.t
    ladder = found.ladder.set_index("economy")["score"]
    other = str(ladder.index[1]) if found.rank == 1 else found.at
    start = t(
        "reach.deck.first" if found.rank == 1 else "reach.deck.start",
        name=view.name,
        own=view.ordinal(found.rank),
        score=SCORE.write(found.score, t.lang),
        other=view.called(other),
        target=view.ordinal(2 if found.rank == 1 else found.target_rank),
        theirs=SCORE.write(float(ladder[other]), t.lang),
    )
    return start + (t("reach.deck.end", sentence=by_pillar(view)) if found.need else "")


def by_pillar(view: View) -> str:
    """Return which GII pillars could close the gap alone; of many, those that could not."""
    possible = view.found.pillars.set_index("code")["possible"].to_dict()
    able = [code for code in possible if possible[code]]
    if not view.found.need:
        return view.t("reach.pillars.level")
    if not able or len(able) == len(possible):
        return view.t("reach.pillars.all" if able else "reach.pillars.none")
    key = "one" if len(able) == 1 else "some" if len(able) <= _FEW else "most"
    named = able if key != "most" else [code for code in possible if not possible[code]]
    return view.t(f"reach.pillars.{key}", names=view.t.listing([view.t(f"gii.{code}") for code in named]))


def by_lever(view: View) -> str:
    """Return which indicators would do, alone or together."""
    levers, need, unscored = view.found.levers, view.found.need, view.found.unscored
    if unscored:
        return view.of_level("levers.unscored", name=view.called(unscored))
    if levers.empty:
        return view.of_level("levers.none", name=view.name)
    enough, needed = int((levers["adds"] >= need).sum()), int((levers["points"] < need).sum()) + 1
    key = "one" if enough == 1 else "some" if enough else "several" if needed <= len(levers) else "short"
    first = view.part(levers.to_dict("records")[0])
    return view.of_level(f"levers.{key if need else 'level'}", name=first, count=enough, needed=needed)


def target(view: View) -> str:
    """Return what the indicators are raised to."""
    name = view.called(view.choice.other)
    return view.t(f"reach.goal.{view.choice.target}", count=LEADERS, name=name)


def below(view: View) -> list[str | Component]:
    """Return what stands below the indicators: how many there are, and how much the first one weighs."""
    count = len(view.found.levers)
    lines = [view.of_level("drawn", drawn=DRAWN, count=count)] if count > DRAWN else []
    if view.found.level == "subpillar" and not view.found.unscored:
        lines.append(view.t("reach.coarse", edition=view.here))
    return markup(view.t("reach.between").join([*lines, *_thin(view)]))


def _thin(view: View) -> list[str]:
    """Return what an indicator that weighs far more than usual, since others are missing, really shows."""
    levers, t, need = view.found.levers, view.t, view.found.need
    if levers.empty:
        return []
    first, rest = levers.to_dict("records")[0], levers.iloc[1:]
    times = float(first["weight"]) / float(levers["weight"].median())
    if times < _HEAVY or not first["missing"]:
        return []
    values = {
        "name": view.part(first),
        "economy": view.name,
        "weight": weight(first, t.lang),
        "times": numbers.decimal(times, 1, t.lang),
        "missing": t.listing(str(first["missing"]).split(", ")),
    }
    lines = [t("reach.thin.weight", **values)]
    needed = int((rest["adds"].cumsum() < need).sum()) + 1
    if need and needed <= len(rest):
        key = "reach.thin.without_one" if needed == 1 else "reach.thin.without"
        points = CONTRIBUTION.write(float(rest["adds"].head(needed).sum()), t.lang)
        lines.append(t(key, count=needed, points=points, need=CONTRIBUTION.write(need, t.lang)))
    return lines


def weight(row: Mapping[Any, Any], lang: str) -> str:
    """Write the effective weight of an indicator."""
    return numbers.percent(100 * float(row["weight"]), 2, lang)


def limits(view: View) -> dict[str, str]:
    """Return the editions that have no scores of indicators, and those that have none at all."""
    of = {level: editions_with(view.dataset.parts, level) for level in ("index", "pillar", "indicator")}
    coarse = [edition for edition in of["pillar"] if edition not in of["indicator"]]
    bare = [edition for edition in view.dataset.editions if edition not in of["pillar"]]
    return {"coarse": view.runs(coarse), "bare": view.runs(bare)}
