// Keeps the plan's page up to date: asks twice a second how it stands; the roster comes along only when it has changed.
const EVERY_MS = 500;
const SLOWER_MS = 3000;
const panel = document.querySelector("#plan");
const roster = document.querySelector("#plan-roster");
document.querySelector("#refresh").hidden = true;

const take = (html) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  const now = page.querySelector("#plan-live");
  const drawn = page.querySelector("#plan-roster");
  const open = panel.querySelector("details")?.open;
  panel.querySelector("#plan-live").replaceChildren(...now.childNodes);
  if (open) panel.querySelector("details")?.setAttribute("open", "");
  if (drawn) {
    const left = roster.querySelector(".sketch-scroll")?.scrollLeft ?? 0;
    roster.replaceChildren(...drawn.childNodes);
    roster.dataset.seen = drawn.dataset.seen;
    roster.hidden = false;
    roster.querySelector(".sketch-scroll").scrollLeft = left;
  }
  return now.dataset.over === "1";
};

const ask = async () => {
  let wait = EVERY_MS;
  try {
    const answer = await fetch(`${panel.dataset.live}?seen=${roster.dataset.seen}`, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(answer.status);
    // The form for the next plan and the way to the roster are on the page itself.
    if (take(await answer.text())) return location.reload();
  } catch {
    panel.querySelector("[role=status]").textContent = panel.dataset.lost;
    wait = SLOWER_MS;
  }
  setTimeout(ask, wait);
};
setTimeout(ask, EVERY_MS / 5);
