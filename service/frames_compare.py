"""The downloads of comparisons, one for each view: what a query asks for, or the same of all economies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis import peers
from analysis.comparison import Choice
from analysis.comparison_measures import Measure
from analysis.comparison_views import ends, pairs, paths, pillars, plane
from analysis.composition import PILLARS
from analysis.dataset import Dataset
from analysis.derived import measured, measures, peer_field
from analysis.provenance import OWN_CALCULATION, joined
from data.languages import spoken
from service.compared import dressed, licences, part_name, terms_of, unit_of

_NAMES = {"economies": "economies_ranked"}
_DRAWN = ["at", "low", "high", "source"]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a query asks for, and what answers it; ``every``: all economies of the index, by code."""

    dataset: Dataset
    known: Mapping[str, Measure]
    chosen: Choice
    economies: tuple[str, ...]
    lang: str

    @property
    def measure(self) -> Measure:
        """The measure over time and of the table."""
        return self.known[self.chosen.measure]

    @property
    def every(self) -> Sequence[str]:
        """The economy in focus, then all others of which anything can be compared."""
        return (self.chosen.economy, *sorted(set(self.dataset.catalog.economies) - {self.chosen.economy}))

    @property
    def span(self) -> tuple[int, int]:
        """The first and the last edition."""
        return self.dataset.editions[0], self.dataset.editions[-1]

    def field(self, code: str) -> pd.DataFrame:
        """Return a measure of all economies and periods."""
        return measured(self.dataset, self.known[code])


def _read(dataset: Dataset, query: Mapping[str, str], view: str) -> _Asked:
    known = measures(dataset)
    chosen = Choice.read(dataset, {**query, "view": view})
    found: list[str] = []
    if chosen.strategy != "none":
        field = peer_field(dataset, chosen.at)
        found = [str(code) for code in peers.found(field, chosen.strategy, chosen.economy)["economy"]]
    lang = spoken(query.get("lang"))
    return _Asked(dataset, known, chosen, (chosen.economy, *chosen.others(found)), lang)


def trajectory_frame(dataset: Dataset, query: Mapping[str, str]) -> pd.DataFrame:
    """Return a row for each economy and edition, or year, of the measure that ``query`` asks for.

    The query is read as on the page. Ranks of related indicators are ours, among all economies held.
    """
    asked = _read(dataset, query, "trajectory")
    return _over_time(asked, asked.economies, (asked.chosen.first, asked.chosen.last))


def trajectory_whole(dataset: Dataset, query: Mapping[str, str]) -> pd.DataFrame:
    """Return the same of every economy in all editions, or the years of these."""
    asked = _read(dataset, query, "trajectory")
    return _over_time(asked, asked.every, asked.span)


def _over_time(asked: _Asked, economies: Sequence[str], span: tuple[int, int]) -> pd.DataFrame:
    frame = paths(asked.field(asked.measure.id), economies, *span, asked.chosen.show)
    frame = frame.drop(columns=["period", *_DRAWN[:-1]]).rename(columns=_NAMES)
    return dressed(_of(asked, frame), asked.dataset, asked.lang, related=asked.measure.related)


def pillars_frame(dataset: Dataset, query: Mapping[str, str]) -> pd.DataFrame:
    """Return a row for each economy and GII pillar of one edition, with the quartiles of the field."""
    asked = _read(dataset, query, "pillars")
    return _pillars(asked, asked.economies)


def pillars_whole(dataset: Dataset, query: Mapping[str, str]) -> pd.DataFrame:
    """Return the same of every economy of the edition."""
    asked = _read(dataset, query, "pillars")
    return _pillars(asked, asked.every)


def _pillars(asked: _Asked, economies: Sequence[str]) -> pd.DataFrame:
    chosen, lang = asked.chosen, asked.lang
    fields = {code: asked.field(code) for code in PILLARS}
    frame = pillars(fields, economies, chosen.edition, chosen.show)
    names = {"lower": "field_lower_quartile", "median": "field_median", "upper": "field_upper_quartile"}
    frame = frame.drop(columns=["period", "year", *_DRAWN[:-1]]).rename(columns=_NAMES | names)
    parts = [part_name(asked.dataset, asked.known[code], lang) for code in frame["pillar"]]
    frame.insert(1, "pillar_name", parts)
    frame.insert(1, "pillar", frame.pop("pillar"))
    unit = unit_of(asked.dataset, asked.known[PILLARS[0]], lang)
    frame = frame.assign(quartiles_of=chosen.show, unit=unit)
    return dressed(frame, asked.dataset, lang, related=False)


def plane_frame(dataset: Dataset, query: Mapping[str, str]) -> pd.DataFrame:
    """Return inputs and outputs of all economies in the last edition, of the chosen ones in all."""
    asked = _read(dataset, query, "plane")
    return _plane(asked, asked.economies, (asked.chosen.first, asked.chosen.last))


def plane_whole(dataset: Dataset, query: Mapping[str, str]) -> pd.DataFrame:
    """Return inputs and outputs of every economy in every edition."""
    asked = _read(dataset, query, "plane")
    return _plane(asked, asked.every, asked.span)


