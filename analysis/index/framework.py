"""Changes of the framework of the index between editions, by what the indicators measure."""

from dataclasses import dataclass
from typing import Final, Literal

import pandas as pd

from analysis.dataset import Dataset, cached

COUNTED_CHANGES: Final = ("added", "dropped", "redefined", "reweighted")
"""The kinds of changes that are counted, in the order of the sentences."""


@dataclass(frozen=True, slots=True)
class Changes:
    """The changed indicators between two editions, each named by its measure, in the order of codes.

    before, after: numbers of indicators; added, dropped: in one edition only; redefined: in both, with a
    definition that differs or may differ; reweighted: in both, with half and with full weight; unweighed: in
    both, with an unknown weight in one.
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
        """The number of indicators of each kind in COUNTED_CHANGES."""
        changes = (self.added, self.dropped, self.redefined, self.reweighted)
        return {name: len(measures) for name, measures in zip(COUNTED_CHANGES, changes, strict=True)}

    @property
    def changed_count(self) -> int:
        """Number of changed indicators, each counted once."""
        return len({*self.added, *self.dropped, *self.redefined, *self.reweighted})

    @property
    def is_unchanged(self) -> bool:
        """Whether no indicator changed and every weight is known."""
        return not any(self.counts.values()) and not self.unweighed


def framework(structure: pd.DataFrame, first: int, last: int) -> Changes | None:
    """Return the changes from an edition to a later one; structure: the table gii_structure.

    None where the indicators of one of the editions are unknown.
    """
    rows = structure[structure["level"] == "indicator"]
    old, new = (rows[rows["edition"] == edition].set_index("measure") for edition in (first, last))
    if old.empty or new.empty:
        return None
    both = new.index[new.index.isin(old.index)]
    before, after = (frame["weight"].astype("float64").loc[both] for frame in (old, new))
    weighed = before.notna() & after.notna()
    concept = old.loc[both, "concept"] != new.loc[both, "concept"]
    definition = old.loc[both, "defined"].fillna(0) != new.loc[both, "defined"].fillna(0)
    return Changes(
        first=first,
        last=last,
        before=len(old),
        after=len(new),
        added=tuple(str(measure) for measure in new.index.difference(both, sort=False)),
        dropped=tuple(str(measure) for measure in old.index.difference(both, sort=False)),
        redefined=tuple(str(measure) for measure in both[concept | definition]),
        reweighted=tuple(str(measure) for measure in weighed.index[weighed & (before != after)]),
        unweighed=tuple(str(measure) for measure in weighed.index[~weighed]),
    )


@cached
def indicator_changes(dataset: Dataset, first: int, last: int) -> Changes | None:
    """Return ``framework`` for two editions of a dataset."""
    return framework(dataset.table("gii_structure"), first, last)


def framework_mark(editions: pd.DataFrame, first: int, last: int) -> Literal["documented", "break"] | None:
    """Return the gravest mark of an edition after the first up to the last; None without a mark.

    editions: the table gii_editions. Unmarked editions differ, too: WIPO adjusts the framework every year.
    """
    between = set(editions.loc[(editions["edition"] > first) & (editions["edition"] <= last), "change"])
    return "break" if "break" in between else "documented" if "documented" in between else None
