// The table that is shown. Runs behind matrix.js and shares its names.

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
  said.append(...(cell.cells?.length ? [rowOf(cell.cells)] : ["“", ...piecesOf(cell.words), "”"]));
  made.append(said, make("span", "place", best.place));
  return made;
}

const piecesOf = (words) => words.map(([text, told]) => make(told ? "strong" : "span", "", text));

// A table's row under its columns' heads, as in an answer.
function rowOf(cells) {
  const row = make("q", "quoted row");
  for (const one of cells) {
    if (one.before) row.append(make("span", "bar", one.before));
    const cell = make("span", "cell");
    if (one.head) cell.setAttribute("label", one.head);
    cell.append(...piecesOf(one.words));
    row.append(cell);
  }
  return row;
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
