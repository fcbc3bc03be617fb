/* What the browser does by itself: paints figures in the theme on show, raises lines, keeps the address, reads points
   out on arrow keys, makes images. Nothing here knows a number or a word: both come with the page. */
(function () {
  "use strict";

  const root = document.documentElement;
  const HEIGHTS = [[600, "312"], [900, "420"], [1200, "460"], [Infinity, "500"]];
  const FULL_PLOT = 520; // px of plot from which the full label set fits
  const MARGINS = 194; // px beside a full plot
  const DASHES = ["solid", "7px,3px", "2px,3px"];
  const set = (id, props) => window.dash_clientside.set_props(id, props);
  const find = (selector, within) => (within || document).querySelector(selector);
  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));

  /* Theme */

  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const theme = () => root.dataset.theme || (system.matches ? "dark" : "light");

  function switchTheme() {
    root.dataset.theme = theme() === "dark" ? "light" : "dark";
    document.cookie = "theme=" + root.dataset.theme + ";path=/;max-age=31536000;SameSite=Lax";
    const query = new URLSearchParams(window.location.search);
    if (query.has("theme")) {
      query.set("theme", theme());
      window.history.replaceState(window.history.state, "", "?" + query + window.location.hash);
    }
    set("site-theme", { data: theme() });
  }

  /* Figures: token names become the literals of the theme on show (plotly.js cannot read custom properties) */

  function literal(value, style) {
    if (typeof value === "string") {
      return value.indexOf("var(--") < 0 ? value
        : value.replace(/var\((--[\w-]+)\)/g, (_, name) => style.getPropertyValue(name).trim());
    }
    if (Array.isArray(value)) return value.map((item) => literal(item, style));
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, literal(item, style)]));
    }
    return value;
  }

  function variant(figures) {
    const height = HEIGHTS.find(([limit]) => window.innerWidth < limit)[1];
    const plot = find(".plot");
    const wide = plot && plot.clientWidth - MARGINS >= FULL_PLOT;
    return figures[(wide ? "full-" : "compact-") + height] || figures["compact-" + height] || figures["full-500"];
  }

  function raise(figure, raised) {
    raised.forEach((economy, index) => {
      const color = "var(--peer-" + (index + 1) + ")";
      figure.data.forEach((trace) => {
        if (!trace.meta || trace.meta.economy !== economy) return;
        trace.mode = "lines+markers";
        trace.line = { ...trace.line, color, width: 2, dash: DASHES[index] };
        trace.marker = { ...trace.marker, color };
      });
      figure.layout.annotations.forEach((note) => {
        if (note.name === "label-" + economy || note.name === "number-" + economy) {
          note.font = { ...note.font, color };
        }
      });
      const lines = figure.data.filter((trace) => trace.meta && trace.meta.economy === economy);
      figure.data = figure.data.filter((trace) => !lines.includes(trace));
      const hero = figure.data.findIndex((trace) => trace.meta && trace.meta.role === "hero");
      figure.data.splice(hero < 0 ? figure.data.length : hero, 0, ...lines);
    });
    return figure;
  }

  let hovered = null; // economy whose name has the pointer or the focus
  let pinned = [];

  function shownRaised() {
    const codes = hovered && !pinned.includes(hovered) ? [...pinned.slice(0, 2), hovered] : pinned;
    all(".chip").forEach((chip) => {
      const place = codes.indexOf(chip.dataset.economy) + 1;
      chip.dataset.raised = place || "";
      find(".chip-name", chip).setAttribute("aria-pressed", String(pinned.includes(chip.dataset.economy)));
    });
    return codes;
  }

  let latest = null;

  function paint(figures, raised) {
    if (!figures) return window.dash_clientside.no_update;
    pinned = raised || [];
    latest = figures;
    const drawn = JSON.parse(figures);
    const chosen = variant(drawn);
    const card = find(".card");
    if (card) card.dataset.set = chosen === drawn["full-500"] || chosen === drawn["full-420"] ? "full" : "compact";
    return literal(raise(chosen, shownRaised()), getComputedStyle(root));
  }

  function hover(economy) {
    if (economy === hovered || !latest) return;
    hovered = economy;
    set("overview-graph", { figure: paint(latest, pinned) });
  }

  function togglePin(economy) {
    const rest = pinned.filter((code) => code !== economy);
    set("overview-raised", { data: rest.length < pinned.length ? rest : [...rest, economy].slice(-3) });
  }

  /* The address is the state */

  const MOST = 8; // more lines cannot be told apart; the newest choices stay
  const DEFAULTS = { show: "rank", with: "USA,KOR,SGP,DEU,JPN,IND", raise: "" };

  function address(measure, first, last, peers, raised) {
    const query = new URLSearchParams(window.location.search);
    const editions = find("[data-card]").dataset;
    const values = { show: measure, from: String(first), to: String(last), with: (peers || []).join(","), raise: (raised || []).join(",") };
    const defaults = { ...DEFAULTS, from: editions.first, to: editions.last };
    Object.keys(values).forEach((key) => {
      if (values[key] === defaults[key]) query.delete(key); else query.set(key, values[key]);
    });
    const text = query.toString().replace(/%2C/g, ",");
    window.history.replaceState(window.history.state, "", window.location.pathname + (text ? "?" + text : "") + window.location.hash);
    if (peers && peers.length > MOST) set("overview-peers", { value: peers.slice(-MOST) });
    window.requestAnimationFrame(count);
  }

  function count() {
    const wrap = find(".change-wrap");
    if (wrap) wrap.dataset.count = wrap.dataset.countText.replace("{count}", all(".chip").length);
  }

  /* Keyboard: arrow keys walk the points of a plot, a polite live region reads them out */

  const place = new WeakMap();

  function lines(graph) {
    return graph.data
      .map((trace, index) => ({ trace, index }))
      .filter(({ trace }) => trace.meta && trace.meta.economy && trace.hovertext);
  }

  function points(graph, economy) {
    return lines(graph)
      .filter(({ trace }) => trace.meta.economy === economy)
      .flatMap(({ trace, index }) => trace.x.map((x, number) => ({ x, curve: index, number, text: trace.hovertext[number] })))
      .filter((point) => point.text)
      .sort((a, b) => a.x - b.x);
  }

  function walk(plot, key) {
    const graph = find(".js-plotly-plot", plot);
    if (!graph || !window.Plotly) return false;
    const held = new Set(lines(graph).map(({ trace }) => trace.meta.economy));
    const economies = ["CHN", ...all(".chip").map((chip) => chip.dataset.economy)].filter((code) => held.has(code));
    const at = place.get(plot) || { economy: economies[0], x: null };
    let economy = economies.includes(at.economy) ? at.economy : economies[0];
    const turn = { ArrowUp: -1, ArrowDown: 1 }[key];
    if (turn) economy = economies[(economies.indexOf(economy) + turn + economies.length) % economies.length];
    const line = points(graph, economy);
    let index = line.findIndex((point) => point.x === at.x);
    if (index < 0) index = at.x === null ? (key === "ArrowLeft" ? line.length : -1) : line.reduce((best, point, i) => Math.abs(point.x - at.x) < Math.abs(line[best].x - at.x) ? i : best, 0);
    const step = { ArrowLeft: -1, ArrowRight: 1 }[key] || 0;
    const ends = { Home: 0, End: line.length - 1 };
    index = key in ends ? ends[key] : Math.min(line.length - 1, Math.max(0, index + step));
    const point = line[index];
    place.set(plot, { economy, x: point.x });
    if (economy !== "CHN") hover(economy); else hover(null);
    window.requestAnimationFrame(() => {
      const again = points(find(".js-plotly-plot", plot), economy).find((other) => other.x === point.x);
      window.Plotly.Fx.hover(find(".js-plotly-plot", plot), [{ curveNumber: again.curve, pointNumber: again.number }]);
      find("[data-part=live]", plot.parentElement).textContent = point.text.replace(/<br>/g, ". ").replace(/<[^>]+>/g, "");
    });
    return true;
  }

  document.addEventListener("keydown", (event) => {
    const plot = event.target.closest && event.target.closest("[data-part=plot]");
    if (!plot || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      const graph = find(".js-plotly-plot", plot);
      if (graph) window.Plotly.Fx.unhover(graph);
      hover(null);
    } else if (["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"].includes(event.key) && walk(plot, event.key)) {
      event.preventDefault();
    }
  });

  /* Raising a line: pointer or focus on a chip, pointer on an end label */

  function named(target) {
    if (!target.closest) return null;
    const chip = target.closest(".chip");
    if (chip) return chip.dataset.economy;
    const label = target.closest(".annotation");
    const graph = label && label.closest(".js-plotly-plot");
    if (!graph) return null;
    const note = graph.layout.annotations[Number(label.dataset.index)];
    const match = note && /^(?:label|number)-(\w+)$/.exec(note.name || "");
    return match && match[1] !== "CHN" ? match[1] : null;
  }

  document.addEventListener("mouseover", (event) => hover(named(event.target)));
  document.addEventListener("focusin", (event) => {
    if (!event.target.closest || !event.target.closest("[data-part=plot]")) hover(named(event.target));
  });

  /* Images: the figure on show with its title, measure and source drawn inside */

  const WIDTH = 1200;
  const PICTURE = 675;
  const HEAD = 104;

  function wrapped(text, size, width) {
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = size + "px " + getComputedStyle(document.body).fontFamily;
    const rows = [""];
    (text.match(/[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*/g) || []).forEach((word) => {
      if (pen.measureText(rows[rows.length - 1] + word).width > width && rows[rows.length - 1]) rows.push("");
      rows[rows.length - 1] += word;
    });
    return rows;
  }

  function picture(card) {
    const style = getComputedStyle(root);
    const figure = literal(raise(JSON.parse(latest)["full-500"], pinned), style);
    const finding = find("h1").textContent;
    const measure = find(".measure", card).textContent;
    const note = (text, size, color, y, bold) => ({
      text: bold ? "<b>" + text + "</b>" : text, xref: "paper", yref: "paper", x: 0, y: 1, xanchor: "left", yanchor: "top",
      xshift: 24 - figure.layout.margin.l, yshift: HEAD + figure.layout.margin.t - y, align: "left", showarrow: false,
      font: { size, color: style.getPropertyValue(color).trim() },
    });
    const title = wrapped(finding, 25, WIDTH - 60);
    const source = wrapped(card.dataset.source + " " + window.location.href, 12, WIDTH - 60).slice(0, 3);
    const top = title.length > 1 ? 10 : 24;
    figure.layout.annotations.push(
      note(title.slice(0, 2).join("<br>"), 25, "--ink", top, true),
      note(measure, 15, "--ink-2", title.length > 1 ? 76 : 66),
      note(source.join("<br>"), 12, "--ink-3", PICTURE - 10 - 16 * source.length),
    );
    figure.layout.margin = { ...figure.layout.margin, l: figure.layout.margin.l + 10, r: figure.layout.margin.r + 10 };
    figure.layout.annotations.slice(-3).forEach((item) => { item.xshift -= 10; });
    figure.layout.margin.t += HEAD;
    figure.layout.margin.b += PICTURE - 500 - HEAD;
    figure.layout.height = PICTURE;
    figure.layout.width = WIDTH;
    return figure;
  }

  async function save(card, format) {
    const figure = picture(card);
    const options = { format, width: WIDTH, height: PICTURE, scale: format === "png" ? 2 : 1 };
    const address = await window.Plotly.toImage(figure, options);
    const link = document.createElement("a");
    const data = format === "svg" ? decodeURIComponent(address.slice(address.indexOf(",") + 1)) : null;
    const blob = data ? new Blob([data], { type: "image/svg+xml" }) : new Blob([Uint8Array.from(atob(address.split(",")[1]), (c) => c.charCodeAt(0))], { type: "image/png" });
    link.href = URL.createObjectURL(blob);
    link.download = card.dataset.file + "." + format;
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  /* Buttons */

  async function copy(button) {
    const text = find("pre", button.closest(".copyable"));
    try {
      await navigator.clipboard.writeText(text.textContent);
    } catch (refused) { // no permission, or not a secure address: select the text, the reader can copy it
      window.getSelection().selectAllChildren(text);
      return;
    }
    const word = button.textContent;
    button.textContent = button.dataset.done;
    window.setTimeout(() => { button.textContent = word; }, 2000);
  }

  function open(card, name) {
    const dialog = find("[data-dialog=" + name + "]", card);
    all("pre", dialog).forEach((text) => {
      if (text.dataset.part === "link") text.textContent = window.location.href;
      else text.textContent = text.textContent.split("{address}").join(window.location.href);
    });
    dialog.showModal();
  }

  function toggle(button, target, shown) {
    button.setAttribute("aria-expanded", String(shown));
    return target;
  }

  const ACTIONS = {
    theme: switchTheme,
    menu: (button) => {
      const nav = document.getElementById("site-nav");
      toggle(button, nav, nav.classList.toggle("open"));
    },
    table: (button, card) => {
      const panel = find(".table-panel", card);
      panel.hidden = !panel.hidden;
      toggle(button, panel, !panel.hidden);
    },
    image: (button, card) => open(card, "image"),
    cite: (button, card) => open(card, "cite"),
    link: (button, card) => open(card, "link"),
    close: (button) => button.closest("dialog").close(),
    png: (button, card) => save(card, "png"),
    svg: (button, card) => save(card, "svg"),
    copy,
    raise: (button) => togglePin(button.dataset.economy),
    remove: (button) => set("overview-peers", { value: all(".chip").map((chip) => chip.dataset.economy).filter((code) => code !== button.dataset.economy) }),
    language: (link) => { link.search = window.location.search; },
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("[data-action]");
    if (button && ACTIONS[button.dataset.action]) ACTIONS[button.dataset.action](button, button.closest("[data-card]"));
  });

  /* Dash's own controls: roles and names that fit what they are (they come as list boxes with fields inside) */

  function nameOf(part) {
    const group = part.closest("[role=group][aria-label]");
    return group ? group.getAttribute("aria-label") : "";
  }

  function role(part, value) {
    if (part.getAttribute("role") !== value) part.setAttribute("role", value);
    if (!part.hasAttribute("aria-label")) part.setAttribute("aria-label", nameOf(part.parentElement));
  }

  function mend() {
    all(".dash-radioitems").forEach((part) => role(part, "radiogroup"));
    all(".dash-dropdown-content").forEach((part) => role(part, "dialog"));
    all(".dash-dropdown-options").forEach((part) => role(part, "group"));
    all(".dash-options-list-option[role=option]").forEach((part) => part.removeAttribute("role"));
    all(".dash-options-list-option[aria-selected]").forEach((part) => part.removeAttribute("aria-selected"));
    all(".dash-dropdown-focus-target[aria-hidden]").forEach((part) => {
      part.removeAttribute("aria-hidden");
      part.setAttribute("aria-label", nameOf(part));
    });
  }

  let mending = 0;
  new MutationObserver(() => {
    mending = mending || window.requestAnimationFrame(() => { mending = 0; mend(); });
  }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["aria-selected", "aria-hidden"] });

  /* Start: the page is in the document; from now on width and system theme are followed */

  function reveal() { // the address may name a part of the page that is folded
    const target = window.location.hash.length > 1 && document.getElementById(window.location.hash.slice(1));
    if (!target) return;
    const folded = target.closest("details");
    if (folded) folded.open = true;
    target.scrollIntoView();
    if (target.tagName === "SUMMARY") target.focus({ preventScroll: true });
  }

  window.addEventListener("hashchange", reveal);

  let started = false;

  function start() {
    if (!started) {
      started = true;
      system.addEventListener("change", () => set("site-theme", { data: theme() }));
      let width = window.innerWidth;
      let waiting = 0;
      window.addEventListener("resize", () => {
        if (window.innerWidth === width) return;
        width = window.innerWidth;
        window.clearTimeout(waiting);
        waiting = window.setTimeout(() => set("site-width", { data: width }), 80);
      });
    }
    window.requestAnimationFrame(reveal);
    return theme();
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, { site: { paint, address, start } });
})();
