// Documents that come and go. Runs behind library.js and shares its names.

// --- adding -------------------------------------------------------------------------------

async function add(given) {
  const list = [...given];
  if (!list.length) return;
  refused = [];
  coming += list.length;
  showWork({ items: [], busy: true });
  for (const one of list) {
    try {
      const most = all.most_bytes ?? 200_000_000;
      if (one.size > most) throw new Error(`It has more than ${Math.round(most / 1e6)} MB. Split the file.`);
      await ask(`add?name=${encodeURIComponent(one.name.slice(-500))}`, one, {
        "Content-Type": "application/octet-stream",
      });
    } catch (error) {
      refused.push({ name: one.name, state: "failed", told: error.message });
    }
    coming -= 1;
    look();
  }
}

// Looks at the work again and again, as long as there is some.
async function look() {
  clearTimeout(watching);
  let said;
  try {
    said = await ask("work");
  } catch (error) {
    complain(error.message);
    watching = setTimeout(look, 5 * OFTEN);
    return;
  }
  const done = said.items.filter((one) => one.state === "done").length;
  showWork(said);
  if (done !== look.done || (look.busy && !said.busy)) await load();
  [look.done, look.busy] = [done, said.busy];
  if (said.busy || coming) watching = setTimeout(look, OFTEN);
}

const STATES = {
  waiting: "Waiting",
  reading: "Being read",
  done: "Read",
  failed: "Not added",
  stopped: "Stopped",
};

function showWork(said) {
  const box = part(".work");
  const items = [...refused, ...said.items];
  box.hidden = !items.length && !coming;
  if (box.hidden) return box.replaceChildren();
  const left = said.items.filter((one) => ["waiting", "reading"].includes(one.state)).length + coming;
  const head = make("div", "work-head");
  const line = make("p", "now");
  line.setAttribute("role", "status");
  if (left) {
    const bar = make("progress");
    bar.setAttribute("aria-label", "Reading documents");
    if (said.total) [bar.max, bar.value] = [said.total, said.done];
    line.append(said.locked || `${counted(left, "document")} to go. ${said.now ?? ""}`);
    head.append(line, bar, button("halt", "Stop", () => post("stop").then(look, complainOf)));
  } else {
    const read = items.filter((one) => one.state === "done").length;
    const not = items.length - read;
    line.append(`${counted(read, "document")} read${not ? `, ${not} not` : ""}.`);
    head.append(line, button("halt", "Close", () => {
      refused = [];
      post("clear").then(look, complainOf);
    }));
  }
  const list = make("ul");
  const order = { failed: 0, stopped: 0, reading: 1, waiting: 2, done: 3 };
  for (const one of items.toSorted((a, b) => order[a.state] - order[b.state]).slice(0, 60)) {
    const item = make("li", one.state);
    const state = one.kind === "again" && one.state === "failed" ? "Not read" : STATES[one.state];
    item.append(make("span", "is", state), foreign(one.name, "name"));
    if (one.told) item.append(foreign(one.told, "told"));
    list.append(item);
  }
  box.replaceChildren(head, list);
  part(".empty").hidden = true;
}

const complainOf = (error) => complain(error.message);

const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
let over = 0;
function onDrag(event) {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  over += { dragenter: 1, dragleave: -1 }[event.type] ?? 0;
  room.classList.toggle("over", over > 0);
}
function onDrop(event) {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  over = 0;
  room.classList.remove("over");
  if (!all.problem) add(event.dataTransfer.files);
}

// --- removing -----------------------------------------------------------------------------

async function remove(ids) {
  try {
    const { removed, problems } = await post("remove", { ids });
    for (const id of ids) chosen.delete(id);
    await load();
    complain(problems.map((words) => `${words[0].toUpperCase()}${words.slice(1)}.`).join(" "));
    if (removed.length) offerBack(removed);
  } catch (error) {
    complainOf(error);
  }
}

function offerBack(removed) {
  const line = make("p", "undo");
  line.setAttribute("role", "status");
  const what = removed.length === 1 ? foreign(removed[0].title) : counted(removed.length, "document");
  const back = button("back-in", "Undo", () => {
    line.remove();
    for (const one of removed) putBack(one);
  });
  line.append(what, " removed from the folder. ", back);
  room.querySelector(".undo")?.remove();
  part(".tools").before(line);
  back.focus();
}

async function putBack(one) {
  try {
    await post("back", { token: one.token, title: one.title });
    look();
  } catch (error) {
    complainOf(error);
  }
}

async function readAgain(ids) {
  try {
    await post("again", { ids });
    look();
  } catch (error) {
    complainOf(error);
  }
}
