// Runs once, when the source panel is there. Gradio gives `element` (the panel), `trigger`
// and `watch`. A marker is any button of class "cite"; its class "c-…" says where it leads.

const phone = window.matchMedia("(max-width: 860px)");
const talk = document.getElementById("talk");
const rooms = document.querySelectorAll(".room");
let wanted = null; // the marker that was activated and waits for its source
let origin = null; // the marker to go back to
let byKeyboard = false; // that is how it was activated

const idOf = (marker) => [...marker.classList].find((name) => name.startsWith("c-"));
const shownId = () => element.querySelector(".source")?.dataset.marker ?? "";
const isOpen = () => document.body.classList.contains("source-open");

function pointOut() {
  const id = shownId();
  for (const marker of document.querySelectorAll(".cite")) {
    const current = id !== "" && marker.classList.contains(id);
    if (current) marker.setAttribute("aria-current", "true");
    else marker.removeAttribute("aria-current");
  }
}

function scrollToQuote() {
  const reader = element.querySelector(".reader");
  const quote = reader?.querySelector("mark:not(.hit)");
  if (!reader) return;
  if (viewOf() === "page") return toQuotedPage();
  const scrolls = getComputedStyle(reader).overflowY === "auto";
  const scroller = scrolls ? reader : element.querySelector(".source");
  if (!quote) {
    scroller.scrollTop = 0;
    return;
  }
  const toCard = !scrolls && citing; // the passage then begins below it
  const above = toCard ? scroller.querySelector(".back").offsetHeight : scroller.clientHeight / 3;
  const target = toCard ? card() : quote;
  const offset = target.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
  scroller.scrollTop += offset - above;
}

function openSheet() {
  if (isOpen()) return;
  document.body.classList.add("source-open");
  for (const room of rooms) room.inert = true;
  if (history.state?.sanad !== "source") history.pushState({ sanad: "source" }, "");
}
window.sanadSheet = openSheet;

function closeSheet() {
  document.body.classList.remove("source-open");
  for (const room of rooms) room.inert = false;
}

function goBack() {
  document.body.classList.remove("beside");
  if (isOpen()) {
    closeSheet();
    if (history.state?.sanad === "source") history.back();
  }
  const marker = origin?.isConnected
    ? origin
    : origin && document.querySelector(`.cite.${idOf(origin)}`);
  (marker?.closest("details.documents")?.querySelector("summary") ?? marker)?.focus();
}

function reveal() {
  // While a marker's source is on its way, that of a new answer may come in between.
  if (wanted === null || !(shownId().startsWith(wanted) || shownId() === "c-none")) return;
  wanted = null;
  const again = refocus && element.querySelector(refocus);
  refocus = "";
  if (again) return again.focus({ preventScroll: true });
  if (phone.matches) openSheet();
  const first = citing && origin?.classList.contains("to-cite") ? card() : null;
  const target = first?.querySelector("summary") ?? element.querySelector("h2");
  if (phone.matches || byKeyboard) target?.focus({ preventScroll: true });
  scrollToQuote();
}

// The page may be opened at an address: ?cite=document@hash:1-2#before,quote,after, where the
// browser takes what follows the "#" for a fragment, or with all of it percent-encoded.
function linkedAddress() {
  const given = /[?&]cite=([^&]*)/.exec(location.search)?.[1];
  if (!given) return null;
  if (!given.includes("%23")) return given.replace("%40", "@").replace("%3A", ":") + location.hash;
  try {
    return given.includes(",") ? given.replace("%23", "#") : decodeURIComponent(given);
  } catch {
    return given;
  }
}

function openLink() {
  const address = linkedAddress();
  if (!address) return;
  wanted = "c-0-l";
  trigger("select", { address });
}

// A follow-up as it was put in full goes into the box, to be changed and asked.
function editQuestion(asked) {
  const box = talk.querySelector("textarea");
  box.value = (asked.querySelector(".to-edit") ?? asked.querySelector(".in-full")).textContent;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.focus();
  box.setSelectionRange(box.value.length, box.value.length);
}

function onClick(event) {
  const marker = event.target.closest?.(".cite");
  if (marker) {
    if (!element.contains(marker)) origin = marker; // a part of a document leads to another
    document.body.classList.add("beside");
    byKeyboard = event.detail === 0;
    wanted = idOf(marker);
    marker.closest("details.documents")?.removeAttribute("open");
    if (marker.classList.contains("to-cite")) openCard();
    if (shownId() === wanted) reveal();
    trigger("select", { id: idOf(marker) });
  } else if (event.target.closest?.(".back")) {
    goBack();
  } else if (event.target.closest?.(".asked-as .edit")) {
    editQuestion(event.target.closest(".asked-as"));
  } else if (event.target.closest?.(".suggested")) {
    trigger("submit", { question: event.target.textContent, listing: false });
  } else if (event.target.closest?.(".asked-as .as-typed")) {
    const asked = event.target.closest(".message-row").previousElementSibling;
    const question = asked.querySelector(".question").textContent;
    trigger("submit", { question, listing: event.target.matches(".listing *") });
  } else {
    for (const list of document.querySelectorAll("details.documents[open]"))
      if (!list.contains(event.target)) list.removeAttribute("open");
  }
}

function onKey(event) {
  if (event.key !== "Escape") return;
  const list = document.querySelector("details.documents[open]");
  if (list) {
    list.removeAttribute("open");
    list.querySelector("summary").focus();
  } else if (isOpen() || element.contains(document.activeElement)) goBack();
}

// What is new moves to the top, so that an answer is read from its beginning.
let rows = 0;
let greeted = phone.matches; // there, focus in the box would open the keyboard over the page
function follow() {
  pointOut();
  const box = greeted ? null : talk.querySelector("textarea");
  if (box) {
    greeted = true;
    if (document.activeElement === document.body) box.focus();
  }
  // Gradio names each message by its raw HTML; nobody should have to listen to that.
  for (const message of talk.querySelectorAll("[data-testid][aria-label]"))
    message.removeAttribute("aria-label");
  const all = [...talk.querySelectorAll(".message-row")];
  const notHere = talk.querySelector(".earlier button"); // how many turns are before these
  const held = notHere ? 2 * notHere.value + all.length - 1 : all.length;
  const grown = held > rows;
  rows = held;
  const scroller = talk.querySelector(".bubble-wrap");
  if (!scroller) return;
  if (rows > 0) scroller.tabIndex = 0; // to be scrolled by keyboard
  if (!grown) return;
  const last = all.at(-1);
  const asked = last.previousElementSibling;
  const target = asked?.classList.contains("user-row") ? asked : last;
  const offset = target.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
  scroller.scrollTop += offset - 20;
}

window.sanadPage?.abort();
window.sanadPage = new AbortController();
const { signal } = window.sanadPage;
document.addEventListener("click", onClick, { capture: true, signal });
document.addEventListener("keydown", onKey, { signal });
window.addEventListener("popstate", closeSheet, { signal });
phone.addEventListener("change", closeSheet, { signal });
const watcher = new MutationObserver(follow);
watcher.observe(talk, { childList: true, subtree: true, attributeFilter: ["aria-label"] });
signal.addEventListener("abort", () => watcher.disconnect());
watch("value", () => {
  pointOut();
  scrollToQuote();
  reveal();
});
follow();
openLink();
