// One cell in words: "Anna Berger · Saturday 12 December · Late, 14:00–22:00, locked · wish granted".
import { personOf } from "./cells.js";

const strong = (text) => {
  const element = document.createElement("b");
  element.textContent = text;
  return element;
};

export function describe(cell, heads, words) {
  const parts = [];
  for (const chip of cell.querySelectorAll(".chip")) {
    const known = document.querySelector(`#key [data-code="${CSS.escape(chip.textContent)}"]`);
    const marks = ["locked", "clash"].filter((mark) => chip.classList.contains(mark)).map((mark) => words[mark]);
    parts.push([known?.dataset.text ?? chip.textContent, ...marks].join(", "));
  }
  for (const name of ["leave", "sick", "training", "unsaid", "off", "granted", "refused"]) {
    if (cell.classList.contains(name)) parts.push(words[name]);
  }
  if (cell.querySelector(".free")) parts.push(`${words.free}, ${words.locked}`);
  else if (!cell.querySelector(".chip") && !cell.matches(".absent, .off")) parts.unshift(words.free);
  return [strong(personOf(cell)), ` · ${heads[cell.cellIndex].dataset.text} · ${parts.join(" · ")}`];
}
