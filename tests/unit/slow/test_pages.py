"""Every page: built from any address; its ids, links and terms lead to what is there; limits hold."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from dash import html
from dash.development.base_component import Component
from flask.testing import FlaskClient

from analysis.dataset import Dataset
from components.bundles import STYLES
from components.cards import tables
from components.documents import shell
from components.documents.routes import NAVIGATION, refusal_line, routes
from components.pages import GROUPS, PAGES, about, accessibility
from components.text.catalog import LANGUAGES, Words, markup, words
from components.widgets.long_table import Group, Row, to_html
from data.api import OPENAPI, ROOT
from service.addresses import named_contact
from tests.unit.page_queries import QUERIES
from tests.unit.views import Pages, links, of_class, of_type, page_of, sent, text_of, walk

UNKNOWN = {
    "show": "<script>alert(1)</script>",
    "from": "<script>from</script>",
    "to": "-1",
    "with": "XXX,<b>",
    "raise": "<img src=x onerror=alert(1)>",
    "theme": '"><script>',
    "x": "y" * 10_000,
}


def test_what_is_unknown_changes_nothing(dataset: Dataset) -> None:
    changed = [one.key for one in PAGES if one.query.read(dataset, UNKNOWN) != one.query.read(dataset, {})]
    assert changed == []


def told(document: str) -> str:
    """The line above the content that says what the address asks for in vain."""
    found = re.search(r'<p class="refused">(.*?)</p>', document)
    assert found
    return found[1]


UNTOLD = {"find"}  # any text is looked for


def test_what_an_address_asks_for_in_vain_is_told_in_one_line(reader: FlaskClient, dataset: Dataset) -> None:
    for number, page in enumerate(PAGES):
        keys, lang = [key for key in page.keys if key not in UNTOLD], LANGUAGES[number % 2]
        given = {page.item: page.first} if page.item else {}
        empty = {"utm_source": "x", "theme": "pink", **dict.fromkeys(keys, "")}
        assert refusal_line(dataset, lang, page, given, empty, list) == "", page.key
        query = urlencode(dict.fromkeys(keys, "<b>" + "x" * 100))
        document = reader.get(f"/{lang}/{page.home}?{query}").text
        line = told(document)
        assert line.count("&lt;b&gt;") == len(keys), line
        assert "x" * 41 not in line
        assert "<b>x" not in document, page.key  # nor is it written back anywhere else


def test_what_is_shown_in_its_place_is_told(reader: FlaskClient) -> None:
    order = "Editions put in order: 2012 to 2022."
    for address, line in {
        "/en/?from=2022&to=2012": order,
        "/en/brief/CHN?edition=2012&since=2022": order,
        "/zh/why?from=2022&to=2012": "两个版次已按先后排列：2012年版至2022年版。",
        "/embed/rank-ledger?from=2022&to=2012": order,
        "/en/?from=2007&to=2010": "Last edition: 2010 not available, shown: 2025.",
        "/en/why?from=1999&economy=ZZZ": "First edition: 1999 not available, shown: 2012. "
        "Economy: ZZZ not available, shown: China.",
        "/en/why/reach?edition=2010": "Edition: 2010 not available, shown: 2025.",
        "/en/why/reach?rank=15": "Rank to reach: 15 not available, shown: 5.",
        "/en/data?series=RL.EST": "Series: RL.EST not available, shown: R&amp;D spending, share of GDP.",
        "/en/why/reach?economy=ZZZ,YYY,XXX,WWW": "Economy: ZZZ, YYY and XXX not available, shown: China.",
        "/en/?with=USA,KOR,SGP,DEU,JPN,IND,FRA,GBR,ITA": "Compare with: 8 are shown, no more.",
        "/en/?with=CHN,USA": "",  # China is drawn anyway
        "/en/why?from=2007": "",  # the page itself says what there is of it
    }.items():
        assert told(reader.get(address).text) == line, address


def shown(reader: FlaskClient, pathname: Any, search: Any) -> Any:
    """What the browser gets when it goes back to a view of a page."""
    body = {
        "output": "site-page.children",
        "outputs": {"id": "site-page", "property": "children"},
        "inputs": [{"id": "site-visit", "property": "data", "value": {"path": pathname, "search": search}}],
        "changedPropIds": ["site-visit.data"],
    }
    answer = reader.post("/_dash-update-component", json=body)
    assert answer.status_code == 200
    return answer.get_json()["response"]["site-page"]["children"]


def test_unknown_paths_show_the_overview(reader: FlaskClient) -> None:
    paths = (None, 1, "", "/", "/xx/", "/en/../zh/", "javascript:alert(1)")
    usual = shown(reader, "/en/", "")
    assert [path for path in paths if shown(reader, path, "") != usual] == []


def ids(parts: Any) -> list[str]:
    return [name for part in walk(parts) if isinstance(name := getattr(part, "id", None), str)]


def test_ids_are_unique_and_every_callback_finds_its_own_on_its_page(pages: Pages) -> None:
    # The app suppresses Dash's own check, because a page comes with its address; this is what replaces it.
    frame = set(ids(shell.root_layout()))
    for page in PAGES:
        found = ids([shell.root_layout(), *pages.framed(page)])
        assert sorted({name for name in found if found.count(name) > 1}) == [], page.key
        wanted = sent(page, pages.dataset).keys()
        own = {*found, *frame}
        if page.item:  # what its first item alone shows
            own |= set(ids(pages.content(page, query={page.item: page.first})))
        assert wanted - own == set(), page.key


def test_links_lead_to_this_site_or_to_a_publisher_and_anchors_to_what_has_them(pages: Pages) -> None:
    known, places = pages.dataset.catalog, set(routes(pages.dataset.catalog))
    urls = [source.url for source in known.sources.values()] + [one.url for one in known.estimates.values()]
    urls += [one.licence_url for one in known.editions.values()]
    urls += [*pages.dataset.snapshot.table("target_references")["url"].dropna()]
    hosts = {urlsplit(url).hostname for url in urls if url}
    for lang in LANGUAGES:
        anchors, addresses = dict[str, set[str]](), dict[str, set[str]]()
        for page in PAGES:
            parts, place = list(walk(pages.framed(page, lang))), f"/{lang}/{page.home}"
            tables = (str(getattr(part, "data", "")) for part in parts)  # which the browser draws
            anchors[place] = {name for table in tables for name in re.findall(r'"anchor": ?"([^"]+)"', table)}
            anchors[place] |= set(ids(parts))
            addresses[place] = {
                str(getattr(part, name, None) or "") for part in parts for name in ("href", "src")
            }
        lost = {
            (place, address)
            for place, found in addresses.items()
            for address in found - {""}
            if not leads(address if address[0] != "#" else place + address, anchors, places, hosts)
        }
        assert lost == set()


def leads(address: str, anchors: dict[str, set[str]], known: set[str], hosts: set[str | None]) -> bool:
    """Whether an address is of this site, an anchor there, a publisher, or a drawing in the page itself."""
    target = urlsplit(address)
    if target.scheme == "data":
        return address.startswith("data:image/svg+xml,")
    if target.scheme not in ("", "https", "http"):
        return False
    if target.hostname:
        return target.hostname in hosts
    if target.fragment and not target.query and target.path in anchors:
        return target.fragment in anchors[target.path]
    return (
        target.path in known
        or target.path.startswith("/download/")
        or target.path in (ROOT, OPENAPI, "/llms.txt")
    )


CURRENT = {
    **dict.fromkeys(("economy", "economy/KOR", "economy/CHN"), "economy/CHN"),
    **dict.fromkeys(("brief", "brief/KOR"), "economy/CHN"),
    **dict.fromkeys(("story", "story/7"), "story/1"),
    **{path: path for path in ("", "ranking", "why", "strategy/targets")},
}


def test_a_document_has_its_theme_its_language_and_its_place_marked(reader: FlaskClient) -> None:
    for path, place in CURRENT.items():
        for theme in ("dark", "pink"):
            document = reader.get(f"/zh/{path}?theme={theme}", headers={"Accept-Encoding": "identity"}).text
            current = set(re.findall(r'<a aria-current="page" href="([^"]+)"', document))
            assert current == {f"/zh/{place}"}, path
            (head,) = re.findall(r"<html[^>]*>", document)
            assert 'lang="zh-CN"' in head
            assert ('data-theme="dark"' in head) == (theme == "dark")
            assert "pink" not in head


# Limits, and folded rows


def test_exactly_the_most_that_may_be_chosen_is_taken_and_one_more_is_told(dataset: Dataset) -> None:
    met = set()
    for page in PAGES:
        usual = page.query.read(dataset, {})
        for name, control in page.query.controls().items():
            if not control.most:
                continue
            known = [str(one) for one in usual.options(dataset)[control.key]]
            known = [one for one in known if one != getattr(usual, "economy", "")]
            full, over = known[: control.most], known[: control.most + 1]
            assert len(over) == control.most + 1, (page.key, name)
            met.add((page.key, control.key, control.most))
            for asked, taken in (
                (",".join(full), full),
                (full, full),
                (",".join(over), full),  # a text is read from its beginning
                (over, full if control.key == "editions" else over[1:]),  # in a list the newest stay
            ):
                found = getattr(page.query.read(dataset, {control.key: asked}), name)
                assert {str(one) for one in found} == set(taken), (page.key, name, asked)
            for lang in LANGUAGES:
                lines = [
                    refusal_line(dataset, lang, page, {}, {control.key: ",".join(one)}, list)
                    for one in (full, over)
                ]
                label = lines[1].partition(":" if lang == "en" else "：")[0]
                assert lines == ["", words(lang)("refused.most", label=label, most=control.most)], page.key
    assert {("overview", "with", 8), ("compare", "with", 8), ("brief", "with", 8)} <= met, met


def button_of(t: Words, *groups: int) -> str:
    """The words of the button of a table of so many rows in each group."""
    bodies = [html.Tbody([html.Tr([html.Td("x")])] * count) for count in groups]
    drawn = tables.scroll_region(t, tables.without_head("caption", [], bodies), "caption")
    return text_of([one for one in of_class(drawn, "rest") if "button" in one.className.split()])


def long_button_of(t: Words, *groups: int, css: str = "") -> str:
    """The same of a table that the server writes; ``css``: that of its last group."""
    made = [Group([Row([])] * count) for count in groups[:-1]]
    made.append(Group([Row([])] * groups[-1], css=css))
    page = to_html(t, [], made, caption="caption")
    return "".join(re.findall(r'<button class="button rest"[^>]*>(.*?)</button>', page))


def test_the_button_of_folded_rows_is_there_where_it_is_worth_its_place_and_says_how_many() -> None:
    """A phone shows the first ten of each group; for one or two more no button takes their place."""
    border = tables.CARDS_SHOWN + tables.MIN_HIDDEN
    for lang in LANGUAGES:
        t = words(lang)
        for groups, shown in (
            ((tables.CARDS_SHOWN,), False),
            ((border,), False),
            ((border + 1,), True),
            ((border, tables.CARDS_SHOWN), False),
            ((border, tables.CARDS_SHOWN + 1), True),
        ):
            said = t("site.rows_all", count=sum(groups)) if shown else ""
            assert button_of(t, *groups) == long_button_of(t, *groups) == said, (groups, lang)
        pinned = t("site.rows_all", count=border + 1)  # rows above the others once more are not counted
        assert long_button_of(t, border + 1, 1, css="pinned") == pinned
    sheet = (STYLES / "stacked.css").read_text(encoding="utf-8")
    assert f":has(> .rest) tbody > tr:nth-child(n + {tables.CARDS_SHOWN + 1}) {{" in sheet


# The pages about the site, and the words that link to the glossary


def test_a_report_goes_to_the_address_that_is_named(dataset: Dataset) -> None:
    named = Dataset(dataset.snapshot, dataset.catalog, "https://example.org/report")
    for page in (about, accessibility):
        assert named.contact in links(page_of(page, named))
        assert words("en")("about.report.operator") in text_of(page_of(page, dataset))
    assert named_contact({}) == ""
    assert named_contact({"CONTACT": " https://example.org/issues "}) == "https://example.org/issues"
    for wrong in ("javascript:alert(1)", "me@example.org", "https://"):
        with pytest.raises(ValueError, match="CONTACT"):
            named_contact({"CONTACT": wrong})


def test_the_footer_leads_to_every_page_about_the_site(dataset: Dataset) -> None:
    framed = shell.page_shell(dataset, "zh", "about", NAVIGATION, [], key="about")
    homes = {f"/zh/{page.home}" for group in shell.FOOTER_GROUPS for page in GROUPS[group]}
    assert homes <= links(of_type(framed, "Footer"))


MARK = re.compile(r"~\w+:([\w-]+)\|")
CLOSED = {"A", "Button", "H1", "Label", "Summary"}
"""Elements that hold no link: those that can be pressed themselves, and what names the page."""


def below(node: Any, above: tuple[str, ...] = ()) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Every component, each with the names of those around it."""
    if isinstance(node, list | tuple):
        for child in node:
            yield from below(child, above)
    elif isinstance(node, Component):
        yield node, above
        yield from below(getattr(node, "children", None), (*above, type(node).__name__))


def test_terms_are_marked_in_the_same_texts_of_both_languages_and_in_nothing_that_is_pressed(
    pages: Pages,
) -> None:
    marked = [
        {key: set(found) for key, text in words(lang)._entries.items() if (found := MARK.findall(text))}
        for lang in LANGUAGES
    ]
    assert marked[0] == marked[1]
    for page in PAGES:
        for part, above in below(pages.content(page, "en", QUERIES[page.key][0])):
            assert getattr(part, "className", "") != "term" or not CLOSED & set(above), (page.key, part.href)
    with pytest.raises(KeyError, match=r"glossary\.nothing"):
        markup("~en:nothing|here~")
