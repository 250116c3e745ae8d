// The outline, and what is pressed in the panel. Runs behind reading.js and shares its names.

// --- the outline ----------------------------------------------------------------------------

function openOutline(outline) {
  const card = outline.querySelector(".card");
  const told = known();
  if (!told) return;
  if (!card.firstChild) {
    const list = document.createElement("ol");
    const top = Math.min(...told.outline.map((heading) => heading[1]));
    for (const [at, level, words] of told.outline) {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "heading";
      button.dataset.place = at;
      button.dir = "auto";
      button.textContent = words;
      item.style.setProperty("--level", Math.min(level - top, 4));
      item.append(button);
      list.append(item);
    }
    card.append(list);
  }
  const buttons = [...card.querySelectorAll(".heading")];
  for (const button of buttons) button.removeAttribute("aria-current");
  const here = viewOf() === "page" ? pageNumbered(pageInView())[2] : reading.at;
  const now = buttons.findLast((button) => Number(button.dataset.place) <= here);
  now?.setAttribute("aria-current", "true");
  card.scrollTop = (now?.offsetTop ?? 0) - card.clientHeight / 3;
}

async function goToHeading(button) {
  const at = Number(button.dataset.place);
  one(".outline").open = false;
  if (viewOf() === "page") {
    toPage(known().pages[Math.max(pageIndexAt(at), 0)]?.[0] ?? 1);
    one(".sheets").focus({ preventScroll: true });
    return;
  }
  await goTo(at);
  reading.reader.focus({ preventScroll: true });
}

// --- what is pressed ------------------------------------------------------------------------

const PRESSED = {
  "page-before": () => turnPage(-1),
  "page-next": () => turnPage(1),
  "cited-before": () => step(-1),
  "cited-next": () => step(1),
  "to-quote": backToQuote,
  "open-search": () => openSearch(),
  "end-search": () => endSearch(),
  "hit-before": () => toHit(found.now - 1),
  "hit-after": () => toHit(found.now + 1),
  smaller: () => zoom(-1),
  larger: () => zoom(1),
  fit: () => zoom(0),
  "turn-page": () => turnSheets(),
};

function onPress(event) {
  const button = event.target.closest?.("button");
  if (!button || !reading) {
    const outline = one(".outline[open]");
    if (outline && !outline.contains(event.target)) outline.open = false;
    return;
  }
  const name = Object.keys(PRESSED).find((one) => button.classList.contains(one));
  if (button.classList.contains("cited-before") || button.classList.contains("cited-next"))
    refocus = event.detail === 0 ? `.${name}` : "";
  if (name) PRESSED[name]();
  else if (button.dataset.view) chooseView(button.dataset.view);
  else if (button.dataset.way) readOn(button.dataset.way);
  else if (button.classList.contains("heading")) goToHeading(button);
}

function onPageKey(event) {
  if (event.target.matches?.(".page-box") && event.key === "Enter") goToTyped(event.target.value);
}

// Only what is near is in the page, so that the browser's own search would miss most.
function onFindKey(event) {
  const wish = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "f";
  if (!wish || !reading || !element.contains(document.activeElement)) return;
  event.preventDefault();
  openSearch();
}

function onPanelEscape(event) {
  if (event.key !== "Escape" || !reading) return;
  const outline = one(".outline[open]");
  if (outline) {
    outline.open = false;
    outline.querySelector("summary").focus();
  } else if (!one(".searching").hidden && one(".searching").contains(event.target)) endSearch();
  else return;
  event.stopPropagation();
}

element.addEventListener("click", onPress, { signal });
element.addEventListener("keydown", onPageKey, { signal });
element.addEventListener("keydown", onPanelEscape, { signal });
document.addEventListener("keydown", onFindKey, { signal });
document.addEventListener("click", (event) => {
  const outline = one(".outline[open]");
  if (outline && !outline.contains(event.target)) outline.open = false;
}, { signal });
element.addEventListener("scroll", onScroll, { signal, capture: true, passive: true });
element.addEventListener("focusin", (event) => {
  if (event.target.matches(".page-box")) event.target.select();
}, { signal });
element.addEventListener("focusout", (event) => {
  if (event.target.matches(".page-box") && known()) tellPage();
}, { signal });
element.addEventListener("toggle", (event) => {
  if (event.target.matches(".outline") && event.target.open) openOutline(event.target);
}, { signal, capture: true });
