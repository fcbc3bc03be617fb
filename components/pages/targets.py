"""Targets: what official plans promised, by when, and what became of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.evidence import targets as method
from analysis.evidence.targets import JUDGED, RESULTS, Choice, target_series
from analysis.query import NoChoices
from components.cards.badges import empty, icon, ring, verdict
from components.cards.callbacks import Callbacks, Change
from components.cards.card import Card, Content
from components.cards.tables import Col, file_rows, own_table, rows_table
from components.charts.layer import figure_by_width
from components.charts.pictures import target_path
from components.charts.time_lines import STORY_HEIGHTS, Vintage, target_story
from components.text import numbers
from components.text.attributes import attributes
from components.text.catalog import markup, plain
from components.widgets.blocks import columns, three
from components.widgets.controls import Controls, control_bar
from components.widgets.series_source import source_line
from components.widgets.targets import Targets, finding
from data.article import FOCUS
from data.languages import in_tables

PAGE = "targets"
FINDING, DECK, EIGHT, LIST, COUNT, TALLY = (
    f"{PAGE}-{part}" for part in ("finding", "deck", "eight", "list", "count", "tally")
)
Row = Mapping[Any, Any]
_BELOW = {
    "rules": ("rule", "late", "reached", "once"),
    "limits": ("seen", "own", "part", "weak"),
    "revised": ("vintage", "ratio"),
}
_COLUMNS = ("name", "document", "due", "base", "goal", "actual", "reached", "unmet", "verdict")
_LONG = 10_000
"""From here on a value is written short where there is little room."""
_SUMS = {"100 million ": 1e8, "trillion ": 1e12, "亿": 1e8, "万亿": 1e12}
"""Beginnings of units in which large sums are kept, and how many of the rest of the unit one is."""
_NEAR = 36.0
"""Percent of a strip that the word of its base takes: the value stands behind it."""


@dataclass(frozen=True)
class TargetsView(Targets):
    """The targets that a choice lists, judged by the figures that it names."""

    @cached_property
    def rows(self) -> list[dict[Any, Any]]:
        """The targets listed, by document in the order of issue."""
        return self.judged(method.TARGETS.result(self.dataset, self.choice))

    def judged(self, targets: pd.DataFrame) -> list[dict[Any, Any]]:
        """Return targets with their texts in the language of the page, and judged by the figures that decide.

        times, unit: how many of what their values count: 100 million and yuan; else 1 and the unit. own:
        whether a target is stated in the unit of its measure: not as rank, growth or multiple. words: see
        ``_words``.
        """
        rows = self._told(targets)
        rows = rows.assign(
            **{name: rows[f"{name}_{self.figures}"] for name in method.OF_VERDICT},
            own=~rows["comparison"].str.startswith(("rank", "growth", "multiple")),
            ranked=rows["comparison"] == "rank_no_worse_than",
            times=1.0,
        )
        for word, times in _SUMS.items():
            sums = rows["unit"].str.startswith(word)
            rows.loc[sums, "times"] = times
            rows.loc[sums, "unit"] = rows["unit"].str.removeprefix(word)
        return [row | {"words": self._words(row)} for row in rows.to_dict("records")]

    def _told(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return rows with their texts in the language of the page, "" for none: name is name_en."""
        lang = f"_{in_tables(self.t.lang)}"
        names = [name for name in map(str, frame) if name.endswith(lang)]
        return frame.assign(**{name.removesuffix(lang): frame[name].fillna("") for name in names})

    def _words(self, row: Row) -> dict[str, Any]:
        """Return a target in words: the columns of the list, and what stands beside them.

        goal: with its comparison, and with its unit where the name of the measure has none; actual: the value
        that decided, in ``first`` and ``revised`` that of each vintage; unmet: the last one known to be short
        of the target before it was reached; where: its document and due year; marks: what weakens it or its
        verdict.
        """
        t, unit, year, due, reached = self.t, row["unit"], row["actual_year"], row["year"], None
        document, goal = self.documents[row["document"]]["short"], self.target(row)
        if row["own"] and "%" in unit:
            goal += "%"
        elif row["own"] and not (" " in unit and unit.split()[0] in row["name"].lower()):
            goal = t("targets.goal.unit", value=goal, unit=unit)
        base = numbers.integer(row["base_year"])
        years = {"base": base, "first": (base or 0) + 1, "last": due}
        seen = {}
        for one in method.VINTAGES:
            actual, of, part = (row[f"{key}_{one}"] for key in ("actual", "actual_year", "part"))
            seen[one] = self.at(row, actual, of, part) or t("targets.unseen")
        if numbers.is_present(row["reached"]):
            key = "year" if row["reached_exact"] else "latest"
            reached = t(f"targets.reached.{key}", year=row["reached"])
        marks = {
            "one": row["independent"] < 2,
            "own": row["own_count"],
            "medium": row["confidence"] == "medium" and row["independent"] > 1,
            row["basis"]: row["basis"] in ("early", "earlier", "later", "around"),
            "part": row["part"],
            row["stage"]: row["stage"] in ("statement", "preliminary"),
        }
        about = {"body": row["counted_by"], "year": year, "due": due, "when": self.when(year, row["part"])}
        return seen | {
            "name": row["name"],
            "document": document,
            "due": due,
            "base": self.told(row, self.value(row, row["base"], stated=True))
            if numbers.is_present(row["base"])
            else None,
            "goal": t(f"targets.goal.{row['comparison']}", value=goal, **years),
            "actual": seen[self.figures],
            "reached": reached,
            "unmet": self.at(row, row["unmet"], row["unmet_year"]),
            "verdict": t(f"verdict.{row['verdict']}"),
            "where": t("targets.due", document=document, year=due),
            "marks": [plain(t(f"targets.mark.{mark}", **about)) for mark, holds in marks.items() if holds],
        }

    @property
    def other(self) -> str:
        """The vintage that does not decide."""
        return method.FIRST if self.figures == method.REVISED else method.REVISED

    @cached_property
    def documents(self) -> dict[Any, dict[Any, Any]]:
        """The rows of target_documents by id."""
        return self._told(self.dataset.table("target_documents")).set_index("document").to_dict("index")

    @cached_property
    def references(self) -> dict[Any, dict[Any, Any]]:
        """The rows of target_references by id."""
        return self._told(self.dataset.table("target_references")).set_index("reference").to_dict("index")

    def value(self, row: Row, value: float, *, exact: bool = True, stated: bool = False) -> str:
        """Write a value of a measure: sums in words, all short in little room, else with its decimals.

        stated: as a document states it, with no more decimals than it has.
        """
        amount = value * row["times"]
        if not exact and abs(amount) >= _LONG:
            return self.t.write(amount, "short")
        if row["times"] > 1:
            return self.t.write(amount, "large")
        if stated:
            return numbers.trim_zeros(value, max(row["decimals"], 2), self.t.lang)
        return self.t.write(value, f".{row['decimals']}")

    def target(self, row: Row, *, exact: bool = True) -> str:
        """Write the number of a target: growth and multiples are not in the unit of the measure."""
        if row["own"]:
            return self.value(row, row["value"], exact=exact, stated=True)
        return self.t.write(row["value"], "up_to_hundredths")

    def compared(self, row: Row, value: float, *, exact: bool = True) -> str:
        """Write what is compared with a target: growth and multiples have a unit of their own."""
        if row["comparison"].startswith("growth"):
            return self.t.write(value, "percent")
        if row["comparison"].startswith("multiple"):
            return self.t.write(value, "ratio")
        return self.value(row, value, exact=exact)

    def told(self, row: Row, text: str) -> str:
        """Write a value as the language has it without its unit: a percentage, a place, any other."""
        kind = "percent" if row["own"] and "%" in row["unit"] else "place" if row["ranked"] else "plain"
        return self.t(f"targets.told.{kind}", value=text)

    def at(self, row: Row, value: float, year: int, part: str = "") -> str | None:
        """Write a value, if there is one, with its time: 7.08 in 2025, 33 in mid-2025, 8th in 2010."""
        if not numbers.is_present(value):
            return None
        found = (
            plain(self.t.write(value, "ordinal"))
            if row["ranked"]
            else self.told(row, self.compared(row, value))
        )
        return self.t("targets.at", value=found, when=self.when(year, part))

    def when(self, year: int, part: str) -> str:
        """Write a year, or the part of it that a figure is of."""
        return self.t(f"targets.when.{part or 'year'}", year=year)

    def day(self, published: Any) -> str:
        """Write a day or month; blank where it is not known."""
        if not numbers.is_present(published):
            return ""
        return self.t.write(published, "day" if len(published) == 10 else "month")


