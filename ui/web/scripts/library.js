// Runs once, in the library's room, before describing.js. All documents come in one piece of
// JSON; they are searched, sorted and paged here. Foreign text only ever becomes textContent.

const PAGE = 50; // rows at a time
const OFTEN = 600; // milliseconds between two looks at the work that goes on
const room = element.querySelector(".shelf");
const part = (name) => room.querySelector(name);
const body = part("tbody");
const files = part("#add-files");
const chosen = new Set(); // ids that are ticked
let all = { documents: [], removed: [], unread: [], names: {} };
let order = { key: "title", down: false };
let first = 0; // the row that the list begins with
let coming = 0; // files that are being sent
let refused = []; // those that weren't taken, with why
let watching = null;
const listeners = [];

function make(tag, look, text) {
  const made = document.createElement(tag);
  if (look) made.className = look;
  if (text !== undefined) made.textContent = text;
  return made;
}

function button(look, text, act) {
  const made = make("button", look, text);
  made.type = "button";
  if (act) made.addEventListener("click", act);
  return made;
}

const foreign = (text, look) => {
  const made = make("bdi", look, text);
  made.dir = "auto";
  return made;
};
const counted = (number, noun) =>
  `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;

const LOST = "Sanad can’t be reached. It may have been ended: start it again, then load the page.";

// Asks the program; gives what it says, or throws its words.
async function ask(path, given, more = {}) {
  const posted = given === undefined ? {} : { method: "POST", body: given };
  const headers = { "X-Sanad": "page", ...more };
  let reply;
  try {
    reply = await fetch(`library/${path}`, { ...posted, headers });
  } catch {
    throw new Error(LOST);
  }
  const said = await reply.json().catch(() => ({}));
  if (!reply.ok) throw new Error(said.problem ?? "That didn’t work. Load the page again.");
  return said;
}
const post = (path, given = {}) =>
  ask(path, JSON.stringify(given), { "Content-Type": "application/json" });

function complain(words = "") {
  part(".problem").textContent = words;
  part(".problem").hidden = !words;
}

async function load() {
  try {
    all = await ask("documents");
    complain(all.problem ? `${all.problem[0].toUpperCase()}${all.problem.slice(1)}.` : "");
  } catch (error) {
    complain(error.message);
    return;
  }
  const known = new Set(all.documents.map((one) => one.id));
  for (const id of chosen) if (!known.has(id)) chosen.delete(id);
  for (const one of all.documents) one.words = folded(
    `${one.title} ${one.authors.join(" ")} ${one.file} ${one.date} ${one.type} ${one.format}`,
  );
  fillChoices();
  show();
  for (const listener of listeners) listener(all);
}

const folded = (text) =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase("en");

// --- finding ------------------------------------------------------------------------------

function tally(list) {
  const counts = new Map();
  for (const name of list) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => compare(a, b));
}

function fill(select, anything, entries) {
  const before = select.value;
  select.replaceChildren(new Option(anything, ""));
  for (const [value, count, name = value] of entries)
    select.add(new Option(`${name} (${count.toLocaleString("en")})`, value));
  select.value = before;
  if (select.selectedIndex < 0) select.value = "";
}

const kindsOf = (documents) =>
  tally(documents.flatMap((one) => [...new Set(one.kinds)])).map(([kind, count]) => [
    kind,
    count,
    all.names[kind] ?? kind,
  ]);
const authorsOf = (documents) =>
  tally(documents.flatMap((one) => [...new Set(one.authors)]));

function fillChoices() {
  fill(part("select.type"), "Any type", kindsOf(all.documents));
  fill(part("select.author"), "Any author", authorsOf(all.documents));
}

function isWanted(one) {
  const words = folded(part(".search").value).split(/\s+/);
  if (!words.every((word) => one.words.includes(word))) return false;
  const { value: kind } = part("select.type");
  if (kind && !one.kinds.includes(kind)) return false;
  const { value: author } = part("select.author");
  if (author && !one.authors.includes(author)) return false;
  const [since, until] = [part(".since").value, part(".until").value];
  if (/^\d{4}$/.test(since) && !(one.to && one.to.slice(0, 4) >= since)) return false;
  if (/^\d{4}$/.test(until) && !(one.from && one.from.slice(0, 4) <= until)) return false;
  const { value: state } = part("select.state");
  if (state === "unconfirmed") return one.unconfirmed.length > 0;
  if (state === "superseded") return one.superseded.length > 0;
  return !state || one.state === state;
}

const { compare } = new Intl.Collator("en", { numeric: true });
const RANKS = { bad: 0, look: 1, good: 2 };
const KEYS = {
  authors: (one) => one.authors.join("; "),
  read: (one) => `${one.format} ${one.read}`,
  state: (one) => RANKS[one.state],
};

function sorted(documents) {
  const key = KEYS[order.key] ?? ((one) => one[order.key]);
  const way = order.down ? -1 : 1;
  const unlike = (a, b) => (typeof a === "number" ? a - b : compare(a, b));
  return [...documents].sort((one, other) => {
    const [a, b] = [key(one), key(other)];
    // What isn't known stands last, whichever way.
    if ((a === "") !== (b === "")) return a === "" ? 1 : -1;
    return way * unlike(a, b) || compare(one.title, other.title);
  });
}
