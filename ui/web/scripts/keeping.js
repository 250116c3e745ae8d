// Runs once, below the question box. Keeps the page as it was left: which conversation is open
// (?c=… in the address), what is being typed, the source and its place; says in one line when
// the program is gone, and comes back by itself when it is there again.

const PLACE = "sanad.place"; // of this tab
const TYPED = "sanad.typed";
const LEFT = "sanad.left"; // the conversation that "Start again" left
const UNDONE_WITHIN = 600_000; // milliseconds, for "Start again"
const LONGEST = 200_000; // characters typed that are kept
const LOOK = { there: 4000, gone: 1500 }; // milliseconds between looks at the program
const GONE =
  "Sanad isn’t running any more. Start it again with “sanad serve”: this page then comes back by " +
  "itself, and what you typed stays.";
const BACK = "Sanad is running again. Load this page anew to go on; the check’s report goes with it.";
const COMING = "The answer is still coming. Your question stays in the box until you send it.";
// What needs the program to be there, and what begins an answer.
const ASKS = ".submit-button, .example, .example *, #every, .suggested, .as-typed, .ask-again";
const CALLS = `${ASKS}, .cite, .cite *, .pin, .save, .check, .calls, .calls *`;

const note = element.querySelector(".note");
const halt = element.querySelector(".halt");
const talk = document.getElementById("talk");
const box = () => talk.querySelector("#question textarea");
const typedIn = { question: box, draft: () => document.getElementById("draft-text") };
const scrollers = {
  chat: () => talk.querySelector(".bubble-wrap"),
  source: () => document.querySelector("#panel .source"),
  reader: () => document.querySelector("#panel .reader"),
};
const small = window.matchMedia("(max-width: 860px)");
const working = () => talk.querySelector(".working") !== null;
const rows = () => talk.querySelectorAll(".message-row").length;

window.sanadKeeping?.abort();
window.sanadKeeping = new AbortController();
const { signal } = window.sanadKeeping;

function recall(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name));
  } catch {
    return null; // storage is off, or holds something else
  }
}

function remember(name, value) {
  try {
    sessionStorage.setItem(name, JSON.stringify(value));
  } catch {
    // then it is lost with the page
  }
}

// --- the conversation -------------------------------------------------------------------------

const inAddress = () => /[?&]c=([a-z0-9]{8,40})(?:&|$)/.exec(location.search)?.[1] ?? "";
const fresh = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(10)), (one) => (one % 36).toString(36)).join("") +
  Date.now().toString(36);
let conversation = inAddress() || fresh();

// The address names a conversation once something was asked in it.
function address(name, { push = false } = {}) {
  const asked = new URLSearchParams(location.search);
  asked.delete("cite");
  asked.delete("c");
  if (name) asked.set("c", name);
  const query = asked.toString();
  const url = location.pathname + (query ? `?${query}` : "");
  if (push) history.pushState({}, "", url);
  else history.replaceState(history.state, "", url);
}

window.sanadWhere = () => {
  if (inAddress() !== conversation && (rows() || box()?.value.trim())) address(conversation);
  return { conversation };
};

function show(name, marker = "") {
  conversation = name;
  trigger("submit", { conversation, marker });
}

// Called by the notebook.
window.sanadOpen = (name) => {
  if (name === conversation) return;
  address(name, { push: true });
  show(name);
  say("");
};

window.sanadAnew = () => {
  if (rows()) remember(LEFT, { name: conversation, at: Date.now() });
  address("", { push: true });
  show(fresh());
  offerToGoBack();
  box()?.focus();
};

function offerToGoBack() {
  const left = recall(LEFT);
  if (!left || inAddress() || Date.now() - left.at > UNDONE_WITHIN) return;
  const back = document.createElement("button");
  back.type = "button";
  back.textContent = "Go back to the last one";
  back.onclick = () => {
    remember(LEFT, null);
    window.sanadOpen(left.name);
  };
  say("This is a new conversation. ", back);
}

// --- what is said below the box ---------------------------------------------------------------

function say(...what) {
  note.replaceChildren(...what);
}

window.sanadSay = say;

let since = 0;
function look() {
  const busy = working();
  if (!busy) {
    if (since) finished();
    since = 0;
    halt.hidden = true;
    if (note.textContent === COMING) say("");
  } else if (!since) {
    since = Date.now();
    if (!note.querySelector(".problem")) say("");
    setTimeout(() => working() && (halt.hidden = false), 600); // most answers are there by then
  }
}

