// The menu of a cell or a block: by right click, long press or the Menu key. The same verbs as the keys.
import { cellUnder, codesOf, isLocked } from "./cells.js";
import { hasCopied, run } from "./commands.js";
import { body, line, move, point } from "./grid.js";
import { clear, selected } from "./selection.js";

const LONG_PRESS_MS = 500;
const menu = document.getElementById("menu");
const title = document.getElementById("menu-of");
let cells = [];

const items = () => [...menu.querySelectorAll("[role=menuitem]")].filter((item) => !item.hidden && !item.disabled);
const item = (verb) => menu.querySelector(`[data-verb="${verb}"]`);

function close() {
  if (menu.hidden) return;
  menu.hidden = true;
  if (cells[0]?.isConnected) move(cells.at(-1));
}

export function openMenu(cell, x, y) {
  if (!selected().includes(cell)) {
    clear();
    move(cell);
  }
  cells = selected();
  point(cell);
  title.textContent = cells.length > 1 ? document.getElementById("told").dataset.selected.replace("{n}", cells.length) : line.textContent;
  item("lock").hidden = cells.every(isLocked);
  item("unlock").hidden = !cells.some(isLocked);
  item("clear").disabled = !cells.some((one) => codesOf(one).length);
  item("paste").disabled = !hasCopied();
  menu.hidden = false;
  const box = cell.getBoundingClientRect();
  const size = menu.getBoundingClientRect();
  menu.style.setProperty("--x", `${Math.max(8, Math.min(x ?? box.left, innerWidth - size.width - 8))}px`);
  menu.style.setProperty("--y", `${Math.max(8, Math.min(y ?? box.bottom, innerHeight - size.height - 8))}px`);
  items()[0].focus({ preventScroll: true });
}

body.addEventListener("contextmenu", (event) => {
  const cell = cellUnder(event.target);
  if (!cell) return;
  event.preventDefault();
  if (menu.hidden) openMenu(cell, event.clientX, event.clientY);
});

// Some browsers make no such event of a long press.
let pressing;
body.addEventListener("pointerdown", (event) => {
  const cell = cellUnder(event.target);
  if (event.pointerType !== "touch" || !cell) return;
  pressing = setTimeout(() => {
    if (!menu.hidden) return;
    openMenu(cell, event.clientX, event.clientY);
    // The finger that lifts is no tap.
    body.addEventListener("click", (click) => click.preventDefault(), { once: true, capture: true });
  }, LONG_PRESS_MS);
});
for (const name of ["pointerup", "pointercancel", "pointermove"]) {
  addEventListener(name, (event) => (name !== "pointermove" || Math.abs(event.movementX) + Math.abs(event.movementY) > 6) && clearTimeout(pressing));
}

menu.addEventListener("click", (event) => {
  const chosen = event.target.closest("[role=menuitem]");
  if (!chosen) return;
  const { verb, shift } = chosen.dataset;
  const mine = cells;
  close();
  run(verb, { cells: mine, shift });
});
menu.addEventListener("keydown", (event) => {
  const all = items();
  const at = all.indexOf(document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (next !== undefined) all.at(next % all.length).focus();
  else if (event.key === "Escape" || event.key === "Tab") close();
  else return;
  event.preventDefault();
});
menu.addEventListener("contextmenu", (event) => event.preventDefault());
addEventListener("pointerdown", (event) => !menu.contains(event.target) && close(), true);
