"""Targets: what official plans promised, by when, and whether it was achieved."""

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
from components.text.keys import by_last_part
from components.widgets.blocks import text_columns, three
from components.widgets.controls import Controls, control_bar
from components.widgets.series_source import source_line
from components.widgets.targets import VERDICTS, Targets, finding
from data.article import FOCUS
from data.languages import in_tables

PAGE = "targets"
FINDING, DECK, EIGHT, LIST, COUNT, TALLY = (
    f"{PAGE}-{part}" for part in ("finding", "deck", "eight", "list", "count", "tally")
)
Row = Mapping[Any, Any]
_BELOW = {
    "targets.rules.title": (
        "targets.rules.rule",
        "targets.rules.late",
        "targets.rules.reached",
        "targets.rules.once",
    ),
    "targets.limits.title": (
        "targets.limits.seen",
        "targets.limits.own",
        "targets.limits.part",
        "targets.limits.weak",
    ),
    "targets.revised.title": ("targets.revised.vintage", "targets.revised.ratio"),
}
_COLUMNS = (
    by_last_part(
        "targets.column.name", "targets.column.document", "targets.column.due", "targets.column.base"
    )
    | by_last_part(
        "targets.column.goal", "targets.column.actual", "targets.column.reached", "targets.column.unmet"
    )
    | by_last_part("targets.column.verdict")
)
_GOALS = (
    by_last_part(
        "targets.goal.at_least", "targets.goal.more_than", "targets.goal.at_most", "targets.goal.about"
    )
    | by_last_part(
        "targets.goal.rank_no_worse_than", "targets.goal.growth_at_least", "targets.goal.growth_more_than"
    )
    | by_last_part("targets.goal.cumulative_at_least", "targets.goal.multiple_at_least")
)
_MARKS = (
    by_last_part("targets.mark.one", "targets.mark.own", "targets.mark.medium", "targets.mark.early")
    | by_last_part("targets.mark.earlier", "targets.mark.later", "targets.mark.around", "targets.mark.part")
    | by_last_part("targets.mark.statement", "targets.mark.preliminary")
)
_PARTS_OF_YEAR = by_last_part(
    "targets.when.year", "targets.when.middle", "targets.when.november", "targets.when.to_november"
)
_COUNTS = by_last_part("targets.count.met", "targets.count.late", "targets.count.missed") | by_last_part(
    "targets.count.unjudged", "targets.count.not_due"
)
_STAGES = by_last_part(
    "targets.stage.first_published", "targets.stage.revised", "targets.stage.preliminary"
) | by_last_part("targets.stage.derived", "targets.stage.statement")
_VINTAGES = by_last_part("targets.figures.first", "targets.figures.revised")
_SHORT_VINTAGES = by_last_part("targets.story.short.first", "targets.story.short.revised")
_VERDICTS_BY_VINTAGE = by_last_part("targets.by.first", "targets.by.revised")
_STRIP_LEGEND = by_last_part("targets.strip.base", "targets.strip.actual", "targets.strip.goal")
_MIN_SHORT_VALUE = 10_000  # from here on values are abbreviated where space is short
_SUMS = {"100 million ": 1e8, "trillion ": 1e12, "亿": 1e8, "万亿": 1e12}
"""Factors of large sums by the beginning of their unit."""
_BASE_TEXT_WIDTH = 36.0  # percent of a strip; the text of the value starts behind it


