"""What each step of the story says, in figures of the data; blank where the data do not hold them."""

from collections.abc import Callable, Mapping
from typing import Final

from analysis.change import CLAIM
from analysis.dataset import Dataset
from analysis.derived import ranks
from analysis.frames import others as other_frames
from analysis.frames import productivity as productivity_frames
from analysis.frames import weights as weight_frames
from analysis.ledger import Choice, Ledger
from analysis.matrix import Choice as MatrixChoice
from analysis.query import Nothing
from analysis.standing import CHINA
from analysis.targets import Choice as TargetChoice
from analysis.tile_map import Choice as MapChoice
from analysis.triangulation import GII
from components import numbers
from components.measures import CONTRIBUTION, SCORE
from components.numbers import known
from components.pages import strategy
from components.pages.map import View as MapView
from components.pages.others import page as others
from components.pages.others.cards import Choice as OthersChoice
from components.pages.others.cards import View as OthersView
from components.pages.targets import page as targets
from components.pages.targets.view import View as TargetView
from components.pages.weights import text as weights
from components.pages.why import text as why
from components.pages.why.finding import View as WhyView
from components.text import Words
from components.view import View

MAP: Final = {"show": "change", "edition": str(CLAIM[1])}
LEDGER: Final = {"detail": "subpillars"}


def carried(dataset: Dataset, t: Words) -> str:
    """Return in how many sub-pillars China gained on the average; blank where a score ledger is missing."""
    ledger = _ledger(dataset, t).whole("subpillars")
    if ledger is None:
        return ""
    gained, lost = _moved(ledger)
    return t("story.title.carried", gained=gained, all=gained + lost)


def _ledger(dataset: Dataset, t: Words) -> WhyView:
    return WhyView(dataset, t, Choice.read(dataset, LEDGER))


def _moved(ledger: Ledger) -> tuple[int, int]:
    """Return how many parts in both editions gained on the average, and how many did not."""
    parts = ledger.parts[ledger.parts["status"].isin(("both", "redefined"))]
    gained = int((parts["relative"] > 0).sum())
    return gained, len(parts) - gained


def _rise(dataset: Dataset, t: Words) -> str:
    view, known_ranks = View(dataset, t), ranks(dataset, CHINA)
    (first, last), newest = CLAIM, dataset.editions[-1]
    before = [edition for edition in known_ranks if edition < first]
    if not before or not {first, last, newest} <= known_ranks.keys():
        return ""
    count = dataset.counts[newest]
    return t(
        "story.facts.rise",
        places=known_ranks[before[-1]] - known_ranks[last],
        claimed=known_ranks[first] - known_ranks[last],
        first=first,
        earlier=before[-1],
        rank=view.ordinal(known_ranks[before[-1]]),
        newest=newest,
        now=view.ordinal(known_ranks[newest]),
        count=t("missing") if count is None else count,
    )


def _field(dataset: Dataset, t: Words) -> str:
    view, (first, last) = MapView(dataset, t, MapChoice.read(dataset, MAP)), CLAIM
    places = numbers.whole(view.china["change"])
    gains = {row["economy"]: int(row["change"]) for row in view.rows if known(row["change"])}
    if places is None or view.found.against != first or not dataset.counts.get(first):
        return ""
    most = max(gains, key=lambda code: gains[code])
    return t(
        "story.facts.field",
        more=sum(gain > places for gain in gains.values()),
        places=places,
        name=view.called(most),
        most=gains[most],
        before=dataset.counts[first],
        after=dataset.counts[last],
        both=len(gains),
        first=first,
        last=last,
    )


def _places(dataset: Dataset, t: Words) -> str:
    view = _ledger(dataset, t)
    split, points = view.split, view.whole("pillars")
    if split is None or points is None:
        return ""
    orders = [numbers.halves(abs(one), t.lang) for one in split.own_orders]
    return t(
        "story.facts.places",
        own=CONTRIBUTION.write(points.own, t.lang, sign=True),
        field=CONTRIBUTION.write(points.common, t.lang, sign=True),
        count=points.economies,
        low=min(orders, key=float),
        high=max(orders, key=float),
    )