def layout(view: TargetsView) -> list[Component]:
    """Return the page for the targets that a choice lists."""
    dataset, t = view.dataset, view.t
    names = {name: document["short"] for name, document in view.documents.items()}
    names |= {str(one.number): t.phrase(one.name) for one in dataset.catalog.strategy}
    controls = Controls(PAGE, view.choice, dataset, t, names)
    selects = [controls.select(key) for key in ("aim", "document", "verdict", "evidence")]
    tally = [html.Li([verdict(one, t), html.B(str(view.counts[one]), className="fig")]) for one in RESULTS]
    after = [html.P(markup(line), className="small target-after") for line in t.lines("targets.story.after")]
    return [
        html.H1(markup(finding(view)), id=FINDING),
        html.P(markup(deck(view)), id=DECK, className="deck"),
        html.Div(
            [
                controls.segmented_control("figures"),
                html.Div([html.Div(html.Ul(tally), className="control tally"), _squares(view)], id=TALLY),
            ],
            className="controls",
        ),
        html.Div(
            [
                *([html.Div([RESEARCH.draw(view).html, *after])] if _two_vintages(view) else []),
                html.Div(_eight(view), id=EIGHT),
            ],
            className="targets-first",
        ),
        control_bar(t, [controls.segmented_control("by")], selects, "targets-filters"),
        TARGETS.draw(view).html,
        three(columns(t, PAGE, _BELOW)),
    ]


