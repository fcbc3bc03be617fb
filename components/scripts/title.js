/* The title of the document: the heading says what the view shows, and changes with it. */

import { find } from "./dom.js";

export function title() {
  const [page, heading] = [find("[data-title]"), find("#content h1")]; // missing when the server could not answer
  const text = page && heading ? page.dataset.title.replace("{heading}", () => heading.textContent) : document.title;
  if (text !== document.title) document.title = text;
}
