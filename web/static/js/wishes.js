// A month to tap: a tap on a day goes on to the next mark, and the list below shows only what is marked.
const form = document.querySelector(".my-wishes");
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

if (form) {
  const { budget, fixed, left, over } = form.dataset;
  const output = form.querySelector("output");
  const field = (name, day) => form.elements[`${name}-${day}`];
  const days = [...form.querySelectorAll("[data-day]")];

  const show = () => {
    let points = Number(fixed);
    for (const button of days) {
      const { day, name } = button.dataset;
      const kind = field("kind", day);
      const chosen = kind.selectedOptions[0];
      const wish = kind.value !== "" && kind.value !== "cannot";
      if (wish) points += Number(field("weight", day).value);
      button.dataset.kind = kind.value;
      button.setAttribute("aria-label", `${name}: ${chosen.textContent}`);
      button.querySelector("b").textContent = chosen.dataset.sign;
      for (const other of ["shift", "weight"]) field(other, day).hidden = !wish;
      form.querySelector(`[data-row="${day}"]`).hidden = kind.value === "";
    }
    const rest = Number(budget) - points;
    const text = fill(rest < 0 ? over : left, { left: rest, over: -rest, all: budget });
    if (output.textContent !== text) output.textContent = text;
    output.classList.toggle("short-text", rest < 0);
  };

  for (const button of days) {
    button.addEventListener("click", () => {
      const kind = field("kind", button.dataset.day);
      kind.selectedIndex = (kind.selectedIndex + 1) % kind.options.length;
      show();
    });
  }
  form.addEventListener("change", show);
  addEventListener("pageshow", show);
  form.querySelector(".tap").hidden = false;
  show();
}
