// The month where it can be edited: what belongs together, and how the grid goes on after an answer.
import { onSwap } from "./swap.js";
import { cellAt, cellUnder, placeOf } from "./cells.js";
import { body, current, prepare, settle } from "./grid.js";
import { showCut } from "./commands.js";
import { paint } from "./selection.js";
import { edit, turn } from "./server.js";
import "./menu.js";
import "./keys.js";
import "./drag.js";

// The cell in focus may be in a row that was replaced: go on in the new one.
let place = null;
body.addEventListener("focusin", (event) => cellUnder(event.target) && (place = placeOf(cellUnder(event.target))));
onSwap((row) => {
  if (row) {
    prepare(row);
    return;
  }
  showCut();
  const cell = current().isConnected ? current() : place && cellAt(place);
  if (!cell) return;
  settle(cell);
  if (document.activeElement === document.body) cell.querySelector("a.why").focus({ preventScroll: true });
  paint();
});

// Undo, redo and the copied week are forms; with a script the page stays.
document.addEventListener("submit", (event) => {
  const kind = event.target.dataset.turn;
  if (!kind) return;
  event.preventDefault();
  if (kind === "week") edit([{ verb: "copy_week", day: event.target.elements.day.value }]);
  else turn(kind);
});
