// The list of documents. Runs behind library.js and shares its names.

// --- the list -----------------------------------------------------------------------------

let listed = [];
function show() {
  listed = sorted(all.documents.filter(isWanted));
  if (first >= listed.length) first = 0;
  const there = all.documents.length > 0;
  for (const name of [".tools", ".list"]) part(name).hidden = !there;
  part(".report").hidden = !there;
  part(".empty").hidden = there || coming > 0 || !part(".work").hidden;
  part(".empty .folder").textContent = all.folder ?? "the folder of the documents";
  const passages = all.documents.reduce((sum, one) => sum + one.passages, 0);
  const found = listed.length === all.documents.length ? "" : `${listed.length.toLocaleString("en")} of `;
  part(".count").textContent = there
    ? `${found}${counted(all.documents.length, "document")} · ${counted(passages, "passage")}`
    : "";
  body.replaceChildren(...listed.slice(first, first + PAGE).map(rowOf));
  part(".list table").hidden = listed.length === 0;
  part(".list table").classList.toggle("untyped", !all.documents.some((one) => one.type));
  part(".none").hidden = listed.length > 0;
  part(".pager").hidden = listed.length <= PAGE;
  part(".pager .meta").textContent =
    `${(first + 1).toLocaleString("en")}–${Math.min(first + PAGE, listed.length).toLocaleString("en")} of ${listed.length.toLocaleString("en")}`;
  part(".before").disabled = first === 0;
  part(".after").disabled = first + PAGE >= listed.length;
  for (const head of room.querySelectorAll("th[aria-sort]")) {
    const is = head.classList.contains(order.key);
    head.setAttribute("aria-sort", is ? (order.down ? "descending" : "ascending") : "none");
  }
  showChosen();
  showRest();
  const ways = document.querySelector("#documents .to-library");
  if (ways && all.folder) ways.textContent = there ? counted(all.documents.length, "document") : "No documents";
}

function cell(look, ...inside) {
  const made = make("td", look);
  made.append(...inside);
  return made;
}

function rowOf(one) {
  const row = make("tr");
  row.dataset.id = one.id;
  const tick = make("input");
  tick.type = "checkbox";
  tick.checked = chosen.has(one.id);
  tick.setAttribute("aria-label", `Choose ${one.title}`);
  const title = button(`cite open ${one.marker}`);
  title.append(foreign(one.title));
  const name = cell("title", title, foreign(one.file, "meta file"));
  for (const [key, words] of [["superseded", "Superseded by "], ["supersedes", "Supersedes "]]) {
    if (!one[key].length) continue;
    const said = make("span", key, words);
    said.append(foreign(one[key].join("; ")));
    name.append(said);
  }
  const health = make("a", `health ${one.state}`, one.read_as);
  health.href = `library/health?id=${encodeURIComponent(one.id)}`;
  health.target = "_blank";
  health.rel = "noopener";
  health.setAttribute("aria-label", `Health report: ${one.read_as}`);
  const state = cell("state", health);
  if (one.unconfirmed.length)
    state.append(make("span", "meta", `Unconfirmed: ${one.unconfirmed.join(", ")}`));
  const read = make("span", "", one.format);
  const how = cell("read", read);
  if (one.read) how.append(make("span", "meta", one.read));
  const edit = button("edit", "Edit");
  edit.setAttribute("aria-label", `Edit what is known about ${one.title}`);
  row.append(
    cell("tick", tick),
    name,
    cell("authors", one.authors.length ? foreign(one.authors.join("; ")) : make("span", "meta", "unknown")),
    cell("sort", make("span", one.date === "no date" ? "meta" : "", one.date)),
    cell("type", make("span", "", one.type || "–")),
    cell("pages", make("span", "", one.pages ? one.pages.toLocaleString("en") : "–")),
    cell("passages", make("span", "", one.passages.toLocaleString("en"))),
    how,
    state,
    cell("act", edit),
  );
  return row;
}

function showChosen() {
  const bar = part(".chosen");
  bar.hidden = chosen.size === 0;
  bar.querySelector(".told").textContent = `${counted(chosen.size, "document")} chosen`;
  const pair = bar.querySelector(".compare");
  pair.hidden = chosen.size > 2 || all.documents.length < 2;
  pair.textContent = chosen.size === 2 ? "Compare" : "Compare with…";
  const shut = Boolean(all.problem);
  for (const name of [".again", ".remove"]) bar.querySelector(name).disabled = shut && name === ".remove";
  const every = part(".every");
  const on = listed.filter((one) => chosen.has(one.id)).length;
  every.checked = on > 0 && on === listed.length;
  every.indeterminate = on > 0 && on < listed.length;
}

function showRest() {
  const unread = part(".unread");
  unread.hidden = !all.unread.length;
  unread.querySelector("summary").textContent =
    `${counted(all.unread.length, "file")} of the folder couldn’t be read`;
  unread.querySelector("ul").replaceChildren(
    ...all.unread.map((name) => {
      const item = make("li");
      item.append(foreign(name));
      return item;
    }),
  );
  const gone = part(".removed");
  gone.hidden = !all.removed.length;
  gone.querySelector("summary").textContent = `${counted(all.removed.length, "document")} removed`;
  gone.querySelector("ul").replaceChildren(
    ...all.removed.map((one) => {
      const item = make("li");
      const back = button("back-in", "Put back", () => putBack(one));
      back.setAttribute("aria-label", `Put ${one.title} back`);
      item.append(foreign(one.title), back);
      return item;
    }),
  );
}
