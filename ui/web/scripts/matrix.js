// Runs once, in the room "Matrix". The table is filled cell by cell: each is asked for when there
// is room for it, so that Stop stops at once. Texts of documents are set as text, never as HTML.

const KEEP = "sanad.matrix"; // questions, ticks and the table, for the next time
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

function stage(name) {
  part(".tabled").dataset.stage = name;
  part(".to-table").hidden = !table;
}

// --- filling ------------------------------------------------------------------------------

async function begin() {
  if (filling) stop();
  complain("");
  part(".form .fill").disabled = true;
  let plan;
  try {
    const wish = { text: questions.value, kind: kind(), documents: chosen() };
    plan = await server.matrix_plan(wish);
  } catch {
    plan = { problem: "Sanad can’t be reached. Start it again; what is typed stays." };
  }
  part(".form .fill").disabled = false;
  if (plan.problem) return complain(plan.problem);
  const before = table?.revision === plan.revision ? table : null;
  table = { ...plan, cells: new Map() };
  // What was filled before needn't be asked again.
  plan.rows.forEach((row, at) => {
    const was = before?.rows.findIndex((one) => one.text === row.text && one.kind === row.kind);
    for (const { id } of plan.documents) {
      const cell = was === at ? before?.cells.get(key(was, id)) : undefined;
      if (cell) table.cells.set(key(at, id), cell);
    }
  });
  current = 0;
  draw();
  stage("table");
  part(".filled h2").focus({ preventScroll: true });
  fill();
}

