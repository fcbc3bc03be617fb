"""Packs: start one for an economy, check one, and build the data that the site shows with it."""

import json
import tomllib
from dataclasses import replace
from pathlib import Path
from string import Template
from typing import Any, Final

import pandas as pd

from analysis.dataset import Dataset
from analysis.evidence.productivity import GROWTH
from analysis.evidence.verdicts import assessments
from analysis.index.composition import PILLARS
from data import catalog as catalogs
from data import pack
from data.languages import LANGUAGES, ORIGINAL
from data.schema import CURATED
from data.snapshot import BUNDLED, data_dir, open_snapshot
from data.store import write_package
from etl import gates
from etl.assembly import assemble, parts_of
from etl.cli_context import catalog, opened
from etl.errors import UsageError
from etl.pipeline import package
from etl.sources import curated

TEMPLATE: Final = pack.BUNDLED / "new_pack.toml"
FEW: Final = 2  # values that a series needs to be linked
OF_SERIES: Final = ("older_releases", "release_changes")
"""Tables kept by hand that concern series of all economies."""


def new(economy: str, folder: Path) -> str:
    """Write a pack for an economy (ISO3) that runs as it is, and say where. UsageError if none can be made.

    Its claim is of the first and the last edition with pillars that rank it; its aims are the seven pillars
    of the index, with the parts and series that have figures for it. TEMPLATE has its words and forms.
    """
    known, economy = catalogs.load(), economy.upper()
    dataset = Dataset(open_snapshot(BUNDLED), known)
    scores, values = dataset.table("gii_scores"), dataset.table("observations")
    own = scores[(scores["economy"] == economy) & scores["rank"].notna()]
    ranks = own[own["code"] == "GII"].set_index("edition")["rank"].sort_index()
    ranks = ranks[ranks.index.isin(dataset.editions_with("pillar"))]
    if len(ranks) < 2:
        raise UsageError(f"'{economy}' is not an economy that two editions of the index rank")
    if folder.exists():
        raise UsageError(f"{folder} is there already")
    first, last, newest = int(ranks.index[0]), int(ranks.index[-1]), dataset.detailed
    template = tomllib.loads(TEMPLATE.read_text(encoding="utf-8"))
    words = {lang: template.get(lang, template[ORIGINAL]) for lang in LANGUAGES}
    about = {"economy": economy, "year": last, "first": first, "last": last, "newest": newest}
    about |= {"start": int(ranks[first]), "end": int(ranks[last]), "claim_id": f"rank-{first}-{last}"}

    def text(key: str, **values: Any) -> dict[str, str]:
        """Return words of the template, a value with languages of its own in each."""
        found = {}
        for lang, own in words.items():
            there = {name: one[lang] if isinstance(one, dict) else one for name, one in values.items()}
            found[lang] = own[key].format(**about, **there)
        return found

    def form(key: str, **values: Any) -> str:
        """Return a form of the template with what its names stand for: values, or words of the template."""
        given, found = about | values, Template(template["form"][key])
        names = found.get_identifiers()
        filled = {name: given[name] if name in given else text(name, **values) for name in names}
        return found.substitute({name: _toml(value) for name, value in filled.items()})

    rows = dataset.parts[dataset.parts["edition"] == newest]
    places = dict(zip(rows["concept"], rows["code"], strict=True))
    upper = {lang: known.phrases["parts"].get(lang).split("|")[-len(PILLARS) :] for lang in LANGUAGES}
    names = {code: {lang: upper[lang][place] for lang in LANGUAGES} for place, code in enumerate(PILLARS)}
    for code, concept, name in zip(rows["code"], rows["concept"], rows["name"], strict=True):
        if code not in PILLARS and concept in known.concepts:
            named = known.concepts[concept].name
            names[code] = {lang: named.get(lang) for lang in LANGUAGES} | {ORIGINAL: name}
    scored = set(own.loc[own["edition"] == newest, "code"])
    values = values[values["economy"] == economy]
    counts = values["indicator"].value_counts()
    series = {
        name: places[item.concept]
        for name, item in known.indicators.items()
        if item.concept in places
        and item.status not in ("withheld", "superseded")
        and counts.get(name, 0) >= FEW
    }
    article = [form("article", peers=_beside(ranks, scores, economy, last))]
    if not set(GROWTH) <= set(values.loc[values["year"] == first, "indicator"]):
        article.append("productivity = false")
    url, title = known.sources["wipo_gii"].url, text("source_name")[ORIGINAL]
    article += [form("named"), form("source", url=url, title=title)]
    claims = [form("statement", caveat=text("caveat") | {"weighty": True})]
    for number, code in enumerate(PILLARS, start=1):
        below = [one for one in names if one[0] == str(number) and one.count(".") == 1]
        parts = {lang: words[lang]["list"].join(names[one][lang] for one in below) for lang in LANGUAGES}
        pillar = {"number": number, "code": code, "name": names[code], "parts": parts}
        mine = {name: place for name, place in series.items() if place[0] == str(number)}
        there = [one for one in names if one[0] == str(number) and one in scored]
        linked = [*mine, *([code] if code in scored else []), *there] or [code]
        article.append(form("pillar", **pillar, slug=names[code][ORIGINAL].lower().replace(" ", "-")))
        article += [f"headline = {_toml(name)}" for name in list(mine)[:1]]
        for one in linked:
            if one in mine:
                reason = text("reason_series", name=names[mine[one]])
                article.append(form("link", indicator=one, role="core", reason=reason))
            else:
                role = "context" if one == code else "supporting"
                article.append(form("link", indicator=one, role=role, reason=text("reason_part", **pillar)))
                article.append("gii = true")
        for place, part in enumerate(below, start=1):
            bearing = [one for one in linked if (mine.get(one, one) + ".").startswith(part + ".")]
            bearing += [code] if place == 1 and code in linked else []
            action, aim = text("action", name=names[part]), f"aim-{part.replace('.', '-')}"
            article.append(form("action", action=action, bearing=bearing))
            article += [] if bearing else [f"gap = {_toml(text('gap'))}"]
            claims.append(form("aim", number=number, place=place, aim=aim, action=action))
        article += [form("multiple", indicator=name) for name in list(mine)[:6]]
    folder.mkdir(parents=True)
    (folder / "article.toml").write_text("\n".join(article) + "\n", encoding="utf-8")
    (folder / "claims.toml").write_text("\n".join(claims) + "\n", encoding="utf-8")
    catalogs.load(article=folder)
    return f"a pack for {economy} in {folder}: open it with PACK={folder} make run"


