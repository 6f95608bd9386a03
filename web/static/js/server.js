// Sends edits one after the other and says what came of each. Whatever goes wrong, the cells are as before, and it is said.
import { preview, restore } from "./preview.js";
import { seen, swap } from "./swap.js";

const told = document.getElementById("told");
const words = told.dataset;
let waiting = Promise.resolve();

// ---- the notice: words from the server or our own, a button to close it, and after a conflict one to insist
export function say(text, kind = "short") {
  const note = document.createElement("div");
  note.className = `note ${kind}`;
  note.textContent = text;
  show(note);
}

function button(text, action) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", () => {
    told.replaceChildren();
    action?.();
  });
  return made;
}

let fading;
function show(note, again) {
  clearTimeout(fading);
  const bar = document.createElement("div");
  bar.className = "toolbar";
  if (again) bar.append(button(words.again, again));
  bar.append(button(words.close));
  note.append(bar);
  // The line that it goes into is announced by itself.
  note.removeAttribute("role");
  told.replaceChildren(note);
  document.documentElement.style.setProperty("--told", `${told.offsetHeight}px`);
  // What went well need not be closed; the rest stays until it was read.
  if (note.matches(".enough")) fading = setTimeout(() => told.replaceChildren(), 6000);
}

export const dismiss = () => (told.firstChild ? (told.replaceChildren(), true) : false);

// ---- requests
async function send(address, type, body, again) {
  let answer, text;
  try {
    const headers = { "Content-Type": type, "X-CSRFToken": words.csrf, "X-Fragment": "1" };
    answer = await fetch(address, { method: "POST", body, headers });
    text = await answer.text();
  } catch {
    restore();
    return say(words.offline);
  }
  restore();
  // To the page where one signs in.
  if (answer.redirected) return say(words.out);
  const page = new DOMParser().parseFromString(text, "text/html");
  const note = page.querySelector("[data-told]");
  if (!note) return say(answer.status === 400 ? words.stale : words.broken);
  if (page.querySelector(".month-frame")) swap(page);
  show(note, answer.status === 409 ? again : null);
}

let unanswered = 0;
function queue(address, type, body, again) {
  unanswered += 1;
  document.body.setAttribute("aria-busy", "true");
  waiting = waiting.then(() => send(address, type, body(), again)).finally(() => {
    unanswered -= 1;
    if (!unanswered) document.body.removeAttribute("aria-busy");
  });
  return waiting;
}

export function edit(steps) {
  preview(steps);
  return queue(words.edit, "application/json", () => JSON.stringify({ ...seen(), steps }), () => edit(steps));
}

export const turn = (which) => queue(words[which], "application/x-www-form-urlencoded", () => "");
