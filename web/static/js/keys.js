// Everything with the keyboard: letters put shifts, Delete takes away, Shift+L locks (L alone where no shift type begins with
// it), and the usual keys with Ctrl (or Cmd).
import { cellUnder, codesOf, kinds, offeredOn } from "./cells.js";
import { run, uncut } from "./commands.js";
import { body, current } from "./grid.js";
import { openMenu } from "./menu.js";
import { clear, selectAll, selected } from "./selection.js";
import { dismiss, turn } from "./server.js";

const WITH_CTRL = {
  a: selectAll, c: () => run("copy"), x: () => run("cut"), v: () => run("paste"), z: () => turn("undo"), y: () => turn("redo"),
};

// The shift type that a letter stands for, of those that all the cells' days offer; where several begin with it, each press
// goes on to the next one. Where none is offered the server says so.
function kindOf(letter) {
  const known = [...kinds().keys()].filter((code) => code.toLowerCase().startsWith(letter.toLowerCase()));
  const offered = known.filter((code) => selected().every((cell) => offeredOn(cell).has(code)));
  const fitting = offered.length ? offered : known;
  const held = codesOf(current()).find((code) => fitting.includes(code));
  return fitting[(fitting.indexOf(held) + 1) % fitting.length];
}

function chosen(event) {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (event.ctrlKey || event.metaKey) return event.shiftKey && key === "z" ? () => turn("redo") : event.altKey ? null : WITH_CTRL[key];
  if (event.altKey) return null;
  if (key === "Delete" || key === "Backspace") return () => run("clear");
  if (key === "ContextMenu" || (key === "F10" && event.shiftKey)) return () => openMenu(current());
  const shift = key.length === 1 && !(key === "l" && event.shiftKey) && kindOf(key);
  if (shift) return () => run("set", { shift });
  return key === "l" ? () => run("toggle") : null;
}

body.addEventListener("keydown", (event) => {
  if (!cellUnder(event.target) || event.key === " ") return;
  const action = event.key === "Escape" ? dismiss() || uncut() || clear() ? () => {} : null : chosen(event);
  if (!action) return;
  event.preventDefault();
  action();
});

// Undo and redo from anywhere but a field that has its own.
addEventListener("keydown", (event) => {
  if (event.defaultPrevented || !(event.ctrlKey || event.metaKey) || event.target.matches("input, select, textarea")) return;
  const action = ["z", "y"].includes(event.key.toLowerCase()) && chosen(event);
  if (!action) return;
  event.preventDefault();
  action();
});
