// Runs behind matrix.js and shares its names.

// --- filling ------------------------------------------------------------------------------

async function begin() {
  if (filling) stop();
  complain("");
  part(".form .fill").disabled = true;
  let plan;
  try {
    const wish = { text: questions.value, kind: kind(), documents: chosen() };
    plan = await server.matrix_plan(wish);
  } catch {
    plan = { problem: "Sanad can’t be reached. Start it again; what is typed stays." };
  }
  part(".form .fill").disabled = false;
  if (plan.problem) return complain(plan.problem);
  const before = table?.revision === plan.revision ? table : null;
  table = { ...plan, cells: new Map() };
  // What was filled before needn't be asked again.
  plan.rows.forEach((row, at) => {
    const was = before?.rows.findIndex((one) => one.text === row.text && one.kind === row.kind);
    for (const { id } of plan.documents) {
      const cell = was === at ? before?.cells.get(key(was, id)) : undefined;
      if (cell) table.cells.set(key(at, id), cell);
    }
  });
  current = 0;
  draw();
  stage("table", { push: true });
  part(".filled h2").focus({ preventScroll: true });
  fill();
}

async function fill() {
  const mine = ++fillings;
  filling = mine;
  settle();
  tell("");
  const waiting = [];
  table.rows.forEach((row, at) => {
    for (const { id } of table.documents) if (!table.cells.has(key(at, id))) waiting.push([at, id]);
  });
  let lost = false;
  const work = async () => {
    while (filling === mine && waiting.length && !lost) {
      const [at, id] = waiting.shift();
      const place = field(at, id);
      place?.classList.add("asking");
      try {
        const wish = { row: table.rows[at], document: id, turn: at + 1 };
        const cell = await server.matrix_cell(wish);
        if (fillings !== mine) return; // another table has begun meanwhile
        if (cell.problem) table.cells.set(key(at, id), failed(cell.problem));
        else table.cells.set(key(at, id), cell);
        drawCell(place, table.cells.get(key(at, id)));
        keepSoon();
      } catch {
        lost = true;
      }
      place?.classList.remove("asking");
      settle();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (fillings !== mine) return;
  filling = 0;
  settle();
  keep();
  const left = table.rows.length * table.documents.length - table.cells.size;
  tell(lost ? LOST : left ? "Stopped." : "The table is filled.", !lost && !left);
}

const failed = (reason) => ({
  outcome: "failed", label: "Not looked into", sign: "!", words: [], places: [], facts: [], reason,
});

function stop() {
  filling = 0;
  settle();
}

function settle() {
  const size = table.rows.length * table.documents.length;
  const done = table.cells.size;
  const bar = part(".how-far progress");
  bar.max = size;
  bar.value = done;
  bar.hidden = !filling;
  part(".how-far .done").textContent = filling
    ? `${done.toLocaleString("en")} of ${size.toLocaleString("en")} cells`
    : summary(size, done);
  part(".halt").hidden = !filling;
  part(".go-on").hidden = Boolean(filling) || done === size;
}

function summary(size, done) {
  const outcomes = [...table.cells.values()].map((cell) => cell.outcome);
  const number = (...names) => outcomes.filter((one) => names.includes(one)).length;
  const told = [
    [number("said"), "answered"],
    [number("otherwise"), "otherwise"],
    [number("compare"), "to compare"],
    [number("unsure"), "unsure"],
    [number("not said"), "not said"],
    [number("failed"), "not looked into"],
    [size - done, "not asked yet"],
  ];
  return told.filter(([some]) => some).map(([some, what]) => `${some} ${what}`).join(" · ");
}
