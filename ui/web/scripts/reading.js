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

// --- text as one scrolls --------------------------------------------------------------------

async function fetchPart(which) {
  const { key, reader } = reading;
  const { start, end } = reader.dataset;
  const asked = new URLSearchParams({ ...which, start, end });
  const told = await ask(`read/${key}/text?${asked}`);
  if (told.problem) {
    one(".source")?.classList.add("stopped");
    for (const more of reader.querySelectorAll(".more")) more.textContent = told.problem;
    return null;
  }
  const part = document.createElement("div");
  part.className = "part";
  part.dataset.low = told.low;
  part.dataset.high = told.high;
  part.innerHTML = told.html; // made by document_text.py, every character of it escaped
  markHits(part);
  return part;
}

function settleEnds() {
  const parts = [...reading.reader.querySelectorAll(".part")];
  const { length } = reading.reader.dataset;
  reading.reader.querySelector(".cut.earlier").hidden = parts[0].dataset.low === "0";
  reading.reader.querySelector(".cut.later").hidden = parts.at(-1).dataset.high === length;
}

async function readOn(way) {
  const mine = reading;
  const { reader, busy } = mine;
  const edge = reader.querySelector(`.cut.${way}`);
  if (edge.hidden || busy.has(way)) return;
  busy.add(way);
  const parts = [...reader.querySelectorAll(".part")];
  const later = way === "later";
  const which = later ? { after: parts.at(-1).dataset.high } : { before: parts[0].dataset.low };
  const part = await fetchPart(which);
  busy.delete(way);
  if (mine !== reading || !part) return;
  const far = later ? parts[0] : parts.at(-1);
  const near = later ? parts.at(-1) : parts[0];
  if (!near.isConnected) return; // gone elsewhere in the meantime
  keepInPlace(near, () => {
    if (later) edge.before(part);
    else edge.after(part);
    if (parts.length >= MOST_PARTS) far.remove();
    settleEnds();
  });
}

// What is read stays where it is on the screen while text comes or goes above it.
function keepInPlace(still, change) {
  const before = still.getBoundingClientRect().top;
  const scroller = scrollerOf();
  change();
  const moved = still.getBoundingClientRect().top - before;
  if (Math.abs(moved) > 0.5) {
    jumped = performance.now();
    scroller.scrollTop += moved;
  }
}

let scrolling = 0;
function onScroll(event) {
  if (!reading || !event.target.closest?.("#panel")) return;
  cancelAnimationFrame(scrolling);
  scrolling = requestAnimationFrame(afterScroll);
}

function afterScroll() {
  if (!reading?.reader.isConnected) return;
  if (viewOf() === "page") drawPages();
  else {
    const scroller = scrollerOf();
    const below = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
    if (below < NEAR) readOn("later");
    // Where all of the panel scrolls, what comes above would push the head and the card away.
    if (scroller === reading.reader && scroller.scrollTop < NEAR) readOn("earlier");
    if (performance.now() - jumped > 200) reading.at = placeInView();
  }
  if (performance.now() - jumped > 200) tellPage();
  tellQuote();
}

// A way back to the words quoted, while they are out of sight.
function tellQuote() {
  const button = one(".to-quote");
  if (!button || Number(reading.reader.dataset.end) === 0) return;
  const target = viewOf() === "page" ? one(".sheets .box.quoted") : markOf();
  const frame = (viewOf() === "page" ? one(".sheets") : scrollerOf())?.getBoundingClientRect();
  if (!frame) return;
  const rect = target?.getBoundingClientRect();
  const seen = rect && rect.bottom > frame.top && rect.top < frame.bottom;
  button.hidden = Boolean(seen) || (viewOf() === "page" && pageInView() === quotedPage());
}

async function backToQuote() {
  reading.at = Number(reading.reader.dataset.start);
  if (viewOf() !== "page" && !markOf()) await goTo(reading.at);
  scrollToQuote();
  tellPage();
  one(".to-quote").hidden = true;
  (viewOf() === "page" ? one(".sheets") : reading.reader).focus({ preventScroll: true });
}

// --- the outline ----------------------------------------------------------------------------

