// The page holds the end of a conversation; what was asked before is fetched when one scrolls up
// to it. Runs behind keeping.js and shares its names. It goes into the message that stands for
// it, which Gradio makes anew once that stands for more.

const NEAR_TOP = 600; // pixels from the top at which earlier questions are fetched

// Says whether there was more.
async function showEarlier() {
  const button = scrollers.chat().querySelector(".earlier button");
  if (!button || button.disabled) return false;
  button.disabled = true;
  const wish = { conversation, before: Number(button.value) };
  const html = await server.earlier_turns(wish).catch(() => "");
  button.disabled = false;
  if (!html || !button.isConnected) return false;
  const scroller = scrollers.chat();
  const focused = button === document.activeElement;
  const below = scroller.scrollHeight - scroller.scrollTop;
  scroller.style.overflowAnchor = "none"; // or what is read would be kept in its place twice
  button.parentElement.outerHTML = html; // made by chat.py, every character of it escaped
  scroller.scrollTop = scroller.scrollHeight - below;
  scroller.style.overflowAnchor = "";
  if (focused) scroller.focus({ preventScroll: true });
  return true;
}

function onChatScroll(event) {
  const scroller = scrollers.chat();
  if (event.target === scroller && scroller.scrollTop < NEAR_TOP) showEarlier();
}

document.addEventListener("scroll", onChatScroll, { capture: true, passive: true, signal });
document.addEventListener("click", (event) => {
  if (event.target.closest?.("#chat .earlier button")) showEarlier();
}, { signal });
