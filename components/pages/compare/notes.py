"""What stands beside the figure of a comparison: who is compared and why, notes, source, citation."""

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.comparison_measures import Measure, presence
from components import numbers
from components.attributes import attributes
from components.pages.compare.view import Contents, View
from components.parts import series_source
from components.parts.citation import citation, cited
from components.parts.columns import change_list, columns, three
from components.parts.peers import reason
from components.shell import path
from components.text import markup, plain
from components.view import licence

_OWN = "derived_order_of_scores"
_CAVEATS = 2


def who(view: View) -> list[Component]:
    """Return the economies compared, with the sentence that brings each of a strategy here."""
    say, chosen = view.say, view.choice
    edition = view.edition(chosen.at)
    strategy = chosen.strategy
    if strategy == "none":
        sentence = say("compare.who.hand" if chosen.hand is not None else "compare.who.usual")
    elif view.found is None:
        sentence = say("compare.who.unranked", name=view.name, edition=edition)
    elif not view.others:
        sentence = say(f"peers.unknown.{strategy}", name=view.name, least=5)
    else:
        sentence = say("compare.who.found", rule=say(f"peers.rule.{strategy}"), edition=edition)
    reasons, ranks = _reasons(view), _ranks(view)
    sentence += " " * (say.lang == "en") + say("compare.who.ranks", edition=edition)
    rows = [
        html.Li(
            [
                html.Span(
                    [
                        html.A(view.called(code), href=path(say.lang, f"economy/{code}")),
                        html.Span([code, html.B(ranks.get(code, say("missing")))], className="small"),
                    ],
                    className="peer",
                ),
                *([html.Span(markup(reasons[code]), className="small")] if code in reasons else []),
            ],
            className="focus" if code == chosen.economy else None,
        )
        for code in view.economies
    ]
    return [
        html.H2(say("compare.who.title"), className="aside-title"),
        html.P(markup(sentence), className="small"),
        html.Ul(rows, className="compare-who"),
    ]


def _ranks(view: View) -> dict[str, str]:
    """Return the overall rank of each economy in the edition on show, as it stands in a column."""
    field = view.field(view.known["GII"])
    rows = field[(field["period"] == view.choice.at) & field["rank"].notna()]
    return dict(zip(rows["economy"], rows["rank"].astype(str), strict=True))


def _reasons(view: View) -> dict[str, str]:
    if view.found is None:
        return {}
    strategy = view.choice.strategy
    rows = view.found.found[strategy].to_dict("records")
    return {
        str(row["economy"]): reason(pd.Series(row), strategy, view.name, view.found.decimals, view.say)
        for row in rows
    }


def weak(view: View, contents: Contents) -> list[Component]:
    """Return the notes on this comparison."""
    if not contents.notes:
        return []
    title = html.H2(view.say("compare.weak"), className="aside-title")
    return [title, html.Ul([html.Li(markup(one)) for one in contents.notes], className="compare-notes")]


def changes(view: View) -> html.Section:
    """Return what stands below: framework changes by letter, how to read, what is not shown."""
    say = view.say
    listed = [html.H2(markup(say("overview.changes_title"))), change_list(view.dataset, say)]
    parts = {"reading": ("sets", "measures", "ranks"), "limits": ("cause", "editions", "peers")}
    return three([html.Div(listed), *columns(say, "compare", parts)])


def notes(view: View, measure: Measure, frame: pd.DataFrame) -> list[str]:
    """Return the notes on a measure over the range on show; ``frame``: the rows on show."""
    return _series(view, measure, frame) if measure.related else _index(view, measure, frame)


def _index(view: View, measure: Measure, frame: pd.DataFrame) -> list[str]:
    say, chosen = view.say, view.choice
    found = presence(view.dataset.base, measure, chosen.first, chosen.last)
    lines = []
    if found.without_level:
        lines.append(say("compare.note.unheld", editions=_runs(view, found.without_level)))
    if found.missing:
        lines.append(say("compare.note.absent", editions=_runs(view, found.missing)))
    lines += missing(view, frame, found.present)
    lines += doubts(view, frame)
    if frame["low_coverage"].fillna(False).any():
        lines.append(say("compare.note.thin"))
    concept = view.dataset.catalog.concepts.get(measure.id)
    if concept and concept.note:
        lines.append(say("compare.note.concept", note=concept.note.get(say.lang)))
    if measure.level in ("subpillar", "indicator"):
        lines.append(say("compare.note.joined"))
    return lines