function openOutline(outline) {
  const card = outline.querySelector(".card");
  const told = known();
  if (!told) return;
  if (!card.firstChild) {
    const list = document.createElement("ol");
    const top = Math.min(...told.outline.map((heading) => heading[1]));
    for (const [at, level, words] of told.outline) {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "heading";
      button.dataset.place = at;
      button.dir = "auto";
      button.textContent = words;
      item.style.setProperty("--level", Math.min(level - top, 4));
      item.append(button);
      list.append(item);
    }
    card.append(list);
  }
  const buttons = [...card.querySelectorAll(".heading")];
  for (const button of buttons) button.removeAttribute("aria-current");
  const here = viewOf() === "page" ? pageNumbered(pageInView())[2] : reading.at;
  const now = buttons.findLast((button) => Number(button.dataset.place) <= here);
  now?.setAttribute("aria-current", "true");
  card.scrollTop = (now?.offsetTop ?? 0) - card.clientHeight / 3;
}

async function goToHeading(button) {
  const at = Number(button.dataset.place);
  one(".outline").open = false;
  if (viewOf() === "page") {
    toPage(known().pages[Math.max(pageIndexAt(at), 0)]?.[0] ?? 1);
    one(".sheets").focus({ preventScroll: true });
    return;
  }
  await goTo(at);
  reading.reader.focus({ preventScroll: true });
}

// --- what is pressed ------------------------------------------------------------------------

const PRESSED = {
  "page-before": () => turnPage(-1),
  "page-next": () => turnPage(1),
  "cited-before": () => step(-1),
  "cited-next": () => step(1),
  "to-quote": backToQuote,
  "open-search": () => openSearch(),
  "end-search": () => endSearch(),
  "hit-before": () => toHit(found.now - 1),
  "hit-after": () => toHit(found.now + 1),
  smaller: () => zoom(-1),
  larger: () => zoom(1),
  fit: () => zoom(0),
  "turn-page": () => turnSheets(),
};

function onPress(event) {
  const button = event.target.closest?.("button");
  if (!button || !reading) {
    const outline = one(".outline[open]");
    if (outline && !outline.contains(event.target)) outline.open = false;
    return;
  }
  const name = Object.keys(PRESSED).find((one) => button.classList.contains(one));
  if (button.classList.contains("cited-before") || button.classList.contains("cited-next"))
    refocus = event.detail === 0 ? `.${name}` : "";
  if (name) PRESSED[name]();
  else if (button.dataset.view) chooseView(button.dataset.view);
  else if (button.dataset.way) readOn(button.dataset.way);
  else if (button.classList.contains("heading")) goToHeading(button);
}

function onPageKey(event) {
  if (event.target.matches?.(".page-box") && event.key === "Enter") goToTyped(event.target.value);
}

// Only what is near is in the page, so that the browser's own search would miss most.
function onFindKey(event) {
  const wish = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "f";
  if (!wish || !reading || !element.contains(document.activeElement)) return;
  event.preventDefault();
  openSearch();
}

function onPanelEscape(event) {
  if (event.key !== "Escape" || !reading) return;
  const outline = one(".outline[open]");
  if (outline) {
    outline.open = false;
    outline.querySelector("summary").focus();
  } else if (!one(".searching").hidden && one(".searching").contains(event.target)) endSearch();
  else return;
  event.stopPropagation();
}

element.addEventListener("click", onPress, { signal });
element.addEventListener("keydown", onPageKey, { signal });
element.addEventListener("keydown", onPanelEscape, { signal });
document.addEventListener("keydown", onFindKey, { signal });
document.addEventListener("click", (event) => {
  const outline = one(".outline[open]");
  if (outline && !outline.contains(event.target)) outline.open = false;
}, { signal });
element.addEventListener("scroll", onScroll, { signal, capture: true, passive: true });
element.addEventListener("focusin", (event) => {
  if (event.target.matches(".page-box")) event.target.select();
}, { signal });
element.addEventListener("focusout", (event) => {
  if (event.target.matches(".page-box") && known()) tellPage();
}, { signal });
element.addEventListener("toggle", (event) => {
  if (event.target.matches(".outline") && event.target.open) openOutline(event.target);
}, { signal, capture: true });
