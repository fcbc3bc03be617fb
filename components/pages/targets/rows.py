"""The targets as rows: eight of the first screen as strips, and all with what is known of each."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from analysis.frames import targets as frames
from analysis.targets import RESULTS, VINTAGES, chosen, course, target_series
from components import numbers
from components.attributes import attributes
from components.card import Card
from components.charts.small_pictures import target_path
from components.pages.targets.view import Row, View
from components.parts.badges import empty, icon, ring, verdict
from components.parts.citation import cited
from components.parts.figure_card import Content
from components.parts.tables import Cell, heads, table
from components.shell import path
from components.text import markup, plain

CARD = Card("targets-all", "targets", (frames.TARGETS,), height=900)
_COLUMNS = ("name", "document", "due", "base", "goal", "actual", "reached", "unmet", "verdict")
_IN_WORDS = tuple(one for one in _COLUMNS if one not in ("due", "base"))
_OF_VALUE = ("stage", "part", "value")
_NEAR = 36.0
"""Percent of a strip that the word of its base takes: the value stands behind it."""


def eight(view: View) -> html.Section:
    """Return the targets of the first screen, each a strip from its base to what was reached."""
    t = view.t
    rows = [
        {str(key): value for key, value in row.items()} for row in chosen(view.dataset).to_dict("records")
    ]
    keys = [
        html.Span(t(f"targets.strip.{name}"), className=f"target-strip-key-{name}")
        for name in ("base", "actual", "goal")
    ]
    head = html.Div(
        [
            html.H2(markup(t("targets.eight", count=len(rows), all=view.counts["all"]))),
            html.Span(keys, className="target-strip-keys"),
        ],
        className="strips-head",
    )
    last = html.A(t("targets.all", count=view.counts["all"]), href="#targets-list")
    note = html.P([t("targets.strip.note"), " ", last], className="small")
    return html.Section(
        [head, html.Ul([_strip_row(view, row) for row in rows]), note], className="target-strips"
    )


def _strip_row(view: View, row: Row) -> html.Li:
    t, plan = view.t, view.document(row["document"])
    about = [t("targets.due", document=plan, year=row["year"])]
    if row["decimals"] and not (view.percent(row) or view.unit(row) in view.words_of(row, "name")):
        about.append(view.unit(row))
    words = [html.B(view.words_of(row, "name")), html.Span(t("targets.between").join(about))]
    return html.Li([html.Div(words, className="target-name"), _strip(view, row), view.badge(row)])


def _strip(view: View, row: Row) -> html.Div:
    """Return a strip on its own scale: base, value and target, the better always at the right."""
    goal, actual = float(row["value"]), row[f"actual_{view.figures}"]
    actual = float(actual) if numbers.known(actual) else None
    stated = numbers.known(row["base"])
    base = float(row["base"]) if stated else 1.0 if str(row["comparison"]).startswith("multiple") else 0.0
    reach = max(
        (goal - base, *([actual - base] if actual is not None else [])),
        key=lambda far: far * (1 if goal >= base else -1),
    )

    def at(value: float) -> float:
        return min(max(100 * (value - base) / reach, 0.0), 100.0) if reach else 100.0

    due, sign = row[f"actual_year_{view.figures}"], "%" if view.percent(row) else ""
    text = view.t("targets.strip.unseen")
    if actual is not None:
        text = view.compared(row, actual, exact=False)
        part = row[f"part_{view.figures}"]
        when = view.when(due, part) if part else "" if due == row["year"] else due
        text += view.t("targets.strip.when", when=when) if when else ""
    open_ = row[f"verdict_{view.figures}"] in ("unjudged", "not_due")
    end = at(actual) if actual is not None else 100.0
    parts = [
        html.Span(className="target-strip-line", style={"width": f"{end:.1f}%"}),
        html.Span(className="target-strip-goal", style={"left": f"{at(goal):.1f}%"}),
        _placed(view.target(row, exact=False) + sign, at(goal), "target-strip-goal-text"),
        html.Span(className="target-strip-start", style={"left": "0%"}),
        _placed(text, max(end, _NEAR) if stated else end, "target-strip-actual-text"),
    ]
    if actual is not None:
        parts.append(html.Span(className="target-strip-dot", style={"left": f"{end:.1f}%"}))
    if stated:
        parts.append(_placed(view.stated(row, base, exact=False), 0, "target-strip-base-text"))
    return html.Div(
        parts,
        className="target-strip open" if open_ else "target-strip",
        role="img",
        **attributes(aria_label=_label(view, row)),
    )


def _placed(text: str, share: float, css: str) -> html.Span:
    """Return a text at a share of the strip's width, inside of both its ends."""
    return html.Span(
        text, className=css, style={"left": f"{share:.1f}%", "transform": f"translateX(-{share:.1f}%)"}
    )


