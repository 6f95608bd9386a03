// While a shift is dragged: every cell says whether it is fine there, costs or is forbidden, and the one below it why.
import { cellAt, dayOf, personOf } from "./cells.js";
import { line, table } from "./grid.js";

const words = document.getElementById("told").dataset;
const body = table.tBodies[0];
let asked = 0;

async function ask(address, parameters) {
  const mine = asked;
  try {
    const answer = await fetch(`${address}?${new URLSearchParams(parameters)}`);
    // What comes after the drag ended, or from a failing program, is of no use; the drag goes on without it.
    return answer.ok && mine === asked ? await answer.json() : null;
  } catch {
    return null;
  }
}

const fromOf = (from) => (from ? { from_person: from.person, from_day: from.day } : {});

// Asked as soon as the button goes down, shown when the shift moves.
export const askVerdicts = (shift, from) => ask(words.landings, { shift, ...fromOf(from) });

// The rows in sight first, the others when those are drawn.
export async function showVerdicts(answer) {
  const mine = asked;
  const found = await answer;
  if (!found) return;
  const inSight = (row) => {
    const box = row.getBoundingClientRect();
    return box.bottom > 0 && box.top < innerHeight;
  };
  const rows = [...body.rows].filter((row) => row.cells[1]).map((row) => [row, inSight(row)]);
  const mark = ([row]) => markRow(row, found.cells[personOf(row.cells[1])] ?? "");
  rows.filter(([, seen]) => seen).forEach(mark);
  table.dataset.verdicts = "shown";
  setTimeout(() => mine === asked && rows.filter(([, seen]) => !seen).forEach(mark), 50);
}

function markRow(row, letters) {
  for (let index = 0; index < letters.length; index += 1) {
    const cell = row.cells[index + 1];
    // An empty cell has room for a large mark.
    cell.dataset.landing = letters[index] + (cell.querySelector("a.why").firstElementChild ? "" : " empty");
  }
}

export function hideVerdicts() {
  asked += 1;
  delete table.dataset.verdicts;
  for (const cell of body.querySelectorAll("[data-landing]")) delete cell.dataset.landing;
}

export async function showReason(shift, from, cell) {
  const place = { person: personOf(cell), day: dayOf(cell) };
  const head = table.tHead.rows[0].cells[cell.cellIndex].dataset.text;
  const name = document.createElement("b");
  name.textContent = place.person;
  // Whose cell it is at once, so that no cell is ever named with the reason of another.
  const tell = (text) => line.replaceChildren(name, ` · ${head} · ${text}`);
  tell("…");
  const found = await ask(words.reason, { shift, ...place, ...fromOf(from) });
  if (found && cellAt(place) === cell && cell.matches(".over")) tell(found.words);
}
