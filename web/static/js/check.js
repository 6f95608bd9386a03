// Has the server look at a form while it is filled in. What is wrong shows at the fields that were touched, before
// anything is saved; without a script it shows after the form was sent.
const form = document.querySelector("form[data-check]");
const fieldsOf = (root) => [...root.querySelectorAll("form[data-check] [data-field]")];
const touched = new Set(fieldsOf(document).filter((field) => field.matches(".wrong")).map((field) => field.dataset.field));
const AFTER_MS = 250;
let waiting, latest = 0, unsaved = false;

// In rows of narrow fields it stands below them all.
const errorOf = (field, inside) => field.querySelector(".error") ?? inside.querySelector(`[data-error-of="${CSS.escape(field.dataset.field)}"]`);

function show(fresh) {
  if (!touched.has(fresh.dataset.field)) return;
  const here = form.querySelector(`[data-field="${CSS.escape(fresh.dataset.field)}"]`);
  if (!here) return;
  const wrong = fresh.matches(".wrong");
  here.classList.toggle("wrong", wrong);
  errorOf(here, form).replaceChildren(...errorOf(fresh, fresh.closest("form[data-check]")).childNodes);
  for (const control of here.querySelectorAll("input, select, textarea")) {
    if (wrong) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  }
}

async function looked() {
  try {
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Check": "1" } });
    return answer.ok ? await answer.text() : "";
  } catch {
    // The server cannot be reached: what is wrong is told when the form is sent.
    return "";
  }
}

async function ask() {
  const mine = ++latest;
  const html = await looked();
  if (!html || mine !== latest) return;
  const page = new DOMParser().parseFromString(html, "text/html");
  fieldsOf(page).forEach(show);
  for (const part of page.querySelectorAll("[data-live]")) document.getElementById(part.id).replaceChildren(...part.childNodes);
}

function touch(control) {
  touched.add(control.closest("[data-field]")?.dataset.field);
  unsaved = "guard" in form.dataset;
  clearTimeout(waiting);
  waiting = setTimeout(ask, AFTER_MS);
}

// What was typed before this was loaded, or comes back with the page.
function isChanged(control) {
  if (control.options) return control.selectedIndex !== Math.max(0, [...control.options].findIndex((option) => option.defaultSelected));
  return control.checked !== control.defaultChecked || (control.type !== "hidden" && control.value !== control.defaultValue);
}

// What was wrong with a form that was sent is where one goes on.
form.querySelector(".field.wrong :is(input, select, textarea)")?.focus();

form.addEventListener("input", ({ target }) => touch(target));
[...form.querySelectorAll("input, select, textarea")].filter(isChanged).forEach(touch);
form.addEventListener("submit", () => {
  unsaved = false;
  latest += 1;
  clearTimeout(waiting);
});
addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});
