// Runs once, in the head: the tabs that lead from the chat to the check of drafts and back.

const tabs = [...element.querySelectorAll("[role=tab]")];
const roomOf = (tab) => document.getElementById(tab.getAttribute("aria-controls"));

// Gradio lays its rooms out in an order of its own, and gives them no role.
function nameRooms() {
  if (!tabs.every(roomOf)) return setTimeout(nameRooms, 50);
  for (const tab of tabs) {
    roomOf(tab).setAttribute("role", "tabpanel");
    roomOf(tab).setAttribute("aria-labelledby", tab.id);
  }
}

function enter(tab) {
  for (const one of tabs) {
    one.setAttribute("aria-selected", String(one === tab));
    one.tabIndex = one === tab ? 0 : -1;
  }
  document.body.classList.toggle("checking", tab.id === "tab-check");
}

element.addEventListener("click", (event) => {
  const tab = event.target.closest?.("[role=tab]");
  if (tab) enter(tab);
});

element.addEventListener("keydown", (event) => {
  const at = tabs.indexOf(document.activeElement);
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (at < 0 || !step) return;
  const next = tabs[(at + step + tabs.length) % tabs.length];
  enter(next);
  next.focus();
});

nameRooms();
