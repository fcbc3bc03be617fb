"""The table of the ranking: its heads, its groups of rows, its cells, as the browser draws them."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from analysis.frames import ranking as frames
from analysis.listing import listed
from analysis.ranking import COLUMNS, COMPARED, PARTS, Choice, Ranking, highest_first
from analysis.standing import CHINA
from components import numbers, view
from components.measures import SCORE
from components.parts.drawn_table import Group, Head, Mark, Row, written
from components.parts.reading import DOWN, UP
from components.text import Words, plain
from components.view import reach_address

_CSS = {"rank": "num rank", "economy": "name", "region": "place", "income": "place"}
_MARKED = {CHINA: "marked"}


@dataclass(frozen=True)
class View(view.View):
    """The ranking of an edition beside another one, for one choice."""

    choice: Choice

    @cached_property
    def ranking(self) -> Ranking:
        """The whole ranking."""
        return frames.RANKING.result(self.dataset, self.choice)

    @cached_property
    def rows(self) -> pd.DataFrame:
        """Its rows in their order, with the columns matched and pinned (analysis.listing)."""
        labels = self.dataset.labels(self.t.lang)
        return listed(self.ranking.frame, self.choice, labels, self.dataset.spellings)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Return the columns on show: changes only beside another edition, others where anything is known."""
        frame = self.ranking.frame
        known: dict[str, Any] = {"change": self.choice.against, "common": self.ranking.common}
        known |= {"interval": frame["low"].notna().any(), "score": frame["score"].notna().any()}
        known |= {
            code: frame[[f"{code}_rank", f"{code}_low", f"{code}_score"]].notna().any(axis=None)
            for code in PARTS
        }
        return tuple(column for column in COLUMNS if known.get(column, True))

    @property
    def overall(self) -> bool:
        """Whether the overall ranking is all there is of the edition."""
        return not set(self.columns) & set(PARTS)

    def china(self, column: str) -> int | None:
        """Return a whole number of China's row; None where it is not known."""
        frame = self.ranking.frame
        return numbers.whole(frame.at[CHINA, column]) if CHINA in frame.index else None

    @property
    def ranked(self) -> pd.DataFrame:
        """Return the rows of economies of the edition that the filters let through."""
        return self.rows[self.rows["matched"] & self.rows["rank"].notna()]

    @property
    def gone(self) -> pd.DataFrame:
        """Return the rows of economies ranked in the other edition only that the filters let through."""
        return self.rows[self.rows["matched"] & self.rows["rank"].isna()]


def table_text(view: View) -> str:
    """Return the table as JSON text: pinned rows, the ranking, and what only the other edition ranks."""
    t = view.t
    pinned = view.rows[view.rows["rank"].notna()]
    pinned = pinned.loc[[code for code in view.choice.pinned if code in pinned.index]]
    groups = [
        Group(_rows(pinned, view), t("ranking.pinned"), "pinned"),
        Group(_rows(view.ranked, view)),
    ]
    if len(view.gone):
        against, edition = view.edition(view.choice.against or 0), view.edition(view.choice.edition)
        words = plain(t("ranking.left", against=against, edition=edition))
        groups.append(Group(_gone(view), words, "gone"))
    heads = [_head(column, view) for column in view.columns]
    return written(t, heads, groups, caption=caption(view), header=1)


def caption(view: View) -> str:
    """Return the name of the table."""
    return plain(view.t("ranking.caption", edition=view.edition(view.choice.edition)))


def _head(column: str, view: View) -> Head:
    t, choice = view.t, view.choice
    key = f"ranking.full.{column}"
    pillar = column.startswith("P")
    full = t(f"gii.{column}") if pillar else t(key, against=choice.against) if t.has(key) else ""
    sorted_by = column == choice.sort
    natural = highest_first(column, choice.show)
    turned = sorted_by and choice.descending == natural
    return Head(
        text=t(f"ranking.head.{column}", against=choice.against),
        full=full,
        css=_CSS.get(column, f"num {'part' if column in PARTS else column}"),
        sort=column,
        sorted=("descending" if choice.descending else "ascending") if sorted_by else "",
        order=("asc" if natural else "desc") if turned else "",
    )