def _squares(view: TargetsView) -> html.Div:
    """Return a square for each target that can be judged, in the order of the heading, which counts them."""
    found = method.judged_targets(view.dataset, view.figures)[f"verdict_{view.figures}"]
    square = html.Span(className="verdict-square")
    squares = [html.Span(square, className=f"verdict-{one}") for one in sorted(found, key=JUDGED.index)]
    about = attributes(aria_label=plain(finding(view)))
    return html.Div(squares, role="img", className="tally-squares", hidden=not squares, **about)


def deck(view: TargetsView) -> str:
    """Return what was met late, and how many targets there are in all."""
    t, found, every = view.t, view.counts, method.official_targets(view.dataset)
    every = every[every["counted"]]
    late = every[every[f"verdict_{view.figures}"] == method.LATE]
    weak = int(every[f"weak_{view.figures}"].sum())
    first = int(every["published"].dropna().min()[:4])
    start = t("targets.deck.late", late=found["late"]) if {*late["measure"]} == {method.STORY} else ""
    return start + t(f"targets.deck.{'weak' if weak else 'all'}", first=first, weak=weak, **found)


def _two_vintages(view: TargetsView) -> bool:
    """Say whether R&D over GDP is known as first published and as revised since."""
    frame = method.RESEARCH.result(view.dataset, NoChoices())
    return all(frame[vintage].notna().any() for vintage in method.VINTAGES)


def research(view: TargetsView) -> Content:
    """Return R&D over GDP: two vintages under the targets that it missed, in both sets of labels."""
    if not _two_vintages(view):
        return Content(finding(view))
    t, goals = view.t, method.rd_targets(view.dataset)
    frame = method.RESEARCH.result(view.dataset, NoChoices())
    rows = file_rows(view, method.RESEARCH).astype("object")
    of_goals = [*method.RESEARCH.cells][3:]
    rows.loc[rows["target"].isna(), of_goals] = ""  # nothing is missing where no target was due
    measure = t("targets.story.measure")
    releases = " ".join(frame["source"]).split()
    span = int(frame["year"].min()), int(frame["year"].max())

    def draw(least: int) -> dict[str, Any]:
        compact = least == 0
        main, other = (_path(view, frame, name, compact=compact) for name in (view.figures, view.other))
        marks = [_goal(view, row, compact=compact) for row in goals.to_dict("records")]
        remark = "<br>".join(t.lines("targets.story.remark"))
        return target_story(main, other, marks, t.writer("percent"), remark, least)

    return Content(
        t("targets.story.heading" if len(goals) == 3 else "targets.story.heading_other", count=len(goals)),
        measure,
        own_table(view, method.RESEARCH, plain(measure), rows),
        figure_by_width(draw, *STORY_HEIGHTS),
        source_line(view.dataset, pd.DataFrame({"source": releases}), t, own=True, years=span),
        releases=releases,
    )


