// Runs once, in the head: the tabs that lead from one room to another. Which one is open stands
// in the body's data-room; a marker in any but the first opens the panel beside it.

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
    roomOf(one).classList.toggle("open", one === tab);
  }
  document.body.dataset.room = tab.id.slice("tab-".length);
  document.body.classList.remove("beside");
  tab.scrollIntoView({ block: "nearest", inline: "center" }); // on phones not all fit
}

// Put values into the address, or take out those that are null; with `push` Back undoes it.
window.sanadAddress = (values, { push = false } = {}) => {
  const asked = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(values))
    if (value) asked.set(name, value);
    else asked.delete(name);
  const query = asked.toString();
  const url = location.pathname + (query ? `?${query}` : "");
  if (url === location.pathname + location.search) return;
  if (push) history.pushState({}, "", url);
  else history.replaceState(history.state, "", url);
};

element.addEventListener("click", (event) => {
  const tab = event.target.closest?.("[role=tab]");
  if (tab) enter(tab);
});

element.addEventListener("keydown", (event) => {
  const shown = tabs.filter((tab) => !tab.hidden);
  const at = shown.indexOf(document.activeElement);
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (at < 0 || !step) return;
  const next = shown[(at + step + shown.length) % shown.length];
  enter(next);
  next.focus();
});

nameRooms();
