// Runs once, in the room where drafts are checked. The file is read here and sent along with
// the event, so that no copy of it is laid down anywhere.

const MOST = 10_000_000; // bytes, as in checking.py
const LONGEST_STOP = 10_000; // milliseconds, should nobody say that it has ended
const file = element.querySelector("#draft-file");
const text = element.querySelector("#draft-text");
const button = element.querySelector(".check");
const stop = element.querySelector(".halt");
const shown = () => document.querySelector("#checked .prose");
const KEPT = window.sanadOwn("sanad.checked"); // the report, in this tab
// Laid out beside the form by Gradio, it belongs into it.
function placeBar() {
  const bar = document.getElementById("compared-with");
  if (!bar) return setTimeout(placeBar, 50);
  element.querySelector(".form .acts").before(bar);
}
placeBar();
let reviewing = false;
let stopping = false;
let run = 0; // one that was stopped may still report

function complain(words) {
  const line = document.createElement("p");
  line.textContent = words;
  const box = document.createElement("div");
  box.className = "problem";
  box.setAttribute("role", "alert");
  box.append(line);
  shown().replaceChildren(box);
}

function readFile(chosen) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(chosen);
  });
}

function busy(now) {
  if (now) stopping = false;
  reviewing = now;
  button.disabled = now;
  stop.hidden = !now;
}

// The report outlives a reload, and the files that it made do if they aren't too large.
function keepReport(files) {
  const html = shown().querySelector(".review")?.outerHTML;
  for (const made of [files, []]) {
    try {
      sessionStorage.removeItem(KEPT);
      if (html) sessionStorage.setItem(KEPT, JSON.stringify({ html, files: made }));
      return;
    } catch {
      // storage is off or full: again without the files, or not at all
    }
  }
}

// Gradio fills its own parts with nothing while the page is loaded, perhaps after this.
function showKept(tries = 40) {
  if (tries) setTimeout(showKept, 150, tries - 1);
  if (!shown()) return;
  let kept = null;
  try {
    kept = JSON.parse(sessionStorage.getItem(KEPT));
  } catch {
    return;
  }
  if (!kept || reviewing || shown().querySelector(".review")) return;
  shown().innerHTML = kept.html; // made by review.py, every character of it escaped
  offerFiles(kept.files);
  if (!kept.files.length) tellGone();
}

function tellGone() {
  const line = document.createElement("span");
  line.className = "meta";
  line.textContent = "Check the draft again for its files.";
  shown().querySelector(".review .acts").prepend(line);
}

async function check() {
  if (reviewing) return;
  const chosen = file.files[0];
  if (!chosen && !text.value.trim()) return complain("Choose a file, or paste some text.");
  if (chosen?.size > MOST)
    return complain("The file has more than 10 MB. Split it.");
  let given = { text: text.value };
  try {
    if (chosen) given = { name: chosen.name, data: await readFile(chosen) };
  } catch {
    return complain("The file can’t be read any more. Choose it again.");
  }
  busy(true);
  trigger("submit", { ...given, run: ++run });
}

// Called when the check is over: the files that it made stay in the browser. Without anything
// where it wasn't taken.
window.sanadChecked = (findings) => {
  if (!reviewing || (findings && findings.run !== run)) return;
  busy(false);
  if (stopping) return;
  if (!shown().querySelector(".review, .problem"))
    complain("The draft could not be taken; too many may be waiting. Try again in a minute.");
  keepReport(findings?.files ?? []);
  offerFiles(findings?.files ?? []);
  shown().querySelector("h2")?.focus();
};

function offerFiles(files) {
  const row = shown().querySelector(".review .acts");
  for (const one of files) {
    const made = document.createElement(one.data ? "button" : "span");
    made.textContent = one.data ? `↓ ${one.told}` : one.problem;
    if (one.data) {
      made.type = "button";
      made.onclick = () => window.sanadSave(one);
    }
    row?.append(made);
  }
  if (row) row.append(anew());
}

function anew() {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = "Check another";
  made.onclick = () => {
    shown().replaceChildren();
    keepReport([]);
    trigger("clear");
    file.focus();
  };
  return made;
}

// From a finding to its words in the draft, and back.
document.querySelector("#checked").addEventListener("click", (event) => {
  const link = event.target.closest?.(".to-draft, .to-finding");
  if (!link) return;
  const there = link.matches(".to-draft") ? `said-${link.value}` : `finding-${link.value}`;
  const target = document.getElementById(there);
  target?.closest("details")?.setAttribute("open", "");
  target?.focus({ preventScroll: true });
  target?.scrollIntoView({ block: "center" });
});

button.addEventListener("click", check);
// Another check begins only once this one has ended: Gradio stops whatever runs by then.
stop.addEventListener("click", () => {
  stopping = true;
  stop.hidden = true;
  trigger("clear");
  setTimeout(() => stopping && busy(false), LONGEST_STOP);
});
file.addEventListener("change", () => {
  if (file.files[0]) text.value = "";
});
text.addEventListener("input", () => {
  if (text.value) file.value = "";
});
showKept();
