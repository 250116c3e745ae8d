// What isn't right about an answer, said in a form below it; what would be right is marked in the
// document beside. It goes into a list on this machine.

const form = element.querySelector(".not-right-form");
const field = (name) => form.querySelector(`[name=${name}]`);
const rights = form.querySelector(".rights ul");
let marked = ""; // the words that were marked last in the panel, which a click elsewhere unmarks
let markedIn = "";
let answered = null; // the row that it's about
let about = ""; // and its question
let right = [];

const tellForm = (words) => {
  form.querySelector(".told").textContent = words;
};
const asWords = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent;

async function called(name, wish) {
  try {
    return await server[name](wish);
  } catch {
    return { problem: "Sanad can’t be reached. Start it again; what you wrote stays here." };
  }
}

function openForm(row) {
  answered = row;
  right = [];
  form.reset();
  drawRights();
  tellForm("");
  about = questionOf(row);
  form.querySelector(".about").textContent = about;
  talked.observe(document.getElementById("chat"), { childList: true, subtree: true });
  form.hidden = false;
  form.querySelector("h2").focus();
  form.scrollIntoView({ block: "nearest" });
}

const talked = new MutationObserver(closeIfGone);

// Another conversation may be open now: it has no such answer.
function closeIfGone() {
  if (form.hidden || (answered.isConnected && questionOf(answered) === about)) return;
  const rows = [...document.querySelectorAll("#chat .message-row")];
  const again = rows.findLast((row) => row.querySelector(".not-right") && questionOf(row) === about);
  if (again) answered = again; // drawn anew
  else hideForm();
}

function hideForm() {
  talked.disconnect();
  form.hidden = true;
}

function closeForm() {
  hideForm();
  answered?.querySelector(".not-right")?.focus();
}

function drawRights() {
  rights.replaceChildren(
    ...right.map((one) => {
      const item = document.createElement("li");
      const words = document.createElement("q");
      words.textContent = one.quote;
      words.dir = "auto";
      const where = document.createElement("bdi");
      where.className = "meta";
      where.textContent = one.document;
      const away = document.createElement("button");
      away.type = "button";
      away.textContent = "Remove";
      away.onclick = () => {
        right = right.filter((other) => other !== one);
        drawRights();
        field("right").focus();
      };
      item.append(words, " ", where, " ", away);
      return item;
    }),
  );
}

async function takeWords(words, marker) {
  if (!words.trim()) return tellForm("Mark some words in the document first.");
  const found = await called("found_words", { words, marker });
  if (found.problem) return tellForm(asWords(found.problem));
  right = [...right.filter((one) => one.quote !== found.quote), found];
  drawRights();
  tellForm("Taken.");
  return true;
}

document.addEventListener("selectionchange", () => {
  const chosen = document.getSelection();
  const reader = document.querySelector("#panel .reader");
  if (!reader || chosen.isCollapsed || !reader.contains(chosen.anchorNode)) return;
  marked = chosen.toString();
  markedIn = document.querySelector("#panel .source")?.dataset.marker ?? "";
}, previewing);

document.addEventListener("click", (event) => {
  const button = event.target.closest?.(".acts-on .not-right");
  if (button) openForm(rowOf(button));
}, previewing);
form.querySelector(".take").addEventListener("click", () => takeWords(marked, markedIn));
form.querySelector(".take-typed").addEventListener("click", async () => {
  if (await takeWords(field("right").value, "")) field("right").value = "";
});
field("right").addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  form.querySelector(".take-typed").click();
});
form.querySelector(".cancel").addEventListener("click", closeForm);
form.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeForm();
});
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const reason = form.querySelector("[name=reason]:checked")?.value;
  if (!reason) {
    tellForm("Say what isn’t right.");
    return form.querySelector("[name=reason]").focus();
  }
  const shown = piecesOf(answered).map((piece) => piece.words.textContent.trim());
  const question = questionOf(answered);
  const wish = { question, reason, words: field("words").value, shown, right };
  const kept = await called("keep_feedback", wish);
  if (kept.problem) return tellForm(asWords(kept.problem));
  closeForm();
  const button = answered.querySelector(".not-right");
  if (button) tellCopied(button, "Kept in the room “Feedback”. Thank you.");
  window.sanadFeedback?.(kept);
});
