// Runs once, in the bar over the question: which documents are asked. What is chosen is this
// element's value, which goes with every question, and stands in the page's address.
// Gradio takes a quoted word for an event's name: none may be one of gr.HTML's own parameters.

const apart = element.querySelector("[data-apart]") !== null; // the bar of the room for drafts
const choose = element.querySelector(".choose");
const chips = element.querySelector(".chips");
const chooser = element.querySelector(".chooser");
const NAMES = ["document", "author", "type", "since", "until"];
const MOST_LISTED = 100;
const asks = apart ? "compared" : "asked";
const empty = () => ({ document: [], author: [], type: [], since: "", until: "" });
let choice = apart ? empty() : fromAddress();
const shelf = () => window.sanadDocuments;
const documents = () => shelf()?.all.documents ?? [];

function fromAddress() {
  const given = new URLSearchParams(location.search);
  return {
    document: given.getAll("document"),
    author: given.getAll("author"),
    type: given.getAll("type"),
    since: given.get("since") ?? "",
    until: given.get("until") ?? "",
  };
}

const isAll = () => NAMES.every((name) => !choice[name].length);

// The page's address keeps whatever else stands in it, a link to a passage as it was written.
function toAddress() {
  if (apart) return;
  const kept = location.search
    .slice(1)
    .split("&")
    .filter((one) => one && !NAMES.includes(one.split("=")[0]));
  const ours = NAMES.flatMap((name) =>
    [choice[name]].flat().filter(Boolean).map((value) => `${name}=${encodeURIComponent(value)}`),
  );
  const search = [...kept, ...ours].join("&");
  const address = `${location.pathname}${search ? `?${search}` : ""}${location.hash}`;
  history.replaceState(history.state, "", address);
}

function make(tag, look, text) {
  const made = document.createElement(tag);
  if (look) made.className = look;
  if (text !== undefined) made.textContent = text;
  return made;
}

function isAsked(one) {
  if (choice.document.length && ![one.id, one.file].some((name) => choice.document.includes(name))) return false;
  if (choice.author.length && !choice.author.some((name) => one.authors.includes(name))) return false;
  if (choice.type.length && !choice.type.some((kind) => one.kinds.includes(kind))) return false;
  if (choice.since && !(one.to && one.to >= choice.since)) return false;
  return !choice.until || Boolean(one.from && one.from.slice(0, choice.until.length) <= choice.until);
}

const titleOf = (id) => documents().find((one) => [one.id, one.file].includes(id))?.title ?? id;
const nameOf = (kind) => shelf()?.all.names?.[kind] ?? kind;

function changed() {
  // Gradio sends what stands in its props; the template shows nothing of it.
  props.value = JSON.stringify(isAll() ? {} : choice);
  toAddress();
  show();
}

function without(name, value) {
  choice[name] = Array.isArray(choice[name]) ? choice[name].filter((one) => one !== value) : "";
  const at = [...chips.children].findIndex((one) => one.contains(document.activeElement));
  changed();
  const left = chips.querySelectorAll("button");
  (left[Math.min(at, left.length - 1)] ?? choose).focus();
}

function chip(name, value, words) {
  const item = make("li");
  const made = make("button", "chip");
  made.type = "button";
  const text = make("bdi", "", words);
  text.dir = "auto";
  const cross = make("span", "cross", "×");
  cross.ariaHidden = "true";
  made.setAttribute("aria-label", `${words}: ${apart ? "go on" : "ask"} without this choice`);
  made.append(text, cross);
  made.addEventListener("click", () => without(name, value));
  made.addEventListener("keydown", (event) => {
    if (["Backspace", "Delete"].includes(event.key)) without(name, value);
  });
  item.append(made);
  return item;
}

function show() {
  const asked = documents().filter(isAsked).length;
  const all = choose.querySelector(".all");
  const known = documents().length > 0;
  all.textContent = isAll() ? "all documents" : known ? `${asked.toLocaleString("en")} of ${documents().length.toLocaleString("en")} documents` : "some documents";
  element.querySelector(".asked-in").classList.toggle("nothing", !isAll() && known && !asked);
  const focused = [...chips.children].findIndex((one) => one.contains(document.activeElement));
  chips.replaceChildren(
    ...choice.document.slice(0, 5).map((id) => chip("document", id, titleOf(id))),
    ...choice.author.map((name) => chip("author", name, `by ${name}`)),
    ...choice.type.map((kind) => chip("type", kind, nameOf(kind))),
    ...(choice.since ? [chip("since", "", `since ${choice.since}`)] : []),
    ...(choice.until ? [chip("until", "", `until ${choice.until}`)] : []),
  );
  if (choice.document.length > 5) {
    const more = make("li", "more", `and ${choice.document.length - 5} more`);
    chips.insertBefore(more, chips.children[5] ?? null);
  }
  // The list of documents may come while one is about to press a key.
  if (focused >= 0) chips.children[focused]?.querySelector("button")?.focus();
  if (!chooser.hidden) tell();
}

// --- the chooser --------------------------------------------------------------------------

function field(look, label, input) {
  const box = make("label", `pick ${look}`);
  box.append(make("span", "", label), input);
  return box;
}

