// The room in which what was said of answers is looked through. Its tab comes with the first.

const list = element.querySelector(".list");
const tab = document.getElementById("tab-feedback");

window.sanadFeedback = (made) => {
  if (made?.html === undefined) return;
  list.innerHTML = made.html; // every word of it that isn't ours is escaped
  if (tab && made.count) tab.hidden = false;
};

async function askFor(name, wish = null) {
  let made;
  try {
    made = await server[name](wish);
  } catch {
    made = { problem: "Sanad can’t be reached. Start it again." };
  }
  if (made.problem === undefined) return window.sanadFeedback(made);
  const line = document.createElement("p");
  line.setAttribute("role", "alert");
  line.textContent = new DOMParser().parseFromString(made.problem, "text/html").body.textContent;
  list.prepend(line);
}

element.addEventListener("click", async (event) => {
  const button = event.target.closest?.(".make-case, .drop");
  if (!button) return;
  button.disabled = true;
  await askFor(button.matches(".drop") ? "remove_feedback" : "case_of_feedback", button.value);
  element.querySelector("h2").focus();
});
tab?.addEventListener("click", () => askFor("list_feedback"));
askFor("list_feedback");
