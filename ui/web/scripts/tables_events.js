// What is pressed and typed in the room "Tables". Runs behind the others and shares their names.

function option(value, text) {
  const made = make("option", "", text);
  made.value = value;
  return made;
}

// Offers the columns of the table that is shown.
function choices() {
  const names = shown.columns.map((one) => [one.name, one.title]);
  const facts = shown.facts.map((one) => [one.name, one.title]);
  const within = [["", "Anywhere"], ...names, ...facts, ["document", "Document"]];
  part("[name=within]").replaceChildren(...within.map((one) => option(...one)));
  const both = names.flatMap(([name, title]) => [[name, title], [`-${name}`, `${title} ↓`]]);
  const orders = [["", "Place"], ...both, ["document", "Document"]];
  part("[name=sort]").replaceChildren(...orders.map((one) => option(...one)));
  if (!within.some(([name]) => name === wish.within)) wish.within = "";
  pressed();
}

function pressed() {
  for (const one of parts("[data-table]"))
    one.setAttribute("aria-pressed", String(one.dataset.table === wish.table));
  const chosen = part('[data-table][aria-pressed="true"]');
  chosen.parentElement.scrollLeft = chosen.offsetLeft - chosen.parentElement.offsetLeft - 16;
  for (const one of parts("[data-view]"))
    one.setAttribute("aria-pressed", String(one.dataset.view === wish.view));
  part("[name=within]").value = wish.within;
  part("[name=sort]").value = wish.sort;
}

function stop() {
  looking?.abort();
  end(true);
  tell(`Stopped: ${counted(given, "row")} shown.`);
}

async function save(ending) {
  part("details.save").removeAttribute("open");
  if (ticked && !ticked.size) return complain("Choose documents first.");
  tell("Writing the file …");
  const page = location.origin + location.pathname;
  const style = part("[name=style]").value;
  const asked = address({ format: ending, style, compare: wish.view === "groups", page });
  let reply;
  try {
    reply = await fetch(`tables/${wish.table}/file?${asked}`);
  } catch {
    return tell(LOST);
  }
  if (!reply.ok) {
    tell("");
    return complain(told((await reply.json().catch(() => ({}))).detail ?? LOST));
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await reply.blob());
  link.download = `sanad-${wish.table}.${ending}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  tell(`Saved as ${link.download}.`);
}

// Once up, then down, then as in the text.
function sortBy(name) {
  wish.sort = wish.sort === name ? `-${name}` : wish.sort === `-${name}` ? "" : name;
  look().then(() => part(`.sort[data-column="${CSS.escape(name)}"]`)?.focus());
}

// The source comes beside the rows, which then are cards: the one that was chosen stays in sight.
function stayBy(quote) {
  const before = part(".sheet").clientWidth;
  setTimeout(() => {
    const block = part(".sheet").clientWidth === before ? "nearest" : "start";
    (quote.closest("tr") ?? quote.closest("li")).scrollIntoView({ block });
  }, 80);
}

element.addEventListener("click", (event) => {
  const is = (selector) => event.target.closest?.(selector);
  const table = is("[data-table]");
  const view = is("[data-view]");
  if (table && table.dataset.table !== wish.table) {
    Object.assign(wish, { table: table.dataset.table, sort: "", within: "", view: "rows" });
    look();
  } else if (view && view.dataset.view !== wish.view) {
    wish.view = view.dataset.view;
    look();
  } else if (is(".cell-quote")) stayBy(is(".cell-quote"));
  else if (is(".halt")) stop();
  else if (is(".sort")) sortBy(is(".sort").dataset.column);
  else if (is(".turn button")) {
    wish.offset += is(".next") ? PAGE : -PAGE;
    look({ keepPlace: true }).then(() => part(".sheet").focus());
  } else if (is(".file")) save(is(".file").dataset.ending);
  else if (is(".look-through")) {
    ticked = null;
    listDocuments();
    look();
  } else if (is(".every") || is(".none")) {
    tick(parts(".choices input").map((box) => box.dataset.id), Boolean(is(".every")));
    listDocuments();
    look();
  }
});
let waiting = 0;
element.addEventListener("input", (event) => {
  clearTimeout(waiting);
  if (event.target.matches(".find input")) listDocuments();
  else if (event.target.matches(".choices input")) {
    tick([event.target.dataset.id], event.target.checked);
    part(".chooser .count").textContent = ticked ? `${ticked.size} of ${known.length}` : `all ${known.length}`;
    waiting = setTimeout(look, 400);
  } else if (event.target.matches("[name=words]")) {
    wish.words = event.target.value;
    waiting = setTimeout(look, 250);
  } else if (event.target.matches("[name=within]")) {
    wish.within = event.target.value;
    if (wish.words.trim()) look();
  } else if (event.target.matches("[name=sort]")) {
    wish.sort = event.target.value;
    look();
  }
});

// The documents are looked up each time that the room is entered: they may be others by now.
let open = false;
function entered() {
  const now = room.classList.contains("open");
  if (now && !open) loadDocuments();
  open = now;
}
new MutationObserver(entered).observe(room, { attributeFilter: ["class"] });
restore();
pressed();
entered();
