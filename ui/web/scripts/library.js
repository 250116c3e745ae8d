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

// --- the list -----------------------------------------------------------------------------

let listed = [];
function show() {
  listed = sorted(all.documents.filter(isWanted));
  if (first >= listed.length) first = 0;
  const there = all.documents.length > 0;
  for (const name of [".tools", ".list"]) part(name).hidden = !there;
  part(".report").hidden = !there;
  part(".empty").hidden = there || coming > 0 || !part(".work").hidden;
  part(".empty .folder").textContent = all.folder ?? "the folder of the documents";
  const passages = all.documents.reduce((sum, one) => sum + one.passages, 0);
  const found = listed.length === all.documents.length ? "" : `${listed.length.toLocaleString("en")} of `;
  part(".count").textContent = there
    ? `${found}${counted(all.documents.length, "document")} · ${counted(passages, "passage")}`
    : "";
  body.replaceChildren(...listed.slice(first, first + PAGE).map(rowOf));
  part(".list table").hidden = listed.length === 0;
  part(".list table").classList.toggle("untyped", !all.documents.some((one) => one.type));
  part(".none").hidden = listed.length > 0;
  part(".pager").hidden = listed.length <= PAGE;
  part(".pager .meta").textContent =
    `${(first + 1).toLocaleString("en")}–${Math.min(first + PAGE, listed.length).toLocaleString("en")} of ${listed.length.toLocaleString("en")}`;
  part(".before").disabled = first === 0;
  part(".after").disabled = first + PAGE >= listed.length;
  for (const head of room.querySelectorAll("th[aria-sort]")) {
    const is = head.classList.contains(order.key);
    head.setAttribute("aria-sort", is ? (order.down ? "descending" : "ascending") : "none");
  }
  showChosen();
  showRest();
  const ways = document.querySelector("#documents .to-library");
  if (ways && all.folder) ways.textContent = there ? counted(all.documents.length, "document") : "No documents";
}

function cell(look, ...inside) {
  const made = make("td", look);
  made.append(...inside);
  return made;
}

function rowOf(one) {
  const row = make("tr");
  row.dataset.id = one.id;
  const tick = make("input");
  tick.type = "checkbox";
  tick.checked = chosen.has(one.id);
  tick.setAttribute("aria-label", `Choose ${one.title}`);
  const title = button(`cite open ${one.marker}`);
  title.append(foreign(one.title));
  const name = cell("title", title, foreign(one.file, "meta file"));
  for (const [key, words] of [["superseded", "Superseded by "], ["supersedes", "Supersedes "]]) {
    if (!one[key].length) continue;
    const said = make("span", key, words);
    said.append(foreign(one[key].join("; ")));
    name.append(said);
  }
  const health = make("a", `health ${one.state}`, wordOf(one));
  health.href = `library/health?id=${encodeURIComponent(one.id)}`;
  health.target = "_blank";
  health.rel = "noopener";
  health.setAttribute("aria-label", `Health report: ${wordOf(one)}`);
  const state = cell("state", health);
  if (one.unconfirmed.length)
    state.append(make("span", "meta", `Unconfirmed: ${one.unconfirmed.join(", ")}`));
  const read = make("span", "", one.format);
  const how = cell("read", read);
  if (one.read) how.append(make("span", "meta", one.read));
  const edit = button("edit", "Edit");
  edit.setAttribute("aria-label", `Edit what is known about ${one.title}`);
  row.append(
    cell("tick", tick),
    name,
    cell("authors", one.authors.length ? foreign(one.authors.join("; ")) : make("span", "meta", "unknown")),
    cell("sort", make("span", one.date === "no date" ? "meta" : "", one.date)),
    cell("type", make("span", "", one.type || "–")),
    cell("pages", make("span", "", one.pages ? one.pages.toLocaleString("en") : "–")),
    cell("passages", make("span", "", one.passages.toLocaleString("en"))),
    how,
    state,
    cell("act", edit),
  );
  return row;
}

function wordOf(one) {
  if (one.state === "bad") return one.health[0];
  if (one.state === "look") return "Look at it";
  return "Good";
}

function showChosen() {
  const bar = part(".chosen");
  bar.hidden = chosen.size === 0;
  bar.querySelector(".told").textContent = `${counted(chosen.size, "document")} chosen`;
  const pair = bar.querySelector(".compare");
  pair.hidden = chosen.size > 2 || all.documents.length < 2;
  pair.textContent = chosen.size === 2 ? "Compare" : "Compare with…";
  const shut = Boolean(all.problem);
  for (const name of [".again", ".remove"]) bar.querySelector(name).disabled = shut && name === ".remove";
  const every = part(".every");
  const on = listed.filter((one) => chosen.has(one.id)).length;
  every.checked = on > 0 && on === listed.length;
  every.indeterminate = on > 0 && on < listed.length;
}

