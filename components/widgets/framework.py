"""Editions beside each other: framework changes, indicators counted, what was launched but is missing."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from operator import attrgetter
from textwrap import wrap

from dash.development.base_component import Component

from analysis.dataset import Dataset, cached
from analysis.index.framework import indicator_changes
from analysis.normalize import format_runs
from components.charts.axes import FrameworkChange
from components.text.catalog import Words, markup, plain
from data.article import FOCUS

_LINE, _WIDE_LINE = 30, 16  # signs of a line of a note, so that a tip is no wider than a phone
_WRAP = "<br wrap>"  # breaks a line for width alone: what reads a tip out drops it, and stops at a <br>


def copied_note(dataset: Dataset, editions: Iterable[int], t: Words) -> str:
    """Return which of some editions were read from third parties, for a source line; "" for none."""
    found = set(dataset.copied_editions).intersection(editions)
    return t("overview.source_copied", editions=t.listing(format_runs(found))) if found else ""


@cached
def framework_changes(dataset: Dataset) -> tuple[FrameworkChange, ...]:
    """Return the marked changes of the framework, lettered in the order of the editions."""
    known = dataset.catalog.editions
    marked = [one for one in dataset.editions if one in known and known[one].change != "unmarked"]
    return tuple(
        FrameworkChange(edition, chr(ord("A") + index), known[edition].change == "break")
        for index, edition in enumerate(marked)
    )


def explained_changes(dataset: Dataset, t: Words) -> tuple[FrameworkChange, ...]:
    """Return the same with the tips of their squares: letter, edition and its note."""
    found = []
    for change in framework_changes(dataset):
        note = t.phrase(dataset.catalog.editions[change.edition].note_of(FOCUS))
        if t.language.wide:
            lines = _WRAP.join(note[at : at + _WIDE_LINE] for at in range(0, len(note), _WIDE_LINE))
        else:
            lines = f" {_WRAP}".join(wrap(note, _LINE))
        head = f"<b>{change.letter}  {plain(t.write(change.edition, 'edition'))}</b>"
        found.append(replace(change, tip=f"{head}<br>{lines}"))
    return tuple(found)


def counted_changes(dataset: Dataset, first: int, last: int, t: Words) -> str:
    """Return the counts between two editions as a clause without a full stop."""
    found = indicator_changes(dataset, first, last)
    if found is None:
        editions = t.listing(
            [str(one) for one in (first, last) if indicator_changes(dataset, one, one) is None]
        )
        return t("framework.uncounted", editions=editions)
    line = t("framework.same")
    if not found.is_unchanged:
        # Some indicators are in two of the four counts.
        twice = sum(found.counts.values()) - found.changed_count
        overlap = t("framework.overlap", changed=found.changed_count, count=twice) if twice else ""
        key = "framework.counted" if found.redefined else "framework.counted_none"
        line = t(key, before=found.before, after=found.after, overlap=overlap, **found.counts)
    return line + (t("framework.unweighed", count=len(found.unweighed)) if found.unweighed else "")


def letters(dataset: Dataset, first: int, last: int, t: Words) -> str:
    """Return the marked changes after the first edition up to the last: change A, changes B and C."""
    found = [change.letter for change in framework_changes(dataset) if first < change.edition <= last]
    return t(f"framework.change_{'many' if len(found) > 1 else 'one'}", letters=t.listing(found))


def every_change(dataset: Dataset, t: Words) -> str:
    """Return how many indicators changed in each unmarked edition; blank where none can be compared."""
    marked = {change.edition for change in framework_changes(dataset)}
    steps = [pair for pair in pairwise(dataset.editions) if pair[1] not in marked]
    pairs = {pair: indicator_changes(dataset, *pair) for pair in steps}
    found = [changes for changes in pairs.values() if changes is not None]
    if not found:
        return ""
    missing = [last for (_, last), changes in pairs.items() if changes is None]
    size = attrgetter("changed_count")
    ends = {"least": min(found, key=size), "most": max(found, key=size)}
    counts = {
        end: t("framework.step", count=one.changed_count, edition=one.last) for end, one in ends.items()
    }
    rest = t("framework.missing", editions=t.listing(format_runs(missing))) if missing else ""
    return t("framework.every", steps=len(found), missing=rest, **counts)


def framework_note(dataset: Dataset) -> set[int]:
    """Return the editions whose framework is marked or counted as another than that of the edition before."""
    pairs = {last: indicator_changes(dataset, first, last) for first, last in pairwise(dataset.editions)}
    counted_ = {
        edition for edition, changes in pairs.items() if changes is not None and not changes.is_unchanged
    }
    return counted_ | {change.edition for change in framework_changes(dataset)}


def launched_note(dataset: Dataset, t: Words) -> list[list[str | Component]]:
    """Return a line for each edition that the catalog knows as launched and the snapshot does not hold."""
    lines = []
    for one in dataset.missing_editions:
        about = {"publisher": t.phrase(one.publisher), "theme": t.phrase(one.theme)}
        about["day"] = t.write(one.released, "day")
        lines.append(markup(t("launched", edition=one.year, last=dataset.editions[-1], **about)))
    return lines
