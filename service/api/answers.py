"""What answers each endpoint: rows of tables, entries of the catalog, checked statements, cards."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final
from urllib.parse import urlencode

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.comparison.names import Match, measure_name, names_to_codes
from analysis.comparison.statements import Statement
from analysis.comparison.statements import check_statement as judge
from analysis.comparison.views import Choice, Measure, measures
from analysis.dataset import Dataset, cached
from analysis.evidence.verdicts import claim_assessments
from analysis.query import ECONOMIES
from analysis.table import Table, in_units
from data.api import ENDPOINTS, PARAMETERS, Endpoint, Parameter
from data.codes import level_of
from data.entries import Entry, Link
from data.languages import LANGUAGES, Text
from data.schema import CLAIM_FIGURES, TABLES
from service.api.query import Query, Value, check_value, known_values, option_names, unknown_value
from service.downloads import Document, records

Row = dict[str, Any]
Finding = Callable[[Dataset, str, str, Mapping[str, str]], tuple[str, str]]
"""(dataset, name of a card, language, choices) -> the sentence above its figure, the address of the view."""
Search = Callable[[Dataset, str, str], list[Match]]
"""(dataset, words, language) -> what fits the words, best matches first."""
_BOUNDS: Final = ("from", "to")
_NO_COLUMNS: Final = (*_BOUNDS, "lang")
"""Parameters of tables that are not the name of a column."""
_INDEXED: Final = {"gii_scores": ("economy",), "observations": ("indicator", "economy")}
"""Columns of the long tables by which rows are found without looking at all of them."""
_OF_INDICATORS: Final = ("name", "unit", "definition", "scale", "decimals", "direction", "kind", "status")
_OF_LINKS: Final = ("gii", "role", "strength", "reason")
"""Fields of entries of the catalog that are answered as they are."""
_UNITS: Final = {"rank": "unit_rank", "score": "unit_score", "percentile": "check_percentile"}


@dataclass(frozen=True, slots=True)
class Page:
    """The part of an answer that is sent, of ``total`` rows: ``data``, objects or one, else rows of a table.

    beside: what JSON says beside the data.
    """

    total: int = 1
    frame: pd.DataFrame = field(default_factory=pd.DataFrame)
    data: Any = None
    beside: Row = field(default_factory=dict)


def page_of(objects: list[Row], query: Query) -> Page:
    """Return the objects of the page that a query names."""
    start, names = query["offset"], [column.name for column in query.endpoint.columns]
    chosen = [{name: one[name] for name in names} for one in objects[start : start + query.limit]]
    return Page(len(objects), data=chosen)


def full_address(dataset: Dataset, path: str) -> str:
    """Return the full address of a path, or the path where the site does not know its own."""
    return dataset.public_address(path) or path


# --- rows of tables, found by an index and not copied


def positions(
    dataset: Dataset, name: str, wanted: Mapping[str, tuple[Value, ...]]
) -> tuple[pd.DataFrame, NDArray[np.intp]]:
    """Return a table and the positions of the rows whose columns have one of the values wanted."""
    frame, rest = dataset.table(name), dict(wanted)
    places = np.arange(len(frame))
    if column := next((column for column in _INDEXED.get(name, ()) if column in rest), None):
        index = dataset.row_positions(name, column)
        parts = [index[str(one)] for one in dict.fromkeys(rest.pop(column)) if str(one) in index]
        places = np.sort(np.concatenate(parts)) if parts else np.arange(0)
    for column, values in rest.items():
        places = places[frame[column].take(places).isin(values).to_numpy()]
    return frame, places


def matching_rows(dataset: Dataset, query: Query) -> Page:
    """Return the rows of the endpoint's table that match the query, in the order of the table."""
    endpoint = query.endpoint
    given = [parameter for parameter in endpoint.parameters if query[parameter.name] is not None]
    wanted = {one.name: query[one.name] for one in given if one.name not in _NO_COLUMNS}
    if endpoint.table == "gii_scores" and (levels := wanted.pop("level", None)):
        codes = wanted.get("code", known_values(dataset)["codes"])
        wanted["code"] = tuple(code for code in codes if level_of(str(code)) in levels)
    frame, places = positions(dataset, endpoint.table, wanted)
    for bound in (parameter for parameter in given if parameter.name in _BOUNDS):
        values = frame["year" if bound.between == "years" else "edition"].to_numpy()[places]
        places = places[values >= query["from"] if bound.name == "from" else values <= query["to"]]
    start = query["offset"]
    return Page(len(places), _with_names(dataset, frame.take(places[start : start + query.limit]), query))


