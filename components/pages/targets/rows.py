"""The targets as rows: eight of the first screen as strips, and all with what is known of each."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from analysis.frames import targets as frames
from analysis.targets import RESULTS, VINTAGES, chosen, course, target_series
from components import numbers
from components.attributes import attributes
from components.card import Card
from components.charts.small_pictures import target_path
from components.kit import Col, rows_table
from components.pages.targets.view import Row, View
from components.parts.badges import empty, icon, ring, verdict
from components.parts.citation import cited
from components.parts.figure_card import Content
from components.shell import path
from components.text import markup, plain

CARD = Card("targets-all", "targets", (frames.TARGETS,), height=900)
_COLUMNS = ("name", "document", "due", "base", "goal", "actual", "reached", "unmet", "verdict")
_NEAR = 36.0
"""Percent of a strip that the word of its base takes: the value stands behind it."""


def eight(view: View) -> html.Section:
    """Return the targets of the first screen, each a strip from its base to what was reached."""
    t, rows = view.t, view.judged(chosen(view.dataset))
    keys = [
        html.Span(t(f"targets.strip.{name}"), className=f"target-strip-key-{name}")
        for name in ("base", "actual", "goal")
    ]
    title = html.H2(markup(t("targets.eight", count=len(rows), all=view.counts["all"])))
    head = html.Div([title, html.Span(keys, className="target-strip-keys")], className="strips-head")
    last = html.A(t("targets.all", count=view.counts["all"]), href="#targets-list")
    note = html.P([t("targets.strip.note"), " ", last], className="small")
    strips = []
    for row in rows:
        about = [view.due(row)]
        if row["decimals"] and not ("%" in row["unit"] or row["unit"] in row["name"]):
            about.append(row["unit"])
        names = [html.B(row["name"]), html.Span(t("targets.between").join(about))]
        result = verdict(row["verdict"], t)
        strips.append(html.Li([html.Div(names, className="target-name"), _strip(view, row), result]))
    return html.Section([head, html.Ul(strips), note], className="target-strips")


def _strip(view: View, row: Row) -> html.Div:
    """Return a strip on its own scale: base, value and target, the better always at the right."""
    t, goal, due = view.t, row["value"], row["actual_year"]
    stated, seen = numbers.known(row["base"]), numbers.known(row["actual"])
    base = row["base"] if stated else 1.0 if row["comparison"].startswith("multiple") else 0.0
    ends = [goal - base, *([row["actual"] - base] if seen else [])]
    reach = max(ends, key=lambda far: far * (1 if goal >= base else -1))

    def at(value: float) -> float:
        return min(max(100 * (value - base) / reach, 0.0), 100.0) if reach else 100.0

    def placed(text: str, share: float, css: str) -> html.Span:
        """Place a text at a share of the strip's width, inside of both its ends."""
        style = {"left": f"{share:.1f}%", "transform": f"translateX(-{share:.1f}%)"}
        return html.Span(text, className=css, style=style)

    text, end = t("targets.strip.unseen"), 100.0
    if seen:
        text, end = view.compared(row, row["actual"], exact=False), at(row["actual"])
        when = view.when(due, row["part"]) if row["part"] else "" if due == row["year"] else due
        text += t("targets.strip.when", when=when) if when else ""
    sign = "%" if "%" in row["unit"] else ""
    parts = [
        html.Span(className="target-strip-line", style={"width": f"{end:.1f}%"}),
        html.Span(className="target-strip-goal", style={"left": f"{at(goal):.1f}%"}),
        placed(view.target(row, exact=False) + sign, at(goal), "target-strip-goal-text"),
        html.Span(className="target-strip-start", style={"left": "0%"}),
        placed(text, max(end, _NEAR) if stated else end, "target-strip-actual-text"),
    ]
    if seen:
        parts.append(html.Span(className="target-strip-dot", style={"left": f"{end:.1f}%"}))
    label = [t("targets.label.goal", value=view.goal(row)), view.actual(row, view.figures)]
    if stated:
        parts.append(placed(view.stated(row, base, exact=False), 0, "target-strip-base-text"))
        label.insert(0, t("targets.label.base", value=view.stated(row, base)))
    css = "target-strip open" if row["verdict"] in ("unjudged", "not_due") else "target-strip"
    return html.Div(parts, className=css, role="img", **attributes(aria_label=t.listing(label)))


