"""Notes on a comparison: what breaks a path, who is missing, what is in doubt, what a figure is not."""

import pandas as pd

from analysis.comparison_measures import Measure, presence
from components import numbers
from components.pages.compare.view import View

_OWN = "derived_order_of_scores"
_CAVEATS = 2


def notes(view: View, measure: Measure, frame: pd.DataFrame) -> list[str]:
    """Return the notes on a measure over the range on show; ``frame``: the rows on show."""
    return _series(view, measure, frame) if measure.related else _index(view, measure, frame)


def _index(view: View, measure: Measure, frame: pd.DataFrame) -> list[str]:
    say, chosen = view.say, view.chosen
    found = presence(view.dataset.base, measure, chosen.first, chosen.last)
    said = []
    if found.without_level:
        said.append(say("compare.note.unheld", editions=_runs(view, found.without_level)))
    if found.missing:
        said.append(say("compare.note.absent", editions=_runs(view, found.missing)))
    said += missing(view, frame, found.present)
    said += doubts(view, frame)
    if frame["low_coverage"].fillna(False).any():
        said.append(say("compare.note.thin"))
    concept = view.dataset.catalog.concepts.get(measure.id)
    if concept and concept.note:
        said.append(say("compare.note.concept", note=concept.note.get(say.lang)))
    if measure.level in ("subpillar", "indicator"):
        said.append(say("compare.note.joined"))
    return said


def _runs(view: View, editions: tuple[int, ...]) -> str:
    return view.say.listing(numbers.runs(editions))


def missing(view: View, frame: pd.DataFrame, periods: tuple[int, ...]) -> list[str]:
    """Return which of the economies are missing from which of the periods."""
    said = []
    for code in view.economies:
        own = set(frame.loc[frame["economy"] == code, "period"].astype(int))
        gone = tuple(period for period in periods if period not in own)
        if gone:
            told = view.say("compare.note.missing_all") if not own else _runs(view, gone)
            said.append(view.say("compare.note.missing", name=view.called(code), editions=told))
    if len(said) > 1:
        return [view.say("compare.note.missing_title") + view.say("compare.note.between").join(said)]
    return [view.say("compare.note.missing_title") + one for one in said]


def doubts(view: View, frame: pd.DataFrame) -> list[str]:
    """Return what is said of ranks known between bounds only, and of ranks that are ours."""
    said = []
    if frame["rank_low"].notna().any():
        last = int(frame.loc[frame["rank_low"].notna(), "period"].max())
        said.append(view.say("compare.note.bounds", edition=numbers.edition(last, view.say.lang)))
    elif (frame["source"] == _OWN).any():
        said.append(view.say("compare.note.own"))
    return said


def _series(view: View, measure: Measure, frame: pd.DataFrame) -> list[str]:
    say, entry = view.say, view.entry(measure)
    said = [say("compare.note.years")]
    if view.chosen.show != "score":
        said.append(say("compare.note.ranks_own" if measure.directed else "compare.note.ranks_size"))
    counts = frame["economies"].dropna()
    if view.chosen.show != "score" and len(counts) and counts.min() < counts.max():
        said.append(say("compare.note.counts", low=int(counts.min()), high=int(counts.max())))
    gone = tuple(code for code in view.economies if code not in set(frame["economy"]))
    if gone:
        said.append(say("compare.note.no_values", names=view.listing(gone)))
    said += [one.note.get(say.lang) for one in entry.breaks if one.economy in ("", *view.economies)]
    said += [one.get(say.lang) for one in entry.caveats[:_CAVEATS]]
    return list(dict.fromkeys(said))
