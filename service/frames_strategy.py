"""The downloads of the strategic pillars: the evidence of one or all, the rows that small multiples draw."""

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from analysis.dataset import Dataset
from analysis.evidence import UNSEEN
from analysis.multiples import Choice, multiples, pillar_of
from analysis.provenance import OWN_CALCULATION, joined, of_index
from analysis.standing import CHINA
from data.languages import spoken
from service.dress import PUBLISHER, RANK

OWN = "Innovation Trajectory, own judgement"
_INDEX = "gii"


def evidence_frame(dataset: Dataset, query: Mapping[str, str]) -> pd.DataFrame:
    """Return the evidence of the strategic pillar that ``query`` names, of all five where it names none.

    ``first``, ``last`` and what is computed from them are in ``unit``, ranks for parts of the GII; ``change``
    is a difference or a ratio, as ``how`` says; ``growth`` a year is a share (0.05 is 5 %).
    """
    asked = pillar_of(query.get("pillar"), dataset.catalog.strategy)
    chosen = Choice.read(dataset, query)
    shown = [one.number for one in dataset.catalog.strategy if asked in (None, one.number)]
    frame = dataset.evidence_of(shown, chosen.peers, chosen.since)
    frame["peers_asked_for"] = ",".join(chosen.peers)
    return dressed(frame, dataset, _lang(query))


def evidence_whole(dataset: Dataset, query: Mapping[str, str]) -> pd.DataFrame:
    """Return the evidence of all five strategic pillars, beside the economies asked for."""
    return evidence_frame(dataset, {key: value for key, value in query.items() if key != "pillar"})


def dressed(frame: pd.DataFrame, dataset: Dataset, lang: str) -> pd.DataFrame:
    """Return rows of evidence in the units that the site shows, with words, publisher, vintage, licence."""
    frame = _scaled(frame, dataset)
    names = names_of(dataset, lang)
    words = pd.DataFrame(
        [_words(dataset, row, names, lang) for row in frame.to_dict("records")], index=frame.index
    )
    frame = pd.concat([frame, words], axis=1)
    frame = frame.rename(columns={"sources": "source"})
    rows = frame.to_dict("records")
    frame["source"] = _releases(dataset, rows)
    pairs = zip(rows, dataset.provenance("publisher", frame["source"]), strict=True)
    frame["publisher"] = [_publisher(dataset, row, said) for row, said in pairs]
    frame["vintage"] = dataset.provenance("vintage", frame["source"])
    frame["licence"] = dataset.provenance("licence", frame["source"])
    return frame.assign(snapshot=dataset.snapshot.id)


def _releases(dataset: Dataset, rows: Sequence[Mapping[object, object]]) -> list[str]:
    """Return the releases of each row: of a part of the index those of both editions, of a gap our own."""
    scores = dataset.table("gii_scores")
    codes = [row["code"] for row in rows if row["kind"] == _INDEX]
    own = scores[(scores["economy"] == CHINA) & scores["code"].isin(codes)]
    read = of_index(own, ["edition", "code"]).to_dict()
    found = []
    for row in rows:
        if row["kind"] == _INDEX:
            editions = (row["first_year"], row["last_year"])
            found.append(joined(*(read.get((edition, row["code"])) for edition in editions)))
        else:
            found.append(OWN_CALCULATION if row["kind"] in UNSEEN else joined(row["source"]))
    return found


def multiples_frame(dataset: Dataset, query: Mapping[str, str]) -> pd.DataFrame:
    """Return the rows that the multiples of a strategic pillar draw, in ``unit``, with their release."""
    chosen = Choice.read(dataset, query)
    return _multiples(dataset, _lang(query), chosen.pillar, chosen.peers)


def multiples_whole(dataset: Dataset, query: Mapping[str, str]) -> pd.DataFrame:
    """Return the same of the same strategic pillar for every economy of which a value is held."""
    chosen = Choice.read(dataset, query)
    return _multiples(dataset, _lang(query), chosen.pillar, tuple(dataset.catalog.economies))


