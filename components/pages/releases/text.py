"""The sentences of the page on releases: finding in all its cases, notes on what is compared, what to do."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dash import html

from analysis.vintages import Choice
from components import numbers
from components.pages.releases.view import View
from components.parts.badges import note
from components.parts.columns import column, three
from components.parts.series_source import vintage
from components.text import Words

_VINTAGES = {"older": "old_vintage", "newer": "new_vintage"}


def finding(view: View) -> str:
    """Return the title: one value then and now, else how many values changed between two whole releases."""
    say, pair = view.say, view.telling
    if pair is None:
        return _compared(view)
    old, new = view.write(pair["old"]), view.write(pair["new"])
    values: dict[str, Any] = {
        "name": view.name,
        "year": pair["year"],
        "old": old,
        "new": new,
        "older": view.one(pair["old_source"], pair["old_vintage"]),
        "newer": view.one(pair["new_source"], pair["new_vintage"]),
    }
    if view.one(pair["old_source"], pair["new_vintage"]) == values["newer"]:  # one publisher, named below
        values |= {name: vintage(str(pair[key]), say) for name, key in _VINTAGES.items()}
    if view.about.rebased:
        return say("releases.finding.rebased", base=view.base, **values)
    return say("releases.finding.same" if old == new else "releases.finding.moved", **values)


def _compared(view: View) -> str:
    say, row = view.say, view.newest_comparison
    if row is None or not row["china_values"]:
        return say("releases.finding.missing", name=view.name)
    key = "releases.finding.compared" if row["china_changed"] else "releases.finding.kept"
    return say(key, name=view.name, **_counts(row, say))


def _counts(row: Mapping[Any, Any], say: Words) -> dict[str, Any]:
    """Return how many of China's values changed between two releases, and which these are."""
    dates = {age: vintage(str(row[f"{age}_vintage"]), say) for age in ("older", "newer")}
    return {"values": row["china_values"], "changed": row["china_changed"], **dates}


def notes(view: View) -> list[html.Div]:
    """Return what must be known of this comparison: publishers, base years, errors, whole releases."""
    say = view.say
    lines = [*_publishers(view), *_bases(view), *_errors(view), *_joined(view)]
    row = view.newest_comparison
    if row is not None and row["china_values"] and not math.isnan(row["china_largest"]):
        largest = numbers.percent(row["china_largest"])
        lines.append(say("releases.note.changed", largest=largest, **_counts(row, say)) + _direction(view))
    return [note(line) for line in lines]


def _publishers(view: View) -> list[str]:
    indicators = view.dataset.catalog.indicators
    codes = view.codes
    others = [code for code in codes[1:] if indicators[code].source != indicators[codes[0]].source]
    return [
        view.say("releases.note.publisher", older=view.whole(code), newer=view.whole(codes[0]))
        for code in others
    ]


def _bases(view: View) -> list[str]:
    if not view.about.rebased:
        return []
    bases = view.say.listing([str(year) for year in sorted(set(view.about.bases.values()))])
    return [view.say("releases.note.bases", bases=bases, base=view.base)]


def _errors(view: View) -> list[str]:
    pair = view.telling
    if pair is None or math.isnan(pair["old_error"]) or math.isnan(pair["new_error"]):
        return []
    errors = {name: view.write(2 * pair[name]) for name in ("old_error", "new_error")}
    return [
        view.say(
            "releases.note.errors", year=pair["year"], difference=view.apart(pair["difference"]), **errors
        )
    ]


def _joined(view: View) -> list[str]:
    """Say which years of the newest series are of another release, where it is not of one only."""
    say, frame = view.say, view.frame
    own = frame[frame["whole"] & (frame["indicator"] == view.series)]
    if own["vintage"].nunique() < 2:
        return []
    parts = [
        say(
            "releases.note.years",
            years=say.listing(numbers.runs(sorted(int(year) for year in rows["year"]))),
            release=vintage(str(date), say),
        )
        for date, rows in own.groupby("vintage", sort=True)
    ]
    return [say("releases.note.joined", parts=say("series.between").join(parts))]


def _direction(view: View) -> str:
    """Say where the single older values lie; nothing where none is held."""
    frame = view.frame
    now = frame[frame["whole"] & (frame["indicator"] == view.series)].set_index("year")["shown"].to_dict()
    singles = frame[~frame["whole"].astype(bool)]
    gaps = [
        then - now[year] for year, then in zip(singles["year"], singles["shown"], strict=True) if year in now
    ]
    if not gaps:
        return ""
    between = "" if view.say.lang == "zh" else " "
    if min(gaps) > 0:
        return between + view.say("releases.note.lower")
    return between + view.say("releases.note.higher" if max(gaps) < 0 else "releases.note.mixed")


def columns(view: View) -> html.Section:
    """Return the three columns at the end: what to do with an older figure, and what is not held."""
    say = view.say
    usual = replace(view, choice=Choice.read(view.dataset, {}))
    shown = view if view.codes else usual  # one with a release to name
    name = shown.dataset.catalog.sources[shown.indicator.source].publisher.get(say.lang)
    rules = {
        "cite": say("releases.rules.cite", release=_latest(shown), name=name),
        "splice": say("releases.rules.splice"),
        "limits": say("releases.rules.limits"),
    }
    return three([column(say(f"releases.rules.{key}_title"), [rule]) for key, rule in rules.items()])


def _latest(view: View) -> str:
    """Name the release of the newest value that is shown."""
    row = view.frame[view.frame["whole"] & (view.frame["indicator"] == view.codes[0])].iloc[-1]
    return view.one(row["source"], row["vintage"])
