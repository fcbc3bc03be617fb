/* Images: the figures of a card on one sheet, with title, measure, notes, source, licences and address drawn around them.
   Every text is broken into lines here, so nothing leaves the sheet; the browser finds the glyphs of every script. */

import { address, titleOf, whole } from "./address.js";
import { all, svg as drawing, find, saveAs } from "./dom.js";
import { imageFigure } from "./figure.js";

// By form, in px: the widths in which a sheet may be set, the first whose content it holds; its least height to a
// width; the width of the PNG; the least size of the foot's type to the width. The narrower a sheet, the larger its
// type beside it: 16 px of 640 are 9.8 on a phone, and none of the two narrow forms falls below 9.
const FORMS = {
  landscape: { widths: [1200], ratio: 9 / 16, pixels: 2400, type: 0 },
  square: { widths: [640, 720, 840, 960, 1080, 1200], ratio: 1, pixels: 2160, type: 9.1 / 390 },
  portrait: { widths: [640, 720, 840, 960, 1080, 1200], ratio: 5 / 4, pixels: 2160, type: 9.1 / 390 },
};
const PHONE = 600; // px of window below which the portrait form is offered first
const EDGE = 24;
const GAP = 24; // between small multiples
const LARGEST = 1.6; // times that a figure is enlarged
const LEAST_CELL = 270; // px of a small multiple
const TALLER = 180; // px by which a small multiple may be higher than on the page
const SIZES = [25, 22, 19, 17]; // of the title: the first at which it has three lines at most
const TEXT = {
  title: { weight: 700, color: "--ink", line: 1.24 },
  measure: { size: 15, color: "--ink-2", line: 1.34 },
  name: { size: 15, weight: 600, color: "--ink", line: 1.34 },
  strong: { size: 13, weight: 600, color: "--ink", line: 1.4 },
  note: { size: 14, color: "--ink-2", line: 1.4 },
  source: { size: 13, color: "--ink-3", line: 1.35 },
  small: { size: 12, color: "--ink-3", line: 1.4 },
  site: { size: 17, weight: 700, color: "--ink", line: 1.5 },
};
// A line begins with no closing mark and ends with no opening one; what is longer than a line is cut anywhere.
const PIECE = /[（《“「【]*[\u2e80-\u9fff][，。、；：）》”」】！？％]*|[（《“「【]*[^\s\u2e80-\u9fff，；：）！？％（]+[，。、；：）》”」】！？％]*\s*|\S\s*/g;

const pen = document.createElement("canvas").getContext("2d");
const family = () => getComputedStyle(document.body).fontFamily;

function wide(text, style) {
  pen.font = (style.weight || 400) + " " + style.size + "px " + family();
  return pen.measureText(text).width;
}

function broken(text, style, width) {
  const rows = [""];
  const add = (piece) => {
    const last = rows.length - 1;
    if (!rows[last] || wide((rows[last] + piece).trimEnd(), style) <= width) rows[last] += piece; else rows.push(piece);
  };
  (text.trim().match(PIECE) || []).forEach((piece) => {
    if (wide(piece.trimEnd(), style) <= width) add(piece); else Array.from(piece).forEach(add);
  });
  return rows.map((row) => row.trim()).filter(Boolean);
}

/* A sheet grows downwards: what is written says where it ends */

function sheet(form, wide) {
  const svg = drawing("svg", { width: wide });
  const style = getComputedStyle(document.documentElement);
  const color = (token) => style.getPropertyValue(token).trim();

  function write(rows, kind, x, y) {
    const step = kind.size * kind.line;
    rows.forEach((row, index) => svg.append(drawing("text", {
      x, y: y + step * index + step / 2 + kind.size * 0.36, fill: color(kind.color),
      "font-family": family(), "font-size": kind.size, "font-weight": kind.weight || 400,
    }, row)));
    return y + step * rows.length;
  }

  const text = (words, kind, x, y, width) => write(broken(words, kind, width), kind, x, y);
  const rule = (x, y, width, token) => svg.append(drawing("rect", { x, y, width, height: 1, fill: color(token) }));
  return { svg, write, text, rule, color, wide, least: Math.round(wide * form.ratio), type: wide * form.type };
}

function words(selector, place) {
  return all(selector, place).filter((one) => one.textContent.trim() && !one.closest("[hidden]")).map((one) => one.textContent);
}

/* The head: title in at most three lines, measure, and what its colours mean */

