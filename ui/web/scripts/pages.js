// The pages of a PDF as they were printed: images that the program draws, with boxes over the
// words quoted and found. Only those near what is seen are in the page. Runs behind searching.js.

const VIEW = "sanad.view"; // somebody who wants to see the page wants to see it next time too
const ZOOMS = [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3];
const WIDTHS = [400, 600, 800, 1000, 1200, 1600, 2000, 2400];
const EDGE = 16; // around a page
const CAPTION = 28; // below it
const A4 = [595, 842]; // of a page whose size can't be read
const PASSING = 90; // milliseconds that a page stays in sight before it is drawn
const USUAL = ZOOMS.indexOf(1);
let size = USUAL;
let turns = 0;
let layout = null; // of the pages: { tops, frames, total, wide }
let drawing = 0;

function chosenView() {
  try {
    return localStorage.getItem(VIEW) === "page" ? "page" : "text";
  } catch {
    return "text"; // storage is off
  }
}

let chosen = chosenView();
const viewOf = () => (one(".views") ? chosen : "text");
const boxesOf = () => JSON.parse(reading.reader.dataset.boxes);
const quotedPage = () => boxesOf()[0]?.[0] ?? Number(reading.reader.dataset.page);

function showView() {
  const asPages = viewOf() === "page";
  one(".source").classList.toggle("as-pages", asPages);
  for (const button of element.querySelectorAll("[data-view]"))
    button.setAttribute("aria-pressed", String(button.dataset.view === viewOf()));
}

// What of the words found and quoted is in sight, in whichever view: the other one begins there.
function wordsInSight() {
  const pages = viewOf() === "page";
  const frame = (pages ? one(".sheets") : scrollerOf())?.getBoundingClientRect();
  const hit = element.querySelector(pages ? ".sheets .box.hit.now" : "mark.hit.now");
  const quote = pages ? element.querySelector(".sheets .box.quoted") : markOf();
  const seen = (target) => {
    const rect = target?.getBoundingClientRect();
    return rect && frame && rect.bottom > frame.top && rect.top < frame.bottom;
  };
  if (found?.now >= 0 && seen(hit)) return "hit";
  return seen(quote) ? "quote" : "";
}

async function chooseView(view) {
  if (view === viewOf()) return;
  const words = wordsInSight();
  const page = view === "text" && layout ? pageInView() : 0;
  chosen = view;
  try {
    localStorage.setItem(VIEW, view);
  } catch {
    // then it is chosen anew next time
  }
  showView();
  if (view === "page") {
    showPages(words !== "quote" && reading.at !== Number(reading.reader.dataset.start));
    if (words === "hit" && layout) await hopTo(found.now);
    return;
  }
  if (words === "hit") await hopTo(found.now);
  else if (page && page !== quotedPage()) await goTo(pageNumbered(page)[2]);
  else await backToQuote();
  tellPage();
}

// Show the pages: from where one reads on if `here`, else from the words quoted.
function showPages(here = false) {
  const told = known();
  if (!told) return; // it comes, and this again
  let sheets = one(".sheets");
  if (!sheets) {
    sheets = document.createElement("div");
    sheets.className = "sheets";
    sheets.tabIndex = 0;
    sheets.setAttribute("role", "region");
    sheets.setAttribute("aria-label", "The pages as they were printed");
    const roll = document.createElement("div");
    roll.className = "roll";
    sheets.append(roll);
    reading.reader.after(sheets);
    resized.observe(sheets);
  }
  const note = noteOnPlace();
  if (note && !one(".sheets-note")) {
    const line = document.createElement("p");
    line.className = "sheets-note";
    line.setAttribute("role", "note");
    line.textContent = note;
    sheets.before(line);
  }
  if (told.no_pages) return;
  layOut();
  if (here) toPage(known().pages[Math.max(pageIndexAt(reading.at), 0)]?.[0] ?? 1);
  else toQuotedPage();
}

function noteOnPlace() {
  const told = known();
  if (told.no_pages) return `${told.no_pages} “Text” shows what was read of it.`;
  const { placed, end } = reading.reader.dataset;
  if (end === "0" || placed === "all") return "";
  return placed === "some"
    ? "Only some of these words could be found on the page; those are marked."
    : "These words stand on this page, but where on it isn’t known, so nothing is marked.";
}

// --- where each page is ------------------------------------------------------------------------

