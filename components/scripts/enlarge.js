/* Enlarge: a part of a chart drawn on the whole plot, with ticks of its own and the names of the lines inside it. A part is
   {x: [from, to], y: [from, to]} in shares of the axes, from the left and from the bottom. */

const GAP = 15; // px between the middles of two names
const MOST = { x: 8, y: 7 }; // ticks
const LEAST = 1 / 12; // share of an axis, the smallest part
const SPOTS = [[10, 0, "left"], [-10, 0, "right"], [0, -15, "center"], [0, 15, "center"], [14, -16, "left"], [-14, -16, "right"], [14, 16, "left"], [-14, 16, "right"], [30, -30, "left"], [-30, 30, "right"]];
const WHOLE = { x: [0, 1], y: [0, 1] };
const END = /^(label|number)-(.+)$/; // notes at the ends of lines, by the name of their line
const pen = document.createElement("canvas").getContext("2d");

export const lineOf = ({ meta }) => (meta && (meta.economy || meta.line || meta.code)) || null;
export const along = (figure) => (figure.layout.meta && figure.layout.meta.enlarge) || "";

export const share = (axis, value) => ((axis.type === "log" ? Math.log10(value) : value) - axis.range[0]) / (axis.range[1] - axis.range[0]);

function around(middle, size) {
  const from = Math.min(1 - size, Math.max(0, middle - size / 2));
  return [from, from + size];
}

/* The points of a figure that a reader can point at, as shares of its axes */
function points({ data, layout }) {
  return data.filter((trace) => trace.hovertext && !trace.yaxis).flatMap((trace) => Array.from(trace.x, (x, at) => (
    { x: share(layout.xaxis, x), y: share(layout.yaxis, trace.y[at]), text: trace.hovertext[at], value: trace.y[at] }
  ))).filter((one) => one.text && Number.isFinite(one.value) && [one.x, one.y].every((at) => at >= 0 && at <= 1));
}

/* A smaller part: around a point ({x, y} in data) if there is one, else where most points are */
export function closer(figure, part, point) {
  const axes = along(figure);
  const now = part || WHOLE;
  const size = (key) => (axes.includes(key) ? Math.max(LEAST, (now[key][1] - now[key][0]) / (part ? 2 : 2.5)) : 1);
  const [wide, high] = [size("x"), size("y")];
  const { xaxis, yaxis } = figure.layout;
  const known = points(figure).filter((one) => one.x >= now.x[0] && one.x <= now.x[1] && one.y >= now.y[0] && one.y <= now.y[1]);
  const near = (one) => known.filter((other) => Math.abs(other.x - one.x) <= wide / 2 && Math.abs(other.y - one.y) <= high / 2).length;
  const at = point ? { x: share(xaxis, point.x), y: share(yaxis, point.y) }
    : known.map((one) => [near(one), one]).reduce((best, one) => (one[0] > best[0] ? one : best), [-1, { x: 0.5, y: 0.5 }])[1];
  return { x: around(at.x, wide), y: around(at.y, high) };
}

/* The same part, moved as far as a point needs to lie inside it */
export function holding(figure, part, point) {
  const moved = (key, axis) => {
    const at = share(axis, point[key]);
    return at < part[key][0] || at > part[key][1] ? around(at, part[key][1] - part[key][0]) : part[key];
  };
  return { x: moved("x", figure.layout.xaxis), y: moved("y", figure.layout.yaxis) };
}

/* Round values between two, beside them the first place of ranks; what the whole axis writes otherwise is written so here */
function ticked(axis, range, most) {
  const [low, high] = (axis.type === "log" ? range.map((end) => 10 ** end) : range.slice()).sort((a, b) => a - b);
  const words = axis.ticktext || axis.tickvals.map(String);
  const inside = axis.tickvals.filter((tick) => tick >= low && tick <= high);
  const end = /[^\d.,\s<>]*$/.exec(words[words.length - 1].replace(/<.*/, ""))[0];
  const plain = words.every((word, at) => parseFloat(word.replace(/<[^>]*>/g, "").replace(/,/g, "").replace("−", "-")) === axis.tickvals[at]);
  const periods = axis.tickvals.every((tick) => Number.isInteger(tick) && tick > 1800 && tick < 2200);
  if (!periods && (!plain || (axis.type === "log" && high > 10 * low))) return inside;
  const whole = periods || (axis.tickvals.includes(1) && axis.tickvals.every(Number.isInteger) && range[0] > range[1]);
  const rough = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(whole ? 1 : 0, [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough * (1 - 1e-9)));
  const first = whole && !periods && low <= 1 ? [1] : [];
  const found = Array.from({ length: Math.floor(high / step + 1e-9) - Math.ceil(low / step - 1e-9) + 1 }, (_, at) => (Math.ceil(low / step - 1e-9) + at) * step)
    .filter((tick) => !first.length || tick > 1);
  if (periods) found.splice(0, found.length, ...found.filter((tick) => (high - tick) / (high - low) > 0.035)); // the names of the lines of ticks begin there
  const places = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const write = new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: places, maximumFractionDigits: places, useGrouping: !periods && high >= 10000 });
  return [...first, ...found].map((tick) => [tick, write.format(tick) + (periods ? "" : end)]);
}

