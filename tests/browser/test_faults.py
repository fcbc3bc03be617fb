"""What fails in the browser is said in the reader's language, and can be tried again."""

from collections.abc import Callable

from playwright.sync_api import Route

from components.text.catalog import plain, words
from tests.browser.access import barriers
from tests.browser.visit import PHONE, Visit

UPDATE = "**/_dash-update-component"
REFUSE = "() => { navigator.clipboard.writeText = () => Promise.reject(new Error()); }"
NO_IMAGE = "() => { Plotly.toImage = () => Promise.reject(new Error()); }"
NO_COOKIE = 'Object.defineProperty(document, "cookie", { get: () => "", set: () => {} });'


def lost(route: Route) -> None:
    """Break off a request, as when the server is gone."""
    route.abort()


def said(seen: Visit, place: str, key: str, lang: str) -> None:
    """A place shows the words of a fault, with nothing that keeps anybody from reading them."""
    notice = seen.find(f"{place} .fault")
    notice.first.wait_for()
    assert plain(words(lang)(f"fault.{key}")) in notice.first.inner_text()
    assert notice.first.get_attribute("role") in ("alert", "status")


def test_a_choice_that_the_server_does_not_answer_is_said_and_asked_again(
    visit: Callable[..., Visit],
) -> None:
    seen = visit("/zh/claims", width=PHONE[0], height=PHONE[1], theme="dark")
    rows = seen.find(".claim").count()
    statuses = iter((503, 500, 400))

    def fail(route: Route) -> None:
        status = next(statuses, 0)
        route.fulfill(status=status, body="{}") if status else route.abort()

    seen.page.route(UPDATE, fail)
    seen.find("#claims-kind label").nth(1).click()
    for key in ("busy", "failed"):
        said(seen, "#site-notice", key, "zh")
        seen.find("#site-notice button").click()
    said(seen, "#site-notice", "refused", "zh")
    assert barriers(seen) == []
    seen.find("#claims-kind label").nth(2).click()  # a newer choice takes the place of the one that failed
    said(seen, "#site-notice", "gone", "zh")
    assert seen.find("#site-notice .fault").count() == 1
    seen.page.unroute(UPDATE)
    seen.find("#site-notice button").click()
    seen.until(f"document.querySelectorAll('.claim').length !== {rows}")
    assert not seen.find("#site-notice .fault").count()
    assert not seen.page.evaluate("document.documentElement.hasAttribute('data-unanswered')")
    seen.faults.clear()


def test_a_choice_is_asked_again_where_there_was_no_place_and_when_the_connection_is_back(
    visit: Callable[..., Visit],
) -> None:
    seen = visit("/en/claims")
    rows = seen.find(".claim").count()
    refused: list[Route] = []

    def refuse(route: Route) -> None:
        if len(refused) == 2:
            route.fallback()
            return
        refused.append(route)
        route.fulfill(status=429, body="{}", headers={"Retry-After": "1"})

    seen.page.route(UPDATE, refuse)
    seen.find("#claims-kind label").nth(1).click()
    seen.until(f"document.querySelectorAll('.claim').length !== {rows}")
    assert len(refused) == 2
    assert not seen.find("#site-notice .fault").count()
    seen.page.context.set_offline(True)
    seen.find("#claims-kind label").nth(0).click()
    said(seen, "#site-notice", "offline", "en")
    seen.page.context.set_offline(False)
    seen.until(f"document.querySelectorAll('.claim').length === {rows}")
    assert not seen.find("#site-notice .fault").count()
    seen.faults.clear()


def test_a_program_that_does_not_come_is_said_and_what_it_does_follows_when_it_comes(
    visit: Callable[..., Visit],
) -> None:
    seen = visit("/zh/data/api")
    for program, path, place, key in (
        ("**/plotly*.js", "/zh/strategy/4", ".graph", "undrawn"),
        ("**/plotly*.js", "/embed/trajectory?lang=zh", ".graph", "undrawn"),
        ("**/_dash-dependencies", "/zh/", "#site-notice", "unready"),
    ):
        seen.page.route(program, lost)
        seen.page.goto(seen.address + path)
        said(seen, place, key, "zh")
        seen.page.unroute(program)
        seen.find(f"{place} button").first.click()
        seen.settle()
        assert not seen.find(".fault").count()
    seen.faults.clear()


def test_what_cannot_be_taken_away_is_said_where_it_was_asked_for(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/")
    seen.page.route("**/download/**", lost)
    seen.find("[data-action=data]").click()
    seen.find("#overview-data").click()
    said(seen, "dialog[open]", "download", "en")
    assert barriers(seen) == []
    seen.page.unroute("**/download/**")
    with seen.page.expect_download() as started:
        seen.find("dialog[open] .fault button").click()
    assert started.value.suggested_filename.endswith(".csv")
    seen.page.keyboard.press("Escape")
    seen.page.evaluate(REFUSE)
    seen.find("[data-action=link]").click()
    seen.find("dialog[open] [data-action=copy]").first.click()
    said(seen, "dialog[open]", "copy", "en")
    assert seen.page.evaluate("String(getSelection())") == seen.page.url
    seen.page.keyboard.press("Escape")
    seen.page.evaluate(NO_IMAGE)
    seen.find("[data-action=image]").click()
    seen.find("dialog[open] [data-action=png]").click()
    said(seen, "dialog[open]", "image", "en")
    seen.page.keyboard.press("Escape")
    seen.page.evaluate(f"() => {{ {NO_COOKIE} }}")
    seen.find("[data-action=theme]").click()
    said(seen, "#site-notice", "theme", "en")
    seen.faults.clear()
