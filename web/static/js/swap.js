// Takes over what an edit changed: the parts and rows of the month that came back different, nothing else. So scrolling,
// focus and selection stay. Loaded before the grid's own script, which changes the page that came from the server.
const frame = document.querySelector(".month-frame");
const partsOf = (root) => [...root.querySelectorAll("[data-part], #month tbody > tr")];
let known = partsOf(document).map((part) => part.outerHTML);
const followers = [];

// What the page shows: a version, after so many edits.
export const seen = () => ({ version: Number(frame.dataset.version), revision: Number(frame.dataset.revision) });
// Calls with each row that is new, then with null.
export const onSwap = (follower) => followers.push(follower);

export function swap(answer) {
  const parts = partsOf(document);
  const fresh = partsOf(answer);
  if (parts.length !== fresh.length) {
    location.reload();
    return;
  }
  const turned = document.activeElement?.closest("form[data-turn]")?.dataset.turn;
  const texts = fresh.map((part) => part.outerHTML);
  fresh.forEach((part, index) => {
    if (texts[index] === known[index]) return;
    part.hidden = parts[index].hidden;
    parts[index].replaceWith(part);
    if (part.matches("tbody > tr")) followers.forEach((follower) => follower(part));
  });
  known = texts;
  Object.assign(frame.dataset, answer.querySelector(".month-frame").dataset);
  followers.forEach((follower) => follower(null));
  if (turned) document.querySelector(`form[data-turn="${turned}"] button:not(:disabled), form[data-turn] button:not(:disabled)`)?.focus();
}
