"""Controls that move under the pointer when they are used."""

from tests.browser.visit import Visit
from tests.sampling import sample

# Marks one control of each group that is on show; a list that leads to another page is left out.
CONTROLS = """() => {
  document.querySelectorAll("[data-used]").forEach((one) => { delete one.dataset.used; });
  const shown = (name) => Array.from(document.querySelectorAll("main " + name))
    .filter((one) => one.getClientRects().length && !one.closest(".compare-control") && !one.disabled);
  const last = (all, group) => Array.from(new Map(all.map((one) => [one.closest(group), one])).values());
  const free = (one) => !one.querySelector("input:checked, input:disabled");
  const radios = last(shown(".dash-radioitems label").filter(free), ".dash-radioitems");
  const lists = shown("button.dash-dropdown").filter((one) => !/(economy|brief)-economy/.test(one.id));
  const sliders = shown(".dash-slider-root [role=slider], .slider [role=slider]");
  const presets = last(shown(".presets > button"), ".presets");
  const kinds = { radio: radios, list: lists, preset: presets, slider: last(sliders, "main") };
  return Object.entries(kinds).flatMap(([kind, all]) => all.map((one) => {
    one.dataset.used = kind + "-" + all.indexOf(one);
    return one.dataset.used;
  }));
}"""
PLACE = "(used) => document.querySelector(`[data-used=${used}]`).getBoundingClientRect().top"
# Resolves once page and control are still for a fourth of a second: what another choice changed has come.
STEADY = """(used) => new Promise((done) => {
  let [high, same] = ["", 0];
  (function look() {
    const { top } = document.querySelector(`[data-used=${used}]`).getBoundingClientRect();
    const now = `${document.documentElement.scrollHeight} ${top}`;
    same = now === high ? same + 1 : 0;
    high = now;
    if (same > 15) done();
    else requestAnimationFrame(look);
  })();
})"""


def moved(visit: Visit) -> list[str]:
    """Use each control; return those that did not stay where they were, twice.

    What moves by design moves each time it is used; a busy machine may draw late once.
    """
    visit.unfold()
    names = sample(visit.page.evaluate(CONTROLS), 2)
    return [fault for name in names if _moved(visit, name) and (fault := _moved(visit, name))]


def _moved(visit: Visit, name: str) -> str:
    control = visit.find(f"[data-used={name}]")
    if not control.count() or not control.is_visible():
        return ""  # another choice has taken it away
    control.scroll_into_view_if_needed()
    if name.startswith("slider"):
        control.focus()
    visit.page.evaluate(STEADY, name)
    before = visit.page.evaluate(PLACE, name)
    if name.startswith("slider"):
        control.press("ArrowLeft")
    elif name.startswith("list"):
        control.click()
        options = visit.find(".dash-dropdown-content .dash-options-list-option:not(:has(input:checked))")
        # A pointer would scroll to it first, and so move the page.
        options.first.evaluate("(option) => option.click()")
    else:
        control.click()
    visit.quiet()  # the answer changes the heading, or leaves it
    visit.redrawn()
    by = visit.page.evaluate(PLACE, name) - before
    return f"{name} by {by:.0f} px" if abs(by) > 2 else ""
