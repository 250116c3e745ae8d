// Words looked for in the document of the panel: counted, marked, gone through. The program finds
// them in the whole text; marked are those in what is in the page. Runs behind reading.js.

const PAUSE = 200; // milliseconds without a letter
let found = null; // what was looked for: { key, words, hits: [start, end, boxes], more, now }
let typing = 0;

function openSearch() {
  one(".searching").hidden = false;
  one(".open-search").setAttribute("aria-expanded", "true");
  const box = one("#words-in-document");
  box.focus();
  box.select();
}

function endSearch() {
  one(".searching").hidden = true;
  one(".open-search").setAttribute("aria-expanded", "false");
  found = null;
  unmark();
  drawHits();
  one(".open-search").focus();
}

// The next source of the same document is searched for the same words.
function goOnSearching() {
  if (!found || found.key !== reading.key) {
    found = null;
    return;
  }
  one(".searching").hidden = false;
  one("#words-in-document").value = found.words;
  markHits(reading.reader);
  tellHits();
}

async function search(words) {
  const mine = reading;
  if (!words.trim()) {
    found = null;
    unmark();
    drawHits();
    one(".hits").textContent = "";
    return;
  }
  const told = await ask(`read/${reading.key}/find?${new URLSearchParams({ words })}`);
  if (mine !== reading || words !== one("#words-in-document").value) return;
  unmark();
  if (told.problem) {
    one(".hits").textContent = told.problem;
    return;
  }
  found = { key: reading.key, words, hits: told.hits, more: told.more, now: -1 };
  markHits(reading.reader);
  const next = found.hits.findIndex((hit) => hit[0] >= reading.at);
  toHit(Math.max(next, 0));
}

function tellHits() {
  const { hits, more, now } = found;
  const count = `${hits.length.toLocaleString("en")}${more ? "+" : ""}`;
  one(".hits").textContent = hits.length ? `${now + 1} of ${count}` : "Not in this document";
  for (const name of [".hit-before", ".hit-after"]) one(name).disabled = hits.length < 2;
}

function toHit(index) {
  if (!found) return;
  const { hits } = found;
  found.now = hits.length ? (index + hits.length) % hits.length : -1;
  tellHits();
  drawHits();
  const wanted = found.now;
  if (wanted >= 0) hopping = hopping.then(() => hopTo(wanted)).catch(() => {});
}

// One after the other, and only to the last that is wanted: text that comes late for an earlier
// one would otherwise scroll the later one away.
let hopping = Promise.resolve();
async function hopTo(wanted) {
  if (found?.now !== wanted) return;
  const [start, , boxes] = found.hits[wanted];
  if (viewOf() === "page") {
    if (boxes.length) toBox(boxes[0]);
    else toPage(known().pages[Math.max(pageIndexAt(start), 0)][0]);
  } else {
    if (!holds(start)) await goTo(start);
    pointOutHit();
    const rect = rectAt(start);
    const frame = scrollerOf().getBoundingClientRect();
    if (rect.top < frame.top + 8 || rect.bottom > frame.bottom - 8)
      scrollTo_(rect, frame.height / 3);
  }
  reading.at = start;
  tellPage();
}

// --- marks -----------------------------------------------------------------------------------

function unmark() {
  for (const mark of element.querySelectorAll("mark.hit")) {
    const around = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    around.normalize();
  }
}

function markHits(root) {
  if (!found) return;
  for (const leaf of root.querySelectorAll("[data-at]")) {
    for (const at of hitsIn(Number(leaf.dataset.at), Number(leaf.dataset.to))) {
      for (const range of rangesIn(leaf, found.hits[at][0], found.hits[at][1])) {
        const mark = document.createElement("mark");
        mark.className = "hit";
        mark.dataset.hit = at;
        range.surroundContents(mark);
      }
    }
  }
  pointOutHit();
}

function pointOutHit() {
  for (const mark of element.querySelectorAll("mark.hit"))
    mark.classList.toggle("now", Number(mark.dataset.hit) === found?.now);
}

// Give the numbers of the hits that lie in a range, which are in order.
function hitsIn(at, to) {
  const { hits } = found;
  let low = 0;
  let high = hits.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (hits[middle][1] <= at) low = middle + 1;
    else high = middle;
  }
  const inside = [];
  for (; low < hits.length && hits[low][0] < to; low += 1) inside.push(low);
  return inside;
}

// Give a range of an element's characters as ranges within its pieces of text. The document's
// characters are counted as the program does: some are two of a script's.
function rangesIn(leaf, start, end) {
  const walker = document.createTreeWalker(leaf, NodeFilter.SHOW_TEXT);
  const ranges = [];
  let at = Number(leaf.dataset.at);
  for (let text = walker.nextNode(); text && at < end; text = walker.nextNode()) {
    if (text.parentNode.closest("span.page")) continue;
    const skip = text.previousSibling?.matches?.("span.page") ? 1 : 0; // the space behind it
    const size = [...text.data].length - skip;
    const low = Math.max(start - at, 0);
    const high = Math.min(end - at, size);
    if (low < high) {
      const range = document.createRange();
      range.setStart(text, units(text.data, low + skip));
      range.setEnd(text, units(text.data, high + skip));
      ranges.push(range);
    }
    at += size;
  }
  return ranges;
}

const units = (text, characters) => [...text].slice(0, characters).join("").length;

element.addEventListener("input", (event) => {
  if (event.target.id !== "words-in-document") return;
  clearTimeout(typing);
  typing = setTimeout(() => search(event.target.value), PAUSE);
}, { signal });
element.addEventListener("keydown", (event) => {
  if (event.target.id !== "words-in-document" || event.key !== "Enter") return;
  clearTimeout(typing);
  if (found?.words === event.target.value) toHit(found.now + (event.shiftKey ? -1 : 1));
  else search(event.target.value);
}, { signal });