function axisOf(axis, [from, to], most) {
  const at = (part) => axis.range[0] + part * (axis.range[1] - axis.range[0]);
  const range = [at(from), at(to)];
  if (from === 0 && to === 1) return axis;
  const known = new Map(axis.tickvals.map((tick, place) => [tick, (axis.ticktext || axis.tickvals.map(String))[place]]));
  const ticks = ticked(axis, range, most).map((one) => (Array.isArray(one) ? one : [one, known.get(one)]));
  const short = ticks.every(([tick]) => known.has(tick)); // else years are written in four digits
  const texts = ticks.map(([tick, text]) => (short || !known.has(tick) ? known.get(tick) || text : known.get(tick).replace(/’\d\d/, tick)));
  return { ...axis, range, tickvals: ticks.map(([tick]) => tick), ticktext: texts };
}

/* Where a line leaves the part to the right, or ends inside it: {value, ends}, nothing outside */
function leaves(figure, line, xaxis, yaxis) {
  const own = figure.data.filter((trace) => lineOf(trace) === line && /lines/.test(trace.mode) && !trace.yaxis);
  const known = own.flatMap(({ x, y }) => Array.from(x, (at, place) => [at, y[place]])).filter((one) => Number.isFinite(one[1]) && one[1] !== null).sort((a, b) => a[0] - b[0]);
  const edge = xaxis.range[1];
  const before = known.filter(([x]) => x <= edge).pop();
  if (!before) return null;
  const after = known.find(([x]) => x > edge);
  const value = after ? before[1] + (after[1] - before[1]) * (edge - before[0]) / (after[0] - before[0]) : before[1];
  const at = share(yaxis, value);
  return at >= 0 && at <= 1 && (after || before[0] >= xaxis.range[0]) ? { value, ends: !after } : null;
}

/* Notes and leaders at the right edge: moved to where their lines are, apart from one another */
function edged(figure, xaxis, yaxis, height) {
  const lines = {};
  figure.layout.annotations.forEach((note) => {
    const match = END.exec(note.name || "");
    if (match && note.xref === "x domain" && note.yref === "y") lines[match[2]] = leaves(figure, match[2], xaxis, yaxis);
  });
  const placed = Object.values(lines).filter(Boolean);
  placed.forEach((one) => { one.at = (1 - share(yaxis, one.value)) * height; });
  placed.sort((a, b) => a.at - b.at).forEach((one, place) => { one.to = Math.max(one.at, place ? placed[place - 1].to + GAP : 0); });
  placed.reverse().forEach((one, place) => { one.to = Math.min(one.to, place ? placed[place - 1].to - GAP : height); });
  const annotations = figure.layout.annotations.flatMap((note) => {
    const match = END.exec(note.name || "");
    if (!match || !(match[2] in lines)) return [note];
    const end = lines[match[2]];
    if (!end || (!end.ends && match[1] === "number")) return [];
    const y = yaxis.type === "log" ? Math.log10(end.value) : end.value;
    return [{ ...note, y, yshift: end.at - end.to, text: end.ends ? note.text : note.text.replace(/^(<b>)?[\d.,–−-]+\s\s/, "$1") }];
  });
  const shapes = figure.layout.shapes.flatMap((shape) => {
    const match = /^leader-(.+)$/.exec(shape.name || "");
    const seen = [shape.y0, shape.y1].every((y) => share(yaxis, y) >= 0.06 && share(yaxis, y) <= 1);
    if (shape.type === "line" && shape.xref === "x" && shape.yref === "y" && !seen) return []; // it leads to a note outside
    if (!match || !(match[1] in lines)) return [shape];
    const end = lines[match[1]];
    return end ? [{ ...shape, yanchor: share(yaxis, end.value), y1: end.at - end.to }] : [];
  });
  return { annotations, shapes };
}