def _label(view: View, row: Row) -> str:
    t = view.t
    parts = (
        []
        if not numbers.known(row["base"])
        else [t("targets.label.base", value=view.stated(row, row["base"]))]
    )
    return t.listing(
        [*parts, t("targets.label.goal", value=view.goal(row)), actual_words(view, row, view.figures)]
    )


def actual_words(view: View, row: Row, vintage: str) -> str:
    """Return the value that decided and its year; or that none was found."""
    value, year = row[f"actual_{vintage}"], row[f"actual_year_{vintage}"]
    if not numbers.known(value):
        return view.t("targets.unseen")
    return view.at(row, float(value), year, row[f"part_{vintage}"])


def listing(view: View) -> list[Component]:
    """Return the targets in groups, each row opening to all that is known of it."""
    if not view.rows:
        back = html.A(view.t("targets.reset"), href=path(view.t.lang, "strategy/targets"), className="button")
        return [empty([view.t("targets.empty")]), html.P(back)]
    groups: dict[tuple[int, str], list[Row]] = {}
    for row in view.rows:
        groups.setdefault(_group(view, row), []).append(row)
    columns: tuple[list[Component], list[Component]] = ([], [])
    before = 0
    for (_, name), found in sorted(groups.items(), key=lambda group: group[0][0]):
        rows = [html.H3(name), *(_row(view, row) for row in found)]
        columns[2 * before >= len(view.rows)].append(html.Section(rows, className="target-group"))
        before += len(found)
    return [html.Div(column) for column in columns if column]


def _group(view: View, row: Row) -> tuple[int, str]:
    """Return place and name of the group of a target: documents keep their order, no aim comes last."""
    t, pillars = view.t, view.dataset.catalog.strategy
    if view.choice.by == "document":
        return 0, view.words_of(view.documents[row["document"]], "name")
    number = int(row["pillar"])
    name = pillars[number - 1].name.get(t.lang) if number else t("targets.control.0")
    return number or len(pillars) + 1, name


def _row(view: View, row: Row) -> html.Details:
    """Return the line of a target: name, goal, value that decided, verdict; a sign marks a doubt."""
    t = view.t
    marks = " ".join(view.marks(row))
    sign = [html.Span([icon("caveat"), html.Span(marks, className="unseen")], title=marks)] if marks else []
    summary = [
        html.B(view.words_of(row, "name")),
        html.Span([html.B(view.goal(row)), html.Span(t("targets.by_year", year=row["year"]))]),
        html.Span([actual_words(view, row, view.figures), *sign]),
        view.badge(row),
    ]
    panel = html.Div(_panel(view, row), className="target-panel")
    return html.Details([html.Summary(summary), panel], id=f"target-{row['target']}", className="target")


