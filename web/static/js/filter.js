// A search field that hides what does not match while you type; without a script the form asks the server.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

for (const field of document.querySelectorAll("[data-filters]")) {
  field.form.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", () => {
    const asked = plain(field.value).split(/\s+/).filter(Boolean);
    for (const item of document.querySelectorAll(field.dataset.filters)) {
      // Some are found by more than they show.
      const words = item.dataset.find ?? plain(item.textContent);
      item.hidden = !asked.every((word) => words.includes(word));
    }
  });
}