def _path(view: TargetsView, frame: pd.DataFrame, vintage: str, *, compact: bool) -> Vintage:
    t, rows = view.t, frame[frame[vintage].notna()].to_dict("records")
    values = {row["year"]: row[vintage] for row in rows}
    loose = {row["year"] for row in rows if vintage == method.FIRST and row["stage_first"] == "preliminary"}
    name, last = t(f"targets.figures.{vintage}"), max(values)
    tips = {
        year: f"<b>{view.economy_name(FOCUS)} · {year}</b><br>"
        + t("targets.story.tip", name=name, value=value)
        for year, value in values.items()
    }
    if compact:
        end = [t.write(values[last], "hundredths_percent"), t(f"targets.story.short.{vintage}")]
    else:
        end = [t("targets.story.end", value=values[last], year=last), name]
        end += [t("targets.story.preliminary", year=last)] if last in loose else []
    return Vintage(values, tips, end, frozenset(loose))


def _goal(view: TargetsView, row: Row, *, compact: bool) -> Row:
    t, due, value = view.t, row["year"], row["value"]
    reached, other = (numbers.integer(row[f"reached_{name}"]) for name in (view.figures, view.other))
    lines = [t("targets.story.goal_short" if compact else "targets.story.goal", value=value, year=due)]
    if reached is None:
        lines.append(t("targets.story.never"))
    elif compact:
        lines.append(t("targets.story.reached_short", year=reached))
    else:
        lines.append(t("targets.story.reached", year=reached, late=reached - due))
        if other and other != reached:
            lines.append(t(f"targets.story.by_{view.other}", year=other))
    actual, short = row[f"actual_{view.figures}"], row[f"short_{view.figures}"]
    near = t("targets.story.miss", actual=actual, short=short)
    tip = "<br>".join([f"<b>{lines[0]}</b>", near, *lines[1:]])
    years = {"due": due, "reached": reached, "other": other}
    return {**years, "value": value, "actual": actual, "words": lines, "short": near, "tip": tip}


def _eight(view: TargetsView) -> html.Section:
    """Return the targets of the first screen, each a strip from its base to what was reached."""
    t, rows = view.t, view.judged(method.first_screen_targets(view.dataset, view.figures))
    keys = [
        html.Span(t(f"targets.strip.{name}"), className=f"target-strip-key-{name}")
        for name in ("base", "actual", "goal")
    ]
    title = html.H2(markup(t("targets.eight")))
    head = html.Div([title, html.Span(keys, className="target-strip-keys")], className="strips-head")
    last = html.A(t("targets.all", count=view.counts["all"]), href="#targets-list")
    note = html.P([t("targets.strip.note"), " ", last], className="small")
    strips = []
    for row in rows:
        about = [row["words"]["where"]]
        if row["own"] and not ("%" in row["unit"] or row["unit"] in row["name"].lower()):
            about.append(row["unit"])
        names = [html.B(row["name"]), html.Span(t("targets.between").join(about))]
        result = verdict(row["verdict"], t)
        strips.append(html.Li([html.Div(names, className="target-name"), _strip(view, row), result]))
    return html.Section([head, html.Ul(strips), note], className="target-strips")


def _strip(view: TargetsView, row: Row) -> html.Div:
    """Return a strip on its own scale: base, value and target, the better always at the right."""
    t, texts, goal, year = view.t, row["words"], row["value"], row["actual_year"]
    stated, seen = numbers.is_present(row["base"]), numbers.is_present(row["actual"])
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
        text, end = view.told(row, view.compared(row, row["actual"], exact=False)), at(row["actual"])
        if row["part"] or year != row["year"]:
            text += t("targets.strip.when", when=year)
    aim = view.target(row, exact=False) if row["own"] else view.compared(row, goal, exact=False)
    parts = [
        html.Span(className="target-strip-line", style={"width": f"{end:.1f}%"}),
        html.Span(className="target-strip-goal", style={"left": f"{at(goal):.1f}%"}),
        placed(view.told(row, aim), at(goal), "target-strip-goal-text"),
        html.Span(className="target-strip-start", style={"left": "0%"}),
        placed(text, max(end, _NEAR) if stated else end, "target-strip-actual-text"),
    ]
    if seen:
        parts.append(html.Span(className="target-strip-dot", style={"left": f"{end:.1f}%"}))
    label = [t("targets.label.goal", value=texts["goal"]), texts["actual"]]
    if stated:
        short = view.told(row, view.value(row, base, exact=False, stated=True))
        parts.append(placed(short, 0, "target-strip-base-text"))
        label.insert(0, t("targets.label.base", value=texts["base"]))
    css = "target-strip open" if row["verdict"] in ("unjudged", "not_due") else "target-strip"
    return html.Div(parts, className=css, role="img", **attributes(aria_label=t.listing(label, clauses=True)))


