/* The reader's economies go along from page to page, and to another view of the same question its edition and base year: a link
   to another page takes them from the address on show. */

const PAGE = /^\/[a-z]{2}\//;
const OF_ONE = /^(\/[a-z]{2}\/(?:economy|brief)\/)(\w+)$/;
const given = new WeakMap(); // by link, the address that it came with

function carry(link) {
  if (!given.has(link)) given.set(link, link.getAttribute("href"));
  const target = new URL(given.get(link), window.location.href);
  if (target.origin !== window.location.origin || !PAGE.test(target.pathname)) return;
  const query = new URLSearchParams(window.location.search);
  const keep = (key, value) => {
    if (value !== null && value !== undefined && !target.searchParams.has(key)) target.searchParams.set(key, value);
  };
  if (!String(query.get("with")).startsWith("similar-")) keep("with", query.get("with")); // a rule is one of Compare
  if (link.closest(".views")) ["edition", "since"].forEach((key) => keep(key, query.get(key)));
  if (link.closest("header nav, .section")) { // elsewhere a link is about the economy that its sentence names
    const here = OF_ONE.exec(window.location.pathname);
    const first = Array.from(document.querySelectorAll("header nav a")).map((one) => OF_ONE.exec(given.get(one) || one.getAttribute("href"))).find(Boolean);
    const named = here ? here[2] : query.get("economy");
    const economy = first && named === first[2] ? null : named; // where the navigation leads anyway
    if (economy && OF_ONE.test(target.pathname)) target.pathname = target.pathname.replace(OF_ONE, "$1" + encodeURIComponent(economy));
    else keep("economy", economy);
  }
  link.href = target.pathname + target.search.replace(/%2C/g, ",") + target.hash;
}

["click", "auxclick", "contextmenu"].forEach((name) => document.addEventListener(name, (event) => {
  const link = event.target.closest && event.target.closest("a[href]:not([download]):not([data-action])");
  if (link) carry(link);
}, true));
