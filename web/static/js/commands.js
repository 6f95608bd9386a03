// The verbs of keys and menu, done to some cells: each becomes one edit.
import { cellAt, codesOf, isLocked, placeOf } from "./cells.js";
import { linkOf, rows } from "./grid.js";
import { isAnyLocked, laid } from "./load.js";
import { selected } from "./selection.js";
import { edit, say } from "./server.js";

const words = document.getElementById("told").dataset;
// What was copied: rows of cells, each a list of codes. Or what was cut out, as places: it stands where it is until it is
// pasted, and is then moved as it stands.
let copied = null;
let cut = null;

const each = (cells, verb, more = {}) => edit(cells.map((cell) => ({ verb, ...placeOf(cell), ...more })));

function rowsOf(cells) {
  const found = new Map();
  for (const cell of cells) found.set(cell.parentElement, [...(found.get(cell.parentElement) ?? []), cell]);
  return [...found.values()];
}

const contentOf = (cells) => rowsOf(cells).map((row) => row.map(codesOf));

function cutOut(cells) {
  if (isAnyLocked(cells)) return say(words.locked, "over");
  copied = null;
  cut = cells.map(placeOf);
  showCut();
  say(words.cut.replace("{n}", cells.length), "enough");
}

export function showCut() {
  for (const cell of document.querySelectorAll("#month td.cut")) cell.classList.remove("cut");
  for (const place of cut ?? []) cellAt(place)?.classList.add("cut");
}

export function uncut() {
  const had = cut !== null;
  cut = null;
  showCut();
  return had;
}

// Where a block comes to lie that begins at a cell: [cell, codes] each, without what lies beyond the month's edge.
function pairsAt(first, content) {
  const shown = rows();
  const top = shown.indexOf(first.parentElement);
  const all = content.flatMap((codes, down) => codes.map((shifts, across) => [shown[top + down]?.cells[first.cellIndex + across], shifts]));
  return all.filter(([cell]) => cell?.matches("td.c"));
}

function moveHere(first) {
  const cells = cut.map(cellAt);
  // Somebody else may have taken a person out of the month meanwhile.
  if (cells.includes(null)) {
    uncut();
    return say(words.gone, "over");
  }
  const pairs = pairsAt(first, contentOf(cells));
  if (isAnyLocked(cells)) return say(words.locked, "over");
  if (pairs.length < cells.length) return say(words.misfit, "over");
  uncut();
  return edit(laid(pairs, cells));
}

function paste(cells) {
  if (cut) return moveHere(cells[0]);
  if (!copied) return say(words.nothing);
  // One cell fills the whole selection; a block begins at its first cell.
  if (copied.length === 1 && copied[0].length === 1) return each(cells, "fill", { shifts: copied[0][0] });
  return edit(laid(pairsAt(cells[0], copied)));
}

export const hasCopied = () => (copied ?? cut) !== null;

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
      uncut();
      copied = contentOf(cells);
      return say(words.copied.replace("{n}", cells.length), "enough");
    case "cut":
      return cutOut(cells);
    case "paste":
      return paste(cells);
    case "copy_week":
      return edit([{ verb: "copy_week", day: placeOf(cells[0]).day, people: [...new Set(cells.map((cell) => placeOf(cell).person))] }]);
    case "why":
      return linkOf(cells[0]).click();
  }
}