/* Names beside points: each at the first place in which it touches no other, nor the edge; without one it is left out */
function beside(annotations, xaxis, yaxis, width, height) {
  const taken = [];
  return annotations.flatMap((note) => {
    if (!note.showarrow || !/^(label|start)-/.test(note.name || "")) return [note];
    const at = (axis, value) => (value - axis.range[0]) / (axis.range[1] - axis.range[0]); // notes count as their axis does
    const [x, y] = [at(xaxis, note.x) * width, (1 - at(yaxis, note.y)) * height];
    if (x < 0 || x > width || y < 0 || y > height) return [];
    pen.font = (/<b>/.test(note.text) ? "700 " : "400 ") + note.font.size + "px " + getComputedStyle(document.body).fontFamily;
    const wide = pen.measureText(note.text.replace(/<[^>]+>/g, "")).width + 4;
    const boxes = SPOTS.map(([ax, ay, xanchor]) => {
      const left = x + ax - wide * { left: 0, center: 0.5, right: 1 }[xanchor];
      return { ax, ay, xanchor, left, right: left + wide, top: y + ay - 8, bottom: y + ay + 8 };
    });
    const free = boxes.find((box) => box.left >= 0 && box.right <= width && box.top >= 0 && box.bottom <= height
      && taken.every((other) => box.left >= other.right || box.right <= other.left || box.top >= other.bottom || box.bottom <= other.top));
    if (!free) return [];
    taken.push(free);
    return [{ ...note, ax: free.ax, ay: free.ay, xanchor: free.xanchor, arrowcolor: Math.abs(free.ay) > 20 ? note.font.color : "rgba(0,0,0,0)" }];
  });
}

export function enlarged(figure, part, size) {
  if (!part) return figure;
  const { layout } = figure;
  const [xaxis, yaxis] = ["x", "y"].map((key) => axisOf(layout[key + "axis"], part[key], MOST[key]));
  const width = size - layout.margin.l - layout.margin.r;
  const whole = layout.height - layout.margin.t - layout.margin.b;
  const [low, high] = yaxis.domain || [0, 1];
  const { annotations, shapes } = edged(figure, xaxis, yaxis, whole * (high - low));
  const names = beside(annotations, xaxis, yaxis, width, whole * (high - low));
  return { ...figure, layout: { ...layout, xaxis, yaxis, annotations: names, shapes } };
}

/* A rectangle drawn with the mouse: `done` gets it in px of the plot as {x, y} with its ends; a second click of two says null.
   A finger scrolls the page. */
export function drag(drawing, done) {
  drawing.addEventListener("mousedown", (event) => {
    const layout = drawing._fullLayout;
    if (event.button || !along(drawing) || !layout) return;
    if (event.detail === 2) {
      done(null);
      return;
    }
    const ground = drawing.getBoundingClientRect();
    const { xaxis, yaxis } = layout;
    const clamped = (at, axis, edge) => Math.min(axis._length, Math.max(0, at - edge - axis._offset));
    const place = ({ clientX, clientY }) => ({ x: clamped(clientX, xaxis, ground.left), y: clamped(clientY, yaxis, ground.top) });
    const start = place(event);
    if (event.clientX - ground.left - xaxis._offset > xaxis._length + 2 || event.clientY - ground.top - yaxis._offset < -2) return; // a name, the strip
    const box = document.createElement("div");
    box.className = "enlarge-box";
    const ends = (to) => ({ x: [start.x, to.x].sort((a, b) => a - b), y: [start.y, to.y].sort((a, b) => a - b) });
    const move = (moved) => {
      const { x, y } = ends(place(moved));
      drawing.append(box);
      Object.assign(box.style, { left: x[0] + xaxis._offset + "px", top: y[0] + yaxis._offset + "px", width: x[1] - x[0] + "px", height: y[1] - y[0] + "px" });
    };
    document.addEventListener("mousemove", move, true);
    document.addEventListener("mouseup", (up) => {
      document.removeEventListener("mousemove", move, true);
      box.remove();
      const { x, y } = ends(place(up));
      if (x[1] - x[0] < 12 || y[1] - y[0] < 12) return;
      done({ x: x.map((at) => at / xaxis._length), y: y.map((at) => 1 - at / yaxis._length).reverse() });
    }, { capture: true, once: true });
  }, true);
}

/* A part of a part, as a part of the whole, no smaller than the smallest */
export function within(part, { x, y }) {
  const { x: across, y: up } = part || WHOLE;
  const inside = ([from, to], [low, high]) => {
    const [start, end] = [low, high].map((at) => from + at * (to - from));
    return end - start < LEAST ? around((start + end) / 2, LEAST) : [start, end];
  };
  return { x: inside(across, x), y: inside(up, y) };
}
