"""A page comes alive: a picture first, then Dash with the first use; nothing is lost, and nothing moves."""

from collections.abc import Callable

from playwright.sync_api import Browser, Page, Route

from components.bundles import bundles
from components.pages import GROUPS
from tests.browser.pages import PAGES
from tests.browser.saving import EMPTY, MOVED, TAKEN, document, of_dash, saving
from tests.browser.visit import DESKTOP, PHONE, Visit

MOST = 110_000  # bytes until a page can be read
DASH = "**/_dash-component-suites/**"
FIELD = "#site-first .field input"
FOUND = "#ranking-drawn tbody:not(.pinned, .gone) > tr:not([hidden])"
# Frames follow one another at once, as a browser's do not: what waits for many of them has waited soon.
HASTE = "window.requestAnimationFrame = (then) => setTimeout(() => then(performance.now()));"
FRAMES = """(many) => new Promise((done) => {
  (function next(left) { if (left) requestAnimationFrame(() => next(left - 1)); else done(); })(many);
})"""
# Whether a line of the first drawing has the colour of China in the theme on show.
COLOURED = """() => {
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.color = "var(--hero)";
  const hero = getComputedStyle(probe).color;
  probe.remove();
  const lines = document.querySelector(".js-plotly-plot").querySelectorAll("path.js-line");
  return [...lines].some((line) => getComputedStyle(line).stroke === hero);
}"""
# Middles of China's dots, where they stand on the page.
PLACES = """(scope) => Array.from(document.querySelectorAll(scope + " circle, " + scope + " .points path"))
  .map((dot) => dot.getBoundingClientRect()).filter((box) => box.width > 4)
  .map((box) => [Math.round(box.left + box.width / 2), Math.round(box.top + box.height / 2)])"""


def found(page: Page, words: str) -> None:
    """Wait until the ranking shows the one row of what was looked for, and the address has it."""
    page.wait_for_function(TAKEN)
    page.wait_for_function(
        """([rows, words]) => document.querySelectorAll(rows).length === 1
          && new URLSearchParams(location.search).get("find") === words""",
        arg=[FOUND, words],
    )


def test_nothing_is_lost_on_a_processor_slowed_eight_times(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": PHONE[0], "height": PHONE[1]}, has_touch=True)
    page.set_default_timeout(120_000)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 8})
    page.goto(f"{address}/en/ranking", wait_until="commit")
    page.locator(FIELD).press_sequentially("viet")  # also while the page takes over
    found(page, "viet")
    assert page.evaluate("document.activeElement.id") == "ranking-find"
    page.keyboard.type("x")
    page.wait_for_function("() => location.search === '?find=vietx'")
    page.goto(f"{address}/en/compare", wait_until="commit")
    page.locator("[data-control=compare-view] label:visible, #compare-view label:visible").last.click()
    page.wait_for_function("() => location.search.includes('view=')")
    page.close()


def test_what_is_typed_before_any_script_and_pressed_while_the_page_takes_over_counts(
    browser: Browser, address: str
) -> None:
    page = browser.new_page()
    held: list[Route] = []
    page.route(f"**{bundles().pages.address}", lambda route: held.append(route))
    with page.expect_request(f"**{bundles().pages.address}"):
        page.goto(f"{address}/en/ranking", wait_until="commit")
    page.locator(FIELD).press_sequentially("viet")
    held[0].continue_()
    found(page, "viet")
    page.close()
    with saving(browser, address, "zh/why", DESKTOP) as seen:
        button = seen.find("#site-first [data-action=table]").first
        button.hover()  # which begins
        seen.page.mouse.down()
        seen.until("document.querySelector('#react-entry-point .js-plotly-plot .main-svg')")
        seen.page.evaluate(FRAMES, 60)
        assert seen.find("#site-first").count()  # nothing takes the place of what is pressed
        seen.page.mouse.up()
        seen.page.wait_for_function(TAKEN)
        seen.find(".table-panel").first.wait_for()


def test_a_page_waits_for_what_is_under_way_and_then_moves_nothing(browser: Browser, address: str) -> None:
    held: list[Route] = []
    page = browser.new_page()
    page.add_init_script(HASTE + MOVED)
    page.route("**/async-dropdown*", lambda route: held.append(route))
    page.goto(f"{address}/en/ranking", wait_until="commit")
    page.wait_for_function("() => document.querySelector('#react-entry-point #ranking-find')")
    page.evaluate(FRAMES, 700)  # more than a page without anything under way would wait for
    assert page.locator("#site-first").count()
    held[0].continue_()
    page.wait_for_function(TAKEN)
    page.evaluate(FRAMES, 60)
    assert sum(one[0] for one in page.evaluate("window.moved")) < 0.02
    page.close()


