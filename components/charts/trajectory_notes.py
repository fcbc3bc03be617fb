"""What is written inside the trajectory: the claim and its ends, intervals, what leaves the plot."""

from collections.abc import Mapping

from components import numbers
from components.charts.layer import Layer, Part
from components.charts.look import CLAIM, UNVERIFIED, Look
from components.charts.marks import Row, bold, line, marker, note, stroke, trace
from components.charts.scales import Scale
from components.text import plain

_FEWEST = 4  # places of a rise that has room for a step
Line = Mapping[int, Row]


def claim(china: Line, look: Look) -> Layer:
    """Return the ends of the claim, its step where it is a rise, and the unverified rank."""
    found = Layer(annotations=[*_claim_ends(china, look), *_unverified(china, look)])
    if look.measure != "rank" or not set(CLAIM) <= set(china):
        return found
    first, last = (int(china[edition]["rank"]) for edition in CLAIM)
    return found if last + _FEWEST > first else found + _step(first, last, look)


def _claim_ends(china: Line, look: Look) -> list[Part]:
    hero, notes = look.theme.hero, []
    for edition, xshift in zip(CLAIM, (-11, 9), strict=True):
        if edition not in china:
            continue
        value = float(china[edition][look.measure])
        closer = 4 if look.compact and xshift < 0 else 0
        where = {"xanchor": "left", "yanchor": "top", "xshift": xshift - closer, "yshift": -8}
        text = plain(look.spoken(value))
        notes.append(note(bold(text), edition, value, hero, 15 if look.compact else 17, **where))
        if not look.compact:
            text = look.words("trajectory.note.in_edition", edition=edition)
            notes.append(note(text, edition, value, look.theme.ink_2, **where | {"yshift": -30}))
    return notes


def _unverified(china: Line, look: Look) -> list[Part]:
    if UNVERIFIED not in china or look.measure != "rank":
        return []
    rank = int(china[UNVERIFIED]["rank"])
    text = plain(numbers.ordinal(rank, look.words.lang))
    return [note(text, UNVERIFIED, rank, look.theme.ink_2, xanchor="left", xshift=8)]


def _step(first: int, last: int, look: Look) -> Layer:
    """Return the dotted step from the first rank to the last, its arrow and its words.

    The step starts clear of the line of the next edition.
    """
    ink, (start, end), tip = look.theme.ink, CLAIM, last + 1.2
    x, y = (start + 1.25, end, end), (first, first, tip + 0.6)
    step = trace("lines", x, y, {"role": "claim"}, line=stroke(ink, 1.2, "2px,3px"), cliponaxis=True)
    tail = {"ax": end, "ay": tip + 0.9, "axref": "x", "ayref": "y", "showarrow": True}
    head = {"arrowhead": 1, "arrowwidth": 1.3, "arrowcolor": ink}
    key = "trajectory.note.claim_short" if look.compact else "trajectory.note.claim"
    text = look.words(key, places=first - last, first=start, last=end)
    # Where space is short the words stand above the step, clear of the rank it starts from.
    side, away = ("bottom", 2) if look.compact else ("top", -4)
    where = {"xanchor": "right", "yanchor": side, "xshift": -6, "yshift": away}
    notes = [note("", end, tip, ink, **tail, **head), note(text, end, first, look.theme.ink_2, **where)]
    return Layer([step], annotations=notes)


def intervals(china: Line, scale: Scale, look: Look) -> Layer:
    """Return WIPO's intervals as brackets with their name, and the name of the band that is ours."""
    if look.measure == "rank":
        return _published(china, look) + _shaded(china, "high", 21.2, look)
    if look.measure == "percentile":
        return _shaded(china, "high_percentile", scale.bottom + 0.28 * (scale.top - scale.bottom), look)
    return Layer()


def _published(china: Line, look: Look) -> Layer:
    """Return the intervals that WIPO published as brackets; the last one is named."""
    known = {edition: row for edition, row in china.items() if row["published_low"] is not None}
    if not known:
        return Layer()
    ranks = [int(row["rank"]) for row in known.values()]
    bracket = {
        "type": "data",
        "symmetric": False,
        "array": [int(row["published_high"]) - int(row["rank"]) for row in known.values()],
        "arrayminus": [int(row["rank"]) - int(row["published_low"]) for row in known.values()],
        "width": 5,
        "thickness": 1.6,
        "color": look.theme.ink,
    }
    style = {"marker": marker(1, look.theme.ink), "error_y": bracket, "cliponaxis": True}
    brackets = trace("markers", known, ranks, {"role": "published"}, **style)
    edition = max(known)
    low, high = int(known[edition]["published_low"]), int(known[edition]["published_high"])
    kind, interval, drop, xshift = "published_short", f"{low}{numbers.DASH}{high}", 7.5, 26
    if not look.compact:
        spoken = plain(numbers.rank_interval(low, high, look.words.lang))
        kind, interval, drop, xshift = "published", spoken, 8.2, 5
    foot = high + drop
    text = look.words(f"trajectory.note.{kind}", edition=edition, interval=interval)
    where = {"xanchor": "right", "yanchor": "top", "xshift": xshift}
    named = note(text, edition, foot, look.theme.ink_2, **where)
    return Layer([brackets], [_leader(edition, high + 0.7, foot - 0.5, look)], [named])


def _shaded(china: Line, edge: str, foot: float, look: Look) -> Layer:
    """Name our interval in words under its lower edge, a column; narrow plots say it under the chart."""
    known = [edition for edition, row in china.items() if row[edge] is not None]
    if look.compact or len(known) < 2:
        return Layer()
    edition = known[-2]
    way = 1 if edge == "high" else -1  # ranks grow downwards
    start = float(china[edition][edge]) + 0.7 * way
    if (foot - start) * way < 2:
        return Layer()
    where = {"xanchor": "left", "yanchor": "top", "xshift": -4}
    text = note(look.words("trajectory.note.shaded"), edition, foot, look.theme.ink_2, **where)
    return Layer(shapes=[_leader(edition, start, foot - 0.4 * way, look)], annotations=[text])


def _leader(edition: int, start: float, end: float, look: Look) -> Part:
    """Return the vertical line that joins a note to its mark."""
    return line((edition, edition), (start, end), stroke(look.theme.ink_3, 1))


def leaving(lines: Mapping[str, Line], names: Mapping[str, str], scale: Scale, look: Look) -> Layer:
    """Say which economies leave through the bottom edge, and until which edition."""
    if look.measure != "rank" or look.compact:
        return Layer()
    floor = int(scale.bottom - 1.2)
    below = {
        economy: [edition for edition, row in line.items() if row["rank"] > floor and edition > UNVERIFIED]
        for economy, line in lines.items()
    }
    until = {economy: max(editions) for economy, editions in below.items() if editions}
    if not until:
        return Layer()
    rank = plain(numbers.ordinal(floor, look.words.lang))
    edition = max(until.values())
    who = look.words.listing([names[economy] for economy in until])
    text = look.words("trajectory.note.below", names=who, rank=rank, edition=edition)
    right = edition - min(edition for line in lines.values() for edition in line) > 5
    side, xshift, x = ("right", -18, edition + 0.4) if right else ("left", 18, edition)
    where = {"xanchor": side, "yanchor": "bottom", "xshift": xshift, "yshift": 3}
    theme = look.theme
    return Layer(annotations=[note(text, x, scale.bottom, theme.ink_3, **where, bgcolor=theme.ground)])