function layOut() {
  const sheets = one(".sheets");
  const fit = Math.max(sheets.clientWidth - 2 * EDGE, 100);
  const wide = fit * ZOOMS[size];
  const tops = [];
  const frames = [];
  let top = EDGE;
  for (const [width, height] of known().sizes) {
    const [across, down] = width > 0 && height > 0 ? [width, height] : A4;
    const scale = wide / (turns % 2 ? down : across);
    tops.push(top);
    frames.push([across * scale, down * scale]);
    top += (turns % 2 ? across : down) * scale + CAPTION + EDGE;
  }
  layout = { key: reading.key, tops, frames, total: top, wide };
  const roll = one(".roll");
  roll.style.height = `${top}px`;
  roll.style.width = `${Math.max(wide + 2 * EDGE, sheets.clientWidth)}px`;
  roll.replaceChildren();
}

function pageInView() {
  const sheets = one(".sheets");
  if (!sheets || !layout) return quotedPage() || 1;
  const middle = sheets.scrollTop + sheets.clientHeight / 3;
  const next = layout.tops.findIndex((top) => top > middle);
  return next < 0 ? layout.tops.length : Math.max(next, 1);
}

function toPage(number) {
  const sheets = one(".sheets");
  if (!sheets || !layout?.tops.length) return;
  const page = Math.min(Math.max(number, 1), layout.tops.length);
  jumped = performance.now();
  sheets.scrollTop = layout.tops[page - 1] - EDGE / 2;
  reading.at = pageNumbered(page)[2];
  drawPages(true);
  tellPage();
  tellQuote();
}

function toQuotedPage() {
  if (!reading?.reader.isConnected || !layout || !one(".sheets")) return;
  const [first] = boxesOf();
  if (first) toBox(first, ".quoted");
  else toPage(quotedPage());
}

// Bring the first of a page's boxes that are so called into sight, with something above it.
function toBox(box, name = ".now") {
  toPage(box[0]);
  const sheets = one(".sheets");
  const drawn = sheets.querySelector(`[data-page="${box[0]}"] .box${name}`);
  if (!drawn) return;
  const rect = drawn.getBoundingClientRect();
  const frame = sheets.getBoundingClientRect();
  if (rect.top > frame.top + 8 && rect.bottom < frame.bottom - 48 && rect.right < frame.right) return;
  sheets.scrollTop += rect.top - frame.top - frame.height / 3;
  sheets.scrollLeft += rect.left - frame.left - frame.width / 3;
  drawPages(true);
  tellQuote();
}

// --- what is near what is seen -----------------------------------------------------------------

function drawPages(atOnce = false) {
  const sheets = one(".sheets");
  if (!sheets || !layout || layout.key !== reading.key || known().no_pages) return;
  const roll = one(".roll");
  const bottom = sheets.scrollTop + sheets.clientHeight;
  const first = Math.max(layout.tops.findLastIndex((top) => top <= sheets.scrollTop), 0);
  const last = Math.max(layout.tops.findLastIndex((top) => top <= bottom), first);
  const near = new Set();
  for (let n = first; n <= last + 2 && n <= layout.tops.length; n += 1) near.add(n || 1);
  for (const sheet of [...roll.children])
    if (!near.delete(Number(sheet.dataset.page))) sheet.remove();
  for (const number of near) roll.append(sheetOf(number));
  clearTimeout(drawing);
  if (atOnce) loadImages();
  else drawing = setTimeout(loadImages, PASSING);
}

function sheetOf(number) {
  const [across, down] = layout.frames[number - 1];
  const [width, height] = turns % 2 ? [down, across] : [across, down];
  const sheet = document.createElement("figure");
  sheet.className = "sheet";
  sheet.dataset.page = number;
  sheet.style.cssText = `top:${layout.tops[number - 1]}px;width:${width}px`;
  const frame = document.createElement("div");
  frame.className = "frame";
  frame.style.height = `${height}px`;
  const paper = document.createElement("div");
  paper.className = "paper";
  const turned = ["", `translateX(${width}px)`, `translate(${width}px,${height}px)`, `translateY(${height}px)`];
  paper.style.cssText = `width:${across}px;height:${down}px;transform:${turned[turns]} rotate(${90 * turns}deg)`;
  const image = document.createElement("img");
  image.alt = "";
  const marks = document.createElement("div"); // one layer: lines that overlap don't darken
  marks.className = "marks";
  paper.append(image, marks);
  frame.append(paper);
  const caption = document.createElement("figcaption");
  caption.textContent = pageNumbered(number)[3] || `PDF p. ${number}`;
  sheet.append(frame, caption);
  for (const box of boxesOf()) if (box[0] === number) marks.append(boxOf(box, "quoted"));
  drawHitsOn(sheet);
  return sheet;
}

function boxOf([page, x0, y0, x1, y1], name) {
  const [width, height] = known().sizes[page - 1];
  const box = document.createElement("span");
  box.className = `box ${name}`;
  const percent = (part, whole) => `${(100 * part) / (whole || 1)}%`;
  box.style.cssText =
    `left:${percent(x0, width)};top:${percent(y0, height)};` +
    `width:${percent(x1 - x0, width)};height:${percent(y1 - y0, height)}`;
  return box;
}

