/* Dash's own controls: roles and names that fit what they are (they come as list boxes with fields inside) */

import { all, changed, find } from "./dom.js";

function nameOf(part) {
  const group = part.closest("[role=group][aria-label]");
  return group ? group.getAttribute("aria-label") : "";
}

function role(part, value) {
  if (part.getAttribute("role") !== value) part.setAttribute("role", value);
  if (!part.hasAttribute("aria-label")) part.setAttribute("aria-label", nameOf(part.parentElement));
}

function mend() {
  all("#js-plotly-tester:not([aria-hidden])").forEach((part) => part.setAttribute("aria-hidden", "true"));
  all(".dash-radioitems").forEach((part) => role(part, "radiogroup"));
  all(".dash-checklist").forEach((part) => role(part, "group"));
  all(".played [role=slider]:not([aria-label])").forEach((part) => part.setAttribute("aria-label", nameOf(part)));
  all(".dash-dropdown-content").forEach((part) => role(part, "dialog"));
  all(".dash-dropdown-options").forEach((part) => role(part, "group"));
  all(".dash-options-list-option[role=option]").forEach((part) => part.removeAttribute("role"));
  all(".dash-options-list-option[aria-selected]").forEach((part) => part.removeAttribute("aria-selected"));
  all(".dash-dropdown-wrapper").forEach((part) => { // a field that only hands the focus on, and a button without a name
    const [handing, button] = [find(".dash-dropdown-focus-target", part), find("button.dash-dropdown", part)];
    if (!handing || !button) return;
    handing.tabIndex = -1;
    button.tabIndex = button.disabled ? -1 : 0;
    if (button.getAttribute("aria-haspopup") === "dialog") return;
    button.setAttribute("aria-haspopup", "dialog");
    button.setAttribute("aria-label", nameOf(part));
    button.setAttribute("aria-labelledby", button.id + " " + button.getAttribute("aria-labelledby"));
  });
}

/* A list without a field to search in: typing leads to the next option that begins so */

let typed = { text: "", at: 0 };
document.addEventListener("keydown", (event) => {
  const list = event.target.closest && event.target.closest(".dash-dropdown-content");
  if (!list || find(".dash-dropdown-search", list) || event.key.length !== 1 || event.key === " " || event.ctrlKey || event.metaKey || event.altKey) return;
  const now = performance.now();
  typed = { text: (now - typed.at < 800 ? typed.text : "") + event.key.toLowerCase(), at: now };
  const option = all(".dash-options-list-option", list).find((one) => one.textContent.trim().toLowerCase().startsWith(typed.text));
  if (!option) return;
  event.preventDefault();
  find("input", option).focus();
  option.scrollIntoView({ block: "nearest" });
}, true);

/* The title of the document: the heading says what the view shows, and changes with it */
function title() {
  const [page, heading] = [find("[data-title]"), find("#content h1")]; // missing when the server could not answer
  const text = page && heading ? page.dataset.title.replace("{heading}", () => heading.textContent) : document.title;
  if (text !== document.title) document.title = text;
}

changed(() => { mend(); title(); }, { characterData: true, attributes: true, attributeFilter: ["aria-selected", "aria-haspopup", "tabindex"] });