def _with_names(dataset: Dataset, frame: pd.DataFrame, query: Query) -> pd.DataFrame:
    """Return the columns that a query asks for of rows of a table, names and units beside their codes."""
    lang, known = query.values.get("lang", LANGUAGES[0]), dataset.catalog.indicators.items()
    columns, parts = [column.name for column in query.endpoint.columns], part_names(dataset, lang)
    beside: dict[str, Callable[[pd.DataFrame], Any]] = {
        "name": lambda rows: rows["economy"].map(dataset.names(lang)),
        "code_name": lambda rows: [parts[key] for key in zip(rows["edition"], rows["code"], strict=True)],
        "concept_name": lambda rows: [measure_name(dataset, one, lang) for one in rows["concept"]],
        "indicator_name": lambda rows: rows["indicator"].map({id_: one.name.get(lang) for id_, one in known}),
        "unit": lambda rows: rows["indicator"].map({id_: one.unit.get(lang) for id_, one in known}),
        "scale": lambda rows: rows["indicator"].map({id_: one.scale for id_, one in known}),
    }
    if query.endpoint.table == "observations":
        frame = in_units(frame.assign(raw_value=frame["value"]), dataset, "value")
    wanted = {name: beside[name] for name in columns if name not in frame}
    return frame.assign(**wanted)[columns]


@cached
def part_names(dataset: Dataset, lang: str) -> dict[tuple[int, str], str]:
    """Return the names of the index and its parts by edition and code; in English as the edition has them."""
    parts = dataset.table("gii_structure")
    called = parts["concept"].map(lambda one: measure_name(dataset, one, lang))
    names = parts["name"] if lang == LANGUAGES[0] else called
    return dict(zip(zip(parts["edition"], parts["code"], strict=True), names, strict=True))


# --- entries of the catalog


def entry_fields(entry: Entry, names: Iterable[str], lang: str) -> Row:
    """Return fields of an entry, texts in a language."""
    values = {name: getattr(entry, name) for name in names}
    return {name: value.get(lang) if isinstance(value, Text) else value for name, value in values.items()}


def launches(dataset: Dataset) -> list[Row]:
    """Return what is known of the editions that were launched and are not on this site, the newest last."""
    names = ("released", "theme", "publisher")
    return [{"edition": one.year, **entry_fields(one, names, "en")} for one in dataset.missing_editions]


def editions(dataset: Dataset, query: Query) -> Page:
    """Return the rows of the editions, and beside them those that were launched and are missing."""
    return replace(matching_rows(dataset, query), beside={"launched": launches(dataset)})


def indicators(dataset: Dataset, query: Query) -> Page:
    """Return the indicators of the catalog with their counts of observations, in alphabetical order."""
    lang, found = query["lang"], []
    for code in sorted(map(str, query["indicator"] or known_values(dataset)["indicators"])):
        about = dataset.catalog.indicators[code]
        frame, places = positions(dataset, "observations", {"indicator": (code,)})
        years, withheld = frame["year"].to_numpy()[places], dataset.withheld_releases.get(code)
        found.append(
            {
                "indicator": code,
                **entry_fields(about, _OF_INDICATORS, lang),
                "family": about.source,
                "publisher": dataset.catalog.sources[about.source].publisher.get(lang),
                "observations": len(places),
                "economies": int(frame["economy"].take(places).nunique()),
                "first_year": int(years.min()) if len(years) else None,
                "last_year": int(years.max()) if len(years) else None,
                "held_back": withheld.vintage if withheld else None,
            }
        )
    return page_of(found, query)


def strategy(dataset: Dataset, query: Query) -> Page:
    """Return the five strategic pillars with their links."""
    lang = query["lang"]
    pillars = [
        {
            "pillar": pillar.number,
            **entry_fields(pillar, ("slug", "name", "summary"), lang),
            "gaps": len(pillar.gaps),
            "links": [_link(dataset, link, lang) for link in pillar.links],
        }
        for pillar in dataset.catalog.strategy
    ]
    return page_of(pillars, query)


def _link(dataset: Dataset, link: Link, lang: str) -> Row:
    """Return why an indicator bears on a strategic pillar, with its name and unit."""
    indicator, parts = dataset.catalog.indicators.get(link.indicator), part_names(dataset, lang)
    named: Row = {
        "indicator": link.indicator,
        "name": indicator.name.get(lang) if indicator else parts[dataset.newest_detailed, link.indicator],
        "unit": indicator.unit.get(lang) if indicator else None,
    }
    return named | entry_fields(link, _OF_LINKS, lang)


