// The month grid with a script: light row and column, say what is pointed at, move with the keyboard, search as you type.
// Everything it says comes from the page; without it the grid reads the same.
import { describe } from "./describe.js";

const table = document.getElementById("month");
const line = document.getElementById("pointed");
const body = table.tBodies[0];
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

function point(cell) {
  light(cell.cellIndex);
  line.replaceChildren(...describe(cell, heads, line.dataset));
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
const linkOf = (cell) => cell.querySelector("a.why");
const rows = () => [...body.rows].filter((row) => !row.hidden && !row.classList.contains("group"));
for (const link of body.querySelectorAll("a.why")) link.tabIndex = -1;
let home = body.querySelector("td.c");
if (home) linkOf(home).tabIndex = 0;

function settle(cell) {
  linkOf(home).tabIndex = -1;
  home = cell;
  linkOf(cell).tabIndex = 0;
}

function move(cell) {
  if (!cell) return;
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
  const bottom = table.tFoot.getBoundingClientRect().top;
  const scroller = frame.scrollHeight > frame.clientHeight ? frame : document.scrollingElement;
  if (box.top < top) scroller.scrollTop -= top - box.top;
  else if (box.bottom > bottom) scroller.scrollTop += box.bottom - bottom;
}

body.addEventListener("focusin", (event) => {
  const cell = event.target.closest("td.c");
  if (cell) point(cell);
});
body.addEventListener("focusout", () => setTimeout(rest));

// A first click goes to a cell, a second one follows its link. What had the focus is seen before the click moves it.
let entered = null;
body.addEventListener("mousedown", (event) => {
  const cell = event.target.closest("td.c");
  entered = cell?.contains(document.activeElement) ? cell : null;
});
body.addEventListener("click", (event) => {
  const cell = event.target.closest("td.c");
  const plain = event.detail > 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (!cell || !plain || cell === entered) return;
  event.preventDefault();
  move(cell);
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
  const asked = plain(search.value.trim());
  for (const row of body.rows) {
    row.hidden = row.classList.contains("group") ? asked !== "" : !plain(row.cells[0].textContent).includes(asked);
  }
  const shown = rows();
  nobody.hidden = shown.length > 0;
  if (home?.parentElement.hidden && shown.length) settle(cellOf(shown[0], home.cellIndex));
});
search.form.addEventListener("submit", (event) => event.preventDefault());
