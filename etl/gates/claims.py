"""Claims: each of the catalog has exactly one verdict, and the first rests on the ranks of the headline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from data.schema_claims import VERDICTS_OF
from data.violation import Violation
from etl.gates.counts import ANCHORS
from etl.gates.report import ALL, Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pandas as pd

    from data.catalog import Catalog
    from data.claims import Claim

HEADLINE: Final = "C1"


def check(tables: Mapping[str, pd.DataFrame], catalog: Catalog, report: Report) -> Iterator[Violation]:
    """Yield every claim without a verdict or unknown to the catalog, and a headline on other ranks."""
    yield from report.rule("verdicts", ALL, len(catalog.claims), _verdicts(tables, catalog))
    headlines = [one for one in catalog.claims if one.number == HEADLINE]
    found = _headline(tables["claim_figures"], headlines)
    yield from report.rule("headline-claim", ALL, len(headlines) * len(ANCHORS), found)


def _verdicts(tables: Mapping[str, pd.DataFrame], catalog: Catalog) -> Iterator[Violation]:
    held = list(tables["claims"]["claim"])
    known = {claim.id: claim for claim in catalog.claims}
    for claim in sorted(set(known) | set(held)):
        if claim not in known:
            yield Violation("claims", f"claim {claim}", "claim", "it is not in data/catalog/claims.toml")
        elif held.count(claim) != 1:
            problem = f"it must have one verdict, it has {held.count(claim)}"
            yield Violation("claims", f"claim {claim}", "verdict", problem)
    for claim, kind, verdict in zip(
        *(tables["claims"][name] for name in ("claim", "kind", "verdict")), strict=True
    ):
        if verdict not in VERDICTS_OF[kind]:
            problem = f"a claim of kind {kind} cannot have the verdict {verdict}"
            yield Violation("claims", f"claim {claim}", "verdict", problem)


def _headline(figures: pd.DataFrame, headlines: Iterable[Claim]) -> Iterator[Violation]:
    for claim in headlines:
        tested = {check.figure for check in claim.tests}
        rows = figures[(figures["claim"] == claim.id) & figures["figure"].isin(tested)]
        rows = rows[(rows["kind"] == "rank") & (rows["series"] == "GII")]
        ranks = {
            (int(year), str(economy)): value
            for year, economy, value in zip(rows["year"], rows["economy"], rows["value"], strict=True)
        }
        for (edition, economy), rank in ANCHORS.items():
            if ranks.get((edition, economy)) != rank:
                place = f"claim {claim.id}, edition {edition}"
                found = ranks.get((edition, economy), "missing")
                yield Violation("claim_figures", place, "value", f"the rank must be {rank}, it is {found}")