def claims(dataset: Dataset, query: Query) -> Page:
    """Return the claims in the order of the page: statements first, then aims by strategic pillar."""
    figures = defaultdict[str, list[Row]](list)
    for figure in records(dataset.table(CLAIM_FIGURES.name).rename(columns={"figure": "name"})):
        figures[figure.pop("claim")].append(figure)
    assessed = [
        {
            "claim": one.claim.id,
            **entry_fields(one.claim, ("number", "kind", "pillar"), query["lang"]),
            "verdict": one.verdict,
            "verdict_before": one.before or None,
            "tests": one.evidence[0],
            "tests_recent": one.evidence[1],
            "caveats": one.doubts,
            "statement": one.claim.statement.get(query["lang"]),
            "figures": figures[one.claim.id],
        }
        for one in claim_assessments(dataset)
    ]
    return page_of(assessed, query)


def snapshot(dataset: Dataset, _query: Query) -> Page:
    """Return the snapshot with its tables."""
    tables = [
        {
            "name": one["name"],
            "title": TABLES[one["name"]].title,
            "rows": len(dataset.table(one["name"])),
            "bytes": one["bytes"],
            "hash": one["hash"].rpartition(":")[2],
        }
        for one in dataset.snapshot.resources
    ]
    blank = dict.fromkeys(("edition", "released", "theme", "publisher"))
    launched = launches(dataset)[-1] if dataset.missing_editions else blank
    about = {"id": dataset.snapshot.id, "created": dataset.snapshot.created}
    return Page(data={**about, "launched": launched, "tables": tables})


# --- statements


def check(dataset: Dataset, query: Query) -> Page:
    """Return what the data say of a statement, with its source and what must be said beside it."""
    lang, period, value = query["lang"], query["period"], query.given["value"]
    unit, comparison = query["unit"] or "", query["comparison"]
    stated = Statement(query["economy"], query["measure"], period, value, comparison, unit)
    found = judge(dataset, stated, lang)
    measure, possible = found.measure, found.possible
    answer: Row = {
        "verdict": found.verdict,
        "reason": found.reason,
        "economy": found.economy,
        "name": dataset.labels(lang).get(found.economy or ""),
        "measure": measure.id if measure else None,
        "measure_name": measure_name(dataset, measure.id, lang) if measure else None,
        "show": found.show,
        "period": period,
        "value": query["value"],
        "comparison": comparison,
        "figure": possible[0] if len(set(possible)) == 1 else None,
        "low": min(possible, default=None),
        "high": max(possible, default=None),
        **dict.fromkeys(("unit", "data_year", "source", "publisher", "vintage", "licence", "view")),
        "notes": [asdict(note) for note in found.notes],
    }
    if measure is None:
        return Page(data=answer)
    catalog, show = dataset.catalog, str(found.show)
    named_unit = catalog.indicators[measure.id].unit if show == "value" else catalog.phrases[_UNITS[show]]
    answer["unit"] = named_unit.get(lang)
    if not possible:
        return Page(data=answer)
    answer |= {"data_year": found.data_year, "source": found.source}
    for name in ("publisher", "vintage", "licence"):
        answer[name] = dataset.provenance(name, [found.source])[0]
    if not measure.related:
        answer["licence"] = str(dataset.licences[period])
    answer["view"] = full_address(dataset, view_of(dataset, lang, str(found.economy), measure, show, period))
    return Page(data=answer)


def view_of(dataset: Dataset, lang: str, economy: str, measure: Measure, show: str, period: int) -> str:
    """Return the path of the view that shows a figure: Compare, or Data where that cannot."""
    if measure.id not in measures(dataset) or economy not in dataset.economies:
        return f"/{lang}/data"
    column = "score" if show == "value" else show
    chosen = {"economy": economy, "measure": measure.id, "show": column, "to": period}
    return f"/{lang}/compare?{urlencode(Choice.read(dataset, chosen).changed_choices(dataset), safe=',')}"


# --- cards


