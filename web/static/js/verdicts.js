// While something is dragged: every cell says whether it is fine there, costs or is forbidden, and the one below it why.
import { cellAt, dayOf, personOf, placeOf } from "./cells.js";
import { line, table } from "./grid.js";

const words = document.getElementById("told").dataset;
const body = table.tBodies[0];
let asked = 0;

async function ask(address, request) {
  const mine = asked;
  try {
    const answer = await fetch(address, request);
    // What comes after the drag ended, or from a failing program, is of no use; the drag goes on without it.
    return answer.ok && mine === asked ? await answer.json() : null;
  } catch {
    return null;
  }
}

const askOf = (address, parameters) => ask(`${address}?${new URLSearchParams(parameters)}`);
const fromOf = (from) => (from ? { from_person: from.person, from_day: from.day } : {});
export const askVerdicts = (shift, from) => askOf(words.landings, { shift, ...fromOf(from) });
export const askReason = (shift, from, cell) => askOf(words.reason, { shift, ...placeOf(cell), ...fromOf(from) });

// The names of a block's rows are too many for an address.
const sent = (about) => ({ method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": words.csrf }, body: JSON.stringify(about) });
export const askBlock = (about) => ask(words.block, sent(about));
export const askBlockReason = (about) => ask(words.blockReason, sent(about));

// Questions one after the other; the first is asked as soon as the button goes down, and shown when something moves.
export function whenAsked(questions) {
  const mine = asked;
  let before = null;
  return questions.map((question) => (before = before ? before.then(() => (mine === asked ? question() : null)) : question()));
}

export async function showVerdicts(answers) {
  const mine = asked;
  for (const answer of answers) {
    const found = await answer;
    if (mine !== asked) return;
    if (found) mark(found.cells);
  }
}

// The rows in sight first, the others when those are drawn.
function mark(letters) {
  const mine = asked;
  const inSight = (row) => {
    const box = row.getBoundingClientRect();
    return box.bottom > 0 && box.top < innerHeight;
  };
  const rows = [...body.rows].filter((row) => row.cells[1]).map((row) => [row, inSight(row)]);
  const markRow = ([row]) => markCells(row, letters[personOf(row.cells[1])] ?? "");
  rows.filter(([, seen]) => seen).forEach(markRow);
  table.dataset.verdicts = "shown";
  setTimeout(() => mine === asked && rows.filter(([, seen]) => !seen).forEach(markRow), 50);
}

function markCells(row, letters) {
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

// What the cell below the pointer has to say; unless the pointer has gone on when it is known.
export async function showReason(cell, question, isStillThere) {
  const place = { person: personOf(cell), day: dayOf(cell) };
  const head = table.tHead.rows[0].cells[cell.cellIndex].dataset.text;
  const name = document.createElement("b");
  name.textContent = place.person;
  // Whose cell it is at once, so that no cell is ever named with the reason of another.
  const tell = (text) => line.replaceChildren(name, ` · ${head} · ${text}`);
  tell("…");
  const found = await question();
  if (found && isStillThere() && cellAt(place) === cell) tell(found.words);
}
