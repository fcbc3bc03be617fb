"""The strategic pillars: the evidence of one or all, the evidence matrix, the rows of small multiples."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd

from analysis import matrix as method
from analysis.dataset import Dataset, cached
from analysis.evidence import UNMEASURED
from analysis.frames.table import Table
from analysis.frames.terms import PUBLISHER, RANK, insert_after, terms
from analysis.listing import alphabetical
from analysis.multiples import Choice, EvidenceChoice
from analysis.multiples import multiples as multiple_rows
from analysis.provenance import OWN_CALCULATION, joined, of_index
from analysis.standing import CHINA

OWN = "Innovation Trajectory, own judgement"
_INDEX = "gii"
_PUBLISHERS = {_INDEX: PUBLISHER, **dict.fromkeys(UNMEASURED, OWN)}
_PLACED = ("rank_year", "rank", "economies", "peer_rank", "peers")


def _found(dataset: Dataset, choice: EvidenceChoice) -> pd.DataFrame:
    pillars = [one.number for one in dataset.catalog.strategy if choice.pillar in (None, one.number)]
    return dataset.evidence_of(pillars, choice.peers, choice.since)


def evidence(frame: pd.DataFrame, dataset: Dataset, choice: EvidenceChoice, lang: str) -> pd.DataFrame:
    """Return the evidence of one strategic pillar, or of all five.

    ``first``, ``last`` and what is computed from them are in ``unit``, ranks for parts of the GII; ``change``
    is a difference or a ratio, as ``how`` says; ``growth`` a year is a share (0.05 is 5 %).
    """
    return _evidence(frame.assign(peers_asked_for=",".join(choice.peers)), dataset, lang)


def matrix(frame: pd.DataFrame, dataset: Dataset, choice: method.Choice, lang: str) -> pd.DataFrame:
    """Return the rows of the evidence matrix, filtered and in the order of a choice."""
    names = {code: one.short.get(lang) for code, one in dataset.catalog.indicators.items()}
    names |= _part_names(dataset, lang)
    rows = method.matrix(frame, choice, lambda code: alphabetical(names[code]))
    return _evidence(rows, dataset, lang)


def _evidence(frame: pd.DataFrame, dataset: Dataset, lang: str) -> pd.DataFrame:
    """Return rows of evidence in the units that the site shows, with words, publisher, vintage, licence."""
    frame = _scaled(frame, dataset)
    rows, names = frame.to_dict("records"), _part_names(dataset, lang)
    found = releases(dataset, rows)
    words = [_words(dataset, row, names, lang) for row in rows]
    frame = frame.rename(columns={"sources": "source"}).assign(source=found)
    frame = pd.concat([frame, pd.DataFrame(words, index=frame.index)], axis=1)
    # Where there is no value, who would publish it.
    would = {code: dataset.catalog.sources[one.source] for code, one in dataset.catalog.indicators.items()}
    frame["publisher"] = [
        _PUBLISHERS.get(row["kind"]) or publisher or would[row["code"]].publisher.en
        for row, publisher in zip(rows, dataset.provenance("publisher", found), strict=True)
    ]
    return terms(frame, dataset, "vintage", "licence")


def releases(dataset: Dataset, rows: Sequence[Mapping[Any, Any]]) -> list[str]:
    """Return the releases of each row of evidence.

    Of a part of the index those of both editions, of a gap our own.
    """
    read = _read(dataset)
    found = []
    for row in rows:
        ends = [read.get((row[end], row["code"])) for end in ("first_year", "last_year")]
        own = OWN_CALCULATION if row["kind"] in UNMEASURED else row["sources"]
        found.append(joined(*ends) if row["kind"] == _INDEX else joined(own))
    return found


@cached
def _read(dataset: Dataset) -> dict[Any, str]:
    """Return the releases that China's scores were read from, by edition and code."""
    scores = dataset.table("gii_scores")
    return of_index(scores[scores["economy"] == CHINA], ["edition", "code"]).to_dict()


