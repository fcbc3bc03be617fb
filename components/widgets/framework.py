"""Comparisons of editions: framework changes, counts of indicators, editions that are not included yet."""

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

_NOTE_WIDTH, _WIDE_NOTE_WIDTH = 30, 16  # characters of a line, so that a tip is no wider than a phone
_WRAP = "<br wrap>"  # a line break for width alone: screen readers pause at a <br>, but not here


def copied_note(dataset: Dataset, editions: Iterable[int], t: Words) -> str:
    """Return for a source line which editions were read from third parties; "" for none."""
    copied = set(dataset.copied_editions).intersection(editions)
    return t("overview.source_copied", editions=t.listing(format_runs(copied))) if copied else ""


@cached
def framework_changes(dataset: Dataset) -> tuple[FrameworkChange, ...]:
    """Return the marked changes of the framework, lettered in the order of the editions."""
    catalog = dataset.catalog.editions
    marked = [
        edition
        for edition in dataset.editions
        if edition in catalog and catalog[edition].change != "unmarked"
    ]
    return tuple(
        FrameworkChange(edition, chr(ord("A") + index), catalog[edition].change == "break")
        for index, edition in enumerate(marked)
    )


def explained_changes(dataset: Dataset, t: Words) -> tuple[FrameworkChange, ...]:
    """Return the marked changes of the framework with tips: letter, edition and note."""
    changes = []
    for change in framework_changes(dataset):
        note = t.phrase(dataset.catalog.editions[change.edition].note_of(FOCUS))
        if t.language.wide:
            width = _WIDE_NOTE_WIDTH
            lines = _WRAP.join(note[start : start + width] for start in range(0, len(note), width))
        else:
            lines = f" {_WRAP}".join(wrap(note, _NOTE_WIDTH))
        head = f"<b>{change.letter}  {plain(t.write(change.edition, 'edition'))}</b>"
        changes.append(replace(change, tip=f"{head}<br>{lines}"))
    return tuple(changes)


def counted_changes(dataset: Dataset, first: int, last: int, t: Words) -> str:
    """Return the counts between two editions as a clause without a full stop."""
    changes = indicator_changes(dataset, first, last)
    if changes is None:
        uncounted = [str(year) for year in (first, last) if indicator_changes(dataset, year, year) is None]
        return t("framework.uncounted", editions=t.listing(uncounted))
    line = t("framework.same")
    if not changes.is_unchanged:
        # Some indicators are in two of the four counts.
        twice = sum(changes.counts.values()) - changes.changed_count
        overlap = t("framework.overlap", changed=changes.changed_count, count=twice) if twice else ""
        key = "framework.counted" if changes.redefined else "framework.counted_none"
        line = t(key, before=changes.before, after=changes.after, overlap=overlap, **changes.counts)
    return line + (t("framework.unweighed", count=len(changes.unweighed)) if changes.unweighed else "")


def letters(dataset: Dataset, first: int, last: int, t: Words) -> str:
    """Return the marked changes after the first edition up to the last: change A, changes B and C."""
    listed = [change.letter for change in framework_changes(dataset) if first < change.edition <= last]
    key = "framework.change_many" if len(listed) > 1 else "framework.change_one"
    return t(key, letters=t.listing(listed))


def every_change(dataset: Dataset, t: Words) -> str:
    """Return how many indicators changed in each unmarked edition; blank where none can be compared."""
    marked = {change.edition for change in framework_changes(dataset)}
    pairs = [pair for pair in pairwise(dataset.editions) if pair[1] not in marked]
    compared = {pair: indicator_changes(dataset, *pair) for pair in pairs}
    steps = [changes for changes in compared.values() if changes is not None]
    if not steps:
        return ""
    missing = [last for (_, last), changes in compared.items() if changes is None]
    ends = {
        "least": min(steps, key=attrgetter("changed_count")),
        "most": max(steps, key=attrgetter("changed_count")),
    }
    counts = {
        name: t("framework.step", count=changes.changed_count, edition=changes.last)
        for name, changes in ends.items()
    }
    note = t("framework.missing", editions=t.listing(format_runs(missing))) if missing else ""
    return t("framework.every", steps=len(steps), missing=note, **counts)


def launched_note(dataset: Dataset, t: Words) -> list[list[str | Component]]:
    """Return a line for each edition of the catalog that was launched and is not in the snapshot."""
    lines = []
    for edition in dataset.missing_editions:
        values = {"publisher": t.phrase(edition.publisher), "theme": t.phrase(edition.theme)}
        values["day"] = t.write(edition.released, "day")
        lines.append(markup(t("launched", edition=edition.year, last=dataset.editions[-1], **values)))
    return lines
