// A list of pages that is open closes by Escape, and by a click elsewhere.
const lists = document.querySelectorAll(".nav details");

function close(except) {
  for (const list of lists) if (!list.contains(except)) list.open = false;
}

addEventListener("click", (event) => close(event.target));
addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && document.activeElement.closest(".nav details[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});
