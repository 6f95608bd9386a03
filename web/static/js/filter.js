// A search field that hides what does not match while you type; without a script the form asks the server.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

for (const field of document.querySelectorAll("[data-filters]")) {
  field.form.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", () => {
    const asked = plain(field.value.trim());
    for (const item of document.querySelectorAll(field.dataset.filters)) {
      item.hidden = !plain(item.textContent).includes(asked);
    }
  });
}