def every_target(view: TargetsView) -> Content:
    """Return the targets that are listed, counted by their verdicts, in groups of rows that open.

    Documents keep their order, no aim comes last.
    """
    t, pillars, rows = view.t, view.dataset.catalog.strategy, view.rows
    found = Counter(row["verdict"] for row in rows)
    parts = [t(f"targets.count.{result}", count=found[result]) for result in RESULTS if found[result]]
    title = t("targets.count.listed", visible=len(rows), all=view.counts["all"])
    title += t("targets.count.each", parts=t.listing(parts, clauses=True)) if parts else ""
    groups: dict[tuple[int, str], list[Row]] = {}
    for row in rows:
        key = 0, view.documents[row["document"]]["name"]
        if view.choice.by == "aim":
            number = row["pillar"]
            aim = t.phrase(pillars[number - 1].name) if number else t("targets.control.0")
            key = number or len(pillars) + 1, aim
        groups.setdefault(key, []).append(row)
    halves: tuple[list[Component], list[Component]] = ([], [])
    before = 0
    for (_, name), members in sorted(groups.items(), key=lambda group: group[0][0]):
        lines = [html.H3(name), *(_line(view, row) for row in members)]
        halves[2 * before >= len(rows)].append(html.Section(lines, className="target-group"))
        before += len(members)
    back = html.A(t("targets.reset"), href=t.link("strategy/targets"), className="button")
    listing: list[Component] = [html.Div(half) for half in halves if half]
    listing = listing or [empty([t("targets.empty")]), html.P(back)]
    heads = [
        Col(name, t(f"targets.column.{name}"), "" if name in ("due", "base") else "text") for name in _COLUMNS
    ]
    heading = t("targets.list.heading")
    return Content(
        title,
        t("targets.list.measure"),
        rows_table(t, (row["words"] for row in rows), heads, heading) if rows else html.Div(),
        source=[
            t("targets.list.source", checked=view.checked_day),
            html.A(t("overview.source_link"), href=t.link("data")),
        ],
        body=[
            html.P(title, id=COUNT, className="small count", role="status"),
            html.Div(listing, id=LIST, className="targets-list"),
        ],
        table_place="behind",
        heading=heading,
        standalone_title=heading,
        releases=" ".join(row["sources"] for row in rows).split() or ["official_targets_2026"],
    )


def _line(view: TargetsView, row: Row) -> html.Details:
    """Return the line of a target: name, goal, value that decided, verdict; a sign marks a doubt."""
    texts, marks = row["words"], " ".join(row["words"]["marks"])
    sign = [html.Span([icon("caveat"), html.Span(marks, className="unseen")], title=marks)] if marks else []
    summary = [
        html.B(row["name"]),
        html.Span(
            [html.B(texts["goal"]), html.Span(view.t("targets.by_year", year=row["year"]), className="fixed")]
        ),
        html.Span([texts["actual"], *sign]),
        verdict(row["verdict"], view.t),
    ]
    panel = html.Div([html.Div(_stated(view, row)), html.Div(_known(view, row))], className="target-panel")
    return html.Details([html.Summary(summary), panel], id=f"target-{row['target']}", className="target")


def _block(head: str, body: Sequence[Any]) -> list[Component]:
    return [html.H4(head), *(html.P(one) for one in body)] if body else []


