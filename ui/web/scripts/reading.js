// Reading on in the panel: text comes as one scrolls, and goes again far from what is seen; a page
// or a heading to go to; the citations of the same answer. Runs behind source.js and shares its
// names. A place is a character of the document's text; `data-at` and `data-to` say of which
// characters an element is.

const NEAR = 1200; // pixels from an end of the text at which more of it is fetched
const MOST_PARTS = 8;
const KNOWN = 12; // documents
const about = new Map(); // what is known of a document, by its key
let reading = null; // the document in the panel: its key, its reader, and where one reads, `at`
let jumped = 0; // when we last scrolled ourselves
let refocus = ""; // what was pressed in a panel that has been replaced since

const one = (name) => element.querySelector(name);
const known = () => about.get(reading?.key);
const markOf = () => reading?.reader.querySelector("mark:not(.hit)");

async function ask(path) {
  try {
    const reply = await fetch(path);
    return await reply.json();
  } catch {
    return { problem: "Sanad can’t be reached. Start it again; what is shown here stays." };
  }
}

// --- which document ---------------------------------------------------------------------

async function beginReading() {
  const reader = one(".reader[data-document]");
  reading = null;
  if (!reader) return;
  const { document: id, hash, start } = reader.dataset;
  reading = { key: `${encodeURIComponent(id)}/${hash}`, reader, at: Number(start), busy: new Set() };
  step();
  goOnSearching();
  showView();
  const mine = reading;
  if (!known()) {
    const told = await ask(`read/${reading.key}/about`);
    if (told.problem) return;
    about.set(mine.key, told);
    if (about.size > KNOWN) about.delete(about.keys().next().value);
    if (mine !== reading) return;
  }
  tellPage();
  one(".outline").hidden = known().outline.length === 0;
  if (one(".outline").open) openOutline(one(".outline")); // opened before it was known
  if (viewOf() === "page") showPages();
}

// --- the citations of the same answer ----------------------------------------------------

function cited() {
  const here = document.querySelector(`.room .cite.${CSS.escape(shownId() || "none")}`);
  const group = here?.closest(".message-row, [data-cited-together]") ?? here?.closest(".room");
  const ids = [...(group?.querySelectorAll(".cite:not(.open)") ?? [])].map(idOf);
  return { group, ids: [...new Set(ids)] };
}

function step(by = 0) {
  const { group, ids } = cited();
  const now = ids.indexOf(shownId());
  if (by && ids[now + by]) {
    origin = group.querySelector(`.cite.${CSS.escape(ids[now + by])}`);
    wanted = ids[now + by];
    byKeyboard = false;
    trigger("select", { id: wanted });
    return;
  }
  const stepper = one(".stepper");
  if (!stepper) return;
  stepper.hidden = now < 0 || ids.length < 2;
  stepper.querySelector(".of-cited").textContent = `${now + 1} of ${ids.length}`;
  stepper.querySelector(".cited-before").disabled = now === 0;
  stepper.querySelector(".cited-next").disabled = now === ids.length - 1;
}

// --- where one reads ----------------------------------------------------------------------

const scrollerOf = () =>
  getComputedStyle(reading.reader).overflowY === "auto" ? reading.reader : one(".source");

function pageIndexAt(at) {
  const pages = known()?.pages ?? [];
  let low = 0;
  let high = pages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pages[middle][2] <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function tellPage() {
  const box = one(".page-box");
  const pages = known()?.pages;
  if (!box || !pages?.length) return;
  const index = Math.max(pageIndexAt(reading.at), 0);
  const [number, label] = viewOf() === "page" ? pageNumbered(pageInView()) : pages[index];
  const last = known().sizes?.length ?? Math.max(...pages.map((page) => page[0]));
  box.value = label ?? number;
  const printed = label !== null && label !== String(number);
  one(".of-pages").textContent = printed ? `(${number} of ${last})` : `of ${last}`;
  one(".page-before").disabled = number <= 1;
  one(".page-next").disabled = number >= last;
}

const pageNumbered = (number) =>
  known().pages.find((page) => page[0] === number) ?? [number, null, reading.at, ""];

function goToPage(number) {
  const pages = known()?.pages ?? [];
  if (viewOf() === "page") return toPage(number);
  const page = pages.find((one) => one[0] >= number) ?? pages.at(-1);
  if (page) goTo(page[2]);
}

// What is printed on a page goes before its place in the file.
function goToTyped(typed) {
  const pages = known()?.pages ?? [];
  const words = typed.trim().toLowerCase();
  const page = pages.find((one) => one[1]?.toLowerCase() === words);
  const number = page?.[0] ?? Number.parseInt(words, 10);
  if (number >= 1) goToPage(number);
  tellPage();
}

function turnPage(by) {
  if (viewOf() === "page") return toPage(pageInView() + by);
  const pages = known()?.pages ?? [];
  const here = pages[Math.max(pageIndexAt(reading.at), 0)]?.[0] ?? 1;
  const ordered = by > 0 ? pages : pages.toReversed();
  const next = ordered.find((one) => (one[0] - here) * by > 0);
  if (next) goTo(next[2]);
}

// Give the place at the top of what is seen.
function placeInView() {
  const top = scrollerOf().getBoundingClientRect().top + 32; // below what goTo leaves above
  const leaves = reading.reader.querySelectorAll("[data-at]");
  let low = 0;
  let high = leaves.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (leaves[middle].getBoundingClientRect().top <= top) low = middle + 1;
    else high = middle;
  }
  const leaf = leaves[Math.max(low - 1, 0)];
  if (!leaf) return reading.at;
  const { top: begin, height } = leaf.getBoundingClientRect();
  const share = Math.min(Math.max((top - begin) / Math.max(height, 1), 0), 1);
  return Math.floor(Number(leaf.dataset.at) + share * (leaf.dataset.to - leaf.dataset.at));
}

const leafAt = (at) =>
  [...reading.reader.querySelectorAll("[data-at]")].findLast((leaf) => leaf.dataset.at <= at);

const holds = (at) => {
  const parts = [...reading.reader.querySelectorAll(".part")];
  return parts.length > 0 && parts[0].dataset.low <= at && at < parts.at(-1).dataset.high;
};

async function goTo(at) {
  const mine = reading;
  if (!holds(at)) {
    const part = await fetchPart({ around: at });
    if (mine !== reading || !part) return false;
    for (const old of mine.reader.querySelectorAll(".part")) old.remove();
    mine.reader.querySelector(".cut.later").before(part);
    settleEnds();
  }
  scrollTo_(rectAt(at), 24);
  reading.at = at;
  tellPage();
  return true;
}

// Give the rectangle of a place, or of where its element begins.
function rectAt(at) {
  const leaf = leafAt(at);
  const range = leaf && rangesIn(leaf, at, at + 1)[0];
  return (range ?? leaf ?? reading.reader).getBoundingClientRect();
}

function scrollTo_(rect, above) {
  const scroller = scrollerOf();
  jumped = performance.now();
  scroller.scrollTop += rect.top - scroller.getBoundingClientRect().top - above;
  tellQuote();
}
