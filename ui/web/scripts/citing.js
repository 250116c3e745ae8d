// The card in the panel in which a citation is made and copied. Runs behind script.js and
// shares its names: `element` is the panel, `server` calls the program.

const STORE = "sanad.citing"; // an author cites in one style for months
const GONE_HERE = "Sanad isn’t running any more."; // what to do then stands below
let citing = false; // whether the card is open, also for the next source
let latest = 0; // the wish whose answer is waited for

const card = () => element.querySelector("details.citing");
const part = (name) => card()?.querySelector(name);

function recall() {
  try {
    return JSON.parse(localStorage.getItem(STORE)) ?? {};
  } catch {
    return {}; // storage is off, or holds something else
  }
}

function remember(chosen) {
  try {
    localStorage.setItem(STORE, JSON.stringify(chosen));
  } catch {
    // then it is chosen anew next time
  }
}

function choices() {
  const field = (name) => part(`[name=${name}]`);
  return {
    style: field("style").value,
    form: field("form").value,
    quoted: field("quoted").checked,
    sic: field("sic").checked,
  };
}

function restore() {
  const kept = recall();
  for (const name of ["style", "form"]) {
    const field = part(`[name=${name}]`);
    if ([...field.options].some((one) => one.value === kept[name])) field.value = kept[name];
  }
  part("[name=quoted]").checked = kept.quoted === true;
}

function settle() {
  const data = !["footnote", "entry", "inline"].includes(choices().form);
  part("[name=style]").disabled = data;
  part("[name=quoted]").disabled = data;
  part("[name=sic]").disabled = data || !choices().quoted;
}

async function makeCitation() {
  settle();
  const mine = ++latest;
  const box = card();
  tell("");
  box.querySelector(".link").hidden = true;
  // Until it's made there is nothing to copy.
  for (const one of box.querySelectorAll(".acts button")) one.disabled = box.dataset.address === undefined;
  box.querySelector(".made").setAttribute("aria-busy", "true");
  // Gradio gives nothing where the program can't be reached.
  const asked = { marker: shownId(), ...choices() };
  const made = (await server.make_citation(asked)) ?? { problem: GONE_HERE };
  if (mine === latest && box.isConnected) showCitation(box, made);
}

function showCitation(box, made) {
  const place = box.querySelector(".made");
  place.removeAttribute("aria-busy");
  place.classList.toggle("data", made.text !== undefined);
  place.classList.toggle("problem", made.problem !== undefined);
  if (made.text !== undefined) place.textContent = made.text;
  else place.innerHTML = made.shown ?? made.problem;
  box.querySelector(".cautions").innerHTML = made.notes ?? "";
  for (const one of box.querySelectorAll(".acts button")) one.disabled = false;
  box.querySelector(".copy").disabled = made.problem !== undefined;
  box.querySelector(".copy-link").hidden = !made.address;
  box.querySelector(".copy-web").hidden = !made.web;
  box.dataset.address = made.address ?? "";
  box.dataset.web = made.web ?? "";
  if (made.problem && made.problem !== GONE_HERE) tell(place.textContent);
}

const tell = (words) => {
  part(".told").textContent = words;
};

async function copyCitation() {
  const place = part(".made");
  const data = place.classList.contains("data");
  const item = { "text/plain": new Blob([place.innerText], { type: "text/plain" }) };
  // Word then gets the italics.
  if (!data) item["text/html"] = new Blob([place.innerHTML], { type: "text/html" });
  const write = () => navigator.clipboard.write([new ClipboardItem(item)]);
  await copyOrSelect(write, place, "Copied.");
}

async function copyAddress(address) {
  const line = part(".link");
  line.textContent = address;
  line.hidden = false;
  await copyOrSelect(() => navigator.clipboard.writeText(address), line, "Link copied.");
}

async function copyOrSelect(copy, place, words) {
  try {
    await copy();
    tell(words);
  } catch {
    getSelection().selectAllChildren(place);
    tell("The browser didn’t allow copying. It is selected: copy it with Ctrl+C or ⌘C.");
  }
}

// An address's own "#" begins the link's fragment, so nothing of it needs encoding twice.
const linkTo = (address) => `${location.origin}${location.pathname}?cite=${address}`;

function openCard() {
  citing = true;
  if (card()) card().open = true;
}

function onToggle(event) {
  if (event.target !== card()) return;
  citing = card().open;
  if (citing) makeCitation();
  scrollToQuote(); // there is less room for the passage now, or more
}

function onChange(event) {
  if (!card()?.contains(event.target)) return;
  makeCitation();
  remember(choices());
}

function onCopy(event) {
  const button = event.target.closest?.("button");
  if (!card()?.contains(button) || card().dataset.address === undefined) return; // not made yet
  if (button.matches(".copy")) copyCitation();
  else if (button.matches(".copy-link")) copyAddress(linkTo(card().dataset.address));
  else if (button.matches(".copy-web")) copyAddress(card().dataset.web);
}

function renewCard() {
  if (!card()) return;
  restore();
  card().open = citing;
}

element.addEventListener("toggle", onToggle, { capture: true, signal });
element.addEventListener("change", onChange, { signal });
element.addEventListener("click", onCopy, { signal });
watch("value", renewCard);
renewCard();
