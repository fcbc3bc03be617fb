/* Still parts of a page: their text becomes elements here, since Dash would wrap each of them in components of its own.
   Names of elements and attributes come from the server's layout; text is only ever text. */

const drawn = new WeakMap(); // by the element that holds a part, the nodes that were built for it

function build(item) {
  if (typeof item === "string") return document.createTextNode(item);
  const [tag, attributes, ...children] = item;
  const made = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => {
    if (name === "style") Object.assign(made.style, value);
    else made.setAttribute(name, value);
  });
  made.append(...children.map(build));
  return made;
}

function draw(place) {
  const nodes = JSON.parse(place.dataset.static).map(build);
  place.dataset.static = ""; // Dash sets it again when the part is another one, and takes it away when it is none
  drawn.set(place, nodes);
  place.replaceChildren(...nodes);
}

/* A drawing of the server, made of numbers: parsed as XML, in which nothing runs */

const parser = new DOMParser();

function picture(place) {
  const { documentElement } = parser.parseFromString(place.dataset.svg, "image/svg+xml");
  place.removeAttribute("data-svg");
  place.replaceChildren(document.adoptNode(documentElement));
}

/* An element that was still and is now drawn by Dash: its own children came beside ours, which go */

function yieldToDash(place) {
  if (place.hasAttribute("data-static") || !drawn.has(place)) return;
  drawn.get(place).forEach((node) => node.remove());
  drawn.delete(place);
}

new MutationObserver((records) => {
  records.forEach(({ attributeName, target }) => { if (attributeName === "data-static") yieldToDash(target); });
  document.querySelectorAll("[data-static]:not([data-static=''])").forEach(draw);
  document.querySelectorAll("[data-svg]").forEach(picture);
}).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-static", "data-svg"] });
