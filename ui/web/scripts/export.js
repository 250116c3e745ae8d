// Runs once, in the head's "Export". The answers are in the program; it sends a file back.

const pick = (name) => element.querySelector(`[name=${name}]`);
const say = (words) => {
  element.querySelector(".told").textContent = words;
};

// Puts a file that came as base64 where the browser puts downloads.
window.sanadSave = ({ name, type, data }) => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
};

window.sanadExported = (parcel) => {
  if (parcel?.data) window.sanadSave(parcel);
  const problem = new DOMParser().parseFromString(parcel?.problem ?? "", "text/html");
  say(parcel?.told ?? (problem.body.textContent || "Something went wrong. Try again."));
};

element.addEventListener("click", (event) => {
  if (!event.target.closest?.(".save")) return;
  say("Writing the file …");
  const { conversation } = window.sanadWhere();
  trigger("submit", { conversation, ending: pick("ending").value, style: pick("style").value });
});

element.addEventListener("change", () => {
  pick("style").disabled = pick("ending").value === "md"; // pandoc applies one later
  say("");
});
