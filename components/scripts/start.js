/* Start: the page is in the document; from now on width and system theme are followed */

import { system, theme } from "./address.js";
import { reveal } from "./anchor.js";
import { complete } from "./api.js";
import { set } from "./dom.js";
import { takeOver } from "./prerender.js";
import { enter } from "./sections.js";

let started = false;

export function start() {
  if (!started) {
    started = true;
    system.addEventListener("change", () => set("site-theme", { data: theme() }));
    let width = window.innerWidth;
    let waiting = 0;
    window.addEventListener("resize", () => {
      if (window.innerWidth === width) return;
      width = window.innerWidth;
      window.clearTimeout(waiting);
      waiting = window.setTimeout(() => set("site-width", { data: width }), 80);
    });
  }
  takeOver(() => {
    complete(); // before the page is seen
    enter();
    reveal();
  });
  return theme();
}
