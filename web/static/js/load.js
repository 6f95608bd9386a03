// What a drag carries: one shift, or a block of cells. Each says where it would land, what the server should weigh, and
// which steps put it there.
import { codesOf, dayOf, isLocked, kinds, personOf, placeOf } from "./cells.js";
import { rows } from "./grid.js";
import { select } from "./selection.js";
import { askBlock, askBlockReason, askReason, askVerdicts } from "./verdicts.js";

const words = document.getElementById("told").dataset;

export function oneShift(chip, cell) {
  const shift = chip.textContent;
  const from = placeOf(cell);
  const taken = (copies) => (copies ? null : from);
  return {
    chips: [chip],
    text: words.moving.replace("{shift}", kinds().get(shift)?.dataset.text ?? shift),
    isLocked: () => isLocked(cell),
    landing: (over) => [over],
    // A copy leaves its shift where it is, so it is judged otherwise.
    verdicts: (copies) => [() => askVerdicts(shift, taken(copies))],
    reason: (copies, over) => askReason(shift, taken(copies), over),
    // As by its letter: it takes the place of what is worked there.
    steps(copies, over) {
      const put = { verb: "set", ...placeOf(over), shift };
      return copies ? [put] : [{ verb: "take", ...from, shift }, put];
    },
    landed: () => {},
  };
}

// Where cells lie among the rows that are shown.
function shapeOf(cells) {
  const shown = rows();
  const top = shown.indexOf(cells[0].parentElement);
  const left = cells[0].cellIndex;
  return { shown, top, left, height: shown.indexOf(cells.at(-1).parentElement) - top + 1, width: cells.at(-1).cellIndex - left + 1 };
}

// The steps that make cells hold what is laid on them, [cell, codes] each, and empty those that it is taken from.
export function laid(pairs, emptied = []) {
  const covered = new Set(pairs.map(([cell]) => cell));
  const left = emptied.filter((cell) => !covered.has(cell)).map((cell) => [cell, []]);
  return [...left, ...pairs].map(([cell, shifts]) => ({ verb: "fill", ...placeOf(cell), shifts }));
}

export const isAnyLocked = (cells) => cells.some((cell) => codesOf(cell).length && isLocked(cell));

export function block(cells, seized) {
  const { shown, top, left, height, width } = shapeOf(cells);
  const [down, across] = [shown.indexOf(seized.parentElement) - top, seized.cellIndex - left];
  const asked = (copies, lands, day) => ({
    rows: shown.map((row) => personOf(row.cells[1])), top, height, width, first: dayOf(cells[0]), copies, down, across, lands, ...(day && { day }),
  });
  return {
    chips: cells.flatMap((cell) => [...cell.querySelectorAll(".chip")]),
    text: words.movingBlock.replace("{n}", cells.length),
    isLocked: () => isAnyLocked(cells),
    // None where not all of it has a place.
    landing(over) {
      const [row, column] = [shown.indexOf(over.parentElement) - down, over.cellIndex - across];
      const found = cells.map((cell) => shown[row + shown.indexOf(cell.parentElement) - top]?.cells[column + cell.cellIndex - left]);
      return found.every((cell) => cell?.matches("td.c")) ? found : [];
    },
    // The rows in sight first.
    verdicts(copies) {
      const inSight = (row) => row.getBoundingClientRect().bottom > 0 && row.getBoundingClientRect().top < innerHeight;
      const parts = [true, false].map((seen) => shown.flatMap((row, index) => (inSight(row) === seen ? [index] : [])));
      return parts.filter((lands) => lands.length).map((lands) => () => askBlock(asked(copies, lands)));
    },
    reason: (copies, over) => askBlockReason(asked(copies, [shown.indexOf(over.parentElement)], dayOf(over))),
    steps(copies, over) {
      const pairs = this.landing(over).map((cell, index) => [cell, codesOf(cells[index])]);
      return laid(pairs, copies ? [] : cells);
    },
    landed(over) {
      const found = this.landing(over);
      select(found[0], found.at(-1));
    },
  };
}
