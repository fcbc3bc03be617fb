/* What is asked for comes into sight. A part of the page that an address names: the browser leads to it in the document,
   this to what is folded, or came later. And what a button opens. */

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

export const bring = (part) => part.scrollIntoView({ block: "nearest" });

document.addEventListener("click", (event) => { // the address may name already what was folded again
  const link = event.target.closest && event.target.closest("a[href*='#']");
  if (link && link.href === window.location.href) reveal();
});