function finished() {
  const first = talk.querySelector(".question")?.textContent ?? "";
  document.title = first ? `${first.slice(0, 60)} · Sanad` : "Sanad";
  others?.postMessage({ conversation });
}

// The same conversation may be open in another tab.
const others = window.BroadcastChannel ? new BroadcastChannel("sanad") : null;
if (others)
  others.onmessage = ({ data }) => {
    if (data?.conversation === conversation && inAddress() && !working()) show(conversation, null);
  };

halt.addEventListener("click", async () => {
  halt.disabled = true;
  const stopped = await server.stop_answer(conversation);
  halt.disabled = false;
  halt.hidden = true;
  if (stopped === undefined) check();
  else box()?.focus();
});

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

// --- the program gone, and back ---------------------------------------------------------------

let lost = false;
const banner = document.getElementById("gone") ?? document.createElement("div");
banner.id = "gone";
banner.setAttribute("role", "alert");
document.body.append(banner);

async function check() {
  let there = "";
  try {
    there = (await (await fetch("gradio_api/app_id", { cache: "no-store" })).json()).app_id;
  } catch {
    // not reached: it's gone
  }
  if (signal.aborted) return;
  const same = there === window.gradio_config.app_id;
  if (there && (lost || !same)) return comeBack();
  if (!there && !lost) {
    lost = true;
    save();
    document.body.classList.add("server-lost");
    banner.textContent = GONE;
    document.body.style.setProperty("--gone", `${banner.offsetHeight}px`);
  }
}

function comeBack() {
  save();
  const kept = recall("sanad.checked") !== null;
  if (kept || !document.querySelector("#checked .review")) return location.reload();
  const anew = document.createElement("button");
  anew.type = "button";
  anew.textContent = "Load anew";
  anew.onclick = () => location.reload();
  lost = false;
  clearTimeout(looking);
  document.body.classList.add("server-lost");
  banner.replaceChildren(`${BACK} `, anew);
}

let looking = 0;
async function keepLooking() {
  if (!document.hidden || lost) await check();
  if (!signal.aborted) looking = setTimeout(keepLooking, lost ? LOOK.gone : LOOK.there);
}

// Before anybody else hears of it: what can't be done now is said, and nothing is lost.
function guard(event) {
  const target = event.target;
  const enter = event.type === "keydown";
  if (enter && (event.key !== "Enter" || event.shiftKey || event.isComposing)) return;
  if (enter ? target !== box() : !target.closest?.(CALLS)) return;
  if (lost) {
    banner.textContent = "";
    requestAnimationFrame(() => (banner.textContent = GONE)); // said again
  } else if (working() && (enter || target.closest(ASKS))) {
    say(COMING);
    halt.hidden = false;
  } else {
    setTimeout(check, 300);
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
}

// --- a question changed, or asked again -------------------------------------------------------

function onClick(event) {
  const button = event.target.closest?.(".edit-again, .ask-again");
  if (!button) return;
  const row = button.closest(".message-row");
  const asked = button.matches(".edit-again") ? row : row.previousElementSibling;
  const words = asked.querySelector(".question").textContent;
  const field = box();
  const typed = field.value;
  fill(field, words);
  field.focus();
  if (button.matches(".edit-again")) return field.setSelectionRange(words.length, words.length);
  setTimeout(() => {
    talk.querySelector(".submit-button").click();
    if (typed) whenThere(() => !field.value && field, () => fill(field, typed));
  }, 50); // Gradio has taken up the words by then
}

for (const kind of ["click", "keydown"])
  window.addEventListener(kind, guard, { capture: true, signal });
document.addEventListener("click", onClick, { signal });
for (const kind of ["input", "click", "scroll"])
  document.addEventListener(kind, saveSoon, { capture: true, passive: true, signal });
for (const kind of ["wheel", "pointerdown", "keydown"])
  document.addEventListener(kind, settle, { capture: true, passive: true, signal });
for (const kind of ["pagehide", "visibilitychange"])
  window.addEventListener(kind, save, { capture: true, signal });
window.addEventListener("popstate", () => {
  const name = inAddress();
  if (name !== conversation && (name || rows())) show(name || fresh());
}, { signal });
const watcher = new MutationObserver(() => {
  look();
  goToPlace();
  saveSoon();
});
watcher.observe(talk, { childList: true, subtree: true });
whenThere(
  () => document.getElementById("panel"),
  (panel) => watcher.observe(panel, { childList: true, subtree: true }),
);
signal.addEventListener("abort", () => {
  watcher.disconnect();
  clearTimeout(looking);
  others?.close();
});
restore();
offerToGoBack();
keepLooking();
