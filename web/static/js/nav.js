// On a narrow screen the navigation scrolls sideways: bring the current page into sight.
const current = document.querySelector(".nav [aria-current]");
const strip = current?.closest("ul");
if (strip) strip.scrollLeft = current.offsetLeft - (strip.clientWidth - current.offsetWidth) / 2;
