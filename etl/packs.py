"""Packs: start one for an economy, list what data there are for it, and build what the site shows."""

import hashlib
import json
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from string import Template
from typing import Any, Final

import pandas as pd

from analysis.dataset import Dataset
from analysis.evidence.productivity import GROWTH
from analysis.index.composition import PILLARS
from data import catalog as catalogs
from data import pack
from data.catalog import Catalog
from data.languages import IN_TABLES, LANGUAGES, ORIGINAL
from data.schema import CURATED
from data.snapshot import BUNDLED, FILE_NAME, VERSIONS, current_id, data_dir, open_snapshot
from data.store import is_whole, write_package
from etl import gates
from etl.assembly import assemble, parts_of
from etl.cli_context import catalog, open_store
from etl.errors import BadFile, UsageError
from etl.pipeline import package
from etl.sources import curated

TEMPLATE: Final = pack.BUNDLED / "new_pack.toml"
PEER_COUNT: Final = 6
OF_SERIES: Final = ("older_releases", "release_changes")
"""Tables kept by hand that concern series of all economies."""
BUILT_OF: Final = "PACK"
"""File of a data folder: the id of the snapshot that was built last, and the hash of what it was built of."""


def known_figures(dataset: Dataset, economy: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what there is of an economy (ISO3): rows of gii_scores with figures, and of observations."""
    scores, values = dataset.table("gii_scores"), dataset.table("observations")
    scores = scores[(scores["economy"] == economy) & scores[["score", "rank"]].notna().any(axis=1)]
    status = {name: item.status for name, item in dataset.catalog.indicators.items()}
    in_use = ~values["indicator"].map(status).isin(("withheld", "superseded"))
    return scores, values[(values["economy"] == economy) & in_use & values["value"].notna()]


def codes(economy: str) -> list[dict[str, Any]]:
    """Return what a pack for an economy can link: parts of the newest edition, and series with figures."""
    dataset = Dataset(open_snapshot(BUNDLED), catalogs.load())
    scores, values = known_figures(dataset, economy.upper())
    newest = dataset.newest_detailed
    names = dataset.parts[dataset.parts["edition"] == newest].set_index("code")["name"]
    rows = []
    for row in scores[(scores["edition"] == newest) & scores["code"].isin(names.index)].to_dict("records"):
        latest = f"score {row['score']:g}" if pd.isna(row["rank"]) else f"rank {row['rank']}"
        rows.append((row["code"], names[row["code"]], 1, newest, newest, latest))
    series = dict([*values.sort_values("year").groupby("indicator")])
    for name, item in dataset.catalog.indicators.items():
        if name in series:
            years, last = series[name]["year"], series[name]["value"].iloc[-1] * item.scale
            latest = f"{last:,.{item.decimals}f} {item.unit.get(ORIGINAL)}"
            rows.append((name, item.short.get(ORIGINAL), len(years), years.iloc[0], years.iloc[-1], latest))
    if not rows:
        raise UsageError(f"there are no figures for '{economy}': name an economy by its code, such as KEN")
    heads = ("code", "name", "values", "first", "last", "latest")
    return [dict(zip(heads, map(str, row), strict=True)) for row in rows]


def new(economy: str, folder: Path, aims: int = len(PILLARS), lang: str = LANGUAGES[0]) -> str:
    """Write a pack for an economy (ISO3) that runs as it is, and say where. UsageError if none can be made.

    Its claim is of the first and the last edition with pillars that rank it; its aims are the pillars of the
    index with the most series that have figures for it. TEMPLATE has its forms, and its words in a language.
    """
    known, economy = catalogs.load(), economy.upper()
    dataset = Dataset(open_snapshot(BUNDLED), known)
    own, values = known_figures(dataset, economy)
    ranks = own[(own["code"] == "GII") & own["rank"].notna()].set_index("edition")["rank"].sort_index()
    ranks = ranks[ranks.index.isin(dataset.editions_with("pillar"))]
    if len(ranks) < 2:
        raise UsageError(f"'{economy}' is not an economy that two editions of the index rank")
    if folder.exists():
        raise UsageError(f"{folder} is there already")
    first, last, newest = int(ranks.index[0]), int(ranks.index[-1]), dataset.newest_detailed
    template = tomllib.loads(TEMPLATE.read_text(encoding="utf-8"))
    words = template.get(lang, template[ORIGINAL])
    about = {"economy": economy, "year": last, "first": first, "last": last, "newest": newest}
    about |= {"start": int(ranks[first]), "end": int(ranks[last]), "claim_id": f"rank-{first}-{last}"}

    def form(key: str, **values: Any) -> str:
        """Return a form of the template with what its names stand for: values, or words of the template."""
        given, found = about | values, Template(template["form"][key])
        names = found.get_identifiers()
        filled = {name: given[name] if name in given else words[name].format(**given) for name in names}
        return found.substitute({name: json.dumps(one, ensure_ascii=False) for name, one in filled.items()})

    rows = dataset.parts[dataset.parts["edition"] == newest]
    places = dict(zip(rows["concept"], rows["code"], strict=True))
    titles = {one: known.phrases["parts"].get(one).split("|")[-len(PILLARS) :] for one in (lang, ORIGINAL)}
    names = dict(zip(PILLARS, titles[lang], strict=True))
    for code, concept, name in zip(rows["code"], rows["concept"], rows["name"], strict=True):
        if code not in PILLARS and concept in known.concepts:
            names[code] = name if lang == ORIGINAL else known.concepts[concept].name.get(lang)
    scored = set(own.loc[own["edition"] == newest, "code"])
    series: dict[str, list[str]] = {}  # by sub-pillar, those with the most values first
    for name in values["indicator"].value_counts().index:
        place = places.get(known.indicators[name].concept, "")
        series.setdefault(place.rpartition(".")[0] if place.count(".") > 1 else place, []).append(name)
    parts = [one for one in names if one.count(".") == 1]
    by_pillar = {f"P{number}": [*below] for number, below in groupby(parts, key=lambda one: one[0])}
    most = sorted(PILLARS, key=lambda code: -len([one for one in by_pillar[code] if one in series]))[:aims]
    source = known.sources["wipo_gii"]
    article = form(
        "article",
        languages=[lang],
        peers=_beside(dataset, known, economy, last),
        productivity=set(GROWTH) <= set(values.loc[values["year"] == first, "indicator"]),
        url=source.url,
        title=source.name.get(ORIGINAL),
    )
    for number, code in enumerate((one for one in PILLARS if one in most), start=1):
        below, slug = by_pillar[code], titles[ORIGINAL][PILLARS.index(code)].lower().replace(" ", "-")
        listed = words["list"].join(names[one] for one in below)
        pillar = {"number": number, "code": code, "name": names[code], "parts": listed}
        article += form("pillar", slug=slug, **pillar)
        drawn = [series[one][0] for one in below if one in series]
        article += form("headline", indicator=drawn[0], **pillar) if drawn else ""
        links = actions = ""
        for one in below:
            bearing = [*series.get(one, [])[:1], one]
            links += form("series", indicator=bearing[0], name=names[one]) if len(bearing) > 1 else ""
            links += form("part", indicator=one, **pillar)
            kind = "action" if len(bearing) > 1 or one in scored else "unseen"
            actions += form(kind, name=names[one], bearing=bearing)
        multiple = ", ".join(form("drawn", indicator=name) for name in drawn)
        article += f"link = [\n{links}]\naction = [\n{actions}]\nmultiple = [{multiple}]\n"
    folder.mkdir(parents=True)
    (folder / "article.toml").write_text(article, encoding="utf-8")
    (folder / "claims.toml").write_text(form("statement", lang=lang), encoding="utf-8")
    catalogs.load(article=folder)
    return f"a pack for {economy} in {folder}: open it with PACK={folder} make run"


def _beside(dataset: Dataset, known: Catalog, economy: str, edition: int) -> list[str]:
    """Return six economies of an edition to show beside one, the best rank first.

    Of its region and income group, or one of both, first; of those the nearest in rank.
    """
    scores = dataset.table("gii_scores")
    rows = scores[(scores["edition"] == edition) & (scores["code"] == "GII") & scores["rank"].notna()]
    ranks, own = rows.set_index("economy")["rank"], known.economies[economy]

    def distance(other: str) -> tuple[int, int]:
        one = known.economies[other]
        return (one.region != own.region) + (one.income != own.income), abs(ranks[other] - ranks[economy])

    near = sorted(ranks.index.drop(economy), key=distance)[:PEER_COUNT]
    return sorted(near, key=ranks.to_dict().__getitem__)


def tables(folder: Path, languages: Sequence[str]) -> dict[str, pd.DataFrame]:
    """Return the tables that a pack brings: releases, and of CURATED those that it has.

    Words that it has in none of its languages stand there in another. BadFile if one cannot be read.
    """
    for path in folder.glob("*.csv"):
        if path.stat().st_size > pack.MAX_FILE_BYTES:
            raise BadFile(f"{path} is larger than {pack.MAX_FILE_BYTES:,} bytes")
    found = {"releases": curated.read_releases(folder)} if folder.exists() else {}
    for table in CURATED:
        if table.name not in OF_SERIES and (folder / f"{table.name}.csv").exists():
            found[table.name] = _worded(curated.unchanged_table(folder, table), languages)
    return found


def _worded(frame: pd.DataFrame, languages: Sequence[str]) -> pd.DataFrame:
    """Return a table in which columns of words in languages that a pack lacks say it in those it has."""
    for column in frame:
        name, _, lang = str(column).rpartition("_")
        for other in languages if lang in IN_TABLES and lang not in languages else ():
            frame[column] = frame[column].fillna(frame.get(f"{name}_{other}", frame[column]))
    return frame


def build(output: Path | None) -> str:
    """Write the snapshot of the pack in use, or publish it in its data folder, and say where.

    It has the bundled data but for series, and tables kept by hand, that concern another economy alone; and
    the tables of the pack. Without an output nothing is done if nothing has changed since the last build.
    """
    known = catalog()
    folder, inputs = data_dir(), _hash_inputs()
    if output is None and (version := _built_version(folder, inputs)):
        return f"nothing has changed: snapshot {version.name} of the pack {pack.FOLDER.name} in {version}"
    bundled = open_snapshot(BUNDLED).tables()
    parts = parts_of(bundled)
    rows = parts.observations
    of_one = rows.groupby("indicator")["economy"].transform("nunique") == 1
    brought = tables(pack.FOLDER / "tables", known.article.languages)
    releases = brought.pop("releases", None)
    parts = replace(
        parts,
        observations=rows[~of_one | (rows["economy"] == known.article.economy)],
        releases=pd.concat([parts.releases, *([] if releases is None else [releases])]),
        curated={name: parts.curated[name] for name in OF_SERIES} | brought,
    )
    built = package(gates.snapshot(assemble(parts, known, bundled["gii_intervals"])), known)
    if output:
        write_package(output, built)
    else:
        with open_store(folder) as data:
            output = data.publish(built, event={"event": "build"})
            (folder / BUILT_OF).write_bytes(f"{built.id} {inputs}".encode())
    return f"snapshot {built.id} of the pack {pack.FOLDER.name} in {output}"


def _built_version(folder: Path, inputs: str) -> Path | None:
    """Return the current version of a data folder if it was built of these inputs and is whole."""
    identity, built_of = current_id(folder), folder / BUILT_OF
    if not built_of.exists() or built_of.read_bytes() != f"{identity} {inputs}".encode():
        return None
    version = folder / VERSIONS / str(identity)
    return version if is_whole(version) else None


def _hash_inputs() -> str:
    """Return a hash of the names and bytes of all files that the data of the pack in use are built of."""
    paths = [BUNDLED / FILE_NAME, *(pack.FOLDER / name for name in pack.FILES)]
    paths += [*sorted((pack.FOLDER / "tables").glob("*.csv")), *sorted(pack.BUNDLED.glob("*.*"))]
    for folder in ("analysis", "data", "etl"):
        paths += sorted((pack.BUNDLED.parents[1] / folder).rglob("*.py"))
    return hashlib.sha256(b"".join(path.name.encode() + path.read_bytes() for path in paths)).hexdigest()
