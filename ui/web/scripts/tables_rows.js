// The rows that are shown. Runs behind tables.js and shares its names.

let found = 0; // rows of the documents that have been looked through
let total = null; // rows that are chosen, once all is known
let given = 0; // rows or groups on this page
let drawn = []; // what waits to be put into the page, together
const HUES = 5; // colours of marks, in turn

function begin() {
  found = given = 0;
  total = null;
  drawn = [];
  part(".sheet").scrollTop = 0;
  part(".sheet").setAttribute("aria-busy", "true");
  part(".left-out").hidden = true;
  part(".left-out ul").replaceChildren();
  part(".halt").hidden = false;
  part(".turn").hidden = true;
  part(".listed-in").removeAttribute("data-idle");
  tell("Looking …");
}

const tell = (words) => {
  part(".told").textContent = words;
};

function idle(words) {
  part(".listed-in").toggleAttribute("data-idle", true);
  const line = make("p", "nothing", words);
  part(".sheet").replaceChildren(line);
  if (ticked && known.length) {
    const all = make("button", "look-through", `Look through all ${known.length}`);
    all.type = "button";
    const acts = make("p", "acts");
    acts.append(all);
    line.after(acts);
  }
  part(".halt").hidden = part(".turn").hidden = true;
  tell("");
}

function take(name, value) {
  if (name === "table") return head(value);
  if (name === "row" && wish.view === "rows") return draw(rowOf(value));
  if (name === "group") return draw(groupOf(value));
  if (name === "skipped") return leaveOut(value);
  if (name === "problem") throw new Error(value.detail);
  if (name === "document") {
    found += value.rows;
    tell(`${counted(found, "row")} so far …`);
  }
  if (name === "end") total = wish.view === "rows" ? value.total : value.groups;
}

// Rows that come together are put in together.
function draw(made) {
  given += 1;
  if (!found) tell(`${given} so far …`);
  drawn.push(made);
  if (drawn.length === 1) requestAnimationFrame(flush);
}

function flush() {
  part(".sheet .rows")?.append(...drawn);
  drawn = [];
}

function end(broken = false) {
  flush();
  looking = null;
  part(".sheet").setAttribute("aria-busy", "false");
  part(".halt").hidden = true;
  if (broken || total === null) return;
  const rows = wish.view === "rows";
  const filtered = wish.words.trim() ? " with these words" : "";
  const out = part(".left-out ul").childElementCount;
  const documents = (ticked ? ticked.size : known.length) - out;
  const what = rows ? counted(total, "row") : `${counted(total, "group")} side by side`;
  tell(`${what}${filtered} in ${counted(documents, "document")}`);
  if (!given) part(".sheet").replaceChildren(make("p", "nothing", nothing(filtered)));
  const last = wish.offset + given;
  part(".turn").hidden = total <= PAGE;
  part(".turn .which").textContent =
    `${(wish.offset + 1).toLocaleString("en")}–${last.toLocaleString("en")} of ${total.toLocaleString("en")}`;
  part(".turn .before").disabled = wish.offset === 0;
  part(".turn .next").disabled = last >= total;
  hideEmpty();
}

const nothing = (filtered) =>
  filtered
    ? "No row has these words."
    : wish.view === "rows"
      ? "The documents say nothing of this kind."
      : "Nothing here belongs side by side.";

function leaveOut(one) {
  const item = foreign("li", "", `${one.title}: ${one.reason}.`);
  part(".left-out ul").append(item);
  const count = part(".left-out ul").childElementCount;
  part(".left-out summary").textContent = `${counted(count, "document")} left out`;
  part(".left-out").hidden = false;
}

// --- the table ----------------------------------------------------------------------------

