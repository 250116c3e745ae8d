// What is pressed and typed in the Library. Runs behind the others and shares their names.

// --- what happens -------------------------------------------------------------------------

const enterRoom = () => document.getElementById("tab-library")?.click();

room.addEventListener("click", (event) => {
  const sort = event.target.closest("[data-sort]")?.dataset.sort;
  if (sort) {
    order = { key: sort, down: order.key === sort && !order.down };
    first = 0;
    show();
  }
});
body.addEventListener("change", (event) => {
  const { id } = event.target.closest("tr").dataset;
  if (event.target.checked) chosen.add(id);
  else chosen.delete(id);
  showChosen();
});
part(".every").addEventListener("change", (event) => {
  for (const one of listed) event.target.checked ? chosen.add(one.id) : chosen.delete(one.id);
  show();
});
part(".tools").addEventListener("input", () => {
  first = 0;
  show();
});
part(".none .all").addEventListener("click", () => {
  for (const field of part(".tools").querySelectorAll("input, select")) field.value = "";
  show();
  part(".search").focus();
});
const turn = (by) => {
  first = Math.max(0, first + by);
  show();
  part(".list").scrollIntoView({ block: "start" });
};
part(".before").addEventListener("click", () => turn(-PAGE));
part(".after").addEventListener("click", () => turn(PAGE));
part(".chosen .ask").addEventListener("click", () => {
  window.sanadAskedIn?.choose({ document: [...chosen] });
  document.getElementById("tab-ask")?.click();
  document.querySelector("#question textarea")?.focus();
});
// Of two, the one that is superseded, or the older one, is the old version.
part(".chosen .compare").addEventListener("click", () => {
  const isOlder = (one, other) =>
    one.superseded.includes(other.title) || (!other.superseded.includes(one.title) && one.sort <= other.sort);
  const [one, other] = all.documents.filter(({ id }) => chosen.has(id));
  if (!other) return window.sanadCompare(one.id);
  const [old, later] = isOlder(one, other) ? [one, other] : [other, one];
  window.sanadCompare(old.id, later.id);
});
part(".chosen .again").addEventListener("click", () => readAgain([...chosen]));
part(".chosen .remove").addEventListener("click", () => remove([...chosen]));
part(".chosen .nothing").addEventListener("click", () => {
  chosen.clear();
  show();
});
files.addEventListener("change", () => {
  add(files.files);
  files.value = "";
});
for (const name of ["dragenter", "dragover", "dragleave"]) room.addEventListener(name, onDrag);
room.addEventListener("drop", onDrop);
// A file that misses its place must not replace the page.
for (const name of ["dragover", "drop"])
  window.addEventListener(name, (event) => carriesFiles(event) && event.preventDefault());
document.getElementById("documents")?.addEventListener("click", (event) => {
  if (event.target.closest(".to-library")) enterRoom();
});
document.getElementById("tab-library")?.addEventListener("click", () => {
  load();
  look();
});

// Another window, or the terminal, may have added documents: the head counts them, too.
window.addEventListener("focus", load);

// The other scripts of the page find the documents here.
window.sanadDocuments = {
  get all() {
    return all;
  },
  load,
  listen: (listener) => listeners.push(listener),
  folded,
  kindsOf,
  compare,
  authorsOf,
};
load().then(() => {
  if (all.folder && !all.documents.length && !location.search.includes("cite=")) enterRoom();
});
look();
