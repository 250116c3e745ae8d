// A question changed, or asked again; and the beginning of all that keeps the page. Runs behind
// keeping.js and shares its names.

// --- a question changed, or asked again -------------------------------------------------------

function onClick(event) {
  const button = event.target.closest?.(".edit-again, .ask-again");
  if (!button) return;
  const row = button.closest(".message-row");
  const asked = button.matches(".edit-again") ? row : row.previousElementSibling;
  const words = asked.querySelector(".question").textContent;
  const field = box();
  const typed = field.value;
  fill(field, words);
  field.focus();
  if (button.matches(".edit-again")) return field.setSelectionRange(words.length, words.length);
  setTimeout(() => {
    talk.querySelector(".submit-button").click();
    if (typed) whenThere(() => !field.value && field, () => fill(field, typed));
  }, 50); // Gradio has taken up the words by then
}

for (const kind of ["click", "keydown"])
  window.addEventListener(kind, guard, { capture: true, signal });
document.addEventListener("click", onClick, { signal });
for (const kind of ["input", "click", "scroll"])
  document.addEventListener(kind, saveSoon, { capture: true, passive: true, signal });
for (const kind of ["wheel", "pointerdown", "keydown"])
  document.addEventListener(kind, settle, { capture: true, passive: true, signal });
for (const kind of ["pagehide", "visibilitychange"])
  window.addEventListener(kind, save, { capture: true, signal });
window.addEventListener("popstate", () => {
  const name = inAddress();
  if (name !== conversation && (name || rows())) show(name || fresh());
}, { signal });
const watcher = new MutationObserver(() => {
  look();
  goToPlace();
  saveSoon();
});
watcher.observe(talk, { childList: true, subtree: true });
whenThere(
  () => document.getElementById("panel"),
  (panel) => watcher.observe(panel, { childList: true, subtree: true }),
);
signal.addEventListener("abort", () => {
  watcher.disconnect();
  clearTimeout(looking);
  others?.close();
});
restore();
offerToGoBack();
offerToGoOn();
keepLooking();
