"""Where a comparison comes from: publishers with editions or vintages, licences, and how it is cited."""

from dash import html
from dash.development.base_component import Component

from components import numbers
from components.attributes import attributes
from components.licences import licence
from components.pages.compare.view import Shown, View
from components.parts import series_source
from components.parts.citation import citation, cited
from components.text import plain


def source(view: View, shown: Shown) -> list[str | Component]:
    """Return the source line: editions of the index with their licence, releases of related indicators."""
    say = view.say
    parts = []
    if shown.editions:
        parts.append(_index(view, shown.editions))
    if shown.series is not None and len(shown.series):
        years = shown.series["year"].astype(int)
        frame = shown.series.assign(year=years)
        parts.append(str(series_source.source_line(view.dataset, frame, say, own=True)[0]))
    if not parts:
        parts.append(say("compare.source.none"))
    line = plain(say("compare.source.join").join(parts))
    return [line, html.Span(line, hidden=True, **attributes(data_part="picture-source"))]


def _index(view: View, editions: tuple[int, int]) -> str:
    say, dataset = view.say, view.dataset
    first, last = editions
    checked = numbers.day(dataset.checked, say.lang)
    if first == last:
        held = dataset.licences
        terms = licence(held[last], say)
        return say("compare.source.edition", edition=last, licence=terms, checked=checked)
    return say("compare.source.editions", first=first, last=last, checked=checked)


def cited_as(view: View, shown: Shown, told: str) -> list[Component]:
    """Return the citation: of the index, of the providers of indicators, or of both."""
    dataset, say = view.dataset, view.say
    series = [] if shown.series is None else sorted(set(shown.series["source"].astype(str)))
    if not series:
        first, last = shown.editions or (view.chosen.first, view.chosen.last)
        return citation(dataset, told, first, last, say)
    index = []
    if shown.editions:
        editions = dataset.by_edition["source"]
        index = [str(editions[shown.editions[1]])]
    return cited(dataset, told, [*index, *series], say)
