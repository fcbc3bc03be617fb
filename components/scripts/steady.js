/* A choice moves nothing under the pointer: where the words above the controls change their height, the page scrolls by as
   much, or keeps the room where it cannot scroll. */

import { all } from "./dom.js";

const CONTROL = ".control, .controls, .presets, .slider, .weights-buttons";
const WAIT = 3000; // milliseconds after a choice in which what it changes is drawn
let chosen = null; // the control, its place in the window, and when it was used
let width = window.innerWidth;
const ABOVE = "main :has(~ .controls), main h1, main .controls"; // what may change its height above a control
const reserved = []; // parts that keep the height which they had

function hold(event) {
  const part = event.target.closest && event.target.closest(CONTROL);
  if (!part) return;
  const heights = new Map(all(ABOVE).map((one) => [one, one.offsetHeight]));
  if (!chosen) window.requestAnimationFrame(follow);
  chosen = { part, top: part.getBoundingClientRect().top, scroll: window.scrollY, at: performance.now(), heights };
}

function follow() { // what is drawn in several steps is put right before each of them is seen
  if (chosen && (!chosen.part.isConnected || performance.now() - chosen.at > WAIT)) chosen = null;
  if (!chosen) return;
  steady();
  window.requestAnimationFrame(follow);
}

function keep(room) { // what shrank keeps its height; for what is gone, or is none of these, the head has the room
  let rest = room;
  const give = (one, more) => {
    one.style.minHeight = one.offsetHeight + more + "px";
    reserved.push(one);
    rest -= more;
  };
  chosen.heights.forEach((before, one) => {
    const lost = Math.min(rest, before - one.offsetHeight);
    if (lost >= 1 && one.offsetHeight && !one.contains(chosen.part)) give(one, lost);
  });
  const last = all(ABOVE).filter((one) => one.offsetHeight && !one.matches(".controls")).pop();
  if (rest >= 1 && last) give(last, rest);
}

function steady() {
  if (width !== window.innerWidth) {
    width = window.innerWidth;
    reserved.splice(0).forEach((one) => { one.style.minHeight = ""; });
    chosen = null;
  }
  if (!chosen) return;
  const by = () => chosen.part.getBoundingClientRect().top - chosen.top;
  const scrolled = window.scrollY - chosen.scroll;
  if (Math.abs(scrolled) >= 1 && Math.abs(by() + scrolled) < 1) chosen = null; // a link or a script went elsewhere
  if (!chosen || Math.abs(by()) < 1) return;
  window.scrollBy({ top: by(), behavior: "instant" });
  chosen.scroll = window.scrollY;
  if (by() < -1) keep(-by());
}

["pointerdown", "click", "change"].forEach((name) => document.addEventListener(name, hold, true));
["wheel", "touchmove", "keydown"].forEach((name) => window.addEventListener(name, () => { chosen = null; }, { capture: true, passive: true }));
const watch = new ResizeObserver(steady);
new MutationObserver(() => {
  all(ABOVE).forEach((one) => watch.observe(one));
  steady();
}).observe(document.documentElement, { childList: true, subtree: true });
