// What an edit will do, shown in its cells until the answer is here; then they are as before, and the answer decides.
import { cellAt, codesOf, isOnCall, kinds } from "./cells.js";

const originals = new Map();

function wanted(step, codes) {
  switch (step.verb) {
    case "put":
      return [...codes, step.shift];
    case "take":
      return codes.filter((code) => code !== step.shift);
    case "set":
      return [...codes.filter((code) => isOnCall(code) !== isOnCall(step.shift)), step.shift];
    case "fill":
      return step.shifts;
    case "free":
      return [];
    default:
      return codes;
  }
}

export function preview(steps) {
  for (const step of steps) {
    const cell = step.person && cellAt(step);
    if (!cell) continue;
    const link = cell.querySelector("a.why");
    if (!originals.has(link)) originals.set(link, [...link.childNodes]);
    const codes = wanted(step, codesOf(cell));
    if (codes !== undefined && codes.join() !== codesOf(cell).join()) {
      link.replaceChildren(...codes.map((code) => kinds().get(code)?.querySelector(".chip").cloneNode(true) ?? code));
    }
    cell.classList.add("pending");
  }
}

export function restore() {
  for (const [link, nodes] of originals) {
    link.replaceChildren(...nodes);
    link.closest("td")?.classList.remove("pending");
  }
  originals.clear();
}