def listing(view: View) -> list[Component]:
    """Return the targets in groups, each row opening to all that is known of it.

    Documents keep their order, no aim comes last.
    """
    t, pillars = view.t, view.dataset.catalog.strategy
    if not view.rows:
        back = html.A(t("targets.reset"), href=path(t.lang, "strategy/targets"), className="button")
        return [empty([t("targets.empty")]), html.P(back)]
    groups: dict[tuple[int, str], list[Row]] = {}
    for row in view.rows:
        number = row["pillar"]
        if view.choice.by == "document":
            key = 0, view.documents[row["document"]]["name"]
        elif number:
            key = number, pillars[number - 1].name.get(t.lang)
        else:
            key = len(pillars) + 1, t("targets.control.0")
        groups.setdefault(key, []).append(row)
    columns: tuple[list[Component], list[Component]] = ([], [])
    before = 0
    for (_, name), found in sorted(groups.items(), key=lambda group: group[0][0]):
        rows = [html.H3(name), *(_row(view, row) for row in found)]
        columns[2 * before >= len(view.rows)].append(html.Section(rows, className="target-group"))
        before += len(found)
    return [html.Div(column) for column in columns if column]


def _row(view: View, row: Row) -> html.Details:
    """Return the line of a target: name, goal, value that decided, verdict; a sign marks a doubt."""
    marks = " ".join(view.marks(row))
    sign = [html.Span([icon("caveat"), html.Span(marks, className="unseen")], title=marks)] if marks else []
    summary = [
        html.B(row["name"]),
        html.Span([html.B(view.goal(row)), html.Span(view.t("targets.by_year", year=row["year"]))]),
        html.Span([view.actual(row, view.figures), *sign]),
        verdict(row["verdict"], view.t),
    ]
    parts = [_course(view, row) + _text(view, row), _values(view, row) + _sources(view, row)]
    panel = html.Div([html.Div(part) for part in parts], className="target-panel")
    return html.Details([html.Summary(summary), panel], id=f"target-{row['target']}", className="target")


def _course(view: View, row: Row) -> list[Component]:
    """Return the way of a target to its due year, the better up, with its base, unit and end in words."""
    t, stated, year = view.t, numbers.known(row["base"]), row["base_year"]
    lines = [view.due(row)]
    if stated:
        base = view.stated(row, row["base"])
        lines.append(t("targets.from", value=base, year=numbers.whole_cell(year, "")))
    lines += [row["unit"]] if row["own"] else []
    if reached := view.reached(row):
        unmet = view.unmet(row)
        gap = unmet and not row["reached_exact"]
        key = "targets.reached.gap" if gap else "targets.reached.plain"
        lines.append(t(key, reached=reached, unmet=unmet))
    up = -1 if row["comparison"] in ("rank_no_worse_than", "at_most") else 1
    values = [(year, up * value) for year, value in sorted(course(view.dataset, row, view.figures).items())]
    start = (int(year), up * row["base"]) if stated and numbers.known(year) else None
    drawing = target_path(values, start, (row["year"], up * row["value"]))
    picture = html.Span(className="target-path", **(attributes(data_svg=drawing) if drawing else {}))
    aim: list[str | Component] = [ring(row["pillar"]), " "] if row["pillar"] else []
    return [picture, html.P([*aim, t("targets.between").join(lines)])]


def _block(head: str, body: Sequence[Any]) -> list[Component]:
    return [html.H4(head), *(html.P(one) for one in body)] if body else []


def _day(view: View, published: Any) -> str | None:
    """Write a day or month; None where it is not known."""
    if not numbers.known(published):
        return None
    return (numbers.day if len(published) == 10 else numbers.month)(published, view.t.lang)


def _text(view: View, row: Row) -> list[Component]:
    """Return what is measured, the document, and its words."""
    t, document = view.t, view.documents[row["document"]]
    quoted: list[str | Component] = [t("targets.unquoted")]
    if numbers.known(row["quotation_zh"]):
        quoted = [html.Span(t("targets.quoted", text=row["quotation_zh"]), lang="zh-CN")]
        quoted += [] if t.lang == "zh" else [t("targets.translated", text=row["quotation_en"])]
    day = _day(view, document["published"])
    issued = t("targets.between").join([document["issuer"], *([day] if day else [])])
    number = document["number"] if numbers.known(document["number"]) else ""
    about = [document["name"], [issued, " ", html.Span(number, lang="zh-CN")]]
    if row["also"]:
        others = [view.documents[name]["short"] for name in row["also"].split()]
        about.append(t("targets.also", names=t.listing(others)))
    return [
        *_block(t("targets.part.definition"), [row["definition"]]),
        *_block(t("targets.part.document"), about),
        *_block(t("targets.part.quotation"), quoted),
    ]


