"""Choices: what is declared once is read from anything, and written so that it is read the same again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from components.pages import PAGES
from tests.sampling import sample

if TYPE_CHECKING:
    from analysis.dataset import Dataset
    from analysis.query import Query

STRANGE: tuple[object, ...] = (
    *(None, True, 3, 1e400, "", "\0", "<script>", "x" * 10_000, [], ["CHN"], [["CHN"]], {}, {"a": 1}),
)


def declared() -> dict[str, type[Query]]:
    return {page.key: page.query for page in PAGES if page.query}


def test_every_choice_is_read_from_anything_and_written_to_be_read_again(dataset: Dataset) -> None:
    for key, query in declared().items():
        keys = [control.key for control in query.controls().values()]
        assert len(keys) == len(set(keys)), key
        for value in STRANGE:
            chosen = query.read(dataset, dict.fromkeys(keys, value))
            assert query.read(dataset, chosen.written()) == chosen, (key, value)
            assert query.read(dataset, chosen.chosen(dataset)) == chosen, (key, value)


def test_every_option_can_be_chosen_and_is_left_out_of_the_address_where_it_is_the_default(
    dataset: Dataset,
) -> None:
    for key, query in declared().items():
        usual = query.read(dataset, {})
        assert usual.chosen(dataset) == {}, key
        for name, control in query.controls().items():
            if control.parse:
                continue
            options = usual.options(dataset)[control.key]
            for option in dict.fromkeys([options[0], *sample(options, 6), options[-1]]):
                chosen = query.read(dataset, {control.key: str(option)})
                assert getattr(chosen, name) == option, (key, control.key, option)
