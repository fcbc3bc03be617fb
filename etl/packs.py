"""Packs: start one for an economy, list its data, and build the snapshot of the site."""

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
SERIES_TABLES: Final = ("older_releases", "release_changes")
"""Hand-kept tables on series of all economies."""
BUILD_RECORD: Final = "PACK"
"""File of a data folder with the id of the last built snapshot and the hash of its inputs."""


def available_figures(dataset: Dataset, economy: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the figures of an economy (ISO3): rows of gii_scores, and of observations."""
    scores, values = dataset.table("gii_scores"), dataset.table("observations")
    scores = scores[(scores["economy"] == economy) & scores[["score", "rank"]].notna().any(axis=1)]
    status = {name: item.status for name, item in dataset.catalog.indicators.items()}
    in_use = ~values["indicator"].map(status).isin(("withheld", "superseded"))
    return scores, values[(values["economy"] == economy) & in_use & values["value"].notna()]


def codes(economy: str) -> list[dict[str, Any]]:
    """Return what a pack for an economy can link: parts of the newest edition, and series with values."""
    dataset = Dataset(open_snapshot(BUNDLED), catalogs.load())
    scores, values = available_figures(dataset, economy.upper())
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
        raise UsageError(f"no figures for '{economy}': use an ISO 3166 code of three letters, such as KEN")
    heads = ("code", "name", "values", "first", "last", "latest")
    return [dict(zip(heads, map(str, row), strict=True)) for row in rows]


def new(economy: str, folder: Path, aims: int = len(PILLARS), lang: str = LANGUAGES[0]) -> str:
    """Write a pack for an economy (ISO3) that runs as it is, and return a sentence with its folder.

    Its claim compares the first and the last edition with pillars that rank the economy; its aims
    are the pillars with the most series that have values for it. Forms and words come from
    TEMPLATE. UsageError if the pack cannot be made.
    """
    catalog, economy = catalogs.load(), economy.upper()
    dataset = Dataset(open_snapshot(BUNDLED), catalog)
    scores, values = available_figures(dataset, economy)
    ranks = scores[(scores["code"] == "GII") & scores["rank"].notna()].set_index("edition")["rank"]
    ranks = ranks[ranks.index.isin(dataset.editions_with("pillar"))].sort_index()
    if len(ranks) < 2:
        raise UsageError(
            f"no pack for '{economy}': fewer than two editions rank it. Use an ISO 3166 code such as KEN"
        )
    if folder.exists():
        raise UsageError(f"{folder} exists already: choose another folder with --output")
    first, last, newest = int(ranks.index[0]), int(ranks.index[-1]), dataset.newest_detailed
    template = tomllib.loads(TEMPLATE.read_text(encoding="utf-8"))
    words = template.get(lang, template[ORIGINAL])
    placeholders = {"economy": economy, "year": last, "first": first, "last": last, "newest": newest}
    placeholders |= {"start": int(ranks[first]), "end": int(ranks[last]), "claim_id": f"rank-{first}-{last}"}

    def form(key: str, **values: Any) -> str:
        """Fill in a form of the template with values, or with words of the template."""
        given = placeholders | values
        text = Template(template["form"][key])
        names = text.get_identifiers()
        filled = {name: given[name] if name in given else words[name].format(**given) for name in names}
        return text.substitute({name: json.dumps(x, ensure_ascii=False) for name, x in filled.items()})

    rows = dataset.parts[dataset.parts["edition"] == newest]
    code_of_concept = dict(zip(rows["concept"], rows["code"], strict=True))
    titles = {key: catalog.phrases["parts"].get(key).split("|")[-len(PILLARS) :] for key in (lang, ORIGINAL)}
    names = dict(zip(PILLARS, titles[lang], strict=True))
    for code, concept, name in zip(rows["code"], rows["concept"], rows["name"], strict=True):
        if code not in PILLARS and concept in catalog.concepts:
            names[code] = name if lang == ORIGINAL else catalog.concepts[concept].name.get(lang)
    scored = set(scores.loc[scores["edition"] == newest, "code"])
    series: dict[str, list[str]] = {}  # by sub-pillar, those with the most values first
    for name in values["indicator"].value_counts().index:
        part = code_of_concept.get(catalog.indicators[name].concept, "")
        series.setdefault(part.rpartition(".")[0] if part.count(".") > 1 else part, []).append(name)
    parts = [code for code in names if code.count(".") == 1]
    by_pillar = {f"P{number}": [*below] for number, below in groupby(parts, key=lambda code: code[0])}
    chosen_pillars = sorted(PILLARS, key=lambda code: -len(series.keys() & by_pillar[code]))[:aims]
    source = catalog.sources["wipo_gii"]
    article = form(
        "article",
        languages=[lang],
        peers=_choose_peers(dataset, catalog, economy, last),
        productivity=set(GROWTH) <= set(values.loc[values["year"] == first, "indicator"]),
        url=source.url,
        title=source.name.get(ORIGINAL),
    )
    for number, code in enumerate(filter(chosen_pillars.__contains__, PILLARS), start=1):
        below, slug = by_pillar[code], titles[ORIGINAL][PILLARS.index(code)].lower().replace(" ", "-")
        part_names = words["list"].join(names[part] for part in below)
        pillar = {"number": number, "code": code, "name": names[code], "parts": part_names}
        article += form("pillar", slug=slug, **pillar)
        drawn = [series[part][0] for part in below if part in series]
        article += form("headline", indicator=drawn[0], **pillar) if drawn else ""
        links = actions = ""
        for part in below:
            bearing = [*series.get(part, [])[:1], part]
            links += form("series", indicator=bearing[0], name=names[part]) if len(bearing) > 1 else ""
            links += form("part", indicator=part, **pillar)
            kind = "action" if len(bearing) > 1 or part in scored else "unseen"
            actions += form(kind, name=names[part], bearing=bearing)
        multiple = ", ".join(form("drawn", indicator=name) for name in drawn)
        article += f"link = [\n{links}]\naction = [\n{actions}]\nmultiple = [{multiple}]\n"
    folder.mkdir(parents=True)
    (folder / "article.toml").write_text(article, encoding="utf-8")
    (folder / "claims.toml").write_text(form("statement", lang=lang), encoding="utf-8")
    catalogs.load(article=folder)
    return f"a pack for {economy} in {folder}: open it with PACK={folder} make run"


def _choose_peers(dataset: Dataset, catalog: Catalog, economy: str, edition: int) -> list[str]:
    scores = dataset.table("gii_scores")
    rows = scores[(scores["edition"] == edition) & (scores["code"] == "GII") & scores["rank"].notna()]
    ranks, economy_entry = rows.set_index("economy")["rank"], catalog.economies[economy]

    def distance(other: str) -> tuple[int, int]:
        entry = catalog.economies[other]
        differences = (entry.region != economy_entry.region) + (entry.income != economy_entry.income)
        return differences, abs(ranks[other] - ranks[economy])

    near = sorted(ranks.index.drop(economy), key=distance)[:PEER_COUNT]
    return sorted(near, key=ranks.to_dict().__getitem__)


def tables(folder: Path, languages: Sequence[str]) -> dict[str, pd.DataFrame]:
    """Return the tables of a pack: releases, and those of CURATED that it has. BadFile if unreadable."""
    for path in folder.glob("*.csv"):
        if path.stat().st_size > pack.MAX_FILE_BYTES:
            raise BadFile(f"{path} is larger than {pack.MAX_FILE_BYTES:,} bytes: remove rows")
    frames = {"releases": curated.read_releases(folder)} if folder.exists() else {}
    for table in CURATED:
        if table.name not in SERIES_TABLES and (folder / f"{table.name}.csv").exists():
            frames[table.name] = _fill_missing_languages(curated.unchanged_table(folder, table), languages)
    return frames


def _fill_missing_languages(frame: pd.DataFrame, languages: Sequence[str]) -> pd.DataFrame:
    """Fall back to a language of the pack in columns of the languages that it lacks."""
    for column in frame:
        name, _, lang = str(column).rpartition("_")
        for other in languages if lang in IN_TABLES and lang not in languages else ():
            frame[column] = frame[column].fillna(frame.get(f"{name}_{other}", frame[column]))
    return frame


def build(output: Path | None) -> str:
    """Write the snapshot of the pack, or publish it in its data folder, and say where.

    The snapshot has the bundled data, without series and hand-kept tables on another economy
    alone, and the tables of the pack. Without an output folder nothing is done if nothing has
    changed since the last build.
    """
    pack_catalog = catalog()
    folder, inputs = data_dir(), _hash_inputs()
    if output is None and (version := _built_version(folder, inputs)):
        unchanged = f"snapshot {version.name} of the pack {pack.FOLDER.name} in {version}"
        return f"nothing has changed since the last build: {unchanged}"
    bundled = open_snapshot(BUNDLED).tables()
    parts = parts_of(bundled)
    rows = parts.observations
    is_single_economy = rows.groupby("indicator")["economy"].transform("nunique") == 1
    brought = tables(pack.FOLDER / "tables", pack_catalog.article.languages)
    releases = brought.pop("releases", None)
    parts = replace(
        parts,
        observations=rows[~is_single_economy | (rows["economy"] == pack_catalog.article.economy)],
        releases=pd.concat([parts.releases, *([] if releases is None else [releases])]),
        curated={name: parts.curated[name] for name in SERIES_TABLES} | brought,
    )
    built = package(gates.snapshot(assemble(parts, pack_catalog, bundled["gii_intervals"])), pack_catalog)
    if output:
        write_package(output, built)
    else:
        with open_store(folder) as data:
            output = data.publish(built, event={"event": "build"})
            (folder / BUILD_RECORD).write_bytes(f"{built.id} {inputs}".encode())
    return f"snapshot {built.id} of the pack {pack.FOLDER.name} in {output}"


def _built_version(folder: Path, inputs: str) -> Path | None:
    identity, built_of = current_id(folder), folder / BUILD_RECORD
    if not built_of.exists() or built_of.read_bytes() != f"{identity} {inputs}".encode():
        return None
    version = folder / VERSIONS / str(identity)
    return version if is_whole(version) else None


def _hash_inputs() -> str:
    paths = [BUNDLED / FILE_NAME, *(pack.FOLDER / name for name in pack.FILES)]
    paths += [*sorted((pack.FOLDER / "tables").glob("*.csv")), *sorted(pack.BUNDLED.glob("*.*"))]
    for folder in ("analysis", "data", "etl"):
        paths += sorted((pack.BUNDLED.parents[1] / folder).rglob("*.py"))
    return hashlib.sha256(b"".join(path.name.encode() + path.read_bytes() for path in paths)).hexdigest()
