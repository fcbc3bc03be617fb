"""Whether the data of a view may be reused, in words, by the licences of editions and releases."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from analysis.dataset import Dataset, cached
from analysis.normalize import format_runs
from data.catalog import Catalog
from data.citation import INDEX
from data.languages import BY_CODE, join_list
from data.licences import NOT_STATED

_ALLOWED: Final = ("credit", "limited")
_CLAUSES: Final = {**{clause: {clause} for clause in (*_ALLOWED, "quoted")}, "ask": {"ask", "unknown"}}
_MAX_NAMED_SOURCES: Final = 4  # of one licence; further ones are counted

Groups = dict[tuple[str, str], dict[str, list[str]]]
"""Vintages by family of sources, by (permission, licence as stated)."""


@dataclass(frozen=True, slots=True)
class Reuse:
    """The answer to "may I reuse this?".

    answer: one or two words; text: a sentence on the data and one on our own work; links: addresses of
    licences, by their names in the text; short: for images.
    """

    answer: str
    text: str
    links: dict[str, str]
    short: str

    @property
    def sentence(self) -> str:
        """The answer and the sentences that give its reasons."""
        return f"{self.answer}{'：' if self.text.endswith('。') else ': '}{self.text}"


@cached
def reuse(dataset: Dataset, lang: str, releases: tuple[str, ...], editions: tuple[int, ...]) -> Reuse:
    """Return the answer for a view.

    releases: ids in the table sources; editions: of the index, whose licences count in place of those of the
    copies they were read from. Own calculations have the licences of their inputs.
    """
    words = {key: text.get(lang) for key, text in dataset.catalog.phrases.items()}
    groups = _groups(dataset, releases, editions)
    clauses = {
        clause: words[f"reuse_{clause}"].format(items=listed)
        for clause in _CLAUSES
        if (listed := _items(dataset.catalog, groups, clause, lang))
    }
    allowed = [text for clause, text in clauses.items() if clause in _ALLOWED]
    limits = [text for clause, text in clauses.items() if clause not in _ALLOWED]
    marks = BY_CODE[lang]
    key = "reuse_may_both" if len(allowed) > 1 else "reuse_may"
    may = [words[key].format(*allowed)] if allowed else []
    sentence = marks.semicolon.join([*may, *limits])
    urls = dataset.catalog.licence_urls
    links = {_short(licence): urls[licence] for _, licence in groups if urls.get(licence)}
    open_ = dict.fromkeys(
        _short(licence) for clause in _ALLOWED for allows, licence in groups if allows == clause
    )
    kind = ("partly" if allowed else "no") if limits else "limits" if "limited" in clauses else "yes"
    answer = words[f"reuse_{kind}"]
    short = words["reuse_short"].format(answer=answer)
    return Reuse(
        answer,
        marks.gap.join(
            [*([sentence[0].upper() + sentence[1:] + marks.stop] if sentence else []), words["reuse_own"]]
        ),
        links,
        short + marks.in_brackets(join_list(list(open_), lang)) if open_ else short,
    )


def _groups(dataset: Dataset, releases: Iterable[str], editions: Iterable[int]) -> Groups:
    # Editions first, each release once; an unknown licence allows nothing.
    licences, read_from = dataset.licences, set(dataset.by_edition["source"])
    licence_terms = dataset.catalog.licences
    items = [
        (INDEX[0], str(edition), str(licences.get(edition, NOT_STATED))) for edition in sorted(set(editions))
    ]
    for release in dict.fromkeys(releases):
        row = dataset.sources.loc[release]
        family, vintage = str(row["family"]), str(row["vintage"])
        stated = row["licence"] if isinstance(row["licence"], str) else NOT_STATED
        by_edition = stated in licence_terms and licence_terms[stated].reuse == "edition"
        if editions and (by_edition or family in INDEX or release in read_from):
            continue
        stated = str(licences.get(int(vintage[:4]), NOT_STATED)) if by_edition else stated
        items.append((family, vintage, stated))
    groups: Groups = {}
    for family, vintage, stated in items:
        licence = licence_terms.get(stated)
        allows = licence.reuse if licence else "ask"
        if licence and licence.vintages and not re.fullmatch(licence.vintages, vintage):
            allows = "ask"
        if allows != "source":
            groups.setdefault((allows, stated), {}).setdefault(family, []).append(vintage)
    return groups


def _items(catalog: Catalog, groups: Groups, clause: str, lang: str) -> str:
    """List the sources of a clause, each licence after its sources; "" for none.

    Vintages are written for editions and for sources with several licences; the name of a source is not
    repeated for its next licence.
    """
    words = catalog.phrases
    families = [family for sources in groups.values() for family in sources]
    texts, before = [], ""
    for (allows, stated), sources in groups.items():
        if allows not in _CLAUSES[clause]:
            continue
        parts = []
        for family, vintages in sources.items():
            entry = catalog.sources[family]
            name = entry.short.get(lang) if [family] != [before] or len(sources) > 1 else ""
            if family in INDEX or families.count(family) > 1:
                key = "reuse_edition" if family == INDEX[0] else "reuse_release"
                years = [re.sub(r"^(\d{4})(-.*)?$", r"\1", vintage) for vintage in dict.fromkeys(vintages)]
                numbers = {int(vintage) for vintage in years if re.fullmatch(r"\d{4}", vintage)}
                dates = [*format_runs(numbers), *(vintage for vintage in years if not vintage.isdigit())]
                written = BY_CODE[lang].items.join(dates)
                name = words[key].get(lang).format(name=name, dates=written).strip()
            parts.append(name)
            before = family if len(sources) == 1 else ""
        if len(parts) > _MAX_NAMED_SOURCES:
            others_counted = words["reuse_others"].get(lang).format(count=len(parts) - _MAX_NAMED_SOURCES + 1)
            parts = [*parts[: _MAX_NAMED_SOURCES - 1], others_counted]
        licence = catalog.licence(stated, lang)
        marks = BY_CODE[lang]
        licence = re.sub(r" ?[(（](.*)[)）]$", rf"{marks.comma}\1", licence)
        if allows == "unknown":
            licence = words["reuse_unknown"].get(lang).format(licence=licence)
        texts.append(join_list(parts, lang) + marks.in_brackets(licence))
    return join_list(texts, lang)


def _short(stated: str) -> str:
    return stated.partition(" (")[0]
