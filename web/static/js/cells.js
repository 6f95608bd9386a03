// Whose cell it is, of which day, and what is in it; all read from the page.
const table = document.getElementById("month");
const heads = table.tHead.rows[0].cells;

export const cellUnder = (element) => element?.closest?.("#month td.c") ?? null;
export const personOf = (cell) => cell.parentElement.cells[0].querySelector("span").textContent;
export const dayOf = (cell) => heads[cell.cellIndex].dataset.day;
// The codes of the shift types that the day offers.
export const offeredOn = (cell) => new Set(JSON.parse(heads[cell.cellIndex].dataset.offered));
export const placeOf = (cell) => ({ person: personOf(cell), day: dayOf(cell) });
export const codesOf = (cell) => [...cell.querySelectorAll(".chip")].map((chip) => chip.textContent);
export const isLocked = (cell) => cell.querySelector(".chip.locked, .free") !== null;

export function cellAt({ person, day }) {
  const index = [...heads].findIndex((head) => head.dataset.day === day);
  const row = [...table.tBodies[0].rows].find((one) => one.cells[index]?.matches("td.c") && personOf(one.cells[index]) === person);
  return row?.cells[index] ?? null;
}

// The shift types in the page's key: code -> their entry.
export const kinds = () => new Map([...document.querySelectorAll("#key [data-code]")].map((item) => [item.dataset.code, item]));
export const isOnCall = (code) => kinds().get(code)?.querySelector(".chip").classList.contains("oncall") ?? false;
