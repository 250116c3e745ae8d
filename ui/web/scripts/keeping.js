// Runs once, below the question box. Keeps the page as it was left: which conversation is open
// (?c=… in the address), what is being typed, the source and its place; says in one line when
// the program is gone, and comes back by itself when it is there again.

const PLACE = window.sanadOwn("sanad.place"); // of this tab
const TYPED = window.sanadOwn("sanad.typed");
const LEFT = window.sanadOwn("sanad.left"); // the conversation that "Start again" left
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
const address = (name, how) => window.sanadAddress({ cite: null, c: name || null }, how);

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

const MOST_SAID = 90; // characters of a question that are said again

// The start page leads back to what was asked last, here or in another window.
async function offerToGoOn() {
  const idle = () => !inAddress() && !rows() && !note.childElementCount;
  const last = idle() ? await server.last_asked({}) : null;
  if (!last?.asked || !idle()) return;
  const words = document.createElement("bdi");
  const { asked } = last;
  words.textContent = asked.length > MOST_SAID ? `${asked.slice(0, MOST_SAID)} …` : asked;
  const on = document.createElement("button");
  on.type = "button";
  on.append("Go on with: ", words);
  on.onclick = () => window.sanadOpen(last.conversation);
  say(on);
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
