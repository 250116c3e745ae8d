// Runs once, in the room "Compare". Texts of documents are set as text, never as HTML.

const KEEP = window.sanadOwn("sanad.compare");
const PLACE = window.sanadOwn("sanad.place"); // of keeping.js: where this tab was
const AT_A_TIME = 150; // differences that are laid out at once
const UNREACHED = "Sanad can’t be reached. Start it again and try once more.";
const room = document.getElementById("comparing");
const part = (selector) => element.querySelector(selector);
const older = part("[name=old-version]");
const newer = part("[name=new-version]");
let found = null; // what differs
let shown = "all"; // the kind that is shown
let upTo = AT_A_TIME;
let latest = 0;

function make(tag, name, text) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text !== undefined) made.textContent = text;
  return made;
}

const complain = (words) =>
  part(".said").replaceChildren(...(words ? [make("p", "problem", words)] : []));
const tell = (words) => {
  part(".form .told").textContent = words;
};

function keep() {
  try {
    localStorage.setItem(KEEP, JSON.stringify({ old: older.value, new: newer.value }));
  } catch {
    // then they are chosen anew
  }
}

function recall() {
  try {
    return JSON.parse(localStorage.getItem(KEEP)) ?? {};
  } catch {
    return {};
  }
}

async function loadDocuments() {
  let listed;
  try {
    listed = await server.version_documents({});
  } catch {
    return complain(UNREACHED);
  }
  if (listed.problem) return complain(listed.problem);
  const { documents, proposed } = listed;
  const names = new Map(documents.map((one) => [one.id, one.title]));
  const kept = recall();
  const wished = [older.value || kept.old, newer.value || kept.new];
  const first = proposed[0] ?? {};
  [older, newer].forEach((select, at) => {
    const none = make("option", "", "Choose a document");
    none.value = "";
    const options = documents.map((one) => {
      const made = make("option", "", `${one.title} · ${one.byline}`);
      made.value = one.id;
      return made;
    });
    select.replaceChildren(none, ...options);
    const value = wished[at] ?? (at ? first.new : first.old);
    select.value = names.has(value) ? value : "";
  });
  const few = documents.length < 2;
  complain(few ? "There must be two documents to compare: add another version first." : "");
  const offers = proposed.slice(0, 20).map((pair) => {
    const made = make("button", "offer");
    made.type = "button";
    made.append(make("bdi", "", names.get(pair.old)), " → ", make("bdi", "", names.get(pair.new)));
    made.onclick = () => choose(pair.old, pair.new);
    return made;
  });
  const label = make("p", "meta", "Said to replace one another:");
  part(".proposed").replaceChildren(...(offers.length ? [label, ...offers] : []));
}

// What is compared stands in the address: it is there again after a reload, by Back and by a link.
const inAddress = () => {
  const asked = new URLSearchParams(location.search);
  return { old: asked.get("old") ?? "", new: asked.get("new") ?? "" };
};

async function goToAddress() {
  const wish = inAddress();
  if (wish.old === (found?.asked.old ?? "") && wish.new === (found?.asked.new ?? "")) return;
  if (!wish.old || !wish.new) return close();
  await loadDocuments();
  [older.value, newer.value] = [wish.old, wish.new];
  compare({ push: false });
}

// Then places.js leads back to the room where that was.
function wasHere() {
  try {
    return sessionStorage.getItem(PLACE) !== null;
  } catch {
    return false; // storage is off
  }
}

function close() {
  latest += 1; // what is under way isn't wanted any more
  found = null;
  part(".compare").disabled = false;
  part(".outcome-of").hidden = true;
  tell("");
}

function choose(old, later) {
  older.value = old;
  newer.value = later;
  compare();
}

async function compare({ push = true } = {}) {
  complain("");
  if (!older.value || !newer.value) return complain("Choose two documents.");
  keep();
  const mine = ++latest;
  const asked = { old: older.value, new: newer.value };
  const button = part(".compare");
  button.disabled = true;
  part(".outcome-of").hidden = true;
  tell("Comparing …");
  let made;
  try {
    made = await server.version_differences(asked);
  } catch {
    made = { problem: UNREACHED };
  }
  if (mine !== latest) return;
  button.disabled = false;
  tell("");
  if (made.problem) return complain(made.problem);
  found = { ...made, asked };
  window.sanadAddress(asked, { push });
  shown = "all";
  upTo = AT_A_TIME;
  draw();
  part(".outcome-of").hidden = false;
  part(".outcome-of h2").focus({ preventScroll: true });
  const top = part(".outcome-of").getBoundingClientRect().top;
  room.scrollTop += top - room.getBoundingClientRect().top; // of the room alone
}

