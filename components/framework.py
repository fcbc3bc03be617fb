"""Framework changes in words: how many indicators changed between two editions, where they can be counted."""

from itertools import pairwise

from analysis.framework import Changes
from components import numbers
from components.site import Site
from components.text import Words


def counted(site: Site, first: int, last: int, say: Words) -> str:
    """Return the counts between two editions as a clause without a full stop."""
    found = site.framework(first, last)
    if found is None:
        editions = say.listing([str(one) for one in (first, last) if not _known(site, one)])
        return say("framework.uncounted", editions=editions)
    key = "framework.same" if found.same else "framework.counted"
    line = say(key, before=found.before, after=found.after, **found.counts)
    return line + say("framework.unweighed", count=len(found.unweighed)) if found.unweighed else line


def every(site: Site, say: Words) -> str:
    """Return how many indicators changed from edition to edition; blank where no two can be compared."""
    pairs = {pair: site.framework(*pair) for pair in pairwise(site.editions)}
    found = [changes for changes in pairs.values() if changes is not None]
    if not found:
        return ""
    missing = [last for (_, last), changes in pairs.items() if changes is None]
    least, most = (end(found, key=lambda one: one.changed) for end in (min, max))
    rest = say("framework.missing", editions=say.listing(numbers.runs(missing))) if missing else ""
    ends = {"least": _step(least, say), "most": _step(most, say)}
    return say("framework.every", steps=len(found), missing=rest, **ends)


def reframed(site: Site) -> set[int]:
    """Return the editions whose framework is marked or counted as another than that of the edition before."""
    pairs = {last: site.framework(first, last) for first, last in pairwise(site.editions)}
    counted_ = {edition for edition, changes in pairs.items() if changes is not None and not changes.same}
    return counted_ | {change.edition for change in site.changes}


def _known(site: Site, edition: int) -> bool:
    return site.framework(edition, edition) is not None


def _step(changes: Changes, say: Words) -> str:
    return say("framework.step", count=changes.changed, edition=changes.last)
