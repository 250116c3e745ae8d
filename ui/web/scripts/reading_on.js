// Text of the document that comes as one scrolls, and a way back to the words quoted. Runs behind
// reading.js and shares its names.

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
