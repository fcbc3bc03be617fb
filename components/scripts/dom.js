/* Elements of the page, and values that Dash keeps. */

export const set = (id, props) => { // nothing before Dash is there, which then begins from the page as it is
  if (window.dash_clientside.set_props) window.dash_clientside.set_props(id, props);
};
export const find = (selector, within) => (within || document).querySelector(selector);
export const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));

export function element(tag, css, text) {
  const made = document.createElement(tag);
  if (css) made.className = css;
  if (text) made.textContent = text;
  return made;
}

export function svg(tag, about, text) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  Object.entries(about).forEach(([name, value]) => made.setAttribute(name, value));
  if (text !== undefined) made.textContent = text;
  return made;
}

/* Once in each frame before which anything of the document changed */
export function changed(then, more) {
  let waiting = 0;
  new MutationObserver(() => {
    waiting = waiting || window.requestAnimationFrame(() => { waiting = 0; then(); });
  }).observe(document.documentElement, { childList: true, subtree: true, ...more });
}

/* When the window has come to rest in another width; on phones its height changes with every movement */
export function resized(then) {
  let width = window.innerWidth;
  let waiting = 0;
  window.addEventListener("resize", () => {
    if (window.innerWidth === width) return;
    width = window.innerWidth;
    window.clearTimeout(waiting);
    waiting = window.setTimeout(then, 80);
  });
}

/* A button says for a moment that it is done, in its own words or in those of its label */
export function done(button, label = button) {
  const word = label.textContent;
  label.textContent = button.dataset.done;
  window.setTimeout(() => { label.textContent = word; }, 2000);
}

export function saveAs(blob, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
