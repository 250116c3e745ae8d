// Runs once, in the notebook's room. Its HTML comes from the program; here it is asked for,
// put in its place, and "Pin" in answers and in the panel is told what is pinned already.

const told = element.querySelector(".told");
const seek = element.querySelector(".seek");
const parts = { talks: element.querySelector("section.talks"), pins: element.querySelector("section.pins") };
const rowsOf = (name) => parts[name].querySelector(".rows");
let pinned = {}; // pins by what the markers of their words share

window.sanadNotebook?.abort();
window.sanadNotebook = new AbortController();
const { signal } = window.sanadNotebook;

function tell(words, undo) {
  told.replaceChildren(words);
  if (!undo) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "calls";
  button.textContent = "Undo";
  button.onclick = undo;
  told.append(" ", button);
}

// Gives nothing where it couldn't be done; why is then told.
async function call(name, wish = {}) {
  const reply = await server[name](wish);
  if (!reply || reply.problem) tell(reply?.problem ?? "Sanad isn’t running any more.");
  return reply && !reply.problem ? reply : null;
}

async function showTalks() {
  const words = seek.value;
  const reply = await call("list_talks", { words });
  if (!reply || seek.value !== words) return;
  rowsOf("talks").innerHTML = reply.html;
  for (const time of rowsOf("talks").querySelectorAll("time"))
    time.textContent = new Date(time.dateTime).toLocaleString([], {
      dateStyle: "medium",
      timeStyle: "short",
    });
}

let kept = 0; // notes, so that a list made before one was kept isn't shown behind it

async function showPins() {
  const before = kept;
  const reply = await call("list_pins");
  if (!reply) return;
  if (kept !== before) return showPins();
  pinned = reply.pinned;
  const typing = [...rowsOf("pins").querySelectorAll("textarea")]
    .filter((field) => field.value !== field.defaultValue || field === document.activeElement)
    .map((field) => [field.closest("li").dataset.id, field, field === document.activeElement]);
  rowsOf("pins").innerHTML = reply.html;
  for (const [id, { value, selectionStart, selectionEnd }, here] of typing) {
    const field = rowsOf("pins").querySelector(`[data-id="${id}"] textarea`);
    if (!field) continue;
    field.value = value;
    if (!here) continue;
    field.focus();
    field.setSelectionRange(selectionStart, selectionEnd);
  }
  parts.pins.querySelector(".export").hidden = !Object.keys(pinned).length;
  rowsOf("pins").querySelectorAll("textarea").forEach(grow);
  mark();
}

function grow(field) {
  field.style.height = "auto";
  if (field.scrollHeight) field.style.height = `${field.scrollHeight + 2}px`;
}

function turnTo(name) {
  for (const button of element.querySelectorAll("[data-part]"))
    button.setAttribute("aria-pressed", String(button.dataset.part === name));
  for (const [one, part] of Object.entries(parts)) part.hidden = one !== name;
  tell("");
  (name === "talks" ? showTalks : showPins)();
}

// --- conversations ------------------------------------------------------------------------------

async function changeTalk(row, what, more = {}) {
  const id = row.dataset.id;
  const reply = await call("change_talk", { id, what, ...more });
  if (!reply) return;
  const undo = async () => {
    const back = await call("change_talk", { id, what: "restore" });
    if (back) tell(back.told);
    showTalks();
  };
  tell(reply.told, what === "delete" ? undo : null);
  await showTalks();
  const next = element.querySelector(`[data-id="${id}"] .enter`) ?? seek;
  next.focus();
}

function rename(row) {
  const button = row.querySelector(".enter");
  const field = document.createElement("input");
  field.value = row.querySelector(".name").textContent;
  field.maxLength = 200;
  field.className = "naming";
  field.setAttribute("aria-label", "Name of the conversation");
  let done = false;
  const finish = (keep) => {
    if (done) return;
    done = true;
    field.replaceWith(button);
    if (keep && field.value.trim()) changeTalk(row, "rename", { name: field.value });
    else button.focus();
  };
  field.onkeydown = (event) => {
    if (event.key === "Enter") finish(true);
    if (event.key === "Escape") {
      event.stopPropagation();
      finish(false);
    }
  };
  field.onblur = () => finish(true);
  button.replaceWith(field);
  field.select();
}

function offerExport(row) {
  const open = row.querySelector(".exporting");
  if (open) return open.remove();
  const form = document.createElement("p");
  form.className = "exporting";
  form.append(element.querySelector("template").content.cloneNode(true));
  row.append(form);
  form.querySelector("select").focus();
}