function showRest() {
  const unread = part(".unread");
  unread.hidden = !all.unread.length;
  unread.querySelector("summary").textContent =
    `${counted(all.unread.length, "file")} of the folder couldn’t be read`;
  unread.querySelector("ul").replaceChildren(
    ...all.unread.map((name) => {
      const item = make("li");
      item.append(foreign(name));
      return item;
    }),
  );
  const gone = part(".removed");
  gone.hidden = !all.removed.length;
  gone.querySelector("summary").textContent = `${counted(all.removed.length, "document")} removed`;
  gone.querySelector("ul").replaceChildren(
    ...all.removed.map((one) => {
      const item = make("li");
      const back = button("back-in", "Put back", () => putBack(one));
      back.setAttribute("aria-label", `Put ${one.title} back`);
      item.append(foreign(one.title), back);
      return item;
    }),
  );
}

// --- adding -------------------------------------------------------------------------------

async function add(given) {
  const list = [...given];
  if (!list.length) return;
  refused = [];
  coming += list.length;
  showWork({ items: [], busy: true });
  for (const one of list) {
    try {
      const most = all.most_bytes ?? 200_000_000;
      if (one.size > most) throw new Error(`It has more than ${Math.round(most / 1e6)} MB. Split the file.`);
      await ask(`add?name=${encodeURIComponent(one.name.slice(-500))}`, one, {
        "Content-Type": "application/octet-stream",
      });
    } catch (error) {
      refused.push({ name: one.name, state: "failed", told: error.message });
    }
    coming -= 1;
    look();
  }
}

// Looks at the work again and again, as long as there is some.
async function look() {
  clearTimeout(watching);
  let said;
  try {
    said = await ask("work");
  } catch (error) {
    complain(error.message);
    watching = setTimeout(look, 5 * OFTEN);
    return;
  }
  const done = said.items.filter((one) => one.state === "done").length;
  showWork(said);
  if (done !== look.done || (look.busy && !said.busy)) await load();
  [look.done, look.busy] = [done, said.busy];
  if (said.busy || coming) watching = setTimeout(look, OFTEN);
}

const STATES = {
  waiting: "Waiting",
  reading: "Being read",
  done: "Read",
  failed: "Not added",
  stopped: "Stopped",
};

function showWork(said) {
  const box = part(".work");
  const items = [...refused, ...said.items];
  box.hidden = !items.length && !coming;
  if (box.hidden) return box.replaceChildren();
  const left = said.items.filter((one) => ["waiting", "reading"].includes(one.state)).length + coming;
  const head = make("div", "work-head");
  const line = make("p", "now");
  line.setAttribute("role", "status");
  if (left) {
    const bar = make("progress");
    bar.setAttribute("aria-label", "Reading documents");
    if (said.total) [bar.max, bar.value] = [said.total, said.done];
    line.append(said.locked || `${counted(left, "document")} to go. ${said.now ?? ""}`);
    head.append(line, bar, button("halt", "Stop", () => post("stop").then(look, complainOf)));
  } else {
    const read = items.filter((one) => one.state === "done").length;
    const not = items.length - read;
    line.append(`${counted(read, "document")} read${not ? `, ${not} not` : ""}.`);
    head.append(line, button("halt", "Close", () => {
      refused = [];
      post("clear").then(look, complainOf);
    }));
  }
  const list = make("ul");
  const order = { failed: 0, stopped: 0, reading: 1, waiting: 2, done: 3 };
  for (const one of items.toSorted((a, b) => order[a.state] - order[b.state]).slice(0, 60)) {
    const item = make("li", one.state);
    const state = one.kind === "again" && one.state === "failed" ? "Not read" : STATES[one.state];
    item.append(make("span", "is", state), foreign(one.name, "name"));
    if (one.told) item.append(foreign(one.told, "told"));
    list.append(item);
  }
  box.replaceChildren(head, list);
  part(".empty").hidden = true;
}

const complainOf = (error) => complain(error.message);

const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
let over = 0;
function onDrag(event) {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  over += { dragenter: 1, dragleave: -1 }[event.type] ?? 0;
  room.classList.toggle("over", over > 0);
}
function onDrop(event) {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  over = 0;
  room.classList.remove("over");
  if (!all.problem) add(event.dataTransfer.files);
}

