"""How the framework of the index changed between two editions: indicators counted by what they measure."""

from dataclasses import dataclass
from typing import Final, Literal

import pandas as pd

from analysis.dataset import Dataset, cached

COUNTED_CHANGES: Final = ("added", "dropped", "redefined", "reweighted")
"""The counts of indicators of two editions, in the order of the sentences."""


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes of the indicators between two editions; each is listed by its measure, in order of codes.

    added, dropped: in one edition only; redefined: in both, by another definition or by one that may be
    another; reweighted: in both, half the weight in one and the whole in the other; unweighed: in both, the
    weight in one of them not known. before, after: how many indicators the editions have.
    """

    first: int
    last: int
    before: int
    after: int
    added: tuple[str, ...]
    dropped: tuple[str, ...]
    redefined: tuple[str, ...]
    reweighted: tuple[str, ...]
    unweighed: tuple[str, ...]

    @property
    def counts(self) -> dict[str, int]:
        """The numbers of COUNTED."""
        return {name: len(getattr(self, name)) for name in COUNTED_CHANGES}

    @property
    def changed(self) -> int:
        """How many indicators are in COUNTED, each counted once."""
        return len({one for name in COUNTED_CHANGES for one in getattr(self, name)})

    @property
    def same(self) -> bool:
        """Whether every count is zero and nothing is unknown."""
        return not any(self.counts.values()) and not self.unweighed


def framework(structure: pd.DataFrame, first: int, last: int) -> Changes | None:
    """Return what changed from an edition to a later one, by the table gii_structure.

    None where the indicators of one of them are not known: then nothing can be counted.
    """
    rows = structure[structure["level"] == "indicator"]
    old, new = (rows[rows["edition"] == edition].set_index("measure") for edition in (first, last))
    if old.empty or new.empty:
        return None
    both = new.index[new.index.isin(old.index)]
    before, after = (frame["weight"].astype("float64").loc[both] for frame in (old, new))
    known = before.notna() & after.notna()
    concept = old.loc[both, "concept"] != new.loc[both, "concept"]
    definition = old.loc[both, "defined"].fillna(0) != new.loc[both, "defined"].fillna(0)
    return Changes(
        first=first,
        last=last,
        before=len(old),
        after=len(new),
        added=tuple(str(one) for one in new.index.difference(both, sort=False)),
        dropped=tuple(str(one) for one in old.index.difference(both, sort=False)),
        redefined=tuple(str(one) for one in both[concept | definition]),
        reweighted=tuple(str(one) for one in known.index[known & (before != after)]),
        unweighed=tuple(str(one) for one in known.index[~known]),
    )


@cached
def indicator_changes(dataset: Dataset, first: int, last: int) -> Changes | None:
    """Return ``framework`` for two editions of a dataset."""
    return framework(dataset.table("gii_structure"), first, last)


def framework_mark(editions: pd.DataFrame, first: int, last: int) -> Literal["documented", "break"] | None:
    """Return the gravest mark after the first edition up to the last (gii_editions); None if none is marked.

    Without a mark the framework is not the same: WIPO adjusts it with every edition.
    """
    between = set(editions.loc[(editions["edition"] > first) & (editions["edition"] <= last), "change"])
    return "break" if "break" in between else "documented" if "documented" in between else None
