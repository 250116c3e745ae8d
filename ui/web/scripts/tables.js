// Runs once, in the room "Tables". What is wished for is kept here; the program finds the rows and
// sends them as it finds them, a page of them at a time. Foreign text is set as text, never as HTML.

const KEEP = window.sanadOwn("sanad.tables"); // table, documents, filter and order, for next time
const PAGE = 50; // rows at a time
const FEW = 10; // documents up to which all are looked through unasked
const MOST = 200; // documents that can be named at once
const LOST = "Sanad can’t be reached. Start it again; then choose the table once more.";
const room = document.getElementById("tables");
const part = (selector) => element.querySelector(selector);
const parts = (selector) => [...element.querySelectorAll(selector)];
let known = []; // the documents: id, title, byline, file
let revision = null; // of the index, when the rows were asked for
let ticked = null; // ids of documents; null for all
let wish = { table: "commitments", within: "", words: "", sort: "", view: "rows", offset: 0 };
let shown = null; // what the program said of the table: its columns
let looking = null; // the request that goes on

function make(tag, name, text) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text !== undefined) made.textContent = text;
  return made;
}

const foreign = (tag, name, text) => {
  const made = make(tag, name, text);
  made.dir = "auto";
  return made;
};
const counted = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;

function complain(words = "") {
  part(".said").replaceChildren(...(words ? [foreign("p", "problem", words)] : []));
}

// --- what is kept in the browser ----------------------------------------------------------

function keep() {
  try {
    localStorage.setItem(KEEP, JSON.stringify({ ...wish, ticked: ticked && [...ticked] }));
  } catch {
    // storage is off: then it lasts as long as the page
  }
}

function restore() {
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem(KEEP)) ?? {};
  } catch {
    // nothing that can be read
  }
  for (const name of Object.keys(wish))
    if (typeof kept[name] === typeof wish[name]) wish[name] = kept[name];
  if (!part(`[data-table="${CSS.escape(wish.table)}"]`)) wish.table = "commitments";
  ticked = Array.isArray(kept.ticked) ? new Set(kept.ticked) : null;
  part("[name=words]").value = wish.words;
}

// --- documents ----------------------------------------------------------------------------

async function loadDocuments() {
  let found;
  try {
    found = await server.table_documents({});
  } catch {
    return complain(LOST);
  }
  if (found.problem) return complain(found.problem);
  known = found.documents;
  if (ticked) ticked = new Set(known.filter((one) => ticked.has(one.id)).map((one) => one.id));
  if (!ticked && known.length > FEW && !shown) ticked = new Set();
  if (ticked?.size === known.length) ticked = null;
  listDocuments();
  if (!known.length) return complain("Nothing has been read yet: add documents first.");
  if (revision !== found.revision) {
    revision = found.revision;
    look();
  }
}

function listDocuments() {
  const sought = part(".find input").value.trim().toLowerCase();
  const fits = (one) => `${one.title} ${one.byline} ${one.file}`.toLowerCase().includes(sought);
  const items = known.filter(fits).map((one) => {
    const box = make("input");
    box.type = "checkbox";
    box.checked = !ticked || ticked.has(one.id);
    box.dataset.id = one.id;
    const about = make("span", "about");
    about.append(make("bdi", "title", one.title), make("bdi", "meta", one.byline));
    const label = make("label");
    label.append(box, about);
    const item = make("li");
    item.append(label);
    return item;
  });
  const none = make("li", "meta", known.length ? "No document is called so." : "");
  part(".choices").replaceChildren(...(items.length ? items : [none]));
  part(".chooser .count").textContent = !ticked
    ? `all ${known.length}`
    : `${ticked.size} of ${known.length}`;
}

function tick(ids, on) {
  const now = ticked ?? new Set(known.map((one) => one.id));
  for (const id of ids) on ? now.add(id) : now.delete(id);
  ticked = now.size === known.length ? null : now;
}

// --- rows ---------------------------------------------------------------------------------

function address(more = {}) {
  const asked = new URLSearchParams();
  for (const id of ticked ?? []) asked.append("documents", id);
  const words = wish.words.trim();
  if (words) asked.append("where", wish.within ? `${wish.within}=${words}` : words);
  if (wish.sort) asked.set("sort", wish.sort);
  for (const [name, value] of Object.entries(more)) asked.set(name, value);
  return asked;
}

// Asks for the rows that are wished for; what went on before is ended.
async function look({ keepPlace = false } = {}) {
  looking?.abort();
  if (!keepPlace) wish.offset = 0;
  pressed();
  keep();
  complain();
  if (ticked && !ticked.size) return idle("Choose documents, or all of them.");
  if (ticked?.size > MOST) return idle(`At most ${MOST} documents can be chosen by name, or all.`);
  const mine = (looking = new AbortController());
  begin();
  const groups = wish.view === "groups";
  const asked = address({ offset: wish.offset, limit: PAGE, compare: groups });
  try {
    const reply = await fetch(`tables/${wish.table}?${asked}`, { signal: mine.signal });
    if (!reply.ok) throw new Error((await reply.json().catch(() => ({}))).detail ?? LOST);
    for await (const [name, value] of events(reply.body)) {
      if (looking !== mine) return;
      take(name, value);
    }
    if (looking === mine) end();
  } catch (error) {
    if (mine.signal.aborted) return;
    end(true);
    complain(error instanceof TypeError ? LOST : told(error.message));
  }
}

const told = (words) => `${words[0].toUpperCase()}${words.slice(1)}${/[.”]$/.test(words) ? "" : "."}`;

async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    text += value;
    const whole = text.split("\n\n");
    text = whole.pop();
    for (const one of whole) {
      const at = one.indexOf("\n");
      yield [one.slice("event: ".length, at), JSON.parse(one.slice(at + "\ndata: ".length))];
    }
  }
}