function select(name, anything, entries) {
  const made = make("select");
  made.add(new Option(anything, ""));
  for (const [value, count, label = value] of entries)
    made.add(new Option(`${label} (${count})`, value));
  made.addEventListener("change", () => {
    if (made.value && !choice[name].includes(made.value)) choice[name].push(made.value);
    made.value = "";
    changed();
    list();
  });
  return made;
}

function year(name) {
  const made = make("input");
  made.inputMode = "numeric";
  made.maxLength = 10;
  made.placeholder = "year";
  made.value = choice[name];
  made.addEventListener("input", () => {
    const value = made.value.trim();
    const fits = /^\d{4}(-\d\d(-\d\d)?)?$/.test(value);
    made.setAttribute("aria-invalid", String(Boolean(value) && !fits));
    choice[name] = fits ? value : "";
    changed();
    list();
  });
  return made;
}

function build() {
  const search = make("input", "search");
  search.type = "search";
  search.placeholder = "Search titles, authors, files";
  search.setAttribute("aria-label", "Search the documents");
  search.addEventListener("input", list);
  const picks = make("div", "picks");
  const shelved = documents();
  const { kindsOf, authorsOf } = shelf();
  picks.append(
    field("author", "By", select("author", "anyone", authorsOf(shelved))),
    field("type", "Type", select("type", "any", kindsOf(shelved))),
    field("since", "Since", year("since")),
    field("until", "Until", year("until")),
  );
  const told = make("p", "told");
  told.setAttribute("role", "status");
  const foot = make("p", "acts");
  const every = make("button", "whole", apart ? "All documents" : "Ask all documents");
  every.type = "button";
  every.addEventListener("click", () => {
    choice = empty();
    changed();
    build();
    chooser.querySelector(".search").focus();
  });
  const done = make("button", "done", "Done");
  done.type = "button";
  done.addEventListener("click", close);
  foot.append(every, done);
  chooser.replaceChildren(search, picks, make("ul", "ticks"), told, foot);
  list();
}

function list() {
  const words = shelf().folded(chooser.querySelector(".search").value).split(/\s+/);
  const found = documents().filter((one) => words.every((word) => one.words.includes(word)));
  // Those that are ticked first, so that they are seen without a search.
  const ticked = (one) => choice.document.includes(one.id) || choice.document.includes(one.file);
  const shown = [...found].sort((a, b) => ticked(b) - ticked(a) || shelf().compare(a.title, b.title));
  const items = shown.slice(0, MOST_LISTED).map((one) => {
    const item = make("li");
    const label = make("label");
    const box = make("input");
    box.type = "checkbox";
    box.checked = ticked(one);
    box.addEventListener("change", () => {
      choice.document = choice.document.filter((name) => name !== one.id && name !== one.file);
      if (box.checked) choice.document.push(one.id);
      changed();
    });
    const title = make("bdi", "title", one.title);
    title.dir = "auto";
    const by = make("span", "meta");
    by.append(make("bdi", "", one.authors.join("; ")), one.authors.length ? ", " : "", one.date);
    const words = make("span", "words");
    words.append(title, by);
    label.append(box, words);
    item.append(label);
    return item;
  });
  if (shown.length > MOST_LISTED)
    items.push(make("li", "meta", `and ${(shown.length - MOST_LISTED).toLocaleString("en")} more: search for them`));
  if (!shown.length) items.push(make("li", "meta", "No document is like that."));
  chooser.querySelector(".ticks").replaceChildren(...items);
  tell();
}

function tell() {
  const asked = documents().filter(isAsked).length;
  const undated = choice.since || choice.until ? documents().filter((one) => !one.from).length : 0;
  const left = undated ? ` ${undated} without a date ${undated === 1 ? "is" : "are"} left out.` : "";
  const words = isAll()
    ? `All documents are ${asks}. Tick some for those alone.`
    : asked
      ? `${asked.toLocaleString("en")} of ${documents().length.toLocaleString("en")} are ${asks}.${left}`
      : `No document is left: take one of the choices away.${left}`;
  chooser.querySelector(".told").textContent = words;
}

async function open() {
  if (!documents().length) await shelf()?.load();
  build();
  chooser.hidden = false;
  choose.setAttribute("aria-expanded", "true");
  chooser.querySelector(".search").focus();
}

function close() {
  if (chooser.hidden) return;
  chooser.hidden = true;
  choose.setAttribute("aria-expanded", "false");
  choose.focus();
}

choose.addEventListener("click", () => (chooser.hidden ? open() : close()));
element.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || chooser.hidden) return;
  event.stopPropagation();
  close();
});
document.addEventListener("pointerdown", (event) => {
  if (chooser.hidden || element.contains(event.target)) return;
  chooser.hidden = true;
  choose.setAttribute("aria-expanded", "false");
});

if (!apart)
  window.sanadAskedIn = {
    choose: (given) => {
      choice = { ...empty(), ...given };
      changed();
    },
  };
function begin() {
  if (!shelf()) return setTimeout(begin, 50);
  shelf().listen(show);
  if (!isAll()) changed();
  else show();
}
begin();
