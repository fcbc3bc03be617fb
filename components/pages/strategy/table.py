"""The evidence matrix as the browser draws it: its heads, and a row for each indicator and each gap."""

from typing import Any

from analysis.evidence import UNMEASURED
from analysis.matrix import SORTS
from components import numbers
from components.pages.strategy.view import View, gap
from components.parts.drawn_table import Group, Head, Mark, written
from components.parts.drawn_table import Row as Line
from components.parts.reading import Row
from components.text import Words

COLUMNS = (
    *("name", "pillar", "strength", "direction", "then"),
    *("last_year", "change", "course", "standing", "quality"),
)
_NUMBERS = frozenset({"then", "last_year", "change", "standing"})


def table_text(view: View) -> str:
    """Return the matrix as JSON text; in the order of the pillars each has its own group."""
    say, rows = view.say, view.rows.to_dict("records")
    if view.choice.sort != "pillar":
        groups = [Group([_line(view, row) for row in rows])]
    else:
        groups = [
            Group(
                [_line(view, row) for row in rows if row["pillar"] == one.number],
                _label(one.number, one.name.get(say.lang), say),
                anchor=anchor(one.number),
                open=view.choice.filtered,
            )
            for one in sorted(
                view.dataset.catalog.strategy, key=lambda one: one.number, reverse=view.choice.descending
            )
        ]
    groups = [group for group in groups if group.rows]
    return written([_head(name, view) for name in COLUMNS], groups, caption=say("matrix.caption"))


def anchor(number: int) -> str:
    """Return the id of the rows of a strategic pillar."""
    return f"matrix-rows-{number}"


def _label(number: int, name: str, say: Words) -> str:
    return say("matrix.group", number=number, name=name)


def _head(name: str, view: View) -> Head:
    say, choice = view.say, view.choice
    text = say(f"matrix.column.{name}")
    css = f"num {name}" if name in _NUMBERS else name
    if name not in SORTS:
        return Head(text, css=css)
    on = choice.sort == name
    return Head(
        text=text,
        css=css,
        sort=name,
        sorted=("descending" if choice.descending else "ascending") if on else "",
        order="desc" if on and not choice.descending else "",
    )


def _line(view: View, row: Row) -> Line:
    if row["kind"] in UNMEASURED:
        return _gap(view, row)
    cells: dict[str, str | Mark] = {
        "name": _name(view, row),
        "pillar": _pillar(view, row),
        "strength": view.say(f"strength.{row['strength']}"),
        "direction": view.say(f"matrix.direction.{row['direction']}"),
        "then": _dated(view, row, "first"),
        "last_year": _dated(view, row, "last"),
        "change": _change(view, row),
        "course": Mark(view.say(f"course.{row['course']}"), css=f"course-{row['course']}"),
        "standing": _standing(view, row),
        "quality": _quality(view, row),
    }
    return Line([cells[name] for name in COLUMNS], "gii" if row["kind"] == "gii" else "")


def _name(view: View, row: Row) -> Mark:
    say = view.say
    place = view.path_of(view.dataset.catalog.strategy[int(row["pillar"]) - 1])
    small = say("origin.gii") if row["kind"] == "gii" else ""
    if isinstance(row["of"], str):
        small = say("matrix.twin", name=view.name("indicator", row["of"]))
    return Mark(view.name(row["kind"], row["code"]), href=place, small=small)


def _pillar(view: View, row: Row) -> Mark:
    number = int(row["pillar"])
    name = view.dataset.catalog.strategy[number - 1].name.get(view.say.lang)
    return Mark(str(number), said=_label(number, name, view.say), title=name, css="pillar-number")


def _missing(view: View) -> Mark:
    return Mark(view.say("missing"), css="missing")


def _dated(view: View, row: Row, which: str) -> Mark:
    if not numbers.known(row[which]):
        return _missing(view)
    return Mark(view.written(row, row[which]), small=str(int(row[f"{which}_year"])))


def _change(view: View, row: Row) -> Mark:
    text = view.moved(row)
    return Mark(text, small=view.growth(row)) if text else _missing(view)


def _standing(view: View, row: Row) -> Mark:
    if not numbers.known(row["rank"]):
        return _missing(view)
    values: dict[str, Any] = {"rank": int(row["rank"]), "year": int(row["rank_year"])}
    if not numbers.known(row["economies"]):
        return Mark(str(values["rank"]), small=str(values["year"]))
    return Mark(
        view.say("matrix.standing", economies=int(row["economies"]), **values), small=str(values["year"])
    )


def _quality(view: View, row: Row) -> Mark:
    say = view.say
    found = str(row["doubts"]).split() if isinstance(row["doubts"], str) else []
    sentence = say("quality.doubt.separator").join(say(f"quality.doubt.{one}") for one in found)
    if row["kind"] == "gii":
        sentence = say("quality.doubt.editions")
    elif row["quality"] == "none":
        sentence = say("quality.live_only")
    return Mark(say(f"quality.{row['quality']}"), small=sentence, css=f"quality-{row['quality']}")


def _gap(view: View, row: Row) -> Line:
    wanted, words = gap(view, row)
    head = Mark(wanted, small=words)
    kind = str(row["kind"])
    rest = Mark(view.say(f"matrix.unseen.{kind}"), css="no-data", span=len(COLUMNS) - 3)
    return Line([head, _pillar(view, row), view.say(f"strength.{row['strength']}"), rest], kind)