def _plane(asked: _Asked, economies: Sequence[str], span: tuple[int, int]) -> pd.DataFrame:
    sides = asked.field("IN"), asked.field("OUT")
    frame = plane(*sides, economies, span, "rank")
    shares = plane(*sides, economies, span, "percentile")
    frame["chosen"] = frame["economy"].isin(asked.economies)
    for side, name in (("x", "input"), ("y", "output")):
        drawn = {f"{side}_at": f"{name}_rank", f"{side}_low": f"{name}_low", f"{side}_high": f"{name}_high"}
        frame = frame.rename(columns=drawn).drop(columns=[side, f"{side}_source"])
        frame = frame.astype(dict.fromkeys(drawn.values(), "Int64"))
        known = shares[["economy", "edition", f"{side}_at"]]
        frame = frame.merge(known, on=["economy", "edition"], how="left")
        frame = frame.rename(columns={f"{side}_at": f"{name}_percentile"})
    frame = frame.rename(columns=_NAMES).assign(rank_unit="1-N")
    codes = ("IN", "OUT")
    return dressed(frame, asked.dataset, asked.lang, related=False, codes=codes)


def scatter_frame(dataset: Dataset, query: Mapping[str, str]) -> pd.DataFrame:
    """Return two measures of every economy that has both, each with the edition or year of its value."""
    asked = _read(dataset, query, "scatter")
    x, y = (asked.known[code] for code in (asked.chosen.x, asked.chosen.y))
    frame = pairs(asked.field(x.id), asked.field(y.id), (x.related, y.related), asked.chosen.edition).frame
    terms = []
    for side, one in (("x", x), ("y", y)):
        period = frame.pop(f"{side}_period")
        place = list(frame.columns).index(f"{side}_year")
        frame.insert(place, f"{side}_edition", period.mask(pd.Series(one.related, index=period.index)))
        about = {
            "measure": one.id,
            "name": part_name(asked.dataset, one, asked.lang),
            "unit": unit_of(asked.dataset, one, asked.lang),
            "vintage": dataset.provenance("vintage", frame[f"{side}_source"]),
        }
        frame = frame.assign(**{f"{side}_{name}": value for name, value in about.items()})
        terms.append(
            terms_of(dataset, frame[f"{side}_source"], frame[f"{side}_edition"], related=one.related)
        )
    frame.insert(1, "name", frame["economy"].map(asked.dataset.names(asked.lang)))
    frame.insert(2, "chosen", frame["economy"].isin(asked.economies))
    both = zip(frame.pop("x_source"), frame.pop("y_source"), strict=True)
    frame["source"] = [joined(*cells, OWN_CALCULATION) for cells in both]
    for name in ("publisher", "licence"):
        pairs_ = zip(terms[0][name], terms[1][name], strict=True)
        frame[name] = ["; ".join(dict.fromkeys(cells)) for cells in pairs_]
    return frame.assign(snapshot=dataset.snapshot.id)


def table_frame(dataset: Dataset, query: Mapping[str, str]) -> pd.DataFrame:
    """Return first and latest of the measure asked for, a row for each economy."""
    asked = _read(dataset, query, "table")
    return _ends(asked, asked.economies)


def table_whole(dataset: Dataset, query: Mapping[str, str]) -> pd.DataFrame:
    """Return the same of every economy."""
    asked = _read(dataset, query, "table")
    return _ends(asked, asked.every)


def _ends(asked: _Asked, economies: Sequence[str]) -> pd.DataFrame:
    one, chosen = asked.measure, asked.chosen
    frame = ends(asked.field(one.id), economies, chosen.first, chosen.last, asked.economies)
    frame = frame.drop(columns=["first_period", "last_period"])
    frame = _of(asked, frame.rename(columns={"places": "places_gained", "change": "value_change"}))
    frame.insert(1, "name", frame["economy"].map(asked.dataset.names(asked.lang)))
    for side in ("first", "last"):
        source, edition = frame[f"{side}_source"], frame[f"{side}_edition"]
        frame[f"{side}_vintage"] = asked.dataset.provenance("vintage", source)
        frame[f"{side}_licence"] = licences(asked.dataset, source, edition, related=one.related)
    last = terms_of(asked.dataset, frame["last_source"], frame["last_edition"], related=one.related)
    both = zip(frame.pop("first_source"), frame.pop("last_source"), strict=True)
    frame["source"] = [joined(*cells, OWN_CALCULATION) for cells in both]
    return frame.assign(**last, snapshot=asked.dataset.snapshot.id)


def _of(asked: _Asked, frame: pd.DataFrame) -> pd.DataFrame:
    """Return rows with what they measure, and in which unit."""
    frame, one = frame.copy(), asked.measure
    about = {
        "measure": one.id,
        "measure_name": part_name(asked.dataset, one, asked.lang),
        "level": one.level,
        "unit": unit_of(asked.dataset, one, asked.lang),
    }
    for place, (name, value) in enumerate(about.items()):
        frame.insert(1 + place, name, value)
    return frame
