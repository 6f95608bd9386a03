// A block of cells, from where it began to the cell in focus, or all that are shown. It is kept as places, so it outlives
// the cells themselves.
import { cellAt, cellUnder, placeOf } from "./cells.js";
import { current, move, point, rows, saying, table } from "./grid.js";

const body = table.tBodies[0];
const words = document.getElementById("told").dataset;
const MOVES = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"];
let anchor = null;
let all = false;

export function selected() {
  const end = current();
  const shown = rows();
  if (all && shown.length) return shown.flatMap((row) => [...row.querySelectorAll("td.c")]);
  const start = anchor && cellAt(anchor);
  if (!end || !start || start === end || start.parentElement.hidden) return end ? [end] : [];
  const [top, bottom] = [start, end].map((cell) => shown.indexOf(cell.parentElement)).sort((a, b) => a - b);
  const [left, right] = [start, end].map((cell) => cell.cellIndex).sort((a, b) => a - b);
  return shown.slice(top, bottom + 1).flatMap((row) => [...row.cells].slice(left, right + 1));
}

export function paint() {
  for (const cell of body.querySelectorAll("[aria-selected]")) cell.removeAttribute("aria-selected");
  const cells = selected();
  if (cells.length < 2) return;
  for (const cell of cells) cell.setAttribute("aria-selected", "true");
  point(current());
}
saying((single) => (cell) => (cell.ariaSelected ? [words.selected.replace("{n}", selected().length)] : single(cell)));

function begin(place) {
  anchor = place;
  all = false;
}

export function clear() {
  const had = anchor !== null || all;
  begin(null);
  paint();
  return had;
}

export function extend(cell) {
  begin(anchor ?? placeOf(current()));
  move(cell);
  paint();
}

// A block from one cell to another, which gets the focus.
export function select(first, last) {
  begin(placeOf(first));
  move(last);
  paint();
}

export function selectAll() {
  all = true;
  paint();
}

table.setAttribute("aria-multiselectable", "true");
body.addEventListener("keydown", (event) => {
  if (!MOVES.includes(event.key)) return;
  begin(event.shiftKey ? anchor ?? placeOf(current()) : null);
  setTimeout(paint);
}, true);

// With Shift a click reaches for a block, without it begins anew; a drag that begins on an empty cell selects too, and one
// that begins on a shift of a block drags the block.
let reaching = false;
body.addEventListener("pointerdown", (event) => {
  const cell = cellUnder(event.target);
  if (!cell || event.button !== 0 || event.pointerType === "touch") return;
  if (event.shiftKey) return;
  reaching = !event.target.closest(".chip");
  if (reaching || !cell.ariaSelected) clear();
});
body.addEventListener("pointerover", (event) => {
  const cell = cellUnder(event.target);
  if (reaching && event.buttons === 1 && cell && cell !== current()) extend(cell);
});
addEventListener("pointerup", () => (reaching = false));
body.addEventListener("click", (event) => {
  const cell = cellUnder(event.target);
  if (!cell || event.detail === 0) return;
  if (!event.shiftKey) return void clear();
  event.preventDefault();
  event.stopPropagation();
  extend(cell);
}, true);
