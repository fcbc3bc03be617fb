/* An address that names a part of a page: the part comes after the document, so the browser is led to it once it is
   there. */

import { unfold } from "./cards.js";

export function reveal() { // the address may name a part of the page that is folded
  const target = window.location.hash.length > 1 && document.getElementById(window.location.hash.slice(1));
  if (!target) return;
  for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  unfold(target);
  target.scrollIntoView();
  if (target.tagName === "SUMMARY") target.focus({ preventScroll: true });
}

window.addEventListener("hashchange", reveal);

document.addEventListener("click", (event) => { // the address may name already what was folded again
  const link = event.target.closest && event.target.closest("a[href^='#']");
  if (link && link.hash === window.location.hash) reveal();
});

const WAIT = 10000; // milliseconds, after which a reader has long begun to read

function named() {
  try {
    return decodeURIComponent(window.location.hash.slice(1));
  } catch (malformed) { // a lone % is no part of this page
    return "";
  }
}

function seek() {
  const seeker = new MutationObserver(() => {
    const part = document.getElementById(named());
    if (!part || !part.textContent) return;
    seeker.disconnect();
    window.requestAnimationFrame(() => part.scrollIntoView());
  });
  const stop = () => seeker.disconnect();
  seeker.observe(document.documentElement, { childList: true, subtree: true });
  window.addEventListener("wheel", stop, { once: true, passive: true }); // a reader who scrolls decides alone
  window.addEventListener("touchmove", stop, { once: true, passive: true });
  window.setTimeout(stop, WAIT);
}

if (named()) seek();
