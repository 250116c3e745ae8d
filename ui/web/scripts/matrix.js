// Runs once, in the room "Matrix". The table is filled cell by cell: each is asked for when there
// is room for it, so that Stop stops at once. Texts of documents are set as text, never as HTML.

const KEEP = window.sanadOwn("sanad.matrix"); // questions, ticks and the table, for the next time
const AT_ONCE = 2;
const LOST =
  "Sanad can’t be reached. What is filled stays: start it again, then choose “Go on”.";
const room = document.getElementById("matrix");
const part = (selector) => element.querySelector(selector);
const questions = part("#table-questions");
const FEW = 10; // documents up to which all are ticked beforehand
let known = []; // the documents: id, title, byline, file
let most = { rows: 50, documents: 50 };
let untouched = true; // the ticks are as they are beforehand, for documents too that come later
let ticked = new Set();
let table = null; // what is shown: rows, documents, revision, cells by "row document"
let filling = 0; // the number of the filling that goes on, 0 for none
let fillings = 0;
let current = 0; // the row that a phone shows

const kind = () => part("[name=row-kind]:checked").value;
const lines = () => new Set(questions.value.split("\n").map((l) => l.trim()).filter(Boolean)).size;
const chosen = () => known.filter((one) => ticked.has(one.id)).map((one) => one.id);
// Of many documents hardly anybody wants all: then the reader chooses, or takes "All".
const beforehand = () => (known.length <= FEW ? known.map((one) => one.id) : []);
const key = (row, id) => `${row} ${id}`;

function make(tag, name, text) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text !== undefined) made.textContent = text;
  return made;
}

const complain = (words) => {
  const line = make("p", "problem", words);
  line.dir = "auto";
  part(".form .said").replaceChildren(...(words ? [line] : []));
};
const tell = (words, quietly = false) => {
  part(".filled .told").textContent = words;
  part(".filled .told").classList.toggle("vh", quietly); // what the counts say already
};

// --- what is kept in the browser ----------------------------------------------------------

function keep() {
  const asked = { text: questions.value, kind: kind(), ticked: untouched ? null : [...ticked] };
  const cells = table && Object.fromEntries(table.cells);
  try {
    localStorage.setItem(KEEP, JSON.stringify({ ...asked, table: table && { ...table, cells } }));
  } catch {
    try {
      localStorage.setItem(KEEP, JSON.stringify(asked)); // the table is too large for it
    } catch {
      // storage is off: then it lasts as long as the page
    }
  }
}

// What is filled while one looks on is kept every other second, and when the page is left.
let keeping = 0;
function keepSoon() {
  keeping ||= setTimeout(() => {
    keeping = 0;
    keep();
  }, 2000);
}

function recall() {
  try {
    return JSON.parse(localStorage.getItem(KEEP)) ?? {};
  } catch {
    return {};
  }
}

function restore() {
  const kept = recall();
  questions.value = kept.text ?? "";
  part(`[name=row-kind][value=${kept.kind === "claim" ? "claim" : "question"}]`).checked = true;
  untouched = !Array.isArray(kept.ticked);
  ticked = new Set(untouched ? [] : kept.ticked);
  if (kept.table?.rows?.length && kept.table.documents?.length) {
    table = { ...kept.table, cells: new Map(Object.entries(kept.table.cells ?? {})) };
    draw();
  }
}

// --- the form -----------------------------------------------------------------------------

async function loadDocuments() {
  let found;
  try {
    found = await server.matrix_documents({});
  } catch {
    return complain("Sanad can’t be reached. Start it again and load the page.");
  }
  if (found.problem) return complain(found.problem);
  known = found.documents;
  most = found.most;
  if (untouched) ticked = new Set(beforehand());
  complain(known.length ? "" : "Nothing has been read yet: add documents first.");
  listDocuments();
  if (table && table.revision !== found.revision) {
    table = null;
    stage("ask");
    complain("The documents have changed since the table was filled. Fill it again.");
    keep();
  } else if (table) stage("table");
}

function listDocuments() {
  const sought = part(".find input").value.trim().toLowerCase();
  const fits = (one) => `${one.title} ${one.byline} ${one.file}`.toLowerCase().includes(sought);
  const items = known.filter(fits).map((one) => {
    const box = make("input");
    box.type = "checkbox";
    box.checked = ticked.has(one.id);
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
  count();
}

function count() {
  const rows = lines();
  const documents = chosen().length;
  const over = rows > most.rows || documents > most.documents;
  part(".chooser .count").textContent = `${documents} of ${known.length}`;
  const size = `${rows} × ${documents} = ${(rows * documents).toLocaleString("en")} cells`;
  const limit = `At most ${most.rows} questions and ${most.documents} documents at a time.`;
  part(".form .size").textContent = over ? limit : rows ? size : "";
  part(".form .size").classList.toggle("over", over);
}

function tick(all) {
  const shown = [...element.querySelectorAll(".choices input")];
  for (const box of shown) {
    box.checked = all;
    if (all) ticked.add(box.dataset.id);
    else ticked.delete(box.dataset.id);
  }
  untouched = known.length <= FEW && known.every((one) => ticked.has(one.id));
  count();
  keep();
}

// The table is a step of its own: Back leads from it to the questions, and forward again.
function stage(name, { push = false } = {}) {
  window.sanadAddress({ table: name === "table" ? "1" : null }, { push });
  part(".tabled").dataset.stage = name;
  part(".to-table").hidden = !table;
}