async function take(form, name, wish) {
  const pick = (field) => form.querySelector(`[name=${field}]`).value;
  tell("Writing the file …");
  const reply = await call(name, { ...wish, ending: pick("ending"), style: pick("style") });
  if (!reply) return;
  window.sanadSave(reply);
  tell(reply.told);
}

function enter(row) {
  window.sanadOpen(row.dataset.id);
  document.getElementById("tab-ask").click();
}

// --- pins ---------------------------------------------------------------------------------------

async function changePin(row, what) {
  const id = row.dataset.id;
  const reply = await call("change_pin", { id, what });
  if (!reply) return;
  const undo = async () => {
    const back = await call("change_pin", { id, what: "restore" });
    if (back) tell(back.told);
    showPins();
  };
  tell(reply.told, what === "delete" ? undo : null);
  await showPins();
  const moved = element.querySelector(`.pins [data-id="${id}"]`);
  const same = moved?.querySelector(`.${what}:not(:disabled)`);
  (same ?? moved?.querySelector(".acts button:not(:disabled)") ?? told.querySelector("button"))?.focus();
}

async function keepNote(field) {
  if (field.value === field.defaultValue) return;
  const { value } = field;
  const wish = { id: field.closest("li").dataset.id, what: "write", note: value };
  const reply = await call("change_pin", wish);
  if (!reply) return;
  kept += 1;
  field.defaultValue = value;
  tell(reply.told);
}

const markerOf = (button) =>
  [...button.classList].find((name) => name.startsWith("for-c-"))?.slice("for-".length) ?? "";
const tokenOf = (button) => markerOf(button).replace(/^c-\d+-[a-z]\d+-/, "");

function mark() {
  for (const button of document.querySelectorAll("button.pin")) {
    const is = tokenOf(button) in pinned;
    const words = is ? "Pinned" : "Pin";
    const shown = button.querySelector(".is") ?? button;
    if (shown.textContent !== words) shown.textContent = words;
    if (button.getAttribute("aria-pressed") !== String(is))
      button.setAttribute("aria-pressed", String(is));
  }
}

async function pin(button) {
  const token = tokenOf(button);
  const row = button.closest(".bot-row");
  const question = row?.previousElementSibling?.querySelector(".question")?.textContent ?? "";
  const marker = markerOf(button);
  const wish =
    token in pinned
      ? { what: "delete", id: String(pinned[token]) }
      : { what: "add", marker, question, conversation: window.sanadWhere().conversation };
  button.disabled = true;
  const reply = await server.change_pin(wish);
  button.disabled = false;
  await showPins();
  window.sanadSay?.(reply?.problem ?? reply?.told ?? "");
  button.focus();
}

// --- events -------------------------------------------------------------------------------------

element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const row = event.target.closest("li[data-id]");
  if (button?.dataset.part) return turnTo(button.dataset.part);
  if (button?.matches(".take"))
    return row
      ? take(button.closest(".exporting"), "export_talk", { id: row.dataset.id })
      : take(button.closest(".export"), "export_all", {});
  if (!button || !row || button.matches(".cite")) return;
  const what = [...button.classList].find((name) => name !== "calls");
  if (row.closest(".pins")) return changePin(row, what);
  ({ enter, rename, export: offerExport })[what]?.(row) ?? (what === "delete" && changeTalk(row, what));
});
element.addEventListener("keydown", (event) => {
  const row = event.target.closest?.(".pins li[data-id]");
  const what = { ArrowUp: "up", ArrowDown: "down" }[event.key];
  if (!row || !what || !event.altKey) return;
  event.preventDefault();
  changePin(row, what);
});
let waiting = 0;
element.addEventListener("input", (event) => {
  clearTimeout(waiting);
  if (event.target === seek) waiting = setTimeout(showTalks, 200);
  if (!event.target.matches(".pins textarea")) return;
  grow(event.target);
  waiting = setTimeout(keepNote, 900, event.target);
});
element.addEventListener("focusout", (event) => {
  if (event.target.matches(".pins textarea")) keepNote(event.target);
});
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button.pin");
  if (button) pin(button);
}, { signal });
document.addEventListener("click", (event) => {
  if (event.target.closest?.("#tab-notebook")) (parts.pins.hidden ? showTalks : showPins)();
}, { signal });
const watcher = new MutationObserver(() => requestAnimationFrame(mark));
for (const id of ["talk", "panel", "tables-room"]) {
  const find = () => {
    const place = document.getElementById(id);
    if (place) watcher.observe(place, { childList: true, subtree: true });
    else if (!signal.aborted) setTimeout(find, 50);
  };
  find();
}
signal.addEventListener("abort", () => watcher.disconnect());
showPins();
