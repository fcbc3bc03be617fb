/* Full screen: a figure or the story fills the screen, or the window of a browser that gives no page the screen (iPhone). */

import { titleOf } from "./address.js";
import { all, find } from "./dom.js";
import { redraw } from "./figure.js";

const open = []; // {element, button, word}, the inmost last

function leave({ element, button, word }) {
  delete element.dataset.full;
  named(button, word);
  redraw(element);
  if (button.isConnected) button.focus({ preventScroll: true });
  button.scrollIntoView({ block: "nearest" });
}

function named(button, word) {
  if (button.hasAttribute("aria-label")) button.setAttribute("aria-label", word);
  else find("span", button).textContent = word;
  button.title = word;
}

function enter(element, button) {
  const word = button.getAttribute("aria-label") || find("span", button).textContent;
  open.push({ element, button, word });
  if (element.dataset.card) element.dataset.title = titleOf(element);
  element.dataset.full = "";
  named(button, button.dataset.leave);
  redraw(element);
}

function back() {
  const last = open[open.length - 1];
  if (last.element.matches(":fullscreen")) document.exitFullscreen();
  else leave(open.pop());
}

export function full(button) {
  const element = button.dataset.target ? document.getElementById(button.dataset.target) : button.closest("[data-card]");
  if (open.some((one) => one.element === element)) {
    back();
    return;
  }
  const fill = () => enter(element, button);
  if (element.requestFullscreen) element.requestFullscreen().then(fill, fill);
  else fill();
}

document.addEventListener("fullscreenchange", () => {
  while (open.length && !document.fullscreenElement && all("[data-full]").length) leave(open.pop());
  const last = open[open.length - 1];
  if (last && document.fullscreenElement && document.fullscreenElement !== last.element && document.fullscreenElement.contains(last.element)) leave(open.pop());
  else if (last) redraw(last.element);
});
window.addEventListener("resize", () => open.slice(-1).forEach(({ element }) => redraw(element)));
document.addEventListener("keydown", (event) => {
  const last = open[open.length - 1];
  if (event.key !== "Escape" || !last || document.fullscreenElement || find("dialog[open]")) return;
  back();
});
