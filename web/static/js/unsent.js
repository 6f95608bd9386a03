// Sends a form that takes a while to fill in only when somebody is there to take it: whoever is signed out by now, or has
// no network, is told so below what they typed, in place of a page without it.
let asking = false, sending = false;

// Why it cannot be sent, "" = it can. Whoever has signed in anew, in another window, gets the token that now holds.
async function obstacle(form, notes) {
  let answer, page;
  try {
    answer = await fetch(notes.dataset.unsent);
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return "offline";
  }
  if (answer.redirected) return "out";
  const token = page.querySelector("[name=csrf_token]");
  if (answer.ok && token) form.elements.csrf_token.value = token.value;
  return answer.status >= 500 ? "offline" : "";
}

// Before all others that hear of it.
addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  const notes = form.querySelector("[data-unsent]");
  if (!notes || sending) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (asking) return;
  asking = true;
  const why = await obstacle(form, notes);
  asking = false;
  for (const note of notes.children) note.hidden = note.dataset.why !== why;
  if (why) return notes.scrollIntoView({ block: "nearest" });
  sending = true;
  form.requestSubmit(submitter);
  sending = false;
}, true);
