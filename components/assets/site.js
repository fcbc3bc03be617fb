/* The page as a whole: theme, address, buttons, and the names of Dash's own controls. Nothing here knows a number or a
   word: both come with the page. */
(function () {
  "use strict";

  const { set, find, all, paint, view, draw, togglePin, save, preview, theme, address, embedding, check, takeOver, tell, tellBeside } = window.site;
  const root = document.documentElement;

  /* Theme */

  const system = window.matchMedia("(prefers-color-scheme: dark)");

  function keep(cookie) {
    try {
      document.cookie = cookie + ";path=/;max-age=31536000;SameSite=Lax";
      if (document.cookie.includes(cookie)) return;
    } catch (refused) { // by settings, or in a frame without an origin
    }
    tell("theme", () => {});
  }

  function switchTheme() {
    root.dataset.theme = theme() === "dark" ? "light" : "dark";
    keep("theme=" + root.dataset.theme);
    const query = new URLSearchParams(window.location.search);
    if (query.has("theme")) {
      query.set("theme", theme());
      window.history.replaceState(window.history.state, "", "?" + query + window.location.hash);
      search = window.location.search;
    }
    set("site-theme", { data: theme() });
  }

  /* The address is the state */

  const MOST = 8; // more lines cannot be told apart; the newest choices stay
  const written = (value) => (Array.isArray(value) ? value.join(",") : value === null || value === undefined ? "" : String(value));
  let search = window.location.search; // of the view on show

  function write(...values) {
    const { defaults, replaced } = values.pop();
    const { inputs_list: inputs, triggered } = window.dash_clientside.callback_context;
    const keys = Object.keys(defaults);
    const query = new URLSearchParams(window.location.search);
    keys.forEach((key, index) => {
      const value = values[index];
      if (Array.isArray(value) && value.length > MOST) set(inputs[index].id, { [inputs[index].property]: value.slice(-MOST) });
      if (written(value) === written(defaults[key])) query.delete(key); else query.set(key, written(value));
    });
    const text = query.toString().replace(/%2C/g, ",");
    window.requestAnimationFrame(count);
    if ((text ? "?" + text : "") === search) return;
    search = text ? "?" + text : "";
    const changed = triggered.map((one) => keys[inputs.findIndex((input) => input.id + "." + input.property === one.prop_id)]);
    const method = changed.every((key) => replaced.includes(key)) ? "replaceState" : "pushState";
    window.history[method](window.history.state, "", window.location.pathname + search + window.location.hash);
  }

  function elsewhere(item) { // another economy is another page
    const path = [...window.location.pathname.split("/").slice(0, 3), item].join("/"); // language, page, item
    if (item && path !== window.location.pathname) window.location.assign(path + window.location.search);
    return window.dash_clientside.no_update;
  }

  /* Back and forward: the page is drawn again from the address that it had */

  let visits = 0;
  window.addEventListener("popstate", () => {
    if (window.location.search === search) return; // another part of the same view
    search = window.location.search;
    visits += 1;
    set("site-visit", { data: { path: window.location.pathname, search, visits } });
  });

  function count() {
    const wrap = find(".change-wrap");
    if (wrap) wrap.dataset.count = wrap.dataset.countText.replace("{count}", all(".chip").length);
  }

  /* A page shows one snapshot: what another one answers to a change is not drawn, the page begins anew from its address.
     Only a change asks again once a page is shown, so workers that are out of step cannot make it begin over and over. */

  check(async (answer) => {
    const page = find("[data-snapshot]");
    const snapshot = answer.headers.get("X-Snapshot");
    if (!page || !snapshot || snapshot === page.dataset.snapshot) return answer;
    await answer.text(); // to its end: an answer that is broken off counts as a failed request
    window.location.reload();
    return new Promise(() => {});
  });

  /* Buttons */

  async function copy(button) {
    const text = find("pre", button.closest(".copyable"));
    try {
      await navigator.clipboard.writeText(text.textContent);
    } catch (refused) { // no permission, or not a secure address: select the text, the reader can copy it
      window.getSelection().selectAllChildren(text);
      tellBeside("copy", button);
      return;
    }
    const word = button.textContent;
    button.textContent = button.dataset.done;
    window.setTimeout(() => { button.textContent = word; }, 2000);
  }

  async function pictured(button, act) {
    try {
      await act();
    } catch (failed) { // no plotly.js, no canvas, or no memory for one
      tellBeside("image", button, () => pictured(button, act));
    }
  }

  function image(card) {
    open(card, "image");
    pictured(find("[data-dialog=image] [data-action=png]", card), () => preview(card));
  }

  function open(card, name) {
    const dialog = find("[data-dialog=" + name + "]", card);
    all("pre", dialog).forEach((text) => {
      const place = address();
      if (text.dataset.part === "link") text.textContent = place;
      else text.textContent = text.textContent.split("{address}").join(place.replace(/[{}\\]/g, encodeURIComponent)); // BibTeX counts braces
    });
    embedding(dialog, card);
    dialog.showModal();
  }

  function toggle(button, target, shown) {
    button.setAttribute("aria-expanded", String(shown));
    return target;
  }

  function menu(button) { // its links stand before it in the document, so the focus goes there
    const nav = document.getElementById("site-nav");
    const open = nav.classList.toggle("open");
    button.setAttribute("aria-expanded", String(open));
    (open ? find("a", nav) : button).focus();
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.closest && event.target.closest("#site-nav.open")) menu(find("[data-action=menu]"));
  });

  const ACTIONS = {
    theme: switchTheme,
    menu,
    table: (button, card) => {
      const panel = find(".table-panel", card);
      panel.hidden = !panel.hidden;
      toggle(button, panel, !panel.hidden);
    },
    data: (button, card) => open(card, "data"),
    image: (button, card) => image(card),
    cite: (button, card) => open(card, "cite"),
    link: (button, card) => open(card, "link"),
    close: (button) => button.closest("dialog").close(),
    shape: (button, card) => pictured(button, () => preview(card, button)),
    png: (button, card) => pictured(button, () => save(card, "png")),
    svg: (button, card) => pictured(button, () => save(card, "svg")),
    copy,
    raise: (button) => togglePin(button.dataset.economy),
    remove: (button) => {
      const control = button.closest(".compare-control");
      const rest = all(".chip", control).map((chip) => chip.dataset.economy).filter((code) => code !== button.dataset.economy);
      set(find(".change-wrap", control).id.replace(/-wrap$/, ""), { value: rest });
    },
    choose: (button) => {
      set(button.dataset.control, { value: button.dataset.value });
      const place = document.getElementById(button.dataset.there);
      if (place) place.scrollIntoView({ block: "start" });
    },
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
    all("#js-plotly-tester:not([aria-hidden])").forEach((part) => part.setAttribute("aria-hidden", "true"));
    all(".dash-radioitems").forEach((part) => role(part, "radiogroup"));
    all(".dash-dropdown-content").forEach((part) => role(part, "dialog"));
    all(".dash-dropdown-options").forEach((part) => role(part, "group"));
    all(".dash-options-list-option[role=option]").forEach((part) => part.removeAttribute("role"));
    all(".dash-options-list-option[aria-selected]").forEach((part) => part.removeAttribute("aria-selected"));
    all(".dash-dropdown-wrapper").forEach((part) => { // a field that only hands the focus on, and a button without a name
      const [handing, button] = [find(".dash-dropdown-focus-target", part), find("button.dash-dropdown", part)];
      if (!handing || !button) return;
      handing.tabIndex = -1;
      button.tabIndex = button.disabled ? -1 : 0;
      if (button.getAttribute("aria-haspopup") === "dialog") return;
      button.setAttribute("aria-haspopup", "dialog");
      button.setAttribute("aria-label", nameOf(part));
      button.setAttribute("aria-labelledby", button.id + " " + button.getAttribute("aria-labelledby"));
    });
  }

  function title() { // the heading says what the view shows, and changes with it
    const [page, heading] = [find("[data-title]"), find("#content h1")]; // missing when the server could not answer
    const text = page && heading ? page.dataset.title.replace("{heading}", () => heading.textContent) : document.title;
    if (text !== document.title) document.title = text;
  }

  /* A list without a field to search in: typing leads to the next option that begins so */

  let typed = { text: "", at: 0 };
  document.addEventListener("keydown", (event) => {
    const list = event.target.closest && event.target.closest(".dash-dropdown-content");
    if (!list || find(".dash-dropdown-search", list) || event.key.length !== 1 || event.key === " " || event.ctrlKey || event.metaKey || event.altKey) return;
    const now = performance.now();
    typed = { text: (now - typed.at < 800 ? typed.text : "") + event.key.toLowerCase(), at: now };
    const option = all(".dash-options-list-option", list).find((one) => one.textContent.trim().toLowerCase().startsWith(typed.text));
    if (!option) return;
    event.preventDefault();
    find("input", option).focus();
    option.scrollIntoView({ block: "nearest" });
  }, true);

  let mending = 0;
  new MutationObserver(() => {
    mending = mending || window.requestAnimationFrame(() => { mending = 0; mend(); title(); });
  }).observe(document.documentElement, { childList: true, characterData: true, subtree: true, attributes: true, attributeFilter: ["aria-selected", "aria-haspopup", "tabindex"] });

  /* Start: the page is in the document; from now on width and system theme are followed */

  function reveal() { // the address may name a part of the page that is folded
    const target = window.location.hash.length > 1 && document.getElementById(window.location.hash.slice(1));
    if (!target) return;
    const folded = target.closest("details") || find(":scope > .fold-row details", target);
    if (folded) folded.open = true;
    target.scrollIntoView();
    if (target.tagName === "SUMMARY") target.focus({ preventScroll: true });
  }

  window.site.reveal = reveal;
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
    takeOver(reveal);
    return theme();
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, { site: { paint, view, draw, write, elsewhere, start } });
})();