def _multiples(dataset: Dataset, lang: str, pillar: int, peers: Collection[str]) -> pd.DataFrame:
    frame = multiples(
        dataset.catalog.strategy[pillar - 1], dataset.catalog.indicators, dataset.observed, peers
    )
    frame["unit"] = [dataset.catalog.indicators[code].unit.get(lang) for code in frame["indicator"]]
    frame.insert(0, "pillar", pillar)
    at = list(frame.columns).index("economy")
    frame.insert(
        at, "indicator_name", [dataset.catalog.indicators[code].name.get(lang) for code in frame["indicator"]]
    )
    frame.insert(at + 2, "name", frame["economy"].map(dataset.names(lang)))
    frame["publisher"] = dataset.provenance("publisher", frame["source"])
    frame["licence"] = dataset.provenance("licence", frame["source"])
    return frame.assign(snapshot=dataset.snapshot.id)


def _lang(query: Mapping[str, str]) -> str:
    return spoken(query.get("lang"))


def _scaled(frame: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """Return the frame with values in the unit that the site shows; ratios and ranks stay."""
    own = frame["kind"] == "indicator"
    scales = frame["code"].map(
        lambda code: dataset.catalog.indicators[code].scale if code in dataset.catalog.indicators else 1.0
    )
    values = ["first", "last", *(str(name) for name in frame if str(name).endswith(("_value", "_gap")))]
    scaled = frame.copy()
    for name in values:
        scaled[name] = scaled[name].astype("float64") * scales.where(own, 1.0)
    differs = own & (frame["how"] == "difference")
    scaled["change"] = scaled["change"].astype("float64") * scales.where(differs, 1.0)
    whole = (
        "action",
        "first_year",
        "last_year",
        "peak_year",
        "rank_year",
        "rank",
        "economies",
        "peer_rank",
        "peers",
    )
    return scaled.astype(dict.fromkeys(whole, "Int64"))


def names_of(dataset: Dataset, lang: str) -> dict[str, str]:
    """Return the names of the parts of the index in the newest detailed edition, by code."""
    newest = dataset.structure(dataset.detailed)
    names = {}
    for code, concept, name in zip(newest["code"], newest["concept"], newest["name"], strict=True):
        known = dataset.catalog.concepts.get(str(concept))
        names[str(code)] = f"GII {code} {known.name.get(lang) if known else name}"
    return names


def _words(
    dataset: Dataset, row: Mapping[object, object], names: Mapping[str, str], lang: str
) -> dict[str, str]:
    """Return the words of a row: names, unit, recommendation, reason, gap, caveats."""
    pillar = dataset.catalog.strategy[int(str(row["pillar"])) - 1]
    action = pillar.actions[int(float(str(row["action"]))) - 1]
    told = {"pillar_name": pillar.name.get(lang), "recommendation": action.text.get(lang)}
    told |= {"name": "", "unit": "", "reason": "", "gap": "", "caveats": ""}
    if row["kind"] in UNSEEN:
        return told | {"gap": action.gap.get(lang) if action.gap else ""}
    told["reason"] = pillar.link(str(row["code"])).reason.get(lang)
    if row["kind"] == _INDEX:
        return told | {"name": names[str(row["code"])], "unit": dataset.catalog.phrases[RANK].get(lang)}
    indicator = dataset.catalog.indicators[str(row["code"])]
    caveats = " ".join(one.get(lang) for one in indicator.caveats)
    return told | {"name": indicator.name.get(lang), "unit": indicator.unit.get(lang), "caveats": caveats}


def _publisher(dataset: Dataset, row: Mapping[object, object], said: str) -> str:
    """Return who published what a row is computed from; where no value is held, who would."""
    if row["kind"] == _INDEX:
        return PUBLISHER
    if row["kind"] in UNSEEN:
        return OWN
    return said or dataset.catalog.sources[dataset.catalog.indicators[str(row["code"])].source].publisher.en
