"""What an error says: what, where and why in one line, what to do in another, fit for its own source."""

import importlib
import pkgutil
import re
from collections.abc import Iterator

import etl
from etl import errors
from etl.feeds import NAMES

FAR = "/" + "a-long-way/" * 45
"""Below it every address has more than 500 characters, as some of the World Bank and the OECD have."""


def tree(kind: type[errors.EtlError] = errors.EtlError) -> Iterator[type[errors.EtlError]]:
    for below in kind.__subclasses__():
        yield below
        yield from tree(below)


def too_long(text: str) -> list[str]:
    return [one for one in re.findall(r"\w+://\S+", text) if len(one) > 140]


def fits(sentence: str, advice: str, source: str) -> None:
    """Fail unless the two lines are lines, their addresses short, and the advice about this source."""
    for line in (sentence, advice):
        assert "\n" not in line
        assert not too_long(line), line
    others = [name for name in NAMES if name != source and re.search(rf"\b{name}\b", advice)]
    assert not others, advice
    assert source == "gii" or not re.search("--file|WIPO", advice), advice


def test_every_class_has_advice_of_one_line_that_names_no_source_but_its_own() -> None:
    for module in pkgutil.walk_packages(etl.__path__, "etl."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    classes = list(tree())
    assert {errors.Retired, errors.StoreError} < set(classes)
    for kind in classes:
        fits("", kind.advice, kind.__module__.rpartition(".")[2])
        assert kind is errors.UsageError or kind.advice, kind


def test_what_an_error_quotes_cannot_make_it_long() -> None:
    address = f"https://publisher.example{FAR}"
    quoted = errors.SourceUnreachable(f"{address}: first\n  second", address)
    again = errors.BadFile(f"{quoted} ({address})").advise("Do this.")
    fits(str(again), again.advice, "world_bank")
    assert str(quoted).startswith("https://publisher.example/a-long-way/")
    assert str(quoted).endswith("a-long-way/: first second")
    assert str(errors.BadFile(str(quoted))) == str(quoted)
    assert quoted.address == address
    assert errors.BadFile.advice != again.advice