def _toml(value: Any) -> str:
    """Return words, a list of words, or a table of words as TOML writes them."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(one)}" for key, one in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)


def _beside(ranks: pd.Series, scores: pd.DataFrame, economy: str, edition: int) -> list[str]:
    """Return the six economies whose ranks in an edition are next to that of one, the best first."""
    rows = scores[(scores["edition"] == edition) & (scores["code"] == "GII") & (scores["economy"] != economy)]
    near = (rows["rank"] - ranks[edition]).abs().sort_values(kind="stable").index[:6]
    return [str(code) for code in rows.loc[near].sort_values("rank")["economy"]]


def check() -> list[str]:
    """Return what the data say of the ranks and claims of the pack in use, and what is missing in it.

    Raises BadFile, with file and key, if it cannot be used.
    """
    known = catalog()
    dataset, article = Dataset(open_snapshot(BUNDLED), known), known.article
    scores, values = (dataset.table(name) for name in ("gii_scores", "observations"))
    own = scores[scores["economy"] == article.economy]
    ranks = own[own["code"] == "GII"].set_index("edition")["rank"]
    lines = [
        f"edition {edition}: rank {stated} is stated, {ranks.get(edition, 'none')} is published"
        for edition, stated in zip(article.editions, article.ranks, strict=True)
    ]
    judged = assessments(known, dataset.snapshot.tables())
    lines += [f"claim {one.claim.number}: {one.verdict.replace('_', ' ')}" for one in judged]
    scored = set(own.loc[own["edition"] == dataset.detailed, "code"])
    counts = values.loc[values["economy"] == article.economy, "indicator"].value_counts().to_dict()
    for pillar in known.strategy:
        place = f"pillar {pillar.number}"
        lines += [] if pillar.headline else [f"{place}: no headline indicator"]
        for link in pillar.links:
            if link.gii and link.indicator not in scored:
                lines.append(f"{place}: the {dataset.detailed} edition has no figure for {link.indicator}")
            if not link.gii and counts.get(link.indicator, 0) < FEW:
                lines.append(f"{place}: fewer than {FEW} values of {link.indicator}")
        for number, action in enumerate(pillar.actions, start=1):
            if not action.indicators:
                lines.append(f"{place}, recommendation {number}: no indicator")
    if article.productivity and not set(GROWTH) <= counts.keys():
        lines.append("article.toml: 'productivity' must be false, two versions of it are not held")
    known_tables = {table.name for table in CURATED} - {*OF_SERIES} | {"releases"}
    for path in sorted((pack.FOLDER / "tables").glob("*")):
        if path.suffix != ".csv" or path.stem not in known_tables:
            lines.append(f"tables/{path.name}: not a table that a pack can bring")
    return lines


def build(output: Path | None) -> str:
    """Write the snapshot of the pack in use, or publish it in its data folder, and say where.

    It has the bundled data but for series, and tables kept by hand, that concern another economy alone; and
    the tables of the pack.
    """
    known = catalog()
    bundled = open_snapshot(BUNDLED).tables()
    parts = parts_of(bundled)
    rows = parts.observations
    of_one = rows.groupby("indicator")["economy"].transform("nunique") == 1
    folder, curated_tables = pack.FOLDER / "tables", dict[str, pd.DataFrame]()
    for table in CURATED:
        if table.name in OF_SERIES:
            curated_tables[table.name] = parts.curated[table.name]
        elif (folder / f"{table.name}.csv").exists():
            curated_tables[table.name] = curated.unchanged_table(folder, table)
    releases = [parts.releases, *([curated.read_releases(folder)] if folder.exists() else [])]
    parts = replace(
        parts,
        observations=rows[~of_one | (rows["economy"] == known.article.economy)],
        releases=pd.concat(releases),
        curated=curated_tables,
    )
    built = package(gates.snapshot(assemble(parts, known, bundled["gii_intervals"])), known)
    if output:
        write_package(output, built)
    else:
        with opened(data_dir()) as data:
            output = data.publish(built, event={"event": "build"})
    return f"snapshot {built.id} of the pack {pack.FOLDER.name} in {output}"