def test_who_only_reads_loads_little(browser: Browser, address: str) -> None:
    with saving(browser, address, "en/ranking/map") as seen:
        session = seen.page.context.new_cdp_session(seen.page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        for path in ("", "ranking", "strategy/targets"):
            sizes: list[float] = []
            session.on(
                "Network.loadingFinished", lambda event, sizes=sizes: sizes.append(event["encodedDataLength"])
            )
            document(seen, f"en/{path}")
            seen.page.mouse.wheel(0, 3000)
            seen.until("scrollY > 100")
            seen.quiet(25)
            assert 20_000 < sum(sizes) <= MOST
        assert of_dash(seen) == []


def test_what_is_used_in_the_picture_of_a_slow_connection_is_so_on_the_page(
    browser: Browser, address: str
) -> None:
    with saving(browser, address, "en/") as seen:
        seen.find("#site-first .measure-control label").nth(1).click()
        seen.page.wait_for_function(TAKEN)
        seen.wait_for("show", "score")
        assert seen.page.is_checked("#overview-show input[value=score]")
        document(seen, "en/why")
        seen.find("#site-first [role=button]").first.focus()
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_function(TAKEN)
        seen.find(".dash-dropdown-content .dash-dropdown-option").first.wait_for()
        document(seen, "en/about")  # menu and theme need no Dash
        seen.find("#site-first [data-action=menu]").click()
        assert seen.find("#site-first header nav").is_visible()
        seen.page.keyboard.press("Escape")
        assert not seen.find("#site-first header nav").is_visible()
        seen.find("#site-first [data-action=theme]").click()
        assert seen.page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_a_picture_answers_in_the_words_of_its_drawing(browser: Browser, address: str) -> None:
    def letters(text: str | None) -> str:
        return "".join(filter(str.isalnum, text or ""))

    with saving(browser, address, "en/why", DESKTOP) as seen:
        seen.page.route(f"**{bundles().plotly.address}", lambda _route: None)
        seen.page.route(DASH, lambda _route: None)
        plot = seen.find("#site-first .plot").first
        plot.focus()
        for key in ("ArrowRight", "End", "ArrowLeft"):
            seen.page.keyboard.press(key)
        tip = seen.find("#site-first .tip p")
        tip.wait_for()
        said = plot.evaluate("plot => plot.parentElement.querySelector('[aria-live]').textContent")
        assert letters(tip.inner_text()) == letters(said)
        seen.page.unroute_all()  # what waits goes on
        seen.page.wait_for_function(TAKEN)
        seen.until("document.activeElement.matches('main .plot')")
        live = seen.find("main .hoverlayer .hovertext").first
        live.wait_for()
        assert letters(live.text_content()) == letters(said)


def test_the_first_figure_is_drawn_before_dash_follows_the_theme_and_stays(
    browser: Browser, address: str
) -> None:
    with saving(browser, address, "en/", DESKTOP) as seen:
        requested: list[str] = []
        seen.page.on("request", lambda request: requested.append(request.url))
        seen.page.route(DASH, lambda _route: None)
        seen.find("#site-first .plot").first.click()
        seen.find("#site-first .js-plotly-plot path.js-line").first.wait_for()
        at = [place for place, url in enumerate(requested) if "/_dash-component-suites/" in url]
        assert next(place for place, url in enumerate(requested) if "/plotly" in url) < min(at)
        seen.page.evaluate("document.querySelector('#site-first .js-plotly-plot').early = true")
        assert seen.page.evaluate(COLOURED)
        seen.page.emulate_media(color_scheme="dark")
        seen.page.wait_for_function(COLOURED)
        seen.find("[data-action=theme]").click()
        seen.page.wait_for_function(COLOURED)
        seen.page.unroute(DASH)
        seen.page.wait_for_function(TAKEN)
        seen.settle()
        assert seen.page.evaluate(COLOURED)
        drawings = "[...document.querySelectorAll('main .js-plotly-plot')].map((one) => Boolean(one.early))"
        assert seen.page.evaluate(drawings)[0]  # the drawing is on the page, none was made in its place


def test_the_first_picture_is_what_plotly_draws(
    browser: Browser, address: str, visit: Callable[..., Visit]
) -> None:
    for width, height in (DESKTOP, PHONE):
        bare = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
        bare.route("**/*.js*", lambda route: route.abort())
        bare.goto(f"{address}/en/")
        dots = bare.evaluate(PLACES, ".first-figure")
        bare.close()
        seen = visit("/en/", width=width, height=height)
        drawn = seen.page.evaluate(PLACES, "#overview-graph")
        assert len(dots) > 14
        far = [dot for dot in dots if not any(abs(dot[0] - x) < 2 and abs(dot[1] - y) < 2 for x, y in drawn)]
        assert far == [], width


def test_without_scripts_every_page_is_reached_and_has_no_empty_place(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    page.goto("/en/")
    empty = {}
    for pages in GROUPS.values():
        page.click(f"header nav > ul > li > a[href='/en/{pages[0].home}']")
        homes = {one.key: one.home for one in pages}
        for one in pages:
            page.click(f".section a[href='/en/{homes[one.tab or one.key]}']")
            if one.tab:  # which its page or the foot of every page leads to
                links = page.locator(f":is(main, footer) a[href^='/en/{one.home}']")
                links.filter(visible=True).first.click()
            page.wait_for_url(f"**/en/{one.home}*")
            assert page.get_attribute(".section [aria-current]", "href") == f"/en/{homes[one.tab or one.key]}"
            for width, height in (PHONE, DESKTOP):  # which the document has pictures for, without a script
                page.set_viewport_size({"width": width, "height": height})
                empty[one.home, width] = page.evaluate(EMPTY)
    assert len(empty) == 2 * len(PAGES)
    assert {place: faults for place, faults in empty.items() if faults} == {}
    page.goto("/zh/ranking")
    page.click("main a.term[href$='#edition']")
    assert page.url.endswith("/zh/about/glossary#edition")
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.goto("/zh/ranking")
    assert str(page.get_attribute(".no-script a", "href")).startswith("/download/ranking.csv")
    entry = page.locator("header nav a").first
    assert not entry.is_visible()
    page.locator(".menu-check").click()
    assert entry.is_visible()
    context.close()
