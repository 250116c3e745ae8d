// Runs once, in the room "Settings". How the page looks is kept in the browser (look.js, in the
// head); all else comes from the program each time that the room is entered.

const LOST = "Sanad can’t be reached. Start it again; how the page looks can be set all the same.";
const part = (name) => element.querySelector(name);

async function call(name, wish = {}) {
  try {
    return await server[name](wish);
  } catch {
    return { problem: LOST };
  }
}

function show(made, focus = "") {
  if (made.problem) {
    const line = document.createElement("p");
    line.className = "problem";
    line.setAttribute("role", "alert");
    line.textContent = made.problem;
    part(".set").replaceChildren(line);
    return;
  }
  part(".set").innerHTML = made.html; // every word of both that isn't ours is escaped
  part(".set-more").innerHTML = made.more;
  if (focus) part(`[name="${focus}"]`)?.focus();
}

for (const name of ["theme", "size"]) {
  const now = window.sanadLook?.chosen[name];
  for (const box of element.querySelectorAll(`[name="look-${name}"]`)) box.checked = box.value === now;
}

element.addEventListener("change", async (event) => {
  const { name, value, checked } = event.target;
  if (name.startsWith("look-")) return window.sanadLook?.choose(name.slice("look-".length), value);
  if (["strict", "refuse"].includes(name)) show(await call("settings_changed", { [name]: checked }), name);
});
document.getElementById("tab-settings")?.addEventListener("click", async () => show(await call("settings_shown")));
