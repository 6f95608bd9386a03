// Dragging a shift with the mouse or a pen: it moves, with Ctrl it is copied, Escape or a drop outside cancels.
// A finger scrolls the grid instead; it has the menu.
import { cellUnder, isLocked, kinds, placeOf } from "./cells.js";
import { body, line, move, table } from "./grid.js";
import { clear } from "./selection.js";
import { edit, say } from "./server.js";
import { askVerdicts, hideVerdicts, showReason, showVerdicts } from "./verdicts.js";

const words = document.getElementById("told").dataset;
const BEGINS_PX = 4;
const EDGE_PX = 40;
let drag = null;

body.addEventListener("dragstart", (event) => event.preventDefault());
body.addEventListener("pointerdown", (event) => {
  const chip = event.target.closest("td.c .chip");
  if (!chip || event.button !== 0 || event.shiftKey || event.pointerType === "touch") return;
  const cell = cellUnder(chip);
  drag = { chip, cell, shift: chip.textContent, from: placeOf(cell), x: event.clientX, y: event.clientY, ghost: null, over: null, copies: event.ctrlKey || event.metaKey };
  drag.verdicts = weigh();
});

function begin() {
  clear();
  drag.ghost = drag.chip.cloneNode(true);
  drag.ghost.classList.add("ghost");
  document.body.append(drag.ghost);
  drag.chip.classList.add("lifted");
  table.classList.add("dragging");
  line.textContent = words.moving.replace("{shift}", kinds().get(drag.shift)?.dataset.text ?? drag.shift);
  drag.ghost.classList.toggle("copies", drag.copies);
  showVerdicts(drag.verdicts);
}

// A copy leaves its shift where it is, so it is judged otherwise.
function weigh() {
  hideVerdicts();
  return askVerdicts(drag.shift, drag.copies ? null : drag.from);
}

function hover(cell) {
  if (cell === drag.over) return;
  drag.over?.classList.remove("over");
  drag.over = cell;
  if (!cell) return;
  cell.classList.add("over");
  showReason(drag.shift, drag.copies ? null : drag.from, cell);
}

function end() {
  const ended = drag;
  drag = null;
  if (!ended?.ghost) return null;
  ended.over?.classList.remove("over");
  ended.ghost.remove();
  ended.chip.classList.remove("lifted");
  table.classList.remove("dragging");
  hideVerdicts();
  return ended;
}

addEventListener("pointermove", (event) => {
  if (!drag) return;
  if (!drag.ghost && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < BEGINS_PX) return;
  if (!drag.ghost) begin();
  drag.ghost.style.transform = `translate(${event.clientX}px, ${event.clientY}px)`;
  const frame = table.parentElement;
  const box = frame.getBoundingClientRect();
  if (event.clientX > box.right - EDGE_PX) frame.scrollLeft += 12;
  else if (event.clientY > innerHeight - EDGE_PX) scrollBy(0, 12);
  else if (event.clientY < EDGE_PX) scrollBy(0, -12);
  hover(cellUnder(document.elementFromPoint(event.clientX, event.clientY)));
});

addEventListener("pointerup", (event) => {
  const ended = end();
  if (!ended) return;
  // The click that may follow goes nowhere.
  const stop = (click) => (click.preventDefault(), click.stopPropagation());
  addEventListener("click", stop, { once: true, capture: true });
  setTimeout(() => removeEventListener("click", stop, true));
  const cell = ended.over;
  if (!cell || cell === ended.cell) return;
  if (!ended.copies && isLocked(ended.cell)) return say(words.locked, "over");
  move(cell);
  // As by its letter: it takes the place of what is worked there.
  const put = { verb: "set", ...placeOf(cell), shift: ended.shift };
  edit(ended.copies ? [put] : [{ verb: "take", ...ended.from, shift: ended.shift }, put]);
});
addEventListener("pointercancel", end);

for (const name of ["keydown", "keyup"]) {
  addEventListener(name, (event) => {
    if (!drag?.ghost) return;
    if (event.key === "Escape") end();
    else if (["Control", "Meta"].includes(event.key) && drag.copies !== (name === "keydown")) {
      drag.copies = name === "keydown";
      drag.ghost.classList.toggle("copies", drag.copies);
      showVerdicts(weigh());
      if (drag.over) showReason(drag.shift, drag.copies ? null : drag.from, drag.over);
    }
  }, true);
}