def _runs(view: View, editions: tuple[int, ...]) -> str:
    return view.say.listing(numbers.runs(editions))


def missing(view: View, frame: pd.DataFrame, periods: tuple[int, ...]) -> list[str]:
    """Return which of the economies are missing from which of the periods."""
    lines = []
    for code in view.economies:
        own = set(frame.loc[frame["economy"] == code, "period"].astype(int))
        gone = tuple(period for period in periods if period not in own)
        if gone:
            sentence = view.say("compare.note.missing_all") if not own else _runs(view, gone)
            lines.append(view.say("compare.note.missing", name=view.called(code), editions=sentence))
    if len(lines) > 1:
        return [view.say("compare.note.missing_title") + view.say("compare.note.between").join(lines)]
    return [view.say("compare.note.missing_title") + one for one in lines]


def doubts(view: View, frame: pd.DataFrame) -> list[str]:
    """Return what is said of ranks known between bounds only, and of ranks that are ours."""
    lines = []
    if frame["rank_low"].notna().any():
        last = int(frame.loc[frame["rank_low"].notna(), "period"].max())
        lines.append(view.say("compare.note.bounds", edition=view.edition(last)))
    elif (frame["source"] == _OWN).any():
        lines.append(view.say("compare.note.own"))
    return lines


def _series(view: View, measure: Measure, frame: pd.DataFrame) -> list[str]:
    say, entry = view.say, view.entry(measure)
    lines = [say("compare.note.years")]
    if view.choice.show != "score":
        lines.append(say("compare.note.ranks_own" if measure.directed else "compare.note.ranks_size"))
    counts = frame["economies"].dropna()
    if view.choice.show != "score" and len(counts) and counts.min() < counts.max():
        lines.append(say("compare.note.counts", low=int(counts.min()), high=int(counts.max())))
    gone = tuple(code for code in view.economies if code not in set(frame["economy"]))
    if gone:
        lines.append(say("compare.note.no_values", names=view.listing(gone)))
    lines += [one.note.get(say.lang) for one in entry.breaks if one.economy in ("", *view.economies)]
    lines += [one.get(say.lang) for one in entry.caveats[:_CAVEATS]]
    return list(dict.fromkeys(lines))


def source(view: View, contents: Contents) -> list[str | Component]:
    """Return the source line: editions of the index with their licence, releases of related indicators."""
    say = view.say
    parts = []
    if contents.editions:
        parts.append(_index_source(view, contents.editions))
    if contents.series is not None and len(contents.series):
        years = contents.series["year"].astype(int)
        frame = contents.series.assign(year=years)
        parts.append(str(series_source.source_line(view.dataset, frame, say, own=True)[0]))
    if not parts:
        parts.append(say("compare.source.none"))
    line = plain(say("compare.source.join").join(parts))
    return [line, html.Span(line, hidden=True, **attributes(data_part="picture-source"))]


def _index_source(view: View, editions: tuple[int, int]) -> str:
    say, dataset = view.say, view.dataset
    first, last = editions
    checked = view.checked
    if first == last:
        held = dataset.licences
        terms = licence(held[last], say)
        return say("compare.source.edition", edition=last, licence=terms, checked=checked)
    return say("compare.source.editions", first=first, last=last, checked=checked)


def cited_as(view: View, contents: Contents, title: str) -> list[Component]:
    """Return the citation: of the index, of the providers of indicators, or of both."""
    dataset, say = view.dataset, view.say
    series = [] if contents.series is None else sorted(set(contents.series["source"].astype(str)))
    if not series:
        first, last = contents.editions or (view.choice.first, view.choice.last)
        return citation(dataset, title, first, last, say)
    index = []
    if contents.editions:
        editions = dataset.by_edition["source"]
        index = [str(editions[contents.editions[1]])]
    return cited(dataset, title, [*index, *series], say)
