/* Parts of a page that the server writes as HTML, every text in it escaped: Dash would wrap each of their elements in
   components of its own, which takes seconds for some thousand cells. */

import { all } from "./dom.js";
import { keep } from "./table.js";

const written = new WeakMap(); // by the element that holds a part, the nodes that were made for it

function draw(place) {
  const restore = keep(place);
  place.innerHTML = place.dataset.html;
  place.dataset.html = ""; // Dash sets it again when the part is another one, and takes it away when it is none
  written.set(place, [...place.childNodes]);
  restore();
}

/* An element that was written and is now drawn by Dash: its own children came beside ours, which go */

function yieldToDash(place) {
  if (place.hasAttribute("data-html") || !written.has(place)) return;
  written.get(place).forEach((node) => node.remove());
  written.delete(place);
}

new MutationObserver((records) => {
  records.forEach(({ attributeName, target }) => { if (attributeName) yieldToDash(target); });
  all("[data-html]:not([data-html=''])").forEach(draw);
}).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-html"] });
