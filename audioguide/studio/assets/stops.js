// The list of stops: go to one, move one by dragging or by keys. The number stays with its stop.
import { $, clock, make, page, say, showItems, tell } from "./page.js";
import { drafts } from "./saver.js";
import { change, minutesOf, onChange, state } from "./tour.js";

const list = $("#stops ol");
let dragged = "";

export function showStops() {
  if (dragged) return;  // shown when the stop is let go
  const focused = document.activeElement?.closest?.("#stops li")?.dataset.number;
  const onGrip = document.activeElement?.classList?.contains("grip");
  const unsaved = new Set(drafts(state.tour.id).map((draft) => draft.stop));
  const rows = state.tour.stops.map((stop) => row(stop, unsaved.has(stop.number) && stop.number !== state.stop));
  showItems(list, rows);
  if (focused) $(`#stops li[data-number="${focused}"] ${onGrip ? ".grip" : "a"}`)?.focus();
}

function row(stop, isUnsaved) {
  const here = stop.number === state.stop;
  const link = make("a", { href: `#write/${stop.number}`, textContent: stop.title });
  if (here) link.setAttribute("aria-current", "page");
  const grip = make("button", { className: "grip", type: "button", textContent: "⠿", set: { "aria-label": say("move", { number: stop.number }) } });
  const item = make("li", { draggable: true, data: { number: stop.number } }, make("span", { className: "number", textContent: stop.number }), link, isUnsaved ? make("span", { className: "state unsaved", textContent: say("unsaved") }) : null, who(stop), shut(stop), stale(stop), make("span", { className: "time", textContent: clock(minutesOf(stop)) }), grip);
  grip.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step && !event.altKey) { event.preventDefault(); moveBy(stop.number, step); }
  });
  grip.addEventListener("pointerdown", (event) => { if (event.pointerType !== "mouse") dragByFinger(event, item); });
  item.addEventListener("dragstart", (event) => { dragged = stop.number; item.classList.add("dragged"); event.dataTransfer.effectAllowed = "move"; event.dataTransfer.setData("text/plain", stop.number); });
  item.addEventListener("dragend", () => { dragged = ""; showStops(); });
  item.addEventListener("dragover", (event) => { if (dragged) { event.preventDefault(); $(".target", list)?.classList.remove("target"); item.classList.add("target"); } });
  item.addEventListener("drop", (event) => { event.preventDefault(); if (dragged && dragged !== stop.number) change({ kind: "move-stop", stop: dragged, before: placeFor(dragged, stop.number) }); });
  return item;
}

/** A finger knows no drag and drop of the browser's: the stop goes before the one it is let go over. */
function dragByFinger(event, item) {
  const grip = event.currentTarget;
  event.preventDefault();
  grip.setPointerCapture(event.pointerId);
  dragged = item.dataset.number;
  item.classList.add("dragged");
  let over = null;
  const move = ({ clientX, clientY }) => {
    over?.classList.remove("target");
    over = document.elementFromPoint(clientX, clientY)?.closest("#stops li") ?? null;
    over?.classList.add("target");
  };
  const end = (ended) => {
    grip.removeEventListener("pointermove", move);
    const number = dragged;
    dragged = "";
    showStops();
    if (ended.type === "pointerup" && over && over !== item) change({ kind: "move-stop", stop: number, before: placeFor(number, over.dataset.number) });
  };
  grip.addEventListener("pointermove", move);
  for (const kind of ["pointerup", "pointercancel"]) grip.addEventListener(kind, end, { once: true });
}

/** The stop before which a dragged one goes: it takes the place of the one it is dropped on, also of the last. */
function placeFor(number, target) {
  const numbers = state.tour.stops.map((stop) => stop.number);
  const isDown = numbers.indexOf(number) < numbers.indexOf(target);
  return isDown ? numbers[numbers.indexOf(target) + 1] ?? "" : target;
}

const shut = (stop) => (stop.state === "open" ? null : make("span", { className: "state", textContent: say(`state_${stop.state}`) }));

function stale(stop) {
  return state.tour.changed_stops.includes(stop.number) ? make("span", { className: "who stale", textContent: "◐", title: say("changed_stop") }, make("span", { className: "unseen", textContent: say("changed_stop") })) : null;
}

function who(stop) {
  const people = state.people.filter((one) => one.page !== page && one.tour === state.tour.id && one.stop === stop.number);
  return people.length ? make("span", { className: "who", textContent: `● ${people.map((one) => one.name || say("somebody")).join(", ")}` }) : null;
}

let moving = Promise.resolve();

/** One step after the other, however quickly the keys come. */
function moveBy(number, step) {
  moving = moving.then(() => moveNow(number, step));
}

async function moveNow(number, step) {
  const numbers = state.tour.stops.map((stop) => stop.number);
  const to = numbers.indexOf(number) + step;
  if (to < 0 || to >= numbers.length) return;
  const before = numbers[step > 0 ? to + 1 : to] ?? "";
  if (await change({ kind: "move-stop", stop: number, before })) tell(say("moved", { number, place: to + 1, count: numbers.length }));
}

/** The times of one stop, while one writes. */
export function showTime(stop) {
  const time = $(`#stops li[data-number="${stop.number}"] .time`);
  if (time) time.textContent = clock(minutesOf(stop));
}

onChange(showStops);
