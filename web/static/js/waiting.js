// Fetches what a page is still working out, one answer after the other, and puts each into its place.
const places = [...document.querySelectorAll("[data-answer]")];

async function fetched(place) {
  const answer = await fetch(place.dataset.answer, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = page.getElementById(place.id);
  if (found) place.replaceWith(found);
  else document.querySelector("main").replaceWith(page.querySelector("main"));
  if (places.length === 1) document.getElementById("answer")?.focus();
}

for (const place of places) {
  if (!place.isConnected) break;
  try {
    await fetched(place);
  } catch {
    place.querySelector("[data-failed]").hidden = false;
    place.querySelector(".working").hidden = true;
    break;
  }
}