def _rows(frame: pd.DataFrame, view: View) -> list[Row]:
    pinned = {code: _MARKED.get(code, "raised") for code in view.choice.pinned}
    return [
        Row([_cell(column, row, view) for column in view.columns], pinned.get(row["economy"], ""))
        for row in frame.reset_index().to_dict("records")
    ]


def _gone(view: View) -> list[Row]:
    t, span = view.t, len(view.columns) - 2
    rows = []
    for row in view.gone.reset_index().to_dict("records"):
        rank = view.ordinal(int(row["rank_then"]))
        then = plain(t("ranking.left_row", rank=rank, against=view.choice.against))
        nowhere = Mark("", label=t("ranking.not_ranked"))
        rows.append(Row([nowhere, _name(row["economy"], view), Mark(then, css="then", span=span)]))
    return rows


def _cell(column: str, row: dict[Any, Any], view: View) -> str | Mark:
    t = view.t
    if column == "rank":
        rank = int(row["rank"])
        if rank == 1 or pd.isna(row["score"]):
            return str(rank)
        address = reach_address(t.lang, row["economy"], view.choice.edition, rank)
        return Mark(str(rank), href=address, title=t("reach.link"))
    if column == "economy":
        return _name(row["economy"], view)
    if column in COMPARED:
        return _change(row, column, view.choice, t)
    if column == "interval":
        return _interval(row, t)
    if column == "score":
        return _known(_score(row["score"], t.lang), t("missing"))
    if column in PARTS:
        return _part(row, column, view.choice.show, t)
    code = row[column]
    if pd.isna(code):
        return _known("", t("missing"))
    return Mark(t(f"ranking.{column}.{code}"), title=t(f"{column}.{code}"))


def _known(text: str, missing: str) -> str | Mark:
    return text if text else Mark(missing, css="missing")


def _score(value: Any, lang: str) -> str:
    return "" if pd.isna(value) else SCORE.write(float(value), lang)


def _name(code: str, view: View) -> Mark:
    return Mark(view.called(code), href=f"/{view.t.lang}/economy/{code}")


def _change(row: dict[Any, Any], column: str, choice: Choice, t: Words) -> str | Mark:
    if row["status"] == "entered":
        earlier = choice.against is not None and choice.against < choice.edition
        text = t("ranking.new") if earlier else t("ranking.only", edition=choice.edition)
        return Mark(text, label=t("ranking.new_label", against=choice.against), css="new")
    places = numbers.whole(row[column])
    if places is None:
        return _known("", t("missing"))
    if places == 0:
        return "0"
    words = t("ranking.higher" if places > 0 else "ranking.lower", places=abs(places))
    mark, css = (UP, "up") if places > 0 else (DOWN, "down")
    return Mark(f"{mark} {abs(places)}", label=words, css=css)


def _interval(row: dict[Any, Any], t: Words) -> str | Mark:
    own = numbers.interval_cell(numbers.whole(row["low"]), numbers.whole(row["high"]), "")
    low, high = numbers.whole(row["published_low"]), numbers.whole(row["published_high"])
    if low is None:
        return _known(own, t("missing"))
    return Mark(own, small=t("ranking.published", interval=numbers.interval_cell(low, high, "")))


def _part(row: dict[Any, Any], code: str, show: str, t: Words) -> str | Mark:
    if show == "score":
        figure = _score(row[f"{code}_score"], t.lang)
    else:
        figure = numbers.rank_cell(row, (f"{code}_rank", f"{code}_low", f"{code}_high"), "")
    if figure and row[f"{code}_thin"] is True:
        brackets = "（{}）" if t.lang == "zh" else "({})"
        words = t("ranking.thin_label", figure=figure)
        return Mark(brackets.format(figure), label=words, title=words, css="thin")
    return _known(figure, t("missing"))
