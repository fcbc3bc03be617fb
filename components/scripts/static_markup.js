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
  const text = place.dataset.static;
  place.removeAttribute("data-static"); // Dash sets it again when the part is another one
  const nodes = JSON.parse(text).map(build);
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

function yieldTo(place, added) {
  const ours = drawn.get(place);
  if (!ours || !added.some((node) => node.parentNode === place && !ours.includes(node))) return;
  drawn.delete(place);
  ours.forEach((node) => node.remove());
}

new MutationObserver((records) => {
  records.forEach((record) => {
    if (record.type === "childList" && record.addedNodes.length) yieldTo(record.target, Array.from(record.addedNodes));
  });
  document.querySelectorAll("[data-static]").forEach(draw);
  document.querySelectorAll("[data-svg]").forEach(picture);
}).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-static", "data-svg"] });
