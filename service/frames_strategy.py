"""The downloads of the strategic pillars: the evidence of one or all, the rows that small multiples draw."""

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from analysis.evidence import UNSEEN
from analysis.holdings import scored
from analysis.multiples import choose, multiples, pillar_of
from analysis.standing import CHINA
from data.catalog import Catalog
from data.languages import spoken
from data.snapshot import Snapshot
from service.dress import PUBLISHER, RANK
from service.held_evidence import evidence_of
from service.origins import NOT_STATED, OWN_CALCULATION, joined, of_index, told

OWN = "Innovation Trajectory, own judgement"
_INDEX = "gii"


def evidence_frame(snapshot: Snapshot, catalog: Catalog, query: Mapping[str, str]) -> pd.DataFrame:
    """Return the evidence of the strategic pillar that ``query`` names, of all five where it names none.

    ``first``, ``last`` and what is computed from them are in ``unit``, ranks for parts of the GII; ``change``
    is a difference or a ratio, as ``how`` says; ``growth`` a year is a share (0.05 is 5 %).
    """
    asked = pillar_of(query.get("pillar"), catalog.strategy)
    chosen = choose(query, catalog.strategy, _ranked(snapshot))
    shown = [one.number for one in catalog.strategy if asked in (None, one.number)]
    frame = evidence_of(snapshot, catalog, shown, chosen.peers, chosen.since)
    frame["peers_asked_for"] = ",".join(chosen.peers)
    return dressed(frame, snapshot, catalog, _lang(query))


def evidence_whole(snapshot: Snapshot, catalog: Catalog, query: Mapping[str, str]) -> pd.DataFrame:
    """Return the evidence of all five strategic pillars, beside the economies asked for."""
    return evidence_frame(snapshot, catalog, {key: value for key, value in query.items() if key != "pillar"})


def dressed(frame: pd.DataFrame, snapshot: Snapshot, catalog: Catalog, lang: str) -> pd.DataFrame:
    """Return rows of evidence in the units that the site shows, with words, publisher, vintage, licence."""
    frame = _scaled(frame, catalog)
    names = names_of(snapshot, catalog, lang)
    words = pd.DataFrame(
        [_words(catalog, row, names, lang) for row in frame.to_dict("records")], index=frame.index
    )
    frame = pd.concat([frame, words], axis=1)
    frame = frame.rename(columns={"sources": "source"})
    rows = frame.to_dict("records")
    frame["source"] = _releases(snapshot, rows)
    pairs = zip(rows, told(snapshot, "publisher", frame["source"]), strict=True)
    frame["publisher"] = [_publisher(catalog, row, said) for row, said in pairs]
    frame["vintage"] = told(snapshot, "vintage", frame["source"])
    frame["licence"] = told(snapshot, "licence", frame["source"], NOT_STATED)
    return frame.assign(snapshot=snapshot.id)


def _releases(snapshot: Snapshot, rows: Sequence[Mapping[object, object]]) -> list[str]:
    """Return the releases of each row: of a part of the index those of both editions, of a gap our own."""
    scores = snapshot.table("gii_scores")
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


def multiples_frame(snapshot: Snapshot, catalog: Catalog, query: Mapping[str, str]) -> pd.DataFrame:
    """Return the rows that the multiples of a strategic pillar draw, in ``unit``, with their release."""
    chosen = choose(query, catalog.strategy, _ranked(snapshot))
    return _multiples(snapshot, catalog, _lang(query), chosen.pillar, chosen.peers)


def multiples_whole(snapshot: Snapshot, catalog: Catalog, query: Mapping[str, str]) -> pd.DataFrame:
    """Return the same of the same strategic pillar for every economy of which a value is held."""
    chosen = choose(query, catalog.strategy, _ranked(snapshot))
    return _multiples(snapshot, catalog, _lang(query), chosen.pillar, tuple(catalog.economies))


