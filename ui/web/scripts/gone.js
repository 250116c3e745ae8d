// The program gone, and back. Runs behind keeping.js and shares its names.

// --- the program gone, and back ---------------------------------------------------------------

let lost = false;
const banner = document.getElementById("gone") ?? document.createElement("div");
banner.id = "gone";
banner.setAttribute("role", "alert");
document.body.append(banner);

async function check() {
  let there = "";
  try {
    const reply = await fetch("gradio_api/app_id", { cache: "no-store" });
    if (reply.status === 401) return comeBack(); // signed out: the page leads to where to sign in
    there = (await reply.json()).app_id;
  } catch {
    // not reached: it's gone
  }
  if (signal.aborted) return;
  const same = there === window.gradio_config.app_id;
  if (there && (lost || !same)) return comeBack();
  if (!there && !lost) {
    lost = true;
    save();
    document.body.classList.add("server-lost");
    banner.textContent = GONE;
    document.body.style.setProperty("--gone", `${banner.offsetHeight}px`);
  }
}

function comeBack() {
  save();
  const kept = recall(window.sanadOwn("sanad.checked")) !== null;
  if (kept || !document.querySelector("#checked .review")) return location.reload();
  const anew = document.createElement("button");
  anew.type = "button";
  anew.textContent = "Load anew";
  anew.onclick = () => location.reload();
  lost = false;
  clearTimeout(looking);
  document.body.classList.add("server-lost");
  banner.replaceChildren(`${BACK} `, anew);
}

let looking = 0;
async function keepLooking() {
  if (!document.hidden || lost) await check();
  if (!signal.aborted) looking = setTimeout(keepLooking, lost ? LOOK.gone : LOOK.there);
}

// Before anybody else hears of it: what can't be done now is said, and nothing is lost.
function guard(event) {
  const target = event.target;
  const enter = event.type === "keydown";
  if (enter && (event.key !== "Enter" || event.shiftKey || event.isComposing)) return;
  if (enter ? target !== box() : !target.closest?.(CALLS)) return;
  if (lost) {
    banner.textContent = "";
    requestAnimationFrame(() => (banner.textContent = GONE)); // said again
  } else if (working() && (enter || target.closest(ASKS))) {
    say(COMING);
    halt.hidden = false;
  } else {
    setTimeout(check, 300);
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
}
