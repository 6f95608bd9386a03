// The month grid with a script: light row and column, say what is pointed at, move with the keyboard, search as you type.
// Everything it says comes from the page; without it the grid reads the same.
import { describe } from "./describe.js";

export const table = document.getElementById("month");
export const line = document.getElementById("pointed");
export const body = table.tBodies[0];
const columns = [...table.querySelectorAll("col")];
const heads = [...table.tHead.rows[0].cells];
const resting = line.textContent || line.dataset.hint;
let lit = -1;

function light(index) {
  if (index === lit) return;
  for (const list of [columns, heads]) {
    list[lit]?.classList.remove("lit");
    list[index]?.classList.add("lit");
  }
  lit = index;
}

let inWords = (cell) => describe(cell, heads, line.dataset);
// Lets another module say more of some cells: it gets what is said otherwise, and gives what is said instead.
export const saying = (wrap) => (inWords = wrap(inWords));

export function point(cell) {
  light(cell.cellIndex);
  // A shift that is dragged has its own words.
  if (table.classList.contains("dragging")) return;
  line.replaceChildren(...inWords(cell));
}

function rest() {
  light(-1);
  const focused = body.contains(document.activeElement) && document.activeElement.closest("td.c");
  if (focused) point(focused);
  else line.textContent = resting;
}

body.addEventListener("mouseover", (event) => {
  const cell = event.target.closest("td.c");
  if (cell) point(cell);
});
body.addEventListener("mouseleave", rest);

// ---- keyboard: one cell takes part in tabbing, arrows move it, as in a spreadsheet. Each cell holds the link to its
// reasons; without this script every one of them can be tabbed to.
table.setAttribute("role", "grid");
const cellOf = (row, index) => row?.cells[index]?.matches("td.c") ? row.cells[index] : null;
export const linkOf = (cell) => cell.querySelector("a.why");
export const rows = () => [...body.rows].filter((row) => !row.hidden && !row.classList.contains("group"));
export function prepare(part) {
  for (const link of part.querySelectorAll("a.why")) link.tabIndex = -1;
}
prepare(body);
let home = body.querySelector("td.c");
if (home) linkOf(home).tabIndex = 0;
// The cell that has the focus, or would get it.
export const current = () => home;

export function settle(cell) {
  linkOf(home).tabIndex = -1;
  home = cell;
  linkOf(cell).tabIndex = 0;
}

// The cell that the last click went to.
let clicked = null;

export function move(cell) {
  if (!cell) return;
  clicked = null;
  settle(cell);
  linkOf(cell).focus({ preventScroll: true });
  reveal(cell);
}

// Sticky edges cover what the browser would call visible, so keep clear of them.
function reveal(cell) {
  const frame = table.parentElement;
  const box = cell.getBoundingClientRect();
  const left = table.tHead.rows[0].cells[0].getBoundingClientRect().right;
  const ends = cell.parentElement.querySelector(".end");
  const right = getComputedStyle(ends).position === "sticky" ? ends.getBoundingClientRect().left : frame.getBoundingClientRect().right;
  if (box.left < left) frame.scrollLeft -= left - box.left;
  else if (box.right > right) frame.scrollLeft += box.right - right;
  const top = table.tHead.getBoundingClientRect().bottom;
  const bottom = table.tFoot?.getBoundingClientRect().top ?? Math.min(innerHeight, frame.getBoundingClientRect().bottom);
  const scroller = frame.scrollHeight > frame.clientHeight ? frame : document.scrollingElement;
  if (box.top < top) scroller.scrollTop -= top - box.top;
  else if (box.bottom > bottom) scroller.scrollTop += box.bottom - bottom;
}

body.addEventListener("focusin", (event) => {
  const cell = event.target.closest("td.c");
  if (cell) point(cell);
});
body.addEventListener("focusout", () => setTimeout(rest));

// A first click goes to a cell, a second one follows its link. Where a drop or the keys went, the first is still to come.
let entered = null;
body.addEventListener("mousedown", (event) => {
  const cell = event.target.closest("td.c");
  entered = cell === clicked && cell?.contains(document.activeElement) ? cell : null;
});
body.addEventListener("click", (event) => {
  const cell = event.target.closest("td.c");
  const plain = event.detail > 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (!cell || !plain || cell === entered) return;
  event.preventDefault();
  move(cell);
  clicked = cell;
});

body.addEventListener("keydown", (event) => {
  const cell = event.target.closest("td.c");
  if (!cell || event.altKey || event.metaKey) return;
  const shown = rows();
  const row = shown.indexOf(cell.parentElement);
  const first = 1;
  const last = heads.length - 5;
  const page = 10;
  const [nextRow, nextColumn] = {
    ArrowLeft: [row, Math.max(first, cell.cellIndex - 1)],
    ArrowRight: [row, Math.min(last, cell.cellIndex + 1)],
    ArrowUp: [Math.max(0, row - 1), cell.cellIndex],
    ArrowDown: [Math.min(shown.length - 1, row + 1), cell.cellIndex],
    PageUp: [Math.max(0, row - page), cell.cellIndex],
    PageDown: [Math.min(shown.length - 1, row + page), cell.cellIndex],
    Home: [event.ctrlKey ? 0 : row, first],
    End: [event.ctrlKey ? shown.length - 1 : row, last],
  }[event.key] ?? [];
  if (nextRow === undefined) return;
  event.preventDefault();
  move(cellOf(shown[nextRow], nextColumn));
});

// ---- search
const search = document.getElementById("search");
const nobody = document.getElementById("nobody");
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

search.addEventListener("input", () => {
  const asked = plain(search.value).split(/\s+/).filter(Boolean);
  for (const row of body.rows) {
    row.hidden = row.classList.contains("group") ? asked.length > 0 : !asked.every((word) => row.dataset.find.includes(word));
  }
  const shown = rows();
  nobody.hidden = shown.length > 0;
  if (home?.parentElement.hidden && shown.length) settle(cellOf(shown[0], home.cellIndex));
});
search.form.addEventListener("submit", (event) => event.preventDefault());