// --- removing -----------------------------------------------------------------------------

async function remove(ids) {
  try {
    const { removed, problems } = await post("remove", { ids });
    for (const id of ids) chosen.delete(id);
    await load();
    complain(problems.map((words) => `${words[0].toUpperCase()}${words.slice(1)}.`).join(" "));
    if (removed.length) offerBack(removed);
  } catch (error) {
    complainOf(error);
  }
}

function offerBack(removed) {
  const line = make("p", "undo");
  line.setAttribute("role", "status");
  const what = removed.length === 1 ? foreign(removed[0].title) : counted(removed.length, "document");
  const back = button("back-in", "Undo", () => {
    line.remove();
    for (const one of removed) putBack(one);
  });
  line.append(what, " removed from the folder. ", back);
  room.querySelector(".undo")?.remove();
  part(".tools").before(line);
  back.focus();
}

async function putBack(one) {
  try {
    await post("back", { token: one.token, title: one.title });
    look();
  } catch (error) {
    complainOf(error);
  }
}

async function readAgain(ids) {
  try {
    await post("again", { ids });
    look();
  } catch (error) {
    complainOf(error);
  }
}

// --- what happens -------------------------------------------------------------------------

const enterRoom = () => document.getElementById("tab-library")?.click();

room.addEventListener("click", (event) => {
  const sort = event.target.closest("[data-sort]")?.dataset.sort;
  if (sort) {
    order = { key: sort, down: order.key === sort && !order.down };
    first = 0;
    show();
  }
});
body.addEventListener("change", (event) => {
  const { id } = event.target.closest("tr").dataset;
  if (event.target.checked) chosen.add(id);
  else chosen.delete(id);
  showChosen();
});
part(".every").addEventListener("change", (event) => {
  for (const one of listed) event.target.checked ? chosen.add(one.id) : chosen.delete(one.id);
  show();
});
part(".tools").addEventListener("input", () => {
  first = 0;
  show();
});
part(".none .all").addEventListener("click", () => {
  for (const field of part(".tools").querySelectorAll("input, select")) field.value = "";
  show();
  part(".search").focus();
});
const turn = (by) => {
  first = Math.max(0, first + by);
  show();
  part(".list").scrollIntoView({ block: "start" });
};
part(".before").addEventListener("click", () => turn(-PAGE));
part(".after").addEventListener("click", () => turn(PAGE));
part(".chosen .ask").addEventListener("click", () => {
  window.sanadAskedIn?.choose({ document: [...chosen] });
  document.getElementById("tab-ask")?.click();
  document.querySelector("#question textarea")?.focus();
});
// Of two, the one that is superseded, or the older one, is the old version.
part(".chosen .compare").addEventListener("click", () => {
  const isOlder = (one, other) =>
    one.superseded.includes(other.title) || (!other.superseded.includes(one.title) && one.sort <= other.sort);
  const [one, other] = all.documents.filter(({ id }) => chosen.has(id));
  if (!other) return window.sanadCompare(one.id);
  const [old, later] = isOlder(one, other) ? [one, other] : [other, one];
  window.sanadCompare(old.id, later.id);
});
part(".chosen .again").addEventListener("click", () => readAgain([...chosen]));
part(".chosen .remove").addEventListener("click", () => remove([...chosen]));
part(".chosen .nothing").addEventListener("click", () => {
  chosen.clear();
  show();
});
files.addEventListener("change", () => {
  add(files.files);
  files.value = "";
});
for (const name of ["dragenter", "dragover", "dragleave"]) room.addEventListener(name, onDrag);
room.addEventListener("drop", onDrop);
// A file that misses its place must not replace the page.
for (const name of ["dragover", "drop"])
  window.addEventListener(name, (event) => carriesFiles(event) && event.preventDefault());
document.getElementById("documents")?.addEventListener("click", (event) => {
  if (event.target.closest(".to-library")) enterRoom();
});
document.getElementById("tab-library")?.addEventListener("click", () => {
  load();
  look();
});

// Another window, or the terminal, may have added documents: the head counts them, too.
window.addEventListener("focus", load);

// The other scripts of the page find the documents here.
window.sanadDocuments = {
  get all() {
    return all;
  },
  load,
  listen: (listener) => listeners.push(listener),
  folded,
  kindsOf,
  compare,
  authorsOf,
};
load().then(() => {
  if (all.folder && !all.documents.length && !location.search.includes("cite=")) enterRoom();
});
look();
