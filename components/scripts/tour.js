/* The tour of a page, step after step beside its parts; its words come with the document (components/parts/tour.py). */

import { all, find } from "./dom.js";

const EDGE = 16; // px that stay free at the edges of the window
const GAP = 14; // between part and words
const ROOM = 6; // between part and ring
const phone = window.matchMedia("(max-width: 599px)");
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
let tour = null; // {dialog, ring, steps, at, opener} while it is on

const visible = (part) => part.getClientRects().length > 0 && getComputedStyle(part).visibility !== "hidden";
const parts = (step) => all(step.dataset.at).filter(visible);

function around(step) { // the box of all its parts; null if none is on show
  const boxes = parts(step).map((part) => part.getBoundingClientRect());
  if (!boxes.length) return null;
  const end = (side, most) => most(...boxes.map((box) => box[side]));
  const [left, top] = [Math.max(0, end("left", Math.min)), end("top", Math.min)];
  const [right, bottom] = [Math.min(document.documentElement.clientWidth, end("right", Math.max)), end("bottom", Math.max)];
  return { left, top, right, bottom };
}

/* Ring and words follow the part; on phones the words stay at the bottom */

function place() {
  if (!tour) return;
  const { dialog, ring, steps, at } = tour;
  const box = around(steps[at]);
  ring.hidden = !box;
  if (box) {
    ring.style.left = box.left + window.scrollX - ROOM + "px";
    ring.style.top = box.top + window.scrollY - ROOM + "px";
    ring.style.width = box.right - box.left + 2 * ROOM + "px";
    ring.style.height = box.bottom - box.top + 2 * ROOM + "px";
  }
  const [x, y] = phone.matches ? ["", ""] : spot(box, dialog.offsetWidth, dialog.offsetHeight);
  dialog.style.left = x;
  dialog.style.top = y;
}

function spot(box, width, height) { // the first side with room, else the lower right corner
  const [most, low] = [document.documentElement.clientWidth - width - EDGE, window.innerHeight - height - EDGE];
  const within = (at, end) => Math.max(EDGE, Math.min(at, end));
  const sides = box ? [
    [box.right + GAP, within(box.top, low)], [box.left - GAP - width, within(box.top, low)],
    [within(box.left, most), box.bottom + GAP], [within(box.left, most), box.top - GAP - height],
  ] : [];
  const fits = ([x, y]) => x >= EDGE && y >= EDGE && x <= most && y <= low;
  return (sides.find(fits) || [most, low]).map((value) => value + "px");
}

function bring() { // only what is not in sight; it comes to the upper part of the window, with what follows it
  const box = around(tour.steps[tour.at]);
  if (!box) return;
  const low = window.innerHeight - EDGE - (phone.matches ? tour.dialog.offsetHeight : 0);
  if (box.top >= EDGE && box.bottom <= low) return;
  const top = Math.max(EDGE, Math.min(low / 4, (low - box.bottom + box.top) / 2));
  window.scrollBy({ top: box.top - top, behavior: calm.matches ? "instant" : "smooth" });
}

function show(at) {
  const { dialog, steps } = tour;
  tour.at = at;
  const [count, text] = [find(".tour-count", dialog), find(".tour-text", dialog)];
  count.textContent = count.dataset.count.replace("{step}", at + 1).replace("{steps}", steps.length);
  text.replaceChildren(...steps[at].cloneNode(true).childNodes);
  const [back, next] = [find("[data-tour=back]", dialog), find("[data-tour=next]", dialog)];
  if (at === 0 && document.activeElement === back) next.focus();
  back.disabled = at === 0;
  next.dataset.word = next.dataset.word || next.textContent;
  next.textContent = at === steps.length - 1 ? next.dataset.last : next.dataset.word;
  place();
  bring();
}

function go(by) {
  const to = tour.at + by;
  if (to >= tour.steps.length) end(); else if (to >= 0) show(to);
}

function start(opener) {
  const made = document.getElementById("site-tour");
  if (tour || !made || find("#site-first")) return; // the page on show is still the one of the document
  const dialog = made.content.firstElementChild.cloneNode(true);
  const steps = all("li", dialog).filter((step) => parts(step).length);
  if (!steps.length) return;
  const ring = document.createElement("div");
  ring.className = "tour-ring";
  document.body.append(ring, dialog);
  tour = { dialog, ring, steps, at: 0, opener };
  dialog.show();
  show(0);
  find("[data-tour=next]", dialog).focus({ preventScroll: true });
  sizes.observe(document.body);
}

function end() {
  const { dialog, ring, opener } = tour;
  tour = null;
  sizes.disconnect();
  dialog.remove();
  ring.remove();
  opener.focus({ preventScroll: true });
}

const sizes = new ResizeObserver(place);
window.addEventListener("scroll", place, { passive: true, capture: true });
window.addEventListener("resize", place);

const MOVES = { back: () => go(-1), next: () => go(1), end };

document.addEventListener("click", (event) => {
  const button = event.target.closest && event.target.closest("[data-action=tour], [data-tour]");
  if (!button) return;
  if (button.dataset.tour) MOVES[button.dataset.tour](); else start(button);
});

document.addEventListener("keydown", (event) => {
  if (!tour || find("dialog:modal") || event.ctrlKey || event.metaKey || event.altKey) return;
  const within = tour.dialog.contains(document.activeElement);
  const moves = { ArrowRight: 1, ArrowLeft: -1 };
  if (event.key === "Escape") end();
  else if (within && event.key in moves) go(Math.min(moves[event.key], tour.steps.length - 1 - tour.at));
  else if (within && event.key === "Tab") turn(event.shiftKey ? -1 : 1);
  else return;
  event.preventDefault();
});

function turn(by) { // the focus goes round inside the step
  const buttons = all("button:enabled", tour.dialog);
  const at = buttons.indexOf(document.activeElement);
  buttons[(at + by + buttons.length) % buttons.length].focus();
}