function drawHitsOn(sheet) {
  const marks = sheet.querySelector(".marks");
  for (const old of marks.querySelectorAll(".box.hit")) old.remove();
  if (!found) return;
  const number = Number(sheet.dataset.page);
  found.hits.forEach(([, , boxes], at) => {
    for (const box of boxes)
      if (box[0] === number) marks.append(boxOf(box, at === found.now ? "hit now" : "hit"));
  });
}

function drawHits() {
  for (const sheet of element.querySelectorAll(".sheet")) drawHitsOn(sheet);
}

const widthOf = () => {
  const wish = layout.wide * (window.devicePixelRatio || 1);
  return WIDTHS.find((one) => one >= wish) ?? WIDTHS.at(-1);
};

// The page of the citation that is likely to be opened next is drawn ahead: a scan takes a second.
let ahead = "";
function drawAhead(id) {
  if (!id || id === ahead || chosen !== "page" || !layout) return;
  ahead = id;
  fetch(`pages/of/${id}?width=${widthOf()}`, { priority: "low" }).catch(() => {});
}

function drawNext() {
  const { ids } = cited();
  drawAhead(ids[ids.indexOf(shownId()) + 1]);
}

document.addEventListener("pointerover", (event) => {
  const marker = event.target.closest?.(".room .cite:not(.open)");
  if (marker && idOf(marker) !== shownId()) drawAhead(idOf(marker));
}, { signal, passive: true });

function loadImages() {
  const sheets = one(".sheets");
  if (!sheets || !layout) return;
  const width = widthOf();
  const frame = sheets.getBoundingClientRect();
  const seen = (sheet) => {
    const rect = sheet.getBoundingClientRect();
    return rect.bottom > frame.top && rect.top < frame.bottom;
  };
  const all = [...element.querySelectorAll(".sheet")];
  for (const sheet of all.toSorted((one, other) => seen(other) - seen(one))) {
    const image = sheet.querySelector("img");
    if (image.dataset.width) continue;
    image.dataset.width = width;
    image.onload = () => {
      sheet.classList.add("drawn");
      if (seen(sheet)) drawNext();
    };
    image.onerror = () => tellBroken(sheet, image.src);
    image.src = `pages/${reading.key}/${sheet.dataset.page}.jpg?width=${width}`;
    image.alt = `${sheet.querySelector("figcaption").textContent}, as printed`;
  }
}

async function tellBroken(sheet, address) {
  const told = await ask(address);
  const line = document.createElement("p");
  line.className = "broken";
  line.textContent = told.problem ?? "This page can’t be drawn.";
  sheet.querySelector(".frame").append(line);
}

// --- size and turning ---------------------------------------------------------------------------

function again(change) {
  const sheets = one(".sheets");
  if (!sheets || !layout) return change();
  const page = pageInView();
  const height = () => (layout.tops[page] ?? layout.total) - layout.tops[page - 1];
  const share = (sheets.scrollTop - layout.tops[page - 1]) / height();
  change();
  layOut();
  jumped = performance.now();
  sheets.scrollTop = layout.tops[page - 1] + share * height();
  drawPages(true);
}

function zoom(by) {
  again(() => {
    size = by ? Math.min(Math.max(size + by, 0), ZOOMS.length - 1) : USUAL;
  });
  one(".smaller").disabled = size === 0;
  one(".larger").disabled = size === ZOOMS.length - 1;
}

function turnSheets() {
  again(() => {
    turns = (turns + 1) % 4;
  });
}

let wide = 0;
const resized = new ResizeObserver(([entry]) => {
  const { width } = entry.contentRect;
  if (Math.abs(width - wide) < 2 || !entry.target.isConnected || width === 0) return;
  wide = width;
  if (viewOf() === "page" && layout?.key === reading?.key) requestAnimationFrame(() => again(() => {}));
});
signal.addEventListener("abort", () => resized.disconnect());

// The answer is drawn after its source is here: which citations it has is looked up again then.
let stepping = 0;
const answers = new MutationObserver(() => {
  clearTimeout(stepping);
  stepping = setTimeout(() => {
    if (!reading?.reader.isConnected) return;
    step();
    if (one(".sheet.drawn")) drawNext();
  }, 100);
});
answers.observe(document.getElementById("talk"), { childList: true, subtree: true });
signal.addEventListener("abort", () => answers.disconnect());

watch("value", () => {
  layout = null;
  jumped = performance.now();
  beginReading();
});
beginReading();
