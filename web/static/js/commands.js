// The verbs of keys and menu, done to some cells: each becomes one edit.
import { codesOf, isLocked, placeOf } from "./cells.js";
import { linkOf } from "./grid.js";
import { selected } from "./selection.js";
import { edit, say } from "./server.js";

const words = document.getElementById("told").dataset;
// Rows of cells, each a list of codes.
let copied = null;

const each = (cells, verb, more = {}) => edit(cells.map((cell) => ({ verb, ...placeOf(cell), ...more })));

function rowsOf(cells) {
  const found = new Map();
  for (const cell of cells) found.set(cell.parentElement, [...(found.get(cell.parentElement) ?? []), cell]);
  return [...found.values()];
}

function paste(cells) {
  if (!copied) return say(words.nothing);
  // One cell fills the whole selection; a block begins at its first cell and ends at the month's edge.
  if (copied.length === 1 && copied[0].length === 1) return each(cells, "fill", { shifts: copied[0][0] });
  const shown = [...cells[0].closest("tbody").rows].filter((row) => !row.hidden && !row.classList.contains("group"));
  const top = shown.indexOf(cells[0].parentElement);
  const steps = copied.flatMap((codes, down) =>
    codes.map((shifts, across) => ({ cell: shown[top + down]?.cells[cells[0].cellIndex + across], shifts })))
    .filter(({ cell }) => cell?.matches("td.c"))
    .map(({ cell, shifts }) => ({ verb: "fill", ...placeOf(cell), shifts }));
  return edit(steps);
}

export const hasCopied = () => copied !== null;

export function run(verb, { cells = selected(), shift = "" } = {}) {
  const filled = cells.filter((cell) => codesOf(cell).length);
  switch (verb) {
    case "set":
      return each(cells, "set", { shift });
    case "clear":
      return filled.length ? each(filled, "fill", { shifts: [] }) : say(words.empty, "over");
    case "lock":
      return each(cells.filter((cell) => !isLocked(cell)), "lock");
    case "unlock":
      return each(cells.filter(isLocked), "unlock");
    case "toggle":
      return run(cells.every(isLocked) ? "unlock" : "lock", { cells });
    case "free":
      return each(cells, "free");
    case "copy":
      copied = rowsOf(cells).map((row) => row.map(codesOf));
      return say(words.copied.replace("{n}", cells.length), "enough");
    case "paste":
      return paste(cells);
    case "copy_week":
      return edit([{ verb: "copy_week", day: placeOf(cells[0]).day, people: [...new Set(cells.map((cell) => placeOf(cell).person))] }]);
    case "why":
      return linkOf(cells[0]).click();
  }
}
