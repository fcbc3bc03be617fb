"""What the data say of a statement, with the figure, its source and what must be said beside it."""

from urllib.parse import urlencode

from analysis.comparison import Choice
from analysis.dataset import Dataset
from analysis.derived import measures
from analysis.statements import Checked, Statement
from analysis.statements import check as judge
from service.api.query import Query
from service.api.writing import Page, Row


def check(dataset: Dataset, query: Query) -> Page:
    """Return what the data say of a statement."""
    named = query["economy"], query["measure"], query["period"]
    stated = Statement(*named, query.given["value"], query["comparison"], query["unit"] or "")
    found = judge(dataset, stated, query["lang"])
    known = found.possible[0] if len(set(found.possible)) == 1 else None
    answer = {
        "verdict": found.verdict,
        "reason": found.reason,
        "economy": found.economy,
        "measure": found.measure.id if found.measure else None,
        "show": found.show,
        "period": stated.period,
        "value": query["value"],
        "comparison": stated.comparison,
        "figure": known,
        "low": min(found.possible, default=None),
        "high": max(found.possible, default=None),
        **_provenance(dataset, found, stated, query["lang"]),
        "notes": [{"kind": one.kind, "text": one.text, "code": one.code} for one in found.notes],
    }
    return Page(1, objects=[answer])


def _provenance(dataset: Dataset, found: Checked, stated: Statement, lang: str) -> Row:
    """Return unit, year, releases and view of a figure; blanks where there is none."""
    row: Row = dict.fromkeys(("unit", "data_year", "source", "publisher", "vintage", "licence", "view"))
    if found.measure is None:
        return row
    related = found.measure.related
    phrase = {"rank": "unit_rank", "score": "unit_score", "percentile": "check_percentile"}
    row["unit"] = (
        dataset.catalog.indicators[found.measure.id].unit.get(lang)
        if found.show == "value"
        else dataset.catalog.phrases[phrase[str(found.show)]].get(lang)
    )
    if not found.possible:
        return row
    by_release = {name: dataset.provenance(name, [found.source])[0] for name in ("publisher", "vintage")}
    return {
        **row,
        "data_year": found.data_year,
        "source": found.source,
        **by_release,
        "licence": dataset.provenance("licence", [found.source])[0]
        if related
        else str(dataset.licences[stated.period]),
        "view": _view(dataset, lang, found, stated.period),
    }


def _view(dataset: Dataset, lang: str, found: Checked, period: int) -> str:
    """Return the address of the page that shows a figure: Compare, or the data page where it cannot."""
    measure = found.measure
    if measure is None or measure.id not in measures(dataset) or found.economy not in dataset.economies:
        return address(dataset, f"/{lang}/data")
    show = "score" if found.show == "value" else found.show
    query = {"economy": found.economy, "measure": measure.id, "show": show, "to": period}
    chosen = Choice.read(dataset, query).chosen(dataset)
    return address(dataset, f"/{lang}/compare?{urlencode(chosen, safe=',')}")


def address(dataset: Dataset, path: str) -> str:
    """Return the full address of a path, or the path where the site does not know its own."""
    return dataset.public(path) or path
