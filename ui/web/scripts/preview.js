// What a marker leads to, shown beside it while it's pointed at or has the focus. The words are
// those that the answer's list of sources holds already: nothing is asked for.

const WAIT = 180; // milliseconds, so that nothing flickers on the way to somewhere else
const bubble = document.createElement("div");
bubble.id = "preview";
bubble.setAttribute("role", "tooltip");
bubble.hidden = true;
document.querySelector("#desk").append(bubble);
let previewed = null;
let coming = 0;

const markerId = (marker) => [...marker.classList].find((name) => name.startsWith("c-"));

function fillPreview(marker) {
  const place = marker
    .closest(".message-row")
    ?.querySelector(`.sources .cite.place.${markerId(marker)}`);
  const words = place?.closest(".pair")?.nextElementSibling;
  if (!words?.classList.contains("preview")) return false;
  const about = document.createElement("p");
  about.className = "meta";
  const title = place.closest("li").querySelector(".title")?.textContent ?? "";
  const where = [...place.childNodes].filter((one) => one.nodeType === Node.TEXT_NODE);
  about.textContent = `${title}, ${where.map((one) => one.textContent.trim()).join(" ")}`;
  about.dir = "auto";
  const quote = document.createElement("p");
  quote.className = "words";
  quote.dir = "auto";
  quote.append(...[...words.childNodes].map((one) => one.cloneNode(true)));
  bubble.replaceChildren(quote, about);
  return true;
}

function placePreview(marker) {
  const at = marker.getBoundingClientRect();
  const size = bubble.getBoundingClientRect();
  const left = Math.min(Math.max(8, at.left - 24), window.innerWidth - size.width - 8);
  const below = at.bottom + 6 + size.height < window.innerHeight;
  bubble.style.left = `${left}px`;
  bubble.style.top = `${below ? at.bottom + 6 : Math.max(8, at.top - size.height - 6)}px`;
}

function showPreview(marker) {
  clearTimeout(coming);
  if (previewed === marker) return;
  hidePreview();
  if (!marker.isConnected || !fillPreview(marker)) return;
  previewed = marker;
  bubble.hidden = false;
  placePreview(marker);
  marker.setAttribute("aria-describedby", bubble.id);
}

function hidePreview() {
  clearTimeout(coming);
  previewed?.removeAttribute("aria-describedby");
  previewed = null;
  bubble.hidden = true;
}

const soon = (act) => {
  clearTimeout(coming);
  coming = setTimeout(act, WAIT);
};
const markOf = (target) => target?.closest?.(".cite.mark");

window.sanadPreview?.abort();
window.sanadPreview = new AbortController();
const previewing = { signal: window.sanadPreview.signal };
document.addEventListener("pointerover", (event) => {
  if (event.pointerType === "touch") return;
  const marker = markOf(event.target);
  if (marker) soon(() => showPreview(marker));
  else if (bubble.contains(event.target)) clearTimeout(coming);
  else if (previewed && document.activeElement !== previewed) soon(hidePreview);
}, previewing);
document.addEventListener("focusin", (event) => {
  const marker = markOf(event.target);
  if (marker?.matches(":focus-visible")) showPreview(marker);
  else hidePreview();
}, previewing);
document.addEventListener("click", hidePreview, { capture: true, ...previewing });
document.addEventListener("scroll", hidePreview, { capture: true, passive: true, ...previewing });
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || bubble.hidden) return;
  event.stopPropagation(); // it closes this alone
  hidePreview();
}, { capture: true, ...previewing });
