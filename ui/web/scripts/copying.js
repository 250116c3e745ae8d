// An answer on the clipboard, with its references: as rich text for a word processor, and as
// Markdown. The words are those on the page, the references come from the program.

const rowOf = (inside) => inside.closest(".message-row");
const questionOf = (row) => {
  const asked = row.querySelector(".asked-as .to-edit, .asked-as:not(:has(.to-edit)) .in-full");
  return (asked ?? row.previousElementSibling?.querySelector(".question"))?.textContent ?? "";
};
const SAID = ".outcome p, .facts li, .label.document > bdi, .statement, .near, .notes li, .caution";

// The answer in pieces: what kind each is, its words, and the markers behind them.
function piecesOf(row) {
  const seen = new Set();
  return [...row.querySelectorAll(SAID)].flatMap((one) => {
    const said = one.matches(".statement, .near") ? one.querySelector("q, bdi") : one;
    if (!said || (one.matches(".caution") && seen.has(one.textContent))) return [];
    seen.add(one.textContent);
    const doubt = one.matches(".statement") && one.querySelector(".verdict-of:not(.supported)");
    return {
      kind: one.matches(".label *") ? "title" : one.matches(".statement, .near") ? "said" : "told",
      words: said,
      quoted: said.matches("q"),
      doubt: doubt ? doubt.textContent.trim() : "",
      markers: [...one.querySelectorAll(".cite.mark")].map(markerId),
    };
  });
}

// Where the program can't be reached the places stand in for the references.
function placesOnPage(row, markers) {
  const texts = markers.map((id) => {
    const place = row.querySelector(`.sources .cite.place.${id}`);
    const item = place?.closest("li");
    const where = place?.textContent.trim().replace(/^\d+\s*/, "") ?? "";
    return [item?.querySelector(".title")?.textContent, where].filter(Boolean).join(", ");
  });
  const html = texts.map(escaped);
  return { noted: true, html, text: texts, markdown: texts, entries: {} };
}

async function referencesOf(row, markers) {
  if (!markers.length) return { noted: true, html: [], text: [], markdown: [], entries: {} };
  let style = "chicago";
  try {
    style = JSON.parse(localStorage.getItem("sanad.citing"))?.style ?? style;
  } catch {
    // storage is off
  }
  try {
    const made = await server.copied_references({ markers, style });
    return made?.problem === undefined ? made : placesOnPage(row, markers);
  } catch {
    return placesOnPage(row, markers);
  }
}

const escaped = (text) => {
  const box = document.createElement("i");
  box.textContent = text;
  return box.innerHTML;
};
const bare = (html) => html.replace(/^<p>|<\/p>$/g, "");
const inMarkdown = (text) => text.replace(/([\\`*_[\]<>#|~$@^])/g, "\\$1").replace(/\s+/g, " ");

// The words with what answers in bold, and nothing else of their markup.
function wordsOf(piece, strong, plain) {
  const texts = document.createTreeWalker(piece.words, NodeFilter.SHOW_TEXT);
  const made = [];
  while (texts.nextNode()) {
    const { parentElement, data } = texts.currentNode;
    made.push(parentElement.closest("strong") ? strong(plain(data)) : plain(data));
  }
  return piece.quoted && !piece.words.matches(".own") ? `“${made.join("")}”` : made.join("").trim();
}

async function richOf(row) {
  const { pieces, markers, made } = await gathered(row);
  const html = [`<p><b>${escaped(questionOf(row))}</b></p>`];
  const text = [questionOf(row)];
  for (const piece of pieces) {
    const numbers = piece.markers.map((id) => markers.indexOf(id));
    const words = wordsOf(piece, (one) => `<b>${one}</b>`, escaped);
    const plain = wordsOf(piece, (one) => one, (one) => one);
    const behind = numbers.map((n) => (made.noted ? `<sup>${n + 1}</sup>` : ` ${bare(made.html[n])}`));
    const marks = numbers.map((n) => (made.noted ? ` [${n + 1}]` : ` ${made.text[n]}`));
    const doubt = piece.doubt ? ` (${piece.doubt})` : "";
    html.push(`<p>${piece.kind === "title" ? `<b>${words}</b>` : words}${behind.join("")}${escaped(doubt)}</p>`);
    text.push(`${plain}${marks.join("")}${doubt}`);
  }
  if (made.noted && markers.length) {
    html.push(`<ol>${made.html.map((one) => `<li>${bare(one)}</li>`).join("")}</ol>`);
    text.push(made.text.map((one, n) => `${n + 1}. ${one}`).join("\n"));
  }
  html.push(...(made.entries?.html ?? []).map((one) => `<p>${bare(one)}</p>`));
  text.push(...(made.entries?.text ?? []));
  return { html: html.join("\n"), text: text.join("\n\n") };
}

async function markdownOf(row) {
  const { pieces, markers, made } = await gathered(row);
  const lines = [`**${inMarkdown(questionOf(row))}**`];
  for (const piece of pieces) {
    const words = wordsOf(piece, (one) => `**${one.trim()}**`, inMarkdown);
    const numbers = piece.markers.map((id) => markers.indexOf(id));
    const marks = numbers.map((n) => (made.noted ? `[^${n + 1}]` : ` ${made.markdown[n]}`));
    const doubt = piece.doubt ? ` (${piece.doubt})` : "";
    if (piece.kind === "title") lines.push(`### ${words}`);
    else lines.push(`${piece.kind === "said" && piece.quoted ? "> " : ""}${words}${marks.join("")}${doubt}`);
  }
  if (made.noted) lines.push(...made.markdown.map((one, n) => `[^${n + 1}]: ${one}`));
  lines.push(...(made.entries?.markdown ?? []));
  return lines.join("\n\n");
}

async function gathered(row) {
  const pieces = piecesOf(row);
  const markers = [...new Set(pieces.flatMap((piece) => piece.markers))];
  return { pieces, markers, made: await referencesOf(row, markers) };
}

const typed = (type, made) => made.then((text) => new Blob([text], { type }));

function tellCopied(button, words) {
  const row = button.closest(".acts-on");
  let line = row.querySelector("[role=status]");
  if (!line) {
    line = document.createElement("span");
    line.className = "told meta";
    line.setAttribute("role", "status");
    row.append(line);
  }
  line.textContent = words;
}

async function copyAnswer(button) {
  const row = rowOf(button);
  const rich = button.matches(".copy-rich");
  const made = rich ? richOf(row) : markdownOf(row);
  // Given before they are there: a browser lets nobody write long after the click.
  const item = rich
    ? {
        "text/html": typed("text/html", made.then((one) => one.html)),
        "text/plain": typed("text/plain", made.then((one) => one.text)),
      }
    : { "text/plain": typed("text/plain", made) };
  tellCopied(button, "Copying …");
  try {
    await navigator.clipboard.write([new ClipboardItem(item)]);
    tellCopied(button, rich ? "Copied, with its references." : "Copied as Markdown.");
  } catch {
    tellCopied(button, "The browser didn’t allow copying. “Export” above saves it as a file.");
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.(".copy-rich, .copy-markdown");
  if (button) copyAnswer(button);
}, previewing);
