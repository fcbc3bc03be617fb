"""The page on productivity says what the data say, whatever they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.evidence.productivity import GROWTH, LABOUR, Choice
from components.pages import productivity as page
from components.parts.productivity import ProductivityView, finding
from components.text import plain, words
from tests.unit.views import altered, of_id, page_of, text_of

if TYPE_CHECKING:
    import pandas as pd

    from analysis.dataset import Dataset
    from data.snapshot import Snapshot


def with_values(snapshot: Snapshot, *values: tuple[str, float] | tuple[str, float, int]) -> Dataset:
    """A site where China has other values of 2019, or of another year, as a share of that of 2012."""

    def change(frame: pd.DataFrame) -> pd.DataFrame:
        for code, value, *year in values:
            own = (frame["indicator"] == code) & (frame["economy"] == "CHN")
            base = frame.loc[own & (frame["year"] == 2012), "value"].iloc[0]
            frame.loc[own & (frame["year"] == (year or [2019])[0]), "value"] = base * value
        return frame

    return altered(snapshot, change)


def view(dataset: Dataset) -> ProductivityView:
    return ProductivityView(dataset, words("en"), Choice.read(dataset, {}))


def test_new_data_change_the_words(pinned: Snapshot) -> None:
    for older, newer, said in (
        (1.05, 1.183, "rose from 2012 to 2019, by 5.0% or 18.3%"),
        (0.9, 0.8, "fell from 2012 to 2019, by 10.0% or 20.0%"),
        (1.0, 1.0001, "did not change from 2012 to 2019"),
        (1.1, 0.9, "rose 10.0% or fell 10.0%"),
        (1.0, 0.9, "did not change or fell 10.0%"),
    ):
        seen = view(with_values(pinned, (GROWTH[0], older), (GROWTH[1], newer)))
        assert said in finding(seen)
        assert ("point the same way" in page.deck(seen)) == ("disagree" not in finding(seen))
    for share, word in ((2.0, "grew"), (0.5, "fell"), (1.0, "did not change")):
        found = page_of(page, with_values(pinned, (LABOUR, share, 2023)))
        assert word in text_of(of_id(found, page.LABOUR.heading))


def test_without_a_second_version_the_page_says_so(pinned: Snapshot) -> None:
    other = altered(pinned, lambda frame: frame[~frame["indicator"].isin([GROWTH[1], "PWT11.ctfp"])])
    shown, t = text_of(page_of(page, other)), words("en")
    assert t("productivity.finding.unknown") in shown
    assert plain(t("productivity.level.empty", base=2012)) in shown


def test_who_else_disagrees_is_counted(pinned: Snapshot, dataset: Dataset) -> None:
    assert "China alone, of 6" in page.exception(view(dataset))
    agreed = with_values(pinned, (GROWTH[0], 1.05))
    assert "agree on the direction for all 6" in page.exception(view(agreed))

    def japan(frame: pd.DataFrame) -> pd.DataFrame:
        own = (frame["indicator"] == GROWTH[1]) & (frame["economy"] == "JPN") & (frame["year"] == 2019)
        return frame.assign(value=frame["value"].mask(own, 0.1))

    assert "2 of 6 economies, China included" in page.exception(view(altered(pinned, japan)))
    both = altered(agreed.snapshot, japan)
    assert "1 of 6 economies, not China," in page.exception(view(both))
