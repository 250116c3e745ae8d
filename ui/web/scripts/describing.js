// Runs behind library.js, in the same scope: what is known about one document, to be corrected.

const about = part("dialog.about");
const FIELDS = [
  ["title", "Title"],
  ["author", "Authors", "one a line: “Doe, Jane”, or an institution’s name"],
  ["issued", "Date", "2019, 2019-05 or 2019-05-03"],
  ["type", "Type"],
  ["publisher", "Publisher"],
  ["collection-title", "Series"],
  ["number", "Number"],
  ["supersedes", "It replaces"],
  ["valid_until", "Valid until", "2025-12-31"],
  ["URL", "Web address", "cited, never opened"],
  ["language", "Language", "such as en or ur"],
  ["caution", "Warning", "stands at every citation of it"],
];

function inputFor(name, known) {
  const value = known.values[name];
  if (name === "author") {
    const area = make("textarea");
    area.rows = Math.min(6, Math.max(2, value.split("\n").length));
    area.value = value;
    return area;
  }
  if (name !== "type" && name !== "supersedes") {
    const line = make("input");
    line.value = value;
    return line;
  }
  const select = make("select");
  const others = all.documents.filter((one) => one.id !== known.id).map((one) => [one.id, one.title]);
  const choices = name === "type" ? Object.entries(known.types) : others;
  select.add(new Option(name === "type" ? "Not known" : "None of these", ""));
  for (const [key, label] of choices) select.add(new Option(label, key));
  if (value && !choices.some(([key]) => key === value)) select.add(new Option(value, value));
  select.value = value;
  return select;
}

function fieldOf([name, label, hint], known) {
  const box = make("div", `field ${name}`);
  const input = inputFor(name, known);
  input.id = `about-${name}`;
  input.name = name;
  input.dir = "auto";
  const title = make("label", "", label);
  title.htmlFor = input.id;
  const told = [hint, originOf(name, known)].filter(Boolean).join(" · ");
  box.append(title, input);
  if (told) {
    const line = make("p", "meta", told);
    line.id = `${input.id}-told`;
    input.setAttribute("aria-describedby", line.id);
    box.append(line);
  }
  return box;
}

function originOf(name, known) {
  const origin = known.origins[name];
  if (!origin || !known.values[name] || origin === "sources.yaml") return "";
  const sure = origin === "title page" ? ", not confirmed" : "";
  return `read from the ${origin.replace(/^first /, "first ")}${sure}`;
}

function formOf(known) {
  const form = make("form");
  form.method = "dialog";
  const head = make("header");
  const title = make("h3", "", "");
  title.id = "about-title";
  title.append(foreign(known.values.title || known.file));
  const close = button("close", "Close", () => about.close());
  head.append(title, close);
  const notes = [...known.row.health];
  const facts = make("p", "meta");
  facts.append(foreign(known.file), ` · ${known.row.format}`);
  form.append(head, facts);
  if (notes.length) {
    const list = make("ul", "notes");
    list.append(...notes.map((note) => make("li", "", `${note[0].toUpperCase()}${note.slice(1)}`)));
    form.append(list);
  }
  if (known.problem) form.append(make("p", "problem", `${known.problem[0].toUpperCase()}${known.problem.slice(1)}.`));
  const grid = make("div", "fields");
  grid.append(...FIELDS.map((field) => fieldOf(field, known)));
  form.append(grid);
  if (known.proposed) {
    const label = make("label", "confirm");
    const box = make("input");
    box.type = "checkbox";
    box.name = "confirm";
    label.append(box, ` What was read from the title page (${known.proposed}) is right`);
    form.append(label);
  }
  const problem = make("p", "problem");
  problem.setAttribute("role", "alert");
  problem.hidden = true;
  form.append(problem, actsOf(known));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save(form, known, problem);
  });
  return form;
}

function actsOf(known) {
  const acts = make("p", "acts");
  const save = make("button", "save", "Save");
  save.type = "submit";
  save.disabled = Boolean(known.problem);
  const again = button("again", "Read again", () => {
    about.close();
    readAgain([known.id]);
  });
  const health = make("a", "report", "Health report");
  health.href = `library/health?id=${encodeURIComponent(known.id)}`;
  health.target = "_blank";
  health.rel = "noopener";
  const gone = button("remove", "Remove", () => {
    about.close();
    remove([known.id]);
  });
  gone.disabled = Boolean(known.problem);
  acts.append(save, again, health, gone);
  return acts;
}

async function save(form, known, problem) {
  const fields = {};
  for (const [name] of FIELDS) {
    const { value } = form.elements[name];
    if (value.trim() !== known.values[name].trim()) fields[name] = value;
  }
  try {
    await post("describe", {
      id: known.id,
      fields,
      confirm: form.elements.confirm?.checked ?? false,
    });
    await load(); // first, or the focus would come back to a row that goes
    about.close();
  } catch (error) {
    problem.textContent = `${error.message}${/[.!?]$/.test(error.message) ? "" : "."}`;
    problem.hidden = false;
  }
}

let opener = null;
async function describe(id) {
  opener = id;
  try {
    const known = await ask(`document?id=${encodeURIComponent(id)}`);
    about.replaceChildren(formOf(known));
    about.showModal();
    about.scrollTop = 0;
    about.querySelector("[name=title]").focus();
  } catch (error) {
    complain(error.message);
    load();
  }
}

body.addEventListener("click", (event) => {
  if (event.target.closest(".edit")) describe(event.target.closest("tr").dataset.id);
});
about.addEventListener("click", (event) => {
  if (event.target === about) about.close(); // beside it
});
about.addEventListener("close", () => {
  const row = [...body.children].find((one) => one.dataset.id === opener);
  row?.querySelector(".edit").focus();
});
