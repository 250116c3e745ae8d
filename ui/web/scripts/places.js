// What is typed, and where one was, over a reload. Runs behind keeping.js and shares its names.

// --- what is typed, and where one was ---------------------------------------------------------

function save() {
  for (const [name, field] of Object.entries(typedIn)) {
    const words = field()?.value;
    if (words !== undefined) remember(`${TYPED}.${name}`, words.slice(0, LONGEST));
  }
  if (restoring) return;
  const tops = Object.entries(scrollers).map(([name, find]) => [name, find()?.scrollTop ?? 0]);
  remember(PLACE, {
    at: inAddress(),
    marker: document.querySelector("#panel .source")?.dataset.marker ?? "",
    room: document.body.dataset.room ?? "",
    beside: document.body.classList.contains("beside"),
    sheet: document.body.classList.contains("source-open"),
    tops: Object.fromEntries(tops),
    turn: turnInView(),
    quote: quoteTop(),
  });
}

const turns = () => [...talk.querySelectorAll(".message-row:not(:has(.message-row, .earlier))")];
const topIn = (scroller, one) =>
  one.getBoundingClientRect().top - scroller.getBoundingClientRect().top;

// What is out of sight has no certain height: a place in the chat is that of what is seen.
function turnInView() {
  const scroller = scrollers.chat();
  const all = turns();
  const seen = all.findIndex((one) => topIn(scroller, one) + one.offsetHeight > 0);
  return seen < 0 ? null : { last: all.length - seen, top: topIn(scroller, all[seen]) };
}

// Until it stays there: what comes into sight gets its own height only then.
async function goToTurn({ last, top }) {
  const scroller = scrollers.chat();
  for (let more = 1; more && turns().length < last; ) more = await showEarlier();
  for (let frames = 0; frames < 8; frames++) {
    const one = turns().at(-last);
    if (one) scroller.scrollTop += topIn(scroller, one) - top;
    await new Promise(requestAnimationFrame);
  }
}

// Where the quote stands in the reader: there may be more text above it when it is shown again.
function quoteTop() {
  const quote = scrollers.reader()?.querySelector("mark");
  if (!quote) return null;
  return quote.getBoundingClientRect().top - scrollers.reader().getBoundingClientRect().top;
}

let saving = 0;
function saveSoon() {
  clearTimeout(saving);
  saving = setTimeout(save, 250);
}

// Gradio lays its parts out in an order of its own.
function whenThere(find, then, tries = 200) {
  const found = find();
  if (found) then(found);
  else if (tries && !signal.aborted) setTimeout(whenThere, 50, find, then, tries - 1);
}

function fill(field, words) {
  field.value = words;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

let restoring = null; // the place that is being gone back to

function restore() {
  for (const [name, find] of Object.entries(typedIn)) {
    const words = recall(`${TYPED}.${name}`);
    if (words) whenThere(find, (field) => field.value || fill(field, words));
  }
  const linked = /[?&]cite=/.test(location.search);
  const place = recall(PLACE);
  const same = place?.at === inAddress() && !linked;
  const marker = same && /^c-\d/.test(place.marker) ? place.marker : "";
  if (same && place.room) {
    const tab = () => document.getElementById(`tab-${place.room}`);
    const room = () => document.getElementById(tab()?.getAttribute("aria-controls"));
    whenThere(room, () => {
      tab().click();
      document.body.classList.toggle("beside", place.beside);
    });
  }
  if (same && (marker || inAddress())) restoring = place;
  setTimeout(settle, 10_000);
  if (inAddress() || marker) show(conversation, linked ? null : marker);
}

function settle() {
  restoring = null;
}

// Goes on until the source and the chat are there, or until somebody moves.
function goToPlace() {
  if (!restoring) return;
  const { marker, tops, turn, sheet, quote } = restoring;
  const source = scrollers.source();
  if (/^c-\d/.test(marker) && source?.dataset.marker !== marker) return;
  if (inAddress() && !rows()) return;
  restoring = null;
  const scroll = () => {
    for (const [name, find] of Object.entries(scrollers)) if (find()) find().scrollTop = tops[name];
    if (typeof quote === "number" && quoteTop() !== null)
      scrollers.reader().scrollTop += quoteTop() - quote;
    if (turn && rows()) goToTurn(turn);
  };
  setTimeout(scroll, 60); // behind what shows a new source from its quote on
  if (sheet && small.matches && source) window.sanadSheet?.();
}