function head(table) {
  const other = shown?.table !== table.table;
  shown = table;
  if (other) choices();
  part(".views").hidden = !table.compares;
  if (wish.view === "groups") {
    part(".sheet").replaceChildren(make("div", "rows groups"));
    return;
  }
  const made = make("table");
  made.setAttribute("role", "table");
  const top = make("thead");
  top.setAttribute("role", "rowgroup");
  const line = make("tr");
  line.setAttribute("role", "row");
  table.columns.forEach((column, at) => line.append(headOf(column, at)));
  const words = make("th", "said-in", "In the document’s words");
  words.scope = "col";
  words.setAttribute("role", "columnheader");
  line.append(words);
  top.append(line);
  const body = make("tbody", "rows");
  body.setAttribute("role", "rowgroup");
  made.append(top, body);
  part(".sheet").replaceChildren(made);
}

function headOf(column, at) {
  const made = make("th", column.marked ? `hue-${at % HUES}` : "");
  made.scope = "col";
  made.setAttribute("role", "columnheader");
  const way = wish.sort === column.name ? "ascending" : wish.sort === `-${column.name}` ? "descending" : "none";
  made.setAttribute("aria-sort", way);
  const button = make("button", "sort");
  button.type = "button";
  button.dataset.column = column.name;
  const sign = make("span", "sign", { ascending: "↑", descending: "↓", none: "↕" }[way]);
  sign.setAttribute("aria-hidden", "true");
  button.append(make("span", "swatch-of", column.title), sign);
  made.append(button);
  return made;
}

function rowOf(row) {
  const made = make("tr");
  made.setAttribute("role", "row");
  shown.columns.forEach((column, at) => made.append(cellOf(row.cells[at], column, at)));
  const words = make("td", "said-in");
  words.setAttribute("role", "cell");
  words.append(saidOf(row));
  made.append(words);
  return made;
}

function cellOf(cell, column, at) {
  const made = make("td", column.marked ? `hue-${at % HUES}` : "concluded");
  made.setAttribute("role", "cell");
  made.dataset.column = at;
  if (!cell.text) return made;
  const name = make("span", "of", column.title);
  made.append(name, foreign("span", "text", cell.text));
  if (cell.from) made.append(make("span", "from meta", cell.from));
  return made;
}

// The row's own words, what fills each column in its colour, and where they stand.
function saidOf(row) {
  const quote = make("button", `cite cell-quote ${row.marker}`);
  quote.type = "button";
  const words = foreign("span", "words", "“");
  for (const [text, column] of row.pieces) {
    const marked = column >= 0 && shown.columns[column].marked;
    const piece = marked ? make("mark", `hue-${column % HUES}`, text) : text;
    if (marked) piece.title = shown.columns[column].title;
    words.append(piece);
  }
  words.append("”");
  const place = make("span", "place");
  if (many()) place.append(make("bdi", "", row.title), ", ");
  place.append(row.place);
  quote.append(words, place);
  const pin = make("button", `pin for-${row.marker}`);
  pin.type = "button";
  pin.setAttribute("aria-pressed", "false");
  pin.append(make("span", "is", "Pin"), make("span", "vh", ` row ${row.number}`));
  const foot = make("p", "acts");
  if (row.role) foot.append(make("span", "role meta", row.role));
  foot.append(pin);
  const made = make("div", "row-words");
  made.append(quote, foot);
  return made;
}

const many = () => (ticked ? ticked.size : known.length) > 1;

function groupOf(group) {
  const made = make("section", "group");
  made.append(foreign("h3", "", group.label));
  if (group.remark) made.append(foreign("p", "remark", group.remark));
  const list = make("ul");
  for (const row of group.rows) {
    const item = make("li");
    item.append(saidOf(row));
    list.append(item);
  }
  made.append(list);
  if (group.more) made.append(make("p", "meta more", `${counted(group.more, "row")} more, in a file`));
  return made;
}

// A column that has nothing in it on this page takes no room.
function hideEmpty() {
  shown?.columns.forEach((_, at) => {
    const cells = parts(`td[data-column="${at}"]`);
    const empty = cells.length > 0 && cells.every((one) => !one.textContent);
    part(`thead th:nth-child(${at + 1})`)?.classList.toggle("empty", empty);
    for (const one of cells) one.classList.toggle("empty", empty);
  });
}