def _course(view: View, row: Row) -> list[Component]:
    """Return the picture of a target, with its base, its unit, and the year in which it was reached."""
    t = view.t
    lines = [t("targets.due", document=view.document(row["document"]), year=row["year"])]
    if numbers.known(row["base"]):
        year = numbers.whole_cell(row["base_year"], "")
        lines.append(t("targets.from", value=view.stated(row, row["base"]), year=year))
    if view.unit_stated(row):
        lines.append(view.unit(row))
    if reached := view.reached(row, ""):
        unmet = view.unmet(row, "")
        gap = bool(unmet) and not row[f"reached_exact_{view.figures}"]
        lines.append(
            t("targets.reached.gap" if gap else "targets.reached.plain", reached=reached, unmet=unmet)
        )
    aim: list[str | Component] = [ring(int(row["pillar"])), " "] if row["pillar"] else []
    return [_picture(view, row), html.P([*aim, t("targets.between").join(lines)])]


def _picture(view: View, row: Row) -> html.Span:
    """Return the way from the base of a target to its due year, the values over it; the better is up."""
    up = -1 if row["comparison"] in ("rank_no_worse_than", "at_most") else 1
    values = [(year, up * value) for year, value in sorted(course(view.dataset, row, view.figures).items())]
    stated = numbers.known(row["base"]) and numbers.known(row["base_year"])
    base = (int(row["base_year"]), up * float(row["base"])) if stated else None
    drawing = target_path(values, base, (int(row["year"]), up * float(row["value"])))
    return html.Span(className="target-path", **(attributes(data_svg=drawing) if drawing else {}))


def _panel(view: View, row: Row) -> list[Component]:
    parts = (_course(view, row) + _text(view, row), _values(view, row) + _sources(view, row))
    return [html.Div(part) for part in parts]


def _block(head: str, body: Sequence[Any]) -> list[Component]:
    return [html.H4(head), *(html.P(one) for one in body)] if body else []


def _text(view: View, row: Row) -> list[Component]:
    t = view.t
    document = view.documents[row["document"]]
    quoted: list[str | Component] = [t("targets.unquoted")]
    if numbers.known(row["quotation_zh"]):
        quoted = [html.Span(t("targets.quoted", text=row["quotation_zh"]), lang="zh-CN")]
        quoted += [] if t.lang == "zh" else [t("targets.translated", text=row["quotation_en"])]
    issued = [view.words_of(document, "issuer")]
    issued += [_day(document["published"], t.lang)] if numbers.known(document["published"]) else []
    number = str(document["number"]) if numbers.known(document["number"]) else ""
    also = (
        [t("targets.also", names=t.listing([view.document(name) for name in row["also"].split()]))]
        if row["also"]
        else []
    )
    return [
        *_block(t("targets.part.definition"), [view.words_of(row, "definition")]),
        *_block(
            t("targets.part.document"),
            [
                view.words_of(document, "name"),
                [t("targets.between").join(issued), " ", html.Span(number, lang="zh-CN")],
                *also,
            ],
        ),
        *_block(t("targets.part.quotation"), quoted),
    ]


def _day(text: str, lang: str) -> str:
    return (
        numbers.day(text, lang) if len(text) == 10 else numbers.month(text, lang) if len(text) == 7 else text
    )


def _values(view: View, row: Row) -> list[Component]:
    """Return base, target, verdict in both vintages, and every value by state and year."""
    t = view.t
    lines: list[Any] = []
    for vintage in VINTAGES:
        result = t(f"verdict.{row[f'verdict_{vintage}']}")
        text = t(f"targets.by.{vintage}", verdict=result, actual=actual_words(view, row, vintage))
        lines.append(markup(text))
    known = {vintage: target_series(view.dataset, row["measure"], vintage) for vintage in VINTAGES}
    stages: dict[str, dict[int, str]] = {}
    for line in known.values():
        for year, stage, part, value in zip(line.index, *(line[c] for c in _OF_VALUE), strict=True):
            if row["base_year"] <= year or not numbers.known(row["base_year"]):
                text = f"{view.when(year, part)} {view.value(row, float(value))}"
                stages.setdefault(str(stage), {})[year] = text
    listed = [
        [
            html.B(t(f"targets.stage.{stage}")),
            " " + t("targets.semicolon").join(texts[year] for year in sorted(texts)),
        ]
        for stage, texts in stages.items()
    ]
    doubt = [text for name in ("note", "doubt") if (text := view.words_of(row, name))]
    return [
        *_block(t("targets.part.verdict"), lines),
        *_block(t("targets.part.values", unit=view.unit(row)), listed),
        *_block(t("targets.part.doubt"), [*doubt, *view.marks(row)]),
    ]


