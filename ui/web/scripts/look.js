// Runs in the page's head, before anything is drawn: the colours and the size of text that were
// chosen in the room "Settings". Gradio sets the colours by the system; what was chosen goes first.

// What a page keeps in the browser is its collection's: several may be open at one address.
window.sanadOwn = (name) => {
  const collection = /\/c\/([^/]+)\/$/.exec(location.pathname)?.[1];
  return collection ? `${name}@${collection}` : name;
};

(() => {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const kept = (name) => {
    try {
      return localStorage.getItem(`sanad.${name}`);
    } catch {
      return null; // storage is off: then it is chosen anew next time
    }
  };
  const chosen = { theme: kept("theme") ?? "system", size: kept("size") ?? "100" };

  function apply() {
    const { theme, size } = chosen;
    document.documentElement.style.fontSize = size === "100" ? "" : `${Number(size) || 100}%`;
    const dark = theme === "system" ? system.matches : theme === "dark";
    const classes = document.body?.classList;
    if (classes && classes.contains("dark") !== dark) classes.toggle("dark", dark);
  }

  function choose(name, value) {
    chosen[name] = value;
    try {
      localStorage.setItem(`sanad.${name}`, value);
    } catch {
      // then it lasts as long as the page
    }
    apply();
  }

  const watching = new MutationObserver(() => {
    if (document.body && !watching.on) {
      watching.on = true;
      watching.observe(document.body, { attributeFilter: ["class"] });
    }
    apply();
  });
  watching.observe(document.documentElement, { childList: true });
  system.addEventListener("change", apply);
  window.addEventListener("storage", (event) => {
    const name = event.key?.replace("sanad.", "");
    if (name in chosen) [chosen[name]] = [event.newValue ?? { theme: "system", size: "100" }[name]];
    apply();
  });
  // The report opens in a window of its own, where no script runs.
  document.addEventListener("click", (event) => {
    const report = event.target.closest?.('a[href^="library/health"]');
    if (!report || chosen.theme === "system") return;
    const url = new URL(report.href);
    url.searchParams.set("look", chosen.theme);
    report.href = `library/health${url.search}`;
  });
  window.sanadLook = { chosen, choose };
  apply();
})();
