// The bar between a room and the source: dragged, or moved by keys; where it stands is remembered.

const WHERE = "sanad.panel"; // percent of the desk that the source has
const bar = element.querySelector("[role=separator]");
const [LEAST, MOST, STEP] = [25, 75, 2];
const deskOf = () => document.getElementById("desk");

function recallShare() {
  try {
    return Number(localStorage.getItem(WHERE)) || 0;
  } catch {
    return 0; // storage is off
  }
}

function setShare(share) {
  const percent = share ? Math.min(Math.max(Math.round(share * 10) / 10, LEAST), MOST) : 0;
  const root = document.documentElement.style;
  if (percent) root.setProperty("--panel", `${percent}%`);
  else root.removeProperty("--panel");
  tellShare();
  try {
    if (percent) localStorage.setItem(WHERE, percent);
    else localStorage.removeItem(WHERE);
  } catch {
    // then it is dragged anew next time
  }
}

function shareNow() {
  const panel = document.getElementById("panel")?.offsetWidth;
  return panel ? (100 * panel) / deskOf().offsetWidth : 50;
}

function tellShare() {
  const now = Math.round(shareNow());
  bar.setAttribute("aria-valuenow", now);
  bar.setAttribute("aria-valuetext", `${now} percent of the window`);
}

bar.addEventListener("pointerdown", (event) => {
  if (event.button !== 0) return;
  event.preventDefault();
  bar.classList.add("by-pointer"); // which needs no ring around it
  bar.focus();
  bar.setPointerCapture(event.pointerId);
  document.body.classList.add("dragging");
});
bar.addEventListener("pointermove", (event) => {
  if (!bar.hasPointerCapture(event.pointerId)) return;
  const { left, width } = deskOf().getBoundingClientRect();
  setShare(100 - (100 * (event.clientX - left)) / width);
});
bar.addEventListener("lostpointercapture", () => document.body.classList.remove("dragging"));
bar.addEventListener("dblclick", () => setShare(0));
bar.addEventListener("keydown", (event) => {
  const to = { ArrowLeft: shareNow() + STEP, ArrowRight: shareNow() - STEP, Home: LEAST, End: MOST, Enter: 0 };
  if (!(event.key in to)) return;
  bar.classList.remove("by-pointer");
  event.preventDefault();
  setShare(to[event.key]);
});
bar.addEventListener("blur", () => bar.classList.remove("by-pointer"));
bar.addEventListener("focus", tellShare);
setShare(recallShare());
