/* Check a text: what is typed, pasted, or kept behind the # of an address, which no server is told. */

import { here, origin } from "./address.js";
import { done, find, set } from "./dom.js";
import { showFaultBeside } from "./fault.js";

const KEPT = "#text=";
const pieces = (text) => text.match(/[\s\S]{1,4000}/gu) || []; // a control's value is no longer than that

document.addEventListener("submit", (event) => {
  const form = event.target.closest("#check-form");
  if (!form) return;
  event.preventDefault();
  set("check-text", { data: pieces(find("textarea", form).value) });
  form.closest("details").open = false;
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