function head(page, card) {
  const width = page.wide - 2 * EDGE;
  const finding = titleOf(card);
  const fits = SIZES.map((size) => ({ ...TEXT.title, size })).find((style) => broken(finding, style, width).length <= 3);
  let y = page.text(finding, fits || { ...TEXT.title, size: SIZES[SIZES.length - 1] }, EDGE, 20, width) + 3;
  const line = find(":scope > .measure", card);
  if (!line || line.closest("[hidden]")) return y + 8;
  const plain = line.cloneNode(true);
  all(".keys", plain).forEach((keys) => keys.remove());
  const rows = broken(plain.textContent, TEXT.measure, width);
  let x = EDGE + (rows.length ? wide(rows[rows.length - 1], TEXT.measure) + 18 : 0);
  y = page.write(rows, TEXT.measure, EDGE, y);
  all(".key", line).forEach((key) => {
    const fill = getComputedStyle(find(".swatch", key)).backgroundColor;
    const caption = find(".swatch", key).nextSibling.textContent.trim();
    if (x + 16 + wide(caption, TEXT.measure) > EDGE + width) [x, y] = [EDGE, y + TEXT.measure.size * TEXT.measure.line];
    page.svg.append(drawing("rect", { x, y: y - 15, width: 10, height: 10, fill }));
    page.write([caption], TEXT.measure, x + 16, y - TEXT.measure.size * TEXT.measure.line);
    x += 34 + wide(caption, TEXT.measure);
  });
  return y + 4;
}

/* The foot: the publisher's sentence, source, licences, snapshot, and where the view is found again */

export function imprint(card) { // source with licences and snapshot, the name of the site, the address
  const shown = find("[data-part=picture-source]", card) ? "[data-part=newer], [data-part=picture-source]" : ".foot .source";
  const source = all(shown, card).map((one) => one.textContent).join("").trim();
  const { snapshot } = find("[data-snapshot]").dataset;
  const { site, terms: form } = find("[data-action=print]", card).dataset;
  const data = whole("/" + document.documentElement.lang.slice(0, 2) + "/data");
  const terms = form.replace("{data}", data).replace("{snapshot}", snapshot);
  return [source + " " + find("[data-part=picture-reuse]", card).textContent + " · " + terms, site, address()];
}

function foot(page, card, y, noted) {
  const width = page.wide - 2 * EDGE;
  const large = (kind) => ({ ...kind, size: Math.max(kind.size, page.type) });
  const [note, small, site] = [TEXT.note, TEXT.source, TEXT.site].map(large);
  const [source, name, place] = imprint(card);
  page.rule(EDGE, y + 4, width, "--rule");
  let end = y + 10;
  [...(noted ? [noted] : []), ...words(".quote:not(.no-quote .quote), .why-note", card)].forEach((one) => { end = page.text(one, note, EDGE, end, width); });
  end = page.text(source, small, EDGE, end, width);
  end = page.text(name, site, EDGE, end + 2, width);
  return page.text(place, small, EDGE, end, width) + 12;
}

/* A figure fills the height that is left: one that is low is drawn narrower and enlarged, with its texts */

async function drawn(plot, width, room, taller = 0) {
  let scale = LARGEST;
  const fits = () => imageFigure(plot, width / scale).layout.height * scale <= room;
  while (scale > 1 && !fits()) scale = Math.max(1, scale - 0.05);
  const { data, layout } = imageFigure(plot, width / scale, room / scale);
  const size = { width: Math.round(width / scale), height: layout.height + taller };
  const address = await window.Plotly.toImage({ data, layout: { ...layout, ...size } }, { format: "svg", ...size });
  const text = decodeURIComponent(address.slice(address.indexOf(",") + 1));
  const svg = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  const halo = { "paint-order": "stroke", stroke: layout.paper_bgcolor, "stroke-width": 4, "stroke-linejoin": "round" };
  all(".annotation-text", svg).forEach((words) => Object.entries(halo).forEach(([key, value]) => words.style.setProperty(key, value)));
  svg.setAttribute("viewBox", "0 0 " + size.width + " " + size.height);
  svg.setAttribute("width", width);
  svg.setAttribute("height", size.height * scale);
  return { height: size.height * scale, svg };
}

function place(page, picture, x, y) {
  picture.svg.setAttribute("x", x);
  picture.svg.setAttribute("y", y);
  page.svg.append(document.importNode(picture.svg, true));
  return y + picture.height;
}

/* Small multiples: rows of at most three, each with its name and measure above and what is said of it below */

const ABOVE = [[".multiple-title", TEXT.name], [".multiple-measure", TEXT.small]];
const BELOW = [[".multiple-change", TEXT.strong], [".multiple > .small", TEXT.small], [".caveat", TEXT.small], [".source", TEXT.small]];

/* `spare` px of height are shared out among the rows */
async function multiples(page, cells, top, spare) {
  const most = Math.floor((page.wide - 2 * EDGE + GAP) / (LEAST_CELL + GAP));
  const columns = Math.min(most, cells.length === 4 ? 2 : 3, cells.length);
  const width = (page.wide - 2 * EDGE - GAP * (columns - 1)) / columns;
  const written = (parts, cell, x, y) => parts.reduce((at, [selector, kind]) => words(selector, cell)
    .reduce((end, text) => page.text(text, kind, x, end, width), at), y);
  const taller = Math.min(TALLER, Math.floor(spare / Math.ceil(cells.length / columns)));
  let y = top + 4;
  for (let first = 0; first < cells.length; first += columns) {
    const row = cells.slice(first, first + columns).map((cell, index) => ({ cell, x: EDGE + index * (width + GAP) }));
    row.forEach(({ x }) => page.rule(x, y, width, "--ink"));
    const under = Math.max(...row.map(({ cell, x }) => written(ABOVE, cell, x, y + 6)));
    const ends = await Promise.all(row.map(async ({ cell, x }) => {
      const plot = find("[data-part=plot]", cell);
      if (!plot.clientWidth) return written(BELOW, cell, x, under + 4);
      return written(BELOW, cell, x, place(page, await drawn(plot, width, 0, taller), x, under + 4));
    }));
    y = Math.max(...ends) + 18;
  }
  return y;
}