async function fill() {
  const mine = ++fillings;
  filling = mine;
  settle();
  tell("");
  const waiting = [];
  table.rows.forEach((row, at) => {
    for (const { id } of table.documents) if (!table.cells.has(key(at, id))) waiting.push([at, id]);
  });
  let lost = false;
  const work = async () => {
    while (filling === mine && waiting.length && !lost) {
      const [at, id] = waiting.shift();
      const place = field(at, id);
      place?.classList.add("asking");
      try {
        const wish = { row: table.rows[at], document: id, turn: at + 1 };
        const cell = await server.matrix_cell(wish);
        if (fillings !== mine) return; // another table has begun meanwhile
        if (cell.problem) table.cells.set(key(at, id), failed(cell.problem));
        else table.cells.set(key(at, id), cell);
        drawCell(place, table.cells.get(key(at, id)));
      } catch {
        lost = true;
      }
      place?.classList.remove("asking");
      settle();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (fillings !== mine) return;
  filling = 0;
  settle();
  keep();
  const left = table.rows.length * table.documents.length - table.cells.size;
  tell(lost ? LOST : left ? "Stopped." : "The table is filled.", !lost && !left);
}

const failed = (reason) => ({
  outcome: "failed", label: "Not looked into", sign: "!", words: [], places: [], facts: [], reason,
});

function stop() {
  filling = 0;
  settle();
}

function settle() {
  const size = table.rows.length * table.documents.length;
  const done = table.cells.size;
  const bar = part(".how-far progress");
  bar.max = size;
  bar.value = done;
  bar.hidden = !filling;
  part(".how-far .done").textContent = filling
    ? `${done.toLocaleString("en")} of ${size.toLocaleString("en")} cells`
    : summary(size, done);
  part(".halt").hidden = !filling;
  part(".go-on").hidden = Boolean(filling) || done === size;
}

function summary(size, done) {
  const outcomes = [...table.cells.values()].map((cell) => cell.outcome);
  const number = (...names) => outcomes.filter((one) => names.includes(one)).length;
  const told = [
    [number("said"), "answered"],
    [number("otherwise"), "otherwise"],
    [number("compare"), "to compare"],
    [number("unsure"), "unsure"],
    [number("not said"), "not said"],
    [number("failed"), "not looked into"],
    [size - done, "not asked yet"],
  ];
  return told.filter(([some]) => some).map(([some, what]) => `${some} ${what}`).join(" · ");
}

// --- the table ----------------------------------------------------------------------------

const field = (row, id) =>
  [...element.querySelectorAll(`td[data-row="${row}"]`)].find((one) => one.dataset.id === id);

function draw() {
  const made = make("table");
  made.setAttribute("role", "table");
  const head = make("thead");
  const top = line(head);
  const corner = header(top, "columnheader", "col");
  corner.append(make("span", "vh", "Question"));
  for (const one of table.documents) {
    const cell = header(top, "columnheader", "col");
    cell.append(opener(one), make("bdi", "meta", one.byline));
  }
  const body = make("tbody");
  table.rows.forEach((row, at) => {
    const across = line(body);
    const first = header(across, "rowheader", "row");
    if (row.kind === "claim") first.append(make("span", "meta", "Claim"));
    first.append(make("bdi", "asked", row.text));
    for (const one of table.documents) {
      const cell = make("td");
      cell.setAttribute("role", "cell");
      cell.dataset.row = at;
      cell.dataset.id = one.id;
      cell.dataset.citedTogether = "";
      const of = make("span", "of");
      of.append(make("bdi", "", one.title));
      cell.append(of, make("div", "cell"));
      across.append(cell);
      drawCell(cell, table.cells.get(key(at, one.id)));
    }
  });
  for (const group of [head, body]) group.setAttribute("role", "rowgroup");
  made.append(head, body);
  part(".sheet").replaceChildren(made);
  const many = (n, what) => `${n.toLocaleString("en")} ${what}${n === 1 ? "" : "s"}`;
  const claims = table.rows.filter((row) => row.kind === "claim").length;
  const counts = [
    [table.rows.length - claims, "question"],
    [claims, "claim"],
    [table.documents.length, "document"],
  ];
  const told = counts.filter(([some]) => some).map(([some, what]) => many(some, what));
  part(".filled h2").textContent = told.join(", ");
  turnTo(current);
  settle();
}

function line(group) {
  const made = make("tr");
  made.setAttribute("role", "row");
  group.append(made);
  return made;
}

function header(across, role, scope) {
  const made = make("th");
  made.setAttribute("role", role);
  made.scope = scope;
  across.append(made);
  return made;
}

function opener(one) {
  const made = make("button", `cite open ${one.marker}`);
  made.type = "button";
  made.append(make("bdi", "", one.title));
  return made;
}

function drawCell(place, cell) {
  if (!place) return;
  const box = place.querySelector(".cell");
  place.dataset.outcome = cell?.outcome ?? "";
  if (!cell) return box.replaceChildren(make("span", "vh", "Not asked yet"));
  const inside = [];
  if (cell.label) {
    const label = make("p", "outcome-name");
    const sign = make("span", "sign", cell.sign);
    sign.setAttribute("aria-hidden", "true");
    label.append(sign, ` ${cell.label}`);
    inside.push(label);
  }
  for (const fact of cell.facts) inside.push(bidirectional("p", "fact", fact));
  const [best, ...further] = cell.places;
  if (best) inside.push(quote(cell, best));
  if (further.length) inside.push(others(further));
  if (cell.reason) inside.push(bidirectional("p", "meta why", cell.reason));
  box.replaceChildren(...inside);
}

function bidirectional(tag, name, text) {
  const made = make(tag, name, text);
  made.dir = "auto";
  return made;
}

function quote(cell, best) {
  const made = make("button", `cite cell-quote ${best.marker}`);
  made.type = "button";
  const said = make("span", "words");
  said.dir = "auto";
  said.append("“", ...cell.words.map(([text, told]) => make(told ? "strong" : "span", "", text)), "”");
  made.append(said, make("span", "place", best.place));
  return made;
}

function others(further) {
  const made = make("p", "further meta");
  made.append("also ");
  further.forEach(({ marker, place }, at) => {
    const button = make("button", `cite mark ${marker}`, String(at + 2));
    button.type = "button";
    button.setAttribute("aria-label", `Passage ${at + 2}: ${place}`);
    made.append(button);
  });
  return made;
}

// On a phone one question is shown at a time, its documents as cards.
function turnTo(row) {
  current = Math.max(0, Math.min(row, table.rows.length - 1));
  [...element.querySelectorAll("tbody tr")].forEach((one, at) =>
    one.classList.toggle("current", at === current),
  );
  part(".turn .which").textContent = `Question ${current + 1} of ${table.rows.length}`;
  part(".turn .before").disabled = current === 0;
  part(".turn .next").disabled = current === table.rows.length - 1;
  part(".sheet").scrollTop = 0;
}

async function save(button) {
  tell("Writing the file …");
  let made;
  try {
    made = await server.matrix_file({
      ending: button.dataset.ending,
      style: part("[name=table-style]").value,
      rows: table.rows,
      documents: table.documents.map((one) => one.id),
      filled: [...table.cells.keys()],
    });
  } catch {
    made = { problem: "Sanad can’t be reached. Start it again and try once more." };
  }
  if (made.data) window.sanadSave(made);
  tell(made.problem ?? `Saved as ${made.name}.`);
  part("details.save").removeAttribute("open");
}

element.addEventListener("click", (event) => {
  const is = (selector) => event.target.closest?.(selector);
  if (is(".fill")) begin();
  else if (is(".halt")) stop();
  else if (is(".go-on")) fill();
  else if (is(".change")) stage("ask"), questions.focus();
  else if (is(".to-table")) stage("table");
  else if (is(".every")) tick(true);
  else if (is(".none")) tick(false);
  else if (is(".before")) turnTo(current - 1);
  else if (is(".next")) turnTo(current + 1);
  else if (is(".file")) save(is(".file"));
});
element.addEventListener("input", (event) => {
  if (event.target.matches(".find input")) return listDocuments();
  if (event.target.matches(".choices input")) {
    if (event.target.checked) ticked.add(event.target.dataset.id);
    else ticked.delete(event.target.dataset.id);
    untouched = known.length <= FEW && known.every((one) => ticked.has(one.id));
  }
  count();
  keep();
});

// The documents are looked up each time that the room is entered: they may be others by now.
let open = false;
function entered() {
  const now = room.classList.contains("open");
  if (now && !open && !filling) loadDocuments();
  open = now;
}
new MutationObserver(entered).observe(room, { attributeFilter: ["class"] });
restore();
entered();