def _carried(dataset: Dataset, t: Words) -> str:
    view = _ledger(dataset, t)
    ledger = view.whole("subpillars")
    return "" if ledger is None else why.subpillars(view, ledger)


def _framework(dataset: Dataset, t: Words) -> str:
    ledger, parts = _ledger(dataset, t).whole("indicators"), []
    if ledger is not None:
        same = ledger.parts[ledger.parts["status"] == "both"]
        values = {"count": len(same), "all": int(ledger.parts["code"].notna().sum())}
        points = {"points": CONTRIBUTION.write(same["relative"].sum(), t.lang)}
        points["total"] = CONTRIBUTION.write(ledger.relative, t.lang)
        parts.append(t("story.facts.compared", first=CLAIM[0], last=CLAIM[1], **values, **points))
    view = weights.read(dataset, t.lang, {})
    found = weight_frames.SHARED.result(dataset, view.choice)
    newest = None if found is None else found.ranks.iloc[-1]
    if found is not None and newest is not None and known(newest["published"]):
        over = sorted(int(newest[name]) for name in ("inside", "over"))
        parts.append(
            t(
                "story.facts.shared",
                count=len(found.concepts),
                edition=int(newest["edition"]),
                rank=view.interval(*over) if over[0] < over[1] else view.ordinal(over[0]),
                published=view.ordinal(int(newest["published"])),
            )
        )
    return t.sentences(parts)


def _weights(dataset: Dataset, t: Words) -> str:
    view = weights.read(dataset, t.lang, {})
    base, spread = view.base, view.spread
    values = {"draws": numbers.decimal(len(spread.ranks), 0, t.lang), "edition": view.choice.edition}
    ranges = {"around": (spread.low, spread.high), "free": (base.free_low, base.free_high)}
    written = {name: view.interval(*ends) for name, ends in ranges.items()}
    lines = [t("story.facts.weights", **values, **written)]
    published = view.intervals("published").to_dict("records")
    if published:
        row = published[-1]
        interval = view.interval(int(row["low"]), int(row["high"]))
        lines.append(t("story.facts.published", edition=int(row["edition"]), interval=interval))
    return t.sentences(lines)


def _others(dataset: Dataset, t: Words) -> str:
    found = other_frames.RANKINGS.result(dataset, Nothing())
    view = OthersView(dataset, t, OthersChoice.read(dataset, {}), found)
    fields = view.percentiles.loc[view.percentiles["ranking"] != GII, "economies"].dropna()
    if fields.empty:
        return ""
    line = t("story.facts.fields", few=int(fields.min()), many=int(fields.max()))
    return t.sentences((line, others.held(view).strip(), others.same(view).strip()))


def _aims(dataset: Dataset, t: Words) -> str:
    view = strategy.View(dataset, t, MatrixChoice.read(dataset, {}))
    return t("story.facts.aims", **view.total)


def _targets(dataset: Dataset, t: Words) -> str:
    view = TargetView(dataset, t, TargetChoice.read(dataset, {}))
    if not view.counts["judged"]:
        return ""
    return targets.finding(view) + t("story.facts.targets", **view.counts)


def _unknown(dataset: Dataset, t: Words) -> str:
    frame = productivity_frames.DISAGREEMENT.result(dataset, Nothing())
    own = frame[frame["economy"] == CHINA]
    if own.empty or own["agree"].iloc[0]:
        return ""
    apart = SCORE.write(abs(float(own["points"].iloc[0])), t.lang)
    opposite = int((~frame["agree"].astype(bool)).sum())
    return t("story.facts.unknown", points=apart, opposite=opposite, count=len(frame))


_FACTS: Final[Mapping[str, Callable[[Dataset, Words], str]]] = {
    "rise": _rise,
    "field": _field,
    "places": _places,
    "carried": _carried,
    "framework": _framework,
    "weights": _weights,
    "others": _others,
    "aims": _aims,
    "targets": _targets,
    "unknown": _unknown,
}


def written(key: str, dataset: Dataset, t: Words) -> str:
    """Return what a step says (marked text): its figures, then what they do not say."""
    close = f"story.text.{key}"
    return t.sentences((_FACTS[key](dataset, t), t(close) if t.has(close) else ""))
