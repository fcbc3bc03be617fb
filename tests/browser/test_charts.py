"""Charts that answer to mouse, touch and keys: lines raised, the full screen."""

from collections.abc import Callable

from tests.browser.reading import OVERLAPS
from tests.browser.visit import PHONE, Visit

EIGHT = "with=USA,KOR,SGP,DEU,JPN,IND,BRA,GBR"
GRAPH = "document.querySelector('.js-plotly-plot')"
# What the traces that are raised, or stepped back, are of
RAISED = """(state) => Array.from(new Set(Array.from(document.querySelectorAll(`.trace.${state}`))
  .map((one) => one.__data__[0].trace.meta).map((meta) => meta.economy || meta.code || meta.line)))
  .sort().join()"""
# A point of a line in the window, by the number of points from its end; of a card
PLACE = """([card, line, from]) => {
  const drawing = document.querySelector(`[data-card=${card}] .js-plotly-plot`);
  drawing.scrollIntoView({ block: "center", behavior: "instant" });
  const { xaxis, yaxis } = drawing._fullLayout;
  const own = ({ meta: { economy, line: name, role } = {} }) => name === line
    || (economy === line && ["hero", "peer"].includes(role));
  const { x, y } = drawing.data.find((trace) => own(trace) && Array.isArray(trace.hovertext));
  const { left, top } = drawing.getBoundingClientRect();
  const at = y.findLastIndex((value) => value !== null) - from;
  return [left + xaxis._offset + xaxis.d2p(x[at]), top + yaxis._offset + yaxis.d2p(y[at])];
}"""
# Where the square of a letter is in the window, and how the tip on show lies to it and to its drawing
SQUARE = """(number) => {
  const drawing = document.querySelector(".js-plotly-plot");
  drawing.scrollIntoView({ block: "center", behavior: "instant" });
  const curve = drawing.data.findIndex(({ meta }) => meta?.role === "framework");
  const mark = Array.from(drawing.querySelectorAll(".trace"))
    .find((one) => one.__data__[0].trace.index === curve).querySelectorAll(".point")[number];
  const box = mark.getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
}"""
BESIDE = """([[x, y], letter]) => {
  const tip = document.querySelector(".hoverlayer .hovertext");
  if (!tip || !tip.textContent.startsWith(letter)) return false;
  const { left, top, right, bottom } = tip.querySelector("path").getBoundingClientRect();
  const sheet = tip.closest("svg").getBoundingClientRect();
  return !(x > left && x < right && y > top && y < bottom) && left >= sheet.left - 1
    && right <= sheet.right + 1 && top >= sheet.top - 1 && bottom <= sheet.bottom + 1;
}"""
HIDDEN = "delete Element.prototype.requestFullscreen"  # as on an iPhone


def test_pointing_at_a_line_or_its_name_raises_it_and_a_click_pins_it(visit: Callable[..., Visit]) -> None:
    seen = visit(f"/en/?{EIGHT}")
    for name in (".annotation:has-text('India')", ".chip[data-economy=IND] .chip-name"):
        seen.find(name).last.hover()
        seen.until(f"({RAISED})('raised') === 'IND'")
        assert "IND" not in seen.page.evaluate(RAISED, "back")
        seen.page.mouse.move(5, 5)
        seen.until(f"({RAISED})('raised') === ''")
    for path, card, line in (
        ("embed/trajectory?lang=en", "overview", "IND"),
        ("en/ranking/others", "others-lines", "CASTED"),
    ):
        seen.go(f"/{path}")
        seen.quiet()
        x, y = seen.page.evaluate(PLACE, [card, line, 1])
        seen.page.mouse.move(x, y - 2)
        seen.page.mouse.move(x, y)
        seen.until(f"({RAISED})('raised') === {line!r}")
    seen.go("/en/")
    seen.page.mouse.click(*seen.page.evaluate(PLACE, ["overview", "IND", 1]))
    seen.wait_for("raise", "IND")
    seen.find(".annotation:has-text('Japan')").last.click()
    seen.wait_for("raise", "IND,JPN")


def test_a_finger_raises_and_opens_what_a_square_means(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/", width=PHONE[0], height=PHONE[1], has_touch=True)
    seen.quiet()
    for number, letter in enumerate("ABCDEF"):  # the last four lie close
        place = seen.page.evaluate(SQUARE, number)
        seen.page.touchscreen.tap(*place)
        seen.page.wait_for_function(BESIDE, arg=[place, letter])
    for economy in ("KOR", "IND", "CHN"):
        seen.page.touchscreen.tap(*seen.page.evaluate(PLACE, ["overview", economy, 2]))
        seen.until(f"({RAISED})('raised') === {economy!r}")
    seen.page.tap("main h1")
    seen.until(f"!{GRAPH}.querySelector('.trace.raised, .trace.back, .hoverlayer .hovertext')")


def test_a_figure_fills_the_screen_with_finding_and_source(visit: Callable[..., Visit]) -> None:
    seen = visit("/zh/compare", width=PHONE[0], height=PHONE[1], has_touch=False)
    seen.page.evaluate(HIDDEN)
    before = seen.boxes(".plot")
    seen.find("[data-action=full]").press("Enter")
    seen.until("Boolean(document.querySelector('[data-full]'))")
    seen.redrawn()
    (card,) = seen.boxes("[data-full]")
    assert (card["left"], card["right"], card["bottom"] - card["top"]) == (0, *PHONE)
    title = seen.style("[data-full]", "content", "::before")
    assert title.strip('"') == seen.page.inner_text("h1").replace("\n", " ")
    (source,) = seen.boxes("[data-full] .source")
    assert card["top"] <= source["top"] < source["bottom"] <= card["bottom"]
    assert seen.page.evaluate(OVERLAPS) == []
    seen.page.keyboard.press("Escape")
    seen.until("!document.querySelector('[data-full]')")
    assert seen.page.evaluate("document.activeElement.dataset.action") == "full"
    seen.redrawn()
    assert seen.boxes(".plot") == before


def test_figures_follow_the_settings_of_the_reader(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/", theme="dark")
    peer = f"{GRAPH}.data.find((line) => line.meta && line.meta.role === 'peer').line.color"
    before = seen.page.evaluate(peer)
    seen.page.emulate_media(contrast="more")
    seen.until(f"{peer} !== '{before}'")
    moving = """() => Array.from(document.querySelectorAll("*")).filter((one) => {
      const { transitionProperty, transitionDuration, animationDuration } = getComputedStyle(one);
      const times = [transitionDuration, animationDuration].join(",").split(",");
      return transitionProperty !== "none" && times.some((time) => parseFloat(time) > 0);
    }).length"""
    assert seen.page.evaluate(moving)
    seen.page.emulate_media(reduced_motion="reduce")
    assert seen.page.evaluate(moving) == 0
