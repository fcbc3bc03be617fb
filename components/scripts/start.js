/* Start: the page is in the document; from now on width and system theme are followed */

import { system, theme } from "./address.js";
import { reveal } from "./anchor.js";
import { complete } from "./api.js";
import { resized, set } from "./dom.js";
import { takeOver } from "./prerender.js";
import { enter } from "./sections.js";

let started = false;

export function start() {
  if (!started) {
    started = true;
    system.addEventListener("change", () => set("site-theme", { data: theme() }));
    resized(() => set("site-width", { data: window.innerWidth }));
  }
  takeOver(() => {
    complete(); // before the page is seen
    enter();
    reveal();
  });
  return theme();
}
