/* When Dash and plotly.js come: at once over a good connection. Over a slow one, or where the reader saves data, with the first
   use of a figure or a control, or once the page has been left alone. What was used meanwhile is done as soon as Dash can. */

import { all, find, set } from "./dom.js";
import { findNow, sortNow } from "./list.js";

const IDLE = 30000; // ms without a movement
const FAR = 100; // ms to a server and back, from which a low estimate of the bandwidth is believed
const LEAST = 2; // Mbit/s
const TOOK = 100; // ms that a document takes at least, if its speed is to be believed
const ROUND = 300; // ms of a round trip from which any speed is slow
const OPENING = 14600; // bytes that a new connection brings before the first round trip; each one doubles them
const USED = ".plot, .drawn, button, input, [role=button], [data-control], [data-action]:not(a)";
const HERE = "[data-action=theme], [data-action=menu], .search-open, .rest"; // what needs no Dash
const WORDS = "button, summary"; // by these they are found again
const VALUED = "[type=text], [type=range]";
const SCROLLED = ".drawn thead"; // sideways, on phones
const APART = 100; // ms from one use to the next, in which a slider moves its neighbours

const root = document.documentElement;
const { connection } = navigator;
const first = () => document.getElementById("site-first");
const near = (target, selector) => target && target.closest && first() && first().contains(target) && target.closest(selector);

/* Where the browser has no estimate (Safari, Firefox): how long the document took for its size, but for the round trips in
   which its connection widened. When it began to come says nothing: the server may have drawn it first; nor does one that the
   browser has kept. */
function measured() {
  const [{ connectStart, secureConnectionStart, connectEnd, responseStart, responseEnd, transferSize, encodedBodySize } = {}]
    = performance.getEntriesByType("navigation");
  const round = (secureConnectionStart > connectStart ? secureConnectionStart : connectEnd) - connectStart; // 0: one from before
  const took = responseEnd - responseStart - round * Math.ceil(Math.log2(transferSize / OPENING + 1) - 1);
  return round >= ROUND || (transferSize > encodedBodySize && took >= TOOK && transferSize * 8 / 1000 / took < LEAST);
}

const saves = Boolean(connection && connection.saveData);
const slow = saves || (connection && connection.effectiveType
  ? connection.effectiveType !== "4g" || (connection.downlink < LEAST && connection.rtt >= FAR) : measured());

let load = null; // what begins it
let idle = 0;

function begin() {
  if (!load) return;
  const now = load;
  load = null;
  window.clearTimeout(idle);
  delete root.dataset.waiting;
  now(slow);
}

function rest() {
  if (!load || saves) return;
  window.clearTimeout(idle);
  idle = window.setTimeout(begin, IDLE);
}

export function late(then) {
  load = then;
  const { userActivation } = navigator;
  if (!slow || !first() || (userActivation && userActivation.isActive)) { // used just before this script was there
    begin();
    return;
  }
  root.dataset.waiting = "";
  rest();
  window.addEventListener("scroll", rest, { passive: true });
}

/* The first use: a pointer over it, a finger that does not scroll, the focus, or a key */

const use = ({ target }) => {
  const part = near(target, USED);
  if (part && !part.matches(HERE)) begin();
};
document.addEventListener("pointerover", (event) => { if (event.pointerType !== "touch") use(event); });
document.addEventListener("pointerup", use);
document.addEventListener("focusin", use);
document.addEventListener("keydown", use);

/* What was used, in the order of use; of a control the last time counts */

const uses = new Map(); // by element of the document, what does the same on the page

function note(part, act) {
  uses.delete(part);
  uses.set(part, act);
  part.setAttribute("aria-busy", "true");
  begin();
}

const seen = (part) => !part.closest("dialog, [hidden], .graph");
const wordsOf = (part) => part.getAttribute("aria-label") || part.textContent;

function again(part) { // the part of the page that is the same as one of the document
  const control = part.closest("[data-control]");
  if (control) {
    const live = document.getElementById(control.dataset.control);
    const inside = live && (live.matches("button, input") ? [live] : all("input, button, [role=slider]", live));
    return inside && inside[Math.max(0, all("input", control).indexOf(part))];
  }
  const same = (within) => all(WORDS, within).filter((one) => seen(one) && one.localName === part.localName && wordsOf(one) === wordsOf(part));
  return same(find("#react-entry-point"))[same(first()).indexOf(part)];
}

const choose = (part, live) => { if (live.checked !== part.checked) live.click(); };
const press = (part, live) => live.click();
const put = (part, live) => set(live.closest("[id]").id, { value: part.valueAsNumber });
function type(part, live) { // at once: the next key may come before Dash has drawn anew
  live.setRangeText(part.value, 0, live.value.length, "end");
  live.dispatchEvent(new Event("input", { bubbles: true }));
}

