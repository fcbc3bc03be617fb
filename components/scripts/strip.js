/* Under the trajectory of the Overview: the related series of the pillar whose row is pointed at or has the focus. A style
   rule with :has() could say the same, but browsers would style the whole page anew for each element of a drawing. */

import { all } from "./dom.js";

function open({ target, type }) {
  const row = type !== "focusout" && target.closest && target.closest(".overview-grid .row");
  const chosen = row && (type === "pointerover" || row.matches(":focus-visible"));
  all(".overview-grid").forEach((grid) => {
    const at = chosen ? all(".row", grid).indexOf(row) : -1;
    all(".strip", grid).forEach((strip, place) => strip.classList.toggle("open", place === at));
  });
}

["pointerover", "focusin", "focusout"].forEach((kind) => document.addEventListener(kind, open));