@dataclass(frozen=True, slots=True)
class CardEndpoint:
    """A card as the interface offers it, with the path of its page, without the language.

    tables: one, or one for each view, then named <name>-<view>.
    """

    name: str
    tables: tuple[Table[Any, Any], ...]
    page: str

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of its choices."""
        return tuple(self.tables[0].query.keys_read())

    @property
    def endpoint(self) -> Endpoint:
        """Its address and parameters."""
        choices = (Parameter(name=key, words=f"cards.{key}") for key in self.keys)
        parameters = (*choices, PARAMETERS["lang"], PARAMETERS["rows"])
        return Endpoint(name=f"cards/{self.name}", parameters=parameters, columns=(), example="")

    def title(self, dataset: Dataset) -> Text:
        """Return what its table is."""
        return dataset.catalog.downloads[self.tables[0].name].title

    def table(self, dataset: Dataset, values: Mapping[str, str]) -> Table[Any, Any]:
        """Return the table of a view."""
        if len(self.tables) == 1:
            return self.tables[0]
        view = self.tables[0].query.read(dataset, values).texts()["view"]
        return next(one for one in self.tables if one.name == f"{self.name}-{view}")


Cards = Mapping[str, CardEndpoint]


def column_names(dataset: Dataset, card: CardEndpoint) -> list[str]:
    """Return the names of the columns of all views of a card: those that its page shows, then the others."""
    found: list[str] = []
    for table in card.tables:
        found += [name for together, _ in table.cells.values() for name in together]
        found += dataset.catalog.downloads[table.name].names
    return list(dict.fromkeys(found))


def list_cards(cards: Cards, dataset: Dataset, query: Query) -> Page:
    """Return every card with its addresses and the keys of its choices."""
    lang = query["lang"]
    found = [
        {
            "name": card.name,
            "title": card.title(dataset).get(lang),
            "address": card.endpoint.path,
            "page": f"/{lang}/{card.page}",
            "embed": f"/embed/{card.name}",
            "choices": ",".join(card.keys) or None,
        }
        for card in cards.values()
    ]
    return page_of(found, query)


def answer_card(card: CardEndpoint, find: Finding, dataset: Dataset, query: Query) -> Page:
    """Return finding, rows and their sources of a view of a card; Problem for an unknown choice."""
    lang = query["lang"]
    values = {key: value for key, value in query.given.items() if key in card.keys}
    values |= {key: names_to_codes(dataset, values[key]) for key in ECONOMIES if key in values}
    table = card.table(dataset, values)
    if refused := table.query.refused_choices(dataset, values):
        key, asked, options = refused[0]
        raise unknown_value(key, ",".join(asked), option_names(options), dataset)
    download = Document(table, query["rows"], dataset, {**values, "lang": lang})
    described = {one["name"]: one for one in download.columns}
    columns = Parameter(name="columns", options=tuple(described))
    chosen = [str(check_value(name, columns, dataset)) for name in query["columns"] or described]
    total, start = len(download.frame), query["offset"]
    part = download.frame.iloc[start : start + query.limit][chosen]
    if query.csv:
        return Page(total, part)
    finding, page = find(dataset, card.name, lang, values)
    data = {
        "name": card.name,
        "title": download.title,
        "finding": finding,
        "description": [download.row, download.chosen],
        "choices": table.query.read(dataset, values).texts(),
        "page": page,
        "download": download.address.removeprefix(dataset.address),
        "embed": f"/embed/{card.name}?{urlencode({'lang': lang, **values}, safe=',')}",
        "citation": download.citation.text,
        "reuse": download.reuse,
        "caveats": download.caveats(),
        "editions": download.licensed(),
        "columns": [described[name] for name in chosen],
        "sources": records(download.sources),
        "rows": records(part),
    }
    return Page(total, data=data)


# --- what some words may mean


def find(search: Search, dataset: Dataset, query: Query) -> Page:
    """Return what the API knows of that fits some words, best matches first."""
    lang = query["lang"]
    matches = [match for match in search(dataset, query["words"], lang) if match.entry.code]
    return page_of([_match(dataset, match, lang) for match in matches], query)


def _match(dataset: Dataset, match: Match, lang: str) -> Row:
    entry, name = match.entry, match.entry.name.get(lang)
    return {
        "kind": entry.kind,
        "code": entry.code,
        "name": name,
        "matched": None if match.name in (name, entry.code) else match.name,
        "note": entry.note.get(lang) if entry.note else None,
        "about": entry.definition.get(lang) if entry.definition else None,
        "view": full_address(dataset, f"/{lang}/{entry.path}".rstrip("/")),
        "partial": match.partial,
    }


ANSWERS: Final[dict[str, Callable[[Dataset, Query], Page]]] = {
    **{endpoint.name: matching_rows for endpoint in ENDPOINTS if endpoint.table},
    **{one.__name__: one for one in (editions, indicators, strategy, claims, snapshot, check)},
}
"""What answers each endpoint, beside those that ask for cards."""
