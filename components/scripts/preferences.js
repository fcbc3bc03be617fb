/* Colours that the reader's system forces, or more contrast: figures are drawn anew when that changes, and while colours are
   forced the page is light or dark as the system is, whatever was chosen here (the button is gone, styles/preferences.css). */

import { theme } from "./address.js";
import { set } from "./dom.js";

const root = document.documentElement;
const forced = window.matchMedia("(forced-colors: active)");
const more = window.matchMedia("(prefers-contrast: more)");
let chosen = "";

function follow() {
  if (forced.matches) {
    chosen = root.dataset.theme || chosen;
    delete root.dataset.theme;
  } else if (chosen) {
    root.dataset.theme = chosen;
    chosen = "";
  }
}

function changed() {
  follow();
  if (window.dash_clientside) set("site-theme", { data: theme() });
}

follow();
forced.addEventListener("change", changed);
more.addEventListener("change", changed);
