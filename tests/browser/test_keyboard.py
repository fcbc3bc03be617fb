"""A reader with a keyboard: the points of a figure, dialogs, lists and search."""

from collections.abc import Callable

from components.text.catalog import words
from tests.browser.access import barriers
from tests.browser.visit import PHONE, Visit

WORDS = """() => {
  const words = {};
  document.querySelector(".js-plotly-plot").data.filter((t) => t.meta && t.meta.economy && t.hovertext)
    .forEach((t) => t.x.forEach((x, i) => { if (t.hovertext[i]) {
      (words[t.meta.economy] = words[t.meta.economy] || []).push([x, t.hovertext[i]]); } }));
  return Object.fromEntries(Object.entries(words).map(([k, v]) => [k, v.sort((a, b) => a[0] - b[0])
    .map(([, text]) => text.replace(/<br>/g, ". ").replace(/<[^>]+>/g, ""))]));
}"""
"""The words of every point, by economy, in the order of the editions."""
DIALOG, OPENER, FIELD = "dialog.search", "header .search-open", "dialog.search input"
RESULT, COUNT = "dialog.search [role=option]", ".search-count"


def focused(seen: Visit, selector: str) -> bool:
    return seen.find(f":is({selector}):focus").count() == 1


def press(seen: Visit, key: str) -> str:
    """Press a key on the plot and return the words that are read out."""
    seen.page.evaluate("document.querySelector('[data-part=live]').textContent = ''")
    seen.page.keyboard.press(key)
    seen.until("Boolean(document.querySelector('[data-part=live]').textContent)")
    return seen.page.inner_text("[data-part=live]")


def test_arrow_keys_walk_every_point_and_read_it_out(visit: Callable[..., Visit]) -> None:
    seen = visit("/zh/?with=KOR,IND")
    seen.page.keyboard.press("Tab")
    assert seen.boxes(".skip")[0]["top"] >= 0
    seen.page.keyboard.press("Enter")
    assert focused(seen, "#content")
    known = seen.page.evaluate(WORDS)
    seen.find("[data-part=plot]").focus()
    read = [press(seen, "Home")]
    read += [press(seen, "ArrowRight") for _ in range(14)]
    assert read == known["CHN"]
    assert len(set(read)) == 15
    assert press(seen, "ArrowRight") == read[-1]  # the end holds
    *peers, change, again = (press(seen, "ArrowDown") for _ in range(4))
    assert {*peers, again} == {known["KOR"][-1], known["IND"][-1], known["CHN"][-1]}
    assert change.startswith("F")
    seen.page.keyboard.press("Tab")
    assert not focused(seen, "[data-part=plot], [data-part=plot] *")
    seen.find("[data-part=plot]").focus()
    press(seen, "End")
    seen.find(".hoverlayer .hovertext").first.wait_for(state="attached")
    seen.page.keyboard.press("Escape")
    seen.find(".hoverlayer .hovertext").first.wait_for(state="detached")
    seen.resize(*PHONE)
    seen.find("[data-part=plot]").focus()
    press(seen, "Home")
    press(seen, "ArrowUp")  # from China to the squares of framework changes
    press(seen, "Home")
    said = press(seen, "ArrowRight")
    seen.until("document.querySelector('.hoverlayer .hovertext')?.textContent.startsWith('B')")
    head, *lines = seen.page.locator(".hoverlayer .hovertext .line").all_text_contents()
    assert len(lines) > 1  # a line that broke for width is read on
    assert said.split() == f"{head}. {''.join(lines)}".split()


