// Dragging a shift, or the block that it is in, with the mouse or a pen: it moves, with Ctrl it is copied, Escape or a drop
// outside cancels. A finger scrolls the grid instead; it has the menu.
import { cellUnder } from "./cells.js";
import { body, line, move, table } from "./grid.js";
import { block, oneShift } from "./load.js";
import { clear, selected } from "./selection.js";
import { edit, say } from "./server.js";
import { hideVerdicts, showReason, showVerdicts, whenAsked } from "./verdicts.js";

const words = document.getElementById("told").dataset;
const BEGINS_PX = 4;
const EDGE_PX = 40;
let drag = null;

body.addEventListener("dragstart", (event) => event.preventDefault());
body.addEventListener("pointerdown", (event) => {
  const chip = event.target.closest("td.c .chip");
  if (!chip || event.button !== 0 || event.shiftKey || event.pointerType === "touch") return;
  const cell = cellUnder(chip);
  const load = cell.ariaSelected ? block(selected(), cell) : oneShift(chip, cell);
  drag = { load, chip, cell, x: event.clientX, y: event.clientY, ghost: null, over: null, copies: event.ctrlKey || event.metaKey };
  drag.verdicts = weigh();
});

function begin() {
  const { load, chip, copies } = drag;
  if (!drag.cell.ariaSelected) clear();
  drag.ghost = chip.cloneNode(true);
  drag.ghost.classList.add("ghost");
  drag.ghost.classList.toggle("copies", copies);
  if (load.chips.length > 1) drag.ghost.dataset.count = load.chips.length;
  document.body.append(drag.ghost);
  for (const one of load.chips) one.classList.add("lifted");
  table.classList.add("dragging");
  line.textContent = load.text;
  showVerdicts(drag.verdicts);
}

function weigh() {
  hideVerdicts();
  return whenAsked(drag.load.verdicts(drag.copies));
}

function hover(cell) {
  if (cell === drag.over) return;
  for (const one of table.querySelectorAll("td.over")) one.classList.remove("over");
  drag.over = cell;
  if (!cell) return;
  for (const one of drag.load.landing(cell)) one.classList.add("over");
  tell();
}

function tell() {
  const { load, copies, over } = drag;
  showReason(over, () => load.reason(copies, over), () => drag?.over === over);
}

function end() {
  const ended = drag;
  drag = null;
  if (!ended?.ghost) return null;
  for (const one of table.querySelectorAll("td.over")) one.classList.remove("over");
  ended.ghost.remove();
  for (const one of ended.load.chips) one.classList.remove("lifted");
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
  const { load, cell, over, copies } = ended;
  if (!over || over === cell) return;
  if (!copies && load.isLocked()) return say(words.locked, "over");
  if (!load.landing(over).length) return say(words.misfit, "over");
  const steps = load.steps(copies, over);
  move(over);
  load.landed(over);
  edit(steps);
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
      if (drag.over) tell();
    }
  }, true);
}