def _stated(view: TargetsView, row: Row) -> list[Component]:
    """Return the way of a target to its due year, the better up, what is measured, the document's words."""
    t, texts, year, document = view.t, row["words"], row["base_year"], view.documents[row["document"]]
    lines = [texts["where"]]
    if texts["base"]:
        lines.append(t("targets.from", value=texts["base"], year=numbers.whole_cell(year, "")))
    lines += [row["unit"]] if row["own"] else []
    if texts["reached"]:
        key = "gap" if texts["unmet"] and not row["reached_exact"] else "plain"
        lines.append(t(f"targets.reached.{key}", reached=texts["reached"], unmet=texts["unmet"]))
    up = -1 if row["comparison"] in ("rank_no_worse_than", "at_most") else 1
    course = method.course(view.dataset, row, view.figures)
    values = [(year, up * value) for year, value in sorted(course.items())]
    start = (int(year), up * row["base"]) if texts["base"] and numbers.is_present(year) else None
    drawing = target_path(values, start, (row["year"], up * row["value"]))
    picture = html.Span(className="target-path", **(attributes(data_html=drawing) if drawing else {}))
    aim: list[str | Component] = [ring(row["pillar"]), " "] if row["pillar"] else []
    quoted: list[str | Component] = [t("targets.unquoted")]
    if numbers.is_present(row["quotation_zh"]):
        quoted = [html.Span(t("targets.quoted", text=row["quotation_zh"]), lang="zh-CN")]
        quotation = row[f"quotation_{in_tables(t.lang)}"]
        quoted += [t("targets.translated", text=quotation)] if quotation != row["quotation_zh"] else []
    issued = t("targets.between").join(filter(None, [document["issuer"], view.day(document["published"])]))
    number = document["number"] if numbers.is_present(document["number"]) else ""
    about = [document["name"], [issued, " ", html.Span(number, lang="zh-CN")]]
    if row["also"]:
        others = [view.documents[name]["short"] for name in row["also"].split()]
        about.append(t("targets.also", names=t.listing(others)))
    return [
        picture,
        html.P([*aim, t("targets.between").join(lines)]),
        *_block(t("targets.part.definition"), [row["definition"]]),
        *_block(t("targets.part.document"), about),
        *_block(t("targets.part.quotation"), quoted),
    ]


def _known(view: TargetsView, row: Row) -> list[Component]:
    """Return the verdict in both vintages, every value by state and year, and where all was read."""
    t, catalog, verdicts, lines = view.t, view.dataset.catalog, [], []
    stages: dict[str, dict[int, str]] = {}
    for vintage in method.VINTAGES:
        result = t(f"verdict.{row[f'verdict_{vintage}']}")
        verdicts.append(markup(t(f"targets.by.{vintage}", verdict=result, actual=row["words"][vintage])))
        lines.append(target_series(view.dataset, row["measure"], vintage))
        for year, part, stage, value in lines[-1][["part", "stage", "value"]].itertuples():
            if not year < row["base_year"]:
                text = t(
                    "targets.then", when=view.when(year, part), value=view.told(row, view.value(row, value))
                )
                stages.setdefault(stage, {})[year] = text
    listed = []
    for stage, texts in stages.items():
        text = t("targets.semicolon").join(texts[year] for year in sorted(texts))
        listed.append([html.B(t(f"targets.stage.{stage}")), t("targets.listed", text=text)])
    doubts = [row[name] for name in ("note", "doubt") if row[name]]
    blocks = [
        *_block(t("targets.part.verdict"), verdicts),
        *_block(t("targets.part.values", unit=row["unit"]), listed),
        *_block(t("targets.part.doubt"), [*doubts, *row["words"]["marks"]]),
    ]
    every = pd.concat(lines)
    for head, names in (("text", row["cited"]), ("values", " ".join(every["cited"].dropna()))):
        cited = []
        for one in (view.references[name] for name in dict.fromkeys(names.split())):
            date = view.day(one["published"]) or t("targets.undated")
            text = t("targets.reference", publisher=one["publisher"], date=date)
            link = html.A(text, href=one["url"], rel="noopener") if numbers.is_present(one["url"]) else text
            cited.append(html.Span(link, className="reference"))
        blocks += _block(t(f"targets.part.of_{head}"), cited)
    own = [one for one in every["source"].unique() if one != row["source"]]
    families = dict.fromkeys(str(view.dataset.sources.at[one, "family"]) for one in own)
    names_of = [t.phrase(catalog.sources[family].name) for family in families]
    return [*blocks, *_block(t("targets.part.series"), names_of)]


RESEARCH = Card("targets-rd", "targets-rd", (method.RESEARCH,), research, height=760)
TARGETS = Card("targets-all", "targets", (method.TARGETS,), every_target, height=900, plotted=False)
CARDS = (RESEARCH, TARGETS)
CALLBACKS = Callbacks(
    Choice,
    TargetsView,
    parts=(FINDING, DECK, EIGHT, TALLY, LIST, COUNT),
    changes=(Change(("aim", "document", "verdict", "evidence", "by"), (LIST, COUNT), cards=(TARGETS,)),),
    cards=CARDS,
)
