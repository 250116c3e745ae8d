// Makes a menu of the collection's name, where one may go to others.

const here = /\/c\/([^/]+)\/$/.exec(location.pathname)?.[1];

async function offer() {
  let listed;
  try {
    const reply = await fetch("../../api/v1/collections", { cache: "no-store" });
    listed = (await reply.json()).collections;
  } catch {
    return; // the name does alone
  }
  const open = listed?.filter((one) => one.documents !== null) ?? [];
  if (open.length < 2) return;
  const chooser = document.createElement("select");
  chooser.setAttribute("aria-label", "Collection");
  for (const { name, title } of open) chooser.add(new Option(title, name, false, name === here));
  chooser.onchange = () => {
    const other = chooser.value;
    chooser.value = here; // Back shows it as it was
    location.assign(`../${other}/`);
  };
  element.querySelector(".this").replaceWith(chooser);
}

if (here) offer();