def _sources(view: View, row: Row) -> list[Component]:
    t, known = view.t, view.dataset.catalog.sources
    lines = [target_series(view.dataset, row["measure"], vintage) for vintage in VINTAGES]
    of_values = [name for line in lines for cell in line["cited"].dropna() for name in cell.split()]
    found = []
    for head, names in (("text", str(row["cited"]).split()), ("values", dict.fromkeys(of_values))):
        found += _block(t(f"targets.part.of_{head}"), [_reference(view, name) for name in names])
    own = dict.fromkeys(one for line in lines for one in line["source"] if one != row["source"])
    families = dict.fromkeys(str(view.dataset.sources.at[one, "family"]) for one in own)
    return found + _block(t("targets.part.series"), [known[one].name.get(t.lang) for one in families])


def _reference(view: View, name: str) -> Component:
    """Name a reference; the address of the copy that was read stands in the data, for many are mirrors."""
    row = view.references[name]
    date = (
        _day(row["published"], view.t.lang) if numbers.known(row["published"]) else view.t("targets.undated")
    )
    text = view.t("targets.reference", publisher=view.words_of(row, "publisher"), date=date)
    return html.Span(text, className="reference")


def tally(view: View) -> html.Div:
    """Return how many targets have each verdict."""
    items = [
        html.Li([verdict(name, view.t), html.B(str(view.counts[name]), className="fig")]) for name in RESULTS
    ]
    return html.Div(html.Ul(items), className="control tally target-tally")


def count(view: View) -> str:
    """Return how many targets are listed, and how many of these have each verdict."""
    t, found = view.t, Counter(str(row[f"verdict_{view.figures}"]) for row in view.rows)
    parts = [t(f"targets.count.{result}", count=found[result]) for result in RESULTS if found[result]]
    each = t("targets.count.each", parts=t.listing(parts)) if parts else ""
    return t("targets.count.listed", visible=len(view.rows), all=view.counts["all"]) + each


def content(view: View) -> Content:
    """Return what the card of the list holds."""
    t, title = view.t, count(view)
    releases = " ".join(str(row["sources"]) for row in view.rows).split()
    return Content(
        heading=t("targets.list.heading"),
        finding=title,
        measure=markup(t("targets.list.measure")),
        table=_table(view) if view.rows else html.Div(),
        source=[
            t("targets.list.source", checked=view.checked),
            html.A(t("targets.list.references"), href="/download/table/target_references.csv"),
            t("targets.list.sources"),
            html.A(t("overview.source_link"), href=path(t.lang, "data")),
        ],
        data_address=view.download(frames.TARGETS.name, view.choice.chosen(view.dataset)),
        file_name="official-targets",
        credit=cited(view.dataset, title, releases or ["official_targets_2026"], t),
    )


def _table(view: View) -> html.Div:
    t, missing = view.t, view.t("missing")
    body: list[list[Cell]] = [
        [
            view.words_of(row, "name"),
            view.document(row["document"]),
            str(row["year"]),
            view.stated(row, float(row["base"])) if numbers.known(row["base"]) else missing,
            view.goal(row),
            actual_words(view, row, view.figures),
            view.reached(row, missing),
            view.unmet(row, missing),
            t(f"verdict.{row[f'verdict_{view.figures}']}"),
        ]
        for row in view.rows
    ]
    columns = heads(t, "targets.column", _COLUMNS, _IN_WORDS)
    return table(t, columns, body, caption=plain(t("targets.list.heading")))


def names_of(view: View) -> Mapping[str, str]:
    """Return the words of the options that are documents or aims."""
    pillars = {str(one.number): one.name.get(view.t.lang) for one in view.dataset.catalog.strategy}
    return {name: view.document(name) for name in view.documents} | pillars