def _multiples(dataset: Dataset, pillar: int, economies: Collection[str]) -> pd.DataFrame:
    catalog = dataset.catalog
    return multiple_rows(catalog.strategy[pillar - 1], catalog.indicators, dataset.observed, economies)


def multiples(frame: pd.DataFrame, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return the rows that the multiples of a strategic pillar draw, in ``unit``, with their release."""
    indicators = [dataset.catalog.indicators[code] for code in frame["indicator"]]
    frame = frame.assign(unit=[one.unit.get(lang) for one in indicators])
    frame.insert(0, "pillar", choice.pillar)
    insert_after(frame, "indicator", "indicator_name", [one.name.get(lang) for one in indicators])
    insert_after(frame, "economy", "name", frame["economy"].map(dataset.names(lang)))
    return terms(frame, dataset, "publisher", "licence")


def _scaled(frame: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """Return the frame with values in the unit that the site shows; ratios and ranks stay."""
    scales = frame["code"].map({code: one.scale for code, one in dataset.catalog.indicators.items()})
    scales = scales.astype("float64").fillna(1.0)  # of parts of the index and of gaps
    values = ["first", "last", *(str(name) for name in frame if str(name).endswith(("_value", "_gap")))]
    whole = [*("action", "first_year", "last_year", "peak_year"), *_PLACED]
    types = dict.fromkeys([*values, "change"], "float64") | dict.fromkeys(whole, "Int64")
    scaled = frame.astype(types)
    scaled[values] = scaled[values].mul(scales, axis=0)
    scaled["change"] *= scales.where(frame["how"] == "difference", 1.0)
    return scaled


def _part_names(dataset: Dataset, lang: str) -> dict[str, str]:
    """Return the names of the parts of the index in the newest detailed edition, by code."""
    newest = dataset.structure(dataset.detailed)
    names = {}
    for code, concept, name in zip(newest["code"], newest["concept"], newest["name"], strict=True):
        known = dataset.catalog.concepts.get(str(concept))
        names[str(code)] = f"GII {code} {known.name.get(lang) if known else name}"
    return names


def _words(dataset: Dataset, row: Mapping[Any, Any], names: Mapping[str, str], lang: str) -> dict[str, str]:
    """Return the words of a row: names, unit, recommendation, reason, gap, caveats."""
    catalog, code = dataset.catalog, str(row["code"])
    pillar = catalog.strategy[int(row["pillar"]) - 1]
    action = pillar.actions[int(row["action"]) - 1]
    words = {"pillar_name": pillar.name.get(lang), "recommendation": action.text.get(lang)}
    words |= dict.fromkeys(("name", "unit", "reason", "gap", "caveats"), "")
    if row["kind"] in UNMEASURED:
        return words | {"gap": action.gap.get(lang) if action.gap else ""}
    words["reason"] = pillar.link(code).reason.get(lang)
    if row["kind"] == _INDEX:
        return words | {"name": names[code], "unit": catalog.phrases[RANK].get(lang)}
    indicator = catalog.indicators[code]
    caveats = " ".join(one.get(lang) for one in indicator.caveats)
    return words | {"name": indicator.name.get(lang), "unit": indicator.unit.get(lang), "caveats": caveats}


EVIDENCE = Table(
    "evidence",
    "strategic-pillars-evidence",
    _found,
    evidence,
    EvidenceChoice,
    ("with", "since"),
    filters=("pillar",),
)
MATRIX = Table(
    "evidence-matrix",
    "strategic-pillars-matrix",
    lambda dataset, choice: dataset.all_evidence(choice.since),
    matrix,
    method.Choice,
    ("sort", "order", "since"),
    filters=("pillar", "strength", "course", "origin"),
)
MULTIPLES = Table(
    "multiples",
    "strategic-pillar-multiples",
    lambda dataset, choice: _multiples(dataset, choice.pillar, choice.peers),
    multiples,
    Choice,
    ("pillar",),
    filters=("with",),
    everything=lambda dataset, choice: _multiples(dataset, choice.pillar, dataset.catalog.economies),
)
