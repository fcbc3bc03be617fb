"""The styles that the first picture of a page needs: the rules that can match what its document holds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from components.bundles import ASSETS, bundles

MARK: Final = "data-id"
"""The attribute that stands for the id of an element where styles name it."""

Tokens = frozenset[str]
"""What elements can be matched by: their names, classes (.card), ids (#content), attributes ([open])."""

_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE: Final = re.compile(r"\s+")
_TIGHT: Final = re.compile(r" ?([{};,]) ?")
_ELEMENT: Final = re.compile(r"<([a-z][a-z0-9]*)((?:\s[^<>]*)?)>")
_ATTRIBUTE: Final = re.compile(r'\s([\w:-]+)(?:="([^"]*)")?')
# Parts of a selector; strings stand in attributes alone.
_PART: Final = re.compile(r"([.#][\w-]+)|\[([\w-]+)[^\]]*\]|::?([\w-]+)(\()?|([a-zA-Z][\w-]*)|.", re.DOTALL)
# Of these at least one argument must match; what other functions look at is not known here.
_ANY: Final = frozenset({"is", "where", "has"})
_ID: Final = re.compile(r"#([a-z][\w-]*)")
_DOCUMENT_IDS: Final = frozenset({"react-entry-point", "site-first"})
_GROUPS: Final = ("@media", "@container", "@supports", "@layer")
# What a reader, the browser or the document's root may change before the whole sheet is there.
_ALWAYS: Final = frozenset({"html", "body", ".first", "[data-theme]", "[lang]", "[open]"})


@dataclass(frozen=True, slots=True)
class _Selector:
    """What must be there for a selector to match, and the alternatives of its functions."""

    needs: Tokens
    choices: tuple[tuple["_Selector", ...], ...]

    def fits(self, known: Tokens) -> bool:
        """Return whether it can match an element of a document that holds ``known``."""
        return self.needs <= known and all(any(one.fits(known) for one in choice) for choice in self.choices)


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule with its selectors, a group with what is in it, or a text that stays as it is."""

    head: str
    body: str = ""
    selectors: tuple[tuple[str, _Selector], ...] = ()
    rules: tuple["_Rule", ...] = ()


def first_styles(html: str) -> str:
    """Return the styles for a document as it comes, from its elements, as the text of a style element."""
    return _styles(_tokens(html))


@cache
def ids() -> frozenset[str]:
    """Return the ids that the style sheet names."""
    sheet = _COMMENT.sub("", bundles().styles.content.decode())
    return frozenset(found for head in re.findall(r"[^{};]+(?={)", sheet) for found in _ID.findall(head))


@lru_cache(maxsize=256)
def _styles(known: Tokens) -> str:
    return "".join(_written(rule, known) for rule in _rules())


def _written(rule: _Rule, known: Tokens) -> str:
    if rule.rules:
        inside = "".join(_written(one, known) for one in rule.rules)
        return f"{rule.head}{{{inside}}}" if inside else ""
    if not rule.selectors:
        return f"{rule.head}{{{rule.body}}}" if rule.body else rule.head
    head = ",".join(text for text, selector in rule.selectors if selector.fits(known))
    return f"{head}{{{rule.body}}}" if head else ""


def _tokens(html: str) -> Tokens:
    """Return what elements of a document can be matched by."""
    found = set(_ALWAYS)
    for name, attributes in {*_ELEMENT.findall(html)}:
        found.add(name)
        for attribute, value in _ATTRIBUTE.findall(attributes):
            found.add(f"[{attribute}]")
            if attribute == "class":
                found.update(f".{one}" for one in value.split())
            elif attribute in ("id", MARK):
                found.add(f"#{value}")
    return frozenset(found)


@cache
def _rules() -> tuple[_Rule, ...]:
    """Return the rules of the style sheet but for those of paper, with addresses from the root."""
    text = _SPACE.sub(" ", _COMMENT.sub("", bundles().styles.content.decode()))
    text = re.sub(r'url\("(?!data:)', f'url("/{ASSETS.name}/', text)
    return tuple(_parsed(_TIGHT.sub(r"\1", text)))


def _parsed(text: str) -> Iterator[_Rule]:
    for head, body in _blocks(text):
        if head.startswith("@media print"):
            continue
        if body is None or head.startswith(("@keyframes", "@property", "@font-face", "@page")):
            yield _Rule(f"{head};") if body is None else _Rule(head, body)
        elif head.startswith(_GROUPS):
            yield _Rule(head, rules=tuple(_parsed(body)))
        else:
            yield _Rule(head, body, tuple((_marked(one), _selector(one)) for one in _split(head)))


def _marked(selector: str) -> str:
    """Return a selector that finds by MARK what has no id in a document, and weighs as much as before."""
    return _ID.sub(
        lambda found: found[0] if found[1] in _DOCUMENT_IDS else f"[{MARK}={found[1]}]:not(#_)", selector
    )


def _blocks(text: str) -> Iterator[tuple[str, str | None]]:
    """Yield head and body of each block of a style sheet; the body is None for a statement."""
    start = place = depth = opened = 0
    quote = ""
    while place < len(text):
        letter = text[place]
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter == "{":
            depth += 1
            opened = opened if depth > 1 else place
        elif letter == "}":
            depth -= 1
            if not depth:
                yield text[start:opened].strip(), text[opened + 1 : place].strip("; ")
                start = place + 1
        elif letter == ";" and not depth:
            if statement := text[start:place].strip():
                yield statement, None
            start = place + 1
        place += 1


def _split(selectors: str) -> list[str]:
    """Return the selectors of a list, which commas separate outside of parentheses."""
    found, depth = [""], 0
    for letter in selectors:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and not depth:
            found.append("")
        else:
            found[-1] += letter
    return [one.strip() for one in found]


def _selector(text: str) -> _Selector:
    needs, choices, place = set[str](), list[tuple[_Selector, ...]](), 0
    while found := _PART.match(text, place):
        place = found.end()
        name, attribute, pseudo, opening, element = found.groups()
        needs |= {one for one in (name, attribute and f"[{attribute}]", element) if one}
        if opening:
            end = _closing(text, place)
            if pseudo in _ANY:
                choices.append(tuple(map(_selector, _split(text[place:end]))))
            place = end + 1
    return _Selector(frozenset(needs), tuple(choices))


def _closing(text: str, place: int) -> int:
    """Return where the parenthesis ends that was opened before a place."""
    depth = 1
    while depth:
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        place += 1
    return place - 1
