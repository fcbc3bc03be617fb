/* A choice moves nothing under the pointer: where the words above the controls change their height, the page scrolls by as
   much, or keeps the room where it cannot scroll. */

const CONTROL = ".control, .controls, .presets, .slider, .weights-buttons";
const WAIT = 3000; // milliseconds after a choice in which what it changes is drawn
let chosen = null; // the control, its place in the window, and when it was used
let width = window.innerWidth;

const head = () => document.querySelector("main h1");

function hold(event) {
  const part = event.target.closest && event.target.closest(CONTROL);
  if (part) chosen = { part, top: part.getBoundingClientRect().top, at: performance.now() };
}

function steady() {
  if (width !== window.innerWidth) {
    width = window.innerWidth;
    if (head()) head().style.minHeight = "";
    chosen = null;
  }
  if (!chosen || !chosen.part.isConnected || performance.now() - chosen.at > WAIT) return;
  const by = () => chosen.part.getBoundingClientRect().top - chosen.top;
  if (Math.abs(by()) < 1) return;
  window.scrollBy({ top: by(), behavior: "instant" });
  const left = by();
  if (left < -1 && head()) head().style.minHeight = head().offsetHeight - left + "px";
}

["pointerdown", "click", "change"].forEach((name) => document.addEventListener(name, hold, true));
["wheel", "touchmove", "keydown"].forEach((name) => window.addEventListener(name, () => { chosen = null; }, { capture: true, passive: true }));
const watch = new ResizeObserver(steady);
new MutationObserver(() => {
  document.querySelectorAll("main h1, main .deck, main .controls").forEach((one) => watch.observe(one));
}).observe(document.documentElement, { childList: true, subtree: true });
