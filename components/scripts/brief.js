/* The brief: its whole address, of which the page knows the path, and the button that prints it. */

import { whole } from "./address.js";
import { changed } from "./dom.js";

function write() { // paper has no links: the address is written out as soon as it is there
  document.querySelectorAll("[data-part=address]").forEach((part) => {
    if (part.textContent.startsWith("/")) part.textContent = whole(part.textContent);
  });
}

changed(write, { characterData: true });

document.addEventListener("click", (event) => {
  if (event.target.closest && event.target.closest("[data-print]")) window.print();
});