// --- what differs -------------------------------------------------------------------------

function draw() {
  const heading = part(".outcome-of h2");
  heading.replaceChildren(make("bdi", "", found.old), " → ", make("bdi", "", found.new));
  part(".sum").textContent = found.summary;
  const filters = found.filters.map(({ kind, name, count }) => {
    const made = make("button", "", name);
    made.type = "button";
    made.dataset.kind = kind;
    made.disabled = count === 0;
    made.setAttribute("aria-pressed", String(kind === shown));
    made.append(" ", make("span", "count", count.toLocaleString("en")));
    return made;
  });
  part(".filters").replaceChildren(...filters);
  list();
}

function list() {
  const fitting = found.changes.filter((one) => shown === "all" || one.kinds.includes(shown));
  const pieces = [];
  let section = null;
  for (const one of fitting.slice(0, upTo)) {
    if (one.section !== section) {
      section = one.section;
      const made = make("h3", "", section || "At the beginning");
      made.dir = "auto";
      pieces.push(made);
    }
    pieces.push(difference(one));
  }
  if (!fitting.length) pieces.push(make("p", "meta", "No sentence differs."));
  if (found.left && upTo >= fitting.length) {
    const words = `${found.left.toLocaleString("en")} more are in the exported file.`;
    pieces.push(make("p", "meta", words));
  }
  part(".differences").replaceChildren(...pieces);
  const rest = fitting.length - upTo;
  part(".more").hidden = rest <= 0;
  part(".more").textContent = `Show ${Math.min(rest, AT_A_TIME).toLocaleString("en")} more`;
}

function difference(one) {
  const made = make("article", `difference ${one.kinds[0]}`);
  const what = make("p", "what");
  what.append(make("span", "kind", one.label));
  for (const call of one.callouts) {
    const chip = make("span", "call");
    chip.append(make("bdi", "", call));
    what.append(chip);
  }
  const words = make("p", "words");
  words.dir = "auto";
  const tags = { gone: "del", new: "ins", same: "span" };
  for (const [op, text] of one.pieces) words.append(make(tags[op], "", text));
  const places = make("p", "places");
  for (const { name, place, marker } of one.places) {
    const button = make("button", `cite place ${marker}`);
    button.type = "button";
    button.append(make("span", "version", name), ` ${place}`);
    places.append(button);
  }
  made.append(what, words, places);
  return made;
}

async function save(button) {
  const sum = part(".sum");
  sum.textContent = "Writing the file …";
  let made;
  try {
    made = await server.version_file({ ...found.asked, ending: button.dataset.ending });
  } catch {
    made = { problem: UNREACHED };
  }
  if (made.data) window.sanadSave(made);
  sum.textContent = made.problem ?? `Saved as ${made.name}. ${found.summary}`;
  part("details.save").removeAttribute("open");
}

element.addEventListener("click", (event) => {
  const is = (selector) => event.target.closest?.(selector);
  if (is(".compare")) compare();
  else if (is(".swap")) [older.value, newer.value] = [newer.value, older.value];
  else if (is(".file")) save(is(".file"));
  else if (is(".more")) (upTo += AT_A_TIME), list();
  else if (is(".filters button")) {
    shown = is(".filters button").dataset.kind;
    upTo = AT_A_TIME;
    for (const one of element.querySelectorAll(".filters button"))
      one.setAttribute("aria-pressed", String(one.dataset.kind === shown));
    list();
  }
});
element.addEventListener("change", keep);

// Other rooms lead here with a document: it is compared with whichever is chosen then.
window.sanadCompare = async (old, later = "") => {
  document.getElementById("tab-compare").click();
  await loadDocuments();
  older.value = old;
  newer.value = later;
  if (later) compare();
  else newer.focus();
};

window.addEventListener("popstate", goToAddress);
if (inAddress().old) {
  if (!wasHere()) document.getElementById("tab-compare").click();
  goToAddress();
}

let open = false;
function entered() {
  const now = room.classList.contains("open");
  if (now && !open) loadDocuments();
  open = now;
}
new MutationObserver(entered).observe(room, { attributeFilter: ["class"] });
entered();