def test_what_a_key_removes_or_opens_leaves_the_focus_beside_it_and_is_said_once(
    visit: Callable[..., Visit],
) -> None:
    seen = visit("/en/?with=USA,KOR")
    for name in ("data", "image", "cite", "link"):
        seen.find(f"[data-action={name}]").press("Enter")
        dialog = seen.find(f"dialog[data-dialog={name}]")
        assert dialog.evaluate("(one) => one.matches(':modal')")
        assert focused(seen, "dialog *, dialog")
        assert barriers(seen) == [], name
        seen.page.keyboard.press("Escape")
        assert not dialog.is_visible()
        assert focused(seen, f"[data-action={name}]")
    seen.find(".chip[data-economy=USA] .chip-remove").press("Enter")
    seen.wait_for("with", "KOR")
    seen.until("!document.querySelector('.chip[data-economy=USA]')")
    seen.until("document.activeElement.matches('.chip[data-economy=KOR] .chip-remove')")
    seen.page.keyboard.press("Enter")
    seen.until("!document.querySelector('.chip')")
    seen.until("document.activeElement.id === 'overview-with'")  # the list to choose from
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_selector(".dash-dropdown-search")
    assert barriers(seen) == []
    seen.page.keyboard.press("Escape")
    seen.page.wait_for_selector(".dash-dropdown-content", state="detached")
    seen.find("#overview-show input[value=rank]").focus()
    seen.page.keyboard.press("ArrowRight")
    seen.wait_for("show", "score")
    said = "(document.querySelector('#site-announcement') || {}).textContent"
    seen.until(f"{said} && {said} === document.querySelector('h1').textContent")
    seen.page.focus("a.term")
    seen.until("document.querySelector(':popover-open')")
    (box,), (word,) = seen.boxes("#term-tip"), seen.boxes("a.term:focus")
    assert box["top"] >= word["bottom"] or box["bottom"] <= word["top"]  # never on the word itself
    seen.page.keyboard.press("Escape")
    assert not seen.find("#term-tip").is_visible()


def write(seen: Visit, text: str) -> None:
    """Write into the field of the search, as a whole, and wait for what it finds."""
    before = seen.page.inner_text(COUNT)
    seen.find(FIELD).fill(text)
    seen.page.wait_for_function(
        "([css, before]) => document.querySelector(css).textContent !== before", arg=[COUNT, before]
    )


def test_the_search_is_opened_walked_and_left_by_keys(visit: Callable[..., Visit]) -> None:
    seen = visit("/zh/about", width=PHONE[0], height=PHONE[1], theme="dark")
    assert not any(path.startswith("/search/") for path in seen.requests)
    seen.find(OPENER).focus()
    for keys in ("Control+k", "/"):
        seen.page.keyboard.press(keys)
        assert focused(seen, FIELD)
        seen.page.keyboard.press("Escape")
        assert not seen.find(DIALOG).is_visible()
        assert focused(seen, OPENER)
    seen.find(OPENER).press("Enter")
    assert seen.find(".search-ways a").count() > 3
    assert barriers(seen) == []
    for text, place in {  # in both languages
        "科特迪瓦": "economy/CIV",
        "ivoire cote": "economy/CIV",
        "CIV": "economy/CIV",
    }.items():
        write(seen, text)
        assert seen.find(RESULT).first.get_attribute("href") == f"/zh/{place}", text
        write(seen, "")
    write(seen, "5th")  # no number is found inside another
    assert not any("15th" in one for one in seen.find(RESULT).all_inner_texts())
    write(seen, "")
    write(seen, "education expend")
    chosen = seen.find(f"{RESULT}[aria-selected=true]")
    first = seen.find(FIELD).get_attribute("aria-activedescendant")
    assert chosen.get_attribute("id") == first
    seen.page.keyboard.press("ArrowDown")
    assert chosen.get_attribute("id") == seen.find(FIELD).get_attribute("aria-activedescendant") != first
    seen.page.keyboard.press("Home")
    assert chosen.get_attribute("id") == first
    assert not seen.scrolls_sideways()
    write(seen, "xqzzx/")
    assert seen.page.inner_text(COUNT) == words("zh")("search.none", sought="xqzzx/")
    assert seen.find(RESULT).count() == 0
    write(seen, "Germany")
    assert "DEU" in chosen.inner_text()
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_url("**/zh/economy/DEU")
    seen.settle()
    seen.go("/zh/ranking")
    seen.find("input#ranking-find").press("/")  # a key that is written into a field opens nothing
    assert not seen.find(DIALOG).count()
    seen.go("/zh/#search")  # where a page that does not exist leads
    seen.page.wait_for_selector("dialog.search[open] input:focus")
