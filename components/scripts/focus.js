/* The focus outlives the element that had it: when a page is drawn over its first picture, or a part of it anew, what is
   like it gets the focus, or what stands in its place. Nothing scrolls. */

import { changed } from "./dom.js";

const CONTROLS = "a[href], button, summary, input, [role=slider]";
const PATIENCE = 3000; // ms for which something like it may still come

let focused = null; // what had the focus last
let lost = 0; // since when it is gone

const like = (one) => [one.tagName, one.getAttribute("href"), one.getAttribute("aria-label"), one.textContent].join("|");
const controls = (within) => Array.from(within.querySelectorAll(CONTROLS)).filter((one) => one.tabIndex >= 0 && one.checkVisibility());

function places(one) { // the elements with a name around it, from the nearest
  const found = [];
  for (let at = one.parentElement; at; at = at.parentElement) if (at.id && at.id !== "react-entry-point") found.push(at);
  return [...found, document.body];
}

function hold(one) {
  if (!one.matches(CONTROLS) || one.closest(".dash-dropdown-content")) {
    focused = null;
    return;
  }
  const around = places(one);
  const beside = controls(around[0]);
  const text = like(one);
  focused = {
    one,
    around,
    text,
    css: one.className,
    nth: beside.filter((other) => like(other) === text).indexOf(one),
    at: beside.filter((other) => other.className === one.className).indexOf(one),
  };
}

const nearest = (found, place) => found[Math.min(Math.max(place, 0), found.length - 1)];

function heir() {
  for (const around of focused.around.filter((place) => place.isConnected)) {
    const found = controls(around);
    const same = nearest(found.filter((one) => like(one) === focused.text), focused.nth);
    if (same || around === document.body) return same; // of the whole page only what is the same
    const beside = focused.css && nearest(found.filter((one) => one.className === focused.css), focused.at);
    const after = (one) => around.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING;
    return beside || found[0] || controls(document.body).find(after);
  }
  return null;
}

function restore() {
  if (!focused || focused.one.isConnected) return;
  const now = document.activeElement;
  if (now && now !== document.body && now !== document.documentElement) return;
  lost = lost || performance.now();
  const next = heir();
  if (next) next.focus({ preventScroll: true });
  if (next || performance.now() - lost > PATIENCE) {
    focused = next ? focused : null;
    lost = 0;
  }
}

if (document.activeElement) hold(document.activeElement); // it had the focus before this script ran
document.addEventListener("focusin", (event) => { lost = 0; hold(event.target); });
document.addEventListener("focusout", () => window.requestAnimationFrame(() => {
  if (focused && focused.one.isConnected && document.activeElement !== focused.one) focused = null; // the reader went away
}));
changed(restore);
