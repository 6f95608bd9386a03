// A form that was sent shows at once that something is going on; the next page shows what.
const show = (form, shown) => form.querySelectorAll("[data-waiting]").forEach((mark) => mark.toggleAttribute("hidden", !shown));

addEventListener("submit", (event) => show(event.target, true));
// A page that is come back to as it was left waits for nothing.
addEventListener("pageshow", () => [...document.forms].forEach((form) => show(form, false)));