/* What stands below a figure that is narrow, in place of notes inside it; the styles say of which width */
function noteOf(card, width) {
  const note = find(".narrow-note", card);
  if (!note) return "";
  note.style.width = width + "px";
  const seen = getComputedStyle(note.firstElementChild).display !== "none";
  note.style.width = "";
  return seen ? note.textContent : "";
}

async function single(page, trial, card, top) {
  const plot = find("[data-part=plot]", card);
  const width = page.wide - 2 * EDGE;
  const noted = noteOf(card, width);
  const room = page.least - top - foot(trial, card, 0, noted);
  const picture = await drawn(plot, width, room);
  return { noted, low: place(page, picture, EDGE, top + Math.max(0, room - picture.height) / 2) };
}

async function set(card, form, wide, spare = 0) {
  const page = sheet(form, wide);
  const trial = () => sheet(form, wide);
  const ground = drawing("rect", { width: wide, fill: page.color("--ground") });
  page.svg.append(ground);
  const top = head(page, card);
  const cells = all(".multiple", card);
  const { low, noted } = cells.length ? { low: await multiples(page, cells, top, spare) } : await single(page, trial(), card, top);
  const left = page.least - foot(trial(), card, 0, noted) - low;
  if (cells.length && !spare && left > 2 * cells.length) return set(card, form, wide, left);
  const height = Math.ceil(foot(page, card, Math.max(low, low + left), noted) - 0.01);
  [page.svg, ground].forEach((one) => one.setAttribute("height", height));
  page.svg.setAttribute("viewBox", "0 0 " + wide + " " + height);
  return { svg: page.svg, fits: height <= page.least + 1 };
}

/* What no width holds, as many small multiples, is higher than its form */
async function picture(card, form) {
  let made = null;
  for (let index = 0; index < form.widths.length && !(made && made.fits); index += 1) {
    made = await set(card, form, form.widths[index]);
  }
  return made.svg;
}

async function painted(svg, blob, pixels) {
  const image = new Image();
  image.src = URL.createObjectURL(blob);
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = pixels;
  canvas.height = Math.round(pixels * svg.getAttribute("height") / svg.getAttribute("width"));
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(image.src);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

const blobOf = (svg) => new Blob([new XMLSerializer().serializeToString(svg)], { type: "image/svg+xml" });
const chosen = (card) => find("[data-dialog=image] [aria-pressed=true]", card).dataset.shape;

async function made(card, format) {
  const { pixels } = FORMS[chosen(card)];
  const svg = await picture(card, FORMS[chosen(card)]);
  return format === "png" ? painted(svg, blobOf(svg), pixels) : blobOf(svg);
}

export const copiable = () => Boolean(window.ClipboardItem && navigator.clipboard); // a secure address only

/* The promise is handed over at once: some browsers allow a copy only within the click */
export const clip = (card) => navigator.clipboard.write([new window.ClipboardItem({ "image/png": made(card, "png") })]);

export async function save(card, format) {
  const shape = chosen(card);
  const blob = await made(card, format);
  const parts = [card.dataset.file, shape === "landscape" ? "" : shape, document.documentElement.lang.slice(0, 2)];
  saveAs(blob, parts.filter(Boolean).join("-") + "." + format);
}

/* The picture as it will be, in its dialog */
export async function preview(card, button) {
  const dialog = find("[data-dialog=image]", card);
  const place = find("[data-part=preview]", dialog);
  const first = !place.src && window.innerWidth < PHONE && find("[data-shape=portrait]", dialog);
  const choice = button || first;
  if (choice) all("[data-shape]", dialog).forEach((one) => one.setAttribute("aria-pressed", String(one === choice)));
  const shape = chosen(card);
  const svg = await picture(card, FORMS[shape]);
  const [width, height] = ["width", "height"].map((side) => svg.getAttribute(side));
  if (shape !== chosen(card)) return; // another form was chosen meanwhile
  if (place.src) URL.revokeObjectURL(place.src);
  Object.assign(place, { width, height });
  place.src = URL.createObjectURL(blobOf(svg));
  place.hidden = false;
  const size = find("[data-part=preview-size]", dialog);
  const { pixels } = FORMS[shape];
  const facts = { shape: find("[aria-pressed=true]", dialog).textContent, width: pixels, height: Math.round(pixels * height / width) };
  size.textContent = size.dataset.text.replace(/\{(\w+)\}/g, (_, name) => facts[name]);
}

