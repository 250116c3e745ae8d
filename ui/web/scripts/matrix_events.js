// What is pressed and typed in the room "Matrix". Runs behind the others and shares their names.

element.addEventListener("click", (event) => {
  const is = (selector) => event.target.closest?.(selector);
  if (is(".fill")) begin();
  else if (is(".halt")) stop();
  else if (is(".go-on")) fill();
  else if (is(".change")) stage("ask", { push: true }), questions.focus();
  else if (is(".to-table")) stage("table", { push: true });
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
window.addEventListener("popstate", () => {
  if (!table) return;
  part(".tabled").dataset.stage = /[?&]table=1/.test(location.search) ? "table" : "ask";
});
window.addEventListener("pagehide", () => filling && keep());

let open = false;
function entered() {
  const now = room.classList.contains("open");
  if (now && !open && !filling) loadDocuments();
  open = now;
}
new MutationObserver(entered).observe(room, { attributeFilter: ["class"] });
restore();
entered();
