/* Programming interface: the examples get the address of this site. */

import { origin } from "./address.js";

const MARK = "{origin}";

export function complete() {
  document.querySelectorAll("[data-origin] pre").forEach((code) => {
    if (code.textContent.includes(MARK)) code.textContent = code.textContent.split(MARK).join(origin);
  });
}

export function fill() {
  window.requestAnimationFrame(complete);
  return origin;
}
