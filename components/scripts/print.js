/* Paper: a figure that is wider is drawn in its width, and all in the light theme. A card that is printed alone, below the
   heading of its page (styles/print.css), says what its image says. */

import { all, element } from "./dom.js";
import { redraw } from "./figure.js";
import { imprint } from "./image.js";

const WIDTH = 720; // px of [data-paper] in styles/print.css

let prepared = false;

function prepare() {
  if (prepared) return;
  prepared = true;
  const root = document.documentElement;
  const { theme } = root.dataset;
  const plots = all("[data-part=plot]").filter((plot) => plot.clientWidth > WIDTH);
  const draw = (on) => {
    plots.forEach((plot) => plot.toggleAttribute("data-paper", on));
    redraw(root);
  };
  root.dataset.theme = "light";
  draw(true);
  window.addEventListener("afterprint", () => {
    if (theme) root.dataset.theme = theme; else delete root.dataset.theme;
    draw(false);
    prepared = false;
  }, { once: true });
}

window.addEventListener("beforeprint", prepare);

export function print(card) {
  const foot = imprint(card).map((text) => element("p", "source imprint", text));
  card.dataset.printed = "";
  card.append(...foot);
  prepare();
  window.addEventListener("afterprint", () => {
    delete card.dataset.printed;
    foot.forEach((text) => text.remove());
  }, { once: true });
  window.requestAnimationFrame(() => window.print());
}