@dataclass(frozen=True)
class TargetsView(Targets):
    """The listed targets, judged by the chosen vintage of figures."""

    @cached_property
    def rows(self) -> list[dict[Any, Any]]:
        """The listed targets by document, in the order of issue."""
        return self.to_rows(method.TARGETS.result(self.dataset, self.choice))

    def to_rows(self, targets: pd.DataFrame) -> list[dict[Any, Any]]:
        """Return targets as rows with texts in the language of the page and the verdict of the vintage.

        The rows have these keys beside the columns of targets:

        times, unit: factor and unit of the values: 1e8 and yuan, or 1 and the whole unit.
        own: whether the target is stated in the unit of its measure, not as rank, growth or multiple.
        words: see ``_words``.
        """
        rows = self._translate(targets)
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

    def _translate(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Add the texts in the language of the page: a column name from name_en, "" where there is none."""
        lang = f"_{in_tables(self.t.lang)}"
        names = [name for name in map(str, frame) if name.endswith(lang)]
        return frame.assign(**{name.removesuffix(lang): frame[name].fillna("") for name in names})

    def _words(self, row: Row) -> dict[str, Any]:
        """Return the texts of a target: those of the columns, and where, marks, first and revised.

        goal: with its comparison, and with its unit where the name of the measure has none.
        actual: the value that decided; first, revised: that of each vintage.
        unmet: the last value known to be short of the target before it was reached.
        where: its document and due year.
        marks: reasons to doubt the target or its verdict.
        """
        t, unit = self.t, row["unit"]
        year, due = row["actual_year"], row["year"]
        document, goal = self.documents[row["document"]]["short"], self.target(row)
        if row["own"] and "%" in unit:
            goal += "%"
        elif row["own"] and not (" " in unit and unit.split()[0] in row["name"].lower()):
            goal = t("targets.goal.unit", value=goal, unit=unit)
        base = numbers.integer(row["base_year"])
        years = {"base": base, "first": (base or 0) + 1, "last": due}
        values = {}
        for vintage in method.VINTAGES:
            actual, actual_year, part = (row[f"{key}_{vintage}"] for key in ("actual", "actual_year", "part"))
            values[vintage] = self.at(row, actual, actual_year, part) or t("targets.unseen")
        reached = None
        if numbers.is_present(row["reached"]):
            key = "targets.reached.year" if row["reached_exact"] else "targets.reached.latest"
            reached = t(key, year=row["reached"])
        marks = {
            "one": row["independent"] < 2,
            "own": row["own_count"],
            "medium": row["confidence"] == "medium" and row["independent"] > 1,
            row["basis"]: row["basis"] in ("early", "earlier", "later", "around"),
            "part": row["part"],
            row["stage"]: row["stage"] in ("statement", "preliminary"),
        }
        details = {"body": row["counted_by"], "year": year, "due": due, "when": self.when(year, row["part"])}
        return values | {
            "name": row["name"],
            "document": document,
            "due": due,
            "base": self.with_short_unit(row, self.value(row, row["base"], stated=True))
            if numbers.is_present(row["base"])
            else None,
            "goal": t(_GOALS[row["comparison"]], value=goal, **years),
            "actual": values[self.figures],
            "reached": reached,
            "unmet": self.at(row, row["unmet"], row["unmet_year"]),
            "verdict": t(VERDICTS[row["verdict"]]),
            "where": t("targets.due", document=document, year=due),
            "marks": [plain(t(_MARKS[mark], **details)) for mark, holds in marks.items() if holds],
        }

    @property
    def other(self) -> str:
        """The vintage that does not decide."""
        return method.FIRST if self.figures == method.REVISED else method.REVISED

    @cached_property
    def documents(self) -> dict[Any, dict[Any, Any]]:
        """The rows of target_documents by id."""
        documents = self._translate(self.dataset.table("target_documents"))
        return documents.set_index("document").to_dict("index")

    @cached_property
    def references(self) -> dict[Any, dict[Any, Any]]:
        """The rows of target_references by id."""
        references = self._translate(self.dataset.table("target_references"))
        return references.set_index("reference").to_dict("index")

    def value(self, row: Row, value: float, *, exact: bool = True, stated: bool = False) -> str:
        """Write a value of a measure with its decimals, large sums in words, long values short unless exact.

        stated: whether a document states the value: it then has no more decimals than there.
        """
        amount = value * row["times"]
        if not exact and abs(amount) >= _MIN_SHORT_VALUE:
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

    def compared_value(self, row: Row, value: float, *, exact: bool = True) -> str:
        """Write a value that is compared with a target: growth and multiples have a unit of their own."""
        if row["comparison"].startswith("growth"):
            return self.t.write(value, "percent")
        if row["comparison"].startswith("multiple"):
            return self.t.write(value, "ratio")
        return self.value(row, value, exact=exact)

    def with_short_unit(self, row: Row, text: str) -> str:
        """Add to a value the sign that the language writes with it: of a percentage, a rank, or none."""
        if row["own"] and "%" in row["unit"]:
            return self.t("targets.told.percent", value=text)
        return self.t("targets.told.place" if row["ranked"] else "targets.told.plain", value=text)

    def at(self, row: Row, value: float, year: int, part: str = "") -> str | None:
        """Write a value, if there is one, with its time: 7.08 in 2025, 33 in mid-2025, 8th in 2010."""
        if not numbers.is_present(value):
            return None
        if row["ranked"]:
            text = plain(self.t.write(value, "ordinal"))
        else:
            text = self.with_short_unit(row, self.compared_value(row, value))
        return self.t("targets.at", value=text, when=self.when(year, part))

    def when(self, year: int, part: str) -> str:
        """Write a year, or the part of the year that a figure covers."""
        return self.t(_PARTS_OF_YEAR[part or "year"], year=year)

    def day(self, published: Any) -> str:
        """Write a day or month, "" where it is not known."""
        if not numbers.is_present(published):
            return ""
        return self.t.write(published, "day" if len(published) == 10 else "month")


def layout(view: TargetsView) -> list[Component]:
    """Return the page for the targets that a choice lists."""
    dataset, t = view.dataset, view.t
    names = {name: document["short"] for name, document in view.documents.items()}
    names |= {str(pillar.number): t.phrase(pillar.name) for pillar in dataset.catalog.strategy}
    controls = Controls(PAGE, view.choice, dataset, t, names)
    selects = [controls.select(key) for key in ("aim", "document", "verdict", "evidence")]
    tally = [
        html.Li([verdict(result, t), html.B(str(view.counts[result]), className="fig")]) for result in RESULTS
    ]
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
                *([html.Div([RESEARCH.draw(view).html, *after])] if _has_two_vintages(view) else []),
                html.Div(_first_strips(view), id=EIGHT),
            ],
            className="targets-first",
        ),
        control_bar(t, [controls.segmented_control("by")], selects, "targets-filters"),
        TARGETS.draw(view).html,
        three(text_columns(t, _BELOW)),
    ]


def _squares(view: TargetsView) -> html.Div:
    """Return a square for each judged target, in the order in which the heading counts them."""
    verdicts = method.judged_targets(view.dataset, view.figures)[f"verdict_{view.figures}"]
    square = html.Span(className="verdict-square")
    squares = [html.Span(square, className=f"verdict-{name}") for name in sorted(verdicts, key=JUDGED.index)]
    label = attributes(aria_label=plain(finding(view)))
    return html.Div(squares, role="img", className="tally-squares", hidden=not squares, **label)


def deck(view: TargetsView) -> str:
    """Return what was met late, and how many targets there are in all."""
    t, counts, targets = view.t, view.counts, method.official_targets(view.dataset)
    targets = targets[targets["counted"]]
    late = targets[targets[f"verdict_{view.figures}"] == method.LATE]
    weak = int(targets[f"weak_{view.figures}"].sum())
    first = int(targets["published"].dropna().min()[:4])
    start = t("targets.deck.late", late=counts["late"]) if {*late["measure"]} == {method.STORY} else ""
    return start + t("targets.deck.weak" if weak else "targets.deck.all", first=first, weak=weak, **counts)


def _has_two_vintages(view: TargetsView) -> bool:
    frame = method.RESEARCH.result(view.dataset, NoChoices())
    return all(frame[vintage].notna().any() for vintage in method.VINTAGES)


def research(view: TargetsView) -> Content:
    """Return the card of R&D over GDP: two vintages below the targets that it missed."""
    if not _has_two_vintages(view):
        return Content(finding(view))
    t, goals = view.t, method.rd_targets(view.dataset)
    frame = method.RESEARCH.result(view.dataset, NoChoices())
    rows = file_rows(view, method.RESEARCH).astype("object")
    goal_columns = [*method.RESEARCH.cells][3:]
    rows.loc[rows["target"].isna(), goal_columns] = ""  # nothing is missing where no target was due
    measure = t("targets.story.measure")
    releases = " ".join(frame["source"]).split()
    span = int(frame["year"].min()), int(frame["year"].max())

    def draw(min_width: int) -> dict[str, Any]:
        is_compact = min_width == 0
        main, other = (
            _vintage_line(view, frame, vintage, is_compact=is_compact)
            for vintage in (view.figures, view.other)
        )
        marks = [_goal_mark(view, row, is_compact=is_compact) for row in goals.to_dict("records")]
        remark = "<br>".join(t.lines("targets.story.remark"))
        return target_story(main, other, marks, t.writer("percent"), remark, min_width)

    return Content(
        t("targets.story.heading" if len(goals) == 3 else "targets.story.heading_other", count=len(goals)),
        measure,
        own_table(view, method.RESEARCH, plain(measure), rows),
        figure_by_width(draw, *STORY_HEIGHTS),
        source_line(view.dataset, pd.DataFrame({"source": releases}), t, is_calculated=True, years=span),
        releases=releases,
    )


def _vintage_line(view: TargetsView, frame: pd.DataFrame, vintage: str, *, is_compact: bool) -> Vintage:
    t, rows = view.t, frame[frame[vintage].notna()].to_dict("records")
    values = {row["year"]: row[vintage] for row in rows}
    preliminary = {
        row["year"] for row in rows if vintage == method.FIRST and row["stage_first"] == "preliminary"
    }
    name, last = t(_VINTAGES[vintage]), max(values)
    tips = {
        year: f"<b>{view.economy_name(FOCUS)} · {year}</b><br>"
        + t("targets.story.tip", name=name, value=value)
        for year, value in values.items()
    }
    if is_compact:
        end = [t.write(values[last], "hundredths_percent"), t(_SHORT_VINTAGES[vintage])]
    else:
        end = [t("targets.story.end", value=values[last], year=last), name]
        end += [t("targets.story.preliminary", year=last)] if last in preliminary else []
    return Vintage(values, tips, end, frozenset(preliminary))


def _goal_mark(view: TargetsView, row: Row, *, is_compact: bool) -> Row:
    t, due, value = view.t, row["year"], row["value"]
    reached, other = (numbers.integer(row[f"reached_{vintage}"]) for vintage in (view.figures, view.other))
    lines = [t("targets.story.goal_short" if is_compact else "targets.story.goal", value=value, year=due)]
    if reached is None:
        lines.append(t("targets.story.never"))
    elif is_compact:
        lines.append(t("targets.story.reached_short", year=reached))
    else:
        lines.append(t("targets.story.reached", year=reached, late=reached - due))
        if other and other != reached:
            is_first = view.other == method.FIRST
            lines.append(t("targets.story.by_first" if is_first else "targets.story.by_revised", year=other))
    actual, short = row[f"actual_{view.figures}"], row[f"short_{view.figures}"]
    near = t("targets.story.miss", actual=actual, short=short)
    tip = "<br>".join([f"<b>{lines[0]}</b>", near, *lines[1:]])
    years = {"due": due, "reached": reached, "other": other}
    return {**years, "value": value, "actual": actual, "words": lines, "short": near, "tip": tip}


def _first_strips(view: TargetsView) -> html.Section:
    """Return the targets of the first screen, each a strip from its base to the value that was reached."""
    t, rows = view.t, view.to_rows(method.first_screen_targets(view.dataset, view.figures))
    legend = [html.Span(t(key), className=f"target-strip-key-{name}") for name, key in _STRIP_LEGEND.items()]
    title = html.H2(markup(t("targets.eight")))
    head = html.Div([title, html.Span(legend, className="target-strip-keys")], className="strips-head")
    last = html.A(t("targets.all", count=view.counts["all"]), href="#targets-list")
    note = html.P([t("targets.strip.note"), " ", last], className="small")
    strips = []
    for row in rows:
        details = [row["words"]["where"]]
        if row["own"] and not ("%" in row["unit"] or row["unit"] in row["name"].lower()):
            details.append(row["unit"])
        names = [html.B(row["name"]), html.Span(t("targets.between").join(details))]
        result = verdict(row["verdict"], t)
        strips.append(html.Li([html.Div(names, className="target-name"), _strip(view, row), result]))
    return html.Section([head, html.Ul(strips), note], className="target-strips")


def _strip(view: TargetsView, row: Row) -> html.Div:
    """Return a strip with its own scale: base, value and target, better values at the right."""
    t, texts, goal, year = view.t, row["words"], row["value"], row["actual_year"]
    has_base, has_value = numbers.is_present(row["base"]), numbers.is_present(row["actual"])
    base = row["base"] if has_base else 1.0 if row["comparison"].startswith("multiple") else 0.0
    distances = [goal - base, *([row["actual"] - base] if has_value else [])]
    scale = max(distances) if goal >= base else min(distances)

    def percent(value: float) -> float:
        return min(max(100 * (value - base) / scale, 0.0), 100.0) if scale else 100.0

    def text_at(text: str, share: float, css: str) -> html.Span:
        """Place a text at a percentage of the strip's width, inside of both ends."""
        style = {"left": f"{share:.1f}%", "transform": f"translateX(-{share:.1f}%)"}
        return html.Span(text, className=css, style=style)

    text, end = t("targets.strip.unseen"), 100.0
    if has_value:
        text = view.with_short_unit(row, view.compared_value(row, row["actual"], exact=False))
        end = percent(row["actual"])
        if row["part"] or year != row["year"]:
            text += t("targets.strip.when", when=year)
    aim = view.target(row, exact=False) if row["own"] else view.compared_value(row, goal, exact=False)
    parts = [
        html.Span(className="target-strip-line", style={"width": f"{end:.1f}%"}),
        html.Span(className="target-strip-goal", style={"left": f"{percent(goal):.1f}%"}),
        text_at(view.with_short_unit(row, aim), percent(goal), "target-strip-goal-text"),
        html.Span(className="target-strip-start", style={"left": "0%"}),
        text_at(text, max(end, _BASE_TEXT_WIDTH) if has_base else end, "target-strip-actual-text"),
    ]
    if has_value:
        parts.append(html.Span(className="target-strip-dot", style={"left": f"{end:.1f}%"}))
    label = [t("targets.label.goal", value=texts["goal"]), texts["actual"]]
    if has_base:
        short = view.with_short_unit(row, view.value(row, base, exact=False, stated=True))
        parts.append(text_at(short, 0, "target-strip-base-text"))
        label.insert(0, t("targets.label.base", value=texts["base"]))
    css = "target-strip open" if row["verdict"] in ("unjudged", "not_due") else "target-strip"
    return html.Div(parts, className=css, role="img", **attributes(aria_label=t.listing(label, clauses=True)))


def every_target(view: TargetsView) -> Content:
    """Return the card of the listed targets, with counts by verdict and groups of rows that unfold.

    Groups are sorted by document in the order of issue, or by aim, with targets without an aim at the end.
    """
    t, pillars, rows = view.t, view.dataset.catalog.strategy, view.rows
    counts = Counter(row["verdict"] for row in rows)
    parts = [t(_COUNTS[result], count=counts[result]) for result in RESULTS if counts[result]]
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
    heads = [Col(name, t(key), "" if name in ("due", "base") else "text") for name, key in _COLUMNS.items()]
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
    panel = [html.Div(_definition(view, row)), html.Div(_evidence(view, row))]
    details = [html.Summary(summary), html.Div(panel, className="target-panel")]
    return html.Details(details, id=f"target-{row['target']}", className="target")


def _block(head: str, body: Sequence[Any]) -> list[Component]:
    return [html.H4(head), *(html.P(paragraph) for paragraph in body)] if body else []


def _definition(view: TargetsView, row: Row) -> list[Component]:
    t, texts, year, document = view.t, row["words"], row["base_year"], view.documents[row["document"]]
    lines = [texts["where"]]
    if texts["base"]:
        lines.append(t("targets.from", value=texts["base"], year=numbers.whole_cell(year, "")))
    lines += [row["unit"]] if row["own"] else []
    if texts["reached"]:
        has_gap = texts["unmet"] and not row["reached_exact"]
        key = "targets.reached.gap" if has_gap else "targets.reached.plain"
        lines.append(t(key, reached=texts["reached"], unmet=texts["unmet"]))
    sign = -1 if row["comparison"] in ("rank_no_worse_than", "at_most") else 1  # better values are higher
    course = method.course(view.dataset, row, view.figures)
    values = [(year, sign * value) for year, value in sorted(course.items())]
    start = (int(year), sign * row["base"]) if texts["base"] and numbers.is_present(year) else None
    drawing = target_path(values, start, (row["year"], sign * row["value"]))
    picture = html.Span(className="target-path", **(attributes(data_html=drawing) if drawing else {}))
    aim: list[str | Component] = [ring(row["pillar"]), " "] if row["pillar"] else []
    quotes: list[str | Component] = [t("targets.unquoted")]
    if numbers.is_present(row["quotation_zh"]):
        quotes = [html.Span(t("targets.quoted", text=row["quotation_zh"]), lang="zh-CN")]
        quotation = row[f"quotation_{in_tables(t.lang)}"]
        quotes += [t("targets.translated", text=quotation)] if quotation != row["quotation_zh"] else []
    issued = t("targets.between").join(filter(None, [document["issuer"], view.day(document["published"])]))
    number = document["number"] if numbers.is_present(document["number"]) else ""
    documents = [document["name"], [issued, " ", html.Span(number, lang="zh-CN")]]
    if row["also"]:
        names = [view.documents[name]["short"] for name in row["also"].split()]
        documents.append(t("targets.also", names=t.listing(names)))
    return [
        picture,
        html.P([*aim, t("targets.between").join(lines)]),
        *_block(t("targets.part.definition"), [row["definition"]]),
        *_block(t("targets.part.document"), documents),
        *_block(t("targets.part.quotation"), quotes),
    ]


def _evidence(view: TargetsView, row: Row) -> list[Component]:
    t, catalog = view.t, view.dataset.catalog
    verdicts, series = [], []
    stages: dict[str, dict[int, str]] = {}
    for vintage in method.VINTAGES:
        result = t(VERDICTS[row[f"verdict_{vintage}"]])
        verdicts.append(
            markup(t(_VERDICTS_BY_VINTAGE[vintage], verdict=result, actual=row["words"][vintage]))
        )
        series.append(target_series(view.dataset, row["measure"], vintage))
        for year, part, stage, value in series[-1][["part", "stage", "value"]].itertuples():
            if not year < row["base_year"]:
                text = view.with_short_unit(row, view.value(row, value))
                line = t("targets.then", when=view.when(year, part), value=text)
                stages.setdefault(stage, {})[year] = line
    values = []
    for stage, texts in stages.items():
        text = t("targets.semicolon").join(texts[year] for year in sorted(texts))
        values.append([html.B(t(_STAGES[stage])), t("targets.listed", text=text)])
    doubts = [row[name] for name in ("note", "doubt") if row[name]]
    figures = pd.concat(series)
    sources = [source for source in figures["source"].unique() if source != row["source"]]
    families = dict.fromkeys(str(view.dataset.sources.at[source, "family"]) for source in sources)
    return [
        *_block(t("targets.part.verdict"), verdicts),
        *_block(t("targets.part.values", unit=row["unit"]), values),
        *_block(t("targets.part.doubt"), [*doubts, *row["words"]["marks"]]),
        *_block(t("targets.part.of_text"), _references(view, row["cited"])),
        *_block(t("targets.part.of_values"), _references(view, " ".join(figures["cited"].dropna()))),
        *_block(t("targets.part.series"), [t.phrase(catalog.sources[family].name) for family in families]),
    ]


def _references(view: TargetsView, cited: str) -> list[Component]:
    references: list[Component] = []
    for reference in (view.references[name] for name in dict.fromkeys(cited.split())):
        date = view.day(reference["published"]) or view.t("targets.undated")
        text, url = view.t("targets.reference", publisher=reference["publisher"], date=date), reference["url"]
        link = html.A(text, href=url, rel="noopener") if numbers.is_present(url) else text
        references.append(html.Span(link, className="reference"))
    return references


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