function slide(part) { // to a place of its own, if it has some: onwards where two are as near; and its track is drawn
  const places = (part.dataset.places || part.value).split(" ").map(Number);
  const far = (place) => Math.abs(place - part.value) + (place === Number(part.defaultValue) ? 0.1 : 0);
  part.value = places.reduce((best, place) => (far(place) < far(best) ? place : best));
  part.defaultValue = part.value;
  if (part.style.length) part.style.setProperty("--at", (part.value - part.min) / (part.max - part.min));
}

/* While a pointer or a key is down on the document's page, or a word is being composed, the page does not take over: the click
   that is to come would find another element */

const HOLDS = { pointerdown: "pointer", keydown: "key", compositionstart: "word" };
const ENDS = { pointerup: "pointer", pointercancel: "pointer", keyup: "key", compositionend: "word" };
const held = new Set();
export const holding = () => held.size > 0;
Object.entries(HOLDS).forEach(([name, what]) => window.addEventListener(name, ({ target }) => {
  if (near(target, "*")) held.add(what);
}, true));
Object.entries(ENDS).forEach(([name, what]) => window.addEventListener(name, () => { // its click comes after it
  window.requestAnimationFrame(() => window.setTimeout(() => held.delete(what)));
}, true));
window.addEventListener("blur", () => held.clear());

window.addEventListener("change", ({ target }) => {
  if (near(target, "[data-control]") && !target.matches(VALUED)) note(target, choose);
}, true);

window.addEventListener("input", ({ target }) => {
  if (!near(target, "[data-control]") || !target.matches(VALUED)) return;
  if (target.type === "range") slide(target);
  if (target.closest(".find")) findNow(first(), target.value);
  note(target, target.type === "range" ? put : type);
}, true);

function opened(event) {
  const part = near(event.target, "button, [role=button]");
  if (!part || part.matches(HERE) || part.getAttribute("aria-disabled")) return;
  event.preventDefault();
  event.stopPropagation();
  if (part.matches(".lines [data-sort]")) sortNow(first(), part);
  note(part, press);
}

window.addEventListener("click", opened, true);
window.addEventListener("keydown", (event) => {
  if ((event.key === "Enter" || event.key === " ") && near(event.target, "[role=button]")) opened(event);
}, true);

/* The page takes over: what is open or scrolled stays so, the focus stays where it is, and what was used is done */

const TICKED = "[type=radio], [type=checkbox]";
const differs = (part) => (part.type === "radio" ? part.checked && !part.defaultChecked : part.checked !== part.defaultChecked);

function noteEarlier(page) { // what was typed or chosen before this script was there
  const { userActivation } = navigator;
  if (userActivation && !userActivation.hasBeenActive) return; // the browser kept it from an earlier visit
  const inputs = all("[data-control] input", page).filter((part) => !uses.has(part));
  inputs.filter((part) => part.type === "text" && part.value !== part.defaultValue).forEach((part) => uses.set(part, type));
  inputs.filter((part) => part.matches(TICKED) && differs(part)).forEach((part) => uses.set(part, choose));
}

export function carry() {
  const page = first();
  noteEarlier(page);
  const within = page.contains(document.activeElement) && document.activeElement;
  const target = within && near(within, "button, input, summary, [role=button]") && again(within);
  const ends = within && within.type === "text" ? [within.selectionStart, within.selectionEnd] : null;
  all("details", page).forEach((part) => {
    const live = part.firstElementChild && again(part.firstElementChild);
    if (live && live.parentElement.open !== part.open && part.dataset.moved) live.parentElement.open = part.open;
  });
  if (find("header nav.open", page)) find("#react-entry-point [data-action=menu]").click();
  const acts = Array.from(uses, ([part, act]) => [act, part, again(part)]);
  const lefts = all(SCROLLED, page).map((row) => row.scrollLeft);
  uses.clear();
  return () => { // once the document's page is gone
    all(SCROLLED, find("#react-entry-point")).forEach((row, i) => { row.scrollLeft = lefts[i]; });
    acts.filter(([, , live]) => live).forEach(([act, part, live], turn) => {
      if (act === type) type(part, live);
      else window.setTimeout(() => act(part, live), turn * APART);
    });
    if (target) target.focus({ preventScroll: true });
    if (target && ends && target.setSelectionRange) target.setSelectionRange(...ends);
  };
}

document.addEventListener("toggle", ({ target }) => { if (near(target, "details")) target.dataset.moved = "true"; }, true);
