/* Check a text: what is typed, pasted, or kept behind the # of an address, which no server is told. */

import { here, origin } from "./address.js";
import { all, done, find, set } from "./dom.js";
import { showFaultBeside } from "./fault.js";

const KEPT = "#text=";
const PHONE = 600; // px from which all figures are listed
const pieces = (text) => text.match(/[\s\S]{1,4000}/gu) || []; // a control's value is no longer than that

document.addEventListener("submit", (event) => {
  const form = event.target.closest("#check-form");
  if (!form) return;
  event.preventDefault();
  set("check-text", { data: pieces(find("textarea", form).value) });
  form.closest("details").open = false;
});

/* On a phone what is said of a figure stands at the edge of the window: a tap on a figure leaves the text where it is */
document.addEventListener("click", (event) => {
  const link = event.target.closest && event.target.closest("a[href*='#check-']");
  if (!link || window.innerWidth >= PHONE) return;
  event.preventDefault();
  const head = find(link.hash);
  all(".check-list > li").forEach((one) => one.classList.toggle("current", one.contains(head)));
  head.focus({ preventScroll: true });
});

export function linked() { // once the page is there
  const { hash } = window.location;
  const form = find("#check-form");
  if (!form || !hash.startsWith(KEPT)) return window.dash_clientside.no_update;
  try {
    const text = decodeURIComponent(hash.slice(KEPT.length));
    find("textarea", form).value = text;
    form.closest("details").open = false;
    return pieces(text);
  } catch (cut) { // an address that was cut inside a letter
    return window.dash_clientside.no_update;
  }
}

export async function keep(button) {
  window.history.replaceState(window.history.state, "", window.location.search + KEPT + encodeURIComponent(button.dataset.text));
  try {
    await navigator.clipboard.writeText(origin + here() + window.location.hash);
  } catch (refused) { // it stands in the address
    showFaultBeside("copy", button);
    return;
  }
  done(button);
}
