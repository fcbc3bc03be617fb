/* Programming interface: the examples get the address of this site. */

import { origin } from "./address.js";

const MARK = "{origin}";

export function fill() {
  window.requestAnimationFrame(() => document.querySelectorAll("[data-origin] pre").forEach((code) => {
    code.textContent = code.textContent.split(MARK).join(origin);
  }));
  return origin;
}
