// Nothing here is needed to read the page: the lists filter by CSS alone.
"use strict";
(() => {
  const lists = [...document.querySelectorAll(".filters select")];
  const items = [...document.querySelectorAll(".item")];
  const said = document.querySelector(".filters output");
  const toggle = document.querySelector(".filters button");
  if (!said) return;
  const fits = (item) => lists.every((list) => !list.value || item.classList.contains(list.value));
  const shown = () => items.filter(fits);
  const tell = () => {
    said.textContent = `${shown().length} of ${items.length} shown`;
  };
  lists.forEach((list) => list.addEventListener("change", tell));
  const openLinked = () => {
    const linked = items.find((item) => `#${item.id}` === location.hash);
    if (linked) linked.querySelector("details").open = true;
  };
  addEventListener("hashchange", openLinked);
  toggle.hidden = false;
  toggle.addEventListener("click", () => {
    const open = toggle.textContent.startsWith("Open");
    shown().forEach((item) => { item.querySelector("details").open = open; });
    toggle.textContent = open ? "Close those shown" : "Open those shown";
  });
  tell();
  openLinked();
})();