def _values(view: View, row: Row) -> list[Component]:
    """Return base, target, verdict in both vintages, and every value by state and year."""
    t, lines = view.t, []
    stages: dict[str, dict[int, str]] = {}
    for vintage in VINTAGES:
        result = t(f"verdict.{row[f'verdict_{vintage}']}")
        text = t(f"targets.by.{vintage}", verdict=result, actual=view.actual(row, vintage))
        lines.append(markup(text))
        known = target_series(view.dataset, row["measure"], vintage)[["part", "stage", "value"]]
        for year, part, stage, value in known.itertuples():
            if not year < row["base_year"]:
                text = f"{view.when(year, part)} {view.value(row, value)}"
                stages.setdefault(stage, {})[year] = text
    listed = [
        [
            html.B(t(f"targets.stage.{stage}")),
            " " + t("targets.semicolon").join(texts[year] for year in sorted(texts)),
        ]
        for stage, texts in stages.items()
    ]
    doubts = [row[name] for name in ("note", "doubt") if row[name]]
    return [
        *_block(t("targets.part.verdict"), lines),
        *_block(t("targets.part.values", unit=row["unit"]), listed),
        *_block(t("targets.part.doubt"), [*doubts, *view.marks(row)]),
    ]


def _sources(view: View, row: Row) -> list[Component]:
    """Return where text and values were read; the data have the addresses, for many copies are mirrors."""
    t, known = view.t, view.dataset.catalog.sources
    lines = [target_series(view.dataset, row["measure"], vintage) for vintage in VINTAGES]
    of_values = [name for line in lines for cell in line["cited"].dropna() for name in cell.split()]
    found = []
    for head, names in (("text", row["cited"].split()), ("values", dict.fromkeys(of_values))):
        cited = []
        for name in names:
            one = view.references[name]
            date = _day(view, one["published"]) or t("targets.undated")
            text = t("targets.reference", publisher=one["publisher"], date=date)
            cited.append(html.Span(text, className="reference"))
        found += _block(t(f"targets.part.of_{head}"), cited)
    own = dict.fromkeys(one for line in lines for one in line["source"] if one != row["source"])
    families = dict.fromkeys(str(view.dataset.sources.at[one, "family"]) for one in own)
    return found + _block(t("targets.part.series"), [known[one].name.get(t.lang) for one in families])


def content(view: View) -> Content:
    """Return what the card of the list holds; its finding counts the targets listed by their verdicts."""
    t, found = view.t, Counter(row["verdict"] for row in view.rows)
    parts = [t(f"targets.count.{result}", count=found[result]) for result in RESULTS if found[result]]
    title = t("targets.count.listed", visible=len(view.rows), all=view.counts["all"])
    title += t("targets.count.each", parts=t.listing(parts)) if parts else ""
    rows = [
        {
            "name": row["name"],
            "document": view.documents[row["document"]]["short"],
            "due": row["year"],
            "base": view.stated(row, row["base"]) if numbers.known(row["base"]) else None,
            "goal": view.goal(row),
            "actual": view.actual(row, view.figures),
            "reached": view.reached(row),
            "unmet": view.unmet(row),
            "verdict": t(f"verdict.{row['verdict']}"),
        }
        for row in view.rows
    ]
    columns = [Col(name, t(f"targets.column.{name}"), number=name in ("due", "base")) for name in _COLUMNS]
    releases = " ".join(row["sources"] for row in view.rows).split()
    return Content(
        heading=t("targets.list.heading"),
        finding=title,
        measure=markup(t("targets.list.measure")),
        table=rows_table(t, rows, columns, plain(t("targets.list.heading"))) if rows else html.Div(),
        source=[
            t("targets.list.source", checked=view.checked),
            html.A(t("targets.list.references"), href="/download/table/target_references.csv"),
            t("targets.list.sources"),
            html.A(t("overview.source_link"), href=path(t.lang, "data")),
        ],
        data_address=view.download(frames.TARGETS.name, view.choice.chosen(view.dataset)),
        credit=cited(view.dataset, title, releases or ["official_targets_2026"], t),
    )