def _multiples(
    snapshot: Snapshot, catalog: Catalog, lang: str, pillar: int, peers: Collection[str]
) -> pd.DataFrame:
    rows = snapshot.table("observations").groupby("indicator", sort=False)
    observed = {str(indicator): found for indicator, found in rows}
    frame = multiples(catalog.strategy[pillar - 1], catalog.indicators, observed, peers)
    frame["unit"] = [catalog.indicators[code].unit.get(lang) for code in frame["indicator"]]
    frame.insert(0, "pillar", pillar)
    at = list(frame.columns).index("economy")
    frame.insert(
        at, "indicator_name", [catalog.indicators[code].name.get(lang) for code in frame["indicator"]]
    )
    frame.insert(at + 2, "name", [catalog.economies[code].name.get(lang) for code in frame["economy"]])
    frame["publisher"] = told(snapshot, "publisher", frame["source"])
    frame["licence"] = told(snapshot, "licence", frame["source"], NOT_STATED)
    return frame.assign(snapshot=snapshot.id)


def _lang(query: Mapping[str, str]) -> str:
    return spoken(query.get("lang"))


def _ranked(snapshot: Snapshot) -> list[str]:
    """Return the economies that may stand beside China: those that the index ever ranked."""
    scores = snapshot.table("gii_scores")
    ever = scores.loc[(scores["code"] == "GII") & scores["rank"].notna(), "economy"]
    return sorted(str(code) for code in ever.unique())


def _scaled(frame: pd.DataFrame, catalog: Catalog) -> pd.DataFrame:
    """Return the frame with values in the unit that the site shows; ratios and ranks stay."""
    own = frame["kind"] == "indicator"
    scales = frame["code"].map(
        lambda code: catalog.indicators[code].scale if code in catalog.indicators else 1.0
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


def names_of(snapshot: Snapshot, catalog: Catalog, lang: str) -> dict[str, str]:
    """Return the names of the parts of the index in the newest detailed edition, by code."""
    structure = scored(snapshot.table("gii_scores"), snapshot.table("gii_structure"))
    detailed = structure.loc[structure["level"] == "indicator", "edition"].max()
    newest = structure[structure["edition"] == detailed]
    names = {}
    for code, concept, name in zip(newest["code"], newest["concept"], newest["name"], strict=True):
        known = catalog.concepts.get(str(concept))
        names[str(code)] = f"GII {code} {known.name.get(lang) if known else name}"
    return names


def _words(
    catalog: Catalog, row: Mapping[object, object], names: Mapping[str, str], lang: str
) -> dict[str, str]:
    """Return the words of a row: names, unit, recommendation, reason, gap, caveats."""
    pillar = catalog.strategy[int(str(row["pillar"])) - 1]
    action = pillar.actions[int(float(str(row["action"]))) - 1]
    told = {"pillar_name": pillar.name.get(lang), "recommendation": action.text.get(lang)}
    told |= {"name": "", "unit": "", "reason": "", "gap": "", "caveats": ""}
    if row["kind"] in UNSEEN:
        return told | {"gap": action.gap.get(lang) if action.gap else ""}
    told["reason"] = pillar.link(str(row["code"])).reason.get(lang)
    if row["kind"] == _INDEX:
        return told | {"name": names[str(row["code"])], "unit": catalog.phrases[RANK].get(lang)}
    indicator = catalog.indicators[str(row["code"])]
    caveats = " ".join(one.get(lang) for one in indicator.caveats)
    return told | {"name": indicator.name.get(lang), "unit": indicator.unit.get(lang), "caveats": caveats}


def _publisher(catalog: Catalog, row: Mapping[object, object], said: str) -> str:
    """Return who published what a row is computed from; where no value is held, who would."""
    if row["kind"] == _INDEX:
        return PUBLISHER
    if row["kind"] in UNSEEN:
        return OWN
    return said or catalog.sources[catalog.indicators[str(row["code"])].source].publisher.en
